"""Tables of this room as CSV: an example to fill in, and the answers of a survey."""

import csv
import io
from collections.abc import Iterable, Sequence

from regie.evidence.grids.cells import harmless
from regie.evidence.street_knowledge.subjects import Choices, Places
from regie.evidence.surveys.columns import TITLES
from regie.evidence.surveys.queries import AnswerView

COLUMNS = (
    *("question", "theme", "area", "area_name", "year", "value", "low", "high", "n", "deff"),
    *("caveats", "previous_year", "previous_value", "not_compared", "change"),
    *("difference", "difference_low", "difference_high"),
)


def example(places: Places, themes: Choices, year: int) -> str:
    """A small file with the right titles; figures are invented."""
    theme = next((name for _field, items in themes for _code, name in items), "")
    areas = [area.code for area in (*places.districts, *places.neighbourhoods)][:2]
    question = "Voelt zich weleens onveilig in de eigen buurt"
    rows = [
        [question, theme, "gemeente", year, "21,4", "", 1250, "", "", ""],
        *([question, theme, area, year, "", 34, 150, "", "", ""] for area in areas),
        [question, theme, "gemeente", year - 2, "24,0", "", "", "", "21,1", "26,9"],
    ]
    return _csv([list(TITLES.values()), *rows], delimiter=";")


def answers(rows: Iterable[AnswerView]) -> str:
    """Answers as plain numbers in percent; a number that is not there stays empty."""
    return _csv([list(COLUMNS), *(_line(row) for row in rows)], delimiter=",")


def _line(row: AnswerView) -> list[object]:
    before = row.previous
    further = {
        "caveats": " ".join(row.caveats),
        "previous_year": before.year if before else None,
        "previous_value": before.value if before else None,
        "not_compared": before.not_compared if before else "",
    }
    values = [further[n] if n in further else getattr(row, n) for n in COLUMNS]
    return [harmless(value) if isinstance(value, str) else value for value in values]


def _csv(rows: Iterable[Sequence[object]], delimiter: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()
