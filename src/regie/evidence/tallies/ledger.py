"""The account of a count: where every row went, and what is wrong in which cell. Pure.

Nothing of a row is kept but its number, the title of the column and a sentence.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import Literal

from regie.evidence.profiles.profile import Profile, TypeLabel
from regie.evidence.profiles.roles import Role
from regie.evidence.tallies.notes import NO_TYPE
from regie.evidence.tallies.results import CellError, Totals
from regie.evidence.values.columns import NOTHING
from regie.evidence.values.marks import is_name, says_who
from regie.evidence.values.personal import safe_title
from regie.evidence.values.words import code_of, key
from regie.foundation.records.engine import gettext_noop as _

Row = tuple[int, Sequence[str]]
Fate = Literal["counted", "duplicates", "non_incidents", "errors", "unplaced", "outside"]

MOST_TYPES, LONGEST_TYPE = 500, 100
WITHOUT_TYPE = TypeLabel(source="", code=NO_TYPE, label=_("Soort onbekend"))
ALL_TYPES = TypeLabel(source="", code="alle", label=_("Alle meldingen"))

TYPE_UNKNOWN = _("De soort “%(value)s” staat niet in het profiel.")
TYPE_ALIKE = _("De soort “%(value)s” staat niet in het profiel. Bedoelt u “%(near)s”?")
TYPE_UNFIT = _("Deze cel bevat geen soort.")
TYPES_TOO_MANY = _("Er zijn meer dan %(most)s soorten. Dit lijkt geen kolom met soorten.")
TOTAL_ROW = _("Dit is een regel met een totaal.")


@dataclass
class Ledger:
    """Adds up what happened to the rows, and keeps the first messages."""

    header: Sequence[str]
    keep: int
    fates: Counter[Fate] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    columns: Counter[str] = field(default_factory=Counter)
    errors: list[CellError] = field(default_factory=list)
    doubts: list[CellError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._titles = [safe_title(title, at) for at, title in enumerate(self.header)]

    def counted(self) -> None:
        """A row that is in the numbers."""
        self.fates["counted"] += 1

    def error(
        self, row: int, position: int | None, sentence: str, params: Mapping[str, object] | None
    ) -> None:
        """A row that cannot be counted because of one cell."""
        title = self._title(position)
        self.fates["errors"] += 1
        self.columns[title] += 1
        if len(self.errors) < self.keep:
            self.errors.append(CellError(row, title, sentence, params or {}))

    def aside(self, fate: Fate, row: int, position: int | None, sentence: str) -> None:
        """A row that is left out on purpose, with its reason."""
        self.fates[fate] += 1
        self.reasons[sentence] += 1
        if fate in {"unplaced", "outside"} and len(self.doubts) < self.keep:
            self.doubts.append(CellError(row, self._title(position), sentence))

    def _title(self, position: int | None) -> str:
        inside = position is not None and position < len(self._titles)
        return self._titles[position] if inside and position is not None else ""

    def totals(self) -> Totals:
        """The number of rows and where they went."""
        return Totals(read=sum(self.fates.values()), **{str(k): n for k, n in self.fates.items()})


class Types:
    """The types of a file: those of the profile, or those that are met when it names none."""

    def __init__(self, profile: Profile) -> None:
        self._given = {key(item.source): item for item in profile.types}
        self._labels = sorted({item.label for item in profile.types})
        self._read: dict[str, TypeLabel | str] = {}
        self._open = not profile.types
        self._made: set[str] = set()
        self.met: dict[str, TypeLabel] = {}

    def of(self, text: str) -> TypeLabel | str:
        """The type a text stands for, or the sentence that says why there is none."""
        found = self._read.get(text)
        if found is None:
            found = self._find(text)
            if len(self._read) < 100_000:
                self._read[text] = found
        return found

    def meet(self, label: TypeLabel) -> None:
        """Remember that a row of this type is in the numbers."""
        self.met.setdefault(label.code, label)

    def _find(self, text: str) -> TypeLabel | str:
        if text.casefold() in NOTHING:
            return self._given.get("", WITHOUT_TYPE)
        given = self._given.get(key(text))
        if given is not None:
            return given
        if len(text) > LONGEST_TYPE or says_who(text) or is_name(text):
            return TYPE_UNFIT
        if not self._open:
            return TYPE_ALIKE if self.near(text) else TYPE_UNKNOWN
        if len(self._made) >= MOST_TYPES:
            return TYPES_TOO_MANY
        self._made.add(key(text))
        return TypeLabel(source=text, code=code_of(text), label=" ".join(text.split()))

    def near(self, text: str) -> str:
        """The label of the profile that is spelt most alike."""
        low = {label.casefold(): label for label in self._labels}
        found = get_close_matches(text.casefold(), low, n=1, cutoff=0.75)
        return low[found[0]] if found else ""

    def params(self, text: str) -> dict[str, object]:
        """What fills the sentence about a type that is not known."""
        return {"value": " ".join(text.split())[:LONGEST_TYPE], "near": self.near(text)} | {
            "most": MOST_TYPES
        }

    def labels(self) -> tuple[TypeLabel, ...]:
        """The types met, by code."""
        return tuple(self.met[code] for code in sorted(self.met))


def positions(profile: Profile, header: Sequence[str]) -> dict[Role, int]:
    """Where the column of each role stands; the first one when there are more."""
    found: dict[Role, int] = {}
    for position, role in enumerate(profile.roles(header)):
        found.setdefault(role, position)
    return found


def batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    """Rows in groups, without the blank ones."""
    while batch := list(islice(rows, size)):
        filled = [row for row in batch if any(text and not text.isspace() for text in row[1])]
        if filled:
            yield filled


_TOTALS = ("totaal", "total", "eindtotaal", "subtotaal", "grand total")


def is_total(cells: Sequence[str]) -> bool:
    """A row that adds up the others: its first filled cell says so."""
    first = next((text.strip().casefold() for text in cells if text.strip()), "")
    return first.startswith(_TOTALS)
