"""What a new vintage says differently from the one it replaces."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from django.utils.translation import gettext_noop as _

from regie.evidence.intake.findings import Finding
from regie.evidence.intake.scope import Scope, covers, scope_from_json
from regie.evidence.intake.storing import ImportResult
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.reading import Wanted, cube_of, manifest_of

TOTAL = "0.0.0"
TOP = ("country", "municipality", "district", "neighbourhood")
SHOWN = 20


def revisions(result: ImportResult, scope: Scope, in_use: Iterable[Delivery]) -> Iterator[Finding]:
    """Per replaced delivery: in which years the sum changed, and how much."""
    for other in in_use:
        theirs = scope_from_json(other.coverage)
        if theirs is None or not covers(scope, theirs):
            continue
        level = next((x for x in TOP if x in theirs.levels and x in scope.levels), "")
        if level:
            yield _compare(other, _old_sums(other, level), _new_sums(result, theirs, level))


def _categories(scope: Scope) -> tuple[str, ...]:
    return (TOTAL,) if TOTAL in scope.categories else scope.categories


def _old_sums(delivery: Delivery, level: str) -> dict[str, float]:
    """The sum per period of the old vintage, of its total or of its types together."""
    manifest = manifest_of(delivery)
    categories = (TOTAL,) if TOTAL in manifest.categories else manifest.categories
    found: dict[str, float] = {}
    for frequency in ("year", "month"):
        wanted = Wanted(manifest.measures[0], level, None, None, categories, frequency)
        cube = cube_of(delivery, wanted)
        sums = np.nansum(cube.values, axis=(0, 1))
        found |= dict(zip(cube.periods, (float(value) for value in sums), strict=True))
    return found


def _new_sums(result: ImportResult, theirs: Scope, level: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for category in _categories(theirs):
        for period, value in result.sums.get((level, category), {}).items():
            found[period] = found.get(period, 0.0) + value
    return found


def _compare(other: Delivery, old: Mapping[str, float], new: Mapping[str, float]) -> Finding:
    rows = [
        {"period": p, "old": old[p], "new": new[p], "difference": new[p] - old[p]}
        for p in sorted(old.keys() & new.keys())
        if old[p] != new[p]
    ]
    fresh = sorted(new.keys() - old.keys())
    return Finding(
        "revisions",
        "note",
        _(
            "Vergeleken met levering %(id)s: nieuwe perioden %(fresh)s, "
            "perioden met een ander totaal %(changed)s."
        ),
        _("Regie neemt de hele reeks van de nieuwe levering en mengt geen standen."),
        {"id": str(other.pk), "fresh": len(fresh), "changed": len(rows)},
        tuple(rows[-SHOWN:]),
    )
