"""Readings as tables for a page, and the lines that say where they come from."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from regie.evidence.diagnosis.desk import Desk
from regie.evidence.diagnosis.verdicts import verdict_of
from regie.evidence.indicators.comparison import BenchmarkView
from regie.evidence.indicators.overview import Entry
from regie.evidence.indicators.parts import AreaReading, AreaRow, AreasView
from regie.evidence.indicators.perceived import SurveyView
from regie.evidence.indicators.rules import Reading, Reason, Segment
from regie.evidence.indicators.series import SeriesView
from regie.evidence.signals.pages import change_cell, level_cell
from regie.evidence.sources.queries import DeliveryRef
from regie.evidence.wording import sentences, words
from regie.ui.formats import number, period
from regie.ui.tables import Cell, Column, Row, Table


def entries(at: Desk, items: Sequence[Entry], caption: str) -> Table:
    """Indicators as rows: newest count, rate with interval, beside the country, since last year."""
    return Table(
        caption,
        (
            Column(_("Indicator")),
            Column(_("Aantal"), numeric=True),
            Column(_("Naar verhouding"), numeric=True),
            Column(at.country, numeric=True),
            *_judgements(at),
        ),
        tuple(_entry(at, item) for item in items),
    )


def _judgements(at: Desk) -> tuple[Column, Column]:
    """The columns of the verdicts, or of the plain comparisons where there are none."""
    if at.verdicts:
        return (
            Column(_("Naast vergelijkbare gemeenten")),
            Column(_("Ontwikkeling"), hint=_("12 maanden naast de jaren ervoor")),
        )
    return (
        Column(_("Vergeleken met %(country)s") % {"country": at.country}),
        Column(_("Vergeleken met een jaar eerder")),
    )


def _entry(at: Desk, item: Entry) -> Row:
    name = Cell(words.name(item.definition), at.links.indicator(item.definition.slug))
    if item.survey and item.survey.latest:
        return _answer(item, item.survey, item.survey.latest, name)
    reading = item.reading
    if item.series is None or reading is None:
        return Row((name, Cell(_("niet beschikbaar"), sub=_why_not(item)), "", "", "", ""))
    return Row(
        (
            name,
            Cell(words.count(reading), sub=period(reading.period), **_badge(reading)),
            _rate(reading, words.unit(item.series.denominator)),
            words.rate(item.country) if item.country else "",
            *_judged(at, item, item.series),
        )
    )


def _judged(at: Desk, item: Entry, series: SeriesView) -> tuple[Cell, Cell]:
    verdict = verdict_of(at, item)
    if verdict is None:
        return (_comparison(item), Cell(sentences.change_short(series)))
    return (level_cell(verdict.level), change_cell(verdict.change))


def _answer(item: Entry, view: SurveyView, latest: Reading, name: Cell) -> Row:
    before = view.previous
    return Row(
        (
            name,
            Cell("–", sub=period(latest.period)),
            Cell(
                number(latest.rate, item.definition.decimals),
                sub=sentences.answer_sub(item.definition, latest),
            ),
            number(item.country.rate, item.definition.decimals) if item.country else "",
            words.short_standing(item.standing),
            sentences.against(latest, before)
            if before
            else _("geen eerder jaar om mee te vergelijken"),
        )
    )


def _why_not(item: Entry) -> str:
    if not item.definition.available:
        return _("niet uit deze bronnen")
    newest = item.series.newest if item.series else None
    return words.reason(newest.reason if newest else Reason.NOT_OBSERVED)


def _rate(reading: Reading, unit: str) -> Cell:
    if reading.rate is None:
        return Cell("–", sub=words.reason(reading.reason))
    indicative = {"badge": _("indicatief"), "badge_kind": "warning"} if reading.indicative else {}
    return Cell(words.rate(reading), sub=f"{unit}; {words.interval(reading)}", **indicative)


def _badge(reading: Reading) -> dict[str, str]:
    if reading.doubtful:
        return {"badge": _("verdachte nul"), "badge_kind": "warning"}
    return {"badge": _("voorlopig")} if reading.provisional else {}


def _comparison(item: Entry) -> Cell:
    text = words.short_standing(item.standing)
    if item.definition.reporting == "enforcement":
        return Cell(text, sub=_("hangt af van controles"))
    return Cell(text)


def readings(view: SeriesView, beside: Sequence[BenchmarkView], caption: str) -> Table:
    """Every period of a series with all values, states and remarks, newest first."""
    columns = (
        Column(_("Periode")),
        Column(_("Aantal"), numeric=True),
        Column(words.unit(view.denominator), numeric=True),
        Column(_("95%-interval"), numeric=True),
        *(Column(item.label, numeric=True) for item in beside),
        Column(_("Opmerking")),
    )
    others = [{item.period: item for item in other.readings} for other in beside]
    rows = [_period(view, others, at) for at in range(len(view.readings))]
    return Table(caption, columns, tuple(reversed(rows)))


def _period(view: SeriesView, beside: Sequence[dict[str, Reading]], at: int) -> Row:
    reading = view.readings[at]
    notes = [*words.remarks(reading), *_mixed(view.segments, at)]
    if reading.rate is None:
        notes.append(words.reason(reading.reason))
    others = (other.get(reading.period) for other in beside)
    return Row(
        (
            period(reading.period),
            words.count(reading),
            words.rate(reading) if reading.known else "–",
            words.interval(reading) or "–",
            *(words.rate(other) if other and other.known else "–" for other in others),
            "; ".join(notes),
        )
    )


def _mixed(parts: Sequence[Segment], at: int) -> list[str]:
    """The remark on a period in whose middle the definition changed."""
    inside = next(part for part in parts if part.start <= at < part.stop)
    return [_("de telling veranderde in deze periode")] if inside.mixed else []


def answers(view: SurveyView, beside: Sequence[tuple[str, SurveyView]], caption: str) -> Table:
    """Every survey year with its margins, newest first."""
    columns = (
        Column(_("Jaar")),
        Column(_("Antwoord"), numeric=True),
        Column(_("95%-marge"), numeric=True),
        *(Column(label, numeric=True) for label, _view in beside),
        Column(_("Opmerking")),
    )
    return Table(
        caption,
        columns,
        tuple(
            Row(
                (
                    period(item.period),
                    sentences.answer(view.definition, item),
                    sentences.answer_interval(view.definition, item) or "–",
                    *(_answer_of(other, item.period) for _label, other in beside),
                    "" if item.known else sentences.survey_reason(item.reason),
                )
            )
            for item in reversed(view.readings)
        ),
    )


def _answer_of(view: SurveyView, when: str) -> str:
    item = view.at(when)
    return sentences.answer(view.definition, item) if item else "–"


def areas(at: Desk, view: AreasView, slug: str, caption: str, current: str) -> Table:
    """All areas of a map, in order of code: no ranking."""
    columns = (
        Column(_("Gebied")),
        Column(_("Aantal"), numeric=True),
        Column(words.unit(view.denominator), numeric=True),
        Column(_("95%-interval"), numeric=True),
        Column(_("Opmerking")),
    )
    rows = tuple(_area(at, view, slug, item, current) for item in view.areas)
    return Table(caption, columns, rows)


def _area(at: Desk, view: AreasView, slug: str, item: AreaReading, current: str) -> Row:
    name = Cell(at.places.name(item.area), at.links.indicator(slug, area=item.area))
    here = item.area == current
    if item.reading is None:
        count = "–" if item.count is None else number(item.count)
        why = words.doubt(item.newest) or words.reason(item.reason)
        return Row((name, count, "–", "–", why), item.area, here)
    notes = words.remarks(item.reading)
    if item.years > 1:
        notes.append(_("gemiddelde van %(n)s jaar") % {"n": item.years})
    return Row(
        (
            name,
            number(item.reading.count),
            words.rate(item.reading),
            words.interval(item.reading),
            "; ".join(notes),
        ),
        item.area,
        here,
    )


def area_rows(at: Desk, code: str, rows: Sequence[AreaRow]) -> Table:
    """Every indicator with at least one count in an area, beside what lies around it."""
    around = at.country if code == at.found.municipality else at.name
    columns = (
        Column(_("Indicator")),
        Column(_("Aantal in die jaren"), numeric=True),
        Column(_("Gemiddeld per jaar"), numeric=True),
        Column(around, numeric=True),
        Column(_("Vergeleken met %(name)s") % {"name": around}),
    )
    shown = (row for row in rows if _counted(row))
    return Table(
        _("Indicatoren in %(area)s") % {"area": at.places.name(code)},
        columns,
        tuple(_area_row(at, code, row) for row in shown),
    )


def _area_row(at: Desk, code: str, row: AreaRow) -> Row:
    name = Cell(words.name(row.definition), at.links.indicator(row.definition.slug, area=code))
    if row.reading is None:
        count = Cell(words.count(row.newest), sub=period(row.newest.period), **_doubt(row.newest))
        return Row((name, count, Cell("–", sub=words.reason(row.newest.reason)), "", ""))
    return Row(
        (
            name,
            Cell(
                number(row.reading.count),
                sub=words.years(row.reading, row.years),
                **_doubt(row.reading),
            ),
            _rate(row.reading, words.unit(row.denominator)),
            words.rate(row.beside) if row.beside else "–",
            words.short_standing(row.standing) if row.beside else "",
        )
    )


def _counted(row: AreaRow) -> bool:
    """Is there anything to show: a count, or a zero that cannot be believed?"""
    pooled = row.reading.count if row.reading else 0
    return bool(row.newest.count or pooled or row.newest.doubtful)


def _doubt(reading: Reading) -> dict[str, str]:
    return _badge(reading) if reading.doubtful else {}


def doubts(rows: Iterable[AreaRow]) -> list[dict[str, str]]:
    """The suspicious zeros of an area: which indicator and why."""
    return [
        {"name": words.name(row.definition), "text": words.doubt(row.newest)}
        for row in rows
        if row.newest.doubtful
    ]


def quiet_types(rows: Iterable[AreaRow]) -> list[str]:
    """Indicators that were counted and came to nothing in the shown years."""
    return [
        words.name(row.definition) for row in rows if row.newest.count == 0 and not _counted(row)
    ]


def provenance(at: Desk, items: Iterable[Entry]) -> list[dict[str, Any]]:
    """The deliveries under a set of indicators."""
    found: list[DeliveryRef] = []
    for item in items:
        view = item.series or item.survey
        found += view.deliveries if view else ()
        found += item.series.denominator_deliveries if item.series else ()
    return references(at, found)


def references(at: Desk, refs: Iterable[DeliveryRef]) -> list[dict[str, Any]]:
    """Provenance lines for deliveries; yearly editions of one publication take one line."""
    editions: dict[tuple[str, str], dict[int, DeliveryRef]] = {}
    for ref in refs:
        title = re.sub(r" \d{4}$", "", ref.title)
        editions.setdefault((ref.publisher, title), {})[ref.id] = ref
    lines = []
    for (publisher, title), group in editions.items():
        if len(group) > 2:
            lines.append(_editions(at, publisher, title, list(group.values())))
        else:
            lines += [delivery_line(at, ref) for ref in group.values()]
    return lines


def routes(at: Desk) -> dict[str, Any]:
    """The remark that another table may give another number for the same offence."""
    text = _("Een andere tabel kan hiervoor een ander getal noemen")
    return {"text": text, "href": at.links.routes()}


def _editions(at: Desk, publisher: str, title: str, group: Sequence[DeliveryRef]) -> dict[str, Any]:
    years = [ref.classification_year for ref in group if ref.classification_year]
    span = f" {min(years)}–{max(years)}" if years else ""
    count = _("%(n)s leveringen") % {"n": len(group)}
    return {"text": f"{publisher}, {title}{span} ({count})", "href": at.links.deliveries()}


def delivery_line(at: Desk, ref: DeliveryRef) -> dict[str, Any]:
    """ "Politie, 47018NED Geregistreerde misdrijven (indeling 2025)" with its link."""
    year = f" ({_('indeling')} {ref.classification_year})" if ref.classification_year else ""
    text = f"{ref.publisher}, {ref.table_id} {ref.title}{year}"
    return {"text": text, "href": at.links.delivery(ref.id)}
