"""Log-linear models of counts for many series at once, fitted as quasi-Poisson.

log mu = log(exposure) + X b, with variance phi mu. All series share the design X; each has its own
coefficients. The iteration is that of R's `glm`: it starts at y + 0.1, takes weighted least squares
steps and stops when the deviance changes by less than 1e-8 of itself. Instead of a loop over
series, the sums of a whole chunk are matrix products, and the small systems are solved side by
side.

Sources: Nelder & Wedderburn (1972), Journal of the Royal Statistical Society A 135, 370-384
(iteration); McCullagh & Nelder (1989), Generalized Linear Models, ch. 6 and 9 (quasi-likelihood,
dispersion).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safetymethods.batches import Rows, as_rows, chunks, times
from safetymethods.result import Flags, Floats, Result, floats, found

VERSION = "1"
YEAR = 12
ROUNDS = 25
TOLERANCE = 1e-8
SINGULAR = 1e-11
"""R's rule for what a design cannot tell apart, relative to the size of the column."""


@dataclass(frozen=True, kw_only=True)
class Fits(Result):
    """Fitted models, one per series. NaN where there is no fit; `converged` says where there is.

    `coefficients` has shape (..., p); `covariance` (..., p, p) is that of the coefficients with the
    dispersion in it. `dispersion` is max(1, X2/(T - p)) with T the periods that count and X2
    (`pearson`) the sum of squared Pearson residuals. `total` is the sum of the counts.
    """

    coefficients: Floats
    covariance: Floats
    dispersion: Floats
    pearson: Floats
    degrees: NDArray[np.int64]
    total: Floats
    converged: Flags
    design: Floats

    def predictor(self, row: ArrayLike) -> tuple[Floats, Floats]:
        """The linear predictor x b at a row x of the design, without exposure; its variance."""
        at = floats(row)
        mean: Floats = self.coefficients @ at
        return mean, np.asarray(np.einsum("i,...ij,j->...", at, self.covariance, at))


@dataclass(frozen=True)
class Estimate:
    """The fit of a chunk: `beta` (n, p) and `inverse` (p, p, n) of the information, `means` (n, T).

    The coefficients are those of the basis that was given. NaN where nothing converged.
    """

    beta: Floats
    inverse: Floats
    means: Floats
    pearson: Floats


@dataclass(frozen=True)
class _Sums:
    """What the iteration needs of the data: X'wy, the weights, log exposure and a constant.

    Weights that are all 1, and a log exposure that is all 0, are None: passing over them takes as
    long as over the counts.
    """

    target: Floats
    weights: Floats | None
    offset: Floats | None
    constant: Floats

    def some(self, rows: NDArray[np.bool_]) -> "_Sums":
        """The same for some of the series; what all of them share stays shared."""
        weights, offset = (
            shared if shared is None or len(shared) == 1 else shared[rows]
            for shared in (self.weights, self.offset)
        )
        return _Sums(self.target[rows], weights, offset, self.constant[rows])

    def means(self, beta: Floats, basis: Floats) -> Floats:
        """The means at these coefficients, without the weights."""
        predictor = times(beta, basis.T)
        if self.offset is not None:
            predictor += self.offset
        return np.exp(predictor, out=predictor)

    def weighted(self, values: Floats) -> Floats:
        """Values times the weights, in their own place."""
        if self.weights is not None:
            values *= self.weights
        return values


def seasonal_design(months: ArrayLike, harmonics: int = 2) -> Floats:
    """Columns 1, t and, per harmonic h, cos(2 pi h t/12) and sin(2 pi h t/12); shape (T, 2 + 2h).

    `months` are whole numbers, t counts from the first of them. Raises ValueError when they do not
    increase or when there are fewer than 0 or more than 5 harmonics.
    """
    at = floats(months)
    if at.ndim != 1 or (np.diff(at) <= 0).any() or (at != np.floor(at)).any():
        raise ValueError("months are whole numbers that increase")
    if not 0 <= harmonics < YEAR // 2:
        raise ValueError(f"a year of months carries 0 to 5 harmonics, not {harmonics}")
    time = at - at[:1]
    angles = 2 * np.pi * np.outer(at, np.arange(1, harmonics + 1)) / YEAR
    return np.column_stack([np.ones_like(time), time, np.cos(angles), np.sin(angles)])


def fit_log_linear(
    counts: ArrayLike, design: ArrayLike, *, exposure: ArrayLike | None = None
) -> Fits:
    """Quasi-Poisson fits of counts (..., T) on a shared design (T, p), with log link.

    `exposure` is the population or number of days behind each count, of shape (T,) or that of the
    counts; its logarithm is added to the predictor. A missing count (NaN), or one without an
    exposure above zero, gets no weight. A series without any count above zero, or whose periods
    cannot tell the columns apart, or that does not converge in 25 rounds has no fit. Raises
    ValueError for negative or infinite counts, shapes that do not fit, or a design whose columns
    depend on each other.
    """
    rows = as_rows(counts)
    columns = checked_design(design, rows.values.shape[1])
    basis, triangle = np.linalg.qr(columns)
    back = np.linalg.inv(triangle)
    exposed = checked_exposure(exposure, rows)
    number, size = len(rows.values), columns.shape[1]
    beta, spread = np.empty((number, size)), np.empty((number, size, size))
    pearson, total = np.empty(number), np.empty(number)
    counted = np.empty(number, dtype=np.int64)
    for part in chunks(number, rows.values.shape[1]):
        y, weights, offset = weighed(rows.part(part), exposed, part)
        fit = estimate(y, weights, offset, basis)
        beta[part] = fit.beta @ back.T
        spread[part] = np.einsum("ik,kln,jl->nij", back, fit.inverse, back, optimize=True)
        pearson[part], total[part] = fit.pearson, (weights * y).sum(axis=1)
        counted[part] = (weights > 0).sum(axis=1)
    degrees = counted - size
    with np.errstate(divide="ignore", invalid="ignore"):
        dispersion = np.where(degrees > 0, np.maximum(1.0, pearson / degrees), np.nan)
    converged = ~np.isnan(dispersion)
    return Fits(
        method="glm.quasi_poisson",
        version=VERSION,
        caveats=found(
            no_count=rows.gaps(),
            no_population=exposed is not None and ~usable(exposed),
            not_fitted=~converged,
        ),
        coefficients=rows.shaped(np.where(converged[:, None], beta, np.nan)),
        covariance=rows.shaped(spread * dispersion[:, None, None]),
        dispersion=rows.shaped(dispersion),
        pearson=rows.shaped(pearson),
        degrees=degrees.reshape(rows.shape),
        total=rows.shaped(total),
        converged=converged.reshape(rows.shape),
        design=columns,
    )


def checked_design(design: ArrayLike, length: int) -> Floats:
    """A design of (T, p) for series of that length. Raises ValueError."""
    columns = floats(design)
    if columns.ndim != 2 or columns.shape[0] != length:
        raise ValueError(f"a design of shape {columns.shape} does not fit {length} periods")
    if not np.isfinite(columns).all() or np.linalg.matrix_rank(columns) < columns.shape[1]:
        raise ValueError("the columns of the design depend on each other, or are not finite")
    return columns


def checked_exposure(exposure: ArrayLike | None, rows: Rows) -> Floats | None:
    """Exposure of shape (T,) or of one row per series. Raises ValueError when it does not fit."""
    if exposure is None:
        return None
    values, length = floats(exposure), rows.values.shape[1]
    if values.shape in ((length,), (1, length)):
        return values.reshape(1, length)
    if values.shape != (*rows.shape, length):
        raise ValueError(f"an exposure of shape {values.shape} does not fit the counts")
    return values.reshape(-1, length)


def usable(exposure: Floats) -> Flags:
    """True where a population can stand behind a count: above zero and finite."""
    able: Flags = (exposure > 0) & np.isfinite(exposure)
    return able


def weighed(y: Floats, exposure: Floats | None, part: slice) -> tuple[Floats, Floats, Floats]:
    """Counts with 0 where missing, weights 0 or 1, and the logarithm of the exposure.

    Weights have shape (1, T) when nothing is missing; the logarithm when all series share it.
    """
    if (y < 0).any() or np.isinf(y).any():
        raise ValueError("counts must be zero or more, and finite")
    known = ~np.isnan(y)
    offset = np.zeros((1, y.shape[1]))
    if exposure is not None:
        people = exposure if len(exposure) == 1 else exposure[part]
        exposed = usable(people)
        known, offset = known & exposed, np.log(np.where(exposed, people, 1.0))
    if known.all():
        return y, np.ones((1, y.shape[1])), offset
    return np.where(known, y, 0.0), known.astype(np.float64), offset


def estimate(y: Floats, weights: Floats, offset: Floats, basis: Floats) -> Estimate:
    """Fit one chunk: counts (n, T), weights and log exposure (1 or n, T), basis (T, p).

    Where a weight is zero the count must be a number, and does not matter.
    """
    products = _Products(basis)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        sums = _sums(y, weights, offset, basis)
        beta = _first(y, sums, products)
        done = _iterate(beta, sums, products)
        beta[~done] = np.nan
        means = sums.means(beta, basis)
        inverse = _inverse(products.information(weights * means))
        residuals = y - means
        residuals *= residuals
        residuals = sums.weighted(residuals)
        residuals /= means
        pearson = residuals.sum(axis=1) + 0 * inverse[0, 0]
    return Estimate(beta, inverse, means, pearson)


class _Products:
    """The columns of a basis and the products of each pair, to sum over time by one matrix."""

    def __init__(self, basis: Floats) -> None:
        self.basis, self.size = basis, basis.shape[1]
        one, other = np.triu_indices(self.size)
        self._pairs = basis[:, one] * basis[:, other]
        self._all = np.column_stack([np.ones(len(basis)), basis, self._pairs])
        self._place = np.empty((self.size, self.size), dtype=np.intp)
        self._place[one, other] = self._place[other, one] = np.arange(len(one))

    def information(self, means: Floats) -> Floats:
        """X'WX of every series, (p, p, n)."""
        sums: Floats = times(means, self._pairs).T[self._place]
        return sums

    def sums(self, means: Floats) -> tuple[Floats, Floats, Floats]:
        """The sum of the means, X'm and X'WX, in one go over the means."""
        sums = times(means, self._all)
        first = 1 + self.size
        return sums[:, 0], sums[:, 1:first], sums[:, first:].T[self._place]


def _sums(y: Floats, weights: Floats, offset: Floats, basis: Floats) -> _Sums:
    """The constant is half the deviance without its terms of the predictor: sum w(y log y - y)."""
    heavy = y if (weights == 1).all() else weights * y
    logs = np.log(y + (y == 0))
    if offset.any():
        logs -= offset
    logs -= 1
    logs *= heavy
    return _Sums(
        times(heavy, basis),
        None if heavy is y else weights,
        offset if offset.any() else None,
        logs.sum(axis=1),
    )


def _first(y: Floats, sums: _Sums, products: _Products) -> Floats:
    """The weighted least squares step from mu = y + 0.1, where the working response is known."""
    start = y + 0.1
    working = np.log(start)
    if sums.offset is not None:
        working -= sums.offset
    working *= start
    working -= 0.1
    right = times(sums.weighted(working), products.basis)
    return _solve(_cholesky(products.information(sums.weighted(start))), right)


def _iterate(beta: Floats, sums: _Sums, products: _Products) -> Flags:
    """Newton steps, into `beta`, until each series converged; which ones did.

    A step lowers the deviance by about the product of gradient and step, which unlike the
    difference of two deviances does not drown in rounding.
    """
    done = np.zeros(len(beta), dtype=bool)
    counted = (sums.target != 0).any(axis=1)
    active, sums = np.flatnonzero(counted), sums.some(counted)
    for _ in range(1, ROUNDS):
        if not active.size:
            break
        at = beta[active]
        total, score, information = products.sums(sums.weighted(sums.means(at, products.basis)))
        gradient = sums.target - score
        step = _solve(_cholesky(information), gradient)
        fall = (gradient * step).sum(axis=1)
        half = sums.constant - (sums.target * at).sum(axis=1) + total
        beta[active] = at + step
        ended = fall <= TOLERANCE * (np.maximum(2 * half - fall, 0.0) + 0.1)
        done[active[ended]] = True
        going = ~ended & np.isfinite(fall)
        active, sums = active[going], sums.some(going)
    return done


def _cholesky(matrices: Floats) -> Floats:
    """Lower triangles of matrices (p, p, n) side by side; NaN where one is singular."""
    lower = np.zeros_like(matrices)
    for at in range(len(matrices)):
        rest = matrices[at:, at] - np.einsum("rkn,kn->rn", lower[at:, :at], lower[at, :at])
        pivot = np.where(rest[0] > SINGULAR * matrices[at, at], rest[0], np.nan)
        lower[at:, at] = rest / np.sqrt(pivot)
    return lower


def _solve(lower: Floats, right: Floats) -> Floats:
    """Solutions (n, p) of L L' x = right, by substitution forward and back."""
    x = right.T.copy()
    for at in range(len(x)):
        x[at] = (x[at] - (lower[at, :at] * x[:at]).sum(axis=0)) / lower[at, at]
    for at in reversed(range(len(x))):
        x[at] = (x[at] - (lower[at + 1 :, at] * x[at + 1 :]).sum(axis=0)) / lower[at, at]
    return np.ascontiguousarray(x.T)


def _inverse(matrices: Floats) -> Floats:
    """Inverses of matrices (p, p, n); NaN where one is singular."""
    size, _, number = matrices.shape
    lower, columns = _cholesky(matrices), np.zeros_like(matrices)
    for column, unit in enumerate(np.eye(size)):
        columns[:, column] = _solve(lower, np.broadcast_to(unit, (number, size))).T
    return columns
