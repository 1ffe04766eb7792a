"""One row of a survey: a question, an area, a year and a share, read and judged. Pure.

A share is written in percent and kept between 0 and 1. It needs the number of answers or margins
of its own: without them it says nothing. Under 30 answers nothing is kept but their number.
Sentences are Dutch msgids.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from regie.evidence.street_knowledge.persons import objections
from regie.evidence.surveys.columns import read_number, read_percent, read_whole
from regie.evidence.values.words import key
from regie.foundation.records.engine import gettext_noop as _

LEAST = 30
"""Under 30 answers the limits are so wide that a share misleads, and few people stand behind it."""
FIRST_YEAR = 1990
LEAST_EFFECT, MOST_EFFECT = 0.5, 20.0
ROUNDING = 0.0051
"""A share in whole percents may differ so much from the count behind it."""
LONGEST_QUESTION = 200

NO_QUESTION = _("De vraag ontbreekt.")
LONG_QUESTION = _("De vraag is langer dan 200 tekens.")
NO_THEME = _("Het thema ontbreekt.")
UNKNOWN_THEME = _("Dit thema kent Regie niet. Gebruik een naam uit de lijst.")
NO_AREA = _("Het gebied ontbreekt.")
BAD_YEAR = _("Dit is geen jaar tussen %(first)s en %(last)s.")
NO_SHARE = _("Het aandeel ontbreekt. Vul een percentage of een aantal in.")
NOT_A_NUMBER = _("Dit is geen getal.")
BAD_SHARE = _("Een aandeel ligt tussen 0 en 100 procent.")
BAD_SAMPLE = _("Het aantal antwoorden is een heel getal boven nul.")
BAD_COUNT = _("Het aantal ligt tussen nul en het aantal antwoorden.")
COUNT_ALONE = _("Bij een aantal hoort ook hoeveel mensen antwoordden.")
TWO_SHARES = _("Het percentage en het aantal zeggen iets anders. Laat er één weg.")
NO_MARGIN = _(
    "Vul in hoeveel mensen antwoordden, of de marges. Een aandeel zonder marge zegt niets."
)
ONE_MARGIN = _("Vul de ondergrens én de bovengrens in.")
BAD_MARGINS = _("Het aandeel ligt niet tussen zijn eigen marges.")
BAD_EFFECT = _("Het ontwerpeffect ligt tussen 0,5 en 20.")
TWICE = _("Deze vraag staat voor dit gebied en jaar al in rij %(row)s.")
TAKEN = _("Dit antwoord staat al in een andere enquête met deze naam. Vervang die enquête.")
FRACTIONS = _(
    "Alle aandelen liggen tussen 0 en 1. Schrijf procenten: 34 in plaats van 0,34. "
    "Bedoelt u echt minder dan 1 procent? Zet er dan % achter."
)

# --- rows ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row: its number, the column and a sentence; never a value."""

    row: int
    column: str
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """An area that was recognised, in the classification of `year`."""

    code: str
    year: int


@dataclass(frozen=True)
class NoPlace:
    """An area that was not recognised, and why."""

    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What a row is laid beside: themes by `key` of their names, a finder of areas, the last year
    that can be, and answers that another survey of this name holds already."""

    themes: Mapping[str, str]
    area: Callable[[str, int], Place | NoPlace]
    last_year: int
    taken: frozenset[tuple[str, str, int]] = frozenset()


@dataclass(frozen=True)
class Row:
    """One answer. Shares and margins between 0 and 1; margins only when they were given.

    Under 30 answers there is no share and no margin. `design_effect` None means that of the survey.
    """

    number: int
    question: str
    theme: str
    area: str
    area_year: int
    year: int
    share: float | None
    sample: int | None
    low: float | None = None
    high: float | None = None
    design_effect: float | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """What may occur once: the question, the area and the year."""
        return key(self.question), self.area, self.year

    @property
    def too_few(self) -> bool:
        """Fewer than 30 people answered."""
        return self.sample is not None and self.sample < LEAST

    def plain(self) -> list[Any]:
        """Values that fit in JSON."""
        return [getattr(self, name) for name in self.__dataclass_fields__]


@dataclass(frozen=True)
class Outcome:
    """The rows that are right, and what is wrong with the others."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def bad(self) -> int:
        """How many rows have a problem."""
        return len({problem.row for problem in self.problems})

    @property
    def few(self) -> int:
        """How many rows have too few answers to show a share."""
        return sum(row.too_few for row in self.rows)


def read_rows(rows: Iterable[tuple[int, Mapping[str, str]]], known: Known) -> Outcome:
    """Read every row. Raises `ValueError` with a sentence when all shares look like fractions."""
    good: list[Row] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, int], int] = {}
    texts: list[str] = []
    for number, cells in rows:
        row, wrong = read_row(number, cells, known)
        texts.append(cells.get("share", ""))
        if row is not None and row.key in seen:
            wrong = (Problem(number, "question", TWICE, {"row": seen[row.key]}),)
        problems += wrong
        if row is not None and not wrong:
            seen[row.key] = number
            good.append(row)
    if _look_like_fractions(texts):
        raise ValueError(FRACTIONS)
    return Outcome(tuple(good), tuple(problems))


def _look_like_fractions(texts: Iterable[str]) -> bool:
    filled = [text for text in texts if text]
    if any("%" in text for text in filled):
        return False
    found = [number for text in filled if (number := read_number(text)) is not None]
    return any(found) and all(0 <= number <= 1 for number in found)


def read_row(
    number: int, cells: Mapping[str, str], known: Known
) -> tuple[Row | None, tuple[Problem, ...]]:
    """One row, or what is wrong with it."""
    wrong: list[Problem] = []

    def tell(column: str, sentence: str, **params: object) -> None:
        wrong.append(Problem(number, column, sentence, params))

    question = _question(cells.get("question", ""), tell)
    theme = _theme(cells.get("theme", ""), known, tell)
    year = _year(cells.get("year", ""), known, tell)
    place = _place(cells.get("area", ""), year, known, tell)
    share, sample = _share(cells, tell)
    low, high = _margins(cells, share, sample, tell)
    effect = _effect(cells.get("design_effect", ""), tell)
    if wrong or place is None:
        return None, tuple(wrong)
    few = sample is not None and sample < LEAST
    row = Row(
        number,
        question,
        theme,
        place.code,
        place.year,
        year,
        None if few else share,
        sample,
        None if few else low,
        None if few else high,
        effect,
    )
    if row.key in known.taken:
        return None, (Problem(number, "question", TAKEN),)
    return row, ()


Tell = Callable[..., None]


def _question(text: str, tell: Tell) -> str:
    said = " ".join(text.split())
    if not said:
        tell("question", NO_QUESTION)
    elif len(said) > LONGEST_QUESTION:
        tell("question", LONG_QUESTION)
    for sentence in objections(said):
        tell("question", sentence)
    return said


def _theme(text: str, known: Known, tell: Tell) -> str:
    if not text.strip():
        tell("theme", NO_THEME)
        return ""
    found = known.themes.get(key(text), "")
    if not found:
        tell("theme", UNKNOWN_THEME)
    return found


def _year(text: str, known: Known, tell: Tell) -> int:
    found = read_whole(text) if len(text.strip()) <= 6 else None
    if found is None or not FIRST_YEAR <= found <= known.last_year:
        tell("year", BAD_YEAR, first=str(FIRST_YEAR), last=str(known.last_year))
        return known.last_year
    return found


def _place(text: str, year: int, known: Known, tell: Tell) -> Place | None:
    if not text.strip():
        tell("area", NO_AREA)
        return None
    found = known.area(text, year)
    if isinstance(found, NoPlace):
        tell("area", found.sentence, **found.params)
        return None
    return found


def _share(cells: Mapping[str, str], tell: Tell) -> tuple[float | None, int | None]:
    """The share, from a percentage or a count, and the number of answers."""
    sample = _sample(cells.get("sample", ""), tell)
    share = _percentage(cells.get("share", ""), "share", BAD_SHARE, tell)
    counted = _counted(cells, sample, tell)
    if not cells.get("share") and not cells.get("count"):
        tell("share", NO_SHARE)
    if share is not None and counted is not None and abs(share - counted) > ROUNDING:
        tell("count", TWO_SHARES)
    return (share if share is not None else counted), sample


def _sample(text: str, tell: Tell) -> int | None:
    if not text:
        return None
    found = read_whole(text)
    if found is None or found < 1:
        tell("sample", BAD_SAMPLE)
        return None
    return found


def _counted(cells: Mapping[str, str], sample: int | None, tell: Tell) -> float | None:
    text = cells.get("count", "")
    if not text:
        return None
    count = _count(text)
    if count is None:
        tell("count", NOT_A_NUMBER)
    elif not cells.get("sample"):
        tell("sample", COUNT_ALONE)
    elif sample is not None and not 0 <= count <= sample:
        tell("count", BAD_COUNT)
    elif sample is not None:
        return count / sample
    return None


def _count(text: str) -> float | None:
    """A count may be weighted, so it need not be whole."""
    whole = read_whole(text)
    return float(whole) if whole is not None else read_number(text)


def _percentage(text: str, column: str, outside: str, tell: Tell) -> float | None:
    if not text:
        return None
    found = read_percent(text)
    if found is None:
        tell(column, NOT_A_NUMBER)
    elif not 0 <= found <= 1:
        tell(column, outside)
    else:
        return found
    return None


def _margins(
    cells: Mapping[str, str], share: float | None, sample: int | None, tell: Tell
) -> tuple[float | None, float | None]:
    """The margins that were given; without them there must be a number of answers."""
    texts = cells.get("low", ""), cells.get("high", "")
    if not any(texts):
        if not cells.get("sample") and not cells.get("count"):
            tell("sample", NO_MARGIN)
        return None, None
    if not all(texts):
        tell("low" if texts[1] else "high", ONE_MARGIN)
        return None, None
    low = _percentage(texts[0], "low", BAD_SHARE, tell)
    high = _percentage(texts[1], "high", BAD_SHARE, tell)
    if low is not None and high is not None and share is not None and not low <= share <= high:
        tell("low", BAD_MARGINS)
    return low, high


def _effect(text: str, tell: Tell) -> float | None:
    if not text:
        return None
    found = read_number(text)
    if found is None or not LEAST_EFFECT <= found <= MOST_EFFECT:
        tell("design_effect", BAD_EFFECT)
        return None
    return found
