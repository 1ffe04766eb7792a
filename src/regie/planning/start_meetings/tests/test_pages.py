"""The start meeting on the screen: preparing, taking part, and the report."""

from datetime import datetime, time, timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, make_aware
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from regie.evidence.street_knowledge.models import Observation
from regie.foundation.access.guards import Acting
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.start_meetings import services
from regie.planning.start_meetings.models import Invitee, StartMeeting
from regie.planning.start_meetings.services import DETAILS, TEXTS, token_of
from regie.planning.start_meetings.tests.conftest import member

pytestmark = [pytest.mark.room, pytest.mark.django_db]
Me = Acting
SEEN = {
    "kind": "hot_spot",
    "title": "Dealen op het plein",
    "description": "Op vrijdagavond wordt er gedeald.",
    "area": "BU99010101",
    "theme": "social_quality",
}


def address(name: str, **kwargs: object) -> str:
    return reverse(f"start_meetings:{name}", kwargs={"gemeente": "voorbeeldstad", **kwargs})


def business(**tiers: str) -> dict[str, str]:
    """The form of the field business; themes that are not named have no opinion."""
    themes = ("shopping_areas", "business_parks", "nightlife", "events", "tourism")
    return {"field": "business", **dict.fromkeys(themes, "none"), **tiers}


def text(response: HttpResponseBase, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return getattr(response, "content", b"").decode()


def test_the_meeting_in_a_calendar(
    as_coos: Client, as_pia: Client, as_rob: Client, as_vera: Client, invited: StartMeeting, me: Me
) -> None:
    place = address("calendar_file")
    assert place in text(as_pia.get(address("meeting")))
    (event,) = Calendar.from_ical(as_pia.get(place).content).events
    assert event.start == localdate()
    assert event["LOCATION"] == "Raadzaal"
    first = invited.agenda.all()[0]
    assert f"{first.title} ({first.minutes} minuten)" in str(event["DESCRIPTION"])
    services.write(invited, {"begins": time(19, 30)}, seen=token_of(invited, ("begins",)), **me)
    (timed,) = Calendar.from_ical(as_coos.get(place).content).events
    assert timed["UID"] == event["UID"]
    assert timed.start == make_aware(datetime.combine(localdate(), time(19, 30)))
    lasts = sum(point.minutes for point in invited.agenda.all())
    assert timed.end - timed.start == timedelta(minutes=lasts)
    assert f"19:30 {first.title}" in str(timed["DESCRIPTION"])
    assert "U leest het verslag na de bijeenkomst." in text(as_rob.get(place), 403)
    assert as_vera.get(place).status_code == 404


def test_a_meeting_without_a_day_is_in_no_calendar(as_coos: Client, meeting: StartMeeting) -> None:
    text(as_coos.get(address("calendar_file")), 404)
    assert address("calendar_file") not in text(as_coos.get(address("meeting")))


# --- preparing ------------------------------------------------------------------------------------


def test_an_empty_room_teaches_the_next_step(
    as_coos: Client, as_rob: Client, cycle: PolicyCycle
) -> None:
    assert "Bereid de bijeenkomst voor" in text(as_coos.get(address("meeting")))
    assert "U leest hier straks het verslag" in text(as_rob.get(address("meeting")))
    text(as_coos.get(address("agenda")), 404)
    cycle.variant = "light"
    cycle.save()
    assert "Deze stap mag u overslaan" in text(as_coos.get(address("meeting")))


def test_without_a_cycle_there_is_nothing_to_prepare(as_coos: Client, cycle: PolicyCycle) -> None:
    cycle.delete()
    assert "Start eerst een beleidscyclus" in text(as_coos.post(address("create"), follow=True))


def test_preparing_from_beginning_to_invitation(as_coos: Client, cast: Cast) -> None:
    page = text(as_coos.post(address("create"), follow=True))
    assert "1 op de lijst." in page
    meeting = StartMeeting.objects.get()
    sent = {
        "seen": token_of(meeting, DETAILS),
        "day": localdate().isoformat(),
        "begins": "19:30",
        "place": "Raadzaal",
        "purpose": "Samen beginnen.",
    }
    as_coos.post(address("details"), sent)
    page = text(as_coos.post(address("details"), sent | {"place": "Kantine"}), 422)
    assert "Iemand anders sloeg intussen op." in page
    assert "Kantine" in page
    page = text(as_coos.get(address("invitation")))
    for words in ("Beste partner,", "19:30", "Raadzaal", "niet door wie"):
        assert words in page
    page = text(as_coos.post(address("step"), {"step": "invite"}, follow=True))
    assert "uitgenodigd" in page
    sent |= {"seen": token_of(StartMeeting.objects.get(), DETAILS), "open_tiers": "on"}
    assert "kan nu niet meer veranderen" in text(as_coos.post(address("details"), sent), 422)


def test_the_list_of_guests(as_coos: Client, meeting: StartMeeting, housing: Invitee) -> None:
    page = text(as_coos.get(address("invitees")))
    assert "Wie mist u nog?" in page
    assert "?soort=police#toevoegen" in page
    assert 'value="Politie"' in text(as_coos.get(address("invitees") + "?soort=police"))
    page = text(
        as_coos.post(address("invitees"), {"do": "add", "organisation": "dhr. Jansen"}), 422
    )
    assert "Hier staat een naam van een persoon" in page
    sent = {"do": "add", "organisation": "Politie", "function": "teamchef"}
    page = text(as_coos.post(address("invitees"), sent, follow=True))
    assert "teamchef" in page
    assert "Deze organisatie staat al op de lijst." in text(
        as_coos.post(address("invitees"), sent), 422
    )
    was = {f"was-{housing.pk}": "listed", f"coming-{housing.pk}": "comes"}
    as_coos.post(address("invitees"), {"do": "coming", **was})
    housing.refresh_from_db()
    assert housing.coming == "comes"
    waived = {"do": "waive", "kind": "recreation", "why": "Hier zijn geen parken."}
    assert "Hier zijn geen parken." in text(as_coos.post(address("invitees"), waived, follow=True))
    wrong = waived | {"kind": "tourism"}
    assert "Kies een soort" in text(as_coos.post(address("invitees"), wrong, follow=True))
    as_coos.post(address("invitees"), {"do": "remove", "invitee": housing.pk})
    assert not Invitee.objects.filter(pk=housing.pk).exists()
    text(as_coos.post(address("invitees"), {"do": "remove", "invitee": "x"}), 404)


def test_the_agenda_with_buttons(as_coos: Client, meeting: StartMeeting) -> None:
    first, second = meeting.agenda.all()[:2]
    assert "140 minuten" in text(as_coos.get(address("agenda")))
    for do in ("down", "up", "down"):
        as_coos.post(address("agenda"), {"do": do, "point": first.pk})
    assert list(meeting.agenda.all())[:2] == [second, first]
    sent = {"do": "save", "point": first.pk, "title": "Welkom", "minutes": 5}
    as_coos.post(address("agenda"), sent)
    assert "135 minuten" in text(as_coos.get(address("agenda")))
    page = text(as_coos.post(address("agenda"), sent | {"title": "Bel 06 12345678"}), 422)
    assert "Bel 06 12345678" in page
    as_coos.post(address("agenda"), {"do": "add", "title": "Pauze", "minutes": 10})
    text(as_coos.post(address("agenda"), {"do": "add", "title": "", "minutes": 10}), 422)
    as_coos.post(address("agenda"), {"do": "remove", "point": second.pk})
    assert meeting.agenda.count() == 8


def test_others_prepare_nothing(as_pia: Client, as_rob: Client, meeting: StartMeeting) -> None:
    for name in ("details", "invitees", "agenda", "invitation", "report"):
        assert "Alleen de veiligheidscoördinator" in text(as_pia.get(address(name)), 403)
    text(as_rob.get(address("sightings")), 403)


# --- taking part ----------------------------------------------------------------------------------


def test_a_partner_takes_part_on_a_phone(
    as_pia: Client, invited: StartMeeting, housing: Invitee, names: None
) -> None:
    page = text(as_pia.get(address("meeting")))
    assert "Komt u?" in page
    assert "Woonvoorbeeld" in page
    as_pia.post(address("coming"), {"coming": "comes"})
    as_pia.post(address("coming"), {"coming": "was_there"})
    housing.refresh_from_db()
    assert housing.coming == "comes"
    page = text(as_pia.post(address("sightings"), SEEN | {"title": "Jan dealt"}), 422)
    assert "Hier staat een naam van een persoon" in page
    page = text(as_pia.post(address("sightings"), SEEN, follow=True))
    assert "Dealen op het plein" in page
    row = Observation.objects.get()
    assert (row.basis, row.partner) == ("meeting", housing.partner)
    part = business(events="priority", tourism="maintenance")
    done = as_pia.post(address("sort", pk=housing.pk), part)
    assert done.headers["Location"].endswith("#business")
    assert housing.tiers.count() == 2
    wrong = part | {"events": "urgent"}
    text(as_pia.post(address("sort", pk=housing.pk), wrong), 422)
    page = text(as_pia.get(address("tiers")))
    assert "Nog te weinig organisaties" in page
    assert "Per organisatie" not in page


def test_a_partner_without_an_invitation_is_told_so(
    as_pia: Client, invited: StartMeeting, housing: Invitee, me: Me
) -> None:
    services.remove_invitee(housing, **me)
    other = services.add_invitee(invited, "Politie", **me)
    assert "nog niet uitgenodigd" in text(as_pia.get(address("meeting")))
    assert "staat niet op de lijst" in text(as_pia.get(address("sightings")))
    page = text(as_pia.post(address("coming"), {"coming": "comes"}, follow=True))
    assert "staat niet op de lijst" in page
    text(as_pia.get(address("sort", pk=other.pk)), 404)


def test_the_coordinator_fills_in_for_an_organisation(
    as_coos: Client, as_pia: Client, invited: StartMeeting, housing: Invitee, names: None
) -> None:
    as_pia.post(address("sort", pk=housing.pk), business(events="priority"))
    page = text(as_coos.get(address("sort", pk=housing.pk)))
    assert "U ziet niet wat al gekozen is" in page
    assert 'value="priority" checked' not in page.replace("\n", " ")
    sent = business(tourism="strategic")
    as_coos.post(address("sort", pk=housing.pk), sent)
    assert dict(housing.tiers.values_list("theme", "tier")) == {
        "events": "priority",
        "tourism": "strategic",
    }
    assert "Woonvoorbeeld" in text(as_coos.get(address("tiers")))
    seen = SEEN | {"invitee": str(housing.pk)}
    page = text(as_coos.post(address("sightings"), seen, follow=True))
    assert "gebruikt in de analyse" in page
    assert "Woonvoorbeeld ·" in page


def test_an_open_meeting_shows_the_coordinator_who_chose_what(
    as_coos: Client, as_pia: Client, meeting: StartMeeting, housing: Invitee, me: Me
) -> None:
    values = {"open_tiers": True, "day": localdate(), "place": "Raadzaal"}
    services.write(meeting, values, seen=token_of(meeting, tuple(values)), **me)
    services.invite(meeting, **me)
    six = dict.fromkeys(
        ("events", "tourism", "nightlife", "social_quality", "youth_crime", "fire_safety"),
        "priority",
    )
    services.sort_themes(housing, six, **me)
    page = text(as_coos.get(address("tiers")))
    assert "Per organisatie" in page
    assert "Veilige evenementen" in page
    assert "Per organisatie" not in text(as_pia.get(address("tiers")))
    assert "U koos meer dan vijf prioriteiten" in text(as_pia.get(address("sort", pk=housing.pk)))


# --- the report -----------------------------------------------------------------------------------


def test_the_report_from_draft_to_reader(
    as_coos: Client, as_rob: Client, invited: StartMeeting, housing: Invitee
) -> None:
    assert "Er is nog geen verslag" in text(as_rob.get(address("meeting")))
    assert "De bijeenkomst is nog niet gehouden." in text(as_coos.get(address("report")))
    as_coos.post(address("step"), {"step": "hold"})
    page = text(as_coos.post(address("step"), {"step": "report"}, follow=True))
    assert "Schrijf eerst op wat de gedeelde conclusie was." in page
    sent = {
        "seen": token_of(StartMeeting.objects.get(), TEXTS),
        "shared_view": "Het plein valt op.",
    }
    as_coos.post(address("report"), sent)
    page = text(as_coos.post(address("report"), sent | {"shared_view": "Iets anders."}), 422)
    assert "Het plein valt op." in page
    wrong = sent | {"seen": token_of(StartMeeting.objects.get(), TEXTS), "cooperation": "a@b.nl"}
    text(as_coos.post(address("report"), wrong), 422)
    page = text(as_coos.post(address("step"), {"step": "report"}, follow=True))
    assert "Kenmerk (SHA-256)" in page
    report = invited.reports.get()
    assert address("frozen_report", pk=report.pk) in text(as_rob.get(address("meeting")))
    assert "Het plein valt op." in text(as_rob.get(address("frozen_report", pk=report.pk)))
    text(as_rob.get(address("tiers")))
    text(as_rob.get(address("frozen_report", pk=report.pk + 1)), 404)
    page = text(as_coos.post(address("report"), sent), 422)
    assert "Iemand anders" in page or "ligt vast" in page
    assert "Dat is gedaan" in text(as_coos.post(address("step"), {"step": "reopen"}, follow=True))
    assert "Dat is gedaan" not in text(as_coos.post(address("step"), {"step": "x"}, follow=True))


def test_another_municipality_sees_nothing(as_vera: Client, invited: StartMeeting) -> None:
    for name in ("meeting", "tiers", "invitees", "agenda"):
        text(as_vera.get(address(name)), 404)


def test_the_number_of_queries_is_bounded(
    as_coos: Client,
    as_pia: Client,
    invited: StartMeeting,
    housing: Invitee,
    cast: Cast,
    names: None,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for name in ("Politie", "GGD", "Jongerenwerk"):
        services.add_invitee(invited, name, **member(cast.coos))
    for name in ("meeting", "invitees", "agenda", "tiers", "sightings"):
        with django_assert_max_num_queries(15):
            text(as_coos.get(address(name)))
    for where in (address("meeting"), address("sort", pk=housing.pk), address("tiers")):
        with django_assert_max_num_queries(15):
            text(as_pia.get(where))
