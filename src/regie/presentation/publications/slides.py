"""A paper as slides: a slide for each figure, with its conclusion above and its words beside it."""

from collections.abc import Iterator
from dataclasses import replace

from regie.planning.plan_papers.slides import few
from regie.ui.paper import (
    Block,
    BulletList,
    Callout,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Section,
)

ITEMS = 6
"""Lines on a slide without a figure."""


def slides_of(paper: Paper) -> Paper:
    """The same paper as slides: chapters that only hold words become one slide with their lists."""
    sections = tuple(slide for section in paper.sections for slide in _slides(section))
    return replace(paper, sections=sections or paper.sections[:1], sources=(), layout="slides")


def _slides(section: Section) -> Iterator[Section]:
    drawn = list(_drawn(section))
    if drawn:
        yield from drawn
    elif told := tuple(_told(section)):
        yield Section(section.title, told)


def _drawn(section: Section) -> Iterator[Section]:
    beside: list[Paragraph] = []
    for block in section.blocks:
        if isinstance(block, Heading):
            beside = []
        elif isinstance(block, Paragraph):
            beside.append(block)
        elif isinstance(block, Figure):
            yield Section(block.caption, (block, *few(beside)))
            beside = []


def _told(section: Section) -> Iterator[Block]:
    """The first list of a chapter cut to what fits, and its warnings."""
    lists = [block for block in section.blocks if isinstance(block, BulletList)]
    for block in lists[:1]:
        under = tuple(one for one in block.under if one.at < ITEMS)
        yield replace(block, items=block.items[:ITEMS], under=under)
    yield from (b for b in section.blocks if isinstance(b, Callout) and b.tone == "warning")
