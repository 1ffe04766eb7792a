"""A fictitious country of 42 municipalities, with a swing and a spread that are known."""

from datetime import UTC, datetime

import numpy as np
import pytest

from regie.evidence.calibration import laying
from regie.evidence.formats.rules import State
from regie.evidence.indicators.tests.world import OFFENCES, REALM, YEARS, World
from regie.evidence.sources import queries as sources
from regie.evidence.sources.queries import DeliveryView
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas

TOWNS = tuple(f"GM99{number:02d}" for number in range(1, 43))
PARTS = tuple(f"BU9901{number:04d}" for number in range(1, 61))
PEOPLE = np.array([90_000 - 2_000 * number for number in range(42)], dtype=float)
SWING, SIZE, LEVEL = 0.3, 8.0, 0.002
"""Every type swings by 0.3 a year and lies around what is expected with a size of 8."""
KEY_FIGURES = {
    "AantalInwoners": PEOPLE,
    "Omgevingsadressendichtheid": 3_000 - 60 * np.arange(42.0),
    "Bevolkingsdichtheid": 2_500 * np.exp(-np.arange(42.0) / 15),
    "k_65JaarOfOuder": PEOPLE * (0.15 + 0.002 * np.arange(42)),
    "PersonenautoSTotaal": PEOPLE * 0.5,
    "HuishoudensTotaal": PEOPLE * (0.5 - 0.002 * np.arange(42)),
}


def counts(people: np.ndarray, rng: np.random.Generator, types: int) -> np.ndarray:
    """Counts (areas, types, years) that swing and differ as the constants say."""
    shape = (len(people), types, len(YEARS))
    steps = rng.normal(0, SWING, shape)
    steps[..., 0] = 0
    lasting = rng.gamma(SIZE, 1 / SIZE, shape[:2])[..., None]
    # The swings are taken back in the last settled year, so that only the spread is left there.
    walk = np.cumsum(steps, axis=-1)
    walk -= walk[..., [-3]]
    return rng.poisson(people[:, None, None] * LEVEL * lasting * np.exp(walk)).astype(float)


@pytest.fixture
def places(db: None) -> None:
    """The municipalities, and the neighbourhoods of Voorbeeldstad."""
    del db
    rows = [AreaRow("NL99", "Voorbeeldland"), AreaRow("PV91", "Noord-Voorbeeldland")]
    names = {TOWNS[0]: "Voorbeeldstad", TOWNS[1]: "Buurstad"}
    rows += [AreaRow(code, names.get(code, f"Dorp {code[4:]}"), "PV91") for code in TOWNS]
    rows += [AreaRow("WK990101", "Centrum")]
    rows += [AreaRow(code, f"Buurt {code[6:]}") for code in PARTS]
    register_areas(REALM, 2025, rows, source="test", actor=None)


@pytest.fixture
def land(world: World, places: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """Offences of 42 municipalities and 60 neighbourhoods, with key figures of two years."""
    del places
    rng = np.random.default_rng(20261127)
    measure = "GeregistreerdeMisdrijven"
    values = counts(PEOPLE, rng, len(OFFENCES))
    states = np.full(values.shape, int(State.VALUE), dtype=np.uint8)
    states[0, OFFENCES.index("2.5.2"), :4] = int(State.HIDDEN)
    world.put(
        "offence",
        measure,
        "municipality",
        values,
        areas=TOWNS,
        categories=OFFENCES,
        states=states,
    )
    world.put("population", "TotaleBevolking", "municipality", _column(PEOPLE), areas=TOWNS)
    homes = np.full(len(PARTS), 1_500.0)
    local = counts(homes * 4, rng, len(OFFENCES))
    world.put("offence", measure, "neighbourhood", local, areas=PARTS, categories=OFFENCES)
    world.put("kwb", "AantalInwoners", "neighbourhood", _column(homes), areas=PARTS)
    for stem, numbers in KEY_FIGURES.items():
        world.put(
            "kwb",
            stem,
            "municipality",
            np.repeat(_column(numbers), 2, axis=2),
            areas=TOWNS,
            periods=("2023JJ00", "2024JJ00"),
        )
    monkeypatch.setattr(sources, "available", lambda realm: [_edition(realm)])
    monkeypatch.setattr(laying, "municipalities_with", _with_parts)
    return world


def _column(numbers: np.ndarray) -> np.ndarray:
    return numbers[:, None, None]


def _with_parts(realm: str, family: str, level: str) -> tuple[str, ...]:
    return (TOWNS[0],) if level == "neighbourhood" and family == "offence" else ()


def _edition(realm: str) -> DeliveryView:
    """One table of key figures, under the name of its family."""
    return DeliveryView(
        id=1,
        table_id="kwb",
        family="kwb",
        title="Kerncijfers",
        publisher="CBS",
        realm=realm,
        vintage=None,
        received_at=datetime(2026, 3, 1, tzinfo=UTC),
        first_period="2023JJ00",
        last_period="2024JJ00",
        levels=("municipality",),
        categories=1,
        rows=42,
        worst="good",
    )
