"""The checks of priorities, their approach and their means, and of the golden thread. Pure."""

from collections.abc import Callable

from regie.foundation.records.engine import gettext_noop as _
from regie.learning.plan_checks import detecting, verdicts
from regie.learning.plan_checks.reading import (
    LOGIC,
    MEANS,
    PRIORITIES,
    THEMES,
    Plan,
    dutch,
    part_anchor,
    priority_anchor,
)
from regie.learning.plan_checks.verdicts import MET, NOT, PARTLY, Unit, Verdict
from regie.planning.plan_papers.shape import Means, Priority

MOST, TOO_MANY = 5, 7
"""Priorities that are few enough, and from when they are far too many."""
REASON_WORDS = 5

NO_PRIORITIES = _("Er zijn geen prioriteiten.")
COUNTED = _("Aantal prioriteiten: %(n)s.")
ARGUED = _("Keuzes met een reden: %(n)s van %(all)s.")
NO_CHOICES = _("Er zijn geen prioriteiten en geen andere thema's.")
WITH_FINDING = _("Prioriteiten met een bevinding: %(n)s van %(all)s.")
WITH_REASON = _("Prioriteiten met een uitleg: %(n)s van %(all)s.")
WITH_APPROACH = _("Prioriteiten met een aanpak: %(n)s van %(all)s.")
WITH_LOGIC = _("Prioriteiten met een regel in de beleidstheorie: %(n)s van %(all)s.")
GROUNDED = _("Regels van de beleidstheorie met een bron: %(n)s van %(all)s.")
NO_LOGIC = _("Er staat geen beleidstheorie in het plan.")
MONEY, PEOPLE = _("geld"), _("mensen")
WITH_MONEY = _("Prioriteiten met een bedrag: %(n)s van %(all)s.")
WITH_PEOPLE = _("Prioriteiten met fte: %(n)s van %(all)s.")
COVERED = _("Bedragen met dekking: %(n)s van %(all)s.")
NO_MONEY = _("Er staat geen eigen geld in het plan.")
BUDGETED = _("De tekst over middelen noemt de begroting.")
BUDGETED_BESIDE = _("Alleen bij een bedrag staat een programma of begroting.")
NOT_BUDGETED = _("De begroting is niet gevonden.")
WHOLE = _("Alle schakels zijn er: terugblik, analyse, bevinding, doel, aanpak en middelen.")
HALF = _("Niet voor elke prioriteit: %(half)s.")
BROKEN = _("Ontbreekt helemaal: %(lacks)s.")

Has = Callable[[Priority], bool]


def _of_priorities(plan: Plan, has: Has, counted: str) -> Verdict:
    units = [Unit(row.name, has(row), priority_anchor(row.pk)) for row in plan.content.priorities]
    return verdicts.of_units(units, counted, NO_PRIORITIES)


# --- choices --------------------------------------------------------------------------------------


def priorities_present(plan: Plan) -> Verdict:
    """At least one."""
    n = len(plan.content.priorities)
    if not n:
        return Verdict(NOT, (NO_PRIORITIES,))
    return Verdict(MET, (COUNTED,), {"n": n}, (PRIORITIES,))


def priorities_limited(plan: Plan) -> Verdict:
    """No more than five."""
    n = len(plan.content.priorities)
    if not n:
        return Verdict(NOT, (NO_PRIORITIES,))
    answer = MET if n <= MOST else PARTLY if n <= TOO_MANY else NOT
    return Verdict(answer, (COUNTED,), {"n": n}, (PRIORITIES,))


def priorities_follow(plan: Plan) -> Verdict:
    """A finding with each."""
    return _of_priorities(plan, lambda row: bool(row.findings), WITH_FINDING)


def _argued(row: Priority) -> bool:
    return detecting.count(row.why) >= REASON_WORDS


def priority_argued(plan: Plan) -> Verdict:
    """Why, with each."""
    return _of_priorities(plan, _argued, WITH_REASON)


def choices_argued(plan: Plan) -> Verdict:
    """Why, with each priority and each other theme."""
    content = plan.content
    units = [
        Unit(row.name, bool(row.why.strip()), priority_anchor(row.pk)) for row in content.priorities
    ]
    units += [Unit(dutch(row.name), bool(row.reason.strip()), THEMES) for row in content.themes]
    return verdicts.of_units(units, ARGUED, NO_CHOICES)


def higher_priorities(plan: Plan) -> Verdict:
    """What the country and the region put first."""
    kinds = ("frameworks", "priorities")
    texts = [plan.text(*kinds), *(row.why for row in plan.content.priorities)]
    found = detecting.found_in(detecting.AGENDAS, texts)
    asked = tuple(detecting.AGENDAS)
    where = [*plan.places(*kinds), PRIORITIES] if plan.content.priorities else plan.places(*kinds)
    return verdicts.of_found(found, asked, len(asked), where)


# --- approach -------------------------------------------------------------------------------------


def approach_present(plan: Plan) -> Verdict:
    """The approach of each in a few words."""
    return _of_priorities(plan, lambda row: _approached(plan, row), WITH_APPROACH)


def _approached(plan: Plan, row: Priority) -> bool:
    return detecting.count(plan.approach_of(row)) >= REASON_WORDS


def logic(plan: Plan) -> Verdict:
    """A line of the intervention logic with each."""
    has = {line.priority for line in plan.content.logic}
    return _of_priorities(plan, lambda row: row.pk in has, WITH_LOGIC)


def logic_grounded(plan: Plan) -> Verdict:
    """What each line rests on."""
    units = [Unit(line.doing, bool(line.source.strip()), LOGIC) for line in plan.content.logic]
    return verdicts.of_units(units, GROUNDED, NO_LOGIC)


# --- means ----------------------------------------------------------------------------------------


def _own(plan: Plan) -> list[Means]:
    """Money and people without the contribution to the safety region, which is hardly steered."""
    return [row for row in plan.content.means if not row.region]


def means_present(plan: Plan) -> Verdict:
    """Own money and own people."""
    own = _own(plan)
    found = [MONEY] if any(row.amount is not None for row in own) else []
    found += [PEOPLE] if any(row.fte is not None for row in own) else []
    return verdicts.of_found(found, (MONEY, PEOPLE), 2, [MEANS] if own else [])


def money(plan: Plan) -> Verdict:
    """An amount with each priority; that nothing extra is needed is said with a nought."""
    has = {row.priority for row in _own(plan) if row.amount is not None}
    return _of_priorities(plan, lambda row: row.pk in has, WITH_MONEY)


def capacity(plan: Plan) -> Verdict:
    """People with each priority."""
    has = {row.priority for row in _own(plan) if row.fte is not None}
    return _of_priorities(plan, lambda row: row.pk in has, WITH_PEOPLE)


def cover(plan: Plan) -> Verdict:
    """What pays for each amount."""
    paid = [row for row in _own(plan) if row.amount is not None]
    units = [Unit(f"{row.what} ({row.year})", bool(row.cover.strip()), MEANS) for row in paid]
    return verdicts.of_units(units, COVERED, NO_MONEY)


def budget_link(plan: Plan) -> Verdict:
    """The budget, in the part on means or at least with an amount."""
    where = verdicts.anchors(plan.places("means"))
    if detecting.BUDGET.search(plan.text("means")):
        return Verdict(MET, (BUDGETED,), {}, where)
    if any(detecting.BUDGET.search(row.cover) for row in _own(plan)):
        return Verdict(PARTLY, (BUDGETED_BESIDE,), {}, (*where, MEANS))
    return Verdict(NOT, (NOT_BUDGETED,), {}, where)


# --- the golden thread ----------------------------------------------------------------------------


def golden_thread(plan: Plan) -> Verdict:
    """Every link: none of it breaks the thread, a part of it makes it half."""
    links = _links(plan)
    broken = [name for name, answer in links.items() if answer == NOT]
    half = [name for name, answer in links.items() if answer == PARTLY]
    said = ((BROKEN,) if broken else ()) + ((HALF,) if half else ())
    answer = NOT if broken else PARTLY if half else MET
    values = {"lacks": verdicts.names(broken), "half": verdicts.names(half)}
    return Verdict(answer, said or (WHOLE,), values, _thread_places(plan, whole=not said))


def _links(plan: Plan) -> dict[str, str]:
    rows = plan.content.priorities
    per = {
        name: verdicts.share(sum(map(has, rows)), len(rows))
        for name, has in _links_of_priority(plan).items()
    }
    return {
        _("terugblik"): MET if plan.parts("evaluation") else NOT,
        _("analyse"): MET if plan.parts("analysis") else NOT,
        **per,
    }


def _links_of_priority(plan: Plan) -> dict[str, Has]:
    """The links that each priority needs, by their name."""
    funded = {row.priority for row in _own(plan)}
    return {
        _("bevinding"): lambda row: bool(row.findings),
        _("doel"): lambda row: bool(plan.objectives_of(row)),
        _("aanpak"): lambda row: bool(plan.approach_of(row)),
        _("middelen"): lambda row: row.pk in funded,
    }


def _thread_places(plan: Plan, *, whole: bool) -> tuple[str, ...]:
    """The priorities for which a link is missing; of a whole thread everything it runs through."""
    rows, links = plan.content.priorities, _links_of_priority(plan).values()
    parts = [part_anchor(part) for part in plan.parts("evaluation", "analysis")] if whole else []
    lacking = (row for row in rows if whole or not all(has(row) for has in links))
    return verdicts.anchors((*parts, *(priority_anchor(row.pk) for row in lacking)))
