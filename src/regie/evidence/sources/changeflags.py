"""The change flags in key figures, handed to the room that follows areas forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from regie.evidence.formats.rules import LOCAL_LEVELS
from regie.evidence.intake.storing import ImportResult
from regie.evidence.sources import queries
from regie.evidence.sources.models import Delivery
from regie.evidence.warehouse.cube import Figures
from regie.foundation.crosswalks.flags import RECODED
from regie.foundation.crosswalks.services import register_flags

if TYPE_CHECKING:
    from regie.evidence.sources.activation import Job

INHABITANTS = "AantalInwoners"


def register(job: Job, delivery: Delivery, result: ImportResult) -> None:
    """Keep the flags of an edition that has them; the delivery must be in use already.

    The inhabitants of this edition and the one before help to find the old code of an area.
    """
    layout, realm = result.understood.layout, result.manifest.realm
    if not layout.change or layout.by_row or layout.table.year is None:
        return
    marks, year = dict(result.understood.changes), layout.table.year
    people = _people(realm, year) if RECODED in marks.values() else {}
    register_flags(
        realm,
        year,
        marks,
        source=delivery.file_name,
        actor=job.actor,
        people=people.get(year),
        people_before=people.get(year - 1),
    )


def _people(realm: str, year: int) -> dict[int, dict[str, float]]:
    """Inhabitants of districts and neighbourhoods in this edition and the one before, by year."""
    found: dict[int, dict[str, float]] = {}
    wanted = {f"{year}JJ00", f"{year - 1}JJ00"}
    editions = [v for v in queries.available(realm) if v.family == "kwb"]
    for table in {view.table_id for view in editions if view.first_period in wanted}:
        for level in sorted(LOCAL_LEVELS):
            cube = queries.figures(table, realm=realm, measure=INHABITANTS, level=level)
            if cube is not None:
                _take(found, cube)
    return found


def _take(found: dict[int, dict[str, float]], cube: Figures) -> None:
    for at, period in enumerate(cube.periods):
        column = cube.values[:, 0, at]
        known = np.flatnonzero(~np.isnan(column))
        numbers = {cube.areas[row]: float(column[row]) for row in known.tolist()}
        found.setdefault(int(period[:4]), {}).update(numbers)
