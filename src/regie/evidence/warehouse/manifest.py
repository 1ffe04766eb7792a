"""What a stored delivery holds, written beside its Parquet. Pure apart from the file itself."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from regie.evidence.formats.rules import Frequency, Status

FILE = "manifest.json"


@dataclass(frozen=True)
class PeriodEntry:
    """A period of the delivery, how final it is and the classification year of its areas."""

    code: str
    status: Status
    classification_year: int | None


@dataclass(frozen=True)
class Manifest:
    """The axes of a delivery. `levels` counts the areas per level.

    `redrawn` are the areas whose boundary moved in the year of a yearly edition (CBS, change
    code 3); what was counted there before is of another territory. `withheld` are
    the categories that this delivery hides on every level.
    """

    table_id: str
    family: str
    realm: str
    measures: tuple[str, ...]
    categories: tuple[str, ...]
    periods: tuple[PeriodEntry, ...]
    levels: Mapping[str, int]
    municipalities: tuple[str, ...]
    rows: int
    redrawn: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    def of_frequency(self, frequency: Frequency) -> tuple[PeriodEntry, ...]:
        """The periods of one frequency, in order of time."""
        mark = {"year": "JJ", "quarter": "KW", "month": "MM"}[frequency]
        return tuple(entry for entry in self.periods if entry.code[4:6] == mark)

    def write(self, folder: Path) -> None:
        """Write the manifest into the folder of the delivery."""
        folder.joinpath(FILE).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read it back. Raises `FileNotFoundError` when the delivery has no figures."""
    raw = json.loads(folder.joinpath(FILE).read_text(encoding="utf-8"))
    raw["periods"] = tuple(PeriodEntry(**entry) for entry in raw["periods"])
    for key in ("measures", "categories", "municipalities", "redrawn", "withheld"):
        raw[key] = tuple(raw.get(key, ()))
    return Manifest(**raw)
