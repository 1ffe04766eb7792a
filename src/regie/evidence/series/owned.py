"""Counts that one municipality owns: stored, put behind each other, and taken back.

A file of a partner covers some months. The delivery that is made of it holds the whole series:
the months of the file, and the months before and after it that the delivery in use had. So there
is always one delivery in use, no month is counted twice, and a corrected file replaces exactly the
months that it holds. Taking the newest delivery back puts the one before it to use again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.formats.rules import Frequency, Period, State
from regie.evidence.intake.counts import MEASURE, CountTable, Key, write_counts
from regie.evidence.intake.findings import QualityReport
from regie.evidence.sources import workflow
from regie.evidence.sources.models import Dataset, Delivery, DeliveryKind, DeliveryState
from regie.evidence.sources.reading import Wanted, cube_of, manifest_of
from regie.evidence.warehouse import folders
from regie.evidence.warehouse.cube import Figures
from regie.evidence.warehouse.engine import Staging
from regie.foundation.accounts.models import User
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log, take_step

FREQUENCIES: tuple[Frequency, ...] = ("year", "quarter", "month")
NOT_NEWEST = _("Alleen de levering die in gebruik is, kan worden teruggedraaid.")
ALREADY = _("Precies dit bestand is al in gebruik, als levering %(id)s. Er is niets veranderd.")


@dataclass(frozen=True)
class Counts:
    """What was counted from one file: the months of the file itself.

    The fields are those of `CountTable`, which adds the months of the delivery in use.
    """

    areas: Mapping[str, tuple[str, ...]]
    cells: Mapping[Key, tuple[float, State]]
    observed: Mapping[str, tuple[str, ...]]
    classification_year: int | None
    silent: frozenset[str] = frozenset()
    rows: int = 0


@dataclass(frozen=True)
class About:
    """Whose counts these are and where they come from. `key` names the series."""

    key: str
    owner: Municipality
    title: str
    publisher: str
    file_name: str
    size: int
    sha256: str
    options: Mapping[str, object]


@transaction.atomic
def store_counts(
    counts: Counts, about: About, report: QualityReport, *, actor: User | None
) -> Delivery:
    """Store counts as the delivery in use of their series. Raises `RefusedError`.

    One transaction; the delivery in use before steps back and stays addressable.
    """
    dataset = _dataset(about)
    current = _in_use(dataset)
    if current and current.sha256 == about.sha256 and current.options == dict(about.options):
        raise RefusedError(ALREADY, id=current.pk)
    table = _with_months_of(current, counts, about)
    delivery = _received(dataset, about, counts, actor)
    with folders.held(folders.reading_folder(f"owned-{delivery.pk}")) as folder:
        with Staging(folder) as stage:
            ready, _manifest = write_counts(stage, table, counts.rows)
        folders.publish(ready, delivery.pk)
    try:
        _put_to_use(delivery, current, table, report, actor)
    except BaseException:
        folders.discard(delivery.pk)
        raise
    return delivery


@transaction.atomic
def withdraw(delivery: Delivery, *, actor: User | None, why: str = "") -> Delivery | None:
    """Take back the delivery in use; its counts are removed. Answers what is in use again.

    Raises `RefusedError` when the delivery is not the one in use.
    """
    list(Dataset.objects.select_for_update().filter(deliveries=delivery))
    delivery.refresh_from_db()
    if delivery.state != DeliveryState.AVAILABLE or delivery.owner is None:
        raise RefusedError(NOT_NEWEST)
    _step(delivery, "withdraw", actor, why)
    before = Delivery.owned.filter(replaced_by=delivery, state=DeliveryState.SUPERSEDED).first()
    if before:
        _step(before, "reinstate", actor, why)
        before.replaced_by = None
        before.save(update_fields=["replaced_by"])
    log(
        "series.withdraw_counts",
        delivery,
        actor=actor,
        municipality_code=delivery.owner.code,
        why=why,
        details={"in_use_again": before.pk if before else None},
    )
    transaction.on_commit(lambda: folders.discard(delivery.pk))
    return before


def _dataset(about: About) -> Dataset:
    """The series of this owner, locked: two deliveries of it wait for each other."""
    dataset, _new = Dataset.objects.get_or_create(
        table_id=about.key,
        realm=realm_of(about.owner.code),
        scope="",
        owner=about.owner,
        defaults={"title": about.title[:200], "publisher": about.publisher[:60]},
    )
    return Dataset.objects.select_for_update().get(pk=dataset.pk)


def _in_use(dataset: Dataset) -> Delivery | None:
    found = Delivery.owned.filter(dataset=dataset, state=DeliveryState.AVAILABLE)
    return found.select_related("dataset").first()


def _received(dataset: Dataset, about: About, counts: Counts, actor: User | None) -> Delivery:
    periods = sorted(counts.observed)
    return Delivery.objects.create(
        dataset=dataset,
        owner=about.owner,
        municipality=about.owner,
        kind=DeliveryKind.FIGURES,
        realm=dataset.realm,
        state=DeliveryState.READING,
        file_name=about.file_name[:255],
        size=about.size,
        sha256=about.sha256,
        options=dict(about.options),
        received_by=actor,
        read_at=timezone.now(),
        vintage=timezone.localdate(),
        classification_year=counts.classification_year,
        first_period=periods[0],
        last_period=periods[-1],
        rows=counts.rows,
    )


def _put_to_use(
    delivery: Delivery,
    current: Delivery | None,
    table: CountTable,
    report: QualityReport,
    actor: User | None,
) -> None:
    own = {"first": delivery.first_period, "last": delivery.last_period}
    delivery.coverage = {"owned": own, "levels": {k: len(v) for k, v in table.areas.items()}}
    delivery.first_period, delivery.last_period = table.periods[0], table.periods[-1]
    delivery.report = report.as_json()
    delivery.save()
    if current:
        _step(current, "supersede", actor)
        current.replaced_by = delivery
        current.save(update_fields=["replaced_by"])
    _step(delivery, "put_to_use", actor)
    log(
        "series.store_counts",
        delivery,
        actor=actor,
        municipality_code=table.municipality,
        details={"rows": delivery.rows, "replaces": current.pk if current else None, **own},
    )


def _step(delivery: Delivery, name: str, actor: User | None, why: str = "") -> None:
    role = workflow.MACHINE
    take_step(delivery, name, workflow=workflow.DELIVERY, actor=actor, role=role, why=why)


# --- the months of the delivery in use ------------------------------------------------------------


def _with_months_of(current: Delivery | None, counts: Counts, about: About) -> CountTable:
    """The counts of the file, and the months outside it that the delivery in use has."""
    everywhere = frozenset(code for codes in counts.areas.values() for code in codes)
    table = CountTable(
        table_id=about.key,
        realm=realm_of(about.owner.code),
        municipality=about.owner.code,
        areas=counts.areas,
        cells=counts.cells,
        observed=counts.observed,
        present=dict.fromkeys(counts.observed, everywhere),
        years=dict.fromkeys(counts.observed, counts.classification_year),
        silent=counts.silent,
    )
    if current is None:
        return table
    own = frozenset(month for period in counts.observed for month in _months(period))
    for level in manifest_of(current).levels:
        for frequency in FREQUENCIES:
            cube = cube_of(current, Wanted(MEASURE, level, None, None, None, frequency))
            table = _add(table, cube, level, own)
    return table


def _add(table: CountTable, cube: Figures, level: str, own: frozenset[str]) -> CountTable:
    """Add the periods of one level of the delivery in use that lie outside the months `own`."""
    cells, observed, present = dict(table.cells), dict(table.observed), dict(table.present)
    years = dict(table.years)
    for i, period in enumerate(cube.periods):
        if own & _months(period):
            continue
        found = _column(cube, i)
        names = {name for _area, name, _period in found}
        observed[period] = tuple(sorted({*observed.get(period, ()), *names}))
        present[period] = present.get(period, frozenset()) | {area for area, _n, _p in found}
        years[period] = cube.period_years[i] or None
        cells |= found
    areas = {**table.areas, level: tuple(sorted({*table.areas.get(level, ()), *cube.areas}))}
    return replace(table, areas=areas, cells=cells, observed=observed, present=present, years=years)


def _column(cube: Figures, i: int) -> dict[Key, tuple[float, State]]:
    """Everything that was observed in one period."""
    seen = np.argwhere(cube.states[:, :, i] > 0)
    return {
        (cube.areas[a], cube.categories[c], cube.periods[i]): (
            float(np.nan_to_num(cube.values[a, c, i])),
            State(int(cube.states[a, c, i])),
        )
        for a, c in seen
    }


def _months(code: str) -> frozenset[str]:
    """The months in a period."""
    year, number = code[:4], int(code[6:8])
    first, last = {
        "year": (1, 12),
        "quarter": (3 * number - 2, 3 * number),
        "month": (number, number),
    }[Period(code).frequency]
    return frozenset(f"{year}MM{month:02d}" for month in range(first, last + 1))
