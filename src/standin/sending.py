"""Sending an answer, with everything that goes wrong between a server and its client."""

import gzip
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from standin.answers import Answer, Question

PIECE = 1 << 20


@dataclass(frozen=True)
class Stretch:
    """A part of a file: from, up to, of so many."""

    start: int
    stop: int
    total: int


@dataclass
class Sender:
    """Sends one answer over one connection."""

    handler: BaseHTTPRequestHandler
    question: Question
    answer: Answer

    def send(self) -> None:
        """Head and body; a connection that broke on purpose is closed."""
        answer = self._spoiled(self.answer)
        stretch = self._stretch(answer)
        length = stretch.stop - stretch.start if stretch else _length(answer)
        promised, sent, broken = self._lengths(length)
        self._head(answer, stretch, promised)
        if self.handler.command == "HEAD":
            return
        pieces = _pieces(answer, stretch.start if stretch else 0, sent)
        try:
            self._body(pieces, sent)
        except (BrokenPipeError, ConnectionResetError):
            broken = "gone"
        if broken:
            self._break(broken)

    def _strikes(self, name: str) -> bool:
        found = self.answer
        return self.question.faults.strikes(
            name, self.question.full, page=found.page, kind=found.kind
        )

    def _spoiled(self, answer: Answer) -> Answer:
        """The body cut, or compressed."""
        if not isinstance(answer.body, bytes) or answer.status != 200:
            return answer
        body, headers = answer.body, dict(answer.headers)
        if self._strikes("truncated"):
            body = body[: len(body) * 2 // 3]
        accepted = self.handler.headers.get("Accept-Encoding", "")
        if self.question.behave.gzip and "gzip" in accepted:
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        return replace(answer, body=body, headers=headers)

    def _stretch(self, answer: Answer) -> Stretch | None:
        """The part that Range asks for; only files can be asked for in parts."""
        asked = self.handler.headers.get("Range", "")
        if answer.kind != "files" or not asked.startswith("bytes=") or answer.status != 200:
            return None
        total = _length(answer)
        first, _, last = asked.removeprefix("bytes=").partition("-")
        if not first.isdigit() or int(first) >= total:
            return Stretch(total, total, total)
        stop = int(last) + 1 if last.isdigit() else total
        return Stretch(int(first), min(stop, total), total)

    def _lengths(self, length: int) -> tuple[int, int, str]:
        """What is promised, what is sent, and how the connection ends."""
        if self.answer.status != 200:
            return length, length, ""
        if self._strikes("reset"):
            return length, length // 2, "reset"
        if self._strikes("short"):
            return length, length * 2 // 3, "closed"
        if self._strikes("long"):
            return length * 2 // 3, length * 2 // 3, "closed"
        return length, length, ""

    def _head(self, answer: Answer, stretch: Stretch | None, promised: int) -> None:
        handler = self.handler
        handler.send_response(_status(answer, stretch))
        handler.send_header("Content-Type", answer.content_type)
        handler.send_header("Content-Length", str(promised))
        if stretch:
            span = f"{stretch.start}-{stretch.stop - 1}" if stretch.start < stretch.total else "*"
            handler.send_header("Content-Range", f"bytes {span}/{stretch.total}")
        if not self.question.behave.no_cors:
            handler.send_header("Access-Control-Allow-Origin", "*")
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.end_headers()

    def _body(self, pieces: Iterator[bytes], length: int) -> None:
        stalls = self.answer.status == 200 and self._strikes("stall")
        sent = 0
        for piece in pieces:
            if stalls and sent + len(piece) > length // 2:
                half = max(length // 2 - sent, 0)
                self._write(piece[:half])
                time.sleep(self.question.behave.stall_seconds)
                piece, stalls = piece[half:], False
                sent += half
            self._write(piece)
            sent += len(piece)

    def _write(self, piece: bytes) -> None:
        speed = self.question.behave.slow_bytes
        if not speed:
            self.handler.wfile.write(piece)
            return
        step = max(speed // 20, 1)
        for start in range(0, len(piece), step):
            self.handler.wfile.write(piece[start : start + step])
            time.sleep(step / speed)

    def _break(self, how: str) -> None:
        """End the connection: with a reset, or quietly before the promised length."""
        handler = self.handler
        handler.close_connection = True
        handler.wfile.flush()
        if how == "reset":
            time.sleep(0.02)  # what was sent may arrive before the reset throws it away
            linger = struct.pack("ii", 1, 0)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.connection.close()


def _status(answer: Answer, stretch: Stretch | None) -> int:
    if stretch is None:
        return answer.status
    return 206 if stretch.start < stretch.total else 416


def _length(answer: Answer) -> int:
    body = answer.body
    return body.stat().st_size if isinstance(body, Path) else len(body)


def _pieces(answer: Answer, start: int, length: int) -> Iterator[bytes]:
    body = answer.body
    if isinstance(body, bytes):
        yield body[start : start + length] if (start, length) != (0, len(body)) else body
        return
    with body.open("rb") as stream:
        stream.seek(start)
        while length > 0 and (piece := stream.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
