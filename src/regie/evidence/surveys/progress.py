"""How far asking residents and entrepreneurs is, for the guided path."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.surveys.models import Survey, SurveyState
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Progress

YEARS_BEFORE = 2
"""A survey of so many years before the first day of a cycle still counts for its plan."""


def participation_progress(cycle: PolicyCycle) -> Progress:
    """Done when a survey of the last years is in use; 1 query.

    Who consulted residents in another way moves the cycle on with that as the reason.
    """
    year = cycle.valid_from.year - YEARS_BEFORE
    found = Survey.objects.filter(
        municipality=cycle.municipality_id,
        state=SurveyState.IN_USE,
        fieldwork_to__gte=date(year, 1, 1),
    ).count()
    if not found:
        words = _("Er is nog geen eigen enquête. Raadpleegde u anders? Zet de cyclus dan verder.")
        return Progress(False, words)
    words = ngettext(
        "Er is %(count)s eigen enquête sinds %(year)s.",
        "Er zijn %(count)s eigen enquêtes sinds %(year)s.",
        found,
    )
    return Progress(True, words % {"count": found, "year": year})
