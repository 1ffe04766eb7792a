"""What stands on the page of one finding."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regie.evidence.appraisal.rules import Place
from regie.evidence.diagnosis import drawings
from regie.evidence.diagnosis.queries import indicator_view
from regie.evidence.findings import beside, pages, queries, rules, telling, workflow
from regie.evidence.findings.models import Finding
from regie.evidence.findings.pages import Page, crumbs, names_for, to
from regie.evidence.findings.permissions import DECIDE_FINDINGS, states_seen
from regie.evidence.findings.rules import Verdict
from regie.evidence.findings.subjects import by_code, themes_of
from regie.evidence.findings.telling import Names
from regie.evidence.indicators.definitions import PERCEPTION, Definition
from regie.evidence.signals import words as verdicts
from regie.evidence.sources.models import Delivery
from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.records.engine import WRONG_STATE
from regie.ui.formats import number
from regie.ui.tables import Cell, Column, Row, Table

STEPS: Mapping[str, str] = {
    "bevestigen": "confirm",
    "afwijzen": "reject",
    "samenvoegen": "merge",
    "losmaken": "unmerge",
    "heropenen": "reopen",
}
"""What the last part of an address does."""


def finding_page(membership: Membership, finding: Finding) -> Page:
    """One finding with everything beside it. At most 24 queries, most of them for the figure."""
    municipality, role = membership.municipality, membership.role
    names = names_for([finding], municipality)
    themes = themes_of(municipality)
    verdict = rules.verdict_from(finding.verdict)
    definition = by_code().get(finding.indicator)
    title, into = telling.headline(finding, names), finding.merged_into
    perceived, street = beside.known(membership, {finding.theme}, names)
    return {
        "finding": finding,
        "title": title,
        "crumbs": crumbs(municipality, (_("Bevindingen"), to("list", municipality))),
        "badge_kind": pages.BADGES[finding.state],
        "theme": themes.of(finding.theme),
        "field": themes.fields.get(finding.field, ""),
        "told": telling.told(finding, names),
        "lines": two_lines(verdict),
        "why": why_no_arrow(verdict, definition, names),
        "places": places_table(verdict.places, names) if verdict.places else None,
        "evidence": telling.evidence(finding),
        "drawn": _figure(finding, definition, names, title),
        "links": _links(finding, definition),
        "news": _news(finding, verdict, names),
        "perceived": perceived.get(finding.theme, ()),
        "street": _linked(membership, finding),
        "theme_street": street.get(finding.theme, ()),
        "steps": list(_steps(finding, role)),
        "may_write": decision(DECIDE_FINDINGS, role=role),
        "sources": _sources(finding, verdict),
        "history": queries.history(finding),
        "merged": [(telling.headline(m, names), _url(m, role)) for m in finding.merged.all()],
        "merged_into": into and (telling.headline(into, names), _url(into, role)),
    }


def two_lines(verdict: Verdict) -> list[str]:
    """The two questions of the change of the whole municipality; none without a change."""
    change = verdict.change
    return verdicts.two_lines(change) if change and change.expected is not None else []


def why_no_arrow(verdict: Verdict, definition: Definition | None, names: Names) -> list[str]:
    """Why the municipality as a whole has an arrow or not, with its own numbers."""
    if verdict.change is None or definition is None:
        return []
    return [text for text in verdicts.why_no_arrow(verdict.change, definition, names.town) if text]


# --- figures -------------------------------------------------------------------------------------


def places_table(places: Sequence[Place], names: Names) -> Table:
    """The places of a finding with their numbers."""
    columns = (
        Column(_("Gebied")),
        Column(_("Geteld"), numeric=True),
        Column(_("Bij het cijfer van de gemeente"), numeric=True),
        Column(_("Keer de gemeente"), numeric=True, hint=_("voorzichtig geschat")),
        Column(_("Ontwikkeling")),
    )
    rows = tuple(
        Row(
            (
                Cell(names.of(place.area)),
                verdicts.amount(place.level.observed),
                verdicts.amount(place.level.expected),
                number(place.smoothed, 2),
                verdicts.short_change(place.change),
            ),
            key=place.area,
        )
        for place in places
    )
    return Table(_("De plekken van deze bevinding"), columns, rows)


def _figure(
    finding: Finding, definition: Definition | None, names: Names, title: str
) -> object | None:
    """The line of the municipality beside the country, as it is now. None for a survey."""
    if definition is None or definition.kind == PERCEPTION:
        return None
    view = indicator_view(finding.municipality.code, definition.slug)
    if view is None or view.series.latest is None:
        return None
    return drawings.trend(view.series, names.town, view.beside[:2], title)


def _links(finding: Finding, definition: Definition | None) -> list[tuple[str, str]]:
    """Where the verdict and the figures are explained."""
    if definition is None:
        return []
    slug = finding.municipality.slug
    about = {
        _("Hoe we tot dit oordeel komen"): "signals:verdict",
        _("Alle cijfers van deze indicator"): "diagnosis:indicator",
    }
    links = [
        (words, reverse(route, args=[slug, definition.slug])) for words, route in about.items()
    ]
    return [*links, (_("Onze rekenwijze"), reverse("methods:settings", args=[slug]))]


# --- decisions ------------------------------------------------------------------------------------


def _news(finding: Finding, verdict: Verdict, names: Names) -> Page | None:
    """Old and new side by side, when newer figures came after a decision."""
    if not finding.news:
        return None
    latest = rules.verdict_from(finding.latest) if finding.latest else None
    return {
        "since": finding.news_at,
        "before": telling.told_of(finding, verdict, names),
        "now": telling.told_of(finding, latest, names) if latest else [],
        "can_accept": bool(latest) and finding.state == workflow.CONFIRMED,
    }


def _steps(finding: Finding, role: str) -> Iterator[Page]:
    """The decisions that fit this state, each with its reason when this role may not."""
    for slug, name in STEPS.items():
        refusal = workflow.FINDING.refusal(name, state=finding.state, role=role)
        if refusal != WRONG_STATE:
            yield {
                "name": name,
                "url": to("decide", finding.municipality, pk=finding.pk, slug=slug),
                "refused": _(refusal) if refusal else "",
            }


def _url(finding: Finding, role: str) -> str:
    """The page of a finding, for who may see it in this state."""
    seen = finding.state in states_seen(role)
    return to("finding", finding.municipality, pk=finding.pk) if seen else ""


def _linked(membership: Membership, finding: Finding) -> list[beside.Line]:
    """The street knowledge laid beside this finding that this member may read. 1 query."""
    rows = beside.usable(membership).filter(findings=finding)
    return [beside.street_line(membership, row) for row in rows]


def _sources(finding: Finding, verdict: Verdict) -> list[dict[str, Any]]:
    """The deliveries the verdict rests on. 1 query."""
    slug = finding.municipality.slug
    rows = Delivery.objects.filter(pk__in=verdict.deliveries).order_by("pk")
    return [
        {"text": table or name, "href": reverse("sources:delivery", args=[slug, pk])}
        for pk, table, name in rows.values_list("pk", "dataset__table_id", "file_name")
    ]
