"""Area codes: read, placed in each other, and matched with a classification year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.areas import rules
from regie.foundation.areas.rules import YearCount, YearMatch

pytestmark = pytest.mark.pure

TAILS = {"NL": r"[0-9]{2}", "PV": r"[0-9]{2}", "GM": r"[0-9]{4}", "WK": r"[0-9]{4}[0-9A-Z]{2}"}
TAILS |= {"BU": r"[0-9]{4}[0-9A-Z]{4}", "LD": r"[0-9A-Z]{2}", "RE": r"[0-9]{2}", "CR": r"[0-9]{2}"}
CODES = st.one_of(
    *(st.from_regex(rf"{prefix}{tail}", fullmatch=True) for prefix, tail in TAILS.items())
)


@given(CODES, st.integers(0, 6))
def test_every_well_formed_code_is_understood_with_or_without_padding(code: str, pad: int) -> None:
    understood = rules.parse_code(code.lower() + " " * pad)
    assert understood is not None
    assert understood.code == code
    assert understood.kind in rules.KINDS


@given(st.text(max_size=14))
def test_canonical_never_fails_and_is_stable(text: str) -> None:
    assert rules.canonical(rules.canonical(text)) == rules.canonical(text)


@pytest.mark.parametrize("text", ["", "GM34", "BU0363", "0344", "XX0344", "GM0344X", "Utrecht"])
def test_other_text_is_no_code(text: str) -> None:
    assert rules.parse_code(text) is None
    assert rules.canonical(f" {text} ") == text


@pytest.mark.parametrize(
    ("raw", "kind", "municipality"),
    [
        ("NL01  ", "country", ""),
        ("PV26  ", "province", ""),
        ("LDG4  ", "region", ""),
        ("GM0344    ", "municipality", "GM0344"),
        ("WK0363AA  ", "district", "GM0363"),
        ("BU0363AA01", "neighbourhood", "GM0363"),
    ],
)
def test_kind_and_municipality_come_from_the_code(raw: str, kind: str, municipality: str) -> None:
    code = rules.parse_code(raw)
    assert code is not None
    assert (code.kind, code.municipality, code.pseudo) == (kind, municipality, False)


@pytest.mark.parametrize(
    "code", ["GM0000", "WK000000", "BU00000000", "GM0998", "GM0999", "PV99", "RE99", "BU99000000"]
)
def test_unknown_place_and_abroad_are_no_places(code: str) -> None:
    assert rules.is_pseudo(code)


@pytest.mark.parametrize(
    ("code", "realm"),
    [
        ("GM9901", "voorbeeld"),
        ("BU990108A1", "voorbeeld"),
        ("PV92", "voorbeeld"),
        ("NL99", "voorbeeld"),
        ("GM0344", "nl"),
        ("PV26", "nl"),
        ("PV99", "nl"),
        ("NL00", "nl"),
    ],
)
def test_the_code_tells_the_realm(code: str, realm: str) -> None:
    understood = rules.parse_code(code)
    assert understood is not None
    assert understood.realm == realm


def test_the_country_has_one_key_per_realm() -> None:
    assert rules.canonical("NL01  ") == rules.country_code("nl") == "NL00"
    assert rules.country_code("voorbeeld") == "NL99"


@pytest.mark.parametrize(
    ("code", "parents"),
    [
        ("BU0363AA01", ("WK0363AA", "GM0363", "PV27", "NL00")),
        ("WK0363AA", ("GM0363", "PV27", "NL00")),
        ("GM0363", ("PV27", "NL00")),
        ("PV27", ("NL00",)),
        ("RE05", ("NL00",)),
        ("NL00", ()),
    ],
)
def test_an_area_lies_in_the_nearest_larger_one(code: str, parents: tuple[str, ...]) -> None:
    understood = rules.parse_code(code)
    assert understood is not None
    assert rules.parent_candidates(understood, "PV27") == parents


def test_without_a_province_the_country_is_the_parent() -> None:
    understood = rules.parse_code("GM9901")
    assert understood is not None
    assert rules.parent_candidates(understood) == ("NL99",)


def test_the_year_with_the_fewest_unknown_codes_is_best() -> None:
    known = {2023: {"GM0001", "GM0002"}, 2024: {"GM0001"}, 2025: {"GM0001"}}
    best, years = rules.best_match(known.items(), ["GM0001 ", "GM0002", "NL01", "GM0000"])
    assert best == 2023
    assert years[0] == YearCount(2025, 1, 1, ("GM0002",))
    assert [count.year for count in years] == [2025, 2024, 2023]
    assert YearMatch(best, years).complete


def test_the_newest_of_equals_is_best() -> None:
    best, years = rules.best_match([(2023, {"GM0001"}), (2024, {"GM0001"})], ["GM0001", "GM0009"])
    assert best == 2024
    assert not YearMatch(best, years).complete


@pytest.mark.parametrize(
    ("known", "codes"),
    [([], ["GM0001"]), ([(2024, {"GM0001"})], []), ([(2024, {"GM0003"})], ["GM0001"])],
)
def test_no_year_is_best_when_most_codes_are_unknown(
    known: list[tuple[int, set[str]]], codes: list[str]
) -> None:
    best, years = rules.best_match(known, codes)
    assert best is None
    assert not YearMatch(best, years).complete


@given(st.sets(st.integers(2012, 2030), min_size=1), st.integers(2012, 2030))
def test_the_nearest_year_is_one_that_exists_and_none_is_nearer(years: set[int], want: int) -> None:
    near = rules.nearest_year(years, want)
    assert near in years
    assert all(abs(near - want) <= abs(year - want) for year in years)


def test_the_nearest_year_prefers_the_later_and_defaults_to_the_newest() -> None:
    assert rules.nearest_year([2022, 2024], 2023) == 2024
    assert rules.nearest_year([2022, 2024], None) == 2024
    assert rules.nearest_year([], None) is None
    assert rules.nearest_year([], 2024) is None


def test_a_number_of_municipalities_points_at_years() -> None:
    counts = {2018: 380, 2019: 355, 2020: 355}
    assert rules.years_with(355, counts) == (2020, 2019)
    assert rules.years_with(7, counts) == ()
