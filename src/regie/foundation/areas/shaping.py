"""How the features of a boundary file become shapes: sorted, simplified per level, written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from regie.foundation.areas import rules
from regie.foundation.areas.boundaries import BoundaryFeature
from regie.foundation.areas.models import Area, AreaShape, Classification
from regie.foundation.areas.outlines import draw_outlines, merge, repair
from regie.foundation.areas.rules import AreaCode, AreaRow

_BATCH = 500


class YearNeededError(Exception):
    """Shapes came without one clear year; `years` are the ones the file mentions, if any."""

    def __init__(self, years: Iterable[int] = ()) -> None:
        self.years = tuple(sorted(years))
        super().__init__(f"classification year needed, the file mentions {self.years or 'none'}")


@dataclass(frozen=True)
class ShapeReport:
    """What registering shapes did; `kinds` counts the stored shapes per level.

    `unknown` codes are not in the classification of `year`; `without_shape` are areas of the same
    level, in the same municipalities, that still have no shape.
    """

    realm: str
    year: int
    stored: int = 0
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
        """Set features of another year aside: one file may hold several editions."""
        for code, group in list(self._features.items()):
            self._features[code] = [each for each in group if each.year in (None, year)]
            if not self._features[code]:
                self._drop("other_year", code)

    def new_areas(self, edition: Classification) -> list[AreaRow]:
        """The areas themselves, where the edition has none of that level in that municipality."""
        areas = Area.objects.filter(classification=edition).order_by()
        have = set(areas.values_list("kind", "municipality_code").distinct())
        levels = {kind for kind, _municipality in have}
        return [
            AreaRow(code.code, group[0].name, group[0].province)
            for code, group in ((self.codes[key], group) for key, group in self._features.items())
            if not _has_place(code, have, levels)
        ]

    def store(self, edition: Classification, source: str, *, created_areas: int) -> ShapeReport:
        """Repair, simplify per level and write; answers what could not be stored."""
        known = {area.code: area for area in Area.objects.filter(classification=edition)}
        for code in self.codes.keys() - known.keys():
            self._drop("unknown", code)
        drawn = {kind: self._draw(kind, known, source) for kind in rules.KINDS}
        for shapes in drawn.values():
            _write(shapes)
        return ShapeReport(
            edition.realm,
            edition.year,
            stored=sum(len(shapes) for shapes in drawn.values()),
            created_areas=created_areas,
            kinds={kind: len(shapes) for kind, shapes in drawn.items() if shapes},
            without_shape=self._without_shape(edition),
            **{why: tuple(sorted(codes)) for why, codes in self._aside.items()},
        )

    def _draw(self, kind: str, known: Mapping[str, Area], source: str) -> list[AreaShape]:
        borders = {}
        for code in [code for code, parsed in self.codes.items() if parsed.kind == kind]:
            fixed = repair(merge([feature.geometry for feature in self._features[code]]))
            if fixed.repaired:
                self._set_aside("repaired", code)
            if fixed.geometry is None:
                self._set_aside("empty", code)
            else:
                borders[code] = fixed.geometry
        outlines = draw_outlines(list(borders.values()), kind)
        return [
            AreaShape(area=known[code], path=each.path, source=source[:200], **each.frame())
            for code, each in zip(borders, outlines, strict=True)
        ]

    def _without_shape(self, edition: Classification) -> tuple[str, ...]:
        """What is missing on the maps that this file was for."""
        bare = Area.objects.filter(classification=edition, pseudo=False, shape__isnull=True)
        rows = bare.order_by("code").values_list("code", "kind", "municipality_code")
        drawn = {_place(code) for code in self.codes.values()}
        return tuple(c for c, kind, place in rows if _on_map(kind, place) in drawn)


def _place(code: AreaCode) -> tuple[str, str]:
    """The map an area stands on: its level, and for parts of a municipality which one."""
    return _on_map(code.kind, code.municipality)


def _on_map(kind: str, municipality: str) -> tuple[str, str]:
    local = kind in {rules.DISTRICT, rules.NEIGHBOURHOOD}
    return kind, municipality if local else ""


def _has_place(code: AreaCode, have: set[tuple[str, str]], levels: set[str]) -> bool:
    local = code.kind in {rules.DISTRICT, rules.NEIGHBOURHOOD}
    return (code.kind, code.municipality) in have if local else code.kind in levels


def _write(shapes: list[AreaShape]) -> None:
    AreaShape.objects.bulk_create(
        shapes,
        _BATCH,
        update_conflicts=True,
        unique_fields=["area"],
        update_fields=["path", "min_x", "min_y", "max_x", "max_y", "source"],
    )
