"""What a person still has to choose about a file, and what is worth a look, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BoundField

from regie.evidence.profiles.finishing import Question
from regie.evidence.profiles.profile import Problem, Profile
from regie.evidence.profiles.roles import Role
from regie.evidence.registrations.presenting import ColumnView
from regie.evidence.series.heads import Look
from regie.evidence.series.mapping import ColumnsForm
from regie.evidence.series.saying import say

COLUMNS, TYPES = "kolommen", "soorten"
"""The ids of the panels on the page."""
FIELDS = frozenset({"dates", "crs"})
MOST_TOGETHER = 8


@dataclass(frozen=True)
class Ask:
    """One thing to choose or to look at; `target` is the id of the place on the page."""

    words: str
    target: str


@dataclass(frozen=True)
class Line:
    """One column on the page, in words; without a field its meaning cannot be chosen."""

    view: ColumnView
    field: BoundField | None

    @property
    def used(self) -> bool:
        """Whether Regie does something with the column."""
        return self.field is not None and self.field.value() != Role.IGNORE


@dataclass(frozen=True)
class Lines:
    """The columns of the page: those that Regie uses first, and a long rest folded away."""

    used: list[Line]
    rest: list[Line]
    open: bool


def to_choose(profile: Profile, look: Look) -> list[Ask]:
    """Why nothing can be counted yet, each with the place to mend it."""
    return [_problem(problem, profile, look) for problem in profile.problems()]


def _problem(problem: Problem, profile: Profile, look: Look) -> Ask:
    if problem.about in FIELDS:
        asked = (q for q in look.proposal.questions if q.code == problem.about)
        better = next(asked, problem)  # with an example from the file
        return Ask(say(better.sentence, better.params), f"id_{problem.about}")
    roles = [role.value for role in profile.roles(look.grid.header)]
    known = problem.about in roles
    target = f"id_role-{roles.index(problem.about)}" if known else COLUMNS
    return Ask(say(problem.sentence, problem.params), target)


def to_check(profile: Profile, look: Look, *, again: bool) -> list[Ask]:
    """What Regie chose by itself and a person should look at; not what was settled last time."""
    asked = (q for q in look.proposal.questions if not again or q.code == "mixed")
    found = (_question(question, profile) for question in asked)
    return [ask for ask in found if ask]


def _question(question: Question, profile: Profile) -> Ask | None:
    words = say(question.sentence, question.params)
    if question.code == "mixed":
        return Ask(words, "id_dates")
    if question.code == "left_out":
        return Ask(words, TYPES)
    if question.code == "spelling":
        source, label = question.params["source"], question.params["label"]
        for i, item in enumerate(profile.types):
            if item.source == source and item.label == label:
                return Ask(words, f"id_label-{i}")
    return None


def lines(form: ColumnsForm, views: Mapping[int, ColumnView]) -> Lines:
    """The columns in the order in which they matter."""
    every = [Line(views[each.proposed.position], each.field) for each in form.column_lines]
    used = [line for line in every if line.used]
    rest = [line for line in every if not line.used]
    if len(rest) <= MOST_TOGETHER:
        return Lines([*used, *rest], [], open=False)
    wrong = any(line.field and line.field.errors for line in rest)
    return Lines(used, rest, open=wrong)
