"""Values, reasons and swaps that are refused, and settings that are the same everywhere."""

import math
from dataclasses import fields, replace
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.calibration.rules import (
    ORIGINS,
    REMARKS,
    Origin,
    Remark,
    known,
    middle,
    size_kept,
    size_read,
)
from regie.evidence.methods import permissions, rules
from regie.evidence.methods.rules import MethodSettings, SwapAsked
from regie.foundation.access.rules import Action, decide
from regie.policy.methods import METHOD_DEFAULTS, DefaultItem, method_default

pytestmark = pytest.mark.pure

ITEMS = st.sampled_from(METHOD_DEFAULTS())
NUMBERS = st.floats(-1e6, 1e6)


def test_every_setting_of_the_policy_is_a_setting_of_the_code() -> None:
    codes = [item.code for item in METHOD_DEFAULTS()]
    assert sorted(field.name for field in fields(MethodSettings)) == sorted(codes)


def test_the_defaults_are_the_settings_of_who_chose_nothing() -> None:
    found = rules.settings_from({})
    assert (found.peers, found.change_alpha, found.earlier_months) == (15, 0.05, 36)
    assert isinstance(found.peers, int)
    assert isinstance(found.signal_q, float)


@given(ITEMS, NUMBERS)
def test_a_value_counts_exactly_when_it_is_allowed(item: DefaultItem, value: float) -> None:
    allowed = rules.objection_to(item, value) is None
    found = getattr(rules.settings_from({item.code: value}), item.code)
    assert found == (value if allowed else item.value)
    if allowed:
        assert item.minimum <= value <= item.maximum


@given(ITEMS)
def test_every_default_and_both_bounds_are_allowed(item: DefaultItem) -> None:
    for value in (item.value, item.minimum, item.maximum):
        assert rules.objection_to(item, value) is None


@pytest.mark.parametrize(
    ("code", "value", "sentence"),
    [
        ("peers", 7, rules.TOO_LOW),
        ("peers", 31, rules.TOO_HIGH),
        ("peers", 12.5, rules.NOT_WHOLE),
        ("earlier_months", 30, rules.WRONG_STEP),
        ("change_alpha", math.nan, rules.NO_NUMBER),
        ("change_alpha", math.inf, rules.NO_NUMBER),
    ],
)
def test_nonsense_is_refused_in_words(code: str, value: float, sentence: str) -> None:
    found = rules.objection_to(method_default(code), value)
    assert found is not None
    assert found.sentence == sentence


def test_none_and_unknown_settings_are_the_default() -> None:
    assert rules.settings_from({"peers": None, "gone": 3.0}) == rules.settings_from({})


@given(st.dictionaries(ITEMS.map(lambda item: item.code), NUMBERS, max_size=5))
def test_the_same_settings_have_the_same_mark(choices: dict[str, float]) -> None:
    one = rules.settings_from(dict(choices))
    other = rules.settings_from(dict(reversed(list(choices.items()))))
    assert one.fingerprint == other.fingerprint
    assert (one == rules.settings_from({})) == (
        one.fingerprint == rules.settings_from({}).fingerprint
    )


def test_a_mark_is_the_same_in_every_process() -> None:
    """Stored beside verdicts: another way of marking would make all of them stale."""
    assert rules.fingerprint({"b": 1.0, "a": [2, "x"]}) == "61fc6232f368ac7d"


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", rules.NO_REASON), ("zomaar", rules.NO_REASON), ("a" * 501, rules.LONG_REASON)],
)
def test_a_reason_must_explain(reason: str, sentence: str) -> None:
    found = rules.objection_to_reason(reason)
    assert found is not None
    assert found.sentence == sentence
    assert rules.ABOUT[sentence] == "reason"


def test_a_good_reason_is_no_problem() -> None:
    assert rules.objection_to_reason("De raad wil voorzichtiger zijn.") is None


ASKED = SwapAsked("GM9903", "GM9901", frozenset({"GM9901", "GM9903"}), frozenset(), 5)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"peer": "GM9901"}, rules.NOT_A_PEER),
        ({"peer": "GM0344"}, rules.NOT_A_PEER),
        ({"swapped": frozenset({"GM9903"})}, rules.ALREADY_SWAPPED),
        ({"swapped": frozenset("abcde")}, rules.TOO_MANY_SWAPS),
    ],
)
def test_a_swap_that_makes_no_sense_is_refused(changes: dict[str, Any], sentence: str) -> None:
    found = rules.objection_to_swap(replace(ASKED, **changes))
    assert found is not None
    assert found.sentence == sentence
    assert rules.ABOUT.get(sentence) is None


def test_a_third_of_the_peers_may_be_swapped() -> None:
    assert rules.objection_to_swap(replace(ASKED, swapped=frozenset("abcd"))) is None
    assert (rules.most_swaps(15), rules.most_swaps(8)) == (5, 2)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_the_middle_is_the_median(values: list[float]) -> None:
    assert middle(values) == median(values)


def test_nothing_has_no_middle() -> None:
    assert middle([]) is None


def test_a_size_without_an_end_survives_storing() -> None:
    assert math.isinf(size_read(size_kept(math.inf)))
    assert size_read(size_kept(8.2)) == 8.2
    assert known(math.nan) is None
    assert known(0.0) == 0.0


def test_every_origin_and_remark_has_words() -> None:
    assert set(ORIGINS) == set(Origin)
    assert set(REMARKS) == set(Remark)


@pytest.mark.parametrize(
    "action", [permissions.CHANGE_METHODS, permissions.SWAP_PEERS, permissions.ESTIMATE]
)
def test_only_the_analyst_changes(action: Action) -> None:
    assert decide(action, role="researcher")
    assert decide(action, role="coordinator")
    assert not decide(action, role="mayor")
    assert decide(permissions.VIEW_METHODS, role="partner")
