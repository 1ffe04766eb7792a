"""What a person reads to answer the assisted items: sentences of the plan and counts. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import mean

from regie.foundation.records.engine import gettext_noop as _
from regie.learning.plan_checks import detecting
from regie.learning.plan_checks.reading import Plan, objective_anchor, part_anchor
from regie.learning.plan_checks.verdicts import Value
from regie.planning.plan_papers.shape import Spoken

MOST = 8
"""So many sentences are shown; who wants more reads the plan."""
LONG = 20
STYLE = _("Een zin heeft gemiddeld %(n)s woorden. Langer dan %(long)s woorden: %(share)s %%.")


@dataclass(frozen=True)
class Passage:
    """Something to read. `words` is a msgid with `values`; `text` and `spoken` are of the plan."""

    anchor: str = ""
    text: Spoken = ""
    words: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


Show = Callable[[Plan], Iterator[Passage]]


def style(plan: Plan) -> Iterator[Passage]:
    """How long the sentences are."""
    parts = plan.content.sections
    lengths = [detecting.count(line) for part in parts for line in detecting.sentences(part.text)]
    if lengths:
        share = round(100 * sum(n > LONG for n in lengths) / len(lengths))
        values = {"n": round(mean(lengths)), "long": LONG, "share": share}
        yield Passage(words=STYLE, values=values)


def concrete(plan: Plan) -> Iterator[Passage]:
    """Sentences with a vague word."""
    kinds = {part.kind for part in plan.content.sections}
    yield from _lines(plan, lambda line: detecting.VAGUE.search(line) is not None, *kinds)


def positive_points(plan: Plan) -> Iterator[Passage]:
    """Sentences of the look back that seem to say what went well."""
    yield from _lines(
        plan,
        lambda line: detecting.WORKED.search(line) is not None and " niet" not in line,
        "evaluation",
    )


def improvement_points(plan: Plan) -> Iterator[Passage]:
    """Sentences of the look back that seem to say what must improve."""
    yield from _lines(plan, lambda line: detecting.IMPROVED.search(line) is not None, "evaluation")


def story(plan: Plan) -> Iterator[Passage]:
    """The text of the analysis."""
    yield from _lines(plan, lambda _line: True, "analysis")


def ambition(plan: Plan) -> Iterator[Passage]:
    """What the figures lead to expect of each objective, and its ambition in words."""
    for item in plan.content.objectives:
        anchor = objective_anchor(item.pk)
        if item.course and item.course.words:
            yield Passage(anchor, item.course.words)
        if item.ambition:
            yield Passage(anchor, item.ambition)


def partner_consultation(plan: Plan) -> Iterator[Passage]:
    """Sentences on consultation with partners."""
    yield from _lines(
        plan,
        lambda line: detecting.CONSULTATION.search(line) is not None,
        "organisation",
        "monitoring",
        "partners",
    )


def accountability(plan: Plan) -> Iterator[Passage]:
    """The text on monitoring."""
    yield from _lines(plan, lambda _line: True, "monitoring")


def _lines(plan: Plan, wanted: Callable[[str], bool], *kinds: str) -> Iterator[Passage]:
    found = (
        Passage(part_anchor(part), line)
        for part in plan.parts(*kinds)
        for line in detecting.sentences(part.text)
        if wanted(line)
    )
    yield from (passage for passage, _n in zip(found, range(MOST), strict=False))


SHOWN: Mapping[str, Show] = {
    show.__name__: show
    for show in (
        style,
        concrete,
        positive_points,
        improvement_points,
        story,
        ambition,
        partner_consultation,
        accountability,
    )
}
"""What is shown with every assisted item, by its code."""
