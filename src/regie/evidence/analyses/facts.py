"""Gathering what the rules need to know of a draft. Reads only."""

from regie.evidence.analyses.models import SafetyAnalysis
from regie.evidence.analyses.rules import Facts, Point, points, scope_from
from regie.evidence.findings import workflow
from regie.evidence.findings.beside import own_survey, questions
from regie.evidence.findings.models import Finding
from regie.evidence.findings.queries import undecided
from regie.evidence.signals.queries import assessments, standing_of
from regie.evidence.street_knowledge.queries import counts_per_theme
from regie.foundation.cycles.queries import lessons


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
        not_confirmed=sum(row.state != workflow.CONFIRMED for row in rows),
        with_news=sum(bool(row.news) for row in rows if row.state == workflow.CONFIRMED),
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


def points_of(analysis: SafetyAnalysis) -> tuple[Point, ...]:
    """What stands in the way of publication, and what is worth knowing."""
    return points(facts_of(analysis))
