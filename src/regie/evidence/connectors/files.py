"""Large files of CBS: fetched once, and from where it stopped when it stopped.

Source: download.cbs.nl (neighbourhood maps, postcodes with house numbers). A server that cannot
continue in the middle sends the whole file again, which is then taken whole.
"""

import json
import zipfile
from pathlib import Path
from typing import BinaryIO

import httpx
from django.utils.translation import gettext_noop as _

from regie.evidence.connectors.addresses import Addresses, host_of
from regie.evidence.connectors.http import (
    INCOMPLETE,
    TOO_LARGE,
    WEB_PAGE,
    Client,
    FailedTryError,
    NotThereError,
)
from regie.evidence.connectors.progress import Follow, Meter
from regie.foundation.records.refusals import RefusedError

LARGEST = 20 * 1024**3
EDITIONS = ("v3", "v2", "v1", "v0")
# The name of a yearly file cannot be derived from its year.
POSTCODES = {"2024": "2024-cbs-pc6huisnr20240801_buurt_20250218.zip"}
NO_MAP = _("%(host)s heeft geen wijk- en buurtkaart van %(year)s. Kies een ander jaar.")
NO_POSTCODES = _(
    "Regie weet niet hoe het bestand met postcodes van %(year)s heet. Zoek de naam op bij het CBS "
    "en geef die op in plaats van het jaar. Wel bekend: %(years)s."
)


def neighbourhood_map(
    client: Client, addresses: Addresses, year: int, folder: Path, progress: Follow | None = None
) -> Path:
    """The map of districts and neighbourhoods of a year, newest edition first."""
    for edition in EDITIONS:
        name = f"WijkBuurtkaart_{year}_{edition}.zip"
        try:
            url = f"{addresses.download}/regionale-kaarten/{name}"
            return download(client, url, folder, name, progress)
        except NotThereError:
            continue
    raise RefusedError(NO_MAP, host=host_of(addresses.download), year=str(year))


def postcodes(
    client: Client, addresses: Addresses, edition: str, folder: Path, progress: Follow | None = None
) -> Path:
    """Every postcode with house number and its neighbourhood; by year, or by the file's name."""
    name = edition if edition.endswith(".zip") else POSTCODES.get(edition)
    if name is None:
        raise RefusedError(NO_POSTCODES, year=edition, years=", ".join(POSTCODES))
    return download(client, f"{addresses.download}/postcode/{name}", folder, name, progress)


def download(
    client: Client, url: str, folder: Path, name: str, progress: Follow | None = None
) -> Path:
    """Fetch a file, or the rest of it. Raises `RefusedError`; what came in stays for next time."""
    folder.mkdir(parents=True, exist_ok=True)
    return _Fetch(client, url, folder / name, Meter(progress, client.clock)).whole()


class _Fetch:
    """One file under way: `<name>.part`, with what the server said about it beside it."""

    def __init__(self, client: Client, url: str, target: Path, meter: Meter) -> None:
        self.client, self.url, self.target, self.meter = client, url, target, meter
        self.part = target.with_name(f"{target.name}.part")
        self.notes = target.with_name(f"{target.name}.json")

    def whole(self) -> Path:
        """The complete file under its own name."""
        self.client.insist(self.url, self._once)
        self.part.replace(self.target)
        self.notes.unlink(missing_ok=True)
        return self.target

    def _once(self) -> None:
        have = self.part.stat().st_size if self.part.exists() else 0
        headers = {"Accept-Encoding": "identity"}
        if have and (known := self._noted()):
            headers["Range"] = f"bytes={have}-"
            if known.get("mark"):
                headers["If-Range"] = known["mark"]
        with self.client.answer(self.url, headers) as response:
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._judge(_total(response))
                return
            self._take(response, have)

    def _take(self, response: httpx.Response, have: int) -> None:
        goes_on = response.status_code == httpx.codes.PARTIAL_CONTENT
        if goes_on and not self._fits(response, have):
            self._restart()
            raise FailedTryError(INCOMPLETE)
        if "html" in response.headers.get("content-type", ""):
            raise FailedTryError(WEB_PAGE)
        total = _total(response) if goes_on else _length(response)
        self._note(response, total)
        with self.part.open("ab" if goes_on else "wb") as sink:
            self._copy(response, sink, have if goes_on else 0)
        self._judge(total)

    def _fits(self, response: httpx.Response, have: int) -> bool:
        """Whether this is the rest of the same file."""
        said = response.headers.get("content-range", "")
        return said.startswith(f"bytes {have}-") and str(_total(response)) == self._noted()["total"]

    def _copy(self, response: httpx.Response, sink: BinaryIO, size: int) -> None:
        """Piece by piece to disk."""
        self.meter.bytes = size
        for chunk in self.client.chunks(response):
            size += len(chunk)
            if size > LARGEST:
                raise RefusedError(TOO_LARGE, host=host_of(self.url))
            sink.write(chunk)
            self.meter.add(0, len(chunk))

    def _judge(self, total: int | None) -> None:
        """Whole, or not: by length, and by what is inside a zip."""
        if total is not None and self.part.stat().st_size < total:
            raise FailedTryError(INCOMPLETE)
        if self.target.suffix == ".zip" and not _is_sound(self.part):
            self._restart()
            raise FailedTryError(INCOMPLETE)

    def _restart(self) -> None:
        self.part.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)

    def _note(self, response: httpx.Response, total: int | None) -> None:
        """By what the server knows this version of the file again."""
        mark = response.headers.get("etag") or response.headers.get("last-modified") or ""
        strong = "" if mark.startswith("W/") else mark
        said = {"url": self.url, "mark": strong, "total": str(total)}
        self.notes.write_text(json.dumps(said), encoding="utf-8")

    def _noted(self) -> dict[str, str]:
        """What was noted about the part on disk; empty when it is of another address."""
        try:
            said: dict[str, str] = json.loads(self.notes.read_text(encoding="utf-8"))
            return said if said["url"] == self.url and said["total"].isdigit() else {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}


def _length(response: httpx.Response) -> int | None:
    said = response.headers.get("content-length", "")
    return int(said) if said.isdigit() else None


def _total(response: httpx.Response) -> int | None:
    said = response.headers.get("content-range", "").rpartition("/")[2]
    return int(said) if said.isdigit() else None


def _is_sound(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        return False
