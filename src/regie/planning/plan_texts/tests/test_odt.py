"""OpenDocument text, also as this house writes it itself."""

from pathlib import Path

import pytest

from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_texts import odt as reader
from regie.planning.plan_texts.markdown import markdown
from regie.planning.plan_texts.tests.making import odt, read

pytestmark = pytest.mark.pure
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def test_headings_lists_tables_and_notes(tmp_path: Path) -> None:
    body = (
        '<text:h text:outline-level="1">Doelen</text:h>'
        "<text:p>Wij willen<text:s/>minder <text:span>overlast</text:span>"
        "<text:note><text:note-body><text:p>Bron: politie</text:p></text:note-body></text:note>"
        "</text:p>"
        "<text:list><text:list-item><text:p>een</text:p><text:list><text:list-item><text:p>binnen"
        "</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell>"
        "<text:p>A</text:p></table:table-cell><table:table-cell><text:p>B</text:p></table:table-cell>"
        "</table:table-row></table:table-header-rows><table:table-row>"
        '<table:table-cell table:number-columns-repeated="2">'
        "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    )
    found = read(odt(tmp_path / "a.odt", body))
    assert markdown(found.pieces) == (
        "## Doelen\n\nWij willen minder overlast \\[Bron: politie\\]\n\n- een\n  - binnen\n\n"
        "| A | B |\n| --- | --- |\n| x | x |"
    )


def test_what_nobody_sees_is_left_out(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="V"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="B"><style:text-properties fo:font-weight="bold" '
        'fo:font-size="14pt"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:p>geschrapt</text:p></text:tracked-changes>"
        "<text:table-of-content><text:p>Inhoud</text:p></text:table-of-content>"
        '<text:section text:display="none"><text:p>geheim</text:p></text:section>'
        '<text:p text:style-name="B">Onze aanpak</text:p>'
        '<text:p>Te zien<text:span text:style-name="V"> en dit niet</text:span></text:p>'
        "<text:p><draw:frame><draw:text-box><text:p>In het vak</text:p></draw:text-box>"
        "</draw:frame><draw:frame><draw:image/></draw:frame></text:p>"
    )
    found = read(odt(tmp_path / "a.odt", body, styles=styles))
    assert [(p.kind, p.plain) for p in found.pieces] == [
        ("heading", "Onze aanpak"),
        ("paragraph", "Te zien"),
        ("paragraph", "In het vak"),
    ]
    assert +found.left_out == {
        "deleted": 1,
        "toc": 1,
        "hidden": 2,
        "boxes": 1,
        "pictures": 1,
    }


def test_a_document_with_a_password_says_so(tmp_path: Path) -> None:
    manifest = (
        f'<manifest:manifest xmlns:manifest="{MANIFEST}"><manifest:file-entry>'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    with pytest.raises(RefusedError) as caught:
        read(odt(tmp_path / "a.odt", "<text:p>x</text:p>", manifest=manifest))
    assert caught.value.sentence == reader.LOCKED


def test_lists_in_lists_links_and_ends_of_lines(tmp_path: Path) -> None:
    kinds = (
        '<text:list-style style:name="WWNum3"><text:list-level-style-bullet text:level="1"/>'
        '<text:list-level-style-number text:level="2" style:num-format="1"/></text:list-style>'
    )
    body = (
        '<text:list text:style-name="WWNum3"><text:list-item><text:p>een<text:line-break/>twee'
        "</text:p><text:p>drie</text:p><text:list><text:list-item text:start-value='4'>"
        "<text:p>vier</text:p></text:list-item></text:list></text:list-item></text:list>"
        '<text:p><text:a xmlns:x="http://www.w3.org/1999/xlink" x:href="https://x.nl">hier</text:a>'
        '<text:a xmlns:x="http://www.w3.org/1999/xlink" x:href="javascript:x"> niet</text:a>'
        "</text:p>"
    )
    found = read(odt(tmp_path / "a.odt", body, styles=kinds))
    assert markdown(found.pieces) == (
        "- een\\\n  twee\\\n  drie\n\n  4. vier\n\n[hier](<https://x.nl>) niet"
    )
