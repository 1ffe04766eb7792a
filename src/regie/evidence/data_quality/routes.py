"""One offence, one year, several routes: shown side by side and never put into one series.

The sum of the neighbourhoods, the row of the municipality and the place of the same name count
the same offence in different tables and on different days, so they differ (Amsterdam, bicycle
theft 2024: 11,987, 11,980 and 11,875).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.data_quality import gathering, words
from regie.evidence.data_quality.gathering import Yearly
from regie.evidence.data_quality.listing import Source
from regie.evidence.data_quality.queries import TOTAL, Desk
from regie.evidence.sources.reading import manifest_of
from regie.ui.formats import number
from regie.ui.tables import Cell, Column, Row, Table

FAMILIES = ("offence", "nuisance")
LEVELS = {
    "neighbourhood": gettext_lazy("buurten opgeteld"),
    "district": gettext_lazy("wijken opgeteld"),
    "municipality": gettext_lazy("rij van de gemeente"),
    "place": gettext_lazy("woonplaats met dezelfde naam"),
}
SHOWN = 25


@dataclass(frozen=True)
class Route:
    """One way to a figure: a table on a level, by type and year; NaN where it says nothing."""

    source: Source
    level: str
    years: tuple[str, ...]
    categories: tuple[str, ...]
    values: np.ndarray[Any, np.dtype[np.float64]]

    @property
    def title(self) -> str:
        """ "buurten opgeteld, 47018NED"."""
        return f"{LEVELS[self.level]}"

    def at(self, category: str, year: str) -> float | None:
        """One figure; None when this route does not have it."""
        if category not in self.categories or year not in self.years:
            return None
        value = self.values[self.categories.index(category), self.years.index(year)]
        return None if np.isnan(value) else float(value)


def routes(desk: Desk, family: str) -> list[Route]:
    """Every route to the figures of this municipality; cached reads, no queries."""
    return [
        route
        for source in desk.sources
        if source.family == family and not source.own
        for level in LEVELS
        for route in _route(desk, source, level)
    ]


def _route(desk: Desk, source: Source, level: str) -> Iterator[Route]:
    manifest = manifest_of(source.main)
    if level not in manifest.levels:
        return
    if level != "place" and desk.municipality.code not in manifest.municipalities:
        return
    found = gathering.read(source, level, desk.municipality.code)
    for series in found.values():
        rows = _rows(series, level, desk.municipality.name)
        if rows:
            values = _summed(series, rows)
            yield Route(source, level, series.years, series.figures.categories, values)
        return


def _rows(series: Yearly, level: str, name: str) -> list[int]:
    """The areas that are added up; of places the one that is called like the municipality."""
    if level != "place":
        return list(range(len(series.figures.areas)))
    return [i for i, code in enumerate(series.figures.areas) if code.casefold() == name.casefold()]


def _summed(series: Yearly, rows: Sequence[int]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The sum over the areas; nothing when one of them says nothing: hidden is not zero."""
    return np.asarray(series.values[rows].sum(axis=0), dtype=np.float64)


# --- the page ------------------------------------------------------------------------------------


def page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """The routes side by side for one year; no queries."""
    family = asked.get("soort") if asked.get("soort") in FAMILIES else FAMILIES[0]
    found = routes(desk, str(family))
    years = sorted({year for route in found for year in route.years}, reverse=True)
    year = asked.get("jaar") if asked.get("jaar") in years else next(iter(years), "")
    return {
        "table": _table(found, str(year), str(family)) if len(found) > 1 else None,
        "year": year,
        "chosen": {"soort": str(family), "jaar": str(year)},
        "choices": {
            "soort": [("offence", _("Misdrijven")), ("nuisance", _("Overlast"))],
            "jaar": [(y, y) for y in years],
        },
    }


def _table(found: Sequence[Route], year: str, family: str) -> Table | None:
    names = sorted({name for route in found for name in route.categories})
    rows = sorted(
        (
            (name, [route.at(name, year) for route in found])
            for name in names
            if sum(route.at(name, year) is not None for route in found) > 1
        ),
        key=lambda item: (item[0] != TOTAL, -_spread(item[1]), item[0]),
    )
    if not rows:
        return None
    columns = (
        Column(_("Soort")),
        *(
            Column(route.title.capitalize(), numeric=True, hint=route.source.table_id)
            for route in found
        ),
        Column(_("Grootste verschil"), numeric=True),
    )
    return Table(
        _("Hetzelfde cijfer langs verschillende wegen, %(year)s") % {"year": year},
        columns,
        tuple(_row(name, values, family) for name, values in rows[:SHOWN]),
    )


def _spread(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return max(known) - min(known) if known else 0.0


def _row(name: str, values: Sequence[float | None], family: str) -> Row:
    shown = [Cell("–") if value is None else Cell(number(value)) for value in values]
    spread = _spread(values)
    return Row((words.category(name, family), *shown, number(spread) if spread else _("geen")))
