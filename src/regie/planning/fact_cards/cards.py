"""A fact card: what is known of one or more themes, on one screen of a telephone.

The words come from the rooms that know: findings, signals, surveys and street knowledge. A card is
made in every language and of plain values, so that who keeps it can freeze it: later figures then
do not change a running session.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.appraisal.rules import Assessment
from regie.evidence.diagnosis import drawings
from regie.evidence.diagnosis.queries import indicator_view
from regie.evidence.findings import beside, rules, telling
from regie.evidence.findings.models import Finding
from regie.evidence.findings.pages import names_for
from regie.evidence.findings.rules import Verdict, verdict_from
from regie.evidence.findings.subjects import by_code
from regie.evidence.findings.telling import Names
from regie.evidence.indicators.definitions import PERCEPTION, Definition
from regie.evidence.signals import words as verdicts
from regie.evidence.signals.queries import assessments, standing_of
from regie.evidence.sources.models import Delivery
from regie.evidence.street_knowledge.models import Observation, ObservationState, Visibility
from regie.evidence.surveys.queries import AnswerView
from regie.evidence.wording import sentences, words
from regie.foundation.organizations.models import Municipality
from regie.ui.charts import BreakMark, Drawn, Line, Point, TrendChart, draw_trend

Page = dict[str, Any]
MOST_LINES, MOST_HEADLINES = 4, 6
WORRYING = frozenset({rules.HIGHER, rules.UP})
WHOLE = frozenset({rules.Kind.LEVEL, rules.Kind.CHANGE})


@dataclass(frozen=True)
class Material:
    """Everything the cards of one session are made from, asked once.

    `public` is true when others than members read the cards.
    """

    municipality: Municipality
    names: Names
    verdicts: Mapping[str, Assessment]
    own_survey: Mapping[str, Sequence[AnswerView]]
    street: Mapping[str, Sequence[str]]
    public: bool
    sources: Mapping[int, str]
    as_of: datetime | None


def material(town: Municipality, findings: Sequence[Finding], *, public: bool) -> Material:
    """What the cards on these findings need. At most 12 queries."""
    return Material(
        municipality=town,
        names=names_for(findings, town),
        verdicts=assessments(town),
        own_survey=beside.own_survey(town),
        street=_street(town),
        public=public,
        sources=_sources(findings),
        as_of=standing_of(town).computed_at,
    )


def _street(municipality: Municipality) -> dict[str, list[str]]:
    """Titles of what every member may read, by theme. 1 query."""
    rows = Observation.objects.filter(
        municipality=municipality,
        state=ObservationState.ACCEPTED,
        visibility=Visibility.MEMBERS,
    )
    found: dict[str, list[str]] = defaultdict(list)
    for theme, title in rows.order_by("-made_at").values_list("theme", "title"):
        found[theme].append(title)
    return found


def _sources(findings: Iterable[Finding]) -> dict[int, str]:
    """Who published what verdicts rest on, by delivery. 1 query."""
    numbers = {pk for item in findings for pk in item.verdict.get("deliveries", ())}
    rows = Delivery.objects.filter(pk__in=numbers)
    return {
        pk: publisher or name
        for pk, publisher, name in rows.values_list("pk", "dataset__publisher", "file_name")
    }


# --- making ---------------------------------------------------------------------------------------


def card_of(findings: Sequence[Finding], themes: Collection[str], known: Material) -> Page:
    """The card in every language, as it is frozen. No queries beside those of the figure."""
    card: Page = {"made_at": timezone.now().isoformat()}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            card[code] = _in_language(findings, themes, known)
    return card


def _in_language(findings: Sequence[Finding], themes: Collection[str], known: Material) -> Page:
    main = _main(findings)
    about = {"name": words.name(main[0]) if main else ""}
    sections = [
        (_("%(name)s: naast andere gemeenten") % about, _peers(main, known)),
        (_("%(name)s: hoe het gaat") % about, _trend(main, known)),
        (_("Op een paar plekken"), _places(findings)),
        (_("Wat bewoners zeggen"), _perceived(findings, themes, known)),
        (_("Wat er in de straat is gezien"), _seen(themes, known)),
    ]
    headlines = [telling.headline(item, known.names) for item in findings]
    more = len(headlines) - MOST_HEADLINES
    rest = ngettext("En nog %(n)s bevinding.", "En nog %(n)s bevindingen.", more) % {"n": more}
    return {
        "headlines": headlines[:MOST_HEADLINES] + ([rest] if more > 0 else []),
        "without": "" if headlines else _without(themes, known),
        "sections": [{"title": title, "lines": lines} for title, lines in sections if lines],
        "chart": _chart(main, known),
        "source": _source_line(findings, known),
    }


def _main(findings: Sequence[Finding]) -> tuple[Definition, Verdict] | None:
    """The finding that the figure and the comparison are of: one that is counted, for the whole
    municipality rather than for a place, and higher or rising before anything else."""
    counted = [
        (item, definition)
        for item in findings
        if (definition := by_code().get(item.indicator)) and definition.kind != PERCEPTION
    ]
    counted.sort(key=lambda pair: (pair[0].direction not in WORRYING, pair[0].kind not in WHOLE))
    return next(((known, verdict_from(item.verdict)) for item, known in counted), None)


def _peers(main: tuple[Definition, Verdict] | None, known: Material) -> list[str]:
    level = main[1].level if main else None
    if main is None or level is None:
        return []
    said = verdicts.level_sentences(level, main[0], known.names.town, local=False)
    return [*said[:2], *said[3:]]


def _trend(main: tuple[Definition, Verdict] | None, known: Material) -> list[str]:
    change = main[1].change if main else None
    if main is None or change is None:
        return []
    definition = main[0]
    said = verdicts.change_sentences(change, definition, known.names.town)
    with_controls = definition.reporting in {"enforcement", "mixed"}
    return [*said, *([sentences.caution(definition)] if said and with_controls else [])]


def _places(findings: Sequence[Finding]) -> list[str]:
    """What happens mostly in a few neighbourhoods, each indicator once."""
    lines: dict[str, str] = {}
    for finding in findings:
        spread = verdict_from(finding.verdict).concentration
        definition = by_code().get(finding.indicator)
        if definition is not None and spread is not None and spread.concentrated:
            said = verdicts.concentration_sentence(spread)
            lines[definition.code] = f"{words.name(definition)}: {said}"
    return list(lines.values())[:MOST_LINES]


def _perceived(findings: Sequence[Finding], themes: Collection[str], known: Material) -> list[str]:
    """The answers of the whole municipality to the national and its own surveys."""
    lines = []
    asked = [*beside.questions(themes), *_asked_in(findings)]
    for item in dict.fromkeys(asked):
        answers = known.verdicts[item.code].answers if item.code in known.verdicts else ()
        own = next((a for a in answers if a.area == known.municipality.code), None)
        if own is not None:
            said = verdicts.answer_sentences(own, item, known.names.town)
            lines.append(" ".join([_("%(name)s:") % {"name": words.name(item)}, *said]))
    for theme in themes:
        for view in known.own_survey.get(theme, ()):
            lines.append(f"{view.question}: {beside.survey_sentence(view)}")
    return lines[:MOST_LINES]


def _asked_in(findings: Sequence[Finding]) -> list[Definition]:
    found = [by_code().get(item.indicator) for item in findings]
    return [item for item in found if item is not None and item.kind == PERCEPTION]


def _seen(themes: Collection[str], known: Material) -> list[str]:
    """Titles for members; for a session that is open to everybody only how many there are."""
    titles = [title for theme in themes for title in known.street.get(theme, ())]
    if not titles:
        return []
    n = len(titles)
    if known.public:
        text = ngettext(
            "Partners meldden hierover %(n)s waarneming.",
            "Partners meldden hierover %(n)s waarnemingen.",
            n,
        )
        return [text % {"n": n}]
    more = n - MOST_LINES
    rest = ngettext("En nog %(n)s waarneming.", "En nog %(n)s waarnemingen.", more) % {"n": more}
    return titles[:MOST_LINES] + ([rest] if more > 0 else [])


def _without(themes: Collection[str], known: Material) -> str:
    """No figures is not zero; and figures without a finding are not nothing."""
    themed = [item for item in by_code().values() if item.theme in themes]
    if any(item.code in known.verdicts for item in themed):
        return _("Over dit thema zijn cijfers, maar er is geen bevinding bevestigd.")
    return _("Over dit thema zijn geen cijfers. Dat betekent niet dat er niets gebeurt.")


def _source_line(findings: Sequence[Finding], known: Material) -> str:
    """Who delivered the figures, and when they were judged; "" without figures."""
    numbers = {pk for item in findings for pk in item.verdict.get("deliveries", ())}
    from_ = sorted({known.sources[pk] for pk in numbers if pk in known.sources})
    if not from_:
        return ""
    if known.as_of is None:
        return _("Bron: %(publishers)s.") % {"publishers": words.listed(from_)}
    moment = date_format(timezone.localtime(known.as_of), "j F Y")
    about = {"publishers": words.listed(from_), "day": moment}
    return _("Bron: %(publishers)s, beoordeeld op %(day)s.") % about


# --- the figure -----------------------------------------------------------------------------------


def _chart(main: tuple[Definition, Verdict] | None, known: Material) -> Page | None:
    """The line of the municipality beside the country, as values; None without figures."""
    if main is None:
        return None
    definition, _verdict = main
    view = indicator_view(known.municipality.code, definition.slug)
    if view is None or view.series.latest is None:
        return None
    title = words.name(definition)
    chart = drawings.trend_chart(view.series, known.names.town, view.beside[:1], title)
    return asdict(chart)


def drawn(chart: Mapping[str, Any] | None) -> Drawn | None:
    """The figure of a card, drawn from its frozen values; None without one."""
    if not chart:
        return None
    lines = tuple(
        Line(line["label"], tuple(Point(**point) for point in line["points"]), line["role"])
        for line in chart["lines"]
    )
    breaks = tuple(BreakMark(**mark) for mark in chart["breaks"])
    return draw_trend(TrendChart(**{**chart, "lines": lines, "breaks": breaks}))


def in_language(card: Mapping[str, Any]) -> Page:
    """The card in the language of the reader, with its figure drawn."""
    said = dict(card.get(translation.get_language() or "nl") or card.get("nl") or {})
    return said | {"drawn": drawn(said.get("chart"))}
