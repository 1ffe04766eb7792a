"""Beginning with the goals of the old plan: what Regie knows, and lines that were pasted."""

from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.findings.acting import Who
from regie.foundation.access.rules import COORDINATOR
from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.foundation.records.refusals import RefusedError
from regie.learning.evaluation.models import Evaluation
from regie.learning.evaluation.tests.conftest import item, town
from regie.learning.old_goals import rules, services
from regie.learning.old_goals.queries import known
from regie.planning.objectives.models import Objective
from regie.planning.plans.models import SafetyPlan
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
        assert "Regie kent geen doelen of prioriteiten van dit plan" in page
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

    def test_objectives_of_an_adopted_plan_are_known_with_what_they_promised(
        self, as_coos: Client, item: Evaluation, place: str, proposal: Proposal
    ) -> None:
        second = Priority.objects.create(proposal=proposal, position=3, name="Fraude")
        values = {"valid_from": date(2023, 1, 1), "valid_to": date(2026, 12, 31), "title": "IVP"}
        plan = SafetyPlan.objects.create(
            municipality=item.municipality, cycle=cycle_of(item), **values
        )
        Objective.objects.create(
            plan=plan,
            priority=proposal.priorities.get(position=1),
            statement="In 2025 zijn er minder inbraken.",
            measured_by="inbraken",
            unit="inbraken",
            baseline=100,
            baseline_from=2021,
            target=60,
            target_date=date(2025, 12, 31),
        )
        assert [each.name for each in known(item)] == ["Minder inbraak", second.name]
        plan.state = "adopted"
        plan.save()
        found = known(item)
        assert [each.name for each in found] == ["In 2025 zijn er minder inbraken.", second.name]
        assert "100 inbraken (2021)" in found[0].promised
        assert "60 inbraken" in found[0].promised
        assert found[0].theme
        assert count_queries(as_coos, place) <= 15
        as_coos.post(place, {"known": [found[0].name], "lines": ""})
        assert item.goals.get().promised == found[0].promised

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
