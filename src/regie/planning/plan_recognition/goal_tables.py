"""Objectives in the tables of a document: a row each, a column each, or labels beside the words.
Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from regie.planning.plan_recognition.amounts import (
    Amounts,
    Way,
    amounts,
    by_year,
    day_in,
    directed,
    first_number,
    measured,
    way,
    years_of,
)
from regie.planning.plan_texts.pieces import Piece, plain

LONGEST = 300
MOST_NAME = 12
"""An indicator has a name of so many words at most; more make it a sentence."""
_SIGN = re.compile(r"^\s*([+−–-])\s?(?=\d)")
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s?[-–—]\s?((?:19|20)\d\d)\b")
_MONEY = re.compile(r"€|\beuro\b", re.I)
_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("target", r"\b(?:streef\w*|doelwaarde\w*|target|norm|gewenst\w*|doel 20\d\d|einddoel)\b"),
        (
            "baseline",
            r"\b(?:nulmeting|uitgangs\w*|beginwaarde|huidig\w*|nu|stand|realisatie|start\w*"
            r"|referentiewaarde|basiswaarde)\b",
        ),
        ("indicator", r"indicator\w*\b|\b(?:meetpunt|kpi|maatstaf|waaraan (?:meten|zien) we\w*)\b"),
        (
            "goal",
            r"\b(?:doel|doelen|doelstelling\w*|subdoel\w*|hoofddoel\w*"
            r"|wat willen (?:we|wij) bereiken"
            r"|beoogd (?:resultaat|effect))\b",
        ),
        ("source", r"\b(?:bron|databron|meetinstrument)\b"),
        (
            "when",
            r"\b(?:wanneer|termijn|planning|deadline|gereed|uiterlijk|tijdpad|realisatiedatum)\b",
        ),
        (
            "who",
            r"\b(?:wie|verantwoordelijk\w*|eigenaar|trekker|portefeuille\w*|actiehouder|opdrachtgever"
            r"|coördinator)\b",
        ),
        ("action", r"\b(?:actie|acties|maatregel\w*|activiteit\w*|inzet|aanpak)\b"),
        ("ambition", r"\bambitie\w*\b"),
    )
)
"""What a column holds by its head: the first of these that fits."""


@dataclass(frozen=True)
class Goal:
    """An objective in a table."""

    words: str
    statement: str
    amounts: Amounts
    source: str = ""
    owner: str = ""


def goals(piece: Piece, after: int) -> Iterator[Goal]:
    """The objectives of a table; a year later than `after` is one to reach something in."""
    rows = [[plain(cell) for cell in row] for row in piece.rows]
    for at, head in enumerate(rows[:2]):
        columns = _columns(head, after)
        if columns:
            for row in rows[at + 1 :]:
                yield from _of_row(row, head, columns, after)
            return
    yield from _labelled(rows, after)


# --- what a column is -----------------------------------------------------------------------------

Columns = dict[str, int]


def _columns(head: Sequence[str], after: int) -> Columns:
    """Which column holds what; nothing when this is no table of objectives."""
    found: Columns = {}
    targets: list[tuple[int, int]] = []
    for place, cell in enumerate(head):
        kind = _kind(cell)
        if kind == "target":
            targets.append((max(years_of(cell), default=0), place))
        elif kind:
            found.setdefault(kind, place)
    if targets:
        found["target"] = max(targets, key=lambda pair: (pair[0], -pair[1]))[1]
    return _complete(found, head, after)


def _complete(found: Columns, head: Sequence[str], after: int) -> Columns:
    """The columns, with what only their years say; nothing without a name and a goal."""
    if "target" not in found and "ambition" in found:
        found["target"] = found.pop("ambition")
    named = {"goal", "indicator"} & found.keys()
    _by_years(found, head, after, named=bool(named))
    if "target" not in found:
        if "goal" not in found or not {"indicator", "who", "when", "action"} & found.keys():
            return {}
        if "action" in found:  # who does it and when is said of the action
            found = {kind: place for kind, place in found.items() if kind not in {"who", "when"}}
    if not named and 0 not in found.values():
        found["indicator"] = 0
    return found if {"goal", "indicator"} & found.keys() else {}


def _by_years(found: Columns, head: Sequence[str], after: int, *, named: bool) -> None:
    """The last year ahead is what must be reached, the last one before it is how it was."""
    years = {place: years_of(cell)[-1] for place, cell in enumerate(head) if years_of(cell)}
    if "target" not in found and ("baseline" in found or (named and len(years) > 1)):
        later = [place for place, year in years.items() if year > after]
        if later:
            found["target"] = max(later, key=lambda place: years[place])
    if "target" in found and "baseline" not in found:
        earlier = [place for place, year in years.items() if year <= after]
        if earlier:
            found["baseline"] = max(earlier, key=lambda place: years[place])


def _kind(cell: str) -> str:
    words = " ".join(cell.split())
    if len(words) > 80:
        return ""
    return next((name for name, pattern in _HEADS if pattern.search(words)), "")


# --- a row each -----------------------------------------------------------------------------------


def _of_row(
    row: Sequence[str], head: Sequence[str], columns: Columns, after: int
) -> Iterator[Goal]:
    cells = {kind: _at(row, place) for kind, place in columns.items()}
    statement = cells.get("goal") or cells.get("indicator", "")
    if not statement or len(statement) > LONGEST or _MONEY.search(" ".join(row)):
        return
    years = {kind: _last(years_of(head[place])) for kind, place in columns.items()}
    found = _amounts(cells, years, after)
    words = " | ".join(cell for cell in row if cell)
    if "target" not in columns:
        found = replace(found, measured_by=cells.get("indicator", "")[:200])
        yield Goal(statement, statement, found, owner=cells.get("who", "")[:120])
    elif found.target is not None or found.target_percent is not None or found.direction:
        known = _known(row, head, columns, after)
        found = directed(replace(found, known=found.known or known))
        source, owner = cells.get("source", ""), cells.get("who", "")
        yield Goal(words[:1000], statement, found, source[:200], owner[:120])


def _amounts(cells: Mapping[str, str], years: Mapping[str, int | None], after: int) -> Amounts:
    """What the cells of a row say."""
    name = cells.get("indicator") or cells.get("goal", "")
    base, goal = cells.get("baseline", ""), cells.get("target", "")
    value, is_percent = first_number(base)
    found = _target(goal) if goal else amounts(cells.get("goal", ""), after=after)
    day = day_in(cells.get("when", ""), after=after) or day_in(goal, after=after)
    year = years.get("target")
    percent = is_percent or found.unit == "%" or "%" in name
    direction: Way = found.direction or way(cells.get("goal", "") if goal else "")
    return replace(
        found,
        direction=direction,
        baseline=value if base else found.baseline,
        baseline_year=_baseline_year(base, after) or years.get("baseline") or found.baseline_year,
        target_date=day or (day_in(str(year), after=after) if year else found.target_date),
        unit="%" if percent else _per(name) or _per(base) or found.unit,
        measured_by=measured(name) or ("" if _is_sentence(name) else name[:200]),
        known=by_year(base),
    )


def _known(
    row: Sequence[str], head: Sequence[str], columns: Columns, after: int
) -> tuple[tuple[int, Decimal], ...]:
    """Values of earlier years that have a column of their own."""
    made = []
    for place, cell in enumerate(head):
        years = years_of(cell)
        value, _percent = first_number(_at(row, place))
        if len(years) == 1 and years[0] <= after and value is not None:
            made.append((years[0], value))
    base = columns.get("baseline")
    return tuple(sorted(made)) if base is not None and len(made) > 1 else ()


def _at(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _last(years: Sequence[int]) -> int | None:
    return years[-1] if years else None


def _target(cell: str) -> Amounts:
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


# --- labels beside the words ----------------------------------------------------------------------


def _labelled(rows: Sequence[Sequence[str]], after: int) -> Iterator[Goal]:
    """The objectives of a table that has what a cell is before it: one for each column behind the
    labels, and a new one wherever the label of the objective comes again."""
    kinds = [_kind(row[0]) if row else "" for row in rows]
    if len({"goal", "indicator", "target", "baseline"} & set(kinds)) < 3:
        return
    for column in range(1, max(map(len, rows))):
        waiting: dict[str, tuple[str, str]] = {}
        for kind, row in zip(kinds, rows, strict=True):
            if kind == "goal" and kind in waiting:
                yield from _of_labels(waiting, after)
                waiting = {}
            if kind and _at(row, column):
                waiting.setdefault(kind, (row[0], _at(row, column)))
        yield from _of_labels(waiting, after)


def _of_labels(cells: Mapping[str, tuple[str, str]], after: int) -> Iterator[Goal]:
    if "target" in cells and {"goal", "indicator"} & cells.keys():
        columns = {kind: place for place, kind in enumerate(cells)}
        labels, words = zip(*cells.values(), strict=True)
        yield from _of_row(words, labels, columns, after)
