"""Three kinds of knowledge of one theme beside each other: registered, perceived, street."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from regie.evidence.appraisal.rules import Answer
from regie.evidence.findings.telling import Names
from regie.evidence.indicators.definitions import PERCEPTION, Definition, definitions
from regie.evidence.signals import words as verdicts
from regie.evidence.signals.queries import assessments
from regie.evidence.street_knowledge.models import Observation
from regie.evidence.street_knowledge.queries import visible
from regie.evidence.street_knowledge.workflow import ACCEPTED
from regie.evidence.surveys import words as asked
from regie.evidence.surveys.queries import AnswerView, answers
from regie.evidence.wording import words
from regie.foundation.access.models import Membership
from regie.foundation.organizations.models import Municipality


@dataclass(frozen=True)
class Line:
    """One thing that is known: what it is, what it says, where it is explained."""

    title: str
    text: str
    url: str
    source: str = ""


Lines = Mapping[str, tuple[Line, ...]]
"""What is known, by theme."""


def known(membership: Membership, themes: Collection[str], names: Names) -> tuple[Lines, Lines]:
    """What residents say of some themes, and what is seen in the street. At most 10 queries."""
    municipality = membership.municipality
    national = _perceived(municipality, themes, names)
    own = own_survey(municipality)
    lines = {
        theme: (*national.get(theme, ()), *(_own(municipality, v) for v in own.get(theme, ())))
        for theme in themes
    }
    return lines, _street(membership, themes)


def own_survey(municipality: Municipality) -> dict[str, tuple[AnswerView, ...]]:
    """The newest answers of the whole municipality to its own surveys, by theme. 6 queries."""
    newest = {
        (view.theme, view.question): view
        for view in sorted(answers(municipality), key=lambda view: view.year)
        if view.area == municipality.code
    }
    found: dict[str, tuple[AnswerView, ...]] = {}
    for (theme, _question), view in newest.items():
        found[theme] = (*found.get(theme, ()), view)
    return found


def survey_sentence(view: AnswerView) -> str:
    """One answer with its margins, and whether it differs from the edition before."""
    limits, (changed, _kind, points) = asked.margin(view), asked.change(view)
    told = f"{view.year}: {asked.share(view)}" + (f" ({limits})" if limits else "") + "."
    more = f"{changed.capitalize()}: {points}." if changed and points else points
    return f"{told} {more}".strip()


def questions(themes: Collection[str]) -> list[Definition]:
    """The questions of the national survey about some themes; no queries."""
    return [item for item in definitions() if item.kind == PERCEPTION and item.theme in themes]


def _perceived(
    municipality: Municipality, themes: Collection[str], names: Names
) -> dict[str, tuple[Line, ...]]:
    """The answers of the whole municipality, whether they changed or not. 1 query at most."""
    chosen = questions(themes)
    found = assessments(municipality, [item.code for item in chosen]) if chosen else {}
    lines: dict[str, tuple[Line, ...]] = {}
    for item in chosen:
        answers = found[item.code].answers if item.code in found else ()
        own = next((a for a in answers if a.area == municipality.code), None)
        if own is not None:
            line = _answer(municipality, item, own, names)
            lines[item.theme] = (*lines.get(item.theme, ()), line)
    return lines


def _answer(municipality: Municipality, item: Definition, answer: Answer, names: Names) -> Line:
    return Line(
        title=words.name(item),
        text=" ".join(verdicts.answer_sentences(answer, item, names.town)),
        url=reverse("diagnosis:indicator", args=[municipality.slug, item.slug]),
        source=_("Veiligheidsmonitor"),
    )


def _own(municipality: Municipality, view: AnswerView) -> Line:
    url = reverse("surveys:detail", args=[municipality.slug, view.survey])
    return Line(view.question, survey_sentence(view), url, view.title)


def _street(membership: Membership, themes: Collection[str]) -> dict[str, tuple[Line, ...]]:
    """What this member may read of the street knowledge in use. 1 query."""
    lines: dict[str, tuple[Line, ...]] = {}
    for row in usable(membership).filter(theme__in=themes):
        lines[row.theme] = (*lines.get(row.theme, ()), street_line(membership, row))
    return lines


def usable(membership: Membership) -> QuerySet[Observation]:
    """The street knowledge in use that this member may read."""
    return visible(membership).filter(state=ACCEPTED)


def street_line(membership: Membership, row: Observation) -> Line:
    """One observation as a line."""
    slug = membership.municipality.slug
    return Line(
        title=row.title,
        text=row.description,
        url=reverse("street_knowledge:detail", args=[slug, row.pk]),
        source=_("Vertrouwelijk") if row.visibility == "confidential" else "",
    )
