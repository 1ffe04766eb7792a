"""The levels of attention, what is too wide to be a choice, and what others put first."""

from functools import cache

from regie.policy.reader import PolicyModel, Text, load


class LevelItem(PolicyModel):
    """A level of attention, with the other names that municipalities use for it."""

    code: Text
    name: Text
    name_en: Text
    meaning: Text
    meaning_en: Text
    also_called: tuple[Text, ...]
    source: Text


class ContainerItem(PolicyModel):
    """A name, in lower case, that is too wide to be a choice."""

    words: Text
    source: Text


class AttentionFile(PolicyModel):
    """`policy/attention.toml`."""

    most_priorities: int
    most_source: Text
    levels: tuple[LevelItem, ...]
    containers: tuple[ContainerItem, ...]


class HigherItem(PolicyModel):
    """A priority of the country, or of a region as an example; `body` is the plan it stands in."""

    code: Text
    scope: Text
    body: Text
    body_en: Text
    name: Text
    name_en: Text
    first_year: int
    last_year: int
    themes: tuple[Text, ...]
    source: Text


class HigherFile(PolicyModel):
    """`policy/higher_priorities.toml`."""

    priorities: tuple[HigherItem, ...]


@cache
def ATTENTION() -> AttentionFile:
    """The levels and containers. Raises PolicyError."""
    return load("attention", AttentionFile)


@cache
def HIGHER() -> tuple[HigherItem, ...]:
    """What others put first, in the order of the file. Raises PolicyError."""
    return load("higher_priorities", HigherFile).priorities
