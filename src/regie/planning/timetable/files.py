"""The decision calendar as files: for a spreadsheet, and for the calendar people already have."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from regie.foundation.organizations.models import Municipality
from regie.planning.timetable.entries import PLANNED, Entry
from regie.planning.timetable.pages import body_label, origin, when
from regie.ui.calendar_files import Happening, as_ics


def csv_rows(found: Sequence[Entry]) -> list[tuple[str, ...]]:
    """The lines for a spreadsheet; days as ISO dates."""
    head = (_("Eerste dag"), _("Laatste dag"), _("Moment"), _("Van wie"), _("Toelichting"))
    rows: list[tuple[str, ...]] = [(*head, _("Alleen de maand bekend"), _("Bron"))]
    for line in found:
        first, last = line.span.first.isoformat(), line.span.last.isoformat()
        known = _("ja") if line.whole_month else _("nee")
        rows.append((first, last, line.name, body_label(line.body), line.text, known, origin(line)))
    return rows


def calendar_file(
    found: Sequence[Entry], municipality: Municipality, cycle: int | None, host: str
) -> bytes:
    """The same lines for a calendar; `cycle` is the key of the cycle that the plan belongs to.

    A line keeps its address when its days change, so that a calendar that reads the file again
    moves the moment and does not show it twice.
    """
    where = f"{municipality.code.lower()}@{host}"
    name = _("Besliskalender %(name)s") % {"name": municipality.name}
    happenings = (
        Happening(
            key=f"{line.key}-{cycle}.{where}" if line.origin == PLANNED else f"{line.key}.{where}",
            name=f"{line.name} ({when(line)})" if line.whole_month else line.name,
            first=line.span.first,
            last=line.span.last,
            text="\n".join(_told(line)),
            sort=body_label(line.body),
        )
        for line in found
    )
    return as_ics(f"decisions.{where}", name, happenings, made_at=timezone.now())


def _told(line: Entry) -> Iterator[str]:
    """What the calendar says of a line, without empty lines."""
    yield _("Van wie: %(body)s") % {"body": body_label(line.body)}
    if line.text:
        yield line.text
    yield _("Bron: %(source)s") % {"source": origin(line)}
