"""Verdicts as they are kept: plain values that fit in JSON, and back without losing a digit."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from regie.evidence.appraisal.rules import Assessment


@cache
def _adapter() -> TypeAdapter[Assessment]:
    return TypeAdapter(Assessment)


def as_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment in plain values: every digit is kept, what is not there is left out."""
    plain: dict[str, Any] = _adapter().dump_python(assessment, mode="json", exclude_defaults=True)
    return plain


def from_json(stored: Mapping[str, Any]) -> Assessment:
    """What `as_json` wrote. Raises pydantic's ValidationError for anything else."""
    return _adapter().validate_python(dict(stored))
