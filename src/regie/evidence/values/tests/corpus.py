"""Generated columns of which it is known whether they hold personal data. Nobody in them exists."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from regie.evidence.values.kinds import Verdict

FIRST = ("Jan", "Fatima", "Els", "Mohamed", "Kees", "Sanne", "Zuzanna", "Bartholomeus", "Ahmed")
LAST = ("de Vries", "Jansen", "el Amrani", "Bakker", "Kowalczyk", "van den Berg", "Terpstra")
STREETS = ("Dorpsstraat", "P.C. Hooftstraat", "Jan Steenlaan", "Kerkweg", "Willem de Zwijgerplein")
AREAS = ("Marktkwartier", "Oude Haven", "Vogelbuurt", "De Dreef", "Jan van Galenbuurt", "Zuid")
TOPICS = ("Geluidsoverlast", "Zwerfvuil", "Burenruzie", "Hangjongeren", "Drugsoverlast", "Graffiti")
HOMES = ("De Eik", "Huize Maria", "Johanna Hoeve", "Lindenflat", "Het Spoor", "Willemshof")
STORY = "Er is {} overlast gemeld bij het plein, de bewoners vragen om een gesprek met nummer {}."


@dataclass(frozen=True)
class Sample:
    """A column with its title, and the verdict it must get (None: nothing personal)."""

    header: str
    values: tuple[str, ...]
    verdict: Verdict | None
    kind: str


T = TypeVar("T")


class Dice:
    """Draws that are the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)

    def randrange(self, start: int, stop: int | None = None) -> int:
        low, high = (0, start) if stop is None else (start, stop)
        return int(self._rng.integers(low, high))

    def choice(self, options: Sequence[T]) -> T:
        return options[self.randrange(len(options))]

    def random(self) -> float:
        return float(self._rng.random())


Make = Callable[[Dice], str]


def _bsn(rng: Dice) -> str:
    while True:
        digits = [rng.randrange(10) for _ in range(8)]
        check = sum(d * w for d, w in zip(digits, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))


def _name(rng: Dice) -> str:
    first, last = rng.choice(FIRST), rng.choice(LAST)
    return rng.choice([f"{first} {last}", f"{first[0]}. {last}", f"{last}, {first[0]}."])


def _day(rng: Dice, start: date, days: int) -> str:
    day = start + timedelta(days=rng.randrange(days))
    return f"{day:%d-%m-%Y}"


def _iban(rng: Dice) -> str:
    account = f"{rng.randrange(10**10):010d}"
    number = int("".join(str(int(sign, 36)) for sign in f"TEST{account}NL00"))
    return f"NL{98 - number % 97:02d}TEST{account}"


def _plate(rng: Dice) -> str:
    letters = "".join(rng.choice("BDFGHJKLNPRSTVXZ") for _ in range(4))
    return f"{letters[:2]}-{rng.randrange(10, 99)}-{letters[2:]}"


def _age(rng: Dice) -> str:
    return _day(rng, date(1935, 1, 1), 27_000)


def _recent(rng: Dice) -> str:
    return _day(rng, date(2021, 1, 1), 2_000)


def _home(rng: Dice) -> str:
    return f"{rng.choice(STREETS)} {rng.randrange(1, 200)}"


def _postcode(rng: Dice) -> str:
    letters = "".join(rng.choice("BCGHKLMNP") for _ in range(2))
    return f"{rng.randrange(1000, 9999)}{rng.choice(['', ' '])}{letters}"


def _story(rng: Dice) -> str:
    return STORY.format(rng.choice(TOPICS).lower(), rng.randrange(10_000))


_Kind = tuple[Verdict | None, tuple[str, ...], Make]
REFUSE, STRIP, LOCATE = Verdict.REFUSE, Verdict.STRIP, Verdict.LOCATE

COLUMNS: dict[str, _Kind] = {
    "naam": (REFUSE, ("Naam melder", "Naam", "melder", "Contactpersoon", "kolom 7"), _name),
    "achternaam": (
        REFUSE,
        ("Achternaam", "achternaam_huurder", "Familienaam"),
        lambda rng: rng.choice(LAST),
    ),
    "geboortedatum": (REFUSE, ("Geboortedatum", "geb.dat.", "Datum", "kolom 3"), _age),
    "bsn": (REFUSE, ("BSN", "Burgerservicenummer", "kolom 4", "nummer"), _bsn),
    "telefoon": (
        REFUSE,
        ("Telefoon", "Mobiel", "kolom 5"),
        lambda rng: f"06-{rng.randrange(10**7, 10**8)}",
    ),
    "e-mail": (
        REFUSE,
        ("E-mail", "emailadres", "contact"),
        lambda rng: f"{rng.choice(FIRST).lower()}{rng.randrange(99)}@voorbeeld.nl",
    ),
    "bankrekening": (REFUSE, ("IBAN", "rekening"), _iban),
    "kenteken": (REFUSE, ("Kenteken", "voertuig"), _plate),
    "vrije tekst": (STRIP, ("Toelichting", "text", "omschrijving", "kolom 9"), _story),
    "nummer van medewerker": (
        STRIP,
        ("boa_nummer", "Behandelaar", "verbalisant"),
        lambda rng: f"MW{rng.randrange(40):03d}",
    ),
    "adres": (LOCATE, ("Adres", "locatie", "kolom 2"), _home),
    "postcode": (LOCATE, ("Postcode", "PC6", "kolom 6"), _postcode),
    "x-coördinaat": (
        LOCATE,
        ("X", "x_coordinaat", "locatie.x"),
        lambda rng: str(rng.randrange(90_000, 240_000)),
    ),
    "dossiernummer": (
        None,
        ("Dossiernummer", "zaaknummer", "id"),
        lambda rng: rng.choice(
            [f"2026-{rng.randrange(10**6):06d}", str(rng.randrange(10**8, 10**9))]
        ),
    ),
    "datum van voorval": (None, ("Datum melding", "pleegdatum", "created_at"), _recent),
    "buurt": (None, ("Buurt", "wijknaam", "gebied"), lambda rng: rng.choice(AREAS)),
    "onderwerp": (
        None,
        ("Soort", "onderwerp.omschrijving", "Categorie"),
        lambda rng: rng.choice(TOPICS),
    ),
    "complex": (None, ("Complex", "complexnaam", "gebouw"), lambda rng: rng.choice(HOMES)),
    "aantal": (None, ("Aantal", "aantal slachtoffers", "2025"), lambda rng: str(rng.randrange(40))),
    "stand": (
        None,
        ("Status", "fase"),
        lambda rng: rng.choice(["Open", "Gesloten", "In behandeling"]),
    ),
    "soort melder": (
        None,
        ("Melder", "bron"),
        lambda rng: rng.choice(["Bewoner", "Ondernemer", "Anoniem", "Politie"]),
    ),
    "buurtcode": (
        None,
        ("buurtcode", "kolom 8"),
        lambda rng: f"BU9901{rng.randrange(10_000):04d}",
    ),
}
"""Per kind of column: its verdict, the titles it may have, and how one value is made."""


def samples(*, each: int = 40, seed: int = 7) -> Iterator[Sample]:
    """Columns of 12 to 200 values, some of them blank; the same seed gives the same columns."""
    rng = Dice(seed)
    for kind, (verdict, headers, make) in COLUMNS.items():
        for _number in range(each):
            size = rng.choice((12, 40, 200))
            blank = rng.choice((0.0, 0.1, 0.5))
            values = tuple("" if rng.random() < blank else make(rng) for _value in range(size))
            yield Sample(rng.choice(headers), values, verdict, kind)
