"""What rooms above get: answers with margins, caveats and an honest change."""

import json
from datetime import date

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from regie.evidence.surveys import queries, series, words
from regie.evidence.surveys.finding import ELSEWHERE, Finder, themes_by_name
from regie.evidence.surveys.models import Survey
from regie.evidence.surveys.queries import AnswerView
from regie.evidence.surveys.rules import NoPlace, Place
from regie.evidence.surveys.tests.factory import MakeAnswer, MakeSurvey
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas
from regie.foundation.crosswalks.rules import Crosswalk, Part
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.services import add_theme
from regie.foundation.organizations.models import Municipality
from safetymethods.shares import newcombe_difference, wilson

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def editions(survey: MakeSurvey) -> tuple[Survey, Survey]:
    """The same survey in two years."""
    later = {"fieldwork_from": date(2026, 9, 1), "fieldwork_to": date(2026, 10, 1)}
    return survey(), survey(**later)


def _newest(town: Municipality) -> AnswerView:
    return max(queries.answers(town), key=lambda view: view.year)


def test_a_view_holds_the_margin_and_the_edition_before(
    town: Municipality, editions: tuple[Survey, Survey], answer: MakeAnswer
) -> None:
    old, new = editions
    answer(old, share=0.2, sample=1500)
    answer(new, share=0.26, sample=1500, year=2026)
    view = _newest(town)
    limits = wilson(390, 1500)
    assert view.value == 26
    assert view.low == pytest.approx(100 * float(limits.low), abs=1e-4)
    assert (view.n, view.deff, view.caveats) == (1500, 1.0, ())
    assert view.previous == queries.Edition(2024, old.pk, 20.0)
    expected = newcombe_difference(limits, wilson(300, 1500))
    assert view.change == "higher"
    assert view.difference_low == pytest.approx(100 * float(expected.low), abs=1e-4)
    said = json.loads(json.dumps(view.as_json()))
    assert said["previous"]["year"] == 2024
    assert said["caveats"] == []


@pytest.mark.parametrize(
    ("share", "sample", "change"),
    [(0.26, 300, "same"), (0.26, 1500, "higher"), (0.14, 1500, "lower"), (0.2, 1500, "same")],
)
def test_change_is_only_said_when_the_difference_leaves_out_zero(
    town: Municipality,
    editions: tuple[Survey, Survey],
    answer: MakeAnswer,
    share: float,
    sample: int,
    change: str,
) -> None:
    answer(editions[0], share=0.2, sample=sample)
    answer(editions[1], share=share, sample=sample, year=2026)
    assert _newest(town).change == change


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": "2"}, series.NEW_VERSION),
        ({"method": "door"}, series.OTHER_METHOD),
        ({"method": "open"}, series.NOT_A_SAMPLE),
    ],
)
def test_editions_that_are_not_compared(
    town: Municipality,
    survey: MakeSurvey,
    answer: MakeAnswer,
    changes: dict[str, object],
    reason: str,
) -> None:
    answer(survey(), share=0.1)
    answer(survey(**changes), share=0.9, year=2026)
    view = _newest(town)
    assert view.previous is not None
    assert view.previous.not_compared == reason
    assert (view.change, view.difference) == ("unknown", None)
    assert ("not_a_sample" in view.caveats) is (reason == series.NOT_A_SAMPLE)


def test_too_few_answers_have_no_share_and_no_change(
    town: Municipality, editions: tuple[Survey, Survey], answer: MakeAnswer
) -> None:
    answer(editions[0])
    answer(editions[1], share=None, sample=12, year=2026)
    view = _newest(town)
    assert (view.value, view.low, view.n, view.caveats) == (None, None, 12, ("too_few",))
    assert view.previous is not None
    assert view.previous.not_compared == series.TOO_FEW


def test_given_margins_are_kept_and_said(
    town: Municipality, survey: MakeSurvey, answer: MakeAnswer
) -> None:
    answer(survey(method="panel"), sample=None, low=0.15, high=0.25)
    (view,) = queries.answers(town)
    assert (view.low, view.value, view.high) == (15, 20, 25)
    assert view.caveats == ("given_margins", "panel")
    assert words.caveats(view) == ["marges zoals aangeleverd", "panel"]


def test_the_design_effect_of_the_row_or_else_of_the_survey(
    town: Municipality, survey: MakeSurvey, answer: MakeAnswer
) -> None:
    found = survey(design_effect=2.0)
    answer(found)
    answer(found, year=2023, design_effect=1.0)
    own, general = queries.answers(town)
    assert (own.deff, general.deff) == (1.0, 2.0)
    assert general.low is not None
    assert own.low is not None
    assert general.low < own.low


def test_only_surveys_in_use_of_this_municipality(
    town: Municipality, survey: MakeSurvey, answer: MakeAnswer, cast: Cast
) -> None:
    answer(survey(state="withdrawn"))
    answer(survey(municipality=cast.buurstad))
    assert queries.answers(town) == ()
    kept = answer(survey(), theme="social_quality")
    assert [view.pk for view in queries.answers(town, "social_quality")] == [kept.pk]
    assert queries.answers(town, "perceived_safety") == ()


def test_another_series_another_area_and_the_same_year_are_no_edition(
    town: Municipality, survey: MakeSurvey, answer: MakeAnswer
) -> None:
    one = survey()
    answer(one)
    answer(one, area="BU99010101", year=2026)
    answer(survey(title="Ander onderzoek"), year=2026)
    assert [view.previous for view in queries.answers(town)] == [None, None, None]


def test_an_area_with_other_borders_is_not_compared(
    town: Municipality,
    editions: tuple[Survey, Survey],
    answer: MakeAnswer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer(editions[0], area="BU99010101", area_year=2020)
    answer(editions[1], area="BU99010101", area_year=2025, year=2026)
    part = Part("BU99010177", "BU99010101", 1.0, "addresses")
    moved = Crosswalk("neighbourhood", 2020, 2025, {"BU99010177": (part,)})
    for known, reason in ((moved, series.OTHER_AREA), (None, "")):
        monkeypatch.setattr(series, "crosswalk", lambda *_a, k=known, **_k: k)
        view = _newest(town)
        assert view.previous is not None
        assert view.previous.not_compared == reason


def test_names_in_the_language_of_the_reader(
    town: Municipality, survey: MakeSurvey, answer: MakeAnswer
) -> None:
    answer(survey(), area="BU99010101")
    with translation.override("en"):
        (view,) = queries.answers(town)
    assert (view.theme_name, view.area_name) == ("Perceived safety", "Binnenstad")


def test_the_number_of_queries_does_not_grow(
    town: Municipality,
    editions: tuple[Survey, Survey],
    answer: MakeAnswer,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        answer(editions[0], question=f"Vraag {number}")
        answer(editions[1], question=f"Vraag {number}", year=2026)
    with django_assert_max_num_queries(4):
        assert len(queries.answers(town)) == 40


# --- areas and themes of a file ------------------------------------------------------------------


def test_an_answer_is_sought_among_the_areas_of_its_year(town: Municipality) -> None:
    older = [
        AreaRow("NL99", "Voorbeeldland"),
        AreaRow("GM9901", "Voorbeeldstad", "PV91"),
        AreaRow("WK990101", "Centrum"),
        AreaRow("BU99010177", "Oude buurt"),
        AreaRow("BU99010101", "Binnenstad"),
    ]
    register_areas("voorbeeld", 2020, older, source="proef", actor=None)
    find = Finder(town).find
    assert find("BU99010177", 2024) == Place("BU99010177", 2020)
    assert find("Oude buurt", 2020) == Place("BU99010177", 2020)
    assert find("BU99010101", 2021) == Place("BU99010101", 2020)
    assert find("BU99010101", 2024) == Place("BU99010101", 2025)
    assert find("Gemeente", 2024) == Place("GM9901", 2025)
    assert find("voorbeeldstad", 2024) == Place("GM9901", 2025)
    assert find("GM9902", 2024) == NoPlace(ELSEWHERE)
    assert isinstance(find("Haven", 2025), NoPlace)
    assert isinstance(find("Nergens", 2025), NoPlace)


def test_a_theme_by_any_of_its_names(town: Municipality) -> None:
    cycle = PolicyCycle.objects.get(municipality=town)
    own = add_theme(cycle.fields.earliest("position"), "Vuurwerk", actor=None)
    found = themes_by_name(town)
    assert found["vuurwerk"] == own.code
    for name in ("perceivedsafety", "subjectieveveiligheid"):
        assert found[name] == "perceived_safety"
