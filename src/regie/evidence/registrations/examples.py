"""Invented files of partners, to try the wizard with; only in the demonstration."""

from pathlib import Path

from django.conf import settings

FOLDER = ("voorbeeldstad", "partners")


def files() -> list[tuple[int, Path]]:
    """The files with their numbers, by name; none outside the demonstration."""
    folder = Path(settings.DATA).joinpath(*FOLDER)
    if not (settings.DEMO and folder.is_dir()):
        return []
    return list(enumerate(sorted(path for path in folder.iterdir() if path.is_file()), 1))
