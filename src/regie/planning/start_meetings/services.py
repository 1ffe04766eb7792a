"""Writing a start meeting: the list, the agenda, what partners bring in, and the report."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from regie.evidence.findings.rules import refuse_personal
from regie.evidence.street_knowledge import persons
from regie.evidence.street_knowledge import services as street
from regie.evidence.street_knowledge.models import Observation
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import COORDINATOR, PARTNER, may
from regie.foundation.accounts.languages import chosen
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.foundation.organizations.models import Partner
from regie.foundation.organizations.queries import partners_of
from regie.foundation.organizations.services import add_partner
from regie.foundation.records.frozen import canonical, stamp, token
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step
from regie.planning.start_meetings import freezing, permissions, queries, rules, workflow
from regie.planning.start_meetings.guarding import managed, mine
from regie.planning.start_meetings.models import (
    AgendaPoint,
    Coming,
    Invitee,
    Report,
    Sighting,
    StartMeeting,
    TierChoice,
)
from regie.policy.start_meeting import START_MEETING, THEME_PARTNERS

DETAILS = ("day", "begins", "place", "purpose", "open_tiers")
TEXTS = ("shared_view", "cooperation", "next_steps")


class StaleError(Exception):
    """Somebody else saved this part in the meantime; `current` is how it stands now."""

    def __init__(self, current: StartMeeting) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


def token_of(meeting: StartMeeting, parts: tuple[str, ...]) -> str:
    """What a form carries to know whether somebody else saved one of these parts."""
    return token(*(str(getattr(meeting, part)) for part in parts))


@transaction.atomic
def create(cycle: PolicyCycle, *, membership: Membership, actor: User) -> StartMeeting:
    """Begin the meeting of a cycle with the partners and the agenda that are usual, or answer the
    one that is there. Raises `RefusedError`."""
    may(permissions.MANAGE, membership.role)
    PolicyCycle.objects.select_for_update().get(pk=cycle.pk)
    known = queries.meeting_of(cycle)
    if known is not None:
        return known
    town = membership.municipality
    meeting = StartMeeting.objects.create(municipality=town, cycle=cycle, made_by=actor)
    kind_of = THEME_PARTNERS().kind_of
    Invitee.objects.bulk_create(
        Invitee(meeting=meeting, partner=row, organisation=row.name, kind=kind_of(row.name))
        for row in partners_of(town)
    )
    AgendaPoint.objects.bulk_create(
        AgendaPoint(
            meeting=meeting,
            position=place,
            title=chosen(item.title, item.title_en),
            minutes=item.minutes,
        )
        for place, item in enumerate(START_MEETING().agenda, start=1)
    )
    log("start_meetings.create", meeting, actor=actor)
    return meeting


@transaction.atomic
def write(
    meeting: StartMeeting,
    values: Mapping[str, Any],
    *,
    seen: str,
    membership: Membership,
    actor: User,
) -> None:
    """Save some of `DETAILS`, or of `TEXTS`. Raises `RefusedError`; `StaleError` when `seen` is not
    the token of what is stored now: then nothing is written and nobody's text is lost."""
    locked = managed(meeting, membership)
    if token_of(locked, tuple(values)) != seen:
        raise StaleError(locked)
    refuse_personal(*(value for value in values.values() if isinstance(value, str)))
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    if not changed:
        return
    if "open_tiers" in changed and locked.state != workflow.PREPARING:
        raise RefusedError(rules.ANNOUNCED)
    for target in (locked, meeting):
        for name in changed:
            setattr(target, name, values[name])
    locked.save(update_fields=changed)
    log("start_meetings.write", meeting, actor=actor, details={"fields": changed})


# --- who is invited -------------------------------------------------------------------------------


@transaction.atomic
def add_invitee(
    meeting: StartMeeting,
    organisation: str,
    *,
    function: str = "",
    kind: str = "",
    membership: Membership,
    actor: User,
) -> Invitee:
    """Put an organisation on the list; one that is new becomes a partner of the municipality.

    A department of its own becomes no partner. Raises `RefusedError`.
    """
    locked = managed(meeting, membership)
    name, role = " ".join(organisation.split())[:60], " ".join(function.split())[:80]
    refuse(None if name else rules.NO_ORGANISATION)
    for words in (name, role):
        persons.refuse_persons(words)
    if kind and THEME_PARTNERS().organisation(kind) is None:
        raise RefusedError(rules.UNKNOWN_KIND)
    if locked.invitees.filter(organisation__iexact=name).exists():
        raise RefusedError(rules.ALREADY_THERE)
    code = kind or THEME_PARTNERS().kind_of(name)
    later = locked.state != workflow.PREPARING
    row = Invitee.objects.create(
        meeting=locked,
        partner=_partner(locked, name, code, actor),
        organisation=name,
        function=role,
        kind=code,
        coming=Coming.INVITED if later else Coming.LISTED,
    )
    log("start_meetings.add_invitee", meeting, actor=actor, details={"to": name})
    return row


def _partner(meeting: StartMeeting, name: str, kind: str, actor: User) -> Partner | None:
    item = THEME_PARTNERS().organisation(kind)
    if item is not None and item.own:
        return None
    known = Partner.objects.filter(municipality=meeting.municipality, name__iexact=name).first()
    return known or add_partner(meeting.municipality, name, actor=actor)


@transaction.atomic
def remove_invitee(row: Invitee, *, membership: Membership, actor: User) -> None:
    """Take an organisation off the list, when it brought nothing in. Raises `RefusedError`."""
    meeting = managed(row.meeting, membership)
    if row.tiers.exists() or row.sightings.exists():
        raise RefusedError(rules.HAS_TIERS)
    name = row.organisation
    row.delete()
    log("start_meetings.remove_invitee", meeting, actor=actor, details={"from": name})


@transaction.atomic
def tell_coming(
    meeting: StartMeeting, answers: Mapping[int, str], *, membership: Membership, actor: User
) -> int:
    """Write down who comes, by number of the invitation; answers how many changed.

    A partner tells it of its own organisation only. Raises `RefusedError`.
    """
    if membership.role == PARTNER:
        own = mine(meeting, membership)
        refuse(rules.part_refusal(meeting.state))
        answers = {pk: said for pk, said in answers.items() if pk == own.pk}
    else:
        managed(meeting, membership)
    changed = 0
    for row in meeting.invitees.select_for_update().filter(pk__in=answers):
        if answers[row.pk] in Coming.values and answers[row.pk] != row.coming:
            row.coming = answers[row.pk]
            row.save(update_fields=["coming"])
            changed += 1
    if changed:
        log("start_meetings.tell_coming", meeting, actor=actor, details={"number": changed})
    return changed


@transaction.atomic
def waive(
    meeting: StartMeeting, kind: str, why: str, *, membership: Membership, actor: User
) -> None:
    """Say why a kind of organisation that one would expect is not needed; "" expects it again.

    Raises `RefusedError`.
    """
    locked = managed(meeting, membership)
    words = " ".join(why.split())[:200]
    refuse_personal(words)
    if THEME_PARTNERS().organisation(kind) is None:
        raise RefusedError(rules.UNKNOWN_KIND)
    rest = {code: said for code, said in locked.waived.items() if code != kind}
    if not words and kind not in locked.waived:
        raise RefusedError(rules.NO_WHY)
    meeting.waived = locked.waived = rest | ({kind: words} if words else {})
    locked.save(update_fields=["waived"])
    log("start_meetings.waive", meeting, actor=actor, why=words, details={"to": kind})


# --- the agenda -----------------------------------------------------------------------------------


@transaction.atomic
def write_point(
    meeting: StartMeeting,
    title: str,
    minutes: int,
    *,
    point: AgendaPoint | None = None,
    membership: Membership,
    actor: User,
) -> AgendaPoint:
    """Change a point of the agenda, or add one at the end. Raises `RefusedError`."""
    locked = managed(meeting, membership)
    words = " ".join(title.split())[:160]
    refuse(rules.point_refusal(words, minutes))
    refuse_personal(words)
    last = locked.agenda.last()
    row = point or AgendaPoint(meeting=locked, position=last.position + 1 if last else 1)
    row.title, row.minutes = words, minutes
    row.save()
    log("start_meetings.write_agenda", meeting, actor=actor)
    return row


@transaction.atomic
def move_point(point: AgendaPoint, step: int, *, membership: Membership, actor: User) -> None:
    """Put a point a place earlier (-1) or later (+1). Raises `RefusedError`."""
    meeting = managed(point.meeting, membership)
    rows = {row.pk: row for row in meeting.agenda.all()}
    for place, pk in enumerate(rules.moved(list(rows), point.pk, step), start=1):
        rows[pk].position = place
    AgendaPoint.objects.bulk_update(rows.values(), ["position"])
    log("start_meetings.write_agenda", meeting, actor=actor)


@transaction.atomic
def remove_point(point: AgendaPoint, *, membership: Membership, actor: User) -> None:
    """Take a point off the agenda. Raises `RefusedError`."""
    meeting = managed(point.meeting, membership)
    point.delete()
    log("start_meetings.write_agenda", meeting, actor=actor)


# --- what partners bring in -----------------------------------------------------------------------


@transaction.atomic
def bring(
    meeting: StartMeeting,
    words: Mapping[str, Any],
    *,
    invitee: Invitee | None = None,
    reply: str = "",
    membership: Membership,
    actor: User,
) -> Observation:
    """Write down what a partner sees, straight into the street knowledge of the analysis.

    A partner brings it for its own organisation; the coordinator for `invitee`, and then it is
    used in the analysis at once, with `reply` as the answer. Raises `RefusedError`.
    """
    may(permissions.TAKE_PART, membership.role)
    locked = StartMeeting.objects.select_for_update().get(pk=meeting.pk)
    refuse(rules.part_refusal(locked.state))
    by = mine(meeting, membership) if membership.role == PARTNER else invitee
    same = {f"observation__{name}": words[name] for name in ("title", "description", "area")}
    if twin := meeting.sightings.filter(invitee=by, **same).first():
        return twin.observation  # a form that was sent twice
    row = street.bring(words, membership=membership, actor=actor)
    _found, new = Sighting.objects.get_or_create(
        observation=row, defaults={"meeting": meeting, "invitee": by}
    )
    if new and membership.role == COORDINATOR:
        street.accept(row, reply, confidential=False, actor=actor, role=membership.role)
    if new:
        log("start_meetings.bring", meeting, actor=actor)
    return row


@transaction.atomic
def sort_themes(
    invitee: Invitee, tiers: Mapping[str, str], *, membership: Membership, actor: User
) -> int:
    """Put themes in tiers for an organisation; "" takes a choice back. Answers how many changed.

    Only the themes in `tiers` change, so that a part can be saved. Raises `RefusedError`.
    """
    meeting = StartMeeting.objects.select_for_update().get(pk=invitee.meeting_id)
    may(permissions.TAKE_PART, membership.role)
    if membership.role == PARTNER and mine(meeting, membership) != invitee:
        raise RefusedError(rules.NOT_ON_THE_LIST)
    refuse(rules.part_refusal(meeting.state))
    _refuse_unknown(meeting, tiers)
    known, changed = queries.chosen_by(invitee), 0
    for theme, tier in tiers.items():
        if known.get(theme, "") == tier:
            continue
        changed += 1
        if tier:
            TierChoice.objects.update_or_create(
                invitee=invitee, theme=theme, defaults={"tier": tier}
            )
        else:
            invitee.tiers.filter(theme=theme).delete()
    if changed:  # the log says that somebody sorted, never where a theme was put
        log("start_meetings.sort_themes", meeting, actor=actor, details={"number": changed})
    return changed


def _refuse_unknown(meeting: StartMeeting, tiers: Mapping[str, str]) -> None:
    if any(tier and tier not in rules.TIERS for tier in tiers.values()):
        raise RefusedError(rules.UNKNOWN_TIER)
    known = SafetyTheme.objects.filter(field__cycle_id=meeting.cycle_id)
    if not set(tiers) <= set(known.values_list("code", flat=True)):
        raise RefusedError(rules.UNKNOWN_THEME)


# --- the steps ------------------------------------------------------------------------------------


@transaction.atomic
def invite(meeting: StartMeeting, *, membership: Membership, actor: User) -> None:
    """Say that the invitations went out. Raises `RefusedError` and `StepRefusedError`."""
    _step(meeting, "invite", membership, actor)
    invitees = meeting.invitees.count()
    refuse(rules.invite_refusal(day=meeting.day, place=meeting.place, invitees=invitees))
    meeting.invitees.filter(coming=Coming.LISTED).update(coming=Coming.INVITED)
    log("start_meetings.invite", meeting, actor=actor)


@transaction.atomic
def hold(
    meeting: StartMeeting, *, membership: Membership, actor: User, today: date | None = None
) -> None:
    """Say that the meeting was held. Raises `RefusedError` and `StepRefusedError`."""
    _step(meeting, "hold", membership, actor)
    refuse(rules.hold_refusal(meeting.day, today or localdate()))
    log("start_meetings.hold", meeting, actor=actor)


@transaction.atomic
def make_report(meeting: StartMeeting, *, membership: Membership, actor: User) -> Report:
    """Freeze the report. Raises `RefusedError` and `StepRefusedError`."""
    _step(meeting, "report", membership, actor)
    meeting.refresh_from_db()
    refuse(None if meeting.shared_view.strip() else rules.NO_REPORT)
    last = meeting.reports.first()
    number = last.number + 1 if last else 1
    content = canonical(freezing.frozen(meeting, number=number))
    made = Report.objects.create(
        meeting=meeting, number=number, content=content, sha256=stamp(content), made_by=actor
    )
    log("start_meetings.report", meeting, actor=actor, details={"sha256": made.sha256})
    return made


@transaction.atomic
def reopen(meeting: StartMeeting, *, membership: Membership, actor: User) -> None:
    """Make changes possible again; the report that was made stays. Raises `StepRefusedError`."""
    _step(meeting, "reopen", membership, actor)
    log("start_meetings.reopen", meeting, actor=actor)


def _step(meeting: StartMeeting, name: str, membership: Membership, actor: User) -> None:
    role = membership.role
    take_step(meeting, name, workflow=workflow.MEETING, actor=actor, role=role)
