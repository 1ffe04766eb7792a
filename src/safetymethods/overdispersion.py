"""Funnel limits that allow for differences between areas, as English hospitals are compared.

An additive random effect: the count of an area is transformed so that chance gives it a known
standard error s, extreme z-scores are tempered, phi says how much wider they lie than chance
explains, and tau2 is added to s^2. For Dutch counts, which are often small, `funnels` does the
same without a transformation; this module is there to compare with published numbers.

Sources: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, and Quality and Safety in
Health Care 14, 347-351; Spiegelhalter et al. (2012), JRSS A 175, 1-47; DerSimonian & Laird
(1986), Controlled Clinical Trials 7, 177-188; NHS Digital, SHMI methodology. The edge rules
(rounding, quantiles, ties) are those of the R package FunnelPlotR 0.6.0, whose results it gives.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

from safetymethods.poisson import checked_counts
from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
Kind = Literal["shmi", "cqc", "proportion", "ratio"]
KINDS = ("shmi", "cqc", "proportion", "ratio")
Z_95, Z_998 = 1.959964, 3.090232
"""Normal quantiles with the digits of the published method."""
GRID = 1000
"""Points of the drawn limits; those of a proportion are made monotone over them."""
LOWEST_DRAWN = 3.0


@dataclass(frozen=True, kw_only=True)
class FunnelLines(Result):
    """Limits around the target for given denominators, in the unit of the target.

    `low95` to `high998` allow for overdispersion (tau2), the `plain_` ones do not.
    """

    denominators: Floats
    low95: Floats
    high95: Floats
    low998: Floats
    high998: Floats
    plain_low95: Floats
    plain_high95: Floats
    plain_low998: Floats
    plain_high998: Floats


@dataclass(frozen=True, kw_only=True)
class Overdispersed(Result):
    """z-scores, their dispersion and the limits; areas lie on the last axis, NaN where left out.

    `ratio` is numerator/denominator, `transformed` what is compared with `target_transformed`,
    `standard_error` s, `z` its z-score and `tempered` the z-score after winsorising or
    truncation (NaN where cut off; `cut` is true for both). Per series: `used` counts the tempered
    z-scores, `phi` is their mean square, `tau2` the variance between areas, `target` the
    centre, `adjusted` whether phi is above 1, so that the limits of `lines` allow for it.
    `outside95` and `outside998` follow the adjusted limits where `adjusted`, else the plain ones.
    """

    ratio: Floats
    transformed: Floats
    target_transformed: Floats
    standard_error: Floats
    z: Floats
    tempered: Floats
    cut: Flags
    used: NDArray[np.int64]
    phi: Floats
    tau2: Floats
    target: Floats
    adjusted: Flags
    lines: FunnelLines
    outside95: Flags
    outside998: Flags


def overdispersed_funnel(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    kind: Kind = "shmi",
    trim: float = 0.1,
    rounded: bool = True,
) -> Overdispersed:
    """Compare areas with their common level, allowing for differences beyond chance.

    O are the numerators, E the denominators, areas on the last axis:
    shmi: E expected counts (rounded to two decimals first, unless `rounded` is false);
        Y = ln(O/E), s = 1/sqrt E, target 1; z-scores are truncated.
    cqc: Y = sqrt(O/E), s = 1/(2 sqrt E), target 1; z-scores are winsorised, as below.
    proportion: O of E people; Y = asin sqrt(O/E), s = 1/(2 sqrt E), target sum O / sum E.
    ratio: two counts; Y = ln((O+.5)/(E+.5)), s^2 = O/(O+.5)^2 + E/(E+.5)^2, target sum O / sum E.

    phi = sum z^2 / N over the N tempered scores; with w = 1/s^2 of the same areas,
    tau2 = (N phi - (N-1)) / (sum w - sum w^2 / sum w), 0 when N phi < N-1. Areas without a
    numerator, or whose denominator is missing or zero, are left out of everything. With
    fewer than two scores there is no tau2. Raises ValueError for negative or infinite numbers, a
    `trim` outside 0 to 0.5, an unknown kind and proportions above 1.
    """
    numbers, bases, used = _checked(numerators, denominators, kind)
    ratio = numbers / bases
    if kind == "shmi" and rounded:
        bases = _two_decimals(bases)
        used = used & (bases > 0)
    parts = _transformed(np.where(used, numbers, np.nan), np.where(used, bases, np.nan), kind)
    tempered, cut = truncated(parts.z, trim) if kind == "shmi" else winsorised(parts.z, trim)
    number = (~np.isnan(tempered)).sum(axis=-1)
    phi = dispersion_ratio(tempered)
    tau2 = between_variance(tempered, parts.s)
    lines = overdispersed_lines(np.where(used, bases, np.nan), tau2, kind=kind, target=parts.target)
    adjusted = phi > 1
    return Overdispersed(
        method=f"overdispersion.{kind}",
        version=VERSION,
        caveats=found(areas_left_out=~used, too_few_areas=np.isnan(tau2), unbounded=np.isinf(phi)),
        ratio=np.where(used, ratio, np.nan),
        transformed=parts.y,
        target_transformed=parts.centre,
        standard_error=parts.s,
        z=parts.z,
        tempered=tempered,
        cut=cut,
        used=np.asarray(number, dtype=np.int64),
        phi=phi,
        tau2=tau2,
        target=parts.target,
        adjusted=adjusted,
        lines=lines,
        outside95=_outside(ratio, lines, adjusted, "95") & used,
        outside998=_outside(ratio, lines, adjusted, "998") & used,
    )


def overdispersed_lines(
    denominators: ArrayLike, tau2: ArrayLike, *, kind: Kind = "shmi", target: ArrayLike = 1.0
) -> FunnelLines:
    """Limits at these denominators, along the last axis; `tau2` and `target` one per series.

    shmi: exp(-+z sqrt(1/E + tau2)); cqc: 1 -+ z sqrt(s^2 + tau2); ratio: target times
    exp(-+z sqrt(s^2 + tau2)); proportion: sin^2(asin sqrt(target) -+ z sqrt(s^2 + tau2)), which
    turns back at small denominators and is 0 or 1 from there; s = 1/(2 sqrt E). The plain limits
    have tau2 = 0, except that those of shmi and cqc are exact Poisson: chi2 quantiles with 2E and
    2E+2 degrees of freedom over 2E. z is 1.959964 or 3.090232.
    """
    _known(kind)
    bases = checked_counts(denominators)
    bases = np.where(bases > 0, bases, np.nan)
    spread, centre = floats(tau2)[..., None], floats(target)[..., None]
    wide = [_line(bases, z, spread, centre, kind) for z in (-Z_95, Z_95, -Z_998, Z_998)]
    exact = kind in ("shmi", "cqc")
    plain = [
        _poisson_line(bases, z) if exact else _line(bases, z, np.zeros(1), centre, kind)
        for z in (-Z_95, Z_95, -Z_998, Z_998)
    ]
    return FunnelLines(
        method=f"overdispersion.lines.{kind}",
        version=VERSION,
        caveats=found(no_expected=np.isnan(bases)),
        denominators=bases,
        low95=wide[0],
        high95=wide[1],
        low998=wide[2],
        high998=wide[3],
        plain_low95=plain[0],
        plain_high95=plain[1],
        plain_low998=plain[2],
        plain_high998=plain[3],
    )


def winsorised(z: ArrayLike, trim: float = 0.1) -> tuple[Floats, Flags]:
    """z-scores drawn in to their `trim` and 1-`trim` quantiles, and which lie on or past those.

    Along the last axis; quantiles interpolate between order statistics at (n-1)p (Hyndman & Fan
    type 7). NaN stays NaN and does not count.
    """
    scores = _scores(z, trim)
    low, high = _quantile(scores, trim), _quantile(scores, 1 - trim)
    cut = (scores <= low) | (scores >= high)
    return np.clip(scores, low, high), cut


def truncated(z: ArrayLike, trim: float = 0.1) -> tuple[Floats, Flags]:
    """z-scores without their lowest and highest group (NaN there), and which were cut off.

    Along the last axis, with k = 1/trim groups: an area of rank r among n belongs to group
    floor(r k / (n+1)); equal scores share their mean rank, and so their group. Groups 0 and k-1
    are cut off: with few areas that can be none. NaN stays NaN and does not count.
    """
    scores = _scores(z, trim)
    if trim == 0:
        return scores, np.zeros(scores.shape, dtype=bool)
    groups = 1 / trim
    number = (~np.isnan(scores)).sum(axis=-1, keepdims=True)
    place = np.floor(_ranks(scores) * groups / (number + 1))
    cut = (place <= 0) | (place >= groups - 1)
    return np.where(cut, np.nan, scores), cut


def dispersion_ratio(z: ArrayLike) -> Floats:
    """phi: the mean square of the z-scores that are there, along the last axis; NaN without any."""
    scores = floats(z)
    number = (~np.isnan(scores)).sum(axis=-1)
    squares: Floats = np.nansum(scores**2, axis=-1)
    return squares / np.where(number > 0, number, np.nan)


def between_variance(z: ArrayLike, standard_error: ArrayLike) -> Floats:
    """tau2 of DerSimonian & Laird from tempered z-scores, along the last axis.

    (N phi - (N-1)) / (sum w - sum w^2 / sum w) with w = 1/s^2 over the areas that have a z-score,
    and 0 when N phi < N-1. NaN with fewer than two areas.
    """
    scores, errors = np.broadcast_arrays(floats(z), floats(standard_error))
    there = ~np.isnan(scores)
    number = there.sum(axis=-1)
    weights = np.where(there, 1 / errors**2, 0.0)
    total: Floats = np.where(number > 1, weights.sum(axis=-1), np.nan)
    squares: Floats = np.where(there, scores**2, 0.0).sum(axis=-1)
    above: Floats = np.maximum(squares - (number - 1), 0.0)
    tau2: Floats = above / (total - (weights**2).sum(axis=-1) / total)
    return tau2


class _Parts(NamedTuple):
    """What a transformation gives: values, standard errors, z-scores and the centre."""

    y: Floats
    s: Floats
    z: Floats
    centre: Floats
    target: Floats


def _checked(
    numerators: ArrayLike, denominators: ArrayLike, kind: str
) -> tuple[Floats, Floats, Flags]:
    """Numbers on a common shape, NaN where a denominator is zero, and which areas are used."""
    _known(kind)
    numbers, bases = np.broadcast_arrays(checked_counts(numerators), checked_counts(denominators))
    used = ~np.isnan(numbers) & (bases > 0)
    if kind == "proportion" and (numbers > bases)[used].any():
        raise ValueError("a part cannot be larger than the whole")
    return numbers, np.where(used, bases, np.nan), used


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"there is no kind {kind!r}; choose one of {', '.join(KINDS)}")


def _scores(z: ArrayLike, trim: float) -> Floats:
    """z-scores as numbers. Raises ValueError without areas or when too much would be trimmed."""
    if not 0 <= trim < 0.5:
        raise ValueError(f"the part to trim must lie between 0 and 0.5, not {trim}")
    scores = floats(z)
    if scores.ndim == 0 or scores.shape[-1] == 0:
        raise ValueError("there must be at least one area, on the last axis")
    return scores


def _two_decimals(values: Floats) -> Floats:
    """Two decimals, to the nearer of both neighbours, to an even last digit when equally near.

    Compared as stored numbers, as R rounds since version 4: multiplying by 100 and rounding
    that would give other results for numbers that end in a half.
    """
    below = np.floor(values * 100)
    low, high = below / 100, np.ceil(values * 100) / 100
    down, up = values - low, high - values
    nearer_low = (down < up) | ((down == up) & (below % 2 == 0))
    return np.where(nearer_low, low, high)


def _transformed(o: Floats, e: Floats, kind: str) -> _Parts:
    """The transformation of one kind; NaN stays NaN, zero counts can give minus infinity."""
    target = _target(o, e, kind)
    with np.errstate(divide="ignore"):
        if kind == "shmi":
            y, s, centre = np.log(o / e), 1 / np.sqrt(e), np.log(target)
            return _Parts(y, s, np.sqrt(e) * y, centre, target)
        if kind == "cqc":
            y, s, centre = np.sqrt(o / e), 1 / (2 * np.sqrt(e)), target
        elif kind == "proportion":
            y, s = np.arcsin(np.sqrt(o / e)), 1 / (2 * np.sqrt(e))
            centre = np.arcsin(np.sqrt(target))
        else:
            y = np.log((o + 0.5) / (e + 0.5))
            s = np.sqrt(o / (o + 0.5) ** 2 + e / (e + 0.5) ** 2)
            centre = np.log(target)
    return _Parts(y, s, (y - centre[..., None]) / s, centre, target)


def _target(o: Floats, e: Floats, kind: str) -> Floats:
    """The centre of the funnel, one per series: 1, or the overall proportion or ratio."""
    if kind in ("shmi", "cqc"):
        return np.ones(o.shape[:-1])
    total: Floats = np.nansum(e, axis=-1)
    events: Floats = np.nansum(o, axis=-1)
    return events / np.where(total > 0, total, np.nan)


def _line(bases: Floats, z: float, tau2: Floats, target: Floats, kind: str) -> Floats:
    """One limit, z standard errors from the target."""
    if kind == "shmi":
        return np.exp(z * np.sqrt(1 / bases + tau2))
    step = z * np.sqrt(1 / (4 * bases) + tau2)
    if kind == "cqc":
        return 1 + step
    if kind == "ratio":
        with np.errstate(divide="ignore"):
            return np.exp(np.log(target) + step)
    return _proportion_line(bases, z, tau2, target)


def _proportion_line(bases: Floats, z: float, tau2: Floats, target: Floats) -> Floats:
    """A limit of a proportion; 0 or 1 where it would turn back at small denominators.

    It has turned where the limit at the next larger denominator, of the areas or of the drawn
    grid, lies further out.
    """
    here, following = (
        np.sin(np.arcsin(np.sqrt(target)) + z * np.sqrt(1 / (4 * n) + tau2)) ** 2
        for n in (bases, _following(bases))
    )
    if z < 0:
        return np.where(here > following, 0.0, here)
    return np.where(here < following, 1.0, here)


def _following(bases: Floats) -> Floats:
    """The next larger denominator of each: of the areas, or of a grid from 3 to the largest."""
    top = np.ceil(np.fmax.reduce(bases, axis=-1, initial=np.nan, keepdims=True))
    grid = LOWEST_DRAWN + np.arange(GRID) * ((top - LOWEST_DRAWN) / (GRID - 1))
    points = np.concatenate([bases, grid], axis=-1)
    order = np.argsort(points, axis=-1, kind="stable")
    ordered = np.take_along_axis(points, order, axis=-1)
    _, last = _ties(ordered)
    padded = np.concatenate([ordered, np.full_like(top, np.nan)], axis=-1)
    following = np.empty_like(points)
    np.put_along_axis(following, order, np.take_along_axis(padded, last + 1, axis=-1), axis=-1)
    return following[..., : bases.shape[-1]]


def _poisson_line(bases: Floats, z: float) -> Floats:
    """One exact Poisson limit of O/E, as if E itself had been counted."""
    tail = 0.025 if abs(z) == Z_95 else 0.001
    if z < 0:
        return np.asarray(gammaincinv(bases, tail) / bases)
    return np.asarray(gammaincinv(bases + 1, 1 - tail) / bases)


def _outside(ratio: Floats, lines: FunnelLines, adjusted: Flags, level: str) -> Flags:
    """True where the ratio lies past the limits that count for its series."""
    wide = adjusted[..., None]
    low = np.where(wide, getattr(lines, f"low{level}"), getattr(lines, f"plain_low{level}"))
    high = np.where(wide, getattr(lines, f"high{level}"), getattr(lines, f"plain_high{level}"))
    past: Flags = (ratio < low) | (ratio > high)
    return past


def _quantile(values: Floats, part: float) -> Floats:
    """The quantile at (n-1)p of the values that are there, along the last axis, which is kept."""
    ordered = np.sort(values, axis=-1)
    number = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    place = np.maximum(number - 1, 0) * part
    low = np.floor(place).astype(np.intp)
    high = np.ceil(place).astype(np.intp)
    at_low, at_high = (np.take_along_axis(ordered, at, axis=-1) for at in (low, high))
    within = place - low
    return np.where(within == 0, at_low, (1 - within) * at_low + within * at_high)


def _ranks(values: Floats) -> Floats:
    """Ranks from 1 along the last axis; equal values share their mean rank, NaN has none."""
    order = np.argsort(values, axis=-1, kind="stable")
    first, last = _ties(np.take_along_axis(values, order, axis=-1))
    ranks = np.empty_like(values)
    np.put_along_axis(ranks, order, (first + last) / 2 + 1, axis=-1)
    return np.where(np.isnan(values), np.nan, ranks)


def _ties(ordered: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first and the last place of the equal values around each place of an ordered axis."""
    number = ordered.shape[-1]
    places = np.broadcast_to(np.arange(number), ordered.shape)
    differs = ordered[..., 1:] != ordered[..., :-1]
    edge = np.ones((*ordered.shape[:-1], 1), dtype=bool)
    starts = np.concatenate([edge, differs], axis=-1)
    ends = np.concatenate([differs, edge], axis=-1)
    first = np.maximum.accumulate(np.where(starts, places, 0), axis=-1)
    backwards = np.where(ends, places, number)[..., ::-1]
    return first, np.minimum.accumulate(backwards, axis=-1)[..., ::-1]
