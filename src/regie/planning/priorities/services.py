"""Writing on the board: levels, reasons for warnings, what others put first, and alignment."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.foundation.cycles.rules import LIGHT
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log
from regie.planning.priorities import queries, rules
from regie.planning.priorities.models import (
    AlignedWith,
    Alignment,
    AttentionLevel,
    HigherPriority,
    HigherRelation,
    Override,
    Relation,
    Scope,
    ThemeLevel,
)
from regie.planning.priorities.permissions import WORK
from regie.planning.priorities.writing import clean, locked
from regie.policy.attention import HIGHER

NOTHING_CHOSEN = _("Kies ten minste één thema.")
NOT_HERE = _("Dit thema hoort niet bij deze beleidscyclus.")
WHOLE_PERIOD = _("Het laatste jaar ligt vóór het eerste jaar.")
NO_SOURCE = _("Vul de naam, het plan en de bron in.")
UNKNOWN_HIGHER = _("Deze prioriteit bestaat niet of is ingetrokken.")
NO_EXAMPLE = _("Dit plan staat niet in de lijst met voorbeelden.")


@dataclass(frozen=True, kw_only=True)
class Move:
    """A theme that goes to a level. `seen` is the number of the row that was on the screen, 0
    when the theme had no level then."""

    theme: int
    level: str
    reason: str
    instead: str = ""
    seen: int = 0


class StaleError(Exception):
    """Somebody else moved some of these themes in the meantime; nothing was written.

    `rows` are the levels as they stand now.
    """

    def __init__(self, rows: Sequence[ThemeLevel]) -> None:
        super().__init__("moved by somebody else in the meantime")
        self.rows = rows


# --- levels ---------------------------------------------------------------------------------------


@transaction.atomic
def move(cycle: PolicyCycle, moves: Sequence[Move], *, actor: User, role: str) -> list[ThemeLevel]:
    """Give themes a level, all or none; a theme that stays as it is gets no new row.

    Raises `RefusedError`, and `StaleError` when somebody else moved one of them since.
    """
    may(WORK, role)
    if not moves:
        raise RefusedError(NOTHING_CHOSEN)
    cycle = locked(cycle)
    themes = {t.pk: t for t in SafetyTheme.objects.filter(field__cycle=cycle)}
    if any(item.theme not in themes for item in moves):
        raise RefusedError(NOT_HERE)
    known = queries.levels_of(cycle)
    now, before = known.newest, known.previous
    _refuse_stale(moves, now)
    rows = [
        row
        for item in moves
        if (row := _moved(cycle, themes[item.theme], item, now.get(item.theme), before, actor))
    ]
    if not rows:
        raise RefusedError(rules.NO_CHANGE)
    return [_keep(row, cycle, actor) for row in rows]


def _refuse_stale(moves: Sequence[Move], now: Mapping[int, ThemeLevel]) -> None:
    """Who saw another row than the newest one did not see what he replaces."""
    stale = [
        now[item.theme]
        for item in moves
        if item.theme in now
        and now[item.theme].pk != item.seen
        and (now[item.theme].level, now[item.theme].reason) != (item.level, item.reason.strip())
    ]
    if stale:
        raise StaleError(stale)


def _moved(
    cycle: PolicyCycle,
    theme: SafetyTheme,
    item: Move,
    now: ThemeLevel | None,
    before: Mapping[str, str],
    actor: User,
) -> ThemeLevel | None:
    reason, instead = clean(item.reason), clean(item.instead)
    was = (now.level, now.reason) if now else ("", "")
    previous = before.get(theme.code, "")
    refusal = rules.move_refusal(item.level, reason, instead, now=was, previous=previous)
    if refusal == rules.NO_CHANGE:
        return None
    refuse(refusal)
    start = was[0] or previous
    down = rules.is_down(start, item.level)
    return ThemeLevel(
        cycle=cycle,
        theme=theme,
        level=AttentionLevel(item.level),
        before=start,
        down=down,
        reason=reason,
        instead=instead if down else "",
        made_by=actor,
    )


def _keep(row: ThemeLevel, cycle: PolicyCycle, actor: User) -> ThemeLevel:
    row.save()
    words = {"theme": row.theme.code, "from": row.before, "to": row.level}
    verb = "scale_down" if row.down else "move"
    log(f"priorities.{verb}", row, actor=actor, of=cycle, why=row.reason, details=words)
    return row


@transaction.atomic
def write_previous(cycle: PolicyCycle, chosen: dict[int, str], *, actor: User, role: str) -> int:
    """Write down what the themes were in the plan before, by number of the theme.

    Answers how many changed. Raises `RefusedError`.
    """
    may(WORK, role)
    cycle = locked(cycle)
    known = queries.levels_of(cycle).previous
    themes = SafetyTheme.objects.filter(field__cycle=cycle, pk__in=chosen)
    rows = [
        ThemeLevel(
            cycle=cycle,
            theme=theme,
            level=AttentionLevel(chosen[theme.pk]),
            previous=True,
            made_by=actor,
        )
        for theme in themes
        if chosen[theme.pk] and known.get(theme.code, "") != chosen[theme.pk]
    ]
    for row in rows:
        row.save()
    if rows:
        codes = {row.theme.code: row.level for row in rows}
        log("priorities.write_previous", cycle, actor=actor, details={"levels": codes})
    return len(rows)


@transaction.atomic
def override(
    cycle: PolicyCycle, code: str, subject: str, reason: str, *, actor: User, role: str
) -> Override:
    """Say why a warning does not hold here. Raises `RefusedError`."""
    may(WORK, role)
    words = clean(reason)
    refuse(None if words else rules.NO_REASON)
    row = Override.objects.create(
        cycle=cycle, code=code[:20], subject=subject[:80], reason=words, made_by=actor
    )
    log("priorities.override", row, actor=actor, of=cycle, why=words)
    return row


# --- what others put first ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class HigherWords:
    """A priority of others, as it is written down."""

    scope: str
    name: str
    body: str
    first_year: int
    last_year: int
    source: str


@transaction.atomic
def add_higher(
    municipality: Municipality, words: HigherWords, *, actor: User, role: str
) -> HigherPriority:
    """Add a priority of one's own region or of the country; twice the same gives the first.

    Raises `RefusedError`.
    """
    may(WORK, role)
    if words.last_year < words.first_year:
        raise RefusedError(WHOLE_PERIOD)
    texts = {name: clean(getattr(words, name)) for name in ("name", "body", "source")}
    if not all(texts.values()):
        raise RefusedError(NO_SOURCE)
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    values = texts | {"first_year": words.first_year, "last_year": words.last_year}
    row, made = HigherPriority.objects.get_or_create(
        municipality=municipality,
        scope=Scope(words.scope),
        withdrawn_at=None,
        **values,
        defaults={"made_by": actor},
    )
    if made:
        log("priorities.add_higher", row, actor=actor)
    return row


@transaction.atomic
def take_over(
    municipality: Municipality, body: str, *, actor: User, role: str
) -> list[HigherPriority]:
    """Take over the priorities of a plan that the policy gives as an example.

    Raises `RefusedError`.
    """
    found = [item for item in HIGHER() if item.scope == Scope.REGIONAL and item.body == body]
    refuse(None if found else NO_EXAMPLE)
    return [
        add_higher(
            municipality,
            HigherWords(
                scope=item.scope,
                name=item.name,
                body=item.body,
                first_year=item.first_year,
                last_year=item.last_year,
                source=item.source,
            ),
            actor=actor,
            role=role,
        )
        for item in found
    ]


@transaction.atomic
def withdraw_higher(row: HigherPriority, *, actor: User, role: str) -> None:
    """Take a priority that was added by mistake off the list. Raises `RefusedError`."""
    may(WORK, role)
    row = HigherPriority.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        log("priorities.withdraw_higher", row, actor=actor)


@transaction.atomic
def declare(
    cycle: PolicyCycle,
    higher: str,
    relation: str,
    themes: Collection[str],
    reason: str,
    *,
    actor: User,
    role: str,
) -> HigherRelation:
    """Say how our priorities stand beside one of others; the newest counts.

    `higher` is the code of `queries.higher`, `themes` are codes. Raises `RefusedError`.
    """
    may(WORK, role)
    words = clean(reason)
    if higher not in {item.code for item in queries.higher(cycle)}:
        raise RefusedError(UNKNOWN_HIGHER)
    refuse(rules.relation_refusal(relation, themes, words))
    row = HigherRelation.objects.create(
        cycle=cycle,
        higher=higher,
        relation=Relation(relation),
        themes=sorted(set(themes)) if relation != Relation.NOT else [],
        reason=words,
        made_by=actor,
    )
    log("priorities.declare", row, actor=actor, of=cycle, why=words)
    return row


# --- alignment ------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AlignmentWords:
    """With whom it was talked over, when, and what came out."""

    kind: str
    who: str
    held_on: date
    outcome: str
    attachment: str = ""


@transaction.atomic
def align(cycle: PolicyCycle, words: AlignmentWords, *, actor: User, role: str) -> Alignment:
    """Write down that the priorities were talked over; a form sent twice gives the first.

    The log has no words of it. Raises `RefusedError`.
    """
    may(WORK, role)
    texts = {name: clean(getattr(words, name)) for name in ("who", "outcome", "attachment")}
    if words.held_on > timezone.localdate():
        raise RefusedError(rules.IN_FUTURE)
    if not texts["outcome"] or not texts["who"]:
        raise RefusedError(rules.NO_OUTCOME)
    cycle = locked(cycle)
    row, made = Alignment.objects.get_or_create(
        cycle=cycle,
        kind=AlignedWith(words.kind),
        held_on=words.held_on,
        withdrawn_at=None,
        **texts,
        defaults={"made_by": actor},
    )
    if made:
        log("priorities.align", row, actor=actor, of=cycle)
    return row


@transaction.atomic
def skip_alignment(cycle: PolicyCycle, reason: str, *, actor: User, role: str) -> None:
    """Skip what was not aligned yet, with a reason; in the light way of working only.

    Raises `RefusedError`.
    """
    may(WORK, role)
    words = clean(reason)
    refuse(rules.skip_refusal(light=cycle.variant == LIGHT, reason=words))
    cycle = locked(cycle)
    recorded = {row.kind for row in queries.alignments(cycle)}
    for kind in rules.missing(recorded):
        row = Alignment.objects.create(
            cycle=cycle, kind=kind, outcome=words, skipped=True, made_by=actor
        )
        log("priorities.skip_alignment", row, actor=actor, of=cycle, why=words)


@transaction.atomic
def withdraw_alignment(row: Alignment, *, actor: User, role: str) -> None:
    """Take back what was written down by mistake; its words go. Raises `RefusedError`."""
    may(WORK, role)
    row = Alignment.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.withdrawn_at is None:
        row.outcome, row.attachment, row.withdrawn_at = "–", "", timezone.now()
        row.save(update_fields=["outcome", "attachment", "withdrawn_at"])
        log("priorities.withdraw_alignment", row, actor=actor, of=row.cycle)
