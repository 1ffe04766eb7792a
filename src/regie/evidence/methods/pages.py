"""What stands on the pages about how we calculate, gathered for a template."""

import re
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.evidence.calibration.laying import countable
from regie.evidence.calibration.rules import Origin, Parameter
from regie.evidence.indicators.cube import LOCAL, MUNICIPALITY
from regie.evidence.indicators.definitions import Definition
from regie.evidence.methods import words
from regie.evidence.methods.queries import (
    LEVELS,
    ChoiceView,
    Parameters,
    SettingView,
    SetView,
)
from regie.evidence.sources.models import Delivery
from regie.foundation.access.rules import Decision
from regie.foundation.organizations.models import Municipality
from regie.policy.methods import DefaultItem
from regie.ui.formats import number
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
EXAMPLES = ("offence-1.1.1", "offence-1.4.5", "offence-1.2.3", "nuisance-E35")
"""Types that everybody knows, to say in a sentence what a swing is."""
EDITIONS = 2


def to(name: str, municipality: Municipality, **more: object) -> str:
    """The address of a page of this room."""
    return reverse(f"methods:{name}", kwargs={"gemeente": municipality.slug, **more})


def tabs(municipality: Municipality, current: str) -> list[Page]:
    """The three pages of this room."""
    names = {
        "settings": _("Instellingen"),
        "estimates": _("Schommeling en spreiding"),
        "peers": _("Vergelijkbare gemeenten"),
    }
    return [
        {"label": label, "url": to(name, municipality), "current": name == current}
        for name, label in names.items()
    ]


def crumbs(municipality: Municipality, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The path to a page under the pages about how we calculate."""
    return [(_("Rekenwijze"), to("settings", municipality)), *further]


# --- settings ------------------------------------------------------------------------------------


def settings_page(municipality: Municipality, found: Sequence[SettingView]) -> Page:
    """Every setting, under the question that it belongs to. No queries."""
    titles = words.questions()
    groups = [
        (code, [view for view in found if view.item.question == code]) for code in sorted(titles)
    ]
    return {
        "tabs": tabs(municipality, "settings"),
        "own": words.how_many_own(sum(view.own for view in found)),
        "groups": [
            {
                "title": titles[code],
                "text": words.method(code),
                "table": _settings_table(municipality, titles[code], views),
            }
            for code, views in groups
            if views
        ],
    }


def _settings_table(
    municipality: Municipality, caption: str, views: Sequence[SettingView]
) -> Table:
    columns = (
        Column(_("Instelling")),
        Column(_("Nu")),
        Column(_("Standaard")),
        Column(_("Waarom anders")),
    )
    return Table(caption, columns, tuple(_setting_row(municipality, view) for view in views))


def _setting_row(municipality: Municipality, view: SettingView) -> Row:
    item = view.item
    own = {"badge": _("eigen keuze"), "badge_kind": "info"} if view.own else {}
    why = Cell(view.last.reason, sub=words.who(view.last)) if view.own and view.last else "–"
    return Row(
        (
            Cell(words.setting_name(item), to("setting", municipality, code=item.code)),
            Cell(words.setting_value(item, view.value), **own),
            words.setting_value(item, item.value),
            why,
        )
    )


def setting_page(municipality: Municipality, view: SettingView, may: Decision) -> Page:
    """One setting: what it does, its bounds, its history. No queries."""
    item = view.item
    return {
        "crumbs": crumbs(municipality),
        "title": words.setting_name(item),
        "text": words.setting_text(item),
        "facts": _setting_facts(view),
        "question": words.questions()[item.question],
        "source": item.source,
        "ignored": words.ignored(view),
        "own": view.own or view.ignored is not None,
        "may": may,
        "action": to("choose", municipality, code=item.code),
        "reset": to("reset", municipality, code=item.code),
        "back": words.back_to(item),
        "history": _history(item, view.history) if view.history else None,
    }


def _setting_facts(view: SettingView) -> list[tuple[str, str]]:
    item = view.item
    return [
        (_("Nu"), words.setting_value(item, view.value)),
        (_("Standaard"), words.setting_value(item, item.value)),
        (_("Kleinste waarde"), words.setting_value(item, item.minimum)),
        (_("Grootste waarde"), words.setting_value(item, item.maximum)),
    ]


def _history(item: DefaultItem, choices: Sequence[ChoiceView]) -> Table:
    columns = (Column(_("Wanneer")), Column(_("Van")), Column(_("Naar")), Column(_("Waarom")))
    rows = tuple(
        Row(
            (
                date_format(localtime(choice.at), "j F Y"),
                words.chosen_value(item, choice.old),
                words.chosen_value(item, choice.new),
                Cell(choice.reason, sub=choice.who),
            )
        )
        for choice in choices
    )
    return Table(_("Eerdere keuzes"), columns, rows)


# --- estimates -----------------------------------------------------------------------------------


def estimates_page(
    municipality: Municipality, found: Parameters, view: SetView | None, level: str
) -> Page:
    """Swing and spread of every indicator at one level. 1 query for where they come from."""
    return {
        "tabs": tabs(municipality, "estimates"),
        "level": level,
        "levels": words.levels(),
        "set": view,
        "made": words.made(view) if view else "",
        "examples": _examples(found, level),
        "table": _estimates_table(found, level, known=True),
        "borrowed": _estimates_table(found, level, known=False),
        "local": level in LOCAL,
        "provenance": _provenance(municipality, view) if view else [],
        "estimate": to("estimate", municipality),
    }


def chosen_level(asked: str) -> str:
    """The level in the address, municipalities when it is none of ours."""
    return asked if asked in LEVELS else MUNICIPALITY


def _examples(found: Parameters, level: str) -> list[str]:
    """What a swing is, said of types that everybody knows."""
    known = {item.code: item for item in countable()}
    pairs = ((known[code], found.swing_of(code, level)) for code in EXAMPLES if code in known)
    return [
        words.swing_sentence(words.indicator_name(item), swing)
        for item, swing in pairs
        if swing.origin is Origin.ESTIMATED
    ]


def _estimates_table(found: Parameters, level: str, *, known: bool) -> Table | None:
    """The indicators of which something was estimated, or those of which everything is borrowed."""
    items = [item for item in countable() if _estimated(item, found, level) is known]
    columns = (
        Column(_("Indicator")),
        Column(_("Schommeling per jaar"), numeric=True, hint=_("ook als er niets verandert")),
        Column(_("Verschil tussen gebieden"), numeric=True, hint=_("meer dan door toeval")),
        Column(_("Waarop dat berust")),
    )
    caption = words.estimates_caption(level) if known else words.borrowed_caption(len(items))
    rows = tuple(_estimate_row(item, found, level) for item in items)
    return Table(caption, columns, rows) if rows else None


def _estimated(item: Definition, found: Parameters, level: str) -> bool:
    both = (found.swing_of(item.code, level), found.size_of(item.code, level))
    return any(each.origin is Origin.ESTIMATED for each in both)


def _estimate_row(item: Definition, found: Parameters, level: str) -> Row:
    swing, size = found.swing_of(item.code, level), found.size_of(item.code, level)
    return Row(
        (
            words.indicator_name(item),
            Cell(words.swing_percent(swing.value), sub=f"σ = {number(swing.value, 2)}"),
            Cell(words.spread_percent(size.value), sub=words.size_short(size)),
            Cell(words.bases(swing, size), sub=" ".join(_remarks(swing, size))),
        )
    )


def _remarks(swing: Parameter, size: Parameter) -> list[str]:
    return list(dict.fromkeys([*words.remarks(swing), *words.remarks(size)]))


def _provenance(municipality: Municipality, view: SetView) -> list[dict[str, str]]:
    """The deliveries of a set; more than two editions of one publication take one line."""
    rows = Delivery.objects.filter(pk__in=view.deliveries).select_related("dataset").order_by("pk")
    editions: dict[str, list[Delivery]] = {}
    for row in rows:
        if row.dataset is not None:
            editions.setdefault(re.sub(r" \d{4}$", "", row.dataset.title), []).append(row)
    return [
        line
        for title, group in editions.items()
        for line in (
            [_delivery_line(municipality, row) for row in group]
            if len(group) <= EDITIONS
            else [{"text": _("%(title)s (%(n)s leveringen)") % {"title": title, "n": len(group)}}]
        )
    ]


def _delivery_line(municipality: Municipality, row: Delivery) -> dict[str, str]:
    dataset = row.dataset
    text = f"{dataset.table_id} {dataset.title}" if dataset else str(row)
    return {"text": text, "href": reverse("sources:delivery", args=[municipality.slug, row.pk])}
