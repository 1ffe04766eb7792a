"""The files of the publishers as they were when the running plan was written.

A plan of 2022 cannot rest on figures of 2025. The same files are cut off at the last year that was
known then, and read by the same importer; those of today replace them later.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import voorbeeldstad

FOLDER = "2022"
LAST_EDITION = 2021
PERIODS = '"Perioden"'


@dataclass(frozen=True)
class Cut:
    """Until which year a table went, and the day of its figures."""

    last: int
    vintage: date


CUTS = {
    "70072ned": Cut(2022, date(2022, 5, 2)),
    "47018NED": Cut(2021, date(2022, 4, 15)),
    "47024NED": Cut(2021, date(2022, 4, 15)),
    "85146NED": Cut(2021, date(2022, 3, 2)),
}
WHOLE = {"codes", "boundaries"}


def files(planted: voorbeeldstad.Planted) -> Iterator[tuple[Path, voorbeeldstad.PlantedFile]]:
    """The files that were there then, in the order to import them; those cut off are written."""
    for file in planted.files:
        path = planted.path(file.name)
        if file.table in CUTS:
            yield _shorter(path, planted.folder / FOLDER / file.name, file)
        elif file.kind in WHOLE or file.table == "81877NED" or _is_old_edition(file):
            yield path, file


def _is_old_edition(file: voorbeeldstad.PlantedFile) -> bool:
    return file.kind == "figures" and file.year is not None and file.year <= LAST_EDITION


def _shorter(
    path: Path, target: Path, file: voorbeeldstad.PlantedFile
) -> tuple[Path, voorbeeldstad.PlantedFile]:
    cut = CUTS[file.table]
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        path.open(encoding="utf-8", newline="") as whole,
        target.open("w", encoding="utf-8", newline="") as part,
    ):
        head = next(whole)
        place = head.rstrip().split(";").index(PERIODS)
        part.write(head)
        part.writelines(line for line in whole if int(line.split(";")[place][1:5]) <= cut.last)
    return target, replace(file, vintage=cut.vintage)
