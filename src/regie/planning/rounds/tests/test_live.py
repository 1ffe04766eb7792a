"""The stream: tickets, one look for everybody, the bytes, and who leaves."""

import asyncio
import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from regie.foundation.cycles.cast import Cast
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.rounds import live, stream, telling, workflow
from regie.planning.rounds.live import Ear, Hub
from regie.planning.rounds.queries import Pulse
from regie.planning.rounds.telling import Audience
from regie.planning.rounds.tests.making import expire, make_round, make_session

NOW = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
OPEN = Pulse(
    7, open=True, joined=3, pk=1, number=1, state=workflow.OPEN, version=2, opened_at=NOW, cast=1
)
PHONE, SCREEN = Ear(7, Audience.PHONE, "nl"), Ear(7, Audience.SCREEN, "nl")


class Sessions:
    """A database that can be changed, and counts how often it is asked."""

    def __init__(self, pulse: Pulse) -> None:
        self.pulse, self.asked, self.broken = pulse, 0, False

    def __call__(self, asked: Collection[int]) -> Mapping[int, Pulse]:
        self.asked += 1
        if self.broken:
            raise OSError("the database is away")
        return dict.fromkeys(asked, self.pulse)


async def _next(messages: Any) -> dict[str, Any]:
    """The next event, without the greeting."""
    async with asyncio.timeout(5):
        async for message in messages:
            text = message.decode()
            if "data: " in text:
                told: dict[str, Any] = json.loads(text.partition("data: ")[2])
                return told
    raise AssertionError("the stream ended")


@pytest.mark.pure
def test_the_screen_hears_the_turnout_and_the_phone_does_not() -> None:
    phone = telling.state_of(OPEN, Audience.PHONE, NOW)
    screen = telling.state_of(OPEN, Audience.SCREEN, NOW)
    assert screen["turnout"] == "1 van 3 stemde"
    assert set(phone) == {"stand", "said"}
    with translation.override("en"):
        assert telling.state_of(OPEN, Audience.PHONE, NOW)["stand"] == phone["stand"]


@pytest.mark.pure
def test_what_is_said_in_every_state() -> None:
    later = NOW + timedelta(minutes=1)
    said = [
        telling.stand(Pulse(7), NOW),
        telling.stand(Pulse(7, open=True), NOW),
        telling.stand(OPEN, NOW),
        telling.stand(Pulse(7, open=True, number=1, state=workflow.CLOSED), NOW),
        telling.stand(Pulse(7, open=True, number=1, state=workflow.SHOWN), NOW),
    ]
    assert len(set(said)) == 5
    timed = Pulse(7, open=True, number=1, state=workflow.OPEN, closes_at=NOW)
    assert telling.stand(timed, later) == said[3]
    assert telling.seconds_left(timed, NOW - timedelta(seconds=9)) == 9
    assert telling.seconds_left(timed, later) == 0
    assert telling.state_of(timed, Audience.PHONE, later)["stand"].endswith(workflow.CLOSED)


@pytest.mark.pure
def test_a_ticket_is_for_one_session_and_cannot_be_made_up() -> None:
    ticket = live.ticket_for(PrioritySession(pk=7), Audience.SCREEN)
    assert live.ear_of(ticket) == Ear(7, "scherm", "nl")
    assert live.ear_of(ticket[:-2] + "xx") is None
    assert live.ear_of("") is None


@pytest.mark.pure
def test_one_look_for_all_and_only_news_is_told() -> None:
    sessions = Sessions(OPEN)
    hub = Hub(read=sessions, pause=0.01)

    async def hall() -> None:
        phones = [hub.listen(PHONE) for _n in range(20)]
        screen = hub.listen(SCREEN)
        first = await asyncio.gather(*map(_next, [*phones, screen]))
        assert {told["stand"] for told in first} == {"1-1-2-open"}
        looked = sessions.asked
        sessions.pulse = Pulse(**{**vars(OPEN), "cast": 2, "joined": 4})
        assert (await _next(screen))["turnout"] == "2 van 4 stemden"
        assert sessions.asked - looked < 10  # not once per listener
        sessions.broken = True
        await asyncio.sleep(0.03)
        sessions.broken = False
        sessions.pulse = Pulse(**{**vars(OPEN), "state": workflow.CLOSED, "version": 3})
        closed = await asyncio.gather(*map(_next, phones))
        assert {told["said"] for told in closed} == {"Ronde 1 is gesloten."}
        late = hub.listen(PHONE)
        assert (await _next(late))["stand"] == "1-1-3-closed"
        for one in (*phones, screen, late):
            await one.aclose()
        assert not hub.ears
        await asyncio.sleep(0.05)
        assert hub.ticker is not None
        assert hub.ticker.done()

    asyncio.run(hall())


@pytest.mark.pure
def test_who_is_slow_hears_the_newest() -> None:
    queue: asyncio.Queue[bytes] = asyncio.Queue(1)
    live._newest(queue, b"old")
    live._newest(queue, b"new")
    assert queue.get_nowait() == b"new"


@pytest.mark.pure
def test_silence_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PING", 0.01)

    async def wait() -> list[bytes]:
        messages = Hub(read=lambda asked: {}, pause=0.01).listen(PHONE)
        heard = [await anext(messages) for _n in range(2)]
        await messages.aclose()
        return heard

    greeting, ping = asyncio.run(wait())
    assert greeting.startswith(b"retry: ")
    assert ping.startswith(b":")


def _scope(path: str, ticket: str = "", method: str = "GET") -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": f"kaart={ticket}".encode(),
    }


@pytest.mark.pure
def test_only_the_stream_is_taken_from_the_pages() -> None:
    assert stream.is_stream(_scope("/voorbeeldstad/prioriteiten/sessie/7/live/"))
    assert not stream.is_stream(_scope("/voorbeeldstad/prioriteiten/sessie/7/"))
    assert not stream.is_stream(_scope("/a/prioriteiten/sessie/7/live/", method="POST"))
    assert not stream.is_stream({"type": "websocket"})


@pytest.mark.pure
def test_the_stream_ends_when_the_browser_leaves() -> None:
    hub = Hub(read=Sessions(OPEN), pause=0.01)
    ticket = live.ticket_for(PrioritySession(pk=7), Audience.PHONE)
    sent: list[dict[str, Any]] = []

    async def visit() -> None:
        leave = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await leave.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)
            if b"data: " in message.get("body", b""):
                leave.set()

        async with asyncio.timeout(5):
            await stream.stream(
                _scope("/a/prioriteiten/sessie/7/live/", ticket), receive, send, hub
            )

    asyncio.run(visit())
    headers = dict(sent[0]["headers"])
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"x-accel-buffering"] == b"no"
    assert not hub.ears


@pytest.mark.pure
@pytest.mark.parametrize(
    "path", ["/a/prioriteiten/sessie/8/live/", "/a/prioriteiten/sessie/7/live/"]
)
def test_a_ticket_of_another_session_hears_nothing(path: str) -> None:
    ticket = live.ticket_for(PrioritySession(pk=7), Audience.PHONE) if "8" in path else "bedacht"
    sent: list[Any] = []

    async def visit() -> None:
        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        await stream.stream(_scope(path, ticket), receive, send, Hub(read=Sessions(OPEN)))

    asyncio.run(visit())
    assert sent[0]["status"] == 204


@pytest.mark.room
@pytest.mark.django_db
def test_looking_closes_what_is_due(cast: Cast, django_assert_num_queries: Any) -> None:
    session = make_session(cast)
    item = make_round(session, cast.coos, minutes=5)
    with django_assert_num_queries(1):
        assert live.look([session.pk])[session.pk].state == workflow.OPEN
    expire(item)
    assert live.look([session.pk])[session.pk].state == workflow.CLOSED
