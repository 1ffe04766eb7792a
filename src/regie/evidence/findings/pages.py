"""What stands on the pages of findings: plain values for a template."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from regie.evidence.findings import beside, queries, telling, workflow
from regie.evidence.findings.beside import Known
from regie.evidence.findings.models import Finding, FindingKind, FindingState
from regie.evidence.findings.permissions import DECIDE_FINDINGS, SEE_DRAFTS, states_seen
from regie.evidence.findings.queries import Choice
from regie.evidence.findings.telling import Names
from regie.evidence.findings.themes import Themes, themes_of
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.areas.rules import country_code, realm_of
from regie.foundation.organizations.models import Municipality

Page = dict[str, Any]
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


def list_page(membership: Membership, choice: Choice, number: str) -> Page:
    """One page of findings by field and theme, with what else is known of those themes.

    At most 14 queries, however many findings there are.
    """
    municipality = membership.municipality
    themes = themes_of(municipality)
    counts = queries.counts(membership)
    page = queries.page_of(membership, choice, number)
    rows = list(page.object_list)
    names = names_for(rows, municipality)
    shown_themes = {row.theme for row in rows if row.theme}
    known = beside.known(membership, shown_themes, names)
    may = decision(DECIDE_FINDINGS, role=membership.role)
    return {
        "page": page,
        "fields": _fields(rows, themes, names, known, selectable=bool(may)),
        "tabs": _tabs(municipality, membership.role, choice, counts),
        "empty": not sum(counts.values()),
        "may_decide": may,
        "may_see_drafts": membership.role in SEE_DRAFTS,
        "can_reject": bool(may) and any(r.state == workflow.CANDIDATE for r in rows),
        "crumbs": crumbs(municipality),
        "renewed": queries.with_news(municipality)["numbers"] if may else 0,
        "summary": _summary(counts),
        "choice": choice,
        "all_fields": themes.fields.items(),
        "kinds": FindingKind.choices,
    }


def _summary(counts: Counter[str]) -> str:
    waiting, sure = counts[workflow.CANDIDATE], counts[workflow.CONFIRMED]
    return _("%(sure)s bevestigd, %(waiting)s nog te beoordelen.") % {
        "sure": sure,
        "waiting": waiting,
    }


def _tabs(
    municipality: Municipality, role: str, choice: Choice, counts: Counter[str]
) -> list[Page]:
    """A tab per state this role sees; others are not even named."""
    here = to("list", municipality)
    seen = [state for state in FindingState if state.value in states_seen(role)]
    tabs = [
        {
            "label": f"{state.label} ({counts[state.value]})".capitalize(),
            "url": f"{here}?stand={state.value}",
            "current": choice.state == state.value,
        }
        for state in seen
    ]
    everything = {
        "label": _("Alles (%(n)s)") % {"n": sum(counts.values())},
        "url": here,
        "current": not choice.state,
    }
    return [everything, *tabs] if len(tabs) > 1 else []


def _fields(
    rows: Sequence[Finding], themes: Themes, names: Names, known: Known, *, selectable: bool
) -> list[Page]:
    def field_of(row: Finding) -> str:
        return row.field

    return [
        {
            "title": themes.fields.get(code, code) if code else _("Over de cijfers zelf"),
            "themes": list(_themes(list(group), themes, names, known, selectable=selectable)),
        }
        for code, group in groupby(rows, key=field_of)
    ]


def _themes(
    rows: Sequence[Finding], themes: Themes, names: Names, known: Known, *, selectable: bool
) -> Iterator[Page]:
    def theme_of(row: Finding) -> str:
        return row.theme

    for code, group in groupby(rows, key=theme_of):
        shown = [_shown(row, names, selectable=selectable) for row in group]
        yield {
            "code": code,
            "anchor": f"thema-{code or 'data'}",
            "title": themes.of(code) if code else _("Datakwaliteit"),
            "registered": [s for s in shown if s["finding"].kind not in PERCEIVED],
            "felt": [s for s in shown if s["finding"].kind in PERCEIVED],
            "perceived": known.perceived.get(code, ()),
            "street": known.street.get(code, ()),
        }


PERCEIVED = frozenset({FindingKind.PERCEIVED, FindingKind.GAP})


def _shown(row: Finding, names: Names, *, selectable: bool) -> Page:
    """A finding as a line of the list."""
    return {
        "finding": row,
        "headline": telling.headline(row, names),
        "badge_kind": BADGES[row.state],
        "selectable": selectable and row.state == workflow.CANDIDATE,
    }
