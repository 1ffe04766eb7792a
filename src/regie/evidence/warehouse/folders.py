"""Folders of deliveries: one that is being read, one per stored vintage, and who holds them."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time

from django.conf import settings

READING = ".reading-"
LOCK = "lock"
SETTLED = 30.0


def folder_of(delivery_id: int) -> Path:
    """Where the Parquet of a delivery stands."""
    return Path(settings.WAREHOUSE) / str(delivery_id)


def reading_folder(key: object) -> Path:
    """Where a delivery is being read; never seen by a reader of figures."""
    return Path(settings.WAREHOUSE) / f"{READING}{key}"


def inbox_folder(delivery_id: int) -> Path:
    """Where an uploaded file waits until it is read."""
    return Path(settings.INBOX) / str(delivery_id)


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """Hold a folder while it is being read, and remove it afterwards.

    The lock is the operating system's: it falls away with the process, however that ends, so a
    folder without a holder is a left-over.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with folder.joinpath(LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def left_overs() -> list[Path]:
    """Folders of imports that were killed half-way: nobody holds them any more."""
    root = Path(settings.WAREHOUSE)
    found = sorted(root.glob(f"{READING}*")) if root.is_dir() else []
    return [folder for folder in found if not _is_held(folder) and _age(folder) > SETTLED]


def _age(folder: Path) -> float:
    """Seconds since something was made in the folder; a fresh one may not hold its lock yet."""
    try:
        return time() - folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def remove_left_overs() -> None:
    """Remove what killed imports left behind."""
    for folder in left_overs():
        shutil.rmtree(folder, ignore_errors=True)


def is_being_read(delivery_id: int) -> bool:
    """True while some process is reading this delivery."""
    folder = reading_folder(delivery_id)
    return folder.is_dir() and _is_held(folder)


def _is_held(folder: Path) -> bool:
    lock = folder / LOCK
    if not lock.exists():
        return False
    try:
        with lock.open("r") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def publish(ready: Path, delivery_id: int) -> None:
    """Give a complete folder its name, in one step."""
    target = folder_of(delivery_id)
    shutil.rmtree(target, ignore_errors=True)
    ready.rename(target)


def drop_reading(delivery_id: int) -> None:
    """Remove what a killed import left of this delivery."""
    shutil.rmtree(reading_folder(delivery_id), ignore_errors=True)


def discard(delivery_id: int) -> None:
    """Remove what was stored of a delivery that is not put to use."""
    shutil.rmtree(folder_of(delivery_id), ignore_errors=True)


def empty_inbox(delivery_id: int) -> None:
    """Remove an uploaded file once it has been read or refused."""
    shutil.rmtree(inbox_folder(delivery_id), ignore_errors=True)
