"""Reading deliveries and figures. Figures come as dense cubes with the zeros filled in.

Which delivery answers: of those that have the level, the measure and the frequency the one with
the most published cells for the question; of equals the table with the lowest `rank` in
`policy/tables.toml`, then the one that covers most, then the newest. Types that it withholds on
every level come from a table of the same family that publishes them, and the answer then names
both tables. Routes are never added up: neighbourhoods, municipalities and places count the same
offence in different ways, and the answer says which table it is from.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from regie.evidence.formats.rules import LOCAL_LEVELS, Frequency
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.evidence.sources.reading import (
    CACHE,
    Wanted,
    cube_of,
    key_of,
    manifest_of,
    read_together,
    reference,
    stem_in,
)
from regie.evidence.warehouse.converting import carry
from regie.evidence.warehouse.cube import DeliveryRef, Figures, merge, overlay
from regie.evidence.warehouse.folders import folder_of
from regie.evidence.warehouse.manifest import Manifest
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality
from regie.policy.tables import TABLES

__all__ = [
    "DeliveryRef",
    "DeliveryView",
    "Figures",
    "as_they_were",
    "available",
    "figures",
    "in_use",
    "manifest_of",
    "one_look",
    "preload",
    "redrawn",
    "same_file",
    "same_size",
    "visible",
]

MERGED = frozenset({"kwb", "vm", "population"})
WITHIN = LOCAL_LEVELS | {"municipality"}


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


def available(realm: str, owner: Municipality | None = None) -> list[DeliveryView]:
    """Every public table with figures that is in use, or what `owner` owns. 1 query."""
    return [_view(delivery) for delivery in _with_figures(realm, owner)]


def in_use(table_id: str, realm: str) -> list[Delivery]:
    """The deliveries of one public table that are in use, one per scope. 1 query."""
    found = Delivery.objects.filter(
        state=DeliveryState.AVAILABLE, dataset__table_id=table_id, dataset__realm=realm
    )
    return list(found.select_related("dataset"))


def same_file(sha256: str) -> Delivery | None:
    """The delivery in use that is this very file, when it still stands on disk. 1 query."""
    twin = Delivery.objects.filter(state=DeliveryState.AVAILABLE, sha256=sha256).first()
    return twin if twin and (not twin.dataset_id or folder_of(twin.pk).is_dir()) else None


def same_size(size: int) -> bool:
    """Whether a delivery in use has exactly this size, so that it may be the same. 1 query."""
    return Delivery.objects.filter(state=DeliveryState.AVAILABLE, size=size).exists()


def visible(municipality: Municipality) -> QuerySet[Delivery]:
    """What a member may see: all public deliveries of the realm, and one's own of any state.

    What another municipality delivered and saw refused stays with that municipality. Counts that
    a municipality owns are never among them: `registrations` shows those, to who may see them.
    """
    public = Q(
        realm=realm_of(municipality.code),
        state__in=(DeliveryState.AVAILABLE, DeliveryState.SUPERSEDED),
    )
    found = Delivery.objects.filter(public | Q(municipality=municipality))
    return found.select_related("dataset", "received_by", "municipality", "replaced_by")


def figures(
    family_or_table: str,
    *,
    realm: str,
    measure: str,
    level: str,
    municipality: str | None = None,
    municipalities: Sequence[str] | None = None,
    areas: Sequence[str] | None = None,
    categories: Sequence[str] | None = None,
    frequency: Frequency = "year",
    owner: Municipality | None = None,
    in_year: int | None = None,
) -> Figures | None:
    """The figures of a family (or one table) on one level; None when no delivery has them.

    With `in_year` counts of older areas are carried forward to the areas of that year, as far as
    a source knows how (`converting.carry`); raises `RefusedError` for what is no count.

    Without `owner` only public tables answer; with it only the counts of that municipality.

    `measure` is a stem ("GeregistreerdeMisdrijven", "AantalInwoners"). `level` is one of
    country, region, province, municipality, district, neighbourhood, place, or unplaced for
    "place unknown" and "abroad". `municipality` narrows to one municipality, `municipalities` to
    those of a region, `areas` and `categories` to codes. Yearly editions (key figures),
    population and the survey are put behind each other. 1 query, and reads of Parquet that are
    cached: deliveries never change.
    """
    home = municipality if level in WITHIN else None
    region = _fixed(municipalities) if level in WITHIN else None
    codes, kinds = _fixed(areas), _fixed(categories)
    wanted = Wanted(measure, level, home, codes, kinds, frequency, region)
    best = _choose(family_or_table, realm, wanted, owner)
    if not best:
        return None
    cubes = [cube_of(delivery, wanted) for delivery in best]
    if len(cubes) == 1:
        cube = _with_published(cubes[0], best[0], family_or_table, realm, wanted)
    else:
        cube = merge(cubes)
    if in_year is None:
        return cube
    return carry(cube, realm=realm, level=level, measure=measure, year=in_year).figures


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
    missing: dict[int, tuple[Delivery, list[Wanted]]] = {}
    for measure in measures:
        wanted = Wanted(measure, level, municipality, None, None, frequency)
        for delivery in _choose(family_or_table, realm, wanted):
            if CACHE.get(key_of(delivery, wanted)) is None:
                missing.setdefault(delivery.pk, (delivery, []))[1].append(wanted)
    for delivery, asked in missing.values():
        read_together(delivery, asked)


def _with_published(
    cube: Figures, delivery: Delivery, family: str, realm: str, wanted: Wanted
) -> Figures:
    """Fill in what this delivery withholds from the delivery that publishes it, when there is one.

    Below the country both must have the areas of the same classification year.
    """
    withheld = manifest_of(delivery).withheld
    asked = tuple(code for code in cube.categories if code in withheld)
    if not asked or wanted.level in LOCAL_LEVELS:
        return cube
    question = replace(wanted, categories=asked)
    others = [d for d in _choose(family, realm, question) if d != delivery]
    if not others or set(asked) <= set(manifest_of(others[0]).withheld):
        return cube
    return overlay(cube, cube_of(others[0], question), same_year=wanted.level != "country")


# --- choosing ------------------------------------------------------------------------------------


Listed = dict[tuple[str, int | None], list[Delivery]]

_LOOK: ContextVar[Listed | None] = ContextVar("look", default=None)


def redrawn(realm: str) -> dict[str, tuple[int, ...]]:
    """Per area the years in which its boundary moved, as the key figures say. 1 query."""
    years: dict[str, set[int]] = {}
    for delivery in _with_figures(realm):
        manifest = manifest_of(delivery)
        for code in manifest.redrawn:
            years.setdefault(code, set()).update(int(p.code[:4]) for p in manifest.periods)
    return {code: tuple(sorted(found)) for code, found in years.items()}


@contextmanager
def one_look() -> Iterator[None]:
    """Inside this block the list of deliveries in use is read once, not once per question."""
    token = _LOOK.set({})
    try:
        yield
    finally:
        _LOOK.reset(token)


@contextmanager
def as_they_were(realm: str, deliveries: Sequence[int]) -> Iterator[None]:
    """Inside this block exactly these public deliveries answer, also those replaced since. 1 query.

    Raises LookupError when one of them is not known: an old figure is never half rebuilt.
    """
    found = Delivery.objects.filter(pk__in=deliveries, dataset__isnull=False)
    chosen = list(found.select_related("dataset").order_by("dataset__table_id", "pk"))
    if missing := set(deliveries) - {delivery.pk for delivery in chosen}:
        raise LookupError(f"deliveries {sorted(missing)} are not known")
    token = _LOOK.set({(realm, None): chosen})
    try:
        yield
    finally:
        _LOOK.reset(token)


def report_of(realm: str, delivery: int) -> dict[str, Any]:
    """The quality report of a public delivery in use; empty when it is not. At most 1 query."""
    return next((d.report for d in _with_figures(realm) if d.pk == delivery), {})


def _with_figures(realm: str, owner: Municipality | None = None) -> list[Delivery]:
    look, key = _LOOK.get(), (realm, owner.pk if owner else None)
    if look is None:
        return _listed(realm, owner)
    if key not in look:
        look[key] = _listed(realm, owner)
    return look[key]


def _listed(realm: str, owner: Municipality | None) -> list[Delivery]:
    """What may answer: the public deliveries, or those of one owner. Never both."""
    mine = Delivery.owned.filter(owner=owner) if owner else Delivery.objects.all()
    found = mine.filter(state=DeliveryState.AVAILABLE, dataset__isnull=False, dataset__realm=realm)
    return list(found.select_related("dataset").order_by("dataset__table_id", "pk"))


def _choose(
    family_or_table: str, realm: str, wanted: Wanted, owner: Municipality | None = None
) -> list[Delivery]:
    """The deliveries to read: one, or one per table for families that are put together."""
    best: dict[str, tuple[tuple[int, ...], Delivery]] = {}
    for delivery in _with_figures(realm, owner):
        manifest = manifest_of(delivery)
        name = family_or_table.casefold()
        if name not in {manifest.family, manifest.table_id.casefold()}:
            continue
        score = _score(manifest, wanted)
        if score is None:
            continue
        order = (*score, _rank(manifest.table_id), -_extent(manifest), -delivery.pk)
        group = manifest.table_id if manifest.family in MERGED else manifest.family
        if group not in best or order < best[group][0]:
            best[group] = (order, delivery)
    return sorted((delivery for _, delivery in best.values()), key=lambda d: d.last_period)


def _score(manifest: Manifest, wanted: Wanted) -> tuple[int, int] | None:
    """What sorts first: most published cells, then most cells; None when it cannot answer."""
    periods = len(manifest.of_frequency(wanted.frequency))
    areas = manifest.levels.get(wanted.level, 0)
    if not (periods and areas and stem_in(manifest, wanted.measure)):
        return None
    homes = {wanted.municipality} if wanted.municipality else set(wanted.municipalities or ())
    found = homes & set(manifest.municipalities)
    if (homes or wanted.municipalities is not None) and not found:
        return None
    known = set(manifest.categories)
    if wanted.categories:
        known &= set(wanted.categories)
    cells = periods * areas * max(1, len(found))
    published = len(known - set(manifest.withheld))
    return (-cells * published, -cells * len(known)) if known else None


def _extent(manifest: Manifest) -> int:
    """How much a delivery covers: where a part says as much as the whole, the whole answers."""
    return sum(manifest.levels.values()) * len(manifest.categories) * len(manifest.periods)


def _rank(table_id: str) -> int:
    return next((t.rank for t in TABLES() if t.table_id == table_id), 9)


def _view(delivery: Delivery) -> DeliveryView:
    manifest, source = manifest_of(delivery), reference(delivery)
    return DeliveryView(
        id=delivery.pk,
        table_id=source.table_id,
        family=manifest.family,
        title=source.title,
        publisher=source.publisher,
        realm=manifest.realm,
        vintage=delivery.vintage,
        received_at=delivery.received_at,
        first_period=delivery.first_period,
        last_period=delivery.last_period,
        levels=tuple(manifest.levels),
        categories=len(manifest.categories),
        rows=delivery.rows,
        worst=str(delivery.report.get("worst", "good")),
    )
