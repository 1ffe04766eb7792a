"""Walking through a document in a template: `{% load papers %}`."""

from itertools import groupby
from typing import Any

from django import template

from regie.ui.paper import Figure, Section, Table, Text, words_of

register = template.Library()


@register.filter
def groups(section: Section) -> list[dict[str, Any]]:
    """The parts of a chapter: running words together, each figure and table in its own width."""
    found = groupby(section.blocks, key=lambda block: not isinstance(block, Figure | Table))
    return [{"prose": prose, "blocks": list(blocks)} for prose, blocks in found]


@register.filter
def lines(table: Table) -> list[list[tuple[str, Text, bool]]]:
    """Every row with, per cell, the name of its column and whether it is a number."""
    names = [words_of(cell) for cell in table.header[0]]
    right = [table.align(at) == "right" for at in range(table.width)]
    return [list(zip(names, row, right, strict=True)) for row in table.rows]
