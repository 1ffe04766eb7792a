"""Boundaries of municipalities, districts and neighbourhoods from PDOK.

Source: PDOK, "CBS gebiedsindelingen", as OGC API Features and as WFS. The first is asked; the
second says how many there should be, and takes over when the first fails or is not complete.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import orjson
from django.utils.translation import gettext_noop as _

from regie.evidence.connectors.addresses import Addresses, host_of, plain_question, rebase
from regie.evidence.connectors.http import (
    INCOMPLETE,
    Client,
    FailedTryError,
    NotThereError,
    QuestionError,
    UnusableError,
)
from regie.evidence.connectors.progress import Follow, Meter
from regie.foundation.records.refusals import RefusedError

Kind = Literal["municipality", "district", "neighbourhood"]
LAYERS: dict[Kind, str] = {
    "municipality": "gemeente_gegeneraliseerd",
    "district": "wijk_gegeneraliseerd",
    "neighbourhood": "buurt_gegeneraliseerd",
}
PAGE = 1000
NO_BOUNDARIES = _(
    "%(host)s heeft geen grenzen van %(year)s. Er is niets opgehaald. Kies een ander jaar."
)
NOT_ALL = _(
    "%(host)s gaf %(rows)s van de %(expected)s grenzen. Er is niets ingelezen. "
    "Probeer het later opnieuw."
)
NOBODY = _("Gemeente %(code)s komt niet voor in de grenzen van %(year)s. Controleer de code.")

Feature = dict[str, Any]


def boundaries(
    client: Client,
    addresses: Addresses,
    kind: Kind,
    year: int,
    folder: Path,
    *,
    municipality: str | None = None,
    progress: Follow | None = None,
) -> Path:
    """Outlines of one kind in one year as a GeoJSON file, ordered by code. Raises `RefusedError`.

    With a municipality only what lies in it.
    """
    meter = Meter(progress, client.clock)
    found = _complete(client, addresses, kind, year, meter)
    if not found:
        raise RefusedError(NO_BOUNDARIES, host=host_of(addresses.pdok), year=str(year))
    if municipality:
        digits = municipality.strip().upper()[2:6]
        found = {code: feature for code, feature in found.items() if code[2:6] == digits}
        if not found:
            raise RefusedError(NOBODY, code=municipality, year=str(year))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{LAYERS[kind].partition('_')[0]}_{year}{municipality or ''}.geojson"
    ordered = [found[code] for code in sorted(found)]
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": ordered}))
    return path


def _complete(
    client: Client, addresses: Addresses, kind: Kind, year: int, meter: Meter
) -> dict[str, Feature]:
    """Every feature by code; from the WFS when the OGC API does not give them all."""
    wfs = f"{addresses.wfs}/cbs/gebiedsindelingen/{year}/wfs/v1_0"
    expected = _expected(client, wfs, kind)
    meter.expected = expected
    try:
        found = _by_code(_ogc_pages(client, addresses.pdok, kind, year), meter)
        if found and (expected is None or len(found) >= expected):
            return found
    except (UnusableError, NotThereError, QuestionError):
        if expected is None:
            raise
    if not expected:
        return {}
    meter.rows = 0
    found = _by_code(_wfs_pages(client, wfs, kind, expected), meter)
    if len(found) < expected:
        host = host_of(addresses.wfs)
        raise RefusedError(NOT_ALL, host=host, rows=len(found), expected=expected)
    return found


def _by_code(pages: Iterator[tuple[list[Feature], int]], meter: Meter) -> dict[str, Feature]:
    """Features without repeats."""
    found: dict[str, Feature] = {}
    for features, size in pages:
        fresh = {code: f for f in features if (code := _code(f)) and code not in found}
        found |= fresh
        meter.add(len(fresh), size)
    return found


def _code(feature: Feature) -> str:
    properties = feature.get("properties")
    return str(properties.get("statcode") or "").strip() if isinstance(properties, dict) else ""


def _ogc_pages(
    client: Client, base: str, kind: Kind, year: int
) -> Iterator[tuple[list[Feature], int]]:
    items = f"{base}/cbs/gebiedsindelingen/ogc/v1/collections/{LAYERS[kind]}/items"
    asked = {"f": "json", "jaarcode": str(year), "limit": str(PAGE)}
    own = plain_question(items, asked)
    url: str | None = own
    seen: set[str] = set()
    while url and url not in seen:
        seen.add(url)
        document, size = _collection(client, url)
        yield document["features"], size
        links = document.get("links") or ()
        following = next((link["href"] for link in links if link.get("rel") == "next"), None)
        url = rebase(following, own) if following else None


def _wfs_pages(
    client: Client, base: str, kind: Kind, expected: int
) -> Iterator[tuple[list[Feature], int]]:
    start = 0
    while start < expected:
        document, size = _collection(client, _wfs(base, kind, start, PAGE))
        features = document["features"]
        if not features:
            return
        yield features, size
        start += len(features)


def _expected(client: Client, base: str, kind: Kind) -> int | None:
    """How many there are according to the WFS; None when it does not say."""
    try:
        document, _size = _collection(client, _wfs(base, kind, 0, 1))
    except (UnusableError, NotThereError, QuestionError):
        return None
    said = str(document.get("numberMatched", document.get("totalFeatures")))
    return int(said) if said.isdigit() else None


def _wfs(base: str, kind: Kind, start: int, count: int) -> str:
    words = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": f"gebiedsindelingen:{LAYERS[kind]}",
        "outputFormat": "application/json",
        "srsName": "EPSG:4326",
        "startIndex": str(start),
        "count": str(count),
    }
    return plain_question(base, words)


def _collection(client: Client, url: str) -> tuple[dict[str, Any], int]:
    def once() -> tuple[dict[str, Any], int]:
        document, size = client.sized(url)
        features = document.get("features")
        if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
            raise FailedTryError(INCOMPLETE)
        return document, size

    return client.insist(url, once)
