"""An objective in words: as a sentence that everybody understands, and what changed in it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from regie.evidence.findings.subjects import by_code
from regie.evidence.wording import words
from regie.planning.critiques.quoted import PLAIN
from regie.planning.objectives.content import changed
from regie.planning.objectives.models import Comparison, Direction, Objective, ObjectiveKind
from regie.policy import units
from regie.ui.formats import number

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KEEPS = (Direction.KEEP_ABOVE, Direction.KEEP_BELOW)
AT_LEAST, AT_MOST = gettext_lazy("minstens %(value)s"), gettext_lazy("hoogstens %(value)s")
LIMITS: Mapping[str, "_StrPromise"] = {
    Direction.KEEP_ABOVE.value: AT_LEAST,
    Direction.INCREASE.value: AT_LEAST,
    Direction.KEEP_BELOW.value: AT_MOST,
    Direction.DECREASE.value: AT_MOST,
}
"""On which side of a target it is reached."""
BESIDE: Mapping[str, "_StrPromise"] = {
    Comparison.PEERS.value: gettext_lazy("vergeleken met vergelijkbare gemeenten"),
    Comparison.COUNTRY.value: gettext_lazy("vergeleken met heel Nederland"),
}
FIELDS = {
    "statement": gettext_lazy("Doel"),
    "effect": gettext_lazy("Maatschappelijk effect"),
    "kind": gettext_lazy("Soort doel"),
    "priority_name": gettext_lazy("Prioriteit"),
    "municipality": gettext_lazy("Gemeente"),
    "indicator": gettext_lazy("Cijfer"),
    "measured_by": gettext_lazy("Eigen meting"),
    "measuring_plan": gettext_lazy("Hoe en wanneer gemeten"),
    "area_code": gettext_lazy("Gebied"),
    "unit": gettext_lazy("Eenheid"),
    "baseline": gettext_lazy("Nulmeting"),
    "baseline_from": gettext_lazy("Nulmeting vanaf"),
    "baseline_to": gettext_lazy("Nulmeting tot en met"),
    "baseline_source": gettext_lazy("Bron van de nulmeting"),
    "direction": gettext_lazy("Richting"),
    "target": gettext_lazy("Streefwaarde"),
    "target_percent": gettext_lazy("Verschil in procenten"),
    "target_date": gettext_lazy("Bereikt op"),
    "beside": gettext_lazy("Vergeleken met"),
    "ambition": gettext_lazy("Ambitie op langere termijn"),
    "owner": gettext_lazy("Verantwoordelijk"),
    "holder": gettext_lazy("Portefeuillehouder"),
    "means": gettext_lazy("Middelen"),
    "removed": gettext_lazy("Uit het plan"),
    "removed_reason": gettext_lazy("Waarom weggehaald"),
}
"""What is told of a change, in the order of the page; the rest follows from these."""


def amount(value: object) -> str:
    """A value with as many decimals as it was given; "" for none.

    >>> amount(Decimal("3.4000"))
    '3,4'
    """
    if value is None or value == "":
        return ""
    try:
        plain = Decimal(str(value)).normalize()
    except InvalidOperation:
        return str(value)
    return number(plain, max(0, -int(plain.as_tuple().exponent)))


def typed(value: Decimal | None) -> str:
    """A value as somebody would type it: a comma, and no zeros at its end."""
    if value is None:
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def in_unit(value: object, unit: str) -> str:
    """A value with its unit; a mark needs none."""
    text, unit = amount(value), told_unit(unit)
    if unit.casefold().startswith(PLAIN):
        return text
    return f"{text}{unit}" if unit.startswith("%") else f"{text} {unit}".strip()


def told_unit(typed: str) -> str:
    """A unit in the reader's language, when the figures know it."""
    return units.told(typed, get_language() or "nl")


def years(first: int | None, last: int | None) -> str:
    """The years of a baseline; "" when nobody said."""
    known = sorted({year for year in (first, last) if year is not None})
    return "–".join(map(str, known))


def day(value: date | str | None) -> str:
    """A day in full; "" for none."""
    found = date.fromisoformat(value) if isinstance(value, str) and value else value
    return date_format(found, "j F Y") if found else ""


def measured(row: Objective) -> str:
    """What is measured: the indicator in the reader's language, or the own measurement."""
    if row.indicator is None:
        return row.measured_by
    return _indicator(row.indicator.code) or row.indicator.name


def _indicator(code: str) -> str:
    definition = by_code().get(code)
    return words.name(definition) if definition else ""


def baseline(row: Objective) -> str:
    """The baseline with its unit and years; "" without one."""
    if row.baseline is None:
        return ""
    when = years(row.baseline_from, row.baseline_to) or _("jaar onbekend")
    return f"{in_unit(row.baseline, row.unit)} ({when})"


def target(row: Objective) -> str:
    """What is aimed at; "" when nothing is."""
    return aim(row.target, row.target_percent, row.unit, row.direction)


def aim(value: Decimal | None, percent: Decimal | None, unit: str = "", direction: str = "") -> str:
    """A target in words: a value in its unit with the direction, or a difference; "" for none."""
    if value is not None:
        told = {
            Direction.KEEP_ABOVE.value: _("minstens %(value)s"),
            Direction.INCREASE.value: _("minstens %(value)s"),
            Direction.KEEP_BELOW.value: _("hoogstens %(value)s"),
            Direction.DECREASE.value: _("hoogstens %(value)s"),
        }
        return told.get(direction, "%(value)s") % {"value": in_unit(value, unit)}
    if percent is None:
        return ""
    way = _("%(percent)s%% minder") if percent < 0 else _("%(percent)s%% meer")
    return way % {"percent": amount(abs(percent))}


def sentence(row: Objective, area: str = "") -> str:
    """The objective as a council member reads it: what, from where to where, and when.

    `area` is the name of a part of the municipality.
    """
    what = measured(row)
    lead = f"{what}, {area}" if what and area else what or area
    parts = [_move(row), _when(row), _beside(row)]
    told = ", ".join(part for part in parts if part)
    whole = f"{lead}: {told}." if lead else f"{told}."
    return f"{whole[:1].upper()}{whole[1:]}"


def _move(row: Objective) -> str:
    aim, begin = target(row), baseline(row)
    if not aim:
        way = str(Direction(row.direction).label) if row.direction else ""
        return (
            _("%(way)s, zonder streefwaarde") % {"way": way}
            if way
            else (_("nog zonder streefwaarde"))
        )
    if not begin:
        return aim
    if row.direction in KEEPS:
        return _("%(target)s houden (nulmeting %(baseline)s)") % {"target": aim, "baseline": begin}
    if row.target is None:
        return _("%(target)s dan %(baseline)s") % {"target": aim, "baseline": begin}
    return _("van %(baseline)s naar %(target)s") % {"baseline": begin, "target": aim}


def _when(row: Objective) -> str:
    if row.target_date is None:
        return _("nog zonder datum")
    words_ = _("tot en met %(day)s") if row.direction in KEEPS else _("uiterlijk op %(day)s")
    return words_ % {"day": day(row.target_date)}


def _beside(row: Objective) -> str:
    return str(BESIDE.get(row.beside, ""))


# --- differences ----------------------------------------------------------------------------------


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], names: Mapping[str, str]
) -> list[dict[str, str]]:
    """What differs between two contents, field by field, in words; "–" for nothing.

    `names` has the names of areas by their code.
    """
    differing = set(changed(old, new)) | {key for key in old if key not in new}
    told = [
        (str(label), said(name, old.get(name), names), said(name, new.get(name), names))
        for name, label in FIELDS.items()
        if name in differing
    ]
    return [
        {"field": label, "old": was or "–", "new": now or "–"}
        for label, was, now in told
        if was != now
    ]


def said(name: str, value: object, names: Mapping[str, str]) -> str:
    """One field of a content in words."""
    if value in (None, "", [], False):
        return ""
    if name in {"kind", "direction", "beside"}:
        kinds: Iterable[tuple[str, Any]] = {
            "kind": ObjectiveKind.choices,
            "direction": Direction.choices,
            "beside": Comparison.choices,
        }[name]
        return str(dict(kinds).get(str(value), value))
    if isinstance(value, list):
        return "; ".join(map(str, value))
    text = str(value)
    told: dict[str, Callable[[], str]] = {
        "indicator": lambda: _indicator(text) or text,
        "area_code": lambda: names.get(text, text),
        "unit": lambda: told_unit(text),
        "baseline": lambda: amount(text),
        "target": lambda: amount(text),
        "target_percent": lambda: f"{amount(text)}%",
        "target_date": lambda: day(text),
        "removed": lambda: _("ja"),
    }
    return told[name]() if name in told else text
