"""Preparing a meeting, taking part, and a report that says what and never who."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from regie.evidence.findings.rules import PERSONAL
from regie.evidence.street_knowledge.models import Observation
from regie.foundation.access.guards import Acting
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Partner
from regie.foundation.records.models import AppendOnlyError, Log
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.start_meetings import queries, rules, services, threads
from regie.planning.start_meetings.models import Invitee, StartMeeting
from regie.planning.start_meetings.paper import paper_of
from regie.planning.start_meetings.services import DETAILS, TEXTS, StaleError, token_of
from regie.planning.start_meetings.tests.conftest import member
from regie.ui.paper import plain

pytestmark = [pytest.mark.room, pytest.mark.django_db]
Me = Acting
WORDS: dict[str, Any] = {
    "kind": "hot_spot",
    "title": "Dealen op het plein",
    "description": "Op vrijdagavond wordt er gedeald.",
    "area": "BU99010101",
    "area_year": 2025,
    "theme": "social_quality",
    "season": "2026-summer",
    "seen_from": None,
    "seen_to": None,
    "frequency": "",
    "dayparts": [],
    "confidence": "medium",
    "basis": "meeting",
    "done": "",
    "visibility": "members",
    "unnamed": False,
}


def said(found: pytest.ExceptionInfo[RefusedError]) -> str:
    return found.value.sentence


def guests(meeting: StartMeeting, me: Me, *names: str) -> list[Invitee]:
    return [services.add_invitee(meeting, name, **me) for name in names]


# --- preparing ------------------------------------------------------------------------------------


def test_a_meeting_begins_with_partners_and_an_agenda(
    meeting: StartMeeting, cycle: PolicyCycle, me: Me
) -> None:
    assert services.create(cycle, **me) == meeting
    row = meeting.invitees.get()
    assert (row.organisation, row.kind, row.coming) == ("Woonvoorbeeld", "housing", "listed")
    assert meeting.agenda.count() == 8
    assert sum(meeting.agenda.values_list("minutes", flat=True)) == 140


def test_only_the_coordinator_prepares(meeting: StartMeeting, cast: Cast) -> None:
    for user in (cast.pia, cast.rob, cast.mira):
        with pytest.raises(RefusedError, match="Alleen de veiligheidscoördinator bereidt"):
            services.add_invitee(meeting, "Politie", **member(user))


def test_an_organisation_becomes_a_partner_and_a_department_does_not(
    meeting: StartMeeting, me: Me
) -> None:
    police, youth = guests(meeting, me, "Politie Voorbeeld", "Afdeling sociaal domein")
    assert (police.kind, youth.kind) == ("police", "social_department")
    assert police.partner == Partner.objects.get(name="Politie Voorbeeld")
    assert youth.partner is None


@pytest.mark.parametrize(
    ("name", "function", "kind", "sentence"),
    [
        (" ", "", "", rules.NO_ORGANISATION),
        ("woonvoorbeeld", "", "", rules.ALREADY_THERE),
        ("Politie", "", "circus", rules.UNKNOWN_KIND),
        ("Politie", "mevrouw De Vries", "", "Hier staat een naam van een persoon."),
        ("Politie", "06-12345678", "", "Hier staat een nummer of adres"),
    ],
)
def test_what_does_not_belong_on_the_list(
    meeting: StartMeeting, me: Me, name: str, function: str, kind: str, sentence: str
) -> None:
    with pytest.raises(RefusedError) as refusal:
        services.add_invitee(meeting, name, function=function, kind=kind, **me)
    assert said(refusal).startswith(sentence)
    assert meeting.invitees.count() == 1


def test_who_is_expected_and_missing(meeting: StartMeeting, me: Me) -> None:
    first = {each.kind for each in queries.missing(meeting, list(meeting.invitees.all()))}
    assert "police" in first
    assert "housing" not in first
    services.waive(meeting, "recreation", "Wij hebben geen vakantieparken.", **me)
    guests(meeting, me, "Politie")
    left = {each.kind for each in queries.missing(meeting, list(meeting.invitees.all()))}
    assert first - left == {"police", "recreation"}
    services.waive(meeting, "recreation", "", **me)
    assert meeting.waived == {}
    for kind, sentence in (("recreation", rules.NO_WHY), ("circus", rules.UNKNOWN_KIND)):
        with pytest.raises(RefusedError) as refusal:
            services.waive(meeting, kind, "", **me)
        assert said(refusal) == sentence


def test_two_people_at_once_keep_their_text(meeting: StartMeeting, me: Me) -> None:
    seen = token_of(meeting, TEXTS)
    texts = {"shared_view": "Een.", "cooperation": "", "next_steps": ""}
    services.write(meeting, texts, seen=seen, **me)
    with pytest.raises(StaleError) as stale:
        services.write(meeting, texts | {"shared_view": "Twee."}, seen=seen, **me)
    assert stale.value.current.shared_view == "Een."
    services.write(meeting, texts, seen=token_of(meeting, TEXTS), **me)
    assert Log.objects.filter(verb="start_meetings.write").count() == 1
    with pytest.raises(RefusedError) as refusal:
        services.write(
            meeting, {"place": "Bel 06 12345678"}, seen=token_of(meeting, ("place",)), **me
        )
    assert said(refusal) == PERSONAL


def test_the_agenda_changes_with_buttons(meeting: StartMeeting, me: Me) -> None:
    first, second, *_rest = meeting.agenda.all()
    services.move_point(first, 1, **me)
    assert list(meeting.agenda.all())[:2] == [second, first]
    new = services.write_point(meeting, " Pauze ", 10, **me)
    assert (new.title, list(meeting.agenda.all())[-1]) == ("Pauze", new)
    services.write_point(meeting, "Korte pauze", 5, point=new, **me)
    services.remove_point(first, **me)
    assert meeting.agenda.count() == 8
    with pytest.raises(RefusedError) as refusal:
        services.write_point(meeting, "", 5, **me)
    assert said(refusal) == rules.NO_TITLE


def test_the_way_to_the_report(meeting: StartMeeting, me: Me) -> None:
    with pytest.raises(RefusedError) as refusal:
        services.invite(meeting, **me)
    assert said(refusal) == rules.NO_DAY
    meeting.refresh_from_db()
    tomorrow = localdate() + timedelta(days=1)
    values = {"day": tomorrow, "place": "Raadzaal"}
    services.write(meeting, values, seen=token_of(meeting, ("day", "place")), **me)
    services.invite(meeting, **me)
    assert meeting.invitees.get().coming == "invited"
    with pytest.raises(RefusedError) as refusal:
        services.hold(meeting, **me)
    assert said(refusal) == rules.NOT_YET
    meeting.refresh_from_db()
    services.hold(meeting, today=tomorrow, **me)
    with pytest.raises(RefusedError) as refusal:
        services.make_report(meeting, **me)
    assert said(refusal) == rules.NO_REPORT


def test_a_promise_of_secrecy_is_kept(invited: StartMeeting, me: Me) -> None:
    with pytest.raises(RefusedError) as refusal:
        services.write(invited, {"open_tiers": True}, seen=token_of(invited, ("open_tiers",)), **me)
    assert said(refusal) == rules.ANNOUNCED


def test_later_guests_are_invited_at_once(invited: StartMeeting, me: Me) -> None:
    [row] = guests(invited, me, "Politie")
    assert row.coming == "invited"


# --- taking part ----------------------------------------------------------------------------------


def test_a_partner_answers_for_its_own_organisation(
    invited: StartMeeting, housing: Invitee, cast: Cast, me: Me
) -> None:
    [police] = guests(invited, me, "Politie")
    answers = {housing.pk: "comes", police.pk: "comes"}
    assert services.tell_coming(invited, answers, **member(cast.pia)) == 1
    police.refresh_from_db()
    assert police.coming == "invited"
    assert services.tell_coming(invited, answers, **me) == 1
    assert services.tell_coming(invited, {police.pk: "perhaps"}, **me) == 0


def test_who_is_not_on_the_list_is_told_so(
    invited: StartMeeting, housing: Invitee, cast: Cast, me: Me
) -> None:
    services.remove_invitee(housing, **me)
    for do in (
        lambda who: services.tell_coming(invited, {}, **who),
        lambda who: services.bring(invited, WORDS, **who),
    ):
        with pytest.raises(RefusedError) as refusal:
            do(member(cast.pia))
        assert said(refusal) == rules.NOT_ON_THE_LIST


def test_what_a_partner_sees_waits_for_the_coordinator(
    invited: StartMeeting, housing: Invitee, cast: Cast
) -> None:
    row = services.bring(invited, WORDS, **member(cast.pia))
    assert services.bring(invited, WORDS, **member(cast.pia)) == row
    assert Observation.objects.count() == 1
    assert (row.state, row.partner) == ("submitted", housing.partner)
    assert invited.sightings.get().invitee == housing


def test_what_the_coordinator_writes_down_is_used_at_once(
    invited: StartMeeting, housing: Invitee, me: Me
) -> None:
    row = services.bring(invited, WORDS, invitee=housing, reply="Op de startbijeenkomst.", **me)
    assert services.bring(invited, WORDS, invitee=housing, **me) == row
    assert (row.state, row.reply) == ("accepted", "Op de startbijeenkomst.")
    assert Observation.objects.count() == 1


def test_nothing_is_brought_in_before_the_invitation(meeting: StartMeeting, me: Me) -> None:
    with pytest.raises(RefusedError) as refusal:
        services.bring(meeting, WORDS, **me)
    assert said(refusal) == rules.NOT_OPEN


def test_themes_in_tiers_are_saved_in_parts(
    invited: StartMeeting, housing: Invitee, cast: Cast, cycle: PolicyCycle
) -> None:
    pia = member(cast.pia)
    first = {"social_quality": "priority", "events": "maintenance", "tourism": ""}
    assert services.sort_themes(housing, first, **pia) == 2
    assert services.sort_themes(housing, {"events": "strategic"}, **pia) == 1
    assert services.sort_themes(housing, {"events": "strategic"}, **pia) == 0
    assert services.sort_themes(housing, {"social_quality": ""}, **pia) == 1
    assert queries.chosen_by(housing) == {"events": "strategic"}
    logged = Log.objects.filter(verb="start_meetings.sort_themes")
    assert not any("events" in json.dumps(row.details) for row in logged)
    found = queries.tiers(cycle)
    assert (found.organisations, found.hidden, found.counts) == (1, True, {})


def test_counts_from_three_organisations_on(
    invited: StartMeeting, housing: Invitee, me: Me, cycle: PolicyCycle
) -> None:
    for row in [housing, *guests(invited, me, "Politie", "GGD")]:
        services.sort_themes(row, {"events": "priority"}, **me)
    found = queries.tiers(cycle)
    assert found.counts == {"events": {"priority": 3, "strategic": 0, "maintenance": 0}}


@pytest.mark.parametrize(
    ("tiers", "sentence"),
    [({"events": "urgent"}, rules.UNKNOWN_TIER), ({"weather": "priority"}, rules.UNKNOWN_THEME)],
)
def test_forged_tiers_are_refused(
    invited: StartMeeting, housing: Invitee, me: Me, tiers: dict[str, str], sentence: str
) -> None:
    with pytest.raises(RefusedError) as refusal:
        services.sort_themes(housing, tiers, **me)
    assert said(refusal) == sentence
    assert not housing.tiers.exists()


def test_a_partner_sorts_for_nobody_else(invited: StartMeeting, cast: Cast, me: Me) -> None:
    [police] = guests(invited, me, "Politie")
    for user, sentence in ((cast.pia, rules.NOT_ON_THE_LIST), (cast.rob, "Alleen partners")):
        with pytest.raises(RefusedError) as refusal:
            services.sort_themes(police, {"events": "priority"}, **member(user))
        assert said(refusal).startswith(sentence)


def test_who_brought_something_in_stays_on_the_list(
    invited: StartMeeting, housing: Invitee, me: Me
) -> None:
    services.sort_themes(housing, {"events": "priority"}, **me)
    with pytest.raises(RefusedError) as refusal:
        services.remove_invitee(housing, **me)
    assert said(refusal) == rules.HAS_TIERS


# --- the report -----------------------------------------------------------------------------------


def test_the_report_says_what_and_never_who(
    held: StartMeeting, housing: Invitee, me: Me, cast: Cast
) -> None:
    others = guests(held, me, "Politie", "GGD")
    for row in (housing, *others):
        services.sort_themes(row, {"events": "priority"}, **me)
    services.bring(held, WORDS, invitee=housing, **me)
    services.bring(held, WORDS | {"title": "Nog niet gelezen"}, **member(cast.pia))
    services.tell_coming(held, {housing.pk: "was_there", others[0].pk: "was_absent"}, **me)
    texts = {"shared_view": "Het plein valt op.", "cooperation": "Gaat goed.", "next_steps": "Mei."}
    services.write(held, texts, seen=token_of(held, TEXTS), **me)
    report = services.make_report(held, **me)
    content = queries.content_of(report)
    words = " ".join(plain(paper_of(content)))
    for part in ("Het plein valt op.", "Dealen op het plein", "Raadzaal", "Veilige evenementen"):
        assert part in words, part
    assert "Nog niet gelezen" not in words
    assert content["present"] == ["Woonvoorbeeld"]
    assert content["absent"] == ["Politie"]
    [row] = content["tiers"]
    assert (row["theme"], row["priority"]) == ("events", 3)
    assert "Safe" in " ".join(plain(paper_of(content, "en")))
    with pytest.raises(AppendOnlyError):
        report.save()
    with pytest.raises(RefusedError) as refusal:
        services.write(held, texts, seen="", **me)
    assert said(refusal) == rules.CLOSED
    services.reopen(held, **me)
    assert services.make_report(held, **me).number == 2


def test_a_report_of_few_says_that_it_hides_numbers(
    held: StartMeeting, housing: Invitee, me: Me
) -> None:
    services.sort_themes(housing, {"events": "priority"}, **me)
    services.write(held, {"shared_view": "Kort."}, seen=token_of(held, ("shared_view",)), **me)
    words = " ".join(plain(paper_of(queries.content_of(services.make_report(held, **me)))))
    assert "Te weinig organisaties" in words


def test_only_the_coordinator_reports(held: StartMeeting, cast: Cast) -> None:
    with pytest.raises(StepRefusedError, match="Alleen de veiligheidscoördinator"):
        services.make_report(held, **member(cast.pia))


def test_progress_in_words(cycle: PolicyCycle, me: Me) -> None:
    assert "nog niet voorbereid" in queries.progress(cycle).words
    assert queries.tiers(cycle).organisations == 0
    meeting = services.create(cycle, **me)
    assert "lijst met genodigden" in queries.progress(cycle).words
    services.write(
        meeting,
        {"day": localdate(), "place": "Zaal", "shared_view": "Kort."},
        seen=token_of(meeting, ("day", "place", "shared_view")),
        **me,
    )
    services.invite(meeting, **me)
    assert "verstuurd voor" in queries.progress(cycle).words
    services.hold(meeting, **me)
    assert "Maak nog het verslag" in queries.progress(cycle).words
    services.make_report(meeting, **me)
    assert queries.progress(cycle).done


def test_the_details_have_a_token_of_their_own(meeting: StartMeeting) -> None:
    assert token_of(meeting, DETAILS) != token_of(meeting, TEXTS)


def test_the_meeting_stands_on_the_golden_thread(meeting: StartMeeting, cast: Cast, me: Me) -> None:
    coos, rob = me["membership"], member(cast.rob)["membership"]
    [node] = threads.tell_meetings(coos, list(threads.meetings_seen(coos)))
    assert (node.state, node.title) == ("in voorbereiding", f"Startbijeenkomst {meeting.cycle}")
    assert not threads.meetings_seen(rob).exists()
    assert not threads.meetings_seen(member(cast.vera)["membership"]).exists()
