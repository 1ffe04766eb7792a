"""The figures a score can rest on, taken from verdicts; nothing is counted again here.

Only figures that say something about safety give a score. Types that are found by looking rise
with controls, so their number says nothing: there people judge.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from regie.evidence.appraisal.rules import Answer, Assessment, Change, Level, Word
from regie.evidence.findings.models import Finding
from regie.evidence.findings.rules import verdict_from
from regie.evidence.findings.subjects import by_code
from regie.evidence.indicators.definitions import PERCEPTION, Definition, definitions
from regie.evidence.wording import words
from regie.planning.fact_cards import rules
from regie.planning.fact_cards.rules import Figure, count_limits, worse_ratio
from regie.ui.formats import fitting_decimals, number

Verdicts = Mapping[str, Assessment]


def figures_of(
    findings: Sequence[Finding], themes: Collection[str], verdicts: Verdicts, area: str
) -> list[Figure]:
    """What the findings of a candidate say; without a counted one, what its themes say.

    `area` is the code of the municipality: an answer of one district says nothing of the whole.
    """
    counted = [figure for item in findings for figure in _of_finding(item)]
    if not counted:
        counted = [figure for item in _of_themes(themes) for figure in _counted(item, verdicts)]
    asked = _asked(findings, themes)
    return [*counted, *(figure for item in asked for figure in _felt(item, verdicts, area))]


def _of_finding(finding: Finding) -> Iterator[Figure]:
    definition = by_code().get(finding.indicator)
    if definition is not None and _tells(definition):
        verdict = verdict_from(finding.verdict)
        yield from _pair(definition, verdict.level, verdict.change)


def _of_themes(themes: Collection[str]) -> list[Definition]:
    """The indicators of some themes that can be counted; sums that hide their parts stay out."""
    return [
        item for item in definitions() if item.theme in themes and _tells(item) and not item.total
    ]


def _tells(definition: Definition) -> bool:
    return definition.reporting != "enforcement" and definition.kind != PERCEPTION


def _counted(definition: Definition, verdicts: Verdicts) -> Iterator[Figure]:
    verdict = verdicts.get(definition.code)
    if verdict is not None:
        yield from _pair(definition, verdict.level, verdict.change)


def _pair(definition: Definition, level: Level | None, change: Change | None) -> Iterator[Figure]:
    """How much beside comparable municipalities, and how it went."""
    sigma = change.sigma if change else None
    if level is not None and level.word is not Word.TOO_LITTLE:
        limits = count_limits(level.observed, level.expected, sigma)
        if limits is not None:
            yield _figure(rules.EXTENT, definition, limits)
    if change is not None and change.ratio is not None and change.expected is not None:
        low, high = change.ratio_low, change.ratio_high
        ends = (change.ratio if low is None else low, change.ratio if high is None else high)
        yield _figure(rules.TREND, definition, (change.ratio, *ends))


def _asked(findings: Sequence[Finding], themes: Collection[str]) -> list[Definition]:
    """The questions of the national survey that belong to a candidate."""
    own = {item.indicator for item in findings}
    return [
        item
        for item in definitions()
        if item.kind == PERCEPTION and (item.theme in themes or item.code in own)
    ]


def _felt(definition: Definition, verdicts: Verdicts, area: str) -> Iterator[Figure]:
    verdict = verdicts.get(definition.code)
    answers: tuple[Answer, ...] = verdict.answers if verdict else ()
    own = next((answer for answer in answers if answer.area == area), None)
    if own is None:
        return
    limits = worse_ratio(
        own.value, own.low, own.high, own.beside, higher_is_worse=definition.higher_is != "safer"
    )
    if limits is not None:
        yield _figure(rules.PERCEPTION, definition, limits)


def _figure(criterion: str, definition: Definition, limits: tuple[float, float, float]) -> Figure:
    ratio, low, high = limits
    return Figure(criterion=criterion, name=definition.code, ratio=ratio, low=low, high=high)


def why(criterion: str, indicator: str, ratio: float) -> str:
    """What a score by the figures rests on, in one sentence; "" for an unknown indicator."""
    definition = by_code().get(indicator)
    if definition is None:
        return ""
    about = {"name": words.name(definition), "ratio": number(ratio, fitting_decimals([ratio]))}
    told = {
        rules.EXTENT: _("%(name)s: %(ratio)s keer het aantal in vergelijkbare gemeenten."),
        rules.TREND: _("%(name)s: %(ratio)s keer het aantal van de jaren ervoor."),
        rules.PERCEPTION: _("%(name)s: %(ratio)s keer zo ongunstig als in heel het land."),
    }
    return told[criterion] % about if criterion in told else ""
