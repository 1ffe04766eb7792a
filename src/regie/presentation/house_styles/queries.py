"""Which templates there are and which one is in use; the files themselves only when asked for."""

from dataclasses import dataclass

from django.db.models import QuerySet

from regie.foundation.access.models import Membership
from regie.foundation.organizations.models import Municipality
from regie.presentation.house_styles.models import HouseStyle


@dataclass(frozen=True)
class Template:
    """A Word template in use: its bytes, and the SHA-256 of those."""

    sha256: str
    content: bytes


def styles_of(municipality: Municipality) -> QuerySet[HouseStyle]:
    """All of a municipality, newest first, also what was removed; 1 query."""
    rows = HouseStyle.objects.filter(municipality=municipality)
    return rows.defer("content").select_related("made_by", "removed_by")


def current_mark(municipality: Municipality) -> str:
    """The SHA-256 of the template in use; "" for the plain looks. 1 query."""
    found = HouseStyle.objects.filter(municipality=municipality, current=True)
    return found.values_list("sha256", flat=True).first() or ""


def template_of(municipality: Municipality) -> Template | None:
    """The template in use; None for the plain looks. 1 query."""
    row = HouseStyle.objects.filter(municipality=municipality, current=True).first()
    return Template(row.sha256, bytes(row.content)) if row else None


def template_with(municipality: Municipality, mark: str) -> Template | None:
    """The template with this SHA-256, also when another is in use; None when it was removed.

    1 query.
    """
    rows = HouseStyle.objects.filter(municipality=municipality, removed_at__isnull=True)
    row = rows.filter(sha256=mark).first()
    return Template(row.sha256, bytes(row.content)) if row else None


def style(membership: Membership, pk: int) -> HouseStyle | None:
    """A template of this member's municipality that was not removed; 1 query."""
    rows = HouseStyle.objects.filter(municipality=membership.municipality_id)
    return rows.filter(pk=pk, removed_at__isnull=True).first()
