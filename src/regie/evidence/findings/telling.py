"""What a finding says, in the reader's language, from its verdict. No verdict is made here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.findings import rules
from regie.evidence.findings.models import Finding
from regie.evidence.findings.rules import Kind, Verdict
from regie.evidence.findings.subjects import by_code
from regie.evidence.indicators.definitions import Definition
from regie.evidence.signals import words as verdicts
from regie.evidence.wording import sentences, words

COUNTED = frozenset({Kind.LEVEL, Kind.CHANGE, Kind.PLACE_LEVEL, Kind.PLACE_CHANGE})
MOST_ANSWERS = 6


@dataclass(frozen=True)
class Names:
    """What the areas of a municipality are called; `nation` is the Dutch name of the country."""

    town: str
    code: str
    nation: str
    areas: Mapping[str, str] = field(default_factory=dict)

    @property
    def country(self) -> str:
        """The name of the country in the reader's language."""
        return _(self.nation)

    def of(self, code: str) -> str:
        """The name of an area; its code when nobody knows it."""
        return self.town if code == self.code else self.areas.get(code, code)

    def listed(self, codes: Iterable[str], most: int = rules.SHOWN) -> str:
        """ "Markt, Haven en 3 andere plekken"."""
        every = list(codes)
        shown, more = every[:most], len(every[most:])
        names = [self.of(code) for code in shown]
        if not more:
            return words.listed(names)
        rest = ngettext("%(n)s andere plek", "%(n)s andere plekken", more) % {"n": more}
        return words.listed([*names, rest])


def subject(finding: Finding) -> str:
    """What it is about: the name of the indicator; "" for a finding of one's own."""
    definition = by_code().get(finding.indicator)
    return words.name(definition) if definition else finding.indicator


def headline(finding: Finding, names: Names) -> str:
    """One line: the words of a person when there are, else what the verdict says.

    Types that are found by looking are registered more or less often, not higher or lower.
    """
    about = {"name": subject(finding), "places": names.listed(finding.areas or [names.code], 3)}
    found = by_code().get(finding.indicator)
    known = _headlines(looked_for=found is not None and found.reporting == "enforcement")
    pattern = known.get((finding.kind, finding.direction)) or known.get((finding.kind, ""))
    return finding.headline or (pattern or "%(name)s") % about


def _headlines(*, looked_for: bool) -> Mapping[tuple[str, str], str]:
    counted = {
        ("level", rules.HIGHER): _("%(name)s: hoger dan in vergelijkbare gemeenten"),
        ("level", rules.LOWER): _("%(name)s: lager dan in vergelijkbare gemeenten"),
        ("change", rules.UP): _("%(name)s: gestegen"),
        ("change", rules.DOWN): _("%(name)s: gedaald"),
    }
    if looked_for:
        counted = {
            ("level", rules.HIGHER): _("%(name)s: vaker geregistreerd dan elders"),
            ("level", rules.LOWER): _("%(name)s: minder vaak geregistreerd dan elders"),
            ("change", rules.UP): _("%(name)s: vaker geregistreerd dan eerst"),
            ("change", rules.DOWN): _("%(name)s: minder vaak geregistreerd dan eerst"),
        }
    return counted | {
        ("place_level", rules.HIGHER): _("%(name)s: hoger in %(places)s"),
        ("place_change", rules.UP): _("%(name)s: gestegen in %(places)s"),
        ("place_change", rules.DOWN): _("%(name)s: gedaald in %(places)s"),
        ("concentration", ""): _("%(name)s: vooral in een paar buurten"),
        ("perceived", rules.WORSE): _("%(name)s: bewoners oordelen slechter"),
        ("perceived", rules.BETTER): _("%(name)s: bewoners oordelen beter"),
        ("perceived", rules.HIGHER): _("%(name)s: hoger dan in heel het land"),
        ("perceived", rules.LOWER): _("%(name)s: lager dan in heel het land"),
        ("perception_gap", ""): _("Beleving en registratie lopen uiteen: %(places)s"),
        ("data_problem", ""): _("Nullen die niet kunnen kloppen"),
    }


# --- sentences ------------------------------------------------------------------------------------


def told(finding: Finding, names: Names) -> list[str]:
    """What the verdict of a finding says, in short sentences."""
    return told_of(finding, rules.verdict_from(finding.verdict), names)


def told_of(finding: Finding, verdict: Verdict, names: Names) -> list[str]:
    """The same of another verdict of the same finding, such as the newest."""
    definition = by_code().get(finding.indicator)
    tell = _TELL.get(finding.kind)
    if definition is None or tell is None:
        return []
    said = [*tell(verdict, definition, names), caution(finding, definition)]
    return [sentence for sentence in said if sentence]


def caution(finding: Finding, definition: Definition) -> str:
    """How a type that moves with controls may be read; "" for others."""
    moves = definition.reporting in {"enforcement", "mixed"}
    return sentences.caution(definition) if moves and finding.kind in COUNTED else ""


def evidence(finding: Finding) -> list[str]:
    """The indicators that say the same, by name."""
    known = by_code()
    return [words.name(known[code]) for code in finding.evidence if code in known]


def _level(verdict: Verdict, definition: Definition, names: Names) -> list[str]:
    if verdict.level is None:
        return []
    return verdicts.level_sentences(verdict.level, definition, names.town, local=False)


def _change(verdict: Verdict, definition: Definition, names: Names) -> list[str]:
    if verdict.change is None:
        return []
    said = verdicts.change_sentences(verdict.change, definition, names.town)
    said.append(verdicts.net_sentence(verdict.change, names.country))
    slope = verdict.slope
    return [*said, verdicts.slope_sentence(slope)] if slope and slope.per_year is not None else said


def _hot_places(verdict: Verdict, definition: Definition, names: Names) -> list[str]:
    shown = verdict.places[: rules.SHOWN]
    spread = verdict.concentration
    return [
        *(verdicts.place_sentence(place, names.of(place.area)) for place in shown),
        _more(len(verdict.places) - len(shown)),
        verdicts.concentration_sentence(spread) if spread and spread.concentrated else "",
    ]


def _moving_places(verdict: Verdict, definition: Definition, names: Names) -> list[str]:
    shown = verdict.places[: rules.SHOWN]
    lines = [
        _("%(name)s: %(change)s.")
        % {"name": names.of(p.area), "change": verdicts.short_change(p.change)}
        for p in shown
    ]
    return [*lines, _more(len(verdict.places) - len(shown))]


def _more(n: int) -> str:
    if n <= 0:
        return ""
    return ngettext("En nog %(n)s plek.", "En nog %(n)s plekken.", n) % {"n": n}


def _concentration(verdict: Verdict, definition: Definition, names: Names) -> list[str]:
    spread = verdict.concentration
    if spread is None:
        return []
    where = _("Het zijn: %(places)s.") % {"places": names.listed(spread.top)} if spread.top else ""
    return [verdicts.concentration_sentence(spread), where]


def _perceived(verdict: Verdict, definition: Definition, names: Names) -> list[str]:
    lines: list[str] = []
    for answer in verdict.answers[:MOST_ANSWERS]:
        lines += verdicts.answer_sentences(answer, definition, names.of(answer.area))
        if answer.higher_than_country:
            lines.append(_("Dat is hoger dan in %(country)s.") % {"country": names.country})
        if answer.lower_than_country:
            lines.append(_("Dat is lager dan in %(country)s.") % {"country": names.country})
    return lines


def _gap(verdict: Verdict, definition: Definition, names: Names) -> list[str]:
    """Every question with its answer; what was registered once per place."""
    lines = [verdicts.gap_sentence(verdict.gaps[0].kind)] if verdict.gaps else []
    for gap in verdict.gaps[:MOST_ANSWERS]:
        asked = by_code().get(gap.question, definition)
        about = {"name": words.name(asked)}
        said = verdicts.answer_sentences(gap.answer, asked, names.of(gap.area))
        lines.append(" ".join([_("%(name)s:") % about, *said]))
    for area, change in {gap.area: gap.registered for gap in verdict.gaps}.items():
        about = {"name": names.of(area), "change": verdicts.short_change(change)}
        lines.append(_("Misdrijven die slachtoffers meldden in %(name)s: %(change)s.") % about)
    return lines


def _problem(verdict: Verdict, definition: Definition, names: Names) -> list[str]:
    codes = [problem.partition(":")[2] for problem in verdict.problems]
    return [
        _("In de jaren ervoor werd hier geregeld geteld. Nu staat er precies nul."),
        _("Het gaat om: %(places)s.") % {"places": names.listed(dict.fromkeys(codes))},
        _("Vraag de bron of er cijfers ontbreken. Tot dan trekken we er geen conclusie uit."),
    ]


_TELL: Mapping[str, Callable[[Verdict, Definition, Names], list[str]]] = {
    Kind.LEVEL: _level,
    Kind.CHANGE: _change,
    Kind.PLACE_LEVEL: _hot_places,
    Kind.PLACE_CHANGE: _moving_places,
    Kind.CONCENTRATION: _concentration,
    Kind.PERCEIVED: _perceived,
    Kind.GAP: _gap,
    Kind.DATA: _problem,
}
