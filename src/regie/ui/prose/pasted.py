"""What was pasted from Word, a web page or a mail becomes restricted Markdown.

Looks, comments, scripts and hidden parts go; words, headings, lists, tables and links stay. A
picture is left out, and a sentence says so.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from regie.ui.paper_parts import clean
from regie.ui.prose import writing
from regie.ui.prose.markup import Tag, Tokens
from regie.ui.prose.writing import Words

_MARKUP = re.compile(
    r"<(?:!--|!\[|!doctype|\?xml|/?(?:html|head|body|p|div|span|section|article|table|tbody|thead|tr|td"
    r"|th|ul|ol|li|b|i|u|strong|em|h[1-6]|a|br|hr|img|font|meta|link|script|style|xml|pre|sup|sub"
    r"|blockquote|[a-z]\w{0,4}:\w{1,30})[\s>/])",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[ \t]*[•·▪◦●■o§][\t\u00a0]+", re.MULTILINE)
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]+", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(?:(\d{1,4})|[a-z]|[ivx]{1,5})[.)]", re.IGNORECASE)
_BLANK = re.compile(r"\n{3,}")
_LEVEL = re.compile(r"mso-list:\s*\S+\s+level(\d)", re.IGNORECASE)


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLOCKS = _names(
    "p div section article header footer main aside h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr"
    " blockquote pre address figure figcaption hr center body html form fieldset"
)
_ITEMS = frozenset({"ul", "ol"})
_VOID = _names("br hr img input meta link col base area wbr source track embed")
_GONE = _names(
    "head object svg math select audio video canvas del strike s button v:shape v:shapetype"
)
_HIDDEN = re.compile(r"mso-hide:\s*all|display:\s*none|mso-element:\s*comment|visibility:\s*hidden")
_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(bold|[6-9]00|normal|[1-5]00)")
_ITALIC = re.compile(r"(?<![\w-])font-style:\s*(italic|normal)")
_WIDEST = 40  # columns; a number in the markup never makes a table wider


def cleaned(pasted: str) -> str:
    """Restricted Markdown out of what was pasted; text without markup keeps its words and lines.

    Linear in the length of the text. Never raises.
    """
    if _MARKUP.search(pasted):
        return _Reader().read(clean(pasted))
    lines = _BULLET.sub("- ", re.sub(r"\r\n?", "\n", pasted)).split("\n")
    return _BLANK.sub("\n\n", "\n".join(clean(line).rstrip() for line in lines)).strip("\n")


@dataclass(frozen=True)
class _Open:
    """An element that is open, with what holds for the words in it."""

    name: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    hidden: bool = False
    marker: bool = False


@dataclass
class _Block:
    """A block that is whole: its kind, its Markdown, and of an item how deep it lies and its number
    when it was told."""

    kind: str
    line: str
    level: int = 0
    number: int = 0

    @property
    def is_item(self) -> bool:
        """Whether it stands in a list."""
        return self.kind in _ITEMS


@dataclass
class _List:
    ordered: bool
    number: int = 0  # of the next item, 0 to count on


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)


class _Reader:
    def __init__(self) -> None:
        self.stack = [_Open("")]
        self.opened: Counter[str] = Counter()
        self.done: list[_Block] = []
        self.runs: list[Words] = []
        self.kind = "p"
        self.level = self.number = 0
        self.marker = ""
        self.table: _Table | None = None
        self.tables = self.pictures = 0
        self.lists: list[_List] = []
        self.count = 0

    def read(self, text: str) -> str:
        """Everything, as Markdown."""
        for token in Tokens(text):
            if isinstance(token, str):
                self._words(token)
            elif token.name == "![":
                self._condition(token)
            elif token.closing:
                self._close(token.name)
            else:
                self._begin(token)
        while self.tables:
            self._end_table()
        self._flush()
        return self._together()

    # --- words ------------------------------------------------------------------------------------

    def _words(self, words: str) -> None:
        top = self.stack[-1]
        if top.hidden:
            return
        if top.marker:
            self.marker += words[:20] if len(self.marker) < 20 else ""
            return
        self.runs.append(Words(words, top.strong, top.emphasis, top.href))

    def _condition(self, tag: Tag) -> None:
        """Word keeps the dot or the number of a list between two marks."""
        if "!supportlists" in tag.attributes:
            self.stack.append(_Open("![", marker=True))
            self.opened["!["] += 1
        elif "endif" in tag.attributes:
            self._close("![")

    # --- elements ---------------------------------------------------------------------------------

    def _begin(self, tag: Tag) -> None:
        name, values = tag.name, tag.values()
        if name == "p" and self.stack[-1].name == "p":
            self._close("p")
        if name == "img" and not self.stack[-1].hidden:
            self.pictures += 1
        if name == "br":
            self._line()
        elif name in _BLOCKS:
            self._flush()
            self._block(name, values)
        elif name in {"td", "th"}:
            self._cell(values)
        if name not in _VOID and not tag.attributes.endswith("/"):
            self._push(name, values)

    def _line(self) -> None:
        """A new line in the same paragraph; a second one right after it begins a paragraph."""
        said = "".join(run.text for run in self.runs[-3:]).rstrip(" ")
        if said.endswith(writing.LINE) and not self.tables:
            self._flush()
        elif not self.stack[-1].hidden:
            self.runs.append(Words(writing.LINE))

    def _push(self, name: str, values: dict[str, str]) -> None:
        top, style = self.stack[-1], values.get("style", "").lower()
        bold, italic = _BOLD.search(style), _ITALIC.search(style)
        strong = (
            bold[1] not in {"normal", "100", "200", "300", "400", "500"}
            if bold
            else (top.strong or name in {"b", "strong"})
        )
        emphasis = italic[1] == "italic" if italic else top.emphasis or name in {"i", "em"}
        href = values.get("href", "").strip()
        known = name == "a" and _ADDRESS.fullmatch(href)
        hidden = top.hidden or name in _GONE or bool(_HIDDEN.search(style))
        marker = top.marker or "mso-list:ignore" in style.replace(" ", "")
        self.opened[name] += 1
        self.stack.append(
            _Open(name, strong, emphasis, href if known else top.href, hidden, marker)
        )

    def _close(self, name: str) -> None:
        if name in _BLOCKS:
            self._flush()
        if name in {"td", "th"} and self.tables == 1:
            self._end_cell()
        if name in _ITEMS and self.lists:
            self.lists.pop()
        if not self.opened[name]:
            return
        if name == "table" and self.tables:
            self._end_table()
        while self.stack[-1].name != name:
            self.opened[self.stack.pop().name] -= 1
        self.stack.pop()
        self.opened[name] -= 1

    def _block(self, name: str, values: dict[str, str]) -> None:
        about = values.get("class", "").lower()
        style = values.get("style", "").lower().replace(" ", "")
        self.marker = ""
        if name in _ITEMS:
            begins = values.get("start", "")[:6]
            number = int(begins) if name == "ol" and begins.isdecimal() else 0
            self.lists.append(_List(name == "ol", number))
        elif name == "table":
            self.tables += 1
            self.table = self.table or _Table()
        elif name == "tr" and self.tables == 1 and self.table:
            self.table.rows.append([])
        elif name == "li":
            self._item()
        elif (name[0] == "h" and name[1:].isdigit()) or about == "msotitle":
            self.kind = name if name[0] == "h" else "h1"
        elif "mso-list:l" in style or (
            about.startswith("msolistparagraph") and "mso-list" in style
        ):
            self.kind = "word"
            found = _LEVEL.search(values.get("style", ""))
            self.level = max(int(found[1]) - 1, 0) if found else 0
        elif self.kind not in _ITEMS or name != "p":
            self.kind = "p"

    def _item(self) -> None:
        within = self.lists[-1] if self.lists else _List(False)
        self.kind = "ol" if within.ordered else "ul"
        self.level, self.number = max(len(self.lists) - 1, 0), within.number
        within.number = 0

    # --- what is whole ----------------------------------------------------------------------------

    def _flush(self) -> None:
        """The words so far are one block; inside a table they wait for the end of the cell."""
        if self.tables:
            self.runs.append(Words(" "))
            return
        kind, runs = self.kind, self.runs
        self.runs = []
        if kind[0] == "h":
            line = writing.heading("".join(run.text for run in runs))
        else:
            line = writing.paragraph(runs)
        if line:
            self._add(kind, line)
            self.kind = "p"
        self._tell_pictures()

    def _add(self, kind: str, line: str) -> None:
        last = self.done[-1] if self.done else None
        if kind == "p" and self.opened["li"] and last and last.is_item:
            last.line += f"\\\n{line}"  # another paragraph of the same item
        elif kind == "word":
            found = _NUMBER.match(self.marker.strip())
            number = int(found[1]) if found and found[1] else 0
            self.done.append(_Block("ol" if found else "ul", line, self.level, number))
        else:
            self.done.append(_Block(kind, line, self.level, self.number))

    def _tell_pictures(self) -> None:
        if self.pictures:
            self.pictures = 0
            said = _("Hier stond een afbeelding. Voeg haar toe als figuur.")
            self.done.append(_Block("p", writing.line_of(said)))

    def _cell(self, values: dict[str, str]) -> None:
        if self.tables != 1 or self.table is None:
            self.runs.append(Words(" "))  # a table inside a cell: its cells stand apart
            return
        self._end_cell()
        if not self.table.rows:
            self.table.rows.append([])
        self.table.rows[-1].append("")
        self.count = int(values["colspan"]) if values.get("colspan", "").isdecimal() else 1

    def _end_cell(self) -> None:
        words = writing.cell(self.runs)
        self.runs = []
        if self.table is None or not self.table.rows or not self.table.rows[-1]:
            self.done += [_Block("p", writing.guarded(words))] if words else []
            return
        row = self.table.rows[-1]
        row[-1] = f"{row[-1]} {words}".strip()
        row += [""] * min(self.count - 1, _WIDEST - len(row))
        self.count = 1

    def _end_table(self) -> None:
        if self.tables == 1:
            self._end_cell()
            rows = [row for row in (self.table.rows if self.table else []) if any(row)]
            self.table = None
            if rows and max(map(len, rows)) > 1:
                self.done.append(_Block("table", writing.table(rows)))
            else:  # a box around words
                cells = [writing.guarded(cell) for row in rows for cell in row]
                self.done += [_Block("p", cell) for cell in cells if cell]
        self.tables -= 1
        if not self.tables:
            self._tell_pictures()

    def _together(self) -> str:
        """Items stand right under each other, everything else has air."""
        highest = min((block.kind for block in self.done if block.kind[0] == "h"), default="")
        parts: list[str] = []
        for is_item, group in groupby(self.done, lambda block: block.is_item):
            if is_item:
                items = (writing.Item(b.line, b.level, b.kind == "ol", b.number) for b in group)
                parts.append(writing.listed(items))
                continue
            for block in group:
                mark = "## " if block.kind == highest else "### " if block.kind[0] == "h" else ""
                parts.append(f"{mark}{block.line}")
        return "\n\n".join(parts)
