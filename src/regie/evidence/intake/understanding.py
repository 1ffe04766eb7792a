"""Finding out what every key in a file means: table, areas, types, periods, year."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.files import Inspected
from regie.evidence.formats.measures import stem_of_column
from regie.evidence.formats.recognise import Facts, Figures, Layout, decide
from regie.evidence.formats.rules import LOCAL_LEVELS, Period
from regie.evidence.formats.sniff import Sniffed
from regie.evidence.formats.spelled_periods import first_day, read_period
from regie.evidence.formats.vocabulary import names_of, share_known, translate
from regie.evidence.intake import number_marks
from regie.evidence.intake.findings import Finding
from regie.evidence.warehouse import staging
from regie.evidence.warehouse.engine import Staging, UnreadableError
from regie.evidence.whereabouts.places import (
    Label,
    Placed,
    YearFound,
    find_year,
    place_codes,
    place_names,
    place_rows_of_places,
)
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import REAL, realm_of
from regie.foundation.records.refusals import RefusedError

AREA_LIMIT = 60_000
DATED = "date"
SHOWN = 20
ATTRIBUTES = ("Gemeentenaam", "SoortRegio", "Codering", "Indelingswijziging")
"""Columns that describe an area; they are no figures."""

Tick = Callable[[str, float], None]


@dataclass(frozen=True)
class Options:
    """What the deliverer said about the file; everything may be left out."""

    table: str = ""
    year: int | None = None
    classification: int | None = None
    municipality: str = ""


@dataclass(frozen=True)
class Understood:
    """The file, understood: table, realm and the meaning of every key in it."""

    layout: Layout
    placed: Placed
    year: YearFound
    categories: Mapping[str, str]
    unknown_categories: tuple[tuple[str, int], ...]
    periods: Mapping[str, Period]
    unknown_periods: tuple[tuple[str, int], ...]
    names: Mapping[str, str]
    changes: Mapping[str, str]
    area_rows: Mapping[str, int]

    @property
    def axis(self) -> tuple[Period, ...]:
        """The periods in order: years first, then quarters and months, each in order of time."""
        marks = {"JJ": 0, "KW": 1, "MM": 2}
        distinct = {period.code: period for period in self.periods.values()}
        return tuple(sorted(distinct.values(), key=lambda p: (marks[p.code[4:6]], p.code)))

    @property
    def category_axis(self) -> tuple[str, ...]:
        """The category codes in order."""
        return tuple(sorted(set(self.categories.values())))


class Loaded(NamedTuple):
    """How many rows were staged, and what the report has to tell about reading them."""

    rows: int
    notes: tuple[Finding, ...]


def load(
    stage: Staging, sniffed: Sniffed, inspected: Inspected, found: Figures, *, tick: Tick
) -> Loaded:
    """Stage the file. Raises `RefusedError`."""
    source = staging.Source(
        sniffed.form, inspected.path, sniffed.columns, sniffed.delimiter, sniffed.header_line
    )
    columns = list(dict.fromkeys(c for layout in found.layouts for c in layout.columns))
    sql = staging.load(source, columns, found.layouts[0].filters)
    try:
        stage.watch(sql, lambda share: tick("load", 0.1 + 0.4 * share))
    except UnreadableError as error:
        raise _unreadable(str(error)) from error
    rows = int(stage.run("SELECT count(*) FROM raw")[0][0])
    if not rows:
        raise RefusedError(_("Dit bestand heeft een kop, maar geen rijen met cijfers."))
    notes = number_marks.settle(stage, sniffed, found)
    return Loaded(rows, (*_unread_columns(sniffed, found), *notes))


def understand(stage: Staging, found: Figures, options: Options) -> Understood:
    """Find out what every key in the staged file means. Raises `RefusedError`."""
    first = found.layouts[0]
    if first.fixed_area and first.period == DATED:
        stage.run(staging.year_rows(first.category, first.period, first.measures[0].column))
    categories = _distinct(stage, first.category)
    periods = _distinct(stage, first.period)
    labels, area_rows = _labels(stage, first)
    if len(labels) > AREA_LIMIT:
        raise RefusedError(_("Dit bestand heeft te veel verschillende gebieden voor een tabel."))
    read = _periods(periods, found.layouts)
    if first.period and not read[0]:
        raise RefusedError(
            _(
                "De perioden in dit bestand zijn niet te lezen, zoals %(example)s. "
                "Regie leest 2024, 2024JJ00, 2024MM01, 2024-01 en 2024 januari."
            ),
            example=next(iter(periods), "–"),
        )
    placed = _place(labels, found.layouts, options)
    if not placed.known:
        raise RefusedError(
            _(
                "Geen enkel gebied in dit bestand is gevonden, zoals %(example)s. Lever het "
                "bestand met codes (GM0344), of met de namen die het CBS gebruikt."
            ),
            example=next((label.text[:60] for label in labels if label.text), "–"),
        )
    layout = decide(found.layouts, _facts(placed, read[0], categories, found), year=options.year)
    known, unknown = translate(categories, names_of(layout.table))
    codes = read[0] if layout.period else {"": Period(f"{layout.table.year}JJ00")}
    return Understood(
        layout=layout,
        placed=placed,
        year=_year(layout, placed, codes, options),
        categories=known if layout.category else {"": ""},
        unknown_categories=tuple((key, categories[key]) for key in unknown),
        periods=_with_status(codes, layout),
        unknown_periods=tuple((key, periods[key]) for key in read[1]),
        names=_names(stage, layout, placed),
        changes=_changes(stage, layout, placed),
        area_rows=area_rows,
    )


# --- parts -----------------------------------------------------------------------------------


_LINE = re.compile(r"CSV Error on Line: (\d+)")


def _unreadable(message: str) -> RefusedError:
    """What the engine met, in words; with the line when it says one."""
    found = _LINE.search(message)
    if found and "Expected Number of Columns" in message:
        return RefusedError(
            _(
                "Regel %(line)s heeft een ander aantal cellen dan de kop. Staat er een tweede "
                "tabel of een toelichting onder? Haal die weg en lever het bestand opnieuw."
            ),
            line=found[1],
        )
    if found:
        return RefusedError(
            _(
                "Regel %(line)s is niet te lezen. Er ontbreekt een aanhalingsteken, of het bestand "
                "is niet helemaal binnen. Download het opnieuw."
            ),
            line=found[1],
        )
    return RefusedError(
        _("Dit bestand is beschadigd of niet helemaal binnen. Download het opnieuw.")
    )


def _unread_columns(sniffed: Sniffed, found: Figures) -> tuple[Finding, ...]:
    """What stands in the file and plays no part in the table."""
    used = {column for layout in found.layouts for column in layout.columns}
    known = [a for layout in found.layouts for a in layout.table.attributes]
    left = [
        column
        for column in sniffed.columns
        if column not in used
        if column.strip("# 0123456789") not in {"", "ID", "Id", "StringValue"}
        if not stem_of_column(column).startswith((*known, *ATTRIBUTES))
    ]
    if not left:
        return ()
    sentence = _("Kolommen die niet bij deze tabel horen: %(count)s.")
    action = _("Regie leest ze niet. Er gaan geen cijfers van deze tabel verloren.")
    rows = tuple({"label": column[:80]} for column in left[:SHOWN])
    return (Finding("columns_unread", "note", sentence, action, {"count": len(left)}, rows),)


def _distinct(stage: Staging, column: str) -> dict[str, int]:
    if not column:
        return {}
    return {str(key): int(count) for key, count, _ in stage.run(staging.distinct(column))}


def _labels(stage: Staging, layout: Layout) -> tuple[list[Label], dict[str, int]]:
    if not layout.area:
        return [Label("", layout.fixed_area)], {}
    if layout.by_row:
        found = stage.run(staging.rows_of(layout.area, layout.context))
        return [Label(str(row), text, context) for row, text, context in found], {}
    counts = _distinct(stage, layout.area)
    return [Label(key, key) for key in counts if key], counts


def _place(labels: Sequence[Label], layouts: Sequence[Layout], options: Options) -> Placed:
    if all(layout.table.levels == ("place",) for layout in layouts):
        return place_rows_of_places(labels)
    placed = place_codes(labels)
    if placed is not None:
        return placed
    year = options.classification or _edition_year(layouts, options)
    upper = not any(LOCAL_LEVELS & set(layout.table.levels) for layout in layouts)
    realm = realm_of(options.municipality) if options.municipality else REAL
    at_home = partial(
        place_names, labels, year=year, municipality=options.municipality, realm=realm, upper=upper
    )
    if realm == REAL:
        return at_home()
    try:
        here: Placed | None = at_home()
    except RefusedError:
        here = None
    if here and here.known:
        return here
    # Somebody of the fictitious country tries a file of the real one.
    abroad = place_names(labels, year=year, upper=upper) if areas.newest(REAL) else None
    return abroad if abroad and abroad.known else at_home()


def _names(stage: Staging, layout: Layout, placed: Placed) -> dict[str, str]:
    """What a yearly edition calls its areas, by code; a code without a name is its own name."""
    if not layout.table.year or layout.by_row:
        return {}
    named = dict(stage.run(staging.pairs(layout.area, layout.label))) if layout.label else {}
    names = {}
    for key, place in placed.known.items():
        own = layout.exported or place.level in {"country", "municipality"}
        names[place.code] = (named.get(key) if own else None) or place.code
    return names


def _changes(stage: Staging, layout: Layout, placed: Placed) -> dict[str, str]:
    """Areas whose code (2) or border (3) changed since the year before, as CBS flags them."""
    if not layout.change or layout.by_row:
        return {}
    flags = dict(stage.run(staging.pairs(layout.area, layout.change)))
    return {
        place.code: flags[key]
        for key, place in placed.known.items()
        if flags.get(key) in {"2", "3"}
    }


def _edition_year(layouts: Sequence[Layout], options: Options) -> int | None:
    years = {layout.table.year for layout in layouts}
    return options.year if options.year in years else years.pop() if len(years) == 1 else None


def _periods(
    keys: Mapping[str, int], layouts: Sequence[Layout]
) -> tuple[dict[str, Period], list[str]]:
    years = _dates_are_years(keys, layouts)
    read = {key: read_period(key, dates_are_years=years) for key in keys}
    known = {key: period for key, period in read.items() if period}
    return known, [key for key, period in read.items() if period is None]


def _dates_are_years(keys: Mapping[str, int], layouts: Sequence[Layout]) -> bool:
    """Whether 1 January stands for the whole year. Raises `RefusedError` when nobody can tell."""
    dates = {day for key in keys if (day := first_day(key))}
    kinds = {kind for layout in layouts for kind in layout.table.frequencies}
    if not dates or any(day[5:7] != "01" for day in dates) or layouts[0].period == DATED:
        return "month" not in kinds
    if {"year", "month"} <= kinds:
        raise RefusedError(
            _(
                "Alle perioden zijn een datum op 1 januari, zoals %(example)s. Dat kan het hele "
                "jaar zijn, of de maand januari. Zet er het jaar (2024) of de maand "
                "(2024 januari) neer en lever het bestand opnieuw."
            ),
            example=next(key for key in keys if first_day(key)),
        )
    return "month" not in kinds


def _facts(
    placed: Placed, periods: Mapping[str, Period], categories: Mapping[str, int], found: Figures
) -> Facts:
    counts = placed.counts()
    families = {layout.table.family for layout in found.layouts}
    return Facts(
        levels=frozenset(counts),
        frequencies=frozenset(str(period.frequency) for period in periods.values()),
        years=tuple(sorted({period.year for period in periods.values()})),
        counts=counts,
        known_categories={family: share_known(categories, family) for family in families},
        category=next(iter(categories), ""),
    )


def _year(
    layout: Layout, placed: Placed, periods: Mapping[str, Period], options: Options
) -> YearFound:
    """The classification year: of the edition, of the newest period, or as the codes say."""
    if layout.table.year:
        return YearFound(layout.table.year, given=True)
    if layout.table.classification == "own_year":
        return YearFound(max(period.year for period in periods.values()), given=True)
    return find_year(placed, options.classification)


def _with_status(periods: Mapping[str, Period], layout: Layout) -> dict[str, Period]:
    """Mark the newest periods that the publisher says it still changes."""
    table = layout.table
    newest: set[str] = set()
    for mark, count in (("JJ", table.provisional_years), ("MM", table.provisional_months)):
        codes = sorted({p.code for p in periods.values() if p.code[4:6] == mark})
        newest.update(codes[len(codes) - min(count, max(0, len(codes) - 1)) :])
    return {
        key: Period(p.code, "provisional") if p.code in newest and p.status == "definitive" else p
        for key, p in periods.items()
    }
