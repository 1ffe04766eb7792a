"""The demonstration: Voorbeeldstad, made and read in the way real figures are.

Nothing is loaded from a prepared database: the fictitious publishers' files are written, and
then the same importer reads them that reads the real ones.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

import voorbeeldstad
from regie.config import demo_knowledge, version, warming
from regie.config.preparation import load_reference, put_styles_in_place, update_tables
from regie.evidence.indicators.services import sync_definitions
from regie.evidence.signals.services import recompute
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.services import import_file
from regie.foundation.cycles.cast import ensure_cast
from regie.foundation.organizations.models import Municipality
from regie.policy import policy_folder
from regie.presentation.demonstration import clock, earlier, running_plan
from regie.presentation.demonstration.reading import STORY, paths
from voorbeeldstad.registrations import write_registrations

Say = Callable[[str], None]

STAMP = "demo-stamp.txt"
FILES = "voorbeeldstad"


class DemoError(Exception):
    """A file of the demonstration was refused by the importer; the text says which and why."""


@dataclass(frozen=True)
class Prepared:
    """What `prepare` did: whether anything was needed, and how long it took in seconds."""

    renewed: bool
    seconds: float


def prepare(*, say: Say) -> Prepared:
    """Make the demonstration ready in the data folder of the settings.

    Safe to repeat: a second call only looks whether anything changed. A call that was broken
    off is continued by the next one.
    """
    started = time.monotonic()
    prepare_installation(say=say)
    if renewed := not is_filled():
        _fill(say)
        _stamp().write_text(_fingerprint(), encoding="utf-8")
    return Prepared(renewed, seconds=time.monotonic() - started)


def is_filled() -> bool:
    """Whether the data folder holds the demonstration of this version."""
    stamp = _stamp()
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _fingerprint()


def _stamp() -> Path:
    return Path(settings.DATA) / STAMP


def prepare_installation(*, say: Say) -> None:
    """Tables, reference lists and styles: what every installation needs; safe to repeat."""
    with _timed(say, _("Database bijwerken")):
        update_tables()
    with _timed(say, _("Gemeenten en provincies laden")):
        load_reference()
    with _timed(say, _("Opmaak klaarzetten")):
        put_styles_in_place()


def _fill(say: Say) -> None:
    folder = settings.DATA / FILES
    with _timed(say, _("Voorbeeldstad bedenken")):
        planted = voorbeeldstad.build(folder)
    _look_back(planted, say)
    for number, file in enumerate(planted.files, 1):
        words = _("Inlezen %(number)d van %(total)d: %(name)s")
        about = {"number": number, "total": len(planted.files), "name": file.name}
        with _timed(say, words % about):
            _read(planted.path(file.name), file)
    with _timed(say, _("Indicatoren bijwerken")):
        sync_definitions(actor=None)
    with _timed(say, _("Personen klaarzetten")):
        ensure_cast()
    with _timed(say, _("Bestanden van partners bedenken")):
        write_registrations(folder / "partners")
    with _timed(say, _("Straatkennis bedenken")):
        demo_knowledge.add()
    for municipality in Municipality.objects.all():
        with _timed(say, _("Signalen van %(name)s berekenen") % {"name": municipality.name}):
            recompute(municipality, actor=None)
    with _timed(say, _("Cijfers vooruitlezen")):
        warming.read_ahead_of_all({})


def _look_back(planted: voorbeeldstad.Planted, say: Say) -> None:
    """The figures of 2022, and the plan that rests on them.

    A folder that was prepared before, with the figures of today, is left without that plan.
    """
    if Delivery.objects.filter(vintage__gt=STORY.told["known"]).exists():
        return
    with _timed(say, _("Cijfers van 2022 inlezen")), clock.on(STORY.day("figures")):
        for path, file in earlier.files(planted):
            _read(path, file)
        sync_definitions(actor=None)
    with _timed(say, _("Het plan van 2023-2026 schrijven")):
        with clock.on(STORY.day("begin")):
            ensure_cast()
        running_plan.add()


def _read(path: Path, file: voorbeeldstad.PlantedFile) -> None:
    outcome = import_file(
        path,
        actor=None,
        year=file.year,
        classification=file.classification,
        vintage=file.vintage,
    )
    if outcome.refused and not outcome.already:
        raise DemoError(f"{file.name}: {outcome.refused}")


def _fingerprint() -> str:
    """Changes when the fictitious country, the policy or the version changes."""
    digest = hashlib.sha256(version().encode())
    country = Path(voorbeeldstad.__file__).parent
    for path in sorted([*country.glob("*.py"), *policy_folder().glob("*.toml"), *paths()]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _timed(say: Say, words: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    say(f"• {words} ({time.monotonic() - started:.1f} s)")
