"""Single numbers out of arrays, as they are kept: None for what is not there. Pure."""

import math


def number(value: float) -> float | None:
    """A plain number, or None for NaN and for what is not finite."""
    return float(value) if math.isfinite(value) else None
