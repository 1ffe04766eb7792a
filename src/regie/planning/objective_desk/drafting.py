"""From what is typed to an objective that can be judged and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from regie.evidence.indicators.models import Indicator
from regie.foundation.organizations.models import Municipality
from regie.planning.objectives import queries, readings, rules
from regie.planning.objectives.evidence import Ground
from regie.planning.objectives.models import Objective
from regie.planning.objectives.readings import Measure, Suggestion
from regie.planning.objectives.telling import typed
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plans import queries as plans
from regie.planning.plans.models import SafetyPlan
from regie.planning.proposals.models import Priority


@dataclass(frozen=True)
class Offers:
    """What there is to choose from."""

    priorities: Sequence[Priority]
    measures: Sequence[Measure]
    areas: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    towns: Sequence[Municipality] = ()
    kept: tuple[str, str] = ("", "")
    """Code and name of the indicator that this objective has: it may be on offer no more."""


KEPT = (
    "statement",
    "effect",
    "kind",
    "measured_by",
    "measuring_plan",
    "area_code",
    "unit",
    "direction",
    "baseline",
    "baseline_from",
    "baseline_to",
    "baseline_source",
    "target",
    "target_date",
    "beside",
    "ambition",
    "owner",
    "holder",
)


def offers_of(
    plan: SafetyPlan,
    known: Ground,
    row: Objective | None,
    sent: Mapping[str, Any],
) -> Offers:
    """What there is to choose from: those of the priority first, what was asked for, and always
    what was chosen already. 4 queries."""
    priorities = plans.priorities_of(plan)
    of = str(sent.get("priority") or (row.priority_id if row else "") or "")
    themes = _themes(priorities, of)
    found, _more = readings.measures(known, themes, str(sent.get("asked") or "")[:80])
    kept = row.indicator.code if row and row.indicator else ""
    chosen = [
        each
        for code in dict.fromkeys((str(sent.get("indicator") or ""), kept))
        if code and (each := readings.measure(known, code))
    ]
    codes = {each.code for each in chosen}
    return Offers(
        priorities=priorities,
        measures=[*chosen, *(each for each in found if each.code not in codes)],
        areas=areas_of(known),
        towns=[party.municipality for party in plan.parties.select_related("municipality")],
        kept=(kept, row.indicator.name if row and row.indicator else ""),
    )


def _themes(priorities: Sequence[Priority], asked: str) -> list[str]:
    """The codes of the themes of a priority; of all of them when none was chosen. 1 query."""
    chosen = [each for each in priorities if str(each.pk) == asked] or list(priorities)
    rows = Priority.themes.through.objects.filter(priority__in=[each.pk for each in chosen])
    return list(dict.fromkeys(rows.values_list("safetytheme__code", flat=True)))


def areas_of(known: Ground) -> list[tuple[str, list[tuple[str, str]]]]:
    """The districts and neighbourhoods of the municipality, by code and name."""
    places = known.places
    groups = ((_("Wijken"), places.districts), (_("Buurten"), places.neighbourhoods))
    return [
        (label, [(code, area.name) for code, area in found.items()])
        for label, found in groups
        if found
    ]


def draft_of(plan: SafetyPlan, words: ObjectiveWords, before: Objective | None) -> Objective:
    """An objective that nobody kept yet, to be judged as if it was. At most 1 query."""
    made = Objective(plan=plan, **{name: getattr(words, name) for name in KEPT})
    made.target_percent = rules.signed(words.target_percent, words.direction)
    made.priority_id = words.priority
    made.indicator = _indicator(words.indicator, before)
    made.baseline_basis = dict(words.baseline_basis)
    return made


def _indicator(code: str, before: Objective | None) -> Indicator | None:
    if not code:
        return None
    if before and before.indicator and before.indicator.code == code:
        return before.indicator
    return Indicator.objects.filter(code=code).order_by("-version").first()


def unit_of(known: Ground, words: ObjectiveWords) -> str:
    """The unit that the chosen indicator has in the picture; "" for none. No queries."""
    found = readings.suggestion(known, words.indicator, words.area_code)
    return found.unit if found else ""


def asked_baseline(known: Ground, words: ObjectiveWords) -> Suggestion | None:
    """The baseline of the picture for what is typed: of the years that were typed when these have
    figures, else of the newest. No queries."""
    if not words.indicator:
        return None
    first = words.baseline_from or words.baseline_to
    last = words.baseline_to or words.baseline_from
    if first and last and last >= first:
        found = readings.suggestion(
            known, words.indicator, words.area_code, (first, last), words.unit
        )
        if found:
            return found
    return readings.suggestion(known, words.indicator, words.area_code, None, words.unit)


def baseline_values(found: Suggestion) -> dict[str, Any]:
    """A baseline of the picture as it is typed in the form."""
    return {
        "baseline": typed(found.value),
        "baseline_from": found.first,
        "baseline_to": found.last,
        "baseline_source": found.source,
        **({"unit": found.unit} if found.unit else {}),
    }


def means_of(row: Objective | None) -> tuple[str, ...]:
    """The means of an objective; none of a new one."""
    return queries.means_words(row) if row else ()
