"""Standardised rates: what remains of a difference when the mix of the areas is the same.

O is a count, n a population and s a stratum (an age group, a type of dwelling, a degree of
urbanisation). Indirect standardisation asks how many events an area would have with the rates of a
reference; direct standardisation asks what its rate would be with the mix of a reference.

Sources: Breslow & Day (1987), Statistical Methods in Cancer Research II, ch. 2; Dobson et al.
(1991), Statistics in Medicine 10, 457-462 (limits of a weighted sum of Poisson counts); Public
Health England, Technical Guide: Commonly Used Public Health Statistics and their Confidence
Intervals.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from safetymethods.poisson import PoissonMethod, check_level, checked_counts, poisson_limits
from safetymethods.result import Caveat, Flags, Floats, Result, found

VERSION = "1"
MINIMUM_COUNT = 10.0
"""Events under which a directly standardised rate is not given (Public Health England)."""


@dataclass(frozen=True, kw_only=True)
class Standardised(Result):
    """Standardised ratios or rates with their limits; strata are summed away, NaN without answer.

    Indirect: `value` is O/E times the reference, `expected` is E and `variance` NaN. Direct:
    `value` is a rate per `per`, `variance` its variance in the same unit, `expected` NaN.
    """

    value: Floats
    low: Floats
    high: Floats
    observed: Floats
    expected: Floats
    variance: Floats
    per: float
    level: float


def indirectly_standardised(
    observed: ArrayLike,
    populations: ArrayLike,
    reference_rates: ArrayLike,
    *,
    method: PoissonMethod = "exact",
    level: float = 0.95,
    reference: float = 1.0,
) -> Standardised:
    """Observed over expected events: E = sum_s n_s R_s, value = reference * O/E.

    `observed` are totals per area; `populations` have one axis more, the strata, last, and
    `reference_rates` (events per head of the reference population) are broadcast against them.
    With `reference` 1 the value is a ratio, with 100 a percentage; with the rate of the whole
    reference population it is the indirectly standardised rate. The limits are those of O
    (`method` as in `poisson_limits`), divided by E. A stratum whose population or rate is missing
    leaves the area without a value; so does E = 0. Raises ValueError for negative or infinite
    numbers and for shapes that do not fit.
    """
    counts = checked_counts(observed)
    people, rates = np.broadcast_arrays(
        checked_counts(populations), checked_counts(reference_rates)
    )
    expected = np.where(people == 0, 0.0, people * rates).sum(axis=-1)
    counts, expected = np.broadcast_arrays(counts, expected)
    limits = poisson_limits(np.where(expected > 0, counts, np.nan), level=level, method=method)
    factor = reference / np.where(expected > 0, expected, np.nan)
    return Standardised(
        method=f"standardised.indirect.{method}",
        version=VERSION,
        caveats=found(
            no_count=np.isnan(counts),
            no_expected=~(expected > 0),
            fractional_counts=Caveat.FRACTIONAL_COUNTS in limits.caveats,
        ),
        value=counts * factor,
        low=limits.low * factor,
        high=limits.high * factor,
        observed=counts,
        expected=expected,
        variance=np.full(counts.shape, np.nan),
        per=reference,
        level=level,
    )


def directly_standardised(
    counts: ArrayLike,
    populations: ArrayLike,
    standard: ArrayLike,
    *,
    per: float = 1000.0,
    level: float = 0.95,
    minimum: float = MINIMUM_COUNT,
    method: PoissonMethod = "phe",
    repeats: ArrayLike | None = None,
) -> Standardised:
    """The rate that an area would have with the mix of the standard population, per `per`.

    Strata lie on the last axis of `counts` and `populations`; `standard` holds one weight w per
    stratum. value = sum_s w O/n / sum_s w, its variance v = sum_s w^2 O/n^2 / (sum_s w)^2, and
    the limits (Dobson) value + sqrt(v/O) (L - O) and value + sqrt(v/O) (U - O), where O, L and U
    are the total count and its limits.

    `repeats` is for events that happen to the same people again: persons with 1, 2, 3 ... events
    on an axis after the strata. Each person then counts f^2 in the variance, which widens the
    limits; the counts are still the events themselves.

    There is no value where fewer than `minimum` events were counted, or where a stratum that
    carries weight has no count or population. Raises ValueError for negative or infinite
    numbers, for weights that are all zero and for shapes that do not fit.
    """
    check_level(level)
    events, people = np.broadcast_arrays(checked_counts(counts), checked_counts(populations))
    weights = _weights(standard, events.shape)
    known = ~np.isnan(events) & (people > 0)
    whole = (known | (weights == 0)).all(axis=-1)
    share = np.where(known & (weights > 0), weights / np.where(known, people, 1.0), 0.0)
    filled = np.where(known, events, 0.0)
    total = filled.sum(axis=-1)
    enough = whole & (total >= minimum)
    squared = filled if repeats is None else _squared(repeats, events.shape, known)
    variance = np.where(enough, (squared * share**2).sum(axis=-1), np.nan)
    value = np.where(enough, (filled * share).sum(axis=-1), np.nan)
    limits = poisson_limits(
        np.where(enough & (total > 0), total, np.nan), level=level, method=method
    )
    step = np.sqrt(variance / np.where(total > 0, total, np.nan))
    return Standardised(
        method=f"standardised.direct.{method}",
        version=VERSION,
        caveats=_caveats(events, people, weights, whole & ~enough),
        value=per * value,
        low=per * (value + step * (limits.low - total)),
        high=per * (value + step * (limits.high - total)),
        observed=np.where(whole, total, np.nan),
        expected=np.full(total.shape, np.nan),
        variance=per**2 * variance,
        per=per,
        level=level,
    )


def _weights(standard: ArrayLike, shape: tuple[int, ...]) -> Floats:
    """Weights of the strata that sum to 1. Raises ValueError when none is above zero."""
    weights = checked_counts(standard)
    if weights.shape != shape[-1:]:
        raise ValueError(f"{shape[-1:]} strata need as many weights, not {weights.shape}")
    total = float(weights.sum())
    if not total > 0:
        raise ValueError("the standard population must be known and above zero")
    return weights / total


def _squared(repeats: ArrayLike, shape: tuple[int, ...], known: Flags) -> Floats:
    """Sums of f^2 over the persons of each stratum; a missing number of persons is none."""
    persons = checked_counts(repeats)
    if persons.shape[:-1] != shape:
        raise ValueError(f"repeats have shape {persons.shape}, counts {shape}")
    times = np.arange(1.0, persons.shape[-1] + 1)
    return np.where(known, np.nansum(persons * times**2, axis=-1), 0.0)


def _caveats(events: Floats, people: Floats, weights: Floats, too_few: Flags) -> tuple[Caveat, ...]:
    needed = weights > 0
    return found(
        no_count=needed & np.isnan(events),
        no_population=needed & ~(people > 0),
        small_count=too_few,
        fractional_counts=needed & (events != np.floor(events)) & ~np.isnan(events),
    )
