"""Numbers as people say them, and remarks that matter."""

import math

import pytest

from regie.evidence.calibration.rules import Origin, Parameter, Remark
from regie.evidence.methods import words
from regie.policy.methods import method_default
from regie.policy.peers import peer_variable

pytestmark = pytest.mark.pure


def parameter(
    value: float,
    *,
    areas: int = 342,
    years: int = 12,
    first: str = "2012JJ00",
    remarks: tuple[Remark, ...] = (),
) -> Parameter:
    return Parameter(value, Origin.ESTIMATED, areas, years, first, "2023JJ00", remarks)


def test_a_swing_in_a_sentence() -> None:
    said = words.swing_sentence("Woninginbraak", parameter(0.25))
    assert said == (
        "Woninginbraak schommelt van jaar op jaar zo'n 25%, ook zonder dat er iets verandert."
    )
    none = words.swing_sentence("Moord", parameter(0.0))
    assert none == "Moord verschilt van jaar op jaar niet meer dan door toeval."


def test_a_spread_as_people_say_it() -> None:
    assert words.spread_percent(8.2) == "35%"
    assert words.spread_percent(math.inf) == "0%"
    assert words.size_short(parameter(8.16)) == "r = 8,2"
    assert words.size_short(parameter(math.inf)) == "r = ∞"


def test_what_a_swing_and_a_spread_rest_on() -> None:
    swing = parameter(0.25)
    size = parameter(8.2, years=1, first="2023JJ00")
    assert words.bases(swing, size) == (
        "342 gebieden. Schommeling: 2012 tot en met 2023. Verschil: 2023."
    )
    few = parameter(8.2, areas=340, years=3, first="2023JJ00")
    assert words.bases(swing, few) == (
        "Schommeling: 342 gebieden, 2012 tot en met 2023. "
        "Verschil: 340 gebieden, 3 jaar tot en met 2023."
    )
    borrowed = Parameter(0.2, Origin.POOLED)
    assert words.bases(borrowed, borrowed) == "Het midden van de andere soorten"
    other = Parameter(8.2, Origin.REFERENCE)
    assert words.bases(swing, other) == (
        "Schommeling: 342 gebieden, 2012 tot en met 2023. Verschil: uit eerder onderzoek."
    )


def test_remarks_of_what_is_borrowed_only_say_why() -> None:
    remarks = (Remark.PROVISIONAL, Remark.FEW_EVENTS)
    own = words.remarks(parameter(0.2, remarks=remarks))
    assert len(own) == 2
    borrowed = words.remarks(Parameter(0.2, Origin.POOLED, remarks=remarks))
    assert borrowed == ["Er gebeurt te weinig om dit te schatten."]


@pytest.mark.parametrize(
    ("value", "said"), [(0.05, "0,05"), (0.998, "0,998"), (0.9995, "0,9995"), (0.5, "0,50")]
)
def test_a_share_has_as_many_decimals_as_it_needs(value: float, said: str) -> None:
    assert words.setting_value(method_default("change_alpha"), value) == said


def test_values_with_their_unit() -> None:
    assert words.setting_value(method_default("peers"), 15) == "15 gemeenten"
    assert words.variable_value(peer_variable("age_65"), 24.31) == "24,3%"
    assert words.variable_value(peer_variable("inhabitants"), 109_678) == "109.678"
    assert words.variable_value(peer_variable("address_density"), 1916) == "1.916 per km²"


@pytest.mark.parametrize(
    ("years", "said"),
    [((), ""), ((2024,), "2024"), ((2025, 2020, 2020), "2020 en 2025")],
)
def test_years_are_listed_once(years: tuple[int, ...], said: str) -> None:
    assert words.listed_years(years) == said
