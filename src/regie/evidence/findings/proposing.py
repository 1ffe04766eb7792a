"""Which findings follow from the verdicts. Pure.

One finding per indicator and kind: the places of an indicator stand together in one, and a type
that says the same as the sum it is part of becomes evidence of that sum. Every candidate has a key
that stays the same when figures are renewed, so that a person's decision is never lost or doubled.

Sources: CCV, checklist IVP, part 4 (dominant trends, the story behind the figures); the method's
gebiedsscan (hot spots). A verdict earns a candidate only by the rules of `signals`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from regie.evidence.appraisal.rules import Arrow, Assessment, Gap, Place, Word
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
    together = (*_gaps(assessments, subjects), *_problems(assessments, subjects))
    found = [*_bundled(found, known), *together]
    return tuple(sorted(found, key=lambda c: (c.position, ORDER.index(c.kind), c.key)))


def _of_one(assessment: Assessment, subject: Subject) -> Iterator[Candidate]:
    make = partial(_candidate, assessment, subject)
    if assessment.level.told_apart:
        yield make(Kind.LEVEL, HIGHER if assessment.level.higher else LOWER)
    if assessment.change.arrow is not Arrow.NONE:
        yield make(Kind.CHANGE, assessment.change.arrow)
    yield from _where(assessment, make)
    own = tuple(a for a in assessment.answers if a.area == assessment.municipality)
    for answer in filter(says_something, own):
        yield make(Kind.PERCEIVED, direction_of_answer(answer), (), Verdict(answers=(answer,)))


def _where(assessment: Assessment, make: Callable[..., Candidate]) -> Iterator[Candidate]:
    """Where it happens: places that clearly stand out, or else that it is concentrated at all.

    Among many places some are always points of attention by chance; those are no finding.
    """
    spread = assessment.concentration
    hot = _lowest([p for p in assessment.hot_places if p.level.word is Word.DEVIATING])
    areas = tuple(place.area for place in hot)
    if hot:
        yield make(Kind.PLACE_LEVEL, HIGHER, areas, Verdict(places=hot, concentration=spread))
    elif spread.concentrated:
        yield make(Kind.CONCENTRATION, "", spread.top, Verdict(concentration=spread))
    for arrow in (Arrow.UP, Arrow.DOWN):
        moving = _lowest([p for p in assessment.moving_places if p.change.arrow is arrow])
        areas = tuple(place.area for place in moving)
        if moving:
            yield make(Kind.PLACE_CHANGE, arrow, areas, Verdict(places=moving), in_key=True)


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


# --- what is said of several indicators together --------------------------------------------------


def _gaps(
    assessments: Mapping[str, Assessment], subjects: Sequence[Subject]
) -> Iterator[Candidate]:
    """One finding per theme and way in which answers and registration move apart."""
    groups: dict[tuple[str, str], list[tuple[Subject, Gap]]] = defaultdict(list)
    for subject in subjects:
        for gap in assessments[subject.code].gaps if subject.code in assessments else ():
            groups[(subject.theme, gap.kind)].append((subject, gap))
    for (theme, way), group in groups.items():
        gaps, town = tuple(gap for _s, gap in group), assessments[group[0][0].code].municipality
        yield replace(
            _together(f"{Kind.GAP}:{theme}:{way}", [s for s, _gap in group]),
            direction=way,
            areas=tuple(dict.fromkeys(gap.area for gap in gaps if gap.area != town)),
            verdict=_resting_on(Verdict(gaps=gaps), [s for s, _gap in group], assessments),
        )


def _problems(
    assessments: Mapping[str, Assessment], subjects: Sequence[Subject]
) -> Iterator[Candidate]:
    """One finding per problem and source: about the figures, so without a theme and at the end."""
    touched: dict[tuple[str, str], list[Subject]] = defaultdict(list)
    for subject in subjects:
        found = assessments.get(subject.code)
        for problem in dict.fromkeys(map(code_of, found.problems if found else ())):
            touched[(subject.family, problem)].append(subject)
    last = max((subject.position for subject in subjects), default=0) + 1
    for (family, problem), group in touched.items():
        told = (p for s in group for p in assessments[s.code].problems if code_of(p) == problem)
        verdict = Verdict(problems=tuple(dict.fromkeys(told)))
        yield replace(
            _together(f"{Kind.DATA}:{family}:{problem}", group),
            theme="",
            field="",
            position=last,
            direction=problem,
            verdict=_resting_on(verdict, group, assessments),
        )


def _together(key: str, group: Sequence[Subject]) -> Candidate:
    """A finding of the first of several indicators; the others are evidence."""
    codes, first = tuple(dict.fromkeys(subject.code for subject in group)), group[0]
    return Candidate(
        key=key,
        kind=Kind(key.partition(":")[0]),
        indicator=first.code,
        theme=first.theme,
        field=first.field,
        position=first.position,
        evidence=codes[1:],
    )


def _resting_on(
    verdict: Verdict, group: Sequence[Subject], assessments: Mapping[str, Assessment]
) -> Verdict:
    of = [assessments[subject.code] for subject in group]
    numbers = tuple(sorted({number for one in of for number in one.deliveries}))
    return replace(verdict, deliveries=numbers, fingerprint=of[0].fingerprint)
