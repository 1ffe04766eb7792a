"""Reading deliveries and figures. Figures come as dense cubes with the zeros filled in.

Which table answers: within a family the lowest `rank` of `policy/tables.toml` that has the level
and the frequency; of one table the delivery with the most cells. Routes are never added up:
neighbourhoods, municipalities and places count the same offence in different ways.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from threading import Lock
from typing import Any

from regie.evidence.sources import warehouse
from regie.evidence.sources.cube import DeliveryRef, Figures, Observed, Stored, fill, freeze, merge
from regie.evidence.sources.folders import folder_of
from regie.evidence.sources.manifest import Manifest, PeriodEntry, read_manifest
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.evidence.sources.rules import LOCAL_LEVELS, Frequency, municipality_of
from regie.policy.tables import TABLES

__all__ = ["DeliveryRef", "DeliveryView", "Figures", "available", "figures", "in_use", "one_look", "preload", "same_file"]

MERGED = frozenset({"kwb", "vm"})
CACHE_BYTES = 192 * 1024**2


@dataclass(frozen=True)
class DeliveryView:
    """A delivery that is in use, as a list shows it."""

    id: int
    table_id: str
    family: str
    title: str
    publisher: str
    realm: str
    vintage: date | None
    received_at: datetime
    first_period: str
    last_period: str
    levels: tuple[str, ...]
    categories: int
    rows: int
    worst: str


def available(realm: str) -> list[DeliveryView]:
    """Everything with figures that is in use, by table. 1 query."""
    return [_view(delivery) for delivery in _with_figures(realm)]


def in_use(table_id: str, realm: str) -> list[Delivery]:
    """The deliveries of one table that are in use, one per scope. 1 query."""
    found = Delivery.objects.filter(
        state=DeliveryState.AVAILABLE, dataset__table_id=table_id, dataset__realm=realm
    )
    return list(found.select_related("dataset"))


def same_file(sha256: str) -> Delivery | None:
    """The delivery in use that is this very file. 1 query."""
    return Delivery.objects.filter(state=DeliveryState.AVAILABLE, sha256=sha256).first()


def figures(
    family_or_table: str,
    *,
    realm: str,
    measure: str,
    level: str,
    municipality: str | None = None,
    areas: Sequence[str] | None = None,
    categories: Sequence[str] | None = None,
    frequency: Frequency = "year",
) -> Figures | None:
    """The figures of a family (or one table) on one level; None when no delivery has them.

    `measure` is a stem ("GeregistreerdeMisdrijven", "AantalInwoners"). `level` is one of
    country, region, province, municipality, district, neighbourhood, place, or unplaced for
    "place unknown" and "abroad". `municipality` narrows to one municipality, `areas` and
    `categories` to codes. Yearly editions (key figures) and the survey are put behind each
    other. 1 query, and reads of Parquet that are cached: deliveries never change.
    """
    wanted = _Wanted(
        measure, level, municipality, _fixed(areas), _fixed(categories), frequency
    )
    best = _choose(family_or_table, realm, wanted)
    if not best:
        return None
    cubes = [_cube(delivery, wanted) for delivery in best]
    return cubes[0] if len(cubes) == 1 else merge(cubes)


@dataclass(frozen=True)
class _Wanted:
    """One question, in a form that can be a key of the cache."""

    measure: str
    level: str
    municipality: str | None
    areas: tuple[str, ...] | None
    categories: tuple[str, ...] | None
    frequency: Frequency


def _fixed(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def preload(
    family_or_table: str,
    *,
    realm: str,
    measures: Sequence[str],
    level: str,
    municipality: str | None = None,
    frequency: Frequency = "year",
) -> None:
    """Read several measures at once and keep them, so that `figures` need not read. 1 query.

    A read costs about the same for one measure as for ten; key figures come in a table per
    year, so that asking for them one by one is slow.
    """
    missing: dict[int, tuple[Delivery, list[_Wanted]]] = {}
    for measure in measures:
        wanted = _Wanted(measure, level, municipality, None, None, frequency)
        for delivery in _choose(family_or_table, realm, wanted):
            if CACHE.get((delivery.pk, wanted)) is None:
                missing.setdefault(delivery.pk, (delivery, []))[1].append(wanted)
    for delivery, asked in missing.values():
        _read_together(delivery, asked)


def _read_together(delivery: Delivery, asked: Sequence[_Wanted]) -> None:
    manifest, first = manifest_of(delivery), asked[0]
    stems = {wanted: _stem(manifest, wanted.measure) for wanted in asked}
    question = warehouse.Question(level=first.level, measure="", municipality=first.municipality)
    measures = list(stems.values())
    runs = warehouse.read_measures(delivery.pk, "observed", question, measures)
    cells = warehouse.read_measures(delivery.pk, "cells", question, measures)
    for wanted, name in stems.items():
        cube = _laid_out(delivery, wanted, manifest.categories, runs[name], cells[name])
        CACHE.put((delivery.pk, wanted), cube)


# --- choosing ------------------------------------------------------------------------------------


_LOOK: ContextVar[dict[str, list[Delivery]] | None] = ContextVar("look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Inside this block the list of deliveries in use is read once, not once per question."""
    token = _LOOK.set({})
    try:
        yield
    finally:
        _LOOK.reset(token)


def _with_figures(realm: str) -> list[Delivery]:
    look = _LOOK.get()
    if look is None:
        return _listed(realm)
    if realm not in look:
        look[realm] = _listed(realm)
    return look[realm]


def _listed(realm: str) -> list[Delivery]:
    found = Delivery.objects.filter(
        state=DeliveryState.AVAILABLE, dataset__isnull=False, dataset__realm=realm
    )
    return list(found.select_related("dataset").order_by("dataset__table_id", "pk"))


@lru_cache(maxsize=256)
def _manifest(folder: str) -> Manifest:
    from pathlib import Path

    return read_manifest(Path(folder))


def manifest_of(delivery: Delivery) -> Manifest:
    """The axes of a stored delivery."""
    return _manifest(str(folder_of(delivery.pk)))


def _choose(family_or_table: str, realm: str, wanted: _Wanted) -> list[Delivery]:
    """The deliveries to read: one, or one per table for families that are put together."""
    best: dict[str, tuple[tuple[int, int, int], Delivery]] = {}
    for delivery in _with_figures(realm):
        manifest = manifest_of(delivery)
        name = family_or_table.casefold()
        if name not in {manifest.family, manifest.table_id.casefold()}:
            continue
        score = _score(manifest, wanted)
        if score is None:
            continue
        order = (-score, _rank(manifest.table_id), -delivery.pk)
        group = manifest.table_id if manifest.family in MERGED else manifest.family
        if group not in best or order < best[group][0]:
            best[group] = (order, delivery)
    return sorted((delivery for _, delivery in best.values()), key=lambda d: d.last_period)


def _score(manifest: Manifest, wanted: _Wanted) -> int | None:
    """How many cells this delivery has for the question; None when it cannot answer."""
    periods = len(manifest.of_frequency(wanted.frequency))
    areas = manifest.levels.get(wanted.level, 0)
    if not (periods and areas and _stem(manifest, wanted.measure)):
        return None
    if wanted.level in LOCAL_LEVELS | {"municipality"} and wanted.municipality:
        if wanted.municipality not in manifest.municipalities:
            return None
    asked = wanted.categories
    known = len(set(asked) & set(manifest.categories)) if asked else len(manifest.categories)
    return periods * areas * known or None


def _rank(table_id: str) -> int:
    return next((t.rank for t in TABLES() if t.table_id == table_id), 9)


def _stem(manifest: Manifest, measure: str) -> str:
    """The stem as this delivery writes it; capitals differ between editions."""
    return next((m for m in manifest.measures if m.casefold() == measure.casefold()), "")


# --- reading -------------------------------------------------------------------------------------


class _Cache:
    """Cubes of immutable deliveries, the least recently used thrown out by size."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[tuple[int, _Wanted], Figures] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: tuple[int, _Wanted]) -> Figures | None:
        """A cube that was kept, now the most recent."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[int, _Wanted], cube: Figures) -> None:
        """Keep a cube, unless it would fill the cache by itself."""
        if cube.nbytes * 2 > self._limit:
            return
        with self._lock:
            self._size += cube.nbytes
            self._kept[key] = cube
            while self._size > self._limit:
                _, gone = self._kept.popitem(last=False)
                self._size -= gone.nbytes

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0


CACHE = _Cache(CACHE_BYTES)


def _cube(delivery: Delivery, wanted: _Wanted) -> Figures:
    key = (delivery.pk, wanted)
    cube = CACHE.get(key)
    if cube is None:
        cube = _read(delivery, wanted)
        CACHE.put(key, cube)
    return cube


def _read(delivery: Delivery, wanted: _Wanted) -> Figures:
    manifest = manifest_of(delivery)
    categories = manifest.categories
    if wanted.categories is not None:
        categories = tuple(c for c in wanted.categories if c in manifest.categories)
    question = warehouse.Question(
        level=wanted.level,
        measure=_stem(manifest, wanted.measure),
        municipality=_home(wanted),
        areas=wanted.areas,
        categories=None if wanted.categories is None else categories,
    )
    runs = warehouse.read(delivery.pk, "observed", question)
    cells = warehouse.read(delivery.pk, "cells", question)
    return _laid_out(delivery, wanted, categories, runs, cells)


def _laid_out(
    delivery: Delivery,
    wanted: _Wanted,
    categories: tuple[str, ...],
    runs: dict[str, list[Any]],
    cells: dict[str, list[Any]],
) -> Figures:
    """The stored rows as a dense cube."""
    periods = manifest_of(delivery).of_frequency(wanted.frequency)
    axis = tuple(sorted(set(runs["area"])))
    values, states = fill(
        Observed(runs["category"], runs["area"], runs["first"], runs["last"], runs["state"]),
        Stored(cells["category"], cells["area"], cells["period"], cells["value"]),
        areas=axis,
        categories=categories,
        periods=[entry.code for entry in periods],
    )
    return freeze(_figures(delivery, axis, categories, periods, values, states))


def _home(wanted: _Wanted) -> str | None:
    """The municipality to read, also when only areas of one municipality were asked."""
    if wanted.municipality or not wanted.areas or wanted.level not in LOCAL_LEVELS:
        return wanted.municipality
    homes = {municipality_of(code) for code in wanted.areas}
    return homes.pop() if len(homes) == 1 else None


def _figures(delivery, axis, categories, periods, values, states):
    return Figures(
        deliveries=(_ref(delivery),),
        areas=axis,
        categories=categories,
        periods=tuple(entry.code for entry in periods),
        values=values,
        states=states,
        period_status=tuple(entry.status for entry in periods),
        period_years=tuple(entry.classification_year or 0 for entry in periods),
    )


def _ref(delivery: Delivery) -> DeliveryRef:
    dataset = delivery.dataset
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


def _view(delivery: Delivery) -> DeliveryView:
    manifest = manifest_of(delivery)
    dataset = delivery.dataset
    return DeliveryView(
        id=delivery.pk,
        table_id=dataset.table_id,
        family=manifest.family,
        title=dataset.title,
        publisher=dataset.publisher,
        realm=dataset.realm,
        vintage=delivery.vintage,
        received_at=delivery.received_at,
        first_period=delivery.first_period,
        last_period=delivery.last_period,
        levels=tuple(manifest.levels),
        categories=len(manifest.categories),
        rows=delivery.rows,
        worst=str(delivery.report.get("worst", "good")),
    )
