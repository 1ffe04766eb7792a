"""Which municipalities resemble each other, and in what they differ. Never on crime itself.

Each municipality gets the k nearest by its key figures. A municipality may swap some: what it took
out stays out, what it put in comes first, and the group stays as large.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_noop as _

from regie.evidence.calibration.covariates import Covariates, covariates
from regie.evidence.indicators.cube import Evidence, evidence
from regie.evidence.indicators.memory import remembered
from regie.evidence.methods import rules
from regie.evidence.methods.models import PeerSwap
from regie.evidence.methods.queries import settings_of, swaps_of
from regie.evidence.methods.rules import MethodSettings
from regie.foundation.areas.rules import canonical, realm_of
from regie.foundation.organizations.models import Municipality
from regie.policy.peers import PeerVariable
from safetymethods.peers import Peers, nearest_peers

__all__ = ["Covariates", "Peer", "PeerGroup", "covariates", "nearest", "peers_of"]

LEAST = 3
"""With fewer variables anybody resembles anybody."""
EQUAL = 0.01
"""A variable whose middle half lies this close to its middle is the same everywhere.

Standardised, the few areas that do differ would lie farther away than anything else could put
them: 20,1 beside 21,0 everywhere would decide who resembles whom.
"""

KNOWN = 0.9
"""Who lacks no more than a tenth of the variables is compared on what is known of both."""

FEW_VARIABLES = _(
    "Er zijn te weinig kerncijfers ingelezen. Om gemeenten te vergelijken zijn er drie nodig."
)
NOT_KNOWN = _("Van uw gemeente zijn niet alle kerncijfers bekend.")
NOBODY = _("Er zijn geen andere gemeenten met kerncijfers.")


@dataclass(frozen=True)
class Difference:
    """A variable in which a peer differs: both values, and the gap in standard deviations."""

    variable: PeerVariable
    own: float
    other: float
    gap: float


@dataclass(frozen=True)
class Peer:
    """A comparable municipality. `distance` is 0 for the same and 1 for the farthest pair.

    `differences` are the three variables that differ most, largest first; `by_hand` says that
    the municipality itself put it in.
    """

    code: str
    name: str
    distance: float
    differences: tuple[Difference, ...]
    by_hand: bool


@dataclass(frozen=True)
class Lacking:
    """A municipality with the variables that are not known of it."""

    code: str
    name: str
    unknown: tuple[PeerVariable, ...]


@dataclass(frozen=True)
class Swap:
    """A swap that holds: which municipality, in or out, why, and by whom."""

    pk: int
    code: str
    name: str
    action: str
    reason: str
    who: str


@dataclass(frozen=True)
class PeerGroup:
    """The peers of one municipality, nearest first, and what they were chosen on.

    `reason` says why there are none (msgid), or is empty. `variables` were used, those in
    `missing` of the covariates were not there; `same` have one value everywhere. Those in `partly`
    are compared without what is not known of them, those in `left_out` not at all.
    """

    area: str
    k: int
    peers: tuple[Peer, ...]
    variables: tuple[PeerVariable, ...]
    same: tuple[PeerVariable, ...]
    left_out: tuple[Lacking, ...]
    partly: tuple[Lacking, ...]
    swaps: tuple[Swap, ...]
    on: Covariates
    reason: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the peers, nearest first."""
        return tuple(peer.code for peer in self.peers)

    @property
    def fingerprint(self) -> str:
        """The same for the same peers, whatever their order."""
        return rules.fingerprint(sorted(self.codes))


def peers_of(
    where: Municipality | str,
    *,
    k: int | None = None,
    found: Evidence | None = None,
    settings: MethodSettings | None = None,
) -> PeerGroup:
    """The comparable municipalities of one municipality, with its own swaps.

    Of a code that does not work with Regie: the nearest by the defaults. 4 queries when the
    figures were looked at before; `found` saves 2 and `settings` 1.
    """
    own = where if isinstance(where, Municipality) else None
    code = canonical(own.code if own else str(where))
    chosen = settings or (settings_of(own) if own else rules.settings_from({}))
    swaps = tuple(swaps_of(own)) if own else ()
    at = found or evidence(realm_of(code), code)
    number = k or chosen.peers
    marks = tuple((swap.pk, swap.peer, swap.action, swap.reason) for swap in swaps)
    key = ("peers", at.realm, at.stamp, code, number, marks)
    return remembered(key, lambda: _group(code, number, covariates(at.realm, at), swaps))


def nearest(on: Covariates, k: int) -> Peers | None:
    """The k nearest of every municipality, in the order of the covariates; None with too few."""
    return _nearest(on, k, (), "")


def _nearest(on: Covariates, k: int, swaps: Sequence[PeerSwap], area: str) -> Peers | None:
    if len(on.variables) < LEAST or len(on.areas) < 2:
        return None
    made = nearest_peers(
        np.where(np.isfinite(on.values) & _varied(on), on.values, np.nan),
        k=k,
        logged=[at for at, item in enumerate(on.variables) if item.logged],
        fixed=_pairs(on, area, swaps, PeerSwap.ADD),
        excluded=_pairs(on, area, swaps, PeerSwap.REMOVE),
        known=KNOWN,
    )
    return made if made.used_variables.sum() >= LEAST else None


def _varied(on: Covariates) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The variables in which municipalities really differ; one that nobody has does not."""
    known = ~np.isnan(on.values).all(axis=0)
    low, middle, high = np.nanquantile(np.where(known, on.values, 0.0), (0.25, 0.5, 0.75), axis=0)
    varied: np.ndarray[tuple[int], np.dtype[np.bool_]] = high - low > EQUAL * np.abs(middle)
    return varied & known


def _pairs(
    on: Covariates, area: str, swaps: Sequence[PeerSwap], action: str
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    pairs = np.zeros((len(on.areas), len(on.areas)), dtype=np.bool_)
    for swap in swaps:
        if swap.action == action and {swap.peer, area} <= on.row.keys():
            pairs[on.row[area], on.row[swap.peer]] = True
    return pairs


def _group(code: str, k: int, on: Covariates, swaps: Sequence[PeerSwap]) -> PeerGroup:
    made = _nearest(on, k, swaps, code)
    used = made.used_variables if made else np.zeros(len(on.variables), dtype=np.bool_)
    at = on.row.get(code)
    whole = made is not None and at is not None and bool(made.used_areas[at])
    peers = _peers(on, made, at, swaps) if whole and made and at is not None else ()
    return PeerGroup(
        area=code,
        k=k,
        peers=peers,
        variables=tuple(v for v, yes in zip(on.variables, used, strict=True) if yes),
        same=tuple(v for v, yes in zip(on.variables, used, strict=True) if made and not yes),
        left_out=_lacking(on, made, used=False) if made else (),
        partly=_lacking(on, made, used=True) if made else (),
        swaps=tuple(_swap(on, swap) for swap in swaps),
        on=on,
        reason=_reason(made, whole, peers),
    )


def _reason(made: Peers | None, whole: bool, peers: tuple[Peer, ...]) -> str:
    if made is None:
        return FEW_VARIABLES
    if not whole:
        return NOT_KNOWN
    return "" if peers else NOBODY


def _swap(on: Covariates, swap: PeerSwap) -> Swap:
    name = on.names.get(swap.peer, swap.name)
    return Swap(swap.pk, swap.peer, name, swap.action, swap.reason, str(swap.made_by))


def _peers(on: Covariates, made: Peers, at: int, swaps: Sequence[PeerSwap]) -> tuple[Peer, ...]:
    by_hand = {swap.peer for swap in swaps if swap.action == PeerSwap.ADD}
    found = []
    for place, other in enumerate(made.index[at].tolist()):
        if other >= 0:
            code = on.areas[other]
            found.append(
                Peer(
                    code=code,
                    name=on.names.get(code, code),
                    distance=float(made.distance[at, place]),
                    differences=_differences(on, made, at, place),
                    by_hand=code in by_hand,
                )
            )
    return tuple(sorted(found, key=lambda peer: (np.nan_to_num(peer.distance, nan=2), peer.code)))


def _differences(on: Covariates, made: Peers, at: int, place: int) -> tuple[Difference, ...]:
    other = int(made.index[at, place])
    return tuple(
        Difference(
            variable=on.variables[column],
            own=float(on.values[at, column]),
            other=float(on.values[other, column]),
            gap=float(made.z[other, column] - made.z[at, column]),
        )
        for column in made.differing[at, place].tolist()
        if column >= 0
    )


def _lacking(on: Covariates, made: Peers, *, used: bool) -> tuple[Lacking, ...]:
    """Municipalities that lack something the others are compared on, and take part or not."""
    found = []
    for at, code in enumerate(on.areas):
        unknown = tuple(
            item
            for column, item in enumerate(on.variables)
            if made.used_variables[column] and np.isnan(on.values[at, column])
        )
        if unknown and bool(made.used_areas[at]) == used:
            found.append(Lacking(code, on.names.get(code, code), unknown))
    return tuple(found)
