"""Where something is: codes, names, postcodes and points to the areas of one year.

Implements what `evidence.profiles` asks of places. Nothing is asked of the database after it is
made, except the addresses and outlines, which are read once when the first is needed.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray

from regie.foundation.areas import rules as areas
from regie.foundation.areas.names import Ambiguous, Resolver
from regie.foundation.crosswalks import store
from regie.foundation.crosswalks.address_files import LETTERS, NUMBERS, Addresses, postcodes
from regie.foundation.crosswalks.rules import Crosswalk, Shares, normalised

RD, WGS84 = "rd", "wgs84"
_KINDS = (areas.NEIGHBOURHOOD, areas.DISTRICT, areas.MUNICIPALITY)
_CHUNK = 200_000


class Outlines:
    """Outlines of one level, ready to be asked where points are."""

    def __init__(self, codes: Sequence[str], shapes: Sequence[shapely.Geometry]) -> None:
        """`codes` in order: a point on a border belongs to the first."""
        self.codes = np.asarray(codes, dtype=np.str_)
        self._shapes = np.asarray(shapes, dtype=object)
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def at(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.str_]:
        """The code per point in RD metres; "" outside every outline."""
        found = np.full(len(xs), len(self.codes), dtype=np.int64)
        for start in range(0, len(xs), _CHUNK):
            part = slice(start, start + _CHUNK)
            found[part] = self._rows(xs[part], ys[part])
        return np.append(self.codes, "")[found]

    def _rows(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.int64]:
        """The lowest outline that holds or touches a point; one past the last when none does."""
        right = np.flatnonzero(np.isfinite(xs) & np.isfinite(ys))
        points, shapes = self._tree.query(shapely.points(xs[right], ys[right]))
        # In order of outline, so that one prepared outline is asked about all of its points.
        order = np.argsort(shapes, kind="stable")
        points, shapes = right[points[order]], shapes[order]
        inside = shapely.intersects_xy(self._shapes[shapes], xs[points], ys[points])
        rows = np.full(len(xs), len(self.codes), dtype=np.int64)
        np.minimum.at(rows, points[inside], shapes[inside])
        return rows


class Places:
    """Places of one realm in one classification year; see `queries.places`.

    `has_postcodes` and `has_outlines` say whether postcodes and points can be answered at all.
    """

    def __init__(
        self,
        realm: str,
        year: int,
        municipality: str,
        resolver: Resolver,
        older: Sequence[tuple[frozenset[str], Crosswalk]],
        book: Path | None,
        drawn: Path | None,
    ) -> None:
        self.realm = realm
        self.year = year
        self.municipality = municipality
        self._resolver = resolver
        self._older = older
        self._book = book
        self._drawn = drawn

    @property
    def has_postcodes(self) -> bool:
        """Whether a file of addresses of the year, or a year that can be followed, was read."""
        return self._book is not None

    @property
    def has_outlines(self) -> bool:
        """Whether full outlines of neighbourhoods were kept."""
        return self._drawn is not None

    def code(self, text: str) -> str | None:
        """The code as it is in this year; None when unknown or split over several areas."""
        found = self.shares(text)
        return found[0][0] if len(found) == 1 else None

    def shares(self, text: str) -> Shares:
        """Where a code of this or an older year lies now; empty when no year knows it."""
        known = self._resolver.by_code(text)
        if known is not None:
            return ((known.code, 1.0),) if self._is_mine(known.code) else ()
        code = areas.canonical(text)
        for had, crosswalk in self._older:
            if code in had:
                return self._mine(crosswalk.shares(code))
        return ()

    def name(self, text: str, municipality: str = "") -> str | None:
        """The one area with this name: a neighbourhood, else a district, else a municipality."""
        home = municipality or self.municipality or None
        for kind in _KINDS:
            found = self._resolver.by_name(text, home, kind)
            if isinstance(found, Ambiguous):
                return None
            if found is not None:
                return found if self._is_mine(found) else None
        return None

    def label(self, code: str) -> str:
        """The name of an area, or its code."""
        known = self._resolver.by_code(code)
        return known.name if known else code

    def codes(self, kind: str = areas.NEIGHBOURHOOD) -> frozenset[str]:
        """All codes of a level."""
        return frozenset(self._resolver.codes(kind, municipality=self.municipality or None))

    def postcode(self, postcode: str, number: str | int | None = None) -> Shares:
        """The neighbourhoods of an address, a postcode ("1234AB") or four digits ("1234").

        A number that the postcode does not have falls back on the whole postcode.
        """
        bounds = _bounds(postcode)
        if bounds is None or self._book is None:
            return ()
        first, last = bounds
        exact = _number(number)
        if exact is not None and last - first == NUMBERS:
            found = self._shares_between(first + exact, first + exact + 1)
            if found:
                return found
        return self._shares_between(first, last)

    def _shares_between(self, first: int, last: int) -> Shares:
        """Shares by addresses with a key from `first` up to `last`."""
        book = self._addresses
        low, high = np.searchsorted(book.key, (first, last))
        rows, numbers = np.unique(book.area[low:high], return_counts=True)
        amounts = {
            book.codes[row]: float(number)
            for row, number in zip(rows.tolist(), numbers.tolist(), strict=True)
        }
        return normalised({code: n for code, n in amounts.items() if self._is_mine(code)})

    @cached_property
    def _addresses(self) -> Addresses:
        if self._book is None:
            raise ValueError("no addresses were read")
        return store.addresses(self._book)

    def points(self, xs: ArrayLike, ys: ArrayLike, crs: str = RD) -> list[str]:
        """The neighbourhood of every point, "" outside all of them.

        `crs` is "rd" (EPSG:28992, metres) or "wgs84" (x = longitude, y = latitude). A point on a
        border belongs to the lowest code.
        """
        if self._drawn is None:
            return [""] * len(np.asarray(xs))
        easts, norths = np.asarray(xs, dtype=np.float64), np.asarray(ys, dtype=np.float64)
        if crs == WGS84:
            easts, norths = to_rd(easts, norths)
        found: list[str] = self._outlines.at(easts, norths).tolist()
        return found

    @cached_property
    def _outlines(self) -> Outlines:
        if self._drawn is None:
            raise ValueError("no outlines were kept")
        codes, shapes = store.outlines(self._drawn)
        mine = [at for at, code in enumerate(codes) if self._is_mine(code)]
        return Outlines([codes[at] for at in mine], [shapes[at] for at in mine])

    def _is_mine(self, code: str) -> bool:
        return not self.municipality or code[2:6] == self.municipality[2:6]

    def _mine(self, shares: Shares) -> Shares:
        return normalised({code: share for code, share in shares if self._is_mine(code)})


def to_rd(
    longitudes: NDArray[np.float64], latitudes: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """WGS84 degrees as RD New metres."""
    transformer = pyproj.Transformer.from_crs(4326, 28992, always_xy=True)
    east, north = transformer.transform(longitudes, latitudes)
    return np.asarray(east, dtype=np.float64), np.asarray(north, dtype=np.float64)


def _bounds(postcode: str) -> tuple[int, int] | None:
    """The keys that a postcode covers: from the first up to the second."""
    plain = "".join(postcode.split()).upper()
    if len(plain) == 4 and plain.isascii() and plain.isdigit():
        low = int(plain) * LETTERS * NUMBERS
        return low, low + LETTERS * NUMBERS
    low = int(postcodes(pa.array([plain]))[0])
    return None if low < 0 else (low * NUMBERS, (low + 1) * NUMBERS)


def _number(number: str | int | None) -> int | None:
    """The house number without its letter or addition ("12a" is 12)."""
    digits = ""
    for mark in str(number if number is not None else "").strip():
        if not mark.isdigit():
            break
        digits += mark
    return int(digits) if digits and len(digits) <= 5 else None
