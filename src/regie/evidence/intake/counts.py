"""Counts that were made from a partner's file, written as a delivery like any other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from regie.evidence.formats.rules import LOCAL_LEVELS, State
from regie.evidence.intake.storing import NAMED
from regie.evidence.warehouse import staging
from regie.evidence.warehouse.engine import Staging
from regie.evidence.warehouse.manifest import Manifest, PeriodEntry

FAMILY = "registration"
MEASURE = "Registraties"

Key = tuple[str, str, str]
"""Area, category, period."""


@dataclass(frozen=True)
class CountTable:
    """Counts per level, dense: what is not in `cells` and was observed is zero.

    `areas` maps a level to its area codes. `cells` maps (area, category, period) to value and
    state. `observed` maps a period to the categories that were counted in it, `present` to the
    areas; in the `silent` periods nothing came in, so that nobody knows whether there was nothing
    or it is missing.
    """

    table_id: str
    realm: str
    municipality: str
    areas: Mapping[str, tuple[str, ...]]
    cells: Mapping[Key, tuple[float, State]]
    observed: Mapping[str, tuple[str, ...]]
    present: Mapping[str, frozenset[str]]
    years: Mapping[str, int | None]
    silent: frozenset[str] = frozenset()

    @property
    def categories(self) -> tuple[str, ...]:
        """Every category of any period."""
        return tuple(sorted({name for names in self.observed.values() for name in names}))

    @property
    def periods(self) -> tuple[str, ...]:
        """Every period, in order of time."""
        return tuple(sorted(self.observed))


def write_counts(stage: Staging, table: CountTable, rows: int) -> tuple[Path, Manifest]:
    """Write Parquet and manifest into the staging folder; answers that folder."""
    places = _put_axes(stage, table)
    numbers = {name: i for i, name in enumerate(table.categories)}
    times = {code: i for i, code in enumerate(table.periods)}
    columns = ("measure", "category", "area", "period", "state", "value", "line")
    stage.put("cells", columns, _rows(table, places, numbers, times))
    stage.run(staging.series(staging.words(len(times))))
    stage.run(staging.runs())
    folder = stage.folder / "ready"
    folder.mkdir()
    for local in (False, True):
        part = "local" if local else "upper"
        stage.run(staging.write_cells(folder / f"{part}_cells.parquet", local=local))
        stage.run(staging.write_observed(folder / f"{part}_observed.parquet", local=local))
    manifest = _manifest(table, rows)
    manifest.write(folder)
    return folder, manifest


def _put_axes(stage: Staging, table: CountTable) -> dict[str, int]:
    areas = [(code, level) for level, codes in table.areas.items() for code in codes]
    stage.put("dim_measure", ("id", "code"), [(0, MEASURE)])
    stage.put("dim_category", ("id", "code"), list(enumerate(table.categories)))
    stage.put("dim_period", ("id", "code"), list(enumerate(table.periods)))
    words = staging.words(len(table.periods))
    stage.put(
        "period_bits",
        ("id", *(f"w{w}" for w in range(words))),
        [(i, *staging.bits(i, words)) for i in range(len(table.periods))],
    )
    stage.put(
        "dim_area",
        ("id", "code", "level", "municipality", "rank", "local"),
        [
            (i, code, level, table.municipality, 0, level in LOCAL_LEVELS)
            for i, (code, level) in enumerate(areas)
        ],
    )
    for name, columns in NAMED:
        for statement in staging.names_as_enum(name, columns):
            stage.run(statement)
    return {code: i for i, (code, _level) in enumerate(areas)}


def _rows(
    table: CountTable,
    places: Mapping[str, int],
    numbers: Mapping[str, int],
    times: Mapping[str, int],
) -> Iterator[tuple[int, int, int, int, int, float, int]]:
    """One row per area, category and period that was observed. The line says nothing here."""
    for period, names in table.observed.items():
        blank = State.UNKNOWN if period in table.silent else State.VALUE
        for area in sorted(table.present[period]):
            place = places[area]
            for name in names:
                value, state = table.cells.get((area, name, period), (0.0, blank))
                yield 0, numbers[name], place, times[period], int(state), float(value), 0


def _manifest(table: CountTable, rows: int) -> Manifest:
    return Manifest(
        table_id=table.table_id,
        family=FAMILY,
        realm=table.realm,
        measures=(MEASURE,),
        categories=table.categories,
        periods=tuple(
            PeriodEntry(period, "definitive", table.years.get(period)) for period in table.periods
        ),
        levels={level: len(codes) for level, codes in table.areas.items()},
        municipalities=(table.municipality,),
        rows=rows,
    )
