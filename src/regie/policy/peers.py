"""On what municipalities are laid side by side to find those that resemble each other."""

from functools import cache
from typing import Self

from pydantic import model_validator

from regie.policy.reader import PolicyModel, Text, load


class PeerVariable(PolicyModel):
    """A property of a municipality: a key figure, or `per` times one key figure over another.

    `stems` are the names of the figure in the editions of the key figures, the newest first;
    `weight_by` is the stem that an average is weighted with when areas were joined. A `logged`
    variable is compared by its logarithm; `population` says that the population table may serve.
    A value above `most` does not say what it should, and counts as unknown; `note` says why.
    """

    code: Text
    stems: tuple[Text, ...]
    over: str = ""
    per: float = 1.0
    most: float | None = None
    weight_by: str = ""
    population: bool = False
    logged: bool = False
    decimals: int
    name: Text
    name_en: Text
    unit: str
    unit_en: str
    note: str = ""
    note_en: str = ""
    source: Text

    @model_validator(mode="after")
    def _can_be_joined(self) -> Self:
        if not self.stems or not (self.population or bool(self.over) != bool(self.weight_by)):
            raise ValueError("a variable has stems, and either `over` or `weight_by`")
        return self

    @property
    def needed(self) -> tuple[str, ...]:
        """Every stem that has to be read for this variable."""
        return tuple(stem for stem in (*self.stems, self.over, self.weight_by) if stem)


class PeersFile(PolicyModel):
    """`policy/peer_variables.toml`."""

    variables: tuple[PeerVariable, ...]


@cache
def PEER_VARIABLES() -> tuple[PeerVariable, ...]:
    """Every variable, in the order of the file. Raises PolicyError."""
    return load("peer_variables", PeersFile).variables


def peer_variable(code: str) -> PeerVariable:
    """One variable. Raises KeyError."""
    for item in PEER_VARIABLES():
        if item.code == code:
            return item
    raise KeyError(code)
