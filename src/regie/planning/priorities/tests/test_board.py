"""Levels on the board: moving, two people at once, history, and what the rooms above read."""

from collections.abc import Callable

import pytest

from regie.evidence.findings.acting import Who
from regie.evidence.findings.models import Finding
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import pages
from regie.foundation.records.models import AppendOnlyError, Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.priorities import queries, rules, services
from regie.planning.priorities.board import board_of
from regie.planning.priorities.models import Override, ThemeLevel
from regie.planning.priorities.services import Move, StaleError
from regie.planning.priorities.tests.conftest import Put, theme_of

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_a_theme_gets_a_level_with_its_reason_and_a_row_in_the_log(
    put: Put, cycle: PolicyCycle, cast: Cast
) -> None:
    row = put("youth_nuisance", "priority", "Het neemt toe.")
    assert queries.levels(cycle) == {"youth_nuisance": "priority"}
    assert (row.made_by, row.before, row.down) == (cast.coos, "", False)
    log = Log.objects.get(verb="priorities.move")
    assert (log.why, log.municipality_code) == ("Het neemt toe.", "GM9901")


def test_scaling_down_is_a_verb_of_its_own_and_says_what_happens_then(
    put: Put, cycle: PolicyCycle
) -> None:
    put("tourism", "priority")
    with pytest.raises(RefusedError, match="omlaag"):
        put("tourism", "maintenance", "Rustig.")
    row = put("tourism", "maintenance", "Rustig.", "De controles gaan door.")
    assert (row.down, row.before) == (True, "priority")
    assert Log.objects.filter(verb="priorities.scale_down").count() == 1
    theme = theme_of(cycle, "tourism")
    assert [item.level for item in queries.levels_of(cycle).history[theme.pk]] == [
        "priority",
        "maintenance",
    ]


def test_levels_are_only_added_to(put: Put) -> None:
    row = put("tourism", "priority")
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(AppendOnlyError):
        row.save()


def test_several_at_once_all_or_none(cycle: PolicyCycle, cast: Cast, put: Put) -> None:
    put("tourism", "priority")
    seen = queries.level_rows(cycle)[theme_of(cycle, "tourism").pk].pk
    moves = [
        Move(theme=theme_of(cycle, "events").pk, level="maintenance", reason="Rustig."),
        Move(theme=theme_of(cycle, "tourism").pk, level="maintenance", reason="x", seen=seen),
    ]
    with pytest.raises(RefusedError):
        services.move(cycle, moves, actor=cast.coos, role="coordinator")
    assert queries.levels(cycle) == {"tourism": "priority"}


def test_a_stale_write_is_refused_and_shows_what_is_there(
    put: Put, cycle: PolicyCycle, cast: Cast
) -> None:
    put("tourism", "strategic", "Van de een.")
    late = Move(theme=theme_of(cycle, "tourism").pk, level="priority", reason="Van de ander.")
    with pytest.raises(StaleError) as error:
        services.move(cycle, [late], actor=cast.coos, role="coordinator")
    assert [row.reason for row in error.value.rows] == ["Van de een."]
    assert queries.levels(cycle) == {"tourism": "strategic"}


def test_the_same_form_twice_is_saved_once(put: Put, cycle: PolicyCycle, cast: Cast) -> None:
    put("tourism", "strategic", "Zelfde.")
    again = Move(theme=theme_of(cycle, "tourism").pk, level="strategic", reason="Zelfde.")
    with pytest.raises(RefusedError, match="al op dit niveau"):
        services.move(cycle, [again], actor=cast.coos, role="coordinator")
    assert ThemeLevel.objects.count() == 1


def test_what_is_refused(cycle: PolicyCycle, cast: Cast, put: Put) -> None:
    theme = theme_of(cycle, "tourism").pk

    def tried(*moves: Move, role: str = "coordinator") -> str:
        with pytest.raises(RefusedError) as error:
            services.move(cycle, moves, actor=cast.coos, role=role)
        return error.value.sentence

    good = Move(theme=theme, level="priority", reason="Nodig.")
    assert tried() == services.NOTHING_CHOSEN
    assert tried(Move(theme=0, level="priority", reason="x")) == services.NOT_HERE
    assert "veiligheidscoördinator" in tried(good, role="mayor")
    named = Move(theme=theme, level="priority", reason="Bel Jan de Vries op 06-12345678.")
    assert "persoon" in tried(named)
    assert queries.levels(cycle) == {}


def test_a_theme_of_the_neighbour_is_not_here(cycle: PolicyCycle, cast: Cast) -> None:
    other = PolicyCycle.objects.get(municipality=cast.buurstad)
    move = Move(theme=theme_of(other, "tourism").pk, level="priority", reason="Nodig.")
    with pytest.raises(RefusedError, match="hoort niet"):
        services.move(cycle, [move], actor=cast.coos, role="coordinator")


# --- the plan before ------------------------------------------------------------------------------


def test_what_was_written_down_of_the_plan_before_counts(
    cycle: PolicyCycle, cast: Cast, put: Put
) -> None:
    theme = theme_of(cycle, "events")
    who = Who(actor=cast.coos, role="coordinator")
    assert services.write_previous(cycle, {theme.pk: "priority"}, **who) == 1
    assert services.write_previous(cycle, {theme.pk: "priority"}, **who) == 0, "nothing new"
    assert queries.levels_of(cycle).previous == {"events": "priority"}
    assert queries.levels(cycle) == {}, "the plan before is not the board"
    with pytest.raises(RefusedError, match="omlaag"):
        put("events", "maintenance", "Rustig.")
    assert put("events", "maintenance", "Rustig.", "Blijft gewoon werk.").down


def test_the_cycle_before_counts_by_itself(cycle: PolicyCycle, put: Put) -> None:
    from datetime import date

    from regie.foundation.cycles.services import start_cycle

    put("events", "priority")
    put("tourism", "strategic")
    later = start_cycle(
        cycle.municipality, "Later", date(2027, 1, 1), date(2030, 12, 31), actor=None
    )
    assert queries.levels_of(later).previous == {"events": "priority", "tourism": "strategic"}
    assert queries.levels_of(cycle).previous == {}


# --- warnings -------------------------------------------------------------------------------------


def test_the_board_gathers_what_the_warnings_need(
    cycle: PolicyCycle, put: Put, found: Callable[..., Finding]
) -> None:
    put("youth_nuisance", "priority")
    put("tourism", "priority")
    found("youth_nuisance")
    warned = {(w.code, w.subject) for w in rules.warnings(board_of(cycle).facts())}
    assert ("no_finding", "tourism") in warned
    assert ("no_finding", "youth_nuisance") not in warned
    assert ("no_relation", "") in warned


def test_a_reason_for_a_warning_stays_beside_it(cycle: PolicyCycle, cast: Cast) -> None:
    who = Who(actor=cast.coos, role="coordinator")
    services.override(cycle, "no_finding", "tourism", "De wijkagent ziet het.", **who)
    services.override(cycle, "no_finding", "tourism", "Nu met een enquête.", **who)
    kept = board_of(cycle).overrides["no_finding", "tourism"]
    assert kept.reason == "Nu met een enquête."
    assert Override.objects.count() == 2
    with pytest.raises(RefusedError):
        services.override(cycle, "no_finding", "tourism", " ", **who)


def test_a_verdict_that_clearly_deviates() -> None:
    from regie.planning.priorities.beside import is_deviating

    high, low = {"word": "deviating", "higher": True}, {"word": "deviating", "higher": False}
    assert is_deviating({"level": high})
    assert is_deviating({"level": None, "places": [{"level": low}, {"level": high}]})
    assert not is_deviating({"level": low, "places": []})
    assert not is_deviating({})
    assert not is_deviating({"places": "none", "level": "none"})


def test_progress_on_the_path(cycle: PolicyCycle, put: Put) -> None:
    assert not pages()["provisional_priorities"].progress(cycle).done
    put("tourism", "priority")
    told = pages()["provisional_priorities"].progress(cycle)
    assert told.done
    assert "nog geen niveau" in told.words
