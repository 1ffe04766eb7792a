"""The list of contents: every heading with its number, for the forms that do not make it."""

from collections.abc import Iterator
from dataclasses import dataclass

from regie.ui.paper import Heading, Paper

LISTED = 3  # deeper headings are not in the list of contents


@dataclass(frozen=True)
class Entry:
    """One heading. `number` is empty for a chapter that printing adds, such as the sources."""

    level: int
    number: str
    title: str
    anchor: str


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
