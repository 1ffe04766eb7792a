"""What is asked, of whom, and in which pieces. Without a server."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.connectors.addresses import Addresses, question, rebase
from regie.evidence.connectors.cutting import MOST_KEYS, cut
from regie.evidence.connectors.metadata import (
    Member,
    Property,
    Shape,
    TableInfo,
    listing,
    member,
    moment,
    table_info,
)
from regie.evidence.connectors.requests import Choice, Part, TableRequest, quoted, whole
from regie.evidence.connectors.tests.site import OFFENCES, TYPES, shape
from regie.foundation.records.refusals import RefusedError

pytestmark = pytest.mark.pure

OWN = "https://dataderden.example/ODataFeed/odata/47018NED/TypedDataSet?$format=json"
SHAPE = shape()


def info(title: str = "", reason: str = "", about: str = "") -> TableInfo:
    changed = moment("2024-08-15T02:00:00")
    assert changed is not None
    return TableInfo("1", title, changed, reason=reason, about=about)


# --- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "link",
    [
        "http://dataderden.example/ODataFeed/odata/47018NED/TypedDataSet?$format=json&$skip=10000",
        "http://10.0.0.8:8080/internal/odata/47018NED/TypedDataSet?$format=json&$skip=10000",
        "https://elsewhere.example/?$skip=10000",
        "TypedDataSet?$skip=10000",
        "//elsewhere.example/x?$skip=10000",
        "?$skip=10000",
    ],
)
def test_a_link_is_followed_at_our_own_host_only(link: str) -> None:
    found = rebase(link, OWN)
    assert found.startswith("https://dataderden.example/ODataFeed/odata/47018NED/TypedDataSet?")
    assert "$skip=10000" in found
    assert "$format=json" in found


@given(st.text())
def test_no_link_leads_to_another_host(link: str) -> None:
    try:
        found = rebase(link, OWN)
    except ValueError:
        return
    assert found.startswith("https://dataderden.example/ODataFeed/odata/47018NED/TypedDataSet")


def test_a_forgotten_filter_is_asked_again() -> None:
    own = question("https://h/x", format="json", filter="A eq '0.0.0 '")
    assert rebase("http://h/x?$skip=5", own).endswith("&$filter=A%20eq%20%270.0.0%20%27")


def test_addresses_come_from_a_setting() -> None:
    names = dict.fromkeys(("cbs", "police", "cbs_v4", "pdok", "wfs", "download"), "http://h/")
    assert Addresses.of(names).police == "http://h"


# --- metadata -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ({"reason": "volgens de nieuwe buurtindeling van 2024"}, 2024),
        ({"about": "gepresenteerd volgens de wijk- en buurtindeling van 2023."}, 2023),
        ({"title": "Geregistreerde misdrijven en aangiften; gemeente 2026"}, 2026),
        ({"title": "Kerncijfers wijken en buurten 2025"}, 2025),
        ({"title": "Bevolking"}, None),
    ],
)
def test_the_year_of_the_areas_is_in_the_words(words: dict[str, str], year: int | None) -> None:
    assert Shape(info(**words), (), {}).classification == year


def test_the_words_about_the_areas_come_first() -> None:
    areas = Property("WijkenEnBuurten", "GeoDetail", "", description="Wijken (indeling 2024)")
    assert Shape(info(reason="indeling van 2019"), (areas,), {}).classification == 2024


def test_key_figures_say_their_year() -> None:
    assert Shape(info(title="Kerncijfers wijken en buurten 2026"), (), {}).edition == 2026
    assert Shape(info(title="Misdrijven"), (), {}).edition is None


@pytest.mark.parametrize(
    ("status", "mark"),
    [("Definitief", ""), ("", ""), ("Voorlopig", "*"), ("NaderVoorlopig", "**"), ("Geraamd", "*")],
)
def test_the_status_of_a_period_becomes_a_sign(status: str, mark: str) -> None:
    assert member({"Key": "2024JJ00", "Title": "2024", "Status": status}).mark == mark


def test_metadata_of_both_protocols() -> None:
    old = {"Identifier": "47018NED", "Title": " T ", "Modified": "2024-08-15T02:00:00"}
    new = {"Identifier": "03759ned", "Title": "T", "Modified": "2026-06-23T00:00:00+02:00"}
    assert listing(old).title == "T"
    found, newer = table_info(old), table_info(new)
    assert found
    assert found.stamp == "20240815T020000"
    assert newer
    assert str(newer.vintage) == "2026-06-23"
    assert table_info({"Identifier": "1", "Modified": "soon"}) is None


# --- what is asked --------------------------------------------------------------------------------


def test_a_municipality_with_all_that_lies_in_it_and_the_country() -> None:
    part = whole(TableRequest("47018NED", municipality="gm0344"), SHAPE)
    assert part.filter() == (
        "(substring(WijkenEnBuurten,2,4) eq '0344' or WijkenEnBuurten eq 'NL00      ')"
    )
    assert part.size(SHAPE) == 4 * 11 * 8


def test_regions_are_asked_by_their_padded_key() -> None:
    regions = tuple(Member(f"{c:<6}", n) for c, n in (("NL01", "Nederland"), ("GM0344", "Utrecht")))
    areas = Property("RegioS", "GeoDimension", "Regio's")
    part = whole(
        TableRequest("1", municipality="GM0344"), Shape(info(), (areas,), {"RegioS": regions})
    )
    assert part.filter() == "(RegioS eq 'NL01  ' or RegioS eq 'GM0344')"


def test_periods_are_named_one_by_one() -> None:
    part = whole(TableRequest("47018NED", periods=("2025JJ00", "2024JJ00")), SHAPE)
    assert part.filter() == "(Perioden eq '2024JJ00' or Perioden eq '2025JJ00')"


def test_types_are_padded() -> None:
    part = whole(TableRequest("47018NED", categories=("1.1.1",)), SHAPE)
    assert part.filter() == "(SoortMisdrijf eq '1.1.1 ')"


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (TableRequest("47018NED", municipality="GM0343"), r"GM0343.*GM0344"),
        (TableRequest("47018NED", municipality="BU03440001"), "BU03440001"),
        (TableRequest("47018NED", municipality="Naam GM0351"), "GM0351"),
        (TableRequest("47018NED", categories=("1.5.1",)), r"1\.5\.1.*1\.1\.1"),
        (TableRequest("47018NED", periods=("2024",)), "2024JJ00"),
        (TableRequest("47018NED", fixed={"Leeftijd": ("10000",)}), "heeft geen Leeftijd"),
    ],
)
def test_an_unknown_code_is_refused_with_what_is_near(request_: TableRequest, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        whole(request_, SHAPE)


@pytest.mark.parametrize(
    "request_",
    [
        TableRequest("1", municipality="GM0344"),
        TableRequest("1", periods=("x",)),
        TableRequest("1", categories=("x",)),
    ],
)
def test_a_table_without_such_a_dimension(request_: TableRequest) -> None:
    with pytest.raises(RefusedError, match="heeft geen"):
        whole(request_, Shape(info(), (), {}))


def test_a_quote_in_a_code_is_no_end() -> None:
    assert quoted("'s-Gravenhage") == "'''s-Gravenhage'"


def test_requests_have_names_of_their_own() -> None:
    assert OFFENCES.slug == "47018NED"
    assert TableRequest("1", municipality="GM0344").slug == "1_GM0344"
    assert TableRequest("1", periods=("2024JJ00",)).slug != TableRequest("1", periods=()).slug


# --- pieces ---------------------------------------------------------------------------------------


def cells(part: Part) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = {()}
    for key, choice in part.choices:
        keys = [m.key for m in choice.of(SHAPE.dimensions[key])]
        found = {(*cell, k) for cell in found for k in keys}
    return found


PARTS = st.builds(
    lambda towns, years, kinds: whole(
        TableRequest("47018NED", municipality=towns, periods=years, categories=kinds), SHAPE
    ),
    st.sampled_from([None, "GM0344", "GM0351"]),
    st.sampled_from([None, ("2024JJ00",), ("2023JJ00", "2025JJ00")]),
    st.sampled_from([None, ("0.0.0",), ("1.1.1", "2.6.10")]),
)


@given(PARTS, st.integers(1, 2000))
def test_pieces_are_together_exactly_the_part(part: Part, target: int) -> None:
    pieces = [part]
    while any(piece.size(SHAPE) > target for piece in pieces):
        cut_once = [
            small
            for piece in pieces
            for small in (cut(piece, SHAPE, target) if piece.size(SHAPE) > target else [piece])
        ]
        assert len(cut_once) > len(pieces), "a piece that is too large must get smaller"
        pieces = cut_once
    sets = [cells(piece) for piece in pieces]
    assert set().union(*sets) == cells(part)
    assert sum(map(len, sets)) == len(cells(part))


def test_one_row_cannot_be_cut() -> None:
    one = Part(
        (
            ("SoortMisdrijf", Choice(keys=("0.0.0 ",))),
            ("WijkenEnBuurten", Choice(keys=("NL00      ",))),
            ("Perioden", Choice(keys=("2024JJ00",))),
        )
    )
    assert cut(one, SHAPE, 1) == [one]


def test_no_question_names_more_keys_than_an_address_can_hold() -> None:
    part = whole(TableRequest("47018NED", categories=TYPES), SHAPE)
    for piece in cut(cut(part, SHAPE, 10)[0], SHAPE, 10):
        assert all(len(choice.keys) <= MOST_KEYS for _key, choice in piece.choices)
