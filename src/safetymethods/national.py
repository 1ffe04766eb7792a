"""A whole country at once: every method on every type of offence in every area.

Monthly counts of neighbourhoods go in, verdicts on neighbourhoods, districts and municipalities
come out: 14,000 neighbourhoods, 58 types and 170 months take seconds on two cores. Nothing is
computed here that the modules of the methods do not compute; this module lays the figures out,
gives each method the parts it works on side by side, and keeps what they answer.

Years are twelve months that end with the newest month. A municipality is compared with its peers
over the last of them, a neighbourhood with the whole country over the last three, and a change is
that of the last year against the three before.

Source: the project's own defaults (`docs/explanation/national.md`); each method names its sources.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from safetymethods.changes import BLOCKS, Change, change_test
from safetymethods.concentration import Gini, TopShares, generalised_gini, top_shares
from safetymethods.dispersion import Size, Volatility, negative_binomial_size, yearly_volatility
from safetymethods.funnels import Funnel, against_expected
from safetymethods.month_signals import HISTORY, MonthSignal, month_signal
from safetymethods.multiplicity import benjamini_hochberg, found_in_families
from safetymethods.neighbours import Neighbours
from safetymethods.parts import Answer, even_parts, in_parts, joined
from safetymethods.peers import Expected, Peers, peer_expected
from safetymethods.poisson import checked_counts
from safetymethods.rates import Rates, pooled_rate, rate_per
from safetymethods.result import Flags, Floats, Result
from safetymethods.shrinkage import Shrunken, gamma_poisson
from safetymethods.spatial import HotSpots, getis_ord
from safetymethods.trends import MINIMUM_COUNT, Trend, quasi_poisson_trend

VERSION = "1"
YEAR = 12
POOLED = 3
"""Years over which a neighbourhood is looked at: in one of them too little happens."""
TESTED = 5.0
"""Events a year, on average, from which a change takes part among many tests."""
PARTS = 8
"""Parts of types, or of series: so few that threads seldom wait for each other to take turns."""
LEVELS = ("neighbourhoods", "districts", "municipalities")

Numbers = NDArray[np.int64]
Array: TypeAlias = NDArray[Any]
Three: TypeAlias = tuple[Floats, Floats, Floats]
Told = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Country:
    """What all types share: which area lies where, who lives there, what lies together.

    `district` holds the place, from 0, of the district of each neighbourhood, `municipality` that
    of the municipality of each district. `population` and `neighbours` are those of the
    neighbourhoods, `peers` those of the municipalities. Raises ValueError when these do not
    belong to the same areas.
    """

    district: Numbers
    municipality: Numbers
    population: Floats
    neighbours: Neighbours
    peers: Peers

    def __post_init__(self) -> None:
        number = len(self.district)
        if len(self.population) != number or self.neighbours.areas != number:
            raise ValueError(f"people and neighbours must be those of {number} neighbourhoods")
        _check_places(self.district, len(self.municipality), "district")
        _check_places(self.municipality, len(self.peers.index), "municipality")
        checked_counts(self.population)

    @property
    def families(self) -> tuple[Numbers, Numbers, Numbers]:
        """The municipality of each neighbourhood, of each district and of each municipality."""
        own = np.arange(len(self.peers.index))
        return self.municipality[self.district], self.municipality, own

    def added(self, values: Array) -> tuple[Array, Array, Array]:
        """Values of neighbourhoods, along the first axis, and their sums on the levels above."""
        kind = np.float64 if values.dtype.kind == "f" else np.int32
        districts = _nest(self.district, len(self.municipality), kind) @ values
        return values, districts, _nest(self.municipality, len(self.peers.index), kind) @ districts


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What was counted at one level: `years`, (types, areas, years), the newest last.

    `long` says which series have enough events for a trend, (types, areas); `months` are those
    series, in that order, (series, months).
    """

    years: Floats
    long: Flags
    months: Array


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level: sums, changes, and which of these stand out; all of shape (types, areas).

    `stands` is after Benjamini and Hochberg's rule among all types and all areas of the level in
    one municipality, as far as five events a year were counted on average.
    """

    population: Floats
    sums: Sums
    change: Change
    stands: Flags


@dataclass(frozen=True, kw_only=True)
class Municipal:
    """Municipalities against their peers over the last year, (types, municipalities).

    `size` is the spread that is left between municipalities and their peers, one per type.
    """

    rates: Rates
    expected: Expected
    size: Size
    funnel: Funnel


@dataclass(frozen=True, kw_only=True)
class Local:
    """Neighbourhoods against the country over three years, (types, neighbourhoods).

    `rates` are per 1,000 a year, `size` is the spread between neighbourhoods, one per type.
    `hot` (neighbourhoods, types) is local G* of the shrunken ratios and `hot_stands` says which
    stand out within their type.
    """

    rates: Rates
    size: Size
    shrunken: Shrunken
    hot: HotSpots
    hot_stands: Flags
    gini: Gini
    top: TopShares


@dataclass(frozen=True, kw_only=True)
class Series:
    """Trend and newest month of all series with enough events; one row per series.

    `level` is 0 for neighbourhoods, 1 for districts and 2 for municipalities; `type` and `area`
    are places in the arrays of that level.
    """

    level: Numbers
    type: Numbers
    area: Numbers
    trend: Trend
    signal: MonthSignal


@dataclass(frozen=True, kw_only=True)
class National(Result):
    """All answers. `levels` are neighbourhoods, districts and municipalities.

    `years` is the whole country, (types, years); `volatility` the yearly swing of municipalities.
    """

    years: Floats
    levels: tuple[Level, Level, Level]
    volatility: Volatility
    municipal: Municipal
    local: Local
    series: Series


def assess_country(
    counts: ArrayLike,
    country: Country,
    *,
    trend_months: int = HISTORY,
    minimum: float = MINIMUM_COUNT,
    q: float = 0.10,
    workers: int | None = None,
    told: Told = lambda step: None,
) -> National:
    """Every method on monthly counts (types, neighbourhoods, months) of a country.

    In order: sums of years at every level; the yearly swing of municipalities; rates with exact
    limits, the size between areas and funnels of municipalities against their peers; shrunken
    ratios of neighbourhoods to the country, local G* of these and concentration; the change test
    at every level, also net of the country; and, of series with `minimum` events or more in the
    last `trend_months`, the trend over these months and the newest month beside the 60 before.

    NaN is a missing month: what needs it is missing, and a series in which one is missing has no
    trend. Whole numbers of two bytes save memory. `q` is the share of false findings among
    findings, `workers` the number of threads (one per core), and `told` is called with the name
    of each step when it is done. Raises ValueError for fewer than 61 months, for other
    neighbourhoods than those of the country, and as the methods do.
    """
    cube = np.asarray(counts)
    if cube.ndim != 3 or cube.shape[1] != len(country.district) or cube.shape[2] <= HISTORY:
        raise ValueError(f"counts of shape {cube.shape} are not types, neighbourhoods and months")
    run = _Run(country, min(trend_months, cube.shape[2]), minimum, q, workers, told)
    sums = run.sums(cube)
    del counts, cube  # the largest thing there is; who called may have let go of it as well
    people: Three = country.added(np.asarray(country.population, dtype=np.float64))
    volatility = run.by_type("yearly swing", yearly_volatility, sums[2].years)
    return National(
        method="national",
        version=VERSION,
        caveats=(),
        years=sums[2].years.sum(axis=1),
        volatility=volatility,
        municipal=run.municipal(sums[2], people[2]),
        local=run.local(sums[0], people[0]),
        levels=run.levels(sums, people, volatility.sigma),
        series=run.series(sums),
    )


def _check_places(places: Numbers, number: int, name: str) -> None:
    if places.ndim != 1 or not len(places) or places.min() < 0 or places.max() >= number:
        raise ValueError(f"the place of a {name} lies between 0 and {number - 1}")


def _nest(places: Numbers, number: int, kind: type[np.generic]) -> csr_array[Any, tuple[int, int]]:
    """A matrix that adds rows up: 1 where the column lies in the row."""
    cells = places, np.arange(len(places))
    return csr_array((np.ones(len(places), dtype=kind), cells), shape=(number, len(places)))


@dataclass(frozen=True)
class _EachLevel:
    """The sums of every level."""

    neighbourhoods: Sums
    districts: Sums
    municipalities: Sums


@dataclass(frozen=True)
class _Run:
    """One assessment: the country, the borders, and how the work is divided and told."""

    country: Country
    trend_months: int
    minimum: float
    q: float
    workers: int | None
    told: Told

    def by_type(self, step: str, work: Callable[..., Answer], *columns: Array) -> Answer:
        """What a method answers to a few types at a time; each type has its own answer."""
        parts = even_parts(len(columns[0]), PARTS)
        answer = joined(in_parts(work, *columns, parts=parts, workers=self.workers))
        self.told(step)
        return answer

    def sums(self, cube: Array) -> tuple[Sums, Sums, Sums]:
        """Years and long series of every level."""
        made = self.by_type("sums", self._sums, cube)
        return made.neighbourhoods, made.districts, made.municipalities

    def _sums(self, cube: Array) -> _EachLevel:
        each = zip(*(self.country.added(months) for months in cube), strict=True)
        return _EachLevel(*(self._level(np.stack(months)) for months in each))

    def _level(self, months: Array) -> Sums:
        years = months.shape[2] // YEAR
        whole = months[..., -years * YEAR :].reshape(*months.shape[:2], years, YEAR)
        summed = np.einsum("tayn->tay", whole, dtype=np.float64)  # twice as fast as sum()
        total = months[..., -self.trend_months :].sum(axis=-1, dtype=np.float64)
        long = total >= self.minimum
        return Sums(years=summed, long=long, months=months[long])

    def municipal(self, sums: Sums, people: Floats) -> Municipal:
        """Municipalities against their peers over the last year."""
        counts = sums.years[..., -1]
        rates = rate_per(counts, people)
        expected = peer_expected(counts, people, self.country.peers)
        self.told("rates of municipalities")
        size = self.by_type(
            "size between municipalities", negative_binomial_size, counts, expected.expected
        )
        columns = counts, expected.expected, size.size[:, None]
        funnel = self.by_type("funnels", against_expected, *columns)
        return Municipal(rates=rates, expected=expected, size=size, funnel=funnel)

    def local(self, sums: Sums, people: Floats) -> Local:
        """Neighbourhoods against the country over three years, and where these lie together."""
        counts, exposed = sums.years[..., -POOLED:].sum(axis=-1), POOLED * people
        rates = rate_per(counts, exposed, residents=people)
        expected = pooled_rate(counts, exposed, axis=-1, per=1.0).rate[:, None] * exposed
        self.told("rates of neighbourhoods")
        size = self.by_type("size between neighbourhoods", negative_binomial_size, counts, expected)
        columns = counts, expected, size.size[:, None]
        shrunken = self.by_type("shrunken ratios", gamma_poisson, *columns)
        hot = getis_ord(shrunken.mean.T, self.country.neighbours)
        stands = benjamini_hochberg(hot.p, self.q, axis=0).rejected
        self.told("local G*")
        gini, top = generalised_gini(counts.T), top_shares(counts.T)
        self.told("concentration")
        return Local(
            rates=rates,
            size=size,
            shrunken=shrunken,
            hot=hot,
            hot_stands=stands,
            gini=gini,
            top=top,
        )

    def levels(
        self, sums: tuple[Sums, Sums, Sums], people: Three, sigma: Floats
    ) -> tuple[Level, Level, Level]:
        """The change of every series, and which stand out in their municipality."""
        country = _windows(sums[2].years.sum(axis=1))
        one, two, three = (
            self._changes(f"change of {LEVELS[at]}", at, sums[at], people[at], (sigma, *country))
            for at in range(len(LEVELS))
        )
        return one, two, three

    def _changes(
        self, step: str, at: int, sums: Sums, people: Floats, types: tuple[Floats, ...]
    ) -> Level:
        change = self.by_type(step, _change, *_windows(sums.years), *types)
        enough = change.recent + change.before >= TESTED * (BLOCKS + 1)
        p = np.where(enough, change.p_swing, np.nan)
        family = np.broadcast_to(self.country.families[at], p.shape)
        stands, _size = found_in_families(p.ravel(), family.ravel(), self.q)
        return Level(population=people, sums=sums, change=change, stands=stands.reshape(p.shape))

    def series(self, sums: tuple[Sums, Sums, Sums]) -> Series:
        """Trend and newest month of the long series, municipality by municipality."""
        places = [np.nonzero(each.long) for each in sums]
        level = np.repeat(np.arange(len(LEVELS)), [len(kind) for kind, _area in places])
        kind, area = (np.concatenate(columns) for columns in zip(*places, strict=True))
        families = self.country.families
        own = np.concatenate([n[at] for n, (_kind, at) in zip(families, places, strict=True)])
        months = np.concatenate([each.months for each in sums])
        order = np.lexsort((level, own))
        family = (own * len(LEVELS) + level)[order]
        parts = _whole_families(family)

        def trend(rows: Numbers) -> Trend:
            return quasi_poisson_trend(months[rows, -self.trend_months :], minimum=self.minimum)

        def signal(rows: Numbers, labels: Numbers) -> MonthSignal:
            return month_signal(months[rows, -HISTORY - 1 :], families=labels, q=self.q)

        trends = in_parts(trend, order, parts=parts, workers=self.workers)
        self.told("trends")
        signals = in_parts(signal, order, family, parts=parts, workers=self.workers)
        self.told("newest months")
        return Series(
            level=level[order],
            type=kind[order],
            area=area[order],
            trend=joined(trends, shared=("design",)),
            signal=joined(signals),
        )


def _windows(years: Floats) -> tuple[Floats, Floats]:
    """The newest year, and the sum of those it is laid beside; years on the last axis."""
    return years[..., -1], years[..., -1 - BLOCKS : -1].sum(axis=-1)


def _change(recent: Floats, before: Floats, sigma: Floats, now: Floats, then: Floats) -> Change:
    """The change of areas (types, areas); the others have one number per type."""
    return change_test(recent, before, sigma[:, None], national=(now[:, None], then[:, None]))


def _whole_families(family: Numbers) -> list[slice]:
    """Parts of about the same size, cut where a family ends; families are in order."""
    even = [part.start for part in even_parts(len(family), PARTS)]
    borders = sorted({0, len(family), *np.searchsorted(family, family[even]).tolist()})
    return [slice(a, b) for a, b in pairwise(borders)] or [slice(0, 0)]
