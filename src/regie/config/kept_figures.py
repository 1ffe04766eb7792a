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

import regie
import safetymethods
from regie.evidence.data_quality.queries import MEMORY as VERDICTS
from regie.evidence.indicators.cube import Evidence
from regie.evidence.indicators.memory import MEMORY as FIGURES
from regie.evidence.sources.reading import CACHE as CUBES
from regie.evidence.warehouse.memory import Contents, Notes
from regie.policy import policy_folder

ENTRY = "figures"
MEMORIES = (CUBES, FIGURES, VERDICTS)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What was kept: by which code, of which figures, and every answer with its key."""

    code: str
    of: Mapping[str, Evidence]
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
    for memory in MEMORIES:
        memory.lay_down(kept.contents.get(memory.name, {}))
    return kept


def keep(notes: Notes, of: Mapping[str, Evidence], before: Kept) -> None:
    """Keep what was asked, and of the same figures also what was kept before."""
    old = before.contents if before.of == of else {}
    contents: dict[str, dict[Hashable, Any]] = {
        memory.name: {**old.get(memory.name, {}), **notes.asked.get(memory.name, {})}
        for memory in MEMORIES
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
    packages = [Path(package.__path__[0]) for package in (regie, safetymethods)]
    modules = [path for package in packages for path in package.rglob("*.py")]
    for path in sorted([*modules, *policy_folder().glob("*.toml")]):
        facts = path.stat()
        digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
