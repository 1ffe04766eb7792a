"""Reading how a municipality calculates, and what was estimated. Each says what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from regie.evidence.calibration.laying import countable
from regie.evidence.calibration.rules import Origin, Parameter, Remark, size_read
from regie.evidence.indicators.cube import DISTRICT, MUNICIPALITY, NEIGHBOURHOOD
from regie.evidence.methods import rules
from regie.evidence.methods.borrowing import Lender
from regie.evidence.methods.models import Estimate, EstimateSet, MethodChoice, PeerSwap
from regie.evidence.methods.rules import MethodSettings
from regie.foundation.organizations.models import Municipality
from regie.policy.methods import METHOD_DEFAULTS, METHOD_REFERENCES, DefaultItem

LEVELS = (MUNICIPALITY, DISTRICT, NEIGHBOURHOOD)
"""The levels at which swings and spreads are estimated."""


# --- settings ------------------------------------------------------------------------------------


def settings_of(municipality: Municipality) -> MethodSettings:
    """The defaults with this municipality's own choices over them. 1 query."""
    rows = MethodChoice.objects.filter(municipality=municipality).order_by("pk")
    return rules.settings_from(dict(rows.values_list("code", "new_value")))


@dataclass(frozen=True)
class ChoiceView:
    """One choice in the history of a setting. None stands for the default."""

    code: str
    old: float | None
    new: float | None
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True)
class SettingView:
    """One setting: the policy's item, the value in use and what a municipality decided.

    `last` is the newest choice, `ignored` an own value that the bounds of today do not allow.
    """

    item: DefaultItem
    value: float
    history: tuple[ChoiceView, ...]

    @property
    def last(self) -> ChoiceView | None:
        """The newest choice, which may be a return to the default."""
        return self.history[0] if self.history else None

    @property
    def own(self) -> bool:
        """Does the municipality differ from the default?"""
        return self.value != self.item.value

    @property
    def ignored(self) -> float | None:
        """An own value that does not count any more, for the bounds have changed."""
        chosen = self.last.new if self.last else None
        return chosen if chosen is not None and chosen != self.value else None


def settings_list(municipality: Municipality) -> tuple[SettingView, ...]:
    """Every setting with its history, newest choice first. 1 query."""
    rows = MethodChoice.objects.filter(municipality=municipality).select_related("made_by")
    history: dict[str, list[ChoiceView]] = {}
    for row in rows.order_by("-pk"):
        view = ChoiceView(
            row.code, row.old_value, row.new_value, row.reason, str(row.made_by), row.made_at
        )
        history.setdefault(row.code, []).append(view)
    used = rules.settings_from({code: found[0].new for code, found in history.items()})
    return tuple(
        SettingView(item, float(getattr(used, item.code)), tuple(history.get(item.code, ())))
        for item in METHOD_DEFAULTS()
    )


# --- estimates -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parameters:
    """The swing and the spread of every indicator at every level, complete.

    What could not be estimated is borrowed: from municipalities, from what was found before, or
    from the middle of the other types; `swing_of` and `size_of` say so. `sets` names the newest
    set per level; without any, only borrowed values answer.
    """

    realm: str
    fingerprint: str
    sets: Mapping[str, int]
    swings: Mapping[tuple[str, str], Parameter]
    sizes: Mapping[tuple[str, str], Parameter]

    @property
    def set_id(self) -> int | None:
        """The newest set of municipalities, None when nothing was estimated yet."""
        return self.sets.get(MUNICIPALITY)

    def sigma(self, code: str, level: str = MUNICIPALITY) -> float:
        """The yearly swing: standard deviation of the yearly log change beyond chance."""
        return self.swing_of(code, level).value

    def size(self, code: str, level: str = MUNICIPALITY) -> float:
        """The size of the negative binomial; infinite when there is no spread beyond chance."""
        return self.size_of(code, level).value

    def swing_of(self, code: str, level: str = MUNICIPALITY) -> Parameter:
        """The swing with what it rests on. Raises KeyError for what is not counted."""
        return self.swings[code, level]

    def size_of(self, code: str, level: str = MUNICIPALITY) -> Parameter:
        """The size with what it rests on. Raises KeyError for what is not counted."""
        return self.sizes[code, level]


@dataclass(frozen=True)
class SetView:
    """An estimate set: when it was made, of how many municipalities, from which deliveries."""

    pk: int
    level: str
    number: int
    fingerprint: str
    deliveries: tuple[int, ...]
    municipalities: int
    made_at: datetime


def newest_sets(realm: str) -> dict[str, SetView]:
    """The newest set per level. 1 query."""
    found: dict[str, SetView] = {}
    for row in EstimateSet.objects.filter(realm=realm).order_by("number", "pk"):
        found[row.level] = SetView(
            pk=row.pk,
            level=row.level,
            number=row.number,
            fingerprint=row.fingerprint,
            deliveries=tuple(row.deliveries),
            municipalities=row.municipalities,
            made_at=row.made_at,
        )
    return found


def parameters(realm: str, sets: Mapping[str, SetView] | None = None) -> Parameters:
    """The swings and spreads in use in a realm. 2 queries, 1 when the newest sets are at hand."""
    newest = newest_sets(realm) if sets is None else sets
    rows = Estimate.objects.filter(estimates__in=[view.pk for view in newest.values()])
    levels = {view.pk: level for level, view in newest.items()}
    swings: dict[tuple[str, str], Parameter] = {}
    sizes: dict[tuple[str, str], Parameter] = {}
    for row in rows:
        key = (row.indicator, levels[row.estimates_id])
        swings[key], sizes[key] = _swing(row), _size(row)
    return complete_parameters(realm, newest, swings, sizes)


def _swing(row: Estimate) -> Parameter:
    return Parameter(
        value=float("nan") if row.sigma is None else row.sigma,
        origin=Origin.ESTIMATED,
        areas=row.sigma_areas,
        years=row.sigma_years,
        first=row.first,
        last=row.last,
        remarks=tuple(Remark(code) for code in row.sigma_remarks),
    )


def _size(row: Estimate) -> Parameter:
    size = float("nan") if row.size is None else size_read(row.size)
    return Parameter(
        value=size,
        origin=Origin.ESTIMATED,
        areas=row.size_areas,
        years=row.size_years,
        first=row.size_last,
        last=row.size_last,
        remarks=tuple(Remark(code) for code in row.size_remarks),
    )


def complete_parameters(
    realm: str,
    sets: Mapping[str, SetView],
    swings: Mapping[tuple[str, str], Parameter],
    sizes: Mapping[tuple[str, str], Parameter],
) -> Parameters:
    """Borrow what could not be estimated. No queries."""
    families = {item.code: item.family for item in countable()}
    mark = [[level, view.fingerprint, view.number] for level, view in sorted(sets.items())]
    return Parameters(
        realm=realm,
        fingerprint=rules.fingerprint([rules.METHOD, mark]),
        sets={level: view.pk for level, view in sets.items()},
        swings=Lender(families, swings, _references("swing"), own_first=True).all(LEVELS),
        sizes=Lender(families, sizes, _references("size"), own_first=False).all(LEVELS),
    )


def _references(what: str) -> dict[str, float]:
    """What was found before, for each indicator of exactly one type."""
    known: dict[tuple[str, str], float | None] = {
        (item.family, item.type): getattr(item, what) for item in METHOD_REFERENCES()
    }
    found: dict[str, float] = {}
    for item in countable():
        value = known.get((item.family, item.categories[0])) if len(item.categories) == 1 else None
        if value is not None:
            found[item.code] = value
    return found


# --- peers ---------------------------------------------------------------------------------------


def swaps_of(municipality: Municipality) -> list[PeerSwap]:
    """The swaps that hold, oldest first. 1 query."""
    rows = PeerSwap.objects.filter(municipality=municipality, ended_at__isnull=True)
    return list(rows.select_related("made_by").order_by("pk"))
