"""Which part of a table is wanted, tested against the codes that the table has today. Pure.

The codes in a filter are those of the live dimension, with their padding: a code that is not
there, or is padded in another way, would match no row, and an empty answer looks like zero.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from django.utils.translation import gettext_noop as _

from regie.evidence.connectors.metadata import Member, Shape
from regie.foundation.records.refusals import RefusedError

Host = Literal["police", "cbs"]
COUNTRIES = frozenset({"NL00", "NL01", "NL99"})
NEAR = 3

NO_CODE = _(
    "Tabel %(table)s kent %(code)s niet bij %(dimension)s. Bedoelt u misschien: %(near)s? "
    "Er is niets opgehaald."
)
NO_DIMENSION = _("Tabel %(table)s heeft geen %(dimension)s. Er is niets opgehaald.")
LACKS = {
    "areas": _("Tabel %(table)s heeft geen gebieden. Vraag hem zonder gemeente op."),
    "periods": _("Tabel %(table)s heeft geen perioden. Vraag hem zonder perioden op."),
    "categories": _("Tabel %(table)s heeft geen soorten. Vraag hem zonder soorten op."),
}


@dataclass(frozen=True)
class TableRequest:
    """A question for a table; what is None is wanted whole.

    `municipality` is a code (GM0344): its row, its districts and neighbourhoods, and the row of
    the country to compare with. `fixed` chooses codes of other dimensions, `leave_out` names the
    stems of columns that need not come along. Codes are given without padding.
    """

    table_id: str
    host: Host = "cbs"
    municipality: str | None = None
    periods: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    fixed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The same for the same part of a table; fit for the name of a file or folder."""
        parts = [self.table_id, self.municipality or ""]
        rest = (self.periods, self.categories, sorted(self.fixed.items()))
        if any(rest):
            parts.append(hashlib.sha256(repr(rest).encode()).hexdigest()[:10])
        return "_".join(part for part in parts if part)


@dataclass(frozen=True)
class Choice:
    """Chosen members of one dimension: all of them, or by key, by start, or by municipality.

    `towns` holds the four digits that stand in every code within a municipality.
    """

    keys: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """True when nothing is left out."""
        return not (self.keys or self.starts or self.towns)

    def has(self, key: str) -> bool:
        """Whether a key, with its padding, is chosen."""
        return (
            self.is_everything
            or key in self.keys
            or key.startswith(self.starts or ("\0",))
            or key[2:6] in self.towns
        )

    def of(self, members: Iterable[Member]) -> list[Member]:
        """The chosen members, in the order of the dimension."""
        return [member for member in members if self.has(member.key)]

    def words(self, dimension: str) -> str:
        """The choice in the filter language of OData v3; "" for everything."""
        tests = [f"substring({dimension},2,4) eq {quoted(town)}" for town in self.towns]
        tests += [f"startswith({dimension},{quoted(start)})" for start in self.starts]
        tests += [f"{dimension} eq {quoted(key)}" for key in self.keys]
        return f"({' or '.join(tests)})" if tests else ""


def quoted(text: str) -> str:
    """A text in a filter; a quote is written twice."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class Part:
    """A piece of a table: one choice per dimension, in the order of the dimensions."""

    choices: tuple[tuple[str, Choice], ...]

    def filter(self) -> str:
        """The whole filter; "" for the whole table."""
        return " and ".join(text for key, choice in self.choices if (text := choice.words(key)))

    def counts(self, shape: Shape) -> dict[str, int]:
        """How many members of each dimension are chosen."""
        return {key: len(choice.of(shape.dimensions[key])) for key, choice in self.choices}

    def size(self, shape: Shape) -> int:
        """How many rows a dense table has of this part."""
        rows = 1
        for count in self.counts(shape).values():
            rows *= count
        return rows

    def with_choice(self, dimension: str, choice: Choice) -> "Part":
        """The same part with another choice in one dimension."""
        return Part(tuple((k, choice if k == dimension else c) for k, c in self.choices))


def whole(request: TableRequest, shape: Shape) -> Part:
    """The part of the table that the request asks for. Raises `RefusedError` on unknown codes."""
    wanted = {key: Choice() for key in shape.dimensions}
    asked = dict(request.fixed)
    for name, codes in (("periods", request.periods), ("categories", request.categories)):
        if codes is not None:
            asked[_dimension(request, shape, name)] = codes
    for key, codes in asked.items():
        if key not in wanted:
            raise RefusedError(NO_DIMENSION, table=request.table_id, dimension=key)
        wanted[key] = Choice(keys=_keys(request, key, codes, shape.dimensions[key]))
    if request.municipality:
        areas = _dimension(request, shape, "areas")
        wanted[areas] = _town(request, shape)
    return Part(tuple(wanted.items()))


def _dimension(request: TableRequest, shape: Shape, name: str) -> str:
    key = {"areas": shape.areas, "periods": shape.periods, "categories": shape.categories}[name]
    if not key:
        raise RefusedError(LACKS[name], table=request.table_id)
    return key


def _keys(
    request: TableRequest, dimension: str, codes: Sequence[str], members: Sequence[Member]
) -> tuple[str, ...]:
    """The keys as the table writes them, in its order."""
    asked = {code.strip() for code in codes}
    known = {member.code for member in members}
    for code in sorted(asked - known):
        _refuse(request, dimension, code, members)
    return tuple(member.key for member in members if member.code in asked)


def _town(request: TableRequest, shape: Shape) -> Choice:
    """A municipality with all that lies in it, and the country."""
    members = shape.dimensions[shape.areas]
    code = (request.municipality or "").strip().upper()
    own = [member for member in members if member.code.upper() == code]
    if not own or not code.startswith("GM"):
        towns = [member for member in members if member.code.startswith("GM")]
        _refuse(request, shape.areas, code, towns)
    country = tuple(m.key for m in members if m.code in COUNTRIES)
    if shape.is_local:
        return Choice(keys=country, towns=(code[2:6],))
    return Choice(keys=(*country, own[0].key))


def _refuse(request: TableRequest, dimension: str, code: str, members: Sequence[Member]) -> None:
    near = ", ".join(f"{m.code} ({m.title})" for m in near_matches(code, members)) or "–"
    raise RefusedError(NO_CODE, table=request.table_id, code=code, dimension=dimension, near=near)


def near_matches(code: str, members: Sequence[Member]) -> list[Member]:
    """Members whose code or name looks like what was asked; a few at most."""
    by_word: dict[str, Member] = {}
    for member in members:
        by_word.setdefault(member.code.lower(), member)
        by_word.setdefault(member.title.lower(), member)
    found = get_close_matches(code.lower(), list(by_word), n=2 * NEAR, cutoff=0.5)
    return list(dict.fromkeys(by_word[word] for word in found))[:NEAR]
