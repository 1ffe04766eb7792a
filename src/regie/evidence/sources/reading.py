"""From stored rows to a dense cube, kept in memory as long as there is room.

A delivery never changes, so a cube that was read once stays true. The key holds the fingerprint
of the file beside the number of the row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from pyarrow import ChunkedArray, Table

from regie.evidence.formats.rules import LOCAL_LEVELS, Frequency, municipality_of
from regie.evidence.sources.models import Delivery
from regie.evidence.warehouse import engine as warehouse
from regie.evidence.warehouse.cube import (
    DeliveryRef,
    Figures,
    Names,
    Observed,
    Stored,
    fill,
    freeze,
)
from regie.evidence.warehouse.folders import folder_of
from regie.evidence.warehouse.manifest import Manifest, read_manifest
from regie.evidence.warehouse.memory import Memory

CACHE_BYTES = 192 * 1024**2

Columns: TypeAlias = Mapping[str, list[Any]] | Table


@dataclass(frozen=True)
class Wanted:
    """One question, in a form that can be a key of the cache."""

    measure: str
    level: str
    municipality: str | None
    areas: tuple[str, ...] | None
    categories: tuple[str, ...] | None
    frequency: Frequency
    municipalities: tuple[str, ...] | None = None

    @property
    def homes(self) -> tuple[str, ...] | None:
        """The municipalities to read, also when only areas were asked; None means all.

        The files are sorted by municipality, so that naming them keeps a read small.
        """
        if self.municipality:
            return (self.municipality,)
        if self.municipalities is not None or not self.areas or self.level not in LOCAL_LEVELS:
            return self.municipalities
        return tuple(sorted({municipality_of(code) for code in self.areas}))


Key = tuple[int, str, Wanted]


CACHE: Memory[Key, Figures] = Memory("cubes", CACHE_BYTES, size=lambda cube: cube.nbytes)


@lru_cache(maxsize=512)
def _manifest(folder: Path, sha256: str) -> Manifest:
    return read_manifest(folder)


def manifest_of(delivery: Delivery) -> Manifest:
    """The axes of a stored delivery."""
    return _manifest(folder_of(delivery.pk), delivery.sha256)


def stem_in(manifest: Manifest, measure: str) -> str:
    """The stem as this delivery writes it; capitals differ between editions. "" when absent."""
    return next((m for m in manifest.measures if m.casefold() == measure.casefold()), "")


def key_of(delivery: Delivery, wanted: Wanted) -> Key:
    """Under which key the cube of one question is kept."""
    return delivery.pk, delivery.sha256, wanted


def cube_of(delivery: Delivery, wanted: Wanted) -> Figures:
    """The answer of one delivery to one question, from memory or from disk."""
    key = key_of(delivery, wanted)
    cube = CACHE.get(key)
    if cube is None:
        cube = _read(delivery, wanted)
        CACHE.put(key, cube)
    return cube


def read_together(delivery: Delivery, asked: Sequence[Wanted]) -> None:
    """Read several measures of one level at once and keep their cubes."""
    manifest, first = manifest_of(delivery), asked[0]
    stems = {wanted: stem_in(manifest, wanted.measure) for wanted in asked}
    question = warehouse.Question(level=first.level, measure="", municipalities=first.homes)
    measures = list(stems.values())
    runs = warehouse.read_measures(delivery.pk, "observed", question, measures)
    cells = warehouse.read_measures(delivery.pk, "cells", question, measures)
    for wanted, name in stems.items():
        cube = _laid_out(delivery, wanted, manifest.categories, runs[name], cells[name])
        CACHE.put(key_of(delivery, wanted), cube)


def _read(delivery: Delivery, wanted: Wanted) -> Figures:
    manifest = manifest_of(delivery)
    categories = manifest.categories
    if wanted.categories is not None:
        categories = tuple(c for c in wanted.categories if c in manifest.categories)
    question = warehouse.Question(
        level=wanted.level,
        measure=stem_in(manifest, wanted.measure),
        municipalities=wanted.homes,
        areas=wanted.areas,
        categories=None if wanted.categories is None else categories,
    )
    runs = warehouse.read_table(delivery.pk, "observed", question, (question.measure,))
    cells = warehouse.read_table(delivery.pk, "cells", question, (question.measure,))
    return _laid_out(delivery, wanted, categories, runs, cells)


def _laid_out(
    delivery: Delivery,
    wanted: Wanted,
    categories: tuple[str, ...],
    runs: Columns,
    cells: Columns,
) -> Figures:
    """The stored rows as a dense cube."""
    periods = manifest_of(delivery).of_frequency(wanted.frequency)
    axis = tuple(sorted(_distinct(runs["area"])))
    codes = tuple(entry.code for entry in periods)
    values, states = fill(
        Observed(runs["category"], runs["area"], runs["first"], runs["last"], runs["state"]),
        Stored(cells["category"], cells["area"], cells["period"], cells["value"]),
        areas=axis,
        categories=categories,
        periods=codes,
    )
    return freeze(
        Figures(
            deliveries=(reference(delivery),),
            areas=axis,
            categories=categories,
            periods=codes,
            values=values,
            states=states,
            period_status=tuple(entry.status for entry in periods),
            period_years=tuple(entry.classification_year or 0 for entry in periods),
        )
    )


def _distinct(column: Names) -> set[str]:
    return set(column.unique().to_pylist() if isinstance(column, ChunkedArray) else column)


def reference(delivery: Delivery) -> DeliveryRef:
    """What stands under a figure about where it comes from."""
    dataset = delivery.dataset
    if dataset is None:
        raise ValueError(f"delivery {delivery.pk} has no figures")
    return DeliveryRef(
        id=delivery.pk,
        table_id=dataset.table_id,
        title=dataset.title,
        publisher=dataset.publisher,
        licence=dataset.licence,
        vintage=delivery.vintage,
        received_at=delivery.received_at,
        classification_year=delivery.classification_year,
    )
