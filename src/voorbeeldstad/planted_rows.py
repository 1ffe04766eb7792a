"""What was planted in the files of partners: where every row must end up."""

from dataclasses import dataclass

MONTH = "2026-09"


@dataclass(frozen=True)
class Planted:
    """Where every row of a file must end up."""

    read: int
    counted: int
    duplicates: int
    non_incidents: int
    errors: int
    unplaced: int
    outside: int


@dataclass(frozen=True)
class RegistrationFile:
    """One file of a partner and what is in it. `refused`: it holds names and birth dates."""

    name: str
    partner: str
    planted: Planted
    refused: bool = False
