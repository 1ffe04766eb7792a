"""An evaluation as one CSV: a line per old goal, view, answer and lesson."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from regie.evidence.grids.cells import harmless
from regie.foundation.cycles.models import LessonKind
from regie.learning.evaluation import words

Frozen = Mapping[str, Any]


def as_csv(content: Frozen, language: str) -> bytes:
    """The lines in the language of the reader, with a mark so that a spreadsheet reads accents."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for row in _rows(content, language):
        writer.writerow([harmless(cell) for cell in row])
    return stream.getvalue().encode("utf-8-sig")


def _rows(content: Frozen, language: str) -> Iterator[Sequence[str]]:
    yield (_("Soort"), _("Waarover"), _("Wie"), _("Oordeel"), _("Tekst"), _("Cijfer"), _("Bron"))
    for goal in content["goals"]:
        verdict = words.verdict_name(goal["verdict"])
        town = content["municipality"]["name"]
        words_of = (verdict, goal["reason"], goal["figure"], goal["source"])
        yield (_("Oud doel"), goal["name"], town, *words_of)
        for view in goal["views"]:
            yield _view(goal["name"], view, language)
    for view in content["whole"]:
        yield _view(content["plan"], view, language)
    for answer in content["answers"]:
        yield (_("Vraag"), answer["question"][language], "", "", answer["text"], "", "")
    for lesson in content["lessons"]:
        kind = str(LessonKind(lesson["kind"]).label)
        yield (_("Les"), lesson["goal"], "", kind, lesson["text"], "", lesson["source"])


def _view(about: str, view: Frozen, language: str) -> Sequence[str]:
    verdict = words.verdict_name(view["verdict"]) if view["verdict"] else ""
    return (_("Kijk"), about, view["who"][language], verdict, view["text"], "", "")
