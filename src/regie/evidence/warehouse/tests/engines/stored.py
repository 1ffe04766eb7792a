"""Deliveries as the importer writes them, without an importer: same statements, same files."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from regie.evidence.formats.rules import LOCAL_LEVELS, State, level_of, municipality_of
from regie.evidence.warehouse import staging
from regie.evidence.warehouse.engine import Staging
from regie.evidence.warehouse.folders import folder_of


class Cell(NamedTuple):
    """One value of a delivery."""

    category: str
    area: str
    period: str
    value: float
    state: State = State.VALUE
    measure: str = "Aantal"


def store(delivery_id: int, cells: Sequence[Cell], place: Path) -> Path:
    """Write the Parquet of a delivery."""
    place.mkdir(parents=True, exist_ok=True)
    folder = folder_of(delivery_id)
    folder.mkdir(parents=True)
    with Staging(place) as stage:
        _put(stage, cells)
        stage.run(staging.series(1))
        stage.run(staging.runs())
        for local, part in ((True, "local"), (False, "upper")):
            stage.run(staging.write_cells(folder / f"{part}_cells.parquet", local=local))
            stage.run(staging.write_observed(folder / f"{part}_observed.parquet", local=local))
    return folder


def _put(stage: Staging, cells: Sequence[Cell]) -> None:
    ids = {
        kind: {code: i for i, code in enumerate(sorted({getattr(cell, kind) for cell in cells}))}
        for kind in ("measure", "category", "area", "period")
    }
    for kind, codes in ids.items():
        if kind != "area":
            stage.put(f"dim_{kind}", ("id", "code"), [(i, code) for code, i in codes.items()])
    homes = sorted({municipality_of(code) for code in ids["area"]})
    stage.put(
        "dim_area",
        ("id", "code", "level", "municipality", "rank", "local"),
        [_area(i, code, homes) for code, i in ids["area"].items()],
    )
    stage.put("period_bits", ("id", "w0"), [(i, 1 << i) for i in ids["period"].values()])
    for kind in ids:
        columns = ("code", "level", "municipality") if kind == "area" else ("code",)
        for statement in staging.names_as_enum(f"dim_{kind}", columns):
            stage.run(statement)
    stage.put(
        "cells",
        ("measure", "category", "area", "period", "state", "value", "line"),
        [
            (
                *(ids[kind][getattr(cell, kind)] for kind in ids),
                int(cell.state),
                float(cell.value),
                line,
            )
            for line, cell in enumerate(cells)
        ],
    )


def _area(number: int, code: str, homes: Sequence[str]) -> tuple[object, ...]:
    level, home = level_of(code) or "place", municipality_of(code)
    return number, code, level, home, homes.index(home), level in LOCAL_LEVELS
