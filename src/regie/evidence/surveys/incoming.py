"""A file with answers on its way in: read, judged, and kept nowhere until it is confirmed."""

import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.core import signing
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from regie.evidence.grids.reading import opened, rows
from regie.evidence.surveys.columns import find_columns
from regie.evidence.surveys.rules import Known, Outcome, Row, read_rows
from regie.evidence.values.personal import refusal, refusals, safe_title, scan
from regie.foundation.records.refusals import RefusedError

logger = logging.getLogger(__name__)

MOST_ROWS = 10_000
MOST_BYTES = 20 * 1024**2
MOST_DRAFT = 2_000_000
"""Signs of a draft that a page can carry; Django takes 2.5 MB in one form."""
DAYS = ("fieldwork_from", "fieldwork_to")
A_DAY = 24 * 60 * 60

TOO_LARGE = gettext_noop("Dit bestand is te groot. Lever hoogstens 20 MB aan.")
TOO_MANY = gettext_noop("Dit bestand heeft meer dan 10.000 rijen. Splits het per jaar.")
NO_ROWS = gettext_noop("Er staan geen rijen onder de koppen.")
EXPIRED = gettext_noop("Dit overzicht is verlopen. Lever de enquête opnieuw aan.")
BROKEN = gettext_noop(
    "Er ging iets mis bij het lezen. Er is niets bewaard. Lever het bestand opnieuw aan."
)
LONG_DRAFT = gettext_noop("Dit bestand is te groot voor één keer. Splits het per jaar.")


@dataclass(frozen=True)
class Read:
    """What a file says, and the titles of columns that were left alone."""

    outcome: Outcome
    unread: tuple[str, ...] = ()


def read_file(file: File[bytes], known: Known) -> Read:
    """Read a table file of any kind; the copy on disk is gone afterwards. Raises `RefusedError`."""
    if (file.size or 0) > MOST_BYTES:
        raise RefusedError(TOO_LARGE)
    with tempfile.TemporaryDirectory(prefix="regie-survey-") as folder:
        path = Path(folder) / "enquete"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        return _read(path, known)


def _read(path: Path, known: Known) -> Read:
    """A damaged file can break any reader; what the error says may hold what stands in the file."""
    try:
        return _understood(path, known)
    except RefusedError:
        raise
    except Exception as error:
        logger.error("survey: %s", type(error).__name__)
        raise RefusedError(BROKEN) from None


def _understood(path: Path, known: Known) -> Read:
    with opened(path) as grid:
        found = list(islice(rows(grid), MOST_ROWS + 1))
        if len(found) > MOST_ROWS:
            raise RefusedError(TOO_MANY)
        if not found:
            raise RefusedError(NO_ROWS)
        _refuse_persons(grid.header, found)
        columns = find_columns(grid.header)
    problem = columns.problem()
    if problem:
        sentence, names = problem
        raise RefusedError(sentence, columns=", ".join(_(name) for name in names))
    unread = tuple(safe_title(title, grid.header.index(title)) for title in columns.unread)
    return Read(judge([(number, columns.cells(row)) for number, row in found], known), unread)


def judge(cells: list[tuple[int, dict[str, str]]], known: Known) -> Outcome:
    """Judge rows that were read or typed. Raises `RefusedError`."""
    try:
        return read_rows(cells, known)
    except ValueError as error:
        raise RefusedError(str(error)) from error


def _refuse_persons(header: tuple[str, ...], found: list[tuple[int, tuple[str, ...]]]) -> None:
    about = scan(header, found)
    if refusals(about):
        raise refusal(about)


# --- the draft that the page carries ----------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """What waits for confirmation: what the survey is, its rows, and which one it replaces."""

    about: Mapping[str, Any]
    rows: tuple[Row, ...]
    left_out: int = 0
    replaces: int | None = None


def pack(draft: Draft, *, code: str, user: int) -> str:
    """A signed text for this person and municipality alone. Raises `RefusedError` when too long."""
    questions = list(dict.fromkeys(row.question for row in draft.rows))
    at = {question: number for number, question in enumerate(questions)}
    plain = [
        [at[row.question] if n == 1 else v for n, v in enumerate(row.plain())] for row in draft.rows
    ]
    content = {
        "about": {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in draft.about.items()
        },
        "questions": questions,
        "rows": plain,
        "left_out": draft.left_out,
        "replaces": draft.replaces,
    }
    text = signing.dumps(content, salt=_salt(code, user), compress=True)
    if len(text) > MOST_DRAFT:
        raise RefusedError(LONG_DRAFT)
    return text


def unpack(text: str, *, code: str, user: int) -> Draft:
    """The draft again. Raises `RefusedError` after a day, or when it is not ours."""
    try:
        content = signing.loads(text, salt=_salt(code, user), max_age=A_DAY)
    except signing.BadSignature as error:
        raise RefusedError(EXPIRED) from error
    questions = content["questions"]
    found = tuple(
        Row(*[questions[v] if n == 1 else v for n, v in enumerate(values)])
        for values in content["rows"]
    )
    days = {name: date.fromisoformat(content["about"][name]) for name in DAYS}
    about = content["about"] | days
    return Draft(about, found, content["left_out"], content["replaces"])


def _salt(code: str, user: int) -> str:
    return f"surveys.{code}.{user}"
