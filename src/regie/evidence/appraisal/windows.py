"""Which twelve months are laid beside which, within one meaning of the figures. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regie.evidence.appraisal.rules import Why

Floats = NDArray[np.float64]
MOST_BLOCKS = 3


@dataclass(frozen=True)
class Window:
    """The newest block beside `blocks` earlier ones; positions in the series.

    `step` periods make one block: 12 months or 1 year. Without a comparison `blocks` is 0 and
    `why` says so.
    """

    stop: int
    step: int
    blocks: int
    why: Why

    @property
    def start(self) -> int:
        """Where the newest block begins."""
        return self.stop - self.step

    def recent(self, values: Floats) -> Floats:
        """The sum of the newest block, over the last axis."""
        return np.asarray(values[..., self.start : self.stop].sum(axis=-1))

    def before(self, values: Floats) -> Floats:
        """The sum of the earlier blocks, over the last axis."""
        first = self.start - self.blocks * self.step
        return np.asarray(values[..., first : self.start].sum(axis=-1))


def window(
    values: Floats, parts: NDArray[np.int64], *, stop: int, step: int, most: int = MOST_BLOCKS
) -> Window:
    """The newest block of `step` periods that ends before `stop`, and what stands before it.

    `values` has shape (periods,), NaN where there is no count; `parts` numbers the stretches that
    may be compared, -1 for periods that belong to none. Only whole blocks count, unbroken and of
    the same part as the newest.
    """
    if stop < step or np.isnan(values[stop - step : stop]).any():
        return Window(stop, step, 0, Why.NO_FIGURES)
    own = parts[stop - 1]
    fit = (parts[:stop] == own) & (own != -1)
    if not fit[stop - step :].all():
        return Window(stop, step, 0, Why.BREAK)
    usable = _unbroken(fit & ~np.isnan(values[:stop]))
    blocks = min(most, usable // step - 1)
    if blocks >= 1:
        return Window(stop, step, blocks, Why.NOTHING)
    enough = _unbroken(~np.isnan(values[:stop])) >= 2 * step
    return Window(stop, step, 0, Why.BREAK if enough else Why.SHORT)


def _unbroken(fit: NDArray[np.bool_]) -> int:
    """How many of the last periods in a row are usable."""
    gaps = np.flatnonzero(~fit)
    return len(fit) - (int(gaps[-1]) + 1 if len(gaps) else 0)
