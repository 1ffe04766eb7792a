"""The list of cells that went wrong, to repair a file with."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from regie.evidence.series.downloads import table
from regie.evidence.series.saying import say
from regie.evidence.tallies.results import CellError


def errors(found: Iterable[CellError]) -> str:
    """Row, column and reason of every cell that went wrong; never what stands in it."""
    rows = ((str(e.row), e.header, say(e.sentence, e.params)) for e in found)
    return table((_("rij"), _("kolom"), _("reden")), rows)
