"""Inhabitants and key figures of the samples: 70072ned, 03759ned and two editions of the KWB."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standin.codes import DISSOLVED, Town
from standin.model import Dimension, Floats, Ints, Member, Table, Topic
from standin.places import area_dimension, region_dimension
from standin.tables import dense

SIZES = np.array([835.0, 1240.0, 2410.0, 415.0, 3120.0, 1785.0, 95.0, 640.0])
_MOVED = {
    "GM0003": ("Appingedam", "2378 hectare met 6023 woningen en 11496 inwoners"),
    "GM0010": ("Delfzijl", "13307 hectare met 12278 woningen en 24596 inwoners"),
    "GM0024": ("Loppersum", "11104 hectare met 4782 woningen en 9495 inwoners"),
}
# What a description says about a merger, in the words of CBS.
LEDGER = {
    code: f"Opgeheven per 01-01-2021, overgegaan naar:\r\n- Eemsdelta (GM1979),\r\n... {size}\r\n"
    for code, (_, size) in _MOVED.items()
} | {
    "GM1979": "Ontstaan per 01-01-2021, ontvangen van:\r\n"
    + "".join(f"- {name} ({code}),\r\n... {size}\r\n" for code, (name, size) in _MOVED.items())
}
MERGED_IN = 2021
SHARES_OF_OLD = {"GM0003": 11496, "GM0010": 24596, "GM0024": 9495}


@dataclass(frozen=True)
class Column:
    """A topic of the key figures: its stem, what it is per inhabitant, and how it is written."""

    stem: str
    part: float
    unit: str = "aantal"
    decimals: int = 0
    default: str = "Impossible"


# The place of each topic in the edition of 2024; 2025 has one topic more in front of them.
KEY_FIGURES = {
    5: Column("AantalInwoners", 1.0),
    6: Column("Mannen", 0.5),
    7: Column("Vrouwen", 0.5),
    29: Column("HuishoudensTotaal", 0.45),
    35: Column("Woningvoorraad", 0.44),
    83: Column("MediaanVermogenVanParticuliereHuish", 0.05, "x 1 000 euro", 1, "Missing"),
    92: Column("BedrijfsvestigingenTotaal", 0.09),
    101: Column("PersonenautoSTotaal", 0.5),
    112: Column("OppervlakteTotaal", 0.04, "ha"),
}
SAME_PLACE_UNTIL = 30


def tables(towns: Sequence[Town], years: Sequence[int]) -> tuple[Table, ...]:
    """Everything with inhabitants in it."""
    return (
        _regional(towns, years),
        _population(towns, years),
        key_figures(towns, 2024, "85984NED", "2025-10-15T02:00:00"),
        key_figures(towns, 2025, "86165NED", "2026-08-20T02:00:00"),
    )


def inhabitants(towns: Sequence[Town]) -> dict[str, float]:
    """Inhabitants per area, added up from the neighbourhoods and rounded to five."""
    found: dict[str, float] = {"NL00": 0.0}
    number = 0
    for town in towns:
        for code, _, inside in town.districts:
            for leaf, _ in inside:
                found[leaf] = float(SIZES[number % len(SIZES)])
                number += 1
                for above in (code, town.code, town.province, town.landsdeel, town.unit, "NL00"):
                    found[above] = found.get(above, 0.0) + found[leaf]
    return found | {"NL01": found["NL00"]}


@dataclass(frozen=True)
class _Scaled:
    """Figures per area times a factor per topic."""

    areas: Floats
    parts: tuple[float, ...]
    steps: tuple[float, ...]

    def __call__(self, topic: int, *places: Ints) -> Floats:
        return (
            np.round(self.areas[places[0]] * self.parts[topic] / self.steps[topic])
            * self.steps[topic]
        )


def key_figures(towns: Sequence[Town], year: int, table_id: str, modified: str) -> Table:
    """One edition of Kerncijfers wijken en buurten: no periods, numbers that shift."""
    areas = area_dimension(towns, "NL00", unknown=False)
    known = inhabitants(towns)
    shift = 1 if year > 2024 else 0
    figures = list(KEY_FIGURES.items())
    topics = [
        Topic(
            f"{c.stem}_{n + (shift if n > SAME_PLACE_UNTIL else 0)}",
            c.stem, c.unit, c.decimals, c.default, f"M{n:06d}",
        )
        for n, c in figures
    ]  # fmt: skip
    steps = tuple(0.1 if c.decimals else 5.0 if c.unit == "aantal" else 1.0 for _, c in figures)
    values = _Scaled(
        np.array([known[m.key] for m in areas.members]), tuple(c.part for _, c in figures), steps
    )
    return dense(
        table_id,
        f"Kerncijfers wijken en buurten {year}",
        dimensions=(areas,),
        topics=(*_labels(areas, year), *topics),
        values=values,
        catalogue="CBS",
        modified=modified,
        period=str(year),
        frequency="Onregelmatig",
        v4=True,
    )


def _labels(areas: Dimension, year: int) -> tuple[Topic, ...]:
    kinds = {"NL": "Land", "GM": "Gemeente", "WK": "Wijk", "BU": "Buurt"}
    owners = {m.key: m.title for m in areas.members if m.key[:2] == "GM"}
    changed = "IndelingswijzigingGemeenteWijkBuurt" if year == 2024 else "Indelingswijziging"
    texts = (
        ("Gemeentenaam_1", [owners.get(m.municipality, m.title).ljust(40) for m in areas.members]),
        ("SoortRegio_2", [kinds[m.key[:2]].ljust(10) for m in areas.members]),
        ("Codering_3", [m.key.ljust(10) for m in areas.members]),
        (f"{changed}_4", ["." if m.key[:2] == "NL" else "1" for m in areas.members]),
    )
    return tuple(
        Topic(
            key, key.rpartition("_")[0], "naam", default="Impossible", of=areas.key, texts=tuple(t)
        )
        for key, t in texts
    )


@dataclass(frozen=True)
class _Yearly:
    """Inhabitants per region and year; regions that do not exist have none."""

    array: NDArray[np.float64]
    averages: bool = False

    def __call__(self, topic: int, *places: Ints) -> Floats:
        region, period = places[-2], places[-1]
        now = self.array[region, period]
        if topic == 0:
            return now
        if not self.averages:
            return np.round(now * 0.45)
        following = np.append(self.array, np.full((len(self.array), 1), np.nan), axis=1)
        return np.array((now + following[region, period + 1]) / 2, dtype=np.float64)


def _grown(towns: Sequence[Town], regions: Dimension, years: Sequence[int]) -> Floats:
    known = inhabitants(towns)
    base = np.array([known.get(m.key, SHARES_OF_OLD.get(m.key, np.nan)) for m in regions.members])
    growth = 1 + 0.006 * (np.array(years) - years[-1])
    figures = np.round(base[:, None] * growth)
    for n, member in enumerate(regions.members):
        late = np.array(years) >= MERGED_IN
        if member.key in SHARES_OF_OLD:
            figures[n, late] = np.nan
        if member.key == "GM1979":
            figures[n, ~late] = np.nan
    return np.array(figures, dtype=np.float64)


def _periods(years: Sequence[int]) -> Dimension:
    members = tuple(Member(f"{y}JJ00", str(y), status="Definitief") for y in years)
    return Dimension("Perioden", "Perioden", "TimeDimension", 8, members)


def _regions_with_old(towns: Sequence[Town]) -> Dimension:
    old = [Member(c, n) for c, n in DISSOLVED if any(t.code == "GM1979" for t in towns)]
    plain = region_dimension(towns, old)
    kept = [m for m in plain.members if m.key[:2] != "RE"]
    told = tuple(Member(m.key, m.title, LEDGER.get(m.key, "")) for m in kept)
    return Dimension("RegioS", "Regio's", "GeoDimension", 6, told)


def _regional(towns: Sequence[Town], years: Sequence[int]) -> Table:
    regions = _regions_with_old(towns)
    return dense(
        "70072ned",
        "Regionale kerncijfers Nederland",
        dimensions=(regions, _periods(years)),
        topics=(
            Topic("TotaleBevolking_1", "Totale bevolking", default="Impossible", code="T001036"),
            Topic(
                "TotaalParticuliereHuishoudens_64",
                "Totaal particuliere huishoudens",
                default="Impossible",
                code="1050010_2",
            ),
        ),
        values=_Yearly(_grown(towns, regions, years)),
        catalogue="CBS",
        modified="2026-07-10T02:00:00",
        v4=True,
    )


def _population(towns: Sequence[Town], years: Sequence[int]) -> Table:
    regions = _regions_with_old(towns)
    one = {
        "Geslacht": ("Geslacht", "T001038", "Totaal mannen en vrouwen"),
        "Leeftijd": ("Leeftijd", "10000", "Totaal"),
        "BurgerlijkeStaat": ("Burgerlijke staat", "T001019", "Totaal burgerlijke staat"),
    }
    single = [
        Dimension(key, title, "Dimension", 7, (Member(code, name),))
        for key, (title, code, name) in one.items()
    ]
    return dense(
        "03759ned",
        "Bevolking op 1 januari en gemiddeld; geslacht, leeftijd en regio",
        dimensions=(*single, regions, _periods(years)),
        topics=(
            Topic(
                "BevolkingOp1Januari_1",
                "Bevolking op 1 januari",
                "aantal",
                0,
                "Impossible",
                "M000352",
            ),
            Topic(
                "GemiddeldeBevolking_2",
                "Gemiddelde bevolking",
                "aantal",
                1,
                "Impossible",
                "M000365",
            ),
        ),
        values=_Yearly(_grown(towns, regions, years), averages=True),
        catalogue="CBS",
        modified="2026-06-23T00:00:00",
        v4=True,
    )
