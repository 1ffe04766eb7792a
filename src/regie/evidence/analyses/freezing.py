"""Everything a safety analysis says and rests on, as plain values that fit in one text.

The same values make the preview of a draft and the frozen edition. Nothing is calculated here;
sentences are made once, in both languages, so that an edition never changes its words.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.utils.timezone import localtime
from django.utils.translation import override

from regie.evidence.analyses.models import FrozenEdition, SafetyAnalysis
from regie.evidence.analyses.queries import content_of
from regie.evidence.analyses.rules import Scope, compare, scope_from
from regie.evidence.analyses.trend import frozen_trend
from regie.evidence.findings import beside, detail, rules, telling
from regie.evidence.findings.models import Finding, FindingKind
from regie.evidence.findings.pages import names_for
from regie.evidence.findings.queries import undecided
from regie.evidence.findings.subjects import by_code, themes_of
from regie.evidence.findings.telling import Names
from regie.evidence.indicators.ahead import figures_of
from regie.evidence.signals import words as verdicts
from regie.evidence.signals.queries import assessments, standing_of
from regie.evidence.sources.models import Delivery
from regie.evidence.street_knowledge.queries import accepted
from regie.evidence.wording import words
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import realm_of
from regie.foundation.cycles.queries import lessons
from regie.foundation.organizations.models import Municipality

FORM = 1
"""Raised when the stored form changes; older forms stay readable."""
LANGUAGES = ("nl", "en")
Plain = dict[str, Any]
P = ParamSpec("P")
Told = TypeVar("Told")


def both(tell: Callable[P, Told], *about: P.args, **more: P.kwargs) -> dict[str, Told]:
    """The same words in every language of the screen."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = tell(*about, **more)
    return found


def frozen(analysis: SafetyAnalysis, at: datetime | None = None, by: str = "") -> Plain:
    """The analysis as it stands now; published at a moment by a person, or else a preview.

    About 30 queries, and 4 more for every finding with a line over time.
    """
    town = analysis.municipality
    rows = [item.finding for item in _included(analysis)]
    names = names_for(rows, town)
    basis = standing_of(town).basis
    scope = scope_from(analysis.scope)
    plain = {
        "form": FORM,
        "number": analysis.number,
        "title": analysis.title,
        "country": both(lambda: names.country),
        "municipality": {"code": town.code, "slug": town.slug, "name": town.name},
        "published": _moment(at, by) if at else None,
        "cycle": analysis.cycle.name if analysis.cycle else "",
        "introduction": analysis.introduction,
        "evaluation": analysis.evaluation,
        "conclusion": analysis.conclusion,
        "stories": dict(analysis.stories),
        "lessons": [
            {"kind": item.kind, "text": item.text, "source": item.source} for item in lessons(town)
        ],
        "scope": {"text": scope.text, "not_used": [vars(item) for item in scope.not_used]},
        "themes": _themes(town, scope),
        "findings": [_finding(row, names) for row in rows],
        "trends": _trends(rows, town),
        "perceived": _perceived(town, scope, names),
        "surveys": _surveys(town, scope),
        "street": _street(town, scope, rows),
        "undecided": undecided(town),
        "basis": basis,
        "peers": _peers(town, basis),
        "deliveries": _deliveries(rows, basis),
    }
    return plain | _beside(analysis.previous, plain)


def _moment(at: datetime, by: str) -> Plain:
    return {"at": at.isoformat(), "day": localtime(at).date().isoformat(), "by": by}


def _included(analysis: SafetyAnalysis) -> Iterable[Any]:
    """In the order of themes, within a theme in the order people chose. 3 queries."""
    found = analysis.included.select_related("finding__municipality")
    found = found.prefetch_related("finding__merged__municipality", "finding__observations")
    return found.order_by("finding__position", "place", "finding__kind", "pk")


def _beside(previous: SafetyAnalysis | None, now: Plain) -> Plain:
    """Which edition came before, and what became of every finding in it. 1 query."""
    edition = FrozenEdition.objects.filter(analysis=previous).first() if previous else None
    if previous is None or edition is None:
        return {"previous": None, "changes": []}
    about = {"number": previous.number, "title": previous.title, "sha256": edition.sha256}
    turned = compare(content_of(edition), now)
    changes = [
        {"turn": t.turn.value, "key": t.key, "before": _glance(t.before), "after": _glance(t.after)}
        for t in turned
    ]
    return {"previous": about, "changes": changes}


def _glance(item: Mapping[str, Any] | None) -> Plain | None:
    return {name: item[name] for name in ("headline", "told", "theme")} if item else None


def _themes(town: Municipality, scope: Scope) -> list[Plain]:
    """Every theme with its field, its names and the choice that was made. 4 queries."""
    named = both(themes_of, town)
    return [
        {
            "code": code,
            "field": home,
            "name": {language: named[language].of(code) for language in LANGUAGES},
            "field_name": {lang: named[lang].fields.get(home, home) for lang in LANGUAGES},
            "included": choice.included,
            "why": choice.why,
        }
        for code, choice in scope.themes.items()
        for home in [named["nl"].home(code)]
    ]


# --- findings -------------------------------------------------------------------------------------


def _finding(row: Finding, names: Names) -> Plain:
    verdict = rules.verdict_from(row.verdict)
    definition = by_code().get(row.indicator)
    return {
        "id": row.pk,
        "key": row.key,
        "kind": row.kind,
        "direction": row.direction,
        "theme": row.theme,
        "indicator": row.indicator,
        "definition": definition.stored() if definition else None,
        "name": both(telling.subject, row),
        "headline": both(telling.headline, row, names),
        "told": both(telling.told, row, names),
        "lines": both(detail.two_lines, verdict),
        "why": both(detail.why_no_arrow, verdict, definition, names),
        "evidence": both(telling.evidence, row),
        "areas": [{"code": code, "name": names.of(code)} for code in row.areas],
        "confidence": row.confidence,
        "story": row.story,
        "other_sources": row.other_sources,
        "not_used": row.not_used,
        "decided_at": row.decided_at.isoformat() if row.decided_at else "",
        "merged": [both(telling.headline, m, names) for m in row.merged.all()],
        "observations": sorted(item.pk for item in row.observations.all()),
        "verdict": rules.stored(verdict),
    }


def _trends(rows: Iterable[Finding], town: Municipality) -> Plain:
    """The line over time behind findings about the whole municipality, once per indicator."""
    wanted = {row.indicator for row in rows if row.kind in {FindingKind.LEVEL, FindingKind.CHANGE}}
    found = figures_of(town.code)
    made = {code: frozen_trend(found, by_code()[code]) for code in sorted(wanted)}
    return {code: trend for code, trend in made.items() if trend is not None}


# --- what else is known ---------------------------------------------------------------------------


def _perceived(town: Municipality, scope: Scope, names: Names) -> list[Plain]:
    """The answers of the national survey for the whole municipality. 1 query."""
    chosen = {code for code, choice in scope.themes.items() if choice.included}
    asked = beside.questions(chosen)
    found = assessments(town, [item.code for item in asked])
    return [
        {
            "theme": item.theme,
            "indicator": item.code,
            "name": both(words.name, item),
            "told": both(verdicts.answer_sentences, one, item, names.town),
            "answer": rules.stored(rules.Verdict(answers=(one,)))["answers"][0],
        }
        for item in asked
        if item.code in found
        for one in found[item.code].answers
        if one.area == town.code
    ]


def _surveys(town: Municipality, scope: Scope) -> list[Plain]:
    """The newest answers to the municipality's own surveys. At most 6 queries."""
    return [
        {**view.as_json(), "told": both(beside.survey_sentence, view)}
        for theme, found in beside.own_survey(town).items()
        if scope.includes(theme)
        for view in found
    ]


def _street(town: Municipality, scope: Scope, rows: Iterable[Finding]) -> list[Plain]:
    """Street knowledge that every member may read; what is confidential is not published."""
    linked = {item.pk for row in rows for item in row.observations.all()}
    chosen = (view for view in accepted(town) if scope.includes(view.theme) or view.pk in linked)
    return [view.as_json() for view in chosen]


# --- what it rests on -----------------------------------------------------------------------------


def _peers(town: Municipality, basis: Mapping[str, Any]) -> list[Plain]:
    """The comparable municipalities, the nearest first. 1 query."""
    codes = list(basis.get("peers", ()))
    named = areas.names(codes, realm=realm_of(town.code)) if codes else {}
    return [{"code": code, "name": named.get(code, code)} for code in codes]


def _deliveries(rows: Iterable[Finding], basis: Mapping[str, Any]) -> list[Plain]:
    """The deliveries under the findings, and those that could have answered. 1 query."""
    used = {number for row in rows for number in row.verdict.get("deliveries", ())}
    found = Delivery.objects.filter(pk__in=used | set(basis.get("deliveries", ())))
    return [
        {
            "id": item.pk,
            "table": item.dataset.table_id if item.dataset else "",
            "title": item.dataset.title if item.dataset else item.file_name,
            "publisher": item.dataset.publisher if item.dataset else "",
            "licence": item.dataset.licence if item.dataset else "",
            "sha256": item.sha256,
            "vintage": item.vintage.isoformat() if item.vintage else "",
            "received": item.received_at.date().isoformat(),
            "classification_year": item.classification_year,
            "first_period": item.first_period,
            "last_period": item.last_period,
            "used": item.pk in used,
        }
        for item in found.select_related("dataset").order_by("pk")
    ]
