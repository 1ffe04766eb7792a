"""The ASGI entry point: the live stream beside the pages.

Pages are ordinary blocking code, so they run in a fixed number of threads, each with a connection
to the database that it keeps. The stream costs no thread at all. Django's own ASGI handler would
give every listener a thread and a connection (ADR 15).
"""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from regie.config.wsgi import application as pages
from regie.planning.rounds.stream import Receive, Scope, Send, is_stream, stream

THREADS = 4

_pages: Any = WSGIMiddleware(cast("Any", pages), workers=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Send who listens to the stream and everybody else to the pages."""
    if is_stream(scope):
        await stream(scope, receive, send)
    else:
        await _pages(scope, _coroutine(receive), _coroutine(send))


def _coroutine(channel: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
    """The same channel as a coroutine: threads can hand only those to the loop, and the channels
    of granian answer another kind of awaitable."""

    async def answer(*message: object) -> object:
        return await channel(*message)

    return answer
