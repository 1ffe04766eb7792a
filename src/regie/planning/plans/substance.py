"""Writing the logic of the approach, and money and people."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log
from regie.planning.plans import queries, rules
from regie.planning.plans.models import Logic, Means, PlanAuthor, SafetyPlan
from regie.planning.plans.permissions import WRITE_PLAN
from regie.planning.plans.writing import clean, open_plan
from regie.planning.proposals.models import Priority


class StaleError(Exception):
    """Somebody else changed this line meanwhile; `current` is how it stands now (None: gone)."""

    def __init__(self, current: Logic | Means | None) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


@dataclass(frozen=True, kw_only=True)
class LogicWords:
    """A line of the intervention logic as it is written."""

    doing: str
    effect: str
    because: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class MeansWords:
    """Money or people as they are written; `years` has one year, or more for as many lines.

    `priority` is its number; None for the plan as a whole.
    """

    what: str
    years: tuple[int, ...]
    priority: int | None = None
    amount: Decimal | None = None
    fte: Decimal | None = None
    structural: bool = False
    cover: str = ""
    region: bool = False

    def line(self, year: int) -> rules.Line:
        """The same for the rules, of one year."""
        return rules.Line(
            year=year,
            priority=self.priority,
            euro=self.amount,
            fte=self.fte,
            structural=self.structural,
            region=self.region,
        )


def _remember(plan: SafetyPlan, actor: User) -> None:
    """Keep who wrote lines of a plan, since the first of them."""
    PlanAuthor.objects.get_or_create(plan=plan, person=actor)


def _priority(plan: SafetyPlan, pk: int | None) -> Priority | None:
    if pk is None:
        return None
    found = next((each for each in queries.priorities_of(plan) if each.pk == pk), None)
    refuse(None if found else rules.NOT_HERE)
    return found


# --- logic ----------------------------------------------------------------------------------------


@transaction.atomic
def write_logic(
    plan: SafetyPlan,
    priority: int,
    words: LogicWords,
    *,
    pk: int | None = None,
    version: int = 0,
    actor: User,
    role: str,
) -> Logic:
    """Write a line of the logic of a priority: a new one, or `pk` as it was read at `version`.

    Raises `RefusedError`; `StaleError` when somebody else changed it since: nothing is written.
    """
    found = open_plan(plan, role, WRITE_PLAN)
    refuse(rules.logic_refusal(words.doing, words.effect, words.because))
    row = _logic(found, pk, version)
    of = _priority(found, priority)
    if of is None:
        raise RefusedError(rules.NOT_HERE)
    row.priority = of
    row.doing, row.effect = clean(words.doing)[:400], clean(words.effect)[:400]
    row.because, row.source = clean(words.because)[:400], clean(words.source)[:300]
    row.save()
    _remember(found, actor)
    log("plans.write_logic", row, actor=actor, of=found)
    return row


def _logic(plan: SafetyPlan, pk: int | None, version: int) -> Logic:
    if pk is None:
        last = plan.logic.aggregate(last=Max("position"))["last"] or 0
        return Logic(plan=plan, position=last + 1)
    row = plan.logic.filter(pk=pk).first()
    if row is None or row.version != version:
        raise StaleError(row)
    row.version += 1
    return row


@transaction.atomic
def remove_logic(plan: SafetyPlan, pk: int, *, actor: User, role: str) -> None:
    """Take a line of the logic out; the log keeps its words. Raises `RefusedError`."""
    found = open_plan(plan, role, WRITE_PLAN)
    row = found.logic.filter(pk=pk).first()
    if row is not None:
        said = f"{row.doing} / {row.effect} / {row.because}"
        log("plans.remove_logic", row, actor=actor, of=found, details={"from": said})
        row.delete()


@transaction.atomic
def move_logic(plan: SafetyPlan, pk: int, *, actor: User, role: str) -> None:
    """Put a line one place higher among those of its priority. Raises `RefusedError`."""
    found = open_plan(plan, role, WRITE_PLAN)
    rows = list(found.logic.order_by("position", "pk"))
    row = next((each for each in rows if each.pk == pk), None)
    same = [each for each in rows if row and each.priority_id == row.priority_id]
    place = same.index(row) if row else 0
    if row is None or place == 0:
        return
    rows.remove(row)
    rows.insert(rows.index(same[place - 1]), row)
    for position, each in enumerate(rows, 1):
        each.position = position
    Logic.objects.bulk_update(rows, ["position"])
    log("plans.move_logic", row, actor=actor, of=found)


# --- means ----------------------------------------------------------------------------------------


@transaction.atomic
def write_means(
    plan: SafetyPlan,
    words: MeansWords,
    *,
    pk: int | None = None,
    version: int = 0,
    actor: User,
    role: str,
) -> list[Means]:
    """Write money or people: a new line for each year, or line `pk` as it was read at `version`.

    Raises `RefusedError`; `StaleError` when somebody else changed it since: nothing is written.
    """
    found = open_plan(plan, role, WRITE_PLAN)
    years = queries.years_of(found)
    refuse(rules.OUTSIDE_PERIOD if not words.years else None)
    for year in words.years:
        refuse(rules.means_refusal(words.what, words.line(year), years[0], years[-1]))
    of = _priority(found, words.priority)
    if pk is None:
        rows = [Means(plan=found, year=year) for year in words.years]
    else:
        rows = [_means(found, pk, version, words.years[0])]
    for row in rows:
        row.priority, row.what, row.cover = of, clean(words.what)[:160], clean(words.cover)[:160]
        row.amount, row.fte = words.amount, words.fte
        row.structural, row.region = words.structural, words.region
        row.save()
    _remember(found, actor)
    log(
        "plans.write_means",
        rows[0],
        actor=actor,
        of=found,
        details={"years": [row.year for row in rows]},
    )
    return rows


def _means(plan: SafetyPlan, pk: int, version: int, year: int) -> Means:
    row = plan.means.filter(pk=pk).first()
    if row is None or row.version != version:
        raise StaleError(row)
    row.version += 1
    row.year = year
    return row


@transaction.atomic
def remove_means(plan: SafetyPlan, pk: int, *, actor: User, role: str) -> None:
    """Take a line of means out; the log keeps its words. Raises `RefusedError`."""
    found = open_plan(plan, role, WRITE_PLAN)
    row = found.means.filter(pk=pk).first()
    if row is not None:
        log(
            "plans.remove_means",
            row,
            actor=actor,
            of=found,
            details={"from": f"{row.what} ({row.year})"},
        )
        row.delete()
