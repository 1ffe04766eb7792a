"""Which figures an objective in a document may mean: offered by its words, never chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.indicators.definitions import definitions
from regie.planning.plan_recognition.indicating import MOST, likely
from regie.policy.indicator_words import INDICATOR_WORDS

pytestmark = pytest.mark.pure

REAL = [
    # the indicators of real plans, in the knowledge of the domain, section 9.3
    ("Woninginbraken per 1.000 inwoners", "offence-1.1.1"),
    ("Hoogstens 50 woninginbraken", "offence-1.1.1"),
    ("Vernielingen en beschadigingen per 1.000 inwoners", "offence-2.2.1"),
    ("Diefstal uit/vanaf voertuigen per 1.000 inwoners", "offence-1.2.1"),
    ("Diefstallen van voertuigen per 1.000 inwoners", "offence-1.2.2"),
    ("Rapportcijfer veiligheid in de buurt", "perceived-vm_mark_safety"),
    ("Inwoners geven de veiligheid in de buurt minstens een 7,5", "perceived-vm_mark_safety"),
    ("Inwoners geven de leefbaarheid minstens een 7,7", "perceived-vm_mark_liveability"),
    ("Inwoners geven de leefomgeving minstens een 7,8", "perceived-vm_mark_liveability"),
    ("% inwoners dat zegt dat er veel criminaliteit is", "perceived-vm_much_crime"),
    ("Hoogstens 25% voelt zich wel eens onveilig", "perceived-vm_unsafe_sometimes"),
    ("De sociale cohesie is minstens een 6,8", "perceived-vm_social_cohesion"),
    ("Het aantal meldingen van jeugdoverlast is hoogstens 150", "nuisance-E35"),
    ("De geregistreerde criminaliteit daalt", "offence-0.0.0"),
    ("De veiligheidsbeleving blijft hoog", "perceived-vm_mark_safety"),
    ("De participatiegraad is minstens 25%", None),
    ("Inwoners zijn alerter en weerbaarder", None),
]


@pytest.mark.parametrize(("words", "code"), REAL)
def test_the_likeliest_figure_comes_first(words: str, code: str | None) -> None:
    assert (*likely(words), None)[0] == code


def test_a_source_that_is_named_leaves_out_what_it_cannot_have() -> None:
    assert likely("Minder mensen voelen zich onveilig", source="politie, misdrijven") == ()
    both = "Inbraken en onveilige straten"
    assert likely(both, source="Veiligheidsmonitor")[0].startswith("perceived-")
    assert likely(both, source="politie") == ("offence-1.1.1",)
    assert likely("Woninginbraken: 5% van de inwoners") == ()


def test_the_heading_counts_only_when_the_words_name_nothing() -> None:
    assert likely("Minstens 10% minder in 2027", about="Fietsdiefstal") == ("offence-1.2.3",)
    assert likely("Minder zakkenrollers", about="Fietsdiefstal") == ("offence-1.2.4",)


def test_every_code_of_the_policy_is_in_the_catalogue_once() -> None:
    codes = [item.code for item in INDICATOR_WORDS().indicators]
    assert len(codes) == len(set(codes))
    assert set(codes) <= {item.code for item in definitions() if item.available}


@given(st.text(max_size=200), st.text(max_size=60))
def test_whatever_is_written_offers_a_few_at_most(words: str, source: str) -> None:
    found = likely(words, about=source, source=source)
    assert len(found) == len(set(found)) <= MOST
