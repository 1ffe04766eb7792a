"""PDF: Typst draws the paper with the template `report.typ`; every word goes in as data."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

from regie.foundation.records.telling import tell
from regie.presentation.documents import contents, flow, pictures
from regie.presentation.documents.drawings import Drawing
from regie.presentation.documents.labels import breakable, labels, moment
from regie.ui.paper import Block, Callout, Figure, Paper, Section, Table, as_data

TEMPLATE = Path(__file__).parent / "report.typ"
TRIES = 6  # fonts are tried one after another, so a character can fail more than once

_FAILED = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
# Not drawn: addresses, codes of the form, and words that are only read aloud.
_UNDRAWN = frozenset({"kind", "href", "alternative", "language", "tone", "alignment", "layout"})

Data = dict[str, object]


def build(paper: Paper) -> bytes:
    """The PDF. What no font can draw is written as its name between brackets."""
    import typst

    data = _data(paper)
    tell("pages")
    for _attempt in range(TRIES):
        try:
            return _compile(data, paper)
        except typst.TypstError as error:
            missing = _missing(error.diagnostic)
            if not missing:
                raise
            data = _changed(data, partial(_replaced, missing))
    return _compile(data, paper)


def _compile(data: object, paper: Paper) -> bytes:
    import typst

    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=pictures.fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=moment(paper),
    )


def _data(paper: Paper) -> object:
    """What the template reads: the stored form, with drawings whole and long words breakable."""
    stored = as_data(paper)
    words, album = labels(paper), pictures.drawn(paper)
    new = flow.begins(paper)
    stored["sections"] = [
        {**_section(section, words.title, album), "begins": begins}
        for section, begins in zip(paper.sections, new, strict=False)
    ]
    found = {
        "paper": stored,
        "labels": asdict(words),
        "sources_begin": new[-1],
        "depth": contents.depth(contents.entries(paper)),
        "date": [paper.date.year, paper.date.month, paper.date.day],
    }
    return _changed(found, breakable, besides=frozenset({"svg"}))


def _section(section: Section, title: Callable[..., str], album: Iterator[Drawing]) -> Data:
    blocks = [_block(block, title, album) for block in section.blocks]
    return {**as_data(section), "blocks": blocks}


def _block(block: Block, title: Callable[..., str], album: Iterator[Drawing]) -> Data:
    data = as_data(block)
    if isinstance(block, Figure):
        drawing = next(album)
        data |= {
            "svg": drawing.svg,
            "share": pictures.share(drawing),
            "ratio": drawing.height / drawing.width,
        }
        data.pop("narrow", None)
    elif isinstance(block, Table):
        data["widths"] = pictures.column_widths(block)
        data["tight"] = pictures.is_tight(block)
    elif isinstance(block, Callout):
        data["title"] = title(block.tone, block.title)
    return data


def _changed(
    value: object, change: Callable[[str], str], *, besides: frozenset[str] = frozenset()
) -> object:
    """The same data with every drawn stretch of words changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_changed(item, change, besides=besides) for item in value]
    if isinstance(value, dict):
        untouched = _UNDRAWN | besides
        return {
            key: item if key in untouched else _changed(item, change, besides=besides)
            for key, item in value.items()
        }
    return value


def _missing(diagnostic: str) -> dict[int, str]:
    """The characters that no font could draw, with what is written in their place."""
    texts = (
        _ESCAPE.sub(lambda e: chr(int(e[1], 16)), words) for words in _FAILED.findall(diagnostic)
    )
    return {ord(c): _spoken(c) for c in "".join(texts) if not c.isascii()}


def _replaced(known: dict[int, str], words: str) -> str:
    return words.translate(known)


def _spoken(character: str) -> str:
    """A picture by its name; a letter of a script we have no font for by its number."""
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    name = unicodedata.name(character, "")
    if not name or character.isalpha():
        return f"[U+{ord(character):04X}]"
    return f"[{name.lower()}]"
