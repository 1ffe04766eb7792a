"""The words of a line with their looks, out of the tokens of Markdown."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from regie.ui.paper_parts import LINE, Inline, Run, Text, lines_of

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]+", re.IGNORECASE)
_BREAKS = {"softbreak": Run(" "), "hardbreak": LINE}


def runs(token: Token) -> Text:
    """The words of a stretch of text with their looks; runs that look alike are one."""
    found: list[Inline] = []
    strong = emphasis = 0
    href, begun = "", 0
    for child in token.children or ():
        strong += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        emphasis += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        if child.type == "link_open":
            href, begun = str(child.attrs.get("href", "")), len(found)
        elif child.type == "link_close":
            found[begun:] = _linked(found[begun:], href)
            href = ""
        elif child.type in _BREAKS:
            found.append(_BREAKS[child.type])
        elif child.content:
            found.append(Run(child.content, strong=strong > 0, emphasis=emphasis > 0))
    return joined(found)


def _linked(inside: Sequence[Inline], href: str) -> list[Inline]:
    if not _ADDRESS.fullmatch(href):  # cannot be followed on paper: the address stays readable
        return [*inside, Run(f" ({href})")]
    if not any(run.text.strip() for run in inside):
        return [Run(href, href=href)]
    return [
        run if run == LINE else Run(run.text, run.strong, run.emphasis, _of(run, href))
        for run in inside
        if isinstance(run, Run)
    ]


def _of(run: Run, href: str) -> str:
    return href if run.text.strip() else ""


def joined(found: Sequence[Inline]) -> Text:
    """Runs that look alike become one; white space at both ends of a line goes, and empty lines."""
    made: list[Inline] = []
    for line in lines_of(tuple(found)):
        runs_of_line = _joined(line)
        made += [LINE, *runs_of_line] if made and runs_of_line else runs_of_line
    return tuple(made)


def _joined(found: Sequence[Inline]) -> list[Run]:
    made: list[Run] = []
    waiting: list[str] = []
    for run in found:
        if not isinstance(run, Run) or not run.text:
            continue
        if made and _looks(made[-1]) == _looks(run):
            waiting.append(run.text)
            continue
        _close(made, waiting)
        made.append(run)
        waiting = [run.text]
    _close(made, waiting)
    return _trimmed(made)


def _looks(run: Run) -> tuple[bool, bool, str]:
    return run.strong, run.emphasis, run.href


def _close(made: list[Run], waiting: list[str]) -> None:
    if len(waiting) > 1:
        made[-1] = Run("".join(waiting), *_looks(made[-1]))


def _trimmed(made: list[Run]) -> list[Run]:
    while made and not made[0].text.strip():
        made.pop(0)
    while made and not made[-1].text.strip():
        made.pop()
    if made:
        made[0] = Run(made[0].text.lstrip(), *_looks(made[0]))
        made[-1] = Run(made[-1].text.rstrip(), *_looks(made[-1]))
    return made
