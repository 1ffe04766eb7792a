"""What stands on the pages of the proposal: plain values for a template."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.rules import LIGHT
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import stamp
from regie.planning.priorities.beside import Silent
from regie.planning.priorities.models import AlignedWith, AttentionLevel, Relation, Scope
from regie.planning.priorities.pages import BADGES as CLASS_BADGES
from regie.planning.priorities.pages import class_name
from regie.planning.priorities.permissions import WORK
from regie.planning.priority_sessions.models import Outcome
from regie.planning.proposals import queries, workflow
from regie.planning.proposals.comparing import Difference
from regie.planning.proposals.freezing import preview, spoken
from regie.planning.proposals.models import CouncilChoice, Proposal, ProposalEdition
from regie.planning.proposals.permissions import DECIDE
from regie.planning.proposals.services import refusal_on
from regie.planning.proposals.sides import Sides, sides_of
from regie.planning.rounds.telling import why_hidden
from regie.ui.paper_forms import forms_of
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
KIND = "proposal"
"""The code of this kind of paper, for who prints it."""
BADGES = {
    workflow.DRAFT: "neutral",
    workflow.ALIGNED: "info",
    workflow.SENT: "info",
    workflow.DECIDED: "positive",
}
CHOICES = {"adopted": "positive", "changed": "warning", "dropped": "negative", "added": "info"}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"proposals:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, *, room: bool = True) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    board = reverse("priorities:board", kwargs={"gemeente": municipality.slug})
    path = [(_("Prioriteiten"), board)]
    return [*path, (_("Voorstel"), to("proposal", municipality))] if room else path


def spoken_language() -> str:
    """The language an edition is read in."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


# --- the draft ------------------------------------------------------------------------------------


def work_page(membership: Membership, cycle: PolicyCycle) -> Page:
    """The proposal as it stands now, with what this reader may do. At most 11 queries."""
    sides = sides_of(cycle)
    proposal, silence = sides.whole.proposal, sides.board.silence
    may = decision(WORK, role=membership.role)
    page = {
        "cycle": cycle,
        "light": cycle.variant == LIGHT,
        "proposal": proposal,
        "session": sides.board.session,
        "running": silence.running if silence else "",
        "may_work": may,
        "crumbs": crumbs(cycle.municipality, room=False),
    }
    if proposal is None:
        return page
    content = told(preview(sides))
    return page | {
        "content": content,
        "comparison": comparison(content),
        "draft": proposal.state == workflow.DRAFT,
        "state": {"text": proposal.get_state_display(), "kind": BADGES[proposal.state]},
        "steps": _steps(membership, proposal, sides),
        "may_explain": bool(may) and proposal.state in {workflow.DRAFT, workflow.ALIGNED},
        "unexplained": _unexplained(sides),
        "may_decide": decision(DECIDE, role=membership.role),
        "editions": [_edition_line(row) for row in sides.whole.editions],
    }


def _steps(membership: Membership, proposal: Proposal, sides: Sides) -> list[Page]:
    """The steps that leave this state, each with why it cannot be taken now."""
    labels = {
        "align": _("De afstemming is gedaan"),
        "send": _("Naar de raad sturen"),
        "take_back": _("Terughalen naar concept"),
        "decide": _("Besluit van de raad vastleggen"),
    }
    found = workflow.PROPOSAL.available(state=proposal.state, role=membership.role)
    return [
        {
            "name": step.name,
            "label": labels[step.name],
            "refused": _(refusal) if refusal else refusal_on(sides, step.name),
        }
        for step, refusal in found
    ]


def _unexplained(sides: Sides) -> list[Page]:
    """The differences that wait for a reason, each with what its form sends."""
    return [
        {
            "name": row.proposed.name if row.proposed else row.advice[0].name,
            "field": "priority" if row.proposed else "candidate",
            "pk": row.proposed.pk if row.proposed else row.advice[0].pk,
            "words": difference_words()[row.difference],
        }
        for row in sides.rows
        if row.unexplained
    ]


# --- an edition, or the draft in the same words ---------------------------------------------------


def difference_words() -> dict[str, str]:
    """How proposal and advice stand beside each other, in words."""
    return {
        Difference.AS_ADVISED: _("zoals geadviseerd"),
        Difference.CHOSEN: _("gekozen uit wat te bespreken was"),
        Difference.NOT_ADVISED: _("niet geadviseerd, wel voorgesteld"),
        Difference.LEFT_OUT: _("geadviseerd, niet voorgesteld"),
        Difference.NOT_CHOSEN: _("te bespreken, niet voorgesteld"),
        Difference.NO_ADVICE: _("geen advies"),
    }


def silence_words(content: Mapping[str, Any]) -> tuple[str, str]:
    """Why there is no advice: in a few words and in sentences; empty when there is.

    Editions from before this was kept only say whether there was a session.
    """
    kept = {"code": "" if content["session"] else Silent.NO_SESSION, "session": "", "votes": 0}
    found = content.get("silence", kept) or {"code": ""}
    if not found["code"]:
        return "", ""
    name = {"name": found["session"]}
    return {
        Silent.NO_SESSION: (_("er was geen sessie"), _("Er was geen sessie.")),
        Silent.RUNNING: (
            _("de sessie is nog bezig"),
            _("De sessie “%(name)s” is nog bezig. Haar advies komt zodra zij gesloten is.") % name,
        ),
        Silent.NOT_SHOWN: (
            _("de uitslag is niet getoond"),
            _("Van de sessie “%(name)s” is geen uitslag getoond. Er is dus geen advies.") % name,
        ),
        Silent.NO_VOTES: (_("er is niet gestemd"), _("In de laatste ronde is niet gestemd.")),
        Silent.HIDDEN: (_("de uitslag blijft verborgen"), " ".join(why_hidden(found["votes"]))),
    }[Silent(found["code"])]


def told(content: Mapping[str, Any]) -> Page:
    """Frozen values with words for their codes, in the reader's language."""
    found = spoken(dict(content), spoken_language())
    short, found["silence_words"] = silence_words(found)
    words = difference_words() | ({Difference.NO_ADVICE: short} if short else {})
    for item in found["priorities"]:
        item["choice"] = _choice(item)
        item["difference_words"] = words[item["difference"]]
        item["themes_words"] = ", ".join(theme["name"] for theme in item["themes"])
        item["lead"] = item["themes_words"] if item["themes_words"] != item["name"] else ""
        for said in item["said"]:
            said["label"] = str(Outcome(said["outcome"]).label) if said["outcome"] else ""
        for higher in item["higher"]:
            higher["words"] = _relation(higher)
    for higher in found["higher"]:
        higher["words"] = _relation(higher)
        higher["scope_words"] = str(Scope(higher["scope"]).label)
    for group in found["levels"]:
        group["title"] = str(AttentionLevel(group["level"]).label).capitalize()
    for row in found["alignment"]:
        row["words"] = str(AlignedWith(row["kind"]).label)
        row["on"] = _day(row["day"])
    found["session_day"] = _day(found["session"]["day"]) if found["session"] else ""
    found["made_day"] = _day(found["made"]["day"])
    found["decision_day"] = _day(found["decision"]["day"]) if found["decision"] else ""
    return found


def _relation(higher: Mapping[str, Any]) -> str:
    code = higher["relation"]
    return str(Relation(code).label) if code else _("nog niet aangegeven")


def _choice(item: Mapping[str, Any]) -> Page | None:
    code = item["decision"]
    if not code:
        return None
    return {"text": str(CouncilChoice(code).label), "kind": CHOICES[code]}


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "j F Y") if value else ""


def comparison(content: Page) -> Table:
    """Advice, proposal and decision side by side, with the reason for each difference."""
    columns = (
        Column(_("Advies van de sessie")),
        Column(_("Voorstel")),
        Column(_("Besluit van de raad")),
        Column(_("Waarom het verschilt")),
    )
    rows = [_compared(item, decided=content["decided"]) for item in content["priorities"]]
    rows += [_left_out(item) for item in content["left_out"]]
    return Table(_("Advies, voorstel en besluit naast elkaar"), columns, tuple(rows))


def _compared(item: Page, *, decided: bool) -> Row:
    choice = item["choice"]
    verdict = (
        Cell(item["decided_name"], badge=choice["text"], badge_kind=choice["kind"])
        if choice
        else Cell(_("nog niet besloten"))
    )
    added = item["decision"] == CouncilChoice.ADDED
    reasons = [item["reason"], item["decision_reason"] if decided else ""]
    return Row(
        (
            _advised(item["advice"], item["difference_words"]),
            Cell(_("niet voorgesteld") if added else item["name"]),
            verdict if not added else Cell(item["name"], badge=choice["text"], badge_kind="info"),
            Cell(" ".join(reason for reason in reasons if reason) or "–"),
        )
    )


def _left_out(item: Page) -> Row:
    return Row(
        (
            _advised([item], ""),
            Cell(difference_words()[item["difference"]]),
            Cell("–"),
            Cell(item["reason"] or "–"),
        )
    )


def _advised(advice: Sequence[Mapping[str, Any]], words: str) -> Cell:
    if not advice:
        return Cell(words)
    first = min(advice, key=lambda item: item["rank"])
    return Cell(
        ", ".join(item["name"] for item in advice),
        badge=class_name(first["kind"]),
        badge_kind=CLASS_BADGES[first["kind"]],
        sub=words,
    )


def edition_page(membership: Membership, edition: ProposalEdition) -> Page:
    """What was sent to the council or decided by it. 1 query."""
    municipality = edition.proposal.cycle.municipality
    content = told(queries.content_of(edition))
    n = len(content["priorities"])
    return {
        "edition": edition,
        "content": content,
        "comparison": comparison(content),
        "lead": ngettext("%(n)s prioriteit", "%(n)s prioriteiten", n) % {"n": n},
        "whole": stamp(edition.content) == edition.sha256,
        "documents": forms_of(KIND, municipality.slug, edition.pk),
        "may_decide": decision(DECIDE, role=membership.role),
        "waits": not edition.decided and edition.proposal.state == workflow.SENT,
        "taken_back": edition.proposal.state in {workflow.DRAFT, workflow.ALIGNED},
        "crumbs": crumbs(municipality, room=False),
        "others": [
            _edition_line(row)
            for row in queries.editions_seen(membership)
            .filter(proposal=edition.proposal)
            .exclude(pk=edition.pk)
        ],
    }


def _edition_line(row: ProposalEdition) -> Page:
    return {
        "pk": row.pk,
        "number": row.number,
        "decided": row.decided,
        "day": date_format(localtime(row.made_at), "j F Y"),
        "mark": row.sha256[:12],
    }
