"""A small table to serve, and clients that are quick to lose patience."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import numpy as np

from regie.evidence.connectors.download import Download, download
from regie.evidence.connectors.http import Client, Manners
from regie.evidence.connectors.metadata import Member as Code
from regie.evidence.connectors.metadata import Property, Shape, TableInfo
from regie.evidence.connectors.odata3 import Service
from regie.evidence.connectors.requests import TableRequest
from standin import server, tables
from standin.misbehaviour import NONE, Misbehaviour
from standin.model import Dimension, Member, Table, Topic
from standin.site import Site

QUICK = Manners(
    connect=2,
    read=0.3,
    slow=0.5,
    first_wait=0.001,
    longest_wait=0.002,
    longest_retry_after=0.01,
    pause=0,
)
YEARS = range(2018, 2026)
TYPES = ("0.0.0", "1.1.1", "1.2.3", "2.6.10")
TOWNS, PER_TOWN = 5, 9
PAGE = 300
ROWS = len(TYPES) * (1 + TOWNS * (1 + PER_TOWN)) * len(YEARS)
OFFENCES = TableRequest("47018NED", "police", leave_out=("Gemeentenaam",))


def areas() -> tuple[Member, ...]:
    """A country of five towns."""
    found = [Member("NL00", "Nederland")]
    for town in range(TOWNS):
        digits = f"{344 + 7 * town:04d}"
        codes = [f"GM{digits}", *(f"BU{digits}{number:04d}" for number in range(PER_TOWN))]
        found += [Member(c, f"Naam {c}", municipality=f"GM{digits}") for c in codes]
    return tuple(found)


def offences(catalogue: str = "Politie", *, v4: bool = False) -> Table:
    """The shape of 47018NED, small."""
    periods = tuple(
        Member(f"{year}JJ00", str(year), status="Definitief" if year < 2025 else "Voorlopig")
        for year in YEARS
    )
    return tables.dense(
        "47018NED",
        "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, jaarcijfers",
        catalogue=catalogue,
        v4=v4,
        dimensions=(
            Dimension(
                "SoortMisdrijf",
                "Soort misdrijf",
                "Dimension",
                6,
                tuple(Member(code, f"Soort {code}") for code in TYPES),
            ),
            Dimension(
                "WijkenEnBuurten",
                "Wijken en buurten",
                "GeoDetail",
                10,
                areas(),
                description="Wijken en buurten (indeling 2024)",
            ),
            Dimension("Perioden", "Perioden", "TimeDimension", 8, periods),
        ),
        topics=(
            Topic("GeregistreerdeMisdrijven_1", "Geregistreerde misdrijven"),
            Topic(
                "Gemeentenaam_2",
                "Gemeentenaam",
                of="WijkenEnBuurten",
                texts=tuple("" if m.key == "NL00" else '\'s-Stad "Noord"' for m in areas()),
            ),
        ),
        values=lambda topic, kind, area, year: np.asarray((kind * 7 + area * 3 + year) % 50, float),
    )


@contextmanager
def served(
    misbehave: Misbehaviour = NONE, site: Site | None = None
) -> Iterator[tuple[server.Running, Service]]:
    """A running server and a client for its police tables."""
    shown = site or Site(tables=(offences(),))
    with server.started(shown, misbehave=misbehave) as running, Client(QUICK) as client:
        yield running, Service(client, f"{running.url}/dataderden")


def fetched(
    folder: Path, misbehave: Misbehaviour = NONE, request: TableRequest = OFFENCES
) -> Download:
    """One download from a server that misbehaves."""
    with served(misbehave) as (_running, service):
        return download(service, request, folder)


def shape() -> Shape:
    """What the clients know of the table, without a server."""
    changed = datetime.fromisoformat("2026-08-15T02:00:00")
    info = TableInfo("47018NED", "Misdrijven", changed, "Politie")
    names = ("SoortMisdrijf", "WijkenEnBuurten", "Perioden")
    kinds = ("Dimension", "GeoDetail", "TimeDimension")
    dimensions = {
        "SoortMisdrijf": tuple(Code(f"{code:<6}", code) for code in TYPES),
        "WijkenEnBuurten": tuple(Code(f"{m.key:<10}", m.title) for m in areas()),
        "Perioden": tuple(Code(f"{year}JJ00", str(year)) for year in YEARS),
    }
    properties = [Property(n, k, n) for n, k in zip(names, kinds, strict=True)]
    properties.append(Property("GeregistreerdeMisdrijven_1", "Topic", "Misdrijven", "Long"))
    return Shape(info, tuple(properties), dimensions)
