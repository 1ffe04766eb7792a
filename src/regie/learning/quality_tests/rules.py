"""The plan quality test. Pure: what the machine says of a plan, who may test, when it is done.

`automatic` judges the items that can be computed, `passages` shows what belongs to those that a
person answers. There is no total anywhere: a sum would hide what lacks.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regie.foundation.records.engine import gettext_noop as _
from regie.learning.plan_checks.rules import BOUNDS, CHECKS, automatic, passages
from regie.learning.plan_checks.showing import Passage
from regie.learning.plan_checks.verdicts import (
    ANSWERS,
    MET,
    NOT,
    NOT_APPLICABLE,
    PARTLY,
    Verdict,
    worse,
)
from regie.policy.quality_test import QUALITY_TEST

__all__ = [
    "ANSWERS",
    "BOUNDS",
    "CHECKS",
    "MET",
    "NOT",
    "NOT_APPLICABLE",
    "PARTLY",
    "Passage",
    "Verdict",
    "automatic",
    "passages",
    "worse",
]

# --- who may test ---------------------------------------------------------------------------------

IS_AUTHOR = _("U schreef mee aan deze versie. Iemand anders toetst het plan.")
ONE_EACH = _("U toetst deze versie al. Ga verder met uw toets.")


def testing_refusal(*, author: bool, testing: bool) -> str | None:
    """Why this person cannot begin a test of a version (a msgid), or None."""
    if author:
        return IS_AUTHOR
    return ONE_EACH if testing else None


# --- answers --------------------------------------------------------------------------------------

NO_REASON_NOT_MET = _("Schrijf op waarom. Zo weet de schrijver wat ontbreekt.")
NO_REASON_DIFFERS = _("Uw antwoord verschilt van wat Regie vond. Schrijf op waarom.")
NO_REASON_APPLICABLE = _("Schrijf op waarom dit hier niet van toepassing is.")
NO_ANSWER = _("Kies eerst een antwoord bij deze woorden.")


def answer_refusal(answer: str, motivation: str, machine: str = "", rest: str = "") -> str | None:
    """Why an answer cannot be kept (a msgid), or None. `machine` is what Regie found, if anything;
    `rest` are the other words that were typed with it."""
    if answer not in ANSWERS:
        return NO_ANSWER if motivation.strip() or rest.strip() else None
    if motivation.strip():
        return None
    if machine and answer != machine:
        return NO_REASON_DIFFERS
    if answer == NOT_APPLICABLE:
        return NO_REASON_APPLICABLE
    return None if answer == MET else NO_REASON_NOT_MET


def missing(answered: Iterable[str]) -> tuple[str, ...]:
    """The items without an answer, in the order of the policy."""
    known = set(answered)
    return tuple(item.code for item in QUALITY_TEST().items if item.code not in known)


@dataclass(frozen=True)
class Score:
    """How many items of one section got each answer; never of the whole test."""

    section: int
    counts: Mapping[str, int]
    items: int

    @property
    def open(self) -> int:
        """How many have no answer yet."""
        return self.items - sum(self.counts.values())


def per_section(answers: Mapping[str, str]) -> tuple[Score, ...]:
    """The answers counted, section by section."""
    file = QUALITY_TEST()
    found = []
    for section in file.sections:
        items = file.of(section.number)
        said = Counter(answers[item.code] for item in items if answers.get(item.code) in ANSWERS)
        counts = {answer: said[answer] for answer in ANSWERS if said[answer]}
        found.append(Score(section.number, counts, len(items)))
    return tuple(found)


# --- beside each other ----------------------------------------------------------------------------


def differing(answers: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The items on which testers do not all say the same, in the order of the policy."""
    codes = QUALITY_TEST().items
    given = ({each.get(item.code, "") for each in answers} - {""} for item in codes)
    return tuple(item.code for item, said in zip(codes, given, strict=True) if len(said) > 1)


@dataclass(frozen=True)
class Shift:
    """An item that is judged otherwise than in the version before."""

    code: str
    before: str
    after: str

    @property
    def better(self) -> bool:
        """Whether it says more good of the plan now."""
        return worse(self.before, self.after)


def shifts(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Shift, ...]:
    """What the machine says otherwise of a later version, in the order of the policy."""
    return tuple(
        Shift(code, before[code], after[code])
        for code in CHECKS
        if code in before and code in after and before[code] != after[code]
    )
