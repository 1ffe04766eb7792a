"""Sites to serve: a few real municipalities with invented figures, and one of national size.

The figures are drawn per neighbourhood, type and month and then added up, so that districts,
municipalities, years and totals agree with each other as they do in the real tables. Types that
the police withhold in neighbourhoods are zero there and counted in the total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from standin import denominators
from standin.codes import HIDDEN, NUISANCE, OFFENCES, TOWNS, UNKNOWN, Town
from standin.downloads import files
from standin.model import Dimension, Floats, Ints, Member, Table, Topic
from standin.places import area_dimension, layers, region_dimension
from standin.site import Site, Theme
from standin.tables import dense, period_title

YEARS = range(2012, 2026)
MONTHS_FROM = 2023
REBUILT = "2026-08-15T02:00:00"
MONTHLY = "2026-10-15T02:00:00"
COUNTS = Topic(
    "GeregistreerdeMisdrijven_1",
    "Geregistreerde misdrijven",
    description="Totaal van de geregistreerde misdrijven (verzonnen).",
)
NUISANCE_COUNTS = Topic("GeregistreerdeOverlast_1", "Geregistreerde overlast")
REPORTED = Topic("Aangiften_2", "Aangiften", default="Missing", code="M000002")
ONLINE = Topic("Internetaangiften_3", "Internetaangiften", default="Missing", code="M000003")
# A typical count per neighbourhood and month for the types with many; the others have a few.
USUAL = {
    "1.1.1": 0.9, "1.1.2": 0.5, "1.2.1": 1.2, "1.2.3": 3.0, "1.2.4": 0.4, "1.3.1": 1.0,
    "1.4.4": 0.7, "1.4.5": 1.1, "1.6.2": 1.5, "2.2.1": 1.8, "2.5.1": 0.4, "2.5.2": 1.2,
    "3.1.1": 0.4, "3.5.2": 0.8, "3.7.4": 0.5, "3.9.1": 1.6,
    "E33": 1.6, "E35": 1.2, "E38": 0.5, "E41": 0.3, "M061": 0.4, "M22": 1.4,
}  # fmt: skip
RARE = 0.03
ATTRIBUTE_WIDTH = 30


@dataclass(frozen=True)
class Counts:
    """Counts per type, neighbourhood and month, and everything that adds up from them."""

    types: tuple[str, ...]
    towns: tuple[Town, ...]
    years: tuple[int, ...]
    seed: int
    withheld: frozenset[str] = frozenset()

    @cached_property
    def leaves(self) -> list[str]:
        """The neighbourhoods, the unknown one last."""
        own = [b for town in self.towns for _, _, inside in town.districts for b, _ in inside]
        return [*own, UNKNOWN[2][0]]

    @cached_property
    def drawn(self) -> Ints:
        """Drawn counts (type without the total, neighbourhood, month), the same for a seed."""
        rng = np.random.default_rng(self.seed)
        usual = np.array([USUAL.get(code, RARE) for code in self.types[1:]])
        size = rng.gamma(2.0, 0.5, len(self.leaves))
        size[-1] = 0.8
        months = np.arange(12 * len(self.years))
        trend = np.exp(-0.004 * months) * (1 + 0.15 * np.cos(2 * np.pi * months / 12))
        means = usual[:, None, None] * size[:, None] * trend
        return np.array(rng.poisson(means), dtype=np.int64)

    @cached_property
    def months(self) -> Ints:
        """Counts (type, area of the list, month): added up, withheld, with the total."""
        areas = self.belonging @ self.drawn.reshape(len(self.types) - 1, len(self.leaves), -1)
        total = areas.sum(axis=0, keepdims=True)
        hidden = [n for n, code in enumerate(self.types[1:]) if code in self.withheld]
        areas[hidden] = 0
        return np.concatenate([total, areas])

    @cached_property
    def annual(self) -> Ints:
        """The same per year."""
        shape = (*self.months.shape[:2], len(self.years), 12)
        return np.array(self.months.reshape(shape).sum(axis=3), dtype=np.int64)

    @cached_property
    def belonging(self) -> Ints:
        """Which neighbourhoods (columns) each area of the list (rows) consists of."""
        keys = [member.key for member in area_dimension(self.towns, "NL00").members]
        owners = {b: w for t in self.towns for w, _, inside in t.districts for b, _ in inside}
        owners[UNKNOWN[2][0]] = UNKNOWN[1][0]
        chains = [{"NL00", leaf, owners[leaf], f"GM{leaf[2:6]}"} for leaf in self.leaves]
        return np.array([[key in chain for chain in chains] for key in keys], dtype=np.int64)


def site(
    years: Sequence[int] = YEARS,
    municipalities: Sequence[str] | None = None,
    *,
    seed: int = 2026,
    months_from: int = MONTHS_FROM,
) -> Site:
    """The default site: police tables, key figures, population, boundaries and downloads.

    `municipalities` chooses from GM0344, GM1680, GM0363 and GM1979; months begin in
    `months_from`. The same seed gives the same figures.
    """
    towns = tuple(t for t in TOWNS if municipalities is None or t.code in municipalities)
    kept = tuple(years)
    offences = Counts(tuple(c for c, _ in OFFENCES), towns, kept, seed, HIDDEN)
    open_counts = Counts(tuple(c for c, _ in OFFENCES), towns, kept, seed)
    nuisance = Counts(tuple(c for c, _ in NUISANCE), towns, kept, seed + 1)
    monthly = tuple(year for year in kept if year >= months_from) or kept[-1:]
    tables = (
        *_police(offences, nuisance, monthly),
        _by_municipality(open_counts, monthly),
        *denominators.tables(towns, kept),
    )
    return Site(tables, layers(towns), files(towns), _themes())


def _themes() -> tuple[Theme, ...]:
    return (
        Theme("1", "Veiligheid en recht", ("47018NED", "47022NED", "47013NED", "47024NED")),
        Theme("2", "Bevolking", ("03759ned", "70072ned")),
        Theme("3", "Nederland regionaal", ("85984NED", "86165NED", "70072ned", "47018NED")),
    )


def _police(offences: Counts, nuisance: Counts, monthly: Sequence[int]) -> tuple[Table, ...]:
    areas = area_dimension(offences.towns, "NL00")
    attributes = _attributes(areas)
    annual, months = offences.annual, _last(offences, monthly)
    return (
        dense(
            "47018NED",
            "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, jaarcijfers",
            dimensions=(types("SoortMisdrijf", OFFENCES), areas, years_dimension(offences.years)),
            topics=(COUNTS, *attributes),
            values=_from(annual),
            modified=REBUILT,
        ),
        dense(
            "47022NED",
            "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, maandcijfers",
            dimensions=(types("SoortMisdrijf", OFFENCES), areas, months_dimension(monthly)),
            topics=(COUNTS, *attributes),
            values=_from(months),
            modified=MONTHLY,
            frequency="Permaand",
        ),
        dense(
            "47024NED",
            "Geregistreerde overlast; soort overlast, wijk, buurt, maandcijfers",
            dimensions=(types("Overlast", NUISANCE), areas, months_dimension(monthly)),
            topics=(NUISANCE_COUNTS, *attributes),
            values=_from(_last(nuisance, monthly)),
            modified=MONTHLY,
            frequency="Permaand",
        ),
    )


def _last(counts: Counts, years: Sequence[int]) -> Ints:
    return counts.months[:, :, -12 * len(years) :]


def _from(counts: Ints) -> "_Lookup":
    return _Lookup((counts,))


@dataclass(frozen=True)
class _Lookup:
    """Figures from arrays with one side per dimension, one array per topic."""

    arrays: tuple[Ints | Floats, ...]

    def __call__(self, topic: int, *places: Ints) -> Floats:
        return self.arrays[topic][places].astype(np.float64)


def _by_municipality(counts: Counts, monthly: Sequence[int]) -> Table:
    """47013NED: months and years mixed in one dimension, and reports that come later."""
    regions = region_dimension(counts.towns)
    rows = _regions(counts, regions)
    annual, months = rows @ counts.annual, rows @ _last(counts, monthly)
    both = np.concatenate([months, annual], axis=2)
    reported = np.floor(both * 0.8).astype(np.float64)
    reported[:, :, months.shape[2] - 2 : months.shape[2]] = np.nan
    periods = months_dimension(monthly), years_dimension(counts.years)
    mixed = Dimension(
        "Perioden", "Perioden", "TimeDimension", 8, periods[0].members + periods[1].members
    )
    return dense(
        "47013NED",
        "Geregistreerde misdrijven en aangiften; soort misdrijf, gemeente 2026",
        dimensions=(types("SoortMisdrijf", OFFENCES), regions, mixed),
        topics=(COUNTS, REPORTED, ONLINE),
        values=_Lookup((both, reported, np.floor(reported * 0.4))),
        modified=MONTHLY,
        frequency="Permaand",
    )


def _regions(counts: Counts, regions: Dimension) -> Ints:
    """Which areas of the list (columns) a region (rows) adds up."""
    areas = [member.key for member in area_dimension(counts.towns, "NL00").members]
    inside = {t.code: {t.code, t.province, t.landsdeel, t.unit} for t in counts.towns}
    rows = np.zeros((len(regions.members), len(areas)), dtype=np.int64)
    for n, region in enumerate(regions.members):
        for m, area in enumerate(areas):
            country = region.key == "NL01" and area == "NL00"
            rows[n, m] = country or region.key in inside.get(area, ())
    return rows


def types(key: str, found: Sequence[tuple[str, str]]) -> Dimension:
    """The dimension of types, as the police write them."""
    title = {"SoortMisdrijf": "Soort misdrijf", "Overlast": "Soort overlast"}[key]
    members = tuple(
        Member(c, n if c == "0.0.0" else f"{c} {n}", f"Samengesteld: {c}") for c, n in found
    )
    return Dimension(key, title, "Dimension", 6, members)


def years_dimension(years: Sequence[int]) -> Dimension:
    """Years; the last two provisional."""
    members = tuple(
        Member(f"{y}JJ00", str(y), status="Voorlopig" if y > max(years) - 2 else "Definitief")
        for y in years
    )
    return Dimension("Perioden", "Perioden", "TimeDimension", 8, members)


def months_dimension(years: Sequence[int]) -> Dimension:
    """Months; the last two provisional."""
    found = [f"{year}MM{month:02d}" for year in years for month in range(1, 13)]
    members = tuple(
        Member(key, period_title(key), status="Voorlopig" if key in found[-2:] else "Definitief")
        for key in found
    )
    return Dimension("Perioden", "Perioden", "TimeDimension", 8, members)


def _attributes(areas: Dimension) -> tuple[Topic, ...]:
    kinds = {"NL": "Land", "GM": "Gemeente", "WK": "Wijk", "BU": "Buurt"}
    owners = {m.key: m.title for m in areas.members if m.key[:2] == "GM"}
    names = [owners.get(m.municipality, m.title).ljust(ATTRIBUTE_WIDTH) for m in areas.members]
    sorts = [kinds[m.key[:2]].ljust(8) for m in areas.members]
    return (
        Topic("Gemeentenaam_2", "Gemeentenaam", "naam", 0, "Missing", "M000002", "",
              areas.key, tuple(names)),
        Topic("SoortRegio_3", "Soort regio", "omschrijving", 0, "Missing", "M000003", "",
              areas.key, tuple(sorts)),
    )  # fmt: skip


MIXING = (73_856_093, 19_349_663, 83_492_791)


def mixed(topic: int, *places: Ints) -> Floats:
    """A small count from the place alone: no table of any size needs to be kept."""
    del topic
    hashed = np.zeros(len(places[0]), dtype=np.int64)
    for place, factor in zip(places, MIXING, strict=True):
        hashed ^= (place + 1) * factor
    return ((hashed >> 7) % 23 % 9).astype(np.float64)


def national() -> Site:
    """47022NED and 47024NED at their real size: 190 and 31 million rows, kept nowhere."""
    areas = _national_areas()
    months = months_dimension(range(2012, 2027))
    periods = Dimension("Perioden", "Perioden", "TimeDimension", 8, months.members[:176])
    attributes = _attributes(areas)
    return Site(
        (
            dense(
                "47022NED",
                "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, maandcijfers",
                dimensions=(types("SoortMisdrijf", OFFENCES), areas, periods),
                topics=(COUNTS, *attributes),
                values=mixed,
                modified=MONTHLY,
                frequency="Permaand",
            ),
            dense(
                "47024NED",
                "Geregistreerde overlast; soort overlast, wijk, buurt, maandcijfers",
                dimensions=(types("Overlast", NUISANCE), areas, periods),
                topics=(NUISANCE_COUNTS, *attributes),
                values=mixed,
                modified=MONTHLY,
                frequency="Permaand",
            ),
        ),
        themes=_themes(),
    )


AREAS = 18_313


def _national_areas() -> Dimension:
    """As many areas as the real list has: 342 municipalities with invented names."""
    towns = [f"{number:04d}" for number in range(3, 345)]
    members = [Member("NL00", "Nederland")]
    members += [_place("GM", town, town) for town in towns]
    left = AREAS - len(members) - len(UNKNOWN)
    districts = left // 5
    members += [_place("WK", _part(towns, n, districts), towns[n % 342]) for n in range(districts)]
    rest = left - districts
    members += [
        _place("BU", _leaf(towns, n, districts), towns[n % districts % 342]) for n in range(rest)
    ]
    members += [Member(code, name, municipality="GM0000", detail=code) for code, name in UNKNOWN]
    return Dimension("WijkenEnBuurten", "Wijken en buurten", "GeoDetail", 10, tuple(members))


def _part(towns: Sequence[str], number: int, districts: int) -> str:
    place = number % districts
    return f"{towns[place % 342]}{place // 342:02d}"


def _leaf(towns: Sequence[str], number: int, districts: int) -> str:
    return f"{_part(towns, number, districts)}{number // districts:02d}"


def _place(kind: str, number: str, town: str) -> Member:
    code = f"{kind}{number}"
    return Member(code, f"Gebied {number}", municipality=f"GM{town}", detail=code)
