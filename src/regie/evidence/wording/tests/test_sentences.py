"""Sentences under a figure: said where they matter, and in words that fit the number."""

from unittest.mock import Mock

import pytest

from regie.evidence.wording import sentences

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("share", "told"), [(None, False), (0.18, False), (1.33, True)])
def test_a_trifle_without_a_place_is_not_told(share: float | None, told: bool) -> None:
    """Of bicycle thefts in 2025 0.2% has no place: more than usual, and of no importance."""
    series = Mock(readings=[Mock(period="2025JJ00")])
    said = sentences.unplaced(series, share)
    assert said.startswith("In 2025 heeft 1,3% van deze") if told else said == ""
