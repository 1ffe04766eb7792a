"""How a list of areas becomes rows: sorted, given parents, and written in a few statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from regie.foundation.areas import rules
from regie.foundation.areas.models import Area, Classification
from regie.foundation.areas.names import name_key, plain_name
from regie.foundation.areas.rules import AreaCode, AreaRow
from regie.policy.municipalities import municipality_file, province_of

_BATCH = 1000


@dataclass(frozen=True)
class Conflict:
    """One code with several names in one delivery; the first name was kept."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class RegisterReport:
    """What registering a list of areas did, and what in it could not be used.

    `moved` counts areas that got another parent or province.
    """

    realm: str
    year: int
    created: int = 0
    renamed: int = 0
    moved: int = 0
    unchanged: int = 0
    duplicates: int = 0
    unreadable: tuple[str, ...] = ()
    other_realm: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def changed(self) -> bool:
        """True when anything was written."""
        return bool(self.created or self.renamed or self.moved)


@dataclass
class SortedRows:
    """Rows that were understood, and those that were not."""

    codes: dict[str, AreaCode] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    provinces: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    other_realm: list[str] = field(default_factory=list)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Codes that came with names that are really different."""
        different = {code: {name_key(n) for n in names} for code, names in self.names.items()}
        return tuple(
            Conflict(code, tuple(dict.fromkeys(self.names[code])))
            for code, keys in sorted(different.items())
            if len(keys) > 1
        )

    @property
    def duplicates(self) -> int:
        """Rows that say again what another row said."""
        return sum(len(names) - 1 for names in self.names.values() if names)


def sort_rows(realm: str, rows: Iterable[AreaRow]) -> SortedRows:
    """Understand every row; codes of the other realm and unreadable ones are set apart."""
    result = SortedRows()
    for row in rows:
        code = rules.parse_code(rules.canonical(row.code))
        if code is None:
            result.unreadable.append(row.code.strip())
        elif code.realm != realm:
            result.other_realm.append(code.code)
        else:
            result.codes[code.code] = code
            result.names[code.code].append(plain_name(row.name)[:120])
            if row.province:
                result.provinces[code.code] = row.province.strip()
    return result


class Register:
    """The areas of one classification year in memory, while they are brought up to date."""

    def __init__(self, edition: Classification) -> None:
        self.edition = edition
        self.areas = {area.code: area for area in Area.objects.filter(classification=edition)}

    def store(self, rows: SortedRows, *, rename: bool) -> RegisterReport:
        """Write new areas level by level, then new names and parents; 1,000 rows a statement."""
        self._add_upper_levels(rows)
        before = set(self.areas)
        for kind in rules.KINDS:
            self._create([code for code in rows.codes.values() if code.kind == kind], rows)
        renamed = self._rename(rows) if rename else set()
        moved = self._relink(rows) & before
        self._update(renamed | moved)
        return RegisterReport(
            self.edition.realm,
            self.edition.year,
            created=len(self.areas) - len(before),
            renamed=len(renamed),
            moved=len(moved),
            unchanged=len((rows.codes.keys() & before) - renamed - moved),
            duplicates=rows.duplicates,
            unreadable=tuple(rows.unreadable),
            other_realm=tuple(rows.other_realm),
            conflicts=rows.conflicts,
        )

    def _add_upper_levels(self, rows: SortedRows) -> None:
        """The country and provinces that real municipalities lie in come from the policy list."""
        if self.edition.realm != rules.REAL:
            return
        file = municipality_file()
        upper = {file.country.code: file.country.name} | {p.code: p.name for p in file.provinces}
        needed = {file.country.code} | {self._province(code, rows) for code in rows.codes.values()}
        for code in (needed & upper.keys()) - self.areas.keys() - rows.codes.keys():
            understood = rules.parse_code(code)
            if understood and rows.codes:
                rows.codes[code] = understood
                rows.names[code] = [upper[code]]

    def _create(self, codes: list[AreaCode], rows: SortedRows) -> None:
        new = [self._new(code, rows) for code in codes if code.code not in self.areas]
        self.areas |= {area.code: area for area in Area.objects.bulk_create(new, _BATCH)}

    def _new(self, code: AreaCode, rows: SortedRows) -> Area:
        province = self._province(code, rows)
        return Area(
            classification=self.edition,
            code=code.code,
            name=_name(rows, code.code) or code.code,
            kind=code.kind,
            parent=self._parent(code, province),
            municipality_code=code.municipality,
            province_code=province,
            pseudo=code.pseudo,
        )

    def _rename(self, rows: SortedRows) -> set[str]:
        """Take over names that differ; an empty name never replaces one."""
        renamed = set()
        for code in rows.codes:
            name = _name(rows, code)
            if name and self.areas[code].name != name:
                self.areas[code].name = name
                renamed.add(code)
        return renamed

    def _relink(self, rows: SortedRows) -> set[str]:
        """Give every area the nearest parent that is there now, and its province."""
        moved = set()
        for area in self.areas.values():
            code = AreaCode(area.code, area.kind, area.municipality_code, area.pseudo)
            province = self._province(code, rows)
            parent = self._parent(code, province)
            wanted = (parent.pk if parent else None, province)
            if (area.parent_id, area.province_code) != wanted:
                area.parent, area.province_code = parent, province
                moved.add(area.code)
        return moved

    def _province(self, code: AreaCode, rows: SortedRows) -> str:
        """The province as delivered, else as registered, else as in the policy list."""
        if code.kind == rules.PROVINCE:
            return code.code
        if not code.municipality or code.pseudo:
            return ""
        delivered = rows.provinces.get(code.municipality)
        known = self.areas.get(code.municipality)
        return delivered or (known.province_code if known else "") or province_of(code.municipality)

    def _parent(self, code: AreaCode, province: str) -> Area | None:
        candidates = rules.parent_candidates(code, province)
        return next((self.areas[each] for each in candidates if each in self.areas), None)

    def _update(self, codes: set[str]) -> None:
        """Write names and parents back in one insert-or-update per 1,000 rows."""
        Area.objects.bulk_create(
            [self.areas[code] for code in sorted(codes)],
            _BATCH,
            update_conflicts=True,
            unique_fields=["classification", "code"],
            update_fields=["name", "parent", "province_code"],
        )


def _name(rows: SortedRows, code: str) -> str:
    return next((name for name in rows.names[code] if name), "")
