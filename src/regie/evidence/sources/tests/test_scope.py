from dataclasses import replace

import pytest

from regie.evidence.intake.scope import Scope, covers, few, scope_from_json
from regie.evidence.sources.permissions import DELIVER, VIEW_DELIVERIES
from regie.evidence.sources.workflow import DELIVERY, MACHINE
from regie.foundation.access.rules import ROLES

pytestmark = pytest.mark.pure

WHOLE = Scope(
    {"country": 1, "municipality": 342, "neighbourhood": 14_000},
    (),
    tuple(str(i) for i in range(59)),
    ("GeregistreerdeMisdrijven",),
    "2012JJ00",
    "2024JJ00",
)
SMALL = Scope({"neighbourhood": 517}, ("GM0363",), ("3",), WHOLE.measures, "2024JJ00", "2024JJ00")


def test_a_small_export_never_replaces_the_whole_table() -> None:
    assert covers(WHOLE, SMALL)
    assert not covers(SMALL, WHOLE)
    assert SMALL.key != WHOLE.key


def test_the_next_vintage_of_a_selection_has_the_same_key_and_covers_the_old() -> None:
    newer = replace(WHOLE, last="2025JJ00")
    assert newer.key == WHOLE.key
    assert covers(newer, WHOLE)
    assert not covers(WHOLE, newer)


def test_areas_may_shrink_a_little() -> None:
    fewer = replace(WHOLE, levels={"country": 1, "municipality": 330, "neighbourhood": 13_500})
    assert covers(fewer, WHOLE)
    assert not covers(replace(fewer, levels={"country": 1}), WHOLE)


def test_other_places_are_not_covered() -> None:
    other = replace(SMALL, municipalities=("GM0344",))
    assert not covers(other, SMALL)
    assert covers(replace(SMALL, municipalities=("GM0344", "GM0363")), SMALL)
    assert not covers(SMALL, replace(WHOLE, levels={}, categories=(), measures=(), first="2025"))


def test_scopes_are_stored_and_read_back() -> None:
    assert scope_from_json(WHOLE.as_json()) == WHOLE
    assert scope_from_json({}) is None
    assert few(("a",) * 26) == ()
    assert few(("a",)) == ("a",)


def test_every_state_is_reachable_and_every_step_can_be_taken() -> None:
    assert DELIVERY.reachable() == DELIVERY.states
    for step in DELIVERY.steps:
        assert DELIVERY.refusal(step.name, state=step.source, role=MACHINE) is None


@pytest.mark.parametrize("role", ROLES)
def test_who_may_deliver(role: str) -> None:
    assert role in VIEW_DELIVERIES.roles
    assert (role in DELIVER.roles) == (role in {"coordinator", "researcher"})
