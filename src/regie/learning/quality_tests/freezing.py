"""Everything a test says, in plain values and both languages, so that it can be kept."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.utils.timezone import localtime
from django.utils.translation import override

from regie.learning.plan_checks.verdicts import Verdict
from regie.learning.quality_tests import places, words
from regie.learning.quality_tests.models import ItemAnswer, PlanTest
from regie.planning.plan_decisions.queries import content_of
from regie.policy.quality_test import QUALITY_TEST, CheckItem, SectionItem

Plain = dict[str, Any]
FORM = 1
LANGUAGES = ("nl", "en")
T = TypeVar("T")


def both(make: Callable[..., T], *args: object) -> dict[str, T]:
    """The same made in every language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = make(*args)
    return found


def frozen(
    test: PlanTest,
    answers: Mapping[str, ItemAnswer],
    verdicts: Mapping[str, Verdict],
    at: datetime | None = None,
) -> Plain:
    """A test as it is now; `at` is when it was finished. No queries."""
    edition = test.edition
    named = both(places.named, content_of(edition))

    def item(found: CheckItem) -> Plain:
        answer, verdict = answers.get(found.code), verdicts.get(found.code)
        place = answer.place if answer else ""
        return {
            "code": found.code,
            "number": found.number,
            "kind": found.kind,
            "own": found.own,
            "text": {"nl": found.text, "en": found.text_en},
            "answer": answer.answer if answer else "",
            "motivation": answer.motivation if answer else "",
            "improvement": answer.improvement if answer else "",
            "place": place,
            "place_name": {each: named[each].get(place, "") for each in LANGUAGES},
            "machine": verdict.answer if verdict else "",
            "machine_words": both(words.verdict_words, verdict) if verdict else None,
        }

    def section(found: SectionItem) -> Plain:
        return {
            "number": found.number,
            "name": {"nl": found.name, "en": found.name_en},
            "own": found.own,
            "source": found.source,
            "link": found.link,
            "items": [item(each) for each in QUALITY_TEST().of(found.number)],
        }

    return {
        "form": FORM,
        "municipality": edition.plan.municipality.name,
        "plan": edition.plan.title,
        "version": edition.number,
        "moment": edition.moment,
        "version_day": localtime(edition.made_at).date().isoformat(),
        "sha256": edition.sha256,
        "who": both(words.who, test),
        "finished": localtime(at).date().isoformat() if at else None,
        "sections": [section(found) for found in QUALITY_TEST().sections],
    }
