"""Who takes a plan further, and why not: the buttons on its pages, each with its reason."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.organizations.models import Municipality
from regie.planning.decision_desk.pages import SLUGS, about, day, to
from regie.planning.plan_decisions import queries, rules, workflow
from regie.planning.plan_decisions.permissions import AMEND, COUNCIL_ACT, PUBLISH
from regie.planning.plan_desk.overview import to as to_plan
from regie.planning.plans import rules as states
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.queries import is_light

Page = dict[str, Any]


# --- who does what --------------------------------------------------------------------------------


def label_of(name: str, state: str) -> str:
    """What a step is called on its button."""
    if name == workflow.TO_COUNCIL and state == states.TRIANGLE:
        return _("De driehoek heeft overlegd: naar de raad")
    return {
        workflow.OFFER: _("Bied het plan aan de partners aan"),
        workflow.TO_MANAGEMENT: _("Geef het plan aan het managementteam"),
        workflow.TO_EXECUTIVE: _("Geef het plan aan het college"),
        workflow.TO_TRIANGLE: _("Het college is akkoord: naar de driehoek"),
        workflow.TO_COUNCIL: _("Het college is akkoord: direct naar de raad"),
        workflow.ADOPT: _("Leg het besluit van de raad vast"),
        workflow.SEND_BACK: _("Stuur het plan terug"),
        workflow.TAKE_BACK: _("Haal het plan terug"),
    }[name]


def readiness(plan: SafetyPlan) -> Page:
    """What lacks before the executive, with links; and what is only named. At most 4 queries."""
    found = queries.ready(plan)
    town = plan.municipality
    n = len(found.lacks)
    return {
        "lacks": [
            {
                "words": _(lack.sentence) % {"title": lack.title},
                "url": to_plan("section", town, pk=lack.part) if lack.part else goals_url(town),
            }
            for lack in found.lacks
        ],
        "remarks": found.remarks,
        "words": ngettext(
            "Het plan is nog niet klaar voor het college: er ontbreekt %(n)s punt.",
            "Het plan is nog niet klaar voor het college: er ontbreken %(n)s punten.",
            n,
        )
        % {"n": n},
    }


def goals_url(town: Municipality) -> str:
    """Where objectives are written; "" when that page is not built. No queries."""
    try:
        return reverse("objective_desk:list", kwargs={"gemeente": town.slug})
    except NoReverseMatch:
        return ""


def buttons(membership: Membership, plan: SafetyPlan, ready: Page | None) -> list[Page]:
    """The steps from here, each with its reason when it cannot be taken; the decision of the
    council is always named, and the first that can be taken stands out. At most 1 query."""
    made = [
        _button(membership, plan, name, ready)
        for name in workflow.names_from(plan.state)
        if name not in {workflow.WITHDRAW, workflow.SUPERSEDE}
    ]
    if plan.state in workflow.WAY[:-2]:
        made.append(_adopt_later(plan))
    ahead = [each for each in made if each.get("kind") == "primary" and not each["refused"]]
    for each in ahead[1:]:
        each["kind"] = "secondary"
    return made


def _button(membership: Membership, plan: SafetyPlan, name: str, ready: Page | None) -> Page:
    refused = refusal(membership, plan, name)
    if not refused and name == workflow.TO_EXECUTIVE and ready and ready["lacks"]:
        refused = ready["words"]
    town = plan.municipality
    adopts = name == workflow.ADOPT
    return {
        "name": name,
        "label": label_of(name, plan.state),
        "url": to("adopt", town) if adopts else to("step", town, slug=SLUGS[name]),
        "refused": refused,
        "kind": "primary" if name in workflow.FORWARD else "secondary",
        "stands_in": not refused and stands_in(membership, plan, name),
    }


def _adopt_later(plan: SafetyPlan) -> Page:
    return {
        "name": workflow.ADOPT,
        "label": label_of(workflow.ADOPT, plan.state),
        "url": "",
        "refused": _(rules.stands(plan.state)),
    }


def refusal(membership: Membership, plan: SafetyPlan, name: str) -> str:
    """Why this member cannot take a step now, in words; "" when it can. At most 1 query."""
    arrow = workflow.PLAN.step(name, state=plan.state)
    if arrow is None:
        return _(rules.stands(plan.state))
    acts = queries.hat(plan.municipality, arrow.by, membership.role)
    return "" if acts in arrow.by else _(arrow.refusal)


def stands_in(membership: Membership, plan: SafetyPlan, name: str) -> bool:
    """Whether the coordinator writes down what somebody decided who does not work with Regie."""
    arrow = workflow.PLAN.step(name, state=plan.state)
    return arrow is not None and membership.role not in arrow.by


def next_for_others(plan: SafetyPlan) -> list[Page]:
    """For who only reads: that the council still has to decide, and who writes that down."""
    if plan.state not in workflow.WAY[:-1]:
        return []
    refused = rules.stands(plan.state)
    if plan.state == states.COUNCIL:
        refused = workflow.CLERK_ONLY
    return [_adopt_later(plan) | {"refused": _(refused)}]


def life(membership: Membership, plan: SafetyPlan) -> Page:
    """Publication, extension and withdrawal, each with why not. At most 2 queries."""
    known = queries.publication_of(plan)
    return {
        "publication": known,
        "published": day(known.day) if known else "",
        "police": day(known.police_on) if known and known.police_on else "",
        "retroactive": _retroactive(plan),
        "buttons": [
            {
                "label": label,
                "url": f"{to(name, plan.municipality)}?plan={plan.pk}",
                "refused": life_refusal(membership, plan, name),
            }
            for name, label in (
                (
                    "publish",
                    _("Wijzig de bekendmaking") if known else _("Leg de bekendmaking vast"),
                ),
                ("extend", _("Verleng het plan")),
                ("withdraw", _("Trek het plan in")),
            )
        ]
        if membership.role in states.INSIDE
        else [],
    }


def _retroactive(plan: SafetyPlan) -> str:
    if plan.state not in {states.ADOPTED, states.SUPERSEDED}:
        return ""
    decided = [row.day for row in queries.council_decisions(plan).values()]
    if not decided or not rules.is_retroactive(plan.valid_from, max(decided)):
        return ""
    return _("Het plan geldt vanaf %(first)s, voor de dag van het besluit. Dat komt vaak voor.") % {
        "first": day(plan.valid_from)
    }


def life_refusal(membership: Membership, plan: SafetyPlan, name: str) -> str:
    """Why an adopted plan cannot be made known, extended or ended now; "" when it can."""
    if name == "withdraw":
        return refusal(membership, plan, workflow.WITHDRAW)
    open_to = {states.ADOPTED} | ({states.SUPERSEDED} if name == "publish" else set())
    if plan.state not in open_to:
        return _(rules.stands(plan.state))
    action = PUBLISH if name == "publish" else COUNCIL_ACT
    role = membership.role
    if name == "extend":
        role = queries.hat(plan.municipality, workflow.BY_CLERK, role)
        return "" if role in workflow.BY_CLERK else _(COUNCIL_ACT.refusal)
    return decision(action, role=role).reason


def may_amend(membership: Membership, plan: SafetyPlan) -> str:
    """Why this member cannot write an amendment now; "" when it can. No queries."""
    allowed = decision(AMEND, role=membership.role)
    if not allowed:
        return allowed.reason
    return "" if plan.state == states.COUNCIL else _(rules.ONLY_AT_COUNCIL)


def asked_for(plan: SafetyPlan, name: str) -> tuple[str, ...]:
    """The bodies that a step passes over and of which a reason is asked. 1 query."""
    arrow = workflow.PLAN.step(name, state=plan.state)
    if arrow is None or name in workflow.BACK:
        return ()
    known = queries.passed(queries.decisions_of(plan))
    return rules.to_explain(arrow.source, arrow.target, light=is_light(plan), passed=known)


# --- the pages where it is written down -----------------------------------------------------------


def step_page(membership: Membership, plan: SafetyPlan, name: str) -> Page:
    """What stands around the form of a step. At most 5 queries."""
    ready = readiness(plan) if name == workflow.TO_EXECUTIVE else None
    refused = refusal(membership, plan, name)
    if not refused and ready and ready["lacks"]:
        refused = ready["words"]
    return about(membership, plan) | {
        "name": name,
        "label": label_of(name, plan.state),
        "refused": refused,
        "ready": ready,
        "stands_in": not refused and stands_in(membership, plan, name),
        "back": name in workflow.BACK,
    }


def adopt_page(membership: Membership, plan: SafetyPlan) -> Page:
    """What stands around the form of the council's decision. At most 3 queries."""
    edition = queries.last_edition(plan, states.COUNCIL)
    rows = [row for row in queries.amendments_of(plan) if edition and row.edition_id == edition.pk]
    return about(membership, plan) | {
        "refused": refusal(membership, plan, workflow.ADOPT),
        "stands_in": stands_in(membership, plan, workflow.ADOPT),
        "amendments": rows,
        "waits": [row.code for row in rows if not row.outcome],
        "edition": edition,
    }


def life_page(membership: Membership, plan: SafetyPlan, name: str) -> Page:
    """What stands around the form of making known, extending or ending. At most 2 queries."""
    titles = {
        "publish": (_("Wanneer is het plan bekendgemaakt?"), _("Leg vast")),
        "extend": (_("Hoe lang geldt het plan?"), _("Verleng het plan")),
        "withdraw": (_("Waarom vervalt het plan?"), _("Trek het plan in")),
    }
    title, label = titles[name]
    return about(membership, plan) | {
        "title": title,
        "label": label,
        "danger": name == "withdraw",
        "refused": life_refusal(membership, plan, name),
    }
