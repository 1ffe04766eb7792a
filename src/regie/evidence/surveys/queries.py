"""Reading surveys: which are in use, and their answers with margins and change."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from django.db.models import Count, Max, Min, Q, QuerySet

from regie.evidence.street_knowledge.subjects import area_names, theme_names
from regie.evidence.surveys import estimates, series, workflow
from regie.evidence.surveys.models import Answer, Survey
from regie.evidence.surveys.rules import LEAST, Row
from regie.evidence.surveys.series import kind_of
from regie.evidence.values.words import key
from regie.foundation.areas.rules import KINDS, realm_of
from regie.foundation.organizations.models import Municipality

Change = Literal["higher", "lower", "same", "unknown"]


@dataclass(frozen=True)
class Edition:
    """The edition before: its year and share in percent, and why it is not compared ("" when it
    is)."""

    year: int
    survey: int
    value: float | None
    not_compared: str = ""


@dataclass(frozen=True)
class AnswerView:
    """One answer. `value`, `low` and `high` are in percent, 0 to 100; None under 30 answers.

    `caveats` are codes: `too_few`, `given_margins`, `not_a_sample`, `panel`. `change` says whether
    the previous edition differs (95 percent, Newcombe): `unknown` when there is none or it is not
    compared. `difference`, `difference_low` and `difference_high` are in percent points.
    """

    pk: int
    survey: int
    title: str
    method: str
    version: str
    question: str
    theme: str
    theme_name: str
    area: str
    area_year: int
    area_name: str
    year: int
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    deff: float
    caveats: tuple[str, ...]
    previous: Edition | None
    change: Change
    difference: float | None
    difference_low: float | None
    difference_high: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain values that fit in JSON."""
        return asdict(self) | {"caveats": list(self.caveats)}


# --- for rooms above -----------------------------------------------------------------------------


def answers(municipality: Municipality, theme: str | None = None) -> tuple[AnswerView, ...]:
    """Every answer of the surveys in use, by question, area and year. 5 queries, and a few more
    when editions lie in different classification years."""
    rows = Answer.objects.filter(
        survey__municipality=municipality, survey__state=workflow.IN_USE
    ).select_related("survey")
    found = views(rows, municipality)
    return tuple(view for view in found if theme in {None, view.theme})


def as_read(survey: Survey, rows: Iterable[Row]) -> list[Answer]:
    """The answers that rows of a file hold; nothing is saved."""
    return [
        Answer(
            survey=survey,
            question=row.question,
            question_key=key(row.question)[:200],
            theme=row.theme,
            area=row.area,
            area_year=row.area_year,
            year=row.year,
            share=row.share,
            sample=row.sample,
            low=row.low,
            high=row.high,
            design_effect=row.design_effect,
        )
        for row in rows
    ]


def views(rows: Iterable[Answer], municipality: Municipality) -> tuple[AnswerView, ...]:
    """These answers with margins and change; editions are sought among these rows only."""
    found = sorted(rows, key=_order)
    if not found:
        return ()
    shares = estimates.shares_of(
        _column(found, "share"),
        _column(found, "sample"),
        [_effect(row) for row in found],
        _column(found, "low"),
        _column(found, "high"),
    )
    editions = series.previous(found, realm_of(municipality.code))
    compared = [place if place >= 0 and not why else -1 for place, why in editions]
    change = estimates.changes_of(shares, compared)
    themes = theme_names(municipality)
    names = area_names({row.area for row in found}, municipality)
    numbers = {
        "value": shares.share,
        "low": shares.low,
        "high": shares.high,
        "difference": change.difference,
        "difference_low": change.low,
        "difference_high": change.high,
    }
    percents = {name: _percents(column) for name, column in numbers.items()}
    return tuple(
        AnswerView(
            pk=row.pk,
            survey=row.survey_id,
            title=row.survey.title,
            method=row.survey.method,
            version=row.survey.version,
            question=row.question,
            theme=row.theme,
            theme_name=themes.get(row.theme, row.theme),
            area=row.area,
            area_year=row.area_year,
            area_name=names.get(row.area, row.area),
            year=row.year,
            n=row.sample,
            deff=_effect(row),
            caveats=caveats_of(row),
            previous=_edition(found, percents["value"], *editions[at]),
            change=_verdict(change.difference[at], significant=bool(change.significant[at])),
            **{name: column[at] for name, column in percents.items()},
        )
        for at, row in enumerate(found)
    )


def _order(row: Answer) -> tuple[str, int, str, int, int]:
    """By question, and from the municipality to its smallest areas."""
    return row.question_key, KINDS.index(kind_of(row.area)), row.area, row.year, row.pk


def _column(rows: Sequence[Answer], name: str) -> list[float]:
    values = (getattr(row, name) for row in rows)
    return [float("nan") if value is None else float(value) for value in values]


def _effect(row: Answer) -> float:
    return row.design_effect if row.design_effect is not None else row.survey.design_effect


def _percents(column: np.ndarray) -> list[float | None]:
    return [None if np.isnan(part) else round(100 * float(part), 4) for part in column]


def _verdict(difference: float, *, significant: bool) -> Change:
    if np.isnan(difference):
        return "unknown"
    if not significant:
        return "same"
    return "higher" if difference > 0 else "lower"


def _edition(
    rows: Sequence[Answer], values: Sequence[float | None], place: int, why: str
) -> Edition | None:
    if place < 0:
        return None
    return Edition(rows[place].year, rows[place].survey_id, values[place], why)


def caveats_of(row: Answer) -> tuple[str, ...]:
    """What a reader of this answer has to know, as codes."""
    found = {
        "too_few": row.share is None,
        "given_margins": row.low is not None,
        "not_a_sample": row.survey.method == "open",
        "panel": row.survey.method == "panel",
    }
    return tuple(code for code, holds in found.items() if holds)


# --- for the pages and services of this room -----------------------------------------------------


def surveys(municipality: Municipality) -> QuerySet[Survey]:
    """Every survey, the newest first, with how many answers, questions and areas it has, and its
    years. 1 query."""
    found = Survey.objects.filter(municipality=municipality).select_related("municipality")
    return found.order_by("-fieldwork_to", "-pk").annotate(
        total=Count("answers"),
        questions=Count("answers__question_key", distinct=True),
        areas=Count("answers__area", distinct=True),
        few=Count("answers", filter=Q(answers__sample__lt=LEAST)),
        first_year=Min("answers__year"),
        last_year=Max("answers__year"),
    )


def taken(
    municipality: Municipality, title: str, *, besides: int | None = None
) -> frozenset[tuple[str, str, int]]:
    """The answers that surveys in use with this name hold already. 1 query."""
    found = Answer.objects.filter(
        survey__municipality=municipality,
        survey__state=workflow.IN_USE,
        survey__title_key=key(" ".join(title.split()))[:120],
    )
    if besides is not None:
        found = found.exclude(survey=besides)
    return frozenset(found.values_list("question_key", "area", "year"))


def clashes(survey: Survey) -> bool:
    """Whether another survey with this name holds one of the answers of this one. 2 queries."""
    others = taken(survey.municipality, survey.title, besides=survey.pk)
    mine = survey.answers.values_list("question_key", "area", "year")
    return bool(others) and any(each in others for each in mine)


def answers_of(survey: Survey) -> tuple[AnswerView, ...]:
    """The answers of one survey, beside the other editions while it is in use. As `answers`."""
    found = Answer.objects.filter(survey=survey)
    if survey.state == workflow.IN_USE:
        found = Answer.objects.filter(
            survey__municipality=survey.municipality,
            survey__state=workflow.IN_USE,
            survey__title_key=survey.title_key,
        )
    rows = views(found.select_related("survey"), survey.municipality)
    return tuple(row for row in rows if row.survey == survey.pk)
