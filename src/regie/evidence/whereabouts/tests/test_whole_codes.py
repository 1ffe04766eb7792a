"""Codes that a spreadsheet damaged are made whole, or left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.whereabouts.whole_codes import code_beside, undone, whole_codes

pytestmark = pytest.mark.pure

TOWNS = frozenset({"GM0014", "GM0344", "GM0363", "GM1401", "GM1680"})


def whole(*texts: str) -> dict[str, str]:
    return dict(whole_codes(texts, lambda: TOWNS))


def test_zeros_and_letters_come_back() -> None:
    assert whole("344", "0363", "1680.0") == {
        "344": "GM0344",
        "0363": "GM0363",
        "1680.0": "GM1680",
    }
    assert whole("GM344", "gm 14") == {"GM344": "GM0344", "gm 14": "GM0014"}
    assert whole("3440111", "3630211") == {"3440111": "BU03440111", "3630211": "BU03630211"}
    assert whole("BU363AC03") == {"BU363AC03": "BU0363AC03"}


def test_the_longest_code_of_the_column_says_the_level() -> None:
    assert whole("140101")["140101"] == "WK140101"
    assert whole("140101", "16800101")["140101"] == "BU00140101"


def test_whole_codes_and_the_unknown_place_are_no_damage() -> None:
    assert whole("GM0344", "NL00", "") == {}
    assert whole("0", "344") == {"0": "GM0000", "344": "GM0344"}


@pytest.mark.parametrize("text", ["9000", "Utrecht", "123456789", "34-4", "GM12345"])
def test_one_doubtful_text_leaves_everything_as_it_is(text: str) -> None:
    assert whole("344", text) == {}


def test_the_towns_are_only_asked_when_there_is_something_to_mend() -> None:
    def never() -> frozenset[str]:
        raise AssertionError("asked for nothing")

    assert whole_codes(["GM0344", "BU0363AC02"], never) == {}
    assert whole_codes(["Utrecht", "Amsterdam"], never) == {}


@given(st.sets(st.sampled_from(sorted(TOWNS)), min_size=1))
def test_what_loses_its_zeros_gets_them_back(codes: set[str]) -> None:
    damaged = {str(int(code[2:])): code for code in codes}
    assert whole(*damaged) == damaged


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Utrecht (GM0344)", "GM0344"),
        ("GM0344 Utrecht", "GM0344"),
        ("BU03440111 - Oog in Al", "BU03440111"),
        ("Utrecht (PV)", "Utrecht (PV)"),
        ("GM0344", "GM0344"),
    ],
)
def test_a_code_beside_a_name(text: str, code: str) -> None:
    assert code_beside(text) == code


@given(st.sampled_from(["Súdwest-Fryslân", "Gaasterlân", "Café’s", "één"]))
def test_accents_that_were_written_down_twice(name: str) -> None:
    assert undone(name.encode().decode("cp1252")) == name
    assert undone(name) == name
