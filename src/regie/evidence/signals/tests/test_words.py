"""Every verdict and every reason has words."""

import pytest

from regie.evidence.appraisal.rules import Arrow, Why, Word
from regie.evidence.signals import words

pytestmark = pytest.mark.pure


def test_every_reason_is_said_and_no_reason_says_nothing() -> None:
    assert words.why(Why.NOTHING) == ""
    said = [words.why(reason) for reason in Why if reason]
    assert all(sentence.endswith(".") for sentence in said)
    assert len(set(said)) == len(said)


def test_every_word_and_every_arrow_is_said() -> None:
    assert len({words.word(which) for which in Word}) == len(Word)
    assert len({words.arrow(which) for which in Arrow}) == len(Arrow)
