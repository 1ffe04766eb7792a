"""The entry point: pages beside the stream, and as many connections as a hall needs."""

import asyncio
import resource
from typing import Any

import pytest
from django.test import Client

from regie.config import readiness, warming

UNLIMITED = resource.RLIM_INFINITY


@pytest.mark.pure
@pytest.mark.parametrize(
    ("limits", "wanted"),
    [
        ((256, 65_536), (4_096, 65_536)),
        ((1_024, 2_048), (2_048, 2_048)),
        ((256, UNLIMITED), (4_096, UNLIMITED)),
        ((20_000, 20_000), None),
        ((UNLIMITED, UNLIMITED), None),
    ],
)
def test_a_process_takes_as_many_files_as_it_may(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], wanted: tuple[int, int] | None
) -> None:
    taken: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda kind, value: taken.append(value))
    readiness.allow_many_connections()
    assert taken == ([wanted] if wanted else [])


@pytest.mark.room
@pytest.mark.django_db
def test_check_says_when_a_hall_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (256, 1_024))
    told = {finding.subject: finding for finding in readiness.examine()}["verbindingen"]
    assert not told.good
    assert "1024" in told.text


def _scope(path: str, query: str = "", method: str = "GET") -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost"), (b"content-length", b"0")],
        "server": ("localhost", 80),
    }


@pytest.mark.room
def test_pages_and_the_stream_come_through_one_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "start", lambda: None)
    from regie.config.asgi import application

    def visit(scope: dict[str, Any]) -> list[Any]:
        sent: list[Any] = []

        def receive() -> "asyncio.Future[dict[str, Any]]":
            """As granian does: something to await that is no coroutine."""
            found: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
            found.set_result({"type": "http.request", "body": b"", "more_body": False})
            return found

        async def send(message: Any) -> None:
            sent.append(message)

        async def talk() -> None:
            await application(scope, receive, send)

        asyncio.run(talk())
        return sent

    page = visit(_scope("/.well-known/security.txt"))
    assert page[0]["status"] == 200
    assert b"Contact:" in b"".join(part.get("body", b"") for part in page[1:])
    assert visit(_scope("/taal/", method="POST"))[0]["status"] == 403  # the form was read
    stream = visit(_scope("/a/prioriteiten/sessie/1/live/", "kaart=bedacht"))
    assert stream[0]["status"] == 204


@pytest.mark.room
@pytest.mark.django_db
def test_the_big_screen_has_no_inline_script(client: Client) -> None:
    policy = client.get("/toegankelijkheid/").headers["Content-Security-Policy"]
    assert "'unsafe" not in policy
    assert "connect-src 'self'" in policy
