"""What a round says: by hand, in every corner, and whatever the order of ballots."""

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regie.planning.weighing import agreeing, comparing, outcomes, proportion
from regie.planning.weighing.changes import ballots_to_turn
from regie.planning.weighing.outcomes import Outcome, outcome
from regie.planning.weighing.rules import FORMS, Form, Question, Vote
from regie.planning.weighing.sheets import read
from regie.planning.weighing.tests.voting import CANDIDATES, CRITERIA, question, scores, votes

pytestmark = pytest.mark.pure

FORM = pytest.mark.parametrize("form", list(FORMS))


def ticks(*ballots: str, times: int = 1) -> list[Vote]:
    """Approval ballots: each letter is a candidate."""
    return [Vote("", {"approved": list(ballot)}) for ballot in ballots for _ in range(times)]


def asked(form: str = "approval", names: str = "abcdef", **more: Any) -> Question:
    return Question(form, tuple(names), settings=more)


# --- by hand --------------------------------------------------------------------------------------


def test_points_by_hand() -> None:
    ballots = [{"a": 5}, {"a": 2, "b": 3}, {"c": 4}]
    found = outcome(
        asked("points", "abcd", places=2), [Vote("", {"points": one}) for one in ballots]
    )
    assert [one.candidate for one in found.standings] == ["a", "c", "b", "d"]
    assert [one.total for one in found.standings] == [7, 4, 3, 0]
    assert found.of["a"].share == pytest.approx(7 / 14)
    assert found.of["a"].mean == pytest.approx(7 / 3)
    assert found.chosen == ("a", "c")
    assert found.of["d"].top == 0
    assert found.traceable


def test_approval_by_hand_with_a_tie_on_the_border() -> None:
    found = outcome(asked(places=2), ticks("ab", "ac", "ad", times=2))
    assert found.chosen == ("a",)
    assert found.on_border == ("b", "c", "d")
    assert [one.rank for one in found.standings] == [1, 2, 2, 2, 5, 5]
    assert found.of["b"].equal == 3
    assert outcomes.TIE in found.caveats
    assert found.of["a"].share == 1


def test_pairwise_by_hand() -> None:
    pairs = [[["a", "b"], ["b", "c"]], [["a", "c"], ["c", "b"]], [["b", "a"], ["c", "a"]]]
    found = outcome(asked("pairwise", "abc"), [Vote("", {"pairs": one}) for one in pairs])
    assert found.of["a"].total == 2
    assert found.of["a"].share == pytest.approx(0.5)
    assert outcomes.ALL_EQUAL in found.caveats
    assert outcomes.NOT_CONNECTED not in found.caveats


def test_ranking_by_hand() -> None:
    found = outcome(
        asked("ranking", "abcd", places=1),
        [Vote("", {"order": list(one)}) for one in ("abcd", "ba")],
    )
    assert {one.candidate: one.total for one in found.standings} == {
        "a": 5,
        "b": 5,
        "c": 1.5,
        "d": 0.5,
    }
    assert found.on_border == ("a", "b")


def test_scoring_by_hand() -> None:
    asked_ = Question("scoring", ("a", "b"), CRITERIA[:2], weights={"harm": 3, "extent": 1})
    ballots = [
        {"a": {"harm": 80, "extent": 0}, "b": {"harm": 40, "extent": 40}},
        {"b": {"harm": 60, "extent": 20}},
    ]
    found = outcome(asked_, [Vote("", {"scores": one}) for one in ballots])
    assert found.of["a"].total == pytest.approx(60)
    assert found.of["b"].total == pytest.approx(45)
    assert found.of["a"].judged == 1
    assert found.of["b"].parts == pytest.approx({"harm": 37.5, "extent": 7.5})
    assert found.weights == pytest.approx({"harm": 0.75, "extent": 0.25})


def test_weights_by_hand() -> None:
    table = {
        ("a", "harm"): (80.0, 80.0, 80.0),
        ("a", "extent"): (0.0, 0.0, 0.0),
        ("b", "harm"): (30.0, 30.0, 30.0),
        ("b", "extent"): (60.0, 60.0, 60.0),
    }
    asked_ = Question("weights", ("a", "b"), CRITERIA[:2], table, {"places": 1})
    swings = [{"harm": 100, "extent": 0}, {"harm": 0, "extent": 50}, {"harm": 30, "extent": 30}]
    found = outcome(asked_, [Vote("", {"swing": one}) for one in swings])
    assert found.of["a"].total == pytest.approx((80 + 0 + 40) / 3)
    assert found.of["b"].total == pytest.approx(45)
    assert found.of["a"].top == pytest.approx(1 / 3)
    assert found.certainty.by == "weights"
    assert found.tipping[0].ballots == 1
    assert found.tipping[0].weight is not None
    assert found.tipping[0].weight.then == pytest.approx(6 / 11)
    assert found.tipping[0].score is not None


def test_tiers_by_hand() -> None:
    ballots = [{"a": "priority", "b": "strategic"}, {"a": "priority", "b": "priority"}]
    found = outcome(asked("tiers", "abc", places=1), [Vote("", {"tiers": one}) for one in ballots])
    assert found.of["a"].parts == {"priority": 2, "strategic": 0, "maintenance": 0}
    assert found.of["b"].share == 0.5
    assert found.of["b"].mean == 1.5
    assert found.of["c"].judged == 0
    assert outcomes.NOT_JUDGED in found.caveats
    assert found.chosen == ("a",)


# --- every corner ---------------------------------------------------------------------------------


@FORM
def test_no_ballots(form: str) -> None:
    found = outcome(question(form), [])
    assert found.caveats == (outcomes.NO_BALLOTS,)
    assert found.standings == ()
    assert (found.chosen, found.on_border, found.groups, found.tipping) == ((), (), (), ())
    assert not found.traceable


@FORM
def test_one_ballot_is_its_own_result_and_says_nothing_of_certainty(form: str) -> None:
    found = outcome(question(form), votes(form, 1))
    assert outcomes.ONE_BALLOT in found.caveats
    assert found.agreement.w is None
    assert found.traceable
    if form != Form.WEIGHTS:
        assert found.certainty.by == ""
        assert "core" not in {one.standing for one in found.standings}


@FORM
def test_45_identical_ballots(form: str) -> None:
    same = votes(form, 1) * 45
    found, one = outcome(question(form), same), outcome(question(form), same[:1])
    assert outcomes.IDENTICAL in found.caveats
    assert found.ballots == 45
    assert [s.candidate for s in found.standings] == [s.candidate for s in one.standings]
    assert found.agreement.w in (None, pytest.approx(1))
    assert {s.top for s in found.standings if s.chosen} <= {1.0} or form == Form.WEIGHTS


@FORM
@pytest.mark.parametrize("names", ["", "1", "12"])
def test_no_one_and_two_candidates(form: str, names: str) -> None:
    table = {(name, code): (50.0, 40.0, 60.0) for name in names for code in CRITERIA}
    small = Question(form, tuple(names), CRITERIA, table)
    found = outcome(small, votes(form, 6))
    assert (outcomes.NO_CANDIDATES in found.caveats) == (not names)
    assert (outcomes.ONE_CANDIDATE in found.caveats) == (names == "1")
    assert found.tipping == ()


def test_a_ballot_that_no_longer_fits_is_not_counted() -> None:
    found = outcome(asked(names="ab"), ticks("a", "z"))
    assert (found.ballots, found.not_counted) == (1, 1)
    assert outcomes.NOT_COUNTED in found.caveats


def test_everybody_for_everything_is_all_equal() -> None:
    found = outcome(asked(places=2), ticks("abcdef"[:3], "def", times=5))
    assert outcomes.ALL_EQUAL in found.caveats
    assert outcomes.TIE not in found.caveats


def test_bad_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="no form"):
        outcome(asked("dice"), [])
    with pytest.raises(ValueError, match="needs the scores"):
        outcome(Question("weights", ("a", "b"), CRITERIA), [])
    table = {("a", code): (1.0, 1.0, 1.0) for code in CRITERIA}
    with pytest.raises(ValueError, match="no score of b"):
        outcome(Question("weights", ("a", "b"), CRITERIA, table), [])


def test_limits_on_the_wrong_side_of_a_score_are_the_score() -> None:
    table = {(name, "harm"): (50.0, 60.0, 40.0) for name in "ab"}
    sheet = read(Question("weights", ("a", "b"), ("harm",), table), [])
    assert sheet.scores is not None
    np.testing.assert_allclose(sheet.scores, 50)


# --- agreement, groups, certainty, changes, proportion -------------------------------------------


def test_levels_of_agreement() -> None:
    assert [agreeing.level_of(w) for w in (0.69, 0.7, 0.3, 0.29)] == [
        "partly",
        "agree",
        "partly",
        "disagree",
    ]


def test_duels_of_different_pairs_have_no_agreement() -> None:
    pairs = [[["a", "b"]], [["a", "c"]]]
    found = outcome(asked("pairwise", "abc"), [Vote("", {"pairs": one}) for one in pairs])
    assert found.agreement.w is None
    every = [["a", "b"], ["a", "c"], ["b", "c"]]
    found = outcome(asked("pairwise", "abc"), [Vote("", {"pairs": every})] * 2)
    assert found.agreement.w == pytest.approx(1)


def test_spread_of_weights_the_widest_first() -> None:
    found = outcome(question("weights"), votes("weights", 9)).agreement
    widths = [one.high - one.low for one in found.criteria]
    assert widths == sorted(widths, reverse=True)
    single = Question(
        "weights", ("a", "b"), ("harm",), {(c, "harm"): (5.0, 5.0, 5.0) for c in "ab"}
    )
    assert outcome(single, [Vote("", {"swing": {"harm": 5}})]).agreement.criteria == ()


def test_small_groups_are_hidden_and_cannot_be_derived() -> None:
    ballots = votes("approval", 8, groups=("A",)) + votes("approval", 6, groups=("B",))
    found = outcome(question("approval"), [*ballots, *votes("approval", 3, groups=("C",))])
    shown = {one.name: one for one in found.groups}
    assert shown["A"].shown
    assert shown["A"].ballots == 8
    assert (shown["C"].shown, shown["C"].reason) == (False, comparing.TOO_SMALL)
    assert (shown["B"].shown, shown["B"].reason) == (False, comparing.TO_DERIVE)
    assert shown["B"].shares == {}
    assert shown["B"].ballots == 0


def test_groups_that_are_large_enough_are_compared() -> None:
    ballots = [Vote("A", {"approved": ["a"]})] * 6 + [Vote("B", {"approved": ["b"]})] * 5
    found = outcome(asked(places=1), ballots).groups
    assert [(one.name, one.first, one.apart) for one in found] == [
        ("A", ("a",), ()),
        ("B", ("b",), ("b",)),
    ]
    assert found[0].shares["a"] == 1
    assert outcome(asked(), ticks("a", "b")).groups == ()


def test_hidden_groups() -> None:
    assert comparing.hidden_groups({"A": 5, "B": 9}) == {}
    assert set(comparing.hidden_groups({"A": 3, "B": 3, "C": 9})) == {"A", "B"}
    assert set(comparing.hidden_groups({"A": 2})) == {"A"}


@FORM
def test_groups_in_every_form(form: str) -> None:
    found = outcome(question(form), votes(form, 24, groups=("A", "B")))
    assert [one.shown for one in found.groups] == [True, True]
    assert all(set(one.shares) == set(CANDIDATES) for one in found.groups)


def test_a_clear_lead_is_sure_and_a_close_one_is_not() -> None:
    sure = outcome(asked(places=1), ticks("a", times=40) + ticks("b", times=5))
    assert sure.of["a"].standing == "core"
    assert sure.of["b"].standing == "outside"
    close = outcome(asked(places=1), ticks("a", times=23) + ticks("b", times=22))
    assert {close.of["a"].standing, close.of["b"].standing} == {"discuss"}
    assert close.of["a"].top + close.of["b"].top == pytest.approx(1, abs=0.01)
    assert (close.of["a"].first, close.of["a"].last) == (1, 2)


def test_borda_may_reverse_and_differ_from_duels() -> None:
    orders = ["abc"] * 3 + ["bca"] * 2
    found = outcome(
        asked("ranking", "abc", places=1), [Vote("", {"order": list(one)}) for one in orders]
    )
    assert found.chosen == ("b",)
    assert found.certainty.reversing == ("c",)
    assert found.certainty.by_duels == ("a",)


def test_ballots_to_turn() -> None:
    """Three of four put one behind: two of them have to change; ties do not turn."""
    assert ballots_to_turn(np.array([1.0, -1.0, -1.0, -1.0]), 1.0) == 2
    assert ballots_to_turn(np.array([1.0, -1.0]), 1.0) == 1
    assert ballots_to_turn(np.array([-1.0]), -1.0) is None
    assert ballots_to_turn(np.array([np.nan]), 1.0) is None


def test_changes_are_told_nearest_first() -> None:
    found = outcome(asked(places=2), ticks("ab", times=6) + ticks("ac", times=4) + ticks("d"))
    assert [(tip.candidate, tip.inside, tip.rival, tip.ballots) for tip in found.tipping][:2] == [
        ("b", True, "c", 2),
        ("c", False, "b", 2),
    ]
    tie = outcome(asked(places=1), ticks("a", "b", times=3))
    assert {tip.candidate: tip.inside for tip in tie.tipping}["a"] is False
    assert tie.tipping[0].ballots == 1


def test_duels_have_no_number_of_ballots_that_turn() -> None:
    found = outcome(question("pairwise"), votes("pairwise", 30))
    assert {tip.ballots for tip in found.tipping} == {None}


def test_incomplete_scores_have_no_tipping_weights() -> None:
    row = dict.fromkeys(CRITERIA, 50)
    ballots = [{"a": row, "b": row}, {"b": row, "c": row}, {"a": row, "c": row, "d": row}]
    found = outcome(
        Question("scoring", tuple("abcd"), CRITERIA, settings={"places": 1}),
        [Vote("", {"scores": one}) for one in ballots],
    )
    assert all(tip.weight is None and tip.score is None for tip in found.tipping)
    one = Question("scoring", tuple("ab"), CRITERIA[:1], settings={"places": 1})
    ballot = {"a": {"harm": 10}, "b": {"harm": 20}}
    assert outcome(one, [Vote("", {"scores": ballot})]).certainty.other_weights is None


def test_a_minority_that_is_left_with_nothing() -> None:
    found = outcome(asked(places=2), ticks("ab", times=6) + ticks("cd", times=4)).proportion
    assert found is not None
    assert found.differs
    assert (found.unserved, found.served) == (4, 4)
    assert found.gained[0] in "cd"
    assert found.lost[0] in "ab"
    fair = outcome(asked(places=2), ticks("ac", times=6) + ticks("bc", times=4)).proportion
    assert fair is not None
    assert not fair.differs
    assert fair.unserved == 0


def test_too_many_sets_are_taken_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proportion, "SETS", 3)
    found = outcome(asked(places=2), ticks("ab", times=6) + ticks("cd", times=4)).proportion
    assert found is not None
    assert not found.exact
    assert found.number == 1
    assert outcome(asked(places=6), ticks("ab")).proportion is None


def test_other_settings_of_places() -> None:
    assert outcome(question("points", places=3), votes("points", 9)).places == 3


# --- properties -----------------------------------------------------------------------------------


def same(one: Outcome, other: Outcome) -> bool:
    """Equal, but for the order in which equal candidates stand."""
    return replace(one, standings=()) == replace(other, standings=()) and one.of == other.of


@settings(max_examples=21)
@given(st.sampled_from(list(Form)), st.integers(0, 99), st.integers(0, 30), st.randoms())
def test_the_order_of_ballots_and_candidates_changes_nothing(
    form: str, seed: int, number: int, chance: random.Random
) -> None:
    ballots = votes(form, number, seed, groups=("A", "B", ""))
    turned, names = ballots[:], list(CANDIDATES)
    chance.shuffle(turned)
    chance.shuffle(names)
    one = outcome(question(form), ballots)
    other = outcome(replace(question(form), candidates=tuple(names)), turned)
    assert same(one, other)


@settings(max_examples=21)
@given(st.sampled_from(list(Form)), st.integers(0, 99))
def test_another_independent_sum_finds_the_same_totals(form: str, seed: int) -> None:
    """The totals recomputed in plain Python from the ballots."""
    ballots = votes(form, 17, seed)
    sheet = read(question(form), ballots)
    found = dict(zip(sheet.candidates, sheet.totals, strict=True))
    assert found == pytest.approx(_plain(form, ballots))


def _plain(form: str, ballots: list[Vote]) -> dict[str, float]:
    return {
        code: sum(_of(form, vote, code, len(ballots)) for vote in ballots) for code in CANDIDATES
    }


def _of(form: str, vote: Vote, code: str, number: int) -> float:
    """What one ballot adds to the total of a candidate."""
    said: Any = next(iter(vote.content.values()))
    table, last = scores(), len(CANDIDATES) - 1
    if form == "ranking":
        return float(last - said.index(code)) if code in said else (last - len(said)) / 2
    add: dict[str, Any] = {
        "points": lambda: said.get(code, 0),
        "approval": lambda: code in said,
        "pairwise": lambda: sum(winner == code for winner, _ in said),
        "tiers": lambda: said.get(code) == "priority",
        "scoring": lambda: sum(said[code].values()) / len(CRITERIA) / number,
        "weights": lambda: (
            sum(said[one] * table[code, one][0] for one in CRITERIA) / sum(said.values()) / number
        ),
    }
    return float(add[form]())


@settings(max_examples=20)
@given(st.sampled_from(["points", "approval", "ranking"]), st.integers(0, 99))
def test_unanimity_wins_and_nobody_wants_never(form: str, seed: int) -> None:
    """Everybody puts the same one first, and nobody another: these are first and outside."""
    loved, unloved = CANDIDATES[3], CANDIDATES[7]
    ballots = []
    for vote in votes(form, 11, seed):
        name, said = next(iter(vote.content.items()))
        others = [code for code in said if code not in {loved, unloved}]
        said = {loved: 4, others[0]: 1} if form == "points" else [loved, *others][:5]
        ballots.append(Vote("", {name: said}))
    found = outcome(question(form), ballots)
    assert found.of[loved].rank == 1
    assert found.of[loved].first == 1
    assert found.of[loved].standing == "core"
    assert not found.of[unloved].chosen
    assert found.of[unloved].standing == "outside"
    assert found.of[unloved].top == 0


@settings(max_examples=20)
@given(st.sampled_from(["points", "approval", "ranking", "weights"]), st.integers(0, 99))
def test_a_candidate_that_nobody_wants_changes_no_order(form: str, seed: int) -> None:
    low = {("zz", code): (0.0, 0.0, 0.0) for code in CRITERIA}
    before = question(form)
    after = replace(before, candidates=(*CANDIDATES, "zz"), scores={**scores(), **low})
    ballots = votes(form, 15, seed)
    if form == "ranking":
        ballots = [
            Vote(
                "",
                {
                    "order": [
                        *v.content["order"],
                        *(c for c in CANDIDATES if c not in v.content["order"]),
                    ]
                },
            )
            for v in ballots
        ]
    one, other = outcome(before, ballots), outcome(after, ballots)
    assert [s.candidate for s in one.standings] == [
        s.candidate for s in other.standings if s.candidate != "zz"
    ]
    assert one.chosen == other.chosen
