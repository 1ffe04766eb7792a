"""OData v4: capitals count, keys are bare, rows are observations, pages are long."""

import csv
from pathlib import Path
from typing import Any

import pytest

from regie.evidence.connectors import odata3, odata4
from regie.evidence.connectors.http import NotThereError
from regie.evidence.connectors.odata4 import Service
from regie.evidence.connectors.requests import TableRequest
from regie.evidence.connectors.tests.site import ROWS, offences, served
from regie.evidence.connectors.tests.test_misbehaviour import digest
from regie.foundation.records.refusals import RefusedError
from standin import samples
from standin.misbehaviour import NONE, Fault, Misbehaviour
from standin.site import Site

pytestmark = pytest.mark.room

SITE = Site(tables=(offences("CBS", v4=True),))
WHOLE = TableRequest("47018NED")


def fetched(folder: Path, misbehave: Misbehaviour = NONE, request: TableRequest = WHOLE) -> Path:
    with served(misbehave, SITE) as (running, service):
        return odata4.download(Service(service.client, f"{running.url}/v4"), request, folder).path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_every_observation_comes_in_once(tmp_path: Path) -> None:
    found = rows(fetched(tmp_path))
    assert len(found) == ROWS
    assert list(found[0]) == [
        "Id", "Measure", "ValueAttribute", "Value", "StringValue",
        "SoortMisdrijf", "WijkenEnBuurten", "Perioden",
    ]  # fmt: skip
    assert found[0]["WijkenEnBuurten"] == "NL00"
    assert {row["Perioden"] for row in found} >= {"2018JJ00", "2025JJ00*"}


@pytest.mark.parametrize(
    "fault",
    [
        {"links": "wrong_host"},
        {"lost_link": Fault((), None)},
        {"overlap": 11},
        {"repeat_page": Fault((2,), None)},
        {"reset": Fault((2,), 1)},
        {"truncated": Fault((1,), 1)},
        {"empty": Fault((1, 2), 1)},
        {"shuffled_pages": True},
        {"wide_500": 700},
    ],
    ids=lambda fault: next(iter(fault)),
)
def test_the_file_is_the_same(fault: dict[str, Any], tmp_path: Path) -> None:
    right = digest(fetched(tmp_path / "right"))
    found = fetched(tmp_path, Misbehaviour(page_size=400, **fault))
    assert digest(found) == right


def test_a_part_by_bare_keys(tmp_path: Path) -> None:
    request = TableRequest(
        "47018NED", municipality="GM0344", periods=("2024JJ00",), fixed={"Measure": ("M000001",)}
    )
    found = rows(fetched(tmp_path, request=request))
    assert len(found) == 4 * 11
    assert {row["Perioden"] for row in found} == {"2024JJ00"}


def test_an_unknown_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"M000002 niet bij Measure.*M000001"):
        fetched(tmp_path, request=TableRequest("47018NED", fixed={"Measure": ("M000002",)}))


def test_capitals_are_looked_up() -> None:
    with served(site=samples.site()) as (running, service):
        newer = Service(service.client, f"{running.url}/v4")
        older = odata3.Service(service.client, f"{running.url}/opendata")
        assert newer.find("03759NED") == "03759ned"
        assert older.find("70072NED") == "70072ned"
        assert service.find("47018ned") == "47018NED"
        with pytest.raises(NotThereError):
            newer.info("03759NED")
        for place in (newer, older):
            with pytest.raises(NotThereError, match="staat niet bij"):
                place.find("47018NED")


def test_the_catalogue_and_groups_of_v3() -> None:
    with served(site=samples.site()) as (_running, service):
        listed = {table.table_id: table for table in service.tables("Politie")}
        assert "47018NED" in listed
        assert listed["47018NED"].modified is not None
        assert isinstance(service.groups("47018NED"), list)
