"""Writing what participants do: join, bring in, withdraw; and what the facilitator answers."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.street_knowledge.persons import refuse_persons
from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, log_unnamed
from regie.planning.priority_sessions import joining, rules
from regie.planning.priority_sessions.models import (
    Answer,
    Candidate,
    Contribution,
    Group,
    Joining,
    Participant,
    PrioritySession,
)
from regie.planning.priority_sessions.services import tidy

SOMEBODY = _("een deelnemer")
TAKEN_OUT = _("De begeleider haalde u uit deze sessie.")
SIGN_IN = _("Log eerst in. Deze sessie is voor leden van de gemeente.")
NOT_YOURS = _("Dit is niet uw inbreng.")
ANSWERED = _("Hier is al een antwoord op. Uw inbreng blijft daarom staan.")
NO_WORDS = _("Schrijf eerst op wat u wilt inbrengen.")
NO_ANSWER = _("Schrijf op wat ermee is gedaan.")


@transaction.atomic
def join(
    session: PrioritySession, group: Group | None, *, actor: User | None
) -> tuple[Participant, str]:
    """Join an open session; answers the participant and its secret. Raises `RefusedError`.

    `actor` is kept only when the session asks to sign in. Who joined already becomes the same
    participant, and may choose another group.
    """
    locked = PrioritySession.objects.select_for_update().get(pk=session.pk)
    refuse(rules.why_not_take_part(locked.state))
    refuse(rules.NO_GROUP if group is None and locked.groups.exists() else None)
    if locked.joining == Joining.ANONYMOUS:
        return _add(locked, group, joining.fresh_secret(), None)
    if actor is None:
        raise RefusedError(SIGN_IN)
    secret = joining.secret_of_member(locked, actor)
    known = joining.participant(locked, secret)
    if known is None:
        return _add(locked, group, secret, actor)
    refuse(TAKEN_OUT if known.removed_at else None)
    known.group = group
    known.save(update_fields=["group"])
    return known, secret


def _add(
    session: PrioritySession, group: Group | None, secret: str, user: User | None
) -> tuple[Participant, str]:
    number = session.participants.count() + 1
    try:
        with transaction.atomic():
            row = Participant.objects.create(
                session=session,
                group=group,
                user=user,
                key_hash=joining.digest(secret),
                label=f"Deelnemer {number}",
            )
    except IntegrityError as error:  # two devices of one person at the same moment
        known = joining.participant(session, secret)
        if known is None:
            raise RefusedError(rules.NOT_OPEN_YET) from error
        return known, secret
    _note("join", row, session, user)
    return row, secret


@transaction.atomic
def change_group(participant: Participant, group: Group, *, actor: User | None) -> None:
    """Choose another group, while the session is open. Raises `RefusedError`."""
    refuse(rules.why_not_take_part(participant.session.state))
    participant.group = group
    participant.save(update_fields=["group"])
    _note("change_group", participant, participant.session, actor)


@transaction.atomic
def remove(participant: Participant, reason: str, *, actor: User) -> None:
    """Take a participant out; the reason is shown to who it concerns. Raises `RefusedError`."""
    words = tidy(reason)[:300]
    refuse(None if words else rules.NO_REASON)
    refuse_persons(words)
    participant.removed_at, participant.removed_for = timezone.now(), words
    participant.save(update_fields=["removed_at", "removed_for"])
    log("priority_sessions.remove_participant", participant.session, actor=actor, why=words)


# --- contributions --------------------------------------------------------------------------------


@transaction.atomic
def bring_in(
    participant: Participant,
    kind: str,
    text: str,
    candidate: Candidate | None = None,
    *,
    actor: User | None,
) -> Contribution:
    """Bring something in. Raises `RefusedError`; a form that was sent twice gives the first."""
    person = Participant.objects.select_for_update().get(pk=participant.pk)
    session = PrioritySession.objects.get(pk=person.session_id)
    refuse(rules.why_not_take_part(session.state))
    refuse(TAKEN_OUT if person.removed_at else None)
    words = text.strip()[:600]
    refuse(None if words else NO_WORDS)
    refuse_persons(words)
    own = Contribution.objects.filter(participant=person, withdrawn_at__isnull=True)
    if twin := own.filter(kind=kind, text=words, candidate=candidate).first():
        return twin
    refuse(rules.TOO_MANY_WORDS if own.count() >= rules.MOST_CONTRIBUTIONS else None)
    row = Contribution.objects.create(
        session=session,
        participant=person,
        candidate=candidate,
        kind=kind,
        text=words,
        made_by=actor if session.open_ballot else None,
    )
    _note("bring_in", row, session, actor)
    return row


@transaction.atomic
def withdraw(contribution: Contribution, participant: Participant, *, actor: User | None) -> None:
    """Take one's own words back while nobody answered; they are removed. Raises `RefusedError`."""
    row = Contribution.objects.select_for_update().get(pk=contribution.pk)
    refuse(None if row.participant_id == participant.pk else NOT_YOURS)
    refuse(ANSWERED if row.answers.exists() else None)
    if row.withdrawn_at is None:
        row.text, row.withdrawn_at = "", timezone.now()
        row.save(update_fields=["text", "withdrawn_at"])
        _note("withdraw_contribution", row, row.session, actor)


@transaction.atomic
def answer(
    contribution: Contribution, outcome: str, text: str, theme: str = "", *, actor: User
) -> Answer:
    """Say what was done with a contribution; earlier answers stay. Raises `RefusedError`."""
    words = text.strip()[:600]
    refuse(None if words else NO_ANSWER)
    refuse_persons(words)
    row = Contribution.objects.select_for_update().get(pk=contribution.pk)
    last = row.answers.order_by("-pk").first()
    if last is not None and (last.outcome, last.text, last.theme) == (outcome, words, theme):
        return last
    made = Answer.objects.create(
        contribution=row, outcome=outcome, text=words, theme=theme, made_by=actor
    )
    log(
        "contributions.answer",
        row,
        actor=actor,
        of=row.session,
        details={"to": made.get_outcome_display()},
    )
    return made


def _note(
    verb: str, row: Participant | Contribution, session: PrioritySession, actor: User | None
) -> None:
    """The log names somebody only when the session was announced as open."""
    if actor is not None and session.open_ballot and session.joining == Joining.SIGNED_IN:
        log(f"contributions.{verb}", row, actor=actor, of=session)
    else:
        code = session.municipality.code
        log_unnamed(f"contributions.{verb}", row, name=SOMEBODY, municipality_code=code)
