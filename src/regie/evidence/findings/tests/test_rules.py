"""Which findings follow from verdicts, and when a verdict says something new."""

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.appraisal.rules import (
    Arrow,
    Assessment,
    Change,
    Concentration,
    Slope,
    Why,
    Word,
)
from regie.evidence.findings import rules, telling
from regie.evidence.findings.proposing import candidates
from regie.evidence.findings.rules import Candidate, Kind, News, Subject, Verdict
from regie.evidence.findings.tests.making import (
    BURGLARY,
    TOWN,
    VIOLENCE,
    answer,
    assessment,
    change,
    gap,
    level,
    place,
    subject,
)
from regie.evidence.indicators.definitions import definitions

pytestmark = pytest.mark.pure

ONE = (subject(BURGLARY, 1, "1.1.1"),)


def keys(*made: Assessment, subjects: tuple[Subject, ...] = ONE) -> list[str]:
    return [c.key for c in shown({a.indicator: a for a in made}, subjects)]


def shown(made: dict[str, Assessment], subjects: tuple[Subject, ...]) -> list[Candidate]:
    """The findings that stand alone."""
    return [c for c in candidates(made, subjects) if not c.under]


# --- one indicator --------------------------------------------------------------------------------


def test_an_ordinary_indicator_gives_no_finding() -> None:
    assert keys(assessment()) == []
    assert keys(assessment(level=level(word=Word.TOO_LITTLE))) == []


def test_a_verdict_of_an_indicator_that_is_no_subject_is_left_out() -> None:
    assert keys(assessment("offence-9.9.9", level=level(word=Word.DEVIATING))) == []


@pytest.mark.parametrize(("higher", "direction"), [(True, "higher"), (False, "lower")])
def test_a_level_beside_peers(higher: bool, direction: str) -> None:
    made = assessment(level=level(word=Word.ATTENTION, higher=higher))
    (found,) = candidates({BURGLARY: made}, ONE)
    assert (found.key, found.kind, found.direction) == (f"level:{BURGLARY}", "level", direction)
    assert found.verdict.level == made.level
    assert found.verdict.change == made.change
    assert found.verdict.deliveries == (7, 9)


@pytest.mark.parametrize("arrow", [Arrow.UP, Arrow.DOWN])
def test_a_change_with_an_arrow(arrow: Arrow) -> None:
    (found,) = candidates({BURGLARY: assessment(change=change(arrow=arrow))}, ONE)
    assert (found.key, found.direction) == (f"change:{BURGLARY}", arrow.value)


def test_places_of_one_indicator_stand_together() -> None:
    places = (
        place("WK990101", Word.DEVIATING),
        place("BU99010101", Word.DEVIATING),
        place("BU99010102", Word.ATTENTION),
        place("WK990102", Word.DEVIATING, Arrow.UP),
        place("BU99010301", arrow=Arrow.UP),
        place("BU99010302", arrow=Arrow.DOWN),
        place("BU99010303"),
    )
    found = {c.key: c for c in candidates({BURGLARY: assessment(places=places)}, ONE)}
    assert set(found) == {
        f"place_level:{BURGLARY}",
        f"place_change:{BURGLARY}:up",
        f"place_change:{BURGLARY}:down",
    }
    hot = found[f"place_level:{BURGLARY}"]
    assert set(hot.areas) == {"BU99010101", "WK990102"}
    assert [p.area for p in hot.verdict.places] == list(hot.areas)
    assert found[f"place_change:{BURGLARY}:up"].areas == ("WK990102", "BU99010301")


def test_concentration_is_said_when_no_place_clearly_stands_out() -> None:
    found = Concentration(concentrated=True, top=("BU99010101", "BU99010102"), gini=0.6)
    (one,) = candidates({BURGLARY: assessment(concentration=found)}, ONE)
    assert (one.kind, one.areas) == (Kind.CONCENTRATION, found.top)
    assert one.verdict.concentration == found
    places = (place("BU99010101", Word.DEVIATING),)
    (both,) = candidates({BURGLARY: assessment(concentration=found, places=places)}, ONE)
    assert (both.kind, both.verdict.concentration) == (Kind.PLACE_LEVEL, found)


@pytest.mark.parametrize(
    ("said", "direction"),
    [
        ({"significant": True, "worse": True}, "worse"),
        ({"significant": True}, "better"),
        ({"higher_than_country": True}, "higher"),
        ({"lower_than_country": True}, "lower"),
    ],
)
def test_answers_of_the_whole_municipality(said: dict[str, Any], direction: str) -> None:
    made = assessment("perceived-x", answers=(answer("WK990101", **said), answer(**said)))
    (found,) = candidates({"perceived-x": made}, (subject("perceived-x"),))
    assert (found.kind, found.direction) == ("perceived", direction)
    assert found.verdict.level is None
    assert [a.area for a in found.verdict.answers] == [TOWN]
    part = assessment("perceived-x", answers=(answer("WK990101", **said), answer()))
    assert keys(part, subjects=(subject("perceived-x"),)) == []
    assert rules.direction_of_answer(answer()) == ""


def test_gaps_stand_together_per_theme_and_way() -> None:
    subjects = (subject("perceived-x", 1), subject("perceived-y", 2), subject("perceived-z", 3))
    made = {
        "perceived-x": assessment("perceived-x", gaps=(gap(), gap(area="WK990101"))),
        "perceived-y": assessment("perceived-y", gaps=(gap(), gap("feels_better", "WK990102"))),
    }
    found = candidates(made, subjects)
    assert [c.key for c in found] == [
        "perception_gap:registered_crime:feels_worse",
        "perception_gap:registered_crime:feels_better",
    ]
    assert (found[0].indicator, found[0].evidence) == ("perceived-x", ("perceived-y",))
    assert (found[0].areas, found[0].direction) == (("WK990101",), "feels_worse")
    assert len(found[0].verdict.gaps) == 3


# --- nothing twice --------------------------------------------------------------------------------

SUMS = (
    subject("offence-0.0.0", 0, "0.0.0", total=True),
    subject("offence-1.4.4", 1, "1.4.4"),
    subject("offence-1.4.5", 2, "1.4.5"),
    subject(VIOLENCE, 3, "1.4.4", "1.4.5"),
    subject("budget-twin", 4, "1.4.5"),
    subject("perceived-x", 5, family="vm"),
)


def up(code: str, arrow: Arrow = Arrow.UP) -> Assessment:
    return assessment(code, change=change(arrow=arrow))


def test_a_sum_takes_in_its_parts_of_the_same_theme() -> None:
    made = {a.indicator: a for a in map(up, ("offence-1.4.4", "offence-1.4.5", VIOLENCE))}
    (found,) = shown(made, SUMS)
    assert found.indicator == VIOLENCE
    assert found.evidence == ("offence-1.4.4", "offence-1.4.5")
    below = [c for c in candidates(made, SUMS) if c.under]
    assert {c.under for c in below} == {found.key}
    assert all(c.verdict.change for c in below)


def test_two_indicators_of_the_same_types_are_one() -> None:
    made = {a.indicator: a for a in map(up, ("offence-1.4.5", "budget-twin"))}
    (found,) = shown(made, SUMS)
    assert (found.indicator, found.evidence) == ("offence-1.4.5", ("budget-twin",))


def test_a_part_that_says_something_else_stays() -> None:
    made = {VIOLENCE: up(VIOLENCE), "offence-1.4.4": up("offence-1.4.4", Arrow.DOWN)}
    assert len(shown(made, SUMS)) == 2
    elsewhere = (replace(SUMS[1], theme="road_safety"), SUMS[3])
    made = {VIOLENCE: up(VIOLENCE), "offence-1.4.4": up("offence-1.4.4")}
    assert len(shown(made, elsewhere)) == 2


def test_a_total_gives_way_to_what_it_is_made_of() -> None:
    made = {a.indicator: a for a in map(up, ("offence-0.0.0", "offence-1.4.4"))}
    assert [c.indicator for c in shown(made, SUMS)] == ["offence-1.4.4"]
    alone = {"offence-0.0.0": up("offence-0.0.0")}
    assert [c.indicator for c in shown(alone, SUMS)] == ["offence-0.0.0"]


# --- problems -------------------------------------------------------------------------------------


def test_a_problem_of_a_source_is_said_once() -> None:
    made = {
        "offence-1.4.4": assessment("offence-1.4.4", problems=("doubtful:BU1", "doubtful:BU2")),
        "offence-1.4.5": assessment("offence-1.4.5", problems=("short", "doubtful:BU3")),
    }
    found = {c.key: c for c in candidates(made, SUMS)}
    assert set(found) == {"data_problem:offence:doubtful", "data_problem:offence:short"}
    doubtful = found["data_problem:offence:doubtful"]
    assert (doubtful.theme, doubtful.indicator, doubtful.evidence) == (
        "",
        "offence-1.4.4",
        ("offence-1.4.5",),
    )
    assert doubtful.verdict.problems == ("doubtful:BU1", "doubtful:BU2", "doubtful:BU3")
    assert doubtful.position == 6
    assert candidates({}, ()) == ()


# --- properties -----------------------------------------------------------------------------------

WORDS, ARROWS = st.sampled_from(Word), st.sampled_from(Arrow)
CODES = [s.code for s in SUMS if s.family == "offence"]


@st.composite
def pictures(draw: st.DrawFn) -> dict[str, Assessment]:
    chosen = draw(st.lists(st.sampled_from(CODES), unique=True))
    return {
        code: assessment(
            code,
            level=level(word=draw(WORDS), higher=draw(st.booleans())),
            change=change(arrow=draw(ARROWS)),
            places=tuple(
                place(area, draw(WORDS), draw(ARROWS))
                for area in ("WK990101", "BU99010101", "BU99010201")
            ),
            gaps=(gap(),) if draw(st.booleans()) else (),
            problems=("short",) if draw(st.booleans()) else (),
        )
        for code in chosen
    }


@given(pictures(), st.randoms())
def test_order_of_what_comes_in_does_not_matter(
    made: dict[str, Assessment], chance: Random
) -> None:
    items = list(made.items())
    chance.shuffle(items)
    assert candidates(dict(items), SUMS) == candidates(made, SUMS)


@given(pictures())
def test_keys_are_unique_and_in_order(made: dict[str, Assessment]) -> None:
    found = candidates(made, SUMS)
    assert len({c.key for c in found}) == len(found)
    assert [c.position for c in found] == sorted(c.position for c in found)


@given(pictures())
def test_an_irrelevant_indicator_changes_nothing_else(made: dict[str, Assessment]) -> None:
    other = subject("nuisance-E33", 9, "E33", theme="social_quality", family="nuisance")
    more = {**made, other.code: up(other.code)}
    with_it = candidates(more, (*SUMS, other))
    kept = [c.key for c in with_it if c.indicator != other.code]
    assert kept == [c.key for c in candidates(made, SUMS)]


@given(pictures())
def test_every_verdict_said_is_found_or_is_evidence(made: dict[str, Assessment]) -> None:
    found = [c for c in shown(made, SUMS) if c.kind is Kind.CHANGE]
    said = {code for c in found for code in (c.indicator, *c.evidence)}
    moving = {code for code, a in made.items() if a.change.arrow is not Arrow.NONE}
    assert said <= moving
    parts = moving - {"offence-0.0.0"}
    assert parts <= said


MIRROR = {"up": "down", "down": "up"}


@given(pictures())
def test_mirroring_every_change_mirrors_the_findings(made: dict[str, Assessment]) -> None:
    turned = {
        code: replace(a, change=change(arrow=Arrow(MIRROR.get(a.change.arrow, a.change.arrow))))
        for code, a in made.items()
    }
    before = {c.key: c for c in candidates(made, SUMS) if c.kind is Kind.CHANGE}
    after = {c.key: c for c in candidates(turned, SUMS) if c.kind is Kind.CHANGE}
    assert {key: MIRROR[c.direction] for key, c in before.items()} == {
        key: c.direction for key, c in after.items()
    }


@given(pictures())
def test_a_verdict_comes_back_from_json_to_the_digit(made: dict[str, Assessment]) -> None:
    for candidate in candidates(made, SUMS):
        plain = json.loads(json.dumps(rules.stored(candidate.verdict)))
        assert rules.verdict_from(plain) == candidate.verdict


# --- news -----------------------------------------------------------------------------------------


def test_news_is_gone_words_numbers_or_nothing() -> None:
    old = Verdict(level=level(word=Word.ATTENTION, higher=True), deliveries=(1,), fingerprint="a")
    assert rules.news(Kind.LEVEL, old, None) is News.GONE
    assert rules.news(Kind.LEVEL, old, replace(old, deliveries=(2,), fingerprint="b")) == ""
    moved = replace(old, level=replace(level(word=Word.ATTENTION, higher=True), observed=121.0))
    assert rules.news(Kind.LEVEL, old, moved) is News.NUMBERS
    other = replace(old, level=level(word=Word.DEVIATING, higher=True))
    assert rules.news(Kind.LEVEL, old, other) is News.WORDS


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        (Kind.LEVEL, Verdict(level=level()), Verdict()),
        (Kind.CHANGE, Verdict(change=change(arrow=Arrow.UP)), Verdict(change=change())),
        (Kind.CHANGE, Verdict(change=change(arrow=Arrow.UP)), Verdict()),
        (Kind.PLACE_LEVEL, Verdict(places=(place("BU1"),)), Verdict(places=(place("BU2"),))),
        (
            Kind.PLACE_CHANGE,
            Verdict(places=(place("BU1", arrow=Arrow.UP),)),
            Verdict(places=(place("BU1", arrow=Arrow.DOWN),)),
        ),
        (
            Kind.CONCENTRATION,
            Verdict(concentration=Concentration(top=("BU1",))),
            Verdict(concentration=Concentration(top=("BU2",))),
        ),
        (Kind.CONCENTRATION, Verdict(concentration=Concentration(top=("BU1",))), Verdict()),
        (Kind.PERCEIVED, Verdict(answers=(answer(significant=True),)), Verdict()),
        (Kind.GAP, Verdict(gaps=(gap(),)), Verdict()),
        (Kind.DATA, Verdict(problems=("short:a",)), Verdict(problems=("doubtful:a",))),
    ],
)
def test_each_kind_knows_when_it_says_something_else(
    kind: Kind, old: Verdict, new: Verdict
) -> None:
    assert rules.news(kind, old, new) is News.WORDS
    assert rules.news(kind, old, old) is News.NOTHING


def test_no_verdict_changes_what_a_person_wrote() -> None:
    assert rules.said(Kind.OWN, Verdict(level=level())) == ()


def test_every_kind_can_say_what_it_says() -> None:
    assert set(rules._SAYS) == set(Kind)


# --- texts and lists ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["van 2019-2023", "2019 2020 2021 2022", "2019–2021", "1.234 keer"]
)
def test_years_are_not_personal(text: str) -> None:
    assert not rules.looks_personal(text)


@pytest.mark.parametrize("text", ["jan@voorbeeld.nl", "06-12345678", "geboren 1-2-1990"])
def test_personal_texts(text: str) -> None:
    assert rules.looks_personal(text)
    assert TOWN


def test_a_table_of_years_says_nothing_of_months() -> None:
    """Each finding of a published analysis ended with "Er zijn geen vijf jaar aan maandcijfers"."""
    moved = Change(area=TOWN, recent=36.0, expected=90.0, blocks=3, last="2025JJ00", ratio=0.4)
    verdict = Verdict(change=moved, slope=Slope(why=Why.NO_MONTHS))
    names = telling.Names("Houten", TOWN, "Nederland")
    said = " ".join(telling._change(verdict, definitions()[0], names))
    assert "In de 3 jaren daarvoor waren het er gemiddeld 90." in said
    assert "maandcijfers" not in said
