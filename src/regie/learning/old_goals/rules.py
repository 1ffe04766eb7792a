"""Lines that were pasted from an old plan. Pure."""

import re

_MARK = re.compile(r"^(?:[-–•*·]|\d{1,2}[.)])\s+")


def without_mark(line: str) -> str:
    """A line without the mark of a list.

    >>> without_mark("2. Minder inbraak"), without_mark("- Minder inbraak")
    ('Minder inbraak', 'Minder inbraak')
    """
    return "" if re.fullmatch(r"[-–•*·]+", line) else _MARK.sub("", line)
