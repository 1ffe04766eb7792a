"""What each column of a file probably is, with the reason in words and how sure that is.

Titles and values are weighed together: a title alone may lie, values alone may mean anything.
Where two columns want one role the better one gets it. What cannot be decided is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from regie.evidence.profiles.candidates import (
    LIKELY,
    SURE,
    TITLE,
    VALUES,
    WIDE_PERIOD,
    Looked,
)
from regie.evidence.profiles.finishing import Question, finished, questions_of
from regie.evidence.profiles.profile import Column, Profile
from regie.evidence.profiles.profile import Kind as FileKind
from regie.evidence.profiles.roles import ONLY_ONCE, WITHOUT_VALUES, Role
from regie.evidence.profiles.shapes import fits
from regie.evidence.profiles.titles import later
from regie.evidence.values.dates import read_period
from regie.evidence.values.marks import is_name, says_who
from regie.evidence.values.personal import Finding, refusals, safe_title
from regie.foundation.records.engine import gettext_noop as _

__all__ = ["Proposal", "ProposedColumn", "Question", "Table", "propose"]

Certainty = Literal["sure", "likely", "guess"]
SAMPLE, WIDE_SAMPLE, WIDE = 1_000, 50, 200

BLANK = _("Deze kolom is leeg.")
BETTER = _("Een andere kolom past hier beter bij.")
KNOWN = _("Zo staat het in het profiel.")
LATER = _("Dit is een datum van later, zoals van afhandelen.")
NOTHING = _("Regie herkent deze kolom niet.")
NOT_NEEDED = _("Deze kolom is niet nodig om te tellen.")


class Table(Protocol):
    """A file as far as a proposal needs it: its titles and its first rows as text."""

    @property
    def header(self) -> Sequence[str]:
        """The titles of the columns."""
        ...

    @property
    def sample(self) -> Sequence[Sequence[str]]:
        """The first rows."""
        ...


@dataclass(frozen=True)
class ProposedColumn:
    """One column: its role, why, how sure, and what else it might be.

    `examples` are at most three values; none when the column may say something of a person.
    """

    header: str
    position: int
    role: Role
    reason: str
    certainty: Certainty
    alternatives: tuple[Role, ...] = ()
    filled: float = 0.0
    finding: Finding | None = None
    examples: tuple[str, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """The proposed profile, column by column, with what was found and what must be asked."""

    profile: Profile
    columns: tuple[ProposedColumn, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]

    @property
    def refused(self) -> bool:
        """True when the file holds personal data for which nothing of it may be kept."""
        return bool(refusals(self.findings))


def propose(table: Table, *, partner: str = "", known: Profile | None = None) -> Proposal:
    """Say what each column is, from the titles and the first rows.

    `known` is a profile that was kept before; what it says stands, except over personal data.
    """
    size = SAMPLE if len(table.header) <= WIDE else WIDE_SAMPLE
    rows = table.sample[:size]
    columns = [
        [row[position] for row in rows if position < len(row)]
        for position in range(len(table.header))
    ]
    looked = [Looked.at(i, title, columns[i]) for i, title in enumerate(table.header)]
    roles = _assigned(looked, _kind(looked), known)
    kind = known.kind if known else _kind(looked)
    proposed = tuple(_column(each, *roles[each.position]) for each in looked)
    profile = _profile(kind, proposed, looked, known).model_copy(update={"partner": partner})
    findings = tuple(each.finding for each in looked if each.finding)
    values = {each.position: each.values for each in looked}
    return Proposal(
        profile, proposed, findings, questions_of(profile, proposed_roles(proposed), values)
    )


def proposed_roles(columns: Iterable[ProposedColumn]) -> dict[Role, int]:
    """The position of each role; the first one when there are more."""
    found: dict[Role, int] = {}
    for column in columns:
        found.setdefault(column.role, column.position)
    return found


# --- all columns together ---------------------------------------------------------------------


def _kind(looked: Sequence[Looked]) -> FileKind:
    """Records, numbers that were counted already, or outcomes of a survey."""
    likely = {choice[1] for each in looked for choice in each.choices[:1] if choice[0] >= LIKELY}
    have = likely | {each.fixed[1] for each in looked if each.fixed}
    if Role.MARGIN in have or {Role.LOWER, Role.UPPER} <= have or {Role.VALUE, Role.SAMPLE} <= have:
        return "survey"
    counted = Role.COUNT in have and bool(have & {Role.PERIOD, Role.COUNT})
    single = have & {Role.IDENTIFIER, Role.X, Role.POINT, Role.HOUSE_NUMBER, Role.LONGITUDE}
    if counted and not single and (Role.PERIOD in have or _wide(looked)):
        return "counts"
    if Role.VALUE in have and Role.PERIOD in have and not single:
        return "survey"
    return "records"


def _wide(looked: Sequence[Looked]) -> bool:
    return any(each.fixed and each.fixed[2] == WIDE_PERIOD for each in looked)


_Given = tuple[Role, str, Certainty, tuple[Role, ...]]
_OF_KIND: Mapping[FileKind, frozenset[Role]] = {
    "records": frozenset(Role)
    - {Role.COUNT, Role.VALUE, Role.LOWER, Role.UPPER, Role.MARGIN, Role.SAMPLE, Role.DESIGN},
    "counts": frozenset(Role)
    - {Role.VALUE, Role.LOWER, Role.UPPER, Role.MARGIN, Role.SAMPLE, Role.DESIGN, Role.TIME}
    - {Role.IDENTIFIER, Role.STATUS, Role.DUPLICATE_OF},
    "survey": frozenset(Role) - {Role.COUNT, Role.IDENTIFIER, Role.STATUS, Role.DUPLICATE_OF},
}


def _assigned(looked: Sequence[Looked], kind: FileKind, known: Profile | None) -> dict[int, _Given]:
    """Give every column a role; the best match of a role goes first."""
    given: dict[int, _Given] = {}
    taken: set[Role] = set()
    if known is not None:
        _from_profile(looked, known, given, taken)
    wishes = [
        (score, -each.position, role, reason, each)
        for each in looked
        if each.position not in given
        for score, role, reason in ([each.fixed] if each.fixed else each.choices)
        if role in _OF_KIND[kind]
    ]
    for score, _order, role, reason, each in sorted(wishes, key=lambda wish: (-wish[0], -wish[1])):
        if each.position not in given and _is_free(role, score, reason, taken):
            given[each.position] = (role, reason, _certainty(score), _others(each, role))
            taken |= {role} & (ONLY_ONCE | {Role.COUNT, Role.VALUE, Role.STATUS})
    for each in looked:
        given.setdefault(each.position, _number(each, kind, taken) or _left(each))
    return _tidy(given, kind)


def _is_free(role: Role, score: int, reason: str, taken: set[Role]) -> bool:
    """Whether a column may have this role; a second state by half a title would be noise."""
    if role is Role.STATUS and reason == TITLE and score < LIKELY:
        return role not in taken
    return role not in taken & ONLY_ONCE


def _number(each: Looked, kind: FileKind, taken: set[Role]) -> _Given | None:
    """A column of numbers in a file of numbers, when no title announced one."""
    role = {"counts": Role.COUNT, "survey": Role.VALUE}.get(kind)
    if role is None or role in taken or not each.values.filled or each.finding:
        return None
    known = any(choice[1] not in {Role.IDENTIFIER, Role.POSTCODE} for choice in each.choices)
    return None if known or fits(role, each.values) < 0.9 else (role, VALUES, "guess", ())


def _certainty(score: int) -> Certainty:
    if score >= SURE:
        return "sure"
    return "likely" if score >= LIKELY else "guess"


def _from_profile(
    looked: Sequence[Looked], known: Profile, given: dict[int, _Given], taken: set[Role]
) -> None:
    for each, column in zip(looked, known.matched([e.header for e in looked]), strict=True):
        personal = each.fixed is not None and each.fixed[1] in {Role.PERSONAL, Role.FREE_TEXT}
        if column is not None and not personal:
            given[each.position] = (column.role, KNOWN, "sure", _others(each, column.role))
            taken |= {column.role} & ONLY_ONCE


def _others(each: Looked, role: Role) -> tuple[Role, ...]:
    return tuple(choice[1] for choice in each.choices if choice[1] is not role)[:3]


def _left(each: Looked) -> _Given:
    """A column without a role, and why."""
    if not each.values.filled:
        return Role.IGNORE, BLANK, "sure", ()
    if later(each.header) and fits(Role.DATE, each.values) > 0.5:
        return Role.IGNORE, LATER, "likely", (Role.DATE,)
    if each.choices:
        return Role.IGNORE, BETTER, "likely", _others(each, Role.IGNORE)
    return Role.IGNORE, NOTHING, "guess", ()


_DEPENDS = {
    Role.X: Role.Y,
    Role.Y: Role.X,
    Role.LONGITUDE: Role.LATITUDE,
    Role.LATITUDE: Role.LONGITUDE,
    Role.HOUSE_NUMBER: Role.POSTCODE,
}


def _tidy(given: dict[int, _Given], kind: FileKind) -> dict[int, _Given]:
    """Take out what is of no use: half a point, a street when there is nothing to find it with."""
    have = {role for role, *_rest in given.values()}
    if Role.DATE in have and kind == "records":
        given = {at: _without(one, {Role.PERIOD}) for at, one in given.items()}
    points = {Role.X, Role.LONGITUDE, Role.POINT} & have
    if len(points) > 1:
        extra = points - {min(points, key=[Role.X, Role.LONGITUDE, Role.POINT].index)}
        given = {at: _without(one, extra) for at, one in given.items()}
    useless = {role for role, needs in _DEPENDS.items() if role in have and needs not in have}
    if Role.POSTCODE not in have:
        useless |= {Role.HOUSE_NUMBER} & have
    return {at: _without(one, useless) for at, one in given.items()}


def _without(given: _Given, roles: set[Role]) -> _Given:
    role, _reason, _certainty, others = given
    return (Role.IGNORE, NOT_NEEDED, "likely", (role, *others)) if role in roles else given


def _column(
    each: Looked, role: Role, reason: str, certainty: Certainty, others: tuple[Role, ...]
) -> ProposedColumn:
    params = each.finding.params if each.finding and reason == each.finding.sentence else {}
    return ProposedColumn(
        header=safe_title(each.header, each.position),
        position=each.position,
        role=role,
        reason=reason,
        certainty=certainty,
        alternatives=others,
        filled=round(each.values.filled / each.size, 3) if each.size else 0.0,
        finding=each.finding,
        examples=() if each.finding or role in WITHOUT_VALUES - {Role.IGNORE} else _examples(each),
        params=params,
    )


def _examples(each: Looked) -> tuple[str, ...]:
    shown = [text[:60] for text in each.values.texts if not (says_who(text) or is_name(text))]
    return tuple(shown[:3])


def _profile(
    kind: FileKind,
    proposed: Sequence[ProposedColumn],
    looked: Sequence[Looked],
    known: Profile | None,
) -> Profile:
    if known is not None:
        return known
    columns = tuple(
        Column(
            header=column.header,
            role=column.role,
            period=each.header if column.role is Role.COUNT and read_period(each.header) else "",
        )
        for column, each in zip(proposed, looked, strict=True)
    )
    draft = Profile(kind=kind, columns=columns)
    roles = proposed_roles(proposed)
    return finished(draft, roles, {each.position: each.values for each in looked})
