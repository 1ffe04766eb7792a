"""Fields and themes under a municipality's own names, and where a theme stands in order."""

from dataclasses import dataclass

from regie.evidence.findings.subjects import STEP, theme_positions
from regie.evidence.street_knowledge.subjects import theme_names
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import SafetyTheme
from regie.foundation.cycles.queries import own_field_names
from regie.foundation.organizations.models import Municipality
from regie.policy.fields import SAFETY_FIELDS, field, field_of

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
