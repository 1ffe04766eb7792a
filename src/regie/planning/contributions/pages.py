"""What stands on the pages of participants and of who answers them."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.planning.contributions import queries
from regie.planning.contributions.queries import ContributionView
from regie.planning.priority_sessions import joining, rules, workflow
from regie.planning.priority_sessions import queries as sessions
from regie.planning.priority_sessions.models import (
    Joining,
    Outcome,
    Participant,
    PrioritySession,
)
from regie.planning.priority_sessions.pages import crumbs, inside
from regie.planning.priority_sessions.parts import Part
from regie.planning.priority_sessions.permissions import RUN_SESSION
from regie.ui.qr import qr_code

Page = dict[str, Any]
BADGES = {
    Outcome.ADOPTED: "positive",
    Outcome.PARTLY: "info",
    Outcome.NOT_ADOPTED: "neutral",
    Outcome.PASSED_ON: "info",
}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"contributions:{name}", kwargs={"gemeente": municipality.slug, **more})


def live_page(session: PrioritySession) -> str:
    """Where participants vote; "" when that page is not built."""
    try:
        parts = {"gemeente": session.municipality.slug, "pk": session.pk}
        return reverse("rounds:participant", kwargs=parts)
    except NoReverseMatch:
        return ""


# --- the cards on the page of a session -----------------------------------------------------------


def people_part(membership: Membership, session: PrioritySession) -> Part | None:
    """The code, the QR code and who joined; for the facilitator. 1 query."""
    if not decision(RUN_SESSION, role=membership.role):
        return None
    n = sessions.joined(session)
    told = ngettext("%(n)s deelnemer doet mee.", "%(n)s deelnemers doen mee.", n) % {"n": n}
    return Part(
        _("Code en deelnemers"),
        told,
        to("people", session.municipality, pk=session.pk),
        icon="users",
    )


def contributions_part(membership: Membership, session: PrioritySession) -> Part | None:
    """What was brought in, what waits, and for who brought something in: what was done. 3 queries.

    While a session is prepared there is nothing to read.
    """
    if session.state == workflow.DRAFT:
        return None
    told = queries.contributions(session)
    waiting = sum(item.answer is None for item in told)
    n = len(told)
    text = ngettext("%(n)s keer ingebracht.", "%(n)s keer ingebracht.", n) % {"n": n}
    text = text if told else _("Er is nog niets ingebracht.")
    words = ngettext("%(n)s wacht op antwoord", "%(n)s wachten op antwoord", waiting)
    return Part(
        _("Inbreng, en wat ermee is gedaan"),
        text,
        to("session", session.municipality, pk=session.pk),
        badge=words % {"n": waiting} if waiting else "",
        badge_kind="warning",
        icon="message-circle",
    )


# --- for members ----------------------------------------------------------------------------------


def mine_page(membership: Membership, request: HttpRequest) -> Page:
    """What this member brought in, also in sessions without names that this browser joined.

    At most 4 queries beside the frame.
    """
    town = membership.municipality
    return {
        "items": queries.contributions_of(membership, anonymous_participants(request, town)),
        "crumbs": crumbs(town),
        "badges": BADGES,
    }


def anonymous_participants(request: HttpRequest, municipality: Municipality) -> list[int]:
    """The numbers of the nameless participants this browser is. At most 2 queries."""
    marked = [name for name in request.COOKIES if name.startswith(f"{joining.COOKIE}-")]
    if not marked:
        return []
    rows = PrioritySession.objects.filter(
        municipality=municipality, joining=Joining.ANONYMOUS, pk__in=_numbers(marked)
    )
    digests = [
        joining.digest(secret) for row in rows if (secret := joining.secret_in(request, row))
    ]
    found = Participant.objects.filter(session__in=rows, key_hash__in=digests)
    return list(found.values_list("pk", flat=True))


def _numbers(names: list[str]) -> list[int]:
    parts = [name.rpartition("-")[2] for name in names[:50]]
    return [int(part) for part in parts if part.isdecimal() and len(part) < 12]


def session_page(membership: Membership, session: PrioritySession) -> Page:
    """What was brought in, by candidate; what waits for an answer first. 3 queries."""
    told = queries.contributions(session)
    may = decision(RUN_SESSION, role=membership.role)
    return {
        "session": session,
        "may": may,
        "blocks": grouped(told),
        "total": len(told),
        "waiting": sum(item.answer is None for item in told),
        "badges": BADGES,
        "crumbs": inside(session),
    }


def grouped(told: list[ContributionView]) -> list[tuple[str, list[ContributionView]]]:
    """By candidate in the order they came up; in general last; unanswered ones first."""
    found: dict[str, list[ContributionView]] = {}
    for item in sorted(told, key=lambda each: (not each.candidate, each.answer is not None)):
        found.setdefault(item.candidate or _("In het algemeen"), []).append(item)
    return list(found.items())


def people_page(session: PrioritySession, request: HttpRequest) -> Page:
    """The code and the QR code to join, and who joined. 3 queries beside the frame."""
    address = request.build_absolute_uri(reverse("joining:join", kwargs={"code": session.code}))
    rows = sessions.participants(session)
    here = [row for row in rows if row.removed_at is None]
    counted = Counter(row.group_id for row in here)
    return {
        "session": session,
        "address": address,
        "short": request.build_absolute_uri(reverse("joining:door")),
        "code": rules.shown_code(session.code),
        "qr": qr_code(address, scale=7),
        "people": [(row, row.user.name if row.user else row.label) for row in rows],
        "joined": len(here),
        "groups": [(group.name, counted[group.pk]) for group in sessions.groups(session)],
        "crumbs": inside(session),
    }


# --- for participants -----------------------------------------------------------------------------


def home_page(session: PrioritySession, participant: Participant) -> Page:
    """What a participant can do: vote, read the fact cards, bring in. 3 queries."""
    return {
        "session": session,
        "participant": participant,
        "code": rules.shown_code(session.code),
        "live": live_page(session),
        "candidates": sessions.candidates(session),
        "mine": queries.contributions_by(participant),
        "closed": _(rules.IS_CLOSED) if session.state == workflow.CLOSED else "",
        "badges": BADGES,
    }
