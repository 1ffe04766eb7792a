"""The areas of the samples as dimensions and as boundaries."""

from collections.abc import Iterator, Sequence

from standin.boundaries import Layer, Shape, square
from standin.codes import REGIONS, UNKNOWN, Town
from standin.model import Dimension, Member

KILOMETRE = 1000.0
SHAPE_YEARS = (2023, 2024, 2025)
# In the files of these years lies a shape that is no municipality.
ABROAD_UNTIL = 2024
Row = tuple[str, str]


def members(towns: Sequence[Town], country: str, *, unknown: bool = True) -> Iterator[Member]:
    """Country, and per municipality its districts with their neighbourhoods, in the real order."""
    yield Member(country, "Nederland")
    for town in towns:
        yield _member(town.code, town.name, town.code, f"Gemeente '{town.name}' ({town.code})")
        for code, name, inside in town.districts:
            yield _member(code, name, town.code, f"Wijk '{name}' ({code}).")
            for leaf, title in inside:
                yield _member(leaf, title, town.code, f"Buurt '{title}' ({leaf}).")
    if unknown:
        for code, name in UNKNOWN:
            yield _member(code, name, "GM0000", "")


def _member(code: str, name: str, town: str, description: str) -> Member:
    return Member(code, name, description, municipality=town, detail=code)


def area_dimension(towns: Sequence[Town], country: str, *, unknown: bool = True) -> Dimension:
    """WijkenEnBuurten: ten characters, the country is NL00."""
    found = tuple(members(towns, country, unknown=unknown))
    words = "Wijken en buurten (indeling 2025)"
    return Dimension("WijkenEnBuurten", "Wijken en buurten", "GeoDetail", 10, found, words)


def region_dimension(towns: Sequence[Town], more: Sequence[Member] = ()) -> Dimension:
    """RegioS: six characters, the country is NL01; only regions with one of the towns."""
    used = {code for town in towns for code in (town.landsdeel, town.province, town.unit)}
    above = [Member(code, name) for code, name in REGIONS if code == "NL01" or code in used]
    own = [Member(town.code, town.name) for town in towns]
    return Dimension("RegioS", "Regio's", "GeoDimension", 6, (*above, *own, *more))


def layers(towns: Sequence[Town]) -> tuple[Layer, ...]:
    """Boundaries of every kind and year: rectangles side by side."""
    found = []
    for year in SHAPE_YEARS:
        found.append(Layer("gemeente", year, tuple(_municipalities(towns, year))))
        found.append(Layer("wijk", year, tuple(s for town in towns for s in districts(town))))
        found.append(Layer("buurt", year, tuple(s for town in towns for s in neighbourhoods(town))))
    return tuple(found)


def _municipalities(towns: Sequence[Town], year: int) -> Iterator[Shape]:
    for town in towns:
        yield municipality(town)
    if year <= ABROAD_UNTIL:
        yield Shape("GM0998", "Buitenland", square(10_000, 300_000, KILOMETRE, KILOMETRE))


def municipality(town: Town) -> Shape:
    """A municipality: as wide as it has districts, as high as its longest district."""
    x, y = _corner(town)
    return Shape(town.code, town.name, square(x, y, len(town.districts) * KILOMETRE, _height(town)))


def districts(town: Town) -> Iterator[Shape]:
    """The districts: columns of a kilometre."""
    x, y = _corner(town)
    for n, (code, name, _) in enumerate(town.districts):
        yield Shape(code, name, square(x + n * KILOMETRE, y, KILOMETRE, _height(town)))


def neighbourhoods(town: Town) -> Iterator[Shape]:
    """The neighbourhoods: a district cut in strips of equal height."""
    x, y = _corner(town)
    for n, (_, _, inside) in enumerate(town.districts):
        step = _height(town) / len(inside)
        for m, (code, name) in enumerate(inside):
            ring = square(x + n * KILOMETRE, y + m * step, KILOMETRE, step)
            yield Shape(code, name, ring)


def _corner(town: Town) -> tuple[float, float]:
    return town.x * KILOMETRE, town.y * KILOMETRE


def _height(town: Town) -> float:
    return max(len(inside) for _, _, inside in town.districts) * KILOMETRE
