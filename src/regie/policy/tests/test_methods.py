"""The defaults and the variables of comparison: sound, sourced, in two languages, in B1."""

import re

import pytest
from pydantic import ValidationError

from regie.policy.methods import (
    METHOD_DEFAULTS,
    METHOD_REFERENCES,
    DefaultItem,
    ReferenceItem,
    method_default,
)
from regie.policy.offences import type_of
from regie.policy.peers import PEER_VARIABLES, PeerVariable, peer_variable
from regie.policy.tables import tables_of

pytestmark = pytest.mark.pure

ASKED = {
    "peers": 15,
    "change_alpha": 0.05,
    "earlier_months": 36,
    "history_months": 60,
    "signal_alpha": 0.01,
    "signal_q": 0.10,
    "area_q": 0.10,
    "pooled_years": 3,
}


def test_the_defaults_the_methods_ask_for() -> None:
    assert {code: method_default(code).value for code in ASKED} == ASKED
    codes = [item.code for item in METHOD_DEFAULTS()]
    assert len(codes) == len(set(codes))


def test_references_are_of_types_that_exist() -> None:
    for item in METHOD_REFERENCES():
        assert type_of(item.family, item.type).code == item.type
    swings = {item.type: item.swing for item in METHOD_REFERENCES()}
    assert (swings["1.4.5"], swings["1.1.1"], swings["1.4.2"]) == (0.13, 0.25, None)


def test_variables_are_never_about_crime_and_can_be_read() -> None:
    codes = [item.code for item in PEER_VARIABLES()]
    assert len(codes) == len(set(codes)) == 20
    words = " ".join(f"{item.name} {item.source} {item.stems}".lower() for item in PEER_VARIABLES())
    assert not re.search(r"misdrijf|misdrijven|politie|overlast|criminal", words)
    assert all(table.other_measures for table in tables_of("kwb"))
    assert peer_variable("density").needed == ("Bevolkingsdichtheid", "OppervlakteLand")
    assert [item.code for item in PEER_VARIABLES() if item.population] == ["inhabitants"]


def test_stems_carry_no_position_number() -> None:
    stems = [stem for item in PEER_VARIABLES() for stem in item.needed]
    assert not [stem for stem in stems if re.search(r"_\d+$", stem)]


def test_every_item_has_english_and_short_dutch_sentences() -> None:
    texts = [(i.code, i.name, i.name_en) for i in METHOD_DEFAULTS()]
    texts += [(i.code, i.explanation, i.explanation_en) for i in METHOD_DEFAULTS()]
    texts += [(i.code, i.name, i.name_en) for i in PEER_VARIABLES()]
    texts += [(i.code, i.note, i.note_en) for i in PEER_VARIABLES() if i.note or i.note_en]
    for code, dutch, english in texts:
        assert dutch != english or len(dutch) < 3, code
        for sentence in re.split(r"(?<=[.?!:])\s", dutch):
            assert len(sentence.split()) <= 20, f"{code}: {sentence}"


@pytest.mark.parametrize("look", [method_default, peer_variable])
def test_an_unknown_code_is_a_key_error(look: object) -> None:
    assert callable(look)
    with pytest.raises(KeyError):
        look("nowhere")


def item(**changes: object) -> dict[str, object]:
    return method_default("peers").model_dump() | changes


@pytest.mark.parametrize(
    "changes", [{"value": 40}, {"value": 3}, {"maximum": 30.5}, {"step": 0.5}, {"extra": 1}]
)
def test_a_default_outside_its_own_bounds_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DefaultItem.model_validate(item(**changes))


def test_a_share_need_not_be_whole() -> None:
    assert DefaultItem.model_validate(item(whole=False, maximum=30.5)).maximum == 30.5


@pytest.mark.parametrize("known", [{}, {"swing": 0.0}, {"size": -1.0}])
def test_a_reference_says_something(known: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        ReferenceItem.model_validate(
            {"family": "offence", "type": "1.1.1", "source": "hier"} | known
        )


@pytest.mark.parametrize(
    "changes", [{"stems": ()}, {"over": "A", "weight_by": "B"}, {"over": "", "weight_by": ""}]
)
def test_a_variable_can_be_joined(changes: dict[str, object]) -> None:
    good = peer_variable("density").model_dump()
    with pytest.raises(ValidationError):
        PeerVariable.model_validate(good | changes)
