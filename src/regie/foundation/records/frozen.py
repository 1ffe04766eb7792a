"""Values laid down for good: one form on paper, one stamp, and read again. Pure."""

import hashlib
import json
from functools import lru_cache
from typing import Any


def canonical(value: object) -> str:
    """The one way to write a value down: sorted names, every digit of a float, no spaces.

    Raises ValueError for a number that does not exist (NaN, infinity).

    >>> canonical({"b": 0.1, "a": [1, None]})
    '{"a":[1,null],"b":0.1}'
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def stamp(text: str) -> str:
    """The SHA-256 of a text: changes with every letter."""
    return hashlib.sha256(text.encode()).hexdigest()


def token(*values: object) -> str:
    """What a form carries to know whether somebody else saved in the meantime."""
    return stamp(canonical(list(values)))[:16]


@lru_cache(maxsize=32)
def parsed(content: str) -> dict[str, Any]:
    """The values in the text of something that was laid down; nobody changes them."""
    values: dict[str, Any] = json.loads(content)
    return values
