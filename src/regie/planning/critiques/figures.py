"""An objective beside the figures that are known. Pure: one function per criticism."""

from collections.abc import Iterator
from dataclasses import dataclass

from regie.foundation.records.engine import gettext_noop as _
from regie.planning.critiques import noise
from regie.planning.critiques.facts import (
    NOTE,
    STOP,
    WARN,
    Amount,
    Critique,
    Facts,
    Known,
    Level,
    Values,
)
from regie.planning.critiques.means import tokens
from regie.planning.critiques.noise import LOWER, Seen, goal, meets, newest, weaker
from regie.planning.critiques.quoted import events, gap, part, value

Found = Iterator[Critique]
CHANGES = ("decrease", "increase")
ENOUGH_YEARS = 3
"""Under three years nobody knows what is usual."""
SHIFT = 4.0
"""A baseline so many times another value of the same year is of another unit."""


@dataclass(frozen=True)
class Now:
    """The value that a target is laid beside: the newest known, else the baseline."""

    value: float
    year: int | None
    half_width: float

    @property
    def words(self) -> Values:
        """Its year, for a sentence."""
        return {} if self.year is None else {"year": self.year}


def now(facts: Facts) -> Now | None:
    """The newest known value with how far it can lie off; without one the baseline."""
    known = newest(facts)
    if known is not None and known.value is not None:
        return Now(known.value, known.year, _half(facts, known))
    if facts.baseline is None:
        return None
    return Now(facts.baseline, facts.baseline_to or facts.baseline_from, facts.margin or 0.0)


def _half(facts: Facts, known: Known) -> float:
    if known.low is not None and known.high is not None:
        return (known.high - known.low) / 2
    return facts.margin or 0.0


def beside_now(facts: Facts) -> Found:
    """Reached already, weaker than now, or nothing there to keep."""
    here, end = now(facts), goal(facts)
    if here is None or end is None or not facts.direction:
        return
    about = {"now": value(facts, here.value), "target": value(facts, end, unit=False), **here.words}
    if facts.direction in CHANGES:
        yield from _of_change(facts, here, end, about)
    else:
        yield from _of_keeping(facts, here, end, about)


def _of_change(facts: Facts, here: Now, end: float, about: Values) -> Found:
    if not meets(facts.direction, here.value, end):
        return
    dated = _("Dit doel is al gehaald. In %(year)s was het %(now)s, en het doel is %(target)s.")
    undated = _("Dit doel is al gehaald. Het is nu %(now)s, en het doel is %(target)s.")
    yield Critique(
        "already_reached",
        STOP,
        undated if here.year is None else dated,
        _("Kies een strengere waarde. Wilt u houden wat er is? Kies dan ‘zo houden’."),
        about,
    )
    if weaker(facts.direction, end, here.value):
        yield _weaker(facts, here, end, about, WARN)


def _of_keeping(facts: Facts, here: Now, end: float, about: Values) -> Found:
    apart = abs(end - here.value) > here.half_width
    if not meets(facts.direction, here.value, end) and apart:
        yield Critique(
            "nothing_to_keep",
            WARN,
            _(
                "U wilt iets houden dat er nu niet is. Het is nu %(now)s, en de grens is "
                "%(target)s."
            ),
            _("Kies omlaag of omhoog, met een streefwaarde en een datum."),
            about,
        )
    elif weaker(facts.direction, end, here.value) and apart:
        yield _weaker(facts, here, end, about, NOTE)


def _weaker(facts: Facts, here: Now, end: float, about: Values, level: Level) -> Critique:
    apart = gap(facts, end - here.value)
    relative = facts.measured != "survey" and here.value > 0
    room: Amount = part(end / here.value - 1) if relative else apart
    return Critique(
        "weaker_than_now",
        level,
        _(
            "Het doel is zwakker dan wat er nu is. Het mag %(room)s slechter worden en is "
            "dan nog gehaald."
        ),
        _("Kies een waarde die niet slechter is dan nu, of leg uit waarom dit genoeg is."),
        {**about, "room": room},
    )


def inside_noise(facts: Facts) -> Found:
    """The change is smaller than what the source can show."""
    found = noise.seen(facts)
    if found is None or found.visible:
        return
    if facts.measured == "survey":
        yield _inside_margin(facts, found)
        return
    happens = noise.per_year(facts) or 0.0
    about: Values = {
        "asked": part(found.asked),
        "needed": part(found.needed or 0.0),
        "events": events(happens),
        "swing": part(noise.swing(facts)),
    }
    words, evidence = _count_words(facts, found)
    yield Critique(
        "inside_noise",
        STOP,
        words,
        _("Hieronder staat wat wel te meten is. Of kies een prestatie die u zelf levert."),
        about,
        evidence,
    )


def _count_words(facts: Facts, found: Seen) -> tuple[str, str]:
    if found.needed is None:
        return _NEVER, _EVENTS
    words = _FALL if facts.direction in LOWER else _RISE
    return words, _SWINGS if noise.swing(facts) else _EVENTS


_FALL = _(
    "Deze daling is niet te zien in de cijfers. U wilt %(asked)s minder, maar pas "
    "vanaf %(needed)s minder is het meer dan de gewone schommeling."
)
_RISE = _(
    "Deze stijging is niet te zien in de cijfers. U wilt %(asked)s meer, maar pas "
    "vanaf %(needed)s meer is het meer dan de gewone schommeling."
)
_NEVER = _("Hier gebeurt te weinig om een verandering te zien. Elk verschil kan toeval zijn.")
_SWINGS = _(
    "Het gaat om ongeveer %(events)s per jaar. Het ene jaar verschilt vaak al "
    "%(swing)s van het andere. Vergeleken is één jaar met de drie jaar ervoor."
)
_EVENTS = _(
    "Het gaat om ongeveer %(events)s per jaar. Vergeleken is één jaar met de drie jaar ervoor."
)


def _inside_margin(facts: Facts, found: Seen) -> Critique:
    return Critique(
        "inside_noise",
        STOP,
        _(
            "Dit verschil valt binnen de marge van de enquête. U wilt %(asked)s verschil, "
            "maar pas vanaf %(needed)s is een verschil te zien."
        ),
        _("Hieronder staat wat wel te meten is. Of kies een prestatie die u zelf levert."),
        {
            "asked": gap(facts, found.asked),
            "needed": gap(facts, found.needed or 0.0),
            "margin": gap(facts, facts.margin or 0.0),
        },
        _(
            "De nieuwste meting kan %(margin)s te hoog of te laag zijn. Vergeleken zijn "
            "twee metingen met die marge."
        ),
    )


def small_numbers(facts: Facts) -> Found:
    """So few events that chance decides."""
    happens = noise.few(facts)
    if happens is None:
        return
    yield Critique(
        "small_numbers",
        WARN,
        _("Het gaat om kleine aantallen: ongeveer %(events)s per jaar. Toeval beslist dan mee."),
        _("Neem het gemiddelde van drie jaar. Noem het aantal en het cijfer per inwoners allebei."),
        {"events": events(happens)},
    )


def outside_seen(facts: Facts) -> Found:
    """Further than the series has ever been, its margin included."""
    end, years = goal(facts), noise.known_years(facts)
    if end is None or facts.direction not in CHANGES or len(years) < ENOUGH_YEARS:
        return
    lower = facts.direction in LOWER
    best = min(years, key=lambda item: (item.value or 0.0) * (1 if lower else -1))
    edge = best.low if lower else best.high
    here = best.value or 0.0
    if meets(facts.direction, here if edge is None else edge, end):
        return
    words = (
        _(
            "Zo laag is het niet eerder geweest. Het laagste was %(best)s, in %(year)s; "
            "het doel is %(target)s."
        )
        if lower
        else _(
            "Zo hoog is het niet eerder geweest. Het hoogste was %(best)s, in %(year)s; "
            "het doel is %(target)s."
        )
    )
    yield Critique(
        "outside_seen",
        WARN,
        words,
        _("Leg uit waarom het nu wel lukt, of kies een waarde die eerder voorkwam."),
        {"best": value(facts, here), "year": best.year, "target": value(facts, end, unit=False)},
    )


def series_break(facts: Facts) -> Found:
    """Something else is counted between the baseline and the target."""
    begin = facts.baseline_from or facts.baseline_to
    until = facts.target_date.year if facts.target_date else facts.today.year
    between = [b for b in facts.breaks if begin is not None and begin < b.year <= until]
    if not between:
        return
    last = max(between, key=lambda item: (item.year, item.reason))
    yield Critique(
        "series_break",
        STOP,
        _(
            "De nulmeting is van voor een breuk in de reeks. Vanaf %(year)s betekent het "
            "cijfer iets anders."
        ),
        _("Neem een nulmeting van %(year)s of later."),
        {"year": last.year, "reason": last.reason},
        "%(reason)s",
    )


def unit_shifts(facts: Facts) -> Found:
    """The objective is in another unit than the indicator, or than its own baseline."""
    if _other_base(facts.unit, facts.known_unit):
        yield Critique(
            "unit_shifts",
            WARN,
            _("Het doel is in ‘%(unit)s’, maar de indicator is in ‘%(known)s’."),
            _("Reken alles om naar dezelfde eenheid."),
            {"unit": facts.unit, "known": facts.known_unit},
        )
        return
    years = range(facts.baseline_from or 0, (facts.baseline_to or facts.baseline_from or -1) + 1)
    for item in noise.known_years(facts):
        if item.year in years and _shifted(facts.baseline, item.value):
            yield Critique(
                "unit_shifts",
                WARN,
                _(
                    "De nulmeting (%(baseline)s) past niet bij de reeks. In %(year)s was het "
                    "%(known)s."
                ),
                _(
                    "Kijk of de eenheid anders is, zoals per 10.000 in plaats van per 1.000. "
                    "Of staat er een tikfout?"
                ),
                {
                    "baseline": value(facts, facts.baseline or 0.0, unit=False),
                    "year": item.year,
                    "known": value(facts, item.value or 0.0),
                },
            )
            return


def _other_base(unit: str, known: str) -> bool:
    """Two units "per so many of something" with another number, or of something else."""
    one, other = _base(unit), _base(known)
    if not one or not other:
        return False
    numbers = [{word for word in words if word.isdigit()} for words in (one, other)]
    return numbers[0] != numbers[1] or not (one & other) - numbers[0]


def _base(unit: str) -> frozenset[str]:
    """The words behind "per", numbers without their points; empty for another unit."""
    words = [word.replace(".", "").replace(",", "") for word in tokens(unit)]
    return frozenset(words[words.index("per") + 1 :]) if "per" in words else frozenset()


def _shifted(one: float | None, other: float | None) -> bool:
    if not one or not other or one < 0 or other < 0:
        return False
    return max(one / other, other / one) >= SHIFT
