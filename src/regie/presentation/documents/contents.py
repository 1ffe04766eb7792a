"""The list of contents: every heading with its number, for the forms that do not make it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regie.ui.paper import Heading, Paper

LISTED, LINES = 3, 42  # the deepest headings in the list of contents, and what fits on its page


@dataclass(frozen=True)
class Entry:
    """One heading. `number` is empty for a chapter that printing adds, such as the sources."""

    level: int
    number: str
    title: str
    anchor: str


def depth(found: Iterable[Entry]) -> int:
    """How deep headings are listed: one level less when the list would not fit on its page."""
    listed = sum(entry.level <= LISTED for entry in found)
    return LISTED if listed <= LINES else LISTED - 1


def entries(paper: Paper) -> Iterator[Entry]:
    """Every heading in order; `anchor` is a name that occurs once in the document."""
    counts = [0] * 5
    total = 0
    for section in paper.sections:
        inside = [(b.level, b.text) for b in section.blocks if isinstance(b, Heading)]
        for level, title in ((1, section.title), *inside):
            counts[level] += 1
            counts[level + 1 :] = [0] * (4 - level)
            total += 1
            number = ".".join(str(n) for n in counts[1 : level + 1])
            yield Entry(level, number, title, f"_Toc{total:06d}")
