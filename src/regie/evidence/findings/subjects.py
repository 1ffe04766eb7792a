"""Indicators and themes as this room needs them: in order, and under a municipality's own names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from regie.evidence.findings.rules import Subject
from regie.evidence.indicators.definitions import BUDGET, Definition, definitions
from regie.evidence.street_knowledge.subjects import theme_names
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import SafetyTheme
from regie.foundation.cycles.queries import own_field_names
from regie.foundation.organizations.models import Municipality
from regie.policy.fields import SAFETY_FIELDS, field, field_of

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


# --- themes ---------------------------------------------------------------------------------------

OWN = STEP - 100
"""Own themes stand behind the last theme of their field."""


@dataclass(frozen=True)
class Themes:
    """What a municipality calls its themes and fields, by code, in order."""

    themes: dict[str, str]
    fields: dict[str, str]
    homes: dict[str, str]

    def of(self, theme: str) -> str:
        """The name of a theme; the code itself when nobody knows it any more."""
        return self.themes.get(theme, theme)

    def home(self, theme: str) -> str:
        """The code of the field of a theme; "" when nobody knows it."""
        return self.homes.get(theme, "")


def themes_of(municipality: Municipality) -> Themes:
    """The names a municipality uses. 3 queries."""
    official = {item.code: chosen(item.name, item.name_en) for item in SAFETY_FIELDS()}
    own = {code: name for code, name in own_field_names(municipality).items() if name}
    homes = {theme.code: item.code for item in SAFETY_FIELDS() for theme in item.themes}
    more = SafetyTheme.objects.filter(field__cycle__municipality=municipality, own=True)
    homes |= dict(more.order_by("field__position").values_list("code", "field__code"))
    return Themes(theme_names(municipality), official | own, homes)


def place_of(municipality: Municipality, theme: str) -> tuple[str, int] | None:
    """The field of a theme and its place in the order; None for a theme that is not there.

    At most 1 query.
    """
    known = theme_positions()
    if theme in known:
        return field_of(theme).code, known[theme]
    found = SafetyTheme.objects.filter(field__cycle__municipality=municipality, code=theme)
    home = found.order_by("-field__cycle__valid_from").values_list("field__code", flat=True).first()
    return None if home is None else (home, known[field(home).themes[-1].code] + OWN)
