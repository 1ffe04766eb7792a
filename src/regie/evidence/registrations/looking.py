"""What stands in a waiting file, as Regie understands it. Only the head is read: 200 rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from django.utils.translation import gettext_noop as _

from regie.evidence.grids.reading import SAMPLE, Grid, opened, rows
from regie.evidence.grids.shape import Row, unique
from regie.evidence.profiles.profile import Profile
from regie.evidence.profiles.proposal import propose
from regie.evidence.registrations.models import Upload
from regie.evidence.registrations.waiting import path_of
from regie.evidence.series.heads import Look
from regie.foundation.records.refusals import RefusedError

GONE = _("Het bestand is er niet meer. Lever het opnieuw aan.")
NO_ROWS = _("Onder de koppen staan geen rijen. Lever een bestand met minstens één rij.")
NO_TITLES = _("In rij %(row)s staan geen koppen van kolommen.")


@contextmanager
def opened_file(upload: Upload) -> Iterator[Grid]:
    """The table in the waiting file, on the sheet that was chosen. Raises `RefusedError`."""
    path = path_of(upload)
    if not path.is_file():
        raise RefusedError(GONE)
    with opened(path, sheet=upload.sheet, name=upload.file_name) as grid:
        yield _with_titles_at(grid, upload.header_row) if upload.header_row else grid


def _with_titles_at(grid: Grid, row: int) -> Grid:
    """The table as it is when the titles of the columns stand in this row of the file."""
    titles = next((cells for number, cells in _raw(grid) if number == row), ())
    if not any(titles):
        raise RefusedError(NO_TITLES, row=row)
    fresh = replace(grid, header=unique(titles), header_rows=1, header_line=row, sample=())
    sample = tuple(cells for _number, cells in islice(rows(fresh), SAMPLE))
    return replace(fresh, sample=sample)


def _raw(grid: Grid) -> Iterator[Row]:
    return grid.source() if grid.source and grid.header_line else iter(())


def look(upload: Upload, known: Profile | None = None) -> Look:
    """Read the head and propose what each column is. Raises `RefusedError`."""
    with opened_file(upload) as grid:
        if not grid.sample:
            raise RefusedError(NO_ROWS)
        return Look(grid, propose(grid, partner=upload.partner.name, known=known))
