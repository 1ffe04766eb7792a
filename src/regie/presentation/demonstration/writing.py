"""Writing the running plan: its figures, texts, objectives, logic and means."""

from decimal import Decimal
from typing import Any

from regie.foundation.cycles.models import PolicyCycle
from regie.planning.objectives import services as objectives
from regie.planning.objectives.grounds import Ground, ground
from regie.planning.objectives.readings import basis_of, suggestion
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plan_figures.rules import Source
from regie.planning.plan_figures.services import take_figure
from regie.planning.plans import services
from regie.planning.plans.models import PlanSection, SafetyPlan
from regie.presentation.demonstration.choosing import Priorities
from regie.presentation.demonstration.clock import on
from regie.presentation.demonstration.people import acting
from regie.presentation.demonstration.reading import STORY, Plain
from regie.ui.formats import fitting_decimals

APPROACH = "approach"
GIVEN = (
    "kind",
    "effect",
    "indicator",
    "measured_by",
    "measuring_plan",
    "unit",
    "direction",
    "baseline_source",
    "target_date",
    "owner",
    "holder",
)


def write(cycle: PolicyCycle, priorities: Priorities) -> SafetyPlan:
    """Begin the plan and write all of it. Raises `RefusedError` when a service refuses."""
    with on(STORY.day("writing")):
        plan = services.begin_plan(cycle, **acting("coos"))
        services.follow_priorities(plan, **acting("coos"))
    with on(STORY.day("figures_taken")):
        for row in STORY.rows("figures"):
            source = Source(row["kind"], row["code"], row.get("level", ""))
            take_figure(plan, source, **acting("ilse"))
        for section in plan.sections.select_related("priority"):
            text = STORY.text(name_of(section, priorities))
            services.write_text(section, text, seen=0, **acting("coos"))
        _write_objectives(plan, priorities)
        _write_logic(plan, priorities)
        _write_means(plan, priorities)
    return plan


def name_of(section: PlanSection, priorities: Priorities) -> str:
    """What the text of a part is called: its kind, for an approach with its priority."""
    codes = {row.pk: code for code, row in priorities.items()}
    code = codes.get(section.priority_id or 0, "")
    return f"{APPROACH}-{code}" if section.kind == APPROACH else section.kind


# --- objectives -----------------------------------------------------------------------------------


def _write_objectives(plan: SafetyPlan, priorities: Priorities) -> None:
    known = ground(plan.municipality)
    for told in STORY.rows("objectives"):
        words = ObjectiveWords(
            statement=told["statement"],
            priority=priorities[told["priority"]].pk,
            area_code=told.get("area", ""),
            means=tuple(told.get("means", ())),
            **{name: told[name] for name in GIVEN if name in told},
            **_measured(known, told),
        )
        row = objectives.write_objective(plan, words, **acting("coos"))
        for code, reason in told.get("overrides", {}).items():
            objectives.override(row, code, reason, **acting("coos"))


def _measured(known: Ground, told: Plain) -> dict[str, Any]:
    """The baseline with its years and source, and the target; from the picture when it is there."""
    first, last = told.get("years", (None, None))
    values: dict[str, Any] = {"baseline_from": first, "baseline_to": last}
    values["target"] = _decimal(told.get("target"))
    values["target_percent"] = _decimal(told.get("target_percent"))
    if not told.get("indicator"):
        return values | {"baseline": _decimal(told.get("baseline"))}
    area = told.get("area", "")
    found = suggestion(known, told["indicator"], area, (first, last))
    if found is None:
        raise ValueError(f"no figures of {told['indicator']} in {first}-{last}")
    if "target_share" in told:
        share = float(found.value) * told["target_share"]
        values["target"] = round(Decimal(repr(share)), fitting_decimals([share]))
    return values | {
        "baseline": found.value,
        "baseline_source": found.source,
        "baseline_basis": basis_of(found, told["indicator"], area),
        "unit": found.unit,
    }


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


# --- logic and means ------------------------------------------------------------------------------


def _write_logic(plan: SafetyPlan, priorities: Priorities) -> None:
    for told in STORY.rows("logic"):
        words = {name: told.get(name, "") for name in ("doing", "effect", "because", "source")}
        of = priorities[told["priority"]]
        services.write_logic(plan, of.pk, services.LogicWords(**words), **acting("coos"))


def _write_means(plan: SafetyPlan, priorities: Priorities) -> None:
    first, last = STORY.told["period"]
    for told in STORY.rows("means"):
        words = services.MeansWords(
            what=told["what"],
            years=tuple(range(first, last + 1)),
            priority=priorities[told["priority"]].pk if "priority" in told else None,
            amount=_decimal(told.get("amount")),
            fte=Decimal(told["fte"]) if "fte" in told else None,
            structural=told.get("structural", False),
            cover=told.get("cover", ""),
            region=told.get("region", False),
        )
        services.write_means(plan, words, **acting("coos"))
