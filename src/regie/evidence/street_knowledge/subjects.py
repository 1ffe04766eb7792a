"""What something can be about: the themes of a municipality's policy, and its own areas."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regie.foundation.accounts.languages import chosen
from regie.foundation.areas import queries as areas
from regie.foundation.areas.models import Area
from regie.foundation.areas.names import Ambiguous, Resolver
from regie.foundation.areas.rules import DISTRICT, MUNICIPALITY, NEIGHBOURHOOD, AreaView, realm_of
from regie.foundation.crosswalks.queries import crosswalk, knowledge
from regie.foundation.cycles.models import SafetyTheme
from regie.foundation.cycles.queries import current_cycle, fields_with_themes
from regie.foundation.organizations.models import Municipality
from regie.policy.fields import SAFETY_FIELDS

Choices = list[tuple[str, list[tuple[str, str]]]]
"""Choices of a select, grouped: the name of the group, then code and name of each."""


# --- themes --------------------------------------------------------------------------------------


def theme_choices(municipality: Municipality) -> Choices:
    """The themes of the current cycle by field, or those of the policy without one. 3 queries."""
    cycle = current_cycle(municipality)
    if cycle is None:
        return [
            (
                chosen(item.name, item.name_en),
                [(theme.code, chosen(theme.name, theme.name_en)) for theme in item.themes],
            )
            for item in SAFETY_FIELDS()
        ]
    return [
        (field.name, [(theme.code, theme.name) for theme in field.themes])
        for field in fields_with_themes(cycle)
    ]


def theme_names(municipality: Municipality) -> dict[str, str]:
    """What a municipality calls each theme, those of earlier cycles too. 1 query."""
    names = {
        theme.code: chosen(theme.name, theme.name_en)
        for item in SAFETY_FIELDS()
        for theme in item.themes
    }
    own = SafetyTheme.objects.filter(field__cycle__municipality=municipality)
    rows = own.order_by("field__cycle__valid_from").values_list("code", "local_name")
    return names | {code: name for code, name in rows if name}


# --- areas ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Places:
    """The areas of a municipality in one classification year (0: none is known)."""

    year: int
    municipality: AreaView
    districts: tuple[AreaView, ...] = ()
    neighbourhoods: tuple[AreaView, ...] = ()

    @property
    def all(self) -> tuple[AreaView, ...]:
        """Every area, the largest first."""
        return (self.municipality, *self.districts, *self.neighbourhoods)

    def choices(self) -> Choices:
        """The municipality, then each district with its neighbourhoods."""
        whole = [(self.municipality.code, _("Hele gemeente"))]
        found: Choices = [(self.municipality.name, whole)]
        for district in self.districts:
            parts = [a for a in self.neighbourhoods if a.code[2:8] == district.code[2:8]]
            named = [(district.code, _("%(name)s (hele wijk)") % {"name": district.name})]
            found.append((district.name, named + [(a.code, a.name) for a in parts]))
        codes = {district.code[2:8] for district in self.districts}
        loose = [(a.code, a.name) for a in self.neighbourhoods if a.code[2:8] not in codes]
        return [*found, (_("Buurten"), loose)] if loose else found

    def resolver(self) -> Resolver:
        """Finds these areas by code or name."""
        realm = realm_of(self.municipality.code)
        return Resolver(self.all, realm=realm, year=self.year)


def places_of(municipality: Municipality) -> Places:
    """The areas of the newest year with neighbourhoods, else with districts. At most 4 queries."""
    code, realm = municipality.code, realm_of(municipality.code)
    newest = areas.newest(realm, NEIGHBOURHOOD) or areas.newest(realm, DISTRICT)
    whole = AreaView(code, municipality.name, MUNICIPALITY, code, "", False)
    if newest is None:
        return Places(0, whole)
    found = Area.objects.filter(
        classification=newest,
        municipality_code=code,
        pseudo=False,
        kind__in=(DISTRICT, NEIGHBOURHOOD),
    )
    fields = ("code", "name", "kind", "municipality_code", "province_code", "pseudo")
    rows = [AreaView(*row) for row in found.order_by("code").values_list(*fields)]
    return Places(
        newest.year,
        whole,
        tuple(row for row in rows if row.kind == DISTRICT),
        tuple(row for row in rows if row.kind == NEIGHBOURHOOD),
    )


def area_names(codes: Iterable[str], municipality: Municipality) -> dict[str, str]:
    """The name per code, of any year; the municipality under its own name. 1 query."""
    wanted = set(codes)
    found = areas.names(wanted - {municipality.code}, realm=realm_of(municipality.code))
    return found | {municipality.code: municipality.name}


def now_in(
    observed: Iterable[tuple[str, int]], municipality: Municipality
) -> dict[tuple[str, int], tuple[str, ...]]:
    """Where areas of some year are today, by (code, year). 2 queries, or 3 when one is gone.

    An area that still has its code stays itself; one that nobody can follow keeps its old code.
    """
    found: dict[tuple[str, int], tuple[str, ...]] = {item: (item[0],) for item in observed}
    realm = realm_of(municipality.code)
    newest = areas.newest(realm, NEIGHBOURHOOD) or areas.newest(realm, DISTRICT)
    if newest is None or not found:
        return found
    here = Area.objects.filter(classification=newest, code__in={code for code, _year in found})
    known = set(here.values_list("code", flat=True)) | {municipality.code}
    gone = [(code, year) for code, year in found if code not in known and 0 < year < newest.year]
    return found | (_followed(gone, realm, newest.year) if gone else {})


def _followed(
    gone: Iterable[tuple[str, int]], realm: str, newest: int
) -> dict[tuple[str, int], tuple[str, ...]]:
    told = knowledge(realm)
    found = {}
    for code, year in gone:
        crossed = crosswalk(realm, _level(code), year, newest, known=told)
        shares = crossed.shares(code) if crossed else ()
        found[code, year] = tuple(each for each, _share in shares) or (code,)
    return found


def _level(code: str) -> str:
    return DISTRICT if code.startswith("WK") else NEIGHBOURHOOD


__all__ = [
    "Ambiguous",
    "Choices",
    "Places",
    "area_names",
    "now_in",
    "places_of",
    "theme_choices",
    "theme_names",
]
