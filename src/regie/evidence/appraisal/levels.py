"""How the level of an area stands beside what comparable places lead one to expect (D3)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regie.evidence.appraisal.basis import Basis
from regie.evidence.appraisal.material import Block, Floats
from regie.evidence.appraisal.numbers import numbers
from regie.evidence.appraisal.rules import Level, Why, Word
from safetymethods.funnels import Band, Funnel, against_expected
from safetymethods.rates import pooled_rate

WORDS = {
    Band.COMPARABLE: Word.COMPARABLE,
    Band.HIGHER: Word.ATTENTION,
    Band.LOWER: Word.ATTENTION,
    Band.FAR_HIGHER: Word.DEVIATING,
    Band.FAR_LOWER: Word.DEVIATING,
    Band.NO_ANSWER: Word.TOO_LITTLE,
}
HIGHER = frozenset({Band.HIGHER, Band.FAR_HIGHER})


def municipal_levels(block: Block, area: str, basis: Basis) -> tuple[Level, ...]:
    """One verdict per indicator of the block, for one municipality beside its peers."""
    row = block.row.get(area)
    if row is None:
        return tuple(Level(area=area, period="", why=Why.NO_FIGURES) for _ in block.definitions)
    at = _newest(block.counts[:, row, :])
    types = np.arange(len(block.definitions))
    observed, exposed = block.counts[types, row, at], block.exposure[types, row, at]
    peers = np.array([block.row[code] for code in basis.peers if code in block.row], dtype=np.intp)
    pooled = pooled_rate(
        block.counts[types, :, at][:, peers], block.exposure[types, :, at][:, peers], axis=1, per=1
    )
    expected = pooled.rate * exposed
    size = np.array([basis.size_of(item.code, block.level) for item in block.definitions])
    cells = read_off(_funnel(observed, expected, size))
    whys = [
        _why(block, basis, (int(t), row, int(at[t])), float(expected[t]), float(size[t]))
        for t in types
    ]
    return tuple(
        level_of(
            cells,
            int(t),
            area=area,
            period=block.periods[int(at[t])],
            why=whys[int(t)],
            peers=basis.peers,
            left_out=int(pooled.left_out[t]),
            provisional=block.provisional[int(at[t])],
        )
        for t in types
    )


def _newest(counts: Floats) -> NDArray[np.intp]:
    """Per indicator the newest period with a count, else the last."""
    known = ~np.isnan(counts[:, ::-1])
    back = np.where(known.any(axis=1), known.argmax(axis=1), 0)
    newest: NDArray[np.intp] = counts.shape[1] - 1 - back
    return newest


def _funnel(observed: Floats, expected: Floats, size: Floats) -> Funnel:
    """Verdicts where they can be given; the rest NaN."""
    fit = (expected > 0) & (size > 0) & ~np.isnan(observed)
    return against_expected(
        np.where(fit, observed, np.nan),
        np.where(fit, expected, np.nan),
        np.where(fit, size, np.inf),
    )


def _why(block: Block, basis: Basis, at: tuple[int, int, int], expected: float, size: float) -> Why:
    """Why there is no verdict for a municipality; NOTHING when there is one."""
    missing = block.why(*at)
    if missing:
        return missing
    if not np.isnan(block.usual[at]):
        return Why.DOUBTFUL
    if np.isnan(block.exposure[at]):
        return Why.BOUNDARY if block.moved[at] else Why.NO_DENOMINATOR
    if not basis.peers or np.isnan(expected):
        return Why.NO_PEERS
    if np.isnan(size):
        return Why.NO_PARAMETER
    few = max(expected, float(block.counts[at])) < basis.setting("tested_minimum")
    return Why.FEW if few else Why.NOTHING


@dataclass(frozen=True)
class Cells:
    """The cells of a funnel as plain numbers, in order; `band` is its class in each."""

    observed: list[float | None]
    expected: list[float | None]
    ratio: list[float | None]
    low95: list[float | None]
    high95: list[float | None]
    low998: list[float | None]
    high998: list[float | None]
    p: list[float | None]
    size: list[float | None]
    band: list[int]


def read_off(funnel: Funnel) -> Cells:
    """All cells of a funnel at once; limits of the ratio become counts."""
    limits = (funnel.low95, funnel.high95, funnel.low998, funnel.high998)
    low95, high95, low998, high998 = (_counts(limit, funnel.expected) for limit in limits)
    return Cells(
        observed=numbers(funnel.observed),
        expected=numbers(funnel.expected),
        ratio=numbers(funnel.ratio),
        low95=low95,
        high95=high95,
        low998=low998,
        high998=high998,
        p=numbers(funnel.p),
        size=numbers(funnel.size),
        band=funnel.band.ravel().tolist(),
    )


def _counts(ratio: Floats, expected: Floats) -> list[float | None]:
    """A limit of the ratio as a count; counts are whole, so what multiplying adds is taken off."""
    return numbers(np.round(ratio * expected, 6))


def level_of(
    cells: Cells,
    at: int,
    *,
    area: str,
    period: str,
    why: Why,
    years: int = 1,
    peers: Sequence[str] = (),
    left_out: int = 0,
    provisional: bool = False,
) -> Level:
    """One cell of a funnel as a verdict; without a verdict the numbers stay as far as known."""
    band = cells.band[at]
    told = why is Why.NOTHING and band != Band.NO_ANSWER
    return Level(
        area=area,
        period=period,
        years=years,
        observed=cells.observed[at],
        expected=cells.expected[at],
        ratio=cells.ratio[at],
        low95=cells.low95[at],
        high95=cells.high95[at],
        low998=cells.low998[at],
        high998=cells.high998[at],
        p=cells.p[at],
        size=cells.size[at],
        word=WORDS[Band(band)] if told else Word.TOO_LITTLE,
        higher=told and band in HIGHER,
        why=why,
        peers=tuple(peers),
        left_out=left_out,
        provisional=provisional,
    )
