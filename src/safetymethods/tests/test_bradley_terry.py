"""Bradley and Terry's model against Agresti's example, and where it has no answer of its own."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods import bradley_terry as module
from safetymethods.bradley_terry import bradley_terry
from safetymethods.preferences import PreferenceError
from safetymethods.result import Caveat, Floats

pytestmark = pytest.mark.pure

BASEBALL = np.array(
    [
        [0, 7, 9, 7, 7, 9, 11],
        [6, 0, 7, 5, 11, 9, 9],
        [4, 6, 0, 7, 7, 8, 12],
        [6, 8, 6, 0, 6, 7, 10],
        [6, 2, 6, 7, 0, 7, 12],
        [4, 4, 5, 6, 6, 0, 6],
        [2, 4, 1, 3, 1, 7, 0],
    ],
    dtype=float,
)
"""Agresti (2002), table 10.10: the American League, East, in 1987; rows won from columns."""


def test_baseball_of_agresti() -> None:
    """Agresti (2002), 10.6: Milwaukee 1.58 above Baltimore, Boston 1.1077."""
    found = bradley_terry(BASEBALL)
    above = found.strength - found.strength[-1]
    assert above[0] == pytest.approx(1.5814, abs=1e-4)
    assert above[4] == pytest.approx(1.1077, abs=1e-4)
    np.testing.assert_allclose(above[[1, 2, 3, 5]], [1.436, 1.294, 1.248, 0.684], atol=5e-4)
    assert float(found.deviance) == pytest.approx(15.737, abs=1e-3)
    assert (found.prior, found.caveats) == (0.0, ())


def test_two_candidates_by_hand() -> None:
    """Three wins of four: the odds are 3, and the error of their logarithm sqrt(1/3 + 1)."""
    found = bradley_terry([[0, 3], [1, 0]])
    assert found.strength[0] - found.strength[1] == pytest.approx(np.log(3))
    assert found.error[0] == pytest.approx(np.sqrt(1 / 3 + 1) / 2)
    assert float(found.deviance) == pytest.approx(0, abs=1e-12)
    assert found.chance[0] == pytest.approx(1 / (1 + 1 / np.sqrt(3)))


def test_who_won_everything_is_held_back_and_said() -> None:
    found = bradley_terry([[0, 5, 5], [0, 0, 1], [0, 1, 0]])
    assert np.isfinite(found.strength).all()
    assert np.argmax(found.strength) == 0
    assert found.strength[1] == pytest.approx(found.strength[2])
    assert found.prior == 0.5
    assert found.caveats == (Caveat.NOT_CONNECTED,)


def test_two_islands_and_no_duels_at_all() -> None:
    islands = np.zeros((4, 4))
    islands[0, 1] = islands[1, 0] = islands[2, 3] = islands[3, 2] = 1
    found = bradley_terry(islands)
    np.testing.assert_allclose(found.strength, 0, atol=1e-9)
    assert found.caveats == (Caveat.NOT_CONNECTED,)
    np.testing.assert_allclose(bradley_terry(np.zeros((3, 3))).strength, 0)


def test_many_at_once_and_a_prior_that_was_asked_for() -> None:
    found = bradley_terry(np.stack([BASEBALL, BASEBALL.T]), prior=0.5)
    np.testing.assert_allclose(found.strength[0], -found.strength[1], atol=1e-8)
    assert found.caveats == ()
    assert abs(found.strength[0]).max() < abs(bradley_terry(BASEBALL).strength).max()


def test_too_few_steps_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STEPS", 1)
    found = bradley_terry(BASEBALL)
    assert np.isfinite(found.strength).all()
    assert found.caveats == (Caveat.NOT_FITTED,)


def test_the_diagonal_is_not_read() -> None:
    found = bradley_terry(BASEBALL + 9 * np.eye(7))
    np.testing.assert_allclose(found.strength, bradley_terry(BASEBALL).strength)


@pytest.mark.parametrize(
    "wins",
    [
        [1, 2],
        [[0, 1]],
        np.empty((0, 0)),
        [[0]],
        [[0, np.nan], [1, 0]],
        [[0, -1], [1, 0]],
    ],
)
def test_bad_duels_are_refused(wins: Any) -> None:
    with pytest.raises(PreferenceError):
        bradley_terry(wins)


def test_a_prior_under_zero_is_refused() -> None:
    with pytest.raises(PreferenceError, match="prior"):
        bradley_terry(BASEBALL, prior=-1)


tables = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).integers(0, 5, size=(6, 6)).astype(float)
)


@given(tables, st.permutations(range(6)))
def test_the_order_of_candidates_changes_nothing(wins: Floats, order: list[int]) -> None:
    one, other = bradley_terry(wins), bradley_terry(wins[np.ix_(order, order)])
    np.testing.assert_allclose(other.strength, one.strength[order], atol=1e-6)


@given(tables)
def test_expected_wins_are_the_wins(wins: Floats) -> None:
    """What makes strengths most likely: everyone is expected to win as often as it won."""
    found = bradley_terry(wins)
    np.fill_diagonal(wins, 0)
    games = wins + wins.T
    gap = found.strength[:, None] - found.strength[None, :]
    if not found.prior:
        expected = (games / (1 + np.exp(-gap))).sum(axis=1)
        np.testing.assert_allclose(expected, wins.sum(axis=1), atol=1e-6)


@given(tables)
def test_turning_duels_around_turns_strengths_around(wins: Floats) -> None:
    np.testing.assert_allclose(
        bradley_terry(wins.T).strength, -bradley_terry(wins).strength, atol=1e-6
    )


@given(st.integers(1, 50))
def test_a_hard_case_stays_finite(times: int) -> None:
    """One win back in a thousand, in a chain: strengths far apart, found all the same."""
    wins = np.zeros((5, 5))
    for at in range(4):
        wins[at, at + 1], wins[at + 1, at] = 1000 * times, 1
    found = bradley_terry(wins)
    np.testing.assert_allclose(-np.diff(found.strength), np.log(1000 * times), rtol=1e-6)


@given(tables)
def test_who_beats_all_is_first(wins: Floats) -> None:
    wins[0, 1:], wins[1:, 0] = 9, 0
    assert np.argmax(bradley_terry(wins).strength) == 0
