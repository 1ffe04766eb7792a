"""A file comes in, is read in the background, and is gone: only what it says stays."""

import logging
import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from regie.evidence.findings.rules import looks_personal
from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step
from regie.planning.plan_files.opening import read
from regie.planning.plan_imports import rules, workflow
from regie.planning.plan_imports.models import (
    FoundObjective,
    ImportPart,
    ImportState,
    PlanImport,
)
from regie.planning.plan_imports.permissions import IMPORT_PLAN
from regie.planning.plan_recognition.detecting import Found, objectives
from regie.planning.plan_recognition.sorting import Part, parts
from regie.planning.plan_texts.pieces import Contents

_LOG = logging.getLogger(__name__)
FIRST_WORDS = 60
"""In so many blocks from the beginning the period of the plan is looked for."""


def folder_of(document: PlanImport) -> Path:
    """Where the file waits until it is read."""
    return Path(settings.INBOX) / f"plan-import-{document.pk}"


def receive(
    upload: File[bytes],
    *,
    municipality: Municipality,
    first_year: int | None = None,
    actor: User,
    role: str,
) -> PlanImport:
    """Keep a file until the background task reads it. Raises `RefusedError`."""
    may(IMPORT_PLAN, role)
    size = upload.size or 0
    if sentence := rules.size_refusal(size):
        raise RefusedError(sentence, most=rules.LARGEST // rules.MEGABYTE)
    try:
        with transaction.atomic():
            document = PlanImport.objects.create(
                municipality=municipality,
                file_name=Path(upload.name or "plan").name[:255],
                size=size,
                first_year=first_year,
                received_by=actor,
            )
            document.sha256 = _keep(upload, folder_of(document))
            document.save(update_fields=["sha256"])
            _log("receive", document, actor)
    except OSError as error:
        raise RefusedError(rules.DISK_FULL) from error
    return document


def _keep(upload: File[bytes], folder: Path) -> str:
    """Write the file and answer its sum; an incomplete one is removed."""
    digest = sha256()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with folder.joinpath("upload").open("wb") as copy:
            for chunk in upload.chunks():
                digest.update(chunk)
                copy.write(chunk)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return digest.hexdigest()


def read_in(document: PlanImport) -> PlanImport:
    """Read a file that waits; whatever happens, the file is gone afterwards.

    A file that cannot be read becomes a refusal in words on the row.
    """
    document.progress = {"part": 0, "at": timezone.now().timestamp()}
    with transaction.atomic():
        document.save(update_fields=["progress"])
        _step(document, "start")
    try:
        form, contents = read(folder_of(document) / "upload", _reporter(document))
        _finish(document, form, contents)
    except RefusedError as refusal:
        _refuse(document, refusal.sentence, dict(refusal.params))
    except Exception:
        _LOG.exception("reading plan import %s", document.pk)
        _refuse(document, rules.FAILED, {})
    finally:
        shutil.rmtree(folder_of(document), ignore_errors=True)
    return document


def _reporter(document: PlanImport) -> "_Report":
    return _Report(document.pk)


class _Report:
    """Keeps how far the reading is, at most once per second."""

    def __init__(self, pk: int) -> None:
        self.pk, self.last = pk, monotonic()

    def __call__(self, part: float) -> None:
        if monotonic() - self.last > 1:
            self.last = monotonic()
            kept = {"part": round(part, 3), "at": timezone.now().timestamp()}
            PlanImport.objects.filter(pk=self.pk).update(progress=kept)


@transaction.atomic
def _finish(document: PlanImport, form: str, contents: Contents) -> None:
    """Keep the parts and the objectives, all at once."""
    period = rules.period_in(
        [document.file_name, *(p.plain for p in contents.pieces[:FIRST_WORDS])]
    )
    first, last = period or (None, None)
    document.first_year = document.first_year or first or _year_of(document.municipality)
    document.last_year = last if last and last >= document.first_year else None
    found = parts(contents.pieces)
    rows = _parts(document, found)
    _objectives(document, rows, objectives(found, first_year=document.first_year))
    document.form = form
    document.left_out = {name: count for name, count in contents.left_out.items() if count}
    document.progress, document.read_at = {}, timezone.now()
    document.save()
    _step(document, "finish")
    _log("read", document, document.received_by, {"parts": len(rows)})


def _year_of(municipality: Municipality) -> int:
    """The first year of the plan when the document says none: that of the cycle, or this year."""
    cycle = current_cycle(municipality)
    return cycle.valid_from.year if cycle else timezone.localdate().year


def _parts(document: PlanImport, found: list[Part]) -> list[ImportPart]:
    return ImportPart.objects.bulk_create(
        ImportPart(
            document=document,
            position=place,
            level=part.level,
            title=part.title,
            chapter=part.chapter[:160],
            text=part.text,
            kind=part.suggestion.kind,
            suggested=part.suggestion.kind,
            certainty=part.suggestion.certainty,
            marked=rules.marked(f"{part.title}\n{part.text}", looks_personal),
        )
        for place, part in enumerate(found, 1)
    )


def _objectives(document: PlanImport, rows: list[ImportPart], found: list[Found]) -> None:
    FoundObjective.objects.bulk_create(
        FoundObjective(
            document=document,
            part=rows[each.part],
            position=place,
            words=each.words[:1000],
            where=each.where,
            statement=each.statement[:300],
            measured_by=each.amounts.measured_by[:200],
            unit=each.amounts.unit[:60],
            direction=each.amounts.direction,
            baseline=each.amounts.baseline,
            baseline_year=each.amounts.baseline_year,
            baseline_source=each.source,
            target=each.amounts.target,
            target_percent=each.amounts.target_percent,
            target_date=each.amounts.target_date,
            owner=each.owner[:120],
            known=[[year, str(value)] for year, value in each.amounts.known],
        )
        for place, each in enumerate(found, 1)
    )


@transaction.atomic
def _refuse(document: PlanImport, sentence: str, params: dict[str, object]) -> None:
    document.refusal, document.refusal_params = sentence, params
    document.progress = {}
    document.save(update_fields=["refusal", "refusal_params", "progress"])
    _step(document, "refuse", why=sentence % params if params else sentence)
    _log("refuse", document, document.received_by)


def end_what_was_killed(document: PlanImport) -> PlanImport:
    """Say of a reading that was killed half-way that it ended: it cannot say so itself."""
    since = float(document.progress.get("at", 0)) if document.progress else 0.0
    stale = timezone.now() - timedelta(minutes=rules.STALE_MINUTES)
    if document.state == ImportState.READING and since < stale.timestamp():
        _refuse(document, rules.INTERRUPTED, {})
        shutil.rmtree(folder_of(document), ignore_errors=True)
    return document


def locked(document: PlanImport, role: str) -> PlanImport:
    """A document with its row locked, while it can be sorted. Raises `RefusedError`."""
    may(IMPORT_PLAN, role)
    rows = PlanImport.objects.select_for_update(of=("self",))
    found = rows.select_related("municipality", "plan").get(pk=document.pk)
    if found.state == ImportState.TAKEN:
        raise RefusedError(rules.ALREADY, plan=str(found.plan))
    refuse(rules.GONE if found.state == ImportState.DISCARDED else None)
    refuse(rules.NOT_READ if found.state != ImportState.READ else None)
    return found


def _step(document: PlanImport, name: str, why: str = "") -> None:
    take_step(
        document,
        name,
        workflow=workflow.IMPORT,
        actor=document.received_by,
        role=workflow.MACHINE,
        why=why,
    )


def _log(
    verb: str, document: PlanImport, actor: User | None, details: dict[str, object] | None = None
) -> None:
    log(
        f"plan_imports.{verb}",
        document,
        actor=actor,
        municipality_code=document.municipality.code,
        details=details,
    )


write_down = _log
