"""Telling everybody at once what changed: one look at the database, however many listen.

A page carries a *ticket*: which session, for whom, in which language, signed by the server. The
stream needs nothing else: no session, no cookie, no query per listener. A ticket opens only what
every participant may see, and is worth nothing after twelve hours.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.db import close_old_connections, connection
from django.utils import timezone, translation

from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.rounds import queries, services, telling
from regie.planning.rounds.queries import Pulse

PAUSE = 0.25
"""Seconds between two looks."""
PING = 15.0
"""Seconds of silence after which something is sent, so that no proxy hangs up."""
RETRY = (1_000, 4_000)
"""Milliseconds before a browser comes back; each draws its own, so that they come one by one."""
VALID = 12 * 60 * 60
SALT = "rounds.live"

logger = logging.getLogger(__name__)
Read = Callable[[Collection[int]], Mapping[int, Pulse]]


@dataclass(frozen=True)
class Ear:
    """What somebody listens to; all who listen to the same get the same bytes."""

    session: int
    audience: str
    language: str


def ticket_for(session: PrioritySession, audience: str) -> str:
    """A ticket for the stream of a session, in the language of this page."""
    language = translation.get_language()
    return signing.dumps([session.pk, str(audience), language], salt=SALT, compress=False)


def ear_of(ticket: str) -> Ear | None:
    """What a ticket is for; None for one that is not ours or too old."""
    try:
        session, audience, language = signing.loads(ticket, salt=SALT, max_age=VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ear(int(session), str(audience), str(language))


def look(asked: Collection[int]) -> Mapping[int, Pulse]:
    """How these sessions stand; closes what is due first. 1 query, more only when one is due."""
    found = queries.pulses(asked)
    due = [pk for pk, pulse in found.items() if telling.seconds_left(pulse, timezone.now()) == 0]
    for session in PrioritySession.objects.filter(pk__in=due) if due else ():
        services.close_due(session)
    return queries.pulses(asked) if due else found


def event(pulse: Pulse, told: Mapping[str, Any]) -> bytes:
    """One message of the stream."""
    left = telling.seconds_left(pulse, timezone.now())
    data = json.dumps({**told, "left": left}, ensure_ascii=False)
    return f"id: {told['stand']}\nevent: stand\ndata: {data}\n\n".encode()


@dataclass
class Hub:
    """Everybody who listens in this process, and the one who looks for them."""

    read: Read = look
    pause: float = PAUSE
    ears: dict[Ear, set["asyncio.Queue[bytes]"]] = field(default_factory=dict)
    new: set["asyncio.Queue[bytes]"] = field(default_factory=set)
    told: dict[Ear, Mapping[str, Any]] = field(default_factory=dict)
    ticker: "asyncio.Task[None] | None" = None
    thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="pulse")
    )

    async def listen(self, ear: Ear) -> AsyncGenerator[bytes, None]:
        """What happens from now on, starting with how it stands; never ends by itself.

        Who comes in waits for the next look: what was told before may be half a second old.
        """
        queue: asyncio.Queue[bytes] = asyncio.Queue(1)
        self.ears.setdefault(ear, set()).add(queue)
        self.new.add(queue)
        try:
            soonest, latest = RETRY
            yield f"retry: {soonest + secrets.randbelow(latest - soonest)}\n\n".encode()
            self._start()
            while True:
                try:
                    yield await asyncio.wait_for(queue.get(), PING)
                except TimeoutError:
                    yield b": nog hier\n\n"
        finally:
            self._leave(ear, queue)

    def _start(self) -> None:
        if self.ticker is None or self.ticker.done():
            self.ticker = asyncio.create_task(self._tick())

    def _leave(self, ear: Ear, queue: "asyncio.Queue[bytes]") -> None:
        self.ears[ear].discard(queue)
        self.new.discard(queue)
        if not self.ears[ear]:
            del self.ears[ear]
            self.told.pop(ear, None)

    async def _tick(self) -> None:
        """Look as long as anybody listens."""
        loop = asyncio.get_running_loop()
        while self.ears:
            asked = {ear.session for ear in self.ears}
            self._tell(await loop.run_in_executor(self.thread, self._safely, asked))
            await asyncio.sleep(self.pause)

    def _safely(self, asked: Collection[int]) -> Mapping[int, Pulse]:
        """A database that does not answer for a moment ends no stream."""
        try:
            return self.read(asked)
        except Exception:
            logger.exception("Looking how a session stands failed; the stream goes on")
            connection.close()
            close_old_connections()
            return {}

    def _tell(self, pulses: Mapping[int, Pulse]) -> None:
        """Write the message once per kind of listener, and hand it to all it is news for."""
        now = timezone.now()
        for ear, queues in list(self.ears.items()):
            pulse = pulses.get(ear.session)
            if pulse is None:
                continue
            with translation.override(ear.language):
                told = telling.state_of(pulse, ear.audience, now)
            hearing = queues if self.told.get(ear) != told else queues & self.new
            if hearing:
                message = event(pulse, told)
                for queue in hearing:
                    _newest(queue, message)
            self.told[ear] = told
            self.new -= queues


def _newest(queue: "asyncio.Queue[bytes]", message: bytes) -> None:
    """Who is slow misses what is past, never what is now."""
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(message)


HUB = Hub()
