"""What verdicts say, in short sentences of the reader's language. No verdict is made here."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from regie.evidence.appraisal.rules import (
    Answer,
    Arrow,
    Assessment,
    Change,
    Concentration,
    Level,
    Month,
    Place,
    Slope,
    Why,
    Word,
)
from regie.evidence.indicators.definitions import Definition
from regie.evidence.methods.words import swing_percent
from regie.evidence.wording import words
from regie.ui.formats import fitting_decimals, number, percent, period, signed

WORDS = {
    Word.COMPARABLE: gettext_noop("vergelijkbaar"),
    Word.ATTENTION: gettext_noop("aandachtspunt"),
    Word.DEVIATING: gettext_noop("duidelijk afwijkend"),
    Word.TOO_LITTLE: gettext_noop("te weinig gegevens"),
}
ARROWS = {
    Arrow.UP: gettext_noop("gestegen"),
    Arrow.DOWN: gettext_noop("gedaald"),
    Arrow.NONE: gettext_noop("geen pijl"),
}
WHYS = {
    Why.NO_FIGURES: gettext_noop("Hierover is niets geleverd."),
    Why.HIDDEN: gettext_noop(
        "De bron schermt dit soort af op dit niveau. Afgeschermd is geen nul."
    ),
    Why.FEW: gettext_noop("Er zijn te weinig gevallen om iets te zeggen."),
    Why.SMALL: gettext_noop("Hier wonen minder dan 200 mensen. Dan zegt een vergelijking niets."),
    Why.NO_DENOMINATOR: gettext_noop("Het aantal waarop we delen is niet bekend."),
    Why.BOUNDARY: gettext_noop(
        "De grens van dit gebied veranderde. Ervoor en erna is niet hetzelfde."
    ),
    Why.BREAK: gettext_noop("De telling veranderde. Ervoor en erna is niet te vergelijken."),
    Why.SHORT: gettext_noop("De reeks is te kort: er is geen vol jaar om mee te vergelijken."),
    Why.DOUBTFUL: gettext_noop("De nul is verdacht. Misschien ontbreken er cijfers."),
    Why.NO_PEERS: gettext_noop("Er zijn geen vergelijkbare gemeenten met een cijfer."),
    Why.NO_PARAMETER: gettext_noop("Van dit soort is niet bekend hoe sterk het normaal schommelt."),
    Why.CHANCE: gettext_noop("Het verschil kan toeval zijn."),
    Why.SWING: gettext_noop("Het verschil valt binnen de normale schommeling van dit delict."),
    Why.MANY_TESTS: gettext_noop(
        "Wie naar veel gebieden en soorten tegelijk kijkt, ziet altijd wel uitschieters. "
        "Deze valt daartussen niet op."
    ),
    Why.NO_MONTHS: gettext_noop("Er zijn geen vijf jaar aan maandcijfers."),
}


def _signed(value: float, decimals: int = 0) -> str:
    return f"{signed(value, decimals)}%"


def word(which: Word) -> str:
    """The verdict on a level, in the words the methods prescribe."""
    return _(WORDS[which])


def level_word(level: Level) -> str:
    """The word with its direction: "aandachtspunt: hoger"."""
    if not level.told_apart:
        return word(level.word)
    side = _("hoger") if level.higher else _("lager")
    return _("%(word)s: %(side)s") % {"word": word(level.word), "side": side}


def arrow(which: Arrow) -> str:
    """The arrow in words, for who does not see it."""
    return _(ARROWS[which])


def amount(value: float | None) -> str:
    """A count as people say it: whole from ten on, with one decimal below."""
    if value is None:
        return "–"
    whole = value >= 10 or value == round(value)
    return number(value, 0 if whole else 1)


def why(reason: Why) -> str:
    """Why there is no verdict, or no arrow, in one sentence."""
    return _(WHYS[reason]) if reason else ""


def level_sentences(level: Level, definition: Definition, name: str, *, local: bool) -> list[str]:
    """How the level stands beside comparable municipalities, or beside the own municipality."""
    if level.word is Word.TOO_LITTLE or level.expected is None:
        return [why(level.why)] if level.why else [_("Er is te weinig bekend om te vergelijken.")]
    about = {
        "name": name,
        "when": _years(level),
        "count": amount(level.observed),
        "things": words.counted(definition, level.observed or 0),
        "expected": amount(level.expected),
        "low": amount(level.low95),
        "high": amount(level.high95),
    }
    first = _("In %(when)s telde %(name)s %(count)s %(things)s.") % about
    if local:
        second = _("Bij het cijfer van de hele gemeente zouden het er %(expected)s zijn.") % about
        third = _("Voor een gewone plek in de gemeente is %(low)s tot %(high)s normaal.") % about
    else:
        second = _("Bij het cijfer van vergelijkbare gemeenten zouden het er %(expected)s zijn.")
        second %= about
        third = _("Voor een gewone gemeente is %(low)s tot %(high)s normaal.") % about
    return [first, second, third, _conclusion(level)]


def _years(level: Level) -> str:
    last = level.period[:4]
    if level.years == 1:
        return last
    return _("%(first)s tot en met %(last)s") % {
        "first": int(last) - level.years + 1,
        "last": last,
    }


def _conclusion(level: Level) -> str:
    if level.word is Word.COMPARABLE:
        return _("Dat is vergelijkbaar.")
    if level.word is Word.DEVIATING:
        text = _("Dat is duidelijk hoger.") if level.higher else _("Dat is duidelijk lager.")
        return text + " " + _("Zo'n verschil komt bij gewone plekken bijna nooit voor.")
    text = _("Dat is hoger dan gewoon.") if level.higher else _("Dat is lager dan gewoon.")
    return text + " " + _("Het is een aandachtspunt, geen bewijs.")


def window(change: Change) -> str:
    """The newest block in words: a year, or twelve months."""
    if change.last.endswith("JJ00"):
        return period(change.last)
    return _("de 12 maanden tot en met %(month)s") % {"month": period(change.last)}


def _counted_before(expected: float, blocks: int) -> float:
    """How many there really were in a year before: what is expected has half an event in it.

    See `safetymethods.changes`: E = (sum of the blocks + 1/2) / blocks.
    """
    return round(max(0.0, expected - 0.5 / max(blocks, 1)), 6)


def change_sentences(change: Change, definition: Definition, name: str) -> list[str]:
    """What happened, and the two lines of the verdict."""
    if change.expected is None:
        return [why(change.why)] if change.why else []
    about = {
        "name": name,
        "window": window(change),
        "recent": amount(change.recent),
        "things": words.counted(definition, change.recent or 0),
        "expected": amount(_counted_before(change.expected, change.blocks)),
        "blocks": change.blocks,
    }
    first = _("In %(window)s telde %(name)s %(recent)s %(things)s.") % about
    if change.blocks == 1:
        second = _("In het jaar daarvoor waren het er %(expected)s.") % about
    else:
        second = _("In de %(blocks)s jaren daarvoor waren het er gemiddeld %(expected)s.") % about
    return [first, second, *two_lines(change)]


def two_lines(change: Change) -> list[str]:
    """The two questions of every change, each with its answer."""
    yes, no = _("ja"), _("nee")
    return [
        _("Is dat meer verschil dan toeval? %(answer)s.")
        % {"answer": (yes if change.beyond_chance else no).capitalize()},
        _("Valt het buiten de normale schommeling van dit delict? %(answer)s.")
        % {"answer": (yes if change.beyond_swing else no).capitalize()},
    ]


def short_change(change: Change) -> str:
    """The change in a few words, for a table: "+24 %: gestegen" or why there is no arrow."""
    if change.expected is None or change.ratio is None:
        return why(change.why)
    size = _signed(100 * (change.ratio - 1))
    if change.arrow is not Arrow.NONE:
        return _("%(size)s: %(arrow)s") % {"size": size, "arrow": arrow(change.arrow)}
    return _("%(size)s: geen pijl") % {"size": size}


def why_no_arrow(change: Change, definition: Definition, name: str) -> list[str]:
    """Why this change has no arrow (or has one), with the numbers of this very place."""
    if change.expected is None:
        return [why(change.why)]
    told = change_sentences(change, definition, name)[:2]
    about = {
        "low": amount(change.low),
        "high": amount(change.high),
        "sigma": swing_percent(change.sigma or 0),
        "recent": amount(change.recent),
    }
    told.append(
        _(
            "Dit delict schommelt in een gemeente van jaar op jaar zo'n %(sigma)s, ook als er "
            "niets aan de hand is. Daar komt het toeval van kleine aantallen bij."
        )
        % about
    )
    told.append(
        _(
            "Zonder echte verandering ligt het aantal in 95 van de 100 jaren tussen %(low)s en "
            "%(high)s."
        )
        % about
    )
    told.append(_verdict_on_arrow(change, about))
    return told


def _verdict_on_arrow(change: Change, about: dict[str, str]) -> str:
    if change.arrow is not Arrow.NONE:
        return _("%(recent)s ligt daarbuiten. Daarom staat er een pijl.") % about
    if change.why is Why.MANY_TESTS:
        return _("%(recent)s ligt daarbuiten, maar:") % about + " " + why(Why.MANY_TESTS)
    return _("%(recent)s ligt daartussen. Daarom staat er geen pijl.") % about


def net_sentence(change: Change, country: str) -> str:
    """What is left of a change after the change of the whole country; "" when unknown."""
    if change.net_ratio is None:
        return ""
    size = _signed(100 * (change.net_ratio - 1))
    about = {"country": country, "size": size}
    first = _("Zonder wat in heel %(country)s veranderde, is het verschil %(size)s.") % about
    if change.net_arrow is Arrow.NONE:
        return first + " " + _("Dat valt binnen de normale schommeling.")
    return first + " " + _("Dat valt buiten de normale schommeling.")


def slope_sentence(slope: Slope) -> str:
    """How fast it went in five years."""
    if slope.per_year is None or slope.low is None or slope.high is None:
        return why(slope.why) if slope.why else ""
    about = {
        "pace": _signed(slope.per_year, 1),
        "low": _signed(slope.low, 1),
        "high": _signed(slope.high, 1),
    }
    return (
        _(
            "Over de laatste vijf jaar was de verandering gemiddeld %(pace)s per jaar "
            "(tussen %(low)s en %(high)s)."
        )
        % about
    )


def month_sentence(month: Month, definition: Definition) -> str:
    """Whether the newest month is out of the ordinary."""
    if month.expected is None or month.observed is None:
        return why(month.why) if month.why else ""
    about = {
        "month": period(month.period),
        "observed": amount(month.observed),
        "things": words.counted(definition, month.observed),
        "low": amount(month.low),
        "high": amount(month.high),
    }
    first = _("In %(month)s waren het er %(observed)s. Normaal is %(low)s tot %(high)s.") % about
    if month.flagged:
        return first + " " + _("Die maand valt op.")
    return first + " " + _("Die maand valt niet op.")


def pace_sentences(item: Assessment, definition: Definition) -> list[str]:
    """How fast it went and whether the newest month stands out; what holds of both, once."""
    both = slope_sentence(item.slope), month_sentence(item.month, definition)
    return list(dict.fromkeys(filter(None, both)))


def concentration_sentence(spread: Concentration) -> str:
    """How unevenly it is spread over the neighbourhoods."""
    if spread.why in {Why.SHORT, Why.NO_FIGURES}:
        return _(
            "Van wijken en buurten zijn er geen cijfers. Of het op een paar plekken gebeurt, is "
            "dus niet bekend."
        )
    if spread.top_share is None:
        return why(spread.why) if spread.why else ""
    about = {
        "share": percent(100 * spread.top_share),
        "top": spread.top_places,
        "places": spread.places,
    }
    first = _("%(share)s gebeurt in %(top)s van de %(places)s buurten.") % about
    if spread.concentrated:
        return first + " " + _("Dat is meer op een paar plekken dan door toeval kan.")
    return first + " " + _("Zo'n verdeling kan ook door toeval ontstaan.")


def place_sentence(place: Place, name: str) -> str:
    """One place in a line: the shrunken ratio to the municipality with its interval."""
    if place.smoothed is None or place.smoothed_low is None or place.smoothed_high is None:
        return _("%(name)s: %(why)s") % {"name": name, "why": why(place.level.why)}
    digits = fitting_decimals([place.smoothed])
    return _(
        "%(name)s: %(ratio)s keer het cijfer van de gemeente (tussen %(low)s en %(high)s)."
    ) % {
        "name": name,
        "ratio": number(place.smoothed, digits),
        "low": number(place.smoothed_low, digits),
        "high": number(place.smoothed_high, digits),
    }


def answer_sentences(answer: Answer, definition: Definition, name: str) -> list[str]:
    """The newest answer with its margin, and its change within the same questions."""
    if answer.value is None:
        return [why(answer.why)]
    digits = definition.decimals
    about = {
        "name": name,
        "year": answer.period[:4],
        "value": number(answer.value, digits),
        "low": number(answer.low or 0, digits),
        "high": number(answer.high or 0, digits),
        "unit": words.chosen(definition.unit, definition.unit_en),
    }
    told = [_("%(name)s in %(year)s: %(value)s %(unit)s (%(low)s tot %(high)s).") % about]
    if answer.difference is None:
        return [*told, why(answer.why)]
    about |= {"earlier": answer.earlier[:4], "before": number(answer.earlier_value or 0, digits)}
    told.append(_("In %(earlier)s was het %(before)s.") % about)
    if not answer.significant:
        return [*told, _("Het verschil valt binnen de marges.")]
    return [*told, _("Dat is slechter.") if answer.worse else _("Dat is beter.")]


def gap_sentence(kind: str) -> str:
    """That feeling and registration part, without choosing a side."""
    if kind == "feels_worse":
        return _(
            "Bewoners oordelen slechter, terwijl slachtoffers minder misdrijven meldden. "
            "Dat kan allebei waar zijn: vraag wie er wonen en werken wat er speelt."
        )
    return _(
        "Bewoners oordelen beter, terwijl slachtoffers meer misdrijven meldden. "
        "Misschien wordt er meer aangifte gedaan. Vraag wie er wonen en werken wat er speelt."
    )
