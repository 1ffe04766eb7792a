"""Amendments in words: what each is about, and what it adds or takes out. No queries."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from regie.foundation.accounts.languages import chosen
from regie.planning.objectives.models import Direction
from regie.planning.plan_decisions import rules
from regie.planning.plan_decisions.models import Amendment
from regie.planning.plans import queries as plans
from regie.policy.plan_sections import PLAN_SECTIONS


def field_names() -> dict[str, str]:
    """The values of an objective in words, those that can change first."""
    return {
        "statement": _("het doel zelf"),
        "effect": _("maatschappelijk effect"),
        "target": _("streefwaarde"),
        "target_percent": _("streefwaarde in procenten"),
        "target_date": _("bereikt op"),
        "ambition": _("ambitie op langere termijn"),
        "owner": _("wie is verantwoordelijk"),
        "measured_by": _("wat wordt gemeten"),
        "unit": _("eenheid"),
        "direction": _("richting"),
        "baseline": _("nulmeting"),
        "baseline_from": _("jaar van de nulmeting"),
        "baseline_source": _("bron van de nulmeting"),
    }


def thing(row: Amendment) -> str:
    """The name of the part, or the sentence of the objective, that an amendment is about; its
    section, priority and objective are read along."""
    if row.adds == rules.SECTION:
        return str(row.values.get("title") or "") or _kind(row)
    if row.adds:
        return str(row.wanted)
    if row.section is not None:
        return plans.title_of(row.section)
    return str(row.objective.statement) if row.objective else ""


def _kind(row: Amendment) -> str:
    item = PLAN_SECTIONS().section(str(row.values.get("kind")))
    name = chosen(item.name, item.name_en) if item else _("Onderdeel")
    priority = row.values.get("priority_name")
    return f"{name}: {priority}" if priority else name


def line(row: Amendment) -> str:
    """What an amendment does in one line, such as “Schrap doel: …”."""
    told = {"name": thing(row)}
    if row.field:
        told["field"] = field_names().get(row.field, row.field)
        return _("Wijzig van doel “%(name)s”: %(field)s") % told
    part = row.section_id is not None or row.adds == rules.SECTION
    sentences = {
        (rules.CHANGE, True): _("Wijzig onderdeel: %(name)s"),
        (rules.CHANGE, False): _("Wijzig doel: %(name)s"),
        (rules.DROP, True): _("Schrap onderdeel: %(name)s"),
        (rules.DROP, False): _("Schrap doel: %(name)s"),
        (rules.ADD, True): _("Voeg onderdeel toe: %(name)s"),
        (rules.ADD, False): _("Voeg doel toe: %(name)s"),
    }
    return sentences[row.act, part] % told


def values(row: Amendment) -> Iterator[tuple[str, str]]:
    """Names and values of an objective that is added or taken out, beside its sentence."""
    if row.act == rules.CHANGE or row.adds == rules.SECTION:
        return
    if priority := row.values.get("priority_name"):
        yield _("prioriteit"), str(priority)
    for field, name in field_names().items():
        said = str(row.values.get(field) or "")
        if said and field != "statement":
            yield name, shown(field, said)


def shown(field: str, text: str) -> str:
    """A value as it is kept, in the words of the reader; "" for none."""
    value = rules.value_of(field, text)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, Decimal):
        return localize(value)
    if field == "direction":
        return str(dict(Direction.choices).get(text, text))
    return text
