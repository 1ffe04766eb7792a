"""Lessons: written, read back by the next analysis, and withdrawn with a reason."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from regie.foundation.cycles import queries, services
from regie.foundation.cycles.models import Lesson, LessonKind, PolicyCycle
from regie.foundation.cycles.services import CycleRefusedError
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.services import add_municipality
from regie.foundation.records.models import Log

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def town() -> Municipality:
    return add_municipality("GM9901", "Voorbeeldstad", actor=None)


@pytest.fixture
def cycle(town: Municipality) -> PolicyCycle:
    first, last = date(2023, 1, 1), date(2026, 12, 31)
    return services.start_cycle(town, "Plan 2023–2026", first, last, actor=None)


def test_a_lesson_is_written_and_read_back(
    town: Municipality, cycle: PolicyCycle, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kept = services.add_lesson(
        town,
        " Buurtbemiddeling\nwerkte. ",
        kind="worked",
        source="Evaluatie 2025",
        cycle=cycle,
        actor=None,
    )
    older = services.add_lesson(town, "Cameratoezicht?", kind="open", actor=None)
    assert str(kept) == kept.text == "Buurtbemiddeling werkte."
    assert (kept.kind, kept.source) == (LessonKind.WORKED, "Evaluatie 2025")
    with django_assert_num_queries(1):
        assert queries.lessons(town, cycle) == [kept]
    assert queries.lessons(town) == [kept, older]
    rows = Log.objects.filter(verb="cycles.add_lesson", municipality_code="GM9901")
    assert rows.count() == 2


def test_a_lesson_needs_words_and_a_known_kind(town: Municipality) -> None:
    with pytest.raises(CycleRefusedError, match="geleerd"):
        services.add_lesson(town, "  ", kind="worked", actor=None)
    with pytest.raises(ValueError, match="maybe"):
        services.add_lesson(town, "x", kind="maybe", actor=None)
    for wrong in ({"text": "", "kind": "open"}, {"text": "x", "kind": "maybe"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Lesson.objects.create(municipality=town, **wrong)


def test_a_lesson_of_another_municipality(cycle: PolicyCycle) -> None:
    other = add_municipality("GM9902", "Buurstad", actor=None)
    with pytest.raises(ValueError, match="another municipality"):
        services.add_lesson(other, "x", kind="open", cycle=cycle, actor=None)
    services.add_lesson(other, "x", kind="open", actor=None)
    assert queries.lessons(cycle.municipality) == []


def test_withdrawing_needs_a_reason_and_happens_once(town: Municipality) -> None:
    kept = services.add_lesson(town, "x", kind="did_not_work", actor=None)
    with pytest.raises(CycleRefusedError, match="reden"):
        services.withdraw_lesson(kept, why=" ", actor=None)
    services.withdraw_lesson(kept, why="Klopte niet.", actor=None)
    services.withdraw_lesson(kept, why="Nog eens.", actor=None)
    assert queries.lessons(town) == []
    row = Log.objects.get(verb="cycles.withdraw_lesson")
    assert row.why == "Klopte niet."
