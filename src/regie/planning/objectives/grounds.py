"""What the objectives of a plan rest on: the figures of one municipality, or of all together.

In a joint plan an objective is of one municipality or of the whole plan. Of the whole the counts
and the denominators of its municipalities are added up, and a year that misses one of them has no
figure. Answers of a survey cannot be added up.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from regie.evidence.indicators.ahead import figures_of
from regie.evidence.indicators.cube import MUNICIPALITY, Evidence
from regie.evidence.indicators.definitions import Definition
from regie.evidence.indicators.geography import Geography, geography
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.perceived import SurveyView, survey
from regie.evidence.indicators.rules import Reading, Reason
from regie.evidence.indicators.series import SeriesView, series
from regie.evidence.methods.peering import peers_of
from regie.evidence.methods.queries import newest_sets, parameters
from regie.evidence.surveys.queries import AnswerView, answers
from regie.evidence.values.words import key
from regie.evidence.wording.words import listed
from regie.foundation.areas.rules import canonical
from regie.foundation.organizations.models import Municipality
from regie.planning.courses import beside
from regie.planning.plans.models import SafetyPlan


@dataclass(frozen=True)
class Ground:
    """What the objectives of one municipality rest on, read once; with `together`, what those of
    the whole of a joint plan do.

    `sigma` is the yearly swing by indicator and level. Answers of own surveys are read when the
    first objective asks for them.
    """

    municipality: Municipality
    found: Evidence
    places: Geography
    sigma: Mapping[tuple[str, str], float]
    together: tuple[Municipality, ...] = ()
    alone: dict[int, "Ground"] = field(default_factory=dict, repr=False, compare=False)

    def of(self, town: Municipality | None) -> "Ground":
        """The figures that an objective of this municipality is judged by; None: of the plan.

        Of a municipality of the plan no queries but those of its own places, once.
        """
        if town is None or (town.pk == self.municipality.pk and not self.together):
            return self
        if town.pk not in self.alone:
            found = replace(self.found, municipality=canonical(town.code))
            self.alone[town.pk] = Ground(town, found, geography(found), self.sigma)
        return self.alone[town.pk]

    @property
    def parts(self) -> tuple["Ground", ...]:
        """The ground of each municipality of the plan; itself when it is of one."""
        return tuple(self.of(town) for town in self.together) or (self,)

    @property
    def codes(self) -> tuple[str, ...]:
        """The municipalities that are added up; empty for one."""
        return tuple(canonical(town.code) for town in self.together)

    @property
    def name(self) -> str:
        """The municipalities that are added up, in words."""
        return listed([town.name for town in self.together])

    @cached_property
    def peers(self) -> tuple[str, ...]:
        """The comparable municipalities, nearest first; none of several. 2 queries, once."""
        return () if self.together else peers_of(self.municipality, found=self.found).codes

    @cached_property
    def answers(self) -> Mapping[tuple[str, str], tuple[AnswerView, ...]]:
        """Answers by question and area, oldest first. 5 queries, once."""
        rows: dict[tuple[str, str], list[AnswerView]] = {}
        for view in answers(self.municipality):
            rows.setdefault((key(view.question), view.area), []).append(view)
        return {at: tuple(sorted(found, key=_year_of)) for at, found in rows.items()}


def _year_of(view: AnswerView) -> int:
    return view.year


def ground(municipality: Municipality) -> Ground:
    """What the objectives of a municipality rest on. 5 queries at most, and those of the figures
    the first time they are read."""
    found = figures_of(municipality.code)
    return Ground(municipality, found, geography(found), _sigma(found.realm))


def _sigma(realm: str) -> Mapping[tuple[str, str], float]:
    """The yearly swings in use, remembered per set of estimates. 1 query, 2 the first time."""
    sets = newest_sets(realm)
    used = sorted((level, view.pk, view.fingerprint, view.made_at) for level, view in sets.items())

    def read() -> Mapping[tuple[str, str], float]:
        swings = parameters(realm, sets).swings
        return {at: item.value for at, item in swings.items() if math.isfinite(item.value)}

    return remembered(("sigma", realm, *used), read)


def plan_ground(plan: SafetyPlan) -> Ground:
    """What the objectives of a plan rest on. 6 queries at most, as `ground`."""
    towns = tuple(party.municipality for party in plan.parties.select_related("municipality"))
    made = ground(plan.municipality)
    return replace(made, together=towns) if len(towns) > 1 else made


def line_of(at: Ground, definition: Definition, area: str, level: str) -> SeriesView | None:
    """The readings of an indicator in one area, remembered: many objectives are of few of them."""
    found, whole = at.found, area == at.found.municipality
    codes = at.codes if whole else ()
    about = ("line", found.realm, found.stamp, found.municipality, definition.code, area, level)

    def read() -> SeriesView | None:
        own = series(found, definition, area, level)
        return _added_up(at, own) if own and codes else own

    return remembered((*about, codes), read)


def _added_up(at: Ground, own: SeriesView) -> SeriesView:
    """The municipalities of the plan added up, in the denominator of the first."""
    pool = beside.pooled(at.found, own, at.name, at.codes)
    if pool is None:
        return replace(own, readings=())
    readings = tuple(
        item if n == len(at.codes) else _missing(item)
        for item, n in zip(pool.readings, pool.included, strict=True)
    )
    return replace(own, readings=readings, pieces=())


def _missing(item: Reading) -> Reading:
    """A year in which one of them has no figure."""
    return replace(
        item, count=None, denominator=None, rate=None, low=None, high=None, reason=Reason.UNKNOWN
    )


def answer_of(at: Ground, definition: Definition, area: str, level: str) -> SurveyView | None:
    """The answers of an area, remembered; None of several municipalities together."""
    if at.together and level == MUNICIPALITY:
        return None
    found = at.found
    about = ("answer", found.realm, found.stamp, found.municipality, definition.code, area, level)
    return remembered(about, lambda: survey(found, definition, area, level))
