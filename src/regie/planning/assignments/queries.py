"""Reading the assignment of a cycle."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import Progress
from regie.planning.assignments.models import Assignment


def assignment_of(cycle: PolicyCycle) -> Assignment | None:
    """The assignment of a cycle, or None as long as nobody recorded it; 1 query."""
    return Assignment.objects.filter(cycle=cycle).select_related("cycle").first()


def progress(cycle: PolicyCycle) -> Progress:
    """Whether the assignment was recorded; 1 query."""
    found = assignment_of(cycle)
    if found is None:
        return Progress(False, _("De opdracht is nog niet vastgelegd."))
    return Progress(True, sentence(found))


def sentence(item: Assignment) -> str:
    """Who asked it and when, in one sentence."""
    told = _("De opdracht kwam van %(who)s, op %(day)s.")
    return told % {"who": item.get_given_by_display(), "day": date_format(item.day, "j F Y")}
