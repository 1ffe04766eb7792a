"""The papers that leave the house: which edition, who may fetch it, and what is printed."""

from django.utils.translation import gettext_lazy as _

from regie.evidence.analyses import paper as analysis_paper
from regie.evidence.analyses import queries as analyses
from regie.evidence.analyses.models import FrozenEdition
from regie.evidence.analyses.permissions import VIEW_ANALYSES
from regie.learning.evaluation import paper as evaluation_paper
from regie.learning.evaluation import queries as evaluations
from regie.learning.evaluation.models import EvaluationEdition
from regie.learning.evaluation.permissions import VIEW_EVALUATIONS
from regie.learning.quality_tests import paper as test_paper
from regie.learning.quality_tests import queries as plan_tests
from regie.learning.quality_tests.models import TestResult
from regie.learning.quality_tests.permissions import VIEW_TESTS
from regie.planning.priorities.permissions import VIEW as VIEW_PROPOSAL
from regie.planning.priority_sessions.permissions import VIEW_SESSIONS
from regie.planning.proposals import paper as proposal_paper
from regie.planning.proposals import queries as proposals
from regie.planning.proposals.models import ProposalEdition
from regie.planning.session_reports import report as session_reports
from regie.planning.session_reports.report import SessionReport
from regie.planning.start_meetings import paper as report_paper
from regie.planning.start_meetings import queries as meetings
from regie.planning.start_meetings.models import Report
from regie.planning.start_meetings.permissions import VIEW_MEETING
from regie.planning.start_memos import paper as memo_paper
from regie.planning.start_memos import queries as memos
from regie.planning.start_memos.models import Edition as MemoEdition
from regie.planning.start_memos.permissions import VIEW_MEMO
from regie.presentation.publications import slides
from regie.presentation.publications.kind import Kind, stored
from regie.presentation.publications.plan_kinds import DRAFTS, plan_kinds
from regie.ui.paper import Paper


def _paper_of_analysis(edition: FrozenEdition, language: str) -> Paper:
    return analysis_paper.paper_of(analyses.content_of(edition), language)


def _name_of_analysis(edition: FrozenEdition) -> str:
    return f"veiligheidsanalyse-{edition.analysis.municipality.slug}-{edition.analysis.pk}"


def _slides_of_analysis(edition: FrozenEdition, language: str) -> Paper:
    return slides.slides_of(_paper_of_analysis(edition, language))


def _paper_of_memo(edition: MemoEdition, language: str) -> Paper:
    return memo_paper.paper_of(memos.content_of(edition), language)


def _name_of_memo(edition: MemoEdition) -> str:
    return f"startnotitie-{edition.memo.municipality.slug}-{edition.memo_id}-{edition.number}"


def _paper_of_report(report: Report, language: str) -> Paper:
    return report_paper.paper_of(meetings.content_of(report), language)


def _name_of_report(report: Report) -> str:
    return (
        f"startbijeenkomst-{report.meeting.municipality.slug}-{report.meeting_id}-{report.number}"
    )


def _paper_of_proposal(edition: ProposalEdition, language: str) -> Paper:
    return proposal_paper.paper_of(proposals.content_of(edition), language)


def _name_of_proposal(edition: ProposalEdition) -> str:
    cycle = edition.proposal.cycle
    return f"prioriteiten-{cycle.municipality.slug}-{edition.proposal_id}-{edition.number}"


def _paper_of_session(found: SessionReport, language: str) -> Paper:
    return found.papers[language]


def _name_of_session(found: SessionReport) -> str:
    return f"sessie-{found.session.municipality.slug}-{found.session.pk}"


def _paper_of_evaluation(edition: EvaluationEdition, language: str) -> Paper:
    return evaluation_paper.paper_of(evaluations.content_of(edition), language)


def _name_of_evaluation(edition: EvaluationEdition) -> str:
    return f"evaluatie-{edition.evaluation.municipality.slug}-{edition.evaluation_id}"


def _paper_of_test(result: TestResult, language: str) -> Paper:
    return test_paper.paper_of(plan_tests.content_of(result), language)


def _name_of_test(result: TestResult) -> str:
    plan = result.test.edition.plan
    return f"plantoets-{plan.municipality.slug}-{result.test_id}"


KINDS = (
    Kind(
        "analysis",
        "veiligheidsbeeld/analyse/",
        VIEW_ANALYSES,
        analyses.edition,
        _paper_of_analysis,
        _name_of_analysis,
        stored(FrozenEdition, "analysis"),
        _("Veiligheidsanalyse"),
    ),
    Kind(
        "analysis_slides",
        "veiligheidsbeeld/analyse/presentatie/",
        VIEW_ANALYSES,
        analyses.edition,
        _slides_of_analysis,
        lambda edition: f"presentatie-{_name_of_analysis(edition)}",
        stored(FrozenEdition, "analysis"),
        _("Presentatie van de veiligheidsanalyse"),
    ),
    Kind(
        "start_memo",
        "plan/startnotitie/uitgave/",
        VIEW_MEMO,
        memos.edition,
        _paper_of_memo,
        _name_of_memo,
        stored(MemoEdition),
    ),
    Kind(
        "start_meeting",
        "plan/startbijeenkomst/verslag/",
        VIEW_MEETING,
        meetings.report,
        _paper_of_report,
        _name_of_report,
        stored(Report),
    ),
    Kind(
        "proposal",
        "prioriteiten/voorstel/editie/",
        VIEW_PROPOSAL,
        proposals.edition,
        _paper_of_proposal,
        _name_of_proposal,
        stored(ProposalEdition),
    ),
    Kind(
        session_reports.KIND,
        "prioriteiten/sessie/verslag/",
        VIEW_SESSIONS,
        session_reports.report_of,
        _paper_of_session,
        _name_of_session,
    ),
    Kind(
        "evaluation",
        "evaluatie/",
        VIEW_EVALUATIONS,
        evaluations.edition,
        _paper_of_evaluation,
        _name_of_evaluation,
        stored(EvaluationEdition, "evaluation"),
    ),
    *plan_kinds(),
    Kind(
        "plan_test",
        "kwaliteit/plantoets/toets/",
        VIEW_TESTS,
        plan_tests.result,
        _paper_of_test,
        _name_of_test,
        stored(TestResult, "test"),
    ),
)
BY_CODE = {kind.code: kind for kind in (*KINDS, *DRAFTS)}
"""Also of what can still change, which has no address of its own."""
