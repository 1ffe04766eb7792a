"""The list of municipalities: complete, and each in one province."""

import pytest

from regie.policy.municipalities import municipalities, municipality_file, province_of

pytestmark = pytest.mark.pure


def test_there_are_twelve_provinces_and_342_municipalities() -> None:
    file = municipality_file()
    codes = [item.code for item in municipalities()]
    assert [province.code for province in file.provinces] == [f"PV{n}" for n in range(20, 32)]
    assert len(codes) == len(set(codes)) == 342
    assert codes == sorted(codes)


def test_every_code_is_a_municipality_and_every_name_is_there() -> None:
    for item in municipalities():
        assert item.code[:2] == "GM"
        assert len(item.code) == 6
        assert item.code[2:].isdigit()
        assert item.name == item.name.strip() != ""


def test_the_list_has_as_many_as_its_years_say() -> None:
    file = municipality_file()
    assert file.years == (2023, 2024, 2025, 2026)
    assert {file.counts[year] for year in file.years} == {len(municipalities())}
    assert file.counts[2012] == 415
    assert list(file.counts) == list(range(2012, 2027))
    assert "CBS" in file.source
    assert file.licence == "CC BY 4.0"


@pytest.mark.parametrize(
    ("code", "province"),
    [("GM0344", "PV26"), ("GM1961", "PV26"), ("GM0014", "PV20"), ("GM0788", "")],
)
def test_the_province_of_a_municipality(code: str, province: str) -> None:
    assert province_of(code) == province
