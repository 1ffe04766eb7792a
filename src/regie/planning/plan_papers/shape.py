"""The content of a plan as plain values: what an edition freezes and every paper is printed from.

One dictionary that fits in JSON. It holds values, never words of a language: states and outcomes
are codes, days are ISO text, amounts are decimal text or numbers. Words that exist in both
languages are `{"nl": …, "en": …}`; words that a person typed are a text as it was typed.
`read` judges a dictionary and answers it with its types; keys that are unknown here are left
alone, so that a later form stays readable. A complete example is `tests/sample.py`.

| key | holds |
|---|---|
| `form` | 1 |
| `made` | day, by whom, number of the edition (0: a draft) and its moment (a state of the plan) |
| `plan` | title, names, parties, period, state, cycle |
| `sections` | parts in order: kind of `policy/plan_sections.toml`, own title, Markdown, number |
| `figures` | by number as text: `ui.paper.as_data(Figure)`, as it was when it was taken |
| `figures_in` | by language, the same figures in another language than Dutch |
| `priorities` | of the proposal, in order, with their themes and findings |
| `objectives` | in order, each with what is criticised and why that stands |
| `logic`, `means` | lines of the intervention logic; money and people |
| `themes` | themes that are no priority, with their level of attention and why |
| `decisions`, `amendments` | what bodies decided, and what changed at the table, oldest first |
| `council` | what the clerk adds to the proposal: number, meeting, holder, own words |
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

FORM = 1

Spoken = str | dict[str, str]
"""Words of a person, or the same words by language."""


class Value(BaseModel):
    """The base of everything in the content: frozen, unknown keys are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class Made(Value):
    """When, by whom and at which moment of the plan the content was taken."""

    day: date
    by: str = ""
    number: int = 0
    moment: str = "draft"


class Town(Value):
    """A municipality by its name and the word in its address."""

    name: str
    slug: str = ""
    code: str = ""


class Party(Town):
    """A municipality that the plan is of; the `lead` keeps the pen."""

    lead: bool = False


class Plan(Value):
    """The plan as a whole. `state` is a code of `plans.models.PlanState`, `authors` are names."""

    title: str
    document_name: str = ""
    municipality: Town
    parties: tuple[Party, ...] = ()
    valid_from: date
    valid_to: date
    extended_to: date | None = None
    state: str = "draft"
    cycle: str = ""
    authors: tuple[str, ...] = ()


class Part(Value):
    """A part of the plan. `priority` is the pk of its priority, `municipality` a name."""

    kind: str
    title: Spoken = ""
    text: str = ""
    priority: int | None = None
    municipality: str = ""
    number: str = ""


class Theme(Value):
    """A theme that a priority is about."""

    code: str = ""
    name: Spoken
    field: Spoken = ""


class Finding(Value):
    """What a priority rests on; `source` names the source and its years."""

    pk: int | None = None
    headline: Spoken
    source: Spoken = ""


class Priority(Value):
    """A priority in the words that the council decided on."""

    pk: int
    name: str
    why: str = ""
    less: str = ""
    themes: tuple[Theme, ...] = ()
    findings: tuple[Finding, ...] = ()


class Indicator(Value):
    """What is measured, as the catalogue named it then."""

    code: str
    name: Spoken
    definition: Spoken = ""
    source: Spoken = ""
    unit: Spoken = ""


class Area(Value):
    """A part of the municipality; without one an objective is about all of it."""

    code: str = ""
    name: str


class Baseline(Value):
    """A value with its years, source and the deliveries it was read from."""

    value: Decimal
    first: int | None = Field(None, alias="from")
    last: int | None = Field(None, alias="to")
    source: Spoken = ""
    deliveries: tuple[str, ...] = ()


class Critique(Value):
    """What a critical reader says; `override` is the reason why it stands nevertheless."""

    code: str
    words: Spoken
    override: str = ""


class Course(Value):
    """What can be expected, as a class and in words, with its picture (`as_data(Figure)`)."""

    code: str = ""
    words: Spoken = ""
    figure: dict[str, Any] | None = None
    figure_in: dict[str, dict[str, Any] | None] = {}

    def drawn(self, language: str) -> dict[str, Any] | None:
        """The picture in a language; the Dutch one when it was not kept in it."""
        return self.figure_in.get(language) or self.figure


class Objective(Value):
    """An objective. `kind`, `direction` and `beside` are codes of `objectives.models`.

    `priority` is a pk, or None for the whole plan; `municipality` a name, or "" for all.
    """

    pk: int
    priority: int | None = None
    municipality: str = ""
    statement: str
    effect: str = ""
    kind: str = "outcome"
    indicator: Indicator | None = None
    measured_by: str = ""
    measuring_plan: str = ""
    area: Area | None = None
    unit: Spoken = ""
    direction: str = ""
    baseline: Baseline | None = None
    target: Decimal | None = None
    target_percent: Decimal | None = None
    target_date: date | None = None
    beside: str = "itself"
    ambition: str = ""
    owner: str = ""
    holder: str = ""
    means: tuple[str, ...] = ()
    critiques: tuple[Critique, ...] = ()
    course: Course | None = None


class Logic(Value):
    """If we do this, then that, because; `source` says what the reason rests on."""

    priority: int
    doing: str
    effect: str
    because: str
    source: str = ""


class Means(Value):
    """Money (euros a year) or people (fte); `region` is the contribution to the safety region."""

    what: str
    year: int
    priority: int | None = None
    amount: Decimal | None = None
    fte: Decimal | None = None
    structural: bool = False
    cover: str = ""
    region: bool = False


class Level(Value):
    """A theme that is no priority: `strategic` or `maintenance`, and why."""

    code: str = ""
    field: Spoken = ""
    name: Spoken
    level: str
    reason: str = ""


class Decision(Value):
    """What a body decided. `body` and `outcome` are codes of the room of decisions."""

    body: str
    outcome: str
    municipality: str = ""
    day: date
    number: str = ""
    text: str = ""


class Amendment(Value):
    """A change at the table. `part` is what it is about, `text` why; `old` and `new` are the whole
    text before and after. `act` says whether it changes, adds or takes out, `line` so in one line,
    and `values` what is said of an objective beside its sentence, a line each. `outcome` is a code
    of the room of decisions.
    """

    number: str = ""
    title: str = ""
    text: str = ""
    part: Spoken = ""
    act: str = "change"
    line: Spoken = ""
    values: Spoken = ""
    old: str = ""
    new: str = ""
    by: str = ""
    outcome: str = ""
    day: date | None = None
    municipality: str = ""


class Council(Value):
    """What the clerk or the executive adds to the proposal; "" takes the words of the house."""

    number: str = ""
    meeting: date | None = None
    holder: str = ""
    subject: str = ""
    motivation: str = ""
    alternatives: str = ""
    finances: str = ""
    follow_up: str = ""
    decision: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()

    @field_validator("meeting", mode="before")
    @classmethod
    def _no_day(cls, value: object) -> object:
        """A form keeps a day that nobody filled in as an empty text."""
        return value or None


class Content(Value):
    """All of it."""

    form: int = FORM
    made: Made
    plan: Plan
    sections: tuple[Part, ...] = ()
    figures: dict[int, dict[str, Any]] = {}
    figures_in: dict[str, dict[int, dict[str, Any]]] = {}
    priorities: tuple[Priority, ...] = ()
    objectives: tuple[Objective, ...] = ()
    logic: tuple[Logic, ...] = ()
    means: tuple[Means, ...] = ()
    themes: tuple[Level, ...] = ()
    decisions: tuple[Decision, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    council: Council = Council()

    def drawn(self, language: str) -> dict[int, dict[str, Any]]:
        """The figures in a language; the Dutch one of each that was not kept in it."""
        return self.figures | self.figures_in.get(language, {})


def read(content: Mapping[str, Any]) -> Content:
    """The content with its types. Raises ValueError that names the place, such as
    `objectives.3.baseline.value`.
    """
    try:
        return Content.model_validate(dict(content))
    except ValidationError as error:
        places = (
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()
        )
        raise ValueError(f"the content of the plan is not whole: {'; '.join(places)}") from error


def said(words: Spoken, language: str) -> str:
    """Words in a language; Dutch when they do not exist in it.

    >>> said({"nl": "doel", "en": "objective"}, "en"), said("doel", "en")
    ('objective', 'doel')
    """
    if isinstance(words, str):
        return words
    return words.get(language) or words.get("nl", "")
