"""How an objective stands, in words, in a table and in a picture. Never a bare percentage.

The class, the fan and the pace are computed in `ahead`; here they are told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from regie.evidence.wording.words import listed
from regie.planning.courses.ahead import Ahead, Standing, Why, ahead
from regie.planning.courses.trajectory import chart_of, number_of, table_of
from regie.planning.critiques.facts import Facts
from regie.planning.critiques.quoted import value
from regie.planning.critiques.rules import critiques, remedies
from regie.planning.critiques.words import remedy_said, said, shown
from regie.ui.charts import Drawn, draw_trend
from regie.ui.formats import percent
from regie.ui.tables import Table

NAMES = {
    Standing.REACHED: gettext_noop("Gehaald"),
    Standing.ON_COURSE: gettext_noop("Op koers"),
    Standing.UNDECIDED: gettext_noop("Onbeslist"),
    Standing.BEHIND: gettext_noop("Achter"),
    Standing.NOT_MEASURABLE: gettext_noop("Niet meetbaar"),
}
KINDS = {
    Standing.REACHED: "positive",
    Standing.ON_COURSE: "positive",
    Standing.UNDECIDED: "warning",
    Standing.BEHIND: "negative",
    Standing.NOT_MEASURABLE: "neutral",
}
"""The kind of label of a class; the word says it as well."""
ICONS = {
    Standing.REACHED: "circle-check",
    Standing.ON_COURSE: "check",
    Standing.UNDECIDED: "scale",
    Standing.BEHIND: "alert-triangle",
    Standing.NOT_MEASURABLE: "eye-off",
}
TELLS = {
    Standing.ON_COURSE: gettext_noop(
        "Als het blijft zoals het nu gaat, wordt het doel waarschijnlijk gehaald."
    ),
    Standing.UNDECIDED: gettext_noop(
        "Dit kan nog beide kanten op. De gewone schommeling is groot genoeg om het doel te halen "
        "of te missen."
    ),
    Standing.BEHIND: gettext_noop(
        "Als het blijft zoals het nu gaat, wordt het doel waarschijnlijk niet gehaald."
    ),
}
REASONS = {
    Why.OUTPUT: gettext_noop("Dit doel gaat over wat de gemeente en partners zelf leveren."),
    Why.NO_TARGET: gettext_noop("Er is nog geen streefwaarde."),
    Why.NO_DATE: gettext_noop("Er is nog geen datum."),
    Why.NO_FIGURES: gettext_noop("Er zijn nog geen cijfers."),
    Why.BREAK: gettext_noop(
        "De nulmeting en het nieuwste cijfer betekenen niet hetzelfde, door een breuk in de reeks."
    ),
    Why.NOISE: gettext_noop("De verandering is te klein om te zien in de cijfers."),
    Why.PROVISIONAL: gettext_noop("Alle cijfers zijn nog voorlopig."),
    Why.NO_SWING: gettext_noop(
        "Er is niet bekend hoe sterk dit cijfer uit zichzelf schommelt. Of het doel is gehaald, "
        "is pas na de datum te zeggen."
    ),
    Why.ZERO: gettext_noop(
        "In de laatste twee jaar is er niets geteld. Daaruit is geen verwachting te maken."
    ),
}


@dataclass(frozen=True)
class Other:
    """A value elsewhere by year, in the unit of the indicator; `kind` is peers or country."""

    kind: str
    name: str
    values: Mapping[int, float]


Pair = tuple[float, float]
"""A value then and now."""


@dataclass(frozen=True)
class Course:
    """How an objective stands. Texts are in the language that was active.

    `label` is the class in a word, `kind` that of its badge and `icon` its symbol. `sentence` is
    the conclusion, class and all; `because` is the same for beside a badge that says the class.
    `lines` say more, `ways` what would make it measurable. Without figures there is no drawing and
    no table. `alternative` is the picture in words.
    """

    standing: Standing
    label: str
    kind: str
    icon: str
    sentence: str
    because: str
    lines: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    drawn: Drawn | None = None
    table: Table | None = None
    alternative: str = ""
    source: str = ""


def told(facts: Facts, others: Sequence[Other] = (), *, drawn: bool = True) -> Course:
    """How an objective stands, from plain facts; `drawn` with its picture. No queries."""
    found = ahead(facts)
    conclusion = sentence(facts, found)
    picture, table, alternative = None, None, ""
    if drawn and found.past:
        chart = chart_of(facts, found, conclusion)
        picture, table, alternative = draw_trend(chart), table_of(facts, found), chart.description
    return Course(
        standing=found.standing,
        label=label(found),
        kind=KINDS[found.standing],
        icon=ICONS[found.standing],
        sentence=conclusion,
        because=because(facts, found),
        lines=tuple(_lines(facts, found, others)),
        ways=tuple(remedy_said(way) for way in remedies(facts)),
        drawn=picture,
        table=table,
        alternative=alternative,
        source=facts.source,
    )


# --- words ----------------------------------------------------------------------------------------


def label(found: Ahead) -> str:
    """The class in a word or two."""
    if found.final and found.standing is Standing.BEHIND:
        return _("Niet gehaald")
    if found.why is Why.OUTPUT:
        return _("Telt u zelf")
    if found.why is Why.PROVISIONAL:
        return _("Wacht op de bron")
    return _(NAMES[found.standing])


def sentence(facts: Facts, found: Ahead) -> str:
    """The conclusion: the class, and what it rests on."""
    return f"{label(found)}. {because(facts, found)}"


def because(facts: Facts, found: Ahead) -> str:
    """What the class rests on, for beside a badge that says the class already."""
    if found.standing is Standing.NOT_MEASURABLE:
        return _reason(facts, found)
    if found.standing is Standing.REACHED or found.final:
        return _compared(facts, found)
    return f"{_compared(facts, found)} {_(TELLS[found.standing])}"


def _reason(facts: Facts, found: Ahead) -> str:
    """Why nothing can be said; of what is too small to see, with the figures of the criticism."""
    noise = [item for item in critiques(facts) if item.code == "inside_noise"]
    if found.why is Why.NOISE and noise:
        return said(noise[0]).words
    here = found.newest
    if found.why is Why.PROVISIONAL and here and here.value is not None and found.judged:
        return _(
            "Het cijfer van %(year)s (%(now)s) is nog voorlopig. Of het doel van %(goal)s is "
            "gehaald, staat vast als de bron het cijfer vaststelt."
        ) % {
            "year": here.year,
            "now": _in_unit(facts, here.value),
            "goal": _in_unit(facts, found.goal or 0.0),
        }
    if found.why is Why.NO_FIGURES and any(item.hidden for item in facts.known):
        return _("De bron schermt dit cijfer hier af. Afgeschermd is geen nul.")
    if found.why is Why.NO_FIGURES and facts.rhythm is not None and facts.rhythm.every == 0:
        return _("Dit cijfer wordt niet meer bijgehouden.")
    return _(REASONS[found.why])


def _compared(facts: Facts, found: Ahead) -> str:
    """The newest value beside the target."""
    here = found.judged
    if here is None or here.value is None or found.goal is None:
        return ""
    about = {
        "year": here.year,
        "now": shown(value(facts, here.value)),
        "goal": shown(value(facts, found.goal, unit=False)),
        "until": found.target_year,
    }
    if found.final:
        return _("In %(year)s was het %(now)s. Het doel voor %(until)s was %(goal)s.") % about
    return _("In %(year)s was het %(now)s. Het doel voor %(until)s is %(goal)s.") % about


def _lines(facts: Facts, found: Ahead, others: Sequence[Other]) -> Iterator[str]:
    if found.why is not Why.BREAK:
        yield from _paces(facts, found)
        yield from _elsewhere(facts, found, others)
    if found.sticks:
        yield _("Het ligt dicht bij de grens. Het oordeel verandert pas als dat duidelijk is.")
    if found.close:
        yield _("Het ligt zo dicht bij het doel dat toeval het kan hebben beslist.")
    yield from _provisional(facts, found)


def _provisional(facts: Facts, found: Ahead) -> Iterator[str]:
    """Which years may still change, what the newest says, and that these are not judged yet."""
    years = [item for item in found.past if item.provisional]
    if years:
        yield ngettext(
            "Het cijfer van %(years)s is voorlopig en telt hier nog niet mee: %(value)s.",
            "De cijfers van %(years)s zijn voorlopig en tellen hier nog niet mee. Het nieuwste is "
            "%(value)s.",
            len(years),
        ) % {
            "years": listed([str(item.year) for item in years]),
            "value": _in_unit(facts, years[-1].value or 0.0),
        }


def _paces(facts: Facts, found: Ahead) -> Iterator[str]:
    """How fast it must go and how fast it goes; of shares a percentage would be two things."""
    if found.required is not None and facts.measured != "survey":
        yield _("Om het doel te halen is elk jaar %(pace)s nodig.") % {
            "pace": _change(found.required.value)
        }
    pace = found.actual
    if pace is not None and pace.low is not None and pace.high is not None:
        yield _(
            "Sinds de nulmeting was het elk jaar %(pace)s. Door toeval kan dat liggen "
            "tussen %(low)s en %(high)s."
        ) % {"pace": _change(pace.value), "low": _change(pace.low), "high": _change(pace.high)}


def _change(part: float) -> str:
    """In words: 7% less, 3% more, or about equal."""
    amount = round(abs(part) * 100)
    if amount == 0:
        return _("ongeveer gelijk")
    return (_("%(n)s minder") if part < 0 else _("%(n)s meer")) % {"n": percent(amount)}


def _elsewhere(facts: Facts, found: Ahead, others: Sequence[Other]) -> Iterator[str]:
    """What happened elsewhere in the same years, or without a beginning what is there now."""
    here = found.judged
    if here is None or not here.value:
        return
    first, last = facts.baseline_from, facts.baseline_to
    years = range(first or 0, last + 1) if last is not None and last < here.year else range(0)
    own = {item.year: item.value for item in found.past if item.value is not None}
    for other in others:
        before, theirs = _mean(other.values, years), other.values.get(here.year)
        mine = _mean(own, years)
        if theirs is None:
            continue
        if before and mine:
            yield _both(facts, (mine, here.value), (before, theirs), other.name)
        elif facts.unit == facts.known_unit:
            about = {"year": here.year, "value": _in_unit(facts, theirs)}
            name = other.name[:1].upper() + other.name[1:]
            yield _("%(name)s in %(year)s: %(value)s.") % {"name": name, **about}


def _mean(values: Mapping[int, float], years: range) -> float | None:
    """The mean over the years of the baseline; None when one is missing."""
    found = [values[year] for year in years if year in values]
    return sum(found) / len(found) if found and len(found) == len(years) else None


def _in_unit(facts: Facts, number: float) -> str:
    return shown(value(facts, number))


def _both(facts: Facts, own: Pair, other: Pair, name: str) -> str:
    """The own change beside that of others, since the years of the baseline."""
    first, last = facts.baseline_from, facts.baseline_to
    since = (
        f"{last}"
        if first == last
        else _("%(first)s tot en met %(last)s") % {"first": first, "last": last}
    )
    if facts.measured == "survey":
        numbers = [number_of(facts, amount) for amount in (*own, *other)]
        names = dict(zip(("a", "b", "c", "d"), numbers, strict=True))
        return _(
            "Sinds %(year)s ging het hier van %(a)s naar %(b)s, in %(name)s van %(c)s naar %(d)s."
        ) % {
            "year": since,
            "name": name,
            **names,
        }
    mine, theirs = own[1] / own[0] - 1, other[1] / other[0] - 1
    about = {"year": since, "name": name, "mine": _change(mine), "theirs": _change(theirs)}
    text = _("Vergeleken met %(year)s is het hier %(mine)s, in %(name)s %(theirs)s.") % about
    if mine * theirs > 0 and abs(theirs) >= abs(mine):
        return f"{text} " + _("Daar veranderde het dus minstens zo veel.")
    return text
