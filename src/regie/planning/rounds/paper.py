"""The ballot paper: fields in groups, with what was typed in them, for the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.records.engine import gettext_noop
from regie.planning.rounds import rules
from regie.planning.rounds.ballots import Typed
from regie.planning.rounds.queries import Names
from regie.planning.weighing.rules import LIMIT, Question


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field. `kind` is number, range, checkbox or radio; `key` is what it is about."""

    kind: str
    name: str
    label: str
    value: str = ""
    checked: bool = False
    highest: int = LIMIT
    lowest: int = 0
    help: str = ""
    key: str = ""

    @property
    def html_id(self) -> str:
        """Its identifier on the page."""
        return (
            f"id-{self.name}-{self.value}"
            if self.kind in {"radio", "checkbox"}
            else f"id-{self.name}"
        )


@dataclass(frozen=True, kw_only=True)
class Block:
    """Fields that belong together; `title` names them when there is more than one block."""

    fields: Sequence[Field]
    title: str = ""
    folded: bool = False


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A ballot paper: what to do in one or two sentences, and the fields."""

    form: str
    help: str
    blocks: Sequence[Block]
    points: int = 0
    most: int = 0


def paper_of(question: Question, names: Names, typed: Typed, seed: str) -> Paper:
    """The ballot paper of one participant; `seed` decides which pairs it has."""
    draw = _Drawing(question, names, typed, seed)
    blocks = _BLOCKS[question.form](draw)
    return Paper(
        form=question.form,
        help=_help(question),
        blocks=blocks,
        points=question.points if question.form == "points" else 0,
        most=question.most if question.form == "approval" else 0,
    )


@dataclass(frozen=True)
class _Drawing:
    question: Question
    names: Names
    typed: Typed
    seed: str

    def value(self, name: str) -> str:
        return next(iter(self.typed.get(name, ())[-1:]), "")

    def candidates(self) -> Sequence[tuple[str, str]]:
        return [(pk, self.names.candidates.get(pk, pk)) for pk in self.question.candidates]


def _help(question: Question) -> str:
    if question.form == "points":
        told = ngettext("Verdeel %(n)s punt.", "Verdeel %(n)s punten.", question.points)
        rest = _("U mag er meer aan één onderwerp geven.")
        return f"{told % {'n': question.points}} {rest}"
    if question.form == "approval":
        told = ngettext(
            "Kruis ten hoogste %(n)s onderwerp aan.",
            "Kruis ten hoogste %(n)s onderwerpen aan.",
            question.most,
        )
        return told % {"n": question.most}
    return _(_HELP[question.form])


_HELP = {
    "pairwise": gettext_noop("Kies bij elk tweetal wat voorgaat. Overslaan mag."),
    "ranking": gettext_noop(
        "Zet een 1 bij wat voor u vooraan staat, dan een 2, en zo verder. U hoeft niet alles te "
        "nummeren."
    ),
    "scoring": gettext_noop(
        "Geef een getal van 0 tot en met 100. Vul een onderwerp helemaal in, of sla het over."
    ),
    "weights": gettext_noop(
        "Geef 100 aan het criterium dat voor u het zwaarst telt. Geef de andere minder."
    ),
    "tiers": gettext_noop("Kies bij elk onderwerp een niveau. Overslaan mag."),
}

TIERS = {
    "priority": gettext_noop("prioriteit"),
    "strategic": gettext_noop("strategisch thema"),
    "maintenance": gettext_noop("going concern"),
}


def _points(draw: _Drawing) -> list[Block]:
    most = draw.question.points
    return [
        Block(fields=[_number(draw, "punten", pk, name, most) for pk, name in draw.candidates()])
    ]


def _ranking(draw: _Drawing) -> list[Block]:
    rows = draw.candidates()
    return [
        Block(fields=[_number(draw, "plek", pk, name, len(rows), lowest=1) for pk, name in rows])
    ]


def _number(
    draw: _Drawing, prefix: str, pk: str, label: str, highest: int, lowest: int = 0
) -> Field:
    name = f"{prefix}-{pk}"
    return Field(
        kind="number", name=name, label=label, value=draw.value(name), highest=highest,
        lowest=lowest, key=pk,
    )  # fmt: skip


def _approval(draw: _Drawing) -> list[Block]:
    ticked = set(draw.typed.get("kies", ()))
    fields = [
        Field(kind="checkbox", name="kies", label=name, value=pk, checked=pk in ticked, key=pk)
        for pk, name in draw.candidates()
    ]
    return [Block(fields=fields)]


def _choice(draw: _Drawing, name: str, options: Sequence[tuple[str, str]]) -> list[Field]:
    chosen = draw.value(name)
    return [
        Field(kind="radio", name=name, label=label, value=value, checked=value == chosen)
        for value, label in options
    ]


def _pairwise(draw: _Drawing) -> list[Block]:
    named = dict(draw.candidates())
    wanted = int(draw.question.settings.get("pairs") or rules.PAIRS)
    pairs = rules.pairs_for(draw.question.candidates, draw.seed, wanted)
    return [
        Block(
            title=_("Tweetal %(n)s van %(all)s") % {"n": at, "all": len(pairs)},
            fields=_choice(draw, f"paar-{a}-{b}", [(a, named[a]), (b, named[b])]),
        )
        for at, (a, b) in enumerate(pairs, start=1)
    ]


def _tiers(draw: _Drawing) -> list[Block]:
    options = [(code, _(label)) for code, label in TIERS.items()]
    return [
        Block(title=name, fields=_choice(draw, f"niveau-{pk}", options))
        for pk, name in draw.candidates()
    ]


def _scale(draw: _Drawing, kind: str, name: str, code: str) -> Field:
    criterion = draw.names.criteria[code]
    ends = _("0: %(low)s. 100: %(high)s.") % {
        "low": criterion.low_anchor.rstrip("."), "high": criterion.high_anchor.rstrip("."),
    }  # fmt: skip
    return Field(
        kind=kind, name=name, label=criterion.name, value=draw.value(name), help=ends, key=code
    )


def _weights(draw: _Drawing) -> list[Block]:
    codes = draw.question.criteria
    return [Block(fields=[_scale(draw, "range", f"gewicht-{code}", code) for code in codes])]


def _scoring(draw: _Drawing) -> list[Block]:
    codes = draw.question.criteria
    return [
        Block(
            title=name,
            fields=[_scale(draw, "number", f"score-{pk}-{code}", code) for code in codes],
            folded=True,
        )
        for pk, name in draw.candidates()
    ]


_BLOCKS: Mapping[str, Callable[[_Drawing], list[Block]]] = {
    "points": _points,
    "pairwise": _pairwise,
    "ranking": _ranking,
    "scoring": _scoring,
    "weights": _weights,
    "approval": _approval,
    "tiers": _tiers,
}
