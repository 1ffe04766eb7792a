"""From what is typed to an objective that can be judged and kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from regie.evidence.indicators.models import Indicator
from regie.foundation.areas.queries import AreaView
from regie.foundation.organizations.models import Municipality
from regie.planning.critiques.facts import Facts
from regie.planning.objectives import queries, readings, rules
from regie.planning.objectives.grounds import Ground
from regie.planning.objectives.models import Comparison, Objective, ObjectiveKind
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
    homes: Mapping[str, int] = field(default_factory=dict)
    """The municipality of each area, in a joint plan."""
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


def town_of(whole: Ground, row: Objective | None, sent: Mapping[str, Any]) -> Municipality | None:
    """The municipality of a joint plan that an objective is of: as it was chosen, else that of its
    area; None for all together. No queries but those of the places."""
    if not whole.together:
        return None
    chosen = str(sent.get("municipality", row.municipality_id if row else "") or "")
    chosen = chosen or str(homes_of(whole).get(str(sent.get("area_code") or ""), ""))
    return next((town for town in whole.together if str(town.pk) == chosen), None)


def offers_of(
    plan: SafetyPlan,
    whole: Ground,
    known: Ground,
    row: Objective | None,
    sent: Mapping[str, Any],
) -> Offers:
    """What there is to choose from: the figures of `known`, those of the priority first, what was
    asked for, and always what was chosen already; the areas of every municipality. 3 queries."""
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
        areas=areas_of(whole),
        towns=whole.together,
        homes=homes_of(whole),
        kept=(kept, row.indicator.name if row and row.indicator else ""),
    )


def homes_of(whole: Ground) -> dict[str, int]:
    """The municipality of each area of a joint plan; empty for a plan of one."""
    if not whole.together:
        return {}
    return {
        code: part.municipality.pk
        for part in whole.parts
        for found in (part.places.districts, part.places.neighbourhoods)
        for code in found
    }


def _themes(priorities: Sequence[Priority], asked: str) -> list[str]:
    """The codes of the themes of a priority; of all of them when none was chosen. 1 query."""
    chosen = [each for each in priorities if str(each.pk) == asked] or list(priorities)
    rows = Priority.themes.through.objects.filter(priority__in=[each.pk for each in chosen])
    return list(dict.fromkeys(rows.values_list("safetytheme__code", flat=True)))


def areas_of(whole: Ground) -> list[tuple[str, list[tuple[str, str]]]]:
    """The districts and neighbourhoods of each municipality of the plan, by code and name."""
    return [
        (label % {"town": part.municipality.name}, [(code, area.name) for code, area in areas])
        for part in whole.parts
        for label, areas in _groups(part, joint=bool(whole.together))
        if areas
    ]


def _groups(part: Ground, *, joint: bool) -> Iterator[tuple[str, list[tuple[str, AreaView]]]]:
    districts, neighbourhoods = part.places.districts, part.places.neighbourhoods
    yield _("Wijken in %(town)s") if joint else _("Wijken"), list(districts.items())
    yield _("Buurten in %(town)s") if joint else _("Buurten"), list(neighbourhoods.items())


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


FILLED = ("relative", "bundle", "output")
"""Ways to make an objective measurable that the form can be filled with."""


def way_values(code: str, facts: Facts) -> dict[str, Any]:
    """What is typed in the form to go such a way; {} when there is nothing to fill in."""
    if code == "relative":
        return {"beside": Comparison.PEERS.value}
    if code == "output":
        return {"kind": ObjectiveKind.OUTPUT.value}
    together = facts.bundle
    if code != "bundle" or together is None:
        return {}
    return {
        "indicator": "own",
        "measured_by": _("alle soorten van dit thema samen (%(name)s)") % {"name": together.name},
        "measuring_plan": _("De gemeente telt elk jaar de cijfers van de politie op."),
        "unit": _("misdrijven"),
        "baseline": f"{together.count:.0f}",
        "baseline_from": together.year or "",
        "baseline_to": together.year or "",
        "baseline_source": facts.source,
    }


def means_of(row: Objective | None) -> tuple[str, ...]:
    """The means of an objective; none of a new one."""
    return queries.means_words(row) if row else ()
