"""Everything an evaluation says, in plain values and both languages, so that it can be kept."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.utils.timezone import localtime
from django.utils.translation import override

from regie.learning.evaluation import words
from regie.learning.evaluation.figures import Known, known
from regie.learning.evaluation.models import Evaluation, Goal, Perspective
from regie.learning.evaluation.queries import goals_of, lessons_of, views_of_the_whole

Plain = dict[str, Any]
LANGUAGES = ("nl", "en")
FORM = 1
T = TypeVar("T")


def both(make: Callable[..., T], *args: object) -> dict[str, T]:
    """The same made in every language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = make(*args)
    return found


def frozen(item: Evaluation, at: datetime | None = None, why: str = "") -> Plain:
    """The evaluation as it is now; `at` is when it was concluded, None for a draft. 6 queries."""
    goals = goals_of(item)
    codes = {goal.indicator for goal in goals if goal.indicator}
    figures = both(known, item.municipality, codes)
    asked = both(words.questions, item.form)
    return {
        "form": FORM,
        "municipality": {"name": item.municipality.name, "code": item.municipality.code},
        "plan": item.plan,
        "kind": item.kind,
        "short": item.form == "light",
        "first_day": item.first_day.isoformat(),
        "last_day": item.last_day.isoformat(),
        "concluded": {"day": localtime(at).date().isoformat(), "why": why} if at else None,
        "goals": [_goal(goal, figures) for goal in goals],
        "whole": _views(views_of_the_whole(item)),
        "answers": [
            {
                "code": question.code,
                "chapter": question.chapter,
                "question": {lang: asked[lang][place].text for lang in LANGUAGES},
                "text": item.answers[question.code],
            }
            for place, question in enumerate(asked["nl"])
            if item.answers.get(question.code)
        ],
        "lessons": [
            {
                "id": drawn.lesson_id,
                "kind": drawn.lesson.kind,
                "text": drawn.lesson.text,
                "source": drawn.lesson.source,
                "goal": drawn.goal.name if drawn.goal else "",
            }
            for drawn in lessons_of(item)
        ],
    }


def _goal(goal: Goal, figures: Mapping[str, Mapping[str, Known]]) -> Plain:
    plain = ("name", "promised", "theme", "verdict", "reason", "figure", "source", "indicator")
    has = goal.indicator in figures["nl"]
    return {
        "id": goal.pk,
        **{name: getattr(goal, name) for name in plain},
        "known": {
            "name": {lang: figures[lang][goal.indicator].name for lang in LANGUAGES},
            "told": {lang: list(figures[lang][goal.indicator].told) for lang in LANGUAGES},
            "url": figures["nl"][goal.indicator].url,
        }
        if has
        else None,
        "views": _views(goal.perspectives.all()),
    }


def _views(views: Iterable[Perspective]) -> list[Plain]:
    return [
        {"verdict": view.verdict, "text": view.text, "who": both(words.who, view)} for view in views
    ]
