"""The change flags: an old code is only taken when the evidence leaves no choice."""

import pytest

from regie.foundation.crosswalks.changes import (
    APPEARED,
    DISAPPEARED,
    MERGED,
    RECODED,
    REDRAWN,
    SPLIT,
    Changes,
    compare,
)
from regie.foundation.crosswalks.flags import Evidence, old_codes, step_of
from regie.foundation.crosswalks.rules import Part, Step, chain

pytestmark = pytest.mark.pure

NEW, OLD, OTHER = "BU99010607", "BU99010609", "BU99010608"


def test_the_only_one_that_went_is_the_only_one_that_came() -> None:
    found = old_codes([NEW], [OLD], Evidence(people={NEW: 1450}), Evidence(people={OLD: 1440}))
    assert found == {NEW: OLD}


def test_a_very_different_population_speaks_against_it() -> None:
    found = old_codes([NEW], [OLD], Evidence(people={NEW: 1450}), Evidence(people={OLD: 200}))
    assert found == {}


def test_without_people_elimination_is_no_evidence() -> None:
    assert old_codes([NEW], [OLD], Evidence(), Evidence()) == {}


def test_two_candidates_are_a_choice_and_no_answer() -> None:
    old = Evidence(people={OLD: 1440, OTHER: 1460})
    assert old_codes([NEW], [OLD, OTHER], Evidence(people={NEW: 1450}), old) == {}


def test_a_name_decides_within_the_municipality() -> None:
    new, old = (
        Evidence(names={NEW: "Zuiderkwartier"}),
        Evidence(names={OLD: "Zuiderkwartier", OTHER: "Elders"}),
    )
    assert old_codes([NEW], [OLD, OTHER], new, old) == {NEW: OLD}
    twice = Evidence(names={OLD: "Zuiderkwartier", OTHER: "Zuiderkwartier"})
    assert old_codes([NEW], [OLD, OTHER], new, twice) == {}


def test_the_same_outline_goes_before_everything() -> None:
    new = Evidence(names={NEW: "Zuiderkwartier"}, overlaps={NEW: [OTHER]})
    old = Evidence(names={OLD: "Zuiderkwartier", OTHER: "Elders"})
    assert old_codes([NEW], [OLD, OTHER], new, old) == {NEW: OTHER}


def test_one_old_area_cannot_be_two_new_ones() -> None:
    new = Evidence(overlaps={NEW: [OLD], OTHER: [OLD]})
    assert old_codes([NEW, OTHER], [OLD], new, Evidence()) == {}


def test_a_step_of_flags() -> None:
    gone, kept = "BU99010507", "BU99010501"
    step = step_of(2024, {NEW: "2", kept: "3"}, {NEW: OLD}, {OLD, kept, gone}, {NEW, kept})
    assert step.moves == {OLD: (Part(OLD, NEW, 1.0, "flag"),)}
    assert (step.since, step.until) == (2023, 2024)
    assert step.redrawn == {kept}
    assert step.lost == {gone}
    assert step.born == {NEW}


def test_the_report_of_a_municipality_names_every_kind_of_change() -> None:
    a, b, c, d, e, f, g = (f"BU9901010{number}" for number in range(7))
    elsewhere = "BU99020000"
    walk = chain(
        "neighbourhood",
        [
            Step(
                2024,
                2025,
                {
                    a: (Part(a, b, 1.0, "flag"),),
                    c: (Part(c, d, 1.0, "addresses"),),
                    e: (Part(e, e, 0.7, "addresses"), Part(e, f, 0.3, "addresses")),
                    elsewhere: (Part(elsewhere, "BU99020001", 1.0, "flag"),),
                },
                frozenset({b, g, "BU99020001"}),
                frozenset({"BU99010108"}),
                frozenset({"BU99010109"}),
            )
        ],
    )
    old = {a, c, d, e, f, "BU99010108", "BU99010109", elsewhere}
    new = {b, d, e, f, g, "BU99010108", "BU99020001"}
    found = compare(walk, old, new, "GM9901")
    kinds = {(change.code, change.kind) for change in found}
    assert kinds == {
        (b, RECODED),
        (d, MERGED),
        (e, SPLIT),
        (e, REDRAWN),
        (f, REDRAWN),
        (g, APPEARED),
        ("BU99010108", REDRAWN),
        ("BU99010109", DISAPPEARED),
    }
    report = Changes("GM9901", 2024, 2025, tuple(found), ())
    assert [change.code for change in report.of(MERGED)] == [d]
    assert found[0].codes == {a, b}
