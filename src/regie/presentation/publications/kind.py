"""What a kind of paper that leaves the house is: its edition, its readers and its printing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model
from django.utils.functional import Promise

from regie.foundation.access.models import Membership
from regie.foundation.access.rules import Action
from regie.ui.paper import Paper


class Edition(Protocol):
    """Something that was frozen: its mark is that of its content."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, 64 hexadecimal digits."""


@dataclass(frozen=True)
class Kind:
    """A kind of paper. `address` comes before the number in its address; `find` gives the edition
    that this member may see, `paper` prints it in a language, `name` is that of the file.

    One edition can be printed as several kinds: the plan, the proposal, the plan on one page.
    `stored` gives the edition to who makes the document in the background; None when it is made
    from what is known now, and then it does not last. `lacks` says what is missing in the paper.
    """

    code: str
    address: str
    action: Action
    find: Callable[[Membership, int], Any]
    paper: Callable[[Any, str], Paper]
    name: Callable[[Any], str]
    stored: Callable[[int], Any] | None = None
    label: str | Promise = ""
    lacks: Callable[[Any, str], Sequence[str]] = lambda _edition, _language: ()


def stored(rows: type[Model], field: str = "pk") -> Callable[[int], Any]:
    """How an edition is found by the number in its address, whoever may read it. 1 query."""
    return lambda number: rows._default_manager.get(**{field: number})
