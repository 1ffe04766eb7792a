"""The end of an import: a delivery is put to use and takes the place of what it covers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.formats.files import Inspected
from regie.evidence.intake.findings import Finding, QualityReport
from regie.evidence.intake.scope import Scope, covers, few, scope_from_json
from regie.evidence.intake.storing import ImportResult
from regie.evidence.intake.understanding import Options
from regie.evidence.sources import changeflags, queries, signals, workflow
from regie.evidence.sources.models import Dataset, Delivery, DeliveryKind
from regie.evidence.sources.revisions import revisions
from regie.evidence.warehouse import folders
from regie.foundation.accounts.models import User
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log, take_step

OLDER = _(
    "Levering %(id)s is nieuwer: die loopt tot en met %(last)s, deze tot en met %(own)s. "
    "De nieuwste cijfers blijven in gebruik."
)
ALREADY = _("Dit bestand is al ingelezen, als levering %(id)s. Er is niets veranderd.")


@dataclass(frozen=True)
class Job:
    """What every step of one import needs. A dry run has no delivery."""

    path: Path
    options: Options
    actor: User | None
    vintage: date | None
    delivery: Delivery | None

    @property
    def municipality_code(self) -> str:
        """In whose logbook the rows come."""
        home = self.delivery.municipality if self.delivery else None
        return home.code if home else ""


@dataclass(frozen=True)
class Outcome:
    """How an import ended.

    `refused` is the reason in the reader's language, or None. `already` is true when the very
    same file was in use before; `delivery` is then that one. A dry run has no delivery.
    """

    delivery: Delivery | None
    report: QualityReport | None
    refused: str | None = None
    already: bool = False


def scope_of(result: ImportResult) -> Scope:
    """What the delivery covers."""
    manifest = result.manifest
    codes = sorted(period.code for period in manifest.periods)
    return Scope(
        levels=dict(manifest.levels),
        municipalities=few(manifest.municipalities),
        categories=manifest.categories,
        measures=manifest.measures,
        first=codes[0],
        last=codes[-1],
    )


def finish_figures(
    job: Job, original: Inspected, result: ImportResult, report: QualityReport
) -> Outcome:
    """Store the Parquet and put the delivery to use, or stop here for a dry run."""
    table, realm = result.manifest.table_id, result.manifest.realm
    in_use = queries.in_use(table, realm)
    scope = scope_of(result)
    _refuse_older(scope, in_use)
    report = _with_place_among(report, scope, in_use)
    report = replace(report, findings=(*report.findings, *revisions(result, scope, in_use)))
    if job.delivery is None:
        return Outcome(None, report)
    folders.publish(result.folder, job.delivery.pk)
    try:
        _put_to_use(job, job.delivery, original, result, scope, report)
    except BaseException:
        folders.discard(job.delivery.pk)
        raise
    return Outcome(job.delivery, report)


def _refuse_older(scope: Scope, in_use: Iterable[Delivery]) -> None:
    for other in in_use:
        theirs = scope_from_json(other.coverage)
        if theirs and theirs.key == scope.key and theirs.last > scope.last:
            raise RefusedError(OLDER, id=other.pk, last=theirs.last[:4], own=scope.last[:4])


def _with_place_among(
    report: QualityReport, scope: Scope, in_use: Iterable[Delivery]
) -> QualityReport:
    """Say what this delivery replaces, and of which larger delivery it is a part."""
    found: list[Finding] = []
    for other in in_use:
        theirs = scope_from_json(other.coverage)
        if theirs and covers(scope, theirs):
            found.append(
                Finding(
                    "replaces",
                    "note",
                    _("Deze levering vervangt levering %(id)s."),
                    _("De oude cijfers blijven bewaard en zijn niet meer in gebruik."),
                    {"id": other.pk},
                )
            )
        elif theirs and covers(theirs, replace(scope, last=theirs.last)):
            found.append(
                Finding(
                    "part_of",
                    "note",
                    _("Deze levering is een deel van levering %(id)s."),
                    _("Die grotere levering blijft in gebruik waar ze hetzelfde zegt."),
                    {"id": other.pk},
                )
            )
    return replace(report, findings=(*report.findings, *found))


@transaction.atomic
def _put_to_use(
    job: Job,
    delivery: Delivery,
    original: Inspected,
    result: ImportResult,
    scope: Scope,
    report: QualityReport,
) -> None:
    """One transaction: the old vintage steps back and the new one comes in its place."""
    dataset = _dataset(result, scope)
    list(Dataset.objects.select_for_update().filter(table_id=dataset.table_id, realm=dataset.realm))
    twin = queries.same_file(original.sha256)
    if twin is not None:
        raise RefusedError(ALREADY, id=twin.pk)
    current = queries.in_use(dataset.table_id, dataset.realm)
    _refuse_older(scope, current)
    replaced = [other for other in current if _gives_way(other, scope, dataset)]
    for other in replaced:
        _step(job, other, "supersede")
    _register_areas(job, result)
    _describe(job, delivery, original, result, scope, report)
    delivery.dataset = dataset
    delivery.save()
    _step(job, delivery, "put_to_use")
    changeflags.register(job, delivery, result)
    Delivery.objects.filter(pk__in=[other.pk for other in replaced]).update(replaced_by=delivery)
    log(
        "sources.import_delivery",
        delivery,
        actor=job.actor,
        municipality_code=job.municipality_code,
        details={
            "table": dataset.table_id,
            "rows": delivery.rows,
            "sha256": delivery.sha256,
            "replaces": [other.pk for other in replaced],
        },
    )
    _announce(delivery.pk, [other.pk for other in replaced])


def _announce(delivery_id: int, replaced: list[int]) -> None:
    """Tell the rooms above, once the transaction holds; what they do cannot undo the import."""
    send = partial(
        signals.put_to_use.send_robust, Delivery, delivery_id=delivery_id, replaced=replaced
    )
    transaction.on_commit(send)


def _register_areas(job: Job, result: ImportResult) -> None:
    """Key figures bring the areas of their year along; names that are known stay."""
    understood = result.understood
    year = understood.layout.table.year
    if year is None or not understood.names:
        return
    rows = [AreaRow(code, name) for code, name in sorted(understood.names.items())]
    source = understood.layout.table.title
    register_areas(result.manifest.realm, year, rows, source=source, actor=job.actor, rename=False)


def _gives_way(other: Delivery, scope: Scope, dataset: Dataset) -> bool:
    theirs = scope_from_json(other.coverage)
    return other.dataset_id == dataset.pk or bool(theirs and covers(scope, theirs))


def _dataset(result: ImportResult, scope: Scope) -> Dataset:
    table = result.understood.layout.table
    dataset, _new = Dataset.objects.get_or_create(
        table_id=table.table_id,
        realm=result.manifest.realm,
        scope=scope.key,
        owner=None,
        defaults={
            "title": table.title[:200],
            "publisher": table.publisher,
            "licence": table.licence,
        },
    )
    return dataset


def _describe(
    job: Job,
    delivery: Delivery,
    original: Inspected,
    result: ImportResult,
    scope: Scope,
    report: QualityReport,
) -> None:
    delivery.kind, delivery.realm = DeliveryKind.FIGURES, result.manifest.realm
    delivery.size, delivery.sha256 = original.size, original.sha256
    delivery.read_at = timezone.now()
    delivery.vintage = job.vintage
    delivery.classification_year = result.understood.year.year
    delivery.first_period, delivery.last_period = scope.first, scope.last
    delivery.rows = result.rows
    delivery.coverage = scope.as_json()
    delivery.report = report.as_json()
    delivery.progress = {}


def _step(job: Job, delivery: Delivery, name: str) -> None:
    take_step(delivery, name, workflow=workflow.DELIVERY, actor=job.actor, role=workflow.MACHINE)


def put_list_to_use(
    job: Job,
    original: Inspected,
    kind: DeliveryKind,
    realm: str,
    year: int,
    rows: int,
    report: QualityReport,
) -> None:
    """A list of areas or a file with boundaries: its content went to the room of the areas."""
    delivery = job.delivery
    if delivery is None:
        return
    delivery.kind, delivery.realm = kind, realm
    delivery.size, delivery.sha256 = original.size, original.sha256
    delivery.read_at, delivery.vintage = timezone.now(), job.vintage
    delivery.classification_year, delivery.rows = year, rows
    delivery.report, delivery.progress = report.as_json(), {}
    delivery.save()
    _step(job, delivery, "put_to_use")
    log(
        "sources.import_delivery",
        delivery,
        actor=job.actor,
        municipality_code=job.municipality_code,
        details={"kind": str(kind), "rows": rows, "sha256": delivery.sha256},
    )
