"""How settings, swings, spreads and peers are said, in sentences of the reader's language."""

import math
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.calibration.rules import ORIGINS, REMARKS, Origin, Parameter, Remark
from regie.evidence.indicators.definitions import Definition
from regie.evidence.methods.queries import LEVELS, ChoiceView, SettingView, SetView
from regie.foundation.accounts.languages import chosen
from regie.policy.methods import DefaultItem
from regie.policy.peers import PeerVariable
from regie.ui.formats import number, percent, period


def setting_name(item: DefaultItem) -> str:
    """The name of a setting."""
    return chosen(item.name, item.name_en)


def setting_text(item: DefaultItem) -> str:
    """What a setting does, and what another value would do."""
    return chosen(item.explanation, item.explanation_en)


def setting_value(item: DefaultItem, value: float) -> str:
    """ "15 gemeenten", "0,95"; a share or a probability goes without its unit."""
    text = number(value, 0 if item.whole else decimals_of(value))
    return f"{text} {chosen(item.unit, item.unit_en)}" if item.whole else text


def decimals_of(value: float) -> int:
    """As few decimals as tell a value exactly, at least two and at most four."""
    return next((d for d in (2, 3) if math.isclose(value, round(value, d), abs_tol=1e-9)), 4)


def chosen_value(item: DefaultItem, value: float | None) -> str:
    """The value of a choice; None is the default, with what that is today."""
    if value is None:
        return _("standaard (%(value)s)") % {"value": setting_value(item, item.value)}
    return setting_value(item, value)


def ignored(view: SettingView) -> str:
    """The remark on an own value that the bounds of today do not allow."""
    if view.ignored is None:
        return ""
    own = setting_value(view.item, view.ignored)
    return _("Uw eigen waarde %(own)s mag niet meer. Daarom geldt de standaard.") % {"own": own}


def back_to(item: DefaultItem) -> str:
    """The words on the button that goes back to the default."""
    return _("Terug naar %(value)s") % {"value": setting_value(item, item.value)}


def who(choice: ChoiceView) -> str:
    """ "Ilse, 3 mei 2026"."""
    return f"{choice.who}, {date_format(localtime(choice.at), 'j F Y')}"


def questions() -> dict[str, str]:
    """The questions that the settings belong to."""
    return {
        "D1": _("Hoeveel is er?"),
        "D2": _("Hoe hoog ligt het in dit gebied echt?"),
        "D3": _("Is het meer dan in vergelijkbare gemeenten?"),
        "D4": _("Is het veranderd?"),
        "D5": _("Hoe snel gaat het?"),
        "D6": _("Is deze maand opvallend?"),
        "D7": _("Waar precies?"),
    }


def method(question: str) -> str:
    """How a question is answered, in a few short sentences."""
    return {
        "D1": _(
            "We delen het aantal door wat erbij hoort: inwoners, woningen, auto's of vestigingen. "
            "Erbij staat een marge: zoveel kan het door toeval schelen."
        ),
        "D2": _(
            "Een klein gebied heeft door toeval soms een hoog of laag cijfer. "
            "Daarom telt het gemiddelde van de gemeente mee. "
            "Hoe kleiner het gebied, hoe zwaarder dat telt."
        ),
        "D3": _(
            "We zoeken de gemeenten die het meest op u lijken. "
            "Gemeenten verschillen altijd, ook zonder reden. "
            "Pas buiten dat gewone verschil noemen we een cijfer afwijkend."
        ),
        "D4": _(
            "We leggen de laatste tijd naast de jaren ervoor. "
            "Elk soort misdrijf schommelt van jaar tot jaar. "
            "Pas buiten die gewone schommeling noemen we het een stijging of daling."
        ),
        "D5": _(
            "We trekken een lijn door een aantal jaren, met het seizoen erin. "
            "Zo ziet u hoeveel procent het per jaar verandert."
        ),
        "D6": _(
            "We rekenen uit hoeveel er in deze maand gewoon is, met seizoen en ontwikkeling. "
            "Alleen een maand die daar ver buiten valt, is een signaal."
        ),
        "D7": _(
            "We kijken welke gebieden samen met hun buren hoog liggen. "
            "Eén klein gebied met een toevallig hoog cijfer is geen hotspot."
        ),
    }[question]


def how_many_own(count: int) -> str:
    """How many settings differ from the default."""
    if not count:
        return _("Alle instellingen staan op de standaard.")
    return ngettext(
        "%(n)s instelling wijkt af van de standaard.",
        "%(n)s instellingen wijken af van de standaard.",
        count,
    ) % {"n": count}


def indicator_name(item: Definition) -> str:
    """The name of an indicator."""
    return chosen(item.name, item.name_en)


def variable_name(item: PeerVariable) -> str:
    """ "mensen van 65 jaar en ouder"."""
    return chosen(item.name, item.name_en)


def variable_note(item: PeerVariable) -> str:
    """What to know about a variable; "" when there is nothing."""
    return chosen(item.note, item.note_en)


def variable_value(item: PeerVariable, value: float) -> str:
    """ "24,3%", "109.678", "1.255 per km²"."""
    text = number(value, item.decimals)
    unit = chosen(item.unit, item.unit_en)
    if not unit:
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"


def listed_years(years: Sequence[int]) -> str:
    """ "2020 en 2024", each year once."""
    found = [str(year) for year in sorted(set(years))]
    if len(found) < 2:
        return "".join(found)
    return _("%(first)s en %(last)s") % {"first": ", ".join(found[:-1]), "last": found[-1]}


def swing_percent(sigma: float) -> str:
    """A swing as people say it: how far a usual year lies from the one before, "25%"."""
    return percent(100 * math.sinh(sigma))


def spread_percent(size: float) -> str:
    """A spread as people say it: how far a usual area lies from what is expected, "35%"."""
    return percent(100 / math.sqrt(size))


def swing_sentence(name: str, item: Parameter) -> str:
    """ "Woninginbraak schommelt van jaar op jaar zo'n 25%, ook zonder dat er iets verandert."."""
    if item.value == 0:
        return _("%(name)s verschilt van jaar op jaar niet meer dan door toeval.") % {"name": name}
    return _(
        "%(name)s schommelt van jaar op jaar zo'n %(swing)s, ook zonder dat er iets verandert."
    ) % {"name": name, "swing": swing_percent(item.value)}


def origin(item: Parameter) -> str:
    """Where a swing or a spread comes from."""
    return _(ORIGINS[item.origin])


def remarks(item: Parameter) -> list[str]:
    """What one has to know of it. Why it could not be estimated matters only when borrowed."""
    return [_(REMARKS[code]) for code in item.remarks if _matters(item, code)]


def _matters(item: Parameter, code: Remark) -> bool:
    borrowed = item.origin is not Origin.ESTIMATED
    why = {Remark.FEW_AREAS, Remark.FEW_EVENTS}
    return (code in why) if borrowed else True


def bases(swing: Parameter, size: Parameter) -> str:
    """What a swing and a spread rest on, in one line."""
    if swing.origin is not Origin.ESTIMATED and swing.origin is size.origin:
        return capfirst(origin(swing))
    if Origin.ESTIMATED in {swing.origin, size.origin} and swing.areas == size.areas:
        return _("%(areas)s gebieden. Schommeling: %(swing)s. Verschil: %(size)s.") % {
            "areas": number(swing.areas),
            "swing": _years(swing),
            "size": _years(size),
        }
    return _("Schommeling: %(swing)s. Verschil: %(size)s.") % {
        "swing": _basis(swing),
        "size": _basis(size),
    }


def _basis(item: Parameter) -> str:
    """ "342 gebieden, 2012 tot en met 2023" when it was estimated, else where it comes from."""
    if item.origin is not Origin.ESTIMATED:
        return origin(item)
    return _("%(areas)s gebieden, %(years)s") % {"areas": number(item.areas), "years": _years(item)}


def _years(item: Parameter) -> str:
    first, last = period(item.first), period(item.last)
    if first == last and item.years > 1:
        return _("%(n)s jaar tot en met %(last)s") % {"n": item.years, "last": last}
    if first == last:
        return last
    return _("%(first)s tot en met %(last)s") % {"first": first, "last": last}


def size_short(item: Parameter) -> str:
    """ "r = 8,2"; without an end: no more than chance."""
    return "r = ∞" if math.isinf(item.value) else f"r = {number(item.value, 1)}"


def made(view: SetView) -> str:
    """Of how many municipalities a set was estimated, and when."""
    return _("Geschat op %(day)s uit de cijfers van %(n)s gemeenten (schatting %(number)s).") % {
        "day": date_format(localtime(view.made_at), "j F Y"),
        "n": number(view.municipalities),
        "number": view.number,
    }


def estimates_caption(code: str) -> str:
    """The name of the table of estimates."""
    return _("Schommeling en spreiding van %(level)s") % {"level": level(code)}


def borrowed_caption(count: int) -> str:
    """The name of the table of what could not be estimated."""
    return ngettext(
        "%(n)s indicator met te weinig cijfers, met een geleende waarde",
        "%(n)s indicatoren met te weinig cijfers, met een geleende waarde",
        count,
    ) % {"n": count}


def levels() -> list[tuple[str, str]]:
    """The levels to choose from."""
    return [(code, level(code)) for code in LEVELS]


def level(code: str) -> str:
    """ "gemeenten"."""
    return {
        "municipality": _("gemeenten"),
        "district": _("wijken"),
        "neighbourhood": _("buurten"),
    }[code]
