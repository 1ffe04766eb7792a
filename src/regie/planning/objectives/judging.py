"""What a critical reader says of an objective, in words, with why it stands nevertheless."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regie.planning.courses.ahead import Ahead, ahead
from regie.planning.courses.course import KINDS, label
from regie.planning.critiques.facts import Critique, Facts
from regie.planning.critiques.rules import critiques, remedies
from regie.planning.critiques.words import Said, remedy_said, said
from regie.planning.objectives import queries
from regie.planning.objectives.evidence import facts_of, known_on
from regie.planning.objectives.grounds import Ground
from regie.planning.objectives.models import CritiqueOverride, Objective
from regie.planning.plans.rules import SHARED

LEVELS: Mapping[str, tuple[str | Promise, str]] = {
    "stop": (_("hier houdt niemand u aan"), "negative"),
    "warn": (_("hier vraagt een lezer naar"), "warning"),
    "note": (_("goed om te weten"), "info"),
}
"""What a level means, and the colour of its badge."""
SHORT: Mapping[str, str | Promise] = {
    "no_statement": _("nog geen zin"),
    "means_as_goal": _("middel in plaats van doel"),
    "means_in_goal": _("middel in de zin"),
    "no_effect": _("effect ontbreekt"),
    "no_indicator": _("niet te meten"),
    "no_measuring_plan": _("niet gezegd wie meet"),
    "no_target": _("geen streefwaarde"),
    "direction_only": _("alleen een richting"),
    "no_date": _("geen goede datum"),
    "no_baseline": _("geen nulmeting"),
    "no_baseline_year": _("nulmeting zonder jaar"),
    "no_baseline_source": _("nulmeting zonder bron"),
    "percentage_without_year": _("procenten zonder jaar"),
    "already_reached": _("al gehaald"),
    "weaker_than_now": _("zwakker dan nu"),
    "nothing_to_keep": _("nu niet zo"),
    "inside_noise": _("te klein om te zien"),
    "small_numbers": _("kleine aantallen"),
    "outside_seen": _("nooit eerder zo"),
    "series_break": _("breuk in de reeks"),
    "unit_shifts": _("andere eenheid"),
    "mixed_sources": _("twee bronnen door elkaar"),
    "reacts_to_reporting": _("hangt af van melden"),
    "reacts_to_enforcement": _("hangt af van controle"),
    "no_reading_in_time": _("geen cijfer op tijd"),
    "nobody_responsible": _("niemand verantwoordelijk"),
    "no_priority": _("hoort bij geen prioriteit"),
}
"""Every criticism in a few words, for a badge."""


@dataclass(frozen=True)
class Badge:
    """A few words with their colour; `kind` is one of the badges of the house."""

    text: str
    kind: str


@dataclass(frozen=True)
class Remark:
    """One criticism as it stands on a page, with the reason why it stands nevertheless.

    Its sentences are made when they are read: a list shows only badges.
    """

    critique: Critique
    override: CritiqueOverride | None = None

    @property
    def code(self) -> str:
        """Which criticism this is."""
        return self.critique.code

    @property
    def level(self) -> str:
        """How grave it is."""
        return self.critique.level

    @cached_property
    def said(self) -> Said:
        """Its sentences, in the language that is active."""
        return said(self.critique)

    @property
    def badge(self) -> Badge:
        """In a few words; once it is explained it asks for nothing any more."""
        text = str(SHORT[self.code])
        if self.override is not None:
            return Badge(str(_("%(what)s (uitgelegd)")) % {"what": text}, "neutral")
        return Badge(text, LEVELS[self.level][1])

    @property
    def meaning(self) -> Badge:
        """What its level means."""
        words, kind = LEVELS[self.level]
        return Badge(str(words), kind)


@dataclass(frozen=True)
class Way:
    """What would make an objective measurable, in words."""

    code: str
    words: str


@dataclass(frozen=True)
class Judgement:
    """What is said of an objective: remarks that are open, those explained, and how it stands."""

    facts: Facts
    remarks: tuple[Remark, ...]
    ahead: Ahead

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """What would make it measurable, when it is too small to see."""
        return tuple(Way(way.code, remedy_said(way)) for way in remedies(self.facts))

    @property
    def open(self) -> tuple[Remark, ...]:
        """What nobody answered yet."""
        return tuple(item for item in self.remarks if item.override is None)

    @property
    def worst(self) -> str:
        """The gravest level of what is open; "" when nothing is."""
        levels = {item.level for item in self.open}
        return next((level for level in LEVELS if level in levels), "")

    @property
    def standing(self) -> Badge:
        """How it stands, in a few words."""
        return Badge(label(self.ahead), KINDS[self.ahead.standing])


def judge(
    row: Objective,
    known: Ground,
    means: Sequence[str] | None = None,
    standing: Mapping[str, CritiqueOverride] | None = None,
) -> Judgement:
    """What a critical reader says of an objective, saved or not.

    A plan that was adopted is criticised with what was known on its first day; how it stands is
    told with the figures of now. `standing` are the reasons that hold for one that is being typed.
    No queries when means and overrides were read along, but for an own measurement: see
    `evidence.Ground`.
    """
    facts = facts_of(row, known=known, means=means)
    if standing is None:
        standing = queries.live_overrides(row) if row.pk else {}
    day = row.plan.valid_from if row.plan.state in SHARED else None
    then = known_on(facts, day) if day else facts
    remarks = (Remark(found, standing.get(found.code)) for found in critiques(then))
    gravest_first = sorted(remarks, key=lambda item: list(LEVELS).index(item.level))
    return Judgement(facts, tuple(gravest_first), ahead(facts))


def codes_now(row: Objective, means: Sequence[str] | None = None) -> frozenset[str]:
    """The codes of what is said of an objective at this moment. At most 5 queries."""
    return frozenset(found.code for found in critiques(facts_of(row, means=means)))
