"""The false discovery rate, against the example of its authors and against scipy."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from safetymethods.multiplicity import benjamini_hochberg, found_in_families
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

BH1995 = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
    0.5719, 0.6528, 0.7590, 1.0000,
]  # fmt: skip
"""Fifteen comparisons of a trial of two treatments of infarction, section 3.2 of the paper."""

probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_the_example_of_benjamini_hochberg1995() -> None:
    """Four hypotheses are rejected at q = 0.05; 0.0095 is compared with 4/15 of 0.05 = 0.013."""
    found = benjamini_hochberg(BH1995, 0.05)
    assert found.rejected.tolist() == [True] * 4 + [False] * 11
    assert found.threshold == pytest.approx(4 / 15 * 0.05)
    assert found.tested == 15
    assert found.method == "multiplicity.benjamini_hochberg"
    assert found.q == 0.05


def test_adjusted_probabilities_as_in_r_p_adjust() -> None:
    """Output of R's p.adjust(p, "BH") for the first four of these."""
    found = benjamini_hochberg(BH1995)
    np.testing.assert_allclose(found.adjusted[:4], [0.0015, 0.003, 0.0095, 0.035625], rtol=1e-12)


def test_the_whole_example_from_the_file_of_r() -> None:
    with reference_file("02_spc", "r_misc", "bh_1995_example.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = benjamini_hochberg([float(row["p"]) for row in rows])
    np.testing.assert_allclose(found.adjusted, [float(row["BH"]) for row in rows], rtol=1e-12)


@given(probabilities, st.floats(0.01, 0.5))
def test_as_scipy_has_it(p: list[float], q: float) -> None:
    found = benjamini_hochberg(p, q)
    np.testing.assert_allclose(found.adjusted, false_discovery_control(p), atol=1e-12)
    np.testing.assert_array_equal(found.rejected, found.adjusted <= q)


@given(probabilities)
def test_findings_are_the_smallest_up_to_the_threshold(p: list[float]) -> None:
    found = benjamini_hochberg(p)
    border = float(found.threshold) + 1e-12
    np.testing.assert_array_equal(found.rejected, np.array(p) <= border if border > 1e-9 else False)


@given(probabilities)
def test_the_order_of_questions_does_not_matter(p: list[float]) -> None:
    one, other = benjamini_hochberg(p), benjamini_hochberg(p[::-1])
    np.testing.assert_array_equal(one.rejected, other.rejected[::-1])
    np.testing.assert_array_equal(one.adjusted, other.adjusted[::-1])


@given(probabilities)
def test_a_question_that_was_not_asked_counts_nowhere(p: list[float]) -> None:
    one, other = benjamini_hochberg(p), benjamini_hochberg([np.nan, *p, np.nan])
    np.testing.assert_array_equal(one.adjusted, other.adjusted[1:-1])
    assert np.isnan(other.adjusted[[0, -1]]).all()
    assert not other.rejected[[0, -1]].any()
    assert one.threshold == other.threshold
    assert one.tested == other.tested


def test_families_along_any_axis() -> None:
    p = np.array([BH1995, BH1995[::-1], [np.nan] * 15])
    rows, columns = benjamini_hochberg(p, 0.05), benjamini_hochberg(p.T, 0.05, axis=0)
    assert rows.tested.tolist() == [15, 15, 0]
    np.testing.assert_array_equal(rows.rejected, columns.rejected.T)
    np.testing.assert_array_equal(rows.adjusted, columns.adjusted.T)
    np.testing.assert_array_equal(rows.threshold, columns.threshold)
    assert np.isnan(rows.threshold[2])
    assert rows.rejected.sum(axis=1).tolist() == [4, 4, 0]


def test_a_family_without_a_finding_has_a_threshold_of_zero() -> None:
    found = benjamini_hochberg([0.5, 0.9])
    assert found.threshold == 0
    assert not found.rejected.any()


def test_a_family_of_nobody() -> None:
    assert benjamini_hochberg([]).adjusted.size == 0


@pytest.mark.parametrize("wrong", [-0.1, 1.1])
def test_impossible_probabilities_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, wrong])
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5], wrong)


def test_the_share_of_false_findings_stays_under_q() -> None:
    """A thousand families of 40 true and 10 false hypotheses: at most q times 40/50 is false."""
    random = np.random.default_rng(1995)
    p = random.random((1000, 50))
    p[:, 40:] = random.beta(0.05, 5, (1000, 10))
    found = benjamini_hochberg(p, 0.10).rejected
    wrong = found[:, :40].sum(axis=1) / np.maximum(found.sum(axis=1), 1)
    assert 0.06 < wrong.mean() < 0.09


@given(
    st.lists(st.tuples(st.floats(0, 1) | st.just(np.nan), st.integers(0, 3)), max_size=40),
    st.floats(0.01, 0.5),
)
def test_families_given_by_label_are_judged_each_by_itself(
    questions: list[tuple[float, int]], q: float
) -> None:
    p = np.array([value for value, _family in questions], dtype=np.float64)
    labels = np.array([family for _value, family in questions], dtype=np.int64)
    kept, size = found_in_families(p, labels, q)
    for family in set(labels.tolist()):
        mine = labels == family
        alone = benjamini_hochberg(p[mine], q)
        assert (size[mine] == alone.tested).all()
        # On the border itself p m <= k q and p <= k q/m may be rounded apart.
        sure = np.abs(alone.adjusted - q) > 1e-12
        assert (kept[mine] == alone.rejected)[sure | np.isnan(alone.adjusted)].all()
