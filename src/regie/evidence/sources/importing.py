"""Reading a file with figures into Parquet: stage, understand, check, write. No database rows.

Everything happens in a staging folder; the caller gives the result its name, or throws it away.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from regie.evidence.sources import check_sql, staging
from regie.evidence.sources.manifest import Manifest, PeriodEntry
from regie.evidence.sources.places import (
    Label,
    Place,
    Placed,
    YearFound,
    find_year,
    place_codes,
    place_names,
    place_rows_of_places,
)
from regie.evidence.sources.readers.files import Inspected
from regie.evidence.sources.readers.recognise import Facts, Figures, Layout, decide
from regie.evidence.sources.readers.refusals import RefusedError
from regie.evidence.sources.readers.sniff import Sniffed
from regie.evidence.sources.rules import EMPTY_MEANS, LOCAL_LEVELS, Period, State, parse_period
from regie.evidence.sources.vocabulary import hidden_of, names_of, share_known, translate
from regie.evidence.sources.warehouse import Staging, UnreadableError
from regie.foundation.areas.rules import REAL, realm_of

BLANK_IS = State.IMPOSSIBLE  # CBS, symbols: an empty cell in an export is a figure that cannot be
AREA_LIMIT = 60_000
DATED = "date"
NAMED = (
    ("dim_measure", ("code",)),
    ("dim_category", ("code",)),
    ("dim_period", ("code",)),
    ("dim_area", ("code", "level", "municipality")),
)

Tick = Callable[[str, float], None]


Sums = Mapping[tuple[str, str], Mapping[str, float]]
"""(level, type) to period to the sum of the first measure."""


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


@dataclass(frozen=True)
class ImportResult:
    """What was written, and the counts and sums that the quality report is made of."""

    understood: Understood
    manifest: Manifest
    folder: Path
    rows: int
    used_rows: int
    repeated: int
    sums: Sums


def load(
    stage: Staging, sniffed: Sniffed, inspected: Inspected, found: Figures, *, tick: Tick
) -> int:
    """Stage the file; answers the number of rows. Raises `RefusedError`."""
    source = staging.Source(
        sniffed.form, inspected.path, sniffed.columns, sniffed.delimiter, sniffed.header_line
    )
    columns = list(dict.fromkeys(c for layout in found.layouts for c in layout.columns))
    sql = staging.load(source, columns, found.layouts[0].filters)
    try:
        stage.watch(sql, lambda share: tick("load", 0.1 + 0.4 * share))
    except UnreadableError as error:
        raise RefusedError(
            _("Dit bestand is beschadigd of niet helemaal binnen. De lezer meldt: %(message)s"),
            message=_first_line(str(error)),
        ) from error
    rows = int(stage.run("SELECT count(*) FROM raw")[0][0])
    if not rows:
        raise RefusedError(_("Dit bestand heeft een kop, maar geen rijen met cijfers."))
    return rows


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
    read = _periods(periods, first)
    if first.period and not read[0]:
        raise RefusedError(
            _("De perioden in dit bestand zijn niet te lezen, zoals %(example)s."),
            example=next(iter(periods), "–"),
        )
    placed = _place(labels, found.layouts, options)
    layout = decide(found.layouts, _facts(placed, read[0], categories, found), year=options.year)
    known, unknown = translate(categories, names_of(layout.table))
    if layout.category and not known:
        raise RefusedError(_("Geen enkele soort in dit bestand is bekend."))
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


def write(
    stage: Staging, understood: Understood, rows: int, decimal: str, *, tick: Tick
) -> ImportResult:
    """Make cells, check them, and write Parquet into the staging folder. Raises `RefusedError`."""
    _put_maps(stage, understood)
    figures = _figures(understood.layout)
    tick("cells", 0.5)
    stage.run(staging.cells(_roles(understood.layout), figures, decimal))
    _refuse_wrong(stage, understood.layout)
    tick("check", 0.65)
    repeated = _settle_repeats(stage, understood)
    stage.run(staging.runs())
    tick("write", 0.8)
    folder = stage.folder / "ready"
    folder.mkdir()
    for local in (False, True):
        part = "local" if local else "upper"
        stage.run(staging.write_cells(folder / f"{part}_cells.parquet", local=local))
        stage.run(staging.write_observed(folder / f"{part}_observed.parquet", local=local))
    long = bool(understood.layout.measure_code)
    used = int(stage.run(staging.used_rows(long=long))[0][0]) + repeated
    manifest = _manifest(understood, rows)
    manifest.write(folder)
    tick("report", 0.95)
    return ImportResult(understood, manifest, folder, rows, used, repeated, _sums(stage))


# --- staging -----------------------------------------------------------------------------------


def _first_line(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return " ".join(lines[:3])[:200]


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
    realm = realm_of(options.municipality) if options.municipality else REAL
    upper = not any(LOCAL_LEVELS & set(layout.table.levels) for layout in layouts)
    return place_names(
        labels, year=year, municipality=options.municipality, realm=realm, upper=upper
    )


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


def _periods(keys: Mapping[str, int], layout: Layout) -> tuple[dict[str, Period], list[str]]:
    known: dict[str, Period] = {}
    unknown: list[str] = []
    yearly = "month" not in layout.table.frequencies
    for key in keys:
        period = parse_period(key, dates_are="year" if yearly else "month")
        if period is None:
            unknown.append(key)
        else:
            known[key] = period
    return known, unknown


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


# --- keys to numbers -----------------------------------------------------------------------------


def _put_maps(stage: Staging, understood: Understood) -> None:
    _put_areas(stage, understood.placed)
    hidden = hidden_of(understood.layout.table)
    ids = {code: i for i, code in enumerate(understood.category_axis)}
    stage.put("dim_category", ("id", "code"), [(i, code) for code, i in ids.items()])
    stage.put(
        "map_category",
        ("key", "id", "hidden"),
        [(key, ids[code], code in hidden) for key, code in understood.categories.items()],
    )
    axis = understood.axis
    places = {period.code: i for i, period in enumerate(axis)}
    stage.put("dim_period", ("id", "code"), [(i, period.code) for i, period in enumerate(axis)])
    stage.put(
        "map_period",
        ("key", "id"),
        [(key, places[period.code]) for key, period in understood.periods.items()],
    )
    words = staging.words(len(axis))
    stage.put(
        "period_bits",
        ("id", *(f"w{w}" for w in range(words))),
        [(i, *staging.bits(i, words)) for i in range(len(axis))],
    )
    measures = understood.layout.measures
    stage.put("dim_measure", ("id", "code"), [(i, m.stem) for i, m in enumerate(measures)])
    stage.put(
        "map_measure",
        ("key", "id", "empty"),
        [(m.code, i, int(EMPTY_MEANS[m.default])) for i, m in enumerate(measures)],
    )
    for table, columns in NAMED:
        for statement in staging.names_as_enum(table, columns):
            stage.run(statement)


def _put_areas(stage: Staging, placed: Placed) -> None:
    places = sorted(set(placed.known.values()), key=lambda p: (p.municipality, p.code))
    ids = {place.code: i for i, place in enumerate(places)}
    ranks = {code: i for i, code in enumerate(sorted({p.municipality for p in places}))}
    stage.put(
        "dim_area",
        ("id", "code", "level", "municipality", "rank", "local"),
        [
            (ids[p.code], p.code, p.level, p.municipality, ranks[p.municipality], _is_local(p))
            for p in places
        ],
    )
    stage.put(
        "map_area",
        ("key", "id", "local"),
        [(key, ids[place.code], _is_local(place)) for key, place in placed.known.items()],
    )


def _sums(stage: Staging) -> Sums:
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for level, category, period, value in stage.run(check_sql.sums(0)):
        found[level, category][period] = float(value)
    return found


def _is_local(place: Place) -> bool:
    return place.level in LOCAL_LEVELS


def _roles(layout: Layout) -> staging.Roles:
    return staging.Roles(
        category=layout.category,
        area=layout.area,
        period=layout.period,
        measure_code=layout.measure_code,
        attribute=layout.attribute,
        by_row=layout.by_row,
    )


def _figures(layout: Layout) -> list[staging.Figure]:
    return [
        staging.Figure(m.column, i, BLANK_IS if layout.exported else EMPTY_MEANS[m.default])
        for i, m in enumerate(layout.measures)
    ]


# --- checks that refuse --------------------------------------------------------------------------


def _refuse_wrong(stage: Staging, layout: Layout) -> None:
    unreadable = stage.run(staging.UNREADABLE_ROWS)
    if unreadable:
        raise RefusedError(
            _("%(count)s waarden zijn geen getal. De eerste staan in rij %(rows)s."),
            count=unreadable[0][-1],
            rows=_rows_of(unreadable),
        )
    whole = [i for i, measure in enumerate(layout.measures) if measure.whole]
    wrong = stage.run(staging.wrong_counts(whole))
    if wrong:
        raise RefusedError(
            _(
                "Een aantal is heel en nooit negatief. %(count)s waarden zijn dat niet, zoals "
                "%(value)s. De eerste staan in rij %(rows)s."
            ),
            count=wrong[0][-1],
            value=f"{wrong[0][1]:g}".replace(".", ","),
            rows=_rows_of(wrong),
        )


def _rows_of(found: Sequence[tuple[object, ...]]) -> str:
    """Rows as a person counts them in the file: the header is row 1."""
    return ", ".join(str(int(str(row[0])) + 2) for row in found)


def _settle_repeats(stage: Staging, understood: Understood) -> int:
    """Drop rows that say the same twice; refuse rows that contradict. Answers how many dropped."""
    words = staging.words(len(understood.axis))
    stage.run(staging.series(words))
    stage.run(staging.repeated(words))
    if not stage.run("SELECT 1 FROM repeated LIMIT 1"):
        return 0
    conflicts = stage.run(staging.conflicts())
    if conflicts:
        category, area, period, first, second, count = conflicts[0]
        raise RefusedError(
            _(
                "%(count)s cijfers staan er twee keer in met verschillende waarden. Het eerste: "
                "%(key)s, in de rijen %(first)s en %(second)s. "
                "Lever het bestand zonder dubbele rijen."
            ),
            count=count,
            key=" ".join(str(part) for part in (area, category, period) if part),
            first=int(first) + 2,
            second=int(second) + 2,
        )
    repeated = int(stage.run(staging.REPEATED_ROWS)[0][0])
    stage.run(staging.DROP_REPEATS)
    stage.run(staging.series(words))
    return repeated


# --- the manifest --------------------------------------------------------------------------------


def _manifest(understood: Understood, rows: int) -> Manifest:
    layout, placed = understood.layout, understood.placed
    own = layout.table.classification == "own_year"
    counts: Counter[str] = placed.counts()
    return Manifest(
        table_id=layout.table.table_id,
        family=layout.table.family,
        realm=placed.realm,
        measures=tuple(measure.stem for measure in layout.measures),
        categories=understood.category_axis,
        periods=tuple(
            PeriodEntry(p.code, p.status, p.year if own else understood.year.year)
            for p in understood.axis
        ),
        levels=dict(counts),
        municipalities=tuple(
            sorted({p.municipality for p in placed.known.values() if p.level != "unplaced"} - {""})
        ),
        rows=rows,
    )
