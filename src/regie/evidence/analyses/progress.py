"""How far the safety analysis of a cycle is, for the guided path."""

from django.utils.translation import gettext as _

from regie.evidence.analyses import workflow
from regie.evidence.analyses.models import SafetyAnalysis
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Progress

PUBLISHED_ONCE = frozenset({workflow.PUBLISHED, workflow.SUPERSEDED})


def analysis_progress(cycle: PolicyCycle) -> Progress:
    """Done when an analysis of this cycle was published; 1 query."""
    found = SafetyAnalysis.objects.filter(municipality=cycle.municipality_id, cycle=cycle)
    states = set(found.exclude(state=workflow.WITHDRAWN).values_list("state", flat=True))
    if states & PUBLISHED_ONCE:
        return Progress(True, _("De veiligheidsanalyse is gepubliceerd."))
    if workflow.IN_REVIEW in states:
        return Progress(False, _("De veiligheidsanalyse ligt ter controle. Publiceer haar daarna."))
    if states:
        return Progress(False, _("De veiligheidsanalyse is een concept. Geef haar ter controle."))
    return Progress(False, _("Er is nog geen veiligheidsanalyse. Begin met het veiligheidsbeeld."))
