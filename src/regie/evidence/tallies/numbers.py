"""Files that are counted already: numbers per area and period, and outcomes of a survey. Pure.

Such files are long (one number per row) or wide (a column per period or type). A sign is not a
number: "<5" and "x" are withheld, "." is unknown, and neither is zero.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from regie.evidence.formats.rules import Cell as Reading
from regie.evidence.formats.rules import State, missing_periods, parse_cell
from regie.evidence.profiles.profile import Profile, TypeLabel
from regie.evidence.profiles.roles import Role
from regie.evidence.tallies.ledger import (
    ALL_TYPES,
    TOTAL_ROW,
    Ledger,
    Row,
    Types,
    batches,
    is_total,
    positions,
)
from regie.evidence.tallies.notes import GAPS, period_label
from regie.evidence.tallies.placing import Locator, Placed
from regie.evidence.tallies.results import Cell, Counted, Note, Places, SurveyCell
from regie.evidence.values.dates import coarser, read_day, read_period
from regie.evidence.values.words import words
from regie.foundation.records.engine import gettext_noop as _

BATCH = 8_192
BREAK_YEAR = 2021

NO_PERIOD = _("Er staat geen periode.")
BAD_PERIOD = _("Deze periode is niet te lezen.")
TOO_LONG = _("Deze periode is langer dan de periode waarin u telt.")
BAD_NUMBER = _("Dit is geen getal.")
NO_WHOLE = _("Dit is geen heel getal.")
NEGATIVE = _("Een aantal kan niet onder nul liggen.")
TWICE = _("Dit gebied, deze soort en deze periode kwamen al eerder voor, met een ander getal.")
SAME = _("Deze regel is gelijk aan een eerdere regel.")
BAD_MARGIN = _("Hier staat niet of het een waarde, een ondergrens of een bovengrens is.")
SHARED = _("Deze postcode ligt in meer buurten. Een opgeteld aantal is niet te verdelen.")
METHOD_BREAK = _(
    "In 2021 veranderde de manier van vragen van de Veiligheidsmonitor. "
    "Vergelijk jaren ervoor en erna niet zonder meer."
)
NO_SAMPLE = _("Het aantal antwoorden staat niet in het bestand. Vraag het na bij de partner.")
NO_MARGIN = _("Er staan geen marges in het bestand. Kleine verschillen zeggen dan niets.")

_LESS = ("<", "minder dan", "kleiner dan", "0-4", "1-4", "*")
Bound = Literal["value", "lower", "upper"]
_At = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One number column: where it stands and what its title says already."""

    position: int
    role: Role
    category: str
    period: str


@dataclass(frozen=True, slots=True)
class _Number:
    """One number read: what of, which bound, in which cell."""

    at: _At
    bound: Bound
    reading: Reading
    position: int


class _WrongError(Exception):
    """A cell that stops its row; caught by the row."""

    def __init__(
        self, position: int | None, sentence: str, params: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(sentence)
        self.position, self.sentence, self.params = position, sentence, params


def count_numbers(
    profile: Profile,
    header: Sequence[str],
    rows: Iterable[Row],
    places: Places,
    municipality: str,
    ledger: Ledger,
    progress: Callable[[int], None] | None,
) -> Counted:
    """Read a file of numbers or of survey outcomes; every row is counted or booked elsewhere."""
    table = _Table(profile, header, places, municipality, ledger)
    done = 0
    for batch in batches(iter(rows), BATCH):
        table.add(batch)
        done += len(batch)
        if progress is not None:
            progress(done)
    return table.counts() if profile.kind == "counts" else table.survey()


class _Table:
    """The numbers of a file by area, type and period."""

    def __init__(
        self,
        profile: Profile,
        header: Sequence[str],
        places: Places,
        municipality: str,
        ledger: Ledger,
    ) -> None:
        self._profile, self._ledger = profile, ledger
        self._at = positions(profile, header)
        self._locator = Locator(places, self._at, profile.crs, municipality)
        self._types = Types(profile)
        self._asked = tuple(_asked(profile, header))
        self._found: dict[_At, dict[Bound, Reading]] = {}
        self._sizes: dict[_At, tuple[float | None, float | None]] = {}

    def add(self, batch: Sequence[Row]) -> None:
        """Read a batch of rows."""
        placed = self._locator.locate([cells for _row, cells in batch])
        for (row, cells), place in zip(batch, placed, strict=True):
            try:
                self._row(row, cells, place)
            except _WrongError as wrong:
                self._ledger.error(row, wrong.position, wrong.sentence, wrong.params)

    def _row(self, row: int, cells: Sequence[str], place: Placed) -> None:
        if place.outside:
            return self._aside("outside", row, place)
        if not place.shares and is_total(cells):
            return self._ledger.aside("non_incidents", row, None, TOTAL_ROW)
        if len(place.shares) > 1:
            raise _WrongError(self._at.get(place.role or Role.POSTCODE), SHARED)
        area = place.shares[0][0] if place.shares else ""
        numbers = [self._number(cells, asked, area) for asked in self._asked]
        if not area:
            self._keep(numbers, cells, adding=True)
            return self._aside("unplaced", row, place)
        if self._repeated(numbers):
            return self._ledger.aside("duplicates", row, None, SAME)
        self._keep(numbers, cells, adding=False)
        return self._ledger.counted()

    def _aside(self, fate: Literal["outside", "unplaced"], row: int, place: Placed) -> None:
        position = self._at.get(place.role) if place.role else None
        self._ledger.aside(fate, row, position, place.reason)

    def _repeated(self, numbers: Sequence[_Number]) -> bool:
        """True when all were given before; an error when one was given with another number."""
        before = [(n, self._found.get(n.at, {}).get(n.bound)) for n in numbers]
        for number, known in before:
            if known is not None and known != number.reading:
                raise _WrongError(number.position, TWICE)
        return bool(before) and all(known is not None for _number, known in before)

    def _keep(self, numbers: Sequence[_Number], cells: Sequence[str], *, adding: bool) -> None:
        sizes = (self._size(cells, Role.SAMPLE), self._size(cells, Role.DESIGN))
        for number in numbers:
            group = self._found.setdefault(number.at, {})
            known = group.get(number.bound)
            group[number.bound] = (
                _sum(known, number.reading) if adding and known else number.reading
            )
            if any(size is not None for size in sizes):
                self._sizes[number.at] = sizes

    def _size(self, cells: Sequence[str], role: Role) -> float | None:
        text = self._locator.cell(cells, role)
        reading = parse_cell(text, empty=State.UNKNOWN, decimal=self._mark(text))
        return reading.value if reading else None

    def _mark(self, text: str) -> Literal[",", "."]:
        """A workbook always writes a point, whatever its owner's language."""
        return self._profile.decimal if "," in text or "." not in text else "."

    # --- one number ---------------------------------------------------------------------------

    def _number(self, cells: Sequence[str], asked: _Asked, area: str) -> _Number:
        category, period = self._category(cells, asked), self._period(cells, asked)
        bound = self._bound(cells, asked)
        text = cells[asked.position].strip() if asked.position < len(cells) else ""
        return _Number((area, category, period), bound, self._read(text, asked), asked.position)

    def _read(self, text: str, asked: _Asked) -> Reading:
        if text.casefold().startswith(_LESS):
            return Reading(State.HIDDEN)
        reading = parse_cell(text.rstrip("% "), empty=State.UNKNOWN, decimal=self._mark(text))
        if reading is None:
            raise _WrongError(asked.position, BAD_NUMBER)
        if asked.role is Role.COUNT and reading.value is not None:
            if reading.value < 0:
                raise _WrongError(asked.position, NEGATIVE)
            if not reading.value.is_integer():
                raise _WrongError(asked.position, NO_WHOLE)
        return reading

    def _category(self, cells: Sequence[str], asked: _Asked) -> str:
        position = self._at.get(Role.CATEGORY)
        text = self._locator.cell(cells, Role.CATEGORY) if position is not None else asked.category
        if position is None and not text:
            self._types.meet(ALL_TYPES)
            return ALL_TYPES.code
        label = self._types.of(text)
        if isinstance(label, TypeLabel):
            self._types.meet(label)
            return label.code
        raise _WrongError(position, label, self._types.params(text))

    def _period(self, cells: Sequence[str], asked: _Asked) -> str:
        role = Role.PERIOD if Role.PERIOD in self._at else Role.DATE
        text = self._locator.cell(cells, role) or asked.period
        position = self._at.get(role, asked.position)
        if not text:
            raise _WrongError(position, NO_PERIOD)
        code = read_period(text) or self._of_day(text)
        if code is None:
            raise _WrongError(position, BAD_PERIOD)
        period = coarser(code, self._profile.grain)
        if period is None:
            raise _WrongError(position, TOO_LONG)
        return period

    def _of_day(self, text: str) -> str | None:
        moment = read_day(text, self._profile.dates)
        return f"{moment.day.year}MM{moment.day.month:02d}" if moment else None

    def _bound(self, cells: Sequence[str], asked: _Asked) -> Bound:
        fixed: dict[Role, Bound] = {Role.LOWER: "lower", Role.UPPER: "upper"}
        if asked.role in fixed:
            return fixed[asked.role]
        if Role.MARGIN not in self._at:
            return "value"
        bound = bound_of(self._locator.cell(cells, Role.MARGIN))
        if bound is None:
            raise _WrongError(self._at[Role.MARGIN], BAD_MARGIN)
        return bound

    # --- the end ------------------------------------------------------------------------------

    def counts(self) -> Counted:
        """Numbers per cell; those without a place apart."""
        cells = [
            Cell(*at, None if r.value is None else int(r.value), r.state)
            for at, group in sorted(self._found.items())
            for r in (group["value"],)
        ]
        placed = tuple(cell for cell in cells if cell.area)
        lost = tuple(cell for cell in cells if not cell.area)
        return replace(self._outcome(), cells=placed, unplaced=lost, notes=self._gaps())

    def survey(self) -> Counted:
        """Outcomes with their margins; one whose margins do not hold it is unknown."""
        found = [self._outcome_of(at, group) for at, group in sorted(self._found.items()) if at[0]]
        notes = (*self._survey_notes(found),)
        return replace(self._outcome(), survey=tuple(found), notes=notes)

    def _outcome_of(self, at: _At, group: Mapping[Bound, Reading]) -> SurveyCell:
        value, lower, upper = (group.get(bound) for bound in ("value", "lower", "upper"))
        low, high = lower.value if lower else None, upper.value if upper else None
        state = value.state if value else State.UNKNOWN
        number = value.value if value else None
        if number is not None and not (low or number) <= number <= (
            number if high is None else high
        ):
            return SurveyCell(*at, None, state=State.UNKNOWN)
        sample, design = self._sizes.get(at, (None, None))
        return SurveyCell(*at, number, low, high, sample, design, state)

    def _outcome(self) -> Counted:
        ledger = self._ledger
        return Counted(
            kind=self._profile.kind,
            totals=ledger.totals(),
            errors=tuple(ledger.errors),
            doubts=tuple(ledger.doubts),
            error_columns=dict(ledger.columns),
            reasons=dict(ledger.reasons),
            types=self._types.labels(),
            periods=self._periods(),
        )

    def _periods(self) -> tuple[str, ...]:
        return tuple(sorted({period for _area, _category, period in self._found}))

    def _gaps(self) -> tuple[Note, ...]:
        missing = missing_periods(self._periods())
        shown = ", ".join(period_label(code) for code in missing[:12])
        return (Note("gaps", GAPS, {"periods": shown}),) if missing else ()

    def _survey_notes(self, found: Sequence[SurveyCell]) -> Iterator[Note]:
        years = {int(cell.period[:4]) for cell in found}
        if years and min(years) < BREAK_YEAR <= max(years):
            yield Note("break", METHOD_BREAK)
        if found and all(cell.sample is None for cell in found):
            yield Note("sample", NO_SAMPLE)
        if found and all(cell.lower is None for cell in found):
            yield Note("margin", NO_MARGIN)


def _asked(profile: Profile, header: Sequence[str]) -> Iterator[_Asked]:
    """The number columns of the file, with the type that their title stands for."""
    wanted = {Role.COUNT} if profile.kind == "counts" else {Role.VALUE, Role.LOWER, Role.UPPER}
    matched = profile.matched(header)
    values = [column for column in matched if column and column.role in {Role.COUNT, Role.VALUE}]
    periods = {column.period for column in values}
    several = profile.kind == "survey" or len(periods) < len(values)
    for position, column in enumerate(matched):
        if column is not None and column.role in wanted:
            named = column.category or (column.header if several and not column.period else "")
            yield _Asked(position, column.role, named, column.period)


def _sum(one: Reading | None, other: Reading) -> Reading:
    if one is None or one.value is None or other.value is None:
        return other if one is None or one.value is not None else one
    return Reading(State.VALUE, one.value + other.value)


def bound_of(text: str) -> Bound | None:
    """Which of the three a label of the dimension "Marges" stands for; None when none.

    >>> bound_of("Ondergrens 95%-interval"), bound_of("Waarde"), bound_of("MW00000")
    ('lower', 'value', 'value')
    """
    low = " ".join(words(text))
    if low.startswith(("onder", "lower", "min", "mog")):
        return "lower"
    if low.startswith(("boven", "upper", "max", "mbg")):
        return "upper"
    known = ("waarde", "value", "schatting", "uitkomst", "mw000", "estimate", "punt")
    return "value" if low.startswith(known) else None
