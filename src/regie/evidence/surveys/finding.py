"""Areas of a municipality by code or name, in the classification that fits a year."""

from collections import defaultdict
from functools import cache

from django.utils.translation import gettext_noop as _

from regie.evidence.street_knowledge.subjects import theme_choices, theme_names
from regie.evidence.surveys.rules import NoPlace, Place
from regie.evidence.values.words import key
from regie.foundation.areas.models import Area
from regie.foundation.areas.names import Ambiguous, Resolver
from regie.foundation.areas.rules import (
    DISTRICT,
    MUNICIPALITY,
    NEIGHBOURHOOD,
    AreaView,
    parse_code,
    realm_of,
)
from regie.foundation.organizations.models import Municipality
from regie.policy.fields import SAFETY_FIELDS

UNKNOWN_AREA = _("Dit gebied kent Regie niet in uw gemeente. Gebruik de code of de naam.")
ELSEWHERE = _("Dit gebied ligt niet in uw gemeente.")
SEVERAL = _("Deze naam past bij meer gebieden: %(codes)s. Gebruik de code.")
WHOLE = frozenset({"gemeente", "helegemeente", "municipality"})
_FIELDS = ("code", "name", "kind", "municipality_code", "province_code", "pseudo")


class Finder:
    """Finds areas of one municipality in every classification year that is known. 1 query.

    An answer of 2021 is sought among the areas of 2021, else of the nearest year before or after:
    the same code can be another territory later.
    """

    def __init__(self, municipality: Municipality) -> None:
        self._own = municipality.code
        self._whole = AreaView(self._own, municipality.name, MUNICIPALITY, self._own, "", False)
        realm = realm_of(self._own)
        rows: dict[int, list[AreaView]] = defaultdict(list)
        found = Area.objects.filter(
            classification__realm=realm,
            municipality_code=self._own,
            pseudo=False,
            kind__in=(DISTRICT, NEIGHBOURHOOD),
        )
        for year, *values in found.values_list("classification__year", *_FIELDS):
            rows[year].append(AreaView(*values))
        self._years = {
            year: Resolver([self._whole, *areas], realm=realm, year=year)
            for year, areas in rows.items()
        }
        self.find = cache(self._find)

    def _find(self, text: str, year: int) -> Place | NoPlace:
        """The area that a cell means; `NoPlace` says why there is none."""
        if key(text) in WHOLE or key(text) in {key(self._own), key(self._whole.name)}:
            return Place(self._own, max(self._years, default=0))
        parsed = parse_code(text)
        if parsed and parsed.municipality != self._own:
            return NoPlace(ELSEWHERE)
        for when in sorted(self._years, key=lambda each: (abs(each - year), each)):
            found = self._look(self._years[when], text, when)
            if found is not None:
                return found
        return NoPlace(UNKNOWN_AREA)

    def _look(self, resolver: Resolver, text: str, year: int) -> Place | NoPlace | None:
        by_code = resolver.by_code(text)
        if by_code is not None:
            return Place(by_code.code, year)
        by_name = resolver.by_name(text, self._own)
        if isinstance(by_name, Ambiguous):
            return NoPlace(SEVERAL, {"codes": ", ".join(by_name.codes)})
        return Place(by_name, year) if by_name else None


def themes_by_name(municipality: Municipality) -> dict[str, str]:
    """The code of a theme by its code and by each of its names, spelled anyhow. 4 queries."""
    found = {
        key(text): theme.code
        for item in SAFETY_FIELDS()
        for theme in item.themes
        for text in (theme.code, theme.name, theme.name_en)
    }
    found |= {key(name): code for code, name in theme_names(municipality).items()}
    now = [pair for _field, themes in theme_choices(municipality) for pair in themes]
    return found | {key(text): code for code, name in now for text in (code, name)}
