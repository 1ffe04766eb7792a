"""What people do with files of partners: one verb, one transaction, one row in the log.

A file waits on disk between arrival and storing. Whatever ends its way (stored, refused,
withdrawn, seven days) removes it. The database and the log never hold a value of a row.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.profiles.profile import Profile
from regie.evidence.registrations import (
    drafts,
    dry_run,
    looking,
    storing,
    waiting,
    workflow,
)
from regie.evidence.registrations.models import Upload, UploadState
from regie.evidence.series import owned, saved
from regie.evidence.series.models import SavedProfile
from regie.evidence.sources.models import Delivery
from regie.evidence.values.personal import refusal as personal_refusal
from regie.evidence.warehouse.engine import DiskFullError, is_full
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality, Partner
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log, take_step

DAYS = 7
STUCK = timedelta(minutes=5)

MOVED_ON = _("Dit bestand is intussen al verder. Hieronder ziet u hoe het er nu voor staat.")
BROKEN = _("Er ging iets mis bij het lezen. Er is niets bewaard. Lever het bestand opnieuw aan.")
DISK_FULL = _("De schijf is vol. Er is niets bewaard. Vraag de beheerder om ruimte.")
EMPTY = _("Dit bestand is leeg.")
EXPIRED = _("Het bestand lag zeven dagen klaar en is verwijderd.")
INTERRUPTED = _("Het tellen is afgebroken. Tel de proef opnieuw.")
NO_PROBLEMS_LEFT = _("Los eerst op wat er bij de kolommen staat.")

logger = logging.getLogger(__name__)

T = TypeVar("T")


class MovedOnError(Exception):
    """Somebody took a step with this file since the page was made."""


# --- arriving -------------------------------------------------------------------------------------


def receive(
    file: File[bytes],
    *,
    municipality: Municipality,
    partner: Partner,
    title: str,
    actor: User | None,
) -> Upload:
    """Keep a file of a partner and propose what its columns mean.

    The answer is `understood`, or `refused` with the reason; then nothing of the file is left.
    A registration with this title decides what the columns mean, as last time.
    """
    upload = _arrive(file, municipality, partner, " ".join(title.split())[:120], actor)
    if upload.state == UploadState.RECEIVED:
        _understand(upload, actor)
    return upload


@transaction.atomic
def _arrive(
    file: File[bytes], municipality: Municipality, partner: Partner, title: str, actor: User | None
) -> Upload:
    upload = Upload.objects.create(
        municipality=municipality,
        partner=partner,
        profile=SavedProfile.objects.filter(partner=partner, title__iexact=title).first(),
        title=title,
        file_name=waiting.harmless_name(file.name or ""),
        size=file.size or 0,
        received_by=actor,
    )
    log("registrations.receive", upload, actor=actor)
    if not file.size:
        return _refused(upload, RefusedError(EMPTY), actor)
    try:
        upload.sha256 = waiting.keep(upload, file)
    except OSError as error:
        return _refused(upload, RefusedError(DISK_FULL if is_full(error) else BROKEN), actor)
    upload.save(update_fields=["sha256"])
    return upload


def _understand(upload: Upload, actor: User | None) -> Upload:
    known = saved.newest(upload.profile)
    found = _guarded(upload, lambda: looking.look(upload, known), actor)
    if found is None:
        return upload
    if found.proposal.refused:
        return _refuse_people(upload, personal_refusal(found.proposal.findings), actor)
    with transaction.atomic():
        upload.content = saved.plain(found.proposal.profile)
        upload.sheet = found.grid.sheet[:255]
        upload.save(update_fields=["content", "sheet"])
        _step(upload, "understand", actor)
    return upload


# --- correcting -----------------------------------------------------------------------------------


@transaction.atomic
def correct(upload: Upload, profile: Profile, *, step: int, actor: User, role: str) -> Upload:
    """Keep what a person says the columns mean. Raises `MovedOnError` and `StepRefusedError`."""
    upload = _current(upload, step)
    take_step(upload, "correct", workflow=workflow.UPLOAD, actor=actor, role=role)
    upload.content, upload.result, upload.progress = saved.plain(profile), {}, {}
    upload.refusal, upload.refusal_params = "", {}
    _moved(upload)
    waiting.forget_counts(upload)
    log("registrations.correct", upload, actor=actor)
    return upload


@transaction.atomic
def choose_sheet(
    upload: Upload, sheet: str, header_row: int | None, *, step: int, actor: User, role: str
) -> Upload:
    """Read another sheet or another row of titles, and propose anew. Raises `RefusedError`."""
    upload = _current(upload, step)
    take_step(upload, "correct", workflow=workflow.UPLOAD, actor=actor, role=role)
    upload.sheet, upload.header_row = sheet[:255], header_row
    found = looking.look(upload, saved.newest(upload.profile))
    if found.proposal.refused:
        return _refuse_people(upload, personal_refusal(found.proposal.findings), actor)
    upload.content, upload.result = saved.plain(found.proposal.profile), {}
    upload.refusal, upload.refusal_params = "", {}
    _moved(upload)
    waiting.forget_counts(upload)
    log("registrations.correct", upload, actor=actor)
    return upload


# --- the dry run ----------------------------------------------------------------------------------


@transaction.atomic
def start_check(upload: Upload, *, step: int, actor: User | None, role: str) -> Upload:
    """Say that the file is going to be counted. Raises `RefusedError` when it cannot be yet."""
    upload = _current(upload, step)
    if drafts.profile_of(upload).problems():
        raise RefusedError(NO_PROBLEMS_LEFT)
    take_step(upload, "check", workflow=workflow.UPLOAD, actor=actor, role=role)
    upload.progress, upload.refusal, upload.refusal_params = {}, "", {}
    _moved(upload)
    return upload


def count(upload: Upload, *, actor: User | None) -> Upload:
    """Count the whole file without storing anything; ends in `checked`, `understood` or `refused`.

    A file with data about people is refused; a file that cannot be counted goes back to its
    columns, with the reason.
    """
    profile, step = drafts.profile_of(upload), upload.step
    try:
        outcome = _guarded(upload, lambda: dry_run.run(upload, profile, _teller(upload)), actor)
    except dry_run.PersonalError as found:
        return _refuse_people(upload, found.refused, actor)
    except dry_run.NothingCountedError as nothing:
        return _give_back(upload, RefusedError(dry_run.NOTHING), actor, nothing)
    if outcome is not None:
        return _counted(upload, outcome, step, actor)
    upload.refresh_from_db()
    return upload


@transaction.atomic
def _counted(upload: Upload, outcome: dry_run.Outcome, step: int, actor: User | None) -> Upload:
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.step != step or upload.state != UploadState.CHECKING:
        return upload
    waiting.write_counted(upload, outcome.counted, outcome.errors)
    upload.result, upload.progress = outcome.result, {}
    upload.content = drafts.with_types(upload.content, outcome.result["types"])
    _moved(upload)
    _step(upload, "count", actor)
    return upload


@transaction.atomic
def _give_back(
    upload: Upload,
    reason: RefusedError,
    actor: User | None,
    nothing: dry_run.NothingCountedError | None = None,
) -> Upload:
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state == UploadState.CHECKING:
        upload.refusal, upload.refusal_params = reason.sentence, dict(reason.params)
        upload.result = dry_run.outcome_of(nothing.counted, None, []).result if nothing else {}
        upload.progress = {}
        _moved(upload)
        _step(upload, "give_back", actor)
    return upload


def _teller(upload: Upload) -> Callable[[str, float], None]:
    """Keep how far the counting is, at most once per second."""
    last = [timezone.now() - timedelta(seconds=2)]

    def tell(phase: str, part: float) -> None:
        now = timezone.now()
        if now - last[0] > timedelta(seconds=1):
            last[0] = now
            kept = {"phase": phase, "part": round(part, 3), "at": now.timestamp()}
            Upload.objects.filter(pk=upload.pk).update(progress=kept)

    return tell


# --- the end --------------------------------------------------------------------------------------


@transaction.atomic
def store(upload: Upload, *, step: int, actor: User | None, role: str) -> Delivery:
    """Put the counts to use and keep the profile for next time. Raises `RefusedError`."""
    upload = _current(upload, step)
    try:
        counted = waiting.read_counted(upload)
    except FileNotFoundError:
        raise RefusedError(looking.GONE) from None
    take_step(upload, "store", workflow=workflow.UPLOAD, actor=actor, role=role)
    drafts.keep(upload, actor=actor)
    delivery = owned.store_counts(
        storing.counts_of(upload, counted),
        _about(upload),
        storing.report_of(upload),
        actor=actor,
    )
    upload.delivery = delivery
    _moved(upload)
    log(
        "registrations.store",
        upload,
        actor=actor,
        details={"delivery": delivery.pk, **dry_run.said(upload.result)},
    )
    transaction.on_commit(lambda: waiting.remove(upload))
    return delivery


def _about(upload: Upload) -> owned.About:
    if upload.profile is None or upload.version is None:
        raise RefusedError(BROKEN)
    return owned.About(
        key=upload.profile.series,
        owner=upload.municipality,
        title=upload.profile.title,
        publisher=upload.partner.name,
        file_name=upload.file_name,
        size=upload.size,
        sha256=upload.sha256,
        options={"profile": upload.profile.pk, "version": upload.version.number},
    )


@transaction.atomic
def withdraw(upload: Upload, *, actor: User | None, role: str, why: str = "") -> Upload:
    """Stop with a file that is not stored; it is removed. Raises `StepRefusedError`."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    take_step(upload, "withdraw", workflow=workflow.UPLOAD, actor=actor, role=role, why=why)
    upload.refusal = why
    _moved(upload)
    log("registrations.withdraw", upload, actor=actor, why=why)
    transaction.on_commit(lambda: waiting.remove(upload))
    return upload


@transaction.atomic
def take_back(upload: Upload, *, actor: User | None, role: str) -> Delivery | None:
    """Undo: the counts of this file go, the delivery before it is in use again.

    Raises `RefusedError` when a newer file was stored since.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    take_step(upload, "take_back", workflow=workflow.UPLOAD, actor=actor, role=role)
    before = owned.withdraw(upload.delivery, actor=actor) if upload.delivery else None
    _moved(upload)
    log("registrations.take_back", upload, actor=actor)
    return before


def clean_up() -> int:
    """Remove files that waited for seven days, and free those whose counting was killed."""
    now, ended = timezone.now(), 0
    old = Upload.objects.filter(state__in=workflow.OPEN, received_at__lt=now - timedelta(days=DAYS))
    for upload in old:
        withdraw(upload, actor=None, role=workflow.MACHINE, why=EXPIRED)
        ended += 1
    for upload in Upload.objects.filter(state=UploadState.CHECKING):
        at = upload.progress.get("at")
        if at and now.timestamp() - float(at) > STUCK.total_seconds():
            _give_back(upload, RefusedError(INTERRUPTED), None)
    return ended


# --- refusing -------------------------------------------------------------------------------------


def _guarded(upload: Upload, work: Callable[[], T], actor: User | None) -> T | None:
    """Do something with the file; whatever goes wrong ends in words, and never in a log.

    The text of an error may hold what stands in the file, so that only its kind is kept.
    """
    try:
        return work()
    except RefusedError as reason:
        _end(upload, reason, actor)
    except (dry_run.PersonalError, dry_run.NothingCountedError):
        raise
    except (DiskFullError, OSError) as error:
        _end(upload, RefusedError(DISK_FULL if is_full(error) else BROKEN), actor)
    except Exception as error:
        logger.error("registration %s: %s", upload.pk, type(error).__name__)
        _end(upload, RefusedError(BROKEN), actor)
    return None


def _end(upload: Upload, reason: RefusedError, actor: User | None) -> Upload:
    """A file that was not understood is refused; one that was can be corrected."""
    if upload.state == UploadState.CHECKING and waiting.path_of(upload).is_file():
        return _give_back(upload, reason, actor)
    return _refused(upload, reason, actor)


def _refuse_people(upload: Upload, reason: RefusedError, actor: User | None) -> Upload:
    """Refuse a file about people: also its name goes, and what was understood of it."""
    upload.file_name = waiting.plain_name(upload.file_name)
    upload.content, upload.result, upload.sheet = {}, {}, ""
    return _refused(upload, reason, actor)


@transaction.atomic
def _refused(upload: Upload, reason: RefusedError, actor: User | None) -> Upload:
    waiting.remove(upload)
    upload.refusal, upload.refusal_params = reason.sentence, dict(reason.params)
    upload.progress = {}
    upload.step += 1
    upload.save()
    _step(upload, "refuse", actor)
    log("registrations.refuse", upload, actor=actor)
    return upload


# --- helpers --------------------------------------------------------------------------------------


def _current(upload: Upload, step: int) -> Upload:
    """The upload as it is now, locked; `MovedOnError` when the page was made before."""
    found = Upload.objects.select_for_update().get(pk=upload.pk)
    if found.step != step:
        raise MovedOnError
    return found


def _moved(upload: Upload) -> None:
    upload.step += 1
    upload.save()


def _step(upload: Upload, name: str, actor: User | None) -> None:
    take_step(upload, name, workflow=workflow.UPLOAD, actor=actor, role=workflow.MACHINE)
