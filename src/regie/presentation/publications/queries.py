"""Which documents there are, and who may see one."""

from collections.abc import Collection, Iterable

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.presentation.publications.editions import RENDERING
from regie.presentation.publications.kinds import BY_CODE
from regie.presentation.publications.models import Document, DocumentState


def document(membership: Membership, pk: int) -> Document | None:
    """A document of this member's municipality, when the member may read what it is made of.

    2 queries and those of a session; who may not gets None.
    """
    rows = Document.objects.select_related("municipality", "asked_by")
    row = rows.filter(municipality=membership.municipality, pk=pk).first()
    kind = BY_CODE.get(row.kind) if row else None
    if row is None or kind is None or not decision(kind.action, role=membership.role):
        return None
    return row if kind.find(membership, row.subject) is not None else None


def documents_of(
    town: Municipality, kinds: Collection[str], subjects: Iterable[int]
) -> list[Document]:
    """The documents of editions as they look now, the oldest first. 1 query."""
    rows = Document.objects.filter(municipality=town, kind__in=kinds, subject__in=list(subjects))
    return list(rows.filter(rendering=RENDERING).defer("content"))


def before(row: Document) -> int:
    """How many documents were asked for earlier and wait too. 1 query."""
    waiting = Document.objects.filter(state=DocumentState.WAITING, rendering=RENDERING)
    return waiting.filter(asked_at__lt=row.asked_at).count()
