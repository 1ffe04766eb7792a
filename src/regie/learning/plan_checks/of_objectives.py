"""The checks of objectives. Pure.

Each objective has to have what is asked, and a priority without an objective lacks it as well: a
plan is not judged better because it says less.
"""

from collections.abc import Callable, Iterable

from regie.foundation.records.engine import gettext_noop as _
from regie.learning.plan_checks import verdicts
from regie.learning.plan_checks.reading import (
    OBJECTIVES,
    Plan,
    objective_anchor,
    priority_anchor,
)
from regie.learning.plan_checks.verdicts import MET, NOT, PARTLY, Unit, Verdict
from regie.planning.plan_papers.shape import Critique, Objective, said

OUTPUT = "output"
MEANS_AS_GOAL = frozenset({"means_as_goal", "means_in_goal"})
TOO_LATE = frozenset({"no_reading_in_time"})

NO_OBJECTIVES = _("Er zijn geen doelen.")
COUNTED = _("Aantal doelen bij een prioriteit: %(n)s.")
ONLY_WHOLE = _("Er zijn alleen doelen voor het hele plan.")
WITH_OBJECTIVE = _("Prioriteiten met een doel: %(n)s van %(all)s.")
WITH_EFFECT = _("Doelen over de samenleving met een effect: %(n)s van %(all)s.")
MEASURED = _("Doelen met een indicator of een meetplan: %(n)s van %(all)s.")
WITH_BASELINE = _("Doelen met een nulmeting, jaar en bron: %(n)s van %(all)s.")
WITH_TARGET = _("Doelen met een streefwaarde en een datum: %(n)s van %(all)s.")
WITH_OWNER = _("Doelen met iemand die verantwoordelijk is: %(n)s van %(all)s.")
NO_CRITIQUE = _("Er is geen kritiek van deze soort.")
ANSWERED = _("Kritiek met een reden: %(n)s van %(all)s.")

Has = Callable[[Objective], bool]


def objectives_present(plan: Plan) -> Verdict:
    """At least one that belongs to a priority."""
    found = plan.content.objectives
    if not found:
        return Verdict(NOT, (NO_OBJECTIVES,))
    pks = {row.pk for row in plan.content.priorities}
    n = sum(item.priority in pks for item in found)
    if not n:
        return Verdict(PARTLY, (ONLY_WHOLE,), {}, (OBJECTIVES,))
    return Verdict(MET, (COUNTED,), {"n": n}, (OBJECTIVES,))


def objective_per_priority(plan: Plan) -> Verdict:
    """One with each priority."""
    units = [
        Unit(row.name, bool(plan.objectives_of(row)), priority_anchor(row.pk))
        for row in plan.content.priorities
    ]
    return verdicts.of_units(units, WITH_OBJECTIVE, NO_OBJECTIVES)


def _outcome(item: Objective) -> bool:
    return item.kind != OUTPUT


def effect(plan: Plan) -> Verdict:
    """What residents notice of each that is about society."""
    return _of_objectives(plan, lambda item: bool(item.effect.strip()), WITH_EFFECT, _outcome)


def measured(plan: Plan) -> Verdict:
    """An indicator, or an own measurement with its plan."""
    return _of_objectives(plan, _measured, MEASURED)


def _measured(item: Objective) -> bool:
    own = bool(item.measured_by.strip() and item.measuring_plan.strip())
    return item.indicator is not None or own


def baseline(plan: Plan) -> Verdict:
    """Value, year and source. What the municipality delivers itself begins at nothing."""
    return _of_objectives(plan, _begins, WITH_BASELINE, _outcome)


def _begins(item: Objective) -> bool:
    found = item.baseline
    if found is None:
        return False
    return found.last is not None and bool(said(found.source, "nl").strip())


def target(plan: Plan) -> Verdict:
    """Where to, and by when."""
    return _of_objectives(plan, _ends, WITH_TARGET)


def _ends(item: Objective) -> bool:
    where = item.target is not None or item.target_percent is not None
    return where and item.target_date is not None


def owner(plan: Plan) -> Verdict:
    """Who is responsible."""
    return _of_objectives(plan, lambda item: bool(item.owner.strip()), WITH_OWNER)


def _of_objectives(plan: Plan, has: Has, counted: str, about: Has = lambda _item: True) -> Verdict:
    """Every objective that this is about, and every priority that has none."""
    asked = [item for item in plan.content.objectives if about(item)]
    units = [Unit(item.statement, has(item), objective_anchor(item.pk)) for item in asked]
    served = {item.priority for item in asked}
    units += [
        Unit(row.name, fine=False, anchor=priority_anchor(row.pk))
        for row in plan.content.priorities
        if row.pk not in served
    ]
    return verdicts.of_units(units, counted, NO_OBJECTIVES)


# --- criticism ------------------------------------------------------------------------------------

Found = list[tuple[Objective, Critique]]


def _criticised(plan: Plan, codes: Iterable[str] | None = None) -> Found:
    return [
        (item, critique)
        for item in plan.content.objectives
        for critique in item.critiques
        if codes is None or critique.code in codes
    ]


def means_apart(plan: Plan) -> Verdict:
    """No objective that is really a means, unless it says why."""
    return _overridden(plan, _criticised(plan, MEANS_AS_GOAL))


def readable_in_time(plan: Plan) -> Verdict:
    """No figure that comes too late, unless it says why."""
    return _overridden(plan, _criticised(plan, TOO_LATE))


def _overridden(plan: Plan, found: Found) -> Verdict:
    """Free of criticism is met; with a reason it is partly met, without one not."""
    verdict = _answered(plan, found)
    if not found or verdict.answer == NOT:
        return verdict
    answer = PARTLY if verdict.answer == MET else NOT
    return Verdict(answer, verdict.words, verdict.values, verdict.anchors)


def critiques_answered(plan: Plan) -> Verdict:
    """A reason with every criticism."""
    return _answered(plan, _criticised(plan))


def _answered(plan: Plan, found: Found) -> Verdict:
    if not plan.content.objectives:
        return Verdict(NOT, (NO_OBJECTIVES,))
    units = [
        Unit(item.statement, bool(critique.override.strip()), objective_anchor(item.pk))
        for item, critique in found
    ]
    if not units:
        return Verdict(MET, (NO_CRITIQUE,), {}, (OBJECTIVES,))
    return verdicts.of_units(units, ANSWERED, NO_CRITIQUE)
