"""Candidates on the golden thread: they rest on findings."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from regie.foundation.access.models import Membership
from regie.foundation.records.threads import Kind, Node, Ref, add_kind, add_link, through
from regie.planning.priority_sessions import queries
from regie.planning.priority_sessions.models import Candidate
from regie.planning.priority_sessions.pages import to

CANDIDATE = "candidate"
ORDER = 45


def announce() -> None:
    """Say which candidates there are, and which findings they rest on."""
    add_kind(
        Kind(
            CANDIDATE,
            _("kandidaat"),
            _("kandidaten"),
            ORDER,
            seen=seen,
            tell=tell,
            searched=("name",),
            icon="scale",
        )
    )
    links = Candidate.findings.through.objects
    add_link("finding", CANDIDATE, through(links, lower="finding_id", upper="candidate_id"))


def seen(viewer: Membership) -> QuerySet[Candidate]:
    """The candidates of the sessions a viewer may see, newest first."""
    rows = Candidate.objects.filter(session__in=queries.seen_by(viewer), merged_into__isnull=True)
    return rows.select_related("session__municipality").defer("card").order_by("-pk")


def tell(viewer: Membership, rows: Sequence[Candidate]) -> Iterable[Node]:
    """Candidates in words; no queries."""
    for row in rows:
        left_out = _("afgevallen") if row.screened_out else ""
        yield Node(
            Ref(CANDIDATE, row.pk),
            row.name,
            sentence=row.screened_out or row.session.name,
            at=row.session.made_at.date(),
            state=str(left_out or row.session.get_state_display()),
            url=to("card", viewer.municipality, pk=row.pk),
        )
