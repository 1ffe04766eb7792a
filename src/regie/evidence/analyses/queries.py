"""Reading safety analyses, for this room's pages and for the rooms above."""

from typing import Any

from django.db.models import QuerySet

from regie.evidence.analyses import permissions, workflow
from regie.evidence.analyses.models import FrozenEdition, SafetyAnalysis
from regie.evidence.analyses.rules import Facts, scope_from
from regie.evidence.findings import workflow as steps
from regie.evidence.findings.beside import own_survey, questions
from regie.evidence.findings.models import Finding
from regie.evidence.findings.queries import undecided
from regie.evidence.signals.queries import assessments, standing_of
from regie.evidence.street_knowledge.queries import counts_per_theme
from regie.foundation.access.models import Membership
from regie.foundation.cycles.queries import lessons
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import parsed


def seen_by(membership: Membership) -> QuerySet[SafetyAnalysis]:
    """The analyses this member may see, the newest first."""
    states = permissions.states_seen(membership.role)
    found = SafetyAnalysis.objects.filter(municipality=membership.municipality, state__in=states)
    return found.select_related("municipality", "cycle", "previous__edition", "edition")


def analysis(membership: Membership, pk: int) -> SafetyAnalysis | None:
    """One analysis this member may see. 1 query."""
    return seen_by(membership).filter(pk=pk).first()


def published(municipality: Municipality) -> FrozenEdition | None:
    """The edition that holds now. 1 query."""
    found = FrozenEdition.objects.filter(
        analysis__municipality=municipality, analysis__state=workflow.PUBLISHED
    )
    return found.select_related("analysis__municipality").first()


def edition(membership: Membership, pk: int) -> FrozenEdition | None:
    """The edition of one analysis this member may see. 1 query."""
    found = FrozenEdition.objects.filter(analysis__in=seen_by(membership), analysis=pk)
    return found.select_related("analysis__municipality").first()


def content_of(found: FrozenEdition) -> dict[str, Any]:
    """What an edition holds, read once: an edition never changes."""
    return parsed(found.content)


def facts_of(analysis: SafetyAnalysis) -> Facts:
    """What a draft states and lacks. At most 16 queries."""
    town, scope = analysis.municipality, scope_from(analysis.scope)
    rows = list(Finding.objects.filter(analyses=analysis))
    told = {row.theme for row in rows if row.theme}
    asked = questions(told)
    known = assessments(town, [item.code for item in asked]) if asked else {}
    return Facts(
        scope=scope.stated,
        scope_text=bool(scope.text.strip()),
        unargued=scope.unargued,
        findings=len(rows),
        not_confirmed=sum(row.state != steps.CONFIRMED for row in rows),
        with_news=sum(bool(row.news) for row in rows if row.state == steps.CONFIRMED),
        busy=standing_of(town).busy,
        undecided=undecided(town),
        without_story=len(told - {code for code, text in analysis.stories.items() if text.strip()}),
        lessons=len(lessons(town)),
        evaluation=bool(analysis.evaluation.strip()),
        conclusion=bool(analysis.conclusion.strip()),
        not_used=len(scope.not_used),
        perceived=any(item.answers for item in known.values()) or bool(own_survey(town)),
        street=bool(counts_per_theme(town)),
    )
