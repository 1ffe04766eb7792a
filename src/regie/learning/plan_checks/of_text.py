"""The checks of what the parts of a plan say. Pure: each from the plan to a verdict."""

from regie.foundation.records.engine import gettext_noop as _
from regie.learning.plan_checks import detecting, verdicts
from regie.learning.plan_checks.reading import FIGURES, Plan, dutch, priority_anchor
from regie.learning.plan_checks.verdicts import MET, NOT, PARTLY, Unit, Verdict
from regie.policy.abbreviations import ABBREVIATIONS
from regie.policy.quality_test import QUALITY_TEST

ENOUGH_WORDS = 10
FIGURE_SOURCES = _("Figuren en bevindingen met een bron: %(n)s van %(all)s.")
NO_FIGURES = _("Er zijn geen figuren of bevindingen.")
SURVEYED = _("Er is een enquête onder inwoners als bron gevonden.")
PERCEIVED = _("De tekst noemt beleving, maar geen enquête.")
NOT_PERCEIVED = _("Er is geen enquête en geen woord over beleving gevonden.")
TRENDS = _("Zinnen en bijschriften over een ontwikkeling: %(n)s.")
PAGES = _("Ongeveer %(n)s bladzijden. Passend is %(low)s tot en met %(high)s.")
EMPTY_PLAN = _("Het plan heeft nog geen tekst.")
EXPLAINED = _("Afkortingen met uitleg: %(n)s van %(all)s.")
NO_ABBREVIATIONS = _("Het plan gebruikt geen afkortingen.")
LINKED = _("Het uitvoeringsplan staat in het onderdeel over aanpak, organisatie of volgen.")
ELSEWHERE = _("Het uitvoeringsplan staat alleen elders in het plan.")
UNLINKED = _("Er is geen uitvoeringsplan gevonden.")
RHYTHM, FINAL = _("een vast ritme"), _("een jaar voor de eindevaluatie")


def scope(plan: Plan) -> Verdict:
    """What the plan is about."""
    return _there(plan, "scope")


def vision(plan: Plan) -> Verdict:
    """How safe the municipality wants to be."""
    return _there(plan, "vision")


def evaluation_present(plan: Plan) -> Verdict:
    """The look back at the previous period."""
    return _there(plan, "evaluation")


def analysis_present(plan: Plan) -> Verdict:
    """The local safety analysis."""
    return _there(plan, "analysis")


def monitoring_present(plan: Plan) -> Verdict:
    """How the plan is followed."""
    return _there(plan, "monitoring")


def _there(plan: Plan, kind: str) -> Verdict:
    return verdicts.of_length(detecting.count(plan.text(kind)), ENOUGH_WORDS, plan.places(kind))


def audience(plan: Plan) -> Verdict:
    """The readers: two kinds are enough, and a text without any is something."""
    text = plan.text("audience")
    found = detecting.found_in(detecting.READERS, [text])
    verdict = verdicts.of_found(found, tuple(detecting.READERS), 2, plan.places("audience"))
    if detecting.count(text) and verdict.answer == NOT:
        return Verdict(PARTLY, verdict.words, verdict.values, verdict.anchors)
    return verdict


def frameworks(plan: Plan) -> Verdict:
    """National, regional and local frameworks."""
    return _all_of(plan, detecting.LEVELS, "frameworks")


def roles(plan: Plan) -> Verdict:
    """The four bodies, in the part on roles or on organisation."""
    return _all_of(plan, detecting.BODIES, "roles", "organisation")


def participation(plan: Plan) -> Verdict:
    """Residents and partners."""
    return _all_of(plan, detecting.TAKING_PART, "participation")


def _all_of(plan: Plan, groups: detecting.Groups, *kinds: str) -> Verdict:
    found = detecting.found_in(groups, [plan.text(*kinds)])
    return verdicts.of_found(found, tuple(groups), len(groups), plan.places(*kinds))


def partners_named(plan: Plan) -> Verdict:
    """Three kinds of partners."""
    found = detecting.found_in(detecting.PARTNERS, [plan.text("partners")])
    return verdicts.of_found(found, tuple(detecting.PARTNERS), 3, plan.places("partners"))


def length(plan: Plan) -> Verdict:
    """Pages beside what suits a municipality of this size; the widest bound without its size."""
    file = QUALITY_TEST()
    low = file.shortest
    high = file.pages_for(max(s.inhabitants for s in file.sizes))
    if plan.inhabitants is not None:
        high = file.pages_for(plan.inhabitants)
    if not detecting.count(plan.text(*{part.kind for part in plan.content.sections})):
        return Verdict(NOT, (EMPTY_PLAN,))
    fits = low <= plan.pages <= high
    near = plan.pages <= 1.5 * high
    answer = MET if fits else PARTLY if near else NOT
    return Verdict(answer, (PAGES,), {"n": plan.pages, "low": low, "high": high})


def glossary(plan: Plan) -> Verdict:
    """Abbreviations that the list of Regie, the text or the own glossary explains."""
    known = ABBREVIATIONS()
    own = plan.text("glossary")
    explained = [item.written for item in known.abbreviations_in(plan.everything)]
    unknown = [word for word in known.unknown_in(plan.everything) if word not in own]
    everything = len(explained) + len(unknown)
    if not everything:
        return Verdict(MET, (NO_ABBREVIATIONS,))
    answer = MET if not unknown else PARTLY if len(unknown) <= len(explained) else NOT
    return Verdict(
        answer,
        (EXPLAINED, verdicts.LACKS) if unknown else (EXPLAINED,),
        {"n": len(explained), "all": everything, "lacks": verdicts.names(unknown)},
        verdicts.anchors(plan.places("glossary")),
    )


# --- the analysis ---------------------------------------------------------------------------------


def sources_named(plan: Plan) -> Verdict:
    """Figures and findings with a source."""
    units = [
        Unit(str(item.get("caption", "")), bool(item.get("source")), f"figuur-{number}")
        for number, item in plan.figures.items()
    ]
    for priority in plan.content.priorities:
        for found in priority.findings:
            name, fine = dutch(found.headline), bool(dutch(found.source))
            units.append(Unit(name, fine, priority_anchor(priority.pk)))
    return verdicts.of_units(units, FIGURE_SOURCES, NO_FIGURES)


def registered_figures(plan: Plan) -> Verdict:
    """Police, prosecution and municipality: as a source, or in a sentence with figures."""
    texts = list(plan.sources)
    for name, pattern in detecting.KEEPERS.items():
        lines = detecting.with_all((pattern, detecting.FIGURES), plan.text("analysis"))
        used = [line for line in lines if not detecting.UNUSED.search(line)]
        texts += [line for line in used if name != "gemeente" or _of_municipality(line)]
    found = detecting.found_in(detecting.KEEPERS, texts)
    return verdicts.of_found(
        found, tuple(detecting.KEEPERS), len(detecting.KEEPERS), _analysis(plan)
    )


def _of_municipality(line: str) -> bool:
    """Whether figures in a sentence are of the municipality, and not only about it."""
    return detecting.OF_MUNICIPALITY.search(line) is not None


def perceived_safety(plan: Plan) -> Verdict:
    """A survey among residents as a source, or at least words about perception."""
    text, where = plan.text("analysis"), verdicts.anchors(_analysis(plan))
    if detecting.SURVEY.search("\n".join((text, *plan.sources))):
        return Verdict(MET, (SURVEYED,), {}, where)
    if detecting.PERCEPTION.search("\n".join((text, *plan.captions))):
        return Verdict(PARTLY, (PERCEIVED,), {}, where)
    return Verdict(NOT, (NOT_PERCEIVED,), {}, where)


def trends(plan: Plan) -> Verdict:
    """Sentences and captions that say what rises or falls; two are enough."""
    lines = detecting.sentences("\n".join((plan.text("analysis"), *plan.captions)))
    n = len({line for line in lines if detecting.TREND.search(line)})
    answer = MET if n >= 2 else PARTLY if n else NOT
    return Verdict(answer, (TRENDS,), {"n": n}, verdicts.anchors(_analysis(plan)))


def _analysis(plan: Plan) -> list[str]:
    return [*plan.places("analysis"), *([FIGURES] if plan.figures else [])]


# --- following ------------------------------------------------------------------------------------


def action_plan(plan: Plan) -> Verdict:
    """The action plan, where a reader looks for it or elsewhere."""
    kinds = ("approach", "organisation", "monitoring")
    for part in plan.parts(*kinds):
        if detecting.ACTION_PLAN.search(part.text):
            return Verdict(MET, (LINKED,), {}, verdicts.anchors(plan.places(part.kind)))
    if detecting.ACTION_PLAN.search(plan.everything):
        return Verdict(PARTLY, (ELSEWHERE,), {}, verdicts.anchors(plan.places(*kinds)))
    return Verdict(NOT, (UNLINKED,), {}, verdicts.anchors(plan.places(*kinds)))


def monitoring_dates(plan: Plan) -> Verdict:
    """A rhythm, and a year in which the whole plan is evaluated."""
    text = plan.text("monitoring")
    found = [RHYTHM] if detecting.RHYTHM.search(text) else []
    if detecting.with_all((detecting.LOOKING_BACK, detecting.YEAR), text):
        found.append(FINAL)
    return verdicts.of_found(found, (RHYTHM, FINAL), 2, plan.places("monitoring"))


def monitoring_audience(plan: Plan) -> Verdict:
    """To whom is reported; the council has to be among them."""
    found = detecting.found_in(detecting.TOLD, [plan.text("monitoring")])
    council = next(iter(detecting.TOLD))
    where = plan.places("monitoring")
    if council in found or not found:
        return verdicts.of_found(found, (council,), 1, where)
    return verdicts.of_found(found, (council,), len(found) + 1, where)
