"""Telling a means from an effect by the words of a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.critiques.means import ends_with, read, tokens
from regie.policy.objective_words import OBJECTIVE_WORDS

pytestmark = pytest.mark.pure

EFFECTS = [
    "Minder overlast door hangjongeren",
    "Minder jeugdoverlast door middel van buurttoezicht",
    "Woninginbraken hoogstens 3 per 1.000",
    "25% van de inwoners voelt zich wel eens onveilig",
    "Hoogstens 150 meldingen van jeugdoverlast dankzij de groepsaanpak en de keten",
    "Camera's inzetten om overlast te verminderen",
    "Met toezicht verminderen we de overlast",
    "Jeugdoverlast door camera's laten dalen",
    "De burger voelt zich veiliger dan in 2013",
    "Buurttoezicht uitbreiden zodat de jeugdoverlast daalt",
    "Weerbaarheid van ouderen vergroten",
    "10% minder woninginbraken",
    "Binnen twee jaar is de jeugdoverlast verminderd door buurttoezicht uit te breiden",
    "Het rapportcijfer voor de veiligheid in de buurt is minstens 7,1 in 2019",
    "De veiligheidsbeleving blijft hoog",
    "Het verminderen van het aantal woninginbraken",
    "We zetten in op het terugdringen van jeugdoverlast",
    "Door een persoonsgerichte aanpak daalt de recidive",
    "Inwoners voelen zich veiliger door meer blauw op straat",
    "Jeugdoverlast neemt met 20% af ten opzichte van 2022",
    "Vertrouwen in de politie neemt toe: 70% van de inwoners heeft vertrouwen",
]
MEANS = [
    "Buurttoezicht uitbreiden",
    "Wij breiden het buurttoezicht uit",
    "Meer camera's in het centrum",
    "Meer toezicht op overlast",
    "Een plan van aanpak woninginbraak opstellen",
    "Subsidiëren van preventie tegen woninginbraak",
    "Het aantal boa\N{RIGHT SINGLE QUOTATION MARK}s verhogen",
    "Cameratoezicht invoeren in het centrum",
    "Vier informatieavonden over inbraak organiseren",
    "Ondermijning aanpakken",
    "Samenwerking met de politie versterken",
    "Integrale aanpak van ondermijning",
    "4 fte extra boa's",
    "In 2026 vinden 12 controles plaats",
    "Inzet van wijkagenten in 2026",
    "Versterken van de informatiepositie",
    "Sluitende aanpak van personen met onbegrepen gedrag",
    "Het aantal jaarlijkse controles op drugspanden stijgt naar 20",
    "Ieder jaar worden minimaal 50 huisbezoeken afgelegd",
    "Alle scholen hebben een veiligheidsplan",
    "Meer blauw op straat",
    "Het aantal buurtpreventieteams verdubbelen",
    "Continueren van de aanpak jeugdoverlast",
]


@pytest.mark.parametrize("sentence", EFFECTS)
def test_a_goal_about_an_effect_is_no_means(sentence: str) -> None:
    """CCV, section 6: less nuisance is a goal, also "by means of neighbourhood watch"."""
    found = read(sentence)
    assert found.effect
    assert not found.means_only


@pytest.mark.parametrize("sentence", MEANS)
def test_a_measure_written_as_a_goal_is_a_means(sentence: str) -> None:
    """A trap an expert knows: "buurttoezicht uitbreiden" is what is done, not what changes."""
    found = read(sentence)
    assert found.means_only
    assert found.means


def test_the_words_that_were_found_are_named_as_they_were_typed() -> None:
    assert read("Subsidiëren van preventie").means == ("subsidiëren", "preventie")
    assert read("Continueren van het overleg").means == ("continueren", "overleg")
    assert read("Wij breiden het buurttoezicht uit").means == ("uitbreiden", "buurttoezicht")


def test_a_sentence_without_known_words_says_nothing() -> None:
    assert read("Iedereen doet mee").means == ()
    assert not read("").means_only


def test_the_last_part_of_a_compound_says_what_it_is() -> None:
    """Inbraakpreventie is preventie, jeugdoverlast is overlast."""
    assert read("inbraakpreventie").means == ("inbraakpreventie",)
    assert read("jeugdoverlast").means == ()
    assert read("aangifte").means == ()


def test_a_number_is_no_year_and_a_percentage_is_one_word() -> None:
    assert tokens("In 2026 10 % minder") == ("in", "2026", "10 %", "minder")
    assert not read("Een plan voor jeugdoverlast in 2026").effect


def test_the_longest_ending_counts() -> None:
    sources = OBJECTIVE_WORDS().sources
    assert [item.kind for item in ends_with(tokens("Veiligheidsmonitor"), sources)] == ["survey"]
    assert ends_with(tokens("Kadaster"), sources) == ()


def test_every_word_of_the_policy_is_recognised_as_what_it_is() -> None:
    """The list and the reader agree: a form that can never match is a mistake."""
    words = OBJECTIVE_WORDS()
    for item in words.means_verbs:
        for form in (item.word, *item.forms):
            assert read(form.replace("…", "iets")).means, form
    for thing in words.means_things:
        for ending in thing.endings:
            assert read(ending).means, ending
    for effect in words.effects:
        for ending in effect.endings:
            assert read(f"minder {ending}").effect, ending


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    found = read(text)
    assert found.means_only == (bool(found.means) and not found.effect)
