"""Finding out what every key in a file means: table, areas, types, periods, year."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.files import Inspected
from regie.evidence.formats.recognise import Facts, Figures, Layout, decide
from regie.evidence.formats.rules import LOCAL_LEVELS, Period, parse_period
from regie.evidence.formats.sniff import Sniffed
from regie.evidence.formats.vocabulary import names_of, share_known, translate
from regie.evidence.intake.number_marks import refuse_double_meaning
from regie.evidence.intake.places import (
    Label,
    Placed,
    YearFound,
    find_year,
    place_codes,
    place_names,
    place_rows_of_places,
)
from regie.evidence.warehouse import staging
from regie.evidence.warehouse.engine import Staging, UnreadableError
from regie.foundation.areas.rules import REAL, realm_of
from regie.foundation.records.refusals import RefusedError

AREA_LIMIT = 60_000
DATED = "date"

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
    refuse_double_meaning(stage, sniffed, found)
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
            _(
                "De perioden in dit bestand zijn niet te lezen, zoals %(example)s. "
                "Regie leest 2024, 2024JJ00, 2024MM01, 2024-01 en 2024 januari."
            ),
            example=next(iter(periods), "–"),
        )
    placed = _place(labels, found.layouts, options)
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
