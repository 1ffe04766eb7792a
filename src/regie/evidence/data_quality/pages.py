"""What the pages of the quality desk show: plain values and tables for a template."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regie.evidence.data_quality import gathering, queries, questions, reasons, words
from regie.evidence.data_quality.gathering import Unplaced
from regie.evidence.data_quality.listing import Source
from regie.evidence.data_quality.models import Question
from regie.evidence.data_quality.queries import Desk, Judged
from regie.evidence.data_quality.rules import USES
from regie.evidence.data_quality.strips import Strip
from regie.evidence.sources.judgement import judge
from regie.foundation.areas import queries as areas
from regie.foundation.organizations.models import Municipality
from regie.policy.quality import known_problems, rhythm_of
from regie.ui.formats import number, percent, period
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
DEVIATING = 60


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"data_quality:{name}", kwargs={"gemeente": municipality.slug, **more})


def own_language(item: object, field: str) -> str:
    """A text of the policy in the reader's language."""
    english = get_language() == "en"
    return str(getattr(item, f"{field}_en" if english else field))


# --- the overview --------------------------------------------------------------------------------


def overview(desk: Desk, asked: Sequence[Question]) -> Page:
    """Every source with what it can be used for. 1 query."""
    waiting = queries.waiting(desk, asked)
    public = [s for s in desk.sources if not s.own]
    own = [s for s in desk.sources if s.own]
    return {
        "public": _sources(_("Openbare tabellen"), public, desk, waiting) if public else None,
        "own": _sources(_("Registraties van partners"), own, desk, waiting) if own else None,
    }


def _sources(
    caption: str, found: Sequence[Source], desk: Desk, waiting: Mapping[str, int]
) -> Table:
    columns = (
        Column(_("Bron")),
        Column(_("Actueel?")),
        *(Column(_(reasons.USES[use]).capitalize()) for use in USES),
        Column(_("Bevindingen")),
        Column(_("Open vragen"), numeric=True),
    )
    return Table(caption, columns, tuple(_source_row(s, desk, waiting) for s in found))


def _source_row(source: Source, desk: Desk, waiting: Mapping[str, int]) -> Row:
    lowest = desk.lowest(source)
    judged = desk.judge(source, lowest).general if lowest else None
    fresh = queries.fresh(source, desk.today)
    badge, kind = words.fresh_badge(fresh)
    verdict, verdict_kind = judge(source.main)
    none = [Cell(_("geen cijfers van uw gemeente")), Cell("–"), Cell("–")]
    return Row(
        (
            Cell(
                source.title,
                href=to("source", desk.municipality, slug=source.key),
                sub=f"{source.publisher}, {named(source)}",
            ),
            Cell(badge=badge, badge_kind=kind, sub=period(source.last_period)),
            *(words.verdict_badges(judged) if judged else none),
            Cell(badge=verdict, badge_kind=verdict_kind),
            number(waiting.get(source.key, 0)),
        ),
        key=source.key,
    )


def named(source: Source) -> str:
    """The number of the table, or how many editions there are."""
    if len(source.deliveries) > 1 and source.family == "kwb":
        return _("%(count)s edities") % {"count": len(source.deliveries)}
    return _("eigen registratie") if source.own else source.table_id


# --- one source ----------------------------------------------------------------------------------


def source_page(desk: Desk, source: Source, level: str, kind: str) -> Page:
    """One source: fresh, usable, covered, known problems. At most 2 queries for names."""
    levels = [x for x in gathering.levels_of(source) if x not in {"country", "region", "province"}]
    shown = levels if desk.lowest(source) else []
    judged = {name: desk.judge(source, name) for name in shown}
    chosen = judged.get(level) or (judged[shown[-1]] if shown else None)
    fresh = queries.fresh(source, desk.today)
    badge, badge_kind = words.fresh_badge(fresh)
    rhythm = rhythm_of(source.table_id, source.family)
    return {
        "heading": source.title,
        "fresh": {
            "badge": badge,
            "kind": badge_kind,
            "sentence": words.fresh_sentence(fresh),
            "note": own_language(rhythm, "note") if rhythm else "",
            "periods": f"{period(source.first_period)} – {period(source.last_period)}",
        },
        "verdicts": _verdicts(judged) if shown else None,
        "types": _deviating(source, chosen) if chosen else None,
        "strip": _strip(source, desk, chosen, kind) if chosen else None,
        "levels": [(name, words.level(name)) for name in shown],
        "level": chosen.level if chosen else "",
        "kinds": _kinds(source, chosen) if chosen else [],
        "unplaced": unplaced_table(source),
        "problems": _problems(source),
        "routes_url": to("routes", desk.municipality) if source.family == "offence" else "",
    }


def _problems(source: Source) -> Table | None:
    """What is known about a source and what Regie does about it."""
    rows = tuple(
        Row(
            (
                Cell(own_language(item, "name"), sub=own_language(item, "problem")),
                Cell(own_language(item, "treatment"), sub=item.source),
            )
        )
        for item in known_problems(source.table_id, source.family)
    )
    columns = (Column(_("Wat is er aan de hand?")), Column(_("Wat doet Regie?")))
    return Table(_("Wat is er bekend over deze bron?"), columns, rows) if rows else None


def _verdicts(judged: Mapping[str, Judged]) -> Table:
    columns = (
        Column(_("Niveau")),
        *(Column(_(reasons.USES[use]).capitalize()) for use in USES),
    )
    rows = tuple(
        Row((Cell(words.level(name)), *(words.verdict_cell(v) for v in found.general)))
        for name, found in judged.items()
        if found.general
    )
    return Table(_("Waarvoor zijn deze cijfers bruikbaar?"), columns, rows)


def _deviating(source: Source, judged: Judged) -> Table | None:
    """The kinds of figures that get another verdict than the source as a whole."""
    general = judged.general
    found = [
        (kind, verdicts)
        for kind, verdicts in judged.verdicts.items()
        if general and verdicts.answers != general.answers
    ]
    if not found:
        return None
    columns = (
        Column(_("Soort")),
        *(Column(_(reasons.USES[use]).capitalize()) for use in USES),
    )
    rows = tuple(
        Row((Cell(words.kind(kind, source.family)), *(words.verdict_cell(v) for v in verdicts)))
        for kind, verdicts in found[:DEVIATING]
    )
    return Table(
        _("Soorten met een ander oordeel, per %(level)s") % {"level": words.level(judged.level)},
        columns,
        rows,
    )


def _kinds(source: Source, judged: Judged) -> list[tuple[str, str]]:
    return [("|".join(kind), words.kind(kind, source.family)) for kind in judged.verdicts]


def _strip(source: Source, desk: Desk, judged: Judged, kind: str) -> Page | None:
    """The coverage of one kind of figure. 1 query for the names."""
    known = {"|".join(name): name for name in judged.verdicts}
    if not known:
        return None
    chosen = known.get(kind) or _usual(list(judged.verdicts))
    series = judged.yearly[chosen[0]]
    at = series.figures.categories.index(chosen[1])
    realm = source.manifest.realm
    names = areas.names(series.figures.areas, realm=realm)
    what = words.kind(chosen, source.family)
    strip = Strip(
        _("Dekking van %(kind)s per %(level)s en jaar")
        % {"kind": what, "level": words.level(judged.level)},
        _("Gebied"),
        series.years,
        [
            (names.get(code, code), series.states[row, at].tolist())
            for row, code in enumerate(series.figures.areas)
        ],
    )
    share = strip.share()
    return {
        "html": strip.html,
        "legend": strip.legend,
        "kind": "|".join(chosen),
        "sentence": _("%(kind)s: van de gebieden en jaren heeft %(share)s een cijfer.")
        % {"kind": what, "share": percent(100 * (share or 0.0), 0)},
        "provisional": _provisional(series),
    }


def _usual(kinds: Sequence[tuple[str, str]]) -> tuple[str, str]:
    return next((kind for kind in kinds if kind[1] == queries.TOTAL), kinds[0])


def _provisional(series: gathering.Yearly) -> str:
    """Which periods still change."""
    cube = series.figures
    found = [
        code
        for code, status in zip(cube.periods, cube.period_status, strict=True)
        if status != "definitive"
    ]
    if not found:
        return ""
    return _("Nog voorlopig: %(periods)s.") % {"periods": ", ".join(period(c) for c in found[-6:])}


def unplaced_table(source: Source) -> Table | None:
    """The share without a place by type and year; no queries."""
    found = gathering.unplaced(source)
    if found is None:
        return None
    order = np.argsort(-np.nan_to_num(found.shares).max(axis=1), kind="stable")
    newest = found.newest()
    columns = (
        Column(_("Soort")),
        *(Column(year, numeric=True) for year in found.years),
    )
    rows = tuple(_unplaced_row(source, found, int(at), newest) for at in order[:15])
    return Table(_("Aandeel waarvan de plaats niet bekend is, in heel het land"), columns, rows)


def _unplaced_row(
    source: Source, found: Unplaced, at: int, newest: Mapping[str, tuple[float, bool]]
) -> Row:
    code = found.categories[at]
    inflated = newest[code][1]
    name = words.category(code, source.family)
    return Row(
        (
            Cell(name, badge=_("nieuwste jaar hoog") if inflated else "", badge_kind="warning"),
            *(_share(value) for value in found.shares[at]),
        )
    )


def _share(value: float) -> str:
    return "–" if np.isnan(value) else percent(100 * float(value), 1)


# --- deliveries over time, and questions ---------------------------------------------------------


def history_table(found: Sequence[queries.History], municipality: Municipality) -> Table:
    """The quality of a source over its deliveries; no queries."""
    columns = (
        Column(_("Levering")),
        Column(_("Stand van de cijfers")),
        Column(_("Tot en met")),
        Column(_("Aandachtspunten"), numeric=True),
        Column(_("Goed om te weten"), numeric=True),
        Column(_("Veranderde cijfers"), numeric=True, hint=_("ten opzichte van de vorige")),
    )
    rows = tuple(_history_row(item, municipality) for item in found)
    return Table(_("Leveringen van deze bron, de nieuwste bovenaan"), columns, rows)


def _history_row(item: queries.History, municipality: Municipality) -> Row:
    delivery = item.delivery
    when = delivery.vintage or localtime(delivery.received_at)
    changed = (
        Cell(
            number(item.changed),
            href=reverse("vintages:differences", args=[municipality.slug, delivery.pk]),
        )
        if item.changed is not None
        else Cell("–")
    )
    replaced = delivery.replaced_by_id is not None
    report = reverse("sources:delivery", args=[municipality.slug, delivery.pk])
    return Row(
        (
            Cell(
                _("levering %(id)s") % {"id": delivery.pk},
                href=reverse("vintages:vintage", args=[municipality.slug, delivery.pk]),
                badge=_("vervangen") if replaced else "",
            ),
            words.day(when),
            period(delivery.last_period),
            Cell(number(item.serious), href=report),
            number(item.notes),
            changed,
        ),
        current=not replaced,
    )


def question_page(
    source: Source,
    municipality: Municipality,
    asked: Sequence[Question],
    suggested: Sequence[questions.Suggestion],
) -> Page:
    """The questions of one source: to be asked, asked, answered; no queries."""
    open_ones = [q for q in asked if q.state == "open"]
    lines = [item.words for item in suggested] + [question_words(q) for q in open_ones]
    text = questions.as_text(source.title, municipality.name, lines) if lines else ""
    return {
        "suggested": suggested,
        "open_questions": [(q, question_words(q)) for q in open_ones],
        "asked_questions": [(q, question_words(q)) for q in asked if q.state == "asked"],
        "done_questions": [
            (q, question_words(q)) for q in asked if q.state in {"answered", "dropped"}
        ],
        "question_text": text,
        "mail_url": questions.mail_address(source.title, text) if text else "",
    }


def question_words(question: Question) -> str:
    """A question in the reader's language; one's own text as it was written."""
    return question.text or _(question.sentence) % question.params
