"""Which sources say something about a theme beside the tables of police and Statistics
Netherlands that Regie reads, so that an empty theme says what is needed to fill it."""

from functools import cache

from regie.policy.reader import PolicyModel, Text, load


class ThemeSourceItem(PolicyModel):
    """One source for one theme: what it is and who has it."""

    theme: Text
    name: Text
    name_en: Text
    source: Text


class ThemeSourcesFile(PolicyModel):
    """`policy/theme_sources.toml`."""

    sources: tuple[ThemeSourceItem, ...]


@cache
def theme_sources_file() -> ThemeSourcesFile:
    """The whole file. Raises PolicyError."""
    return load("theme_sources", ThemeSourcesFile)


def sources_of(theme: str) -> tuple[ThemeSourceItem, ...]:
    """The further sources of one theme, in the order of the file."""
    return tuple(item for item in theme_sources_file().sources if item.theme == theme)
