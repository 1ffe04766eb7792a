"""Files for tests: Word from bare markup, OpenDocument, and PDF by typst."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import typst

from regie.planning.plan_texts import odt as open_document
from regie.planning.plan_texts import word as word_document
from regie.planning.plan_texts.pieces import Contents

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
NOTHING: Mapping[str, str] = {}
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Mijn"><w:name w:val="Mijn kop"/>
<w:basedOn w:val="Kop1"/></w:style>
<w:style w:type="paragraph" w:styleId="Inh1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Rond"><w:name w:val="Rond"/>
<w:basedOn w:val="Rond"/></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
NOTES = f"""<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0"/>
<w:footnote w:id="2"><w:p><w:r><w:t>Bron: CBS.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def word(
    path: Path,
    body: str,
    *,
    head: str = "",
    picture: bytes = b"",
    more: Mapping[str, str] = NOTHING,
) -> Path:
    """A Word file with this body; `head` comes before the root, for what does not belong there;
    `more` has other parts by name."""
    spaces = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:r="{R}" xmlns:m="{M}"'
    text = f"{head}<w:document {spaces}><w:body>{body}</w:body></w:document>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", text)
        usual = {"styles": STYLES, "numbering": NUMBERING, "footnotes": NOTES}
        parts = {f"word/{name}.xml": content for name, content in usual.items()}
        for name, content in {**parts, **more}.items():
            package.writestr(name, content)
        if picture:
            package.writestr("word/media/groot.png", picture)
    return path


def paragraph(words: str, style: str = "", about: str = "", looks: str = "") -> str:
    """A paragraph of one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f"<w:p><w:pPr>{named}{about}</w:pPr><w:r><w:rPr>{looks}</w:rPr>"
        f'<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
    )


def odt(path: Path, body: str, *, manifest: str = "", styles: str = "") -> Path:
    """An OpenDocument text with this body."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    text = (
        f"<office:document-content {names}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", text)
        if manifest:
            package.writestr("META-INF/manifest.xml", manifest)
    return path


def pdf(path: Path, source: str) -> Path:
    """A PDF, typeset with tags."""
    typst_file = path.with_suffix(".typ")
    typst_file.write_text(source, encoding="utf-8")
    path.write_bytes(typst.compile(str(typst_file)))
    return path


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip with these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return made.getvalue()


def read(path: Path) -> Contents:
    """What a Word file or an OpenDocument text says."""
    found = Contents()
    (word_document if path.suffix == ".docx" else open_document).read(path, found)
    return found
