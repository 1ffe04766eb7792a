"""What stands on the pages of rounds: plain values for a template."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regie.planning.priority_sessions.door import ParticipantRequest
from regie.planning.priority_sessions.models import PrioritySession, SessionState
from regie.planning.priority_sessions.pages import elsewhere, inside
from regie.planning.priority_sessions.queries import joined
from regie.planning.priority_sessions.rules import shown_code
from regie.planning.rounds import ballots, queries, rules, workflow
from regie.planning.rounds.ballots import Typed
from regie.planning.rounds.live import ticket_for
from regie.planning.rounds.models import Ballot, Round, RoundForm, RoundState
from regie.planning.rounds.paper import TIERS, paper_of
from regie.planning.rounds.queries import Names, Pulse
from regie.planning.rounds.results import DONE, Result, hides, result_of
from regie.planning.rounds.stream import TICKET
from regie.planning.rounds.telling import Audience, seconds_left, state_of, turnout, why_hidden
from regie.planning.weighing import words
from regie.planning.weighing.outcomes import Outcome
from regie.planning.weighing.pictures import picture
from regie.planning.weighing.rules import Question
from regie.ui.qr import qr_code
from regie.ui.tables import Column, Row, Table

Page = dict[str, Any]
BADGES = {
    workflow.DRAFT: "neutral",
    workflow.OPEN: "positive",
    workflow.CLOSED: "warning",
    workflow.SHOWN: "info",
}
STEPS = {
    "openen": "open",
    "sluiten": "close",
    "tonen": "show",
    "verbergen": "hide",
    "heropenen": "reopen",
}
"""Steps by the word in their address."""


def to(name: str, session: PrioritySession, **more: object) -> str:
    """An address of this room."""
    place = {"gemeente": session.municipality.slug, "pk": session.pk, **more}
    return reverse(f"rounds:{name}", kwargs=place)


def crumbs(session: PrioritySession, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    return inside(session, *further)


def beyond(session: PrioritySession) -> list[tuple[str, str]]:
    """The path to a page behind the desk."""
    return crumbs(session, (_("Rondes"), to("manage", session)))


def live(session: PrioritySession, audience: str) -> Page:
    """What a page needs to hear that something changed. 1 query."""
    pulse = queries.pulses([session.pk]).get(session.pk, Pulse(session.pk))
    now = timezone.now()
    return {
        "stream": f"{to('live', session)}?{TICKET}={ticket_for(session, audience)}",
        "poll": f"{to('state', session)}?voor={audience}",
        "left": seconds_left(pulse, now),
        "pulse": pulse,
        **state_of(pulse, audience, now),
    }


# --- the phone ------------------------------------------------------------------------------------


def phone(
    request: ParticipantRequest,
    session: PrioritySession,
    typed: Typed | None = None,
    error: str = "",
) -> Page:
    """What a participant sees and can do now. At most 11 queries.

    `typed` is what was sent and refused; without it the ballot shows what was cast before.
    """
    item = queries.current_round(session)
    page: Page = {
        "session": session,
        "participant": request.participant,
        "live": live(session, Audience.PHONE),
        "error": error,
        "item": item,
    }
    return page if item is None else page | _own(request, item, typed)


def _own(request: ParticipantRequest, item: Round, typed: Typed | None) -> Page:
    names = queries.names_of(item.session)
    mine = queries.own_ballot(item, request.presence.secret)
    page: Page = {"mine": _lines(item, mine, names), "voted": mine is not None}
    if mine is None and queries.has_voted(item, request.participant):
        page["elsewhere"] = _(rules.OTHER_DEVICE)
    elif rules.why_not_vote(item.state, item.closes_at, timezone.now()) is None or typed:
        question = _for_me(request, item, queries.question_of(item, names))
        known = typed if typed is not None else _typed(item, mine)
        page["paper"] = paper_of(question, names, known, seed_of(request, item))
        page["still_open"] = item.state == workflow.OPEN
        page["cast_url"] = to("cast", item.session, number=item.number)
    if item.state == workflow.SHOWN:
        page["shown"] = shown(result_of(item, names))
    return page


def _for_me(request: ParticipantRequest, item: Round, question: Question) -> Question:
    """Scoring is long: what somebody put in front before comes first. At most 2 queries."""
    if item.form != RoundForm.SCORING:
        return question
    mine = queries.own_tiers(item.session, request.presence.secret)
    return replace(question, candidates=rules.own_first(question.candidates, mine))


def seed_of(request: ParticipantRequest, item: Round) -> str:
    """Everybody gets own pairs, and the same ones after a refresh."""
    return rules.key_of(request.presence.secret, item.pk)


def _typed(item: Round, mine: Ballot | None) -> Typed:
    return ballots.typed_of(item.form, mine.content) if mine is not None else {}


def _lines(item: Round, mine: Ballot | None, names: Names) -> list[tuple[str, str]]:
    """What somebody voted, only for the page of that person."""
    return told_lines(item, mine.content, names) if mine is not None else []


def told_lines(item: Round, content: ballots.Content, names: Names) -> list[tuple[str, str]]:
    """A ballot in words."""
    known = {**names.candidates, **{code: row.name for code, row in names.criteria.items()}}
    lines = ballots.told(item.form, content, known)
    if item.form == "pairwise":
        return [(one, _("gaat voor %(other)s") % {"other": other}) for one, other in lines]
    if item.form == "tiers":
        return [(name, _(TIERS[tier])) for name, tier in lines]
    return lines


# --- what came out --------------------------------------------------------------------------------


def shown(result: Result) -> Page:
    """One round with what came out of it, in words and one picture."""
    item = result.round
    page: Page = {
        "item": item,
        "votes": result.votes,
        "hidden": result.why_hidden,
        "form": item.get_form_display(),
    }
    if result.outcome is None:
        return page
    names = {**result.names.candidates, **_criteria(result.names)}
    headline = words.headline(result.outcome, names)
    return page | {
        "headline": headline,
        "parts": [
            (part.title, rest)
            for part in words.parts(result.outcome, names)
            if (rest := [sentence for sentence in part.sentences if sentence != headline])
        ],
        "drawn": picture(result.outcome, names),
        "table": _table(result.outcome, names),
    }


def _table(outcome: Outcome, names: Mapping[str, str]) -> Table:
    """The same as the figure: how much each got, and how sure its place is."""
    rows = [
        Row(
            (
                str(one.rank),
                names.get(one.candidate, one.candidate),
                words.amount(outcome, one),
                _("%(first)s tot %(last)s") % {"first": one.first, "last": one.last},
                words.class_name(one.standing),
            )
        )
        for one in outcome.standings
    ]
    columns = (
        Column(_("Plaats")),
        Column(_("Onderwerp")),
        Column(_("Kreeg")),
        Column(_("Kan ook zijn")),
        Column(_("Hoe zeker?")),
    )
    return Table(_("Uitkomst per onderwerp"), columns, tuple(rows))


def _criteria(names: Names) -> dict[str, str]:
    return {code: row.name for code, row in names.criteria.items()}


# --- the big screen and the desk ------------------------------------------------------------------


def screen(request: HttpRequest, session: PrioritySession) -> Page:
    """The big screen: how to join, who is in, the question, the turnout and then the result."""
    item = queries.current_round(session)
    join = request.build_absolute_uri(reverse("joining:join", kwargs={"code": session.code}))
    page: Page = {
        "session": session,
        "item": item,
        "live": live(session, Audience.SCREEN),
        "code": shown_code(session.code),
        "join_url": join,
        "host": request.get_host(),
        "qr": qr_code(join),
        "groups": queries.joined_by_group(session),
        "joined": joined(session),
    }
    if item is not None and item.state == workflow.SHOWN:
        page["shown"] = shown(result_of(item))
    return page


def desk(session: PrioritySession, role: str) -> Page:
    """The page of who leads the rounds. At most 8 queries."""
    rows = queries.rounds_of(session)
    here = joined(session)
    return {
        "session": session,
        "crumbs": crumbs(session),
        "live": live(session, Audience.SCREEN),
        "rounds": [_on_desk(item, here, role) for item in rows],
        "next": _next(session, rows, here),
        "joined": here,
        "groups": queries.joined_by_group(session),
        "code": shown_code(session.code),
        "session_url": _session_url(session),
        "result_url": _results_url(session),
    }


def _next(session: PrioritySession, rows: Sequence[Round], here: int) -> Page:
    """What who leads does now, in one sentence, with where; no queries."""
    step, number = rules.next_step(session.state, [(row.number, row.state) for row in rows], here)
    there = {"number": number}
    words = {
        rules.PREPARE: _("Zet uw eerste ronde klaar. Dat kan al voordat de sessie open is."),
        rules.OPEN_SESSION: _(
            "Uw rondes staan klaar. Open nu de sessie, dan kan iedereen meedoen."
        ),
        rules.JOIN: _("Zet de code op het grote scherm. Er doet nog niemand mee."),
        rules.OPEN_ROUND: _("Open ronde %(number)s.") % there,
        rules.CLOSE_ROUND: _("Ronde %(number)s is open. Sluit haar als iedereen heeft gestemd.")
        % there,
        rules.SHOW_ROUND: _("Ronde %(number)s is gesloten. Toon nu de uitslag.") % there,
        rules.GO_ON: _("Alle rondes zijn geweest. Zet er nog een klaar, of sluit de sessie."),
        rules.LOOK_BACK: _("De sessie is gesloten. Bekijk de uitslagen."),
    }
    where = {
        rules.PREPARE: (_("Ronde klaarzetten"), to("add", session)),
        rules.OPEN_SESSION: (_("Naar de sessie"), _session_url(session)),
        rules.JOIN: (_("Groot scherm"), to("screen", session)),
        rules.GO_ON: (_("Naar de sessie"), _session_url(session)),
        rules.LOOK_BACK: (_("Uitslagen"), _results_url(session)),
    }
    label, url = where.get(step, ("", ""))
    return {"text": words[step], "number": number, "label": label, "url": url}


def _results_url(session: PrioritySession) -> str:
    """The page of results, of the room above."""
    return elsewhere("session_reports:result", gemeente=session.municipality.slug, pk=session.pk)


def _session_url(session: PrioritySession) -> str:
    return reverse(
        "priority_sessions:session",
        kwargs={"gemeente": session.municipality.slug, "pk": session.pk},
    )


def _on_desk(item: Any, here: int, role: str) -> Page:  # noqa: ANN401  # a round with its turnout
    steps = workflow.ROUND.available(state=item.state, role=role)
    addresses = {step: word for word, step in STEPS.items()}
    hidden = item.state in DONE and hides(item, item.cast)
    unseen = hidden and item.state == workflow.SHOWN
    return {
        "item": item,
        "badge": _("uitslag verborgen") if unseen else RoundState(item.state).label,
        "badge_kind": "warning" if unseen else BADGES[item.state],
        "turnout": turnout(item.cast, here) if item.state != workflow.DRAFT else "",
        "steps": [addresses[step.name] for step, refused in steps if refused is None],
        "waits": _(rules.SESSION_NOT_OPEN) if item.session.state != SessionState.OPEN else "",
        "done": item.state in DONE,
        "hidden": why_hidden(item.cast) if hidden else (),
        "left": item.closes_at if item.state == workflow.OPEN else None,
    }
