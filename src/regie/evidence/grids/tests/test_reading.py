"""Opening any rectangular file: what it is, where its table stands, and its rows."""

import gzip
import io
import json
import struct
import zipfile
import zlib
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.grids import packed_sheets, shape, workbooks
from regie.evidence.grids.cells import harmless, text_of
from regie.evidence.grids.reading import open_grid, opened, rows
from regie.foundation.records.refusals import RefusedError

pytestmark = pytest.mark.pure


def put(folder: Path, content: bytes | str) -> Path:
    path = folder / "bestand"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def all_of(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    return list(rows(open_grid(path)))


def refusal(path: Path, *, sheet: str = "") -> str:
    with pytest.raises(RefusedError) as caught:
        list(rows(open_grid(path, sheet=sheet)))
    return str(caught.value)


# --- text ----------------------------------------------------------------------------------------


def test_a_csv_with_titles_a_footer_and_embedded_newlines(tmp_path: Path) -> None:
    text = 'Titel\n\ndatum;tekst\n2024-01-02;"twee\nregels"\n\n2024-01-03;één\nBron: wij\n'
    grid = open_grid(put(tmp_path, text))
    assert (grid.titles, grid.header, grid.footer) == (
        ("Titel",),
        ("datum", "tekst"),
        ("Bron: wij",),
    )
    assert list(rows(grid)) == [(4, ("2024-01-02", "twee\nregels")), (7, ("2024-01-03", "één"))]
    assert (grid.kind, grid.encoding, grid.delimiter, grid.header_line) == ("csv", "utf-8", ";", 3)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"],
)
def test_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "naam;aantal\r\nSúdwest-Fryslân;1\r\nHoogeveen één ïö;2\r\n"
    assert all_of(put(tmp_path, text.encode(encoding))) == [
        (2, ("Súdwest-Fryslân", "1")),
        (3, ("Hoogeveen één ïö", "2")),
    ]


def test_odd_bytes_after_a_plain_beginning(tmp_path: Path) -> None:
    text = b"naam;aantal\n" + b"plat;1\n" * 400_000 + "één;2\n".encode("cp1252")
    *_, last = rows(open_grid(put(tmp_path, text)))
    assert last == (400_002, ("één", "2"))


def test_lines_between_quotes(tmp_path: Path) -> None:
    text = '"""a"";""b"""\r\n"""x, y"";1"\r\n"""z"";2"\r\n'
    grid = open_grid(put(tmp_path, text))
    assert list(rows(grid)) == [(2, ("x, y", "1")), (3, ("z", "2"))]
    assert len(grid.notes) == 1


def test_columns_without_a_name_and_with_the_same_name(tmp_path: Path) -> None:
    grid = open_grid(put(tmp_path, "a;;a;A\n1;2;3;4\n"))
    assert grid.header == ("a", "Kolom B", "a #2", "A #3")


def test_a_longer_row_is_named_and_a_shorter_one_filled(tmp_path: Path) -> None:
    assert all_of(put(tmp_path, "a;b;c\n1;2;3\n4;5\n"))[1] == (3, ("4", "5", ""))
    long = "a;b\n" + "1;2\n" * 300 + "1;2;3\n"
    assert "302" in refusal(put(tmp_path, long))


def test_five_thousand_columns_are_refused(tmp_path: Path) -> None:
    head = ";".join(f"k{i}" for i in range(5000))
    assert "5000" in refusal(put(tmp_path, f"{head}\n{head}\n"))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "leeg"),
        (b"%PDF-1.4", "pdf"),
        (b"<html><title>Inloggen</title></html>", "webpagina"),
        (b"Rar!\x1a\x07", "ingepakt"),
        (b"\x1f\x8b\x08", "ingepakt"),
        (b"alleen", "kolommen"),
        (b'a;b\n"' + b"x" * 5_000_000, "zonder einde"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, word: str) -> None:
    assert word in refusal(put(tmp_path, content))


@given(st.lists(st.lists(st.text(max_size=5), min_size=1, max_size=4), max_size=8))
def test_a_shape_is_found_or_not_and_never_an_error(found: list[list[str]]) -> None:
    numbered = [(i, tuple(cells)) for i, cells in enumerate(found, 1)]
    made = shape.find_shape(numbered)
    if made is not None:
        names = shape.names(made.header)
        assert len(names) == made.width == len(set(names))


# --- workbooks -----------------------------------------------------------------------------------


def book(path: Path, **sheets: list[list[object]]) -> Path:
    made = xlsxwriter.Workbook(path)
    percent, day = (
        made.add_format({"num_format": "0.0%"}),
        made.add_format({"num_format": "d-m-yy"}),
    )
    for name, lines in sheets.items():
        page = made.add_worksheet(name)
        for i, line in enumerate(lines):
            for j, cell in enumerate(line):
                if isinstance(cell, float) and abs(cell) < 1:
                    page.write(i, j, cell, percent)
                elif isinstance(cell, date):
                    page.write_datetime(i, j, cell, day)
                elif isinstance(cell, str):
                    page.write_string(i, j, cell)
                else:
                    page.write(i, j, cell)
    made.close()
    return path


def test_dates_percentages_and_formulas_as_text(tmp_path: Path) -> None:
    moment = datetime.fromisoformat("2024-03-01T13:45:00")
    lines: list[list[object]] = [
        ["dag", "deel", "n", "tekst", "uur"],
        [date(2024, 3, 1), 0.335, 5, "=HYPERLINK(1)", moment],
    ]
    grid = open_grid(book(tmp_path / "x", A=lines))
    cells = ("2024-03-01", "33.5%", "5", "=HYPERLINK(1)", "2024-03-01T13:45:00")
    assert list(rows(grid)) == [(2, cells)]
    assert harmless(cells[3]) == "'=HYPERLINK(1)"
    assert (grid.kind, grid.sheet, grid.total_rows) == ("workbook", "A", 1)


def test_the_largest_visible_sheet_or_the_one_asked_for(tmp_path: Path) -> None:
    small: list[list[object]] = [["a", "b"], [1, 2]]
    path = book(tmp_path / "x", Klein=small, Groot=[*small, [3, 4]], Leeg=[])
    assert open_grid(path).sheets == ("Groot", "Klein")
    assert list(rows(open_grid(path, sheet="Klein"))) == [(2, ("1", "2"))]
    assert "geen blad" in refusal(path, sheet="Elders")


def test_errors_are_seen_and_formulas_without_outcome_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet()
    page.write_row(0, 0, ["a", "b"])
    page.write_formula(1, 0, "=1/0", None, "#DIV/0!")
    page.write_formula(1, 1, "=1+1", None, "")
    made.close()
    grid = open_grid(path)
    assert list(rows(grid)) == [(2, ("#FOUT", ""))]
    assert "zonder uitkomst" in grid.notes[0].sentence


def test_a_million_blank_rows_are_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "x", A=[["a", "b"], [1, 2]])
    blank = "".join(f'<row r="{i}"><c r="A{i}" s="1"/></row>' for i in range(3, 200_000))
    _change(path, "xl/worksheets/sheet1.xml", b"</sheetData>", blank.encode() + b"</sheetData>")
    assert all_of(path) == [(2, ("1", "2"))]


def _change(path: Path, member: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = parts[member].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_one_cell_in_the_far_corner_is_no_way_to_take_all_memory(tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(tmp_path / "x")
    page = made.add_worksheet()
    page.write(0, 0, "a")
    page.write(1_048_575, 16_383, "b")
    made.close()
    assert "te groot" in refusal(tmp_path / "x")


def test_a_bomb_in_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", b"0" * 80_000_000)
    assert "verdacht" in refusal(tmp_path / "x")


@pytest.mark.parametrize("cut", [300, 1500, 4000])
def test_a_damaged_workbook(tmp_path: Path, cut: int) -> None:
    path = book(tmp_path / "x", A=[["a", "b"], [1, 2]])
    path.write_bytes(path.read_bytes()[:cut])
    assert "beschadigd" in refusal(path)


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_damaged_on_the_way_is_refused_or_read(tmp_path: Path, seed: int) -> None:
    """Bytes changed anywhere: in the list of parts, in what is packed, in the places of parts."""
    draw = np.random.default_rng(seed)
    lines: list[list[object]] = [["Soort", "Aantal"], *[["x", number] for number in range(50)]]
    whole = bytearray(book(tmp_path / "whole", A=lines).read_bytes())
    for at in draw.integers(4, len(whole), size=draw.integers(1, 7)):
        whole[at] = draw.integers(256)
    path = put(tmp_path, bytes(whole))
    with suppress(RefusedError):
        list(rows(open_grid(path)))


@pytest.mark.parametrize(
    "error", [zlib.error("invalid stored block"), OSError(22, "Invalid"), struct.error("buffer")]
)
def test_whatever_damage_raises_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    path = book(tmp_path / "x", A=[["Soort", "Aantal"], ["x", 1]])
    monkeypatch.setattr(packed_sheets, "_open_xml", Mock(side_effect=error))
    assert "beschadigd" in refusal(path)


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    assert "wachtwoord" in refusal(put(tmp_path, head + workbooks.ENCRYPTED + b"\x00" * 600))
    locked = tmp_path / "locked"
    with zipfile.ZipFile(locked, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        archive.writestr("content.xml", b"\x00")
    assert "wachtwoord" in refusal(locked)


def test_text_documents_are_no_workbooks(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", "")
    with pytest.raises(RefusedError, match="tekstdocument"), opened(tmp_path / "x"):
        pass


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert packed_sheets.BROKEN in refusal(tmp_path / "x")


# --- JSON, Parquet and maps ----------------------------------------------------------------------


def test_nested_records_become_columns(tmp_path: Path) -> None:
    found = [{"id": 1, "plaats": {"x": 1.5, "y": 2}, "lijst": [1]}, {"id": 2, "spoed": True}]
    grid = open_grid(put(tmp_path, json.dumps(found)))
    assert grid.header == ("id", "plaats.x", "plaats.y", "lijst", "spoed")
    assert list(rows(grid)) == [(1, ("1", "1.5", "2", "[1]", "")), (2, ("2", "", "", "", "ja"))]


def test_one_object_per_line(tmp_path: Path) -> None:
    assert all_of(put(tmp_path, '{"a": 1}\n{"a": 2, "b": "x"}\n')) == [
        (1, ("1", "")),
        (2, ("2", "x")),
    ]
    assert "Regel 2" in refusal(put(tmp_path, '{"a": 1}\n{"a": \n'))


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ({"odata.nextLink": "x", "value": [{"a": 1}]}, "bladzijde"),
        ({"value": []}, "geen rijen"),
        ([1, 2], "geen tabel"),
        ({"types": {"a": [1]}, "areas": {"b": [2]}}, "takken types, areas"),
        ({"Identifier": "x", "Title": "y"}, "beschrijving"),
        ({"a": [1, 2], "b": [1]}, "geen tabel"),
    ],
)
def test_json_that_is_no_table(tmp_path: Path, document: object, word: str) -> None:
    assert word in refusal(put(tmp_path, json.dumps(document)))


def test_an_object_per_area_and_an_object_per_column(tmp_path: Path) -> None:
    per_area = {"GM0344": {"2023": 5}, "GM0363": {"2023": 6}}
    assert all_of(put(tmp_path, json.dumps(per_area))) == [
        (1, ("GM0344", "5")),
        (2, ("GM0363", "6")),
    ]
    per_column = {"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": "y"}}
    assert all_of(put(tmp_path, json.dumps(per_column))) == [(1, ("1", "x")), (2, ("2", "y"))]


def test_parquet(tmp_path: Path) -> None:
    table = pyarrow.table({"a": [1, 2], "b": [{"c": date(2024, 1, 1)}, None]})
    pyarrow.parquet.write_table(table, tmp_path / "x")
    grid = open_grid(tmp_path / "x")
    assert (grid.header, grid.total_rows) == (("a", "b.c"), 2)
    assert list(rows(grid)) == [(1, ("1", "2024-01-01")), (2, ("2", ""))]
    assert "beschadigd" in refusal(put(tmp_path, b"PAR1 en verder niets"))


def test_points_on_a_map_get_their_coordinates(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"soort": "afval"},
        "geometry": {"type": "Point", "coordinates": [5.1, 52.1]},
    }
    document = {"type": "FeatureCollection", "features": [feature]}
    grid = open_grid(put(tmp_path, json.dumps(document)))
    assert (grid.header, grid.crs) == (("soort", "x", "y"), "EPSG:4326")
    assert list(rows(grid)) == [(1, ("afval", "5.1", "52.1"))]
    assert "kaartbestand" in refusal(put(tmp_path, '{"type": "FeatureCollection", "features": ['))


# --- packing and cells ---------------------------------------------------------------------------


def test_gzip_and_zip_and_both(tmp_path: Path) -> None:
    plain = b"a;b\n1;2\n"
    packed = put(tmp_path, gzip.compress(plain))
    with opened(packed) as grid:
        assert list(rows(grid)) == [(2, ("1", "2"))]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x.csv.gz", gzip.compress(plain))
    with opened(put(tmp_path, stream.getvalue()), name="x.zip") as grid:
        assert (grid.name, list(rows(grid))) == ("x.zip", [(2, ("1", "2"))])


def test_a_bomb_in_gzip(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 70_000_000)
    with pytest.raises(RefusedError, match="verdacht"), opened(put(tmp_path, bomb)):
        pass


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "ja"),
        (5.0, "5"),
        (0.1 + 0.2, "0.3"),
        (float("nan"), ""),
        (1e20, "1e+20"),
        (b"x", ""),
        ({"a": "é"}, '{"a": "é"}'),
        (date(2024, 1, 2), "2024-01-02"),
    ],
)
def test_values_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-5,5", "-5,5"),
        ("-", "-"),
        ("+31 6", "'+31 6"),
        ("@x", "'@x"),
        ("a", "a"),
    ],
)
def test_formulas_of_others_stay_text(text: str, written: str) -> None:
    assert harmless(text) == written


def test_letters_of_columns() -> None:
    assert [shape.letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_zeros_in_a_text_are_left_out(tmp_path: Path) -> None:
    content = b"a;b\n1;2\n" + struct.pack("4s", b"3;\x004") + b"\n"
    assert all_of(put(tmp_path, content))[-1] == (3, ("3", "4"))


def test_the_old_binary_workbook_is_no_zip_and_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "oud.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504)
    assert packed_sheets.look_at(path) == {}
