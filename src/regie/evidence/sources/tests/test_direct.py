"""The short way for large files says and stores exactly what the long way does."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from zlib import crc32

import pyarrow.parquet
import pytest

from regie.evidence.intake import direct, probe, room
from regie.evidence.intake.arrival import Clock
from regie.evidence.intake.direct import Direct
from regie.evidence.intake.understanding import Options
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.services import Outcome, import_file
from regie.evidence.sources.tests import files
from regie.evidence.warehouse.folders import folder_of

pytestmark = [pytest.mark.room, pytest.mark.django_db, pytest.mark.usefixtures("areas")]

KINDS = ["0.0.0", "1.1.1", "1.4.3", "2.7.2"]
PLACES = ["NL00", "GM0344", "WK034401", "BU03440111", "BU03440112", "GM0363", "BU0363AC02"]
YEARS = range(2012, 2025)
FILES = ("local_cells", "local_observed", "upper_cells", "upper_observed")


Row = tuple[str, str, str, object]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Every file is large enough for the short way; says which imports went that way."""
    taken: list[bool] = []
    real = direct.take

    def watched(path: Path, folder: Path, options: Options, clock: Clock) -> Direct | None:
        found = real(path, folder, options, clock)
        taken.append(found is not None)
        return found

    monkeypatch.setattr(direct, "take", watched)
    monkeypatch.setattr(direct, "LARGE", 0)
    monkeypatch.setattr(probe, "FIRST_STEP", 64)
    return taken


def rows(value: Callable[[str, str, int], object]) -> list[Row]:
    return [(k, a, f"{y}JJ00", value(k, a, y)) for k in KINDS for a in PLACES for y in YEARS]


def stored(outcome: Outcome) -> tuple[object, ...]:
    """Everything that an import leaves behind, without the number of the delivery."""
    delivery = outcome.delivery
    assert delivery is not None, outcome.refused
    folder = folder_of(delivery.pk)
    tables = [pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist() for name in FILES]
    facts = (delivery.rows, delivery.sha256, delivery.coverage, delivery.report, delivery.size)
    return (*facts, folder.joinpath("manifest.json").read_text(), *tables)


def long_and_short(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[tuple[object, ...], tuple[object, ...]]:
    first = import_file(path, actor=None)
    kept = stored(first)
    Delivery.objects.update(state="superseded", size=0, sha256="")
    monkeypatch.setattr(direct, "LARGE", 2**60)
    second = stored(import_file(path, actor=None))
    return kept, second


SHAPES: dict[str, list[Row]] = {
    "counts": rows(lambda k, a, y: crc32(f"{k}{a}{y}".encode()) % 9),
    "empty cells": rows(lambda k, a, y: None if y % 3 else 4),
    "signs": rows(lambda k, a, y: ["0", ".", " 12 ", "+3", "x", "100", "5.0"][y % 7]),
    "hidden below the municipality": rows(lambda k, a, y: 0 if a[:2] in {"WK", "BU"} else 7),
    "withheld everywhere": rows(lambda k, a, y: 0 if k == "1.4.3" else 7),
    "last row missing": rows(lambda k, a, y: 5)[:-1],
    "a hole": rows(lambda k, a, y: 5)[:50] + rows(lambda k, a, y: 5)[60:],
    "areas outside": sorted(rows(lambda k, a, y: y - 2000), key=lambda row: PLACES.index(row[1])),
    "periods outside": sorted(rows(lambda k, a, y: y - 2000), key=lambda row: row[2]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_both_ways_store_the_same(
    tmp_path: Path, short: list[bool], monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    path = files.offences(tmp_path / "x.csv", SHAPES[shape])
    one, other = long_and_short(path, monkeypatch)
    assert short == [True, False]
    assert one == other


def test_a_parquet_of_the_feed_goes_the_short_way(
    tmp_path: Path, short: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns: list[Sequence[object]] = list(zip(*SHAPES["counts"], strict=True))
    names = ("SoortMisdrijf", "WijkenEnBuurten", "Perioden", files.MEASURE)
    padded = dict(zip(names, columns, strict=True))
    padded["WijkenEnBuurten"] = [f"{code!s:<10}" for code in columns[1]]
    one, other = long_and_short(files.parquet(tmp_path / "x.parquet", padded), monkeypatch)
    assert short == [True, False]
    assert one == other


ODD: dict[str, list[Row]] = {
    "an unknown type": [*SHAPES["counts"], ("9.9.9", "NL00", "2024JJ00", 1)],
    "an area that comes once": [
        *SHAPES["counts"][:200],
        ("1.4.3", "GM9999", "2024JJ00", 1),
        *SHAPES["counts"][200:],
    ],
    "an area written in two ways": [*SHAPES["counts"], ("0.0.0", "NL01", "2011JJ00", 1)],
    "a row twice": [*SHAPES["counts"], SHAPES["counts"][-1]],
    "a row twice with another value": [*SHAPES["counts"], (*SHAPES["counts"][0][:3], 77)],
    "no area": [*SHAPES["counts"], ("1.1.1", "", "2024JJ00", 1)],
    "a fraction": [*SHAPES["counts"][:-1], (*SHAPES["counts"][-1][:3], "1.5")],
    "a thousand with a point": [*SHAPES["counts"][:-1], (*SHAPES["counts"][-1][:3], "1.000")],
    "a word": [*SHAPES["counts"][:-1], (*SHAPES["counts"][-1][:3], "veel")],
    "below zero": [*SHAPES["counts"][:-1], (*SHAPES["counts"][-1][:3], "-1")],
}


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_is_judged_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    path = files.offences(tmp_path / "x.csv", ODD[odd])
    first = import_file(path, actor=None, dry_run=True)
    monkeypatch.setattr(direct, "LARGE", 2**60)
    second = import_file(path, actor=None, dry_run=True)
    assert (first.refused, first.report) == (second.refused, second.report)


def _at(place: int, old: bytes, new: bytes) -> Callable[[list[bytes]], list[bytes]]:
    """The lines with one of them changed."""

    def damage(lines: list[bytes]) -> list[bytes]:
        here = place % len(lines)
        return [*lines[:here], lines[here].replace(old, new, 1), *lines[here + 1 :]]

    return damage


DAMAGE: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a comma in a number": _at(-2, b";5", b';"5,5"'),
    "a whole number with a comma": _at(-2, b";5", b';"5,0"'),
    "a thousand with a comma": _at(-2, b";5", b';"1,234"'),
    "a thousand with a space": _at(-2, b";5", b';"1 234"'),
    "a thousand with a point": _at(200, b";5", b';"1.234"'),
    "a power of ten": _at(200, b";5", b";5e3"),
    "more than a number can be": _at(200, b";5", b";99999999999999999999"),
    "an error of a spreadsheet": _at(200, b";5", b";#N/A"),
    "a cell too many": _at(200, b";5", b";5;6"),
    "a cell too few": _at(200, b";5", b""),
    "a quote that stays open": _at(200, b'JJ00"', b"JJ00"),
    "a blank line": lambda lines: [*lines[:200], b"", *lines[200:]],
    "the header again": lambda lines: [*lines[:200], lines[0], *lines[200:]],
    "a line of units": lambda lines: [lines[0], b'"";"";"";"";aantal', *lines[1:]],
    "a footer": lambda lines: [*lines, b'"Bron: Politie"'],
    "a title": lambda lines: [b'"Geregistreerde misdrijven"', *lines],
    "cut off": lambda lines: [*lines[:-1], lines[-1][:-4]],
    "another order": lambda lines: [lines[0], *lines[:0:-1]],
    "two spellings of a period": _at(200, b"JJ00", b""),
    "a month between years": _at(200, b"JJ00", b"MM01"),
    "zero bytes": _at(200, b";5", b";\x005"),
}


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_gets_one_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    """The same refusal or the same report, whichever way the file went first."""
    path = files.offences(tmp_path / "x.csv", rows(lambda k, a, y: 5))
    lines = path.read_bytes().rstrip().split(b"\r\n")
    damaged = DAMAGE[damage](lines)
    assert damaged != lines
    path.write_bytes(b"\r\n".join(damaged) + b"\r\n" * (damage != "cut off"))
    first = import_file(path, actor=None, dry_run=True)
    monkeypatch.setattr(direct, "LARGE", 2**60)
    second = import_file(path, actor=None, dry_run=True)
    assert (first.refused, first.report) == (second.refused, second.report)


def test_letters_of_another_alphabet_far_in_the_file(
    tmp_path: Path, short: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.offences(tmp_path / "x.csv", SHAPES["counts"])
    lines = (
        path.read_bytes()
        .replace(files.MEASURE.encode() + b'"', files.MEASURE.encode() + b'";"Gemeentenaam_2"')
        .replace(b"\r\n", b';"Utrecht"\r\n')
    )
    header, rest = lines.split(b"\r\n", 1)
    path.write_bytes(header[: -len(b';"Utrecht"')] + b"\r\n" + rest[:-11] + b'"S\xfadwest"\r\n')
    one, other = long_and_short(path, monkeypatch)
    assert short == [False, False]
    assert one == other


def test_too_little_room_is_said_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = import_file(files.offences(tmp_path / "a.csv", SHAPES["counts"]), actor=None)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=50_000_000))
    outcome = import_file(files.offences(tmp_path / "b.csv", SHAPES["a hole"]), actor=None)
    assert outcome.refused is not None
    assert "68 MB ruimte op de schijf nodig. Er is 50 MB vrij." in outcome.refused
    assert first.delivery is not None
    assert stored(first)


def test_a_zip_needs_room_for_what_is_in_it(tmp_path: Path) -> None:
    packed = files.packed(tmp_path / "a.zip", {"a.csv": bytes(10_000_000)})
    assert packed.stat().st_size < 100_000
    assert room.needed(packed) == 12_500_000 + room.ALWAYS
    broken = tmp_path / "b.zip"
    broken.write_bytes(b"PK\x03\x04 and no more")
    assert room.needed(broken) > room.ALWAYS
