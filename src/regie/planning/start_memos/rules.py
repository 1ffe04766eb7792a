"""Which answers a start memo lacks, what changed, and what the council framed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from regie.foundation.access.rules import ALDERMAN, CLERK, COORDINATOR, MAYOR
from regie.foundation.records.engine import gettext_noop as _
from regie.planning.start_memos.workflow import DRAFT, TO_COUNCIL

LONGEST = 4000
"""Characters in one answer."""

NO_DAY = _("Vul in op welke dag het besluit is genomen.")
IN_FUTURE = _("Deze dag ligt nog in de toekomst.")
NO_REASON = _("Schrijf op waarom de startnotitie teruggaat. De ander leest dat.")
NO_WORDS = _("Schrijf eerst uw reactie op.")
NO_REPLY = _("Schrijf op wat u met de reactie doet.")
CLOSED = _("De startnotitie ligt bij college of raad, of is af. De tekst ligt nu vast.")
NOT_OPEN = _("U kunt reageren zolang de startnotitie bij de raad ligt.")
ALREADY_ANSWERED = _("Op uw reactie is al geantwoord. Daarom kunt u die niet meer wijzigen.")
NOT_COMPLETE = _("Beantwoord eerst nog: %(questions)s.")
TWO_TEXTS = _("Kies eerst tussen twee teksten bij: %(questions)s.")
UNKNOWN_CHOICE = _("Kies een van de antwoorden die er staan.")
UNKNOWN_QUESTION = _("Deze vraag staat niet in uw startnotitie.")


@dataclass(frozen=True)
class Standing:
    """How one question stands: its text, its choice, and whether a second text waits beside it."""

    text: str = ""
    choice: str = ""
    beside: bool = False


@dataclass(frozen=True)
class Asked:
    """What the rules need to know of a question."""

    code: str
    choices: tuple[str, ...] = ()


def answered(asked: Asked, found: Standing | None) -> bool:
    """Whether a question has its answer: words, and for the council a proposed choice as well."""
    if found is None or not found.text.strip():
        return False
    return not asked.choices or found.choice in asked.choices


def missing(questions: Iterable[Asked], found: Mapping[str, Standing]) -> tuple[str, ...]:
    """The codes of the questions without an answer, in their order."""
    return tuple(each.code for each in questions if not answered(each, found.get(each.code)))


def doubled(questions: Iterable[Asked], found: Mapping[str, Standing]) -> tuple[str, ...]:
    """The codes of the questions where two people wrote at once and nobody chose yet."""
    return tuple(q.code for q in questions if found.get(q.code, Standing()).beside)


def writing_refusal(state: str) -> str | None:
    """Why the text cannot change now, or None."""
    return None if state == DRAFT else CLOSED


def remark_refusal(state: str, *, text: str, answered: bool) -> str | None:
    """Why a council member cannot give this remark now, or None."""
    if state != TO_COUNCIL:
        return NOT_OPEN
    if answered:
        return ALREADY_ANSWERED
    return None if text.strip() else NO_WORDS


def day_refusal(day: date, today: date) -> str | None:
    """Why a decision cannot have this day, or None."""
    return IN_FUTURE if day > today else None


def hats(role: str, held: Iterable[str]) -> frozenset[str]:
    """The roles somebody acts in. Where nobody is clerk, or nobody sits in the executive, the
    coordinator writes their decision down: a small municipality works with one person.

    >>> sorted(hats("coordinator", ["coordinator", "mayor"]))
    ['clerk', 'coordinator']
    """
    found = frozenset({role})
    if role != COORDINATOR:
        return found
    known = frozenset(held)
    found |= frozenset() if CLERK in known else {CLERK}
    return found | (frozenset() if {MAYOR, ALDERMAN} & known else {MAYOR})


def hat_for(step_by: frozenset[str], role: str, held: Iterable[str]) -> str:
    """In which role somebody takes a step: the own one, else one that is stood in for."""
    fitting = sorted(hats(role, held) & step_by)
    return role if role in step_by or not fitting else fitting[0]


@dataclass(frozen=True)
class Changed:
    """A question whose text or choice is not what it was."""

    code: str
    before: str
    after: str


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Changed, ...]:
    """What differs, in the order of `after`; what is gone comes last."""
    codes = [*after, *(code for code in before if code not in after)]
    pairs = ((code, before.get(code, ""), after.get(code, "")) for code in codes)
    return tuple(Changed(*pair) for pair in pairs if pair[1] != pair[2])


@dataclass(frozen=True)
class Frames:
    """What the next steps must keep to.

    `decided` is true when the council said it; else these are the proposals of the memo, or
    nothing. `choices` has a code per frame (`scope`, `number_of_priorities`, `participation`,
    `council_role`), `words` what was said with it.
    """

    decided: bool = False
    day: date | None = None
    number: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def most_priorities(self) -> int | None:
        """How many priorities are chosen at most; None when nobody said so."""
        said = self.choices.get("number_of_priorities", "")
        return int(said) if said.isdecimal() else None


def in_order(names: Sequence[str], last: str) -> str:
    """A row of names in one sentence; `last` is the word before the last one.

    >>> in_order(["a", "b", "c"], "en")
    'a, b en c'
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
