"""Long words of people in a small place: cut between two words, and one mark at the end. Pure."""

import re

MORE = "…"
_TAIL = " ,;:.–-(" + MORE
_TWICE = re.compile(r"([?!…]|\.{3})\.(?!\.)")


def shortened(text: str, most: int) -> str:
    """`text` on one line, in at most `most` characters and cut between two words.

    >>> shortened("Minder overlast voor bewoners", 24)
    'Minder overlast voor…'

    One word that is longer than that is cut itself.
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[: most - 1]
    if line[most - 1] != " ":
        head = head.rpartition(" ")[0].rstrip(_TAIL) or head
    return f"{head.rstrip(_TAIL) or head}{MORE}"


def one_stop(sentence: str) -> str:
    """A sentence in which a name that ends in a mark of its own is not followed by a full stop too.

    >>> one_stop("Zonder nulmeting: minder overlast voor….")
    'Zonder nulmeting: minder overlast voor…'
    """
    return _TWICE.sub(r"\1", sentence)
