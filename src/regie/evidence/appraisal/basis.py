"""What verdicts rest on besides the figures: settings, estimates and peers. Pure.

A basis fits in JSON, so that a published analysis can keep it and be computed again from it.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import orjson

from safetymethods.series import YEAR

METHOD_VERSION = "1"
"""Raised when the calculation of a verdict changes; every stored verdict is then out of date."""

DISTRICT, NEIGHBOURHOOD, MUNICIPALITY = "district", "neighbourhood", "municipality"
_COARSER = {NEIGHBOURHOOD: DISTRICT, DISTRICT: MUNICIPALITY}


@dataclass(frozen=True)
class Basis:
    """Settings by key, sigma and size per level and indicator, and the codes of the peers.

    `sigma` is the yearly volatility of the log rate, `size` the dispersion r of the negative
    binomial distribution; both without a unit. `estimate_set` names the stored set they are from.
    """

    settings: Mapping[str, float]
    sigma: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    size: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    peers: tuple[str, ...] = ()
    estimate_set: int | None = None
    method_version: str = METHOD_VERSION

    def setting(self, key: str) -> float:
        """One setting. Raises KeyError for a key that does not exist."""
        return self.settings[key]

    def whole(self, key: str) -> int:
        """A setting that is a whole number."""
        return round(self.settings[key])

    @property
    def blocks(self) -> int:
        """How many earlier blocks of twelve months the newest is laid beside."""
        return max(1, self.whole("earlier_months") // YEAR)

    def sigma_of(self, code: str, level: str) -> float:
        """The volatility of an indicator at a level; NaN when unknown.

        A place takes part in the swing of what it lies in, so it never swings less than that.
        """
        known = [self.sigma.get(at, {}).get(code) for at in _upwards(level)]
        return max((value for value in known if value is not None), default=math.nan)

    def size_of(self, code: str, level: str) -> float:
        """The dispersion of an indicator at a level, else of the level above; NaN when unknown."""
        known = (self.size.get(at, {}).get(code) for at in _upwards(level))
        return next((value for value in known if value is not None), math.nan)

    def only(self, codes: Collection[str]) -> "Basis":
        """What counts for some indicators: a new estimate of another changes nothing here."""
        return replace(
            self,
            sigma={level: _those(values, codes) for level, values in self.sigma.items()},
            size={level: _those(values, codes) for level, values in self.size.items()},
            estimate_set=None,
        )

    def as_json(self) -> dict[str, Any]:
        """The basis in plain values; `basis_from` gives it back unchanged."""
        return {
            "method_version": self.method_version,
            "settings": dict(self.settings),
            "sigma": {level: _plain(values) for level, values in self.sigma.items()},
            "size": {level: _plain(values) for level, values in self.size.items()},
            "peers": list(self.peers),
            "estimate_set": self.estimate_set,
        }


def basis_from(stored: Mapping[str, Any]) -> Basis:
    """The basis that `as_json` wrote; other keys are left alone."""
    return Basis(
        settings=stored["settings"],
        sigma={level: _numbers(values) for level, values in stored["sigma"].items()},
        size={level: _numbers(values) for level, values in stored["size"].items()},
        peers=tuple(stored["peers"]),
        estimate_set=stored["estimate_set"],
        method_version=stored["method_version"],
    )


def _those(values: Mapping[str, float], codes: Collection[str]) -> dict[str, float]:
    return {code: value for code, value in values.items() if code in codes}


def _plain(values: Mapping[str, float]) -> dict[str, float | None]:
    """Infinite has no place in JSON: it is written as nothing."""
    return {code: value if math.isfinite(value) else None for code, value in values.items()}


def _numbers(stored: Mapping[str, float | None]) -> dict[str, float]:
    return {code: math.inf if value is None else value for code, value in stored.items()}


def _upwards(level: str) -> Iterator[str]:
    """A level and those it lies in, finest first."""
    at: str | None = level
    while at is not None:
        yield at
        at = _COARSER.get(at)


def fingerprint(basis: Basis, deliveries: Iterable[int], more: Iterable[object] = ()) -> str:
    """A short name for everything a group of verdicts rests on; equal only when all is equal."""
    parts = [basis.as_json(), sorted(deliveries), [str(item) for item in more]]
    return sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
