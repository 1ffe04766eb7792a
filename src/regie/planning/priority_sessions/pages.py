"""What stands on the pages of a session: plain values for a template."""

from collections.abc import Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.findings.models import Finding
from regie.evidence.findings.pages import names_for
from regie.evidence.findings.telling import headline
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.access.rules import Decision
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Progress
from regie.foundation.cycles.queries import fields_with_themes
from regie.foundation.organizations.models import Municipality
from regie.planning.fact_cards.cards import in_language
from regie.planning.priority_sessions import queries, rules, services, workflow
from regie.planning.priority_sessions.models import (
    Candidate,
    PrioritySession,
)
from regie.planning.priority_sessions.parts import Part, parts_of
from regie.planning.priority_sessions.permissions import RUN_SESSION
from regie.planning.priority_sessions.tiers import Known, told, told_of
from regie.policy.session_criteria import SESSION_CRITERIA, ScreenItem

Page = dict[str, Any]
BADGES = {workflow.DRAFT: "neutral", workflow.OPEN: "info", workflow.CLOSED: "positive"}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"priority_sessions:{name}", kwargs={"gemeente": municipality.slug, **more})


def elsewhere(route: str, **parts: object) -> str:
    """An address of a room above, or "" when that page is not built."""
    try:
        return reverse(route, kwargs=parts)
    except NoReverseMatch:
        return ""


def crumbs(municipality: Municipality, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    board = elsewhere("priorities:board", gemeente=municipality.slug)
    first = [(_("Prioriteiten"), board)] if board else []
    return [*first, (_("Sessies"), to("list", municipality)), *further]


def inside(session: PrioritySession, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The path to a page of one session."""
    town = session.municipality
    return crumbs(town, (session.name, to("session", town, pk=session.pk)), *further)


# --- the list and one session ---------------------------------------------------------------------


def list_page(membership: Membership) -> Page:
    """The sessions of a municipality. 2 queries beside the frame."""
    town = membership.municipality
    rows = list(queries.seen_by(membership))
    may = may_run(membership)
    waiting = queries.unanswered_in(town) if may else {}
    items = [
        {
            "title": row.name,
            "text": row.get_kind_display().capitalize(),
            "url": to("session", town, pk=row.pk),
            "badge": row.get_state_display(),
            "badge_kind": BADGES[row.state],
            "icon": "users",
            "waiting": waiting.get(row.pk, 0),
        }
        for row in rows
    ]
    for item in items:
        n = int(str(item["waiting"]))
        if n:
            told = ngettext(
                "%(n)s inbreng wacht op antwoord", "%(n)s keer inbreng wacht op antwoord", n
            )
            item["text"] = f"{item['text']}. {told % {'n': n}}."
    return {
        "items": items,
        "may": may,
        "mine": elsewhere("contributions:mine", gemeente=town.slug),
        "create": to("create", town),
        "crumbs": crumbs(town)[:-1],
    }


def session_page(membership: Membership, session: PrioritySession) -> Page:
    """One session with what belongs to it. At most 6 queries beside the frame."""
    role = membership.role
    rows = queries.with_findings(session)
    taking_part = [row for row in rows if not row.screened_out and not row.merged_into_id]
    may = may_run(membership)
    parts = parts_of(membership, session)
    return {
        "session": session,
        "badge_kind": BADGES[session.state],
        "code": rules.shown_code(session.code),
        "join": elsewhere("joining:join", code=session.code),
        "parts": [
            *(_setting_up(session, len(taking_part)) if may else ()),
            *parts,
            *_live(session, bool(may)),
        ],
        "steps": _steps(session, role, len(taking_part)),
        "may": may,
        "candidates": [(row, _findings_words(row)) for row in taking_part],
        "left_out": [row for row in rows if row.screened_out],
        "settings": to("settings", session.municipality, pk=session.pk),
        "crumbs": crumbs(session.municipality),
    }


def _findings_words(row: Candidate) -> str:
    n = len(row.findings.all())
    if not n:
        return _("geen bevestigde bevinding")
    return ngettext("%(n)s bevinding", "%(n)s bevindingen", n) % {"n": n}


def _setting_up(session: PrioritySession, candidates: int) -> list[Part]:
    """The work of the facilitator before the session."""
    town, pk = session.municipality, session.pk
    told = ngettext("%(n)s kandidaat doet mee.", "%(n)s kandidaten doen mee.", candidates)
    return [
        Part(
            _("Longlist"),
            told % {"n": candidates},
            to("longlist", town, pk=pk),
            icon="list-details",
        ),
    ]


def _live(session: PrioritySession, may: bool) -> list[Part]:
    """The rounds of a session, when the room above that holds them is there."""
    place = {"gemeente": session.municipality.slug, "pk": session.pk}
    found = []
    if may and (url := elsewhere("rounds:manage", **place)):
        text = _("Kies de vorm van elke ronde, open haar en toon de uitslag.")
        found.append(Part(_("Rondes leiden"), text, url, icon="gavel"))
    if session.state != workflow.DRAFT and (url := elsewhere("session_reports:result", **place)):
        text = _("Wat de deelnemers kozen, en hoe zeker dat is.")
        found.append(Part(_("Uitslagen"), text, url, icon="chart-bar"))
    return found


def _steps(session: PrioritySession, role: str, candidates: int) -> list[Page]:
    """What can be done with the session now, refused steps with their reason."""
    words = {
        "open": _("Open de sessie"),
        "close": _("Sluit de sessie"),
        "reopen": _("Open opnieuw"),
    }
    found = []
    for step, refusal in workflow.SESSION.available(state=session.state, role=role):
        lacking = rules.why_not_open(candidates) if step.name == "open" else None
        reason = refusal or lacking
        found.append(
            {
                "name": step.name,
                "label": words[step.name],
                "url": to("step", session.municipality, pk=session.pk, slug=step.name),
                "refused": _(reason) if reason else "",
            }
        )
    return found


def progress(cycle: PolicyCycle) -> Progress:
    """How far the step of the guided path is. 1 query."""
    state, waiting = queries.progress(cycle)
    words = {
        workflow.DRAFT: _("Er staat een sessie klaar. Open haar als de deelnemers er zijn."),
        workflow.OPEN: _("Er is een sessie bezig."),
        workflow.CLOSED: _("De sessie is geweest."),
    }.get(state, _("Er is nog geen sessie klaargezet."))
    if waiting:
        told = ngettext(
            "%(n)s inbreng wacht op antwoord.", "%(n)s keer inbreng wacht op antwoord.", waiting
        )
        words = f"{words} {told % {'n': waiting}}"
    return Progress(state == workflow.CLOSED, words)


# --- the longlist ---------------------------------------------------------------------------------


def longlist_page(session: PrioritySession, known: Known) -> Page:
    """The candidates in order with what can be done, and the themes that are not on it yet.

    `known` says where themes were. 4 queries beside the frame.
    """
    rows = queries.with_findings(session)
    taking_part = [row for row in rows if not row.screened_out and not row.merged_into_id]
    town = session.municipality
    names = names_for([f for row in rows for f in row.findings.all()], town)
    fields = {item.code: item.name for item in fields_with_themes(session.cycle)}
    return {
        "session": session,
        "draft": session.state == workflow.DRAFT,
        "refusal": _(rules.NOT_DRAFT),
        "rows": [
            {
                "row": row,
                "field": fields.get(row.field, ""),
                "tier": told_of(row.themes, known),
                "headlines": [headline(item, names) for item in row.findings.all()],
                "first": place == 0,
                "last": place == len(taking_part) - 1,
                "can_split": len(row.findings.all()) > 1,
                "merged": [other for other in rows if other.merged_into_id == row.pk],
            }
            for place, row in enumerate(taking_part)
        ],
        "left_out": [(row, screen_words(row)) for row in rows if row.screened_out],
        "fields": list(fields.items()),
        "crumbs": inside(session),
    }


def finding_names(findings: Sequence[Finding], municipality: Municipality) -> list[tuple[int, str]]:
    """Findings by number, in words. 1 query."""
    names = names_for(findings, municipality)
    return [(item.pk, headline(item, names)) for item in findings]


def may_run(membership: Membership) -> Decision:
    """Whether this member runs sessions, with the reason if not; no queries."""
    return decision(RUN_SESSION, role=membership.role)


def theme_choices(session: PrioritySession, known: Known) -> list[tuple[str, str]]:
    """The themes that are on no candidate yet, with the number of findings and the level they had.

    3 queries.
    """
    found = []
    for item in queries.proposals(session, known):
        n = len(item.findings)
        count = ngettext("%(n)s bevinding", "%(n)s bevindingen", n) % {"n": n}
        before = [told(item.tier)] if item.tier else []
        beside = ", ".join([*before, *([count] if n else [])])
        found.append((item.theme, f"{item.name} ({beside})" if beside else item.name))
    return found


def screen() -> list[tuple[ScreenItem, str]]:
    """The questions of the screen in the reader's language."""
    return [(item, chosen(item.question, item.question_en)) for item in SESSION_CRITERIA().screen]


def screen_words(row: Candidate) -> list[str]:
    """The questions of the screen that were answered with no."""
    return [question for item, question in screen() if row.screening.get(item.code) is False]


# --- the fact card --------------------------------------------------------------------------------


def card_page(candidate: Candidate) -> Page:
    """One candidate: its frozen card, or as it is now while the session is prepared.

    At most 4 queries for a frozen card.
    """
    session = candidate.session
    card = candidate.card
    if not card:
        card = services.cards(session, [candidate])[0]
    return {
        "candidate": candidate,
        "session": session,
        "card": in_language(card),
        "frozen": bool(candidate.card),
        "screened": screen_words(candidate),
    }
