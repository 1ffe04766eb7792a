"""The timetable in services and queries: laying a plan, moving steps, moments, the guided path."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from regie.foundation.cycles import path
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Progress
from regie.foundation.cycles.permissions import VIEW_CYCLE
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.records.models import Log
from regie.planning.timetable import entries, queries, rules, services
from regie.planning.timetable.models import Moment, PlannedStep
from regie.planning.timetable.rules import Span
from regie.planning.timetable.services import TimetableRefusedError
from regie.policy.cycle import ADOPTION, CYCLE

pytestmark = [pytest.mark.room, pytest.mark.django_db]

MONTH = date(2027, 9, 1)
RECESS = {
    "kind": "recess",
    "name": "Zomerreces",
    "first": date(2027, 7, 3),
    "last": date(2027, 8, 29),
    "process": "",
    "note": "",
}
MEETING = RECESS | {"kind": "council", "name": "Raad", "first": date(2027, 9, 16), "last": None}


@pytest.fixture
def cycle(cast: Cast) -> PolicyCycle:
    found = current_cycle(cast.voorbeeldstad)
    assert found is not None
    return found


def laid(cycle: PolicyCycle, month: date = MONTH) -> dict[str, Span]:
    seen = rules.stamp(queries.planned(cycle))
    return services.lay(cycle, month, seen=seen, why="Zo wil de raad het.", actor=None)


def last_row() -> Log:
    row = Log.objects.first()
    assert row is not None
    return row


class TestLaying:
    def test_every_open_step_gets_days(self, cycle: PolicyCycle) -> None:
        plan = laid(cycle)
        board = queries.board(cycle)
        assert board.plan == plan
        assert set(plan) == board.open_tasks
        assert "start_memo" not in plan
        assert plan[ADOPTION].last == date(2027, 9, 30)
        cycle.refresh_from_db()
        assert cycle.decision_month == MONTH
        assert last_row().verb == "timetable.lay"
        assert last_row().details["to"].endswith("30 september 2027")

    def test_the_council_meets_on_a_known_day(self, cycle: PolicyCycle) -> None:
        services.add_moment(cycle.municipality, MEETING, actor=None)
        assert laid(cycle)[ADOPTION].last == date(2027, 9, 16)

    def test_an_own_recess_counts(self, cycle: PolicyCycle) -> None:
        before = laid(cycle)
        services.add_moment(cycle.municipality, RECESS | {"last": date(2027, 9, 5)}, actor=None)
        after = laid(cycle)
        assert after["safety_analysis"].first < before["safety_analysis"].first
        assert PlannedStep.objects.count() == len(after)

    def test_two_at_once(self, cycle: PolicyCycle) -> None:
        seen = rules.stamp(queries.planned(cycle))
        services.lay(cycle, MONTH, seen=seen, why="Eerst.", actor=None)
        with pytest.raises(TimetableRefusedError, match="intussen"):
            services.lay(cycle, MONTH, seen=seen, why="Ook.", actor=None)

    def test_without_a_reason_or_with_a_person_in_it(self, cycle: PolicyCycle) -> None:
        for why in (" ", "Bel Jan de Vries op 06-12345678."):
            with pytest.raises(TimetableRefusedError):
                services.lay(cycle, MONTH, seen=rules.stamp({}), why=why, actor=None)
        assert not PlannedStep.objects.exists()


class TestMoving:
    def test_a_delay_moves_what_follows(self, cycle: PolicyCycle) -> None:
        plan = laid(cycle)
        old = plan["safety_analysis"]
        span = Span(old.first, date(2027, 6, 25))
        seen = rules.stamp(plan)
        outcome = services.change_step(
            cycle, "safety_analysis", span, seen=seen, why="Cijfers kwamen later.", actor=None
        )
        assert not outcome.holds
        moved = queries.planned(cycle)
        assert moved["safety_analysis"] == span
        assert moved[ADOPTION].last > plan[ADOPTION].last
        assert moved["participation"] == plan["participation"]
        row = last_row()
        assert row.verb == "timetable.change_step"
        assert row.details["step"] == "safety_analysis"
        assert ADOPTION in row.details["moved"]
        assert "25 juni 2027" in row.details["to"]

    def test_the_same_days_write_nothing(self, cycle: PolicyCycle) -> None:
        plan = laid(cycle)
        count = Log.objects.count()
        outcome = services.change_step(
            cycle, "adoption", plan["adoption"], seen=rules.stamp(plan), why="Niets.", actor=None
        )
        assert outcome.shifts == ()
        assert Log.objects.count() == count

    def test_a_step_that_is_not_here(self, cycle: PolicyCycle) -> None:
        span, seen = Span(MONTH, MONTH), rules.stamp({})
        with pytest.raises(TimetableRefusedError, match="werkwijze"):
            services.change_step(cycle, "nowhere", span, seen=seen, why="x", actor=None)
        wrong = Span(MONTH, date(2027, 1, 1))
        with pytest.raises(TimetableRefusedError, match="laatste dag"):
            services.change_step(cycle, "adoption", wrong, seen=seen, why="x", actor=None)


class TestLate:
    @pytest.fixture(autouse=True)
    def no_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(path, "_pages", {})

    def test_what_is_past_and_open_runs_late(self, cycle: PolicyCycle) -> None:
        laid(cycle)
        board = queries.board(cycle)
        day = board.plan["safety_analysis"].last + rules.DAY
        assert "safety_analysis" in queries.late_steps(board, day)
        path.add_page(
            "safety_analysis", "cycles:cycle", VIEW_CYCLE, lambda c: Progress(True, "Klaar.")
        )
        assert "safety_analysis" not in queries.late_steps(board, day)

    def test_the_path_shows_the_days(self, cycle: PolicyCycle) -> None:
        plan = laid(cycle)
        drawn = path.draw(cycle, gemeente="voorbeeldstad", role="coordinator")
        found = {s.step.code: s.planned for b in drawn.blocks for s in b.steps if s.planned}
        assert found["adoption"].last == plan["adoption"].last


def test_a_board_costs_two_queries(
    cycle: PolicyCycle, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    laid(cycle)
    with django_assert_num_queries(2):
        board = queries.board(cycle)
    assert board.task("adoption") is not None
    assert board.slack()["draft_decision"] == 0
    assert not board.adopted
    assert board.earliest_month(date(2027, 1, 1)) > date(2027, 3, 1)


def test_the_tasks_are_those_of_the_policy() -> None:
    """A test compares code and policy: timings, bodies and needs are known here."""
    full, light = queries.tasks_of("full"), queries.tasks_of("light")
    assert [task.code for task in full] == [item.code for item in CYCLE().steps]
    assert [task.code for task in light] == [item.code for item in CYCLE().steps if item.light]
    known = {rules.BEFORE, rules.AFTER, rules.RUNNING, rules.YEARLY, rules.CLOSING}
    assert {task.timing for task in full} == known
    assert [task.code for task in full if task.timing == rules.BEFORE][-1] == ADOPTION
    council = {item.code for item in CYCLE().steps if queries.body_of(item.code) == "council"}
    assert council == {
        "start_memo_council",
        "priority_session",
        "adoption",
        "accountability",
        "final_evaluation",
    }
    assert queries.body_of("alignment") == "triangle"
    assert queries.body_of("draft_decision") == "executive"
    assert queries.body_of("approach") == queries.body_of("nowhere") == ""


class TestMoments:
    def test_add_change_and_take_away(self, cycle: PolicyCycle) -> None:
        town = cycle.municipality
        row = services.add_moment(town, MEETING, actor=None)
        assert (row.last, str(row)) == (row.first, "Raad")
        assert services.add_moment(town, MEETING, actor=None).pk == row.pk
        later = MEETING | {"first": date(2027, 9, 23)}
        services.change_moment(row, later, why="Verschoven.", actor=None)
        assert last_row().details == {"from": "16 september 2027", "to": "23 september 2027"}
        services.withdraw_moment(row, why="Gaat niet door.", actor=None)
        services.withdraw_moment(row, why="Nog eens.", actor=None)
        assert queries.moments(town) == []
        assert queries.moment(town, row.pk) is None
        assert Log.objects.filter(verb="timetable.withdraw_moment").count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": "  "},
            {"last": date(2027, 1, 1)},
            {"kind": "recess", "last": date(2028, 6, 1)},
            {"note": "Bel 06-12345678."},
        ],
    )
    def test_refused(self, cycle: PolicyCycle, wrong: dict[str, object]) -> None:
        with pytest.raises(TimetableRefusedError):
            services.add_moment(cycle.municipality, MEETING | wrong, actor=None)
        assert not Moment.objects.exists()

    def test_a_change_needs_a_reason(self, cycle: PolicyCycle) -> None:
        row = services.add_moment(cycle.municipality, MEETING, actor=None)
        with pytest.raises(TimetableRefusedError, match="Geef een reden"):
            services.change_moment(row, MEETING, why="", actor=None)
        with pytest.raises(TimetableRefusedError, match="Geef een reden"):
            services.withdraw_moment(row, why="", actor=None)


class TestEntries:
    WINDOW = Span(date(2027, 1, 1), date(2027, 12, 31))

    def test_the_year_has_what_runs_beside_the_cycle(self, cycle: PolicyCycle) -> None:
        plan, board = laid(cycle), queries.board(cycle)
        found = entries.entries(self.WINDOW, own=[], plan=plan, open_tasks=board.open_tasks)
        names = [entry.name for entry in found]
        for name in (
            "Kadernota of voorjaarsnota",
            "Begroting vaststellen",
            "Jaarstukken vaststellen",
            "Veiligheidsmonitor: veldwerk",
            "Zomerreces",
            "Raad stelt het plan vast",
            "Afstemming met driehoek en regio",
            "College stelt het concept vast",
        ):
            assert name in names
        assert names.count("Kerstreces") == 2
        assert [e.span for e in found] == sorted(
            (e.span for e in found), key=lambda s: max(s.first, self.WINDOW.first)
        )

    def test_an_own_day_takes_the_place_of_the_usual_month(self, cycle: PolicyCycle) -> None:
        town = cycle.municipality
        own = {"process": "budget", "name": "Begrotingsraad", "first": date(2027, 11, 4)}
        services.add_moment(town, MEETING | own, actor=None)
        services.add_moment(town, RECESS, actor=None)
        rows = queries.moments(town, self.WINDOW)
        found = entries.entries(self.WINDOW, own=rows, plan={})
        named = {entry.name: entry for entry in found}
        assert "Begroting vaststellen" not in named
        assert named["Begrotingsraad"].source == "Gemeentewet, artikelen 189 en 191"
        assert [e.span.first for e in found if e.name == "Zomerreces"] == [date(2027, 7, 3)]
        assert queries.moments(town, Span(date(2020, 1, 1), date(2020, 2, 1))) == []

    def test_what_differs_per_region_has_no_date_yet(self, cycle: PolicyCycle) -> None:
        town = cycle.municipality
        codes = {item.code for item in entries.undated([])}
        assert "regional_police_plan" in codes
        regional = {"process": "regional_police_plan", "kind": "regional", "name": "Gehoord"}
        services.add_moment(town, MEETING | regional, actor=None)
        left = {item.code for item in entries.undated(queries.moments(town))}
        assert codes - left == {"regional_police_plan"}

    def test_an_election_that_was_reckoned_says_so(self) -> None:
        window = Span(date(2030, 1, 1), date(2030, 12, 31))
        found = entries.entries(window, own=[], plan={})
        election = next(e for e in found if e.origin == entries.ELECTION)
        assert "Uitgerekend naar de Kieswet" in election.text
