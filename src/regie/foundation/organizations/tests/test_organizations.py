"""Municipalities as tenants: their addresses and how they are admitted."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from regie.foundation.areas.models import Area, Classification
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas
from regie.foundation.crosswalks import services as crosswalks
from regie.foundation.crosswalks.tests.files import HAAREN
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

    def test_not_one_that_is_no_more(self) -> None:
        with pytest.raises(MunicipalityRefusedError) as refused:
            add_municipality("GM0788", "Haaren", actor=None)
        assert str(refused.value) == (
            "Gemeente GM0788 bestaat niet meer. Voeg de gemeente toe waarin zij opging."
        )
        assert not Municipality.objects.exists()

    def test_who_came_after_it_is_named_when_a_source_knows(
        self, settings: LazySettings, tmp_path: Path
    ) -> None:
        settings.DATA = tmp_path
        crosswalks.forget()
        crosswalks.register_ledger("nl", HAAREN, source="proef", actor=None)
        now = ("GM0757", "GM0824", "GM0855", "GM0865")
        for year in (2020, 2021):
            rows = [AreaRow(code, f"Gemeente {code[2:]}") for code in now]
            register_areas("nl", year, rows, source="proef", actor=None)
        with pytest.raises(MunicipalityRefusedError) as refused:
            add_municipality("GM0788", actor=None)
        crosswalks.forget()
        told = ", ".join(f"Gemeente {code[2:]} ({code})" for code in now)
        assert str(refused.value).endswith(f"bestaat niet meer. Het gebied hoort nu bij: {told}.")

    def test_a_fictitious_one_of_an_older_year_is_no_more(self) -> None:
        for year, code in ((2025, "GM9977"), (2026, "GM9978")):
            known = Classification.objects.create(realm="voorbeeld", year=year)
            Area.objects.create(
                classification=known, code=code, name="Oudstad", kind="municipality"
            )
        with pytest.raises(MunicipalityRefusedError, match=r"Oudstad \(GM9977\) bestaat niet meer"):
            add_municipality("GM9977", actor=None)
        assert add_municipality("GM9978", actor=None).name == "Oudstad"

    def test_one_that_is_newer_than_every_list_needs_a_name(self) -> None:
        assert add_municipality("GM2001", "Nieuw", actor=None).name == "Nieuw"

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
