"""Which signs the bytes of a text stand for. Pure.

UTF-8 proves itself; UTF-16 shows in its zeros; the old one-byte kinds are told apart by the
letters they would give: a Dutch text has é and ë, and hardly ever Î or ‚.
"""

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ONE_BYTE = ("cp1252", "mac_roman", "cp850")
"""Windows, old Macintosh, MS-DOS; the first wins when two are as likely."""

HIGH = re.compile(rb"[\x80-\xff]+")
HIGH_ENOUGH = 20_000
_USUAL = frozenset("éëèêïîíöôóüûúäâáàçñÉËÈÖÜÏßåæø’‘“”–—€…°²³½·§©®´\u00a0")
_LOOKS_WIDE = 0.4
SURE = 0.9


def encoding_of(head: bytes, high: bytes, *, valid_utf8: bool) -> str:
    """The encoding of a text by its first bytes and by the bytes above 127 found in it."""
    for bom, name in BOMS:
        if head.startswith(bom):
            return name
    if wide := _wide(head[:4096]):
        return wide
    return "utf-8" if valid_utf8 else one_byte(high)


def one_byte(high: bytes) -> str:
    """Windows, Macintosh or MS-DOS: the one that gives the most usual letters.

    Windows, unless another one gives hardly anything but usual letters.
    """
    best = max(ONE_BYTE, key=lambda name: (_usual(high, name), -ONE_BYTE.index(name)))
    return best if _usual(high, best) >= SURE * len(high) else ONE_BYTE[0]


def _usual(high: bytes, name: str) -> int:
    return sum(1 for sign in high.decode(name, errors="ignore") if sign in _USUAL)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark in front: every second byte of Western text is zero."""
    half = len(head) // 2
    if half < 4 or b"\x00" not in head:
        return ""
    even, odd = head[0 : half * 2 : 2].count(0) / half, head[1 : half * 2 : 2].count(0) / half
    if odd > _LOOKS_WIDE and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > _LOOKS_WIDE and odd < 0.05 else ""


class HighBytes:
    """Collects the bytes above 127 of a long file, as many as are needed to judge."""

    def __init__(self) -> None:
        self._found: list[bytes] = []
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """Look at the next piece of the file."""
        if self._size >= HIGH_ENOUGH or chunk.isascii():
            return
        found = b"".join(HIGH.findall(chunk))[:HIGH_ENOUGH]
        self._found.append(found)
        self._size += len(found)

    @property
    def all(self) -> bytes:
        """What was collected."""
        return b"".join(self._found)


def _as_one_byte(error: UnicodeError) -> tuple[str, int]:
    """For a file whose first part was plain: read the odd bytes further on as Windows text."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    return odd.decode(one_byte(odd), errors="replace"), error.end


LENIENT = "regie-one-byte"
codecs.register_error(LENIENT, _as_one_byte)

__all__ = ["LENIENT", "HighBytes", "encoding_of", "one_byte"]
