"""The plan as a document: the same value becomes PDF, Word, ODT and a web page.

Everything comes from the content of an edition and the language; no clock and no database is asked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.planning.plan_papers import figures, glossary, words
from regie.planning.plan_papers.chapters import Chapters
from regie.planning.plan_papers.shape import Content, Part, read, said
from regie.policy.plan_sections import PLAN_SECTIONS
from regie.ui import prose
from regie.ui.paper import Block, Heading, Paper, Section, plain, text

Chapter = tuple[float, str, list[Block]]
"""Where a chapter stands, its title and its parts."""

GROUPS: tuple[tuple[str, ...], ...] = (
    ("scope", "audience"),
    ("vision", "principles"),
    ("frameworks", "roles", "participation"),
    ("evaluation",),
    ("analysis",),
    ("priorities",),
    ("objectives",),
    ("other_themes",),
    ("partners", "organisation"),
    ("means",),
    ("monitoring",),
)
"""Parts that make a chapter together, in the order of the policy. The approach of a priority stands
in the chapter of that priority, and the glossary at the end."""

_PLACE = {kind: float(place) for place, kinds in enumerate(GROUPS) for kind in kinds}
_OF_PRIORITY = _PLACE["priorities"] + 0.1
_ENDS = 100.0


def plan_paper(content: Mapping[str, Any], language: str = "nl") -> Paper:
    """The whole plan. Raises ValueError when the content is not whole."""
    with override(language):
        return _Plan(read(content), language).paper()


def titles() -> dict[str, str]:
    """The titles of chapters of more than one part, by the first of its kinds."""
    return {
        "scope": _("Waar dit plan over gaat"),
        "vision": _("Visie en uitgangspunten"),
        "frameworks": _("Kaders en rollen"),
        "partners": _("Partners en sturing"),
    }


def title_of(part: Part, language: str) -> str:
    """The own title of a part, or what the policy calls it."""
    if own := said(part.title, language):
        return own
    item = PLAN_SECTIONS().section(part.kind)
    if item is None:
        return _("Onderdeel van het plan")
    return item.name_en if language == "en" else item.name


class _Plan:
    """One plan being written, in the language that is active."""

    def __init__(self, content: Content, language: str) -> None:
        self.content, self.language = content, language
        self.figures = figures.kept(content, language)
        self.numbers: Mapping[int, int] = {}
        self.generated = Chapters(content, language, self.prose)

    def paper(self) -> Paper:
        """The document; written twice, for only then is it known which number a figure has."""
        sections = self.sections()
        self.numbers = figures.on_paper(self.figures, sections)
        if any(number != place for number, place in self.numbers.items()):
            sections = self.sections()
        made = Paper(
            title=self.content.plan.title,
            subtitle=f"{words.document_name(self.content)} {words.period(self.content)}",
            organisation=words.organisation(self.content),
            date=self.content.made.day,
            status=words.status(self.content),
            sections=sections,
            language=self.language,
            sources=tuple(map(text, self.generated.sources(sections))),
        )
        return self._explained(made)

    def _explained(self, made: Paper) -> Paper:
        """The same with the list of words, which are those that stand in it."""
        own = [part for part in self.content.sections if part.kind == "glossary"]
        blocks = [block for part in own for block in self.prose(part.text)]
        blocks += glossary.blocks(plain(made), self.language)
        if not blocks:
            return made
        last = Section(_("Woorden en afkortingen"), tuple(blocks))
        return replace(made, sections=(*made.sections, last))

    def prose(self, typed: str, level: int = 2) -> tuple[Block, ...]:
        """What a person typed, with the figures it names."""
        return prose.blocks(figures.renumbered(typed, self.numbers), self.figures, level=level)

    def sections(self) -> tuple[Section, ...]:
        """The chapters that hold something, in order."""
        found = [
            (-1.0, _("Leeswijzer"), list(self.generated.guide())),
            *self._written(),
            *self._priorities(),
            *self._local(),
            (_ENDS, _("Besluiten"), list(self.generated.decisions())),
        ]
        found.sort(key=lambda chapter: chapter[0])
        return tuple(Section(title, tuple(blocks)) for _place, title, blocks in found if blocks)

    def _written(self) -> Iterator[Chapter]:
        """The parts that are of everybody, grouped, each followed by what is generated for it."""
        placed: list[tuple[float, Part | None]] = list(self._placed())
        here = {place for place, _part in placed}
        placed += [(float(n), None) for n in range(len(GROUPS)) if n not in here]
        placed.sort(key=lambda pair: pair[0])
        for place, pairs in groupby(placed, key=lambda pair: pair[0]):
            parts = [part for _place, part in pairs if part is not None]
            yield self._chapter(place, parts)

    def _placed(self) -> Iterator[tuple[float, Part]]:
        """Where each part stands; an own part stands behind the part before it."""
        last, behind = -1.2, 0
        for part in self.content.sections:
            if part.priority is not None or self._is_local(part) or part.kind == "glossary":
                continue
            known = _PLACE.get(part.kind)
            if known is None:
                behind += 1
                yield last + 0.5 + behind / 1000, part
            else:
                last, behind = known, 0
                yield known, part

    def _chapter(self, place: float, parts: list[Part]) -> Chapter:
        kinds = GROUPS[int(place)] if place.is_integer() and 0 <= place < len(GROUPS) else ()
        filled = [part for part in parts if part.text.strip()]
        name = titles().get(kinds[0], "") if kinds else ""
        if len(filled) == 1 or not name:
            name = title_of((filled or parts or [Part(kind=(*kinds, "own")[0])])[0], self.language)
        blocks = list(self._together(filled)) if len(filled) > 1 else self._alone(filled)
        return place, name, [*blocks, *(b for kind in kinds for b in self.generated.of(kind))]

    def _alone(self, parts: Iterable[Part]) -> list[Block]:
        return [block for part in parts for block in self.prose(part.text)]

    def _together(self, parts: Iterable[Part]) -> Iterator[Block]:
        for part in parts:
            yield Heading(title_of(part, self.language))
            yield from self.prose(part.text, level=3)

    def _priorities(self) -> Iterator[Chapter]:
        """A chapter for each priority, with the parts that were written for it."""
        for number, item in enumerate(self.content.priorities):
            own = [p for p in self.content.sections if p.priority == item.pk and p.text.strip()]
            place = _OF_PRIORITY + number / 1000
            yield place, item.name, list(self.generated.priority(item, own))

    def _is_local(self, part: Part) -> bool:
        return bool(part.municipality) and len(self.content.plan.parties) > 1

    def _local(self) -> Iterator[Chapter]:
        """The local part of each municipality of a joint plan."""
        for number, party in enumerate(self.content.plan.parties):
            parts = [
                part
                for part in self.content.sections
                if self._is_local(part)
                and part.municipality == party.name
                and part.priority is None
                and part.text.strip()
            ]
            title = _("Deel van %(name)s") % {"name": party.name}
            yield _ENDS - 1 + number / 1000, title, list(self._together(parts))
