"""Files that wait on disk between arrival and storing. The database never holds their content."""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File

from regie.evidence.registrations.models import Upload
from regie.evidence.tallies.results import CellError
from regie.evidence.values.marks import FIRST_NAMES, LAST_NAMES, is_name, says_who

NAME = "upload"
COUNTED = "counted.json"
ERRORS = "errors.json"
PLAIN_NAME = "bestand"


def folder_of(upload: Upload) -> Path:
    """Where the file of one upload waits."""
    return Path(settings.INBOX) / f"registration-{upload.pk}"


def path_of(upload: Upload) -> Path:
    """The file itself."""
    return folder_of(upload) / NAME


def keep(upload: Upload, file: File[bytes]) -> str:
    """Write the file to its folder and answer its sha256; an incomplete folder is removed."""
    folder, digest = folder_of(upload), sha256()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path_of(upload).open("wb") as copy:
            for chunk in file.chunks():
                digest.update(chunk)
                copy.write(chunk)
    except BaseException:
        remove(upload)
        raise
    return digest.hexdigest()


def remove(upload: Upload) -> None:
    """Remove the file and everything that was made of it."""
    shutil.rmtree(folder_of(upload), ignore_errors=True)


def forget_counts(upload: Upload) -> None:
    """Remove what an earlier dry run left; the file stays."""
    for name in (COUNTED, ERRORS):
        folder_of(upload).joinpath(name).unlink(missing_ok=True)


def write_counted(upload: Upload, content: Mapping[str, Any], errors: Sequence[CellError]) -> None:
    """Keep the outcome of a dry run until it is stored: counts, and cells that went wrong."""
    folder = folder_of(upload)
    folder.joinpath(COUNTED).write_text(json.dumps(content), encoding="utf-8")
    rows = [[e.row, e.header, e.sentence, dict(e.params)] for e in errors]
    folder.joinpath(ERRORS).write_text(json.dumps(rows, default=str), encoding="utf-8")


def read_counted(upload: Upload) -> dict[str, Any]:
    """The counts of the dry run. Raises `FileNotFoundError` when there are none."""
    text = folder_of(upload).joinpath(COUNTED).read_text(encoding="utf-8")
    counted: dict[str, Any] = json.loads(text)
    return counted


def read_errors(upload: Upload) -> tuple[CellError, ...]:
    """The cells that went wrong in the dry run; none when the file is gone."""
    try:
        text = folder_of(upload).joinpath(ERRORS).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    return tuple(CellError(*row) for row in json.loads(text))


def harmless_name(name: str) -> str:
    """The name of a file as it may be kept: a name that says who it is about goes."""
    path = Path(name or PLAIN_NAME)
    words = " ".join(re.split(r"[\s_.\-]+", path.stem))
    parts = set(words.casefold().split())
    person = is_name(words) or bool(parts & FIRST_NAMES and parts & LAST_NAMES)
    return plain_name(name) if person or says_who(path.stem) else path.name[:255]


def plain_name(name: str) -> str:
    """Only the kind of file: "bestand.xlsx"."""
    suffix = Path(name).suffix.lower()
    return PLAIN_NAME + (suffix if suffix[1:].isalnum() and len(suffix) <= 9 else "")
