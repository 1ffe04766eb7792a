"""What others put first, and alignment."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from regie.evidence.findings.acting import Who
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import pages
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.priorities import queries, rules, services
from regie.planning.priorities.models import Alignment, HigherPriority
from regie.planning.priorities.services import AlignmentWords, HigherWords

pytestmark = [pytest.mark.room, pytest.mark.django_db]

REGION = HigherWords(
    scope="regional",
    name="Drugshandel in de haven",
    body="Regionaal beleidsplan politie",
    first_year=2024,
    last_year=2027,
    source="Regionaal beleidsplan politie, vastgesteld 2023",
)
MIDDEN = "Veiligheidsstrategie Midden-Nederland 2023–2026"


@pytest.fixture
def who(cast: Cast) -> Who:
    return Who(actor=cast.coos, role="coordinator")


def words(**more: Any) -> AlignmentWords:
    plain: dict[str, Any] = {
        "kind": "triangle",
        "who": "burgemeester, officier, teamchef",
        "held_on": date(2026, 3, 2),
        "outcome": "De driehoek steunt deze keuze.",
    }
    return AlignmentWords(**(plain | more))


def test_the_agenda_of_the_country_stands_there_by_itself(cycle: PolicyCycle) -> None:
    found = queries.higher(cycle)
    assert {item.scope for item in found} == {"national"}
    assert len(found) == 5
    assert all(item.counts and item.relation is None for item in found)


def test_without_an_agenda_for_the_period_the_last_known_is_shown(cycle: PolicyCycle) -> None:
    cycle.valid_from, cycle.valid_to = date(2031, 1, 1), date(2034, 12, 31)
    found = queries.higher(cycle)
    assert len(found) == 5
    assert not any(item.counts for item in found)


def test_a_region_is_added_once_and_can_be_withdrawn(
    town: Municipality, cycle: PolicyCycle, who: Who
) -> None:
    row = services.add_higher(town, REGION, **who)
    assert services.add_higher(town, REGION, **who) == row, "the same form twice"
    assert [item.name for item in queries.higher(cycle) if item.own] == [REGION.name]
    services.withdraw_higher(row, **who)
    services.withdraw_higher(row, **who)
    assert not [item for item in queries.higher(cycle) if item.own]
    assert Log.objects.filter(verb="priorities.withdraw_higher").count() == 1


def test_what_is_no_priority_of_others(town: Municipality, who: Who) -> None:
    from dataclasses import replace

    for wrong in (replace(REGION, last_year=2023), replace(REGION, source=" ")):
        with pytest.raises(RefusedError):
            services.add_higher(town, wrong, **who)
    assert not HigherPriority.objects.exists()


def test_an_example_of_a_region_is_taken_over(
    town: Municipality, cycle: PolicyCycle, who: Who
) -> None:
    assert MIDDEN in queries.examples(())
    assert len(services.take_over(town, MIDDEN, **who)) == 3
    assert MIDDEN not in queries.examples(queries.higher(cycle))
    with pytest.raises(RefusedError):
        services.take_over(town, "Een plan dat niet bestaat", **who)


def test_the_newest_relation_counts(cycle: PolicyCycle, who: Who) -> None:
    code = "nl-2023-cybercrime"
    services.declare(cycle, code, "same", ["digitised_crime"], "", **who)
    services.declare(cycle, code, "not", ["digitised_crime"], "Te klein hier.", **who)
    item = next(item for item in queries.higher(cycle) if item.code == code)
    assert item.relation is not None
    assert (item.relation.relation, item.relation.themes) == ("not", [])
    with pytest.raises(RefusedError):
        services.declare(cycle, "nl-1900", "same", ["x"], "", **who)
    with pytest.raises(RefusedError):
        services.declare(cycle, code, "contributes", [], "x", **who)


# --- alignment ------------------------------------------------------------------------------------


def test_alignment_is_written_down_once_and_stays_out_of_the_log(
    cycle: PolicyCycle, who: Who
) -> None:
    row = services.align(cycle, words(), **who)
    assert services.align(cycle, words(), **who) == row
    log = Log.objects.get(verb="priorities.align")
    assert "steunt" not in f"{log.subject_label} {log.why} {log.details}"
    assert rules.missing({a.kind for a in queries.alignments(cycle)})[0] == "neighbours"


def test_what_cannot_be_an_alignment(cycle: PolicyCycle, who: Who) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    for wrong in (
        words(held_on=tomorrow),
        words(outcome=" "),
        words(attachment="Besproken: dhr. J. Jansen, 06-12345678"),
    ):
        with pytest.raises(RefusedError):
            services.align(cycle, wrong, **who)
    assert not Alignment.objects.exists()


def test_withdrawing_takes_the_words_away(cycle: PolicyCycle, who: Who) -> None:
    row = services.align(cycle, words(attachment="Uit het verslag."), **who)
    services.withdraw_alignment(row, **who)
    row.refresh_from_db()
    assert (row.attachment, "steunt" in row.outcome) == ("", False)
    assert queries.alignments(cycle) == []


def test_skipping_is_for_the_light_way_only(cycle: PolicyCycle, who: Who) -> None:
    with pytest.raises(RefusedError, match="volledige"):
        services.skip_alignment(cycle, "Te druk.", **who)
    cycle.variant = "light"
    cycle.save()
    services.align(cycle, words(), **who)
    services.skip_alignment(cycle, "De driehoek is genoeg.", **who)
    assert sum(row.skipped for row in queries.alignments(cycle)) == 3
    assert pages()["alignment"].progress(cycle).done


def test_progress_names_who_lacks(cycle: PolicyCycle) -> None:
    told = pages()["alignment"].progress(cycle)
    assert not told.done
    assert "de driehoek" in told.words
