"""When a proposal may go on, and what the council can decide of a priority. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from regie.foundation.records.engine import gettext_noop as _
from regie.planning.priorities.rules import NO_REASON, PRIORITY, missing

__all__ = ["NO_REASON", "PRIORITY", "missing"]

# --- the proposal ---------------------------------------------------------------------------------

NO_PRIORITIES = _("Er staat nog geen prioriteit in het voorstel.")
INCOMPLETE = _("Geef elke prioriteit een thema en een waarom: “%(name)s” mist dat nog.")
NOTHING_LESS = _("Schrijf bij ten minste één prioriteit wat minder aandacht krijgt.")
NOT_ALIGNED = _("Leg eerst de afstemming vast. Er ontbreekt nog: %(kinds)s.")
UNEXPLAINED = _("Het advies en het voorstel verschillen. Geef eerst bij elk verschil een reden.")


@dataclass(frozen=True, kw_only=True)
class Written:
    """A priority of the proposal as far as the rules need it."""

    name: str
    why: str
    less: str
    themes: int


@dataclass(frozen=True)
class Refusal:
    """A sentence (msgid) with what fills it; `kinds` are codes of whom to align with."""

    sentence: str
    name: str = ""
    kinds: tuple[str, ...] = ()


def align_refusal(written: Sequence[Written], recorded: Collection[str]) -> Refusal | None:
    """Why the proposal cannot be called aligned, or None. In the light way of working a skipped
    alignment is recorded too, so this is the same for both."""
    if not written:
        return Refusal(NO_PRIORITIES)
    for item in written:
        if not item.themes or not item.why.strip():
            return Refusal(INCOMPLETE, name=item.name)
    if not any(item.less.strip() for item in written):
        return Refusal(NOTHING_LESS)
    lacking = missing(recorded)
    return Refusal(NOT_ALIGNED, kinds=lacking) if lacking else None


def send_refusal(written: Sequence[Written], unexplained: int) -> Refusal | None:
    """Why the proposal cannot go to the council, or None."""
    if not written:
        return Refusal(NO_PRIORITIES)
    return Refusal(UNEXPLAINED) if unexplained else None


# --- what the council decided ---------------------------------------------------------------------

ADOPTED, CHANGED, DROPPED, ADDED = "adopted", "changed", "dropped", "added"
NO_DECISION = _("Kies bij elke prioriteit wat de raad besloot.")
WHY_DECISION = _("Schrijf op waarom de raad dit veranderde.")
NEW_NAME = _("Schrijf op hoe de prioriteit nu heet of luidt.")


def decision_refusal(decision: str, name: str, reason: str) -> str | None:
    """Why a decision about one priority cannot be recorded, or None."""
    if decision not in {ADOPTED, CHANGED, DROPPED}:
        return NO_DECISION
    if decision == CHANGED and not name.strip():
        return NEW_NAME
    return WHY_DECISION if decision != ADOPTED and not reason.strip() else None
