"""Beginning with the goals of the old plan: what Regie knows, and lines that were pasted."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.findings.acting import Who
from regie.evidence.formats.refusals import RefusedError
from regie.foundation.access.rules import COORDINATOR
from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.learning.evaluation.models import Evaluation
from regie.learning.evaluation.tests.conftest import item, town
from regie.learning.old_goals import rules, services
from regie.learning.old_goals.queries import known
from regie.planning.priorities.models import ThemeLevel
from regie.planning.proposals.models import Priority, Proposal

__all__ = ["item", "town"]
LINES = "- Minder inbraak\n\n2. Veiliger  uitgaan\nminder inbraak\n•"


def cycle_of(item: Evaluation) -> PolicyCycle:
    assert item.cycle is not None
    return item.cycle


@pytest.fixture
def place(item: Evaluation) -> str:
    return f"/voorbeeldstad/evaluatie/{item.pk}/doelen/overnemen/"


@pytest.fixture
def proposal(item: Evaluation) -> Proposal:
    """Two priorities, of which the council dropped one."""
    made = Proposal.objects.create(cycle=cycle_of(item))
    kept = Priority.objects.create(
        proposal=made, position=1, name="Inbraak", decided_name="Minder inbraak", why="Te\nveel."
    )
    kept.themes.add(SafetyTheme.objects.filter(field__cycle=made.cycle)[0])
    Priority.objects.create(proposal=made, position=2, name="Overlast", decision="dropped")
    return made


@pytest.mark.pure
@given(st.text(max_size=60))
def test_a_line_loses_its_mark_once_and_nothing_else(line: str) -> None:
    plain = rules.without_mark(line)
    assert plain in line
    if plain:
        assert line.endswith(plain)


@pytest.mark.room
@pytest.mark.django_db
class TestTakingOver:
    def test_lines_become_goals_that_nobody_judged(
        self, as_coos: Client, item: Evaluation, place: str
    ) -> None:
        home = as_coos.get(place.removesuffix("overnemen/")).content.decode()
        assert place in home
        page = as_coos.get(place).content.decode()
        assert "Regie kent geen prioriteiten van dit plan" in page
        done = as_coos.post(place, {"lines": LINES}, follow=True).content.decode()
        assert "2 doelen staan erin." in done
        made = list(item.goals.values_list("name", "verdict", "reason"))
        assert made == [("Minder inbraak", "", ""), ("Veiliger uitgaan", "", "")]
        as_coos.post(place, {"lines": LINES})
        assert item.goals.count() == 2

    def test_what_was_decided_is_ticked_beforehand(
        self, as_coos: Client, item: Evaluation, place: str, proposal: Proposal
    ) -> None:
        page = as_coos.get(place).content.decode()
        assert "Overlast" not in page
        assert 'value="Minder inbraak"' in page
        assert "checked" in page
        as_coos.post(place, {"known": ["Minder inbraak"], "lines": "Veiliger uitgaan"})
        goal = item.goals.get(name="Minder inbraak")
        assert (goal.promised, goal.verdict, goal.indicator) == ("Te veel.", "", "")
        assert goal.theme
        assert known(item) == []
        assert count_queries(as_coos, place) <= 15

    def test_without_a_proposal_the_themes_on_the_first_level_are_known(
        self, item: Evaluation
    ) -> None:
        themes = SafetyTheme.objects.filter(field__cycle=cycle_of(item))
        for theme, level in zip(themes[:2], ("priority", "maintenance"), strict=True):
            ThemeLevel.objects.create(
                cycle=cycle_of(item), theme=theme, level=level, reason="Omdat."
            )
        assert [each.theme for each in known(item)] == [themes[0].code]
        item.cycle = None
        assert known(item) == []

    @pytest.mark.parametrize(
        ("lines", "told"),
        [
            ("x" * 161, "Deze regel is te lang"),
            ("\n".join(f"Doel {n}" for n in range(51)), "U plakte 51 regels."),
            ("Bel j.jansen@example.org", "persoonsgegevens"),
        ],
    )
    def test_bad_lines_are_kept_on_the_screen(
        self, as_coos: Client, item: Evaluation, place: str, lines: str, told: str
    ) -> None:
        answer = as_coos.post(place, {"lines": lines})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert lines.splitlines()[0] in page
        assert told in page or "aria-invalid" in page
        assert not item.goals.exists()

    def test_all_or_none(self, item: Evaluation, cast: Cast) -> None:
        who: Who = {"actor": cast.coos, "role": COORDINATOR}
        rows = [{"name": "Minder inbraak"}, {"name": "Bel j.jansen@example.org"}]
        with pytest.raises(RefusedError):
            services.take_over(item, rows, **who)
        assert not item.goals.exists()

    def test_only_the_coordinator_takes_over(
        self, as_rob: Client, as_vera: Client, place: str
    ) -> None:
        assert as_rob.post(place, {"lines": LINES}).status_code == 403
        assert as_vera.get(place).status_code == 404
