"""What must be stated before publication, and how two analyses differ."""

import json
from typing import Any

import pytest
from hypothesis import given

from regie.evidence.analyses import permissions, rules, workflow
from regie.evidence.analyses.rules import Choice, Facts, NotUsed, Scope, Turn, Weight
from regie.evidence.appraisal.rules import Arrow, Word
from regie.evidence.findings.rules import Verdict, stored
from regie.evidence.findings.tests.making import change, level
from regie.foundation.access.rules import COUNCIL_MEMBER, PARTNER, ROLES
from regie.foundation.records.tests.making import JSON

pytestmark = pytest.mark.pure

FINE = Facts(
    scope=True,
    scope_text=True,
    findings=3,
    lessons=1,
    evaluation=True,
    conclusion=True,
    not_used=1,
    perceived=True,
    street=True,
)


class TestScope:
    def test_it_comes_back_from_json(self) -> None:
        scope = Scope(
            "Sociaal.", {"a": Choice(True), "b": Choice(False, "nee")}, (NotUsed("x", "y"),), True
        )
        assert rules.scope_from(json.loads(json.dumps(rules.stored_scope(scope)))) == scope
        assert rules.scope_from({}) == Scope()

    def test_what_is_in_and_what_lacks_a_reason(self) -> None:
        scope = Scope(themes={"a": Choice(True), "b": Choice(False), "c": Choice(False, "nee")})
        assert [scope.includes(code) for code in ("a", "b", "", "gone")] == [
            True,
            False,
            True,
            False,
        ]
        assert scope.unargued == 1


class TestReady:
    def test_nothing_in_the_way(self) -> None:
        assert rules.points(FINE) == ()
        assert rules.objection(FINE) is None

    def test_an_empty_draft_hears_everything(self) -> None:
        found = rules.points(Facts(undecided=4, without_story=2))
        assert {p.code for p in found if p.weight is Weight.REFUSES} == {"scope", "findings"}
        assert {p.code for p in found if p.weight is Weight.WARNS} == {
            *("scope_text", "undecided", "without_story", "lessons", "evaluation"),
            *("conclusion", "not_used", "perceived", "street"),
        }
        first = rules.objection(Facts())
        assert first is not None
        assert first.code == "scope"

    @pytest.mark.parametrize("code", ["unargued", "not_confirmed", "with_news", "busy"])
    def test_what_is_there_and_should_not_be(self, code: str) -> None:
        value = True if code == "busy" else 2
        point = rules.objection(Facts(**{**vars(FINE), code: value}))
        assert point is not None
        assert point.code == code
        assert point.sentence % point.params

    def test_warnings_never_stand_in_the_way(self) -> None:
        assert rules.objection(Facts(scope=True, findings=1, undecided=300)) is None


class TestForm:
    @given(JSON)
    def test_nothing_differs_from_itself(self, value: Any) -> None:
        assert rules.differences(value, value) == ()

    @given(JSON, JSON)
    def test_differences_are_the_same_both_ways(self, one: Any, two: Any) -> None:
        there, back = rules.differences(one, two), rules.differences(two, one)
        assert [(d.path, d.frozen, d.again) for d in there] == [
            (d.path, d.again, d.frozen) for d in back
        ]

    def test_what_is_missing_and_what_is_longer(self) -> None:
        found = rules.differences({"a": [1, 2], "b": 0.1}, {"a": [1], "b": 0.1 + 1e-18}, "k")
        assert [(d.path, d.frozen, d.again) for d in found] == [("k.a.1", 2, None)]
        assert rules.differences(1, True)
        assert rules.differences(0.1, 0.1 + 1e-17)


def frozen(**verdicts: Verdict) -> dict[str, Any]:
    kinds = {key: "level" if v.level else "change" for key, v in verdicts.items()}
    return {
        "findings": [
            {"key": key, "kind": kinds[key], "verdict": stored(v)} for key, v in verdicts.items()
        ]
    }


class TestCompare:
    def test_new_gone_changed_and_the_same(self) -> None:
        high, higher = level(word=Word.ATTENTION), level(word=Word.DEVIATING)
        up = change(arrow=Arrow.UP)
        before = frozen(a=Verdict(level=high), b=Verdict(change=up), c=Verdict(level=high))
        after = frozen(
            a=Verdict(level=higher), b=Verdict(change=up, deliveries=(3,)), d=Verdict(change=up)
        )
        turns = {item.key: item.turn for item in rules.compare(before, after)}
        assert turns == {"a": Turn.WORDS, "b": Turn.SAME, "d": Turn.NEW, "c": Turn.GONE}

    def test_other_numbers(self) -> None:
        before = frozen(a=Verdict(level=level(word=Word.ATTENTION)))
        more = Verdict(level=level("GM9902", word=Word.ATTENTION))
        assert [t.turn for t in rules.compare(before, frozen(a=more))] == [Turn.NUMBERS]


def test_the_steps_and_who_sees_what() -> None:
    assert workflow.ANALYSIS.reachable() == workflow.ANALYSIS.states
    assert permissions.states_seen(COUNCIL_MEMBER) == permissions.OPEN_STATES
    assert permissions.states_seen(PARTNER) == permissions.OPEN_STATES
    for role in ROLES:
        wanted = workflow.ANALYSIS.states if role in permissions.SEE_DRAFTS else None
        assert permissions.states_seen(role) == (wanted or permissions.OPEN_STATES)
