"""What a series, a field, a map or an answer says, in whole sentences. No figures are made here."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.indicators import rules
from regie.evidence.indicators.comparison import BenchmarkView
from regie.evidence.indicators.definitions import Definition
from regie.evidence.indicators.overview import FieldView, Picture
from regie.evidence.indicators.parts import AreasView
from regie.evidence.indicators.rules import Reading, Reason, Standing
from regie.evidence.indicators.series import SeriesView
from regie.evidence.wording import words
from regie.foundation.crosswalks.rules import WHOLE, Part
from regie.ui.formats import fitting_decimals, number, percent, period

ORDER = (Standing.HIGHER, Standing.SIMILAR, Standing.LOWER)


def map_sentence(view: AreasView, municipality: str) -> str:
    """What a map shows, without pointing at the highest place."""
    known = view.clear
    words_ = {
        "known": number(len(known)),
        "all": number(len(view.areas)),
        "levels": words.levels(view.level),
        "unit": words.unit(view.denominator),
    }
    if not known:
        return _("Voor geen van de %(all)s %(levels)s is er een cijfer.") % words_
    found = [item.reading for item in known if item.reading and item.reading.rate is not None]
    rates = [item.rate or 0.0 for item in found]
    longest, digits = max(item.years for item in known), fitting_decimals(rates)
    words_ |= {
        "years": words.years(found[0], longest),
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


def map_doubt(view: AreasView) -> str:
    """How many areas of a map have a suspicious zero."""
    n = len(view.doubtful)
    text = ngettext(
        "Bij %(n)s gebied is de nul in %(period)s verdacht. Dat gebied krijgt geen kleur.",
        "Bij %(n)s gebieden is de nul in %(period)s verdacht. Die gebieden krijgen geen kleur.",
        n,
    )
    return text % {"n": n, "period": period(view.period)} if n else ""


WORTH_TELLING = 1.0
"""A percentage without a place below this changes no figure that a reader sees."""


def unplaced(series: SeriesView, share: float | None) -> str:
    """That the newest year has far more without a place than usual; "" where that is not so."""
    if share is None or share < WORTH_TELLING:
        return ""
    return _(
        "In %(period)s heeft %(share)s van deze registraties nog geen plaats. Dat is meer dan "
        "anders. Het cijfer van een gemeente of buurt kan daardoor te laag zijn."
    ) % {"period": period(series.readings[-1].period), "share": percent(share, 1)}


def headline(series: SeriesView, area_name: str) -> str:
    """The first sentence of the conclusion: how often, how much per 1,000."""
    latest = series.latest
    if latest is None:
        return nothing_to_say(series, area_name)
    about = {
        "area": area_name,
        "period": words.when(latest, series.window),
        "count": number(latest.count) if latest.count else _("geen"),
        "things": words.counted(series.definition, latest.count or 0),
    }
    if latest.rate is None:
        first = _("In %(period)s telde %(area)s %(count)s %(things)s.") % about
        return f"{first} {words.reason(latest.reason)}"
    about |= {"rate": words.rate(latest), "unit": words.unit(series.denominator)}
    return _("In %(period)s telde %(area)s %(count)s %(things)s: %(rate)s %(unit)s.") % about


def nothing_to_say(series: SeriesView, area_name: str) -> str:
    """The sentence for a series without any count."""
    newest = series.newest
    why = words.reason(newest.reason) if newest else words.reason(Reason.NOT_OBSERVED)
    return _("Over %(area)s is geen aantal bekend.") % {"area": area_name} + f" {why}"


def beside(series: SeriesView, other: BenchmarkView | None) -> str:
    """The second sentence: how that stands beside the country or the municipality."""
    latest = series.latest
    reading = other.at(latest.period) if latest and other and not latest.doubtful else None
    if latest is None or other is None or reading is None or reading.rate is None:
        return ""
    return _("Dat is %(standing)s (%(rate)s).") % {
        "standing": words.standing(rules.compare(latest, reading), other.label),
        "rate": words.rate(reading),
    }


def change(series: SeriesView) -> str:
    """The third sentence: against one year (or twelve months) before, never across a break."""
    pair = previous(series)
    if pair is None or pair[0].doubtful or pair[1].doubtful:
        return ""
    latest, before, comparable = pair
    earlier = words.when(before, series.window)
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
    if words.rate(before) == words.rate(latest):
        text = _("In %(earlier)s was dat ook %(rate)s.")
    return text % {"earlier": earlier, "rate": words.rate(before)}


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
    ) % {"wanted": words.denominator_name(series.definition.denominator)}


def boundary(series: SeriesView) -> str:
    """Which years have a count but no population inside today's boundary."""
    periods = series.without_boundary
    if not periods:
        return ""
    return _(
        "Over %(years)s is er wel een aantal maar geen inwonertal binnen de huidige grens "
        "(herindeling of grenswijziging). Die jaren hebben geen cijfer per 1.000."
    ) % {"years": words.spans([period(item) for item in periods])}


def pieces(series: SeriesView, names: Mapping[str, str]) -> str:
    """Of which older areas the denominator of earlier years was put together, and how surely.

    `names` holds the names of those areas; one without a name is shown by its code.
    """
    told: dict[tuple[Part, ...], str] = {}
    for year, parts in series.pieces:
        told[parts] = year[:4]
    return " ".join(_pieces(year, parts, names) for parts, year in told.items())


def _pieces(year: str, parts: Sequence[Part], names: Mapping[str, str]) -> str:
    about = {"year": year, "parts": words.listed([_piece(part, names) for part in parts])}
    if any(part.share < WHOLE for part in parts):
        return (
            _(
                "Tot en met %(year)s is de noemer geschat uit %(parts)s. "
                "Bij een deel staat tussen haakjes hoeveel daarvan meetelt."
            )
            % about
        )
    if len(parts) == 1:
        return _("Tot en met %(year)s staat de noemer onder een oude code: %(parts)s.") % about
    return _("Tot en met %(year)s is de noemer de som van %(parts)s.") % about


def _piece(part: Part, names: Mapping[str, str]) -> str:
    name = names.get(part.origin, part.origin)
    if part.share >= WHOLE:
        return name
    return _("%(name)s (%(share)s)") % {"name": name, "share": percent(100 * part.share, 1)}


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
    """How many indicators stand where, at most two lines; no judgement and no ranking."""
    counts = {which: len(view.standing(which)) for which in ORDER}
    shown = [which for which in ORDER if counts[which]]
    if not shown:
        return (_("Geen vergelijking mogelijk"),) if view.entries else ()
    first = {
        Standing.HIGHER: _("%(n)s hoger dan %(country)s"),
        Standing.SIMILAR: _("%(n)s vergelijkbaar met %(country)s"),
        Standing.LOWER: _("%(n)s lager dan %(country)s"),
    }[shown[0]] % {"n": counts[shown[0]], "country": country}
    rest = (f"{counts[which]} {words.short_standing(which)}" for which in shown[1:])
    return tuple(filter(None, (first, ", ".join(rest))))


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
    if latest.doubtful or before.doubtful:
        return _("niet te vergelijken: de nul is verdacht")
    if not comparable:
        return _("niet te vergelijken: de telling veranderde")
    return against(latest, before)


def summary(view: Picture, country: str) -> str:
    """The conclusion above the schema: where most indicators stand, without a verdict."""
    counts = {which: sum(len(f.standing(which)) for f in view.fields) for which in ORDER}
    total = sum(counts.values())
    if not total:
        return _("Er zijn nog geen cijfers die met %(country)s te vergelijken zijn.") % {
            "country": country
        }
    text = ngettext(
        "Er is %(n)s indicator met %(country)s te vergelijken: %(parts)s.",
        "Er zijn %(n)s indicatoren met %(country)s te vergelijken: %(parts)s.",
        total,
    )
    parts = [_clause(which, counts[which]) for which in ORDER if counts[which]]
    return text % {"n": total, "country": country, "parts": _listed(parts)}


def _clause(which: Standing, n: int) -> str:
    return {
        Standing.HIGHER: ngettext("%(n)s ligt hoger", "%(n)s liggen hoger", n),
        Standing.SIMILAR: ngettext("%(n)s is vergelijkbaar", "%(n)s zijn vergelijkbaar", n),
        Standing.LOWER: ngettext("%(n)s ligt lager", "%(n)s liggen lager", n),
    }[which] % {"n": n}


def _listed(parts: Sequence[str]) -> str:
    """ "a, b en c"."""
    both = _("%(first)s en %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
    return both if len(parts) > 1 else parts[0]


def answer(definition: Definition, reading: Reading) -> str:
    """The answer of the survey with its unit, or in one word why not."""
    if reading.rate is None:
        return _("onbekend")
    words_ = words.chosen(definition.unit, definition.unit_en)
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
    return f"{words.chosen(definition.unit, definition.unit_en)}; {margin}"


def survey_reason(why: Reason) -> str:
    """Why a survey year has no answer here."""
    if why is Reason.UNKNOWN:
        return _("Te weinig mensen vulden de vragenlijst in, of de marges ontbreken.")
    return words.reason(why)
