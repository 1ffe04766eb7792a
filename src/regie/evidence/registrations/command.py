"""A partner's file on the command line, read with a profile that was saved before."""

from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from regie.evidence.registrations import drafts, presenting, services, storing, waiting, workflow
from regie.evidence.registrations.models import Upload, UploadState
from regie.evidence.series.models import SavedProfile
from regie.evidence.series.saying import say
from regie.evidence.sources.activation import Outcome
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError


def import_with_profile(
    path: Path, title: str, *, municipality: Municipality, dry_run: bool
) -> Outcome:
    """Read, check and store a file as the wizard would; a dry run keeps nothing at all."""
    profile = _profile(title, municipality)
    if isinstance(profile, str):
        return Outcome(None, None, refused=profile)
    with transaction.atomic():
        outcome, upload = _taken(path, profile, dry_run=dry_run)
        if dry_run:
            transaction.set_rollback(True)
    waiting.remove(upload)
    return outcome


def _profile(title: str, municipality: Municipality) -> SavedProfile | str:
    """The registration with this name, or the reason why there is not one."""
    found = SavedProfile.objects.filter(municipality=municipality)
    mine = list(found.filter(title__iexact=title.strip()).select_related("partner"))
    if len(mine) == 1:
        return mine[0]
    if mine:
        return _("Meer partners hebben een registratie met de naam “%(name)s”.") % {"name": title}
    known = ", ".join(found.values_list("title", flat=True)) or "–"
    words = _("Er is geen registratie met de naam “%(name)s”. Bekend zijn: %(known)s.")
    return words % {"name": title, "known": known}


def _taken(path: Path, profile: SavedProfile, *, dry_run: bool) -> tuple[Outcome, Upload]:
    with path.open("rb") as content:
        upload = services.receive(
            File(content, name=path.name),
            municipality=profile.municipality,
            partner=profile.partner,
            title=profile.title,
            actor=None,
        )
    try:
        outcome = _checked(upload, dry_run=dry_run)
    except RefusedError as refusal:
        outcome = Outcome(None, None, refused=say(refusal.sentence, refusal.params))
    if outcome.refused and upload.state in workflow.OPEN:
        services.withdraw(upload, actor=None, role=workflow.MACHINE, why=outcome.refused)
    return outcome, upload


def _checked(upload: Upload, *, dry_run: bool) -> Outcome:
    """Count the file, and store it unless this is a dry run. Raises `RefusedError`."""
    if upload.state == UploadState.UNDERSTOOD:
        problems = presenting.problems(drafts.profile_of(upload))
        if problems:
            return Outcome(None, None, refused=" ".join(problems))
        step, role = upload.step, workflow.MACHINE
        counting = services.start_check(upload, step=step, actor=None, role=role)
        services.count(counting, actor=None)
        upload.refresh_from_db()
    if upload.state != UploadState.CHECKED:
        return Outcome(None, None, refused=presenting.refusal(upload))
    report = storing.report_of(upload)
    if dry_run:
        return Outcome(None, report)
    delivery = services.store(upload, step=upload.step, actor=None, role=workflow.MACHINE)
    return Outcome(delivery, report)
