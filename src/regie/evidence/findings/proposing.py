"""Which findings follow from the verdicts. Pure.

One finding per indicator and kind: the places of an indicator stand together in one, and a type
that says the same as the sum it is part of becomes evidence of that sum. Every candidate has a key
that stays the same when figures are renewed, so that a person's decision is never lost or doubled.

Sources: CCV, checklist IVP, part 4 (dominant trends, the story behind the figures); the method's
gebiedsscan (hot spots). A verdict earns a candidate only by the rules of `signals`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from regie.evidence.findings.rules import (
    HIGHER,
    LOWER,
    NOTHING,
    ORDER,
    Candidate,
    Kind,
    Subject,
    Verdict,
    code_of,
    direction_of_answer,
    district_of,
    says_something,
)
from regie.evidence.signals.rules import Arrow, Assessment, Place, Word


def candidates(
    assessments: Mapping[str, Assessment], subjects: Sequence[Subject]
) -> tuple[Candidate, ...]:
    """Every finding the verdicts propose, in the order of fields, themes and indicators.

    One that stands under another (`under`) is said there already: it is no finding of its own,
    but who decided about it earlier still finds its verdict here.
    """
    known = {subject.code: subject for subject in subjects}
    found = [
        candidate
        for subject in subjects
        if subject.code in assessments
        for candidate in _of_one(assessments[subject.code], subject)
    ]
    found = [*_bundled(found, known), *_problems(assessments, subjects)]
    return tuple(sorted(found, key=lambda c: (c.position, ORDER.index(c.kind), c.key)))


def _of_one(assessment: Assessment, subject: Subject) -> Iterator[Candidate]:
    make = partial(_candidate, assessment, subject)
    if assessment.level.told_apart:
        yield make(Kind.LEVEL, HIGHER if assessment.level.higher else LOWER)
    if assessment.change.arrow is not Arrow.NONE:
        yield make(Kind.CHANGE, assessment.change.arrow)
    for kind, direction, places in _places(assessment):
        areas, key = tuple(p.area for p in places), kind is Kind.PLACE_CHANGE
        yield make(kind, direction, areas, Verdict(places=places), in_key=key)
    spread = assessment.concentration
    if spread.concentrated:
        yield make(Kind.CONCENTRATION, "", spread.top, Verdict(concentration=spread))
    if told := tuple(filter(says_something, assessment.answers)):
        own = next((a for a in told if a.area == assessment.municipality), told[0])
        areas = tuple(a.area for a in told if a.area != assessment.municipality)
        yield make(Kind.PERCEIVED, direction_of_answer(own), areas, Verdict(answers=told))
    for way in dict.fromkeys(gap.kind for gap in assessment.gaps):
        gaps = tuple(gap for gap in assessment.gaps if gap.kind == way)
        areas = tuple(gap.area for gap in gaps if gap.area != assessment.municipality)
        yield make(Kind.GAP, way, areas, Verdict(gaps=gaps), in_key=True)


def _places(assessment: Assessment) -> Iterator[tuple[Kind, str, tuple[Place, ...]]]:
    """The places that clearly stand out, those that rise and those that fall.

    Among many places some are always points of attention by chance; those are no finding.
    """
    clear = [p for p in assessment.hot_places if p.level.word is Word.DEVIATING]
    groups = [(Kind.PLACE_LEVEL, HIGHER, clear)]
    for arrow in (Arrow.UP, Arrow.DOWN):
        moving = [p for p in assessment.moving_places if p.change.arrow is arrow]
        groups.append((Kind.PLACE_CHANGE, arrow.value, moving))
    for kind, direction, places in groups:
        if places:
            yield kind, direction, _lowest(places)


def _lowest(places: Sequence[Place]) -> tuple[Place, ...]:
    """Without a district of which a neighbourhood says the same: nothing is said twice."""
    inside = {district_of(place.area) for place in places}
    return tuple(place for place in places if place.area not in inside)


def _candidate(
    assessment: Assessment,
    subject: Subject,
    kind: Kind,
    direction: str,
    areas: tuple[str, ...] = (),
    verdict: Verdict = NOTHING,
    *,
    in_key: bool = False,
) -> Candidate:
    """A candidate; `verdict` holds what is special, the whole municipality is added here.

    With `in_key` an indicator can have a finding for every direction.
    """
    survey = bool(assessment.answers)
    return Candidate(
        key=f"{kind}:{subject.code}" + (f":{direction}" if in_key else ""),
        kind=kind,
        indicator=subject.code,
        theme=subject.theme,
        field=subject.field,
        position=subject.position,
        direction=str(direction),
        areas=areas,
        verdict=replace(
            verdict,
            level=None if survey else assessment.level,
            change=None if survey else assessment.change,
            slope=None if survey else assessment.slope,
            deliveries=assessment.deliveries,
            fingerprint=assessment.fingerprint,
        ),
    )


# --- nothing twice --------------------------------------------------------------------------------


def _bundled(found: Sequence[Candidate], known: Mapping[str, Subject]) -> list[Candidate]:
    """Sums take in their parts of the same theme; a total gives way to what it is made of."""
    groups: dict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for candidate in found:
        family = known[candidate.indicator].family
        groups[(family, candidate.kind, candidate.direction)].append(candidate)
    return [one for group in groups.values() for one in _in_order(group, known)]


def _in_order(group: list[Candidate], known: Mapping[str, Subject]) -> Iterator[Candidate]:
    """The same candidates, each with what it stands under or what stands under it."""
    parts = [c for c in group if not known[c.indicator].total]
    under = {c.key: top for c in parts if (top := _covering(c, parts, known))}
    for candidate in parts:
        below = tuple(c.indicator for c in parts if under.get(c.key) == candidate.key)
        yield replace(candidate, evidence=below, under=under.get(candidate.key, ""))
    for total in (c for c in group if known[c.indicator].total):
        yield replace(total, under=parts[0].key if parts else "")


def _covering(
    part: Candidate, among: Sequence[Candidate], known: Mapping[str, Subject]
) -> str | None:
    """The key of the largest sum of the same theme that holds this part, or None.

    Two indicators of exactly the same types are one: the first in order is kept.
    """
    mine = known[part.indicator]
    rank = _size(mine)
    above = [
        (_size(other), c.key)
        for c in among
        if c.theme == part.theme and c.key != part.key
        for other in [known[c.indicator]]
        if mine.categories and mine.categories <= other.categories
        if _size(other) > rank
    ]
    return max(above)[1] if above else None


def _size(subject: Subject) -> tuple[int, int]:
    return (len(subject.categories), -subject.position)


# --- problems of the figures ----------------------------------------------------------------------


def _problems(
    assessments: Mapping[str, Assessment], subjects: Sequence[Subject]
) -> Iterator[Candidate]:
    """One finding per problem and source, with the indicators it touches as evidence."""
    touched: dict[tuple[str, str], list[Subject]] = defaultdict(list)
    for subject in subjects:
        found = assessments.get(subject.code)
        for problem in dict.fromkeys(map(code_of, found.problems if found else ())):
            touched[(subject.family, problem)].append(subject)
    last = max((subject.position for subject in subjects), default=0) + 1
    for (family, problem), group in touched.items():
        yield _problem(family, problem, group, assessments, last)


def _problem(
    family: str,
    problem: str,
    group: Sequence[Subject],
    assessments: Mapping[str, Assessment],
    position: int,
) -> Candidate:
    """About the figures themselves, so without a theme; after everything else."""
    of = [assessments[subject.code] for subject in group]
    told = [p for one in of for p in one.problems if code_of(p) == problem]
    return Candidate(
        key=f"{Kind.DATA}:{family}:{problem}",
        kind=Kind.DATA,
        indicator=group[0].code,
        theme="",
        field="",
        position=position,
        direction=problem,
        evidence=tuple(subject.code for subject in group[1:]),
        verdict=Verdict(
            problems=tuple(dict.fromkeys(told)),
            deliveries=tuple(sorted({n for one in of for n in one.deliveries})),
            fingerprint=of[0].fingerprint,
        ),
    )
