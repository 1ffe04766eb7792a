"""When a table is fetched, and when again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.catalogue import rules, workflow
from regie.evidence.catalogue.rules import Looked
from regie.foundation.access.rules import COORDINATOR, COUNCIL_MEMBER

pytestmark = pytest.mark.pure
START = datetime(2020, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 20 * 365 * 24 * 60).map(lambda n: START + timedelta(minutes=n))


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        ("monthly", (2026, 12, 16)),
        ("january", (2027, 1, 20)),
        ("august", (2027, 8, 20)),
        ("january_august", (2027, 1, 20)),
        ("yearly", (2027, 10, 1)),
    ],
)
def test_the_next_moment_of_a_rhythm(rhythm: str, expected: tuple[int, int, int]) -> None:
    found = rules.next_moment(rhythm, at(2026, 11, 21))
    assert (found.year, found.month, found.day, found.hour) == (*expected, 3)


@given(st.sampled_from(rules.RHYTHMS), MOMENTS, st.integers(0, 179))
def test_the_next_moment_is_the_first_one_after_now(rhythm: str, now: datetime, late: int) -> None:
    minutes = timedelta(minutes=late)
    following = rules.next_moment(rhythm, now, minutes)
    last = rules.last_moment(rhythm, now, minutes)
    assert last <= now < following
    assert rules.next_moment(rhythm, last, minutes) == following
    assert rules.last_moment(rhythm, following, minutes) == following


def test_every_table_has_its_own_minute_and_keeps_it() -> None:
    minutes = {rules.spread("47018NED", f"GM{n:04d}") for n in range(60)}
    assert len(minutes) > 30
    assert max(minutes) < timedelta(hours=3)
    assert rules.spread("47018NED", "GM0344") == rules.spread("47018NED", "GM0344")


NOW = at(2026, 8, 16)
REGULAR = rules.next_moment("monthly", NOW)


@pytest.mark.parametrize(
    ("looked", "expected"),
    [
        (Looked("done", date(2026, 8, 15)), REGULAR),
        (Looked("unchanged", date(2026, 7, 15)), NOW + timedelta(days=1)),
        (Looked("unchanged", None), NOW + timedelta(days=1)),
        (Looked("unchanged", date(2026, 8, 14)), REGULAR),
        (Looked("refused", None, 1), NOW + timedelta(hours=1)),
        (Looked("refused", None, 0), NOW + timedelta(hours=1)),
        (Looked("refused", None, 4), NOW + timedelta(days=3)),
        (Looked("refused", None, 5), REGULAR),
    ],
)
def test_when_to_look_again(looked: Looked, expected: datetime) -> None:
    assert rules.after_looking("monthly", looked, NOW) == expected


def test_a_publisher_that_stays_away_is_left_alone_until_the_next_moment() -> None:
    late = at(2026, 8, 27)
    assert rules.after_looking("monthly", Looked("unchanged", None), late) == REGULAR


@given(
    st.sampled_from(rules.RHYTHMS),
    st.builds(
        Looked,
        st.sampled_from(["done", "unchanged", "refused"]),
        st.none() | st.dates(date(2020, 1, 1), date(2039, 1, 1)),
        st.integers(0, 9),
    ),
    MOMENTS,
)
def test_the_next_time_is_later_and_never_beyond_the_rhythm(
    rhythm: str, looked: Looked, now: datetime
) -> None:
    found = rules.after_looking(rhythm, looked, now)
    assert now < found <= rules.next_moment(rhythm, now)


@pytest.mark.parametrize(
    ("family", "frequencies", "rhythm"),
    [
        ("offence", ("month",), "monthly"),
        ("nuisance", ("year", "month"), "monthly"),
        ("offence", ("year",), "january_august"),
        ("kwb", ("year",), "yearly"),
    ],
)
def test_the_usual_rhythm_of_a_table(
    family: str, frequencies: tuple[str, ...], rhythm: str
) -> None:
    assert rules.usual_rhythm(family, frequencies) == rhythm


@pytest.mark.parametrize(
    ("catalogue", "title", "useful"),
    [
        ("Politie", "Reactietijden", True),
        ("CBS", "Kerncijfers wijken en buurten 2027", True),
        ("CBS", "Slachtofferschap; persoonskenmerken", True),
        ("CBS", "Melkaanvoer", False),
    ],
)
def test_which_tables_of_a_catalogue_are_kept(catalogue: str, title: str, *, useful: bool) -> None:
    assert rules.is_useful(catalogue, title) is useful


def test_a_fetch_ends_in_one_of_three_ways() -> None:
    steps = workflow.FETCH
    ends = {s for s in steps.states if not steps.available(state=s, role=workflow.MACHINE)}
    assert ends == {workflow.DONE, workflow.UNCHANGED, workflow.REFUSED}
    assert steps.refusal("start", state=workflow.WAITING, role=COORDINATOR)


def test_only_who_may_fetch_changes_the_schedule() -> None:
    steps = workflow.SUBSCRIPTION
    for name, state in (("stop", workflow.ACTIVE), ("resume", workflow.STOPPED)):
        assert steps.refusal(name, state=state, role=COORDINATOR) is None
        assert steps.refusal(name, state=state, role=COUNCIL_MEMBER)
