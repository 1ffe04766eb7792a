"""From the rows of a partner's file to numbers per area, type and period. Pure and streaming.

Rows pass in batches, so that a file of a million records needs no more memory than one of
thousand. Every row ends in exactly one place: counted, duplicate, no incident, error, place
unknown or outside the municipality.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from regie.evidence.profiles.profile import Profile, TypeLabel
from regie.evidence.profiles.roles import Role
from regie.evidence.tallies.ledger import (
    ALL_TYPES,
    TOTAL_ROW,
    Fate,
    Ledger,
    Row,
    Types,
    batches,
    is_total,
    positions,
)
from regie.evidence.tallies.notes import Activity, notes_of
from regie.evidence.tallies.numbers import count_numbers
from regie.evidence.tallies.placing import Locator, Placed
from regie.evidence.tallies.results import (
    Cell,
    CellError,
    Counted,
    Note,
    Places,
    SurveyCell,
    Totals,
)
from regie.evidence.tallies.seen import Seen, print_of
from regie.evidence.tallies.shares import Tally
from regie.evidence.values.dates import EARLIEST, coarser, period_of, read_day, read_period
from regie.evidence.values.words import key
from regie.foundation.records.engine import gettext_noop as _
from regie.foundation.records.refusals import RefusedError

__all__ = [
    "Cell",
    "CellError",
    "Counted",
    "Note",
    "Places",
    "SurveyCell",
    "Totals",
    "count",
]

BATCH = 16_384
STORY = 20
"""A text of this many signs tells enough to recognise the same report under another number."""

NO_DATE = _("Er staat geen datum.")
BAD_DATE = _("Deze datum is niet te lezen.")
SWAPPED = _("Dag en maand lijken verwisseld.")
FUTURE = _("Deze datum ligt in de toekomst.")
LONG_AGO = _("Deze datum ligt voor 1995.")
BAD_PERIOD = _("Deze periode is niet te lezen.")
TOO_LONG = _("Deze periode is langer dan de periode waarin u telt.")
SAME_ROW = _("Deze melding kwam al eerder voor.")
PART_OF = _("Deze regel hoort bij een andere melding.")
STATUS_OUT = _("Deze stand telt niet mee.")
TYPE_OUT = _("Deze soort telt niet mee.")

_PLACE_ROLES = (
    Role.AREA_CODE,
    Role.AREA_NAME,
    Role.POSTCODE,
    Role.HOUSE_NUMBER,
    Role.ADDRESS,
    Role.X,
    Role.Y,
    Role.LONGITUDE,
    Role.LATITUDE,
    Role.POINT,
)
_EXACT = (Role.X, Role.LONGITUDE, Role.POINT, Role.HOUSE_NUMBER)


def count(
    profile: Profile,
    header: Sequence[str],
    rows: Iterable[Row],
    places: Places,
    *,
    municipality: str,
    today: date,
    keep_errors: int = 500,
    progress: Callable[[int], None] | None = None,
) -> Counted:
    """Count a file as its profile says.

    `rows` give the row number in the file and the cells. `municipality` ("" for none) decides
    what is outside. `progress` is told the number of rows read. Raises `RefusedError` when the
    profile cannot be used, or needs columns that the file lacks.
    """
    _must_fit(profile, header)
    ledger = Ledger(header, keep_errors)
    if profile.kind != "records":
        return count_numbers(profile, header, rows, places, municipality, ledger, progress)
    records = _Records(profile, header, places, municipality, today, ledger)
    done = 0
    for batch in batches(iter(rows), BATCH):
        records.add(batch)
        done += len(batch)
        if progress is not None:
            progress(done)
    return records.result()


LACKING = _("In dit bestand ontbreken kolommen die het profiel noemt: %(columns)s.")


def _must_fit(profile: Profile, header: Sequence[str]) -> None:
    for problem in profile.problems():
        raise RefusedError(problem.sentence, **problem.params)
    needed = {Role.DATE, Role.PERIOD, Role.CATEGORY, Role.COUNT, Role.VALUE, Role.MARGIN}
    missing = [
        column.header
        for column in profile.columns
        if column.role in needed and column.header in profile.missing(header)
    ]
    if missing:
        raise RefusedError(LACKING, columns=", ".join(f"“{title}”" for title in missing[:10]))


_Judged = tuple[str, str]


class _Records:
    """Counts records; holds numbers, fingerprints and the first messages, never a row."""

    def __init__(
        self,
        profile: Profile,
        header: Sequence[str],
        places: Places,
        municipality: str,
        today: date,
        ledger: Ledger,
    ) -> None:
        self._profile, self._home, self._today = profile, municipality, today
        self._ledger, self._at = ledger, positions(profile, header)
        roles = profile.roles(header)
        self._texts = [at for at, role in enumerate(roles) if role is Role.FREE_TEXT]
        facts = (Role.DATE, Role.TIME, Role.CATEGORY, *_PLACE_ROLES)
        self._facts = [self._at[role] for role in facts if role in self._at]
        self._states = [at for at, role in enumerate(roles) if role is Role.STATUS]
        self._locator = Locator(places, self._at, profile.crs, municipality)
        self._types = Types(profile)
        self._left_out = {key(status) for status in profile.not_incident}
        self._numbers, self._events = Seen(), Seen()
        self._tally, self._lost, self._outside = Tally(), Tally(), 0
        self._activity = Activity()
        self._periods: dict[str, str | None] = {}

    def add(self, batch: Sequence[Row]) -> None:
        """Count a batch of rows."""
        numbers = [self._number(cells) for _row, cells in batch]
        events = [self._event(cells) for _row, cells in batch]
        repeated = self._numbers.old(numbers) | self._events.old(events)
        kept: list[tuple[int, Sequence[str], str, str]] = []
        for (row, cells), *prints in zip(batch, numbers, events, repeated.tolist(), strict=True):
            judged = self._judge(row, cells, *prints)
            if judged is not None:
                kept.append((row, cells, *judged))
        placed = self._locator.locate([cells for _row, cells, _type, _period in kept])
        for (row, _cells, category, period), place in zip(kept, placed, strict=True):
            self._book(row, category, period, place)

    def _book(self, row: int, category: str, period: str, place: Placed) -> None:
        position = self._at.get(place.role) if place.role else None
        if place.outside:
            self._ledger.aside("outside", row, position, place.reason)
            return
        self._activity.add(category, period)
        if not place.shares:
            self._ledger.aside("unplaced", row, position, place.reason)
            self._lost.add("", category, period)
        else:
            self._ledger.counted()
            if len(place.shares) == 1:
                self._tally.add(place.shares[0][0], category, period)
            else:
                self._tally.share(place.shares, category, period)

    # --- one row ------------------------------------------------------------------------------

    def _cell(self, cells: Sequence[str], role: Role) -> str:
        return self._locator.cell(cells, role)

    def _number(self, cells: Sequence[str]) -> int:
        text = self._cell(cells, Role.IDENTIFIER)
        return print_of((text.casefold(),)) if text else 0

    def _event(self, cells: Sequence[str]) -> int:
        """Two rows with the same fingerprint tell of one event; 0 when that cannot be said."""
        story = [cells[at].strip() for at in self._texts if at < len(cells)]
        if story and sum(map(len, story)) >= STORY:
            event = [cells[at].strip() for at in self._facts if at < len(cells)]
            return print_of((*event, *story))
        if Role.IDENTIFIER in self._at:
            return 0
        exact = any(self._cell(cells, role) for role in (*_EXACT, Role.TIME))
        return print_of(tuple(cells)) if exact else 0

    def _judge(
        self, row: int, cells: Sequence[str], number: int, event: int, repeated: bool
    ) -> _Judged | None:
        """Type and period of a row that counts; None when it was booked elsewhere."""
        if self._left_out and self._ended(cells):
            return self._out("non_incidents", row, Role.STATUS, STATUS_OUT)
        label = self._types.of(self._cell(cells, Role.CATEGORY)) if self._typed else ALL_TYPES
        if isinstance(label, TypeLabel) and not label.incident:
            return self._out("non_incidents", row, Role.CATEGORY, TYPE_OUT)
        if self._cell(cells, Role.DUPLICATE_OF) not in {"", "0"}:
            return self._out("duplicates", row, Role.DUPLICATE_OF, PART_OF)
        if repeated or (number and self._numbers.new(number)):
            return self._out("duplicates", row, Role.IDENTIFIER, SAME_ROW)
        if event and self._events.new(event):
            return self._out("duplicates", row, None, SAME_ROW)
        judged = self._read(row, cells, label)
        if judged is not None:
            self._remember(number, event)
        return judged

    def _ended(self, cells: Sequence[str]) -> bool:
        """A state that says it was a test, a mistake or a question."""
        said = (cells[at] for at in self._states if at < len(cells))
        return any(key(text) in self._left_out for text in said if text)

    @property
    def _typed(self) -> bool:
        return Role.CATEGORY in self._at

    def _remember(self, number: int, event: int) -> None:
        if number:
            self._numbers.add(number)
        if event:
            self._events.add(event)

    def _out(self, fate: Fate, row: int, role: Role | None, sentence: str) -> _Judged | None:
        """Book a row elsewhere; answers nothing, so that it can end a judgement."""
        self._ledger.aside(fate, row, self._at.get(role) if role else None, sentence)
        return None

    def _read(self, row: int, cells: Sequence[str], label: TypeLabel | str) -> _Judged | None:
        period, why, role = self._period(cells)
        if period is None:
            if is_total(cells):
                return self._out("non_incidents", row, None, TOTAL_ROW)
            self._ledger.error(row, self._at.get(role), why, None)
            return None
        if isinstance(label, str):
            text = self._cell(cells, Role.CATEGORY)
            position = self._at[Role.CATEGORY]
            self._ledger.error(row, position, label, self._types.params(text))
            return None
        self._types.meet(label)
        return label.code, period

    def _period(self, cells: Sequence[str]) -> tuple[str | None, str, Role]:
        """The period of a row, or why it has none and in which column."""
        text = self._cell(cells, Role.DATE)
        if text:
            period, why = self._of_date(text)
            return period, why, Role.DATE
        text = self._cell(cells, Role.PERIOD)
        if not text:
            return None, NO_DATE, Role.DATE if Role.DATE in self._at else Role.PERIOD
        code = read_period(text)
        if code is None:
            return None, BAD_PERIOD, Role.PERIOD
        return coarser(code, self._profile.grain), TOO_LONG, Role.PERIOD

    def _of_date(self, text: str) -> tuple[str | None, str]:
        moment = read_day(text, self._profile.dates)
        if moment is None:
            return None, BAD_DATE
        if moment.swapped:
            return None, SWAPPED
        if moment.day > self._today:
            return None, FUTURE
        if moment.day < EARLIEST:
            return None, LONG_AGO
        self._activity.last = max(self._activity.last, moment.day)
        return period_of(moment.day, self._profile.grain), ""

    # --- the end ------------------------------------------------------------------------------

    def result(self) -> Counted:
        """All numbers, with parts of postcodes in other municipalities taken out."""
        cells = self._tally.cells()
        home = [cell for cell in cells if not self._home or _lies_in(cell.area, self._home)]
        away = sum(cell.value or 0 for cell in cells) - sum(cell.value or 0 for cell in home)
        self._ledger.fates["counted"] -= away
        self._ledger.fates["outside"] += away
        unplaced = tuple(self._lost.cells())
        return Counted(
            kind="records",
            totals=self._ledger.totals(),
            cells=tuple(home),
            unplaced=unplaced,
            errors=tuple(self._ledger.errors),
            doubts=tuple(self._ledger.doubts),
            error_columns=dict(self._ledger.columns),
            reasons=dict(self._ledger.reasons),
            types=self._types.labels(),
            periods=self._activity.periods(),
            notes=notes_of(self._activity, home, unplaced, self._types.met, self._today),
        )


def _lies_in(area: str, municipality: str) -> bool:
    return area[2:6] == municipality[2:6] and area[:2] in {"BU", "WK", "GM"}
