"""The figures of a plan: read from what was kept, and the numbers they get on paper."""

import re
from collections.abc import Iterable, Mapping

from regie.planning.plan_papers.shape import Content
from regie.ui.paper import Block, Figure, Section, from_data

_MENTION = re.compile(r"(?<!\{)\b(figuur|figure)(\s+)(\d+)\b(?!\})", re.IGNORECASE)


def kept(content: Content) -> dict[int, Figure]:
    """The figures by the number they have in the plan. Raises ValueError for what is no figure."""
    return {number: from_data(Figure, data) for number, data in content.figures.items()}


def on_paper(figures: Mapping[int, Figure], sections: Iterable[Section]) -> dict[int, int]:
    """Which number each figure of the plan gets: that of the place where it first stands."""
    drawn = [block for section in sections for block in section.blocks if isinstance(block, Figure)]
    found: dict[int, int] = {}
    for number, figure in figures.items():
        places = (place for place, block in enumerate(drawn, 1) if block is figure)
        place = next(places, None)
        if place is not None:
            found[number] = place
    return found


def renumbered(text: str, numbers: Mapping[int, int]) -> str:
    """A text in which "figuur 12" names the number on paper; what is not drawn stays as it is.

    >>> renumbered("Zie figuur 12 en Figuur 3.", {12: 1})
    'Zie figuur 1 en Figuur 3.'
    """

    def one(found: re.Match[str]) -> str:
        number = int(found[3])
        return f"{found[1]}{found[2]}{numbers.get(number, number)}"

    return _MENTION.sub(one, text)


def sources(blocks: Iterable[Block]) -> list[str]:
    """The sources under the figures of some blocks, in order."""
    return [block.source for block in blocks if isinstance(block, Figure) and block.source]
