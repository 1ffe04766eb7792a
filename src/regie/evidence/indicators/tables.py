"""Readings as tables for a page, and the lines that say where they come from."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from regie.evidence.indicators import words
from regie.evidence.indicators.comparison import BenchmarkView
from regie.evidence.indicators.definitions import PERCEPTION
from regie.evidence.indicators.desk import Desk
from regie.evidence.indicators.overview import Entry
from regie.evidence.indicators.parts import AreaReading, AreaRow, AreasView
from regie.evidence.indicators.perceived import SurveyView
from regie.evidence.indicators.rules import Reading, Reason, Segment
from regie.evidence.indicators.series import SeriesView
from regie.evidence.sources.queries import DeliveryRef
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
            Column(at.places.country_name, numeric=True),
            Column(_("Vergelijking")),
            Column(_("Met een jaar eerder")),
        ),
        tuple(_entry(at, item) for item in items),
    )


def _entry(at: Desk, item: Entry) -> Row:
    name = Cell(words.name(item.definition), at.links.indicator(item.definition.slug))
    if item.survey and item.survey.latest:
        return _answer(at, item, item.survey, item.survey.latest, name)
    reading = item.reading
    if item.series is None or reading is None:
        return Row((name, Cell(_("niet beschikbaar"), sub=_why_not(item)), "", "", "", ""))
    return Row(
        (
            name,
            Cell(words.count(reading), sub=period(reading.period), **_badge(reading)),
            _rate(reading, words.unit(item.series.denominator)),
            words.rate(item.country) if item.country else "",
            _comparison(at, item),
            words.change_short(item.series),
        )
    )


def _answer(at: Desk, item: Entry, view: SurveyView, latest: Reading, name: Cell) -> Row:
    before = view.previous
    return Row(
        (
            name,
            Cell("–", sub=period(latest.period)),
            Cell(
                words.answer(item.definition, latest),
                sub=words.answer_interval(item.definition, latest),
            ),
            words.answer(item.definition, item.country) if item.country else "",
            words.standing(item.standing, at.places.country_name),
            words.against(latest, before)
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
    return {"badge": _("voorlopig")} if reading.provisional else {}


def _comparison(at: Desk, item: Entry) -> Cell:
    text = words.standing(item.standing, at.places.country_name)
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
    rows = tuple(_period(view, beside, reading) for reading in reversed(view.readings))
    return Table(caption, columns, rows)


def _period(view: SeriesView, beside: Sequence[BenchmarkView], reading: Reading) -> Row:
    others = (item.at(reading.period) for item in beside)
    notes = [*words.remarks(reading), *mixed(view.segments, view.readings, reading)]
    if reading.rate is None:
        notes.append(words.reason(reading.reason))
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


def mixed(parts: Sequence[Segment], items: Sequence[Reading], reading: Reading) -> list[str]:
    """The remark on a period in whose middle the definition changed."""
    at = items.index(reading)
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
                    words.answer(view.definition, item),
                    words.answer_interval(view.definition, item) or "–",
                    *(_answer_of(other, item.period) for _label, other in beside),
                    "" if item.known else words.survey_reason(item.reason),
                )
            )
            for item in reversed(view.readings)
        ),
    )


def _answer_of(view: SurveyView, when: str) -> str:
    item = view.at(when)
    return words.answer(view.definition, item) if item else "–"


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
        return Row((name, count, "–", "–", words.reason(item.reason)), item.area, here)
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
    """Every indicator with at least one count in an area, beside the municipality."""
    columns = (
        Column(_("Indicator")),
        Column(_("Aantal"), numeric=True),
        Column(_("Naar verhouding"), numeric=True),
        Column(at.name, numeric=True),
        Column(_("Vergelijking")),
    )
    shown = (row for row in rows if row.newest.count or (row.reading and row.reading.count))
    return Table(
        _("Indicatoren in %(area)s") % {"area": at.places.name(code)},
        columns,
        tuple(_area_row(at, code, row) for row in shown),
    )


def _area_row(at: Desk, code: str, row: AreaRow) -> Row:
    name = Cell(words.name(row.definition), at.links.indicator(row.definition.slug, area=code))
    if row.reading is None:
        count = Cell(words.count(row.newest), sub=period(row.newest.period))
        return Row((name, count, Cell("–", sub=words.reason(row.newest.reason)), "", ""))
    return Row(
        (
            name,
            Cell(number(row.reading.count), sub=words.years(row.reading, row.years)),
            _rate(row.reading, words.unit(row.denominator)),
            words.rate(row.beside) if row.beside else "–",
            words.standing(row.standing, at.name) if row.beside else "",
        )
    )


def quiet_types(rows: Iterable[AreaRow]) -> list[str]:
    """Indicators that were counted and came to nothing in the shown years."""
    return [
        words.name(row.definition)
        for row in rows
        if row.newest.count == 0 and not (row.reading and row.reading.count)
    ]


def provenance(at: Desk, items: Iterable[Entry]) -> list[dict[str, Any]]:
    """The deliveries under a set of indicators, each once."""
    found: dict[int, DeliveryRef] = {}
    for item in items:
        view = item.series or item.survey
        for ref in (*_below(item.series), *(view.deliveries if view else ())):
            found[ref.id] = ref
    return [delivery_line(at, ref) for ref in found.values()]


def _below(view: SeriesView | None) -> tuple[DeliveryRef, ...]:
    return view.denominator_deliveries if view else ()


def references(at: Desk, refs: Iterable[DeliveryRef]) -> list[dict[str, Any]]:
    """Provenance lines for deliveries, each once."""
    unique = {ref.id: ref for ref in refs}
    return [delivery_line(at, ref) for ref in unique.values()]


def delivery_line(at: Desk, ref: DeliveryRef) -> dict[str, Any]:
    """ "Politie, 47018NED Geregistreerde misdrijven (indeling 2025)" with its link."""
    year = f" ({_('indeling')} {ref.classification_year})" if ref.classification_year else ""
    text = f"{ref.publisher}, {ref.table_id} {ref.title}{year}"
    return {"text": text, "href": at.links.delivery(ref.id)}


def is_survey(item: Entry) -> bool:
    """Is this an indicator of the safety survey?"""
    return item.definition.kind == PERCEPTION
