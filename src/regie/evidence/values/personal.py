"""Personal data in a file, found before anything of it is kept. Pure.

A finding names the column, the kind and how many values show it; never a value. One value proves
little: a dossier number passes the 11-test one time in eleven, and streets are called after
people. So a column is judged by its title and by the share of its values together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from regie.evidence.values import marks
from regie.evidence.values.columns import Values, holds_points, is_postcode
from regie.evidence.values.dates import read_day
from regie.evidence.values.kinds import (
    KINDS,
    Kind,
    Verdict,
    may_hold_names,
    names_a_thing,
    title_kind,
)
from regie.evidence.values.words import words
from regie.foundation.records.engine import gettext_noop as _
from regie.foundation.records.refusals import RefusedError

__all__ = ["Finding", "Kind", "Verdict", "look", "refusal", "refusals", "safe_title", "scan"]

SAMPLE = 2_000
"""Rows, spread over the whole file, in which names and birth dates are looked for."""

SAYS_REFUSED = _("Kolom “%(column)s” bevat %(kind)s: %(hits)s van %(looked)s waarden.")
SAYS_STRIPPED = _("Kolom “%(column)s” bevat %(kind)s. Regie slaat deze kolom over.")
SAYS_LOCATED = _(
    "Kolom “%(column)s” bevat %(kind)s. Regie zoekt er de buurt mee en bewaart ze niet."
)
REFUSED = _(
    "In dit bestand staan persoonsgegevens, in: %(columns)s. "
    "Verwijder deze kolommen en lever opnieuw. Er is niets bewaard."
)
_SENTENCES = {
    Verdict.REFUSE: SAYS_REFUSED,
    Verdict.STRIP: SAYS_STRIPPED,
    Verdict.LOCATE: SAYS_LOCATED,
}


@dataclass(frozen=True)
class Finding:
    """A column with personal data: its kind, what happens, and in how many values it was seen."""

    header: str
    kind: Kind
    hits: int
    looked: int
    position: int = 0
    params: Mapping[str, object] = field(init=False)

    def __post_init__(self) -> None:
        params = {"column": self.header, "kind": self.label, "hits": self.hits}
        object.__setattr__(self, "params", params | {"looked": self.looked})

    @property
    def verdict(self) -> Verdict:
        """What happens to the file or the column."""
        return KINDS[self.kind].verdict

    @property
    def label(self) -> str:
        """The kind in words (msgid)."""
        return KINDS[self.kind].label

    @property
    def sentence(self) -> str:
        """The finding in words (msgid); `params` fill it."""
        return _SENTENCES[self.verdict]


def safe_title(header: str, position: int) -> str:
    """The title of a column, or its letter when the title itself may be about a person.

    A file without titles has its first row of data where titles belong.

    >>> safe_title("Postcode", 2), safe_title("J. de Vries", 2)
    ('Postcode', 'C')
    """
    bare = " ".join(header.split())[:80]
    number = any(sign.isdigit() for sign in bare) and len(marks.digits_of(bare)) > 5
    if bare and not (number or marks.says_who(bare) or marks.is_name(bare)):
        return bare
    return _letters(position)


def _letters(position: int) -> str:
    letters = ""
    while position >= 0:
        letters = chr(65 + position % 26) + letters
        position = position // 26 - 1
    return letters


def look(header: str, samples: Sequence[str], position: int = 0) -> Finding | None:
    """What personal data this column holds, if any."""
    values = Values.of(samples)
    if not values.filled:
        return None
    for test in (_by_number, _by_title, _by_name, _by_birth, _by_text, _by_place):
        if found := test(header, values):
            kind, hits = found
            return Finding(safe_title(header, position), kind, hits, values.filled, position)
    return None


_Found = tuple[Kind, int] | None

_ANYWHERE = (
    (Kind.EMAIL, marks.has_email),
    (Kind.ACCOUNT, marks.has_iban),
    (Kind.PHONE, marks.has_phone),
)
_CODES = frozenset({"nummer", "nr", "id", "kenmerk", "code", "uuid", "number"})
_OF_RECORDS = ("dossier", "zaak", "meld", "incident", "registratie", "klacht", "volg", "mutatie")
OFTEN = 0.2


def _by_number(header: str, values: Values) -> _Found:
    """Numbers with a check digit and contact details."""
    if citizen := _citizens(header, values):
        return citizen
    for kind, test in _ANYWHERE:
        hits = values.count(test)
        own_number = kind is Kind.PHONE and _is_own_number(header, values)
        if hits and not own_number:
            often = values.share(hits) >= OFTEN and not values.wordy
            return (kind if often else Kind.FREE_TEXT), hits
    plates = values.count(marks.is_plate)
    if plates and values.share(plates) >= 0.3 and len(values.starts(2)) > 1:
        return Kind.PLATE, plates
    computers = values.count(marks.is_address_of_computer)
    return (Kind.COMPUTER, computers) if values.share(computers) >= OFTEN else None


def _citizens(header: str, values: Values) -> _Found:
    """Nearly all values pass the 11-test; chance alone gives one in eleven."""
    hits = values.count(marks.is_bsn)
    announced = title_kind(header) is Kind.CITIZEN
    nine = values.count(lambda text: len(marks.digits_of(text)) == 9 and len(text) <= 11)
    proven = hits >= 5 and hits >= 0.8 * nine and values.share(hits) >= OFTEN
    unnamed = hits >= 2 and hits == values.filled and nine and not _numbers_records(header)
    if proven or unnamed or (announced and nine):
        return Kind.CITIZEN, max(hits, 1)
    return None


def _numbers_records(header: str) -> bool:
    tokens = words(header)
    return bool(_CODES & set(tokens)) or any(token.startswith(_OF_RECORDS) for token in tokens)


def _is_own_number(header: str, values: Values) -> bool:
    """Ten digits in a column of dossier numbers are no telephone numbers."""
    bare = values.count(str.isdigit)
    return _numbers_records(header) and title_kind(header) is None and bare == values.filled


def _by_title(header: str, values: Values) -> _Found:
    """The title announces it, and the values do not contradict that."""
    kind = title_kind(header)
    if kind is None or values.yes_no:
        return None
    hits = _confirmed(kind, values)
    return (kind, hits) if hits else None


def _confirmed(kind: Kind, values: Values) -> int:
    """How many values may be what the title says."""
    if kind in {Kind.EMAIL, Kind.COMPUTER}:
        return values.count(marks.has_email if kind is Kind.EMAIL else marks.is_address_of_computer)
    if kind in {Kind.PHONE, Kind.ACCOUNT, Kind.CITIZEN}:
        return values.count(lambda text: len(marks.digits_of(text)) >= 8)
    if kind in {Kind.PLATE, Kind.DOCUMENT, Kind.PERSON_ID, Kind.SUSPECT}:
        return values.count(_has_digit)
    if kind is Kind.FREE_TEXT:
        return values.filled if values.length >= 25 or values.distinct_share > 0.5 else 0
    if kind is Kind.EXTRA:
        return values.count(lambda text: text[:1] in "{[")
    if kind is Kind.UPLOAD:
        return values.count(lambda text: "/" in text or "." in text)
    return values.filled


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _by_name(header: str, values: Values) -> _Found:
    """Names of people; a title that names a thing asks for more proof."""
    hits = values.count(marks.is_name)
    if may_hold_names(header):
        hits = max(hits, values.count(_name_or_part))
        needed, least = 0.3, 1
    else:
        needed, least = (0.8 if names_a_thing(header) else 0.5), 3
    enough = values.distinct_of(marks.is_name) >= min(least, values.distinct)
    return (Kind.NAME, hits) if hits and enough and values.share(hits) >= needed else None


def _name_or_part(text: str) -> bool:
    return marks.is_name(text) or marks.is_single_name(text)


_NO_BIRTH = frozenset(
    {"bouw", "huur", "contract", "ingang", "aanleg", "plaatsing", "oprichting", "bouwjaar", "start"}
)
GROWN = 2008


def _by_birth(header: str, values: Values) -> _Found:
    """Days spread as ages are: most long ago, the first and last a generation apart."""
    if _NO_BIRTH & set(words(header)):
        return None
    years = [moment.day.year for text in values.texts if (moment := read_day(text, "day-month"))]
    years = [year for year in years if year > 1900]
    if len(years) < 5 or values.share(len(years)) < 0.6:
        return None
    old = sum(year < GROWN for year in years)
    spread = max(years) - min(years) >= 25 and len(set(years)) >= min(5, len(years))
    return (Kind.BIRTH, len(years)) if old * 2 >= len(years) and spread else None


def _by_text(header: str, values: Values) -> _Found:
    """Long texts that keep differing may hold anything."""
    if holds_points(values.texts) or values.share(values.count(_is_home)) >= 0.5:
        return None
    if values.share(values.count(lambda text: text.startswith(("http://", "https://")))) >= 0.5:
        return Kind.UPLOAD, values.filled
    if values.share(values.count(lambda text: text[:1] in "{[")) >= 0.5:
        return Kind.EXTRA, values.filled
    return (Kind.FREE_TEXT, values.filled) if values.wordy else None


_PLACES = frozenset(
    {"adres", "straat", "straatnaam", "huisnummer", "huisnr", "hnr", "street", "address"}
    | {"huis", "house", "toevoeging", "woonadres", "adresregel", "addressline", "huisletter"}
)
_POINTS = frozenset({"x", "y", "lon", "lat", "longitude", "latitude", "lengtegraad", "lng"}
                    | {"breedtegraad", "coordinaat", "geometry", "geometrie", "geom"})  # fmt: skip


def _by_place(header: str, values: Values) -> _Found:
    """Where somebody may live: used once to find the area."""
    homes = values.count(_is_home)
    if values.share(homes) >= 0.5 or _PLACES & set(words(header)):
        return Kind.ADDRESS, max(homes, 1)
    codes = values.count(is_postcode)
    if values.share(codes) >= 0.5:
        return Kind.POSTCODE, codes
    numbers = values.count(_has_digit)
    located = _POINTS & set(words(header)) and values.share(numbers) >= 0.5
    return (Kind.POINT, numbers) if located or holds_points(values.texts) else None


def _is_home(text: str) -> bool:
    """A street with a number: letters first, then a number of one to five digits."""
    parts = text.split()
    return len(parts) > 1 and parts[0][:1].isalpha() and marks.ends_in_number(text)


def refusals(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings for which the whole file is refused."""
    return tuple(finding for finding in findings if finding.verdict is Verdict.REFUSE)


def refusal(findings: Iterable[Finding]) -> RefusedError:
    """Why the file is refused; names the columns and never a value."""
    columns = ", ".join(f"“{finding.header}”" for finding in refusals(findings))
    return RefusedError(REFUSED, columns=columns)


# --- the whole file ---------------------------------------------------------------------------


def scan(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[Finding, ...]:
    """Look through every row of a file, in constant memory.

    Contact details, accounts and citizen numbers are sought in every row; names, birth dates and
    free text in rows that are spread over the file.
    """
    spread = _Spread(SAMPLE)
    marked = _Marked(len(header))
    for _number, cells in rows:
        spread.add(cells)
        marked.add(cells)
    found: list[Finding] = []
    for position, title in enumerate(header):
        finding = look(title, spread.column(position), position)
        found += [each for each in (marked.judge(title, position, finding),) if each]
    return tuple(found)


class _Spread:
    """Every n-th row, where n doubles when there are too many."""

    def __init__(self, size: int) -> None:
        self._size, self._step, self._seen = size, 1, 0
        self._rows: list[Sequence[str]] = []

    def add(self, cells: Sequence[str]) -> None:
        if self._seen % self._step == 0:
            self._rows.append(cells)
            if len(self._rows) >= 2 * self._size:
                self._rows = self._rows[::2]
                self._step *= 2
        self._seen += 1

    def column(self, position: int) -> list[str]:
        return [row[position] for row in self._rows if position < len(row)]


class _Marked:
    """How many values of each column hold contact details or a citizen number, in all rows."""

    def __init__(self, width: int) -> None:
        self._filled = [0] * width
        self._hits: list[dict[Kind, int]] = [{} for _column in range(width)]

    def add(self, cells: Sequence[str]) -> None:
        for position, text in enumerate(cells[: len(self._filled)]):
            if text:
                self._filled[position] += 1
                if len(text) > 7 and (kind := marks.contact_in(text)):
                    hits = self._hits[position]
                    hits[Kind(kind)] = hits.get(Kind(kind), 0) + 1

    def judge(self, title: str, position: int, finding: Finding | None) -> Finding | None:
        """The finding of the sample, or a stricter one from the whole file."""
        if finding is not None and finding.verdict is not Verdict.LOCATE:
            return replace(finding, looked=max(finding.looked, finding.hits))
        hits = {k: n for k, n in self._hits[position].items() if self._serious(k, n, position)}
        if not hits:
            return finding
        kind, number = max(hits.items(), key=lambda item: item[1])
        kind = kind if number >= OFTEN * self._filled[position] else Kind.FREE_TEXT
        return Finding(safe_title(title, position), kind, number, self._filled[position], position)

    def _serious(self, kind: Kind, number: int, position: int) -> bool:
        """One dossier number in eleven passes by chance; some ten digits look dialled."""
        if kind in {Kind.CITIZEN, Kind.PHONE}:
            return number >= 0.6 * self._filled[position] and number >= 5
        return True
