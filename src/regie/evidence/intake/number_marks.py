"""Numbers that can be read in two ways: 1.234 is a thousand and more, or a little over one."""

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.decimals import has_fractions
from regie.evidence.formats.measures import MeasureColumn
from regie.evidence.formats.recognise import Figures
from regie.evidence.formats.rules import parse_header
from regie.evidence.formats.sniff import Sniffed
from regie.evidence.formats.thousands import Marked, Plain, verdict
from regie.evidence.intake.findings import Finding
from regie.evidence.warehouse import number_sql
from regie.evidence.warehouse.engine import Staging
from regie.foundation.records.refusals import RefusedError

MOST_COLUMNS = 400
TEXT = frozenset({"csv", "json"})
COUNTS = "aantal"
MEANS = ("gemiddeld", "mediaan")


def settle(stage: Staging, sniffed: Sniffed, found: Figures) -> tuple[Finding, ...]:
    """Take the marks for thousands out of the staged numbers, and say so.

    Raises `RefusedError` for a column in which such a mark may be a decimal mark as well. A file
    that holds its numbers as numbers has no marks to misread.
    """
    measures = {m.column: m for m in found.layouts[0].measures[:MOST_COLUMNS]}
    if sniffed.form not in TEXT or not measures:
        return ()
    suspect = stage.run(number_sql.suspects(list(measures)))[0]
    columns = [c for c, doubtful in zip(measures, suspect, strict=True) if doubtful]
    changed = sum(_settle(stage, sniffed, measures[column]) for column in columns)
    return (_told(changed),) if changed else ()


def _settle(stage: Staging, sniffed: Sniffed, measure: MeasureColumn) -> int:
    """How many numbers of one column were rewritten. Raises `RefusedError`."""
    column = measure.column
    changed = int(stage.run(number_sql.count_spaced(column))[0][0])
    stage.run(number_sql.closed_up(column))
    counted = [int(count) for count in stage.run(number_sql.written(column))[0]]
    plain = Plain(*counted[8:])
    for at, mark in enumerate(number_sql.MARKS):
        marked = Marked(*counted[4 * at : 4 * at + 4])
        changed += _without(stage, sniffed, measure, mark, marked, plain)
    return changed


def _without(
    stage: Staging,
    sniffed: Sniffed,
    measure: MeasureColumn,
    mark: str,
    marked: Marked,
    plain: Plain,
) -> int:
    counts = measure.whole or bool(plain.small and _is_called_a_count(measure.column))
    other = mark != sniffed.decimal and has_fractions(sniffed.rows, sniffed.decimal)
    judged = verdict(marked, plain, counts=counts, other_is_decimal=other)
    if judged == "none":
        return 0
    if judged == "doubt":
        _refuse(measure.column, marked.grouped + marked.behind, mark)
    stage.run(number_sql.without_thousands(measure.column, mark))
    return marked.grouped + marked.behind


def _is_called_a_count(column: str) -> bool:
    """A unit "aantal" of something that is no mean."""
    header = parse_header(column)
    return header.unit == COUNTS and not header.title.casefold().startswith(MEANS)


def _refuse(column: str, count: int, mark: str) -> None:
    raise RefusedError(
        _(
            "In de kolom %(column)s staan %(count)s getallen zoals 1%(mark)s234. Dat kan "
            "duizend zijn of iets meer dan één. Lever het bestand zonder duizendtekens."
        ),
        column=column[:120],
        count=count,
        mark=mark,
    )


def _told(changed: int) -> Finding:
    return Finding(
        "thousands",
        "note",
        _("Getallen met een teken of spatie voor de duizendtallen: %(count)s."),
        _("Regie leest 1.234 daar als duizend tweehonderdvierendertig."),
        {"count": changed},
    )
