"""When a document is made at once, when it was left behind, and how long it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from regie.foundation.records.engine import gettext_noop as _

AT_ONCE = 0.25
"""Seconds of a processor: what takes longer is left to the worker."""
BASE = 0.03
PER_MILLION: Mapping[str, float] = {"html": 0.4, "pdf": 0.75, "odt": 1.25, "word": 1.7}
"""Seconds for a million letters of content that nobody printed before, as measured by
`bench/bench_plan_papers.py`: a plan of 46 pages with 30 figures is a million letters."""

PATIENCE, ALONE = timedelta(seconds=15), timedelta(seconds=3)
"""So long somebody who waits leaves a document to a worker that is busy, or that is not there."""
SILENCE = timedelta(seconds=60)
"""After so long without a sign of life whoever made it was stopped: a plan takes seconds."""
LOST = timedelta(minutes=10)
"""After so long a document that still waits is put in the queue once more."""
MOST_TRIES = 3
KEPT = timedelta(days=1)
"""So long a document is kept of what can still change. That of an edition is always kept."""

INTERRUPTED = _("Het maken werd drie keer onderbroken. Probeer het opnieuw.")


def seconds(form: str, letters: int) -> float:
    """How long making a document takes, from the size of its content."""
    return BASE + PER_MILLION[form] * letters / 1_000_000


def at_once(form: str, letters: int) -> bool:
    """Whether a document is so small that nobody has to wait for it elsewhere."""
    return seconds(form, letters) <= AT_ONCE


@dataclass(frozen=True)
class Standing:
    """Where the making of a document stands: since when, and how often it was begun."""

    state: str
    asked: datetime
    heard: datetime | None = None
    tries: int = 0


def left_behind(found: Standing, now: datetime) -> bool:
    """Whether whoever made this document was stopped half-way."""
    since = found.heard or found.asked
    return found.state == "making" and now - since > SILENCE


def given_up(found: Standing) -> bool:
    """Whether it was begun so often that beginning again by itself makes no sense."""
    return found.tries >= MOST_TRIES


def overdue(found: Standing, now: datetime, *, alone: bool) -> bool:
    """Whether nobody took it up, so that who waits for it makes it; `alone` when no worker is
    there."""
    patience = ALONE if alone else PATIENCE
    return found.state == "waiting" and now - found.asked > patience


def told(state: str, progress: Mapping[str, object]) -> str:
    """What is being done, as a sentence (a msgid) that may ask for `done` and `of`."""
    if state == "waiting":
        return _("Dit document wacht tot het wordt gemaakt.")
    stage = progress.get("stage")
    if stage == "figures":
        return _("Figuur %(done)s van %(of)s wordt getekend.")
    if stage == "pages":
        return _("De bladzijden worden geschreven.")
    return _("De inhoud wordt gelezen.")


def share(state: str, progress: Mapping[str, object]) -> float | None:
    """How far it is, from 0 to 1; None when nobody can know. Only figures can be counted."""
    if state == "waiting":
        return 0.0
    done, of = progress.get("done"), progress.get("of")
    counted = progress.get("stage") == "figures" and isinstance(of, int) and of > 0
    return done / of if counted and isinstance(done, int) and isinstance(of, int) else None
