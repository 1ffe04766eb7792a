"""Rooms stay rooms, files stay readable, and nothing heavy or private enters the repository."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.house import ROOT, SOURCE, own_python, room_of, tracked

pytestmark = pytest.mark.pure

ROOM_LINES = 2_500
FILE_LINES = 400
FILE_BYTES = 400 * 1024

# A file over 400 lines, and why it is one file.
LONG_FILES: dict[str, str] = {}
GENERATED = {"uv.lock", "package-lock.json"}

MACHINE_PATH = re.compile(
    r"(?<![\w.])(?:/root/|/workspace/|/home/\w+/|/Users/\w+/|/tmp/\w|[A-Z]:\\Users)"
)


def _lines(path_text: str) -> int:
    return path_text.count("\n") + 1


def _room(path: Path) -> str:
    """The room; `ui` is a storey of one room, so that a package in it counts as one of its own."""
    inside = path.relative_to(SOURCE).parts[1:-1]
    packages = inside[0] == "ui" and inside[1:] if inside else ()
    return ".".join((room_of(path), *(packages or ())))


def test_no_room_is_too_large() -> None:
    lines: Counter[str] = Counter()
    for path in own_python():
        lines[_room(path)] += _lines(path.read_text(encoding="utf-8"))
    large = {room: n for room, n in lines.items() if room and n > ROOM_LINES}
    assert not large


def test_no_file_is_too_long_without_a_reason() -> None:
    long = {
        path.relative_to(SOURCE).as_posix(): n
        for path in own_python()
        if (n := _lines(path.read_text(encoding="utf-8"))) > FILE_LINES
    }
    without_reason = {name: n for name, n in long.items() if name not in LONG_FILES}
    assert not without_reason, "split it, or give the reason in LONG_FILES"
    assert not set(LONG_FILES) - set(long), "these are short again: take them out of LONG_FILES"


def test_no_file_is_too_heavy() -> None:
    heavy = {
        path.relative_to(ROOT).as_posix(): path.stat().st_size
        for path in tracked()
        if path.stat().st_size > FILE_BYTES and path.name not in GENERATED
    }
    assert not heavy


def test_no_path_of_a_machine() -> None:
    found = []
    for path in tracked():
        if path.name in GENERATED or path.suffix in {".png", ".woff2"} or path == ROOT / __file__:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {m.group()}" for m in MACHINE_PATH.finditer(text)]
    assert not found


def test_no_third_party_code() -> None:
    foreign = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if {"node_modules", "vendor", "third_party", "dist"} & set(path.relative_to(ROOT).parts)
        or path.name.endswith((".min.js", ".min.css", ".woff2", ".mo"))
    ]
    assert not foreign


def test_gates_have_no_hidden_holes() -> None:
    pattern = re.compile(r"#\s*(noqa|type:\s*ignore)(?!\[[\w, -]+\].*#\s*\S)")
    bare = []
    for path in own_python():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if (found := pattern.search(line)) and "#" not in line[found.end() :]:
                bare.append(f"{path.relative_to(SOURCE)}:{number}")
    assert not bare, "an ignore needs its reason beside it"
