"""Writing the longlist before a session opens: propose, name, order, merge, split, leave out."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from regie.evidence.findings.models import Finding
from regie.evidence.street_knowledge.persons import refuse_persons
from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log
from regie.planning.priority_sessions import queries, rules
from regie.planning.priority_sessions.events import longlist_changed
from regie.planning.priority_sessions.models import Candidate, PrioritySession
from regie.planning.priority_sessions.services import in_draft, tidy


@transaction.atomic
def propose(session: PrioritySession, *, actor: User) -> int:
    """Put every theme with a confirmed finding on the longlist; answers how many were added."""
    found = [item for item in queries.proposals(session) if item.findings]
    return add_themes(session, [item.theme for item in found], actor=actor)


@transaction.atomic
def add_themes(session: PrioritySession, themes: Sequence[str], *, actor: User) -> int:
    """Put these themes on the longlist, with their findings. Raises `RefusedError`."""
    session = in_draft(session)
    chosen = [item for item in queries.proposals(session) if item.theme in set(themes)]
    place = _room_for(session, len(chosen))
    for item in chosen:
        row = Candidate.objects.create(
            session=session,
            name=_free_name(session, item.name),
            field=item.field,
            themes=[item.theme],
            position=place,
        )
        row.findings.set(item.findings)
        place += 1
    if chosen:
        longlist_changed.send(None, session=session)
        names = ", ".join(item.name for item in chosen)
        log("priority_sessions.add_candidates", session, actor=actor, details={"to": names[:300]})
    return len(chosen)


@transaction.atomic
def add_own(session: PrioritySession, name: str, field: str, *, actor: User) -> Candidate:
    """A candidate that is no theme of the cycle. Raises `RefusedError`."""
    session = in_draft(session)
    words = _checked_name(session, name)
    place = _room_for(session, 1)
    row = Candidate.objects.create(session=session, name=words, field=field, position=place)
    log("priority_sessions.add_candidates", session, actor=actor, details={"to": words})
    return row


@transaction.atomic
def write(candidate: Candidate, words: Mapping[str, str], *, actor: User) -> None:
    """Change the name, and say what the municipality can do and what it costs elsewhere.

    `words` has `name`, `influence`, `costs` and `ground`; the first two texts need a ground.
    Raises `RefusedError`.
    """
    session = in_draft(candidate.session)
    said = {key: value.strip() for key, value in words.items()}
    refuse_persons(*said.values())
    name = _checked_name(session, said["name"], besides=candidate.pk)
    if (said["influence"] or said["costs"]) and not said["ground"]:
        raise RefusedError(rules.NO_REASON)
    candidate.name = name
    candidate.influence, candidate.costs = said["influence"][:600], said["costs"][:600]
    candidate.ground = said["ground"][:300]
    candidate.save(update_fields=["name", "influence", "costs", "ground"])
    log("priority_sessions.write_candidate", session, actor=actor, details={"to": name})


@transaction.atomic
def move(candidate: Candidate, step: int, *, actor: User) -> None:
    """Move a candidate one place up (-1) or down (1). Raises `RefusedError`."""
    session = in_draft(candidate.session)
    order = list(queries.taking_part(session).values_list("pk", flat=True))
    after = rules.moved(order, candidate.pk, step)
    for place, pk in enumerate(after):
        Candidate.objects.filter(pk=pk).update(position=place)
    log("priority_sessions.order_candidates", session, actor=actor, details={"to": candidate.name})


@transaction.atomic
def merge(candidate: Candidate, into: Candidate, name: str, *, actor: User) -> None:
    """Let one candidate go up in another, with its themes and findings. Raises `RefusedError`."""
    session = in_draft(candidate.session)
    if candidate.pk == into.pk or into.session_id != session.pk or into.merged_into_id:
        raise RefusedError(rules.MERGE_WITH_ITSELF)
    into.name = _checked_name(session, name, besides=into.pk)
    into.themes = list(dict.fromkeys([*into.themes, *candidate.themes]))
    into.save(update_fields=["name", "themes"])
    into.findings.add(*candidate.findings.all())
    candidate.merged.update(merged_into=into)
    candidate.merged_into = into
    candidate.save(update_fields=["merged_into"])
    longlist_changed.send(None, session=session)
    log(
        "priority_sessions.merge_candidates",
        session,
        actor=actor,
        details={"from": candidate.name, "to": into.name},
    )


@transaction.atomic
def unmerge(candidate: Candidate, *, actor: User) -> None:
    """Make a merged candidate one of its own again. Raises `RefusedError`."""
    session = in_draft(candidate.session)
    into = candidate.merged_into
    if into is None:
        return
    into.themes = [theme for theme in into.themes if theme not in candidate.themes]
    into.save(update_fields=["themes"])
    into.findings.remove(*candidate.findings.all())
    candidate.merged_into, candidate.position = None, _room_for(session, 1)
    candidate.save(update_fields=["merged_into", "position"])
    longlist_changed.send(None, session=session)
    log(
        "priority_sessions.split_candidate",
        session,
        actor=actor,
        details={"from": into.name, "to": candidate.name},
    )


@transaction.atomic
def split(
    candidate: Candidate, name: str, findings: Sequence[Finding], *, actor: User
) -> Candidate:
    """Make a second candidate of some findings of the first. Raises `RefusedError`."""
    session = in_draft(candidate.session)
    words = _checked_name(session, name)
    if candidate.findings.count() < 2 or not findings:
        raise RefusedError(rules.NOTHING_TO_SPLIT)
    place = _room_for(session, 1)
    row = Candidate.objects.create(
        session=session,
        name=words,
        field=candidate.field,
        themes=candidate.themes,
        position=place,
    )
    row.findings.set(findings)
    candidate.findings.remove(*findings)
    longlist_changed.send(None, session=session)
    log(
        "priority_sessions.split_candidate",
        session,
        actor=actor,
        details={"from": candidate.name, "to": words},
    )
    return row


@transaction.atomic
def leave_out(
    candidate: Candidate, screening: Mapping[str, bool], reason: str, *, actor: User
) -> None:
    """Leave a candidate out; the answers of the screen and the reason are kept and shown.

    Raises `RefusedError`.
    """
    session = in_draft(candidate.session)
    words = tidy(reason)
    refuse(None if rules.screened_out(screening, words) else rules.NO_REASON)
    refuse_persons(words)
    candidate.screening, candidate.screened_out = dict(screening), words[:300]
    candidate.save(update_fields=["screening", "screened_out"])
    log(
        "priority_sessions.leave_out",
        session,
        actor=actor,
        why=words,
        details={"from": candidate.name},
    )


@transaction.atomic
def take_back(candidate: Candidate, *, actor: User) -> None:
    """Let a candidate take part again. Raises `RefusedError`."""
    session = in_draft(candidate.session)
    candidate.position = _room_for(session, 1)
    candidate.screening, candidate.screened_out = {}, ""
    candidate.save(update_fields=["screening", "screened_out", "position"])
    log("priority_sessions.take_back", session, actor=actor, details={"to": candidate.name})


def _room_for(session: PrioritySession, more: int) -> int:
    """The next place on the longlist. Raises `RefusedError` when it is full."""
    rows = queries.taking_part(session)
    refuse(rules.FULL if rows.count() + more > rules.MOST_CANDIDATES else None)
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def _checked_name(session: PrioritySession, name: str, besides: int | None = None) -> str:
    words = tidy(name)[:120]
    refuse(None if words else rules.NO_NAME)
    refuse_persons(words)
    others = queries.taking_part(session).exclude(pk=besides or 0)
    refuse(rules.NAME_TAKEN if others.filter(name__iexact=words).exists() else None)
    return words


def _free_name(session: PrioritySession, name: str) -> str:
    """The name of a theme; with its number behind it when somebody used that name already."""
    taken = {known.casefold() for known in session.candidates.values_list("name", flat=True)}
    if name.casefold() not in taken:
        return name
    return next(f"{name} ({n})" for n in range(2, 99) if f"{name} ({n})".casefold() not in taken)
