"""The folder in which a download stands until it has been read."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep, time

from django.conf import settings

KEPT_DAYS = 7
LOCK = ".lock"
WAIT = 0.25


def root() -> Path:
    """Where downloads stand."""
    return Path(settings.DATA) / "fetches"


@contextmanager
def held(name: str, waiting: Callable[[], None]) -> Iterator[Path]:
    """The folder of one download, held by one process at a time.

    Who comes second waits; `waiting` is called meanwhile. The lock is the operating system's: it
    falls away with the process. What is in the folder stays, for whoever goes on with it.
    """
    root().mkdir(parents=True, exist_ok=True)
    with root().joinpath(f"{name}{LOCK}").open("w") as lock:
        while not _taken(lock.fileno()):
            waiting()
            sleep(WAIT)
        folder = root() / name
        folder.mkdir(exist_ok=True)
        try:
            yield folder
        finally:
            with suppress(OSError):
                folder.rmdir()  # only when nothing came in


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def discard(folder: Path) -> None:
    """Remove a download that has been read."""
    shutil.rmtree(folder, ignore_errors=True)


def remove_old() -> int:
    """Remove downloads that nobody went on with for a week; answers how many."""
    removed = 0
    for folder in sorted(root().glob("*")) if root().is_dir() else ():
        if folder.is_dir() and _age(folder) > KEPT_DAYS * 86400 and not _is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def _age(folder: Path) -> float:
    moments = [entry.stat().st_mtime for entry in (folder, *folder.glob("*"))]
    return time() - max(moments)


def _is_held(folder: Path) -> bool:
    lock = folder.with_name(f"{folder.name}{LOCK}")
    if not lock.exists():
        return False
    with lock.open("r") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
