"""Just enough PDF to read the words and the structure of what Typst writes."""

import re
import zlib
from dataclasses import dataclass
from functools import cached_property

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\(")
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Pdf:
    """A whole file."""

    raw: bytes

    @cached_property
    def objects(self) -> dict[bytes, bytes]:
        """Every object by its number."""
        return {found[1]: found[2] for found in _OBJECT.finditer(self.raw)}

    def stream(self, number: bytes) -> bytes:
        """The content of an object, unpacked."""
        found = _STREAM.search(self.objects[number])
        if found is None:
            return b""
        if b"FlateDecode" not in self.objects[number]:
            return found[1]
        # Not `zlib.decompress`: the last byte may be a return, which looks like the end of a line.
        return zlib.decompressobj().decompress(found[1])

    @property
    def tags(self) -> list[str]:
        """The kind of every element of the structure: H1, P, Table, TH …"""
        found = re.findall(rb"/Type/StructElem/S/(\w+)", self.raw)
        return [name.decode() for name in found]

    @property
    def alternatives(self) -> list[str]:
        """The words for who cannot see a figure."""
        parts = [body for body in self.objects.values() if b"/S/Figure" in body]
        found = [
            re.search(rb"/Alt(?:<([0-9A-Fa-f]+)>|\(((?:[^()\\]|\\.)*)\))", part) for part in parts
        ]
        return [_words(alt[1], alt[2]) if alt else "" for alt in found]

    @property
    def text(self) -> str:
        """All words in the order they are drawn."""
        pages = [body for body in self.objects.values() if b"/Type/Page/" in body]
        return "\n".join(self._page(page) for page in pages)

    def _page(self, page: bytes) -> str:
        content = re.search(rb"/Contents (\d+)", page)
        resources = re.search(rb"/Resources (\d+)", page)
        if content is None or resources is None:
            return ""
        fonts = re.findall(rb"/(f\d+) (\d+) 0 R", self.objects[resources[1]])
        letters = {name: self._letters(number) for name, number in fonts}
        return self._shown(self.stream(content[1]), letters)

    def _letters(self, font: bytes) -> dict[int, str]:
        found = re.search(rb"/ToUnicode (\d+)", self.objects[font])
        table = self.stream(found[1]) if found else b""
        pairs = re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", table)
        return {
            int(code, 16): bytes.fromhex(target.decode()).decode("utf-16-be", "replace")
            for code, target in pairs
        }

    def _shown(self, content: bytes, letters: dict[bytes, dict[int, str]]) -> str:
        words, font, at = [], b"", 0
        while found := _SHOWN.search(content, at):
            at, font = found.end(), found[1] or font
            if found[1] is None:
                at = _closing(content, at)
                raw = _unescaped(content[found.end() : at])
                codes = [int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2)]
                words.append("".join(letters.get(font, {}).get(code, "") for code in codes))
        return "".join(words)


def _closing(content: bytes, at: int) -> int:
    """Where the bracket closes that was opened just before `at`; pairs inside it are words."""
    depth = 1
    for found in _BRACKET.finditer(content, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.start()
    return len(content)


def _words(coded: bytes | None, plain: bytes | None) -> str:
    raw = bytes.fromhex(coded.decode()) if coded else _unescaped(plain or b"")
    return raw.decode("utf-16" if raw.startswith(b"\xfe\xff") else "latin-1")


def _unescaped(raw: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        mark = found[1]
        return bytes([int(mark, 8)]) if mark.isdigit() else _PLAIN.get(mark, mark)

    return _ESCAPED.sub(one, raw)
