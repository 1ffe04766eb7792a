"""Real figures: the swings and spreads that were published of them, and known peers.

Set REGIE_REAL_DATA to the folder with the files; they are never part of the project.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from regie.evidence.calibration import estimation, laying
from regie.evidence.calibration.rules import Origin
from regie.evidence.indicators import memory
from regie.evidence.methods import peering, queries, services
from regie.evidence.sources.reading import CACHE
from regie.evidence.sources.services import import_file
from regie.foundation.areas.services import ensure_reference
from regie.policy.methods import METHOD_REFERENCES

FOLDER = Path(os.environ.get("REGIE_REAL_DATA", ""))
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    pytest.mark.skipif(
        not os.environ.get("REGIE_REAL_DATA"), reason="set REGIE_REAL_DATA to the folder with data"
    ),
]

FILES = (
    "Stefan7168_checkdecijfers_odata_v4/03759ned/codes-RegioS.json",
    "derived/70072ned_TypedDataSet_population_GM.csv",
    "derived/47018NED_TypedDataSet_GM_2012-2025.csv",
    "statline-bq_84799NED/cbs.v3.84799NED_TypedDataSet.parquet",
)
REALM = "nl"


@pytest.fixture(autouse=True)
def read(db: None, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    del db
    settings.DATA, settings.WAREHOUSE = tmp_path, tmp_path / "warehouse"
    CACHE.clear()
    memory.forget()
    ensure_reference()
    for name in FILES:
        outcome = import_file(FOLDER / name, actor=None)
        assert outcome.refused is None, outcome.refused
    yield
    CACHE.clear()
    memory.forget()


def test_the_published_swings_and_spreads_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The references of the policy: swings over 2012-2023, spreads of 2021 beside 15 peers."""
    services.estimate(REALM, actor=None)
    found = queries.parameters(REALM)
    _swings_agree(found)
    _spreads_of_2021_agree(monkeypatch)
    _known_municipalities_have_their_known_peers()


def _swings_agree(found: queries.Parameters) -> None:
    for item in METHOD_REFERENCES():
        own = found.swing_of(f"offence-{item.type}")
        assert own.origin is Origin.ESTIMATED, item.type
        assert own.areas >= 339, item.type
        if item.swing is not None:
            assert own.value == pytest.approx(item.swing, abs=0.04), item.type


def _spreads_of_2021_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    on = peering.covariates(REALM)
    assert len(on.variables) == 17
    sheet = laying.sheet(REALM, "offence", "municipality")
    assert sheet is not None
    year = [sheet.periods.index("2021JJ00")]
    monkeypatch.setattr(estimation, "_newest_years", lambda *args: (year, ()))
    made = estimation.estimates(sheet, peering.nearest(on, 15), on.areas)
    sizes = {each.definition.code: each.size.value for each in made}
    for item in METHOD_REFERENCES():
        if item.size is not None:
            assert sizes[f"offence-{item.type}"] == pytest.approx(item.size, rel=0.06), item.type


def _known_municipalities_have_their_known_peers() -> None:
    emmen = {peer.name for peer in peering.peers_of("GM0114").peers}
    assert {"Midden-Groningen", "Veendam", "Stadskanaal", "Oldambt", "Assen"} <= emmen
    utrecht = {peer.name for peer in peering.peers_of("GM0344").peers}
    assert {"Eindhoven", "Leiden", "Nijmegen", "Amsterdam", "Arnhem"} <= utrecht
    merged = peering.peers_of("GM1979")
    assert len(merged.peers) == 15, "Eemsdelta is put together from three older municipalities"
