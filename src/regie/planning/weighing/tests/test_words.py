"""What an outcome says: plain sentences in both languages, and one picture."""

import re

import pytest
from django.utils.translation import override

from regie.planning.weighing import outcomes, pictures, words
from regie.planning.weighing.outcomes import Outcome, outcome
from regie.planning.weighing.rules import FORMS, Question, Vote
from regie.planning.weighing.tests.voting import CANDIDATES, CRITERIA, NAMES, question, votes

pytestmark = pytest.mark.pure

SHORT = {code: code.upper() for code in "abcdef"}


def told(found: Outcome, language: str = "nl") -> str:
    with override(language):
        return " ".join(words.told(found, {**NAMES, **SHORT}))


def approved(*ballots: str, times: int = 1, places: int = 2, names: str = "abcdef") -> Outcome:
    return outcome(
        Question("approval", tuple(names), settings={"places": places}),
        [Vote("", {"approved": list(ballot)}) for ballot in ballots for _ in range(times)],
    )


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("number", [0, 1, 3, 45])
def test_every_form_is_told_in_short_sentences(form: str, number: int) -> None:
    found = outcome(question(form), votes(form, number, groups=("Partij A", "Partij B", "")))
    for language in ("nl", "en"):
        with override(language):
            parts = words.parts(found, NAMES)
            assert parts
            for sentence in words.told(found, NAMES):
                assert sentence.endswith(".")
                assert "%(" not in sentence
                assert "nan" not in sentence.split()
                plain = re.sub(r"thema \d+,?( en| and)? ?", "", sentence)
                assert all(len(one.split()) <= 20 for one in plain.split(". "))
            assert words.headline(found, NAMES) == parts[0].sentences[0]


def test_no_word_is_left_in_dutch() -> None:
    for form in FORMS:
        for number in (0, 1, 2, 45):
            found = outcome(question(form), votes(form, number, groups=("A", "B", "")))
            english = told(found, "en")
            assert not re.search(r"\b(het|een|deelnemers?|stemmen|niet|zijn)\b", english), english


def test_the_result() -> None:
    assert "Dit komt bovenaan: A en B." in told(approved("ab", times=6))
    assert "6 stemmen tellen mee. Alle stemmen zijn precies gelijk." in told(
        approved("ab", times=6)
    )
    tie = told(approved("ab", "ac", times=5))
    assert "Dit staat zeker bovenaan: A. B en C eindigen precies gelijk." in tie
    assert "Er is nog 1 plaats. De vergadering kiest wie die krijgt." in tie
    assert "Er zijn nog 2 plaatsen." in told(approved("b", "c", "d", times=5))


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (approved(), "Er is nog niet gestemd. Er is dus geen uitslag."),
        (approved(names=""), "Er zijn geen onderwerpen om te kiezen."),
        (approved("a", names="a", times=6), "Er is maar één onderwerp."),
        (approved("ab", names="ab", times=6), "Alle onderwerpen eindigen gelijk."),
        (approved("ab"), "Er is één stem. De uitslag is de keuze van één persoon."),
        (approved("ab", "ac"), "Dat zijn er minder dan vijf."),
        (approved("a", "z"), "1 stem past niet meer bij de vraag en telt niet mee."),
        (approved("ab", "ac"), "Met zo weinig stemmen is niet te zeggen hoe zeker dit is."),
        (approved("ab", times=6), "De deelnemers waren het vrijwel eens."),
        (approved("ab", "cd", times=6), "De deelnemers waren het oneens."),
        (approved("ab", "cd", "ef", times=2), "Zo veel overeenstemming kan ook toeval zijn."),
        (approved("z", times=6), "Geen enkele stem past bij de vraag."),
    ],
)
def test_special_rounds_have_a_clear_sentence(found: Outcome, says: str) -> None:
    assert says in told(found)


def test_nobody_wants_anything() -> None:
    found = outcome(
        Question("tiers", ("a", "b", "c")),
        [Vote("", {"tiers": {"a": "maintenance", "b": "maintenance"}})] * 6,
    )
    assert "Geen enkel onderwerp krijgt steun." in told(found)
    assert "Niemand zei iets over C." in told(found)


def test_a_minority_and_its_proportional_choice() -> None:
    text = told(
        outcome(
            Question("approval", tuple("abcd"), settings={"places": 2}),
            [Vote("", {"approved": list("ab")})] * 6 + [Vote("", {"approved": list("cd")})] * 4,
        )
    )
    assert "4 deelnemers zien niets van hun keuze terug." in text
    assert "Een evenredige keuze neemt C in plaats van B." in text
    assert "4 van hen zien dan wel iets terug." in text


def test_groups_are_told() -> None:
    ballots = [
        *([Vote("Noord", {"approved": ["a"]})] * 9),
        *([Vote("Zuid", {"approved": ["b"]})] * 6),
        *([Vote("", {"approved": ["a"]})] * 5),
    ]
    text = told(outcome(Question("approval", tuple("abc"), settings={"places": 1}), ballots))
    assert "Noord zet dezelfde onderwerpen bovenaan." in text
    assert "Zuid zet ook dit bovenaan: B." in text
    assert "zonder groep zet dezelfde" in text
    text = told(outcome(Question("approval", tuple("abc")), ballots[:11]))
    assert "Zuid: Deze groep telt minder dan vijf stemmen." in text


def test_reversal_and_duels_are_told() -> None:
    orders = ["abc"] * 3 + ["bca"] * 2
    found = outcome(
        Question("ranking", tuple("abc"), settings={"places": 1}),
        [Vote("", {"order": list(one)}) for one in orders],
    )
    assert "Valt C af, dan verandert de keuze tussen de andere onderwerpen." in told(found)
    assert "Twee aan twee vergeleken staat dit bovenaan: A." in told(found)


def test_weights_that_tip_are_told_both_ways() -> None:
    text = told(outcome(question("weights", places=4), votes("weights", 30)))
    assert re.search(r"Weegt \w+ \d+% in plaats van \d+%, dan valt thema \d+ af\.", text)
    assert re.search(r"Weegt \w+ \d+% in plaats van \d+%, dan komt thema \d+ erbij\.", text)
    assert "komt erbij bij +" in text
    assert "valt af bij −" in text
    assert "Telkens golden de gewichten van één deelnemer." in text


def test_other_weights_that_do_not_matter() -> None:
    table = {
        (c, k): (v, v, v) for c, v in zip("abc", (90.0, 50.0, 10.0), strict=True) for k in CRITERIA
    }
    found = outcome(
        Question("weights", tuple("abc"), CRITERIA, table, {"places": 1}), votes("weights", 9)
    )
    assert "Ook met heel andere gewichten blijft de keuze vrijwel gelijk." in told(found)


def test_small_words() -> None:
    with override("nl"):
        assert words.chance(0.999) == "boven 99%"
        assert words.chance(0.001) == "onder 1%"
        assert words.chance(0.5) == "50%"
        assert words.chance(0.7999) == "79%"
        assert words.chance(0.8) == "80%"
        assert words.listed([]) == ""
        assert words.listed(["a"]) == "a"
        assert words.class_name(outcomes.DISCUSS) == "te bespreken"
        duels = outcome(question("pairwise"), votes("pairwise", 9))
        assert words.amount(duels, duels.standings[0]).startswith("wint ")
    many = outcome(question("points", points=5, places=10), votes("points", 45))
    assert "andere" in told(many)


@pytest.mark.parametrize("form", list(FORMS))
def test_the_picture_names_everyone_and_needs_no_style(form: str) -> None:
    found = outcome(question(form), votes(form, 20))
    with override("nl"):
        drawn = pictures.picture(found, {**NAMES, CANDIDATES[0]: "<b>Drugs & geweld</b>"})
    assert drawn is not None
    for drawing in (drawn.wide, drawn.narrow):
        assert "style=" not in drawing
        assert "&lt;b&gt;Drugs &amp; geweld" in drawing
        assert all(NAMES[code] in drawing for code in CANDIDATES[1:])
        assert 'role="img"' in drawing
    assert "(" in drawn.wide


def test_the_picture_of_few_ballots_tells_places_and_of_none_is_none() -> None:
    assert pictures.picture(approved(), SHORT) is None
    with override("nl"):
        drawn = pictures.picture(approved("ab", "ac", "ab"), SHORT)
        assert drawn is not None
        assert "plaats 1" in drawn.wide
        assert "tot hier: de eerste 2" in drawn.wide
        tie = pictures.picture(approved("ab", "ac", times=5), SHORT)
        assert tie is not None
        assert "tot hier" not in tie.wide
