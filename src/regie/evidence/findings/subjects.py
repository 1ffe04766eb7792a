"""The indicators as the rules of this room need them, in the order of fields and themes."""

from collections.abc import Mapping
from functools import cache

from regie.evidence.findings.rules import Subject
from regie.evidence.indicators.definitions import BUDGET, Definition, definitions
from regie.policy.fields import SAFETY_FIELDS, field_of

STEP = 1000
"""Room between two themes for the indicators of the first."""


@cache
def theme_positions() -> dict[str, int]:
    """Where the themes of the policy begin, in the order of the fields."""
    themes = [theme.code for field in SAFETY_FIELDS() for theme in field.themes]
    return {code: STEP * place for place, code in enumerate(themes, start=1)}


@cache
def subjects() -> tuple[Subject, ...]:
    """Every indicator that can have figures."""
    known = theme_positions()
    made = (
        Subject(
            code=item.code,
            position=known[item.theme] + place,
            theme=item.theme,
            field=field_of(item.theme).code,
            family=item.family,
            categories=frozenset(item.categories),
            total=item.total,
        )
        for place, item in enumerate(definitions(), start=1)
        if item.available and not _twin(item)
    )
    return tuple(sorted(made, key=lambda subject: subject.position))


def _twin(item: Definition) -> bool:
    """A budget indicator of one type says what that type says, over another denominator."""
    return item.kind == BUDGET and len(item.categories) == 1


@cache
def by_code() -> Mapping[str, Definition]:
    """Definitions by their code."""
    return {item.code: item for item in definitions()}
