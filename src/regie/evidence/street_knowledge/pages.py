"""What the pages of street knowledge show: plain values and tables for a template."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.evidence.street_knowledge import queries, rules, subjects, words, workflow
from regie.evidence.street_knowledge.models import Observation, ObservationState, Visibility
from regie.evidence.street_knowledge.permissions import BRING, JUDGE, SEES_ALL
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.access.rules import PARTNER, Decision
from regie.foundation.organizations.models import Municipality
from regie.policy.street_knowledge import STREET_KNOWLEDGE
from regie.ui.formats import number
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
BADGES = {
    workflow.SUBMITTED: "info",
    workflow.ACCEPTED: "positive",
    workflow.RETURNED: "warning",
    workflow.WITHDRAWN: "neutral",
}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"street_knowledge:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, *, room: bool = True) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    picture = reverse("diagnosis:picture", kwargs={"gemeente": municipality.slug})
    path = [(_("Veiligheidsbeeld"), picture)]
    return [*path, (_("Straatkennis"), to("overview", municipality))] if room else path


# --- the overview --------------------------------------------------------------------------------


def may_bring(membership: Membership) -> Decision:
    """Whether this member may write an observation down, and if not: why not."""
    answer = decision(BRING, role=membership.role)
    if answer and membership.role == PARTNER and membership.partner_id is None:
        return Decision(False, _(rules.NO_ORGANISATION))
    return answer


def offered(found: QuerySet[Observation], membership: Membership) -> dict[str, list[Any]]:
    """The choices of the filters: only what occurs in what this reader sees. 4 queries."""
    municipality = membership.municipality
    themes = subjects.theme_names(municipality)
    used = set(found.order_by().values_list("theme", flat=True).distinct())
    areas = set(found.order_by().values_list("area", flat=True).distinct())
    names = subjects.area_names(areas, municipality)
    choices: dict[str, list[Any]] = {
        "soort": words.named(STREET_KNOWLEDGE().kinds),
        "thema": sorted(((c, themes.get(c, c)) for c in used), key=lambda item: item[1]),
        "gebied": sorted(((c, names.get(c, c)) for c in areas), key=lambda item: item[1]),
    }
    if membership.role in SEES_ALL or membership.role == PARTNER:
        choices["stand"] = list(ObservationState.choices)
    return choices


def filtered(found: QuerySet[Observation], chosen: Mapping[str, str]) -> QuerySet[Observation]:
    """The observations that fit every choice; an area holds the areas inside it."""
    plain = {"stand": "state", "soort": "kind", "thema": "theme"}
    for name, column in plain.items():
        if name in chosen:
            found = found.filter(**{column: chosen[name]})
    area = chosen.get("gebied", "")
    if area.startswith("WK"):
        return found.filter(Q(area=area) | Q(area__startswith=f"BU{area[2:]}"))
    return found.filter(area=area) if area and not area.startswith("GM") else found


def table(rows: Sequence[Observation], membership: Membership) -> Table:
    """Observations with what became of them. 2 queries for the names."""
    municipality = membership.municipality
    themes = subjects.theme_names(municipality)
    areas = subjects.area_names({row.area for row in rows}, municipality)
    answers = membership.role in SEES_ALL or membership.role == PARTNER
    columns = [
        Column(_("Waarneming")),
        Column(_("Thema")),
        Column(_("Gebied")),
        Column(_("Gezien")),
        Column(_("Zekerheid")),
    ]
    if membership.role != PARTNER:
        columns.append(Column(_("Van")))
    if answers:
        columns.append(Column(_("Wat is ermee gedaan?")))
    shown = []
    for row in rows:
        cells: list[Cell | str] = [
            _name_cell(row, municipality),
            themes.get(row.theme, row.theme),
            areas.get(row.area, row.area),
            words.seen(row),
            queries.name_of(STREET_KNOWLEDGE().confidence, row.confidence),
        ]
        if membership.role != PARTNER:
            cells.append(bringer(row, membership))
        if answers:
            cells.append(_state_cell(row))
        shown.append(Row(tuple(cells)))
    return Table(_("Waarnemingen, de nieuwste bovenaan"), tuple(columns), tuple(shown))


def _name_cell(row: Observation, municipality: Municipality) -> Cell:
    hidden = row.visibility == Visibility.CONFIDENTIAL
    return Cell(
        title(row),
        href=to("detail", municipality, pk=row.pk),
        sub=queries.name_of(STREET_KNOWLEDGE().kinds, row.kind),
        badge=_("vertrouwelijk") if hidden else "",
    )


def _state_cell(row: Observation) -> Cell:
    return Cell(badge=str(row.get_state_display()), badge_kind=BADGES[row.state], sub=row.reply)


def title(row: Observation) -> str:
    """What it is called; the words of what was withdrawn are gone."""
    return row.title or _("Ingetrokken waarneming %(number)s") % {"number": row.pk}


def bringer(row: Observation, membership: Membership) -> str:
    """Whose observation it is, as far as this reader may know."""
    if row.partner_id is None:
        return _("gemeente")
    return str(row.partner) if queries.shows_partner(membership, row) else _("een partner")


def per_theme(membership: Membership) -> Table | None:
    """How much the analysis uses per theme. 2 queries."""
    municipality = membership.municipality
    found = queries.counts_per_theme(municipality, confidential=membership.role in SEES_ALL)
    columns = (
        Column(_("Thema")),
        *(Column(name, numeric=True) for _code, name in words.named(STREET_KNOWLEDGE().kinds)),
    )
    here = to("overview", municipality)
    rows = tuple(
        Row(
            (
                Cell(each.theme_name, href=f"{here}?thema={each.theme}"),
                number(each.hot_spots),
                number(each.hot_groups),
                number(each.hot_facilities),
            )
        )
        for each in found
    )
    return Table(_("Gebruikt in de analyse, per thema"), columns, rows) if rows else None


# --- one observation -----------------------------------------------------------------------------


def facts(row: Observation, membership: Membership) -> list[tuple[str, str]]:
    """Everything but the description. 2 queries for the names."""
    policy, municipality = STREET_KNOWLEDGE(), membership.municipality
    themes = subjects.theme_names(municipality)
    areas = subjects.area_names({row.area}, municipality)
    sure = next((i for i in policy.confidence if i.code == row.confidence), None)
    found = [
        (_("Soort"), queries.name_of(policy.kinds, row.kind)),
        (_("Thema"), themes.get(row.theme, row.theme)),
        (_("Gebied"), areas.get(row.area, row.area)),
        (_("Gezien"), words.seen(row)),
        (_("Hoe vaak"), queries.name_of(policy.frequencies, row.frequency)),
        (_("Moment"), _listed(queries.name_of(policy.dayparts, c) for c in row.dayparts)),
        (_("Zekerheid"), words.meant([sure])[0][1] if sure else row.confidence),
        (_("Bron"), queries.name_of(policy.bases, row.basis)),
        (_("Van"), bringer(row, membership)),
        (_("Wie mag dit lezen"), readers(row, membership)),
        (_("Ingediend"), date_format(localtime(row.made_at), "j F Y")),
    ]
    return [fact for fact in found if fact[1]]


def readers(row: Observation, membership: Membership) -> str:
    """Who may read it, from where this reader stands."""
    if row.visibility == Visibility.MEMBERS:
        return str(row.get_visibility_display())
    if membership.role == PARTNER:
        return str(Visibility.CONFIDENTIAL.label)
    return _("Alleen de veiligheidscoördinator, de onderzoeker en wie het bracht")


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(part.lower() for part in parts)


def detail(row: Observation, membership: Membership) -> Page:
    """One observation with what this reader may do. 2 queries."""
    role, mine = membership.role, queries.organisation_of(membership)
    own = row.partner_id == (mine.pk if mine else None)
    change = rules.why_not_change(
        state=row.state, maker=row.partner_id, mine=mine.pk if mine else None
    )
    brings, judges = decision(BRING, role=role), decision(JUDGE, role=role)
    return {
        "row": row,
        "name": title(row),
        "facts": facts(row, membership),
        "badge": {"text": row.get_state_display(), "kind": BADGES[row.state]},
        "confidential": row.visibility == Visibility.CONFIDENTIAL,
        "sensitive": ", ".join(_sensitive(row)) if judges else "",
        "story": _story(row, own=own and mine is not None),
        "gone": row.state == workflow.WITHDRAWN,
        "edit_url": to("edit", membership.municipality, pk=row.pk) if brings and own else "",
        "why_not_edit": _(change) if change else "",
        "judges": judges and row.state in {workflow.SUBMITTED, workflow.ACCEPTED},
        "waits": row.state == workflow.SUBMITTED,
        "may_judge": judges,
        "may_withdraw": brings and own and row.state != workflow.WITHDRAWN,
        "crumbs": crumbs(membership.municipality),
    }


def _sensitive(row: Observation) -> list[str]:
    """Words about origin or religion in a hot group, for the eyes of the coordinator."""
    if row.kind != "hot_group":
        return []
    return words.sensitive(f"{row.title} {row.description} {row.done}")


def _story(row: Observation, *, own: bool) -> str:
    """What happened to it, in a sentence for who brought it or for another reader."""
    yours = {
        workflow.SUBMITTED: _("De veiligheidscoördinator leest uw waarneming nog."),
        workflow.ACCEPTED: _("Uw waarneming telt mee in de veiligheidsanalyse."),
        workflow.RETURNED: _("De veiligheidscoördinator vraagt u iets te veranderen."),
        workflow.WITHDRAWN: _("U trok deze waarneming in. De tekst is verwijderd."),
    }
    others = {
        workflow.SUBMITTED: _("Deze waarneming wacht op een oordeel."),
        workflow.ACCEPTED: _("Deze waarneming telt mee in de veiligheidsanalyse."),
        workflow.RETURNED: _("Deze waarneming is teruggegeven en wordt verbeterd."),
        workflow.WITHDRAWN: _("Deze waarneming is ingetrokken. De tekst is verwijderd."),
    }
    return (yours if own else others)[row.state]
