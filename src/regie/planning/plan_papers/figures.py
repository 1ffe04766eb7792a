"""The figures of a plan: read from what was kept, and the numbers they get on paper."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.planning.plan_papers.shape import Content, Part, said
from regie.policy.plan_sections import PLAN_SECTIONS
from regie.ui import prose
from regie.ui.paper import Block, Figure, Section, from_data

_MENTION = re.compile(r"(?<!\{)\b(figuur|figure)(\s+)(\d+)\b(?!\})", re.IGNORECASE)


class UndescribedError(ValueError):
    """A figure that says nothing to who cannot see it; the message says which, and where."""


class UnreadableError(ValueError):
    """A figure of which the stored form is broken; the message says which, and where."""


def kept(content: Content, language: str = "nl") -> dict[int, Figure]:
    """The figures by the number they have in the plan.

    Raises `UndescribedError` and `UnreadableError`, in the language that is active.
    """
    return {
        number: _kept(number, data, content) for number, data in content.drawn(language).items()
    }


def _kept(number: int, data: Mapping[str, Any], content: Content) -> Figure:
    where = {"n": number, "caption": data.get("caption", ""), "parts": _parts(number, content)}
    if not str(data.get("alternative", "")).strip():
        words = _("Figuur %(n)s (“%(caption)s”, %(parts)s) heeft geen beschrijving.")
        raise UndescribedError(words % where)
    try:
        return from_data(Figure, data)
    except ValueError as error:
        words = _("Figuur %(n)s (“%(caption)s”, %(parts)s) is niet te lezen.")
        raise UnreadableError(words % where) from error


def _parts(number: int, content: Content) -> str:
    """Where a figure stands, in words."""
    found = [part for part in content.sections if number in prose.figure_numbers(part.text)]
    if not found:
        return _("staat in geen onderdeel")
    return "; ".join(_("onderdeel %(title)s") % {"title": _title(part)} for part in found)


def _title(part: Part) -> str:
    item = PLAN_SECTIONS().section(part.kind)
    return said(part.title, "nl") or (item.name if item else part.kind)


def lacking(content: Mapping[str, Any], language: str) -> list[str]:
    """The figures that a text names and that are gone, each with its place, in words."""
    with override(language):
        return list(_lacking(content))


def _lacking(content: Mapping[str, Any]) -> Iterator[str]:
    known = {int(number) for number in content.get("figures", {})}
    for part in map(Part.model_validate, content.get("sections", ())):
        for number in prose.figure_numbers(part.text):
            if number not in known:
                words = _("Figuur %(n)s in onderdeel %(title)s is er niet meer.")
                yield words % {"n": number, "title": _title(part)}


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
