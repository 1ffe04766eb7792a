"""Taking a template in use, going back to another one or to the plain looks, and removing one."""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.services import log
from regie.presentation import documents
from regie.presentation.documents import TemplateProblem, TemplateRefusedError
from regie.presentation.house_styles import rules, sample
from regie.presentation.house_styles.models import HouseStyle


class StyleRefusedError(Exception):
    """A template that cannot be used; `problems` say what to change, each with its place."""

    def __init__(self, problems: tuple[TemplateProblem, ...]) -> None:
        super().__init__("; ".join(problem.words for problem in problems))
        self.problems = problems


def judge(name: str, content: bytes) -> None:
    """Refuse what no document can be made in; a sample is filled to be sure. Raises
    StyleRefusedError.
    """
    if refusal := rules.refusal(name, len(content)):
        raise StyleRefusedError((TemplateProblem(_(refusal)),))
    if problems := documents.template_problems(content):
        raise StyleRefusedError(problems)
    try:
        documents.word(sample.paper(sample.NOBODY), content)
    except TemplateRefusedError as error:
        raise StyleRefusedError((TemplateProblem(str(error)),)) from error


@transaction.atomic
def add(name: str, content: bytes, *, membership: Membership, actor: User) -> HouseStyle:
    """Keep a template and use it from now on. Raises StyleRefusedError.

    A file that is there already is used again instead of kept twice.
    """
    judge(name, content)
    town, mark = _locked(membership), hashlib.sha256(content).hexdigest()
    known = HouseStyle.objects.filter(municipality=town, sha256=mark, removed_at__isnull=True)
    row = known.first()
    if row is not None and row.current:
        return row
    _nobody_current(town)
    if row is None:
        row = HouseStyle(municipality=town, sha256=mark, content=content, size=len(content))
        row.name, row.made_by = name.replace("\\", "/").rpartition("/")[2][-120:], actor
        row.lacking = list(documents.missing_styles(content))
    row.current = True
    row.save()
    log("house_styles.add", row, actor=actor)
    return row


@transaction.atomic
def choose(row: HouseStyle, *, membership: Membership, actor: User) -> HouseStyle:
    """Use a template that was used before."""
    _nobody_current(_locked(membership))
    row = HouseStyle.objects.select_for_update().get(pk=row.pk, removed_at__isnull=True)
    row.current = True
    row.save(update_fields=["current"])
    log("house_styles.choose", row, actor=actor)
    return row


@transaction.atomic
def put_aside(*, membership: Membership, actor: User) -> None:
    """Use the plain looks; the templates stay. Nothing is logged when none was in use."""
    town = _locked(membership)
    row = HouseStyle.objects.defer("content").filter(municipality=town, current=True).first()
    if row is not None:
        _nobody_current(town)
        log("house_styles.put_aside", row, actor=actor)


@transaction.atomic
def remove(row: HouseStyle, *, membership: Membership, actor: User) -> None:
    """Remove the file; the row stays in the history. Documents then get the plain looks."""
    _locked(membership)
    row = HouseStyle.objects.select_for_update().get(pk=row.pk, removed_at__isnull=True)
    row.current, row.content = False, b""
    row.removed_at, row.removed_by = timezone.now(), actor
    row.save(update_fields=["current", "content", "removed_at", "removed_by"])
    log("house_styles.remove", row, actor=actor)


def _locked(membership: Membership) -> Municipality:
    """The municipality, locked: two people cannot both choose a template at once."""
    return Municipality.objects.select_for_update().get(pk=membership.municipality_id)


def _nobody_current(town: Municipality) -> None:
    HouseStyle.objects.filter(municipality=town, current=True).update(current=False)
