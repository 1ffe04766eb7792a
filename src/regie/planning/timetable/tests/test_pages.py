"""The pages of the timetable: who sees what, bad input, two browsers, and the calendar."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.cycles import path
from regie.foundation.cycles.cast import CAST, Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.cycles.services import move_to_step, skip_step
from regie.planning.timetable import queries, rules, services, urls
from regie.planning.timetable.models import Moment, PlannedStep
from regie.planning.timetable.rules import Span

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = {"gemeente": "voorbeeldstad"}
HOME = "/voorbeeldstad/beleidscyclus/planning/"
PROPOSE = f"{HOME}voorstel/"
CALENDAR = f"{HOME}besliskalender/"
NEW = f"{CALENDAR}nieuw/"
MEETING = {"kind": "council", "name": "Raadsvergadering", "first": "2027-09-16"}
LATER = {"last": None, "process": "", "note": ""}
EVERYBODY = frozenset(persona.code for persona in CAST) - {"vera"}
BOTH = frozenset({"coos", "griet"})
PAGES = {
    "timetable": EVERYBODY,
    "propose": frozenset({"coos"}),
    "step": BOTH,
    "calendar": EVERYBODY,
    "calendar_csv": EVERYBODY,
    "calendar_ics": EVERYBODY,
    "add_moment": BOTH,
    "edit_moment": BOTH,
}
POST_ONLY = frozenset({"withdraw_moment"})


@pytest.fixture
def cycle(cast: Cast) -> PolicyCycle:
    found = current_cycle(cast.voorbeeldstad)
    assert found is not None
    return found


@pytest.fixture
def plan(cycle: PolicyCycle) -> dict[str, Span]:
    why = "De raad beslist in september."
    return services.lay(cycle, date(2027, 9, 1), seen=rules.stamp({}), why=why, actor=None)


@pytest.fixture
def meeting(cycle: PolicyCycle) -> Moment:
    words = MEETING | LATER | {"first": date(2027, 9, 16)}
    return services.add_moment(cycle.municipality, words, actor=None)


@pytest.fixture
def address(meeting: Moment) -> Callable[[str], str]:
    def of(name: str) -> str:
        more: dict[str, object] = {"step": "adoption"} if name == "step" else {}
        more |= {"pk": meeting.pk} if name in {"edit_moment", "withdraw_moment"} else {}
        return reverse(f"timetable:{name}", kwargs=TOWN | more)

    return of


def text(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_the_table_holds_every_page() -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == set(PAGES) | POST_ONLY


@pytest.mark.parametrize("persona", [*sorted(EVERYBODY), "vera"])
def test_who_sees_what(persona: str, cast: Cast, address: Callable[[str], str]) -> None:
    client = Client()
    client.force_login(getattr(cast, persona))
    seen = {name: client.get(address(name)).status_code for name in PAGES}
    expected = {
        name: 404 if persona == "vera" else 200 if persona in who else 403
        for name, who in PAGES.items()
    }
    assert seen == expected
    gone = client.post(address("withdraw_moment"), {"why": "x"}).status_code
    assert gone == (404 if persona == "vera" else 302 if persona in BOTH else 403)


def test_a_stranger_signs_in_first(address: Callable[[str], str]) -> None:
    for name in (*PAGES, *POST_ONLY):
        assert Client().get(address(name)).status_code == 302


class TestTimetable:
    def test_without_a_plan_the_page_teaches_the_next_step(
        self, as_coos: Client, as_rob: Client, cycle: PolicyCycle
    ) -> None:
        assert PROPOSE in text(as_coos, HOME)
        assert "Alleen de veiligheidscoördinator maakt de planning." in text(as_rob, HOME)
        PolicyCycle.objects.all().delete()
        assert "Er is nog geen beleidscyclus" in text(as_coos, HOME)
        assert as_coos.get(PROPOSE).status_code == 404
        assert as_coos.get(CALENDAR).status_code == 200

    def test_the_plan_with_what_it_means(self, as_coos: Client, plan: dict[str, Span]) -> None:
        page = text(as_coos, HOME)
        for words in (
            "De raad beslist op 30 september 2027.",
            "De raad beslist pas na deze cyclus",
            "De cyclus loopt tot en met 31 december 2026.",
            "zolang het plan loopt",
            "De raad beslist in september.",
            "Raad stelt het plan vast: ",
            "<svg",
            f"{HOME}stap/adoption/",
        ):
            assert words in page
        assert "style=" not in page

    def test_a_plan_that_applies_retroactively_is_normal(
        self, as_coos: Client, cycle: PolicyCycle, plan: dict[str, Span]
    ) -> None:
        PolicyCycle.objects.filter(pk=cycle.pk).update(extended_to=date(2027, 12, 31))
        page = text(as_coos, HOME)
        assert "De raad beslist na de eerste dag van het plan" in page
        assert "Dat komt vaak voor." in page

    def test_the_clerk_plans_what_is_the_councils(
        self, as_griet: Client, plan: dict[str, Span]
    ) -> None:
        page = text(as_griet, HOME)
        assert f"{HOME}stap/adoption/" in page
        assert f"{HOME}stap/approach/" not in page
        refused = as_griet.get(f"{HOME}stap/approach/")
        assert refused.status_code == 403
        assert "Alleen de veiligheidscoördinator plant deze stap." in refused.content.decode()

    def test_a_late_step_tells_what_it_moves(
        self, as_coos: Client, cycle: PolicyCycle, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(path, "_pages", {})
        days = {"safety_analysis": (2024, 1), "participation": (2024, 3), "adoption": (2024, 9)}
        for code, (year, month) in days.items():
            first = date(year, month, 1)
            PlannedStep.objects.create(cycle=cycle, step=code, first=first, last=first)
        page = text(as_coos, HOME)
        assert "Een stap loopt uit" in page
        assert "had op 1 januari 2024 klaar moeten zijn." in page
        assert f"{HOME}stap/safety_analysis/" in page
        assert "te laat" in page

    def test_after_the_decision(
        self, as_coos: Client, cycle: PolicyCycle, plan: dict[str, Span]
    ) -> None:
        move_to_step(cycle, "implementation_plan", why="Vastgesteld.", actor=None)
        page = text(as_coos, HOME)
        assert "De raad besliste op 30 september 2027." in page
        assert "achter de rug" in page
        assert "al voorbij" in text(as_coos, PROPOSE)

    def test_a_skipped_step_is_no_work_any_more(
        self, as_coos: Client, cycle: PolicyCycle, plan: dict[str, Span]
    ) -> None:
        assert "participation" in plan
        skip_step(cycle, "participation", why="Vorig jaar gedaan.", actor=None)
        cycle.refresh_from_db()
        assert "participation" not in queries.board(cycle).open_tasks
        assert "overgeslagen" in text(as_coos, HOME)

    def test_in_english(self, as_coos: Client, plan: dict[str, Span]) -> None:
        as_coos.cookies["django_language"] = "en"
        assert "Council adopts the plan" in text(as_coos, HOME)
        assert "Adopting the budget" in text(as_coos, CALENDAR)


class TestProposal:
    def test_look_first_then_take_over(self, as_coos: Client, cycle: PolicyCycle) -> None:
        page = text(as_coos, f"{PROPOSE}?maand=2027-10")
        assert "De raad beslist op 28 oktober 2027." in page
        assert not PlannedStep.objects.exists()
        data = {"maand": hidden(page, "maand"), "seen": hidden(page, "seen")}
        without = as_coos.post(PROPOSE, data | {"why": ""})
        assert without.status_code == 422
        assert "Geef een reden." in without.content.decode()
        assert "28 oktober 2027" in without.content.decode()
        done = as_coos.post(PROPOSE, data | {"why": "Zo past het."}, follow=True)
        assert "De planning is overgenomen." in done.content.decode()
        assert queries.planned(cycle)["adoption"].last == date(2027, 10, 28)

    def test_two_browsers(self, as_coos: Client, cycle: PolicyCycle) -> None:
        page = text(as_coos, PROPOSE)
        data = {name: hidden(page, name) for name in ("maand", "seen")}
        as_coos.post(PROPOSE, data | {"why": "Eerst."})
        second = as_coos.post(PROPOSE, data | {"why": "Daarna."})
        assert second.status_code == 422
        shown = " ".join(second.content.decode().split())
        assert "Iemand wijzigde de planning intussen." in shown
        assert hidden(shown, "seen") == rules.stamp(queries.planned(cycle))
        assert "Daarna." in shown

    @pytest.mark.parametrize("month", ["", "2027", "9999-12", "0001-01", "x", "2027-13"])
    def test_a_month_that_is_none(self, as_coos: Client, cycle: PolicyCycle, month: str) -> None:
        assert as_coos.get(f"{PROPOSE}?maand={month}").status_code == 200
        data = {"maand": f"{month}-01", "seen": rules.stamp({}), "why": "x"}
        assert as_coos.post(PROPOSE, data).status_code == 422
        assert as_coos.get(f"{CALENDAR}?vanaf={month}").status_code == 200

    def test_a_month_that_cannot_be_reached_says_so(
        self, as_coos: Client, cycle: PolicyCycle
    ) -> None:
        page = text(as_coos, f"{PROPOSE}?maand=2024-02")
        assert "Het werk had al moeten beginnen" in page
        assert "op zijn vroegst beslissen in" in page


class TestStep:
    URL = f"{HOME}stap/safety_analysis/"

    def data(self, plan: dict[str, Span], last: str) -> dict[str, str]:
        first = plan["safety_analysis"].first.isoformat()
        return {"first": first, "last": last, "seen": rules.stamp(plan), "why": ""}

    def test_look_first(self, as_coos: Client, plan: dict[str, Span]) -> None:
        answer = as_coos.post(self.URL, self.data(plan, "2027-06-25"))
        page = " ".join(answer.content.decode().split())
        assert answer.status_code == 200
        assert "Het raadsbesluit schuift van 30 september 2027 naar" in page
        assert "Er schuiven" in page
        assert PlannedStep.objects.get(step="adoption").last == date(2027, 9, 30)

    def test_take_over_with_a_reason(
        self, as_coos: Client, plan: dict[str, Span], cycle: PolicyCycle
    ) -> None:
        data = self.data(plan, "2027-06-25") | {"neem_over": "1"}
        without = as_coos.post(self.URL, data)
        assert (without.status_code, "Geef een reden." in without.content.decode()) == (422, True)
        done = as_coos.post(self.URL, data | {"why": "Cijfers kwamen later."}, follow=True)
        page = done.content.decode()
        assert "De planning is gewijzigd." in page
        assert "Cijfers kwamen later." in page
        again = as_coos.post(self.URL, data | {"why": "Nog eens."})
        assert again.status_code == 422
        assert "intussen" in again.content.decode()

    def test_days_that_cannot_be(self, as_coos: Client, plan: dict[str, Span]) -> None:
        for last in ("2020-01-01", "", "morgen", "2300-01-01"):
            answer = as_coos.post(self.URL, self.data(plan, last))
            assert answer.status_code == 422
        assert as_coos.get(f"{HOME}stap/nowhere/").status_code == 404

    def test_a_person_in_the_reason(self, as_coos: Client, plan: dict[str, Span]) -> None:
        data = self.data(plan, "2027-06-25") | {"neem_over": "1", "why": "Bel 06-12345678."}
        answer = as_coos.post(self.URL, data)
        assert answer.status_code == 422
        assert "2027-06-25" in answer.content.decode()

    def test_a_step_without_days_yet(self, as_coos: Client, cycle: PolicyCycle) -> None:
        answer = as_coos.post(
            f"{HOME}stap/adoption/",
            {
                "first": "2027-01-01",
                "last": "2027-01-21",
                "seen": rules.stamp({}),
                "why": "Raad.",
                "neem_over": "1",
            },
            follow=True,
        )
        assert "De raad beslist op 21 januari 2027." in answer.content.decode()


class TestCalendar:
    def test_by_month_with_what_runs_beside(
        self, as_pia: Client, plan: dict[str, Span], meeting: Moment
    ) -> None:
        page = text(as_pia, f"{CALENDAR}?vanaf=2027-01")
        for words in (
            "januari 2027",
            "in de loop van november 2027",
            "Raadsvergadering",
            "Gemeentewet, artikelen 189 en 191",
            "Nog zonder datum",
            "Regionaal beleidsplan van de politie",
            "Alleen de veiligheidscoördinator en de griffier houden de momenten van de raad bij.",
        ):
            assert words in page
        only = text(as_pia, f"{CALENDAR}?vanaf=2027-01&wie=triangle")
        assert "Begroting vaststellen" not in only
        assert "Geen momenten" in text(as_pia, f"{CALENDAR}?vanaf=2040-01&wie=triangle")

    def test_as_a_file(self, as_pia: Client, meeting: Moment) -> None:
        answer = as_pia.get(f"{HOME}besliskalender.csv?vanaf=2027-01")
        lines = b"".join(list(answer)).decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Eerste dag;Laatste dag;Moment;Van wie")
        assert "2027-09-16;2027-09-16;Raadsvergadering;gemeenteraad;;nee;eigen kalender" in lines

    def test_as_a_calendar(
        self, as_pia: Client, meeting: Moment, plan: dict[str, Span], cycle: PolicyCycle
    ) -> None:
        address = f"{HOME}besliskalender.ics?vanaf=2027-01"
        answer = as_pia.get(address)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        events = {str(event["UID"]): event for event in Calendar.from_ical(answer.content).events}
        mine = events[f"moment-{meeting.pk}.gm9901@testserver"]
        assert (mine["SUMMARY"], mine.start, mine.end) == (
            "Raadsvergadering",
            date(2027, 9, 16),
            date(2027, 9, 17),
        )
        assert "Van wie: gemeenteraad" in str(mine["DESCRIPTION"])
        step = f"step-adoption-{cycle.pk}.gm9901@testserver"
        assert events[step].start == plan["adoption"].last
        assert len(events) == answer.content.count(b"BEGIN:VEVENT")
        months = [
            str(event["SUMMARY"]) for event in events.values() if "process" in str(event["UID"])
        ]
        assert any("in de loop van" in name for name in months)
        other = services.add_moment(
            cycle.municipality, MEETING | LATER | {"first": date(2027, 10, 14)}, actor=None
        )
        again = as_pia.get(f"{address}&wie=council").content.decode()
        assert f"moment-{other.pk}." in again
        assert "UID:recess" not in again

    def test_adding(self, as_griet: Client, cycle: PolicyCycle) -> None:
        form = text(as_griet, NEW)
        assert "driehoek</option>" not in form
        assert as_griet.post(NEW, MEETING | {"kind": "triangle"}).status_code == 422
        done = as_griet.post(NEW, MEETING, follow=True).content.decode()
        assert "Het moment staat in de besliskalender." in done
        assert "Raadsvergadering" in done
        as_griet.post(NEW, MEETING)
        assert Moment.objects.count() == 1

    def test_a_regional_moment_is_filled_in_half(self, as_coos: Client, cycle: PolicyCycle) -> None:
        page = text(as_coos, f"{NEW}?proces=regional_police_plan")
        assert 'value="Regionaal beleidsplan van de politie: de raad wordt gehoord"' in page
        assert as_coos.get(f"{NEW}?proces=nowhere").status_code == 200

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"first": ""},
            {"last": "2027-01-01"},
            {"kind": "recess", "last": "2028-01-01"},
            {"note": "Bel 06-12345678."},
            {"first": "1900-01-01", "last": "1900-01-02"},
            {"first": "1900-01-01"},
        ],
    )
    def test_wrong_input_is_kept(
        self, as_coos: Client, cycle: PolicyCycle, wrong: dict[str, str]
    ) -> None:
        answer = as_coos.post(NEW, MEETING | wrong)
        assert answer.status_code == 422
        assert ("Raadsvergadering" in answer.content.decode()) is ("name" not in wrong)
        assert not Moment.objects.exists()

    def test_changing_and_taking_away(self, as_griet: Client, meeting: Moment) -> None:
        url = f"{CALENDAR}{meeting.pk}/"
        assert as_griet.post(url, MEETING).status_code == 422
        changed = MEETING | {"first": "2027-09-23", "why": "De zaal was bezet."}
        done = as_griet.post(url, changed, follow=True).content.decode()
        assert "Het moment is gewijzigd." in done
        assert "De zaal was bezet." in text(as_griet, url)
        far = as_griet.post(url, changed | {"first": "1900-01-01"})
        assert far.status_code == 422
        assert as_griet.post(f"{url}weghalen/", {"why": ""}).status_code == 422
        gone = as_griet.post(f"{url}weghalen/", {"why": "Gaat niet door."}, follow=True)
        assert "uit de besliskalender gehaald" in gone.content.decode()
        assert as_griet.get(url).status_code == 404

    def test_the_clerk_leaves_the_triangle_alone(self, as_griet: Client, meeting: Moment) -> None:
        Moment.objects.filter(pk=meeting.pk).update(kind="triangle")
        assert as_griet.get(f"{CALENDAR}{meeting.pk}/").status_code == 403


def test_the_queries_are_bounded(
    as_coos: Client,
    cycle: PolicyCycle,
    plan: dict[str, Span],
    meeting: Moment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without pages of steps: a step that runs late asks its page, which is counted apart."""
    monkeypatch.setattr(path, "_pages", {})
    addresses = (HOME, PROPOSE, f"{HOME}stap/adoption/", CALENDAR, f"{CALENDAR}{meeting.pk}/")
    few = [count_queries(as_coos, url) for url in addresses]
    words = {"kind": "council", "last": None, "process": "", "note": ""}
    for number in range(1, 21):
        more = {"name": f"Raad {number}", "first": date(2027, 5, number)}
        services.add_moment(cycle.municipality, words | more, actor=None)
    assert [count_queries(as_coos, url) for url in addresses] == few
    assert max(few) <= 15
