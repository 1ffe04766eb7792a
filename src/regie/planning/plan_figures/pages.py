"""What stands on the pages of the figures: plain values for a template."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regie.evidence.diagnosis.desk import Desk
from regie.evidence.diagnosis.indicator_page import MAP_NAMES
from regie.evidence.diagnosis.queries import field_state, picture
from regie.evidence.findings import queries as findings
from regie.evidence.findings import telling
from regie.evidence.findings.models import FindingKind
from regie.evidence.findings.pages import names_for
from regie.evidence.indicators.definitions import PERCEPTION
from regie.evidence.indicators.overview import Entry, FieldView
from regie.evidence.wording import words
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.planning.plan_figures import making, queries, rules
from regie.planning.plan_figures.making import Made
from regie.planning.plan_figures.models import FigureKind, PlanFigure
from regie.planning.plan_figures.rules import SLUGS, Source
from regie.planning.plans import rules as states
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.planning.plans.permissions import WRITE_PLAN
from regie.ui import prose
from regie.ui.formats import period

Page = dict[str, Any]
WORDS = {kind: slug for slug, kind in SLUGS.items()}
WITHOUT_DRAWING = frozenset({FindingKind.DATA, FindingKind.OWN})


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"plan_figures:{name}", kwargs={"gemeente": municipality.slug, **more})


def _about(membership: Membership, plan: SafetyPlan) -> Page:
    town = membership.municipality
    closed = states.writing_refusal(plan.state)
    return {
        "plan": plan,
        "may_write": decision(WRITE_PLAN, role=membership.role),
        "closed": _(closed) if closed else "",
        "writable": closed is None,
        "crumbs": [
            (_("Plan"), reverse("plans:plan", args=[town.slug])),
            (_("Figuren"), to("list", town)),
        ],
        "choose_url": to("choose", town),
    }


def list_page(membership: Membership, plan: SafetyPlan) -> Page:
    """Every figure with where it stands and whether there is newer. At most 8
    queries, and 1 for each finding."""
    uses, newer = queries.uses_of(plan), queries.newer_of(plan)
    known = queries.kept(plan)
    numbers = {one.number for one in known}
    return {
        **_about(membership, plan),
        "rows": [
            {
                "kept": one,
                "kind": FigureKind(one.row.kind).label,
                "uses": uses.get(one.number, ()),
                "newer": one.number in newer,
            }
            for one in known
        ],
        "lost": [
            (number, views) for number, views in sorted(uses.items()) if number not in numbers
        ],
    }


def beside(membership: Membership, section: PlanSection) -> Page | None:
    """The panel beside a text that is being written: what to type for each figure. 1 query."""
    plan = section.plan
    may = decision(WRITE_PLAN, role=membership.role)
    if not may or states.writing_refusal(plan.state):
        return None
    town = membership.municipality
    return {"rows": queries.kept(plan), "list_url": to("list", town), "url": to("choose", town)}


def as_json(plan: SafetyPlan) -> Page:
    """The figures for the editor in the browser. 1 query."""
    return {"figures": [{"number": k.number, "caption": k.conclusion} for k in queries.kept(plan)]}


# --- choosing -------------------------------------------------------------------------------------


def choose_page(membership: Membership, plan: SafetyPlan) -> Page:
    """What of the picture can be drawn, by field, and the findings. At most 14 queries."""
    town = plan.municipality
    at = making.desk_of(town)
    view = picture(town.code)
    return {
        **_about(membership, plan),
        "fields": [_field(at, field, town) for field in view.fields],
        "findings": list(_findings(town)),
    }


def _field(at: Desk, field: FieldView, town: Municipality) -> Page:
    entries = {e.definition.code: e for theme in field.themes for e in theme.filled}
    return {
        "name": words.chosen(field.item.name, field.item.name_en),
        "state": field_state(field),
        "items": [_item(at, entry, town) for entry in entries.values()],
    }


def _item(at: Desk, entry: Entry, town: Municipality) -> Page:
    definition = entry.definition
    links = [(_("lijn"), _choice(town, rules.TREND, definition.slug))]
    if definition.kind != PERCEPTION:
        links.append((_("vergelijking"), _choice(town, rules.COMPARISON, definition.slug)))
    for level in making.map_levels(at, definition):
        name = MAP_NAMES[level]
        address = f"{_choice(town, rules.MAP, definition.slug)}?kaart={name}"
        links.append((_("kaart van %(levels)s") % {"levels": words.levels(level)}, address))
    return {"name": words.name(definition), "links": links}


def _choice(town: Municipality, kind: str, code: str) -> str:
    return to("preview", town, kind=WORDS[kind], code=code)


def _findings(town: Municipality) -> Iterator[Page]:
    rows = [row for row in findings.confirmed(town) if row.kind not in WITHOUT_DRAWING]
    names = names_for(rows, town)
    for row in rows:
        if row.indicator:
            url = _choice(town, rules.FINDING, str(row.pk))
            yield {"name": telling.headline(row, names), "url": url}


def preview_page(membership: Membership, plan: SafetyPlan, source: Source, made: Made) -> Page:
    """The figure as it would be taken in. No queries."""
    return {
        **_about(membership, plan),
        "figure": _shown(made, "nieuw-"),
        "table": _table(made, "nieuw-"),
        "basis": _basis(made.basis),
        "kind": FigureKind(source.kind).label,
    }


def starting_words(made: Made) -> dict[str, str]:
    """The words of the picture, to be changed by who takes the figure in."""
    figure = made.drawn[_language(made)].figure
    return {
        "caption": figure.caption[: rules.LONGEST_CAPTION],
        "description": figure.alternative[: rules.LONGEST_DESCRIPTION],
    }


def _language(made: Made) -> str:
    now = get_language() or ""
    return now if now in made.drawn else making.LANGUAGES[0]


def _shown(made: Made, prefix: str) -> SafeString:
    return prose.figure_html(made.drawn[_language(made)].figure, prefix)


def _table(made: Made, prefix: str) -> SafeString:
    return prose.blocks_html((made.drawn[_language(made)].table,), prefix=prefix)


# --- one figure -----------------------------------------------------------------------------------


def figure_page(membership: Membership, plan: SafetyPlan, row: PlanFigure) -> Page:
    """One figure with what it rests on, where it stands, and newer figures beside it.

    At most 14 queries when the picture is in memory.
    """
    made = making.made(rules.source_from(row.source), plan.municipality)
    newer = made is not None and rules.is_newer(row.basis, made.basis["values"])
    return {
        **_about(membership, plan),
        "row": row,
        "code": rules.code_of(row.number),
        "kind": FigureKind(row.kind).label,
        "figure": prose.figure_html(queries.figure_in(row), "oud-"),
        "table": prose.blocks_html((queries.table_in(row),)),
        "basis": _basis(row.basis),
        "gone": made is None,
        "newer": newer,
        "new_figure": _shown(made, "nieuw-") if made and newer else "",
        "new_basis": _basis(made.basis) if made and newer else [],
        "uses": queries.uses_of(plan).get(row.number, ()),
        "history": queries.history(plan, row.number),
    }


def _basis(basis: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a figure rests on, as properties."""
    version = basis["definition_version"]
    facts = [
        (_("Laatste periode"), period(basis["period"])),
        (
            _("Definitie"),
            _("versie %(n)s") % {"n": version} if version else _("nog niet vastgelegd"),
        ),
    ]
    newest = sorted(basis["deliveries"], key=lambda one: one["received"], reverse=True)[:3]
    return facts + [(_("Levering %(id)s") % one, _delivery(one)) for one in newest]


def _delivery(one: Mapping[str, str]) -> str:
    day = date_format(date.fromisoformat(one["vintage"] or one["received"]), "j F Y")
    return f"{one['publisher']}, {one['title'] or one['table']} ({day})"
