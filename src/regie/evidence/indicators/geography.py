"""Names and groups of areas around one municipality, read once per set of deliveries."""

from dataclasses import dataclass

from regie.evidence.indicators.cube import DISTRICT, MUNICIPALITY, NEIGHBOURHOOD, Evidence
from regie.evidence.indicators.memory import remembered
from regie.foundation.areas import queries as areas
from regie.foundation.areas.queries import AreaView, ShapeSet
from regie.foundation.areas.rules import country_code


@dataclass(frozen=True)
class Geography:
    """The areas a page may name: the country, all municipalities, the own parts."""

    country: str
    country_name: str
    province_name: str
    provinces: dict[str, str]
    municipalities: dict[str, AreaView]
    districts: dict[str, AreaView]
    neighbourhoods: dict[str, AreaView]

    def level(self, code: str) -> str | None:
        """The level of a code that belongs to this municipality's pages, or None."""
        if code in self.neighbourhoods:
            return NEIGHBOURHOOD
        if code in self.districts:
            return DISTRICT
        return MUNICIPALITY if code in self.municipalities else None

    def name(self, code: str) -> str:
        """The name of an area, or its code."""
        for known in (self.neighbourhoods, self.districts, self.municipalities):
            if code in known:
                return known[code].name
        return self.country_name if code == self.country else code

    def of(self, level: str) -> dict[str, AreaView]:
        """All areas of a level."""
        return {
            MUNICIPALITY: self.municipalities,
            DISTRICT: self.districts,
            NEIGHBOURHOOD: self.neighbourhoods,
        }[level]


def geography(found: Evidence) -> Geography:
    """Names and provinces. At most 7 queries the first time, then none."""
    key = ("geography", found)
    return remembered(key, lambda: _geography(found))


def _geography(found: Evidence) -> Geography:
    municipalities = {item.code: item for item in areas.municipalities(found.realm)}
    own = municipalities.get(found.municipality)
    home = own.province_code if own else ""
    country = country_code(found.realm)
    names = areas.names([code for code in (country, home) if code], realm=found.realm)
    return Geography(
        country=country,
        country_name=names.get(country, country),
        province_name=names.get(home, ""),
        provinces={code: item.province_code for code, item in municipalities.items()},
        municipalities=municipalities,
        districts=_parts(found, DISTRICT),
        neighbourhoods=_parts(found, NEIGHBOURHOOD),
    )


def _parts(found: Evidence, kind: str) -> dict[str, AreaView]:
    parts = areas.children(found.municipality, realm=found.realm, kind=kind)
    return {item.code: item for item in parts}


def outlines(found: Evidence, level: str, year: int | None) -> ShapeSet:
    """The shapes of a level: the own parts, or all municipalities. 2 queries the first time."""
    scope = None if level == MUNICIPALITY else found.municipality
    key = ("outlines", found.realm, found.stamp, level, scope, year)
    return remembered(
        key,
        lambda: areas.shapes(realm=found.realm, kind=level, municipality=scope, year=year),
    )
