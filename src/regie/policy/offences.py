"""The types of registered crime (59) and of registered nuisance (9) of the Dutch police."""

from functools import cache
from typing import Literal

from regie.policy.breaks import BreakItem, MarkerItem, breaks_of, markers_of
from regie.policy.reader import PolicyModel, Slug, Text, load

TypeFamily = Literal["offence", "nuisance"]
Reporting = Literal["victim", "enforcement", "mixed"]


class TypeItem(PolicyModel):
    """One member of the dimension SoortMisdrijf or Overlast, and what one must know of it.

    `hidden_below_municipality`: published as zero in district and neighbourhood tables, and that
    zero means *withheld*. `reporting` says who makes the figure move: victims who report,
    enforcement that looks, or both. `crowd_sensitive`: a rate per inhabitant misleads where many
    visitors come. `classes` are the police classes the type is composed of.
    """

    code: Text
    family: TypeFamily
    name: Text
    name_en: Text
    slug: Slug
    theme: Text
    denominator: Text
    reporting: Reporting
    hidden_below_municipality: bool = False
    crowd_sensitive: bool = False
    total: bool = False
    classes: tuple[Text, ...] = ()
    definition: Text
    definition_en: Text
    note: str = ""
    note_en: str = ""
    source: Text
    breaks: tuple[BreakItem, ...] = ()
    markers: tuple[MarkerItem, ...] = ()


class TypesFile(PolicyModel):
    """`policy/offence_types.toml` and `policy/nuisance_types.toml`."""

    types: tuple[TypeItem, ...]


@cache
def OFFENCE_TYPES() -> tuple[TypeItem, ...]:
    """The 59 types of SoortMisdrijf, total first."""
    return _with_breaks("offence_types")


@cache
def NUISANCE_TYPES() -> tuple[TypeItem, ...]:
    """The 9 types of Overlast, total first."""
    return _with_breaks("nuisance_types")


def types_of(family: TypeFamily) -> tuple[TypeItem, ...]:
    """All types of a table family."""
    return OFFENCE_TYPES() if family == "offence" else NUISANCE_TYPES()


def type_of(family: TypeFamily, code: str) -> TypeItem:
    """One type. Raises KeyError for a code the publisher does not use."""
    for item in types_of(family):
        if item.code == code:
            return item
    raise KeyError(f"{family} {code}")


def hidden_codes(family: TypeFamily = "offence") -> frozenset[str]:
    """Codes of the types that are withheld for districts and neighbourhoods."""
    return frozenset(item.code for item in types_of(family) if item.hidden_below_municipality)


def _with_breaks(name: str) -> tuple[TypeItem, ...]:
    return tuple(
        item.model_copy(
            update={
                "breaks": breaks_of(item.family, item.code),
                "markers": markers_of(item.family, item.code),
            }
        )
        for item in load(name, TypesFile).types
    )
