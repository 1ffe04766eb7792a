"""Pure rules: the clock, pairs, ballots as forms."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regie.planning.rounds import ballots, rules, workflow
from regie.planning.weighing.rules import FORMS, Question, clean, refusal

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
IDS = tuple(str(n) for n in range(1, 7))
CODES = ("ernst", "omvang")


def question(form: str, **settings: int) -> Question:
    return Question(form=form, candidates=IDS, criteria=CODES, settings=settings)


def test_every_state_has_a_label_and_the_table_can_be_printed() -> None:
    assert set(workflow.ROUND.labels) == workflow.ROUND.states
    assert "reopen" in workflow.ROUND.table()


@pytest.mark.parametrize(
    ("state", "closes", "why"),
    [
        (workflow.DRAFT, None, rules.NOT_OPEN),
        (workflow.OPEN, None, None),
        (workflow.OPEN, timedelta(seconds=1), None),
        (workflow.OPEN, timedelta(0), rules.TOO_LATE),
        (workflow.CLOSED, None, rules.TOO_LATE),
        (workflow.SHOWN, None, rules.TOO_LATE),
    ],
)
def test_only_an_open_round_takes_votes(
    state: str, closes: timedelta | None, why: str | None
) -> None:
    at = NOW + closes if closes is not None else None
    assert rules.why_not_vote(state, at, NOW) == why


def test_why_a_round_does_not_open() -> None:
    good: dict[str, Any] = {
        "session_open": True,
        "another_open": False,
        "candidates": 3,
        "criteria": 2,
    }
    assert rules.why_not_open("weights", **good) is None
    assert rules.why_not_open("points", **good | {"criteria": 0}) is None
    for wrong, why in (
        ({"session_open": False}, rules.SESSION_NOT_OPEN),
        ({"another_open": True}, rules.ANOTHER_IS_OPEN),
        ({"candidates": 1}, rules.TOO_FEW_CANDIDATES),
        ({"criteria": 0}, rules.NO_CRITERIA),
    ):
        assert rules.why_not_open("weights", **good | wrong) == why


def test_a_round_without_minutes_stays_open() -> None:
    assert rules.closing_time(NOW, None) is None
    assert rules.closing_time(NOW, 2) == NOW + timedelta(minutes=2)


def test_keys_of_one_person_cannot_be_laid_beside_each_other() -> None:
    keys = {rules.key_of(secret, pk) for secret in ("a", "b") for pk in (1, 2)}
    assert len(keys) == 4
    assert rules.key_of("a", 1) == rules.key_of("a", 1)


@settings(max_examples=25)
@given(st.integers(2, 20), st.integers(5, 15), st.text(max_size=5))
def test_pairs_are_spread_over_the_candidates(n: int, wanted: int, seed: str) -> None:
    names = [str(i) for i in range(n)]
    pairs = rules.pairs_for(names, seed, wanted)
    assert pairs == rules.pairs_for(names, seed, wanted)
    assert len(pairs) == min(wanted, n * (n - 1) // 2)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    seen = Counter(name for pair in pairs for name in pair)
    assert max(seen.values()) - min(seen[name] for name in names) <= 2


def test_small_groups_are_not_named() -> None:
    assert rules.group_shown("", {}, 5) == ""


def test_settings_that_a_form_does_not_know_are_left_out() -> None:
    assert rules.settings_of("points", {"points": 7, "most": 3}) == {"points": 7}
    assert rules.settings_of("ranking", {"places": 0}) == {}


def test_mean_weights() -> None:
    assert rules.mean_weights([]) is None
    assert rules.mean_weights([{"a": 0}]) is None


@dataclass(frozen=True)
class Row:
    state: str
    opened_at: datetime | None


def test_people_look_at_the_open_round_or_else_the_last() -> None:
    draft = Row(workflow.DRAFT, None)
    old, new = Row(workflow.SHOWN, NOW), Row(workflow.CLOSED, NOW + timedelta(hours=1))
    assert rules.current([draft]) is None
    assert rules.current([old, new, draft]) is new
    reopened = Row(workflow.OPEN, NOW)
    assert rules.current([reopened, new]) is reopened


# --- ballots --------------------------------------------------------------------------------------

TYPED = {
    "points": {"punten-1": ["3"], "punten-2": ["2"], "punten-3": [""]},
    "pairwise": {"paar-1-2": ["2"], "paar-3-4": ["3"], "paar-5-6": ["9"]},
    "ranking": {"plek-3": ["1"], "plek-1": ["2"]},
    "scoring": {"score-1-ernst": ["40"], "score-1-omvang": ["62,5"]},
    "weights": {"gewicht-ernst": ["100"], "gewicht-omvang": ["30"]},
    "approval": {"kies": ["2", "5", "2"]},
    "tiers": {"niveau-1": ["priority"], "niveau-4": ["maintenance"]},
}


def test_every_form_of_voting_has_a_ballot() -> None:
    assert set(TYPED) == set(FORMS)


@pytest.mark.parametrize("form", sorted(TYPED))
def test_what_was_typed_comes_back(form: str) -> None:
    asked = question(form)
    content = clean(asked, ballots.content_of(asked, TYPED[form]))
    again = ballots.content_of(asked, ballots.typed_of(form, content))
    if form == "pairwise":  # both ways round of a pair are filled; the page shows one of them
        again["pairs"] = [list(two) for two in dict.fromkeys(map(tuple, again["pairs"]))]
    assert clean(asked, again) == content
    assert ballots.told(form, content, {"1": "Een", "2": "Twee"})


def test_told_in_words() -> None:
    told = ballots.told("pairwise", {"pairs": [["1", "2"]]}, {"1": "Een"})
    assert told == [("Een", "2")]
    assert ballots.told("scoring", {"scores": {"1": {"ernst": 40.0}}}, {"ernst": "Ernst"}) == [
        ("1", "Ernst 40")
    ]


@settings(max_examples=40)
@given(
    st.sampled_from(sorted(TYPED)),
    st.dictionaries(
        st.one_of(st.text(max_size=12), st.sampled_from([n for t in TYPED.values() for n in t])),
        st.lists(st.text(max_size=6), max_size=3),
        max_size=6,
    ),
)
def test_rubbish_is_refused_and_never_fails(form: str, typed: dict[str, list[str]]) -> None:
    asked = question(form)
    ballots.same_place(asked, typed)
    content = ballots.content_of(asked, typed)
    why = refusal(asked, content)
    assert why is None or why.endswith(".")


@pytest.mark.parametrize(
    ("places", "wrong"),
    [(("1", "2"), False), (("1", "1"), True), (("1", "x"), True), (("0", "1"), True), ((), False)],
)
def test_two_on_one_place_is_said(places: tuple[str, ...], wrong: bool) -> None:
    typed = {f"plek-{at}": [place] for at, place in enumerate(places, start=1)}
    assert ballots.same_place(question("ranking"), typed) is wrong
    assert not ballots.same_place(question("points"), typed)


@pytest.mark.parametrize(("session", "rounds", "joined", "step"), [
    ("draft", [], 0, ("prepare", 0)),
    ("draft", [(1, "draft")], 0, ("open_session", 0)),
    ("open", [], 9, ("prepare", 0)),
    ("open", [(1, "draft")], 0, ("join", 0)),
    ("open", [(1, "draft")], 9, ("open_round", 1)),
    ("open", [(1, "open"), (2, "draft")], 9, ("close_round", 1)),
    ("open", [(1, "closed"), (2, "draft")], 9, ("show_round", 1)),
    ("open", [(1, "open"), (2, "closed")], 9, ("close_round", 1)),
    ("open", [(1, "closed"), (2, "shown"), (3, "draft")], 9, ("open_round", 3)),
    ("open", [(1, "shown")], 9, ("go_on", 0)),
    ("closed", [(1, "shown")], 9, ("look_back", 0)),
])  # fmt: skip
def test_who_leads_always_has_one_next_step(
    session: str, rounds: list[tuple[int, str]], joined: int, step: tuple[str, int]
) -> None:
    assert rules.next_step(session, rounds, joined) == step
