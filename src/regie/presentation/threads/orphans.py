"""Where a thread stops too early in the rooms of evidence, and in how it goes on from there."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from regie.foundation.records.threads import Orphan, add_orphan


def announce() -> None:
    """Called once, when the house starts."""
    add_orphan(Orphan("ongebruikte-bevinding", "finding", _unused, _findings))
    add_orphan(Orphan("ongebruikte-waarneming", "observation", _unseen, _observations))
    add_orphan(Orphan("kandidaat-zonder-bevinding", "candidate", _bare, _candidates))


def _findings(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Confirmed, but in no analysis, candidate or priority."""
    unused = rows.filter(state="confirmed", analyses__isnull=True)
    return unused.filter(priority_candidates__isnull=True, priorities__isnull=True)


def _unused(n: int) -> str:
    return ngettext(
        "%(n)s bevestigde bevinding is nog nergens gebruikt.",
        "%(n)s bevestigde bevindingen zijn nog nergens gebruikt.",
        n,
    ) % {"n": n}


def _observations(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Taken into the analysis, but under no finding."""
    return rows.filter(state="accepted", findings__isnull=True)


def _unseen(n: int) -> str:
    return ngettext(
        "%(n)s waarneming uit de straat hoort nog bij geen bevinding.",
        "%(n)s waarnemingen uit de straat horen nog bij geen bevinding.",
        n,
    ) % {"n": n}


def _candidates(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Still in the running, but resting on no finding."""
    return rows.filter(screened_out="", findings__isnull=True)


def _bare(n: int) -> str:
    return ngettext(
        "%(n)s kandidaat-prioriteit rust op geen bevinding.",
        "%(n)s kandidaat-prioriteiten rusten op geen bevinding.",
        n,
    ) % {"n": n}
