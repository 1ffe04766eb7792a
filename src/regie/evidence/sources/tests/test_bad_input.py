"""What must be refused: with a clear sentence, nothing kept, and the old figures still served."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from regie.evidence.formats import packing as reading
from regie.evidence.sources import queries, services
from regie.evidence.sources.models import Dataset, Delivery
from regie.evidence.sources.services import clean_up, import_file
from regie.evidence.sources.tests import files
from regie.evidence.warehouse import engine as warehouse
from regie.evidence.warehouse import folders
from regie.foundation.records.models import Log

pytestmark = [pytest.mark.room, pytest.mark.django_db]

PLACES = ["NL00", "GM0344", "BU03440111"]
SLOW = 300
"""Seconds for a process of its own on a busy machine."""
KEYS = ("ID", "SoortMisdrijf", "WijkenEnBuurten", "Perioden", files.MEASURE)


def refusal(path: Path, **options: Any) -> str:
    """The reason; and nothing of the delivery may be left but its row in the list."""
    outcome = import_file(path, actor=None, **options)
    assert outcome.refused is not None
    assert outcome.delivery is not None
    assert outcome.delivery.state == "refused"
    assert outcome.delivery.refusal == outcome.refused
    assert not folders.folder_of(outcome.delivery.pk).exists()
    assert not folders.reading_folder(outcome.delivery.pk).exists()
    assert not Dataset.objects.exists()
    assert Log.objects.filter(verb="sources.refuse", subject_id=outcome.delivery.pk).exists()
    return outcome.refused


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


HEADER = ";".join(f'"{key}"' for key in KEYS)
ROW = '0;"1.1.1 ";"GM0344    ";"2024JJ00";5'
MANGLED = '"' + HEADER.replace('"', '""') + '"'


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "leeg"),
        (b"  \r\n ", "leeg"),
        ("<!DOCTYPE html><html><head><title>Fout 500</title></head></html>", "Fout 500"),
        ("<html><body>Inloggen</body></html>", "webpagina"),
        ('<?xml version="1.0"?><feed></feed>', "XML"),
        (b"%PDF-1.7 enzovoort", "pdf"),
        (b"PK\x03\x04\x14\x00[Content_Types].xml enzovoort", "beschadigd"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "werkboek"),
        (b"GIF89a\x00\x01\x00", "geen tekst"),
        (b"PAR1 maar verder niets", "Parquet"),
        (b"PK\x03\x04 geen zip", "zipbestand"),
        ('{"value": [{"RegioS": "NL01"', "JSON"),
        ('{"value": []}', "geen rijen"),
        ('{"iets": "anders"}', "geen tabel"),
        ('{"odata.nextLink": "x", "value": [{"RegioS": "NL01"}]}', "bladzijde"),
        ("een\ntwee\n", "één kolom"),
        (f"{HEADER}\r\n", "geen rijen"),
        (f'{HEADER}\r\n{ROW}\r\n0;"1.1.1 ";"GM03', "afgebroken"),
        (f'{HEADER}\r\n{ROW}\r\n1;"1.1.1 "\r\n{ROW}\r\n', "aantal cellen"),
        (f'"{HEADER.replace(chr(34), chr(34) * 2)}"\r\n"{ROW}"\r\n', "aanhalingstekens"),
        (f"{HEADER}\r\n{ROW.replace('2024JJ00', 'ooit')}\r\n", "perioden"),
        (f"{HEADER}\r\n{ROW.replace('1.1.1 ', '9.9.9 ')}\r\n", "Geen enkele soort"),
        (f"{MANGLED};;\r\n{MANGLED};;\r\n", "perioden"),
        (b"\x1f\x8b\x08\x00 enzovoort", "ingepakte"),
        (b"PK\x05\x06" + b"\x00" * 18, "leeg"),
        ('{"RegioS": "NL01"}\n{"RegioS": "NL01"}\n', "één kolom"),
        ('{"@odata.nextLink": "x", "value": [{"RegioS": "NL01"}]}', "bladzijde"),
        (f"{HEADER}\r\n{ROW.replace('2024JJ00', '202413')}\r\n", "2024MM01"),
        (f"{HEADER}\r\n{ROW.replace(';5', ';1.000')}\r\n", "duizendtekens"),
        (f"{HEADER}\r\n{ROW.replace(';5', ';1 00')}\r\n", "1 00"),
        (f"{HEADER}\r\n{ROW.replace('GM0344', '9344  ')}\r\n", "GM0344 of"),
        (f"{HEADER}\r\n{ROW.replace(';5', ';vijf')}\r\n", "geen getal"),
        (f"{HEADER}\r\n{ROW.replace(';5', ';-5')}\r\n", "nooit negatief"),
        (f"{HEADER}\r\n{ROW.replace(';5', ';5,5')}\r\n", "5,5"),
        (f"{HEADER}\r\n{ROW.replace(';5', ';1.5')}\r\n{ROW.replace(';5', ';1,5')}\r\n", "punt"),
        (f"{HEADER}\r\n{ROW}\r\n{ROW.replace(';5', ';6')}\r\n", "rijen 2 en 3"),
        (
            f"{HEADER}\r\n{ROW}\r\n{ROW.replace('GM0344', 'GM9901')}\r\n",
            "voorbeeldland",
        ),
    ],
)
@pytest.mark.usefixtures("areas")
def test_refused_with_the_reason(tmp_path: Path, content: bytes | str, word: str) -> None:
    assert word in refusal(written(tmp_path / "download.csv", content))


@pytest.mark.parametrize(
    ("columns", "word"),
    [
        (
            "ID,Perioden,BevolkingAanHetBeginVanDePeriode_1,LevendGeborenKinderen_2,Overledenen_3",
            "83474NED",
        ),
        ("ID,RegioS,Perioden,TotaalGeregistreerdeMisdrijven_1", "83648NED"),
        ("odata.type,ID,Position,ParentID,Type,Key,Title", "beschrijving"),
        ("ID,Title,ShortTitle,Identifier", "beschrijving"),
        ("Key,Title,Description,CategoryGroupID", "codelijst"),
        ("Key,Title,Description,Status", "perioden"),
        ("kenteken,kleur", "kent deze tabel niet"),
    ],
)
def test_other_tables_are_recognised(tmp_path: Path, columns: str, word: str) -> None:
    row = ",".join("1" for _ in columns.split(","))
    assert word in refusal(written(tmp_path / "data.csv", f"{columns}\n{row}\n"))


def test_a_table_view_is_explained(tmp_path: Path) -> None:
    head = '"Titel"\n""\n"";"Onderwerp"\n"";"Inkomen|Hoog";"Inkomen|Laag"\n'
    text = head + '"Gebied";"%";"%"\n"A";"1";"2"\n'
    assert "lijkt op “Titel”" in refusal(written(tmp_path / "x.csv", text))


def test_letters_of_another_time(tmp_path: Path) -> None:
    content = f'{HEADER};"Gemeentenaam_2"\r\n{ROW};"S'.encode() + b'\x81\x8d"\r\n'
    assert "UTF-8" in refusal(written(tmp_path / "x.csv", content))


def test_a_bomb_in_a_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ZIP_FREE", 1000)
    path = files.packed(tmp_path / "x.zip", {"x.csv": b"0" * 5_000_000})
    assert "verdacht" in refusal(path)


@pytest.mark.parametrize("name", ["../x.csv", "/etc/x.csv", "a/../../x.csv", "C:/x.csv"])
def test_a_zip_that_climbs_out(tmp_path: Path, name: str) -> None:
    assert "buiten" in refusal(files.packed(tmp_path / "x.zip", {name: b"a;b\n1;2\n"}))


def test_a_zip_with_more_files(tmp_path: Path) -> None:
    path = files.packed(tmp_path / "x.zip", {"a.csv": b"a", "b.csv": b"b"})
    assert "2 leesbare" in refusal(path)


def test_a_zip_that_lies_about_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.packed(tmp_path / "x.zip", {"a.csv": b"a;b\n" * 1000})
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda *_: b"0" * 100_000)
    assert "groter dan" in refusal(path)


@pytest.mark.usefixtures("areas")
def test_the_wrong_classification_year_is_counted(tmp_path: Path) -> None:
    areas = [f"BU0344{i:04d}" for i in range(50, 80)]
    path = files.dense(tmp_path / "x.csv", ["1.1.1"], ["GM0344", *areas], [2024])
    reason = refusal(path, classification=2024)
    assert "30 van 31" in reason
    assert "2024" in reason


@pytest.mark.usefixtures("areas")
def test_unknown_codes_are_reported_and_not_invented(tmp_path: Path) -> None:
    rows = [
        ("1.1.1", code, "2024JJ00", 1) for code in ("GM0344", "Utrecht?", "GM77777", "BU03449999")
    ]
    rows += [("7.7.7", "GM0344", "2024JJ00", 1), ("1.1.1", "GM0344", "nooit", 1)]
    outcome = import_file(files.offences(tmp_path / "x.csv", rows), actor=None)
    assert outcome.refused is None
    assert outcome.report is not None
    found = {finding.code: finding.params for finding in outcome.report.findings}
    assert found["areas_unresolved"] == {"count": 2, "rows": 2}
    assert found["types_unknown"] == {"count": 1, "rows": 1}
    assert found["periods_unknown"] == {"count": 1, "rows": 1}
    assert found["codes_unknown"]["count"] == 1
    assert outcome.report.rows_skipped == 4


@pytest.mark.usefixtures("areas")
def test_double_rows_count_once(tmp_path: Path) -> None:
    rows = [("1.1.1", "GM0344", "2024JJ00", 3)] * 3
    outcome = import_file(files.offences(tmp_path / "x.csv", rows), actor=None)
    assert outcome.report is not None
    found = {finding.code: finding.params for finding in outcome.report.findings}
    assert found["duplicates"] == {"count": 2}
    cube = queries.figures(
        "offence", realm="nl", measure="GeregistreerdeMisdrijven", level="municipality"
    )
    assert cube is not None
    assert cube.values.tolist() == [[[3]]]


def test_names_without_a_register(tmp_path: Path) -> None:
    header = (
        "Soort misdrijf",
        "Perioden",
        "Wijken en buurten",
        "Geregistreerde misdrijven (aantal)",
    )
    path = files.table(tmp_path / "x.csv", header, [("Totaal misdrijven", "2024", "Ergens", 1)])
    assert "lijst met" in refusal(path)


@pytest.mark.usefixtures("areas")
def test_names_of_nowhere(tmp_path: Path) -> None:
    header = (
        "Soort misdrijf",
        "Perioden",
        "Wijken en buurten",
        "Geregistreerde misdrijven (aantal)",
    )
    rows = [("Totaal misdrijven", "2024", name, 1) for name in ("Ergens", "Nergens", "Overal")]
    assert "welke gemeente" in refusal(files.table(tmp_path / "x.csv", header, rows))


def test_key_figures_of_no_year(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {"WijkenEnBuurten": ["GM0344"], "AantalInwoners_5": [1]}
    assert "welk jaar" in refusal(files.parquet(tmp_path / "x.parquet", columns))


def test_a_list_of_areas_of_no_year(tmp_path: Path) -> None:
    path = written(tmp_path / "x.csv", "Key,Title\nBU12340001,Ergens\n")
    assert "welk jaar" in refusal(path)


def test_borders_without_a_code(tmp_path: Path) -> None:
    path = files.document(tmp_path / "x.json", {"type": "FeatureCollection", "features": []})
    assert refusal(path)


# --- the disk, the other, and the end of the process ---------------------------------------------


@pytest.mark.usefixtures("areas")
@pytest.mark.parametrize("when", ["staging", "publish"])
def test_a_full_disk_keeps_the_old_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    first = import_file(files.dense(tmp_path / "a.csv", ["1.1.1"], PLACES, [2023]), actor=None)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    if when == "staging":
        monkeypatch.setattr(warehouse.Staging, "watch", full)
    else:
        monkeypatch.setattr(folders, "publish", full)
    newer = files.dense(tmp_path / "b.csv", ["1.1.1"], PLACES, [2023, 2024])
    outcome = import_file(newer, actor=None)
    assert outcome.refused is not None
    assert "schijf is vol" in outcome.refused
    assert first.delivery is not None
    first.delivery.refresh_from_db()
    assert first.delivery.state == "available"
    assert outcome.delivery is not None
    assert not folders.folder_of(outcome.delivery.pk).exists()


@pytest.mark.usefixtures("areas")
def test_an_error_of_our_own_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "report_on", broken)
    with pytest.raises(ZeroDivisionError):
        import_file(files.dense(tmp_path / "a.csv", ["1.1.1"], PLACES, [2023]), actor=None)
    assert Delivery.objects.get().state == "refused"


def test_an_engine_without_room_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "MEMORY", "1MB")
    outcome = import_file(
        files.dense(
            tmp_path / "a.csv", ["1.1.1"], [f"GM{i:04d}" for i in range(1, 400)], [2023, 2024]
        ),
        actor=None,
    )
    assert outcome.refused is None or "schijf" in outcome.refused


SETUP = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
TAKE = """
import django, sys
django.setup()
from regie.evidence.sources.services import import_file
print("ready", flush=True)
for line in sys.stdin:
    outcome = import_file(line.strip(), actor=None)
    print("already" if outcome.already else outcome.refused or "in use", flush=True)
"""


def environment(data: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "regie.config.settings",
        "REGIE_DATA": str(data),
        "REGIE_DEMO": "1",
        "DATABASE_URL": f"sqlite:///{data / 'regie.sqlite3'}",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


def run(text: str, data: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", text, *words],
        env=environment(data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def empty_database(data: Path) -> Path:
    """A database in a file, for processes of their own: a copy of the one of the tests.

    All migrations again in a process cost more than the rest of the test.
    """
    target = data / "regie.sqlite3"
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        target.write_bytes(connection.connection.serialize())
    else:
        assert run(SETUP, data).wait(SLOW) == 0
    return target


def test_imports_at_once_leave_one_in_use(tmp_path: Path) -> None:
    """Two vintages of one table at once, and then one file twice at once."""
    database = empty_database(tmp_path)
    names = ("a.csv", "b.csv", "c.csv")
    one, other, third = (
        files.dense(tmp_path / name, ["1.1.1"], PLACES, [2023, 2024], {("1.1.1", "NL00", 2023): i})
        for i, name in enumerate(names)
    )
    takers = [run(TAKE, tmp_path), run(TAKE, tmp_path)]
    assert [_answer(taker) for taker in takers] == ["ready", "ready"]
    assert _at_once(takers, one, other) == ["in use", "in use"]
    _at_once(takers, third, third)
    for taker in takers:
        taker.communicate(timeout=SLOW)
    with closing(sqlite3.connect(database)) as kept:
        states = [state for (state,) in kept.execute("SELECT state FROM sources_delivery")]
    assert states.count("available") == 1
    assert states.count("superseded") == 2


def _at_once(takers: list[subprocess.Popen[str]], *paths: Path) -> list[str]:
    for taker, path in zip(takers, paths, strict=True):
        assert taker.stdin is not None
        taker.stdin.write(f"{path}\n")
        taker.stdin.flush()
    return [_answer(taker) for taker in takers]


def _answer(taker: subprocess.Popen[str]) -> str:
    assert taker.stdout is not None
    return taker.stdout.readline().strip()


KILLED = """
import django, os, signal, sys
django.setup()
from regie.evidence.warehouse import folders
folder = folders.reading_folder(int(sys.argv[1]))
with folders.held(folder):
    folder.joinpath("staging.duckdb").write_bytes(b"half")
    print("reading", flush=True)
    signal.pause()
"""


@pytest.mark.usefixtures("areas")
def test_killed_half_way(tmp_path: Path, warehouse: Path) -> None:
    first = import_file(files.dense(tmp_path / "a.csv", ["1.1.1"], PLACES, [2023]), actor=None)
    dying = Delivery.objects.create(file_name="groot.csv", state="reading", progress={"started": 0})
    process = run(KILLED, warehouse.parent, str(dying.pk))
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "reading"
    assert clean_up() == 0, "somebody is still reading it"
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert clean_up() == 1
    dying.refresh_from_db()
    assert dying.state == "refused"
    assert "afgebroken" in dying.refusal
    assert not folders.reading_folder(dying.pk).exists()
    assert first.delivery is not None
    first.delivery.refresh_from_db()
    assert first.delivery.state == "available"


def test_a_delivery_that_just_started_is_left_alone() -> None:
    Delivery.objects.create(file_name="x", state="reading", progress={"started": time.time()})
    assert clean_up() == 0
