"""When a table is fetched: rhythms, back-off and what to do when nothing is new. Pure.

The police publish around the 15th of each month, add a year in January and build everything again
on the newest neighbourhoods in August (47018NED, TableInfos: ReasonDelivery "Herontwerp"). CBS
adds an edition of the key figures of neighbourhoods each autumn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b

MONTHLY, JANUARY, AUGUST = "monthly", "january", "august"
JANUARY_AUGUST, YEARLY = "january_august", "yearly"
RHYTHMS = (MONTHLY, JANUARY, AUGUST, JANUARY_AUGUST, YEARLY)

# Days (month, day) on which a rhythm looks; a few days after the publisher, who is sometimes late.
DAYS: dict[str, tuple[tuple[int, int], ...]] = {
    MONTHLY: tuple((month, 16) for month in range(1, 13)),
    JANUARY: ((1, 20),),
    AUGUST: ((8, 20),),
    JANUARY_AUGUST: ((1, 20), (8, 20)),
    YEARLY: ((10, 1),),
}
HOUR = 3
"""Fetching begins in the small hours, when the publishers' servers have little to do."""
SPREAD_MINUTES = 180
"""Not every installation at the same minute."""
AGAIN_FOR = timedelta(days=10)
"""So long a table that is late is looked for every day."""
EARLY = timedelta(days=4)
"""Figures this much older than the day of the rhythm are the new ones: they came early."""
BACK_OFF = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3))
POSTPONED = timedelta(minutes=20)
SILENCE = timedelta(minutes=20)
"""A fetch that has said nothing for so long is not being done any more."""

# Words in the title of a table of CBS that may be of use for safety policy.
USEFUL = (
    "misdrijv",
    "criminaliteit",
    "overlast",
    "veiligheid",
    "slachtoffer",
    "verdachte",
    "huiselijk geweld",
    "wijken en buurten",
    "halt",
    "jeugdreclassering",
)
POLICE = "Politie"


@dataclass(frozen=True)
class Looked:
    """How a fetch ended ("done", "unchanged", "refused"), the vintage in use, failures in a row."""

    outcome: str
    vintage: date | None = None
    failures: int = 0


def spread(*names: str) -> timedelta:
    """How long after the hour this table of this municipality is fetched; always the same."""
    drawn = int.from_bytes(blake2b("·".join(names).encode(), digest_size=4).digest())
    return timedelta(minutes=drawn % SPREAD_MINUTES)


def next_moment(rhythm: str, after: datetime, late: timedelta = timedelta()) -> datetime:
    """The first moment of the rhythm after `after`. Raises KeyError for no rhythm."""
    return next(m for m in _moments(rhythm, after.year, late, after) if m > after)


def last_moment(rhythm: str, before: datetime, late: timedelta = timedelta()) -> datetime:
    """The last moment of the rhythm up to `before`."""
    found = [m for m in _moments(rhythm, before.year - 1, late, before) if m <= before]
    return found[-1]


def _moments(rhythm: str, year: int, late: timedelta, like: datetime) -> Iterator[datetime]:
    for each in range(year, like.year + 2):
        for month, day in DAYS[rhythm]:
            yield (
                like.replace(
                    year=each, month=month, day=day, hour=HOUR, minute=0, second=0, microsecond=0
                )
                + late
            )


def after_looking(
    rhythm: str, looked: Looked, now: datetime, late: timedelta = timedelta()
) -> datetime:
    """When to look again.

    After new figures at the next moment of the rhythm. After no new figures the next day, as
    long as the publisher may be late; after a failure ever later, and then at the next moment.
    """
    regular = next_moment(rhythm, now, late)
    if looked.outcome == "refused":
        if looked.failures > len(BACK_OFF):
            return regular
        return min(regular, now + BACK_OFF[max(looked.failures, 1) - 1] + late / 10)
    due = last_moment(rhythm, now, late)
    late_still = now - due < AGAIN_FOR
    new = looked.vintage is not None and looked.vintage >= (due - EARLY).date()
    if looked.outcome == "unchanged" and late_still and not new:
        return min(regular, now + timedelta(days=1))
    return regular


def usual_rhythm(family: str, frequencies: tuple[str, ...]) -> str:
    """The rhythm that fits how a table is published."""
    if family in ("offence", "nuisance"):
        return MONTHLY if "month" in frequencies else JANUARY_AUGUST
    return YEARLY


def is_useful(catalogue: str, title: str) -> bool:
    """Whether a table of a catalogue is worth showing: all of the police, some of CBS."""
    return catalogue == POLICE or any(word in title.casefold() for word in USEFUL)
