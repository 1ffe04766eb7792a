"""The quality test is right item by item, and turns red for every defect."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.learning.plan_checks import detecting, showing
from regie.learning.plan_checks.reading import plan_in
from regie.learning.quality_tests import places, rules
from regie.learning.quality_tests.rules import MET, NOT, NOT_APPLICABLE, PARTLY, automatic
from regie.learning.quality_tests.tests import demo, plans
from regie.learning.quality_tests.tests.plans import Plain
from regie.learning.quality_tests.words import verdict_words
from regie.planning.plan_papers.tests import sample
from regie.policy.quality_test import QUALITY_TEST

pytestmark = pytest.mark.pure


def _answers(content: Plain, inhabitants: int | None = None) -> dict[str, str]:
    return {code: found.answer for code, found in automatic(content, inhabitants).items()}


# --- the answer key -------------------------------------------------------------------------------


def test_the_plan_of_the_demonstration_is_judged_as_by_hand() -> None:
    assert _answers(demo.content(), demo.INHABITANTS) == demo.automatic_key()


def test_the_key_has_an_answer_for_every_item_with_a_reason() -> None:
    assert list(demo.key()) == [item.code for item in QUALITY_TEST().items]
    assert set(demo.key().values()) <= set(rules.ANSWERS)


@pytest.mark.parametrize("code", demo.lacking())
def test_what_lacks_is_what_a_reader_misses(code: str) -> None:
    asked = demo.lacking()[code]
    found = automatic(demo.content())[code].values["lacks"]
    assert isinstance(found, tuple)
    assert all(any(words in each for words in asked) for each in found), found
    assert all(any(words in each for each in found) for words in asked), found


def test_a_plan_with_everything_is_met_everywhere() -> None:
    assert set(_answers(plans.met()).values()) == {MET}


def test_items_of_the_policy_are_checks_of_the_code() -> None:
    file = QUALITY_TEST()
    assert set(rules.CHECKS) == set(file.codes("automatic"))
    assert list(rules.CHECKS) == list(file.codes("automatic"))
    assert set(showing.SHOWN) == set(file.codes("assisted"))
    assert set(rules.CHECKS) >= rules.BOUNDS


# --- defects --------------------------------------------------------------------------------------


def test_every_automatic_item_has_a_defect() -> None:
    assert set(plans.DEFECTS) == set(QUALITY_TEST().codes("automatic"))


@pytest.mark.parametrize("code", plans.DEFECTS)
def test_a_planted_defect_is_not_met(code: str) -> None:
    found = automatic(plans.planted(code))[code]
    assert found.answer == NOT
    assert found.words


@pytest.mark.parametrize("code", plans.DEFECTS)
def test_a_defect_in_the_plan_of_the_demonstration_turns_its_item(code: str) -> None:
    """What is a means already is mended first, so that it can turn."""
    content = demo.content()
    if demo.key()[code] == NOT:
        demo.mend(content, code)
    before = automatic(content)[code].answer
    plans.DEFECTS[code](content)
    assert before != NOT
    assert automatic(content)[code].answer == NOT


HALF: dict[str, Callable[[Plain], None]] = {
    "scope": plans.text("scope", "Over veiligheid."),
    "audience": plans.text("audience", "Voor wie het wil lezen."),
    "perceived_safety": plans.text("analysis", "Mensen voelen zich minder veilig."),
    "length": plans.together(
        plans.of_all("sections", text="Kort."), lambda content: content.update(figures={})
    ),
    "objectives_present": plans.of_all("objectives", priority=None),
    "monitoring_audience": plans.text("monitoring", "Het college hoort elk jaar hoe het gaat."),
    "action_plan": plans.together(
        plans.text("organisation", "Het college stuurt."), plans.text("scope", "Zie het JUP.")
    ),
    "budget_link": plans.text("means", "Dat regelen wij samen."),
}


@pytest.mark.parametrize("code", HALF)
def test_half_is_partly_met(code: str) -> None:
    content = plans.met()
    HALF[code](content)
    assert automatic(content)[code].answer == PARTLY


def test_a_criticism_with_a_reason_is_partly_met() -> None:
    content = plans.planted("means_apart")
    content["objectives"][0]["critiques"][0]["override"] = "Zo noemt de raad het."
    assert automatic(content)["means_apart"].answer == PARTLY
    content["objectives"][1]["critiques"] = [{"code": "means_as_goal", "words": "Een middel."}]
    assert automatic(content)["means_apart"].answer == NOT


def test_bounds_are_told() -> None:
    content = plans.met()
    content["sections"][0]["text"] = plans.FILLING * 7
    assert automatic(content, 12_000)["length"].answer == PARTLY
    assert automatic(content)["length"].answer == MET
    assert automatic({**content, "sections": []})["length"].answer == NOT
    first = content["priorities"][0]
    content["priorities"] = [{**first, "pk": 200 + n} for n in range(6)]
    assert automatic(content)["priorities_limited"].answer == PARTLY
    none = automatic({**content, "priorities": []})
    assert none["priorities_limited"].answer == NOT


def test_abbreviations_are_counted() -> None:
    content = plans.met()
    content["sections"][0]["text"] += " De WR praat mee met de XYZ."
    found = automatic(content)["glossary"]
    assert (found.answer, found.values["lacks"]) == (PARTLY, ("XYZ",))
    bare = {**sample.content(), "sections": [], "objectives": [], "means": [], "logic": []}
    bare["priorities"] = []
    bare["themes"] = []
    assert automatic(bare)["glossary"].answer == MET


def test_an_empty_plan_fails_nearly_everything() -> None:
    empty: Plain = {key: sample.content()[key] for key in ("made", "plan")}
    answers = _answers(empty)
    assert {code for code, answer in answers.items() if answer != NOT} == {"glossary"}
    assert not any(rules.passages(empty).values())


def test_evidence_names_and_points() -> None:
    found = automatic(sample.content())["priorities_follow"]
    assert found.values["lacks"] == ("Veilig wonen",)
    assert found.anchors == ("prioriteit-12",)
    anchors = {each for verdict in automatic(plans.met()).values() for each in verdict.anchors}
    assert {"onderdeel-scope", "doel-101", "middelen", "logica", "figuur-1"} <= anchors


def test_the_golden_thread_points_at_what_lacks() -> None:
    assert automatic(sample.content())["golden_thread"].anchors == ("prioriteit-12",)
    whole = automatic(plans.met())["golden_thread"].anchors
    assert whole[:2] == ("onderdeel-evaluation", "onderdeel-analysis")
    assert automatic(plans.planted("evaluation_present"))["golden_thread"].answer == NOT


def test_a_content_that_is_not_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="plan"):
        automatic({"made": {"day": "2026-11-28"}})


def test_parts_of_which_there_are_more_have_their_own_place() -> None:
    plan = plan_in(sample.content())
    assert "onderdeel-approach-11" in plan.places("approach")
    assert "onderdeel-own-14" in plan.places("own")


# --- what changes nothing, and what never helps ---------------------------------------------------


@given(st.randoms(use_true_random=False), st.sampled_from(list(plans.DEFECTS)))
def test_order_changes_nothing(random: Any, code: str) -> None:
    content = plans.planted(code)
    before = automatic(content)
    for key in ("priorities", "objectives", "logic", "means", "themes"):
        random.shuffle(content[key])
    after = automatic(content)
    for item, found in before.items():
        assert after[item].answer == found.answer
        assert set(after[item].anchors) == set(found.anchors)


def _places(content: Plain) -> list[tuple[Any, Any]]:
    """Every piece of information that can be taken out: where it stands and its name."""
    found: list[tuple[Any, Any]] = [(part, "text") for part in content["sections"]]
    for row in content["priorities"]:
        found += [(row, "why"), (row, "findings")]
        found += [(finding, "source") for finding in row["findings"]]
    names = ("indicator", "measured_by", "measuring_plan", "baseline", "target_date", "owner")
    for row in content["objectives"]:
        found += [(row, name) for name in (*names, "effect", "target", "target_percent")]
        found += [(each, "override") for each in row["critiques"]]
        found += [(row["baseline"], name) for name in ("source", "to") if row["baseline"]]
    found += [(row, "source") for row in (*content["logic"], *content["figures"].values())]
    found += [(row, name) for row in content["means"] for name in ("cover", "fte")]
    found += [(row, "reason") for row in content["themes"]]
    return found


GONE: dict[str, Any] = {
    "indicator": None,
    "baseline": None,
    "target_date": None,
    "target": None,
} | {
    "target_percent": None,
    "to": None,
    "fte": None,
    "findings": [],
}


@given(
    st.sampled_from([sample.content, plans.met]),
    st.lists(st.integers(0, 10_000), min_size=1, max_size=12),
)
def test_saying_less_is_never_judged_better(make: Callable[[], Plain], picks: list[int]) -> None:
    content = copy.deepcopy(make())
    before = _answers(content)
    for pick in picks:
        places = _places(content)
        row, name = places[pick % len(places)]
        row[name] = copy.deepcopy(GONE.get(name, ""))
    after = _answers(content)
    for code in set(before) - rules.BOUNDS:
        assert not rules.worse(before[code], after[code]), code


# --- answers of people ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "motivation", "machine", "refused"),
    [
        (MET, "", "", None),
        (MET, "", MET, None),
        (MET, "", NOT, rules.NO_REASON_DIFFERS),
        (MET, "Het staat op bladzijde 4.", NOT, None),
        (PARTLY, "", "", rules.NO_REASON_NOT_MET),
        (NOT, "", NOT, rules.NO_REASON_NOT_MET),
        (NOT, "Het ontbreekt.", NOT, None),
        (NOT_APPLICABLE, "", "", rules.NO_REASON_APPLICABLE),
        ("", "", NOT, None),
        ("", "Iets.", "", rules.NO_ANSWER),
        ("perfect", "Iets.", "", rules.NO_ANSWER),
    ],
)
def test_what_needs_a_reason(
    answer: str, motivation: str, machine: str, refused: str | None
) -> None:
    assert rules.answer_refusal(answer, motivation, machine) == refused


def test_who_may_begin() -> None:
    assert rules.testing_refusal(author=True, testing=False) == rules.IS_AUTHOR
    assert rules.testing_refusal(author=False, testing=True) == rules.ONE_EACH
    assert rules.testing_refusal(author=False, testing=False) is None


def test_a_section_is_counted_and_never_the_whole() -> None:
    scores = rules.per_section({"scope": MET, "audience": NOT, "vision": "perfect"})
    assert [score.section for score in scores] == list(range(1, 10))
    assert scores[0].counts == {MET: 1, NOT: 1}
    assert (scores[0].open, scores[1].open) == (6, 5)
    assert rules.missing({"scope"})[0] == "audience"
    assert len(rules.missing(())) == len(QUALITY_TEST().items)


def test_testers_who_differ_are_named() -> None:
    assert rules.differing([{"scope": MET, "mix": NOT}, {"scope": MET, "mix": MET}]) == ("mix",)
    assert rules.differing([{"scope": MET}, {}]) == ()


def test_what_changed_since_the_version_before() -> None:
    found = rules.shifts({"scope": MET, "money": PARTLY}, {"scope": NOT, "money": MET, "mix": MET})
    assert [(item.code, item.better) for item in found] == [("scope", False), ("money", True)]


# --- words ----------------------------------------------------------------------------------------


def test_passages_help_a_person() -> None:
    found = rules.passages(sample.content())
    assert [each.text for each in found["positive_points"]] == ["Het buurttoezicht werkte."]
    assert found["ambition"][1].text == "Het niveau van 2021"
    assert list(rules.passages(sample.content(), "scope", "story")) == ["story"]
    content = plans.met()
    plans.text("scope", "Wij zetten waar mogelijk in op buurten.")(content)
    assert rules.passages(content)["concrete"][0].anchor == "onderdeel-scope"
    plans.text("analysis", "Eén. " * 30)(content)
    assert len(rules.passages(content)["story"]) == showing.MOST


LONG = (
    "In 2030 ervaren bewoners en ondernemers rond het station en op de Markt veel minder overlast"
)


def test_long_names_are_shortened_in_links_and_verdicts() -> None:
    content = plans.planted("baseline")
    for row in content["objectives"]:
        row["statement"] = f"{LONG} van jongeren en van het uitgaan."
    names = places.named(content)
    assert max(map(len, names.values())) <= places.LONGEST
    told = next(name for anchor, name in names.items() if anchor.startswith("doel-"))
    assert told.endswith("Markt veel minder…")
    words = [verdict_words(found) for found in automatic(content).values()]
    named = [text for text in words if "station" in text]
    assert named
    assert not [text for text in named if "…." in text or LONG in text]


def test_words_are_counted_without_marks() -> None:
    assert detecting.count("| a | b |\n| --- | --- |\n[tekst](https://x.nl) {figuur 3}") == 3
    assert detecting.sentences("## Kop\n\nEen zin. Nog een!") == ("Kop", "Een zin.", "Nog een!")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De politie telde 40 meldingen.", ["politie"]),
        ("In onze gemeente waren 40 meldingen.", []),
        ("De gemeentelijke boa's telden 40 meldingen.", ["gemeente"]),
        ("Het OM deed 12 zaken af.", ["OM"]),
        ("Kom om 12 uur met cijfers.", []),
        ("Naar 40 zaken van het OM hebben wij niet gekeken.", []),
        ("Van de politie hadden wij geen bruikbare cijfers over 2021.", []),
    ],
)
def test_whose_figures_they_are(text: str, found: list[str]) -> None:
    content = plans.planted("registered_figures")
    plans.text("analysis", text)(content)
    assert automatic(content)["registered_figures"].values["found"] == tuple(found)
