"""The links on a page of a PDF: areas that lead to an address."""

from collections.abc import Iterator, Sequence

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject

from regie.planning.plan_texts.pieces import may_be_followed

Link = tuple[float, float, float, float, str]
"""Left, bottom, right and top in points, and the address."""
NEAR = 3.0
MOST = 2000


def links_of(page: PageObject) -> list[Link]:
    """The links of a page that may be followed."""
    found = page.get("/Annots")
    notes = found.get_object() if found is not None else None
    return list(_links(notes)) if isinstance(notes, ArrayObject) else []


def _links(notes: ArrayObject) -> Iterator[Link]:
    for each in notes[:MOST]:
        note = each.get_object()
        action = note.get("/A") if isinstance(note, DictionaryObject) else None
        about = action.get_object() if action is not None else None
        if not isinstance(about, DictionaryObject) or note.get("/Subtype") != "/Link":
            continue
        address = str(about.get("/URI", ""))
        edges = [float(edge) for edge in note.get("/Rect", ())]
        if len(edges) == 4 and may_be_followed(address):
            left, right = sorted((edges[0], edges[2]))
            bottom, top = sorted((edges[1], edges[3]))
            yield left, bottom, right, top, address


def link_at(links: Sequence[Link], x: float, y: float, end: float) -> str:
    """The address under a stretch of text; "" when most of it lies outside the link."""
    for left, bottom, right, top, address in links:
        inside = left - NEAR <= x <= right and bottom - NEAR <= y <= top
        if inside and (x + end) / 2 <= right + NEAR:
            return address
    return ""
