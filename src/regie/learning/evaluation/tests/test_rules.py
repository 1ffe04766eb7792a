"""The rules of looking back: what must be said, how people differ, which plan comes before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.access.rules import COORDINATOR, COUNCIL_MEMBER, PARTNER, RESEARCHER, ROLES
from regie.foundation.records.frozen import stamp, token
from regie.learning.evaluation import permissions, rules, workflow
from regie.learning.evaluation.rules import Facts, Goal, Weight, points
from regie.policy.plan_evaluation import PLAN_EVALUATION

pytestmark = pytest.mark.pure

DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
GOOD = Facts(
    goals=(Goal("reached", figure=True),),
    positive=True,
    improvement=True,
    lessons=1,
    partner_views=1,
    council_views=1,
)


def codes(facts: Facts, weight: Weight) -> list[str]:
    return [point.code for point in points(facts) if point.weight is weight]


def test_a_good_evaluation_has_nothing_against_it() -> None:
    assert points(GOOD) == ()
    assert rules.objection(GOOD) is None


def test_an_empty_evaluation_cannot_be_concluded() -> None:
    assert codes(Facts(), Weight.REFUSES) == ["no_goals", "no_positive", "no_improvement"]
    assert codes(Facts(), Weight.WARNS) == ["no_lessons", "no_partner", "no_council"]
    assert codes(Facts(light=True), Weight.WARNS) == ["no_lessons"]
    found = rules.objection(Facts())
    assert found is not None
    assert found.code == "no_goals"


@pytest.mark.parametrize("verdict", sorted(rules.NEEDS_REASON))
def test_every_verdict_but_reached_asks_for_a_reason(verdict: str) -> None:
    bare = Facts(goals=(Goal(verdict),), positive=True, improvement=True)
    argued = Facts(goals=(Goal(verdict, reason=True),), positive=True, improvement=True)
    assert codes(bare, Weight.REFUSES) == ["no_reason"]
    assert codes(argued, Weight.REFUSES) == []


def test_cannot_say_is_an_ordinary_answer_but_many_of_them_are_told() -> None:
    unknown = Goal("cannot_say", reason=True)
    half = Facts(goals=(unknown, Goal("reached", figure=True)), positive=True, improvement=True)
    most = Facts(goals=(unknown, unknown), positive=True, improvement=True)
    assert "mostly_unknown" not in codes(half, Weight.WARNS)
    assert "mostly_unknown" in codes(most, Weight.WARNS)
    assert rules.objection(most) is None


def test_what_is_thin_is_told_with_how_many() -> None:
    facts = Facts(
        goals=(Goal("reached"), Goal("reached", figure=True, claims_cause=True), Goal()),
        unanswered=3,
        claims_cause=True,
    )
    told = {point.code: point.n for point in points(facts)}
    assert (told["no_figure"], told["cause_told"], told["unanswered"]) == (1, 2, 3)
    assert told["no_verdict"] == 1


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Dankzij onze aanpak daalde het.", True),
        ("Het daalde door het plan.", True),
        ("De aanpak heeft geleid tot minder overlast.", True),
        ("Het daalde van 40 naar 30.", False),
        ("De maatregel liep door tot 2025.", False),
        ("", False),
    ],
)
def test_a_claim_of_cause_is_recognised(text: str, claims: bool) -> None:
    assert rules.claims_cause(text) is claims


@given(st.lists(st.sampled_from(["", *rules.VERDICTS])))
def test_views_are_counted_and_never_averaged(said: list[str]) -> None:
    found = rules.spread(said)
    assert found.people == sum(bool(verdict) for verdict in said)
    assert found.differs == (len(set(said) - {""}) > 1)
    assert [code for code, _n in found.counts] == [v for v in rules.VERDICTS if v in said]
    assert found == rules.spread(reversed(said))


@given(DAYS, st.integers(1, 3000), DAYS)
def test_a_plan_comes_before_another_when_it_began_earlier_and_ended_not_long_before(
    first: date, days: int, following: date
) -> None:
    last = first + timedelta(days=days)
    before = rules.comes_before(first, last, following)
    assert before == (first < following and last + rules.LATE >= following)
    assert not (before and first >= following)


def test_the_same_words_have_the_same_mark() -> None:
    assert token({"b": 1, "a": "é"}) == token({"a": "é", "b": 1})
    assert stamp("a") != stamp("b")


def test_the_policy_and_the_code_know_the_same_verdicts() -> None:
    policy = PLAN_EVALUATION()
    assert tuple(item.code for item in policy.verdicts) == rules.VERDICTS
    asked = {item.code for item in policy.verdicts if item.needs_reason}
    assert asked == rules.NEEDS_REASON
    light = [item for item in policy.questions if item.light]
    assert {item.shows for item in light} == {"", "positive", "improvement"}
    assert (len(light), len(policy.questions)) == (4, 9)


def test_who_may_take_which_step() -> None:
    table = workflow.EVALUATION
    assert table.refusal("share", state="draft", role=RESEARCHER) is None
    assert table.refusal("conclude", state="shared", role=RESEARCHER) == workflow.COORDINATOR_ONLY
    assert table.refusal("conclude", state="draft", role=COORDINATOR) is None
    assert table.refusal("share", state="draft", role=COUNCIL_MEMBER) == workflow.EDITORS_ONLY
    assert table.step("share", state="concluded") is None


def test_a_draft_is_for_the_municipality_itself() -> None:
    assert permissions.states_seen(COORDINATOR) == workflow.EVALUATION.states
    assert permissions.states_seen(PARTNER) == {"shared", "concluded"}
    assert permissions.states_seen("regional_coordinator") == {"concluded"}
    assert permissions.VIEW_EVALUATIONS.roles == set(ROLES)
