"""The analysis and the choices of a plan as slides, for the evening in the council."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.planning.plan_papers import figures, words
from regie.planning.plan_papers.chapters import law
from regie.planning.plan_papers.objectives import overview
from regie.planning.plan_papers.shape import Content, Priority, read, said
from regie.planning.plan_papers.summary import short
from regie.ui import prose
from regie.ui.paper import (
    Block,
    BulletList,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Section,
    SourceLine,
    paragraphs,
    strong,
    table,
    text,
    words_of,
)

Slide = tuple[str, list[Block]]
LETTERS = 320
"""Of the words beside a figure: more than this nobody reads from a screen."""
ROWS = 5


def presentation(content: Mapping[str, Any], language: str = "nl") -> Paper:
    """Slides: what is going on, what comes first, what should change. A chapter is a slide.

    Raises ValueError when the content is not whole.
    """
    with override(language):
        return _Slides(read(content), language).paper()


class _Slides:
    """The slides of one plan, in the language that is active."""

    def __init__(self, content: Content, language: str) -> None:
        self.content, self.language = content, language

    def paper(self) -> Paper:
        """The slides that hold something, in order."""
        found = (
            (_("Waar gaat het vanavond over?"), list(self._start())),
            *self._figures(),
            *(slide for item in self.content.priorities for slide in self._priority(item)),
            (_("Wat houdt aandacht, en wat krijgt minder?"), list(self._others())),
            (_("Wat vragen wij de raad?"), list(self._ask())),
        )
        return Paper(
            title=self.content.plan.title,
            subtitle=_("Wat speelt er, wat gaat voor, en wat willen wij bereiken?"),
            organisation=words.organisation(self.content),
            date=self.content.made.day,
            status=words.status(self.content),
            sections=tuple(Section(name, tuple(blocks)) for name, blocks in found if blocks),
            language=self.language,
            layout="slides",
        )

    def _start(self) -> Iterator[Block]:
        names = [item.name for item in self.content.priorities]
        if names:
            yield Paragraph(text(_("Dit stellen wij voorop:")))
            yield BulletList(tuple(map(text, names)), ordered=True)
        yield Paragraph(text(_("Eerst kijken wij naar de cijfers. Daarna naar de doelen.")))

    def _figures(self) -> Iterator[Slide]:
        """A slide per figure of the analysis: its conclusion above, what was written beside it."""
        kept = figures.kept(self.content, self.language)
        for part in self.content.sections:
            if part.kind != "analysis":
                continue
            beside: list[Paragraph] = []
            for block in prose.blocks(part.text, kept):
                if isinstance(block, Heading):
                    beside = []
                elif isinstance(block, Paragraph):
                    beside.append(block)
                elif isinstance(block, Figure):
                    yield block.caption, [block, *few(beside)]
                    beside = []

    def _priority(self, item: Priority) -> Iterator[Slide]:
        why: list[Block] = list(paragraphs(short(item.why, LETTERS)))
        if item.findings:
            lines = [said(found.headline, self.language) for found in item.findings[:ROWS]]
            named = [said(found.source, self.language) for found in item.findings[:ROWS]]
            why.append(BulletList(tuple(map(text, lines))))
            if source := "; ".join(dict.fromkeys(name for name in named if name)):
                why.append(SourceLine(text(source)))
        yield _("%(name)s: waarom?") % {"name": item.name}, why
        goals = [goal for goal in self.content.objectives if goal.priority == item.pk]
        if goals:
            caption = _("Doelen: %(name)s") % {"name": item.name}
            for first in range(0, len(goals), ROWS):
                shown = overview(goals[first : first + ROWS], caption, self.language)
                yield _("%(name)s: wat willen wij bereiken?") % {"name": item.name}, [shown]

    def _others(self) -> Iterator[Block]:
        names = [said(x.name, self.language) for x in self.content.themes if x.level == "strategic"]
        if names:
            yield Paragraph(text(strong(_("Houdt aandacht:")), f" {words.joined(names)}."))
        less = [(item.name, item.less) for item in self.content.priorities if item.less]
        if less:
            head = (_("Omdat dit voorgaat"), _("krijgt dit minder aandacht"))
            yield table(_("Wat minder aandacht krijgt"), head, less)

    def _ask(self) -> Iterator[Block]:
        yield Paragraph(law())
        lines = (
            _("Herkent u wat de cijfers laten zien?"),
            _("Staan de goede onderwerpen voorop?"),
            _("Zijn de streefwaarden ver genoeg, en haalbaar?"),
        )
        yield BulletList(tuple(map(text, lines)))


def few(beside: Sequence[Paragraph]) -> list[Block]:
    """As much of what was written as can be read from a screen."""
    found: list[Block] = []
    room = LETTERS
    for block in beside:
        room -= len(words_of(block.text))
        if room < 0:
            break
        found.append(block)
    return found
