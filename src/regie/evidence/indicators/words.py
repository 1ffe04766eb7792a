"""What the figures say, in sentences of the reader's language. No figures are made here."""

from collections.abc import Iterable, Sequence

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from regie.evidence.indicators import rules
from regie.evidence.indicators.benchmarks import URBANITY, Group
from regie.evidence.indicators.comparison import BenchmarkView, Surroundings
from regie.evidence.indicators.definitions import NUISANCE, Break, Definition, Marker
from regie.evidence.indicators.overview import FieldView, Picture
from regie.evidence.indicators.parts import AreasView
from regie.evidence.indicators.rules import Reading, Reason, Standing
from regie.evidence.indicators.series import SeriesView
from regie.evidence.sources.queries import DeliveryRef
from regie.policy.denominators import denominator
from regie.ui.formats import number, period

EXTRACT = (
    gettext_noop("Over deze periode is niets geleverd."),
    gettext_noop("De bron schermt dit soort af op dit niveau. Afgeschermd is geen nul."),
    gettext_noop("De bron kent dit aantal niet."),
    gettext_noop("Dit aantal kan in deze periode niet bestaan."),
    gettext_noop("Onder 200 inwoners berekenen we geen cijfer per 1.000."),
    gettext_noop("Het aantal waarop we delen is voor deze periode niet bekend."),
    gettext_noop("De grens was toen anders. Bij deze grens is geen inwonertal bekend."),
    gettext_noop("gemeenten tot 20.000 inwoners"),
    gettext_noop("gemeenten van 20.000 tot 50.000 inwoners"),
    gettext_noop("gemeenten van 50.000 tot 100.000 inwoners"),
    gettext_noop("gemeenten van 100.000 tot 150.000 inwoners"),
    gettext_noop("gemeenten van 150.000 tot 250.000 inwoners"),
    gettext_noop("gemeenten vanaf 250.000 inwoners"),
    gettext_noop("zeer sterk stedelijke gemeenten"),
    gettext_noop("sterk stedelijke gemeenten"),
    gettext_noop("matig stedelijke gemeenten"),
    gettext_noop("weinig stedelijke gemeenten"),
    gettext_noop("niet stedelijke gemeenten"),
)
"""Words of the pure modules, listed so that they are found for translation."""


def chosen(dutch: str, english: str) -> str:
    """The policy files carry both languages; take the reader's."""
    return english if (get_language() or "nl").startswith("en") and english else dutch


def name(definition: Definition) -> str:
    """The indicator's name."""
    return chosen(definition.name, definition.name_en)


def meaning(definition: Definition) -> str:
    """What is counted."""
    return chosen(definition.definition, definition.definition_en)


def note(definition: Definition) -> str:
    """What one must know of this indicator beyond its definition."""
    return chosen(definition.note, definition.note_en)


def level(code: str) -> str:
    """The Dutch word of an area level."""
    return {
        "country": _("land"),
        "province": _("provincie"),
        "municipality": _("gemeente"),
        "district": _("wijk"),
        "neighbourhood": _("buurt"),
    }[code]


def levels(code: str) -> str:
    """The same in the plural."""
    return {
        "municipality": _("gemeenten"),
        "district": _("wijken"),
        "neighbourhood": _("buurten"),
    }[code]


def unit(code: str) -> str:
    """ "per 1.000 woningen"."""
    item = denominator(code)
    return chosen(item.unit, item.unit_en)


def denominator_name(code: str) -> str:
    """ "woningen"."""
    item = denominator(code)
    return chosen(item.name, item.name_en)


def reason(why: Reason) -> str:
    """Why there is no count or no rate."""
    return _(rules.REASONS[why]) if why else ""


def counted(definition: Definition) -> str:
    """What one count is: an offence, or a call about nuisance. They are not interchangeable."""
    return _("meldingen") if definition.kind == NUISANCE else _("misdrijven")


def decimals(values: Iterable[float | None]) -> int:
    """Enough decimals to tell small rates apart: 12,3 but 0,31 and 0,042."""
    known = [value for value in values if value]
    largest = max(known, default=1.0)
    if largest >= 1:
        return 1
    return 2 if largest >= 0.1 else 3


def vintage(ref: DeliveryRef | None) -> str:
    """Of which day the figures are; without that, when they were received."""
    if ref is None:
        return "–"
    if ref.vintage:
        return date_format(ref.vintage, "DATE_FORMAT")
    received = date_format(localtime(ref.received_at), "DATE_FORMAT")
    return _("niet opgegeven; ontvangen op %(day)s") % {"day": received}


def map_sentence(view: AreasView, municipality: str) -> str:
    """What a map shows, without pointing at the highest place."""
    known = [item for item in view.areas if item.reading is not None]
    words_ = {
        "known": number(len(known)),
        "all": number(len(view.areas)),
        "levels": levels(view.level),
        "unit": unit(view.denominator),
    }
    if not known:
        return _("Voor geen van de %(all)s %(levels)s is er een cijfer.") % words_
    found = [item.reading for item in known if item.reading and item.reading.rate is not None]
    rates = [item.rate or 0.0 for item in found]
    longest, digits = max(item.years for item in known), decimals(rates)
    words_ |= {
        "years": years(found[0], longest),
        "low": number(min(rates), digits),
        "high": number(max(rates), digits),
    }
    if longest > 1:
        text = _(
            "%(known)s van de %(all)s %(levels)s hebben een cijfer: van %(low)s tot %(high)s "
            "%(unit)s, gemiddeld per jaar over %(years)s."
        )
        return text % words_
    text = _(
        "%(known)s van de %(all)s %(levels)s hebben een cijfer: van %(low)s tot %(high)s "
        "%(unit)s in %(years)s."
    )
    return text % words_


def places(reading: Reading | None) -> int:
    """Decimals for one reading; a rate of zero is written as finely as its upper limit."""
    return decimals([reading.rate or reading.high]) if reading else 1


def rate(reading: Reading) -> str:
    """ "3,4", or why not."""
    if reading.rate is None:
        return reason(reading.reason)
    return figure(reading.rate, places(reading))


def figure(value: float, digits: int) -> str:
    """A number that is never rounded to nothing: "minder dan 0,001"."""
    smallest = 10.0**-digits
    if 0 < value < smallest / 2:
        return _("minder dan %(value)s") % {"value": number(smallest, digits)}
    return number(value, digits)


def interval(reading: Reading) -> str:
    """ "3,1 tot 3,7", or nothing."""
    if reading.low is None or reading.high is None:
        return ""
    digits = places(reading)
    return _("%(low)s tot %(high)s") % {
        "low": number(reading.low, digits),
        "high": number(reading.high, digits),
    }


def count(reading: Reading) -> str:
    """The count, or the state in one word."""
    if reading.count is not None:
        return number(reading.count)
    short = {
        Reason.HIDDEN: _("afgeschermd"),
        Reason.NOT_OBSERVED: _("niet geleverd"),
        Reason.IMPOSSIBLE: _("bestaat niet"),
    }
    return short.get(reading.reason, _("onbekend"))


def when(reading: Reading, window: int = 1) -> str:
    """The period in words; a sum of twelve months says so."""
    if window == 12:
        return _("de 12 maanden tot en met %(month)s") % {"month": period(reading.period)}
    return period(reading.period)


def remarks(reading: Reading) -> list[str]:
    """Everything one must know before quoting this reading."""
    notes = []
    if reading.provisional:
        notes.append(_("voorlopig"))
    if reading.converted:
        notes.append(_("omgerekend naar de nieuwe grens"))
    if reading.denominator_year and reading.estimated and not reading.converted:
        notes.append(_("geschat: gedeeld door %(year)s") % {"year": reading.denominator_year})
    if reading.indicative:
        notes.append(_("indicatief: klein aantal"))
    return notes


def standing(which: Standing, other: str) -> str:
    """How a rate stands beside another, in words."""
    return {
        Standing.HIGHER: _("hoger dan %(other)s"),
        Standing.LOWER: _("lager dan %(other)s"),
        Standing.SIMILAR: _("vergelijkbaar met %(other)s"),
        Standing.UNKNOWN: _("niet te vergelijken met %(other)s"),
    }[which] % {"other": other}


def short_standing(which: Standing) -> str:
    """The same in one word, under a heading that names the other."""
    return {
        Standing.HIGHER: _("hoger"),
        Standing.LOWER: _("lager"),
        Standing.SIMILAR: _("vergelijkbaar"),
        Standing.UNKNOWN: _("niet te vergelijken"),
    }[which]


def headline(series: SeriesView, area_name: str) -> str:
    """The first sentence of the conclusion: how often, how much per 1,000."""
    latest = series.latest
    if latest is None:
        return nothing_to_say(series, area_name)
    words = {
        "area": area_name,
        "period": when(latest, series.window),
        "count": number(latest.count),
        "things": counted(series.definition),
    }
    if latest.rate is None:
        first = _("%(area)s telde in %(period)s %(count)s %(things)s.") % words
        return f"{first} {reason(latest.reason)}"
    words |= {"rate": rate(latest), "unit": unit(series.denominator)}
    return _("%(area)s telde in %(period)s %(count)s %(things)s: %(rate)s %(unit)s.") % words


def nothing_to_say(series: SeriesView, area_name: str) -> str:
    """The sentence for a series without any count."""
    newest = series.newest
    why = reason(newest.reason) if newest else reason(Reason.NOT_OBSERVED)
    return _("Over %(area)s is geen aantal bekend.") % {"area": area_name} + f" {why}"


def beside(series: SeriesView, other: BenchmarkView | None) -> str:
    """The second sentence: how that stands beside the country or the municipality."""
    latest = series.latest
    reading = other.at(latest.period) if latest and other else None
    if latest is None or other is None or reading is None or reading.rate is None:
        return ""
    return _("Dat is %(standing)s (%(rate)s).") % {
        "standing": standing(rules.compare(latest, reading), other.label),
        "rate": rate(reading),
    }


def change(series: SeriesView) -> str:
    """The third sentence: against one year (or twelve months) before, never across a break."""
    pair = previous(series)
    if pair is None:
        return ""
    latest, before, comparable = pair
    earlier = when(before, series.window)
    if not comparable:
        return _("Met %(earlier)s is dit niet te vergelijken: de telling veranderde.") % {
            "earlier": earlier
        }
    if before.rate is None or latest.rate is None:
        return ""
    text = {
        Standing.HIGHER: _("Dat is meer dan in %(earlier)s (%(rate)s)."),
        Standing.LOWER: _("Dat is minder dan in %(earlier)s (%(rate)s)."),
        Standing.SIMILAR: _("In %(earlier)s was dat %(rate)s: het verschil kan toeval zijn."),
    }[rules.compare(latest, before)]
    return text % {"earlier": earlier, "rate": rate(before)}


def previous(series: SeriesView) -> tuple[Reading, Reading, bool] | None:
    """The newest count, the one a year before, and whether they may be compared."""
    at = series.latest_at
    if at is None:
        return None
    latest = series.readings[at]
    earlier = at - series.window
    if earlier < 0 or series.readings[earlier].count is None:
        return None
    same = rules.same_segment(series.segments, earlier, at)
    return latest, series.readings[earlier], same


def caution(definition: Definition) -> str:
    """How a rise or fall of this type may be read."""
    if definition.reporting == "enforcement":
        return _(
            "Dit type hangt af van controles. "
            "Een stijging kan betekenen dat er meer is gecontroleerd."
        )
    if definition.reporting == "mixed":
        return _("Dit type hangt af van aangiften én van controles. Lees een stijging met zorg.")
    return _("Dit type hangt af van aangiften en meldingen. Niet alles wordt gemeld.")


def fallback(series: SeriesView) -> str:
    """Why this series is divided by inhabitants instead of the better denominator."""
    if not series.fallback:
        return ""
    return _(
        "Liever delen we dit door het aantal %(wanted)s. Dat is niet voor de hele reeks bekend. "
        "Daarom staat de hele reeks per 1.000 inwoners."
    ) % {"wanted": denominator_name(series.definition.denominator)}


def boundary(series: SeriesView) -> str:
    """Which years have a count but no population inside today's boundary."""
    periods = series.without_boundary
    if not periods:
        return ""
    return _(
        "Over %(years)s is er wel een aantal maar geen inwonertal binnen de huidige grens "
        "(herindeling of grenswijziging). Die jaren hebben geen cijfer per 1.000."
    ) % {"years": spans([period(item) for item in periods])}


def spans(years: Sequence[str]) -> str:
    """ "2012 tot en met 2015", "2014" or "2012, 2014"."""
    if len(years) > 2 and int(years[-1]) - int(years[0]) == len(years) - 1:
        return _("%(first)s tot en met %(last)s") % {"first": years[0], "last": years[-1]}
    return ", ".join(years)


def break_text(item: Break | Marker) -> str:
    """When the definition changed and what changed."""
    until = getattr(item, "until", "")
    when_ = period(item.at)
    if until:
        when_ = _("%(first)s tot en met %(last)s") % {"first": when_, "last": period(until)}
    return f"{when_}: {chosen(item.reason, item.reason_en)}"


def field_state(view: FieldView) -> str:
    """The state of a field on the schema: when, and whether that may still change."""
    newest = max((e.reading.period for e in view.entries if e.reading), default=None)
    if newest is None:
        return _("Nog geen cijfers")
    unsettled = any(
        e.reading.provisional for e in view.entries if e.reading and e.reading.period == newest
    )
    text = _("Tot en met %(year)s (voorlopig)") if unsettled else _("Tot en met %(year)s")
    return text % {"year": period(newest)}


def field_lines(view: FieldView, country: str) -> tuple[str, ...]:
    """How many indicators stand where; no judgement and no ranking."""
    counts = {
        "higher": len(view.standing(Standing.HIGHER)),
        "similar": len(view.standing(Standing.SIMILAR)),
        "lower": len(view.standing(Standing.LOWER)),
    }
    if not any(counts.values()):
        return (_("Geen vergelijking mogelijk"),) if view.entries else ()
    return (
        _("%(higher)s hoger dan %(country)s") % {**counts, "country": country},
        _("%(similar)s vergelijkbaar, %(lower)s lager") % counts,
    )


def not_compared(view: FieldView) -> str:
    """How many indicators of the field are left out of the count, and why."""
    n = len(view.not_compared)
    if not n:
        return ""
    return ngettext(
        "%(n)s indicator telt niet mee: hij hangt af van controles of mist een cijfer per 1.000.",
        "%(n)s indicatoren tellen niet mee: ze hangen af van controles of missen een cijfer per "
        "1.000.",
        n,
    ) % {"n": n}


def missing_themes(view: FieldView) -> str:
    """How many themes have no figure from the tables that were read."""
    n = len(view.empty_themes)
    if not n:
        return ""
    return ngettext(
        "Over %(n)s thema zeggen de ingelezen tabellen niets.",
        "Over %(n)s thema's zeggen de ingelezen tabellen niets.",
        n,
    ) % {"n": n}


def survey_answers(view: FieldView) -> str:
    """How many indicators of the field come from the survey."""
    n = len(view.answers)
    if not n:
        return ""
    return ngettext(
        "Daarnaast is er %(n)s indicator uit de Veiligheidsmonitor.",
        "Daarnaast zijn er %(n)s indicatoren uit de Veiligheidsmonitor.",
        n,
    ) % {"n": n}


def answer(definition: Definition, reading: Reading) -> str:
    """The answer of the survey with its unit, or in one word why not."""
    if reading.rate is None:
        return _("onbekend")
    words_ = chosen(definition.unit, definition.unit_en)
    figure_ = number(reading.rate, definition.decimals)
    return f"{figure_} {words_}" if words_.startswith("%") else f"{figure_} ({words_})"


def answer_interval(definition: Definition, reading: Reading) -> str:
    """The 95 % margins of an answer."""
    if reading.low is None or reading.high is None:
        return ""
    return _("%(low)s tot %(high)s") % {
        "low": number(reading.low, definition.decimals),
        "high": number(reading.high, definition.decimals),
    }


def answer_sub(definition: Definition, reading: Reading) -> str:
    """The unit and the margins of an answer, for a second line."""
    margin = answer_interval(definition, reading)
    return f"{chosen(definition.unit, definition.unit_en)}; {margin}"


def survey_reason(why: Reason) -> str:
    """Why a survey year has no answer here."""
    if why is Reason.UNKNOWN:
        return _("Te weinig mensen vulden de vragenlijst in, of de marges ontbreken.")
    return reason(why)


def against(latest: Reading, before: Reading) -> str:
    """The newest value beside the one before, in a few words."""
    when_before = period(before.period)
    return {
        Standing.HIGHER: _("hoger dan in %(year)s"),
        Standing.LOWER: _("lager dan in %(year)s"),
        Standing.SIMILAR: _("ongeveer als in %(year)s"),
        Standing.UNKNOWN: _("niet te vergelijken met %(year)s"),
    }[rules.compare(latest, before)] % {"year": when_before}


def change_short(series: SeriesView) -> str:
    """The newest value beside a year before, never across a break."""
    pair = previous(series)
    if pair is None:
        return _("geen eerder jaar om mee te vergelijken")
    latest, before, comparable = pair
    if not comparable:
        return _("niet te vergelijken: de telling veranderde")
    return against(latest, before)


def years(reading: Reading, count_: int) -> str:
    """Which years a pooled reading covers."""
    last = rules.year_of(reading.period)
    return str(last) if count_ == 1 else f"{last - count_ + 1}–{last}"


def survey_headline(definition: Definition, reading: Reading | None, area_name: str) -> str:
    """The first sentence about a survey indicator."""
    if reading is None:
        return _("Over %(area)s geeft de Veiligheidsmonitor hier geen antwoord.") % {
            "area": area_name
        }
    return _("In %(area)s was het antwoord in %(year)s: %(answer)s (95%%-marge %(margin)s).") % {
        "area": area_name,
        "year": period(reading.period),
        "answer": answer(definition, reading),
        "margin": answer_interval(definition, reading),
    }


def summary(view: Picture, country: str) -> str:
    """The conclusion above the schema: where most indicators stand, without a verdict."""
    parts = {which: sum(len(field.standing(which)) for field in view.fields) for which in Standing}
    total = parts[Standing.HIGHER] + parts[Standing.SIMILAR] + parts[Standing.LOWER]
    if not total:
        return _("Er zijn nog geen cijfers die met %(country)s te vergelijken zijn.") % {
            "country": country
        }
    return _(
        "Van %(total)s vergeleken indicatoren liggen er %(higher)s hoger dan in %(country)s, "
        "%(similar)s zijn vergelijkbaar en %(lower)s liggen lager."
    ) % {
        "total": total,
        "higher": parts[Standing.HIGHER],
        "similar": parts[Standing.SIMILAR],
        "lower": parts[Standing.LOWER],
        "country": country,
    }


def group_labels(around: Surroundings, province_name: str) -> dict[Group, str]:
    """What the groups are called on the page; "" where the group is unknown."""
    return {
        Group.PROVINCE: province_name,
        Group.SIZE: _(around.size.name) if around.size else "",
        Group.URBANITY: _(URBANITY[around.urbanity]) if around.urbanity else "",
    }
