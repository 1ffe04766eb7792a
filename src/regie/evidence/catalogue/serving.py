"""Which themes a table serves, from the policy: types of offence and nuisance, and the survey."""

from functools import cache

from regie.policy.fields import SAFETY_FIELDS, ThemeItem
from regie.policy.indicators import PERCEIVED
from regie.policy.offences import NUISANCE_TYPES, OFFENCE_TYPES
from regie.policy.tables import TABLES, TableItem

EVERY_THEME = frozenset({"population", "kwb"})
"""Families that serve every theme: a rate needs inhabitants, dwellings or businesses."""


@cache
def _themes_of_families() -> dict[str, frozenset[str]]:
    return {
        "offence": frozenset(item.theme for item in OFFENCE_TYPES()),
        "nuisance": frozenset(item.theme for item in NUISANCE_TYPES()),
        "vm": frozenset(item.theme for item in PERCEIVED()),
    }


def themes() -> tuple[ThemeItem, ...]:
    """Every theme in the order of the fields."""
    return tuple(theme for field in SAFETY_FIELDS() for theme in field.themes)


def themes_of(table: TableItem) -> tuple[ThemeItem, ...]:
    """The themes a table has figures for; empty for a denominator, which serves them all."""
    served = _themes_of_families().get(table.family, frozenset())
    return tuple(theme for theme in themes() if theme.code in served)


def serves(table: TableItem, theme: str) -> bool:
    """Whether a table has figures for a theme, or the denominators for it."""
    if table.family in EVERY_THEME:
        return True
    return theme in _themes_of_families().get(table.family, frozenset())


def tables() -> tuple[TableItem, ...]:
    """Every table that Regie reads, the best of each family first."""
    order = ("offence", "nuisance", "vm", "population", "kwb")
    return tuple(sorted(TABLES(), key=lambda t: (order.index(t.family), -(t.year or 0), t.rank)))


def table(table_id: str) -> TableItem | None:
    """A table by its number, whatever the capitals; None when Regie does not know it."""
    wanted = table_id.casefold()
    return next((item for item in TABLES() if item.table_id.casefold() == wanted), None)
