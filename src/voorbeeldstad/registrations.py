"""What partners of Voorbeeldstad deliver: files with a mess of their own, all of it invented.

The housing association "Woonvoorbeeld" delivers nuisance dossiers as a workbook, the municipality
exports reports as Signalen and MSB do, and enforcement keeps a list. Every kind of mess is planted
in known numbers, so that a reader of these files can be checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from voorbeeldstad import addresses, reports, shapes
from voorbeeldstad.planted_rows import MONTH, Planted, RegistrationFile
from voorbeeldstad.workbooks import write_workbook

PARTNER = "Woonvoorbeeld"
_FIRST, _LAST = date(2026, 1, 1), date(2026, 9, 30)
_KINDS = {
    "Geluidsoverlast": 30,
    "Burenruzie": 22,
    "Vervuiling": 18,
    "Overlast door jongeren": 12,
    "Drugsoverlast": 9,
    "Intimidatie": 5,
    "Woonfraude": 4,
}
_MISSPELT = {
    "Geluidsoverlast": ("Geluidsoverlas", "geluidsoverlast ", "GELUIDSOVERLAST"),
    "Burenruzie": ("Burenruzi", "burenruzie"),
    "Vervuiling": ("Vervuilling",),
}
_STORIES = (
    "Harde muziek tot diep in de nacht, al enkele weken achter elkaar.",
    "Vuilnis in het trappenhuis en bij de ingang van het gebouw.",
    "Ruzie over de gezamenlijke tuin, gesprek is aangeboden.",
    "Groep jongeren in de portiek, bewoners voelen zich er niet prettig bij.",
    "Sterke geur in het gebouw, onderzoek is gestart.",
    "Schreeuwen en slaan met deuren, brief is verstuurd.",
)
_STATES = {"Open": 40, "In behandeling": 20, "Gesloten": 40}
DUPLICATES, TESTS, ABROAD, LOST, BAD_DATES = 6, 4, 1, 2, 2
UNKNOWN_POSTCODES = ("0199ZZ", "0198XX")
DOSSIERS = 640


@dataclass(frozen=True)
class Dossier:
    """One nuisance dossier; `written` is the day as the file shows it (text, or a real date)."""

    number: str
    written: str | date
    kind: str
    postcode: str
    house: int
    town: str
    state: str
    story: str
    staff: str
    complex: str


def write_registrations(folder: Path, *, seed: int = 2026) -> tuple[RegistrationFile, ...]:
    """Write all files of partners; the same seed writes the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = addresses.draw(shapes.draw_map(seed=seed), seed=seed)
    clean = _dossiers(drawn, seed)
    return (
        _messy(folder / f"overlastdossiers_{MONTH}.xlsx", clean, drawn, seed),
        _corrected(folder / f"overlastdossiers_{MONTH}_verbeterd.xlsx", clean),
        _with_names(folder / f"overlastdossiers_{MONTH}_met_namen.xlsx", clean, seed),
        reports.signals(folder / f"signalen_{MONTH}.csv", drawn, seed),
        reports.reports(folder / f"msb_meldingen_{MONTH}.json", drawn, seed),
        reports.enforcement(folder / f"boa_registraties_{MONTH}.csv", seed),
    )


# --- the housing association ------------------------------------------------------------------

HEADER = (
    "Dossiernr",
    "Datum melding",
    "Soort overlast",
    "Postcode",
    "Huisnr",
    "Gemeente",
    "Status",
    "Toelichting",
    "Behandelaar",
    "Complex",
)
_COMPLEXES = ("De Eik", "Huize Zuiderzon", "Havenblok", "Het Spoor", "Lindenflat", "Molenzicht")


def _dossiers(drawn: addresses.Addresses, seed: int) -> list[Dossier]:
    rng = np.random.default_rng([seed, 31])
    own = np.flatnonzero(np.char.startswith(drawn.area, "BU9901"))
    spots = rng.choice(own, DOSSIERS)
    days = sorted(rng.integers(0, (_LAST - _FIRST).days + 1, DOSSIERS).tolist())
    kinds = _drawn(rng, _KINDS, DOSSIERS)
    states = _drawn(rng, _STATES, DOSSIERS)
    found = []
    for i, (spot, day) in enumerate(zip(spots.tolist(), days, strict=True)):
        found.append(
            Dossier(
                number=f"WV-2026-{i + 1:04d}",
                written=_FIRST + timedelta(days=day),
                kind=kinds[i],
                postcode=str(drawn.postcode[spot]),
                house=int(drawn.number[spot]),
                town="Voorbeeldstad",
                state=states[i],
                story=f"{_STORIES[int(rng.integers(len(_STORIES)))]} Gesprek {i + 1}.",
                staff=f"MW{int(rng.integers(1, 9)):02d}",
                complex=_COMPLEXES[spot % len(_COMPLEXES)],
            )
        )
    return found


def _drawn(rng: np.random.Generator, weights: dict[str, int], size: int) -> list[str]:
    share = np.array(list(weights.values()), dtype=float)
    picked = rng.choice(len(share), size, p=share / share.sum())
    names = list(weights)
    return [names[at] for at in picked.tolist()]


def _messy(
    path: Path, clean: Sequence[Dossier], drawn: addresses.Addresses, seed: int
) -> RegistrationFile:
    """Titles, a merged header, blank rows, dates of all sorts, and rows that do not count."""
    rng = np.random.default_rng([seed, 32])
    rows = [_spoilt(dossier, i, rng) for i, dossier in enumerate(clean)]
    far = np.flatnonzero(np.char.startswith(drawn.area, "BU9902"))[0]
    spots = rng.choice(len(rows), 5 + DUPLICATES, replace=False).tolist()
    elsewhere, lost, bad = spots[0], spots[1:3], spots[3:5]
    rows[elsewhere] = replace(rows[elsewhere], postcode=str(drawn.postcode[far]), town="Buurstad")
    for at, postcode in zip(lost, UNKNOWN_POSTCODES, strict=True):
        rows[at] = replace(rows[at], postcode=postcode)
    for at, written in zip(bad, ("31-09-2026", ""), strict=True):
        rows[at] = replace(rows[at], written=written)
    again = [rows[at] for at in spots[5:]]
    tests = [
        replace(rows[i], number=f"TEST-{i}", kind="TEST", story="Testdossier, niet gebruiken.")
        for i in range(TESTS)
    ]
    everything = [*rows, *again, *tests]
    write_workbook(path, _layout(everything))
    others = DUPLICATES + TESTS + ABROAD + LOST + BAD_DATES
    read = len(everything) + 1
    counted = read - others - 1
    planted = Planted(read, counted, DUPLICATES, TESTS + 1, BAD_DATES, LOST, ABROAD)
    return RegistrationFile(path.name, PARTNER, planted)


_SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def _spoilt(dossier: Dossier, at: int, rng: np.random.Generator) -> Dossier:
    """Another way of writing the day, the postcode and now and then the type."""
    day = dossier.written
    if isinstance(day, date):
        texts: tuple[str | date, ...] = (
            day,
            day,
            f"{day:%d-%m-%Y}",
            f"{day.day} {_SHORT[day.month - 1]} {day.year}",
            f"{day:%Y-%m-%d}",
            f"{day:%d/%m/%Y}",
        )
        dossier = replace(dossier, written=texts[at % len(texts)])
    code = dossier.postcode
    codes = (code, f"{code[:4]} {code[4:]}", code.lower(), f" {code}")
    wrong = _MISSPELT.get(dossier.kind, ())
    if wrong and rng.random() < 0.06:
        dossier = replace(dossier, kind=wrong[int(rng.integers(len(wrong)))])
    return replace(dossier, postcode=codes[at % len(codes)])


def _cells(dossier: Dossier) -> tuple[object, ...]:
    return (
        dossier.number,
        dossier.written,
        dossier.kind,
        dossier.postcode,
        dossier.house,
        dossier.town,
        dossier.state,
        dossier.story,
        dossier.staff,
        dossier.complex,
    )


def _layout(rows: Sequence[Dossier]) -> list[tuple[object, ...]]:
    """The sheet line by line: titles, a line of groups, the header, blanks, and a total."""
    width = len(HEADER)
    title = (f"{PARTNER}: overlastdossiers",) + ("",) * (width - 1)
    period = ("Periode: 1 januari tot en met 30 september 2026",) + ("",) * (width - 1)
    groups = ("Dossier", "", "", "Adres", "", "", "Afhandeling", "", "", "")
    lines: list[tuple[object, ...]] = [title, period, ("",) * width, groups, HEADER]
    for at, dossier in enumerate(rows):
        if at and at % 150 == 0:
            lines += [("",) * width] * 2
        lines.append(_cells(dossier))
    lines += [("",) * width] * 3
    lines.append(("Totaal", "", "", "", "", "", "", len(rows), "", ""))
    return lines


def _corrected(path: Path, clean: Sequence[Dossier]) -> RegistrationFile:
    """The same dossiers after the partner read the answer: one header, one way of writing."""
    lines: list[tuple[object, ...]] = [HEADER, *(_cells(dossier) for dossier in clean)]
    write_workbook(path, lines)
    planted = Planted(len(clean), len(clean), 0, 0, 0, 0, 0)
    return RegistrationFile(path.name, PARTNER, planted)


_GIVEN = ("Jan", "Fatima", "Els", "Mohamed", "Kees", "Sanne", "Ahmed", "Tess", "Piet", "Lotte")
_FAMILY = ("de Vries", "Jansen", "el Amrani", "Bakker", "Yilmaz", "van den Berg", "Smit", "Visser")


def _with_names(path: Path, clean: Sequence[Dossier], seed: int) -> RegistrationFile:
    """The corrected file with columns that must never be delivered; nobody in it exists."""
    rng = np.random.default_rng([seed, 33])
    lines: list[tuple[object, ...]] = [(*HEADER, "Naam melder", "Geboortedatum", "Telefoon")]
    for dossier in clean:
        name = f"{_GIVEN[int(rng.integers(10))]} {_FAMILY[int(rng.integers(8))]}"
        born = date(1938, 1, 1) + timedelta(days=int(rng.integers(0, 25_000)))
        phone = f"06-0000{int(rng.integers(10_000)):04d}"
        lines.append((*_cells(dossier), name, born, phone))
    write_workbook(path, lines)
    return RegistrationFile(path.name, PARTNER, Planted(0, 0, 0, 0, 0, 0, 0), refused=True)
