"""Reading tests of a plan, the versions there are, and what the machine says of them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from regie.evidence.indicators.cube import evidence
from regie.evidence.indicators.parts import inhabitants
from regie.foundation.access.models import Membership
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import parsed
from regie.learning.plan_checks.verdicts import Verdict
from regie.learning.quality_tests import rules, workflow
from regie.learning.quality_tests.models import ItemAnswer, PlanTest, TestResult
from regie.planning.objectives.models import ObjectiveEdition
from regie.planning.plan_decisions import queries as decisions
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plans import origins
from regie.planning.plans.models import PlanAuthor, SectionText

Content = Mapping[str, Any]
MUNICIPALITY = "municipality"


# --- versions -------------------------------------------------------------------------------------


def editions(membership: Membership) -> list[PlanEdition]:
    """The versions of plans that this member may read, the newest first. 1 query."""
    return list(decisions.editions_seen(membership).defer("content"))


def edition(membership: Membership, pk: int) -> PlanEdition | None:
    """One version that this member may read. 1 query."""
    return decisions.edition(membership, pk)


def before(membership: Membership, found: PlanEdition) -> PlanEdition | None:
    """The version before this one that this member may read. 1 query."""
    seen = decisions.editions_seen(membership).filter(plan=found.plan_id)
    return seen.filter(number__lt=found.number).first()


def people_in(municipality: Municipality) -> int | None:
    """How many inhabitants a municipality has, where that was delivered. 2 queries."""
    found = inhabitants(
        evidence(realm_of(municipality.code), municipality.code), municipality.code, MUNICIPALITY
    )
    return round(found[0]) if found else None


def machine(found: PlanEdition, people: int | None) -> dict[str, Verdict]:
    """What the machine says of a version, worked out once. No queries."""
    return _machine(found.content, people)


@lru_cache(maxsize=32)
def _machine(content: str, people: int | None) -> dict[str, Verdict]:
    return rules.automatic(parsed(content), people)


def answers_of_machine(verdicts: Mapping[str, Verdict]) -> dict[str, str]:
    """The answers alone."""
    return {code: verdict.answer for code, verdict in verdicts.items()}


def is_author(found: PlanEdition, user_pk: int) -> bool:
    """Whether somebody wrote a text, an objective, or lines of logic or means of a version.

    Who put an adopted amendment into the plan wrote nothing: the council did, and she carries that
    out. Who took over a suggestion, an old text or a document chose its words, and is an author.
    3 queries.
    """
    typed = Q(origin__code__isnull=True) | ~Q(origin__code=origins.AMENDMENT)
    by = Q(made_by=user_pk, made_at__lte=found.made_at) & typed
    texts = SectionText.objects.filter(by, section__plan=found.plan_id)
    wrote = ObjectiveEdition.objects.filter(by, objective__plan=found.plan_id)
    lines = PlanAuthor.objects.filter(plan=found.plan_id, person=user_pk, since__lte=found.made_at)
    return texts.exists() or wrote.exists() or lines.exists()


# --- tests ----------------------------------------------------------------------------------------


def tests_seen(membership: Membership) -> QuerySet[PlanTest]:
    """The tests this member may read: finished ones of versions it reads, and its own."""
    rows = PlanTest.objects.filter(edition__in=decisions.editions_seen(membership).values("pk"))
    own = Q(tester=membership.user_id) & ~Q(state=workflow.STOPPED)
    found = rows.filter(Q(state=workflow.FINISHED) | own)
    return found.select_related("edition__plan__municipality", "municipality", "partner", "result")


def tests_of(membership: Membership, found: PlanEdition) -> list[PlanTest]:
    """The tests of a version that this member may read, in order of beginning. 1 query."""
    return list(tests_seen(membership).filter(edition=found).order_by("pk"))


def test_of(membership: Membership, pk: int) -> PlanTest | None:
    """One test that this member may read. 1 query."""
    return tests_seen(membership).filter(pk=pk).first()


def result(membership: Membership, pk: int) -> TestResult | None:
    """What a finished test says, by the number of the test. 1 query."""
    found = TestResult.objects.filter(test__in=tests_seen(membership).values("pk"), test=pk)
    return found.select_related("test__edition__plan__municipality").first()


def content_of(found: TestResult) -> dict[str, Any]:
    """What a result holds, read once: a result never changes."""
    return parsed(found.content)


def answers_of(test: PlanTest) -> dict[str, ItemAnswer]:
    """The answers by item. 1 query."""
    return {row.item: row for row in test.answers.all()}


def answers_in(content: Content) -> dict[str, str]:
    """The answers in the content of a result, by item."""
    return {
        item["code"]: item["answer"]
        for section in content["sections"]
        for item in section["items"]
        if item["answer"]
    }


def counts(membership: Membership) -> dict[int, tuple[int, bool]]:
    """By version how many tests were finished, and whether this member tests it. 1 query."""
    found: dict[int, tuple[int, bool]] = {}
    rows = tests_seen(membership).values_list("edition_id", "state", "tester_id")
    for pk, state, tester in rows:
        n, mine = found.get(pk, (0, False))
        found[pk] = (n + (state == workflow.FINISHED), mine or tester == membership.user_id)
    return found
