"""What stands on the pages of the figures: plain values for a template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

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
from regie.evidence.indicators.cube import MUNICIPALITY, NEIGHBOURHOOD
from regie.evidence.indicators.definitions import PERCEPTION, Definition
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
NOTHING: Mapping[str, str] = {}
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
    uses, standing = queries.uses_of(plan), queries.standing_of(plan)
    known = queries.kept(plan)
    numbers = {one.number for one in known}
    return {
        **_about(membership, plan),
        "rows": [
            {
                "kept": one,
                "kind": _kind(plan, one.row),
                "uses": uses.get(one.number, ()),
                "standing": standing.get(one.number, ""),
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


def choose_page(membership: Membership, plan: SafetyPlan, place: str = "") -> Page:
    """What of the picture can be drawn of a place, by field, and the findings.

    `place` is the code of a neighbourhood, district or municipality of the plan, with that of its
    municipality before it when that is another: "GM9902/WK990201". At most 15 queries, and 2 for
    each other municipality of a joint plan.
    """
    parties = queries.parties_of(plan)
    chosen = _Place.of(place, parties)
    at = making.desk_of(chosen.town)
    own = chosen.town == plan.municipality
    if chosen.area and at.places.level(chosen.area) is None:
        chosen = replace(chosen, area="")
    groups = [_places(party, plan) for party in parties]
    return {
        **_about(membership, plan),
        "place": chosen.named(at) if chosen.area or not own else "",
        "chosen": chosen.code(plan),
        "groups": groups,
        "fields": [_field(at, field, chosen, plan) for field in picture(chosen.town.code).fields],
        "findings": list(_findings(chosen.town)) if own and not chosen.area else [],
    }


@dataclass(frozen=True)
class _Place:
    """A municipality of a plan, or a neighbourhood or district in it."""

    town: Municipality
    area: str = ""

    @classmethod
    def of(cls, given: str, parties: Sequence[Municipality]) -> "_Place":
        """What was chosen; the municipality that leads the plan for what is not known."""
        party, _slash, area = given.rpartition("/")
        first, *others = parties
        town = next((one for one in others if one.code in {party, area}), first)
        return cls(town, "" if area == town.code else area)

    def code(self, plan: SafetyPlan) -> str:
        """As it stands in an address."""
        own = self.town == plan.municipality
        return "/".join(filter(None, ("" if own else self.town.code, self.area)))

    def named(self, at: Desk) -> str:
        """Its name."""
        return f"{at.places.name(self.area)} ({at.name})" if self.area else at.name


def _places(town: Municipality, plan: SafetyPlan) -> tuple[str, list[tuple[str, str]]]:
    places = making.desk_of(town).places
    choices = [(_Place(town).code(plan), _("heel %(town)s") % {"town": town.name})]
    for level, known in ((_("wijk"), places.districts), (_("buurt"), places.neighbourhoods)):
        for code in sorted(known):
            choices.append((_Place(town, code).code(plan), f"{known[code].name} ({level})"))
    return town.name, choices


def _field(at: Desk, field: FieldView, place: _Place, plan: SafetyPlan) -> Page:
    entries = {e.definition.code: e.definition for e in _entries(field)}
    items = (_item(at, definition, place, plan) for definition in entries.values())
    return {
        "name": words.chosen(field.item.name, field.item.name_en),
        "state": field_state(field),
        "items": [item for item in items if item["links"]],
    }


def _entries(field: FieldView) -> Iterator[Entry]:
    return (entry for theme in field.themes for entry in theme.filled)


def _item(at: Desk, definition: Definition, place: _Place, plan: SafetyPlan) -> Page:
    """What can be drawn of one indicator: of the whole municipality also its areas."""
    found: list[tuple[str, str, dict[str, str]]] = []
    if not place.area or making.has_line(at, definition, place.area):
        found.append((_("lijn"), rules.TREND, {}))
        if definition.kind != PERCEPTION:
            found.append((_("vergelijking"), rules.COMPARISON, {}))
    found += _compared(at, definition, place)
    if not place.area:
        for level in making.map_levels(at, definition):
            about = {"levels": words.levels(level)}
            more = {"kaart": MAP_NAMES[level]}
            found.append((_("kaart van %(levels)s") % about, rules.MAP, more))
    given = place.code(plan)
    shown = {"gebied": given} if given else {}
    town = plan.municipality
    links = [
        (label, _choice(town, kind, definition.slug, {**more, **shown}))
        for label, kind, more in found
    ]
    return {"name": words.name(definition), "links": links}


def _compared(
    at: Desk, definition: Definition, place: _Place
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Comparisons of areas: of the whole municipality, or of the neighbourhoods of a district."""
    district = place.area if place.area in at.places.districts else ""
    for level in making.map_levels(at, definition, drawn=False):
        wanted = level == NEIGHBOURHOOD if district else level != MUNICIPALITY and not place.area
        if wanted and making.can_compare(at, definition, level, district):
            label = _("%(levels)s vergeleken") % {"levels": words.levels(level)}
            yield label, rules.AREAS, {"kaart": MAP_NAMES[level]}


def _choice(town: Municipality, kind: str, code: str, more: Mapping[str, str] = NOTHING) -> str:
    address = to("preview", town, kind=WORDS[kind], code=code)
    return f"{address}?{urlencode(more)}" if more else address


def source_of(plan: SafetyPlan, kind: str, code: str, asked: Mapping[str, str]) -> Source:
    """What an address of this room chose from the picture."""
    given = asked.get("gebied", "")[:40]
    party, _slash, area = given.rpartition("/")
    if not party and area and area != plan.municipality.code and area.startswith("GM"):
        party, area = area, ""
    return Source(kind, code[:80], asked.get("kaart", "")[:20], area, party)


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
    """The words of a figure as it is now, to be changed by who takes it in or writes them anew."""
    dutch, english = (made.words[language] for language in making.LANGUAGES)
    return {
        "caption": dutch.caption[: rules.LONGEST_CAPTION],
        "description": dutch.description[: rules.LONGEST_DESCRIPTION],
        "note": dutch.note,
        "caption_en": english.caption[: rules.LONGEST_CAPTION],
        "description_en": english.description[: rules.LONGEST_DESCRIPTION],
        "note_en": english.note,
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
    made = queries.made(plan, rules.source_from(row.source))
    history = queries.history(plan, row.number)
    newer = made is not None and rules.is_newer(row.basis, made.basis["values"])
    return {
        **_about(membership, plan),
        "row": row,
        "code": rules.code_of(row.number),
        "kind": _kind(plan, row),
        "figure": prose.figure_html(queries.figure_in(row), "oud-"),
        "table": prose.blocks_html((queries.table_in(row),)),
        "basis": _basis(row.basis),
        "gone": made is None,
        "newer": newer,
        "new_figure": _shown(made, "nieuw-") if made and newer else "",
        "new_basis": _basis(made.basis) if made and newer else [],
        "uses": queries.uses_of(plan).get(row.number, ()),
        "taken": next(one.row for one in history if not one.row.only_words),
        "history": history[1:],
    }


def words_page(membership: Membership, plan: SafetyPlan, row: PlanFigure) -> Page:
    """A figure as it stands in the plan, beside a form for its words. 1 query at most."""
    here = to("figure", plan.municipality, number=row.number)
    about = _about(membership, plan)
    crumb = (_("Figuur %(n)s") % {"n": row.number}, here)
    return about | {
        "crumbs": [*about["crumbs"], crumb],
        "row": row,
        "url": here,
        "figure": prose.figure_html(queries.figure_in(row), "oud-"),
        "table": prose.blocks_html((queries.table_in(row),)),
    }


def _kind(plan: SafetyPlan, row: PlanFigure) -> str:
    """What it shows, and of which place when it is not the whole municipality."""
    source = rules.source_from(row.source)
    label = str(FigureKind(row.kind).label)
    place = queries.place_of(plan, source)
    return f"{label}: {place}" if place else label


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
