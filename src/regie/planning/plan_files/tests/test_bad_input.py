"""Bad files are read or refused in words; nothing else comes out, and nothing grows."""

import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_files import opening
from regie.planning.plan_files.opening import read
from regie.planning.plan_texts import packages, pieces
from regie.planning.plan_texts.markdown import headings, joined, markdown, pieces_of_text, split
from regie.planning.plan_texts.pieces import Kind, Piece
from regie.planning.plan_texts.tests.making import odt, paragraph, pdf, word, zipped
from regie.ui import prose
from regie.ui.prose.writing import Words

pytestmark = pytest.mark.pure
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEGABYTE = 1024**2
BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;'
    '&b;&b;&b;&b;">]>'
)


def refusal(path: Path) -> str:
    with pytest.raises(RefusedError) as caught:
        read(path)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", opening.NOTHING),
        (b"\0" * 100, opening.NOTHING),
        (OLE + b"x" * 100, opening.OLD_WORD),
        (OLE + b"x" * 2**20 + "EncryptedPackage".encode("utf-16-le"), opening.LOCKED_WORD),
        (OLE + "Workbook".encode("utf-16-le"), opening.SHEET),
        (b"{\\rtf1 hallo}", opening.RICH),
        (b"<html>plan</html>", opening.WEB_PAGE),
        ("Een plan zonder opmaak: coördinatie\r\n".encode("cp1252"), opening.PLAIN),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, opening.PICTURE),
        (bytes(range(256)), opening.UNKNOWN),
        (zipped({"Index/Document.iwa": b"x"}), opening.PAGES),
        (b"PK\x03\x04" + b"x" * 100, pieces.BROKEN),
        (b"%PDF-1.7\n" + b"x" * 100, pieces.BROKEN),
        (zipped({"plan.docx": b"x"}), opening.OTHER_ZIP),
        (zipped({"xl/workbook.xml": b"x"}), opening.SHEET),
        (zipped({"content.xml": b"<a/>", "mimetype": b"application/ods"}), opening.SHEET),
        (zipped({"word/document.xml": b"geen xml"}), pieces.BROKEN),
        (zipped({"word/document.xml": b"<a/>"}), pieces.EMPTY),
    ],
)
def test_what_is_no_plan_is_refused_with_its_own_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(content)
    assert refusal(path) == sentence


def test_a_wrong_name_does_not_matter(tmp_path: Path) -> None:
    path = word(tmp_path / "plan.pdf", paragraph("Tekst"))
    assert read(path)[0] == "docx"


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    assert refusal(word(tmp_path / "a.docx", paragraph("&c;"), head=BOMB)) == pieces.BROKEN


def test_a_zip_that_swells_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (opening.MOST_TEXT + 1))
    tracemalloc.start()
    assert refusal(path) == opening.SWOLLEN
    assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
    tracemalloc.stop()


def test_another_part_that_swells_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "MOST", 1000)
    path = word(tmp_path / "a.docx", paragraph("x" * 2000))
    assert refusal(path) == pieces.TOO_LONG


def test_elements_inside_each_other_without_end_are_refused(tmp_path: Path) -> None:
    deep = "<w:sdt>" * 1000 + "</w:sdt>" * 1000
    assert refusal(word(tmp_path / "a.docx", deep)) == pieces.BROKEN


def test_a_picture_of_fifty_megabytes_is_never_unpacked(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", paragraph("Tekst"), picture=bytes(50 * MEGABYTE))
    tracemalloc.start()
    assert read(path)[1].pieces[0].plain == "Tekst"
    assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
    tracemalloc.stop()


def test_three_hundred_pages_of_word_take_little_memory_and_time(tmp_path: Path) -> None:
    page = paragraph("Hoofdstuk", "Kop1") + "".join(
        paragraph("Een zin over veiligheid in de wijk. " * 6) for _line in range(12)
    )
    path = word(tmp_path / "a.docx", page * 300)
    shares: list[float] = []
    begun = perf_counter()
    found = read(path, shares.append)[1]
    assert perf_counter() - begun < 15
    assert len(found.pieces) == 300 * 13
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_too_much_text_and_too_much_time_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = word(tmp_path / "a.docx", paragraph("Veel te veel tekst"))
    monkeypatch.setattr(pieces, "MOST_LETTERS", 3)
    assert refusal(path) == pieces.TOO_LONG
    monkeypatch.setattr(pieces, "MOST_SECONDS", -1.0)
    assert refusal(path) == pieces.TOO_SLOW


def test_odt_repeats_and_document_types_are_bounded(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="999999"><text:p>x</text:p>'
    body = (
        f"<table:table><table:table-row>{cell}</table:table-cell></table:table-row></table:table>"
    )
    (table,) = read(odt(tmp_path / "a.odt", body))[1].pieces
    assert len(table.rows[0]) == 64


# --- damage ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    return {
        "docx": word(folder / "a.docx", paragraph("Kop", "Kop1") + paragraph("Tekst")).read_bytes(),
        "odt": odt(folder / "a.odt", "<text:p>Tekst</text:p>").read_bytes(),
        "pdf": pdf(folder / "a.pdf", "= Kop\nTekst met woorden.").read_bytes(),
    }


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from(["docx", "odt", "pdf"]),
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
    until=st.floats(0.3, 1),
)
def test_a_damaged_file_is_read_or_refused(
    tmp_path: Path,
    whole: dict[str, bytes],
    kind: str,
    places: list[tuple[float, int]],
    until: float,
) -> None:
    made = bytearray(whole[kind])
    for place, value in places:
        made[int(place * (len(made) - 1))] = value
    path = tmp_path / "stuk"
    path.write_bytes(bytes(made[: int(until * len(made))]))
    with suppress(RefusedError):
        read(path)


# --- text -----------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)


KINDS: tuple[Kind, ...] = ("heading", "paragraph", "item")


@given(st.lists(st.tuples(st.sampled_from(KINDS), TEXT), max_size=8))
def test_every_word_is_still_there_when_the_text_is_read_again(
    given_pieces: list[tuple[Kind, str]],
) -> None:
    made = [
        Piece(kind, (Words(pieces.cleared(text)),), level=2 if kind == "heading" else 0)
        for kind, text in given_pieces
        if pieces.cleared(text).strip()
    ]
    plain = "".join("".join(prose.plain(markdown(made)).split()))
    assert plain == "".join("".join(piece.plain.split()) for piece in made)


@given(st.lists(TEXT, max_size=6), st.integers(20, 80))
def test_a_long_text_is_cut_without_loss(texts: list[str], longest: int) -> None:
    text = joined(*texts)
    parts = pieces_of_text(text, longest)
    assert all(len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_is_cut_at_a_heading() -> None:
    text = "Eerst.\n\n## Visie \\*\n\nDaarna.\n\n### Dieper"
    assert headings(text) == [(2, "Visie *"), (6, "Dieper")]
    assert split(text, 2) == ("Eerst.", "Visie *", "Daarna.\n\n### Dieper")
    with pytest.raises(ValueError, match="no heading"):
        split(text, 40)
