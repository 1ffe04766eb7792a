"""What can be wrong with preferences, each with an error of its own; all are ValueErrors."""

import numpy as np
from numpy.typing import ArrayLike

from safetymethods.result import Floats, floats


class PreferenceError(ValueError):
    """Scores, weights or ballots that no method can weigh."""


class MissingNumberError(PreferenceError):
    """A number is missing or infinite: it is asked for again, never read as zero."""


class NothingGivenError(PreferenceError):
    """There are no ballots, no scores or no criteria."""


class OneCandidateError(PreferenceError):
    """With fewer than two candidates there is nothing to choose."""


class NegativeError(PreferenceError):
    """A weight, a count or a score is under zero."""


class NoWeightError(PreferenceError):
    """All weights of somebody are zero."""


class ShapeError(PreferenceError):
    """Tables that do not fit each other, or a number of places that does not exist."""


def checked_table(values: ArrayLike, *, candidates: int, what: str = "values") -> Floats:
    """A table of finite numbers, zero or more, with two candidates or more on axis `candidates`.

    Raises the errors of this module.
    """
    table = floats(values)
    if table.ndim != 2:
        raise ShapeError(f"{what} need two axes, not shape {table.shape}")
    if not table.size:
        raise NothingGivenError(f"there are no {what}")
    if table.shape[candidates] < 2:
        raise OneCandidateError("with one candidate there is nothing to choose")
    if not np.isfinite(table).all():
        raise MissingNumberError(f"{what} must all be finite numbers")
    if (table < 0).any():
        raise NegativeError(f"{what} cannot be under zero")
    return table


def checked_places(places: int, candidates: int) -> int:
    """A number of places from 1 to the number of candidates. Raises ShapeError."""
    if not 1 <= places <= candidates:
        raise ShapeError(f"{places} places do not exist with {candidates} candidates")
    return places


def checked_counts_of(ballots: int, counts: ArrayLike | None) -> Floats:
    """How often each ballot was cast, once unless given. Raises the errors of this module."""
    if counts is None:
        return np.ones(ballots)
    given = floats(counts)
    if given.shape != (ballots,):
        raise ShapeError(f"{given.shape} counts do not fit {ballots} ballots")
    if not np.isfinite(given).all():
        raise MissingNumberError("counts must be finite numbers")
    if (given < 0).any():
        raise NegativeError("a ballot cannot be cast less than zero times")
    return given
