"""How numbers are written in a file: with a comma or with a point. Pure."""

import re
from collections.abc import Iterable

_COMMA = re.compile(r"[+-]?\d+,\d+%?")
_POINT = re.compile(r"[+-]?\d+\.\d+%?")


def decimal_in(cells: Iterable[str]) -> str:
    """ "," or "." when one of them is used in a number, "" when none is, "both" when both are."""
    found = set()
    for cell in cells:
        bare = cell.strip()
        if _COMMA.fullmatch(bare):
            found.add(",")
        elif _POINT.fullmatch(bare):
            found.add(".")
    return "both" if len(found) > 1 else next(iter(found), "")
