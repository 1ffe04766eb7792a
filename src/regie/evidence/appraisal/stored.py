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


def in_short_and_whole(assessment: Assessment) -> tuple[dict[str, Any], dict[str, Any]]:
    """`as_json` of the assessment in short, and of all of it; made once, parts are shared."""
    whole = as_json(assessment)
    kept = [
        plain
        for place, plain in zip(assessment.places, whole.get("places", ()), strict=True)
        if place.strikes
    ]
    short = {key: value for key, value in whole.items() if key != "places"}
    return (short | {"places": kept} if kept else short), whole


def from_json(stored: Mapping[str, Any]) -> Assessment:
    """What `as_json` wrote. Raises pydantic's ValidationError for anything else."""
    return _adapter().validate_python(dict(stored))
