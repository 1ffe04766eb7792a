"""Objectives in a document: sentences, lines under a heading that says so, rows of tables. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from regie.planning.plan_recognition.amounts import (
    Amounts,
    amounts,
    by_year,
    first_number,
    measured,
    way,
    years_of,
)
from regie.planning.plan_recognition.sorting import Part, suggest
from regie.planning.plan_texts.pieces import Piece, plain

Where = Literal["sentence", "heading", "table"]

MOST = 300
SHORTEST, LONGEST = 18, 300
MOST_NAME = 12
"""An indicator has a name of so many words at most; more make it a sentence."""
_SIGN = re.compile(r"^\s*([+−–-])\s?(?=\d)")
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s?[-–—]\s?((?:19|20)\d\d)\b")
_LABEL = re.compile(
    r"(?:tabel|figuur|doelen|bron|verwachting|nulmeting|streefwaarde|let op)\b[^.]{0,40}?[:.]", re.I
)
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b[a-z]\.)(?<!\bt\.o\.v\.)(?<!\bbijv\.)\s+(?=[A-Z0-9‘“])")
_PAST = re.compile(
    r"\b(?:daalde|daalden|steeg|stegen|was|waren|werd|werden|nam|namen|kwam|kwamen|bleek|bleken|had"
    r"|hadden|ging|gingen|gedaald|gestegen|afgenomen|toegenomen|nam\s+toe|liep|liepen|bedroeg)\b",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:willen|wil|doel|doelstelling|streven|streeft|streefwaarde|ambitie|moet|moeten|zullen|zal"
    r"|uiterlijk|beogen|beoogt|inzet is|gaan we|gaan wij|in de komende|eind"
    r"|hoogstens|minstens|maximaal|minimaal|ten hoogste|ten minste)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d|\bhalver", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|zijn|heeft|hebben|voel\w*|ervaar\w*|ervaren|ken\w*|weet|weten|krijg\w*|komt|komen|gaat"
    r"|geeft|geven|doet|doen|wonen|woont|willen|wil|daal\w*|dalen|stijg\w*|neemt|nemen|blijf\w*"
    r"|word\w*|maken|maakt|bereik\w*|verminder\w*|verlag\w*|verhog\w*|vergrot\w*|verbeter\w*"
    r"|terug\w+|voorkom\w*|bestrijd\w*|behoud\w*|versterk\w*|hoogstens|minstens|maximaal|minimaal)\b",
    re.IGNORECASE,
)
_INDICATOR = re.compile(
    r"\b(?:indicator\w*|prestatie-?indicator\w*|doel|doelstelling\w*|meetpunt)\b", re.I
)
_BASELINE = re.compile(
    r"\b(?:nulmeting|uitgangs\w*|beginwaarde|huidig\w*|nu|stand|realisatie|start\w*)\b", re.I
)
_TARGET = re.compile(
    r"\b(?:streef\w*|doelwaarde|target|norm|gewenst\w*|doel 20\d\d|einddoel)\b", re.I
)
_AMBITION = re.compile(r"\bambitie\w*\b", re.I)
_SOURCE = re.compile(r"\b(?:bron|meetinstrument)\b", re.I)


@dataclass(frozen=True)
class Found:
    """An objective as it was met. `words` are those of the document; `part` its place in it."""

    words: str
    where: Where
    part: int
    statement: str
    amounts: Amounts
    source: str = ""


def objectives(parts: Sequence[Part], *, first_year: int) -> list[Found]:
    """Every objective that was met, each once, in the order of the document.

    `first_year` is the first of the plan: a later year is one to reach something in, an earlier
    one to compare with.
    """
    found: dict[str, Found] = {}
    for place, part in enumerate(parts):
        for each in _of_part(part, place, first_year - 1):
            key = " ".join(each.words.lower().split())
            found.setdefault(key, each)
            if len(found) >= MOST:
                return list(found.values())
    return list(found.values())


def _of_part(part: Part, place: int, after: int) -> Iterator[Found]:
    inside = part.suggestion.kind == "objectives" and part.suggestion.certainty != "chapter"
    for piece in part.pieces:
        if piece.kind == "heading":
            inside = suggest(plain(piece.words)).kind == "objectives"
        elif piece.kind == "table":
            yield from _of_table(piece, place, after)
        else:
            yield from _of_words(piece, place, after, inside)


# --- sentences ------------------------------------------------------------------------------------


def _of_words(piece: Piece, place: int, after: int, inside: bool) -> Iterator[Found]:
    for sentence in sentences(plain(piece.words)):
        if not SHORTEST <= len(sentence) <= LONGEST or not _says_something(sentence):
            continue
        listed = inside and (piece.kind == "item" or bool(_VERB.search(sentence)))
        if listed or is_objective(sentence, after):
            where: Where = "heading" if inside else "sentence"
            yield Found(sentence, where, place, sentence, amounts(sentence, after=after))


def _says_something(sentence: str) -> bool:
    """No question, no announcement, no label, and not the end of something else."""
    begins = sentence[0].isupper() or not sentence[0].isalpha()
    return begins and not sentence.endswith((":", "?")) and not _LABEL.match(sentence)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph.

    >>> sentences("Dit is er een. En 3,1 is er twee.")
    ['Dit is er een.', 'En 3,1 is er twee.']
    """
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def is_objective(sentence: str, after: int) -> bool:
    """Whether a sentence outside a list of objectives promises a change that can be counted.

    >>> is_objective("Het aantal woninginbraken daalt met 10% in 2027.", 2025)
    True
    >>> is_objective("Het aantal woninginbraken daalde in 2022 met 10%.", 2025)
    False
    """
    if not way(sentence) or not _NUMBER.search(sentence):
        return False
    promised = bool(_WILL.search(sentence)) or any(year > after for year in years_of(sentence))
    if _PAST.search(sentence):
        return promised and any(year > after for year in years_of(sentence))
    found = amounts(sentence, after=after)
    counted = found.target is not None or found.target_percent is not None
    return promised and counted


# --- tables ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Columns:
    indicator: int
    baseline: int | None
    target: int | None
    source: int | None
    baseline_year: int | None = None
    target_year: int | None = None


def _of_table(piece: Piece, place: int, after: int) -> Iterator[Found]:
    rows = [[plain(cell) for cell in row] for row in piece.rows]
    for at, head in enumerate(rows[:2]):
        found = _columns(head, after)
        if found is not None:
            for row in rows[at + 1 :]:
                yield from _of_row(row, found, place, after)
            return


def _columns(head: Sequence[str], after: int) -> _Columns | None:
    """Which column holds what; None when this is no table of objectives."""
    named = {
        "indicator": _which(head, _INDICATOR, _TARGET),
        "baseline": _which(head, _BASELINE, _TARGET),
        "target": _which(head, _TARGET),
        "source": _which(head, _SOURCE),
    }
    if named["target"] is None:
        named["target"] = _which(head, _AMBITION)
    if named["target"] is None and named["baseline"] is not None:
        named["target"] = _year_column(head, after)
    if named["target"] is None or named["indicator"] == named["target"]:
        return None
    indicator = named["indicator"] if named["indicator"] is not None else 0
    return _Columns(
        indicator,
        named["baseline"],
        named["target"],
        named["source"],
        _year_in(head, named["baseline"]),
        _year_in(head, named["target"]),
    )


def _which(
    head: Sequence[str], pattern: re.Pattern[str], but: re.Pattern[str] | None = None
) -> int | None:
    return next(
        (
            n
            for n, cell in enumerate(head)
            if pattern.search(cell) and not (but and but.search(cell))
        ),
        None,
    )


def _year_column(head: Sequence[str], after: int) -> int | None:
    years = [(years_of(cell)[-1], n) for n, cell in enumerate(head) if years_of(cell)]
    later = [pair for pair in years if pair[0] > after]
    return max(later)[1] if later else None


def _year_in(head: Sequence[str], column: int | None) -> int | None:
    years = years_of(head[column]) if column is not None else []
    return years[0] if years else None


def _of_row(row: Sequence[str], columns: _Columns, place: int, after: int) -> Iterator[Found]:
    name, goal = _at(row, columns.indicator), _at(row, columns.target)
    if not name or not goal or len(name) > LONGEST:
        return
    found = _row_amounts(name, _at(row, columns.baseline), goal, columns, after)
    if found.target is None and found.target_percent is None and not found.direction:
        return
    words = " | ".join(cell for cell in row if cell)
    source = _at(row, columns.source)[:200]
    yield Found(words[:1000], "table", place, name, _directed(found), source)


def _at(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _row_amounts(name: str, base: str, goal: str, columns: _Columns, after: int) -> Amounts:
    """What the cells of a row say."""
    value, is_percent = first_number(base)
    found = _goal(goal)
    future = years_of(goal)
    year = columns.target_year or (future[0] if future else None)
    percent = is_percent or found.unit == "%" or "%" in name
    return replace(
        found,
        baseline=value,
        baseline_year=_baseline_year(base, after) or columns.baseline_year,
        target_date=date(year, 12, 31) if year else None,
        unit="%" if percent else _per(name) or _per(base),
        measured_by=measured(name) or ("" if _is_sentence(name) else name[:200]),
        known=by_year(base),
    )


def _goal(cell: str) -> Amounts:
    """A target: a value, or a change in per cent such as "-10%" and "10% minder"."""
    value, is_percent = first_number(_SIGN.sub("", cell))
    sign = _SIGN.match(cell)
    direction = way(cell)
    if sign:
        direction = "increase" if sign[1] == "+" else "decrease"
    if is_percent and value is not None and direction in {"decrease", "increase"}:
        return Amounts(target_percent=value, direction=direction)
    return Amounts(target=value, direction=direction, unit="%" if is_percent else "")


def _baseline_year(base: str, after: int) -> int | None:
    """The year of a baseline; the last one of a mean over years ("2023-2025")."""
    span = _SPAN.search(base)
    past = [year for year in years_of(base) if year <= after + 1]
    return int(span[2]) if span else next(iter(past), None)


def _is_sentence(name: str) -> bool:
    return name.endswith(".") or len(name.split()) > MOST_NAME


def _per(name: str) -> str:
    found = re.search(r"\bper\s+[\d. ]*\s*\w+(?:\s+van\s+\d+.*)?", name, re.I)
    return found[0][:60] if found else ""


def _holds(direction: str, target: Decimal, start: Decimal) -> bool:
    """Whether what has to be kept is so already: else it has to get there first."""
    return (direction == "keep_below" and start <= target) or (
        direction == "keep_above" and start >= target
    )


def _directed(found: Amounts) -> Amounts:
    """A direction from the values themselves, when the words gave none."""
    if found.direction in {"decrease", "increase"} or found.target is None:
        return found
    newest = found.known[-1][1] if found.known else found.baseline
    start = found.baseline if found.baseline is not None else newest
    if start is None or found.target == start or _holds(found.direction, found.target, start):
        return found
    return replace(found, direction="decrease" if found.target < start else "increase")
