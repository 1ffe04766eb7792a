"""From a code or a name in a file to an area: realm, level, classification year, left-overs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.rules import Level, area_code, level_of, municipality_of
from regie.evidence.whereabouts.whole_codes import code_beside, undone, whole_codes
from regie.foundation.areas import queries as areas
from regie.foundation.areas.names import Ambiguous, Resolver, loose_key, name_key
from regie.foundation.areas.names import level_of as level_in_name
from regie.foundation.areas.rules import REAL, realm_of
from regie.foundation.crosswalks import queries as crosswalks
from regie.foundation.records.refusals import RefusedError

COUNTRY_NAME = "Nederland"
_PROVINCE = re.compile(r"\s*\([a-z]{1,3}\)$")
TOLERATED = 0.02
FEW = 5


@dataclass(frozen=True)
class Place:
    """An area as the warehouse keeps it."""

    code: str
    level: Level
    municipality: str = ""


@dataclass(frozen=True)
class Label:
    """What a file says about an area: a code or a name, with the municipality beside it if any.

    `key` is how the row is found back; `row` its order of appearance.
    """

    key: str
    text: str
    context: str = ""


@dataclass(frozen=True)
class Placed:
    """The outcome: what was found, what was not, in which realm, and how codes were given.

    `made_whole` are the damaged codes of the file with what they were read as.
    """

    realm: str
    known: Mapping[str, Place]
    unresolved: tuple[str, ...]
    by_name: bool = False
    municipality: str = ""
    made_whole: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> set[str]:
        """All codes that were found."""
        return {place.code for place in self.known.values()}

    def counts(self) -> Counter[str]:
        """How many areas of each level; "place unknown" is not one of them."""
        return Counter(level for _, level in {(p.code, p.level) for p in self.known.values()})


def place_codes(labels: Sequence[Label]) -> Placed | None:
    """Read the labels as codes; None when most of them are no codes, so they must be names."""
    texts = {label.key: code_beside(label.text) for label in labels}
    towns = crosswalks.municipality_names
    whole = whole_codes(list(texts.values()), lambda: towns(REAL).keys())
    known = {key: code for key, text in texts.items() if (code := area_code(whole.get(text, text)))}
    if not known or len(known) * 2 < len(labels):
        return None
    realms = {realm_of(code) for code in known.values()}
    if len(realms) > 1:
        raise RefusedError(
            _("Dit bestand mengt gebieden van Nederland met gebieden van het voorbeeldland.")
        )
    places = {
        key: Place(code, level, municipality_of(code))
        for key, code in known.items()
        if (level := level_of(code))
    }
    unresolved = tuple(label.text for label in labels if label.key not in places)
    return Placed(realms.pop(), places, unresolved, made_whole=whole)


def place_rows_of_places(labels: Sequence[Label]) -> Placed:
    """Towns and villages have no code in these tables; their name is their key."""
    known = {label.key: Place(label.text, "place") for label in labels if label.text}
    return Placed(REAL, known, ())


def place_names(
    labels: Sequence[Label],
    *,
    year: int | None,
    municipality: str = "",
    realm: str = REAL,
    upper: bool = False,
) -> Placed:
    """Find areas by name in the newest classification, or in that of `year`.

    Without a municipality beside the names, the one in which most of the names lie is meant.
    `upper` says that the table has no districts or neighbourhoods.
    """
    if labels and all(label.text.isdigit() for label in labels):
        raise RefusedError(
            _(
                "De gebieden staan er als getal, zoals %(example)s, en Regie weet niet zeker "
                "welke het zijn. Lever de codes met letters, zoals GM0344 of BU03440111."
            ),
            example=labels[0].text,
        )
    labels = [replace(label, text=undone(label.text)) for label in labels]
    resolver = areas.resolver(realm, year)
    if not len(resolver):
        raise RefusedError(
            _(
                "Dit bestand noemt gebieden bij hun naam, zonder code. Lees eerst een lijst met "
                "wijken en buurten in, of lever het bestand met codes."
            )
        )
    if any(label.context for label in labels):
        return _placed(labels, _by_context(labels, resolver), realm)
    found = _without_context(labels, resolver)
    if upper or len(found.known) * 2 >= len(labels):
        return found
    inside = _likely_municipality(labels, resolver, municipality)
    codes = {label.key: _inside(label.text, inside, resolver) for label in labels}
    _settle_repeats(labels, codes, inside, resolver)
    return _placed(labels, codes, realm, inside)


def _placed(
    labels: Sequence[Label], codes: Mapping[str, str | None], realm: str, inside: str = ""
) -> Placed:
    known = {
        key: Place(code, level, municipality_of(code))
        for key, code in codes.items()
        if code and (level := level_of(code))
    }
    unresolved = tuple(label.text for label in labels if label.key not in known)
    return Placed(realm, known, unresolved, by_name=True, municipality=inside)


def _without_context(labels: Sequence[Label], resolver: Resolver) -> Placed:
    """Names of the country, provinces and municipalities say enough by themselves.

    A municipality that is no more is found by the name it had, when only one had it.
    """
    codes = {label.key: _upper(label.text, resolver) for label in labels}
    if missing := [label for label in labels if label.text and not codes[label.key]]:
        former = _former(resolver.realm)
        codes |= {label.key: former.get(loose_key(label.text)) for label in missing}
    return _placed(labels, codes, resolver.realm)


def _former(realm: str) -> dict[str, str]:
    """The code of every municipality of the past by its name; not of names that two had."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code, names in crosswalks.municipality_names(realm).items():
        for name in names:
            codes[loose_key(name)].add(code)
    return {name: found.pop() for name, found in codes.items() if len(found) == 1}


def _upper(text: str, resolver: Resolver) -> str | None:
    wanted = level_in_name(text)
    for kind in (wanted,) if wanted else ("country", "municipality", "province", "region"):
        found = resolver.by_name(text, kind=kind)
        if isinstance(found, str):
            return area_code(found)
    return None


def _likely_municipality(labels: Sequence[Label], resolver: Resolver, hint: str) -> str:
    """The municipality that holds most of the names; `hint` when half of them lie there."""
    votes: Counter[str] = Counter()
    for label in labels:
        found = resolver.by_name(label.text, kind="neighbourhood") or resolver.by_name(
            label.text, kind="district"
        )
        codes = found.codes if isinstance(found, Ambiguous) else (found,) if found else ()
        votes.update({municipality_of(code) for code in codes})
    if hint and votes[hint] * 2 >= len(labels):
        return hint
    winner, count = votes.most_common(1)[0] if votes else ("", 0)
    if count * 10 < len(labels) * 8:
        raise RefusedError(
            _(
                "Dit bestand noemt wijken of buurten zonder code en zonder gemeente. "
                "Geef bij het inlezen op over welke gemeente het gaat."
            )
        )
    return winner


def _inside(text: str, municipality: str, resolver: Resolver) -> str | None:
    for kind in ("neighbourhood", "district", "municipality"):
        found = resolver.by_name(text, municipality, kind)
        if isinstance(found, str):
            return found
    country = resolver.by_name(text, kind="country")
    return country if isinstance(country, str) else None


def _settle_repeats(
    labels: Sequence[Label], codes: dict[str, str | None], inside: str, resolver: Resolver
) -> None:
    """A list of one level only: a name that fits two levels is of the level of the others."""
    districts = sum(1 for code in codes.values() if code and code.startswith("WK"))
    if districts * 2 <= len(labels):
        return
    for label in labels:
        found = resolver.by_name(label.text, inside, "district")
        if isinstance(found, str):
            codes[label.key] = found


def _by_context(labels: Sequence[Label], resolver: Resolver) -> dict[str, str | None]:
    """Rows with a municipality beside the name, in the order of the publisher.

    Within a municipality the rows stand in the order of the codes: the municipality, then each
    district followed by its neighbourhoods. So the n-th "Centrum" of the file is the n-th
    "Centrum" of the register, when both count as many.
    """
    groups: dict[tuple[str, str], list[Label]] = defaultdict(list)
    for label in labels:
        groups[name_key(label.context), _bare(label.text)].append(label)
    codes: dict[str, str | None] = {}
    for (context, _name), rows in groups.items():
        found = _candidates(context, {row.text for row in rows}, resolver)
        if len(found) == len(rows):
            codes.update(zip((row.key for row in rows), found, strict=True))
    return codes


def _bare(text: str) -> str:
    """What spellings of one name share: no signs, and no province behind it as in "Beek (L.)"."""
    key = _PROVINCE.sub("", name_key(text))
    return "".join(sign for sign in key if sign.isalnum())


def _candidates(context: str, texts: set[str], resolver: Resolver) -> list[str]:
    """Every area in the municipality with one of these names, in the publisher's order."""
    if context == name_key(COUNTRY_NAME):
        found = resolver.by_name(COUNTRY_NAME, kind="country")
        return [found] if isinstance(found, str) else []
    home = resolver.by_name(context, kind="municipality")
    if not isinstance(home, str):
        return []
    codes: set[str] = set()
    for text in texts:
        for kind in ("municipality", "district", "neighbourhood"):
            match = resolver.by_name(text, home, kind)
            codes.update(match.codes if isinstance(match, Ambiguous) else (match,) if match else ())
    return sorted(codes, key=_publishers_order)


def _publishers_order(code: str) -> tuple[str, int]:
    return (code[2:].ljust(8, " "), {"GM": 0, "WK": 1}.get(code[:2], 2))


# --- classification year -------------------------------------------------------------------------


@dataclass(frozen=True)
class YearFound:
    """The classification year of a delivery, how it was found and the codes it does not know."""

    year: int | None
    given: bool
    unknown: int = 0
    examples: tuple[str, ...] = ()


def find_year(placed: Placed, wanted: int | None) -> YearFound:
    """Compare the codes with the registered years. Raises `RefusedError` for a wrong year."""
    codes = {c for c in placed.codes if c[:2] in {"GM", "WK", "BU"} and level_of(c) != "unplaced"}
    if not codes:
        return YearFound(wanted, given=wanted is not None)
    match = areas.match_year(placed.realm, codes)
    counted = {count.year: count for count in match.years}
    if wanted is not None:
        return _check_wanted(wanted, codes, placed.realm)
    if match.best is not None and counted[match.best].unknown <= _tolerance(len(codes)):
        best = counted[match.best]
        return YearFound(best.year, False, best.unknown, best.examples)
    return _by_municipalities(placed.realm, codes)


def _tolerance(count: int) -> int:
    return max(FEW, int(count * TOLERATED))


def _check_wanted(wanted: int, codes: Iterable[str], realm: str) -> YearFound:
    """Judge a given year per level, as far as that year is registered."""
    resolver = areas.resolver(realm, wanted)
    kinds = [kind for kind in ("municipality", "district", "neighbourhood") if resolver.codes(kind)]
    judged = [code for code in codes if level_of(code) in kinds]
    missing = sorted(code for code in judged if resolver.by_code(code) is None)
    if len(missing) > _tolerance(len(judged)):
        raise RefusedError(
            _(
                "De gebieden in dit bestand horen niet bij de indeling van %(year)s: "
                "%(missing)s van %(total)s codes bestaan daar niet, zoals %(examples)s. "
                "Geef het juiste indelingsjaar op, of laat het weg."
            ),
            year=wanted,
            missing=len(missing),
            total=len(judged),
            examples=", ".join(missing[:3]),
        )
    return YearFound(wanted, True, len(missing), tuple(missing[:FEW]))


def _by_municipalities(realm: str, codes: set[str]) -> YearFound:
    """Neighbourhoods that no year knows yet: judge by the municipalities they lie in."""
    towns = {municipality_of(code) for code in codes}
    match = areas.match_year(realm, towns)
    year = match.best if match.best is not None else next(iter(match.likely), None)
    resolver = areas.resolver(realm, year) if year else None
    unknown = sorted(c for c in codes if resolver is None or resolver.by_code(c) is None)
    return YearFound(year, False, len(unknown), tuple(unknown[:FEW]))
