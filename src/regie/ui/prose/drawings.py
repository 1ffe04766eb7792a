"""Drawings written again: for a page with ids that occur once and one name."""

import re
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from regie.ui.paper_drawing import Attributes, Reader, read

_OWN = re.compile(r"url\(#([^)]+)\)")

Look = Callable[[str, Attributes], Attributes]


class Copy(Reader):
    """Writes a drawing again: ids get a prefix, `look` may change attributes, names may go."""

    def __init__(self, prefix: str, look: Look, *, titles: bool) -> None:
        self.root: Attributes = {}
        self.parts: list[str] = []
        self._prefix, self._look, self._titles = prefix, look, titles
        self._open: list[str] = []
        self._silent = 0  # depth inside a title or description that goes

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""
        self._open.append(name)
        if self._silent or self._goes(name):
            self._silent += 1
        elif len(self._open) == 1:
            self.root = attributes
        else:
            named = {key: self._renamed(key, value) for key, value in attributes.items()}
            changed = self._look(name, named)
            self.parts.append(f"<{name}{written(changed)}>")

    def end(self, name: str) -> None:
        """An element closes."""
        self._open.pop()
        if self._silent:
            self._silent -= 1
        elif self._open:
            self.parts.append(f"</{name}>")

    def data(self, text: str) -> None:
        """Words inside an element."""
        if not self._silent:
            self.parts.append(escape(text))

    def _goes(self, name: str) -> bool:
        named = name in {"title", "desc"}
        return named and (not self._titles or len(self._open) == 2)

    def _renamed(self, key: str, value: str) -> str:
        if key == "id":
            return self._prefix + value
        return _OWN.sub(lambda found: f"url(#{self._prefix}{found[1]})", value)


def written(attributes: Attributes) -> str:
    """Attributes as they stand in a tag."""
    return "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())


def on_page(svg: str, prefix: str, alternative: str) -> str:
    """The drawing for a web page: ids that occur once, one name, the page's own style classes."""
    copy = Copy(prefix, lambda _name, attributes: attributes, titles=True)
    read(svg, copy)
    kept = {k: v for k, v in copy.root.items() if not k.startswith("aria-") and k != "role"}
    named = {**kept, "role": "img", "aria-label": alternative}
    return f"<svg{written(named)}>{''.join(copy.parts)}</svg>"
