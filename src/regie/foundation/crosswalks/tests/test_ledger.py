"""The ledger of municipalities: its grammar, and the documented splits."""

from datetime import date

import pytest

from regie.foundation.crosswalks.ledger import (
    CORRECTED,
    ENDED,
    GIVES,
    RECEIVES,
    Correction,
    corrections,
    looks_like_ledger,
    read_ledger,
    step_of,
)
from regie.foundation.crosswalks.rules import chain
from regie.foundation.crosswalks.tests.files import EEMSDELTA, HAAREN

pytestmark = pytest.mark.pure


def test_a_merger_gives_everything_of_every_part() -> None:
    found = step_of(read_ledger(EEMSDELTA), 2020)
    shares = {
        code: [(p.destination, p.share) for p in parts] for code, parts in found.moves.items()
    }
    assert shares == {code: [("GM1979", 1.0)] for code in ("GM0003", "GM0010", "GM0024")}
    assert found.born == {"GM1979"}


def test_haaren_is_split_by_its_inhabitants() -> None:
    found = step_of(read_ledger(HAAREN), 2020)
    shares = {part.destination: round(100 * part.share, 1) for part in found.moves["GM0788"]}
    assert shares == {"GM0757": 15.0, "GM0824": 40.7, "GM0855": 10.1, "GM0865": 34.2}
    assert not found.born


def test_a_correction_counts_when_the_population_is_known_and_it_matters() -> None:
    told = read_ledger(HAAREN)
    assert step_of(told, 2017).moves == {}
    left = (Correction("GM0855", "GM0785", 2018, 67),)
    assert corrections(told, 2017) == left
    # 67 of 213,310 is next to nobody; of 5,000 it is not.
    assert step_of(told, 2017, {("GM0855", 2017): 213_310.0}).moves == {}
    found = step_of(told, 2017, {("GM0855", 2017): 5_000.0})
    assert {p.destination: round(p.share, 4) for p in found.moves["GM0855"]} == {
        "GM0855": 0.9866,
        "GM0785": 0.0134,
    }
    assert corrections(told, 2017, {("GM0855", 2017): 5_000.0}) == ()
    assert step_of(told, 2017, {("GM0855", 2017): float("nan")}).moves == {}


def test_a_new_name_is_a_new_code_for_the_same_place() -> None:
    text = "Naamswijziging per 28-01-1998,\r\nnieuwe naam: Cranendonck (GM1706)\r\n"
    told = read_ledger([("GM0759", text)])
    assert told.statements[0].day == date(1998, 1, 28)
    assert step_of(told, 1998).moves["GM0759"][0].destination == "GM1706"
    assert told.names == {"GM1706": "Cranendonck"}
    old = "Naamswijziging per 01-01-2003,\r\noude naam: Steenwijk (GM0181)\r\n"
    assert step_of(read_ledger([("GM1708", old)]), 2002).born == {"GM1708"}


@pytest.mark.parametrize(
    ("line", "weight"),
    [
        ("... 1 hectare met 1 woning en 1 inwoner", 1),
        ("... 5026 hectare 8104 woningen en 19614 inwoners", 19614),
        ("... 0,17 hectare met 0 woningen en 0 inwoners", 0.17),
        ("... 4991 hectare met 10497 inwoners", 10497),
        ("... 3 woningen en 13 inwoners", 13),
        ("... 13 inwoners", 13),
        ("... 7 hectare met 4 woningen en 0 inwoners", 4),
    ],
)
def test_amounts_in_all_their_forms(line: str, weight: float) -> None:
    text = f"Opgeheven per 01-01-1997, overgegaan naar:\r\n- Elders (GM0001),\r\n{line}\r\n"
    told = read_ledger([("GM0002", text)])
    assert told.statements[0].others[0][1].weight == weight
    assert told.unread == ()


def test_names_with_commas_and_other_headings() -> None:
    text = (
        "Ontstaan per 01-01-1997 uit:\r\n- Oost-, West- en Middelbeers (GM0825),\r\n"
        "... 100 hectare met 10 woningen en 20 inwoners\r\n"
        "- Vessem, Wintelre en Knegsel (GM0862)\r\n"
        "Provinciale wijziging per 01-01-2019:\r\n"
        "- overgegaan van provincie Zuid-Holland naar provincie Utrecht \r\n.\r\n"
    )
    told = read_ledger([("GM1728 ", text)])
    assert told.unread == ()
    (statement,) = told.statements
    assert statement.way == RECEIVES
    assert [code for code, _amount in statement.others] == ["GM0825", "GM0862"]
    assert told.names["GM0825"] == "Oost-, West- en Middelbeers"


def test_what_is_not_understood_is_kept_to_be_named() -> None:
    text = (
        "Grenswijziging per 01-01-2019, overgegaan naar:\r\n- Elders (GM0001),\r\n"
        "... 5 hectare met 0 woningen en 0 inwoners\r\nDit is een nieuw soort zin.\r\n"
    )
    told = read_ledger([("GM0002", text)])
    assert told.unread == (("GM0002", "Dit is een nieuw soort zin."),)
    assert (told.statements[0].kind, told.statements[0].way) == (CORRECTED, GIVES)


def test_prose_after_an_end_without_successor_is_not_a_sentence_about_areas() -> None:
    told = read_ledger(
        [("GM0997", "Opgeheven per 01-10-1994\r\n\r\nRegister waarin mensen staan.")]
    )
    assert told.unread == ()
    assert (told.statements[0].kind, told.statements[0].others) == (ENDED, ())
    assert step_of(told, 1994).lost == {"GM0997"}


def test_a_municipality_that_ended_without_people_is_divided_by_surface() -> None:
    text = (
        "Opgeheven per 01-01-1996, overgegaan naar:\r\n- A (GM0001),\r\n"
        "... 30 hectare met 0 woningen en 0 inwoners\r\n- B (GM0002),\r\n"
        "... 10 hectare met 0 woningen en 0 inwoners\r\n"
    )
    shares = step_of(read_ledger([("GM0996", text)]), 1995).moves["GM0996"]
    assert [(part.destination, part.share) for part in shares] == [
        ("GM0001", 0.75),
        ("GM0002", 0.25),
    ]
    bare = "Opgeheven per 01-01-1996, overgegaan naar:\r\n- A (GM0001)\r\n"
    assert step_of(read_ledger([("GM0996", bare)]), 1995).moves["GM0996"][0].share == 1.0


def test_only_lists_with_changes_look_like_a_ledger() -> None:
    assert looks_like_ledger(text for _code, text in EEMSDELTA)
    assert not looks_like_ledger(["LD = Landsdeel", ""])


def test_the_last_year_and_the_end_of_every_municipality() -> None:
    told = read_ledger([*EEMSDELTA, *HAAREN, ("NL01", "Grenswijziging per 01-01-2018:")])
    assert told.last == 2021
    assert told.ended == dict.fromkeys(("GM0003", "GM0010", "GM0024", "GM0788"), 2020)
    assert "NL01" not in told.codes
    whole = chain("municipality", [step_of(told, year) for year in range(2012, 2025)])
    assert whole.shares("GM0010") == (("GM1979", 1.0),)
