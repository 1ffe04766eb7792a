"""What every way of reading makes, and what no document may exceed."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal

from regie.foundation.records.engine import gettext_noop as _
from regie.foundation.records.refusals import RefusedError
from regie.ui.paper import DEEPEST_LIST
from regie.ui.prose.writing import LINE, Words

Line = tuple[Words, ...]
Kind = Literal["heading", "paragraph", "item", "table"]
Tick = Callable[[float], None]
"""Is told which part of the work is done, from 0 to 1."""

MOST_LETTERS = 3_000_000
MOST_PIECES = 60_000
MOST_SECONDS = 240.0
DEEPEST_ITEM = 8

TOO_LONG = _(
    "Dit document is te lang. Regie leest tot ongeveer duizend bladzijden. Knip het in stukken."
)
TOO_SLOW = _("Het lezen van dit bestand duurt te lang. Bewaar het opnieuw, of als Word-bestand.")
BROKEN = _("Dit bestand is beschadigd. Open het in uw tekstprogramma en bewaar het opnieuw.")
EMPTY = _("Er staat geen tekst in dit bestand.")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SOFT = str.maketrans(
    {"\u00ad": None, "\u200b": None, "\ufeff": None, "\u2011": "-"}
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
    | {"\ufb05": "st", "\ufb06": "st", "\u0133": "ij", "\u0132": "IJ"}
)


@dataclass(frozen=True)
class Piece:
    """One block. `level` is that of a heading (1 is the highest) or how deep an item lies (0…);
    `number` is that of a numbered item, 0 when it is not known."""

    kind: Kind
    words: Line = ()
    level: int = 0
    ordered: bool = False
    rows: tuple[tuple[Line, ...], ...] = ()
    number: int = 0

    @property
    def plain(self) -> str:
        """Its words without their looks; a row of a table per line."""
        if self.rows:
            return "\n".join(" | ".join(plain(cell) for cell in row) for row in self.rows)
        return plain(self.words)


_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]{1,1900}", re.IGNORECASE)


def may_be_followed(address: str) -> bool:
    """Whether a link to this address may stand in a text: of a page or a mailbox."""
    return bool(_ADDRESS.fullmatch(address))


def plain(line: Line) -> str:
    """The words of a line, with single spaces."""
    return " ".join("".join(run.text for run in line).split())


NEW_LINE = Words(LINE)
"""The words after it begin on a new line of the same paragraph."""


def cleared(text: str) -> str:
    """Text without what cannot be stored and without marks that only help to break lines, and with
    letters that were drawn as one written apart."""
    return _CONTROL.sub("", text).translate(_SOFT)


def tidy(runs: Iterable[Words]) -> Line:
    """Runs without empty ones; nothing when no words are left."""
    found = tuple(run for run in runs if run.text)
    return found if any(run.text.strip() for run in found) else ()


@dataclass
class Contents:
    """What was read so far, and what was left out: a number by the name of it."""

    tick: Tick = lambda _part: None
    pieces: list[Piece] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    started: float = field(default_factory=monotonic)

    def add(self, piece: Piece) -> None:
        """Keep a piece that has words. Raises `RefusedError` when there is too much."""
        if not piece.plain.strip(" |\n"):
            return
        if piece.kind == "item" and piece.level >= DEEPEST_LIST:
            self.left_out["deep"] += 1
        self.letters += len(piece.plain)
        if self.letters > MOST_LETTERS or len(self.pieces) >= MOST_PIECES:
            raise RefusedError(TOO_LONG)
        self.pieces.append(piece)

    def in_time(self) -> None:
        """Raises `RefusedError` when reading takes too long."""
        if monotonic() - self.started > MOST_SECONDS:
            raise RefusedError(TOO_SLOW)
