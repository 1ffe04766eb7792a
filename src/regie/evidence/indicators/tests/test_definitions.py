"""Definitions: complete, unique, and kept in versions."""

import pytest

from regie.evidence.indicators import definitions as made
from regie.evidence.indicators import services
from regie.evidence.indicators.models import Indicator
from regie.foundation.records.models import Log
from regie.policy.denominators import denominator
from regie.policy.fields import field_of
from regie.policy.theme_sources import theme_sources_file


@pytest.mark.pure
def test_codes_and_addresses_are_unique() -> None:
    items = made.definitions()
    assert len({item.code for item in items}) == len(items)
    assert len({item.slug for item in items}) == len(items)


@pytest.mark.pure
def test_all_kinds_are_there() -> None:
    kinds = [item.kind for item in made.definitions()]
    assert kinds.count(made.OFFENCE) == 59
    assert kinds.count(made.NUISANCE) == 9
    assert kinds.count(made.BUDGET) == 5
    assert kinds.count(made.PERCEPTION) >= 10


@pytest.mark.pure
def test_every_definition_has_a_home_and_a_denominator() -> None:
    for item in made.definitions():
        assert field_of(item.theme)
        assert item.kind == made.PERCEPTION or denominator(item.denominator)


@pytest.mark.pure
def test_totals_survey_answers_and_controls_are_not_judged() -> None:
    found = {item.code: item for item in made.definitions()}
    assert found["offence-1.1.1"].judged
    assert not found["offence-0.0.0"].judged
    assert not found["offence-3.1.1"].judged
    assert not any(item.judged for item in found.values() if item.kind == made.PERCEPTION)


@pytest.mark.pure
def test_halt_says_that_it_is_not_in_these_sources() -> None:
    halt = made.by_slug()["bbv-verwijzingen-halt"]
    assert not halt.available
    assert "Halt" in halt.note


@pytest.mark.pure
def test_victims_of_each_kind_are_an_indicator_of_their_own() -> None:
    stems = ("Slachtoffers", "SlachtoffersGeweld", "SlachtoffersOnline")
    found = {item.categories: item for item in made.definitions()}
    assert all(found[(stem,)].available for stem in stems)


@pytest.mark.pure
def test_every_further_source_is_of_a_known_theme() -> None:
    for item in theme_sources_file().sources:
        assert field_of(item.theme)


@pytest.mark.room
@pytest.mark.django_db
def test_definitions_are_stored_once_and_logged() -> None:
    first = services.sync_definitions(actor=None)
    assert len(first.added) == len(made.definitions())
    assert Log.objects.filter(verb="indicators.sync_definitions").count() == 1
    second = services.sync_definitions(actor=None)
    assert not second.changed
    assert second.unchanged == len(made.definitions())
    assert Log.objects.filter(verb="indicators.sync_definitions").count() == 1


@pytest.mark.room
@pytest.mark.django_db
def test_a_changed_definition_gets_a_new_version_and_the_old_one_stays() -> None:
    services.sync_definitions(actor=None)
    stored = Indicator.objects.get(code="offence-1.1.1")
    stored.definition = {**stored.definition, "name": "Zoals het vroeger heette"}
    stored.save()
    report = services.sync_definitions(actor=None)
    assert report.renewed == ("offence-1.1.1",)
    versions = Indicator.objects.filter(code="offence-1.1.1")
    assert [row.version for row in versions] == [2, 1]
    assert versions[1].definition["name"] == "Zoals het vroeger heette"
