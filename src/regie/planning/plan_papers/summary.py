"""The plan on one page: what comes first, what it should bring, and where the numbers are from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from regie.planning.plan_papers import means, words
from regie.planning.plan_papers.shape import Content, Objective, Priority, read, said
from regie.ui import prose
from regie.ui.inlines.shortening import shortened
from regie.ui.paper import (
    Block,
    BulletList,
    Paper,
    Paragraph,
    Section,
    SourceLine,
    Text,
    emphasis,
    strong,
    text,
    words_of,
)

LETTERS = 220  # of a text
MOST = 7  # priorities that are told in full
FEW = 5  # priorities that are also named at the beginning
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def one_page(content: Mapping[str, Any], language: str = "nl") -> Paper:
    """The plan on one page of A4. Raises ValueError when the content is not whole."""
    with override(language):
        return _Page(read(content), language).paper()


def short(words_: str, letters: int = LETTERS) -> str:
    """The first sentences that fit in so many letters; of one long sentence its beginning.

    >>> short("Een. Twee. Drie.", 10)
    'Een. Twee.'
    """
    sentences = _SENTENCE.split(" ".join(words_.split()))
    told = sentences[0]
    for sentence in sentences[1:]:
        if len(told) + 1 + len(sentence) > letters:
            break
        told = f"{told} {sentence}"
    return shortened(told, letters)


def _opening(typed: str) -> str:
    """The first paragraph, without a last sentence that only announces a list."""
    first = next((b for b in prose.blocks(typed) if isinstance(b, Paragraph)), None)
    sentences = _SENTENCE.split(words_of(first.text)) if first else []
    return short(" ".join(each for each in sentences if not each.endswith(":")))


@dataclass(frozen=True)
class Room:
    """How much of each priority fits on a page: letters of its reason and of an objective, and
    how many objectives. The more priorities, the less of each.
    """

    letters: int
    goals: int
    goal: int

    @classmethod
    def of(cls, priorities: int) -> "Room":
        """The room for each of so many priorities."""
        if priorities <= 3:
            return cls(LETTERS, 3, 160)
        return cls(160, 2, 130) if priorities <= 5 else cls(110, 1, 120)


class _Page:
    """One page being written, in the language that is active."""

    def __init__(self, content: Content, language: str) -> None:
        self.content, self.language = content, language
        self.room = Room.of(len(content.priorities))

    def paper(self) -> Paper:
        """The parts in the order in which a resident asks."""
        chapters = (
            (_("Waar gaat het over?"), list(self._about())),
            *(
                (short(item.name, 90), list(self._priority(item)))
                for item in self.content.priorities[:MOST]
            ),
            (_("En verder"), list(self._further())),
        )
        return Paper(
            title=self.content.plan.title,
            subtitle=f"{words.document_name(self.content)} {words.period(self.content)}",
            organisation=words.organisation(self.content),
            date=self.content.made.day,
            status=short(words.status(self.content), 120),
            sections=tuple(Section(name, tuple(blocks)) for name, blocks in chapters if blocks),
            language=self.language,
            layout="page",
        )

    def _about(self) -> Iterator[Block]:
        vision = next((part for part in self.content.sections if part.kind == "vision"), None)
        if vision and (told := _opening(vision.text)):
            yield Paragraph(text(told))
        names = [short(item.name, 60) for item in self.content.priorities]
        if 0 < len(names) <= FEW:
            said_first = ngettext(
                "Dit onderwerp gaat voor: %(names)s.",
                "Deze onderwerpen gaan voor: %(names)s.",
                len(names),
            )
            yield Paragraph(text(said_first % {"names": words.joined(names)}))

    def _priority(self, item: Priority) -> Iterator[Block]:
        if item.why:
            yield Paragraph(text(short(item.why, self.room.letters)))
        goals = [goal for goal in self.content.objectives if goal.priority == item.pk]
        lines = [self._goal(goal) for goal in goals[: self.room.goals]]
        if (more := len(goals) - self.room.goals) > 0:
            said_more = ngettext("en nog %(n)s doel", "en nog %(n)s doelen", more)
            lines.append(text(said_more % {"n": more}))
        if lines:
            yield BulletList(tuple(lines))
        if named := self._sources(item, goals[: self.room.goals]):
            yield SourceLine(text(named))

    def _goal(self, goal: Objective) -> Text:
        """An objective with its two values: "van 7,4 … naar 5,5 …"."""
        unit = words.unit_of(goal, self.language)
        told = {
            "from": words.baseline(goal.baseline, unit),
            "to": words.target(goal),
        }
        both = _("Nulmeting: %(from)s. Doel: %(to)s.")
        values = (both if goal.baseline else _("Doel: %(to)s.")) % told
        return text(strong(short(goal.statement, self.room.goal)), " ", emphasis(values))

    def _sources(self, item: Priority, goals: Sequence[Objective]) -> str:
        found = [said(finding.source, self.language) for finding in item.findings]
        found += [words.source_of(goal.baseline, goal, self.language) for goal in goals]
        return short("; ".join(dict.fromkeys(name for name in found if name)), LETTERS)

    def _further(self) -> Iterator[Block]:
        lines = [
            line for line in (self._rest(), self._others(), self._money(), self._until()) if line
        ]
        yield BulletList(tuple(map(text, lines)))

    def _rest(self) -> str:
        rest = self.content.priorities[MOST:]
        if len(rest) > FEW:
            return _("Er zijn nog %(n)s andere prioriteiten.") % {"n": len(rest)}
        names = [short(item.name, 60) for item in rest]
        return _("Ook prioriteit: %(names)s.") % {"names": words.joined(names)} if names else ""

    def _others(self) -> str:
        names = [said(x.name, self.language) for x in self.content.themes if x.level == "strategic"]
        if not names:
            return ""
        return _("Deze thema's houden aandacht: %(names)s.") % {"names": words.joined(names[:6])}

    def _money(self) -> str:
        found = means.totals(self.content.means, region=False)
        if not found:
            return ""
        year, value = next(iter(found.items()))
        told = {"amount": words.euro(value), "year": year}
        return _("Voor %(year)s is %(amount)s begroot, zonder de veiligheidsregio.") % told

    def _until(self) -> str:
        told = {"day": words.day(words.last_day(self.content))}
        return _("Het plan loopt tot en met %(day)s. De raad ziet elk jaar hoe ver het is.") % told
