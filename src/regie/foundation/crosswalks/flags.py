"""The change flags of the key figures: which areas kept their border, and under which code. Pure.

Source: CBS, Kerncijfers wijken en buurten, "Indelingswijziging": 1 = code and border unchanged,
2 = code changed and border unchanged, 3 = border changed (from about 5 metres), since the year
before. The table does not say what the old code was; it is only taken when the evidence leaves no
choice.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from regie.foundation.areas.names import name_key
from regie.foundation.crosswalks.rules import FLAG, Part, Step

RECODED, REDRAWN = "2", "3"
ALIKE = 0.1
"""A population that differs more than a tenth between two years is no evidence of the same area."""
SAME_SHAPE = 0.995
"""Two outlines are the same when they share this much of what they cover together."""


@dataclass(frozen=True)
class Evidence:
    """What is known of the areas of one year: names, inhabitants and (with the old year's) shapes.

    `overlaps` holds per new code the old codes with nearly the same outline.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, float] = field(default_factory=dict)
    overlaps: Mapping[str, Collection[str]] = field(default_factory=dict)


def old_codes(
    recoded: Collection[str], gone: Collection[str], new: Evidence, old: Evidence
) -> dict[str, str]:
    """The old code of areas that only got another code, where there is one answer.

    The same outline decides. Else the same name within the municipality, when it occurs once on
    both sides; else the only code that went and the only one that came in that municipality. A
    population that differs much speaks against both.
    """
    found = {
        code: next(iter(set(new.overlaps[code]) & set(gone)))
        for code in recoded
        if len(set(new.overlaps.get(code, ())) & set(gone)) == 1
    }
    _take_names(found, recoded, gone, new, old)
    _take_last(found, recoded, gone, new, old)
    counts: dict[str, int] = defaultdict(int)
    for origin in found.values():
        counts[origin] += 1
    return {code: origin for code, origin in found.items() if counts[origin] == 1}


def _take_names(
    found: dict[str, str],
    recoded: Collection[str],
    gone: Collection[str],
    new: Evidence,
    old: Evidence,
) -> None:
    before = _by_name(set(gone) - set(found.values()), old.names)
    after = _by_name(set(recoded) - found.keys(), new.names)
    for key, codes in after.items():
        candidates = before.get(key, ())
        if len(codes) == 1 and len(candidates) == 1 and _alike(codes[0], candidates[0], new, old):
            found[codes[0]] = candidates[0]


def _take_last(
    found: dict[str, str],
    recoded: Collection[str],
    gone: Collection[str],
    new: Evidence,
    old: Evidence,
) -> None:
    before = _by_municipality(set(gone) - set(found.values()))
    after = _by_municipality(set(recoded) - found.keys())
    for municipality, codes in after.items():
        candidates = [
            code for code in before.get(municipality, ()) if _alike(codes[0], code, new, old)
        ]
        if len(codes) == 1 and len(candidates) == 1 and _has_people(codes[0], new):
            found[codes[0]] = candidates[0]


def _by_name(
    codes: Collection[str], names: Mapping[str, str]
) -> dict[tuple[str, str, str], list[str]]:
    """Codes by level, municipality and name; a code that is its own name has no name."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for code in sorted(codes):
        if names.get(code, code) != code:
            found[code[:2], code[2:6], name_key(names[code])].append(code)
    return found


def _by_municipality(codes: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        found[code[:6]].append(code)
    return found


def _has_people(code: str, new: Evidence) -> bool:
    return new.people.get(code, 0.0) > 0


def _alike(code: str, origin: str, new: Evidence, old: Evidence) -> bool:
    """Nothing in the populations speaks against it."""
    now, then = new.people.get(code), old.people.get(origin)
    if now is None or then is None:
        return True
    return abs(now - then) <= ALIKE * max(now, then)


def step_of(
    year: int,
    marks: Mapping[str, str],
    origins: Mapping[str, str],
    old: Collection[str],
    new: Collection[str],
) -> Step:
    """The step towards an edition of the key figures, for the codes of one level.

    `marks` holds the areas with flag 2 or 3, `origins` the old codes that were found; `old` and
    `new` are all codes of the level in either year.
    """
    recoded = {origins[code]: code for code in marks if code in origins}
    return Step(
        year - 1,
        year,
        {origin: (Part(origin, code, 1.0, FLAG),) for origin, code in recoded.items()},
        frozenset(set(new) - set(old)),
        frozenset(code for code in new if marks.get(code) == REDRAWN),
        frozenset(set(old) - set(new) - recoded.keys()),
    )
