"""Why the values of a file do not fit the table that its columns look like, in words. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from regie.foundation.records.refusals import RefusedError
from regie.policy.tables import TableItem

QUARTERS = _(
    "Dit bestand heeft kwartalen. Deze tabel (%(tables)s) telt per jaar of per maand. "
    "Kies bij het downloaden jaren of maanden."
)
MIXED = _(
    "Dit bestand heeft jaren en maanden door elkaar. Van tabel %(tables)s leest Regie ze apart. "
    "Lever één bestand met de jaren en één met de maanden."
)
FREQUENCY = _(
    "De perioden in dit bestand passen niet bij tabel %(tables)s. Die heeft alleen jaren, of "
    "alleen maanden. Kies bij het downloaden andere perioden."
)
YEARS = _(
    "Dit bestand heeft jaren tot en met %(last)s en jaren vanaf %(first)s. Daartussen veranderde "
    "het onderzoek. Lever één bestand met de oude en één met de nieuwe jaren."
)
LEVELS = _(
    "De gebieden in dit bestand passen niet bij tabel %(tables)s. Kies bij het downloaden "
    "gebieden die de tabel zelf heeft."
)
OTHER = _(
    "De kolommen lijken op tabel %(tables)s, maar de waarden passen daar niet bij. "
    "Lever het bestand zoals het gedownload is."
)


def misfit(
    tables: Sequence[TableItem],
    levels: frozenset[str],
    frequencies: frozenset[str],
    years: Sequence[int],
) -> RefusedError:
    """The refusal for values that none of the tables can have."""
    named = ", ".join(table.table_id for table in tables[:5])
    kinds = {kind for table in tables for kind in table.frequencies}
    if "quarter" in frequencies - kinds:
        return RefusedError(QUARTERS, tables=named)
    if not any(frequencies <= set(table.frequencies) for table in tables):
        mixed = frequencies >= {"year", "month"}
        return RefusedError(MIXED if mixed else FREQUENCY, tables=named)
    placed = levels - {"unplaced"}
    if not any(placed <= set(table.levels) for table in tables):
        return RefusedError(LEVELS, tables=named)
    first = [table.first_year for table in tables if years and table.first_year > min(years)]
    last = [table.last_year for table in tables if years and table.last_year < max(years)]
    if first and last:
        return RefusedError(YEARS, first=min(first), last=max(last))
    return RefusedError(OTHER, tables=named)
