"""The content of a plan: read with its types, refused by place, open for later keys."""

import json

import pytest

from regie.planning.plan_papers import shape
from regie.planning.plan_papers.tests import sample

pytestmark = pytest.mark.pure


def test_the_sample_is_whole_and_fits_in_json() -> None:
    again = json.loads(json.dumps(sample.content()))
    assert shape.read(again) == shape.read(sample.content())
    found = shape.read(again)
    assert [item.pk for item in found.priorities] == [11, 12]
    assert set(found.figures) == {1, 2}
    assert found.objectives[0].baseline is not None
    assert found.objectives[0].baseline.first == 2023


def test_little_is_asked() -> None:
    least = {
        "made": {"day": "2026-11-28"},
        "plan": {
            "title": "Plan",
            "municipality": {"name": "Voorbeeldstad"},
            "valid_from": "2027-01-01",
            "valid_to": "2030-12-31",
        },
        "a_later_key": {"anything": True},
    }
    assert shape.read(least).form == shape.FORM


def test_a_gap_is_named_by_its_place() -> None:
    objectives = [sample.OBJECTIVES[0] | {"baseline": {"value": "zeven"}}]
    with pytest.raises(ValueError, match=r"objectives\.0\.baseline\.value"):
        shape.read(sample.content(objectives=objectives))


def test_words_without_a_language_are_dutch() -> None:
    assert shape.said({"nl": "doel"}, "en") == "doel"
    assert shape.said({}, "nl") == ""
    assert shape.said("zoals getypt", "en") == "zoals getypt"
