"""A PDF without tags: lines, and what they are by size, weight, place and the space above them."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from regie.planning.plan_files.pdf_grids import columns, segments, table_at, wrapped_table_at
from regie.planning.plan_files.pdf_pages import Chunk
from regie.planning.plan_texts import looks
from regie.planning.plan_texts.pieces import DEEPEST_ITEM, Contents, Line, Piece, plain, tidy
from regie.ui.prose.writing import Words

LARGER = 1.12
"""A heading is so much larger than the text."""
APART = 1.35
"""So much more than the usual space between lines begins a new paragraph."""
MOST_BEFORE = 30
"""A number at the edge is that of a page when it is no more than this above how many there are: a
year is none."""
LOOK_AHEAD = 200
"""Lines in which a table is looked for."""
INDENT = 4.0
"""Points to the right that make an item lie under another."""
EDGE = 2
"""So many lines at the top and bottom of a page can be its header or footer."""

_BULLET = re.compile(r"^\s*(?:[•·▪◦●■‣⁃∙✓➢➔\uf0b7\uf0a7\uf0d8*]|[-–—]|o(?=\s{1,6}[A-Z]))\s*(?=\S)")
_NUMBERED = re.compile(r"^\s*(?:(\d{1,2})|[a-z]|[ivx]{2,5})[.)]\s+(?=\S)")
_PAGE = re.compile(
    r"(?:pagina|blz\.?|page|p\.)?\s*[-–|]?\s*\d{1,4}\s*[-–|]?\s*(?:(?:van|of|/)\s*\d+)?"
)
_DOTS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}\s*$|\S\s{3,}\d{1,3}\s*$")
_BROKEN = re.compile(r"(?<=[^\W\d_])-[ ]?\n\s*(?=[a-zà-ÿ])(?!(?:en|of|and|or|dan)\b)")


@dataclass
class Row:
    """One line on a page: stretches of text from left to right."""

    chunks: list[Chunk] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(chunk.text.replace("\n", "") for chunk in self.chunks)

    @property
    def y(self) -> float:
        """Its height on the page: that of its longest stretch."""
        return max(self.chunks, key=lambda chunk: len(chunk.text)).y

    @property
    def x(self) -> float:
        """Where it begins."""
        return next((chunk.x for chunk in self.chunks if chunk.text.strip()), 0.0)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.chunks, key=lambda chunk: len(chunk.text.strip())).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(chunk.bold for chunk in self.chunks if chunk.text.strip())


def repaired(runs: Iterable[Words]) -> Line:
    """Runs with words that were broken at the end of a line whole again."""
    merged: list[Words] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and (not run.text.strip() or _alike(last, run)):
            merged[-1] = Words(last.text + run.text, last.strong, last.emphasis)
        elif run.text:
            merged.append(run)
    return tidy(
        Words(_BROKEN.sub("", run.text).replace("\n", " "), run.strong, run.emphasis)
        for run in merged
    )


def _alike(one: Words, other: Words) -> bool:
    return (one.strong, one.emphasis) == (other.strong, other.emphasis)


def read(pages: Sequence[Sequence[Chunk]], contents: Contents) -> None:
    """Read pages by their looks into `contents`."""
    lines = [columns(_rows(page)) for page in pages]
    furniture = _furniture(lines)
    kept: list[list[Row]] = []
    for rows in lines:
        kept.append([row for row in rows if not _is_furniture(row, rows, furniture, len(pages))])
        contents.left_out["headers"] += len(rows) - len(kept[-1])
    _Maker(contents, [row for rows in kept for row in rows]).run(kept)


def _rows(page: Sequence[Chunk]) -> list[Row]:
    """The lines of a page in the order in which they are drawn."""
    found: list[Row] = []
    for chunk in page:
        text = chunk.text.replace("\n", "")
        if chunk.artifact or not text or (not found and not text.strip()):
            continue
        if found and _on_line(found[-1], chunk, text):
            found[-1].chunks.append(chunk)
        elif text.strip():
            found.append(Row([chunk]))
    return found


def _on_line(row: Row, chunk: Chunk, text: str) -> bool:
    if not text.strip():
        return True
    last = row.chunks[-1]
    near = abs(chunk.y - row.y) <= 0.5 * max(chunk.size, row.size, 1.0)
    return near and chunk.x >= last.x - 1


# --- headers and footers --------------------------------------------------------------------------


def _furniture(pages: Sequence[Sequence[Row]]) -> set[str]:
    """The words at the edge of pages that come back, with their numbers left open."""
    counted = Counter(
        words for rows in pages for words in {_open(row) for row in _edges(rows)} if words
    )
    enough = max(3, len(pages) // 5)
    return {words for words, times in counted.items() if times >= enough}


def _edges(rows: Sequence[Row]) -> list[Row]:
    order = sorted(rows, key=lambda row: row.y)
    return [*order[:EDGE], *order[-EDGE:]]


def _open(row: Row) -> str:
    return re.sub(r"\d+", "#", " ".join(row.text.split()).lower())


def _is_furniture(row: Row, rows: Sequence[Row], furniture: set[str], pages: int) -> bool:
    if not any(row is each for each in _edges(rows)):
        return False
    words = " ".join(row.text.split()).lower()
    numbers = [int(number) for number in re.findall(r"\d{1,4}", words)]
    counts = bool(numbers) and max(numbers) <= pages + MOST_BEFORE
    return _open(row) in furniture or (counts and bool(_PAGE.fullmatch(words)))


# --- what lines are -------------------------------------------------------------------------------


class _Maker:
    """Puts lines together into headings, paragraphs, items and tables."""

    def __init__(self, contents: Contents, rows: Sequence[Row]) -> None:
        self.contents = contents
        sizes: Counter[float] = Counter()
        for row in rows:
            sizes[row.size] += len(row.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        self.space = _usual_space(rows, self.body)
        larger = {row.size for row in rows if row.size >= LARGER * self.body}
        self.ranks = {size: place for place, size in enumerate(sorted(larger, reverse=True), 1)}
        self.kind, self.rank = "", 0
        self.waiting: list[Row] = []
        self.edges: list[float] = []  # where the lists that are open begin

    def run(self, pages: Sequence[Sequence[Row]]) -> None:
        """Every page."""
        for rows in pages:
            at = 0
            while at < len(rows):
                self.contents.in_time()
                near = rows[at : at + LOOK_AHEAD]
                grid, used = table_at([segments(row.chunks) for row in near])
                grid, used = (grid, used) if used else wrapped_table_at(near)
                if used:
                    self.flush()
                    self.contents.add(Piece("table", rows=grid))
                    at += used
                    continue
                self._row(rows[at])
                at += 1
        self.flush()

    def _row(self, row: Row) -> None:
        if _DOTS.search(row.text):
            self.contents.left_out["toc"] += 1
            return
        kind, rank = self._kind(row)
        if self._goes_on(row, kind, rank):
            self.waiting.append(row)
            return
        self.flush()
        self.kind, self.rank, self.waiting = kind, rank, [row]

    def _kind(self, row: Row) -> tuple[str, int]:
        """What a line begins: a heading with how large it is, an item or a paragraph."""
        words = " ".join(row.text.split())
        if row.size in self.ranks and len(words) <= 2 * looks.MOST_LETTERS:
            return "heading", self.ranks[row.size]
        if _BULLET.match(row.text) or (_NUMBERED.match(row.text) and not row.bold):
            return "item", 0
        if row.bold and looks.is_title((Words(words, strong=True),)):
            return "heading", len(self.ranks) + 1
        return "paragraph", 0

    def _goes_on(self, row: Row, kind: str, rank: int) -> bool:
        """Whether a line belongs to what is waiting."""
        if not self.waiting:
            return False
        if self.kind == "heading" or kind == "heading":
            close = 0 < self.waiting[-1].y - row.y <= 1.6 * row.size
            return (self.kind, self.rank) == (kind, rank) and close and not looks.depth(row.text)
        if kind == "item":
            return False
        space = self.waiting[-1].y - row.y
        if space < 0 or space > 4 * self.space:  # the next column or page
            return not re.search(r"[.!?:;]\s*$", self.waiting[-1].text) and _goes_lower(row.text)
        return space <= APART * self.space

    def flush(self) -> None:
        """Keep what waits."""
        if self.waiting:
            self.edges = self.edges if self.kind == "item" else []
            line = repaired(_words(self.waiting))
            if self.kind == "heading":
                level = looks.depth(plain(line)) or self.rank
                line = (Words(plain(line)),)
                self.contents.add(Piece("heading", line, level=min(level, 6)))
            elif self.kind == "item":
                self._item(self.waiting[0], _without_mark(line))
            else:
                self.contents.add(Piece("paragraph", line))
        self.waiting = []

    def _item(self, row: Row, line: Line) -> None:
        """An item lies under the one before it when it begins further to the right."""
        while self.edges and row.x < self.edges[-1] - INDENT:
            self.edges.pop()
        if not self.edges or row.x > self.edges[-1] + INDENT:
            self.edges.append(row.x)
        numbered = _NUMBERED.match(row.text)
        number = int(numbered[1]) if numbered and numbered[1] else 0
        self.contents.add(
            Piece(
                "item",
                line,
                level=min(len(self.edges) - 1, DEEPEST_ITEM),
                ordered=numbered is not None,
                number=number,
            )
        )


def _words(rows: Sequence[Row]) -> Iterator[Words]:
    for place, row in enumerate(rows):
        if place:
            yield Words("\n")
        for chunk in row.chunks:
            yield Words(chunk.text.replace("\n", ""), chunk.bold, chunk.italic)


def _without_mark(line: Line) -> Line:
    """The words of an item without its dot or number, which can be a run of its own."""
    whole = "".join(run.text for run in line)
    found = _BULLET.match(whole) or _NUMBERED.match(whole)
    left = found.end() if found else 0
    made: list[Words] = []
    for run in line:
        made.append(Words(run.text[left:], run.strong, run.emphasis))
        left = max(0, left - len(run.text))
    return tidy(made) or line


def _goes_lower(text: str) -> bool:
    words = text.strip()
    return bool(words) and (words[0].islower() or words[0] in "(,")


def _usual_space(rows: Sequence[Row], body: float) -> float:
    """The space from one line of text to the next that occurs most."""
    spaces = Counter(
        round(above.y - below.y, 1)
        for above, below in itertools.pairwise(rows)
        if above.size == below.size == body and 0 < above.y - below.y < 3 * body
    )
    return spaces.most_common(1)[0][0] if spaces else 1.3 * body
