"""Levels of attention on the golden thread: what a priority of the proposal starts from."""

from collections.abc import Iterable, Sequence

from django.db.models import Max, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from regie.evidence.street_knowledge.subjects import theme_names
from regie.foundation.access.models import Membership
from regie.foundation.records.threads import Kind, Node, Ref, add_kind
from regie.planning.priorities.models import ThemeLevel
from regie.planning.priorities.pages import level_name, to
from regie.planning.priorities.permissions import INSIDE

LEVEL = "theme_level"
ORDER = 55


def announce() -> None:
    """Say which levels there are."""
    add_kind(
        Kind(
            LEVEL,
            _("thema op het bord"),
            _("thema's op het bord"),
            ORDER,
            seen=seen,
            tell=tell,
            searched=("reason",),
            icon="list-details",
        )
    )


def seen(viewer: Membership) -> QuerySet[ThemeLevel]:
    """The newest level of every theme, for who works on the board."""
    rows = ThemeLevel.objects.filter(
        cycle__municipality=viewer.municipality, previous=False
    ).order_by()
    if viewer.role not in INSIDE:
        return rows.none()
    newest = rows.values("theme").annotate(newest=Max("pk")).values("newest")
    return ThemeLevel.objects.filter(pk__in=newest).select_related("theme").order_by("-pk")


def tell(viewer: Membership, rows: Sequence[ThemeLevel]) -> Iterable[Node]:
    """Levels in words; at most 2 queries."""
    names = theme_names(viewer.municipality) if rows else {}
    for row in rows:
        yield Node(
            Ref(LEVEL, row.pk),
            names.get(row.theme.code, row.theme.code),
            sentence=row.reason,
            at=localdate(row.made_at),
            state=level_name(row.level),
            url=to("theme", viewer.municipality, pk=row.theme_id),
        )
