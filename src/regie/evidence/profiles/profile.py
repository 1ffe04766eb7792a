"""A profile: what the columns of a partner's file mean, kept and exchanged without any data."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)

from regie.evidence.profiles.roles import LOCATING, ONLY_ONCE, ROLES, Role
from regie.evidence.values.dates import DateOrder, Grain
from regie.evidence.values.marks import says_who
from regie.evidence.values.words import key
from regie.foundation.records.engine import gettext_noop as _
from regie.foundation.records.refusals import RefusedError

VERSION: Literal[1] = 1
GROUP = " / "
"""What stands between the rows of a header of more rows."""
MOST_COLUMNS, MOST_TYPES, LARGEST = 5_000, 2_000, 1_000_000

Kind = Literal["records", "counts", "survey"]
Title = Annotated[str, StringConstraints(max_length=300)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,59}$")]

NO_PROFILE = _("Dit bestand is geen kolomprofiel van Regie.")
TOO_LARGE = _("Dit bestand is te groot voor een kolomprofiel.")
OTHER_VERSION = _(
    "Dit kolomprofiel heeft versie %(version)s. Deze Regie kent versie %(known)s. "
    "Vraag een nieuwe uitvoer aan de gemeente van wie u het kreeg."
)
WRONG_PART = _("In dit kolomprofiel klopt het onderdeel “%(part)s” niet.")
HOLDS_PERSON = _(
    "In dit kolomprofiel staan persoonsgegevens, in het onderdeel “%(part)s”. "
    "Regie neemt het niet over."
)
_PERSON = "personal data"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _names_nobody(cls, value: object) -> object:
        texts = value if isinstance(value, tuple) else (value,)
        if any(isinstance(text, str) and says_who(text) for text in texts):
            raise ValueError(_PERSON)
        return value


class Column(_Part):
    """What one column is; `period` and `category` say what a number in a wide file counts."""

    header: Title
    role: Role
    aliases: tuple[Title, ...] = ()
    period: Title = ""
    category: Title = ""

    def titles(self) -> tuple[str, ...]:
        """The header and its other spellings, made comparable."""
        return tuple(key(title) for title in (self.header, *self.aliases))


class TypeLabel(_Part):
    """A kind of event as the file writes it, and the own code and label it gets."""

    source: Title
    code: Code
    label: Title
    theme: Annotated[str, StringConstraints(max_length=80)] = ""
    incident: bool = True


@dataclass(frozen=True)
class Problem:
    """Why a profile cannot be used yet. `about`: the role or the choice in which it is."""

    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True)
class Contradiction:
    """Something about which two profiles disagree."""

    header: str
    sentence: str
    params: Mapping[str, object]


class Profile(_Part):
    """The meaning of a file. It holds titles, labels and choices; never a row of the file.

    `dates` is the order of day and month; empty when it must be asked. `small`: a number below
    it stays inside. `not_incident` lists the states of which records are left out.
    """

    kind: Kind
    columns: Annotated[tuple[Column, ...], Field(max_length=MOST_COLUMNS)]
    dates: DateOrder = "day-month"
    decimal: Literal[",", "."] = ","
    crs: Literal["rd", "wgs84", ""] = ""
    types: Annotated[tuple[TypeLabel, ...], Field(max_length=MOST_TYPES)] = ()
    not_incident: Annotated[tuple[Title, ...], Field(max_length=MOST_TYPES)] = ()
    grain: Grain = "month"
    small: Annotated[int, Field(ge=1, le=100)] = 5
    partner: Title = ""
    title: Title = ""
    version: Literal[1] = VERSION

    def to_json(self) -> str:
        """The profile as text, for keeping and for another municipality."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1)

    def column_for(self, header: str) -> Column | None:
        """The column with this title or with it as another spelling."""
        return self.matched((header,))[0]

    def matched(self, header: Sequence[str]) -> tuple[Column | None, ...]:
        """The column of the profile for each column of a file.

        A title that occurs twice in the file takes the columns with that title in turn. What
        finds none is compared without the group above it: "Adres / Postcode" is "Postcode".
        """
        left = list(self.columns)
        found: list[Column | None] = []
        for title in header:
            wanted = key(title)
            column = next((each for each in left if wanted in each.titles()), None)
            if column is not None:
                left.remove(column)
            found.append(column)
        for at, title in enumerate(header):
            if found[at] is None:
                alike = [each for each in left if _same_without_group(title, each.header)]
                if len(alike) == 1:
                    found[at] = alike[0]
                    left.remove(alike[0])
        return tuple(found)

    def roles(self, header: Sequence[str]) -> tuple[Role, ...]:
        """The role of each column of a file; what the profile does not know is ignored."""
        return tuple(column.role if column else Role.IGNORE for column in self.matched(header))

    def missing(self, header: Sequence[str]) -> tuple[str, ...]:
        """The titles that the profile uses and the file lacks."""
        have = {id(column) for column in self.matched(header) if column}
        unused = {Role.IGNORE, Role.FREE_TEXT, Role.PERSONAL}
        return tuple(
            column.header
            for column in self.columns
            if id(column) not in have and column.role not in unused
        )

    def with_role(self, header: str, role: Role) -> Self:
        """A copy in which the column with this title has another role."""
        wanted = key(header)
        changed = tuple(
            column.model_copy(update={"role": role}) if wanted in column.titles() else column
            for column in self.columns
        )
        return self.model_copy(update={"columns": changed})

    def problems(self) -> tuple[Problem, ...]:
        """Why nothing can be counted with this profile yet; empty when it can."""
        return (*self._twice(), *self._lacking(), *self._undecided())

    def _have(self) -> set[Role]:
        return {column.role for column in self.columns}

    def _twice(self) -> Iterator[Problem]:
        times = Counter(column.role for column in self.columns)
        for role in ROLES:
            if role in ONLY_ONCE and times[role] > 1:
                sentence = _("Er zijn %(count)s kolommen met de betekenis “%(role)s”. Kies er één.")
                params = {"count": times[role], "role": ROLES[role].label}
                yield Problem(sentence, params, role.value)

    def _lacking(self) -> Iterator[Problem]:
        have = self._have()
        if not have & {Role.DATE, Role.PERIOD} and not self._wide("period"):
            yield Problem(_("Er is geen kolom die zegt wanneer het was."))
        if not have & LOCATING:
            yield Problem(_("Er is geen kolom die zegt waar het was."))
        if self.kind == "counts" and Role.COUNT not in have:
            yield Problem(_("Er is geen kolom met een aantal."))
        if self.kind == "survey" and Role.VALUE not in have:
            yield Problem(_("Er is geen kolom met een uitkomst."))
        for one, other in ((Role.X, Role.Y), (Role.LONGITUDE, Role.LATITUDE)):
            if len(have & {one, other}) == 1:
                yield Problem(_("Van de coördinaten is maar één kolom aangewezen."))

    def _undecided(self) -> Iterator[Problem]:
        have = self._have()
        if Role.DATE in have and not self.dates:
            yield Problem(_("Kies of de dag of de maand voorop staat in de datums."), about="dates")
        if Role.POINT in have and not self.crs:
            yield Problem(_("Kies het stelsel van de coördinaten."), about="crs")

    def _wide(self, part: Literal["period", "category"]) -> bool:
        numbers = [c for c in self.columns if c.role in {Role.COUNT, Role.VALUE}]
        return bool(numbers) and all(getattr(column, part) for column in numbers)


def _same_without_group(one: str, other: str) -> bool:
    """The same title, of which one has the merged title above it in front."""
    if (GROUP in one) is (GROUP in other):
        return False
    return key(one.rsplit(GROUP, 1)[-1]) == key(other.rsplit(GROUP, 1)[-1])


def from_json(text: str | bytes) -> Profile:
    """Read a profile back; `RefusedError` when it is none, of another version or names people."""
    if len(text) > LARGEST:
        raise RefusedError(TOO_LARGE)
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise RefusedError(NO_PROFILE) from None
    if not isinstance(raw, dict) or "columns" not in raw:
        raise RefusedError(NO_PROFILE)
    if raw.get("version") != VERSION:
        raise RefusedError(OTHER_VERSION, version=str(raw.get("version"))[:20], known=VERSION)
    try:
        return Profile.model_validate(raw)
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> RefusedError:
    """Name the part that is wrong, and never what stands in it."""
    first = error.errors(include_input=False, include_url=False)[0]
    part = ".".join(str(step + 1 if isinstance(step, int) else step) for step in first["loc"])
    sentence = HOLDS_PERSON if _PERSON in first["msg"] else WRONG_PART
    return RefusedError(sentence, part=part[:80])


OTHER_ROLE = _("“%(header)s” is in het ene profiel “%(one)s” en in het andere “%(other)s”.")
OTHER_TYPE = _("De soort “%(header)s” krijgt in elk profiel een andere naam.")
OTHER_STATUS = _("“%(header)s” telt in het ene profiel mee en in het andere niet.")
OTHER_CHOICE = _("De profielen verschillen over: %(header)s.")
_CHOICES = {
    "kind": _("wat er in het bestand staat"),
    "dates": _("de volgorde van dag en maand"),
    "decimal": _("het teken voor de decimalen"),
    "crs": _("het stelsel van de coördinaten"),
    "grain": _("de lengte van een periode"),
}


def contradictions(one: Profile, other: Profile) -> tuple[Contradiction, ...]:
    """Where two profiles give the same column, type or choice another meaning."""
    return (*_columns_apart(one, other), *_types_apart(one, other), *_choices_apart(one, other))


def _columns_apart(one: Profile, other: Profile) -> Iterator[Contradiction]:
    for column in one.columns:
        match = next(
            (
                found
                for title in (column.header, *column.aliases)
                if (found := other.column_for(title))
            ),
            None,
        )
        if match is not None and match.role is not column.role:
            roles = {"one": ROLES[column.role].label, "other": ROLES[match.role].label}
            yield Contradiction(column.header, OTHER_ROLE, {"header": column.header, **roles})


def _types_apart(one: Profile, other: Profile) -> Iterator[Contradiction]:
    theirs = {key(item.source): item for item in other.types}
    for item in one.types:
        match = theirs.get(key(item.source))
        if match is not None and match.incident is not item.incident:
            yield Contradiction(item.source, OTHER_STATUS, {"header": item.source})
        elif match is not None and match.code != item.code:
            yield Contradiction(item.source, OTHER_TYPE, {"header": item.source})


def _choices_apart(one: Profile, other: Profile) -> Iterator[Contradiction]:
    for name, words in _CHOICES.items():
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine and theirs and mine != theirs:
            yield Contradiction("", OTHER_CHOICE, {"header": words})
