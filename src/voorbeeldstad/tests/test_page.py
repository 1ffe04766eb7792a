"""The page for people says the same as the list for machines."""

import re
from pathlib import Path

import pytest

from voorbeeldstad import country, plants
from voorbeeldstad.population import OLD_CODE, VANISHED

pytestmark = pytest.mark.pure

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "voorbeeldstad.md"


@pytest.fixture(scope="module")
def page() -> str:
    if not PAGE.exists():
        pytest.skip("the documentation is not beside the code")
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("item", plants.ITEMS, ids=lambda item: item.id)
def test_every_planted_item_is_explained(page: str, item: plants.PlantedItem) -> None:
    row = next(line for line in page.splitlines() if line.startswith(f"| `{item.id}` |"))
    names = {area.code: area.name for area in country.areas()}
    nationwide = {"NL99", *country.UNKNOWN}
    for code in set(item.areas) - nationwide:
        assert code in row or names[code].split(" ", 2)[-1] in row or names[code] in row
    if len(item.types) <= 4:
        assert all(code in row for code in item.types) or item.id == "hot-spot"


def test_nothing_is_explained_that_is_not_planted(page: str) -> None:
    rows = [line for line in page.splitlines() if line.startswith("| `") and ".csv" not in line]
    ids = {line.split("`")[1] for line in rows if ".geojson" not in line}
    assert ids - {"planted.json"} == {item.id for item in plants.ITEMS}


def test_area_codes_on_the_page_exist(page: str) -> None:
    codes = set(re.findall(r"\b(?:WK99\d{4}|BU99\d{4}[0-9A-Z]{2})\b", page))
    known = {row.code for row in country.areas()} | {OLD_CODE, VANISHED}
    assert codes <= known
