"""Which earlier edition an answer is laid beside, and why it sometimes is not compared."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from regie.evidence.surveys.models import Answer, Method
from regie.foundation.areas.rules import NEIGHBOURHOOD, parse_code
from regie.foundation.crosswalks.queries import crosswalk, knowledge

NEW_VERSION = "new_version"
OTHER_METHOD = "other_method"
NOT_A_SAMPLE = "not_a_sample"
OTHER_AREA = "other_area"
TOO_FEW = "too_few"
REASONS = (NOT_A_SAMPLE, NEW_VERSION, OTHER_METHOD, OTHER_AREA, TOO_FEW)
"""Why two editions are not compared; the first that holds is given."""

Before = tuple[int, str]
"""The place of the previous edition among the rows (−1: none), and why it is not compared."""


def previous(rows: Sequence[Answer], realm: str) -> list[Before]:
    """For each answer the nearest earlier year of the same series, question and area.

    A series is the surveys with one title. No queries when all areas are of one classification
    year; else 3 for what is known of changes, and 1 per pair of years.
    """
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        groups[row.survey.title_key, row.question_key, row.area].append(at)
    found: list[Before] = [(-1, "")] * len(rows)
    pairs = []
    for places in groups.values():
        ordered = sorted(places, key=lambda at: (rows[at].year, rows[at].survey_id))
        for earlier, later in pairwise(ordered):
            if rows[earlier].year < rows[later].year:
                pairs.append((earlier, later))
    moved = _moved([(rows[a], rows[b]) for a, b in pairs], realm)
    for earlier, later in pairs:
        found[later] = earlier, _why_not(rows[earlier], rows[later], moved)
    return found


def _why_not(
    earlier: Answer, later: Answer, moved: Mapping[tuple[str, int, int], frozenset[str]]
) -> str:
    one, other = earlier.survey, later.survey
    years = (kind_of(later.area), earlier.area_year, later.area_year)
    tests = {
        NOT_A_SAMPLE: Method.OPEN in {one.method, other.method},
        NEW_VERSION: one.version.strip().casefold() != other.version.strip().casefold(),
        OTHER_METHOD: one.method != other.method,
        OTHER_AREA: later.area in moved.get(years, frozenset()),
        TOO_FEW: earlier.share is None or later.share is None,
    }
    return next((reason for reason in REASONS if tests[reason]), "")


def _moved(
    pairs: Sequence[tuple[Answer, Answer]], realm: str
) -> dict[tuple[str, int, int], frozenset[str]]:
    """The codes that are another territory in a later classification, per level and years."""
    asked = {
        (kind_of(later.area), earlier.area_year, later.area_year)
        for earlier, later in pairs
        if 0 < earlier.area_year < later.area_year
    }
    if not asked:
        return {}
    told, found = knowledge(realm), {}
    for level, since, until in asked:
        crossed = crosswalk(realm, level, since, until, known=told)
        changed = crossed.changed | crossed.lost | frozenset(crossed.moves) if crossed else ()
        found[level, since, until] = frozenset(changed)
    return found


def kind_of(code: str) -> str:
    """The level of an area; the smallest for a code that nobody knows."""
    parsed = parse_code(code)
    return parsed.kind if parsed else NEIGHBOURHOOD
