"""Contributions on the golden thread: a candidate rests on what was brought in about it."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.records.threads import (
    Kind,
    Node,
    Orphan,
    Ref,
    add_kind,
    add_link,
    add_orphan,
    through,
)
from regie.planning.contributions.pages import to
from regie.planning.priority_sessions import queries as sessions
from regie.planning.priority_sessions.models import Contribution
from regie.planning.priority_sessions.threads import CANDIDATE

CONTRIBUTION = "contribution"
ORDER = 40


def announce() -> None:
    """Say which contributions there are, where they lead, and which wait for an answer."""
    add_kind(
        Kind(
            CONTRIBUTION,
            _("inbreng"),
            _("inbreng"),
            ORDER,
            seen=seen,
            tell=tell,
            searched=("text",),
            icon="message-circle",
        )
    )
    links = through(Contribution.objects, lower="pk", upper="candidate_id")
    add_link(CONTRIBUTION, CANDIDATE, links)
    add_orphan(Orphan("contribution_waits", CONTRIBUTION, _waits, sessions.waiting))


def _waits(n: int) -> str:
    return ngettext(
        "%(n)s inbreng wacht op antwoord", "%(n)s keer inbreng wacht op antwoord", n
    ) % {"n": n}


def seen(viewer: Membership) -> QuerySet[Contribution]:
    """What was brought in in the sessions a viewer may see, newest first; never by whom."""
    rows = Contribution.objects.filter(
        session__in=sessions.seen_by(viewer), withdrawn_at__isnull=True
    )
    known = rows.select_related("session__municipality").prefetch_related("answers")
    return known.order_by("-pk")


def tell(viewer: Membership, rows: Sequence[Contribution]) -> Iterable[Node]:
    """Contributions in words, with what was done; 1 query."""
    for row in rows:
        answers = list(row.answers.all())
        newest = answers[-1] if answers else None
        waits = str(_("wacht op antwoord"))
        yield Node(
            Ref(CONTRIBUTION, row.pk),
            row.text,
            sentence=newest.text if newest else "",
            at=row.made_at.date(),
            state=newest.get_outcome_display() if newest else waits,
            url=to("session", viewer.municipality, pk=row.session_id) + f"#inbreng-{row.pk}",
        )
