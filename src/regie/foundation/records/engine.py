"""State tables: which step leads where, who may take it and what it asks for. Pure.

A room that has states writes one `Workflow` in its `workflow.py`. The table is the
documentation: `Workflow.table()` prints it, and a refusal is always a Dutch sentence (a msgid)
that can stand beside the button it disables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Need = Callable[[Any], str | None]


def gettext_noop(sentence: str) -> str:
    """Mark a Dutch sentence of a pure module for translation; who shows it translates it."""
    return sentence


UNKNOWN_STEP = gettext_noop("Deze stap bestaat niet.")
WRONG_STATE = gettext_noop("Deze stap past niet bij de huidige stand.")
WRONG_ROLE = gettext_noop("Uw rol mag deze stap niet zetten.")


@dataclass(frozen=True)
class Step:
    """One arrow of the table.

    `by` holds the role codes that may take it. Each of `needs` looks at the subject and answers
    None or a Dutch sentence that says what is still missing. `refusal` replaces the general
    sentence for who has another role.
    """

    name: str
    source: str
    target: str
    by: frozenset[str]
    needs: tuple[Need, ...] = ()
    refusal: str = WRONG_ROLE


@dataclass(frozen=True)
class Workflow:
    """A start state and the steps from there; `labels` names each state in Dutch.

    Raises `ValueError` when two arrows with one name leave the same state, when a state cannot
    be reached, or when labels are given and do not name every state.
    """

    initial: str
    steps: tuple[Step, ...]
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        arrows = [(step.name, step.source) for step in self.steps]
        if len(set(arrows)) < len(arrows):
            raise ValueError("two steps with one name leave the same state")
        lost = self.states - self.reachable()
        if lost:
            raise ValueError(f"states that cannot be reached: {sorted(lost)}")
        if self.labels and set(self.labels) != self.states:
            raise ValueError("every state needs exactly one label")

    @property
    def states(self) -> frozenset[str]:
        """Every state the table mentions, the start included."""
        ends = {end for step in self.steps for end in (step.source, step.target)}
        return frozenset({self.initial} | ends)

    def reachable(self) -> frozenset[str]:
        """The states that some row of steps leads to from the start."""
        found, frontier = {self.initial}, [self.initial]
        while frontier:
            here = frontier.pop()
            new = {step.target for step in self.steps if step.source == here} - found
            found |= new
            frontier.extend(new)
        return frozenset(found)

    def step(self, name: str, *, state: str) -> Step | None:
        """The arrow with this name that leaves `state`, if there is one."""
        return next((s for s in self.steps if s.name == name and s.source == state), None)

    def refusal(
        self, name: str, *, state: str, role: str | None, subject: object = None
    ) -> str | None:
        """Why this step cannot be taken now, or None when it can."""
        if name not in {step.name for step in self.steps}:
            return UNKNOWN_STEP
        step = self.step(name, state=state)
        if step is None:
            return WRONG_STATE
        if role not in step.by:
            return step.refusal
        objections = (need(subject) for need in step.needs)
        return next((reason for reason in objections if reason), None)

    def available(
        self, *, state: str, role: str | None, subject: object = None
    ) -> tuple[tuple[Step, str | None], ...]:
        """The arrows that leave `state`, each with its refusal or None.

        Refused steps are in the answer too: a page shows them with their reason.
        """
        return tuple(
            (step, self.refusal(step.name, state=state, role=role, subject=subject))
            for step in self.steps
            if step.source == state
        )

    def table(self) -> str:
        """The steps as lines of text: name, from, to, by whom, number of conditions."""
        rows = [("step", "from", "to", "by", "needs")]
        rows += [
            (s.name, s.source, s.target, ", ".join(sorted(s.by)), str(len(s.needs)))
            for s in self.steps
        ]
        widths = [max(len(row[i]) for row in rows) for i in range(5)]
        lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
        return "\n".join(line.rstrip() for line in lines)
