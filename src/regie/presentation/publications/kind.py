"""What a kind of paper that leaves the house is: its edition, its readers and its printing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

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
    """

    code: str
    address: str
    action: Action
    find: Callable[[Membership, int], Any]
    paper: Callable[[Any, str], Paper]
    name: Callable[[Any], str]
