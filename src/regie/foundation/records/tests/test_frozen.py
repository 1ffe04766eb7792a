"""One form, one stamp, and read again."""

import json
from typing import Any

import pytest
from hypothesis import given

from regie.foundation.records.frozen import canonical, parsed, stamp, token
from regie.foundation.records.tests.making import JSON

pytestmark = pytest.mark.pure


@given(JSON)
def test_canonical_keeps_every_digit(value: Any) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text


def test_a_number_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": float("nan")})


def test_tokens_tell_texts_apart() -> None:
    assert token("a", {"b": 1}) == token("a", {"b": 1})
    assert token("a") != token("b")


def test_what_was_laid_down_is_read_again_as_it_was() -> None:
    text = canonical({"b": [1, None], "a": 0.1})
    assert parsed(text) == {"a": 0.1, "b": [1, None]}
    assert parsed(text) is parsed(text)
    assert stamp(text) == stamp(canonical(parsed(text)))
