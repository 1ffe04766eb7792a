"""How far a long piece of work is, told to who listens. Nothing happens when nobody does.

Who draws or writes says how far it is, and knows nobody who wants to know; who started the work
listens, for as long as it lasts.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

Stage = Literal["reading", "figures", "pages"]
Listener = Callable[[Stage, int, int], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def tell(stage: Stage, done: int = 0, of: int = 0) -> None:
    """Say what is being done, and how many of how many are ready."""
    if listener := _listener.get():
        listener(stage, done, of)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let this one listen to what is told inside."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
