"""The types a table counts: their codes, names and which are hidden, from the policy files."""

from collections.abc import Iterable, Mapping

from regie.evidence.formats.rules import category_code
from regie.policy.offences import hidden_codes, types_of
from regie.policy.tables import TABLES, TableItem


def names_of(table: TableItem) -> dict[str, str]:
    """Code to name of every category of a table; one nameless category when it has none."""
    if table.category is None:
        return {"": ""}
    return family_names(table.family) | dict(table.categories)


def family_names(family: str) -> dict[str, str]:
    """Code to name for a whole family; empty when the policy names no types for it."""
    if family == "offence":
        return {item.code: item.name for item in types_of("offence")}
    if family == "nuisance":
        return {item.code: item.name for item in types_of("nuisance")}
    return {
        code: name for t in TABLES() if t.family == family for code, name in t.categories.items()
    }


def hidden_of(table: TableItem) -> frozenset[str]:
    """The categories that are withheld below the municipality."""
    return hidden_codes("offence") if table.family == "offence" else frozenset()


def translate(keys: Iterable[str], names: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Text in the file to code, and the texts that are no known category."""
    known: dict[str, str] = {}
    unknown: list[str] = []
    for key in keys:
        code = category_code(key, names)
        if code is None:
            unknown.append(key)
        else:
            known[key] = code
    return known, unknown


def share_known(keys: Iterable[str], family: str) -> float:
    """Which part of the category texts a family knows: tells offences from nuisance."""
    asked = list(keys)
    names = family_names(family)
    return 1.0 if not asked or not names else len(translate(asked, names)[0]) / len(asked)
