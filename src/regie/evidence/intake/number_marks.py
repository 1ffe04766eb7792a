"""Numbers that can be read in two ways: 1.234 is a thousand and more, or a little over one."""

from django.utils.translation import gettext_noop as _

from regie.evidence.formats.recognise import Figures
from regie.evidence.formats.sniff import Sniffed
from regie.evidence.warehouse import check_sql
from regie.evidence.warehouse.engine import Staging
from regie.foundation.records.refusals import RefusedError

MOST_COLUMNS = 400
TEXT = frozenset({"csv"})


def refuse_double_meaning(stage: Staging, sniffed: Sniffed, found: Figures) -> None:
    """Refuse a column in which every mark stands before three digits. Raises `RefusedError`.

    Counts are checked one by one already; this is about measures that may have decimals. A file
    that holds its numbers as numbers has no marks to misread.
    """
    columns = [m.column for m in found.layouts[0].measures if not m.whole][:MOST_COLUMNS]
    if sniffed.form not in TEXT or not columns:
        return
    counts = stage.run(check_sql.marks(columns, sniffed.decimal))[0]
    for i, column in enumerate(columns):
        threes, others = counts[2 * i], counts[2 * i + 1]
        if threes and not others:
            raise RefusedError(
                _(
                    "In de kolom %(column)s staan %(count)s getallen zoals 1%(mark)s234. Dat kan "
                    "duizend zijn of iets meer dan één. Lever het bestand zonder duizendtekens."
                ),
                column=column[:120],
                count=threes,
                mark=sniffed.decimal,
            )
