"""The stretches of text of one page of a PDF, in the order in which they are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pypdf import PageObject

from regie.planning.plan_files.pdf_links import Link, link_at, links_of
from regie.planning.plan_files.pdf_rules import Path, Rule
from regie.planning.plan_texts.pieces import Contents, cleared

_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC = ("italic", "oblique")
_EACH = 400


@dataclass(frozen=True)
class Chunk:
    """Words that were drawn at once, at `x`, `y` (points, from the lower left)."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    mark: int | None = None
    artifact: bool = False
    picture: bool = False
    href: str = ""

    @property
    def end(self) -> float:
        """Where it ends, by guess: the width of letters is not known."""
        return self.x + len(self.text) * self.size * 0.5


@dataclass(frozen=True)
class Drawn:
    """Everything on a page: stretches of text, and the lines and edges that were drawn."""

    chunks: list[Chunk]
    rules: tuple[Rule, ...] = ()


def drawn_on(page: PageObject, contents: Contents) -> Drawn:
    """Everything on a page. Raises `RefusedError` when it takes too long."""
    found = _Page(contents)
    page.extract_text(visitor_text=found.text, visitor_operand_before=found.operand)
    links = links_of(page)
    chunks = [with_link(chunk, links) for chunk in found.chunks] if links else found.chunks
    return Drawn(chunks, found.path.rules())


def with_link(chunk: Chunk, links: Sequence[Link]) -> Chunk:
    """A stretch of text with the address it leads to, when a link lies over it."""
    href = link_at(links, chunk.x, chunk.y, chunk.end) if chunk.text.strip() else ""
    return replace(chunk, href=href) if href else chunk


class _Page:
    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.chunks: list[Chunk] = []
        self.marks: list[tuple[int | None, bool]] = []
        self.count = 0
        self.path = Path()

    def operand(
        self, name: bytes, values: Sequence[object], cm: Sequence[float], _tm: object
    ) -> None:
        """Where marked content begins and ends."""
        self.count += 1
        if not self.count % _EACH:
            self.contents.in_time()
        if name in {b"BDC", b"BMC"}:
            mark, artifact = self.marks[-1] if self.marks else (None, False)
            tag = str(values[0]) if values else ""
            own = _mcid(values)
            self.marks.append((mark if own is None else own, artifact or tag == "/Artifact"))
        elif name == b"EMC" and self.marks:
            self.marks.pop()
        elif name == b"Do":
            mark, artifact = self.marks[-1] if self.marks else (None, False)
            self.chunks.append(
                Chunk("", 0, 0, 0, mark=mark, artifact=artifact, picture=not artifact)
            )
        else:
            self.path.operand(name, values, cm)

    def text(
        self,
        text: str,
        cm: Sequence[float],
        tm: Sequence[float],
        font: Mapping[str, object] | None,
        size: float,
    ) -> None:
        """Words with where and how they stand."""
        words = _cleared(text.replace("\u00ad\n", "-\n"))
        if not words or (not words.strip() and not self.chunks):
            return
        mark, artifact = self.marks[-1] if self.marks else (None, False)
        name = str((font or {}).get("/BaseFont", "")).lower()
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2]) or 1.0
        self.chunks.append(
            Chunk(
                words,
                float(x),
                float(y),
                round(float(size or 0) * float(scale), 1),
                any(part in name for part in _BOLD),
                any(part in name for part in _ITALIC),
                mark,
                artifact,
            )
        )


def _cleared(text: str) -> str:
    """A soft hyphen at the end stays visible, so that the broken word can be made whole."""
    if text.endswith("\u00ad"):
        text = f"{text[:-1]}-"
    return cleared(text)


def _mcid(values: Sequence[object]) -> int | None:
    found = values[1] if len(values) > 1 else None
    number = found.get("/MCID") if isinstance(found, Mapping) else None
    return int(number) if isinstance(number, int) else None
