"""What a person should know of a count: gaps, jumps, an unfinished month, shared out numbers."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from regie.evidence.formats.rules import State, missing_periods
from regie.evidence.profiles.profile import TypeLabel
from regie.evidence.tallies.results import Cell, Note
from regie.evidence.values.dates import EARLIEST
from regie.foundation.records.engine import gettext_noop as _

INCOMPLETE = _("De laatste periode, %(period)s, is nog niet compleet.")
SHORT_TAIL = _("Na dag %(day)s van %(period)s staat er niets meer. Is deze periode compleet?")
GAPS = _("Over deze perioden staat er niets in het bestand: %(periods)s.")
JUMP = _("In %(period)s zijn er %(value)s meldingen. Gewoonlijk zijn het er %(usual)s.")
NO_PLACE = _("Van “%(type)s” is bij %(share)s procent de plaats onbekend.")
SHARED = _(
    "Van %(share)s procent is de buurt geschat, omdat een postcode in meer buurten ligt. "
    "Het totaal klopt."
)
WITHOUT_TYPE = _("Bij %(value)s meldingen staat geen soort.")

ENOUGH, USUAL, PERIODS = 10, 10, 4
UNPLACED_SHARE = 0.1
TAIL_DAYS = 7
NO_TYPE = "onbekend"
"""The code of records that say no type."""


@dataclass
class Activity:
    """How many records each type and period has, and the last day met."""

    numbers: Counter[tuple[str, str]] = field(default_factory=Counter)
    last: date = EARLIEST

    def add(self, category: str, period: str) -> None:
        """One record."""
        self.numbers[category, period] += 1

    def periods(self) -> tuple[str, ...]:
        """The periods that have records, oldest first."""
        return tuple(sorted({period for _category, period in self.numbers}))

    def per_period(self) -> dict[str, int]:
        """The number of records of each period."""
        totals: Counter[str] = Counter()
        for (_category, period), number in self.numbers.items():
            totals[period] += number
        return dict(sorted(totals.items()))

    def per_type(self) -> dict[str, int]:
        """The number of records of each type."""
        totals: Counter[str] = Counter()
        for (category, _period), number in self.numbers.items():
            totals[category] += number
        return dict(totals)


def notes_of(
    activity: Activity,
    cells: Sequence[Cell],
    unplaced: Sequence[Cell],
    types: Mapping[str, TypeLabel],
    today: date,
) -> tuple[Note, ...]:
    """Every note about a count of records, the most telling first."""
    totals = activity.per_period()
    return (
        *_unfinished(totals, activity.last, today),
        *_gaps(totals),
        *_jumps(totals),
        *_without_place(activity, unplaced, types),
        *_untyped(activity),
        *_shared_out(cells),
    )


def period_label(code: str) -> str:
    """A period in figures, the same in every language: "2026-09", "2026-K3" or "2026".

    >>> period_label("2026MM09"), period_label("2026KW03"), period_label("2026JJ00")
    ('2026-09', '2026-K3', '2026')
    """
    kind = code[4:6]
    if kind == "MM":
        return f"{code[:4]}-{code[6:8]}"
    return f"{code[:4]}-K{int(code[6:8])}" if kind == "KW" else code[:4]


def last_day(code: str) -> date:
    """The last day of a period."""
    month = {"MM": int(code[6:8]), "KW": 3 * int(code[6:8])}.get(code[4:6], 12)
    year = int(code[:4])
    return date(year, month, monthrange(year, month)[1])


def _unfinished(totals: Mapping[str, int], last: date, today: date) -> Iterator[Note]:
    if not totals:
        return
    newest = max(totals)
    end, label = last_day(newest), period_label(newest)
    if today <= end:
        yield Note("incomplete", INCOMPLETE, {"period": label})
    elif last > EARLIEST and end - last >= timedelta(days=TAIL_DAYS) and totals[newest] >= ENOUGH:
        day = last.isoformat() if newest[4:6] != "MM" else last.day
        yield Note("tail", SHORT_TAIL, {"day": day, "period": label})


def _gaps(totals: Mapping[str, int]) -> Iterator[Note]:
    missing = missing_periods(totals)
    if missing:
        shown = ", ".join(period_label(code) for code in missing[:12])
        more = "" if len(missing) <= 12 else ", …"
        yield Note("gaps", GAPS, {"periods": shown + more})


def _jumps(totals: Mapping[str, int]) -> Iterator[Note]:
    """Three times as many or few as usual, in a file of some length; the ends may be cut off."""
    if len(totals) < PERIODS:
        return
    usual = median(totals.values())
    if usual < USUAL:
        return
    for period, number in list(totals.items())[1:-1]:
        if number > 3 * usual or number < usual / 3:
            values = {"period": period_label(period), "value": number, "usual": round(usual)}
            yield Note("jump", JUMP, values)


def _without_place(
    activity: Activity, unplaced: Sequence[Cell], types: Mapping[str, TypeLabel]
) -> Iterator[Note]:
    lost: Counter[str] = Counter()
    for cell in unplaced:
        lost[cell.category] += cell.value or 0
    all_of = activity.per_type()
    for category, number in sorted(lost.items()):
        share = number / all_of[category]
        if share >= UNPLACED_SHARE and number >= 3:
            label = types[category].label if category in types else category
            yield Note("unplaced", NO_PLACE, {"type": label, "share": round(100 * share)})


def _untyped(activity: Activity) -> Iterator[Note]:
    number = activity.per_type().get(NO_TYPE, 0)
    if number:
        yield Note("untyped", WITHOUT_TYPE, {"value": number})


def _shared_out(cells: Sequence[Cell]) -> Iterator[Note]:
    total = sum(cell.value or 0 for cell in cells)
    shared = sum((cell.value or 0) * cell.weight for cell in cells if cell.state is State.ESTIMATED)
    share = shared / total if total else 0.0
    if share > 0:
        yield Note("shared", SHARED, {"share": max(1, round(100 * share))})
