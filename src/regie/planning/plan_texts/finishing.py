"""The last hand: headings by their looks, and no list of contents, which is no text of the plan."""

import re
from collections.abc import Mapping, Sequence

from regie.planning.plan_texts.looks import Seen, bare, settled
from regie.planning.plan_texts.pieces import Contents, Piece

_ABOVE = {"inhoud", "inhoudsopgave", "inhoudsopgaaf", "contents", "table of contents"}
_DOTS = re.compile(r"(?:[.…·_]\s?){4,}\s*(?:\d{1,3}|[ivx]{1,5})\s*$|…{2,}\s*\d{1,3}\s*$", re.I)
_PAGE = re.compile(r"[\s.…·_]+(?:\d{1,3}|[ivx]{1,5})\s*$", re.I)


def finish(contents: Contents, seen: Mapping[int, Seen]) -> None:
    """Settle what is a heading, and take the list of contents out. `seen` says how paragraphs
    look, by their place."""
    gone = places(contents.pieces)
    stays = [place for place in range(len(contents.pieces)) if place not in gone]
    looks = {new: seen[old] for new, old in enumerate(stays) if old in seen}
    pieces = settled([contents.pieces[place] for place in stays], looks)
    empty = {place for place, piece in enumerate(pieces) if _is_empty(pieces, place)}
    contents.pieces[:] = [piece for place, piece in enumerate(pieces) if place not in empty]
    contents.left_out["toc"] += len(gone)


def places(pieces: Sequence[Piece]) -> set[int]:
    """Where the lines of a list of contents stand, with the heading above them.

    A line is one when dots lead to a number, or when its words come again below, as a line of
    their own: so nothing that is said only once goes.
    """
    found = {place for place, piece in enumerate(pieces) if _is_dotted(piece)}
    for place, piece in enumerate(pieces):
        if _name(piece) in _ABOVE and piece.kind in {"heading", "paragraph"}:
            below = _below(pieces, place + 1, found)
            if below:
                found |= {place, *below}
    return found


def _is_dotted(piece: Piece) -> bool:
    return piece.kind != "table" and bool(_DOTS.search(piece.plain))


def _is_empty(pieces: Sequence[Piece], place: int) -> bool:
    """Whether this is the heading of a list of contents under which nothing stands: the list was a
    field, and that is left out already."""
    if pieces[place].kind != "heading" or _name(pieces[place]) not in _ABOVE:
        return False
    return all(piece.kind == "heading" for piece in pieces[place + 1 : place + 2])


def _below(pieces: Sequence[Piece], start: int, dotted: set[int]) -> set[int]:
    """The lines of the list from a place on."""
    later: dict[str, int] = {}
    for place, piece in enumerate(pieces):
        if piece.kind != "table":
            later[_name(piece)] = place
    found: set[int] = set()
    first = _title(pieces[start]) if start < len(pieces) else ""
    for place in range(start, len(pieces)):
        piece = pieces[place]
        again = max(later.get(_name(piece), 0), later.get(_title(piece), 0))
        begins = place > start and first in {_name(piece), _title(piece)}
        if piece.kind == "table" or begins or (place not in dotted and again <= place):
            break
        found.add(place)
    return found if len(found) > 1 or found <= dotted else set()


def _name(piece: Piece) -> str:
    return bare(piece.plain).casefold().rstrip(" :.")


def _title(piece: Piece) -> str:
    """The words of a line without the number of a page."""
    return bare(_PAGE.sub("", piece.plain)).casefold().rstrip(" :.")
