"""How settings, swings, spreads and peers are said, in sentences of the reader's language."""

import math

from django.utils.translation import gettext as _

from regie.evidence.indicators.definitions import Definition
from regie.evidence.methods.rules import ORIGINS, REMARKS, Origin, Parameter, Remark
from regie.foundation.accounts.languages import chosen
from regie.policy.methods import DefaultItem
from regie.policy.peers import PeerVariable
from regie.ui.formats import number, percent


def setting_name(item: DefaultItem) -> str:
    """The name of a setting."""
    return chosen(item.name, item.name_en)


def setting_value(item: DefaultItem, value: float) -> str:
    """ "15 gemeenten", "0,95"; a share or a probability goes without its unit."""
    text = number(value, 0 if item.whole else decimals_of(value))
    return f"{text} {chosen(item.unit, item.unit_en)}" if item.whole else text


def decimals_of(value: float) -> int:
    """As few decimals as tell a value exactly, at least two and at most four."""
    return next((d for d in (2, 3) if math.isclose(value, round(value, d), abs_tol=1e-9)), 4)


def indicator_name(item: Definition) -> str:
    """The name of an indicator."""
    return chosen(item.name, item.name_en)


def variable_name(item: PeerVariable) -> str:
    """ "mensen van 65 jaar en ouder"."""
    return chosen(item.name, item.name_en)


def variable_value(item: PeerVariable, value: float) -> str:
    """ "24,3%", "109.678", "1.255 per km²"."""
    text = number(value, item.decimals)
    unit = chosen(item.unit, item.unit_en)
    if not unit:
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"


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
    why = {Remark.FEW_AREAS, Remark.FEW_EVENTS, Remark.FEW_YEARS}
    return (code in why) if borrowed else True


def level(code: str) -> str:
    """ "gemeenten"."""
    return {
        "municipality": _("gemeenten"),
        "district": _("wijken"),
        "neighbourhood": _("buurten"),
    }[code]
