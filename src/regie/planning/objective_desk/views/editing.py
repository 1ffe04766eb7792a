"""What stands on the page where an objective is written, and in the criticism beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.planning.objective_desk import drafting, pages
from regie.planning.objective_desk.drafting import Offers
from regie.planning.objective_desk.forms import (
    FEWEST_MEANS,
    MOST_MEANS,
    ObjectiveForm,
    first_values,
)
from regie.planning.objective_desk.pages import Page, area_names, to
from regie.planning.objectives import queries, readings, rules, telling
from regie.planning.objectives.content import content_of
from regie.planning.objectives.grounds import Ground, plan_ground
from regie.planning.objectives.judging import Judgement, judge
from regie.planning.objectives.models import Objective
from regie.planning.objectives.readings import Suggestion
from regie.planning.objectives.words import ObjectiveWords
from regie.planning.plans.models import SafetyPlan

SAVE, LOOK, BASELINE, MORE, WAY = "save", "look", "baseline", "more", "way-"


@dataclass(frozen=True)
class Desk:
    """What a page of writing rests on: the plan, the objective (None: a new one), the figures of
    its municipality or of all together, what there is to choose from, and the names of areas."""

    plan: SafetyPlan
    row: Objective | None
    known: Ground
    offers: Offers
    names: Mapping[str, str]


def desk(plan: SafetyPlan, row: Objective | None, sent: Mapping[str, Any]) -> Desk:
    """Read what a page of writing needs. 10 queries at most."""
    whole = plan_ground(plan)
    known = whole.of(drafting.town_of(whole, row, sent))
    offers = drafting.offers_of(plan, whole, known, row, sent)
    return Desk(plan, row, known, offers, area_names(whole))


# --- the form -------------------------------------------------------------------------------------


def rows_of(sent: Mapping[str, Any], row: Objective | None) -> int:
    """How many rows for means: those in use and one more."""
    typed = [name for name in sent if name.startswith("means_") and name[6:].isdecimal()]
    stored = len(drafting.means_of(row)) + 1
    return max(FEWEST_MEANS, len(typed) if typed else stored)


def first_form(
    at: Desk, priority: str = "", changes: Mapping[str, Any] | None = None
) -> ObjectiveForm:
    """The form before anybody typed, with `changes` filled in."""
    if at.row is not None:
        initial = first_values(at.row)
    else:
        initial = {
            "seen": 0,
            "priority": priority,
            "kind": "outcome",
            "beside": "itself",
            "direction": "",
            "indicator": "",
            "target_date": at.plan.last_day,
        }
    return ObjectiveForm(None, at.offers, {**initial, **(changes or {})}, rows=rows_of({}, at.row))


def sent_form(at: Desk, sent: Mapping[str, Any]) -> ObjectiveForm:
    """The form with what was typed."""
    return ObjectiveForm(sent, at.offers, rows=rows_of(sent, at.row))


def shown_again(at: Desk, sent: QueryDict, changes: Mapping[str, Any], more: int) -> ObjectiveForm:
    """The form with what was typed, not judged: nobody asked to save it yet."""
    initial = {**sent.dict(), **changes}
    rows = min(rows_of(sent, at.row) + more, MOST_MEANS)
    return ObjectiveForm(None, at.offers, initial, rows=rows)


def written(at: Desk, form: ObjectiveForm) -> ObjectiveWords:
    """What was typed, with the unit of the figures when nobody typed one, and with what the
    baseline was read from. No queries but those of a new indicator."""
    plain = form.written()
    unit = "" if plain.unit else drafting.unit_of(at.known, plain)
    draft = drafting.draft_of(at.plan, form.written(unit), at.row)
    before = at.row.baseline_basis if at.row else {}
    return form.written(unit, readings.basis_for(at.known, draft, before))


def judged(form: ObjectiveForm, words: ObjectiveWords, plan: SafetyPlan) -> bool:
    """Whether what was typed can be kept; else the form says why."""
    form.refuse(rules.refusal(words.claim(), plan.valid_from))
    return not form.errors


def way(at: Desk, words: ObjectiveWords, code: str) -> Page:
    """What is filled in to make an objective measurable in this way; {} for nothing."""
    if code not in drafting.FILLED:
        return {}
    draft = drafting.draft_of(at.plan, words, at.row)
    return drafting.way_values(code, judge(draft, at.known, words.means, {}).facts)


# --- criticism ------------------------------------------------------------------------------------


def critique(at: Desk, words: ObjectiveWords, unreadable: Sequence[str] = ()) -> Page:
    """What a critical reader says of what is typed. At most 1 query."""
    draft = drafting.draft_of(at.plan, words, at.row)
    standing = queries.live_overrides(at.row) if at.row else {}
    found = judge(draft, at.known, words.means, standing)
    said = bool(words.statement.strip())
    return {
        "judgement": found,
        "sentence": telling.sentence(draft, at.names.get(draft.area_code, "")) if said else "",
        "summary": summary(found, len(unreadable)),
        "unreadable": unreadable,
        "suggested": suggested(drafting.asked_baseline(at.known, words)),
        "measured": bool(words.indicator),
        "filled": drafting.FILLED,
    }


def summary(found: Judgement, unreadable: int) -> str:
    """How much there is to mend, in one sentence that is read aloud when it changes."""
    n = len(found.open) + unreadable
    if not n:
        return _("Een kritische lezer heeft hier niets op aan te merken.")
    grave = sum(item.level == "stop" for item in found.open)
    told = ngettext("%(n)s opmerking.", "%(n)s opmerkingen.", n) % {"n": n}
    if not grave:
        return told
    words = ngettext(
        "Bij %(n)s houdt niemand u straks aan dit doel.",
        "Bij %(n)s houdt niemand u straks aan dit doel.",
        grave,
    )
    return f"{told} {words % {'n': grave}}"


def suggested(found: Suggestion | None) -> Page | None:
    """The baseline of the picture in words."""
    if found is None:
        return None
    limits = None
    if found.low is not None and found.high is not None:
        limits = {"low": telling.amount(found.low), "high": telling.amount(found.high)}
    several = found.first != found.last
    words = _("%(value)s (gemiddelde van %(years)s)") if several else _("%(value)s (%(years)s)")
    return {
        "words": words
        % {
            "value": telling.in_unit(found.value, found.unit),
            "years": telling.years(found.first, found.last),
        },
        "limits": _("Met toeval kan het ook %(low)s tot %(high)s zijn.") % limits if limits else "",
        "source": found.source,
    }


# --- the page -------------------------------------------------------------------------------------


def editor_page(membership: Membership, at: Desk, form: ObjectiveForm, said: Page) -> Page:
    """The page where an objective is written. No queries."""
    town, row = at.plan.municipality, at.row
    url = to("critique_of", town, pk=row.pk) if row else to("critique", town)
    return pages.about(membership, at.plan) | {
        "crumbs": pages.crumbs(town, row),
        "row": row,
        "form": form,
        "critique": said,
        "critique_url": url,
        "back": to("show", town, pk=row.pk) if row else to("list", town),
        "title": _("Doel wijzigen") if row else _("Nieuw doel"),
    }


def both_versions(at: Desk, words: ObjectiveWords, theirs: Objective) -> list[dict[str, str]]:
    """Where the own words differ from how the objective stands now, field by field."""
    draft = drafting.draft_of(at.plan, words, theirs)
    draft.priority = next((p for p in at.offers.priorities if p.pk == words.priority), None)
    draft.municipality = next((t for t in at.offers.towns if t.pk == words.municipality), None)
    own = content_of(draft, words.means)
    stands = content_of(theirs, queries.means_words(theirs))
    return telling.differences(stands, own, at.names)
