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
from regie.evidence.signals.rules import Arrow, Assessment, Gap, Place


def candidates(
    assessments: Mapping[str, Assessment], subjects: Sequence[Subject]
) -> tuple[Candidate, ...]:
    """Every finding the verdicts propose, in the order of fields, themes and indicators."""
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
    if assessment.level.told_apart:
        direction = HIGHER if assessment.level.higher else LOWER
        yield _candidate(Kind.LEVEL, assessment, subject, direction=direction)
    if assessment.change.arrow is not Arrow.NONE:
        yield _candidate(Kind.CHANGE, assessment, subject, direction=assessment.change.arrow)
    yield from _of_places(assessment, subject)
    if assessment.concentration.concentrated:
        yield _candidate(
            Kind.CONCENTRATION,
            assessment,
            subject,
            areas=assessment.concentration.top,
            verdict=Verdict(concentration=assessment.concentration),
        )
    yield from _of_answers(assessment, subject)
    yield from _of_gaps(assessment, subject)


def _of_places(assessment: Assessment, subject: Subject) -> Iterator[Candidate]:
    """One finding for the places that stand out, one for those that rise and one that fall."""
    if hot := _lowest(assessment.hot_places):
        yield _of_listed(Kind.PLACE_LEVEL, assessment, subject, HIGHER, hot)
    for arrow in (Arrow.UP, Arrow.DOWN):
        moving = [p for p in assessment.moving_places if p.change.arrow is arrow]
        if listed := _lowest(moving):
            yield _of_listed(Kind.PLACE_CHANGE, assessment, subject, arrow, listed)


def _of_listed(
    kind: Kind,
    assessment: Assessment,
    subject: Subject,
    direction: str,
    places: tuple[Place, ...],
) -> Candidate:
    areas = tuple(place.area for place in places)
    made = _candidate(
        kind, assessment, subject, direction=direction, areas=areas, verdict=Verdict(places=places)
    )
    return replace(made, key=f"{made.key}:{direction}") if kind is Kind.PLACE_CHANGE else made


def _lowest(places: Sequence[Place]) -> tuple[Place, ...]:
    """Without a district of which a neighbourhood says the same: nothing is said twice."""
    inside = {district_of(place.area) for place in places}
    return tuple(place for place in places if place.area not in inside)


def _of_answers(assessment: Assessment, subject: Subject) -> Iterator[Candidate]:
    """Answers of the survey that clearly changed, or clearly differ from the country."""
    told = tuple(answer for answer in assessment.answers if says_something(answer))
    if told:
        own = next((a for a in told if a.area == assessment.municipality), told[0])
        areas = tuple(a.area for a in told if a.area != assessment.municipality)
        yield _candidate(
            Kind.PERCEIVED,
            assessment,
            subject,
            direction=direction_of_answer(own),
            areas=areas,
            verdict=Verdict(answers=told),
        )


def _of_gaps(assessment: Assessment, subject: Subject) -> Iterator[Candidate]:
    """One finding per question beside which this indicator moves the other way."""
    by_question: dict[str, list[Gap]] = defaultdict(list)
    for gap in assessment.gaps:
        by_question[gap.question].append(gap)
    for question, gaps in by_question.items():
        areas = tuple(gap.area for gap in gaps if gap.area != assessment.municipality)
        made = _candidate(
            Kind.GAP,
            assessment,
            subject,
            direction=gaps[0].kind,
            areas=areas,
            verdict=Verdict(gaps=tuple(gaps)),
        )
        yield replace(made, key=f"{made.key}:{question}")


def _candidate(
    kind: Kind,
    assessment: Assessment,
    subject: Subject,
    *,
    direction: str = "",
    areas: tuple[str, ...] = (),
    verdict: Verdict = NOTHING,
) -> Candidate:
    """A candidate; `verdict` holds what is special, the whole municipality is added here."""
    survey = bool(assessment.answers)
    return Candidate(
        key=f"{kind}:{subject.code}",
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
    return [kept for group in groups.values() for kept in _without_parts(group, known)]


def _without_parts(group: list[Candidate], known: Mapping[str, Subject]) -> Iterator[Candidate]:
    parts = [c for c in group if not known[c.indicator].total]
    if not parts:
        yield from group
        return
    hidden = {c.key: top for c in parts if (top := _covering(c, parts, known))}
    for candidate in parts:
        if candidate.key not in hidden:
            under = tuple(c.indicator for c in parts if hidden.get(c.key) == candidate.key)
            yield replace(candidate, evidence=under)


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
