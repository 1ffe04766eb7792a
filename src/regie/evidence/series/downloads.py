"""Downloads of counts. Safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _

from regie.evidence.formats.rules import State
from regie.evidence.grids.cells import harmless
from regie.evidence.series import queries
from regie.evidence.series.models import SavedProfile
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import realm_of

LEVELS = ("municipality", "district", "neighbourhood", "unplaced")
COLUMNS = (
    "registratie",
    "partner",
    "gebied_code",
    "gebied",
    "niveau",
    "soort_code",
    "soort",
    "periode",
    "aantal",
    "status",
    "intern",
    "levering",
)
STATUS = {
    State.VALUE: "geteld",
    State.ESTIMATED: "geschat",
    State.HIDDEN: "afgeschermd",
    State.UNKNOWN: "onbekend",
    State.IMPOSSIBLE: "onmogelijk",
}


def attached(text: str, name: str, kind: str = "text/csv") -> HttpResponse:
    """A text as a file to keep."""
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def counts(profile: SavedProfile) -> str:
    """Every count of a registration, with the mark that small numbers stay inside."""
    return table(COLUMNS, _count_rows(profile))


def _count_rows(profile: SavedProfile) -> Iterable[tuple[str, ...]]:
    labels = queries.type_labels(profile)
    frequency = queries.frequency(profile)
    for level in LEVELS:
        cube = queries.counts(profile, level, frequency)
        if cube is None:
            continue
        names = areas.names(cube.areas, realm=realm_of(profile.municipality.code))
        for a, area in enumerate(cube.areas):
            for c, category in enumerate(cube.categories):
                for p, period in enumerate(cube.periods):
                    state = State(int(cube.states[a, c, p]))
                    if state is State.NOT_OBSERVED:
                        continue
                    known = state in {State.VALUE, State.ESTIMATED}
                    value = f"{cube.values[a, c, p]:g}" if known else ""
                    yield (
                        profile.title,
                        profile.partner.name,
                        area,
                        _("plaats onbekend") if level == "unplaced" else names.get(area, area),
                        level,
                        category,
                        labels.get(category, category),
                        period,
                        value,
                        STATUS[state],
                        "ja",
                        str(cube.deliveries[0].id),
                    )


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV in which no cell is a formula.

    Partners open it in a Dutch spreadsheet: that splits at semicolons, and the leading byte order
    mark tells it that the text is UTF-8.
    """
    out = StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([harmless(text) for text in row] for row in rows)
    return out.getvalue()
