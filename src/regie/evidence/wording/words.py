"""What the figures say, in sentences of the reader's language. No figures are made here."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from regie.evidence.indicators import rules
from regie.evidence.indicators.benchmarks import URBANITY, Group
from regie.evidence.indicators.comparison import Surroundings
from regie.evidence.indicators.definitions import NUISANCE, Break, Definition, Marker
from regie.evidence.indicators.rules import Reading, Reason, Standing
from regie.evidence.sources.queries import DeliveryRef
from regie.policy.denominators import denominator
from regie.ui.formats import fitting_decimals, number, period

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
    gettext_noop("Nederland"),
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


def counted(definition: Definition, n: float = 2) -> str:
    """What one count is: an offence, or a call about nuisance. They are not interchangeable."""
    if definition.kind == NUISANCE:
        return ngettext("melding", "meldingen", round(n))
    return ngettext("misdrijf", "misdrijven", round(n))


def vintage(ref: DeliveryRef | None) -> str:
    """Of which day the figures are; without that, when they were received."""
    if ref is None:
        return "–"
    if ref.vintage:
        return date_format(ref.vintage, "j F Y")
    received = date_format(localtime(ref.received_at), "j F Y")
    return _("niet opgegeven; ontvangen op %(day)s") % {"day": received}


def places(reading: Reading | None) -> int:
    """Decimals for one reading; a rate of zero is written as finely as its upper limit."""
    return fitting_decimals([reading.rate or reading.high]) if reading else 1


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
    if reading.doubtful:
        notes.append(_("verdachte nul"))
    if reading.provisional:
        notes.append(_("voorlopig"))
    if reading.converted:
        notes.append(_("omgerekend naar de nieuwe grens"))
    if reading.shared:
        notes.append(_("noemer omgerekend naar de nieuwe grens"))
    if reading.denominator_year and reading.borrowed and not reading.converted:
        notes.append(_("geschat: gedeeld door %(year)s") % {"year": reading.denominator_year})
    if reading.indicative:
        notes.append(_("indicatief: klein aantal"))
    return notes


def doubt(reading: Reading, window: int = 1) -> str:
    """Why this zero is suspicious; "" for any other reading."""
    if reading.usual is None:
        return ""
    return _(
        "De nul in %(period)s is verdacht: in de vijf jaar ervoor was het gemiddeld %(usual)s "
        "per jaar. Misschien ontbreken er cijfers."
    ) % {
        "period": when(reading, window),
        "usual": number(reading.usual, 0 if reading.usual >= 10 else 1),
    }


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


def spans(years: Sequence[str]) -> str:
    """ "2012 tot en met 2015", "2014" or "2012, 2014"."""
    if len(years) > 2 and int(years[-1]) - int(years[0]) == len(years) - 1:
        return _("%(first)s tot en met %(last)s") % {"first": years[0], "last": years[-1]}
    return ", ".join(years)


def listed(names: Sequence[str]) -> str:
    """Names in a row: "A, B en C"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def break_text(item: Break | Marker) -> str:
    """When the definition changed and what changed."""
    until = getattr(item, "until", "")
    when_ = period(item.at)
    if until:
        when_ = _("%(first)s tot en met %(last)s") % {"first": when_, "last": period(until)}
    return f"{when_}: {chosen(item.reason, item.reason_en)}"


def years(reading: Reading, count_: int) -> str:
    """Which years a pooled reading covers."""
    last = rules.year_of(reading.period)
    return str(last) if count_ == 1 else f"{last - count_ + 1}–{last}"


def group_labels(around: Surroundings, province_name: str) -> dict[Group, str]:
    """What the groups are called on the page; "" where the group is unknown."""
    return {
        Group.PROVINCE: _("provincie %(name)s") % {"name": province_name} if province_name else "",
        Group.SIZE: _(around.size.name) if around.size else "",
        Group.URBANITY: _(URBANITY[around.urbanity]) if around.urbanity else "",
    }
