"""Does the source bring a figure in time? By its rhythm and how late it is. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from regie.foundation.records.engine import gettext_noop as _
from regie.planning.critiques.facts import NOTE, STOP, WARN, Critique, Facts, Rhythm
from regie.planning.critiques.noise import newest

GRACE = timedelta(days=90)
"""A figure that comes so soon after the end still serves the account of that year."""
FIRST, LAST = 1900, 9000
"""Years that a mistyped date may name and that can still be reckoned with."""
HORIZON = 12
"""Years ahead in which a next reading is sought."""


def published(rhythm: Rhythm, year: int) -> date:
    """The day on which the figures of a year are expected; years beyond reach are the last."""
    known = min(max(year, FIRST), LAST)
    return date(known, 12, 31) + timedelta(days=rhythm.lag_days)


def held(rhythm: Rhythm, year: int) -> bool:
    """Whether the source has figures of this year at all."""
    return rhythm.every == 1 or (year - (rhythm.first or 0)) % rhythm.every == 0


def first_after(rhythm: Rhythm, year: int) -> int:
    """The first year after this one that has figures."""
    later = range(year + 1, year + 1 + rhythm.every)
    return next(at for at in later if held(rhythm, at))


def last_by(rhythm: Rhythm, day: date) -> int:
    """The newest year whose figures are there on a day."""
    years = range(day.year + 1, day.year - HORIZON, -1)
    there = (year for year in years if held(rhythm, year) and published(rhythm, year) <= day)
    return next(there, day.year - HORIZON)


def no_reading_in_time(facts: Facts) -> Iterator[Critique]:
    """No figure comes before the end of the plan, or none that tells whether the target is met."""
    end = facts.plan_to or facts.target_date
    if end is None:
        return
    if facts.plan_to and facts.target_date and facts.target_date > facts.plan_to:
        yield Critique(
            "no_reading_in_time",
            WARN,
            _("De datum van het doel (%(day)s) ligt na het einde van het plan (%(end)s)."),
            _("Noem ook een tussendoel dat u voor het einde van het plan kunt meten."),
            {"day": facts.target_date, "end": facts.plan_to},
        )
    elif facts.rhythm is not None:
        yield from _of_source(facts, facts.rhythm, end)


def _of_source(facts: Facts, rhythm: Rhythm, end: date) -> Iterator[Critique]:
    if rhythm.every == 0:
        yield Critique(
            "no_reading_in_time",
            STOP,
            _("De bron is gestopt. Er komen geen nieuwe cijfers."),
            _("Kies een andere indicator, of spreek een eigen meting af."),
        )
        return
    last = last_by(rhythm, end)
    begin = _begin(facts)
    if last <= begin:
        coming = first_after(rhythm, begin)
        yield Critique(
            "no_reading_in_time",
            STOP,
            _(
                "Voor het einde van het plan (%(end)s) komt er geen nieuwe meting. De "
                "volgende verschijnt op %(day)s."
            ),
            _("Kies een bron die vaker meet, of spreek een eigen meting af."),
            {"end": end, "day": published(rhythm, coming)},
        )
        return
    yield from _of_target(facts, rhythm, last, end)


def _begin(facts: Facts) -> int:
    """The year of the baseline, else of the newest figure."""
    known = newest(facts)
    year = facts.baseline_to or facts.baseline_from or (known.year if known else None)
    return facts.today.year - 1 if year is None else year


def _of_target(facts: Facts, rhythm: Rhythm, last: int, end: date) -> Iterator[Critique]:
    if facts.target_date is None:
        return
    tells = first_after(rhythm, facts.target_date.year - 1)
    if published(rhythm, tells) <= end + GRACE:
        return
    yield Critique(
        "no_reading_in_time",
        NOTE,
        _(
            "Of het doel is gehaald, blijkt pas op %(day)s. De laatste meting voor het "
            "einde van het plan is van %(last)s."
        ),
        _("Kies als datum het jaar van een meting die op tijd verschijnt: %(last)s."),
        {"day": published(rhythm, tells), "last": last},
    )
