"""The changes of municipalities as the CBS writes them under their names, read. Pure.

Source: the descriptions of `RegioS` in CBS table 03759ned. A description is a list of statements
("Opgeheven per 01-01-2021, overgegaan naar:") with lines under them that name a municipality and
what went over: hectares, dwellings and inhabitants.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from regie.foundation.crosswalks.rules import LEDGER, Part, Shares, Step, normalised

ENDED, CREATED, MERGED, CORRECTED, RENAMED = "ended", "created", "merged", "corrected", "renamed"
RECEIVES, GIVES = "receives", "gives"

_KINDS = {
    "opgeheven": ENDED,
    "ontstaan": CREATED,
    "gemeentelijke herindeling": MERGED,
    "grenswijziging": CORRECTED,
    "wijziging": CORRECTED,
    "naamswijziging": RENAMED,
}
_HEADING = re.compile(
    r"(?P<kind>Opgeheven|Ontstaan|Gemeentelijke herindeling|Grenswijziging|Naamswijziging"
    r"|Wijziging) per (?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d{4}),?\s*"
    r"(?P<way>ontvangen van|overgegaan naar|uit)?:?"
)
_PLACE = re.compile(r"-?\s*(?P<name>.+?)\s*\((?P<code>GM\d{4})\),?")
_NEW_NAME = re.compile(r"(?P<way>nieuwe|oude) naam:\s*(?P<name>.+?)\s*\((?P<code>GM\d{4})\),?")
_AMOUNT = re.compile(
    r"\.\.\.\s*(?:(?P<hectares>\d+(?:,\d+)?) hectare)?\s*(?:met\s+)?"
    r"(?:(?P<dwellings>\d+) woning(?:en)?\s*(?:en\s+)?)?(?:(?P<inhabitants>\d+) inwoners?)?\.?"
)
_SILENT = (
    re.compile(r"Begindatum (?:voor \d{4}|\d\d-\d\d-\d{4})"),
    re.compile(r"Provinciale wijziging per \d\d-\d\d-\d{4}:"),
    re.compile(r"- overgegaan van provincie .+ naar provincie .+"),
    re.compile(r"\.?"),
)
"""Lines that say nothing about where people went."""


@dataclass(frozen=True)
class Amount:
    """What went over; a number that is not given is None."""

    hectares: float | None = None
    dwellings: int | None = None
    inhabitants: int | None = None

    @property
    def weight(self) -> float:
        """Inhabitants, or dwellings or hectares where there are none."""
        return float(self.inhabitants or self.dwellings or self.hectares or 0)


@dataclass(frozen=True)
class Statement:
    """One sentence of the ledger: what happened to `code` on a day, and with whom."""

    code: str
    kind: str
    day: date
    way: str
    others: tuple[tuple[str, Amount], ...] = ()

    @property
    def since(self) -> int:
        """The classification year before: a change on 1 January belongs to the step towards it."""
        first = (self.day.month, self.day.day) == (1, 1)
        return self.day.year - 1 if first else self.day.year


@dataclass(frozen=True)
class Ledger:
    """All statements, and the lines that were not understood, with the code they stand under.

    `names` holds the municipalities as the statements call them.
    """

    statements: tuple[Statement, ...]
    codes: frozenset[str] = frozenset()
    unread: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def ended(self) -> dict[str, int]:
        """The last classification year of every municipality that is no more."""
        gone = [s for s in self.statements if s.kind == ENDED]
        gone += [s for s in self.statements if s.kind == RENAMED and s.way == GIVES]
        return {statement.code: statement.since for statement in gone}

    @property
    def last(self) -> int:
        """The newest year that a statement is about."""
        return max((statement.since + 1 for statement in self.statements), default=0)


def looks_like_ledger(descriptions: Iterable[str]) -> bool:
    """Whether a list of areas carries the history of municipalities."""
    return any(_HEADING.search(text) and "GM" in text for text in descriptions)


def read_ledger(rows: Iterable[tuple[str, str]]) -> Ledger:
    """Read (code, description) rows; only municipalities are read."""
    statements: list[Statement] = []
    unread: list[tuple[str, str]] = []
    names: dict[str, str] = {}
    codes = set()
    for raw, text in rows:
        code = raw.strip()
        if not re.fullmatch(r"GM\d{4}", code):
            continue
        codes.add(code)
        reader = _Reader(code)
        for line in text.splitlines():
            reader.line(line.strip())
        statements += reader.finished()
        unread += [(code, line) for line in reader.unread]
        names |= reader.names
    return Ledger(tuple(statements), frozenset(codes), tuple(unread), names)


@dataclass
class _Reader:
    """The description of one municipality, line by line."""

    code: str
    statements: list[Statement] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    _heading: re.Match[str] | None = None
    _others: list[tuple[str, Amount]] = field(default_factory=list)
    _place: str = ""
    _way: str = ""

    def line(self, text: str) -> None:
        """Take in one line."""
        if heading := _HEADING.fullmatch(text):
            self._close()
            self._heading, self._way = heading, _way_of(heading)
        elif self._heading is None or not self._detail(text):
            self._other(text)

    def finished(self) -> list[Statement]:
        """All statements."""
        self._close()
        return self.statements

    def _detail(self, text: str) -> bool:
        """A line under a heading: a place, a name or an amount."""
        if renamed := _NEW_NAME.fullmatch(text):
            self._way = GIVES if renamed["way"] == "nieuwe" else RECEIVES
            self._others.append((renamed["code"], Amount()))
            self.names[renamed["code"]] = renamed["name"]
        elif text.startswith("...") and (amount := _AMOUNT.fullmatch(text)) and self._place:
            self._others.append((self._place, _amount(amount)))
            self._place = ""
        elif place := _PLACE.fullmatch(text):
            self._drop_place()
            self._place = place["code"]
            self.names[place["code"]] = place["name"]
        else:
            return False
        return True

    def _other(self, text: str) -> None:
        """What is known to say nothing; prose under a heading without places; or not understood."""
        if any(pattern.fullmatch(text) for pattern in _SILENT):
            return
        if self._heading is not None and not self._heading["way"] and not self._others:
            return
        self.unread.append(text)

    def _drop_place(self) -> None:
        """A place without an amount still says with whom."""
        if self._place:
            self._others.append((self._place, Amount()))
            self._place = ""

    def _close(self) -> None:
        self._drop_place()
        if self._heading is not None:
            day = date(*(int(self._heading[name]) for name in ("year", "month", "day")))
            kind = _KINDS[self._heading["kind"].lower()]
            self.statements.append(Statement(self.code, kind, day, self._way, tuple(self._others)))
        self._heading, self._others, self._way = None, [], ""


def _way_of(heading: re.Match[str]) -> str:
    ways = {"ontvangen van": RECEIVES, "uit": RECEIVES, "overgegaan naar": GIVES}
    return ways.get(heading["way"] or "", "")


def _amount(found: re.Match[str]) -> Amount:
    hectares = found["hectares"]
    return Amount(
        float(hectares.replace(",", ".")) if hectares else None,
        int(found["dwellings"]) if found["dwellings"] else None,
        int(found["inhabitants"]) if found["inhabitants"] else None,
    )


# --- steps ----------------------------------------------------------------------------------------

Sizes = Mapping[tuple[str, int], float]
"""Inhabitants on 1 January, by municipality and year."""
NEGLIGIBLE = 0.001
"""A border correction that moves less than one in a thousand inhabitants is left out: it would
make every figure of the municipality an estimate without changing it."""

_Given = dict[str, dict[str, Amount]]


@dataclass(frozen=True)
class Correction:
    """A border correction that is left out: too small, or the population before is unknown."""

    origin: str
    destination: str
    year: int
    inhabitants: int


def step_of(ledger: Ledger, since: int, sizes: Sizes | None = None) -> Step:
    """What the ledger says about the step from one year to the next.

    A municipality that ended goes wholly to its successors, in the proportion of the inhabitants.
    One that stayed and gave something keeps the rest of its population in `sizes`; where that is
    not known, or next to nobody moved, it simply stays (see `corrections`).
    """
    mine = [s for s in ledger.statements if s.since == since]
    gives = _gives(mine)
    ended = {s.code for s in mine if s.kind == ENDED or (s.kind == RENAMED and s.way == GIVES)}
    moves, lost = {}, set()
    for code in ended | gives.keys():
        if code in ended:
            shares = _divided(gives.get(code, {}))
        else:
            shares = _kept(code, gives[code], (sizes or {}).get((code, since)))
        if shares:
            moves[code] = tuple(Part(code, to, share, LEDGER) for to, share in shares)
        elif code in ended:
            lost.add(code)
    born = {s.code for s in mine if s.kind == CREATED or (s.kind == RENAMED and s.way == RECEIVES)}
    return Step(since, since + 1, moves, frozenset(born), frozenset(), frozenset(lost))


def _gives(statements: Iterable[Statement]) -> _Given:
    """Per municipality what it gave to whom. Both sides tell the same; the larger is taken."""
    gives: _Given = defaultdict(dict)
    for statement in statements:
        for other, amount in statement.others:
            pair = (other, statement.code) if statement.way == RECEIVES else (statement.code, other)
            giver, taker = pair
            told = gives[giver].get(taker)
            if giver != taker and (told is None or amount.weight > told.weight):
                gives[giver][taker] = amount
    return {giver: takers for giver, takers in gives.items() if takers}


def _divided(amounts: Mapping[str, Amount]) -> Shares:
    """A municipality that ended, over its successors: by people, else homes, else surface."""
    for measure in (_inhabitants, _dwellings, _hectares):
        shares = normalised({code: measure(amount) for code, amount in amounts.items()})
        if shares:
            return shares
    return ((next(iter(amounts)), 1.0),) if len(amounts) == 1 else ()


def _kept(code: str, amounts: Mapping[str, Amount], size: float | None) -> Shares:
    """What a municipality that stayed gave away and kept; empty when that is as good as all."""
    moved = {to: _inhabitants(amount) for to, amount in amounts.items()}
    gone = sum(moved.values())
    if size is None or not gone < size or gone < NEGLIGIBLE * size:
        return ()
    return normalised({code: size - gone, **moved})


def _inhabitants(amount: Amount) -> float:
    return float(amount.inhabitants or 0)


def _dwellings(amount: Amount) -> float:
    return float(amount.dwellings or 0)


def _hectares(amount: Amount) -> float:
    return amount.hectares or 0.0


def corrections(ledger: Ledger, since: int, sizes: Sizes | None = None) -> tuple[Correction, ...]:
    """Border corrections with inhabitants that `step_of` leaves out, to be named."""
    mine = [s for s in ledger.statements if s.since == since]
    done = step_of(ledger, since, sizes)
    return tuple(
        Correction(code, to, since + 1, amount.inhabitants or 0)
        for code, amounts in sorted(_gives(mine).items())
        if code not in done.moves and code not in done.lost
        for to, amount in sorted(amounts.items())
        if amount.inhabitants
    )
