"""Reading areas and their shapes. Each function says how many queries it costs.

Where `year` is left out, the newest classification that has what was asked for is used: the
list of municipalities is often one or more years ahead of the list of neighbourhoods.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet

from regie.foundation.areas import rules
from regie.foundation.areas.models import Area, AreaShape, Classification
from regie.foundation.areas.names import Ambiguous, Resolver
from regie.foundation.areas.rules import AreaView, YearCount, YearMatch
from regie.policy.municipalities import municipality_file

__all__ = [
    "Ambiguous",
    "AreaView",
    "Bounds",
    "Resolver",
    "ShapeSet",
    "ShapeView",
    "YearCount",
    "YearMatch",
    "area",
    "children",
    "classification",
    "classifications",
    "match_year",
    "municipalities",
    "names",
    "newest",
    "resolver",
    "shapes",
]

_FIELDS = ("code", "name", "kind", "municipality_code", "province_code", "pseudo")
_MANY = 500
_YEAR = "area__classification__year"


class Bounds(NamedTuple):
    """The frame of a map in RD New metres, y turned downwards (so y is negative)."""

    min_x: int
    min_y: int
    max_x: int
    max_y: int


class ShapeView(NamedTuple):
    """The outline of one area as an SVG path in whole metres, y turned downwards."""

    code: str
    name: str
    path: str


@dataclass(frozen=True)
class ShapeSet:
    """The shapes of a map, in order of code. Empty when no year has any (`year_used` None).

    `year_used` differs from `year_asked` when the asked year has no shapes: say so on the page.
    """

    shapes: tuple[ShapeView, ...]
    bounds: Bounds
    year_asked: int | None
    year_used: int | None
    source: str = ""

    def __bool__(self) -> bool:
        return bool(self.shapes)

    @property
    def other_year(self) -> bool:
        """True when the map shows the borders of another year than was asked for."""
        return self.year_asked is not None and self.year_used not in (None, self.year_asked)


def classifications(realm: str) -> list[Classification]:
    """All classification years of a realm, newest first. 1 query."""
    return list(Classification.objects.filter(realm=realm).order_by("-year"))


def classification(realm: str, year: int) -> Classification | None:
    """The classification of one year, or None. 1 query."""
    return Classification.objects.filter(realm=realm, year=year).first()


def newest(realm: str, kind: str | None = None) -> Classification | None:
    """The newest classification, or the newest that holds areas of `kind`. 1 query."""
    found = Classification.objects.filter(realm=realm).order_by("-year")
    return (found.filter(areas__kind=kind) if kind else found).first()


def names(codes: Iterable[str], *, realm: str, year: int | None = None) -> dict[str, str]:
    """The name per code, under the code as it was asked. 1 query.

    A code that `year` does not know gets its name of the newest year that does; a code that no
    year knows is left out.
    """
    wanted = {code: rules.canonical(code) for code in codes}
    found = Area.objects.filter(classification__realm=realm)
    if len(wanted) <= _MANY:
        found = found.filter(code__in=set(wanted.values()))
    rows = found.values_list("code", "name", "classification__year")
    # Old years first and the asked year last, so that the last one written is the one to keep.
    ordered = sorted(rows, key=lambda row: (row[2] == year, row[2]))
    known = {code: name for code, name, _year in ordered}
    return {code: known[plain] for code, plain in wanted.items() if plain in known}


def area(code: str, *, realm: str, year: int | None = None) -> AreaView | None:
    """One area in `year`, or else in the newest year that knows it. 1 query."""
    found = _areas(realm, year).filter(code=rules.canonical(code))
    row = found.order_by("-classification__year").values_list(*_FIELDS).first()
    return AreaView(*row) if row else None


def children(
    code: str, *, realm: str, kind: str, year: int | None = None, pseudo: bool = False
) -> list[AreaView]:
    """All areas of `kind` inside an area, in order of code. At most 2 queries.

    `code` may be a country, province, municipality or district. Without `year` the newest
    classification that has such areas answers.
    """
    found = _inside(_areas(realm, year).filter(kind=kind), rules.canonical(code))
    return _views(found if pseudo else found.filter(pseudo=False), year)


def municipalities(realm: str, year: int | None = None) -> list[AreaView]:
    """All municipalities in order of code, without pseudo-areas. At most 2 queries."""
    return _views(_areas(realm, year).filter(kind=rules.MUNICIPALITY, pseudo=False), year)


def resolver(realm: str, year: int | None = None) -> Resolver:
    """Finds areas of one year by code or name; empty when the year is not known. 1-3 queries.

    Without `year` the newest classification with neighbourhoods is used, else the newest.
    """
    if year is None:
        found = newest(realm, rules.NEIGHBOURHOOD) or newest(realm)
        year = found.year if found else 0
    rows = _areas(realm, year).values_list(*_FIELDS)
    return Resolver([AreaView(*row) for row in rows], realm=realm, year=year)


def match_year(realm: str, codes: Iterable[str]) -> YearMatch:
    """Which registered classification years know these codes. 2 queries.

    The best is the year with the fewest unknown codes, the newest of equals. `likely` compares
    the number of municipalities with the official number per year, for a list of the whole
    country in a year that is not registered.
    """
    asked = {rules.canonical(code) for code in codes}
    known: dict[int, set[str]] = {year: set() for year in _years(realm)}
    rows = Area.objects.filter(classification__realm=realm)
    for year, code in rows.values_list("classification__year", "code"):
        known[year].add(code)
    best, years = rules.best_match(known.items(), asked)
    return YearMatch(best, years, _likely(realm, asked))


def shape_years(realm: str, municipality: str) -> dict[str, tuple[int, ...]]:
    """Of which years there are outlines, per kind of area: of all municipalities, and of the
    parts of one of them. 1 query.
    """
    found = AreaShape.objects.filter(area__classification__realm=realm).filter(
        Q(area__kind=rules.MUNICIPALITY) | Q(area__municipality_code=municipality)
    )
    years: dict[str, tuple[int, ...]] = {}
    for kind, year in found.order_by().values_list("area__kind", _YEAR).distinct():
        years[kind] = (*years.get(kind, ()), year)
    return years


def shapes(
    *,
    realm: str,
    kind: str,
    municipality: str | None = None,
    year: int | None = None,
    years: Iterable[int] | None = None,
) -> ShapeSet:
    """The outlines of a level, everywhere or in one municipality. At most 2 queries.

    When `year` has none, the nearest year that has some is used (the later of two equally
    near); without `year` the newest. `ShapeSet.year_used` says which. Who knows of which
    `years` there are outlines (`shape_years`) saves a query.
    """
    found = AreaShape.objects.filter(area__classification__realm=realm, area__kind=kind)
    if municipality is not None:
        found = found.filter(area__municipality_code=municipality)
    known = found.order_by().values_list(_YEAR, flat=True).distinct() if years is None else years
    used = rules.nearest_year(known, year)
    if used is None:
        return ShapeSet((), Bounds(0, 0, 0, 0), year, None)
    return _shape_set(found.filter(area__classification__year=used), year, used)


def _shape_set(found: QuerySet[AreaShape], asked: int | None, used: int) -> ShapeSet:
    fields = ("area__code", "area__name", "path", "min_x", "min_y", "max_x", "max_y", "source")
    rows = list(found.order_by("area__code").values_list(*fields))
    bounds = Bounds(
        min(row[3] for row in rows),
        min(row[4] for row in rows),
        max(row[5] for row in rows),
        max(row[6] for row in rows),
    )
    source = "; ".join(sorted({row[7] for row in rows if row[7]}))
    return ShapeSet(tuple(ShapeView(*row[:3]) for row in rows), bounds, asked, used, source)


def _areas(realm: str, year: int | None) -> QuerySet[Area]:
    found = Area.objects.filter(classification__realm=realm)
    return found if year is None else found.filter(classification__year=year)


def _inside(found: QuerySet[Area], code: str) -> QuerySet[Area]:
    """Narrow to what lies inside `code`, by the codes themselves rather than by a tree walk."""
    kind = (parsed.kind if (parsed := rules.parse_code(code)) else "") or ""
    if kind == rules.COUNTRY:
        return found
    if kind == rules.PROVINCE:
        return found.filter(province_code=code)
    if kind == rules.MUNICIPALITY:
        return found.filter(municipality_code=code)
    if kind == rules.DISTRICT:
        return found.filter(code__startswith=f"BU{code[2:]}")
    return found.none()


def _views(found: QuerySet[Area], year: int | None) -> list[AreaView]:
    if year is None:
        newest_first = found.order_by("-classification__year")
        last = newest_first.values_list("classification__year", flat=True).first()
        if last is None:
            return []
        found = found.filter(classification__year=last)
    return [AreaView(*row) for row in found.order_by("code").values_list(*_FIELDS)]


def _years(realm: str) -> list[int]:
    return list(Classification.objects.filter(realm=realm).values_list("year", flat=True))


def _likely(realm: str, asked: set[str]) -> tuple[int, ...]:
    if realm != rules.REAL:
        return ()
    places = (code for code in asked if code.startswith("GM") and not rules.is_pseudo(code))
    return rules.years_with(sum(1 for _ in places), municipality_file().counts)
