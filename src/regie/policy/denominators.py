"""What a count is divided by: inhabitants, dwellings, cars, establishments."""

from collections.abc import Mapping
from functools import cache

from regie.policy.reader import PolicyModel, Text, load


class DenominatorItem(PolicyModel):
    """A population at risk. `stems` says under which measure a table (family) delivers it.

    A key of `stems` is a table family (`kwb`, `population`) or a table id where that table uses
    another name than its family. A key figure's position number (`_34`) is never part of a stem.
    """

    code: Text
    name: Text
    name_en: Text
    unit: Text
    unit_en: Text
    stems: Mapping[str, Text]
    note: str = ""
    note_en: str = ""
    source: Text

    def stem(self, family: str, table_id: str = "") -> str | None:
        """The measure stem in a table, or None when that family does not deliver it."""
        return self.stems.get(table_id) or self.stems.get(family)


class DenominatorsFile(PolicyModel):
    """`policy/denominators.toml`."""

    denominators: tuple[DenominatorItem, ...]


@cache
def DENOMINATORS() -> tuple[DenominatorItem, ...]:
    """All denominators; the first is inhabitants."""
    return load("denominators", DenominatorsFile).denominators


def denominator(code: str) -> DenominatorItem:
    """One denominator. Raises KeyError."""
    for item in DENOMINATORS():
        if item.code == code:
            return item
    raise KeyError(code)
