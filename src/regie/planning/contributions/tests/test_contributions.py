"""Bringing in, withdrawing, answering, and what everybody reads about it later."""

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.threads import Ref
from regie.foundation.records.threads import address as thread_address
from regie.planning.contributions import pages, queries, services, threads
from regie.planning.priority_sessions import joining
from regie.planning.priority_sessions import queries as sessions
from regie.planning.priority_sessions.models import (
    Answer,
    Candidate,
    Contribution,
    Participant,
    PrioritySession,
)
from regie.planning.priority_sessions.parts import parts_of
from regie.planning.priority_sessions.tests import factory

pytestmark = [pytest.mark.room, pytest.mark.django_db]
HOME = "/voorbeeldstad/prioriteiten/sessies/"


@pytest.fixture
def session(cast: Cast) -> PrioritySession:
    return factory.opened(cast.voorbeeldstad, cast.coos)


@pytest.fixture
def rob(session: PrioritySession, cast: Cast) -> Participant:
    return services.join(session, session.groups.first(), actor=cast.rob)[0]


@pytest.fixture
def idea(rob: Participant, session: PrioritySession, cast: Cast) -> Contribution:
    about = factory.candidate(session)
    return services.bring_in(rob, "idea", "Meer licht in de steeg", about, actor=cast.rob)


def _member(cast: Cast, name: str) -> Membership:
    found = Membership.objects.select_related("municipality", "partner")
    return found.get(user__name=name, municipality=cast.voorbeeldstad)


def _at(session: PrioritySession, more: str = "") -> str:
    return f"/meedoen/{session.code}/{more}"


def test_bringing_in_on_the_phone(
    as_rob: Client, rob: Participant, session: PrioritySession
) -> None:
    row = factory.candidate(session)
    card = as_rob.get(_at(session, f"kandidaat/{row.pk}/"))
    assert "Breng iets in" in card.content.decode()
    words = {"kind": "idea", "candidate": str(row.pk), "text": "Meer licht in de steeg"}
    for _twice in range(2):
        assert as_rob.post(_at(session, "inbreng/"), words).status_code == 302
    made = Contribution.objects.get()
    assert (made.participant, made.candidate, made.made_by) == (rob, row, None)
    text = as_rob.get(_at(session)).content.decode()
    assert "Meer licht in de steeg" in text
    assert "Wacht op antwoord." in text
    wrong = as_rob.post(_at(session, "inbreng/"), words | {"text": "Bel 06 12345678"})
    assert wrong.status_code == 422
    assert "Bel 06 12345678" in wrong.content.decode()
    assert as_rob.get(_at(session, "kandidaat/0/")).status_code == 404


def test_too_much_and_nothing_are_refused(rob: Participant, cast: Cast) -> None:
    with pytest.raises(RefusedError):
        services.bring_in(rob, "idea", "  ", actor=cast.rob)
    Contribution.objects.bulk_create(
        Contribution(session=rob.session, participant=rob, kind="idea", text=str(n))
        for n in range(40)
    )
    with pytest.raises(RefusedError):
        services.bring_in(rob, "idea", "Nog een", actor=cast.rob)


def test_withdrawing_removes_the_words_until_there_is_an_answer(
    as_rob: Client, as_griet: Client, idea: Contribution, session: PrioritySession, cast: Cast
) -> None:
    other = services.join(session, session.groups.first(), actor=cast.griet)[0]
    with pytest.raises(RefusedError):
        services.withdraw(idea, other, actor=cast.griet)
    out = _at(session, f"inbreng/{idea.pk}/intrekken/")
    assert as_griet.post(out).status_code == 404
    services.answer(idea, "adopted", "Het licht komt er.", actor=cast.coos)
    text = as_rob.post(out, follow=True).content.decode()
    assert "Hier is al een antwoord op." in text
    Answer.objects.all().delete()
    assert "De tekst is verwijderd." in as_rob.post(out, follow=True).content.decode()
    idea.refresh_from_db()
    assert (idea.text, queries.contributions(session)) == ("", [])
    services.withdraw(idea, Participant.objects.get(user=cast.rob), actor=cast.rob)


def test_the_facilitator_answers_and_everybody_reads_it(
    as_coos: Client, as_rob: Client, as_vera: Client, idea: Contribution, session: PrioritySession
) -> None:
    page = f"{HOME}{session.pk}/inbreng/"
    answering = f"{HOME}inbreng/{idea.pk}/"
    assert "1 inbreng wacht op antwoord." in as_coos.get(page).content.decode()
    assert "Meer licht in de steeg" in as_coos.get(answering).content.decode()
    assert as_coos.post(answering, {"outcome": "adopted", "text": ""}).status_code == 422
    words = {"outcome": "partly", "text": "Eerst op het plein.", "theme": "nightlife"}
    for _twice in range(2):
        assert as_coos.post(answering, words).status_code == 302
    assert Answer.objects.count() == 1
    assert as_coos.post(answering, words | {"outcome": "adopted"}).status_code == 302
    for client, address in (
        (as_rob, page),
        (as_rob, f"{HOME}inbreng/"),
        (as_rob, _at(session)),
    ):
        text = client.get(address).content.decode()
        assert "Eerst op het plein." in text
        assert "overgenomen" in text
        assert "Eerder antwoord:" in text
    assert as_rob.get(answering).status_code == 403
    assert as_vera.get(page).status_code == 404
    assert as_vera.get(f"/buurstad/prioriteiten/sessies/inbreng/{idea.pk}/").status_code == 404
    assert as_vera.get("/buurstad/prioriteiten/sessies/inbreng/").status_code == 200


def test_nobody_reads_who_said_it(
    as_coos: Client, idea: Contribution, session: PrioritySession, cast: Cast
) -> None:
    text = as_coos.get(f"{HOME}{session.pk}/inbreng/").content.decode()
    assert "Rob" not in text
    assert "Deelnemer 1" not in text
    assert "Coalitie" not in text
    log = Log.objects.get(verb="contributions.bring_in")
    assert (log.actor, log.actor_name, log.subject_label) == (
        None,
        "een deelnemer",
        f"inbreng {idea.pk}",
    )


def test_in_an_open_session_it_says_who(as_coos: Client, cast: Cast) -> None:
    made = factory.opened(cast.voorbeeldstad, cast.coos, open_ballot=True, name="Openbaar")
    person, _secret = services.join(made, made.groups.first(), actor=cast.rob)
    row = services.bring_in(person, "reason", "Omdat het moet", actor=cast.rob)
    assert row.made_by == cast.rob
    assert "Rob (Coalitie)" in as_coos.get(f"{HOME}{made.pk}/inbreng/").content.decode()
    assert Log.objects.get(verb="contributions.bring_in").actor == cast.rob
    assert queries.who_said(None) == ""
    person.group = None
    assert queries.who_said(person) == "Rob"


def test_later_pages_tell_what_became_of_it(idea: Contribution, cast: Cast) -> None:
    services.answer(idea, "passed_on", "Het gaat naar het team.", "nightlife", actor=cast.coos)
    Candidate.objects.filter(contributions=idea).update(themes=["registered_crime"])
    rob, vera = _member(cast, "Rob"), Membership.objects.get(user=cast.vera)
    for theme in ("nightlife", "registered_crime"):
        (told,) = queries.about(rob, theme=theme)
        assert told.answer is not None
        assert told.answer.label == "doorgegeven"
    assert queries.about(rob, theme="youth_crime") == []
    assert queries.about(vera, theme="nightlife") == []
    (same,) = queries.about(rob, candidate=idea.candidate_id)
    assert same.candidate == "Inbraak"
    tag = Template("{% load contributions %}{% contributions_about member theme='nightlife' %}")
    text = tag.render(Context({"member": rob}))
    assert "Het gaat naar het team." in text
    nothing = Template("{% load contributions %}{{ 'x'|outcome_kind }}").render(Context())
    assert nothing == "neutral"


def test_a_council_member_reads_it_on_every_later_page_and_the_neighbour_on_none(
    idea: Contribution, session: PrioritySession, cast: Cast, as_rob: Client, as_vera: Client
) -> None:
    finding = factory.own_finding(cast.voorbeeldstad, "Meer inbraak", "burglary")
    assert idea.candidate is not None
    idea.candidate.findings.add(finding)
    services.answer(idea, "adopted", "Wij nemen dit over.", "nightlife", actor=cast.coos)
    town = {"gemeente": "voorbeeldstad"}
    addresses = (
        reverse("priority_sessions:session", kwargs={**town, "pk": session.pk}),
        reverse("priority_sessions:card", kwargs={**town, "pk": idea.candidate_id}),
        reverse("findings:finding", kwargs={**town, "pk": finding.pk}),
        reverse("contributions:session", kwargs={**town, "pk": session.pk}),
        thread_address("voorbeeldstad", Ref("contribution", idea.pk)),
        thread_address("voorbeeldstad", Ref("candidate", idea.candidate.pk)),
    )
    for address in addresses:
        text = as_rob.get(address).content.decode()
        assert idea.text in text, address
        assert "Wij nemen dit over." in text, address
        assert as_vera.get(address).status_code == 404, address


def test_of_a_session_that_is_prepared_nobody_of_the_council_reads_anything(
    idea: Contribution, session: PrioritySession, cast: Cast
) -> None:
    PrioritySession.objects.filter(pk=session.pk).update(state="draft")
    assert queries.about(_member(cast, "Rob"), candidate=idea.candidate_id) == []
    assert queries.about(_member(cast, "Coos"), candidate=idea.candidate_id) != []


def test_a_long_list_leads_on(idea: Contribution, session: PrioritySession, as_rob: Client) -> None:
    for n in range(14):
        Contribution.objects.create(session=session, kind="idea", text=f"Nog een idee {n}")
    address = reverse(
        "priority_sessions:session", kwargs={"gemeente": "voorbeeldstad", "pk": session.pk}
    )
    text = as_rob.get(address).content.decode()
    assert "Lees nog 5 keer inbreng" in text
    assert "Nog een idee 13" in text
    assert idea.text not in text


def test_nameless_contributions_are_found_by_the_browser(as_rob: Client, cast: Cast) -> None:
    made = factory.opened(cast.voorbeeldstad, cast.coos, joining="anonymous", name="Zonder naam")
    as_rob.post(_at(made), {"group": made.groups.all()[0].pk})
    as_rob.post(_at(made, "inbreng/"), {"kind": "idea", "text": "Een buurtfeest"})
    assert "Een buurtfeest" in as_rob.get(f"{HOME}inbreng/").content.decode()
    fresh = Client()
    fresh.force_login(cast.rob, backend="allauth.account.auth_backends.AuthenticationBackend")
    fresh.cookies[f"{joining.COOKIE}-{made.pk}"] = "forged"
    assert "U bracht nog niets in" in fresh.get(f"{HOME}inbreng/").content.decode()


def test_the_page_of_a_session_shows_what_belongs_to_it(
    idea: Contribution, session: PrioritySession, cast: Cast
) -> None:
    mine = parts_of(_member(cast, "Coos"), session)
    titles = [part.title for part in mine]
    assert "Code en deelnemers" in titles
    waits = next(part for part in mine if part.icon == "message-circle")
    assert waits.badge == "1 wacht op antwoord"
    assert "Code en deelnemers" not in [p.title for p in parts_of(_member(cast, "Rob"), session)]
    draft = factory.session_in(cast.voorbeeldstad, cast.coos, name="Later")
    assert pages.contributions_part(_member(cast, "Coos"), draft) is None


def test_a_report_tells_everything_but_who(
    idea: Contribution,
    session: PrioritySession,
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    services.answer(idea, "adopted", "Het licht komt er.", actor=cast.coos)
    told = queries.report(session)
    assert [row.name for row in told.candidates] == ["Inbraak", "Overlast", "Ondermijning"]
    assert told.joined == 1
    with django_assert_num_queries(0):
        (said,) = told.contributions
        with override("en"):
            (translated,) = told.contributions
    assert said.answer is not None
    assert translated.answer is not None
    assert (said.answer.label, translated.answer.label) == ("overgenomen", "adopted")
    assert sessions.unanswered(session) == 0


def test_contributions_are_on_the_golden_thread(idea: Contribution, cast: Cast) -> None:
    rob = _member(cast, "Rob")
    rows = list(threads.seen(rob))
    (node,) = threads.tell(rob, rows)
    assert (node.title, node.state) == ("Meer licht in de steeg", "wacht op antwoord")
    vera = Membership.objects.select_related("municipality").get(user=cast.vera)
    assert not threads.seen(vera).exists()


def test_pages_ask_a_bounded_number_of_queries(
    as_coos: Client,
    as_rob: Client,
    rob: Participant,
    session: PrioritySession,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    Contribution.objects.bulk_create(
        Contribution(session=session, participant=rob, kind="idea", text=f"Idee {n}")
        for n in range(25)
    )
    for client, address, most in (
        (as_coos, f"{HOME}{session.pk}/inbreng/", 15),
        (as_rob, f"{HOME}inbreng/", 15),
        (as_rob, _at(session), 15),
        (as_coos, f"{HOME}{session.pk}/deelnemers/", 15),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
