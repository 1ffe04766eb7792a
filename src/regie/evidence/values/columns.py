"""The values of one column, looked at together. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_PC6 = re.compile(r"(?!0000)\d{4} ?[A-Z]{2}", re.IGNORECASE)
_PC4 = re.compile(r"(?!0000)\d{4}")
_NO_PAIR = frozenset({"SA", "SD", "SS"})
_POINT = re.compile(
    r"(?:SRID=\d+;)?POINT *Z? *\( *-?\d+(?:\.\d+)? +-?\d+(?:\.\d+)?(?: +-?\d+(?:\.\d+)?)? *\)",
    re.IGNORECASE,
)
_PAIR = re.compile(r"-?\d{1,6}\.\d+ ?[,;] ?-?\d{1,6}\.\d+")
YES_NO = frozenset({"ja", "nee", "j", "n", "yes", "no", "y", "true", "false", "0", "1", "waar"})
NOTHING = frozenset({"", "-", "--", "n.v.t.", "nvt", "null", "none", "nan", "na", "n/a", "#n/b"})
LONG_TEXT, SHORT_TEXT = 35, 60


def is_postcode(text: str) -> bool:
    """A full Dutch postcode, with or without a space (SA, SD and SS are not given out).

    Those of the fictitious country begin with a zero, which no Dutch one does.

    >>> is_postcode("9901 ab"), is_postcode("0101AB"), is_postcode("9901SS")
    (True, True, False)
    """
    bare = text.strip()
    return _PC6.fullmatch(bare) is not None and bare[-2:].upper() not in _NO_PAIR


def is_pc4(text: str) -> bool:
    """The four digits of a postcode."""
    return _PC4.fullmatch(text.strip()) is not None


def holds_points(texts: Sequence[str]) -> bool:
    """Most values are one point: WKT, GeoJSON, an object with x and y, or two numbers."""
    hits = sum(1 for text in texts if _is_point(text))
    return bool(texts) and hits >= 0.5 * len(texts)


def _is_point(text: str) -> bool:
    bare = text.strip()
    if bare.startswith("{"):
        low = bare.lower()
        return '"point"' in low or ('"x"' in low and '"y"' in low) or '"lat' in low
    return _POINT.fullmatch(bare) is not None or _PAIR.fullmatch(bare) is not None


@dataclass(frozen=True)
class Values:
    """The values of a column that say something, each with how often it occurs."""

    counts: Counter[str]
    filled: int

    @classmethod
    def of(cls, samples: Iterable[str]) -> "Values":
        """Leave out blanks and dashes."""
        texts = (text.strip() for text in samples)
        counts = Counter(text for text in texts if text.casefold() not in NOTHING)
        return cls(counts, sum(counts.values()))

    @property
    def texts(self) -> tuple[str, ...]:
        """The different values."""
        return tuple(self.counts)

    @property
    def distinct(self) -> int:
        """How many different values there are."""
        return len(self.counts)

    @property
    def distinct_share(self) -> float:
        """Different values as a part of all."""
        return len(self.counts) / self.filled if self.filled else 0.0

    @property
    def yes_no(self) -> bool:
        """Only yes and no."""
        return bool(self.counts) and all(text.casefold() in YES_NO for text in self.counts)

    @property
    def length(self) -> float:
        """How long a value is on average, in signs."""
        total = sum(len(text) * times for text, times in self.counts.items())
        return total / self.filled if self.filled else 0.0

    @property
    def wordy(self) -> bool:
        """Long texts that keep differing."""
        if not self.filled:
            return False
        words = sum(text.count(" ") * n for text, n in self.counts.items()) / self.filled
        enough = LONG_TEXT if self.filled >= 5 else SHORT_TEXT
        return self.length >= enough and words >= 3 and self.distinct_share > 0.6

    def count(self, test: Callable[[str], bool]) -> int:
        """How many values pass a test."""
        return sum(times for text, times in self.counts.items() if test(text))

    def distinct_of(self, test: Callable[[str], bool]) -> int:
        """How many different values pass a test."""
        return sum(1 for text in self.counts if test(text))

    def share(self, hits: int) -> float:
        """A number of values as a part of all."""
        return hits / self.filled if self.filled else 0.0

    def starts(self, length: int) -> set[str]:
        """The different beginnings."""
        return {text[:length].upper() for text in self.counts}
