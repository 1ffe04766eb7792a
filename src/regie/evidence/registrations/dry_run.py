"""Counting a whole file without storing it: look for people first, then count."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.grids.reading import rows
from regie.evidence.profiles.profile import Profile
from regie.evidence.registrations.looking import opened_file
from regie.evidence.registrations.models import Upload
from regie.evidence.tallies.counting import count
from regie.evidence.tallies.ledger import TYPE_ALIKE, TYPE_UNKNOWN
from regie.evidence.tallies.results import Cell, CellError, Counted
from regie.evidence.values.personal import refusal, refusals, scan
from regie.foundation.areas.rules import realm_of
from regie.foundation.crosswalks import queries as crosswalks
from regie.foundation.records.refusals import RefusedError

KEPT_ERRORS = 20_000
MOST_NEW = 100
SURVEY = _(
    "Dit is een enquête met uitkomsten in plaats van meldingen. "
    "Een registratie telt meldingen of aantallen. Lever de enquête aan bij Leveringen."
)
NOTHING = _("Er is niets te tellen: geen enkele rij heeft een datum en een plaats in uw gemeente.")
NO_AREAS = _("De wijken en buurten van deze gemeente zijn nog niet ingelezen. Vraag de beheerder.")

Tick = Callable[[str, float], None]


@dataclass(frozen=True)
class Outcome:
    """A dry run: what may be kept in the database, the counts, and the cells that went wrong."""

    result: dict[str, Any]
    counted: dict[str, Any]
    errors: tuple[CellError, ...]


def run(upload: Upload, profile: Profile, tick: Tick) -> Outcome:
    """Count the file. Raises `RefusedError`; the refusal of personal data is a `PersonalError`."""
    if profile.kind == "survey":
        raise RefusedError(SURVEY)
    realm, code = realm_of(upload.municipality.code), upload.municipality.code
    if not crosswalks.places(realm, municipality=code).codes("neighbourhood"):
        raise RefusedError(NO_AREAS)
    places = crosswalks.places(realm)  # of all: what lies elsewhere is outside, not unknown
    with opened_file(upload) as grid:
        findings = scan(grid.header, rows(grid))
        if refusals(findings):
            raise PersonalError(refusal(findings))
        tick("count", 0.4)
        counted = count(
            profile,
            grid.header,
            rows(grid),
            places,
            municipality=code,
            today=timezone.localdate(),
            keep_errors=KEPT_ERRORS,
            progress=lambda done: tick("count", _part(done, grid.total_rows)),
        )
    if not counted.cells:
        raise NothingCountedError(counted)
    stripped = [finding.header for finding in findings]
    return outcome_of(counted, places.year, stripped)


class PersonalError(Exception):
    """The file holds data about people; `refused` says in which columns."""

    def __init__(self, refused: RefusedError) -> None:
        super().__init__(str(refused))
        self.refused = refused


class NothingCountedError(Exception):
    """No row could be counted; `counted` says why not."""

    def __init__(self, counted: Counted) -> None:
        super().__init__("nothing counted")
        self.counted = counted


def _part(done: int, total: int | None) -> float:
    """Without a known total the bar moves on and never arrives by itself."""
    return 0.4 + 0.55 * (done / total if total else done / (done + 100_000))


def outcome_of(counted: Counted, year: int | None, stripped: list[str]) -> Outcome:
    """The counts as plain values: totals and reasons apart from the cells."""
    totals = asdict(counted.totals) | {"adds_up": counted.totals.adds_up}
    result = {
        "totals": totals,
        "reasons": [[sentence, number] for sentence, number in counted.reasons.items()],
        "error_columns": dict(counted.error_columns),
        "errors_kept": len(counted.errors) + len(counted.doubts),
        "notes": [[note.code, note.sentence, dict(note.params)] for note in counted.notes],
        "periods": list(counted.periods),
        "types": [item.model_dump(mode="json") for item in counted.types],
        "new_types": _new_types(counted.errors),
        "stripped": stripped,
        "shared": _shared(counted.cells),
        "coarse": sum(cell.value or 0 for cell in counted.cells if cell.area[:2] != "BU"),
        "placed": sum(cell.value or 0 for cell in counted.cells),
        "year": year,
    }
    levels = {
        level: [_plain(cell) for cell in cells]
        for level, cells in counted.by_level().items()
        if cells
    }
    content = {"levels": levels, "unplaced": [_plain(cell) for cell in counted.unplaced]}
    return Outcome(result, content, (*counted.errors, *counted.doubts))


def _new_types(errors: tuple[CellError, ...]) -> list[str]:
    """Kinds of event in the file that the profile does not know yet."""
    unknown = {TYPE_UNKNOWN, TYPE_ALIKE}
    names = (str(e.params.get("value", "")) for e in errors if e.sentence in unknown)
    return list(dict.fromkeys(name for name in names if name))[:MOST_NEW]


def _shared(cells: tuple[Cell, ...]) -> int:
    """How many events were shared out over neighbourhoods by postcode."""
    return round(sum((cell.value or 0) * cell.weight for cell in cells))


def _plain(cell: Cell) -> list[Any]:
    return [cell.area, cell.category, cell.period, cell.value, int(cell.state), cell.weight]


def said(result: Mapping[str, Any]) -> dict[str, int]:
    """The totals of a kept result; all zero when there is none."""
    names = ("read", "counted", "duplicates", "non_incidents", "errors", "unplaced", "outside")
    totals = result.get("totals", {})
    return {name: int(totals.get(name, 0)) for name in names}
