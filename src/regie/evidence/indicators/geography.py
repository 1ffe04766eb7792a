"""Names and groups of areas around one municipality, read once per set of deliveries."""

from dataclasses import dataclass

from django.db.models import QuerySet

from regie.evidence.indicators.cube import (
    COUNTRY,
    DISTRICT,
    MUNICIPALITY,
    NEIGHBOURHOOD,
    PROVINCE,
    Evidence,
)
from regie.evidence.indicators.memory import remembered
from regie.foundation.areas import queries as areas
from regie.foundation.areas.models import Area
from regie.foundation.areas.queries import AreaView, ShapeSet
from regie.foundation.areas.rules import country_code, parse_code


@dataclass(frozen=True)
class Geography:
    """The areas a page may name. The own parts are only read when a page needs them."""

    found: Evidence
    country: str
    country_name: str
    province_name: str
    provinces: dict[str, str]
    municipalities: dict[str, AreaView]

    @property
    def districts(self) -> dict[str, AreaView]:
        """The own districts by code. 1 query the first time, shared with the neighbourhoods."""
        return self._own[DISTRICT]

    @property
    def neighbourhoods(self) -> dict[str, AreaView]:
        """The own neighbourhoods by code. 1 query the first time, shared with the districts."""
        return self._own[NEIGHBOURHOOD]

    @property
    def _own(self) -> dict[str, dict[str, AreaView]]:
        return remembered(("parts", self.found), self._read_own)

    def _read_own(self) -> dict[str, dict[str, AreaView]]:
        inside = Area.objects.filter(municipality_code=self.found.municipality)
        return _newest(inside, self.found, (DISTRICT, NEIGHBOURHOOD))

    def of(self, code: str) -> dict[str, AreaView]:
        """All areas of the level that a code says it is of."""
        known = parse_code(code)
        levels = {
            MUNICIPALITY: lambda: self.municipalities,
            DISTRICT: lambda: self.districts,
            NEIGHBOURHOOD: lambda: self.neighbourhoods,
        }
        return levels[known.kind]() if known and known.kind in levels else {}

    def level(self, code: str) -> str | None:
        """The level of a code that belongs to this municipality's pages, or None."""
        known = parse_code(code)
        return known.kind if known and code in self.of(code) else None

    def name(self, code: str) -> str:
        """The name of an area, or its code."""
        if code == self.country:
            return self.country_name
        found = self.of(code).get(code)
        return found.name if found else code


def geography(found: Evidence) -> Geography:
    """Names and provinces. 1 query the first time, then none."""
    key = ("geography", found)
    return remembered(key, lambda: _geography(found))


def _geography(found: Evidence) -> Geography:
    known = _newest(Area.objects.all(), found, (COUNTRY, PROVINCE, MUNICIPALITY))
    municipalities = known[MUNICIPALITY]
    own = municipalities.get(found.municipality)
    province = known[PROVINCE].get(own.province_code) if own else None
    country = country_code(found.realm)
    named = known[COUNTRY].get(country)
    return Geography(
        found=found,
        country=country,
        country_name=named.name if named else country,
        province_name=province.name if province else "",
        provinces={code: item.province_code for code, item in municipalities.items()},
        municipalities=municipalities,
    )


def _newest(
    rows: QuerySet[Area], found: Evidence, kinds: tuple[str, ...]
) -> dict[str, dict[str, AreaView]]:
    """The areas of each kind in the newest classification that has that kind. 1 query."""
    years: dict[str, dict[int, dict[str, AreaView]]] = {kind: {} for kind in kinds}
    asked = rows.filter(classification__realm=found.realm, kind__in=kinds, pseudo=False)
    fields = ("code", "name", "kind", "municipality_code", "province_code", "pseudo")
    for row in asked.order_by("code").values_list("classification__year", *fields):
        view = AreaView(*row[1:])
        years[view.kind].setdefault(row[0], {})[view.code] = view
    return {kind: found_[max(found_)] if found_ else {} for kind, found_ in years.items()}


def outlines(found: Evidence, level: str, year: int | None) -> ShapeSet:
    """The shapes of a level: the own parts, or all municipalities. 2 queries the first time."""
    scope = None if level == MUNICIPALITY else found.municipality
    key = ("outlines", found.realm, found.stamp, level, scope, year)
    about = ("shape years", found.realm, found.stamp, found.municipality)
    known = remembered(about, lambda: areas.shape_years(found.realm, found.municipality))
    return remembered(
        key,
        lambda: areas.shapes(
            realm=found.realm,
            kind=level,
            municipality=scope,
            year=year,
            years=known.get(level, ()),
        ),
    )
