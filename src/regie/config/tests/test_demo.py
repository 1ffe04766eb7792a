"""The demonstration, from nothing to a picture, in the way a user gets it."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from regie.config import demo
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import CAST
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.records.models import Log
from regie.learning.quality_tests.models import PlanTest
from regie.learning.quality_tests.tests import demo as kept
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plans.models import SafetyPlan
from regie.presentation.demonstration import clock
from voorbeeldstad import Planted

pytestmark = [pytest.mark.room, pytest.mark.django_db]
LAST_YEAR = 2022
"""Nobody knew a later year when the plan was adopted."""


def test_the_demonstration_from_nothing() -> None:
    said: list[str] = []
    first = demo.prepare(say=said.append)
    assert first.renewed
    assert User.objects.filter(email__in=[p.email for p in CAST]).count() == len(CAST)
    refused = Delivery.objects.filter(state=DeliveryState.REFUSED)
    assert not [row.refusal for row in refused]
    assert any("47018NED" in line for line in said)

    again = demo.prepare(say=said.append)
    assert not again.renewed
    assert Log.objects.filter(verb="plans.begin").count() == 1

    _the_running_plan_is_the_one_of_the_answer_key()
    _it_lives_in_a_cycle_of_its_own()


def _the_running_plan_is_the_one_of_the_answer_key() -> None:
    edition = PlanEdition.objects.get(moment="adopted")
    content = json.loads(edition.content)
    assert edition.sha256 == hashlib.sha256(edition.content.encode()).hexdigest()
    said = kept.lean(content)
    assert said == kept.content(), "write it again with tools/demo_plan.py"
    assert {each for each in _years_of(content) if each > LAST_YEAR} == set()


def _years_of(content: dict[str, Any]) -> set[int]:
    """The years of which figures are told in captions and baselines."""
    captions = " ".join(figure["caption"] for figure in content["figures"].values())
    baselines = [row["baseline"]["to"] for row in content["objectives"] if row["baseline"]]
    return {*map(int, re.findall(r"20\d\d", captions)), *baselines}


def _it_lives_in_a_cycle_of_its_own() -> None:
    plan = SafetyPlan.objects.select_related("cycle", "municipality").get()
    assert (plan.state, plan.cycle.valid_from.year) == ("adopted", 2023)
    working = current_cycle(plan.municipality)
    assert working is not None
    assert working.valid_from.year == 2027
    assert plan.decisions.get(body="council").day == date(2022, 11, 24)
    assert plan.amendments.get().outcome == "adopted"
    states = PlanTest.objects.values_list("tester__name", "state").order_by("pk")
    assert list(states) == [("Tess", "finished"), ("Rob", "open")]


def test_a_folder_with_the_figures_of_today_gets_no_plan_of_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The figures of then would come in the place of those that are used."""
    Delivery.objects.create(file_name="47018NED.csv", size=1, vintage=date(2026, 4, 15))
    monkeypatch.setattr(demo, "_read", pytest.fail)
    demo._look_back(Planted(Path(), 0, (), ()), lambda _line: None)
    assert not SafetyPlan.objects.exists()


def test_the_clock_stands_still_and_goes_on() -> None:
    before = timezone.now()
    with clock.on(date(2022, 3, 7)):
        assert timezone.localdate() == date(2022, 3, 7)
    assert timezone.now() >= before


def test_a_refused_file_stops_the_demonstration_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(demo, "_fingerprint", lambda: "another country")

    def refuse(*_args: object, **_options: object) -> object:
        return type("Outcome", (), {"refused": "Dit is geen tabel.", "already": False})()

    monkeypatch.setattr(demo, "import_file", refuse)
    with pytest.raises(demo.DemoError, match="geen tabel"):
        demo.prepare(say=lambda _line: None)
