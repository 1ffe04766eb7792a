"""What was read ahead, in the data folder: the next process lays it down instead of reading it.

Reading and computing what the pages rest on takes seconds of a processor; laying it down takes
hundredths. Every answer has a key that says which deliveries it rests on, so what is of before a
delivery is never found again. What other code computed is not used at all.
"""

import fcntl
import hashlib
import logging
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches

import safetymethods
from regie.evidence.warehouse.memory import MEMORIES, Contents, Notes
from regie.policy import policy_folder

ENTRY = "figures"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What was kept: by which code, of which figures, and every answer with its key."""

    code: str
    of: Mapping[str, Hashable]
    contents: Contents


NOTHING = Kept("", {}, {})


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of several processes one reads ahead; the others wait and lay down what it kept."""
    folder = Path(settings.DATA) / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "ahead.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def lay_down() -> Kept:
    """Put what was kept into the memories of this process; answers what that was."""
    kept = _found()
    for name, memory in MEMORIES.items():
        memory.lay_down(kept.contents.get(name, {}))
    return kept


def keep(notes: Notes, of: Mapping[str, Hashable], before: Kept) -> None:
    """Keep what was asked, and of the same figures also what was kept before."""
    old = before.contents if before.of == of else {}
    contents: dict[str, dict[Hashable, Any]] = {
        name: {**old.get(name, {}), **notes.asked.get(name, {})} for name in {*notes.asked, *old}
    }
    caches["ahead"].set(ENTRY, Kept(_code(), dict(of), contents))


def _found() -> Kept:
    try:
        kept = caches["ahead"].get(ENTRY)
    except Exception:  # of other code, or half of it: whatever it is, it can be made again
        logger.info("What was read ahead before is of no use; it is read again")
        return NOTHING
    return kept if isinstance(kept, Kept) and kept.code == _code() else NOTHING


@lru_cache(maxsize=1)
def _code() -> str:
    """Changes when a module or a policy file is another one."""
    digest = hashlib.sha256()
    packages = [Path(__file__).parents[2], Path(safetymethods.__path__[0])]
    modules = [path for package in packages for path in package.rglob("*.py")]
    for path in sorted([*modules, *policy_folder().glob("*.toml")]):
        facts = path.stat()
        digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
