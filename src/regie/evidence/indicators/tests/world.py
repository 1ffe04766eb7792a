"""A small fictitious country whose figures are known to the last count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from regie.evidence.formats.rules import State
from regie.evidence.indicators import memory
from regie.evidence.sources import queries as sources
from regie.evidence.sources.queries import DeliveryRef, Figures
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas

REALM, OWN = "voorbeeld", "GM9901"
YEARS = tuple(f"{year}JJ00" for year in range(2015, 2026))
OFFENCES = ("0.0.0", "1.1.1", "1.3.1", "1.4.1", "1.4.5", "3.1.1", "2.5.2", "3.9.1")


def ref(number: int, table: str) -> DeliveryRef:
    """A delivery that never was."""
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    return DeliveryRef(number, table, f"Tabel {table}", "Politie", "CC0", None, moment, 2025)


@dataclass
class World:
    """The figures the fake warehouse answers with, by family, measure, level and frequency."""

    cubes: dict[tuple[str, str, str, str], Figures] = field(default_factory=dict)
    redrawn: dict[str, tuple[int, ...]] = field(default_factory=dict)
    asked: list[tuple[str, str, str, str]] = field(default_factory=list)

    def put(
        self,
        family: str,
        measure: str,
        level: str,
        values: Any,
        *,
        areas: Sequence[str],
        categories: Sequence[str] = ("",),
        periods: Sequence[str] = YEARS,
        states: Any = None,
        frequency: str = "year",
    ) -> None:
        """Give the warehouse a cube; a scalar stands for the same value everywhere."""
        shape = (len(areas), len(categories), len(periods))
        cube = np.broadcast_to(np.asarray(values, dtype=float), shape).copy()
        given = np.full(shape, int(State.VALUE), dtype=np.uint8) if states is None else states
        status = ["definitive"] * (len(periods) - 2) + ["provisional"] * 2
        self.cubes[(family, measure, level, frequency)] = Figures(
            deliveries=(ref(len(self.cubes) + 1, f"T{len(self.cubes)}"),),
            areas=tuple(areas),
            categories=tuple(categories),
            periods=tuple(periods),
            values=np.where(np.isin(given, (1, 5)), cube, np.nan),
            states=given,
            period_status=tuple(status[-len(periods) :]),
            period_years=tuple(int(p[:4]) if family == "kwb" else 2025 for p in periods),
        )

    def figures(
        self,
        family: str,
        *,
        realm: str,
        measure: str,
        level: str,
        municipality: str | None = None,
        municipalities: Sequence[str] | None = None,
        frequency: str = "year",
    ) -> Figures | None:
        """What `sources.queries.figures` would answer."""
        self.asked.append((family, measure, level, frequency))
        return self.cubes.get((family, measure, level, frequency)) if realm == REALM else None


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An empty warehouse."""
    made = World()
    monkeypatch.setattr(sources, "figures", made.figures)
    monkeypatch.setattr(sources, "redrawn", lambda realm: made.redrawn)
    monkeypatch.setattr(sources, "preload", lambda *args, **kwargs: None)
    memory.forget()
    yield made
    memory.forget()


@pytest.fixture
def places(db: None) -> None:
    """A country, a province, three municipalities, two districts and three neighbourhoods."""
    rows = [
        AreaRow("NL99", "Voorbeeldland"),
        AreaRow("PV91", "Noord-Voorbeeldland"),
        AreaRow("GM9901", "Voorbeeldstad", "PV91"),
        AreaRow("GM9902", "Buurstad", "PV91"),
        AreaRow("GM9903", "Verweg", "PV92"),
        AreaRow("WK990101", "Centrum"),
        AreaRow("WK990102", "Noord"),
        AreaRow("BU99010101", "Markt"),
        AreaRow("BU99010102", "Haven"),
        AreaRow("BU99010201", "Noordhoek"),
    ]
    register_areas(REALM, 2025, rows, source="test", actor=None)


@pytest.fixture
def country(world: World, places: None) -> World:
    """Counts and denominators at every level.

    Per year each municipality counts 100 burglaries; Voorbeeldstad has 50,000 inhabitants and
    20,000 dwellings, Buurstad 100,000 and 40,000, Verweg 25,000 and 10,000.
    """
    towns = ("GM9901", "GM9902", "GM9903")
    parts = ("BU99010101", "BU99010102", "BU99010201")
    districts = ("WK990101", "WK990102")
    counts: tuple[tuple[str, Sequence[str], float], ...] = (
        ("municipality", towns, 100.0),
        ("country", ("NL99",), 300.0),
        ("neighbourhood", parts, 5.0),
        ("district", districts, 8.0),
    )
    for level, areas, count in counts:
        world.put(
            "offence",
            "GeregistreerdeMisdrijven",
            level,
            count,
            areas=areas,
            categories=OFFENCES,
        )
    people: dict[str, tuple[Sequence[str], list[float]]] = {
        "municipality": (towns, [50_000, 100_000, 25_000]),
        "country": (("NL99",), [175_000]),
        "neighbourhood": (parts, [2_000, 150, 3_000]),
        "district": (districts, [2_150, 3_000]),
    }
    for level, (areas, numbers) in people.items():
        column = np.array(numbers)[:, None, None]
        for family, measure in (("population", "TotaleBevolking"), ("kwb", "AantalInwoners")):
            if family == "kwb" or level in {"municipality", "country"}:
                world.put(family, measure, level, column, areas=areas)
        world.put("kwb", "Woningvoorraad", level, column * 0.4, areas=areas)
    world.put("kwb", "MateVanStedelijkheid", "municipality", 2.0, areas=towns[:2])
    return world
