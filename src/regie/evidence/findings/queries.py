"""Reading findings, for this room's pages and for the rooms above."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from regie.evidence.findings import permissions, workflow
from regie.evidence.findings.models import Finding
from regie.foundation.access.models import Membership
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import country_code, realm_of
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.models import Log
from regie.foundation.records.verbs import in_words

PAGE = 60
"""Findings on one page of the list."""


def seen_by(membership: Membership) -> QuerySet[Finding]:
    """The findings this member may see, in order."""
    role = membership.role
    found = Finding.objects.filter(
        municipality=membership.municipality, state__in=permissions.states_seen(role)
    )
    if permissions.sees_only_own(role):
        found = found.filter(
            observations__partner__isnull=False, observations__partner=membership.partner
        ).distinct()
    return found


def page_of(membership: Membership, chosen: Mapping[str, str], number: str) -> Page[Finding]:
    """One page of findings; `chosen` names a state, field or kind, "" for every. 2 queries."""
    wanted = {name: value for name, value in chosen.items() if value}
    found = seen_by(membership).filter(**wanted).select_related("municipality")
    return Paginator(found, PAGE).get_page(number)


def counts(membership: Membership) -> Counter[str]:
    """How many findings this member sees per state. 1 query."""
    return Counter(seen_by(membership).order_by().values_list("state", flat=True))


def finding(membership: Membership, pk: int) -> Finding | None:
    """One finding this member may see, with what hangs on it. 2 queries."""
    found = seen_by(membership).select_related("municipality", "merged_into__municipality")
    return found.prefetch_related("merged__municipality").filter(pk=pk).first()


def confirmed(municipality: Municipality) -> list[Finding]:
    """What was confirmed, in order, with the findings merged into it. 3 queries."""
    found = Finding.objects.filter(municipality=municipality, state=workflow.CONFIRMED)
    found = found.select_related("municipality", "decided_by")
    return list(found.prefetch_related("merged", "observations"))


def undecided(municipality: Municipality) -> int:
    """How many candidates wait for a decision. 1 query."""
    return Finding.objects.filter(municipality=municipality, state=workflow.CANDIDATE).count()


def with_news(municipality: Municipality) -> Counter[str]:
    """How many confirmed findings have newer figures, by what those add. 1 query."""
    found = Finding.objects.filter(municipality=municipality, state=workflow.CONFIRMED)
    return Counter(found.exclude(news="").order_by().values_list("news", flat=True))


def merge_targets(finding: Finding) -> list[Finding]:
    """The findings it can be told with: same field first, never itself. 1 query."""
    found = Finding.objects.filter(
        municipality=finding.municipality, state__in=(workflow.CANDIDATE, workflow.CONFIRMED)
    )
    rows = list(found.exclude(pk=finding.pk).select_related("municipality"))
    return sorted(rows, key=lambda row: (row.theme != finding.theme, row.field != finding.field))


def area_names(findings: Iterable[Finding], municipality: Municipality) -> dict[str, str]:
    """The names of every area the findings are about, and of the country. 1 query."""
    realm = realm_of(municipality.code)
    codes = {code for item in findings for code in _codes(item)}
    return areas.names({country_code(realm), *codes}, realm=realm)


def _codes(item: Finding) -> Sequence[str]:
    problems = [p.partition(":")[2] for p in item.verdict.get("problems", ())]
    newest = [place["area"] for place in item.latest.get("places", ())]
    gaps = [gap["area"] for gap in item.verdict.get("gaps", ())]
    return [code for code in (*item.areas, *problems, *newest, *gaps) if code]


def history(finding: Finding, limit: int = 30) -> list[tuple[Log, str]]:
    """What was done to a finding, newest first, each with its words. 1 query."""
    rows = Log.objects.filter(subject_type=finding._meta.label_lower, subject_id=str(finding.pk))
    return [(row, in_words(row.verb)) for row in rows[:limit]]
