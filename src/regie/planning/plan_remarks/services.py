"""Writing remarks, withdrawing them, and saying what was done with them."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Partner
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log
from regie.planning.plan_remarks import rules
from regie.planning.plan_remarks.models import PlanRemark, RemarkAnswer, RemarkOutcome
from regie.planning.plan_remarks.permissions import ANSWER, REMARK
from regie.planning.plans import origins
from regie.planning.plans import queries as plans
from regie.planning.plans.models import PlanSection
from regie.planning.plans.services import write_text
from regie.planning.plans.writing import clean, locked_section


@dataclass(frozen=True, kw_only=True)
class RemarkWords:
    """What somebody wants to say. `quote` is the paragraph as it was read."""

    text: str = ""
    suggestion: str = ""
    quote: str = ""
    on_behalf: str = ""


@transaction.atomic
def remark(
    section: PlanSection,
    words: RemarkWords,
    *,
    seen: int,
    partner: Partner | None = None,
    actor: User,
    role: str,
) -> PlanRemark:
    """Say something about a part of the plan. Raises `RefusedError` with the reason.

    A paragraph that somebody changed since it was read is refused, so that nobody comments on
    words that are no longer there.
    """
    may(REMARK, role)
    found = locked_section(section)
    refuse(rules.remarking_refusal(found.plan.state, role))
    refuse(rules.words_refusal(words.text, words.suggestion, words.quote))
    if words.quote.strip():
        now = plans.section_view(found).text
        refuse(None if words.quote.strip() in map(str.strip, rules.paragraphs(now)) else rules.GONE)
    made = PlanRemark.objects.create(
        section=found,
        seen=seen,
        quote=words.quote.strip(),
        text=clean(words.text),
        suggestion=clean(words.suggestion),
        on_behalf=clean(words.on_behalf),
        partner=partner,
        made_by=actor,
    )
    _log("remark", made, actor)
    return made


@transaction.atomic
def withdraw(item: PlanRemark, *, actor: User, role: str) -> None:
    """Take one's own remark back, as long as nobody answered. Raises `RefusedError`."""
    may(REMARK, role)
    row = _locked(item)
    refuse(None if row.made_by_id == actor.pk else rules.NOT_YOUR_REMARK)
    refuse(rules.ANSWERED if row.answers.exists() else None)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    _log("withdraw", row, actor)


@transaction.atomic
def answer(
    item: PlanRemark, outcome: RemarkOutcome, text: str, *, actor: User, role: str
) -> RemarkAnswer:
    """Say what was done with a remark; saying it again adds a newer answer.

    Raises `RefusedError`.
    """
    may(ANSWER, role)
    row = _locked(item)
    words = clean(text)
    refuse(None if words else rules.NO_ANSWER)
    made = RemarkAnswer.objects.create(remark=row, outcome=outcome, text=words, made_by=actor)
    _log("answer", row, actor, to=outcome.value)
    return made


@transaction.atomic
def take_over(item: PlanRemark, text: str, *, actor: User, role: str) -> RemarkAnswer:
    """Put the suggestion into the text, and say so.

    Raises `RefusedError` when the paragraph is no longer there, or when the plan cannot be
    written now; the suggestion and its words stay.
    """
    may(ANSWER, role)
    row = _locked(item)
    refuse(None if row.suggestion else rules.NO_SUGGESTION)
    view = plans.section_view(row.section)
    changed = rules.put_into(view.text, row.quote, row.suggestion)
    if changed is None:
        raise RefusedError(rules.TEXT_CHANGED)
    who = row.on_behalf or str(row.made_by)
    origin = origins.origin(origins.SUGGESTION, who=who)
    write_text(row.section, changed, seen=view.seen, actor=actor, role=role, origin=origin)
    return answer(row, RemarkOutcome.ADOPTED, text, actor=actor, role=role)


def _locked(item: PlanRemark) -> PlanRemark:
    rows = PlanRemark.objects.select_for_update(of=("self",))
    row = rows.select_related("section__plan__municipality", "made_by").get(pk=item.pk)
    refuse(rules.WITHDRAWN if row.withdrawn_at else None)
    return row


def _log(verb: str, row: PlanRemark, actor: User, *, to: str = "") -> None:
    code = row.section.plan.municipality.code
    details = {"to": to} if to else {}
    log(f"plan_remarks.{verb}", row, actor=actor, municipality_code=code, details=details)
