"""Which table is this? By its columns and values, never by its name or what lies beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.lookalikes import (
    OBSERVATIONS,
    expect_areas,
    refuse_description,
    what_else,
)
from regie.evidence.formats.measures import (
    MeasureColumn,
    measures_of,
    stem_of_column,
    told_year,
)
from regie.evidence.formats.misfits import misfit
from regie.evidence.formats.rules import (
    parse_header,
    same_title,
    stem,
    stem_of_title,
)
from regie.evidence.formats.sniff import Sniffed
from regie.foundation.crosswalks.address_files import address_columns
from regie.foundation.records.refusals import RefusedError
from regie.policy.tables import (
    TABLES,
    DimensionItem,
    TableItem,
)

NATIONAL_SERIES = frozenset({"crime_type_code", "incident_type_code"})
COUNTRY = "NL00"
CODE_COLUMN = "Codering"
CHANGE_COLUMN = "Indelingswijziging"
MUNICIPALITY_NAME = "Gemeentenaam"


@dataclass(frozen=True)
class Layout:
    """Where everything stands in the file, for one table it can be.

    `area` may be a column of codes or of names; `context` is a column with the name of the
    municipality beside a name; `label` a column of names beside the codes, `change` of
    boundary changes. A dimension that is
    not in the file is "" or fixed.
    `by_row` is true when every row is one area (key figures without a column of codes).
    `told_year` says that the file itself names the year of the edition, in its title.
    """

    table: TableItem
    measures: tuple[MeasureColumn, ...]
    category: str = ""
    area: str = ""
    label: str = ""
    change: str = ""
    context: str = ""
    fixed_area: str = ""
    period: str = ""
    measure_code: str = ""
    attribute: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    exported: bool = False
    by_row: bool = False
    told_year: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that has to be read."""
        names = [
            self.category,
            self.area,
            self.label,
            self.change,
            self.context,
            self.period,
            self.measure_code,
        ]
        names += [self.attribute, *self.filters, *(m.column for m in self.measures)]
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True)
class Figures:
    """A file with figures, and every table it can still be; the values decide between them."""

    layouts: tuple[Layout, ...]


@dataclass(frozen=True)
class AreaList:
    """A list of codes and names of areas."""

    code: str
    name: str


@dataclass(frozen=True)
class Boundaries:
    """Outlines of areas; the room of the areas reads them."""


@dataclass(frozen=True)
class Addresses:
    """Postcodes and house numbers with their neighbourhood; `year` when the columns say it."""

    year: int | None = None


Recognition = Figures | AreaList | Boundaries | Addresses


def recognise(sniffed: Sniffed, *, table: str = "") -> Recognition:
    """Say what the file is, or refuse with what it looks like instead.

    `table` limits the answer to one table that the deliverer named.
    """
    if sniffed.form == "geo":
        return Boundaries()
    stems = {stem(column) for column in sniffed.columns}
    for key in ("Key", "Identifier"):  # OData v3 and v4
        if {key, "Title"} <= stems:
            expect_areas(sniffed, stems, key)
            return AreaList(key, "Title")
    refuse_description(stems)
    if addresses := address_columns(sniffed.columns):
        return Addresses(addresses.year)
    if layouts := _layouts(sniffed, table):
        return Figures(layouts)
    sentence, params = what_else(sniffed, stems)
    raise RefusedError(sentence, **params)


def is_known(sniffed: Sniffed, *, table: str = "") -> bool:
    """True for figures of a table that Regie reads."""
    return sniffed.form != "geo" and bool(_layouts(sniffed, table))


def _layouts(sniffed: Sniffed, table: str) -> tuple[Layout, ...]:
    if len(sniffed.columns) < 2:
        return ()
    found = tuple(
        layout
        for item in TABLES()
        if not table or item.table_id.casefold() == table.casefold()
        if (layout := layout_of(item, sniffed))
    )
    year = told_year(sniffed.titles)
    editions = [layout for layout in found if layout.table.year]
    if not year or not editions:
        return found
    fitting = [layout for layout in editions if layout.table.year == year]
    return tuple(replace(e, told_year=True) for e in fitting or _edition_of(year, editions))


# --- figures -----------------------------------------------------------------------------------


def layout_of(item: TableItem, sniffed: Sniffed) -> Layout | None:
    """Where the parts of this table stand in the file, or None when it is another table."""
    if set(sniffed.columns) >= OBSERVATIONS:
        return _long_layout(item, sniffed)
    category = _find(item.category, sniffed.columns)
    area = _find(item.area, sniffed.columns) or _area_called(item, sniffed.columns)
    period = _find(item.period, sniffed.columns) or _period_called(item, sniffed.columns)
    national = category in NATIONAL_SERIES and not area
    if not (area or national) or bool(item.category) != bool(category):
        return None
    if not period and not item.year:
        return None
    if item.year and _find(
        DimensionItem(keys=("Perioden",), titles=("Perioden",)), sniffed.columns
    ):
        return None
    filters = _totals(item, sniffed)
    if filters is None:
        return None
    exported = _is_exported(sniffed.columns)
    code = _attribute(CODE_COLUMN, sniffed.columns) if exported and item.family == "kwb" else ""
    measures = measures_of(item, sniffed, {category, area, period})
    if not measures:
        return None
    return Layout(
        table=item,
        measures=measures,
        category=category,
        area=code or area,
        change=_attribute(CHANGE_COLUMN, sniffed.columns) if item.family == "kwb" else "",
        label=_label(item, sniffed.columns, area if code else ""),
        context="" if code else _attribute(MUNICIPALITY_NAME, sniffed.columns) * exported,
        fixed_area=COUNTRY if national else "",
        period=period,
        exported=exported,
        by_row=exported and item.family == "kwb" and not code,
        filters=filters,
    )


_PERSONS = (
    *("Geslacht", "Leeftijd", "Burgerlijke staat", "Persoonskenmerken", "Herkomst"),
    *("Kenmerken personen", "Migratieachtergrond", "Onderwijsniveau", "Nationaliteit"),
)
PERSONS = frozenset(stem_of_title(word).casefold() for word in _PERSONS)
"""Dimensions of persons: a part of them is no count of the inhabitants or of all offences."""


def _totals(item: TableItem, sniffed: Sniffed) -> dict[str, str] | None:
    """The total of every dimension of persons in the file; None when one has no total."""
    found: dict[str, str] = {}
    for column in sniffed.columns:
        name = stem_of_title(stem(column)).casefold()
        if name not in PERSONS:
            continue
        codes = {code for key, code in item.filters.items() if key.casefold() == name}
        values = dict.fromkeys(cell.strip() for cell in sniffed.sample(column))
        totals = [v for v in values if v in codes or v.casefold().startswith("totaal")]
        if len(totals) != 1:
            return None
        found[column] = totals[0]
    return found


def _label(item: TableItem, columns: Sequence[str], names: str) -> str:
    """Names beside the codes of key figures; in open data only the municipality has one."""
    return names or (_attribute(MUNICIPALITY_NAME, columns) if item.family == "kwb" else "")


def _is_exported(columns: Sequence[str]) -> bool:
    """StatLine writes titles with a unit, open data write keys with a position."""
    return any(parse_header(column).unit for column in columns)


def _find(dimension: DimensionItem | None, columns: Sequence[str]) -> str:
    if dimension is None:
        return ""
    by_key = (
        column
        for key in dimension.keys
        for column in columns
        if stem(column).casefold() == key.casefold()
    )
    by_title = (
        column for title in dimension.titles for column in columns if same_title(title, column)
    )
    return next(by_key, "") or next(by_title, "")


AREA_CODES = ("Gemeentecode", "Regiocode", "Gebiedscode", "GM code", "GMcode", "Code gemeente")
AREA_NAMES = ("Gemeente", "Gemeenten", "Gemeentenaam", "Regio", "Gebied")
PERIOD_NAMES = ("Periode", "Jaar", "Jaren", "Maand")
"""What people call the columns of a table that they put together themselves."""


def _area_called(item: TableItem, columns: Sequence[str]) -> str:
    """A column of municipalities under another name, when the table has them."""
    if "municipality" not in item.levels or item.year:
        return ""
    return _called((*AREA_CODES, *AREA_NAMES), columns)


def _period_called(item: TableItem, columns: Sequence[str]) -> str:
    return _called(PERIOD_NAMES, columns) if item.period else ""


def _called(names: Sequence[str], columns: Sequence[str]) -> str:
    return next((c for name in names for c in columns if same_title(name, c)), "")


def _attribute(name: str, columns: Sequence[str]) -> str:
    return next((column for column in columns if stem_of_column(column).startswith(name)), "")


def _long_layout(item: TableItem, sniffed: Sniffed) -> Layout | None:
    """OData v4: one row per observation, the measure in a column of its own."""
    present = set(sniffed.sample("Measure"))
    coded = [m for m in item.measures if m.code]
    area, period = _find(item.area, sniffed.columns), _find(item.period, sniffed.columns)
    if not area or not period or not any(m.code in present for m in coded):
        return None
    return Layout(
        table=item,
        measures=tuple(MeasureColumn("Value", m.stem, m.default, m.whole, m.code) for m in coded),
        area=area,
        period=period,
        measure_code="Measure",
        attribute="ValueAttribute",
        filters={k: v for k, v in item.filters.items() if k in sniffed.columns},
    )


# --- deciding between tables -------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """What the values say once the whole file has been read."""

    levels: frozenset[str]
    frequencies: frozenset[str]
    years: tuple[int, ...]
    counts: Mapping[str, int]
    known_categories: Mapping[str, float]
    category: str = ""


def decide(layouts: Sequence[Layout], facts: Facts, *, year: int | None = None) -> Layout:
    """The one table that fits the values best. Raises `RefusedError` when none or two do."""
    layouts = _same_words(layouts, facts)
    fitting = [layout for layout in layouts if _fits(layout.table, facts, year)]
    if not fitting and year:
        _refuse_other_year(layouts, year)
        fitting = _edition_of(year, layouts)
    if not fitting:
        tables = [layout.table for layout in layouts]
        raise misfit(tables, facts.levels, facts.frequencies, facts.years)
    editions = [layout for layout in fitting if layout.table.year]
    if len(editions) > 1:
        return _edition(editions, facts)
    return min(fitting, key=lambda layout: (len(layout.table.levels), layout.table.rank))


def _fits(item: TableItem, facts: Facts, year: int | None) -> bool:
    in_years = all(item.first_year <= found <= item.last_year for found in facts.years)
    return (
        facts.levels - {"unplaced"} <= set(item.levels)
        and facts.frequencies <= set(item.frequencies)
        and in_years
        and (not item.year or year in {None, item.year})
    )


def _same_words(layouts: Sequence[Layout], facts: Facts) -> Sequence[Layout]:
    """The tables of the family that knows most of the types: offences or nuisance."""
    known = {layout.table.family: facts.known_categories[layout.table.family] for layout in layouts}
    best = max(known.values())
    if not best:
        raise RefusedError(
            _(
                "Geen enkele soort in dit bestand is bekend, zoals %(example)s. Een spreadsheet "
                "maakt van een code soms een datum. Lever het bestand zoals het gedownload is."
            ),
            example=facts.category[:60] or "–",
        )
    return [layout for layout in layouts if known[layout.table.family] == best]


def _refuse_other_year(layouts: Sequence[Layout], year: int) -> None:
    told = next((layout.table.year for layout in layouts if layout.told_year), None)
    if told:
        raise RefusedError(
            _("In het bestand staat dat het over %(told)s gaat. U gaf %(year)s op."),
            told=told,
            year=year,
        )


def _edition_of(year: int, layouts: Sequence[Layout]) -> list[Layout]:
    """Key figures of a year whose table number Regie does not know: all editions look alike."""
    for layout in layouts:
        if layout.table.family == "kwb":
            changed = {
                "table_id": f"KWB{year}",
                "title": f"Kerncijfers wijken en buurten {year}",
                "year": year,
                "counts": None,
            }
            return [replace(layout, table=layout.table.model_copy(update=changed))]
    return []


def _edition(editions: Sequence[Layout], facts: Facts) -> Layout:
    for layout in editions:
        if _counts_fit(layout.table, facts):
            return layout
    raise RefusedError(
        _(
            "Dit zijn kerncijfers van wijken en buurten, maar niet te zien is van welk jaar. "
            "Geef het jaar op bij het inlezen."
        )
    )


def _counts_fit(item: TableItem, facts: Facts) -> bool:
    """True when the file has as many areas as the edition; neighbourhoods alone say enough."""
    counts = dict(item.counts or ())
    there = {kind: n for kind, n in counts.items() if n and facts.counts.get(kind)}
    small = {"neighbourhood", "district"} & there.keys()
    return bool(small) and all(facts.counts[kind] == n for kind, n in there.items())
