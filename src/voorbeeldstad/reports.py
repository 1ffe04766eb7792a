"""Reports of the municipality's own systems and of enforcement, in the shapes these write.

All of it is invented. Shapes: the export of Signalen (Amsterdam/signals), the interface of MSB
(Rotterdam), and a list as enforcement keeps it, of which no public description exists.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from voorbeeldstad import shapes
from voorbeeldstad.addresses import Addresses
from voorbeeldstad.country import NEIGHBOURHOODS
from voorbeeldstad.planted_rows import Planted, RegistrationFile

# --- Signalen ---------------------------------------------------------------------------------

_SIGNAL_COLUMNS = """
id signal_uuid source text text_extra incident_date_start incident_date_end created_at updated_at
operational_date expire_date upload extra_properties category_assignment_id location_id reporter_id
status_id priority parent type directing_departments_assignment_id main_category sub_category status
lng lat
"""
_SUBJECTS = {
    "Veeg- / zwerfvuil": "afval",
    "Grofvuil": "afval",
    "Overlast door muziek": "overlast-openbare-ruimte",
    "Hangjongeren": "overlast-openbare-ruimte",
    "Straatverlichting kapot": "wegen-verkeer-straatmeubilair",
    "Fietswrak": "wegen-verkeer-straatmeubilair",
    "Drank- en drugsoverlast": "overlast-openbare-ruimte",
}
SIGNALS, CHILDREN, CANCELLED, QUESTIONS = 900, 20, 15, 25


def signals(path: Path, drawn: Addresses, seed: int) -> RegistrationFile:
    """As Signalen exports: many columns, WGS84, parts of a report, questions, cancelled ones."""
    rng = np.random.default_rng([seed, 34])
    own = np.flatnonzero(np.char.startswith(drawn.area, "BU9901"))
    spots = rng.choice(own, SIGNALS)
    degrees = shapes.to_wgs84(np.column_stack([drawn.x[spots], drawn.y[spots]]))
    subjects = list(_SUBJECTS)
    rows: list[list[object]] = []
    for i, (lng, lat) in enumerate(degrees.tolist()):
        moment = datetime(2026, 1, 1, 8, tzinfo=UTC) + timedelta(
            minutes=int(rng.integers(0, 392_000))
        )
        subject = subjects[int(rng.integers(len(subjects)))]
        part = i >= SIGNALS - CHILDREN
        kind = "REQ" if i < QUESTIONS else "SIG"
        state = "geannuleerd" if QUESTIONS <= i < QUESTIONS + CANCELLED else "afgehandeld"
        rows.append(
            _signal_row(i, moment, subject, (lng, lat), (kind, state, str(i) if part else ""))
        )
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_SIGNAL_COLUMNS.split())
        writer.writerows(rows)
    out = CHILDREN + CANCELLED + QUESTIONS
    planted = Planted(SIGNALS, SIGNALS - out, CHILDREN, CANCELLED + QUESTIONS, 0, 0, 0)
    return RegistrationFile(path.name, "Gemeente Voorbeeldstad", planted)


def _signal_row(
    at: int,
    moment: datetime,
    subject: str,
    spot: tuple[float, float],
    marks: tuple[str, str, str],
) -> list[object]:
    kind, state, parent = marks
    stamp = moment.isoformat()
    story = f"Melding over {subject.lower()}, gezien bij nummer {at % 90}. Graag bekijken."
    return [
        40_000 + at,
        f"00000000-0000-4000-8000-{at:012d}",
        ("online", "Telefoon – Stadsdeel", "app")[at % 3],
        story,
        "",
        stamp,
        "",
        stamp,
        stamp,
        "",
        "",
        "",
        '{"plek": "stoep"}',
        70_000 + at,
        80_000 + at,
        90_000 + at,
        60_000 + at,
        ("normal", "high")[at % 9 == 0],
        parent,
        kind,
        "",
        _SUBJECTS[subject],
        subject,
        state,
        round(spot[0], 6),
        round(spot[1], 6),
    ]


_TOPICS = (
    "Zwerfvuil",
    "Geluid",
    "Vernield speeltoestel",
    "Verlichting defect",
    "Jeugd",
    "Graffiti",
)
REPORTS, FAR = 300, 3


def reports(path: Path, drawn: Addresses, seed: int) -> RegistrationFile:
    """As MSB gives them: nested, with RD coordinates and topics; three lie in Buurstad."""
    rng = np.random.default_rng([seed, 35])
    own = np.flatnonzero(np.char.startswith(drawn.area, "BU9901"))
    other = np.flatnonzero(np.char.startswith(drawn.area, "BU9902"))
    spots = [*rng.choice(other, FAR).tolist(), *rng.choice(own, REPORTS - FAR).tolist()]
    found = []
    for i, spot in enumerate(spots):
        moment = datetime(2026, 3, 1, 7, tzinfo=UTC) + timedelta(
            minutes=int(rng.integers(0, 300_000))
        )
        topic = int(rng.integers(len(_TOPICS)))
        found.append(
            {
                "spoed": i % 11 == 0,
                "datumMelding": moment.replace(tzinfo=None).isoformat(),
                "datumRappel": None,
                "herkomstCode": "BUR",
                "afdeling": {"id": str(200 + i % 4), "omschrijving": "Beheer Noord"},
                "id": 2_400_000 + i,
                "status": ("Nieuw", "In behandeling", "Gereed")[i % 3],
                "onderwerp": {"id": str(topic), "omschrijving": _TOPICS[topic]},
                "omschrijving": None,
                "locatie": {"x": int(drawn.x[spot]), "y": int(drawn.y[spot])},
            }
        )
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    planted = Planted(REPORTS, REPORTS - FAR, 0, 0, 0, 0, FAR)
    return RegistrationFile(path.name, "Gemeente Voorbeeldstad", planted)


_FACTS = {
    "F121": "Afval verkeerd aanbieden",
    "F115": "Hond niet aangelijnd",
    "R402": "Foutparkeren",
}
CONTROLS, NAMELESS = 400, 8


def enforcement(path: Path, seed: int) -> RegistrationFile:
    """The list of enforcement: a named neighbourhood, a fact, an action and an officer's number."""
    rng = np.random.default_rng([seed, 36])
    names = [home.name for home in NEIGHBOURHOODS if home.municipality == "GM9901"]
    lines: list[Sequence[object]] = []
    for i in range(CONTROLS):
        day = date(2026, 1, 1) + timedelta(days=int(rng.integers(0, 273)))
        code = list(_FACTS)[int(rng.integers(len(_FACTS)))]
        name = "langs de weg" if i < NAMELESS else names[int(rng.integers(len(names)))]
        clock = f"{8 + i % 12:02d}:{i % 60:02d}"
        action = ("waarschuwing", "bekeuring")[i % 4 == 0]
        lines.append(
            (
                f"H{i:05d}",
                f"{day:%d-%m-%Y}",
                clock,
                name,
                code,
                _FACTS[code],
                action,
                f"V{i % 7:03d}",
            )
        )
    header = "registratienr;datum;tijd;buurt;feitcode;feit omschrijving;maatregel;boa nummer"
    _write_semicolons(path, header, lines)
    planted = Planted(CONTROLS, CONTROLS - NAMELESS, 0, 0, 0, NAMELESS, 0)
    return RegistrationFile(path.name, "Handhaving Voorbeeldstad", planted)


def _write_semicolons(path: Path, header: str, lines: Iterable[Sequence[object]]) -> None:
    """As a spreadsheet in the Netherlands saves it: Windows-1252, semicolons, CRLF."""
    text = "\r\n".join([header, *(";".join(map(str, line)) for line in lines)]) + "\r\n"
    path.write_bytes(text.encode("cp1252"))
