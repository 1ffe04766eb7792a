"""What people may type as a score."""

import pytest

from regie.planning.fact_cards.rules import Scored
from regie.planning.scores.rules import judged

pytestmark = pytest.mark.pure


def test_nothing_typed_is_unknown_and_not_zero() -> None:
    assert judged(None, None, None) is None
    assert judged(None, 3, 9) is None
    assert judged(0, None, None) == Scored(0, 0, 0)


def test_limits_lie_around_the_score() -> None:
    assert judged(60, 40, None) == Scored(60, 40, 60)
    for three in ((60, 70, 80), (60, 10, 50), (60, -1, 60), (60, 50, 101)):
        with pytest.raises(ValueError, match="limits"):
            judged(*three)
