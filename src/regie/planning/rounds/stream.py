"""Server-sent events as an ASGI application of its own, beside the pages.

It asks nothing of Django but the ticket in the address: no middleware, no thread and no connection
to the database per listener (ADR 15 has the figures). Under WSGI this address is an ordinary page
(`views.live`) that tells the browser to ask now and then instead.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import aclosing
from typing import Any
from urllib.parse import parse_qs

from regie.planning.rounds.live import HUB, Ear, Hub, ear_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

ADDRESS = re.compile(r"/[-\w]+/prioriteiten/sessie/(\d{1,18})/live/")
TICKET = "kaart"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


def is_stream(scope: Scope) -> bool:
    """Whether this is somebody who wants to listen."""
    return bool(
        scope["type"] == "http" and scope["method"] == "GET" and ADDRESS.fullmatch(scope["path"])
    )


async def stream(scope: Scope, receive: Receive, send: Send, hub: Hub = HUB) -> None:
    """Send what happens in a session until the browser leaves."""
    ear = _ear(scope)
    if ear is None:
        await _refuse(send)
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    speaking = asyncio.ensure_future(_speak(ear, hub, send))
    leaving = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({speaking, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (speaking, leaving):
            task.cancel()
        await asyncio.gather(speaking, leaving, return_exceptions=True)


def _ear(scope: Scope) -> Ear | None:
    """What the ticket is for, when it is a ticket of this very session."""
    found = ADDRESS.fullmatch(scope["path"])
    given = parse_qs(scope["query_string"].decode("latin-1")).get(TICKET, [""])[0]
    ear = ear_of(given)
    return ear if ear and found and ear.session == int(found[1]) else None


async def _speak(ear: Ear, hub: Hub, send: Send) -> None:
    async with aclosing(hub.listen(ear)) as messages:
        async for message in messages:
            await send({"type": "http.response.body", "body": message, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send) -> None:
    """No content: a browser that gets this does not come back, and asks now and then instead."""
    await send({"type": "http.response.start", "status": 204, "headers": HEADERS[1:4]})
    await send({"type": "http.response.body", "body": b""})
