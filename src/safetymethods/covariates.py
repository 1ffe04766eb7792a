"""Standard scores: characteristics of areas on one scale, so that they can be added.

Source: any textbook on statistics; the mean and the standard deviation are those of all areas
(divisor n), because the areas are the whole country and no sample of it.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from safetymethods.poisson import checked_counts
from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
MISSING = 0.1
"""A covariate that lacks in a larger part of the areas is left out."""
ALL = 1.0
"""An area must have every covariate that is used."""
ROUNDING = 1e-9
"""So that 0.7 of ten covariates are seven of them, whatever a machine makes of the product."""


@dataclass(frozen=True, kw_only=True)
class Scores(Result):
    """Standardised covariates: `z` (areas, covariates), NaN where area or covariate is not used.

    `mean` and `sd` belong to the covariates after their logarithm; `weights` are as given.
    """

    z: Floats
    mean: Floats
    sd: Floats
    weights: Floats
    used_areas: Flags
    used_variables: Flags


def standard_scores(
    covariates: ArrayLike,
    *,
    logged: Collection[int] = (),
    weights: ArrayLike | None = None,
    missing: float = MISSING,
    known: float = ALL,
) -> Scores:
    """z = (x - mean) / sd of every covariate over the areas that have all of them.

    `covariates` has a row per area and a column per covariate; those in `logged` (numbers of
    columns) are skewed and enter as logarithms, where zero counts as missing. A covariate that is
    the same everywhere, has weight 0, or is missing in more than `missing` of the areas (areas
    without any covariate apart) is left out; then an area that lacks a covariate is left out.
    With `known` below 1 an area that has that part of them stays, with NaN where it lacks one.
    Raises ValueError for what is no matrix, infinite covariates, columns that do not exist,
    negative numbers in `logged`, a `known` outside 0 to 1, and negative, infinite or too few
    weights.
    """
    if not 0 <= known <= 1:
        raise ValueError(f"known is a part, from 0 to 1, not {known}")
    values = _logged(covariates, logged)
    given = np.ones(values.shape[1]) if weights is None else checked_counts(weights)
    if given.shape != values.shape[1:] or np.isnan(given).any():
        raise ValueError(f"{values.shape[1]} covariates need as many weights")
    wanted = (given > 0) & _varies(values) & (_lacking(values) <= missing)
    there = (~np.isnan(values[:, wanted])).sum(axis=1)
    lacks = (there < known * wanted.sum() - ROUNDING) | np.isnan(values).all(axis=1)
    areas: Flags = np.logical_not(lacks)
    within = np.where(areas[:, None], values, np.nan)
    variables = wanted & _varies(within)
    number = np.maximum((~np.isnan(within)).sum(axis=0), 1)
    mean = np.where(variables, np.nansum(within, axis=0) / number, np.nan)
    sd = np.sqrt(np.where(variables, np.nansum((within - mean) ** 2, axis=0) / number, np.nan))
    return Scores(
        method="standard_scores",
        version=VERSION,
        caveats=found(areas_left_out=~areas, variables_left_out=~variables),
        z=(within - mean) / sd,
        mean=mean,
        sd=sd,
        weights=given,
        used_areas=areas,
        used_variables=variables,
    )


def _logged(covariates: ArrayLike, logged: Collection[int]) -> Floats:
    """Covariates as a matrix of numbers, the skewed ones as logarithms."""
    values = np.array(floats(covariates))
    if values.ndim != 2:
        raise ValueError("covariates need a row per area and a column per covariate")
    if np.isinf(values).any():
        raise ValueError("covariates must be finite")
    for column in sorted(set(logged)):
        if not 0 <= column < values.shape[1]:
            raise ValueError(f"there is no covariate {column}")
        if (values[:, column] < 0).any():
            raise ValueError(f"covariate {column} has no logarithm: it is negative somewhere")
        values[:, column] = np.log(np.where(values[:, column] > 0, values[:, column], np.nan))
    return values


def _lacking(values: Floats) -> Floats:
    """The part of the areas in which each covariate is missing; areas without any do not count."""
    missing = np.isnan(values)
    someone = ~missing.all(axis=1)
    lacking: Floats = missing[someone].sum(axis=0) / max(int(someone.sum()), 1)
    return lacking


def _varies(values: Floats) -> Flags:
    """True for covariates that are not the same everywhere."""
    highest = np.fmax.reduce(values, axis=0, initial=-np.inf)
    varies: Flags = highest > np.fmin.reduce(values, axis=0, initial=np.inf)
    return varies
