"""Names of places: many spellings, and many places with one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.areas import names
from regie.foundation.areas.names import Ambiguous, Resolver
from regie.foundation.areas.rules import AreaView, parse_code

pytestmark = pytest.mark.pure


def _view(code: str, name: str) -> AreaView:
    understood = parse_code(code)
    assert understood is not None
    place = understood.municipality
    return AreaView(code, name, understood.kind, place, "", understood.pseudo)


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    areas = {
        "NL00": "Nederland",
        "PV26": "Utrecht",
        "PV21": "Fryslân",
        "GM0344": "Utrecht",
        "GM0373": "Bergen (NH.)",
        "GM0893": "Bergen (L.)",
        "GM0888": "Beek (L.)",
        "GM0518": "'s-Gravenhage",
        "GM0603": "Rijswijk",
        "GM1680": "Aa en Hunze",
        "GM0000": "Gemeente onbekend",
        "WK168000": "Wijk 00 Annen",
        "BU16800000": "Annen",
        "BU03440101": "Centrum",
        "BU16800009": "Centrum",
        "BU0363FA01": "Burgemeester Tellegenbuurt-West",
    }
    views = [_view(code, name) for code, name in areas.items()]
    return Resolver(views, realm="nl", year=2024)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("Utrecht (gemeente)", "Utrecht"),
        ("'s-Gravenhage (gemeente)", "'s-Gravenhage"),
        ("Noord-Holland (PV)", "Noord-Holland"),
        ("Aa en Hunze                   ", "Aa en Hunze"),
        ("Ameland*", "Ameland"),
        ("Ameland **", "Ameland"),
        ("Almere ¹", "Almere"),
        ("Almere 1)", "Almere"),
        ("Noord (deel 1)", "Noord (deel 1)"),
        ("Bergen (L.)", "Bergen (L.)"),
        ("Wijk 00 Annen", "Wijk 00 Annen"),
    ],
)
def test_a_plain_name_has_no_padding_mark_or_level(raw: str, plain: str) -> None:
    assert names.plain_name(raw) == plain


@pytest.mark.parametrize(
    ("raw", "level"),
    [
        ("Utrecht (PV)", "province"),
        ("Utrecht (gemeente)", "municipality"),
        ("Amsterdam (RE)", "region"),
        ("Nederland (land)", "country"),
        ("Utrecht", None),
    ],
)
def test_a_name_may_mention_its_level(raw: str, level: str | None) -> None:
    assert names.level_of(raw) == level


def test_keys_ignore_case_quotes_and_dots_but_keep_accents() -> None:
    assert names.name_key("BERGEN (NH.)") == names.name_key("Bergen (Nh)")
    assert names.name_key("’s-Gravenhage") == names.name_key("'s–GRAVENHAGE")
    assert names.name_key("Súdwest") != names.name_key("Sudwest")


@given(st.text(max_size=40))
def test_names_never_fail_and_are_stable(text: str) -> None:
    plain = names.plain_name(text)
    assert "  " not in plain
    assert isinstance(names.name_key(text), str)
    assert names.level_of(text) in {None, "municipality", "province", "region", "country"}


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=20))
def test_a_registered_name_is_always_found_or_ambiguous(texts: list[str]) -> None:
    views = [_view(f"GM{n:04d}", name) for n, name in enumerate(texts, start=1)]
    resolver = Resolver(views, realm="nl", year=2024)
    for view in views:
        found = resolver.by_name(view.name, kind="municipality")
        codes = found.codes if isinstance(found, Ambiguous) else (found,)
        assert view.code in codes


def test_codes_are_found_with_padding_and_under_both_keys_of_the_country(
    resolver: Resolver,
) -> None:
    area = resolver.by_code("GM0344    ")
    assert area is not None
    assert area.name == "Utrecht"
    assert resolver.by_code("NL01") == resolver.by_code("NL00")
    assert resolver.by_code("GM1234") is None
    assert len(resolver) == 16


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Utrecht (gemeente)", "GM0344"),
        ("Utrecht (PV)", "PV26"),
        ("friesland", "PV21"),
        ("Den Haag", "GM0518"),
        ("Bergen (NH)", "GM0373"),
        ("Beek", "GM0888"),
        ("Rijswijk (ZH.)", "GM0603"),
        ("Wijk 00 Annen", "WK168000"),
        ("Nederland", "NL00"),
        ("BurgemeesterTellegenbuurt-West", "BU0363FA01"),
    ],
)
def test_names_that_fit_one_area(resolver: Resolver, name: str, code: str) -> None:
    assert resolver.by_name(name) == code


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Utrecht", ("GM0344", "PV26")),
        ("Bergen", ("GM0373", "GM0893")),
        ("Annen", ("BU16800000", "WK168000")),
        ("Centrum", ("BU03440101", "BU16800009")),
    ],
)
def test_names_that_fit_several_areas(
    resolver: Resolver, name: str, codes: tuple[str, ...]
) -> None:
    assert resolver.by_name(name) == Ambiguous(codes)


def test_kind_and_municipality_narrow_the_search(resolver: Resolver) -> None:
    assert resolver.by_name("Utrecht", kind="municipality") == "GM0344"
    assert resolver.by_name("Annen", kind="district") == "WK168000"
    assert resolver.by_name("Centrum", municipality="GM1680") == "BU16800009"


def test_names_that_fit_nothing(resolver: Resolver) -> None:
    assert resolver.by_name("Bergen (Z.)") is None
    assert resolver.by_name("Wijk 03 Nergens") is None
    assert resolver.by_name("Nergens") is None
    assert resolver.by_name("") is None


def test_a_district_number_does_not_hide_a_neighbourhood(resolver: Resolver) -> None:
    assert resolver.by_name("Wijk 07 Centrum", municipality="GM0344") == "BU03440101"


def test_codes_of_a_level_leave_pseudo_areas_out_unless_asked(resolver: Resolver) -> None:
    assert "GM0000" not in resolver.codes("municipality")
    assert "GM0000" in resolver.codes("municipality", pseudo=True)
    assert resolver.codes("neighbourhood", municipality="GM0344") == {"BU03440101"}
