"""What stands on each page, gathered for a template: the same for the site and the folder.

A page is a dictionary of plain values and of the small frozen objects of `queries` and `ui`.
Links come from a `Links` object, so that the same page opens on the site and from disk.
"""

from typing import Any

from django.utils.translation import gettext as _

from regie.evidence.diagnosis import drawings, field_table, tables, verdicts
from regie.evidence.diagnosis.desk import Desk
from regie.evidence.indicators import overview, parts
from regie.evidence.indicators.cube import INHABITANTS, MUNICIPALITY, NEIGHBOURHOOD
from regie.evidence.indicators.geography import outlines
from regie.evidence.indicators.overview import FieldView, Picture, ThemeView
from regie.evidence.wording import sentences, words
from regie.policy.theme_sources import sources_of
from regie.ui.formats import number, percent, period
from regie.ui.schema import Node, draw_schema
from regie.ui.tables import Table

ACCIDENTS = "offence-1.3.1"
TOTAL = "offence-0.0.0"
Page = dict[str, Any]


def picture_page(at: Desk) -> Page:
    """The schema of the five fields, the summary, the totals and the compulsory indicators."""
    view = overview.picture(at.found, at.places.country_name)
    newest = view.latest_period
    return {
        "name": at.name,
        "empty": newest is None,
        "upload": at.links.upload(),
        "deliveries": at.links.deliveries(),
        "csv": at.links.picture_table(),
        "schema": schema(at, view),
        "summary": verdicts.summary(at, view),
        "latest": period(newest) if newest else "",
        "judged": bool(at.verdicts),
        "fields": field_table.fields(at, view),
        "totals": _totals(at, view),
        "accidents": accidents(view),
        "budget": tables.entries(at, view.budget, _("Verplichte indicatoren in de begroting")),
        "budget_notes": _budget_notes(view),
        "gaps": boundary_note(view),
        "provenance": tables.provenance(at, view.entries),
    }


def _totals(at: Desk, view: Picture) -> Table | None:
    """The totals of the police, when a table with totals was read."""
    found = [entry for entry in view.totals if entry.reading]
    return tables.entries(at, found, _("Totalen van de politie")) if found else None


def schema(at: Desk, view: Picture) -> str:
    """The drawn, clickable figure of the five fields with the state of each in words."""
    nodes = tuple(
        Node(
            field.item.code,
            at.label(field.item.code, field.item.name, field.item.name_en),
            at.links.field(field.item.slug),
            field.item.x,
            field.item.y,
            sentences.field_state(field),
            lines=verdicts.field_lines(at, field),
        )
        for field in view.fields
    )
    return draw_schema(nodes, _("Veiligheidsbeeld"), "")


def _field_card(at: Desk, field: FieldView) -> Page:
    return {
        "title": at.label(field.item.code, field.item.name, field.item.name_en),
        "href": at.links.field(field.item.slug),
        "summary": words.chosen(field.item.summary, field.item.summary_en),
        "state": sentences.field_state(field),
        "lines": verdicts.field_lines(at, field),
        "not_compared": sentences.not_compared(field),
        "answers": sentences.survey_answers(field),
    }


def accidents(view: Picture) -> str:
    """How much of the total is road accidents, and what is left without them."""
    found = {entry.definition.code: entry.reading for entry in view.entries}
    total, part = found.get(TOTAL), found.get(ACCIDENTS)
    if total is None or part is None or total.period != part.period or not total.count:
        return _("In het totaal van de politie tellen ook ongevallen in het verkeer mee.")
    share = 100 * (part.count or 0) / total.count
    return _(
        "In dit totaal tellen %(part)s ongevallen in het verkeer mee (%(share)s). "
        "Zonder die ongevallen is het totaal %(rest)s."
    ) % {
        "part": number(part.count),
        "share": percent(share),
        "rest": number(total.count - (part.count or 0)),
    }


def _budget_notes(view: Picture) -> list[Page]:
    return [
        {"name": words.name(entry.definition), "note": words.note(entry.definition)}
        for entry in view.budget
        if words.note(entry.definition)
    ]


def boundary_note(view: Picture) -> str:
    """Years with counts but without a population, named once for the whole picture."""
    for entry in view.entries:
        if entry.series and entry.series.denominator == INHABITANTS:
            note = sentences.boundary(entry.series)
            if note:
                return note
    return ""


def field_page(at: Desk, slug: str) -> Page | None:
    """One safety field: its themes with their indicators, or None for an unknown slug."""
    view = overview.picture(at.found, at.places.country_name)
    field = next((item for item in view.fields if item.item.slug == slug), None)
    if field is None:
        return None
    return {
        **_field_card(at, field),
        "name": at.name,
        "empty": view.latest_period is None,
        "upload": at.links.upload(),
        "crumbs": at.crumbs(),
        "judged": bool(at.verdicts),
        "themes": [_theme(at, theme) for theme in field.themes],
        "tabs": [_tab(at, other, slug) for other in view.fields],
        "provenance": tables.provenance(at, field.entries),
    }


def _tab(at: Desk, field: FieldView, slug: str) -> Page:
    return {
        "label": at.label(field.item.code, field.item.name, field.item.name_en),
        "url": at.links.field(field.item.slug),
        "current": field.item.slug == slug,
    }


def _theme(at: Desk, theme: ThemeView) -> Page:
    item = theme.item
    title = at.label(item.code, item.name, item.name_en)
    return {
        "code": item.code,
        "title": title,
        "summary": words.chosen(item.summary, item.summary_en),
        "flanking": item.flanking,
        "table": tables.entries(at, theme.filled, title) if theme.filled else None,
        "without": [words.name(e.definition) for e in theme.entries if e not in theme.filled],
        "needed": [words.chosen(s.name, s.name_en) for s in sources_of(item.code)],
    }


def area_page(at: Desk, code: str) -> Page | None:
    """One area with all its indicators, or None for a code outside this municipality."""
    level = own_level(at, code)
    if level is None:
        return None
    rows = parts.area_rows(at.found, code, level)
    people = parts.inhabitants(at.found, code, level)
    return {
        "code": code,
        "area": at.places.name(code),
        "name": at.name,
        "level": level,
        "kind": words.level(level),
        "is_part": level != MUNICIPALITY,
        "crumbs": at.crumbs(),
        "upload": at.links.upload(),
        "people": people,
        "people_text": _people(people),
        "facts": _area_facts(at, code, level),
        "small": people is not None and people[0] < 200,
        "table": tables.area_rows(at, code, rows) if rows else None,
        "doubts": tables.doubts(rows),
        "silent": tables.quiet_types(rows),
        "hidden": [words.name(item) for item in parts.hidden_types(at.found, level)],
        "parts": _parts(at, code, level),
        "map": _locator(at, code, level),
        "csv": at.links.area_table(code),
        "changes": at.links.changes(),
        "provenance": tables.references(at, parts.area_deliveries(at.found, level)),
    }


def own_level(at: Desk, code: str) -> str | None:
    """The level of an area of this municipality; None for any other code."""
    level = at.places.level(code)
    return None if level == MUNICIPALITY and code != at.found.municipality else level


def _area_facts(at: Desk, code: str, level: str) -> list[tuple[str, str, str]]:
    """What kind of area it is, how many people live there, and what it lies in."""
    facts = [
        (_("Soort gebied"), words.level(level).capitalize(), ""),
        (_("Code"), code, ""),
        (_("Aantal inwoners"), _people(parts.inhabitants(at.found, code, level)), ""),
    ]
    if level == NEIGHBOURHOOD:
        district = f"WK{code[2:8]}"
        if district in at.places.districts:
            facts.append((_("Wijk"), at.places.name(district), at.links.area(district)))
    if level != MUNICIPALITY:
        own = at.found.municipality
        facts.append((_("Gemeente"), at.name, at.links.area(own)))
    return facts


def _people(people: tuple[float, int] | None) -> str:
    if people is None:
        return _("Het aantal inwoners is niet bekend.")
    return _("%(n)s inwoners (1 januari %(year)s)") % {"n": number(people[0]), "year": people[1]}


def _parts(at: Desk, code: str, level: str) -> list[Page]:
    """The areas inside this one, as links."""
    if level == NEIGHBOURHOOD:
        return []
    found = at.places.districts if level == MUNICIPALITY else at.places.neighbourhoods
    inside = (
        item for item in found.values() if level == MUNICIPALITY or item.code[2:8] == code[2:8]
    )
    return [{"title": item.name, "url": at.links.area(item.code)} for item in inside]


def _locator(at: Desk, code: str, level: str) -> str:
    """A small map that shows where the area lies in the municipality."""
    return drawings.locator(at.places, outlines(at.found, level, None), code, at.links)
