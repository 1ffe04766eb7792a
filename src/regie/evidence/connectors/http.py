"""Asking a public server politely, and not taking its first word for it.

Every answer is checked before it is used: the length against what was promised, the JSON to its
end, no web page where figures were asked. What may be a passing failure is tried again with
growing pauses; what is not (404, 400) is refused at once.
"""

import random as chance
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self, TypeVar

import httpx
import orjson
from django.utils.translation import gettext_noop as _

from regie.evidence.connectors.addresses import host_of
from regie.foundation.records.refusals import RefusedError

AGENT = "Regie/1.0 (open platform for local safety policy; fetches public statistics)"
PASSING = frozenset({408, 425, 429, *range(500, 600)})
T = TypeVar("T")
BUSY = frozenset({429, 503})

FAULT = _(
    "%(host)s heeft een storing (%(status)s), ook na %(tries)s pogingen. Wat al binnen is, blijft "
    "bewaard. Probeer het later opnieuw: Regie gaat dan verder."
)
STALLED = _(
    "Het antwoord van %(host)s bleef %(tries)s keer steken. Wat al binnen is, blijft bewaard. "
    "Probeer het later opnieuw: Regie gaat dan verder."
)
BROKEN = _(
    "De verbinding met %(host)s werd %(tries)s keer verbroken. Wat al binnen is, blijft bewaard. "
    "Probeer het later opnieuw: Regie gaat dan verder."
)
NO_CONNECTION = _(
    "Regie kan %(host)s niet bereiken, ook na %(tries)s pogingen. Wat al binnen is, blijft "
    "bewaard. Controleer de verbinding en probeer het opnieuw."
)
INCOMPLETE = _(
    "%(host)s stuurt %(tries)s keer een antwoord dat niet heel is. Wat al binnen is, blijft "
    "bewaard. Probeer het later opnieuw: Regie gaat dan verder."
)
WEB_PAGE = _(
    "%(host)s stuurt %(tries)s keer een webpagina in plaats van cijfers. Wat al binnen is, blijft "
    "bewaard. Probeer het later opnieuw: Regie gaat dan verder."
)
NOT_THERE = _("%(host)s kent dit niet: %(what)s. Controleer het nummer of het jaar.")
NOT_UNDERSTOOD = _(
    "%(host)s begrijpt de vraag van Regie niet (%(status)s). Er is niets veranderd. "
    "Meld dit bij uw beheerder."
)
ELSEWHERE = _(
    "%(host)s stuurt door naar een ander adres. Regie gaat daar niet heen. "
    "Controleer het adres in de instellingen."
)
NO_ADDRESS = _("Dit is geen adres van een server: %(what)s. Controleer de instellingen.")
TOO_LARGE = _("Het antwoord van %(host)s is veel groter dan kan kloppen. Er is niets bewaard.")


class UnusableError(RefusedError):
    """The server failed every time. `status` is the last one, 0 when there was no answer."""

    def __init__(self, url: str, tries: int, what: "FailedTryError") -> None:
        super().__init__(what.sentence, host=host_of(url), tries=tries, status=what.status)
        self.status = what.status
        self.body = what.body


class NotThereError(RefusedError):
    """The server says that this address does not exist (404)."""


class QuestionError(RefusedError):
    """The server says that the question is wrong (4xx)."""


class FailedTryError(Exception):
    """One try that failed and may go better next time."""

    def __init__(
        self, sentence: str, *, status: int = 0, wait: float | None = None, body: bytes = b""
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.wait = wait
        self.body = body


@dataclass(frozen=True)
class Manners:
    """How patient and how polite we are; times in seconds, sizes in bytes.

    `read` is the longest silence within an answer, `slow` the longest time that fewer than
    `slow_bytes` per second may come. `pause` is the least time between the starts of two requests.
    """

    connect: float = 15.0
    read: float = 60.0
    slow: float = 120.0
    slow_bytes: int = 200
    tries: int = 6
    first_wait: float = 1.0
    longest_wait: float = 60.0
    longest_retry_after: float = 600.0
    pause: float = 0.1
    largest: int = 1024**3

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """From a setting; what it does not name is as usual."""
        return cls(**settings)


class Client:
    """One polite client for one download. Not shared between threads."""

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = chance.random,
    ) -> None:
        self.manners = manners or Manners()
        self.clock = clock
        self._sleep = sleep
        self._random = random
        self._last = float("-inf")
        limits = httpx.Timeout(self.manners.read, connect=self.manners.connect)
        self._http = httpx.Client(
            timeout=limits, transport=transport, headers={"User-Agent": AGENT}, http2=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self._http.close()

    def insist(self, url: str, once: Callable[[], T], *, tries: int | None = None) -> T:
        """Do `once` until it succeeds or the tries are used up. Raises `UnusableError`."""
        left = tries or self.manners.tries
        for attempt in range(left):
            self._be_polite()
            try:
                return once()
            except FailedTryError as trouble:
                last = trouble
            if attempt + 1 < left:
                self._sleep(self._wait(attempt, last))
        raise UnusableError(url, left, last)

    @contextmanager
    def answer(self, url: str, headers: dict[str, str] | None = None) -> Iterator[httpx.Response]:
        """One streamed answer; what fails on the line becomes a `FailedTryError`."""
        try:
            with self._http.stream("GET", url, headers=headers) as response:
                _judge(url, response)
                yield response
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise QuestionError(NO_ADDRESS, what=host_of(url)) from error
        except httpx.TimeoutException as error:
            raise FailedTryError(STALLED) from error
        except httpx.ConnectError as error:
            raise FailedTryError(NO_CONNECTION) from error
        except (httpx.TransportError, httpx.DecodingError, httpx.StreamError) as error:
            raise FailedTryError(BROKEN) from error

    def chunks(self, response: httpx.Response) -> Iterator[bytes]:
        """The body in pieces; raises `FailedTryError` when it trickles or its length is a lie."""
        start, size = self.clock(), 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            spent = self.clock() - start
            if spent > self.manners.slow and size < spent * self.manners.slow_bytes:
                raise FailedTryError(STALLED)
            yield chunk
        promised = response.headers.get("content-length", "")
        packed = "content-encoding" in response.headers
        received = response.num_bytes_downloaded if packed else size
        if promised.isdigit() and int(promised) != received:
            raise FailedTryError(INCOMPLETE)

    # --- one try ---------------------------------------------------------------------------------

    def sized(self, url: str) -> tuple[dict[str, Any], int]:
        """One try at a JSON object, and how many bytes it took; for use in `insist`."""
        with self.answer(url, {"Accept": "application/json"}) as response:
            body = bytearray()
            for chunk in self.chunks(response):
                body += chunk
                if len(body) > self.manners.largest:
                    raise RefusedError(TOO_LARGE, host=host_of(url))
        try:
            document = orjson.loads(body)
            if not isinstance(document, dict):
                raise FailedTryError(INCOMPLETE)
            return document, len(body)
        except orjson.JSONDecodeError as error:
            start = bytes(body[:200]).lstrip(b"\xef\xbb\xbf \t\r\n")
            raise FailedTryError(WEB_PAGE if start.startswith(b"<") else INCOMPLETE) from error

    def _be_polite(self) -> None:
        rest = self._last + self.manners.pause - self.clock()
        if rest > 0:
            self._sleep(rest)
        self._last = self.clock()

    def _wait(self, attempt: int, trouble: FailedTryError) -> float:
        """What the server asks for, else twice as long as before with a part left to chance."""
        if trouble.wait is not None:
            return min(trouble.wait, self.manners.longest_retry_after)
        longest: float = min(self.manners.first_wait * 2**attempt, self.manners.longest_wait)
        share: float = 0.5 + self._random() / 2
        return longest * share


def _judge(url: str, response: httpx.Response) -> None:
    """Raise for an answer that is no answer."""
    status = response.status_code
    if status in PASSING:
        body = response.read()[:2000]
        raise FailedTryError(FAULT, status=status, wait=_retry_after(response), body=body)
    if status in {404, 410}:
        raise NotThereError(NOT_THERE, host=host_of(url), what=_tail(url))
    if 300 <= status < 400:
        raise QuestionError(ELSEWHERE, host=host_of(url))
    if status == 416:
        return
    if status >= 400:
        raise QuestionError(NOT_UNDERSTOOD, host=host_of(url), status=status)


def _tail(url: str) -> str:
    """The part of an address a person recognises: the last two words of its path."""
    return "/".join(httpx.URL(url).path.rstrip("/").split("/")[-2:])


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that the server asks to wait; it may say a number or a moment."""
    said = response.headers.get("retry-after", "").strip()
    if response.status_code not in BUSY or not said:
        return None
    if said.isdigit():
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment.tzinfo else None
