"""Surveys in the reader's words: caveats, change, and why editions are not compared."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from regie.evidence.surveys.columns import TITLES
from regie.evidence.surveys.models import Method, Survey
from regie.evidence.surveys.queries import AnswerView
from regie.evidence.surveys.rules import Problem
from regie.ui.formats import percent, signed

FEW = gettext_noop("te weinig antwoorden")
CAVEATS: Mapping[str, str] = {
    "too_few": FEW,
    "given_margins": gettext_noop("marges zoals aangeleverd"),
    "not_a_sample": gettext_noop("geen steekproef"),
    "panel": gettext_noop("panel"),
}
NOT_COMPARED: Mapping[str, str] = {
    "new_version": gettext_noop("Niet te vergelijken: een andere vragenlijst."),
    "other_method": gettext_noop("Niet te vergelijken: op een andere manier gevraagd."),
    "not_a_sample": gettext_noop("Niet te vergelijken: geen steekproef."),
    "other_area": gettext_noop("Niet te vergelijken: het gebied heeft andere grenzen."),
    "too_few": gettext_noop("Niet te vergelijken: te weinig antwoorden."),
}
CHANGES: Mapping[str, tuple[str, str]] = {
    "higher": (gettext_noop("hoger"), "info"),
    "lower": (gettext_noop("lager"), "info"),
    "same": (gettext_noop("geen verschil aan te tonen"), ""),
}
WARNINGS: Mapping[str, str] = {
    Method.OPEN: gettext_noop(
        "Iedereen kon meedoen. Dit is geen steekproef. De marges zeggen iets over toeval, maar "
        "niet over wie er meedeed. Daarom vergelijkt Regie de jaren niet."
    ),
    Method.PANEL: gettext_noop(
        "Een panel bestaat uit mensen die zich aanmeldden. Wie niet meedoet, ontbreekt. Vaak "
        "antwoorden dezelfde mensen weer. Een verschil is dan eerder echt dan Regie zegt."
    ),
}


def caveats(view: AnswerView) -> list[str]:
    """What a reader of this answer has to know, each in a few words."""
    return [_(CAVEATS[code]) for code in view.caveats]


def share(view: AnswerView) -> str:
    """The share, or that too few people answered."""
    return _(FEW) if view.value is None else percent(view.value)


def margin(view: AnswerView) -> str:
    """The limits of a share, and who made them."""
    if view.low is None or view.high is None:
        return ""
    limits = {"low": percent(view.low), "high": percent(view.high)}
    if "given_margins" in view.caveats:
        return _("marge %(low)s tot %(high)s, zoals aangeleverd") % limits
    return _("marge %(low)s tot %(high)s") % limits


def before(view: AnswerView) -> str:
    """The year and share of the previous edition."""
    if view.previous is None:
        return "–"
    value = view.previous.value
    shown = _(FEW) if value is None else percent(value)
    return f"{view.previous.year}: {shown}"


def change(view: AnswerView) -> tuple[str, str, str]:
    """What changed: in a few words, the kind of badge for it ("" for plain words), and a sentence
    ("" where nothing is said)."""
    if view.previous is None:
        return "", "", ""
    if view.previous.not_compared:
        return "", "", _(NOT_COMPARED[view.previous.not_compared])
    words, kind = CHANGES[view.change]
    points = {
        "points": signed(view.difference, 1),
        "low": signed(view.difference_low, 1),
        "high": signed(view.difference_high, 1),
    }
    said = _("%(points)s punten, marge %(low)s tot %(high)s") % points
    return _(words), kind, said


def fieldwork(survey: Survey) -> str:
    """When people were asked."""
    days = {
        "first": date_format(survey.fieldwork_from, "j F Y"),
        "last": date_format(survey.fieldwork_to, "j F Y"),
    }
    if survey.fieldwork_from == survey.fieldwork_to:
        return days["first"]
    return _("%(first)s tot en met %(last)s") % days


def problem(found: Problem) -> tuple[str, str]:
    """The column and what is wrong with it."""
    return _(TITLES[found.column]), _(found.sentence) % found.params
