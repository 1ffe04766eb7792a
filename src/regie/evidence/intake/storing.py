"""Writing an understood file: keys become numbers, values are checked, Parquet is written.

Everything happens in a staging folder; the caller gives the result its name, or throws it away.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.recognise import Layout
from regie.evidence.formats.rules import EMPTY_MEANS, LOCAL_LEVELS, State
from regie.evidence.formats.vocabulary import hidden_of
from regie.evidence.intake.probe import UnfitError
from regie.evidence.intake.understanding import Tick, Understood
from regie.evidence.warehouse import check_sql, staging
from regie.evidence.warehouse.engine import Staging
from regie.evidence.warehouse.manifest import Manifest, PeriodEntry
from regie.evidence.whereabouts.places import (
    Place,
    Placed,
)
from regie.foundation.records.refusals import RefusedError

EXAMPLE = 20
"""So much of a value that is no number is repeated: a text may say more than a refusal should."""
BLANK_IS = State.IMPOSSIBLE  # CBS, symbols: an empty cell in an export is a figure that cannot be
NAMED = (
    ("dim_measure", ("code",)),
    ("dim_category", ("code",)),
    ("dim_period", ("code",)),
    ("dim_area", ("code", "level", "municipality")),
)


Sums = Mapping[tuple[str, str], Mapping[str, float]]
"""(level, type) to period to the sum of the first measure."""


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


def write(
    stage: Staging, understood: Understood, rows: int, decimal: str, *, tick: Tick
) -> ImportResult:
    """Make cells, check them, and write Parquet into the staging folder. Raises `RefusedError`."""
    put_maps(stage, understood)
    tick("cells", 0.5)
    stage.run(staging.cells(_roles(understood.layout), figures_of(understood.layout), decimal))
    return finish(stage, understood, rows, tick=tick)


def finish(
    stage: Staging, understood: Understood, rows: int, *, table: str = "cells", tick: Tick
) -> ImportResult:
    """Check the cells and write them; raises `RefusedError`.

    `table` is where they stand; with another than "cells" equal rows raise `UnfitError`.
    """
    _refuse_wrong(stage, understood.layout, table)
    withheld = _withhold(stage, understood, table)
    tick("check", 0.65)
    repeated = _settle_repeats(stage, understood, table)
    stage.run(staging.runs())
    tick("write", 0.8)
    folder = stage.folder / "ready"
    folder.mkdir()
    for local in (False, True):
        part = "local" if local else "upper"
        stage.run(staging.write_cells(folder / f"{part}_cells.parquet", local=local))
        stage.run(staging.write_observed(folder / f"{part}_observed.parquet", local=local))
    long = bool(understood.layout.measure_code)
    used = int(stage.run(check_sql.used_rows(long=long))[0][0]) + repeated
    manifest = _manifest(understood, rows, withheld)
    manifest.write(folder)
    tick("report", 0.95)
    return ImportResult(understood, manifest, folder, rows, used, repeated, _sums(stage))


# --- keys to numbers -----------------------------------------------------------------------------


def put_maps(stage: Staging, understood: Understood) -> None:
    """Write down which key of the file means which area, type, period and measure."""
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
    """The areas in the order of their ids: the upper levels first, then by municipality."""
    places = sorted(set(placed.known.values()), key=lambda p: (is_local(p), p.municipality, p.code))
    ids = {place.code: i for i, place in enumerate(places)}
    ranks = {code: i for i, code in enumerate(sorted({p.municipality for p in places}))}
    stage.put(
        "dim_area",
        ("id", "code", "level", "municipality", "rank", "local"),
        [
            (ids[p.code], p.code, p.level, p.municipality, ranks[p.municipality], is_local(p))
            for p in places
        ],
    )
    stage.put(
        "map_area",
        ("key", "id", "local"),
        [(key, ids[place.code], is_local(place)) for key, place in placed.known.items()],
    )


def _sums(stage: Staging) -> Sums:
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for level, category, period, value in stage.run(check_sql.sums(0)):
        found[level, category][period] = float(value)
    return found


def is_local(place: Place) -> bool:
    """True for districts and neighbourhoods, which are stored by municipality."""
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


def figures_of(layout: Layout) -> list[staging.Figure]:
    """The columns of figures as the engine must read them."""
    return [
        staging.Figure(
            m.column, i, BLANK_IS if layout.exported else EMPTY_MEANS[m.default], m.whole
        )
        for i, m in enumerate(layout.measures)
    ]


# --- checks that refuse --------------------------------------------------------------------------


def _refuse_wrong(stage: Staging, layout: Layout, table: str) -> None:
    unreadable = stage.run(check_sql.UNREADABLE_ROWS)
    if unreadable and table != "cells":
        raise UnfitError("a value that is no number")
    if unreadable:
        row, measure, count = unreadable[0]
        column = layout.measures[0 if layout.measure_code else int(measure)].column
        example = str(stage.run(check_sql.text_at(column, int(row)))[0][0])
        raise RefusedError(
            _(
                "%(count)s waarden zijn geen getal dat Regie zeker weet, zoals “%(example)s”. "
                "De eerste staan in rij %(rows)s. Regie leest wel een punt voor onbekend, een x "
                "voor geheim en een streepje voor nul. Verbeter de waarden en lever het opnieuw."
            ),
            count=count,
            example=example[:EXAMPLE],
            rows=", ".join(dict.fromkeys(_rows_of(unreadable).split(", "))),
        )
    whole = [i for i, measure in enumerate(layout.measures) if measure.whole]
    wrong = stage.run(check_sql.wrong_counts(whole))
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


def _settle_repeats(stage: Staging, understood: Understood, table: str) -> int:
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
    if table != "cells":
        raise UnfitError("some rows are there twice")
    repeated = int(stage.run(staging.REPEATED_ROWS)[0][0])
    stage.run(staging.DROP_REPEATS)
    stage.run(staging.series(words))
    return repeated


def _withhold(stage: Staging, understood: Understood, cells: str) -> tuple[str, ...]:
    """Hide on every level the types of which the whole delivery says zero. Answers which.

    Tables by neighbourhood withhold some types from the country as well: the zero is not true.
    A type with a value on an upper level is published there, and stays as it is.
    """
    table = understood.layout.table
    if not table.withholds:
        return ()
    hidden = hidden_of(table)
    ids = [i for i, code in enumerate(understood.category_axis) if code in hidden]
    silent = sorted(int(i) for (i,) in stage.run(check_sql.silent(ids)))
    if silent:
        stage.run(check_sql.hide(silent, cells))
    return tuple(understood.category_axis[i] for i in silent)


# --- the manifest --------------------------------------------------------------------------------


REDRAWN = "3"
"""CBS, key figures, "Indelingswijziging": the boundary is another than the year before."""


def _manifest(understood: Understood, rows: int, withheld: tuple[str, ...]) -> Manifest:
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
        redrawn=tuple(sorted(code for code, flag in understood.changes.items() if flag == REDRAWN)),
        withheld=withheld,
    )
