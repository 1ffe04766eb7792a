"""A concluded evaluation as a document: the same frozen values become PDF, Word and ODT."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.foundation.cycles.models import LessonKind
from regie.learning.evaluation import rules, words
from regie.learning.evaluation.models import EvaluationKind
from regie.ui.paper import (
    Block,
    BulletList,
    Heading,
    Paper,
    Paragraph,
    Section,
    SourceLine,
    Text,
    paragraphs,
    strong,
    table,
    text,
)

Frozen = Mapping[str, Any]
LESSONS = {
    "worked": LessonKind.WORKED,
    "not_worked": LessonKind.DID_NOT_WORK,
    "open": LessonKind.OPEN,
}
"""The chapters in which lessons of a kind stand."""


def paper_of(frozen: Frozen, language: str = "nl") -> Paper:
    """The document of a frozen evaluation, in a language."""
    with override(language):
        return _Writer(frozen, language).paper()


class _Writer:
    """One document being written, in the language that is active."""

    def __init__(self, frozen: Frozen, language: str) -> None:
        self.frozen, self.language = frozen, language

    def said(self, told: Mapping[str, str]) -> str:
        """Frozen words in this language; Dutch when they were not frozen."""
        return told.get(self.language, told["nl"])

    def paper(self) -> Paper:
        """What the council wants to know first, then every goal, then how it went."""
        frozen = self.frozen
        first, last = (date.fromisoformat(frozen[name]) for name in ("first_day", "last_day"))
        chapters = (
            (_("In het kort"), self.summary()),
            *((str(words.CHAPTERS[code]), self.chapter(code)) for code in ("promise", *LESSONS)),
            (_("De oude doelen een voor een"), self.goals()),
            *(
                (str(words.CHAPTERS[code]), self.chapter(code))
                for code in ("cooperation", "council")
            ),
            (_("Hoe kijken mensen op het hele plan terug?"), self.views(frozen["whole"])),
        )
        made = ((title, tuple(blocks)) for title, blocks in chapters)
        done = frozen["concluded"]
        return Paper(
            title=_("Terugblik op %(plan)s") % {"plan": frozen["plan"]},
            subtitle=f"{date_format(first, 'j F Y')} – {date_format(last, 'j F Y')}",
            organisation=_("Gemeente %(name)s") % {"name": frozen["municipality"]["name"]},
            date=date.fromisoformat(done["day"]) if done else last,
            sections=tuple(Section(title, blocks) for title, blocks in made if blocks),
            status=str(EvaluationKind(frozen["kind"]).label).capitalize(),
            language=self.language,
        )

    def summary(self) -> Iterator[Block]:
        """How many goals got each verdict, and where people differ."""
        goals = self.frozen["goals"]
        counted = ((code, sum(g["verdict"] == code for g in goals)) for code in rules.VERDICTS)
        rows = [(words.verdict_name(code), str(n)) for code, n in counted]
        head = (_("Is het bereikt?"), _("Oude doelen"))
        yield table(_("De oude doelen, geteld"), head, rows, numeric=(1,))
        yield Paragraph(text(_("Een cijfer voor en na zegt niet of het plan het verschil maakte.")))
        done = self.frozen["concluded"]
        yield from paragraphs(done["why"] if done else _("Deze evaluatie is nog niet afgerond."))

    def chapter(self, code: str) -> Iterator[Block]:
        """The questions of a chapter with their answers, and its lessons."""
        for answer in self.frozen["answers"]:
            if answer["chapter"] == code:
                yield Heading(self.said(answer["question"]))
                yield from paragraphs(answer["text"])
        kind = LESSONS.get(code)
        lessons = [x for x in self.frozen["lessons"] if kind and x["kind"] == kind.value]
        if lessons:
            yield Heading(_("Lessen"))
            yield BulletList(tuple(text(lesson["text"]) for lesson in lessons))

    def goals(self) -> Iterator[Block]:
        """Every old goal: promised, what came of it, its figure, and how people see it."""
        for goal in self.frozen["goals"]:
            yield Heading(goal["name"])
            yield Paragraph(text(strong(words.verdict_name(goal["verdict"]))))
            if goal["promised"]:
                yield Paragraph(text(strong(_("Beloofd")), ": ", goal["promised"]))
            yield from paragraphs(goal["reason"])
            yield from self.figures(goal)
            if goal["views"]:
                yield Heading(_("Hoe anderen het zien"), 3)
                yield from self.views(goal["views"])

    def figures(self, goal: Frozen) -> Iterator[Block]:
        """The figure that people wrote, and what the figures of the house said then."""
        if goal["figure"]:
            yield Paragraph(text(strong(_("Cijfer")), ": ", goal["figure"]))
        if goal["source"]:
            yield SourceLine(text(goal["source"]))
        known = goal["known"]
        if known:
            told = " ".join(known["told"].get(self.language, known["told"]["nl"]))
            yield Paragraph(text(strong(self.said(known["name"])), ": ", told))

    def views(self, views: Sequence[Frozen]) -> Iterator[Block]:
        """Every view apart, with the role or the organisation."""
        if views:
            yield BulletList(tuple(map(self._view, views)))

    def _view(self, view: Frozen) -> Text:
        verdict = words.verdict_name(view["verdict"]) if view["verdict"] else ""
        told = ". ".join(part for part in (verdict, view["text"]) if part)
        return text(strong(self.said(view["who"])), ": ", told)
