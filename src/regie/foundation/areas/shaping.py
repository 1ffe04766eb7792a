"""How the features of a boundary file become shapes: sorted, simplified per level, written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from shapely import MultiPolygon

from regie.foundation.areas import rules
from regie.foundation.areas.boundaries import BoundaryFeature
from regie.foundation.areas.models import Area, AreaShape, Classification
from regie.foundation.areas.outlines import border_of, draw_outlines
from regie.foundation.areas.rules import AreaCode, AreaRow

Borders = dict[str, MultiPolygon]
"""Code to border, in RD New metres."""

DERIVED = "(samengesteld uit buurten)"
"""The end of the source of a shape that was dissolved from the shapes of its parts."""

_BATCH = 500


class YearNeededError(Exception):
    """Shapes came without one clear year; the message asks the reader for it.

    `years` are the years that the file mentions, if any.
    """

    def __init__(self, years: Iterable[int] = ()) -> None:
        self.years = tuple(sorted(years))
        several = _("De grenzen in deze kaart zijn van %(years)s. Geef aan welk jaar u wilt.")
        none = _("Deze kaart noemt geen jaar. Geef aan van welk jaar de grenzen zijn.")
        listed = ", ".join(str(year) for year in self.years)
        super().__init__(several % {"years": listed} if self.years else none)


@dataclass(frozen=True)
class ShapeReport:
    """What registering shapes did.

    `stored` came from the file, `derived` are districts dissolved from their neighbourhoods, and
    `kinds` counts both per level. `unknown` codes are not in the classification of `year`;
    `without_shape` are areas on the same maps that still have no shape.
    """

    realm: str
    year: int
    stored: int = 0
    derived: int = 0
    created_areas: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    repaired: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    other_realm: tuple[str, ...] = ()
    pseudo: tuple[str, ...] = ()
    other_year: tuple[str, ...] = ()
    without_shape: tuple[str, ...] = ()


class ShapeRows:
    """The features of one file, grouped by code; what cannot be stored is set aside by reason."""

    def __init__(self, realm: str, features: Iterable[BoundaryFeature]) -> None:
        self.realm = realm
        self.codes: dict[str, AreaCode] = {}
        self._features: dict[str, list[BoundaryFeature]] = {}
        self._aside: dict[str, set[str]] = {}
        for feature in features:
            self._add(feature)

    def _add(self, feature: BoundaryFeature) -> None:
        code = rules.parse_code(rules.canonical(feature.code))
        if code is None:
            self._set_aside("unreadable", feature.code)
        elif code.realm != self.realm:
            self._set_aside("other_realm", code.code)
        elif code.pseudo:
            self._set_aside("pseudo", code.code)
        else:
            self.codes[code.code] = code
            self._features.setdefault(code.code, []).append(feature)

    def _set_aside(self, why: str, code: str) -> None:
        self._aside.setdefault(why, set()).add(code)

    def _drop(self, why: str, code: str) -> None:
        self._set_aside(why, code)
        del self._features[code], self.codes[code]

    def year(self) -> int | None:
        """The year that the file mentions, or None. Raises `YearNeededError` for several."""
        years = {f.year for group in self._features.values() for f in group if f.year}
        if len(years) > 1:
            raise YearNeededError(years)
        return years.pop() if years else None

    def keep_year(self, year: int) -> None:
        """Set features of another year aside: one file may hold several editions.

        Raises `YearNeededError` when nothing is left.
        """
        years = {each.year for group in self._features.values() for each in group if each.year}
        for code, group in list(self._features.items()):
            self._features[code] = [each for each in group if each.year in (None, year)]
            if not self._features[code]:
                self._drop("other_year", code)
        if years and not self._features:
            raise YearNeededError(years)

    def areas(self, known: Mapping[str, Area], *, create: bool) -> list[AreaRow]:
        """Rows for the areas themselves: those that may be created, and delivered provinces."""
        have = {_place_of(area) for area in known.values() if not area.pseudo}
        return [
            AreaRow(code, group[0].name, group[0].province)
            for code, group in self._features.items()
            if (code in known and group[0].province)
            or (create and _place(self.codes[code]) not in have)
        ]

    def store(
        self, known: Mapping[str, Area], edition: Classification, source: str, *, created: int
    ) -> ShapeReport:
        """Repair, simplify per level and write; answers what could not be stored."""
        for code in self.codes.keys() - known.keys():
            self._drop("unknown", code)
        borders = {kind: self._borders(kind) for kind in rules.KINDS}
        derived = _districts(borders, known, edition)
        shapes = [
            *(each for kind, own in borders.items() for each in _draw(kind, own, known, source)),
            *_draw(rules.DISTRICT, derived, known, f"{source[:150]} {DERIVED}"),
        ]
        shapes = self._visible(shapes)
        _write(shapes)
        return ShapeReport(
            edition.realm,
            edition.year,
            stored=len(shapes) - sum(shape.source.endswith(DERIVED) for shape in shapes),
            derived=len(derived),
            created_areas=created,
            kinds=dict(Counter(shape.area.kind for shape in shapes)),
            without_shape=self._without_shape(edition),
            **{why: tuple(sorted(codes)) for why, codes in self._aside.items()},
        )

    def _borders(self, kind: str) -> Borders:
        borders = {}
        for code in [code for code, parsed in self.codes.items() if parsed.kind == kind]:
            fixed = border_of([feature.geometry for feature in self._features[code]])
            if fixed.repaired:
                self._set_aside("repaired", code)
            if fixed.geometry is None:
                self._set_aside("empty", code)
            else:
                borders[code] = fixed.geometry
        return borders

    def _visible(self, shapes: list[AreaShape]) -> list[AreaShape]:
        """Borders of less than a metre leave no path after rounding."""
        for shape in shapes:
            if not shape.path:
                self._set_aside("empty", shape.area.code)
        return [shape for shape in shapes if shape.path]

    def _without_shape(self, edition: Classification) -> tuple[str, ...]:
        """What is missing on the maps that this file was for."""
        bare = Area.objects.filter(classification=edition, pseudo=False, shape__isnull=True)
        drawn = {_place(code) for code in self.codes.values()}
        return tuple(area.code for area in bare.order_by("code") if _place_of(area) in drawn)


def _districts(
    borders: Mapping[str, Borders], known: Mapping[str, Area], edition: Classification
) -> Borders:
    """Districts without a border of their own, dissolved from all their neighbourhoods."""
    parts: dict[str, list[str]] = defaultdict(list)
    for area in known.values():
        if area.kind == rules.NEIGHBOURHOOD:
            parts[f"WK{area.code[2:8]}"].append(area.code)
    own = AreaShape.objects.filter(area__classification=edition, area__kind=rules.DISTRICT)
    delivered = {*own.exclude(source__endswith=DERIVED).values_list("area__code", flat=True)}
    have = borders[rules.NEIGHBOURHOOD]
    dissolved = {
        code: border_of([have[part] for part in inside]).geometry
        for code, inside in parts.items()
        if code in known.keys() - delivered - borders[rules.DISTRICT].keys()
        and have.keys() >= set(inside)
    }
    return {code: border for code, border in dissolved.items() if border is not None}


def _draw(kind: str, borders: Borders, known: Mapping[str, Area], source: str) -> list[AreaShape]:
    """Map by map: parts of a municipality share a map and its budget, all else shares one."""
    maps: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in borders:
        maps[_place_of(known[code])].append(code)
    return [
        AreaShape(area=known[code], path=each.path, source=source[:200], **each.frame())
        for codes in maps.values()
        for code, each in zip(
            codes, draw_outlines([borders[code] for code in codes], kind), strict=True
        )
    ]


def _place(code: AreaCode) -> tuple[str, str]:
    """The map an area stands on: its level, and for parts of a municipality which one."""
    return _on_map(code.kind, code.municipality)


def _place_of(area: Area) -> tuple[str, str]:
    return _on_map(area.kind, area.municipality_code)


def _on_map(kind: str, municipality: str) -> tuple[str, str]:
    local = kind in {rules.DISTRICT, rules.NEIGHBOURHOOD}
    return kind, municipality if local else ""


def _write(shapes: list[AreaShape]) -> None:
    AreaShape.objects.bulk_create(
        shapes,
        _BATCH,
        update_conflicts=True,
        unique_fields=["area"],
        update_fields=["path", "min_x", "min_y", "max_x", "max_y", "source"],
    )
