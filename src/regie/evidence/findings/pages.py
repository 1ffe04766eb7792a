"""What stands on the pages of findings: plain values for a template."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from regie.evidence.findings import beside, queries, telling, workflow
from regie.evidence.findings.beside import Lines
from regie.evidence.findings.models import Finding, FindingKind, FindingState
from regie.evidence.findings.permissions import DECIDE_FINDINGS, SEE_DRAFTS, states_seen
from regie.evidence.findings.subjects import Themes, themes_of
from regie.evidence.findings.telling import Names
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.areas.rules import country_code, realm_of
from regie.foundation.organizations.models import Municipality

Page = dict[str, Any]
Known = tuple[Lines, Lines]
BADGES = {
    workflow.CANDIDATE: "info",
    workflow.CONFIRMED: "positive",
    workflow.REJECTED: "neutral",
    workflow.MERGED: "neutral",
    workflow.LAPSED: "neutral",
}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"findings:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    picture = reverse("diagnosis:picture", args=[municipality.slug])
    return [(_("Veiligheidsbeeld"), picture), *further]


def names_for(findings: Iterable[Finding], municipality: Municipality) -> Names:
    """What the areas of these findings, and the country, are called. 1 query."""
    found = queries.area_names(findings, municipality)
    nation = found.get(country_code(realm_of(municipality.code)), gettext_noop("het land"))
    return Names(municipality.name, municipality.code, nation, found)


# --- the list -------------------------------------------------------------------------------------


def list_page(membership: Membership, chosen: Mapping[str, str], number: str) -> Page:
    """One page of findings by field and theme, with what else is known of those themes.

    At most 14 queries, however many findings there are.
    """
    municipality = membership.municipality
    themes = themes_of(municipality)
    counts = queries.counts(membership)
    page = queries.page_of(membership, chosen, number)
    rows = list(page.object_list)
    names = names_for(rows, municipality)
    shown_themes = {row.theme for row in rows if row.theme}
    known = beside.known(membership, shown_themes, names)
    may, seen = decision(DECIDE_FINDINGS, role=membership.role), states_seen(membership.role)
    return {
        "page": page,
        "fields": _fields(rows, themes, names, known, selectable=bool(may)),
        "states": [(s, s.label, counts[s.value]) for s in FindingState if s.value in seen],
        "total": sum(counts.values()),
        "sure": counts[workflow.CONFIRMED],
        "waiting": counts[workflow.CANDIDATE],
        "may_decide": may,
        "may_see_drafts": membership.role in SEE_DRAFTS,
        "can_reject": bool(may) and any(r.state == workflow.CANDIDATE for r in rows),
        "crumbs": crumbs(municipality),
        "renewed": queries.with_news(municipality)["numbers"] if may else 0,
        "chosen": chosen,
        "all_fields": themes.fields.items(),
        "kinds": FindingKind.choices,
    }


def _fields(
    rows: Sequence[Finding], themes: Themes, names: Names, known: Known, *, selectable: bool
) -> list[Page]:
    """The rows by field and theme, in the order they have."""
    by_theme = groupby(rows, key=attrgetter("field", "theme"))
    found = [(key, [_shown(row, names, selectable) for row in group]) for key, group in by_theme]
    return [
        {
            "title": themes.fields.get(field, field) if field else _("Over de cijfers zelf"),
            "themes": [_theme(code, shown, themes, known) for (_f, code), shown in group],
        }
        for field, group in groupby(found, key=lambda item: item[0][0])
    ]


def _theme(code: str, shown: list[Page], themes: Themes, known: Known) -> Page:
    return {
        "code": code,
        "anchor": f"thema-{code or 'data'}",
        "title": themes.of(code) if code else _("Datakwaliteit"),
        "registered": [s for s in shown if s["finding"].kind not in PERCEIVED],
        "felt": [s for s in shown if s["finding"].kind in PERCEIVED],
        "perceived": known[0].get(code, ()),
        "street": known[1].get(code, ()),
    }


PERCEIVED = frozenset({FindingKind.PERCEIVED, FindingKind.GAP})


def _shown(row: Finding, names: Names, selectable: bool) -> Page:
    """A finding as a line of the list."""
    return {
        "finding": row,
        "headline": telling.headline(row, names),
        "badge_kind": BADGES[row.state],
        "selectable": selectable and row.state == workflow.CANDIDATE,
    }
