"""Whether there is room on the disk to read a file, before anything is read.

Seen with a text of 8.4 GB: the long way held 0.6 GB when half of it was done, and the short way
holds less; the figures that stay take 0.04 GB. A quarter leaves room for the second half, and for
files that repeat themselves less. What is packed is unpacked first.
"""

import shutil
import zipfile
from pathlib import Path

from django.utils.translation import gettext_noop as _

from regie.foundation.records.refusals import RefusedError

OF_TEXT = 0.25
OF_PARQUET = 1.0
ALWAYS = 64 * 1024**2
MEGABYTE = 1_000_000


def needed(path: Path) -> int:
    """How many bytes beside the file itself reading it may take."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(4)
    if head == b"PK\x03\x04":
        return int(_unpacked(path) * (1 + OF_TEXT)) + ALWAYS
    return int(size * (OF_PARQUET if head == b"PAR1" else OF_TEXT)) + ALWAYS


def _unpacked(path: Path) -> int:
    """What a zip says that it holds; a zip that cannot be read is refused later, in words."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return path.stat().st_size


def refuse_without_room(path: Path, folder: Path) -> None:
    """Raises `RefusedError` when the disk of `folder` has too little room to read the file."""
    need, free = needed(path), shutil.disk_usage(folder).free
    if need > free:
        raise RefusedError(
            _(
                "Voor het inlezen van dit bestand is %(need)s MB ruimte op de schijf nodig. "
                "Er is %(free)s MB vrij. Er is niets opgeslagen; de vorige cijfers blijven in "
                "gebruik. Maak ruimte en lever het bestand opnieuw."
            ),
            need=-(-need // MEGABYTE),
            free=free // MEGABYTE,
        )
