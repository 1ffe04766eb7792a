"""Why a document could not be made, in words that say what to change and where."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_noop as _

from regie.planning.plan_papers.figures import UndescribedError, UnreadableError
from regie.presentation import documents
from regie.presentation.documents import TemplateRefusedError
from regie.presentation.house_styles import queries as styles
from regie.presentation.publications.models import Document

_LOG = logging.getLogger(__name__)

UNDESCRIBED = _(
    "%(what)s Schrijf een beschrijving bij de figuur en vraag het document opnieuw aan."
)
UNREADABLE = _("%(what)s Neem de figuur opnieuw over uit het beeld.")
TEMPLATE = _("De Word-sjabloon van uw gemeente kan niet worden gevuld. Hieronder staat waarom.")
NO_TEMPLATE = _("De Word-sjabloon is intussen weggehaald. Vraag het document opnieuw aan.")
GONE = _("Wat u wilde afdrukken, is er niet meer.")
NO_ROOM = _("Het bestand kon niet worden bewaard. Vraag uw beheerder of de schijf vol is.")
BROKEN = _("De inhoud is niet heel: %(what)s")
FAILED = _("Er ging iets mis bij het maken. Probeer het opnieuw, of vraag uw beheerder om hulp.")


class TemplateGoneError(Exception):
    """The template with which somebody asked for a document was removed since."""


@dataclass(frozen=True)
class Reason:
    """A sentence (a msgid) with what stands in it, and what is wrong line by line."""

    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def reason(error: Exception, row: Document) -> Reason:
    """Why it went wrong. 1 query for a template; what nobody expected is logged."""
    if isinstance(error, TemplateRefusedError):
        return Reason(TEMPLATE, problems=_lines(error, row))
    if isinstance(error, UndescribedError):
        return Reason(UNDESCRIBED, {"what": str(error)})
    if isinstance(error, UnreadableError):
        return Reason(UNREADABLE, {"what": str(error)})
    return _other(error, row)


def _other(error: Exception, row: Document) -> Reason:
    if isinstance(error, TemplateGoneError):
        return Reason(NO_TEMPLATE)
    if isinstance(error, ObjectDoesNotExist):
        return Reason(GONE)
    if isinstance(error, OSError):
        _LOG.exception("keeping document %s", row.pk)
        return Reason(NO_ROOM)
    _LOG.exception("making document %s", row.pk)
    return Reason(BROKEN, {"what": str(error)[:300]}) if isinstance(error, ValueError) else FAILED_


FAILED_ = Reason(FAILED)


def _lines(error: TemplateRefusedError, row: Document) -> tuple[str, ...]:
    """All that is wrong with the template, each with its place."""
    template = styles.template_with(row.municipality, row.style)
    found = documents.template_problems(template.content) if template else ()
    told = tuple(f"{one.words} ({one.where})" if one.where else one.words for one in found)
    return told or (str(error),)
