"""A PDF without tags: lines, and what they are by size, weight, place and the space above them."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from regie.planning.plan_files.pdf_grids import columns, segments, table_at, wrapped_table_at
from regie.planning.plan_files.pdf_pages import Chunk, Drawn
from regie.planning.plan_files.pdf_tables import Ruled, continued, ruled_tables
from regie.planning.plan_files.pdf_words import is_item, numbered, repaired, said, without_mark
from regie.planning.plan_texts import finishing, looks
from regie.planning.plan_texts.pieces import DEEPEST_ITEM, Contents, Line, Piece, plain
from regie.ui.prose.writing import Words

LARGER = 1.12
"""A heading is so much larger than the text."""
APART = 1.35
"""So much more than the usual space between lines begins a new paragraph."""
MOST_BEFORE = 30
"""A number at the edge is that of a page when it is no more than this above how many there are: a
year is none."""
LONGEST_MARK = 4
LOOK_AHEAD = 200
"""Lines in which a table is looked for."""
OFTEN = 8
"""A space that one in so many lines has occurs often."""
INDENT = 4.0
"""Points to the right that make an item lie under another."""
FEW_PAGES = 6
EDGE = 2
"""So many lines at the top and bottom of a page can be its header or footer."""

_PAGE = re.compile(
    r"(?:pagina|blz\.?|page|p\.)?\s*[-–|]?\s*\d{1,4}\s*[-–|]?\s*(?:(?:van|of|/)\s*\d+)?"
)
_DOTS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}\s*$|\S\s{3,}\d{1,3}\s*$")


@dataclass
class Row:
    """One line on a page: stretches of text from left to right."""

    chunks: list[Chunk] = field(default_factory=list)
    table: Ruled | None = None
    """The table that begins here; its words are not those of the line."""

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


def read(pages: Sequence[Drawn], contents: Contents) -> None:
    """Read pages by their looks into `contents`."""
    tables = ruled_tables(pages)
    lines = [columns(_rows(page, there)) for page, there in zip(pages, tables, strict=True)]
    furniture = _furniture(lines)
    kept: list[list[Row]] = []
    for rows in lines:
        kept.append([row for row in rows if not _is_furniture(row, rows, furniture, len(pages))])
        contents.left_out["headers"] += len(rows) - len(kept[-1])
    maker = _Maker(contents, [row for rows in kept for row in rows if row.table is None])
    maker.run(kept)
    finishing.finish(contents, maker.seen)


def _rows(page: Drawn, tables: Sequence[Ruled] = ()) -> list[Row]:
    """The lines of a page in the order in which they are drawn; a table stands where its first
    words do."""
    found: list[Row] = []
    waiting = list(tables)
    for place, chunk in enumerate(page.chunks):
        text = chunk.text.replace("\n", "")
        table = next((each for each in tables if place in each.places), None)
        if table is not None:
            if table in waiting:
                waiting.remove(table)
                found.append(Row([chunk], table))
            continue
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
    if row.table is not None:
        return False
    last = row.chunks[-1]
    near = abs(chunk.y - row.y) <= 0.5 * max(chunk.size, row.size, 1.0)
    return near and chunk.x >= last.x - 1


# --- headers and footers --------------------------------------------------------------------------


def _furniture(pages: Sequence[Sequence[Row]]) -> set[str]:
    """The words at the edge of pages that come back, with their numbers left open. At the same
    height on two pages is enough in a short document."""
    counted = Counter(
        words for rows in pages for words in {_open(row) for row in _edges(rows)} if words
    )
    level = Counter(
        key for rows in pages for key in {(_open(row), round(row.y)) for row in _edges(rows)}
    )
    enough = max(3, len(pages) // 5)
    found = {words for words, times in counted.items() if times >= enough}
    if len(pages) <= FEW_PAGES:
        found |= {words for (words, _height), times in level.items() if times >= 2 and words}
    return found


def _edges(rows: Sequence[Row]) -> list[Row]:
    order = sorted((row for row in rows if row.table is None), key=lambda row: row.y)
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
        self.seen: dict[int, looks.Seen] = {}
        """How a paragraph looks, by its place."""
        self.last: Row | None = None
        self.table: Ruled | None = None  # the last thing that was read, when it is one
        self.waiting: list[Row] = []
        self.edges: list[float] = []  # where the lists that are open begin

    def run(self, pages: Sequence[Sequence[Row]]) -> None:
        """Every page."""
        for rows in pages:
            at = 0
            while at < len(rows):
                self.contents.in_time()
                if (table := rows[at].table) is not None:
                    self._ruled(rows[at], table)
                    at += 1
                    continue
                near = _until_table(rows[at : at + LOOK_AHEAD])
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

    def _beside(self, row: Row) -> bool:
        """Whether a table does not stand right below the last one: on another page or column."""
        return self.last is None or row.y > self.last.y or abs(row.x - self.last.x) > INDENT

    def _ruled(self, row: Row, table: Ruled) -> None:
        """Keep a table, or put it under the one it goes on with."""
        self.flush()
        joined = continued(self.table, table) if self.table and self._beside(row) else None
        if joined is not None:
            self.contents.pieces.pop()
        self.table, self.last = joined or table, row
        self.contents.add(Piece("table", rows=self.table.grid))

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
        if is_item(row.text, row.bold):
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
        if kind == "item" or (self.kind == "item" and self._stands_left(row)):
            return False
        space = self.waiting[-1].y - row.y
        if space < 0 or space > 4 * self.space:  # the next column or page
            return not re.search(r"[.!?:;]\s*$", self.waiting[-1].text) and _goes_lower(row.text)
        return space <= APART * self.space

    def _stands_left(self, row: Row) -> bool:
        """Whether a line begins to the left of the words of an item, which hang beside its mark."""
        said = [chunk for chunk in self.waiting[0].chunks if chunk.text.strip()]
        hangs = len(said) > 1 and len(said[0].text.strip()) <= LONGEST_MARK
        return hangs and row.x < said[1].x - INDENT

    def flush(self) -> None:
        """Keep what waits."""
        if self.waiting:
            self.table = None
            self.edges = self.edges if self.kind == "item" else []
            line = repaired(_words(self.waiting))
            if self.kind == "heading":
                level = looks.depth(plain(line)) or self.rank
                line = (Words(plain(line)),)
                self.contents.add(Piece("heading", line, level=min(level, 6)))
            elif self.kind == "item":
                self._item(self.waiting[0], without_mark(line))
            else:
                self._paragraph(line)
        self.waiting = []

    def _paragraph(self, line: Line) -> None:
        words = plain(line)
        self.seen[len(self.contents.pieces)] = looks.Seen(
            self.waiting[0].size,
            all(row.bold for row in self.waiting),
            capitals=looks.in_capitals(words),
        )
        self.contents.add(Piece("paragraph", line))

    def _item(self, row: Row, line: Line) -> None:
        """An item lies under the one before it when it begins further to the right."""
        while self.edges and row.x < self.edges[-1] - INDENT:
            self.edges.pop()
        if not self.edges or row.x > self.edges[-1] + INDENT:
            self.edges.append(row.x)
        ordered, number = numbered(row.text)
        self.contents.add(
            Piece(
                "item",
                line,
                level=min(len(self.edges) - 1, DEEPEST_ITEM),
                ordered=ordered,
                number=number,
            )
        )


def _words(rows: Sequence[Row]) -> Iterator[Words]:
    for place, row in enumerate(rows):
        if place:
            yield Words("\n")
        for chunk in row.chunks:
            yield said(chunk, chunk.text.replace("\n", ""))


def _until_table(rows: Sequence[Row]) -> Sequence[Row]:
    """The lines before the next table with drawn lines."""
    place = next((n for n, row in enumerate(rows) if row.table is not None), len(rows))
    return rows[:place]


def _goes_lower(text: str) -> bool:
    words = text.strip()
    return bool(words) and (words[0].islower() or words[0] in "(,")


def _usual_space(rows: Sequence[Row], body: float) -> float:
    """The space from one line of text to the next: the smallest of those that occur often, for
    in a document of short paragraphs most are wider."""
    spaces = Counter(
        round(above.y - below.y, 1)
        for above, below in itertools.pairwise(rows)
        if above.size == below.size == body and 0 < above.y - below.y < 3 * body
    )
    often = [space for space, times in spaces.items() if times * OFTEN >= spaces.total()]
    close = [space for space in often if space >= 0.9 * body]
    return min(close or often, default=1.3 * body)
