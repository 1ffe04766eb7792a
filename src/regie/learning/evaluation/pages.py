"""What stands on the pages of evaluations: plain values for a template."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.accounts.languages import spoken
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.engine import WRONG_STATE
from regie.foundation.records.threads import Ref, address
from regie.learning.evaluation import queries, rules, words, workflow
from regie.learning.evaluation.freezing import frozen
from regie.learning.evaluation.models import Evaluation, EvaluationEdition, Goal
from regie.learning.evaluation.permissions import EDIT_EVALUATION, GIVE_VIEW, SEE_DRAFTS
from regie.learning.evaluation.rules import Facts, Weight
from regie.ui.paper_forms import forms_of

Page = dict[str, Any]
Frozen = Mapping[str, Any]
STATES = {
    workflow.DRAFT: "info",
    workflow.SHARED: "warning",
    workflow.CONCLUDED: "positive",
    workflow.WITHDRAWN: "neutral",
}
LESSONS = ("worked", "did_not_work", "open")


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"evaluation:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, item: Evaluation | None = None) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    path = [(_("Evaluatie"), to("list", municipality))]
    return [*path, (item.plan, to("show", municipality, pk=item.pk))] if item else path


def list_page(membership: Membership) -> Page:
    """Every evaluation this member may see. 1 query."""
    found = list(queries.seen_by(membership))
    return {
        "items": [(item, STATES[item.state], getattr(item, "edition", None)) for item in found],
        "may_edit": decision(EDIT_EVALUATION, role=membership.role),
        "open": any(item.state in workflow.EDITABLE for item in found),
    }


# --- working on it --------------------------------------------------------------------------------


def work_page(membership: Membership, item: Evaluation) -> Page:
    """How far an evaluation is, what is missing, and what can be done. At most 8 queries."""
    facts, goals = queries.facts_of(item), queries.goals_of(item)
    found = rules.points(facts)
    return {
        "item": item,
        "badge_kind": STATES[item.state],
        "crumbs": crumbs(item.municipality),
        "parts": _parts(item, facts, goals),
        "goals": [_line(goal) for goal in goals],
        "refuses": _sentences(found, Weight.REFUSES),
        "warns": _sentences(found, Weight.WARNS),
        "buttons": buttons(membership, item),
        "may_edit": decision(EDIT_EVALUATION, role=membership.role),
        "may_view": decision(GIVE_VIEW, role=membership.role),
        "shared": item.state == workflow.SHARED,
        "editable": item.state in workflow.EDITABLE,
    }


def _sentences(found: Sequence[rules.Point], weight: Weight) -> list[str]:
    return [words.sentence(point) for point in found if point.weight is weight]


def _parts(item: Evaluation, facts: Facts, goals: Sequence[Goal]) -> list[Page]:
    """The parts in their order, each with how far it is."""
    asked = len(words.questions(item.form))
    people = len({v.made_by_id for goal in goals for v in goal.perspectives.all()})
    judged = sum(bool(goal.verdict) for goal in facts.goals)
    parts = (
        (
            "answers",
            _("Vragen"),
            not facts.unanswered,
            (asked - facts.unanswered, asked),
        ),
        ("goals", _("Oude doelen"), bool(goals) and judged == len(goals), (judged, len(goals))),
        ("views", _("Kijk van anderen"), people > 0, None),
        ("lessons", _("Lessen"), facts.lessons > 0, None),
        ("preview", _("Bekijken"), item.state == workflow.CONCLUDED, None),
    )
    notes = {
        "views": ngettext("%(n)s persoon", "%(n)s mensen", people) % {"n": people},
        "lessons": ngettext("%(n)s les", "%(n)s lessen", facts.lessons) % {"n": facts.lessons},
    }
    first = next((name for name, _label, done, _count in parts if not done), "")
    return [
        {
            "label": label,
            "url": to(name, item.municipality, pk=item.pk),
            "state": "gereed" if done else "nu" if name == first else "straks",
            "note": _("%(n)s van %(all)s") % {"n": count[0], "all": count[1]}
            if count
            else notes.get(name, ""),
        }
        for name, label, done, count in parts
    ]


def _line(goal: Goal) -> Page:
    """An old goal in one line: the verdict of the municipality beside how others see it."""
    seen = rules.spread(view.verdict for view in goal.perspectives.all())
    return {
        "goal": goal,
        "verdict": words.verdict_name(goal.verdict),
        "kind": words.BADGES[goal.verdict],
        "spread": words.spread_words(seen),
        "differs": _differs(goal.verdict, seen),
    }


def _differs(verdict: str, seen: rules.Spread) -> bool:
    """Whether people, the municipality among them, do not all say the same."""
    said = {code for code, _n in seen.counts} | ({verdict} if verdict else set())
    return len(said) > 1


def buttons(membership: Membership, item: Evaluation) -> Page:
    """The steps that fit this state: the reason why this role may not, or "" when it may."""
    refusals = {
        name: workflow.EVALUATION.refusal(name, state=item.state, role=membership.role)
        for name in ("share", "return", "conclude", "withdraw")
    }
    fitting = {name: reason for name, reason in refusals.items() if reason != WRONG_STATE}
    return {name: _(reason) if reason else "" for name, reason in fitting.items()}


# --- reading it -----------------------------------------------------------------------------------


def reading_page(membership: Membership, item: Evaluation) -> Page:
    """An evaluation as the council reads it: the edition, or as it is now. At most 6 queries."""
    edition: EvaluationEdition | None = getattr(item, "edition", None)
    content = queries.content_of(edition) if edition else frozen(item)
    town = item.municipality
    return {
        "item": item,
        "badge_kind": STATES[item.state],
        "crumbs": crumbs(town),
        "edition": edition,
        "documents": forms_of("evaluation", town.slug, item.pk) if edition else [],
        "buttons": buttons(membership, item),
        "may_edit": decision(EDIT_EVALUATION, role=membership.role),
        "may_view": decision(GIVE_VIEW, role=membership.role),
        "shared": item.state == workflow.SHARED,
        "works": membership.role in SEE_DRAFTS and edition is None,
        **told(content, spoken(), town),
    }


def told(content: Frozen, language: str, municipality: Municipality) -> Page:
    """Frozen values as a page wants them; no queries."""
    goals = [_told_goal(goal, language, municipality) for goal in content["goals"]]
    return {
        "counts": _counts(content["goals"]),
        "told_goals": goals,
        "chapters": _chapters(content, language),
        "lessons": [
            (kind, [item for item in content["lessons"] if item["kind"] == kind])
            for kind in LESSONS
        ],
        "whole": [_told_view(view, language) for view in content["whole"]],
        "differing": [goal["name"] for goal in goals if goal["differs"]],
        "short": content["short"],
        "why": content["concluded"]["why"] if content["concluded"] else "",
    }


def _counts(goals: Sequence[Frozen]) -> list[Page]:
    """How many old goals got each verdict, in the order of the verdicts."""
    found = [(code, sum(goal["verdict"] == code for goal in goals)) for code in rules.VERDICTS]
    return [
        {"label": words.verdict_name(code), "n": n, "icon": words.ICONS[code], "code": code}
        for code, n in found
    ]


def _told_goal(goal: Frozen, language: str, municipality: Municipality) -> Page:
    views = [_told_view(view, language) for view in goal["views"]]
    seen = rules.spread(view["verdict"] for view in goal["views"])
    known = goal["known"]
    return {
        **{name: goal[name] for name in ("name", "promised", "reason", "figure", "source")},
        "verdict": words.verdict_name(goal["verdict"]),
        "kind": words.BADGES[goal["verdict"]],
        "icon": words.ICONS[goal["verdict"]],
        "views": views,
        "spread": words.spread_words(seen),
        "differs": _differs(goal["verdict"], seen),
        "figures": {
            "name": known["name"].get(language, known["name"]["nl"]),
            "told": known["told"].get(language, known["told"]["nl"]),
            "url": known["url"],
        }
        if known
        else None,
        "thread": address(municipality.slug, Ref("old_goal", goal["id"])),
    }


def _told_view(view: Frozen, language: str) -> Page:
    return {
        "who": view["who"].get(language, view["who"]["nl"]),
        "verdict": words.verdict_name(view["verdict"]) if view["verdict"] else "",
        "kind": words.BADGES[view["verdict"]],
        "text": view["text"],
    }


def _chapters(content: Frozen, language: str) -> dict[str, list[tuple[str, str]]]:
    """Per chapter the questions that were answered, with the answer."""
    found: dict[str, list[tuple[str, str]]] = {code: [] for code in words.CHAPTERS}
    for answer in content["answers"]:
        question = answer["question"].get(language, answer["question"]["nl"])
        found[answer["chapter"]].append((question, answer["text"]))
    return found
