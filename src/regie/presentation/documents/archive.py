"""Zip files that come out the same every time: fixed order, fixed time, fixed owner."""

import datetime
import io
import zipfile
from collections.abc import Iterable

_FIRST, _LAST = 1980, 2107  # a zip file knows no other years


def packed(files: Iterable[tuple[str, bytes]], moment: datetime.datetime) -> bytes:
    """A zip of `files` in this order, all of the same `moment`. A `mimetype` stays as it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in files:
            info = zipfile.ZipInfo(name, _stamp(moment))
            plain = name == "mimetype" or name.endswith(".png")  # a picture is packed already
            info.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            info.create_system = 3
            target.writestr(info, content)
    return stream.getvalue()


def repacked(content: bytes, moment: datetime.datetime) -> bytes:
    """The same zip with every file at `moment`, in the order of their names.

    The list of content types stays first: some readers look there to see what they have.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        names = sorted(source.namelist(), key=lambda name: (name[0] != "[", name))
        return packed([(name, source.read(name)) for name in names], moment)


def _stamp(moment: datetime.datetime) -> tuple[int, int, int, int, int, int]:
    year = min(max(_FIRST, moment.year), _LAST)
    return (year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
