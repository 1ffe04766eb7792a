"""A quasi-Poisson fit of one series as a textbook would write it, to compare with."""

import numpy as np

from safetymethods.result import Floats, floats


def plain_fit(
    y: Floats, design: Floats, offset: Floats, weights: Floats | None = None
) -> tuple[Floats, Floats, float]:
    """One series by weighted least squares (QR), in the manner of R: beta, covariance, X2."""
    weight = np.ones_like(y) if weights is None else weights
    eta, deviance = np.log(y + 0.1), np.inf
    for _ in range(25):
        mu = np.exp(eta)
        root = np.sqrt(weight * mu)
        beta = np.linalg.lstsq(design * root[:, None], (eta - offset + (y - mu) / mu) * root)[0]
        eta = design @ beta + offset
        mu, before = np.exp(eta), deviance
        logs = y * np.log(np.where(y > 0, y / mu, 1.0))
        deviance = 2 * float((weight * (logs - (y - mu))).sum())
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            break
    information = design.T @ (design * (weight * mu)[:, None])
    return (
        floats(beta),
        floats(np.linalg.inv(information)),
        float((weight * (y - mu) ** 2 / mu).sum()),
    )
