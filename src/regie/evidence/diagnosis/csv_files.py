"""Readings as CSV: comma-separated, one row per reading, with everything needed to check it.

Column names are fixed and Dutch, so that a spreadsheet made on one year's file works on the
next; numbers use a point and no thousands mark (RFC 4180).
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from regie.evidence.diagnosis.desk import Desk
from regie.evidence.diagnosis.indicator_page import benchmarks
from regie.evidence.formats.rules import State
from regie.evidence.grids.cells import harmless
from regie.evidence.indicators.cube import YEAR
from regie.evidence.indicators.definitions import PERCEPTION, Definition, definitions
from regie.evidence.indicators.perceived import SurveyView, survey
from regie.evidence.indicators.rules import Reading, Segment
from regie.evidence.indicators.series import SeriesView, series
from regie.evidence.sources.queries import DeliveryRef
from regie.evidence.wording import words

COLUMNS = (
    "indicator_code",
    "indicator",
    "thema",
    "gebied_code",
    "gebied",
    "niveau",
    "groep",
    "periode",
    "aantal",
    "noemer",
    "noemer_aantal",
    "noemer_jaar",
    "waarde",
    "eenheid",
    "ondergrens_95",
    "bovengrens_95",
    "status",
    "reden",
    "voorlopig",
    "geschat",
    "indicatief",
    "deel_van_reeks",
    "bron_tabel",
    "bron_uitgever",
    "levering",
    "stand",
    "indelingsjaar",
)
INDICATOR_COLUMNS = (
    "indicator_code",
    "slug",
    "indicator",
    "soort",
    "thema",
    "tabelfamilie",
    "categorieen",
    "noemer",
    "afhankelijk_van",
    "afgeschermd_onder_gemeente",
    "beschikbaar",
    "definitie",
    "breuken",
    "bron",
)
Row = tuple[str, ...]


def of_indicator(at: Desk, definition: Definition, code: str, level: str) -> str:
    """One indicator in one area, with what stands beside it."""
    return write(COLUMNS, indicator_rows(at, definition, code, level, beside=True))


def of_area(at: Desk, code: str) -> str:
    """Every indicator in one area."""
    return write(COLUMNS, area_rows(at, code))


def of_definitions() -> str:
    """What each indicator measures."""
    return write(INDICATOR_COLUMNS, (definition_row(item) for item in definitions()))


def area_rows(at: Desk, code: str, *, beside: bool = False) -> Iterator[Row]:
    """Every reading of every indicator in one area."""
    level = at.places.level(code)
    for definition in definitions() if level else ():
        yield from indicator_rows(at, definition, code, level or "", beside=beside)


def indicator_rows(
    at: Desk, definition: Definition, code: str, level: str, *, beside: bool
) -> Iterator[Row]:
    """The readings of one indicator; `beside` adds the benchmarks."""
    if definition.kind == PERCEPTION:
        answers = survey(at.found, definition, code, level)
        return _survey_rows(at, answers, level) if answers else iter(())
    own = series(at.found, definition, code, level)
    delivered = own is not None and any(r.state is not State.NOT_OBSERVED for r in own.readings)
    return _series_rows(at, own, beside=beside) if own and delivered else iter(())


def _series_rows(at: Desk, own: SeriesView, *, beside: bool) -> Iterator[Row]:
    yield from _rows(at, own, "", own.readings)
    for view in benchmarks(at, own, YEAR) if beside else ():
        yield from _rows(at, own, view.label, view.readings)


def _rows(at: Desk, own: SeriesView, group: str, readings: Iterable[Reading]) -> Iterator[Row]:
    ref = own.deliveries[0] if own.deliveries else None
    for at_, reading in enumerate(readings):
        part = "" if group else _part(own.segments, at_)
        yield (
            own.definition.code,
            words.name(own.definition),
            own.definition.theme,
            "" if group else own.area,
            group or at.places.name(own.area),
            "" if group else own.level,
            group,
            reading.period,
            *_numbers(reading, own.denominator, words.unit(own.denominator)),
            part,
            *_origin(ref, own.classification_year),
        )


def _survey_rows(at: Desk, view: SurveyView, level: str) -> Iterator[Row]:
    ref = view.deliveries[0] if view.deliveries else None
    unit = words.chosen(view.definition.unit, view.definition.unit_en)
    for position, reading in enumerate(view.readings):
        yield (
            view.definition.code,
            words.name(view.definition),
            view.definition.theme,
            view.area,
            at.places.name(view.area),
            level,
            "",
            reading.period,
            *_numbers(reading, "", unit),
            _part(view.segments, position),
            *_origin(ref, None),
        )


def _numbers(reading: Reading, denominator: str, unit: str) -> Row:
    year = reading.denominator_year
    return (
        _number(reading.count),
        denominator,
        _number(reading.denominator),
        str(year) if year else "",
        _number(reading.rate),
        unit,
        _number(reading.low),
        _number(reading.high),
        reading.state.name.lower(),
        words.doubt(reading) or words.reason(reading.reason),
        _yes(reading.provisional),
        _yes(reading.estimated),
        _yes(reading.indicative),
    )


def _part(parts: tuple[Segment, ...], at: int) -> str:
    """Number of the comparable stretch a reading lies in; "breuk" inside a change."""
    for number, part in enumerate(parts, 1):
        if part.start <= at < part.stop:
            return "breuk" if part.mixed else str(number)
    return ""


def _origin(ref: DeliveryRef | None, classification: int | None) -> Row:
    if ref is None:
        return ("", "", "", "", "")
    stand = ref.vintage.isoformat() if ref.vintage else ""
    return (ref.table_id, ref.publisher, str(ref.id), stand, str(classification or ""))


def definition_row(item: Definition) -> Row:
    """One definition for `indicatoren.csv`."""
    return (
        item.code,
        item.slug,
        words.name(item),
        item.kind,
        item.theme,
        item.family,
        " ".join(item.categories),
        item.denominator,
        item.reporting,
        _yes(item.hidden_locally),
        _yes(item.available),
        words.meaning(item),
        " | ".join(words.break_text(part) for part in item.breaks),
        item.source,
    )


def write(columns: Row, rows: Iterable[Row]) -> str:
    """The rows as CSV text; a cell that a spreadsheet would run as a formula is disarmed."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(tuple(harmless(cell) for cell in row) for row in rows)
    return out.getvalue()


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else f"{value:.6g}"


def _yes(value: bool) -> str:
    return "ja" if value else "nee"
