"""Municipalities as tenants: their addresses and how they are admitted."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.areas.models import Area, Classification
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.rules import LONGEST, RESERVED, free_slug, slug_of
from regie.foundation.organizations.services import MunicipalityRefusedError, add_municipality
from regie.foundation.records.models import Log


@pytest.mark.pure
@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Utrecht", "utrecht"),
        ("'s-Hertogenbosch", "s-hertogenbosch"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("Bergen (L.)", "bergen-l"),
        ("…", ""),
    ],
)
def test_a_name_becomes_an_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.pure
@given(st.text(max_size=90), st.sets(st.sampled_from(["utrecht", "a", "b"])))
def test_an_address_is_always_usable(name: str, taken: set[str]) -> None:
    slug = free_slug(name, "GM0344", taken)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST
    assert slug not in taken | RESERVED


@pytest.mark.pure
def test_a_taken_or_reserved_name_gets_its_code_behind_it() -> None:
    assert free_slug("Bergen", "GM0893", {"bergen"}) == "bergen-gm0893"
    assert free_slug("Regio", "GM0001", set()) == "regio-gm0001"
    assert free_slug("…", "GM0001", set()) == "gm0001"


@pytest.mark.room
@pytest.mark.django_db
class TestAddMunicipality:
    def test_under_its_official_name_with_a_row_in_the_log(self) -> None:
        utrecht = add_municipality(" gm0344 ", actor=None)
        assert (utrecht.code, utrecht.name, utrecht.slug) == ("GM0344", "Utrecht", "utrecht")
        row = Log.objects.get()
        assert (row.verb, row.municipality_code) == ("organizations.add_municipality", "GM0344")

    def test_the_list_of_areas_knows_more_than_the_policy(self) -> None:
        year = Classification.objects.create(realm="voorbeeld", year=2026)
        Area.objects.create(
            classification=year, code="GM9977", name="Nieuwstad", kind="municipality"
        )
        assert str(add_municipality("GM9977", actor=None)) == "Nieuwstad"

    def test_a_fictitious_one_needs_a_name(self) -> None:
        with pytest.raises(MunicipalityRefusedError, match="Geef de naam erbij"):
            add_municipality("GM9977", actor=None)
        assert str(add_municipality("GM9977", "Verzonnen", actor=None)) == "Verzonnen"

    @pytest.mark.parametrize("code", ["", "0344", "BU03440101", "GM0000", "GM0998", "PV26"])
    def test_only_municipalities(self, code: str) -> None:
        with pytest.raises(MunicipalityRefusedError, match="geen gemeentecode"):
            add_municipality(code, actor=None)
        assert not Municipality.objects.exists()

    def test_only_once(self) -> None:
        add_municipality("GM0344", actor=None)
        with pytest.raises(MunicipalityRefusedError, match="werkt al met Regie"):
            add_municipality("GM0344", actor=None)

    @pytest.mark.parametrize("slug", ["utrecht", "account", "Met Hoofdletters", "a b"])
    def test_the_address_must_be_free_and_plain(self, slug: str) -> None:
        add_municipality("GM0344", actor=None)
        with pytest.raises(MunicipalityRefusedError, match="Het adres"):
            add_municipality("GM0363", slug=slug, actor=None)

    def test_a_chosen_address(self) -> None:
        assert add_municipality("GM0363", slug="damstad", actor=None).slug == "damstad"
