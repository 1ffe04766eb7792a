"""The start memo on the golden thread: it rests on what council members said about it."""

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
from regie.planning.start_memos import pages, workflow
from regie.planning.start_memos.models import Remark, StartMemo
from regie.planning.start_memos.permissions import SEE_DRAFTS

REMARK, MEMO = "memo_remark", "start_memo"


def announce() -> None:
    """Say which memos and remarks there are, and which remarks wait for an answer."""
    remark, remarks = _("reactie op de startnotitie"), _("reacties op de startnotitie")
    add_kind(Kind(REMARK, remark, remarks, 40, remarks_seen, tell_remarks, ("text",)))
    add_kind(Kind(MEMO, _("startnotitie"), _("startnotities"), 45, memos_seen, tell_memos))
    add_link(REMARK, MEMO, through(Remark.objects, lower="pk", upper="memo_id"))
    add_orphan(
        Orphan("memo_remark_waits", REMARK, _waits, lambda rows: rows.filter(replies__isnull=True))
    )


def _waits(n: int) -> str:
    return ngettext(
        "%(n)s reactie op de startnotitie wacht op antwoord",
        "%(n)s reacties op de startnotitie wachten op antwoord",
        n,
    ) % {"n": n}


def remarks_seen(viewer: Membership) -> QuerySet[Remark]:
    """The remarks of council members, newest first; never by whom."""
    rows = Remark.objects.filter(memo__municipality=viewer.municipality)
    return rows.prefetch_related("replies").order_by("-pk")


def tell_remarks(viewer: Membership, rows: Sequence[Remark]) -> Iterable[Node]:
    """Remarks in words, with what was done; 1 query."""
    for row in rows:
        replies = list(row.replies.all())
        newest = replies[-1] if replies else None
        yield Node(
            Ref(REMARK, row.pk),
            row.text,
            sentence=newest.text if newest else "",
            at=row.made_at.date(),
            state=str(newest.get_outcome_display() if newest else _("wacht op antwoord")),
            url=f"{pages.to('read', viewer.municipality)}#{row.question}",
        )


def memos_seen(viewer: Membership) -> QuerySet[StartMemo]:
    """The memos a viewer may read: everybody from the council on, some before that."""
    rows = StartMemo.objects.filter(municipality=viewer.municipality)
    if viewer.role not in SEE_DRAFTS:
        rows = rows.filter(editions__moment__in=workflow.PUBLIC).distinct()
    return rows.select_related("cycle").order_by("-pk")


def tell_memos(viewer: Membership, rows: Sequence[StartMemo]) -> Iterable[Node]:
    """Memos in words; no queries."""
    for row in rows:
        yield Node(
            Ref(MEMO, row.pk),
            f"{_('Startnotitie')} {row.cycle}",
            at=row.made_at.date(),
            state=str(row.get_state_display()),
            url=pages.to("memo", viewer.municipality),
        )
