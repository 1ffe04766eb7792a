"""Writing a plan: beginning it, its texts in versions, drafts of one person, and its days.

Its parts are changed in `structure`, logic and means in `substance`; both are offered here too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import refuse
from regie.foundation.records.services import log
from regie.planning.plans import origins, queries, rules
from regie.planning.plans.models import (
    PlanMunicipality,
    PlanSection,
    SafetyPlan,
    SectionDraft,
    SectionText,
)
from regie.planning.plans.origins import Origin
from regie.planning.plans.permissions import AMEND_PLAN, MANAGE_PLAN, WRITE_PLAN
from regie.planning.plans.structure import (
    add_section,
    follow_priorities,
    move_section,
    remove_section,
    rename_section,
    restore_section,
)
from regie.planning.plans.substance import (
    LogicWords,
    MeansWords,
    StaleError,
    move_logic,
    remove_logic,
    remove_means,
    write_logic,
    write_means,
)
from regie.planning.plans.writing import clean, locked_section, open_plan, open_section
from regie.planning.priorities.writing import locked
from regie.policy.plan_sections import PLAN_SECTIONS, SectionItem

__all__ = [
    "LogicWords",
    "MeansWords",
    "Saved",
    "StaleError",
    "add_section",
    "follow_priorities",
    "move_logic",
    "move_section",
    "remove_logic",
    "remove_means",
    "remove_section",
    "rename_section",
    "restore_section",
    "write_logic",
    "write_means",
]

TITLE = _("Integraal veiligheidsplan %(town)s %(first)s–%(last)s")


@dataclass(frozen=True)
class Saved:
    """What saving a text did: the version that was made (None: nothing new was said), and the
    version of somebody else that was there first. With `theirs` the own text is kept beside it."""

    row: SectionText | None
    theirs: SectionText | None = None


# --- the plan -------------------------------------------------------------------------------------


@transaction.atomic
def begin_plan(cycle: PolicyCycle, *, actor: User, role: str) -> SafetyPlan:
    """Begin the plan of a cycle with the parts of its way of working, or answer the one that is
    there. Raises `RefusedError`.

    The plan gets the period of the cycle, and the plan that holds now as its predecessor.
    """
    may(MANAGE_PLAN, role)
    cycle = locked(cycle)
    known = queries.plan_in(cycle)
    if known is not None:
        return known
    years = {"first": cycle.valid_from.year, "last": cycle.last_day.year}
    plan = SafetyPlan.objects.create(
        municipality=cycle.municipality,
        cycle=cycle,
        predecessor=_before(cycle),
        title=(TITLE % {"town": cycle.municipality.name, **years})[:160],
        valid_from=cycle.valid_from,
        valid_to=cycle.last_day,
        made_by=actor,
    )
    PlanMunicipality.objects.create(plan=plan, municipality=plan.municipality, lead=True)
    _make_parts(plan, PLAN_SECTIONS().of(light=queries.is_light(plan)))
    log("plans.begin", plan, actor=actor)
    return plan


def _before(cycle: PolicyCycle) -> SafetyPlan | None:
    rows = SafetyPlan.objects.filter(municipality=cycle.municipality, state=rules.ADOPTED)
    return rows.filter(valid_from__lt=cycle.valid_from).first()


def _make_parts(plan: SafetyPlan, items: Iterable[SectionItem]) -> None:
    priorities = queries.priorities_of(plan)
    wanted = [
        (item.code, priority)
        for item in items
        for priority in (priorities if item.per_priority else (None,))
    ]
    PlanSection.objects.bulk_create(
        PlanSection(plan=plan, kind=code, priority=priority, position=place)
        for place, (code, priority) in enumerate(wanted, 1)
    )


@transaction.atomic
def describe_plan(
    plan: SafetyPlan,
    *,
    title: str,
    document_name: str,
    valid_from: date,
    valid_to: date,
    actor: User,
    role: str,
) -> SafetyPlan:
    """Give a plan its title, the name this municipality has for it, and its days.

    Raises `RefusedError`.
    """
    found = open_plan(plan, role)
    refuse(rules.period_refusal(title, valid_from, valid_to))
    found.title, found.document_name = clean(title)[:160], clean(document_name)[:80]
    found.valid_from, found.valid_to = valid_from, valid_to
    found.save(update_fields=["title", "document_name", "valid_from", "valid_to"])
    log("plans.describe", found, actor=actor)
    return found


@transaction.atomic
def add_party(
    plan: SafetyPlan, municipality: Municipality, *, actor: User | None, role: str
) -> PlanMunicipality:
    """Make a plan one of this municipality too; a second time changes nothing.

    Its members read the shared core once the plan is adopted. Raises `RefusedError`.
    """
    found = open_plan(plan, role)
    row, made = found.parties.get_or_create(municipality=municipality)
    if made:
        log("plans.add_party", found, actor=actor, details={"to": municipality.name})
    return row


# --- texts ----------------------------------------------------------------------------------------


@transaction.atomic
def write_text(
    section: PlanSection,
    text: str,
    *,
    seen: int,
    actor: User,
    role: str,
    origin: Origin | None = None,
) -> Saved:
    """Save a version of the text of a part; `seen` is the number of the last one that was read.

    When somebody else saved since, theirs counts and this text is kept beside it: `theirs` says
    so. The draft of this person is gone then. `origin` says where the text comes from when nobody
    typed it. Raises `RefusedError`; at most 9 queries.
    """
    found = open_section(section, role)
    return _write(found, text, seen, actor, origin)


@transaction.atomic
def amend_text(
    section: PlanSection, text: str, *, origin: Origin, actor: User, role: str
) -> SectionText | None:
    """Change the text of a plan that lies at the council, with the amendment as its `origin`.

    None when the text is what it was. Raises `RefusedError`.
    """
    may(AMEND_PLAN, role)
    found = locked_section(section)
    refuse(rules.amending_refusal(found.plan.state, origin))
    return _write(found, text, _last_number(found), actor, origin).row


@transaction.atomic
def restore_text(section: PlanSection, number: int, *, actor: User, role: str) -> Saved:
    """Let an earlier version count again: a new version with its words. Raises `RefusedError`."""
    found = open_section(section, role)
    row = found.texts.filter(number=number).first()
    refuse(rules.UNKNOWN_VERSION if row is None else None)
    text = row.text if row else ""
    origin = origins.origin(origins.RESTORED, number=number)
    return _write(found, text, _last_number(found), actor, origin)


@transaction.atomic
def settle(section: PlanSection, number: int, *, seen: int, actor: User, role: str) -> Saved:
    """Choose which of two texts stays: version `number` counts from now on, what else was read
    (`seen`) is settled and stays in the history. Raises `RefusedError`."""
    found = open_section(section, role)
    row = found.texts.filter(number=number).first()
    refuse(rules.UNKNOWN_VERSION if row is None else None)
    text = row.text if row else ""
    origin = origins.origin(origins.CHOSEN, number=number)
    return _write(found, text, seen, actor, origin, even_same=True)


def _write(
    section: PlanSection,
    text: str,
    seen: int,
    actor: User,
    origin: Origin | None,
    *,
    even_same: bool = False,
) -> Saved:
    """A new version, unless it says what is there already and settles nothing."""
    words = clean(text.replace("\r\n", "\n"))
    refuse(rules.text_refusal(words))
    rows = list(section.texts.defer("text").order_by("-number"))
    current = next((row for row in rows if not row.beside), None)
    now = current.text if current else ""
    waits = [row for row in queries.waiting(rows) if row.number <= seen]
    if now == words and not (even_same or waits):
        _forget(section, actor)
        return Saved(None)
    beside = current is not None and rules.is_beside(current.number, seen)
    made = SectionText.objects.create(
        section=section,
        number=(rows[0].number if rows else 0) + 1,
        text=words,
        beside=beside,
        settles=0 if beside else seen,
        origin=origin or {},
        made_by=actor,
    )
    _forget(section, actor)
    log("plans.write", section, actor=actor, of=section.plan, details={"number": made.number})
    return Saved(made, current if beside else None)


def _last_number(section: PlanSection) -> int:
    found: int | None = section.texts.aggregate(last=Max("number"))["last"]
    return found or 0


def _forget(section: PlanSection, actor: User | None) -> None:
    SectionDraft.objects.filter(section=section, person=actor).delete()


# --- drafts ---------------------------------------------------------------------------------------


def keep_draft(
    section: PlanSection, text: str, *, seen: int, actor: User, role: str
) -> SectionDraft:
    """Keep what one person typed and did not save yet; everybody has one draft per part.

    Nobody else reads it and it is no change of the plan, so the log has no row of it. What this
    person saved a moment ago is not kept again: that request was on its way when the button was
    pressed. Give the part with its plan read along. Raises `RefusedError`; at most 6 queries.
    """
    may(WRITE_PLAN, role)
    refuse(None if section.removed_at is None else rules.REMOVED)
    refuse(rules.writing_refusal(section.plan.state))
    words = text.replace("\r\n", "\n")
    refuse(rules.text_refusal(words))
    now = timezone.now()
    just = now - timedelta(seconds=rules.ON_ITS_WAY)
    saved = section.texts.filter(made_by=actor, number__gt=seen, made_at__gt=just)
    if saved.exists():
        return SectionDraft(section=section, person=actor, text=words, saved_at=now)
    kept, _made = SectionDraft.objects.update_or_create(
        section=section, person=actor, defaults={"text": words, "based_on": seen}
    )
    return kept


def discard_draft(section: PlanSection, *, actor: User) -> None:
    """Throw away the own draft; what was saved stays. No row in the log: see `keep_draft`."""
    _forget(section, actor)
