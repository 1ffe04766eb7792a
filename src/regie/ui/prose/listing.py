"""A list while it is read: items with words, and the lists that lie under them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from regie.ui.paper_parts import DEEPEST_LIST, BulletList, Inline, Run, Text, Under, words_of
from regie.ui.prose.runs import joined


@dataclass
class _Item:
    said: list[Inline] = field(default_factory=list)
    under: list["Items"] = field(default_factory=list)


@dataclass
class Items:
    """One list being read."""

    ordered: bool = False
    start: int = 1
    items: list[_Item] = field(default_factory=list)

    def begin(self) -> None:
        """The next item."""
        self.items.append(_Item())

    def deeper(self, inside: "Items") -> "Items":
        """A list under the last item."""
        self.items[-1].under.append(inside)
        return inside

    def say(self, words: Text) -> None:
        """Words of the item that was begun last, however deep it lies."""
        item = self.items[-1]
        while item.under and item.under[-1].items:
            item = item.under[-1].items[-1]
        item.said += [*((Run(" "),) if item.said else ()), *words]

    def made(self) -> tuple[BulletList | None, bool]:
        """The list of a document, None without words, and whether a deeper one was brought up."""
        maker = _Maker()
        return maker.list(self, 1), maker.deep

    def entries(self) -> Iterator[tuple[Text, list["Items"]]]:
        """Items with words; a list under an item without words takes its place."""
        for item in self.items:
            text = joined(item.said)
            if words_of(text):
                yield text, item.under
            else:
                for inside in item.under:
                    yield from inside.entries()

    def texts(self) -> Iterator[Text]:
        """Every item in reading order, however deep."""
        for text, under in self.entries():
            yield text
            for inside in under:
                yield from inside.texts()


class _Maker:
    """Makes lists; remembers whether one lay deeper than a document can hold."""

    def __init__(self) -> None:
        self.deep = False

    def list(self, items: Items, depth: int) -> BulletList | None:
        """A list with those under it; None without words."""
        texts: list[Text] = []
        under: list[Under] = []
        for text, inside in items.entries():
            texts.append(text)
            for one in inside:
                made = self.list(one, depth + 1) if depth < DEEPEST_LIST else None
                if made is not None:
                    under.append(Under(len(texts) - 1, made))
                elif depth == DEEPEST_LIST:
                    lifted = [*one.texts()]
                    self.deep = self.deep or bool(lifted)
                    texts += lifted
        if not texts:
            return None
        return BulletList(tuple(texts), items.ordered, items.start, tuple(under))
