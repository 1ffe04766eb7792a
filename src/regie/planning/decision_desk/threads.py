"""Decisions on the golden thread: an objective ends in what the council adopted, and amendments
say where it changed."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from regie.foundation.access.models import Membership
from regie.foundation.records.threads import Kind, Node, Ref, add_kind, add_link, through
from regie.planning.decision_desk.pages import to
from regie.planning.plan_decisions import queries
from regie.planning.plan_decisions.models import Amendment, PlanEdition
from regie.planning.plan_decisions.permissions import PUBLIC_MOMENTS
from regie.planning.plan_decisions.rules import IN_FORCE
from regie.planning.plans.rules import ADOPTED

OBJECTIVE, AMENDMENT, EDITION = "objective", "amendment", "plan_edition"


def announce() -> None:
    """Say which amendments and editions there are, and what they rest on."""
    add_kind(
        Kind(
            AMENDMENT,
            _("amendement"),
            _("amendementen"),
            72,
            seen=amendments_seen,
            tell=tell_amendments,
            searched=("title", "explanation", "new_text"),
            icon="pencil",
        )
    )
    add_kind(
        Kind(
            EDITION,
            _("uitgave van het plan"),
            _("uitgaven van het plan"),
            75,
            seen=editions_seen,
            tell=tell_editions,
            icon="file-text",
        )
    )
    taken = Amendment.objects.filter(outcome__in=IN_FORCE, objective__isnull=False)
    add_link(AMENDMENT, OBJECTIVE, through(taken, lower="pk", upper="objective_id"))
    adopted = PlanEdition.objects.filter(moment=ADOPTED)
    read = PlanEdition.objects.filter(moment__in=PUBLIC_MOMENTS)
    add_link(AMENDMENT, EDITION, through(adopted, lower="plan__amendments", upper="pk"))
    add_link(OBJECTIVE, EDITION, through(read, lower="plan__objectives", upper="pk"))


def amendments_seen(viewer: Membership) -> QuerySet[Amendment]:
    """The amendments on plans that this member follows, newest first."""
    seen = queries.plans_followed(viewer).values("pk")
    return Amendment.objects.filter(plan__in=seen).order_by("-pk")


def tell_amendments(viewer: Membership, rows: Sequence[Amendment]) -> Iterator[Node]:
    """Amendments in words; no queries."""
    for row in rows:
        yield Node(
            Ref(AMENDMENT, row.pk),
            str(row),
            sentence=row.explanation[:300],
            at=row.day or localdate(row.made_at),
            state=row.get_outcome_display() or translate("nog niet besloten"),
            url=to("amendment", viewer.municipality, pk=row.pk),
        )


def editions_seen(viewer: Membership) -> QuerySet[PlanEdition]:
    """What lay at the council or was adopted, newest first; every member reads it."""
    rows = PlanEdition.objects.filter(
        plan__municipality=viewer.municipality, moment__in=PUBLIC_MOMENTS
    )
    return rows.select_related("plan").defer("content").order_by("-pk")


def tell_editions(viewer: Membership, rows: Sequence[PlanEdition]) -> Iterator[Node]:
    """Editions in words; no queries."""
    for row in rows:
        yield Node(
            Ref(EDITION, row.pk),
            translate("%(title)s, uitgave %(n)s") % {"title": row.plan.title, "n": row.number},
            at=localdate(row.made_at),
            state=str(row.get_moment_display()),
            url=to("edition", viewer.municipality, pk=row.pk),
        )
