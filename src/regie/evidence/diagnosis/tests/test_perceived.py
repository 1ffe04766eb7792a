"""The safety survey: no answer without margins, no comparison across 2021."""

import numpy as np
import pytest
from django.test import Client

from regie.evidence.diagnosis.queries import figures_of, picture
from regie.evidence.formats.rules import State
from regie.evidence.indicators.cube import MUNICIPALITY
from regie.evidence.indicators.definitions import by_slug
from regie.evidence.indicators.perceived import survey
from regie.evidence.indicators.rules import Reason, Standing
from regie.evidence.indicators.tests.world import OWN, World

pytestmark = [pytest.mark.room, pytest.mark.django_db]
SLUG = "voelt-zich-weleens-onveilig"
MARGINS = ("MW00000", "MOG0095", "MBG0095")
YEARS = ("2019JJ00", "2021JJ00", "2023JJ00", "2025JJ00")


def put(world: World, level: str, area: str, answers: list[float], half: float = 2.0) -> None:
    values = np.array([answers, [a - half for a in answers], [a + half for a in answers]])
    states = np.where(np.isnan(values), int(State.UNKNOWN), int(State.VALUE)).astype(np.uint8)
    world.put(
        "vm",
        by_slug()[SLUG].categories[0],
        level,
        values[None],
        areas=(area,),
        categories=MARGINS,
        periods=YEARS,
        states=states[None],
    )


def test_answers_carry_their_margins_and_stop_at_the_new_questionnaire(
    world: World, places: None
) -> None:
    put(world, "municipality", OWN, [30, 33, 34, 40])
    put(world, "country", "NL99", [30, 33, 33, 33])
    found, definition = figures_of(OWN), by_slug()[SLUG]
    own = survey(found, definition, OWN, MUNICIPALITY)
    assert own is not None
    assert own.latest is not None
    assert (own.latest.rate, own.latest.low, own.latest.high) == (40, 38, 42)
    assert own.previous is not None
    assert own.previous.period == "2023JJ00"
    assert own.beside(survey(found, definition, "NL99", "country")) is Standing.HIGHER
    assert own.beside(None) is Standing.UNKNOWN


def test_the_first_year_after_the_break_has_nothing_before_it(world: World, places: None) -> None:
    put(world, "municipality", OWN, [30, 33, float("nan"), float("nan")])
    own = survey(figures_of(OWN), by_slug()[SLUG], OWN, MUNICIPALITY)
    assert own is not None
    assert own.latest is not None
    assert own.latest.period == "2021JJ00"
    assert own.previous is None
    assert own.readings[-1].reason is Reason.UNKNOWN


def test_a_value_without_margins_is_not_shown(world: World, places: None) -> None:
    world.put(
        "vm",
        by_slug()[SLUG].categories[0],
        "municipality",
        35.0,
        areas=(OWN,),
        categories=("MW00000",),
        periods=YEARS,
    )
    own = survey(figures_of(OWN), by_slug()[SLUG], OWN, MUNICIPALITY)
    assert own is not None
    assert own.latest is None
    assert own.previous is None


def test_a_municipality_outside_the_sample_has_no_survey(world: World, places: None) -> None:
    put(world, "municipality", "GM9902", [30, 33, 34, 40])
    assert survey(figures_of(OWN), by_slug()[SLUG], OWN, MUNICIPALITY) is None
    field = picture(OWN).fields[0]
    assert field.answers == ()


def test_the_page_gives_the_margin_and_the_break(
    world: World, places: None, as_coos: Client
) -> None:
    put(world, "municipality", OWN, [30, 33, 34, 40])
    put(world, "country", "NL99", [30, 33, 33, 33])
    address = f"/voorbeeldstad/veiligheidsbeeld/indicator/{SLUG}/"
    page = " ".join(as_coos.get(address).content.decode().split())
    assert "95%-marge 38,0 tot 42,0" in page
    assert "Dat is hoger dan Voorbeeldland." in page
    assert "nieuwe vragenlijst" in page
    below = as_coos.get(f"{address}?gebied=BU99010101").content.decode()
    assert "te weinig mensen om iets over wijken of buurten" in below
    field = as_coos.get("/voorbeeldstad/veiligheidsbeeld/veld/woon-en-leefomgeving/")
    assert "38,0 tot 42,0" in field.content.decode()
