"""Receiving deliveries: one file in, one vintage stored, or a reason why not.

A delivery becomes visible in one transaction, when its Parquet stands complete on disk. Whoever
reads figures sees the old vintage until that moment and the new one after it.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from time import monotonic
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from regie.evidence.formats.files import Inspected, inspect
from regie.evidence.formats.recognise import Addresses, AreaList, Figures
from regie.evidence.intake import direct, storing, understanding
from regie.evidence.intake.arrival import Clock, Intake, Progress, look, take_in
from regie.evidence.intake.checks import report_on
from regie.evidence.intake.findings import report_from_json
from regie.evidence.intake.room import refuse_without_room
from regie.evidence.intake.understanding import Options
from regie.evidence.sources import activation, addressbook, lists, queries, workflow
from regie.evidence.sources.activation import Job, Outcome
from regie.evidence.sources.judgement import storable
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.evidence.warehouse import folders
from regie.evidence.warehouse.engine import DiskFullError, Staging, is_full
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log, take_step

__all__ = ["Options", "Outcome", "clean_up", "import_file", "read_received", "receive_upload"]

Callback = Callable[[Progress], None]

DISK_FULL = _(
    "De schijf is vol. Er is niets opgeslagen; de vorige cijfers blijven in gebruik. "
    "Maak ruimte en lever het bestand opnieuw."
)
INTERRUPTED = _("Het inlezen is afgebroken. Er is niets opgeslagen. Lever het bestand opnieuw.")
BROKEN = _("Er ging iets mis bij het inlezen. Er is niets opgeslagen.")


def import_file(
    path: Path,
    *,
    actor: User | None,
    municipality: Municipality | None = None,
    table: str | None = None,
    year: int | None = None,
    classification: int | None = None,
    vintage: date | None = None,
    progress: Callback | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Read a file of any kind Regie knows, and put it to use.

    `table` names the table when two look alike, `year` the edition of yearly key figures,
    `classification` the year of the area codes, `vintage` the day of the figures. A dry run reads
    and judges everything and keeps nothing. A file that is in use already changes nothing:
    `Outcome.already` says so.
    """
    path = Path(path)
    options = Options(table or "", year, classification, municipality.code if municipality else "")
    clean_up()
    if twin := _twin(path):
        return Outcome(twin, report_from_json(twin.report), already=True)
    if dry_run:
        return _run(Job(path, options, actor, vintage, None), progress)
    delivery = Delivery.objects.create(
        file_name=path.name[:255],
        size=path.stat().st_size,
        municipality=municipality,
        received_by=actor,
        vintage=vintage,
        options=asdict(options),
    )
    return _read(Job(path, options, actor, vintage, delivery), progress)


def _twin(path: Path) -> Delivery | None:
    """The delivery in use that is this very file; only a file of that size is looked at."""
    if not queries.same_size(path.stat().st_size):
        return None
    return queries.same_file(inspect(path).sha256)


def receive_upload(
    upload: File[bytes],
    *,
    municipality: Municipality,
    actor: User,
    year: int | None = None,
    classification: int | None = None,
    table: str = "",
) -> Delivery:
    """Keep an uploaded file until the background task reads it. Raises `RefusedError`."""
    options = Options(table, year, classification, municipality.code)
    name = Path(upload.name or "bestand").name[:255]
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                file_name=name,
                size=upload.size or 0,
                municipality=municipality,
                received_by=actor,
                options=asdict(options),
            )
            _keep(upload, folders.inbox_folder(delivery.pk))
            code = municipality.code
            log("sources.receive_upload", delivery, actor=actor, municipality_code=code)
    except OSError as error:
        raise RefusedError(DISK_FULL if is_full(error) else BROKEN) from error
    return delivery


def _keep(upload: File[bytes], folder: Path) -> None:
    """Write the upload to its folder; a folder that is not complete is removed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with folder.joinpath("upload").open("wb") as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def read_received(delivery: Delivery, *, progress: Callback | None = None) -> Outcome:
    """Read a delivery that waits in the inbox."""
    path = folders.inbox_folder(delivery.pk) / "upload"
    clean_up()
    job = Job(path, Options(**delivery.options), delivery.received_by, delivery.vintage, delivery)
    try:
        return _read(job, progress)
    finally:
        folders.empty_inbox(delivery.pk)


def clean_up() -> int:
    """Say of imports that were killed half-way that they ended, and remove their left-overs."""
    ended = 0
    for delivery in Delivery.objects.filter(state=DeliveryState.READING):
        if not folders.is_being_read(delivery.pk) and not _is_fresh(delivery):
            ended += 1
            _refuse(delivery, INTERRUPTED, {}, actor=None)
            folders.discard(delivery.pk)
            folders.drop_reading(delivery.pk)
    folders.remove_left_overs()
    return ended


def _is_fresh(delivery: Delivery) -> bool:
    """Between the start of reading and holding the folder lies a moment."""
    started = delivery.progress.get("started", 0.0) if delivery.progress else 0.0
    return timezone.now().timestamp() - float(started) < folders.SETTLED


# --- one import ----------------------------------------------------------------------------------


def _read(job: Job, progress: Callback | None) -> Outcome:
    delivery = job.delivery
    if delivery is None:
        return _run(job, progress)
    delivery.progress = {"phase": "look", "fraction": 0, "started": timezone.now().timestamp()}
    with transaction.atomic():
        delivery.save(update_fields=["progress"])
        take_step(
            delivery,
            "start_reading",
            workflow=workflow.DELIVERY,
            actor=job.actor,
            role=workflow.MACHINE,
        )
    return _run(job, progress)


def _run(job: Job, progress: Callback | None) -> Outcome:
    """Read, and make sure that whatever goes wrong leaves nothing behind."""
    key = job.delivery.pk if job.delivery else f"dry-{uuid4().hex}"
    try:
        with folders.held(folders.reading_folder(key)) as folder:
            return _take_in(job, folder, progress)
    except RefusedError as refusal:
        return _refused(job, refusal.sentence, refusal.params)
    except (DiskFullError, OSError) as error:
        return _refused(job, DISK_FULL if is_full(error) else BROKEN)
    except Exception:
        _refused(job, BROKEN)
        raise


def _take_in(job: Job, folder: Path, progress: Callback | None) -> Outcome:
    refuse_without_room(job.path, folder)
    clock = Clock(job.path.stat().st_size, _reporter(job, progress))
    if found := direct.take(job.path, folder, job.options, clock):
        already = _already(job, found.original)
        return already or activation.finish_figures(job, found.original, found.result, found.report)
    original = look(job.path, clock)
    if already := _already(job, original):
        return already
    taken = take_in(original, folder, table=job.options.table)
    if not isinstance(taken.recognition, Figures):
        return _list(job, taken)
    with Staging(folder) as stage:
        loaded = understanding.load(
            stage, taken.sniffed, taken.readable, taken.recognition, tick=clock.tick
        )
        clock.rows = loaded.rows
        understood = understanding.understand(stage, taken.recognition, job.options)
        result = storing.write(
            stage, understood, clock.rows, taken.sniffed.decimal, tick=clock.tick
        )
        report = report_on(stage, result, job.path.name, (*taken.notes, *loaded.notes))
    return activation.finish_figures(job, original, result, report)


def _already(job: Job, original: Inspected) -> Outcome | None:
    """How it ends when this very file came into use in the meantime."""
    twin = queries.same_file(original.sha256)
    if twin is None:
        return None
    outcome = _refused(job, activation.ALREADY, {"id": twin.pk})
    return Outcome(twin, report_from_json(twin.report), outcome.refused, already=True)


def _list(job: Job, taken: Intake) -> Outcome:
    if isinstance(taken.recognition, AreaList):
        return lists.take_areas(job, taken, taken.recognition)
    if isinstance(taken.recognition, Addresses):
        return addressbook.take_addresses(job, taken, taken.recognition)
    return lists.take_boundaries(job, taken)


def _reporter(job: Job, progress: Callback | None) -> Callback:
    """Tell the caller, and keep the progress on the delivery at most once per second."""
    last = [0.0]

    def report(step: Progress) -> None:
        if progress:
            progress(step)
        if job.delivery and monotonic() - last[0] > 1:
            last[0] = monotonic()
            kept = asdict(step) | {"started": job.delivery.progress.get("started", 0)}
            Delivery.objects.filter(pk=job.delivery.pk).update(progress=kept)

    return report


def _refused(job: Job, sentence: str, params: Mapping[str, object] | None = None) -> Outcome:
    """End a delivery with a refusal; the outcome says it in the language of who runs it."""
    given = storable(params or {})
    if job.delivery is not None:
        _refuse(job.delivery, sentence, given, actor=job.actor)
    return Outcome(job.delivery, None, refused=gettext(sentence) % given)


@transaction.atomic
def _refuse(
    delivery: Delivery, sentence: str, params: Mapping[str, object], *, actor: User | None
) -> None:
    folders.discard(delivery.pk)
    reason = sentence % params
    take_step(
        delivery,
        "refuse",
        workflow=workflow.DELIVERY,
        actor=actor,
        role=workflow.MACHINE,
        why=reason,
    )
    delivery.refusal, delivery.progress = reason, {}
    delivery.refusal_sentence, delivery.refusal_params = sentence, dict(params)
    delivery.save(update_fields=["refusal", "refusal_sentence", "refusal_params", "progress"])
    code = delivery.municipality.code if delivery.municipality else ""
    log("sources.refuse", delivery, actor=actor, municipality_code=code, why=reason)
