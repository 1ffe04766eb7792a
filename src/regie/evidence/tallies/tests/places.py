"""Places of the tests: a handful of areas, postcodes and a square on the map."""

from collections.abc import Mapping, Sequence

from regie.evidence.tallies.results import Points

NORTH, SOUTH, FAR = "BU99010100", "BU99010101", "BU99020000"
POSTCODES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "0101AB": ((NORTH, 1.0),),
    "0101AC": ((NORTH, 0.5), (SOUTH, 0.5)),
    "0101": ((NORTH, 0.5), (SOUTH, 0.3), (FAR, 0.2)),
    "0201AB": ((FAR, 1.0),),
}
NAMES = {"Noord": NORTH, "Centrum": "WK990101", "Voorbeeldstad": "GM9901", "Buurstad": "GM9902"}
CODES = {NORTH, SOUTH, FAR, "WK990101", "GM9901", "GM9902"}


class Square:
    """North is x below 100,000 in RD; everything up to 200,000 is far, the rest nowhere."""

    def code(self, text: str) -> str | None:
        return text.strip() if text.strip() in CODES else None

    def name(self, text: str, municipality: str = "") -> str | None:
        return NAMES.get(text)

    def postcode(self, postcode: str, number: int | None = None) -> Sequence[tuple[str, float]]:
        if postcode == "0101AC" and number == 1:
            return ((SOUTH, 1.0),)
        return POSTCODES.get(postcode, ())

    def points(self, xs: Points, ys: Points, crs: str) -> Sequence[str]:
        edge = (100_000.0, 200_000.0) if crs == "rd" else (5.0, 6.0)
        return [NORTH if x < edge[0] else FAR if x < edge[1] else "" for x in xs.tolist()]
