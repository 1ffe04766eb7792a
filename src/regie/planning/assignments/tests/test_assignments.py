"""The assignment: recording, changing, two browsers, and what other pages make of it."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.access.guards import Acting
from regie.foundation.access.models import Membership
from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.assignments import queries, rules, services
from regie.planning.assignments.models import Assignment
from regie.planning.assignments.services import Words

TODAY = date(2027, 3, 1)
PAGE = "/voorbeeldstad/plan/opdracht/"
RECORD = f"{PAGE}vastleggen/"
SENT = {
    "given_by": "council",
    "asked": "Maak samen met ons een plan voor 2027–2030.",
    "day": "2026-05-03",
    "number": "2026-041",
    "lead": "De veiligheidscoördinator",
    "seen": "",
}
WORDS: Words = {
    "given_by": "council",
    "asked": "Maak een plan.",
    "day": date(2026, 5, 3),
    "number": "",
    "lead": "De veiligheidscoördinator",
}


def acts(user: User) -> Acting:
    return {"membership": Membership.objects.filter(user=user)[0], "actor": user}


def text(answer: HttpResponseBase, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(getattr(answer, "content", b"").decode().split())


@pytest.fixture
def cycle(cast: Cast) -> PolicyCycle:
    return PolicyCycle.objects.get(municipality=cast.voorbeeldstad)


@pytest.mark.pure
@given(
    st.sampled_from((*rules.BODIES, "nobody")),
    st.text(max_size=3),
    st.text(max_size=3),
    st.integers(-2, 2),
)
def test_what_can_be_recorded(given_by: str, asked: str, lead: str, days: int) -> None:
    day = TODAY + timedelta(days=days)
    told = rules.refusal(given_by=given_by, asked=asked, lead=lead, day=day, today=TODAY)
    fine = given_by in rules.BODIES and asked.strip() and lead.strip() and days <= 0
    assert (told is None) == bool(fine)
    if days > 0 and told not in (rules.NOT_A_BODY, rules.NOTHING_ASKED, rules.NOBODY_LEADS):
        assert told == rules.IN_FUTURE


@pytest.mark.room
@pytest.mark.django_db
class TestPages:
    def test_from_empty_to_recorded(
        self, as_coos: Client, as_rob: Client, as_pia: Client, cycle: PolicyCycle
    ) -> None:
        assert RECORD in text(as_coos.get(PAGE))
        assert "leggen de opdracht vast" in text(as_rob.get(PAGE))
        path = reverse("cycles:cycle", args=["voorbeeldstad"])
        assert "De opdracht is nog niet vastgelegd." in text(as_coos.get(path))
        page = text(as_coos.post(RECORD, SENT, follow=True))
        assert "De opdracht is vastgelegd." in page
        for client in (as_coos, as_rob, as_pia):
            page = text(client.get(PAGE))
            assert "2026-041" in page
            assert "Maak samen met ons een plan voor 2027–2030." in page
        assert "De opdracht kwam van de raad, op 3 mei 2026." in text(as_coos.get(path))
        assert queries.progress(cycle).done
        assert Log.objects.filter(verb="assignments.record").count() == 1

    def test_who_may_not(self, as_rob: Client, as_vera: Client, as_griet: Client) -> None:
        assert "leggen de opdracht vast" in text(as_rob.post(RECORD, SENT), 403)
        for address in (PAGE, RECORD):
            assert as_vera.get(address).status_code == 404
        assert as_griet.post(RECORD, SENT).status_code == 302

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"asked": ""}, "Dit veld is verplicht."),
            ({"given_by": "pope"}, "Selecteer een geldige keuze."),
            ({"day": "gisteren"}, "geldige datum"),
            ({"lead": "j.jansen@example.org"}, "personen"),
        ],
    )
    def test_wrong_input_is_kept(
        self, as_coos: Client, cycle: PolicyCycle, wrong: dict[str, str], told: str
    ) -> None:
        page = text(as_coos.post(RECORD, SENT | wrong), 422)
        assert "2026-041" in page
        assert told in page or 'aria-invalid="true"' in page
        assert not Assignment.objects.exists()

    def test_a_day_that_has_yet_to_come(self, as_coos: Client, cycle: PolicyCycle) -> None:
        tomorrow = localdate() + timedelta(days=1)
        assert "moet nog komen" in text(as_coos.post(RECORD, SENT | {"day": tomorrow}), 422)

    def test_two_browsers(self, as_coos: Client, as_griet: Client, cycle: PolicyCycle) -> None:
        as_griet.post(RECORD, SENT)
        mine = SENT | {"asked": "Iets anders."}
        page = text(as_coos.post(RECORD, mine), 422)
        assert "Iemand anders sloeg intussen op." in page
        assert "Iets anders." in page
        assert SENT["asked"] in page
        kept = Assignment.objects.get()
        assert kept.asked == SENT["asked"]
        as_coos.post(RECORD, mine | {"seen": services.token_of(kept)})
        assert Assignment.objects.get().asked == "Iets anders."
        change = Log.objects.filter(verb="assignments.record").order_by("-pk")[0].details
        assert (change["from"], change["to"]) == (SENT["asked"], "Iets anders.")

    def test_without_a_cycle_there_is_no_assignment(
        self, as_coos: Client, cycle: PolicyCycle
    ) -> None:
        cycle.delete()
        assert as_coos.get(PAGE).status_code == as_coos.post(RECORD, SENT).status_code == 404

    def test_few_queries(self, as_coos: Client, cycle: PolicyCycle) -> None:
        assert count_queries(as_coos, PAGE) <= 10
        assert count_queries(as_coos, RECORD) <= 10


@pytest.mark.room
@pytest.mark.django_db
class TestServices:
    def test_the_service_refuses_by_itself(self, cast: Cast, cycle: PolicyCycle) -> None:
        wrong: list[tuple[User, Words, str]] = [
            (cast.rob, WORDS, "leggen de opdracht vast"),
            (cast.coos, {**WORDS, "asked": " "}, "gevraagd"),
            (cast.coos, {**WORDS, "lead": "j.jansen@example.org"}, "personen"),
        ]
        for user, words, told in wrong:
            with pytest.raises(RefusedError, match=told):
                services.record(cycle, words, seen="", **acts(user))
        with pytest.raises(RefusedError, match="intussen"):
            services.record(cycle, WORDS, seen="2026", **acts(cast.coos))
        assert not Assignment.objects.exists()

    def test_it_has_a_name(self, cast: Cast, cycle: PolicyCycle) -> None:
        made = services.record(cycle, WORDS, seen="", **acts(cast.griet))
        assert str(made) == f"opdracht {cycle}"
