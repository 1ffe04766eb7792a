"""Reading the policy cycle: where a municipality is, and its fields and themes by their names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.foundation.access.guards import MemberRequest
from regie.foundation.access.queries import role_label
from regie.foundation.access.rules import ROLES
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import Lesson, PolicyCycle, SafetyField, SafetyTheme
from regie.foundation.cycles.rules import (
    FULL,
    LIGHT,
    VARIANTS,
    Period,
    after,
    current_of,
    phase_state,
    states,
)
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.queries import history
from regie.foundation.records.rows import Rows
from regie.policy import cycle as policy
from regie.policy import fields as fields_policy

# Who acts in a step without being a member of the municipality in Regie.
BODIES = {
    "executive": gettext_lazy("College van B en W"),
    "council": gettext_lazy("Gemeenteraad"),
    "management": gettext_lazy("Managementteam"),
    "police": gettext_lazy("Politie"),
    "prosecutor": gettext_lazy("Openbaar Ministerie"),
    "resident": gettext_lazy("Inwoners"),
}


SKIPS_READ = 100
"""Of so many skips the reason is looked up; more do not happen in one cycle."""


@dataclass(frozen=True)
class PhaseView:
    """A phase for the stepper; `state` is gereed, nu, straks, overgeslagen or voorbij: behind us,
    while nothing more is known without asking the pages of its steps."""

    code: str
    letter: str
    label: str
    summary: str
    state: str


@dataclass(frozen=True)
class StepView:
    """A step of the cycle: what it yields, who acts, who decides ("" when nobody has to)."""

    code: str
    phase: str
    label: str
    product: str
    actors: tuple[str, ...]
    decides: str
    state: str


@dataclass(frozen=True)
class VariantView:
    """A way of working in words: how many steps, the least weeks until the council decides, and
    which steps it leaves out."""

    code: str
    label: str
    steps: int
    weeks: int
    left_out: tuple[str, ...]

    @property
    def months(self) -> int:
        """The weeks as whole months, rounded up."""
        return -(-self.weeks * 12 // 52)


@dataclass(frozen=True)
class MoveView:
    """A move of the cycle that was made: when, by whom, to which step and why."""

    at: datetime
    actor: str
    label: str
    why: str


@dataclass(frozen=True)
class ThemeView:
    """A theme under the name it has here; `official` is the name in the policy, "" for an own
    theme."""

    pk: int
    code: str
    name: str
    official: str
    local_name: str
    flanking: bool
    own: bool


@dataclass(frozen=True)
class FieldView:
    """A safety field under the name it has here, with its themes in order."""

    pk: int
    code: str
    slug: str
    name: str
    official: str
    local_name: str
    themes: tuple[ThemeView, ...]


def current_cycle(municipality: Municipality) -> PolicyCycle | None:
    """The cycle that is worked on: the newest; 1 query."""
    cycles = list(PolicyCycle.objects.filter(municipality=municipality))
    place = current_of([period_of(cycle) for cycle in cycles])
    return None if place is None else cycles[place]


class _Read(MemberRequest):
    """A request for which the cycle was read."""

    cycle: PolicyCycle | None


def cycle_of(request: MemberRequest) -> PolicyCycle | None:
    """The cycle that is worked on, read once per request: a page and the frame around it share it.

    It comes with its municipality. 1 query the first time.
    """
    read = cast(_Read, request)
    if not hasattr(read, "cycle"):
        read.cycle = current_cycle(request.municipality)
        if read.cycle is not None:
            read.cycle.municipality = request.municipality
    return read.cycle


def lessons(municipality: Municipality, cycle: PolicyCycle | None = None) -> list[Lesson]:
    """The lessons of one cycle, or all that were not withdrawn, oldest first; 1 query."""
    found = Lesson.objects.filter(municipality=municipality, withdrawn_at__isnull=True)
    found = found.filter(cycle=cycle) if cycle is not None else found
    return list(found.select_related("cycle", "municipality"))


def period_of(cycle: PolicyCycle) -> Period:
    """The days of a cycle, extension included; no queries."""
    return Period(cycle.valid_from, cycle.last_day)


def other_periods(cycle: PolicyCycle) -> list[Period]:
    """The days of the other cycles of the same municipality; 1 query."""
    others = PolicyCycle.objects.filter(municipality_id=cycle.municipality_id)
    return [period_of(other) for other in others.exclude(pk=cycle.pk)]


def phases(cycle: PolicyCycle) -> list[PhaseView]:
    """The six phases, each with how far it is; no queries."""
    items = policy.CYCLE().phases
    here = next((s.phase for s in policy.CYCLE().steps if s.code == cycle.current_step), "")
    marks = states([item.code for item in items], here)
    return [
        PhaseView(
            code=item.code,
            letter=item.letter,
            label=chosen(item.name, item.name_en),
            summary=chosen(item.summary, item.summary_en),
            state=phase_state(
                [step.code for step in _steps_of(cycle.variant) if step.phase == item.code],
                mark,
                finished=cycle.finished_steps,
                skipped=cycle.skipped_steps,
            ),
        )
        for item, mark in zip(items, marks, strict=True)
    ]


def steps(cycle: PolicyCycle) -> list[StepView]:
    """The steps of this cycle's way of working, in order; no queries."""
    items = _steps_of(cycle.variant)
    marks = states([item.code for item in items], cycle.current_step)
    return [_step_view(item, mark) for item, mark in zip(items, marks, strict=True)]


def step_codes(variant: str) -> list[str]:
    """The codes of the steps of a way of working, in order; no queries."""
    return [item.code for item in _steps_of(variant)]


def variants() -> tuple[VariantView, ...]:
    """The ways of working, to choose from; no queries."""
    labels = {FULL: _("Volledig"), LIGHT: _("Licht")}
    return tuple(
        VariantView(
            code=code,
            label=labels[code],
            steps=len(_steps_of(code)),
            weeks=_weeks_until(policy.ADOPTION, light=code == LIGHT),
            left_out=tuple(
                chosen(item.name, item.name_en)
                for item in policy.CYCLE().steps
                if item not in _steps_of(code)
            ),
        )
        for code in VARIANTS
    )


def next_step(cycle: PolicyCycle) -> str:
    """The code of the step after the current one, without those that were skipped; the last step
    stays the last; no queries."""
    codes = step_codes(cycle.variant)
    if cycle.current_step not in codes:
        return codes[0]
    return after(codes, cycle.current_step, cycle.skipped_steps) or cycle.current_step


def step_label(code: str) -> str:
    """A step in the reader's language; the code itself when the policy no longer has it."""
    found = (item for item in policy.CYCLE().steps if item.code == code)
    return next((chosen(item.name, item.name_en) for item in found), code)


def left_out(cycle: PolicyCycle, phase: str) -> tuple[str, ...]:
    """The names of the steps of a phase that this way of working does not need; no queries."""
    needed = _steps_of(cycle.variant)
    found = (item for item in policy.CYCLE().steps_of(phase) if item not in needed)
    return tuple(chosen(item.name, item.name_en) for item in found)


def skips(cycle: PolicyCycle) -> dict[str, MoveView]:
    """Who skipped which step, when and why, by the code of the step; 1 query, none when nothing
    was skipped."""
    if not cycle.skipped_steps:
        return {}
    rows = history(cycle, verb="cycles.skip_step", limit=SKIPS_READ)
    newest_last = [(str(row.details.get("step")), row) for row in reversed(rows)]
    return {
        code: MoveView(row.at, row.actor, step_label(code), row.why)
        for code, row in newest_last
        if code in cycle.skipped_steps
    }


def moves(cycle: PolicyCycle, limit: int = 10) -> tuple[MoveView, ...]:
    """The last moves of the cycle, newest first; 1 query."""
    rows = history(cycle, verb="cycles.move_to_step", limit=limit)
    return tuple(
        MoveView(row.at, row.actor, step_label(str(row.details.get("step"))), row.why)
        for row in rows
    )


def fields_with_themes(cycle: PolicyCycle) -> tuple[FieldView, ...]:
    """The fields of a cycle with their themes, under local names where there are; 1 query."""
    themes = SafetyTheme.objects.filter(field=OuterRef("pk")).order_by("position", "pk")
    names = ("pk", "code", "local_name", "flanking", "own")
    fields = SafetyField.objects.filter(cycle=cycle).annotate(
        in_it=Rows(themes, **{name: name for name in names})
    )
    return tuple(
        _field_view(field, [SafetyTheme(**row) for row in field.in_it]) for field in fields
    )


def own_field_names(municipality: Municipality) -> dict[str, str]:
    """What a municipality calls its fields in the current cycle, by code; 1 query."""
    rows = SafetyField.objects.filter(cycle__municipality=municipality).select_related("cycle")
    fields = list(rows.order_by("-cycle__valid_from", "position"))
    cycles = list({field.cycle_id: field.cycle for field in fields}.values())
    place = current_of([period_of(cycle) for cycle in cycles])
    if place is None:
        return {}
    current = cycles[place].pk
    return {field.code: field.local_name for field in fields if field.cycle_id == current}


def _steps_of(variant: str) -> tuple[policy.StepItem, ...]:
    return tuple(item for item in policy.CYCLE().steps if item.light or variant != LIGHT)


def _weeks_until(code: str, *, light: bool) -> int:
    """The weeks of the longest chain of steps up to and with this one."""
    item = policy.step(code)
    before = (_weeks_until(c, light=light) for c in policy.CYCLE().needs_of(code, light=light))
    return (item.weeks_light if light else item.weeks) + max(before, default=0)


def _step_view(item: policy.StepItem, state: str) -> StepView:
    return StepView(
        code=item.code,
        phase=item.phase,
        label=chosen(item.name, item.name_en),
        product=chosen(item.product, item.product_en),
        actors=tuple(_actor(code) for code in item.actors),
        decides=_actor(item.decides) if item.decides else "",
        state=state,
    )


def _actor(code: str) -> str:
    return role_label(code) if code in ROLES else str(BODIES.get(code, code))


def _field_view(field: SafetyField, themes: Iterable[SafetyTheme]) -> FieldView:
    item = fields_policy.field(field.code)
    official = chosen(item.name, item.name_en)
    return FieldView(
        pk=field.pk,
        code=field.code,
        slug=item.slug,
        name=field.local_name or official,
        official=official,
        local_name=field.local_name,
        themes=tuple(_theme_view(theme) for theme in themes),
    )


def _theme_view(theme: SafetyTheme) -> ThemeView:
    official = "" if theme.own else _official_theme(theme.code)
    return ThemeView(
        pk=theme.pk,
        code=theme.code,
        name=theme.local_name or official or _("Naamloos thema"),
        official=official,
        local_name=theme.local_name,
        flanking=bool(theme.flanking),
        own=bool(theme.own),
    )


def _official_theme(code: str) -> str:
    item = fields_policy.theme(code)
    return chosen(item.name, item.name_en)
