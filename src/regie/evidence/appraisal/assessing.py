"""All verdicts of one kind of indicator in one municipality. Reads figures, writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regie.evidence.appraisal import perception
from regie.evidence.appraisal.basis import Basis, fingerprint
from regie.evidence.appraisal.levels import municipal_levels
from regie.evidence.appraisal.material import Block, block
from regie.evidence.appraisal.municipal import (
    Strand,
    municipal_changes,
    newest_months,
    slopes,
    strand,
)
from regie.evidence.appraisal.places import place_blocks, places, with_doubts
from regie.evidence.appraisal.rules import (
    Assessment,
    Change,
    Concentration,
    Level,
    Month,
    Place,
    Slope,
    Why,
)
from regie.evidence.appraisal.spread import concentrations
from regie.evidence.indicators.cube import DISTRICT, MUNICIPALITY, YEAR, Evidence
from regie.evidence.indicators.definitions import (
    BUDGET,
    NUISANCE,
    OFFENCE,
    PERCEPTION,
    Definition,
    definitions,
)

KINDS = (OFFENCE, NUISANCE, BUDGET, PERCEPTION)
"""Groups that are computed together: within one, many tests are judged as one family."""
TOTAL = "offence-0.0.0"
ASKED = (MUNICIPALITY, DISTRICT)
"""Levels at which the safety survey is asked."""


@dataclass(frozen=True)
class Material:
    """The figures of one group, read once: what decides whether it is out of date."""

    kind: str
    definitions: tuple[Definition, ...]
    municipal: Block | None
    line: Strand | None
    local: tuple[Block, ...]
    deliveries: tuple[int, ...]

    def stamp(self, found: Evidence, basis: Basis) -> str:
        """The fingerprint of everything the verdicts of this group rest on."""
        perceived = self.kind == PERCEPTION
        codes = {TOTAL} if perceived else {item.code for item in self.definitions}
        about = (self.kind, found.municipality)
        return fingerprint(basis.only(codes), self.deliveries, about)


def of_kind(kind: str) -> tuple[Definition, ...]:
    """The indicators of a group that can have figures."""
    return tuple(item for item in definitions() if item.kind == kind and item.available)


REPORTED = tuple(
    item
    for item in of_kind(OFFENCE)
    if item.reporting == "victim" and not item.total and not item.hidden_locally
)
"""Types that victims report and that are known in districts: what feeling is laid beside."""


def gather(found: Evidence, kind: str) -> Material:
    """Read what the verdicts of a group rest on."""
    chosen = of_kind(kind)
    if kind == PERCEPTION:
        beside = tuple(item for level in ASKED if (item := block(found, REPORTED, level, YEAR)))
        numbers = {n for item in chosen for n in perception.survey_deliveries(found, item)}
        numbers |= {n for item in beside for n in item.deliveries}
        return Material(kind, chosen, None, None, beside, tuple(sorted(numbers)))
    municipal = block(found, chosen, MUNICIPALITY, YEAR)
    if municipal is None:
        return Material(kind, chosen, None, None, (), ())
    line = strand(found, municipal, found.municipality)
    local = place_blocks(found, municipal)
    numbers = {n for part in (municipal, line, *local) if part for n in part.deliveries}
    return Material(kind, chosen, municipal, line, local, tuple(sorted(numbers)))


def assess(found: Evidence, basis: Basis, material: Material) -> dict[str, Assessment]:
    """Every verdict of a group, by the code of the indicator."""
    stamp = material.stamp(found, basis)
    if material.kind == PERCEPTION:
        made = _perceived(found, basis, material, stamp)
    elif material.municipal is None:
        made = (_empty(found, item, material, stamp) for item in material.definitions)
    else:
        made = _counted(found, basis, material, material.municipal, stamp)
    return {item.indicator: item for item in made}


def _empty(found: Evidence, item: Definition, material: Material, stamp: str) -> Assessment:
    """No table says anything about this indicator here."""
    own = found.municipality
    return Assessment(
        indicator=item.code,
        municipality=own,
        level=Level(area=own, period="", why=Why.NO_FIGURES),
        change=Change(area=own, why=Why.NO_FIGURES),
        slope=Slope(why=Why.NO_FIGURES),
        month=Month(why=Why.NO_FIGURES),
        concentration=Concentration(why=Why.NO_FIGURES),
        deliveries=material.deliveries,
        fingerprint=stamp,
    )


def _counted(
    found: Evidence, basis: Basis, material: Material, municipal: Block, stamp: str
) -> Iterator[Assessment]:
    own = found.municipality
    levels = municipal_levels(municipal, own, basis)
    line = material.line
    changes = municipal_changes(line, own, basis) if line else _without(Change, own, levels)
    paces = slopes(line, basis) if line else tuple(Slope(why=Why.NO_FIGURES) for _ in levels)
    newest = (
        newest_months(line, basis) if line else tuple(Month(why=Why.NO_FIGURES) for _ in levels)
    )
    local = [places(found, part, basis) for part in material.local]
    local = with_doubts(local)
    spreads = concentrations(material.local[-1] if material.local else None, basis, len(levels))
    for at, item in enumerate(municipal.definitions):
        yield Assessment(
            indicator=item.code,
            municipality=own,
            level=levels[at],
            change=changes[at],
            slope=paces[at],
            month=newest[at],
            concentration=spreads[at],
            places=_places(local, at),
            problems=_problems(levels[at], local, at),
            deliveries=material.deliveries,
            fingerprint=stamp,
        )


def _without(kind: type[Change], area: str, levels: Sequence[Level]) -> tuple[Change, ...]:
    return tuple(kind(area=area, why=Why.NO_FIGURES) for _ in levels)


def _places(local: Sequence[tuple[tuple[Place, ...], ...]], at: int) -> tuple[Place, ...]:
    return tuple(place for part in local for place in part[at])


def _problems(
    level: Level, local: Sequence[tuple[tuple[Place, ...], ...]], at: int
) -> tuple[str, ...]:
    """What makes figures of this indicator doubtful: `doubtful:<area>` per suspicious zero."""
    own = (level.area,) if level.why is Why.DOUBTFUL else ()
    below = (p.area for p in _places(local, at) if p.level.why is Why.DOUBTFUL)
    return tuple(f"doubtful:{area}" for area in (*own, *below))


def _perceived(
    found: Evidence, basis: Basis, material: Material, stamp: str
) -> Iterator[Assessment]:
    beside = [perception.registered(item, basis, TOTAL) for item in material.local]
    for item in material.definitions:
        answers = perception.answers(found, item)
        empty = _empty(found, item, material, stamp)
        moved = perception.gaps(item, answers, beside, basis)
        yield Assessment(
            indicator=item.code,
            municipality=found.municipality,
            level=empty.level,
            change=empty.change,
            slope=empty.slope,
            month=empty.month,
            concentration=empty.concentration,
            answers=answers,
            gaps=moved,
            deliveries=material.deliveries,
            fingerprint=stamp,
        )
