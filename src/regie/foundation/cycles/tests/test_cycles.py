"""Cycles in the services and queries: periods, steps, names, the cast and the command."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from regie.foundation.access import services as access
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import COORDINATOR, ROLES
from regie.foundation.accounts.models import User
from regie.foundation.cycles import queries, services
from regie.foundation.cycles.cast import CAST, Cast, ensure_cast
from regie.foundation.cycles.models import PolicyCycle, SafetyField, SafetyTheme
from regie.foundation.cycles.services import CycleRefusedError
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.services import add_municipality
from regie.foundation.records.models import Log
from regie.policy import cycle as policy
from regie.policy import fields as fields_policy

pytestmark = [pytest.mark.room, pytest.mark.django_db]

FIRST, LAST = date(2023, 1, 1), date(2026, 12, 31)


@pytest.fixture
def town() -> Municipality:
    return add_municipality("GM9901", "Voorbeeldstad", actor=None)


@pytest.fixture
def cycle(town: Municipality) -> PolicyCycle:
    return services.start_cycle(town, "Plan 2023–2026", FIRST, LAST, actor=None)


def last_row() -> Log:
    row = Log.objects.first()
    assert row is not None
    return row


class TestStart:
    def test_it_begins_at_the_first_step_with_every_field_and_theme(
        self, cycle: PolicyCycle, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        assert (str(cycle), cycle.current_step) == ("Plan 2023–2026", "assignment")
        with django_assert_num_queries(1):
            views = queries.fields_with_themes(cycle)
        items = fields_policy.SAFETY_FIELDS()
        assert [view.code for view in views] == [item.code for item in items]
        assert [[t.code for t in view.themes] for view in views] == [
            [theme.code for theme in item.themes] for item in items
        ]
        assert (last_row().verb, last_row().municipality_code) == ("cycles.start_cycle", "GM9901")

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            (date(2026, 12, 31), date(2030, 1, 1)),
            (LAST, FIRST),
            (date(2030, 1, 1), date(2050, 1, 1)),
        ],
    )
    def test_impossible_periods(self, cycle: PolicyCycle, first: date, last: date) -> None:
        with pytest.raises(CycleRefusedError):
            services.start_cycle(cycle.municipality, "Nog een", first, last, actor=None)
        assert PolicyCycle.objects.count() == 1

    def test_an_extension_counts_as_running(self, cycle: PolicyCycle) -> None:
        services.extend_cycle(cycle, date(2027, 12, 31), why="De raad besloot zo.", actor=None)
        with pytest.raises(CycleRefusedError, match="loopt al een andere"):
            services.start_cycle(
                cycle.municipality, "Nieuw", date(2027, 1, 1), date(2030, 12, 31), actor=None
            )

    def test_the_neighbour_has_a_cycle_of_its_own(self, cycle: PolicyCycle) -> None:
        other = add_municipality("GM9902", "Buurstad", actor=None)
        services.start_cycle(other, "Plan", FIRST, LAST, "light", actor=None)
        found = queries.current_cycle(other)
        assert found is not None
        assert found.municipality == other

    def test_the_next_cycle_is_worked_on_while_this_one_still_runs(
        self, cycle: PolicyCycle
    ) -> None:
        first, last = date(2027, 1, 1), date(2030, 12, 31)
        following = services.start_cycle(cycle.municipality, "Nieuw", first, last, actor=None)
        assert queries.current_cycle(cycle.municipality) == following

    def test_only_full_or_light(self, town: Municipality) -> None:
        with pytest.raises(ValueError, match="medium"):
            services.start_cycle(town, "Plan", FIRST, LAST, "medium", actor=None)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"valid_to": FIRST},
            {"extended_to": LAST},
            {"variant": "medium"},
            {"municipality_id": None},
        ],
    )
    def test_the_database_refuses_nonsense_too(
        self, cycle: PolicyCycle, wrong: dict[str, object]
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            PolicyCycle.objects.filter(pk=cycle.pk).update(**wrong)


class TestMove:
    def test_forward_and_back_with_a_reason(self, cycle: PolicyCycle) -> None:
        services.move_to_step(cycle, "safety_analysis", why="Startnotitie is klaar.", actor=None)
        moved = services.move_to_step(cycle, "start_memo", why="Toch nog niet.", actor=None)
        assert moved.current_step == "start_memo"
        assert last_row().details == {
            "from": "Veiligheidsanalyse",
            "to": "Startnotitie",
            "step": "start_memo",
        }
        with override("en"):
            last, first = queries.moves(cycle)
        assert (last.label, last.why) == ("Start memo", "Toch nog niet.")
        assert first.label == "Safety analysis"

    @pytest.mark.parametrize(
        ("step", "why"), [("assignment", "x"), ("nowhere", "x"), ("start_memo", " ")]
    )
    def test_refused(self, cycle: PolicyCycle, step: str, why: str) -> None:
        with pytest.raises(CycleRefusedError):
            services.move_to_step(cycle, step, why=why, actor=None)

    def test_a_light_cycle_skips_steps(self, town: Municipality) -> None:
        cycle = services.start_cycle(town, "Plan", FIRST, LAST, "light", actor=None)
        with pytest.raises(CycleRefusedError, match="hoort niet bij de werkwijze"):
            services.move_to_step(cycle, "participation", why="x", actor=None)
        shown = queries.steps(cycle)
        assert [s.code for s in shown] == [s.code for s in policy.CYCLE().steps if s.light]

    def test_the_next_step_is_the_one_after_this(self, cycle: PolicyCycle) -> None:
        assert queries.next_step(cycle) == "start_memo"
        for here, after in (("final_evaluation", "final_evaluation"), ("gone", "assignment")):
            cycle.current_step = here
            assert queries.next_step(cycle) == after

    def test_phases_follow_the_step(self, cycle: PolicyCycle) -> None:
        moved = services.move_to_step(cycle, "priority_session", why="x", actor=None)
        marks = [(phase.code, phase.state) for phase in queries.phases(moved)]
        assert marks[:4] == [
            ("start", "voorbij"),
            ("analysis", "voorbij"),
            ("priorities", "nu"),
            ("plan", "straks"),
        ]
        moved.finished_steps = queries.step_codes("full")[:4]
        assert queries.phases(moved)[0].state == "gereed"

    def test_a_step_that_the_policy_dropped_breaks_nothing(self, cycle: PolicyCycle) -> None:
        PolicyCycle.objects.update(current_step="dropped")
        cycle.refresh_from_db()
        assert queries.step_label("dropped") == "dropped"
        assert {phase.state for phase in queries.phases(cycle)} == {"straks"}
        moved = services.move_to_step(cycle, "start_memo", why="x", actor=None)
        assert [step.code for step in queries.steps(moved) if step.state == "nu"] == ["start_memo"]

    def test_every_actor_has_words(self, cycle: PolicyCycle) -> None:
        bodies = {code for step in policy.CYCLE().steps for code in (*step.actors, step.decides)}
        assert bodies - {""} <= set(ROLES) | set(queries.BODIES)
        with override("en"):
            assert queries.step_label("start_memo") == "Start memo"


class TestExtend:
    def test_with_a_reason(self, cycle: PolicyCycle) -> None:
        longer = services.extend_cycle(cycle, date(2027, 6, 30), why="Raadsbesluit.", actor=None)
        assert longer.last_day == date(2027, 6, 30)
        assert last_row().details == {"from": "2026-12-31", "to": "2027-06-30"}

    def test_not_into_the_next_cycle(self, cycle: PolicyCycle) -> None:
        services.start_cycle(
            cycle.municipality, "Nieuw", date(2027, 1, 1), date(2030, 12, 31), actor=None
        )
        with pytest.raises(CycleRefusedError, match="loopt al een andere"):
            services.extend_cycle(cycle, date(2027, 6, 30), why="Raadsbesluit.", actor=None)


class TestNames:
    def test_a_local_name_and_back(self, cycle: PolicyCycle) -> None:
        field = SafetyField.objects.get(cycle=cycle, code="youth")
        assert services.rename_field(field, " Jong en veilig ", actor=None)
        assert queries.fields_with_themes(cycle)[2].name == "Jong en veilig"
        assert last_row().details == {"from": "Jeugd en veiligheid", "to": "Jong en veilig"}
        assert not services.rename_field(field, "Jong en veilig", actor=None)
        assert services.rename_field(field, "", actor=None)
        assert queries.fields_with_themes(cycle)[2].name == "Jeugd en veiligheid"

    def test_the_official_name_is_no_local_name(self, cycle: PolicyCycle) -> None:
        theme = SafetyTheme.objects.select_related("field__cycle").get(code="youth_crime")
        assert not services.rename_theme(theme, fields_policy.theme(theme.code).name, actor=None)

    def test_names_in_the_language_of_the_reader(self, cycle: PolicyCycle) -> None:
        field = SafetyField.objects.get(cycle=cycle, code="youth")
        services.rename_field(field, "Jong en veilig", actor=None)
        with override("en"):
            views = {view.code: view.name for view in queries.fields_with_themes(cycle)}
        assert (views["youth"], views["business"]) == ("Jong en veilig", "Business and safety")

    def test_an_own_theme(self, cycle: PolicyCycle) -> None:
        field = SafetyField.objects.get(cycle=cycle, code="physical")
        theme = services.add_theme(field, "Hoogwater", flanking=True, actor=None)
        view = queries.fields_with_themes(cycle)[3].themes[-1]
        assert (view.name, view.own, view.flanking, view.official) == ("Hoogwater", True, True, "")
        assert str(theme) == "Hoogwater"
        assert services.rename_theme(theme, "Water", actor=None)
        with pytest.raises(CycleRefusedError, match="Vul een naam in"):
            services.rename_theme(theme, "", actor=None)

    @pytest.mark.parametrize("name", ["", "jeugdcriminaliteit", "Fysieke veiligheid"])
    def test_an_own_theme_needs_a_name_of_its_own(self, cycle: PolicyCycle, name: str) -> None:
        field = SafetyField.objects.get(cycle=cycle, code="physical")
        with pytest.raises(CycleRefusedError):
            services.add_theme(field, name, actor=None)

    def test_several_names_at_once_are_all_or_none(self, cycle: PolicyCycle) -> None:
        field = SafetyField.objects.get(cycle=cycle, code="physical")
        own = services.add_theme(field, "Hoogwater", actor=None)
        with pytest.raises(CycleRefusedError):
            services.save_names(cycle, fields={field.pk: "Fysiek"}, themes={own.pk: ""}, actor=None)
        field.refresh_from_db()
        assert field.local_name == ""
        names = {"fields": {field.pk: "Fysiek"}, "themes": {own.pk: "Hoogwater"}}
        assert services.save_names(cycle, **names, actor=None) == 1

    def test_names_of_another_cycle_are_left_alone(self, cycle: PolicyCycle) -> None:
        other = add_municipality("GM9902", "Buurstad", actor=None)
        elsewhere = services.start_cycle(other, "Plan", FIRST, LAST, actor=None)
        field = SafetyField.objects.get(cycle=elsewhere, code="physical")
        assert services.save_names(cycle, fields={field.pk: "X"}, themes={}, actor=None) == 0

    def test_words_for_rows_in_the_shell(self, cycle: PolicyCycle) -> None:
        assert str(SafetyField.objects.get(cycle=cycle, code="youth")) == "youth"


class TestCast:
    def test_everybody_is_there_once(self) -> None:
        first, second = ensure_cast(), ensure_cast()
        assert first == second
        assert User.objects.count() == len(CAST) == 10
        assert Membership.objects.filter(user=first.roel).count() == 2
        assert set(ROLES) == {persona.role for persona in CAST}
        assert not any(user.has_usable_password() for user in User.objects.all())

    def test_the_cycle_is_in_the_analysis(self) -> None:
        cast = ensure_cast()
        cycle = queries.current_cycle(cast.voorbeeldstad)
        assert cycle is not None
        assert policy.step(cycle.current_step).phase == "analysis"

    def test_what_somebody_changed_is_left_as_it_is(self) -> None:
        cast = ensure_cast()
        cycle = queries.current_cycle(cast.voorbeeldstad)
        assert cycle is not None
        services.move_to_step(cycle, "adoption", why="x", actor=cast.coos)
        ensure_cast()
        cycle.refresh_from_db()
        assert cycle.current_step == "adoption"

    def test_the_cast_names_everybody(self) -> None:
        assert {persona.code for persona in CAST} <= set(Cast.__dataclass_fields__)


class TestCommand:
    def run(self, *arguments: str) -> str:
        out = StringIO()
        call_command("add_municipality", *arguments, stdout=out)
        return out.getvalue()

    def test_a_municipality_with_coordinator_and_cycle(self) -> None:
        said = self.run("GM0344", "--coordinator", "jan@utrecht.example", "--cycle", "2027-2030")
        assert "Utrecht is toegevoegd, op /utrecht/." in said
        assert re.search(r"jan@utrecht\.example stelt een wachtwoord in op: /account/", said)
        assert Membership.objects.get().role == COORDINATOR
        assert PolicyCycle.objects.get().name == "Veiligheidsplan 2027–2030"
        assert set(Log.objects.values_list("actor_name", flat=True)) == {"opdrachtregel"}

    def test_with_the_address_of_the_site_a_mail_goes_out(self) -> None:
        said = self.run("GM0344", "--coordinator", "a@b.example", "--site", "https://regie.example")
        assert "De uitnodiging is verstuurd aan a@b.example." in said
        assert "https://regie.example/account/" in str(mail.outbox[0].body)

    def test_a_mail_that_fails_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*args: object) -> None:
            raise OSError

        monkeypatch.setattr(access, "send_mail", broken)
        said = self.run("GM0344", "--coordinator", "a@b.example", "--site", "https://regie.example")
        assert "De e-mail is niet verstuurd." in said

    def test_a_known_coordinator_can_sign_in(self) -> None:
        User.objects.create_user("a@b.example", "A", "een lange zin als wachtwoord")
        assert "kan inloggen" in self.run("GM0344", "--coordinator", "a@b.example")

    @pytest.mark.parametrize(
        "arguments",
        [
            ("GM0000", "--coordinator", "a@b.example"),
            ("GM0344", "--coordinator", "geen adres"),
            ("GM0344", "--coordinator", "a@b.example", "--cycle", "2027"),
            ("GM0344", "--coordinator", "a@b.example", "--cycle", "2030-2027"),
        ],
    )
    def test_a_refusal_leaves_nothing_behind(self, arguments: tuple[str, ...]) -> None:
        with pytest.raises(CommandError):
            self.run(*arguments)
        assert not Municipality.objects.exists()
        assert not User.objects.exists()
