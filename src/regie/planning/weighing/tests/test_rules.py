"""What may stand on a ballot: nothing that is sent can break a round."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.weighing import rules
from regie.planning.weighing.rules import FORMS, TIERS, Form, Question, Vote, clean, refusal

pytestmark = pytest.mark.pure

CANDIDATES = ("1", "2", "3", "4", "5", "6", "7")
CRITERIA = ("harm", "trend")


def question(form: str, **settings: Any) -> Question:
    return Question(form, CANDIDATES, CRITERIA, settings=settings)


@pytest.mark.parametrize(
    ("form", "given_", "kept"),
    [
        ("points", {"points": {3: 2, "1": "3", "2": 0}}, {"points": {"1": 3, "3": 2}}),
        ("pairwise", {"pairs": [[3, 1], ("1", "2")]}, {"pairs": [["1", "2"], ["3", "1"]]}),
        ("ranking", {"order": [3, "1"]}, {"order": ["3", "1"]}),
        (
            "scoring",
            {"scores": {"2": {"trend": "40", "harm": 10}, "1": {}}},
            {"scores": {"2": {"harm": 10.0, "trend": 40.0}}},
        ),
        (
            "weights",
            {"swing": {"trend": 100, "harm": 0}},
            {"swing": {"harm": 0.0, "trend": 100.0}},
        ),
        ("approval", {"approved": [5, 1]}, {"approved": ["1", "5"]}),
        (
            "tiers",
            {"tiers": {2: "strategic", 1: "priority", 3: ""}},
            {"tiers": {"1": "priority", "2": "strategic"}},
        ),
    ],
)
def test_a_good_ballot_is_kept_in_one_way(form: str, given_: Any, kept: Any) -> None:
    assert refusal(question(form), given_) is None
    assert clean(question(form), given_) == kept
    assert list(clean(question(form), given_)) == list(kept)
    assert clean(question(form), kept) == kept


@pytest.mark.parametrize(
    ("form", "given_", "why"),
    [
        ("points", {"points": {"1": 6}}, rules.TOO_MANY_POINTS),
        ("points", {"points": {"1": 3, "2": 3}}, rules.TOO_MANY_POINTS),
        ("points", {"points": {"1": 0}}, rules.NOTHING),
        ("points", {"points": {}}, rules.NOTHING),
        ("points", {}, rules.NOTHING),
        ("points", {"points": {"1": -1}}, rules.WHOLE_POINTS),
        ("points", {"points": {"1": 1.5}}, rules.WHOLE_POINTS),
        ("points", {"points": {"1": True}}, rules.WHOLE_POINTS),
        ("points", {"points": {"1": "veel"}}, rules.WHOLE_POINTS),
        ("points", {"points": {"1": float("nan")}}, rules.WHOLE_POINTS),
        ("points", {"points": {"1": 10**400}}, rules.WHOLE_POINTS),
        ("points", {"points": {"1": None}}, rules.WHOLE_POINTS),
        ("points", {"points": {"99": 1}}, rules.UNKNOWN_CANDIDATE),
        ("points", {"points": [1]}, rules.UNREADABLE),
        ("points", ["points"], rules.UNREADABLE),
        ("pairwise", {"pairs": []}, rules.NOTHING),
        ("pairwise", {"pairs": [["1"]]}, rules.UNREADABLE),
        ("pairwise", {"pairs": ["12"]}, rules.UNREADABLE),
        ("pairwise", {"pairs": [["1", "1"]]}, rules.AGAINST_ITSELF),
        ("pairwise", {"pairs": [["1", "2"], ["2", "1"]]}, rules.PAIR_TWICE),
        ("pairwise", {"pairs": [["1", "99"]]}, rules.UNKNOWN_CANDIDATE),
        ("pairwise", {"pairs": "x"}, rules.UNREADABLE),
        ("ranking", {"order": []}, rules.NOTHING),
        ("ranking", {"order": ["1", "1"]}, rules.TWICE),
        ("ranking", {}, rules.NOTHING),
        ("scoring", {"scores": {}}, rules.NOTHING),
        ("scoring", {"scores": {"1": {"harm": 10}}}, rules.SCORES_MISSING),
        ("scoring", {"scores": {"1": {"harm": 10, "x": 3}}}, rules.UNKNOWN_CRITERION),
        ("scoring", {"scores": {"1": {"harm": 101, "trend": 3}}}, rules.OUT_OF_SCALE),
        ("scoring", {"scores": {"1": [3]}}, rules.UNREADABLE),
        ("weights", {"swing": {}}, rules.NOTHING),
        ("weights", {"swing": {"harm": 3}}, rules.SWINGS_MISSING),
        ("weights", {"swing": {"harm": 0, "trend": 0}}, rules.NO_WEIGHT),
        ("weights", {"swing": {"harm": -1, "trend": 0}}, rules.OUT_OF_SCALE),
        ("approval", {"approved": ["1", "2", "3", "4", "5", "6"]}, rules.TOO_MANY_TICKS),
        ("tiers", {"tiers": {"1": "now"}}, rules.UNKNOWN_TIER),
        ("tiers", {"tiers": {"1": ""}}, rules.NOTHING),
        ("tiers", {"tiers": {"1": ["priority"]}}, rules.UNKNOWN_TIER),
        ("dice", {}, rules.UNKNOWN_FORM),
    ],
)
def test_a_bad_ballot_is_refused_with_its_reason(form: str, given_: Any, why: str) -> None:
    assert refusal(question(form), given_) == why
    with pytest.raises(ValueError, match=why[:10]):
        clean(question(form), given_)


def test_the_settings_of_a_round_count() -> None:
    assert refusal(question("points", points=9), {"points": {"1": 9}}) is None
    assert refusal(question("approval", most=1), {"approved": ["1", "2"]}) == rules.TOO_MANY_TICKS
    tiers = {"tiers": {"1": "priority", "2": "priority"}}
    assert refusal(question("tiers", most=1), tiers) == rules.TOO_MANY_FIRST
    assert refusal(question("tiers"), {"tiers": dict.fromkeys(CANDIDATES, "priority")}) is None
    assert question("points", places=3).places == 3
    assert question("points", places=-3).places == 1
    assert question("points").places == 5
    assert Question("points", ("1", "2")).places == 2


def test_every_form_has_a_name_and_every_tier_a_code() -> None:
    assert set(FORMS) == set(Form)
    assert len(TIERS) == 3
    assert Vote("a", {}).group == "a"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*CANDIDATES, *CRITERIA, "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)
parts = st.sampled_from(["points", "pairs", "order", "scores", "swing", "approved", "tiers"])


@given(st.sampled_from(list(Form)), st.dictionaries(parts, anything, max_size=3) | anything)
def test_whatever_is_sent_is_kept_or_refused_and_never_breaks(form: str, content: object) -> None:
    asked = question(form)
    why = refusal(asked, content)
    if why is None:
        kept = clean(asked, content)
        assert refusal(asked, kept) is None
        assert clean(asked, kept) == kept
    else:
        assert why.endswith(".")
