"""Looking up the figures of one delivery, in use or replaced: they stay addressable."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from regie.evidence.formats.rules import LOCAL_LEVELS, Frequency, State
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.reading import Wanted, manifest_of
from regie.evidence.vintages import words
from regie.evidence.vintages.stored import figures_of
from regie.evidence.warehouse.cube import Figures
from regie.evidence.warehouse.manifest import Manifest
from regie.foundation.areas import queries as areas
from regie.policy.denominators import DENOMINATORS
from regie.ui.formats import number, period
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
EDITIONS = "kwb"
INSIDE = LOCAL_LEVELS | {"municipality"}
YEARS = "jaren"
MEASURES = 25
"""A key-figures edition has a hundred columns; the page shows the first, the CSV all."""


@dataclass(frozen=True)
class Chosen:
    """What is shown of a delivery: a level, an area, and years or the months of one year."""

    level: str
    area: str
    year: str

    @property
    def frequency(self) -> Frequency:
        """Years, or the months of a year."""
        return "year" if self.year == YEARS else "month"


def levels_in(manifest: Manifest, municipality: str) -> list[str]:
    """The levels that can be looked up here, the municipality's own first."""
    order = ("municipality", "district", "neighbourhood", "country", "province", "region", "place")
    inside = municipality in manifest.municipalities
    return [x for x in order if x in manifest.levels and (inside or x not in INSIDE)]


def years_in(manifest: Manifest) -> list[str]:
    """ "jaren" when there are yearly figures, and every year with months, the newest first."""
    months = sorted({p.code[:4] for p in manifest.of_frequency("month")}, reverse=True)
    return [*([YEARS] if manifest.of_frequency("year") else []), *months]


def page(delivery: Delivery, municipality: str, asked: Mapping[str, str]) -> Page:
    """The explorer of one delivery. 1 query for names."""
    manifest = manifest_of(delivery)
    levels, years = levels_in(manifest, municipality), years_in(manifest)
    if not levels or not years:
        return {"table": None, "choices": {}, "chosen": {}}
    level = asked.get("niveau") if asked.get("niveau") in levels else levels[0]
    year = asked.get("jaar") if asked.get("jaar") in years else years[0]
    first = _cube(delivery, manifest.measures[0], Chosen(str(level), "", str(year)), municipality)
    places = first.areas
    area = asked.get("gebied") if asked.get("gebied") in places else next(iter(places), "")
    chosen = Chosen(str(level), str(area), str(year))
    names = areas.names(places, realm=manifest.realm)
    return {
        "table": _table(delivery, manifest, chosen, municipality, names) if area else None,
        "chosen": {"niveau": chosen.level, "gebied": chosen.area, "jaar": chosen.year},
        "area_name": names.get(chosen.area, chosen.area),
        "choices": {
            "niveau": [(name, words.level(name)) for name in levels],
            "gebied": [(code, names.get(code, code)) for code in places],
            "jaar": [(y, _("Jaren") if y == YEARS else y) for y in years],
        },
    }


def _cube(delivery: Delivery, measure: str, chosen: Chosen, municipality: str) -> Figures:
    home = municipality if chosen.level in INSIDE else None
    return figures_of(delivery, Wanted(measure, chosen.level, home, None, None, chosen.frequency))


def _measures(manifest: Manifest) -> Sequence[str]:
    """The measures on the page: those Regie divides by first, then the others."""
    if manifest.family != EDITIONS:
        return manifest.measures[:MEASURES]
    known = [item.stems.get(EDITIONS, "") for item in DENOMINATORS()]
    first = [name for name in known if name in manifest.measures]
    return [*first, *(m for m in manifest.measures if m not in first)][:MEASURES]


def _table(
    delivery: Delivery,
    manifest: Manifest,
    chosen: Chosen,
    municipality: str,
    names: Mapping[str, str],
) -> Table:
    rows: list[Row] = []
    periods: Sequence[str] = ()
    statuses: Sequence[str] = ()
    for measure in _measures(manifest):
        cube = _cube(delivery, measure, chosen, municipality)
        at = [i for i, code in enumerate(cube.periods) if _shown(code, chosen)][::-1]
        periods, statuses = [cube.periods[i] for i in at], [cube.period_status[i] for i in at]
        rows += _rows(cube, measure, chosen.area, at, manifest.family)
    columns = (
        Column(_("Soort")),
        *(
            Column(
                period(code, short=True),
                numeric=True,
                hint="" if status == "definitive" else _("voorlopig"),
            )
            for code, status in zip(periods, statuses, strict=True)
        ),
    )
    caption = _("%(area)s volgens levering %(id)s") % {
        "area": names.get(chosen.area, chosen.area),
        "id": delivery.pk,
    }
    return Table(caption, columns, tuple(rows))


def _shown(code: str, chosen: Chosen) -> bool:
    return chosen.year == YEARS or code[:4] == chosen.year


def _rows(cube: Figures, measure: str, area: str, at: Sequence[int], family: str) -> Iterator[Row]:
    if area not in cube.areas:
        return
    row = cube.areas.index(area)
    for column, category in enumerate(cube.categories):
        cells = [_value(cube.values[row, column, i], int(cube.states[row, column, i])) for i in at]
        yield Row((Cell(words.kind((measure, category), family)), *cells))


def _value(value: float, state: int) -> str:
    """A number, or its state in a word: hidden is not zero."""
    if not np.isnan(value):
        return number(value, 0 if float(value).is_integer() else 1)
    return {
        State.HIDDEN: _("afgeschermd"),
        State.UNKNOWN: _("onbekend"),
        State.IMPOSSIBLE: _("kan niet"),
    }.get(State(state), "–")


HEADER = ("delivery", "measure", "type", "area", "period", "status", "value", "state")


def every_figure(delivery: Delivery, municipality: str, level: str) -> Iterator[tuple[str, ...]]:
    """Each figure of one level of this vintage, with its state; a line says which delivery."""
    manifest = manifest_of(delivery)
    yield HEADER
    for measure in manifest.measures:
        for frequency in ("year", "month"):
            mark = YEARS if frequency == "year" else ""
            if manifest.of_frequency("year" if mark else "month"):
                chosen = Chosen(level, "", mark)
                yield from _lines(delivery, measure, _cube(delivery, measure, chosen, municipality))


def _lines(delivery: Delivery, measure: str, cube: Figures) -> Iterator[tuple[str, ...]]:
    for a, area in enumerate(cube.areas):
        for c, category in enumerate(cube.categories):
            for p, code in enumerate(cube.periods):
                value, state = cube.values[a, c, p], State(int(cube.states[a, c, p]))
                yield (
                    str(delivery.pk),
                    measure,
                    category,
                    area,
                    code,
                    cube.period_status[p],
                    "" if np.isnan(value) else f"{value:g}",
                    state.name.lower(),
                )


def replaced_sentence(delivery: Delivery) -> str:
    """What stands above figures that are not in use any more."""
    newer = delivery.replaced_by
    if newer is None:
        return ""
    when = newer.vintage or newer.received_at
    return _("Deze cijfers zijn vervangen door levering %(id)s van %(day)s.") % {
        "id": newer.pk,
        "day": words.day(when),
    }


def heading(delivery: Delivery) -> str:
    """Which delivery this is."""
    title = delivery.dataset.title if delivery.dataset else delivery.file_name
    return _("Cijfers van levering %(id)s: %(title)s") % {"id": delivery.pk, "title": title}


def periods_of(delivery: Delivery) -> str:
    """ "2012 – 2025"."""
    return f"{period(delivery.first_period)} – {period(delivery.last_period)}"
