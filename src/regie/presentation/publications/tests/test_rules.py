"""When a document is made at once, when it was left behind, and what is told of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.presentation.publications import rules, workflow
from regie.presentation.publications.rules import Standing

pytestmark = pytest.mark.pure
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
FORMS = sorted(rules.PER_MILLION)


def _ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


@given(st.sampled_from(FORMS), st.integers(0, 10**8), st.integers(0, 10**8))
def test_more_to_print_never_takes_less(form: str, one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert rules.seconds(form, less) <= rules.seconds(form, more)
    assert rules.at_once(form, less) or not rules.at_once(form, more)


@pytest.mark.parametrize(
    ("form", "letters", "now"),
    [
        ("html", 500_000, True),
        ("html", 1_000_000, False),
        ("pdf", 240_000, True),
        ("pdf", 1_000_000, False),
        ("word", 120_000, True),
        ("word", 240_000, False),
        ("odt", 240_000, False),
    ],
)
def test_small_is_made_at_once_and_a_plan_of_forty_pages_is_not(
    form: str, letters: int, now: bool
) -> None:
    assert rules.at_once(form, letters) is now


@pytest.mark.parametrize(
    ("state", "heard", "left"),
    [
        ("making", 10, False),
        ("making", 61, True),
        ("making", None, True),
        ("waiting", 600, False),
        ("done", 600, False),
    ],
)
def test_what_gives_no_sign_of_life_was_left_behind(
    state: str, heard: float | None, left: bool
) -> None:
    found = Standing(state, _ago(1000), None if heard is None else _ago(heard))
    assert rules.left_behind(found, NOW) is left


def test_three_times_is_enough() -> None:
    assert not rules.given_up(Standing("making", NOW, tries=2))
    assert rules.given_up(Standing("making", NOW, tries=3))


@pytest.mark.parametrize(("alone", "patience"), [(True, 3), (False, 15)])
def test_who_waits_is_patient_and_more_so_with_a_worker(alone: bool, patience: int) -> None:
    soon, late = _ago(patience - 1), _ago(patience + 1)
    assert not rules.overdue(Standing("waiting", soon), NOW, alone=alone)
    assert rules.overdue(Standing("waiting", late), NOW, alone=alone)
    assert not rules.overdue(Standing("making", late), NOW, alone=alone)


@pytest.mark.parametrize(
    ("state", "progress", "words", "share"),
    [
        ("waiting", {}, "wacht", 0.0),
        ("making", {"stage": "reading"}, "gelezen", None),
        ("making", {"stage": "figures", "done": 3, "of": 12}, "Figuur %(done)s", 0.25),
        ("making", {"stage": "figures", "done": 0, "of": 0}, "Figuur %(done)s", None),
        ("making", {"stage": "pages"}, "bladzijden", None),
    ],
)
def test_progress_is_told_and_only_counted_when_it_can_be(
    state: str, progress: dict[str, object], words: str, share: float | None
) -> None:
    assert words in rules.told(state, progress)
    assert rules.share(state, progress) == share


def test_every_state_has_a_name_and_somebody_can_try_again() -> None:
    assert set(workflow.DOCUMENT.labels) == workflow.DOCUMENT.states
    assert workflow.DOCUMENT.step("again", state=workflow.FAILED) is not None
    names = [step.name for step in workflow.DOCUMENT.steps]
    assert len(names) == len(set(names)), "a step is found by its name"
