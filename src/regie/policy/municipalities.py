"""The provinces and municipalities of the Netherlands, from `policy/municipalities.toml`."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from regie.policy import PolicyModel, load


class CountryItem(PolicyModel):
    """The country itself; `code` is the key it has in district-and-neighbourhood tables."""

    code: str
    name: str


class ProvinceItem(PolicyModel):
    """A province with its municipalities: code to name."""

    code: str
    name: str
    municipalities: Mapping[str, str]


class MunicipalityFile(PolicyModel):
    """The whole file. `years` are the classification years in which this set is valid;
    `counts` says how many municipalities each known classification year has."""

    source: str
    licence: str
    years: tuple[int, ...]
    country: CountryItem
    counts: Mapping[int, int]
    provinces: tuple[ProvinceItem, ...]


class MunicipalityItem(NamedTuple):
    """One municipality and the province it lies in."""

    code: str
    name: str
    province: str


@cache
def municipality_file() -> MunicipalityFile:
    """The file as a whole. Raises `PolicyError` when it cannot be read."""
    return load("municipalities", MunicipalityFile)


@cache
def municipalities() -> tuple[MunicipalityItem, ...]:
    """All municipalities, in order of code."""
    return tuple(
        sorted(
            MunicipalityItem(code, name, province.code)
            for province in municipality_file().provinces
            for code, name in province.municipalities.items()
        )
    )


@cache
def province_of(municipality: str) -> str:
    """The province code of a municipality code, or "" for one the list does not hold."""
    return next((m.province for m in municipalities() if m.code == municipality), "")
