"""How strong is each candidate, from duels of two at a time?

Bradley and Terry's model: i wins from j with probability e^a / (e^a + e^b). Not everybody needs to
compare every pair. Where someone won everything the most likely strength is infinite; then half a
win and half a loss against an average candidate keep it finite, and a caveat says so.

Sources: Bradley & Terry (1952), Biometrika 39, 324-345; Ford (1957), American Mathematical Monthly
64, 28-33 (when a solution exists); Agresti (2002), Categorical Data Analysis, 10.6 (example of the
tests).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.csgraph import connected_components
from scipy.special import expit, xlogy

from safetymethods.preferences import (
    MissingNumberError,
    NegativeError,
    NothingGivenError,
    OneCandidateError,
    ShapeError,
)
from safetymethods.result import Floats, Result, floats, found

VERSION = "1"
PRIOR = 0.5
"""Wins, and losses, against an average candidate that keep a strength finite."""
STEPS = 100
CLOSE = 1e-10
FARTHEST = 2.0
"""A strength moves at most so far in one step, so that the first steps do not run away."""


@dataclass(frozen=True, kw_only=True)
class Strengths(Result):
    """Strengths with mean zero, their standard errors, and the chance to win from an average one.

    `deviance` is twice the distance in log likelihood from a model with a chance per pair.
    `prior` is what was added, 0 for the most likely strengths.
    """

    strength: Floats
    error: Floats
    chance: Floats
    deviance: Floats
    prior: float


def bradley_terry(wins: ArrayLike, *, prior: float | None = None) -> Strengths:
    """Strengths of candidates from (..., candidates, candidates): the row won from the column.

    Newton steps on the log likelihood, which has one top. Without `prior` the most likely
    strengths are given where they exist: where every candidate won from every other, if need be
    by a detour. Elsewhere, or where asked for, the prior is added for all. Raises the errors of
    `preferences`.
    """
    duel = _checked(wins)
    given = prior is not None
    finite = given or all(_connected(one) for one in duel.reshape(-1, *duel.shape[-2:]))
    added = prior if prior is not None else 0.0 if finite else PRIOR
    if added < 0:
        raise NegativeError("a prior cannot be under zero")
    strength, information, close = _fitted(duel, added)
    return Strengths(
        method="bradley_terry",
        version=VERSION,
        caveats=found(not_connected=not finite, not_fitted=not close),
        strength=strength,
        error=_errors(information, added),
        chance=expit(strength),
        deviance=_deviance(duel, strength),
        prior=added,
    )


def _checked(wins: ArrayLike) -> Floats:
    duel = floats(wins)
    if duel.ndim < 2 or duel.shape[-1] != duel.shape[-2]:
        raise ShapeError(f"duels need a square table, not shape {duel.shape}")
    if not duel.size:
        raise NothingGivenError("there are no duels")
    if duel.shape[-1] < 2:
        raise OneCandidateError("with one candidate there is nothing to choose")
    if not np.isfinite(duel).all():
        raise MissingNumberError("duels must be finite numbers")
    if (duel < 0).any():
        raise NegativeError("nobody wins less than zero duels")
    return duel * ~np.eye(duel.shape[-1], dtype=bool)


def _connected(duel: Floats) -> bool:
    """Whether each won from each other, if need be by a detour (Ford's condition)."""
    return int(connected_components(duel > 0, connection="strong")[0]) == 1


def _fitted(duel: Floats, prior: float) -> tuple[Floats, Floats, bool]:
    """Strengths with mean zero, the information they rest on, and whether the steps came close."""
    games = duel + np.swapaxes(duel, -1, -2)
    won = duel.sum(axis=-1) + prior
    strength = np.zeros(duel.shape[:-1])
    every, close = np.eye(duel.shape[-1]), False
    for _ in range(STEPS):
        chance = expit(strength[..., :, None] - strength[..., None, :])
        average = expit(strength)
        slope = won - (games * chance).sum(axis=-1) - 2 * prior * average
        weight = games * chance * (1 - chance)
        own = weight.sum(axis=-1) + 2 * prior * average * (1 - average)
        information = own[..., :, None] * every - weight
        step = np.linalg.solve(_held(information, prior), slope[..., None])[..., 0]
        far = np.abs(step).max(axis=-1, keepdims=True)
        strength = strength + step * np.minimum(1.0, FARTHEST / np.maximum(far, FARTHEST))
        close = bool(far.max() < CLOSE)
        if close:
            break
    return strength - strength.mean(axis=-1, keepdims=True), information, close


def _held(information: Floats, prior: float) -> Floats:
    """The information with the sum of all strengths held, where no prior does."""
    return information if prior else information + 1.0 / information.shape[-1]


def _errors(information: Floats, prior: float) -> Floats:
    """Standard errors of strengths around their mean."""
    number = information.shape[-1]
    centre = np.eye(number) - 1.0 / number
    spread = centre @ np.linalg.inv(_held(information, prior)) @ centre
    errors: Floats = np.sqrt(np.maximum(np.diagonal(spread, axis1=-2, axis2=-1), 0.0))
    return errors


def _deviance(duel: Floats, strength: Floats) -> Floats:
    games = duel + np.swapaxes(duel, -1, -2)
    chance = expit(strength[..., :, None] - strength[..., None, :])
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(games > 0, duel / games, 0.0)
    likely = xlogy(duel, part) - xlogy(duel, chance)
    deviance: Floats = 2 * likely.sum(axis=(-2, -1))
    return deviance
