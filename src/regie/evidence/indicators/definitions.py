"""What each indicator measures, made from the policy files. No database.

Four kinds: the police's offence types, its nuisance types, the five indicators every municipal
budget must show (BBV), and the answers of the national safety survey.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from regie.policy.breaks import BreakItem, MarkerItem
from regie.policy.indicators import BBV, PERCEIVED
from regie.policy.offences import NUISANCE_TYPES, OFFENCE_TYPES, TypeItem

OFFENCE, NUISANCE, BUDGET, PERCEPTION = "offence", "nuisance", "budget", "perceived"


@dataclass(frozen=True)
class Break:
    """A change in what is counted, from this period on."""

    at: str
    reason: str
    reason_en: str
    source: str


@dataclass(frozen=True)
class Marker:
    """A remark at a moment; the series goes on. `until` is "" for a single moment."""

    at: str
    until: str
    reason: str
    reason_en: str


@dataclass(frozen=True)
class Definition:
    """One indicator: what is counted, in which table family, over what it is divided.

    `categories` are the codes of the family's dimension that are added up; for the survey they
    are the stems of its measures. `reporting` is "victim", "enforcement" or "mixed".
    """

    code: str
    kind: str
    slug: str
    name: str
    name_en: str
    theme: str
    family: str
    categories: tuple[str, ...]
    denominator: str
    reporting: str
    definition: str
    definition_en: str
    source: str
    note: str = ""
    note_en: str = ""
    breaks: tuple[Break, ...] = ()
    markers: tuple[Marker, ...] = ()
    hidden_locally: bool = False
    crowd_sensitive: bool = False
    total: bool = False
    available: bool = True
    unit: str = ""
    unit_en: str = ""
    decimals: int = 1
    higher_is: str = ""

    @property
    def judged(self) -> bool:
        """May it be said to stand higher or lower than elsewhere in a summary?

        Not for totals, which hide their parts, nor for types that rise with controls.
        """
        return not self.total and self.reporting != "enforcement" and self.kind != PERCEPTION

    def stored(self) -> dict[str, Any]:
        """The definition as it is kept with a version: plain lists and words."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@lru_cache(maxsize=1)
def definitions() -> tuple[Definition, ...]:
    """Every indicator, in the order of the policy files."""
    return (*_types(), *_budget(), *_survey())


@lru_cache(maxsize=1)
def by_slug() -> dict[str, Definition]:
    """Definitions by the last part of their address."""
    return {item.slug: item for item in definitions()}


def _types() -> Iterator[Definition]:
    for family, items in ((OFFENCE, OFFENCE_TYPES()), (NUISANCE, NUISANCE_TYPES())):
        for item in items:
            yield _of_type(family, item)


def _of_type(family: str, item: TypeItem) -> Definition:
    return Definition(
        code=f"{family}-{item.code}",
        kind=family,
        slug=item.slug,
        name=item.name,
        name_en=item.name_en,
        theme=item.theme,
        family=family,
        categories=(item.code,),
        denominator=item.denominator,
        reporting=item.reporting,
        definition=item.definition,
        definition_en=item.definition_en,
        source=item.source,
        note=item.note,
        note_en=item.note_en,
        breaks=_breaks(item.breaks),
        markers=_markers(item.markers),
        hidden_locally=item.hidden_below_municipality,
        crowd_sensitive=item.crowd_sensitive,
        total=item.total,
    )


def _budget() -> Iterator[Definition]:
    for item in BBV():
        yield Definition(
            code=f"{BUDGET}-{item.code}",
            kind=BUDGET,
            slug=item.slug,
            name=item.name,
            name_en=item.name_en,
            theme=item.theme,
            family=OFFENCE,
            categories=item.types or (),
            denominator=item.denominator,
            reporting="victim",
            definition=item.definition,
            definition_en=item.definition_en,
            source=item.source,
            note=item.deviation,
            note_en=item.deviation_en,
            breaks=_breaks(item.breaks),
            hidden_locally=item.hidden_below_municipality,
            available=item.available and bool(item.types),
        )


def _survey() -> Iterator[Definition]:
    for item in PERCEIVED():
        yield Definition(
            code=f"{PERCEPTION}-{item.code}",
            kind=PERCEPTION,
            slug=item.slug,
            name=item.name,
            name_en=item.name_en,
            theme=item.theme,
            family="vm",
            categories=(item.stem,),
            denominator="",
            reporting="survey",
            definition=item.question,
            definition_en=item.question_en,
            source=item.source,
            breaks=_breaks(item.breaks),
            unit=item.unit,
            unit_en=item.unit_en,
            decimals=item.decimals,
            higher_is=item.higher_is,
        )


def _breaks(items: tuple[BreakItem, ...]) -> tuple[Break, ...]:
    return tuple(Break(item.at, item.reason, item.reason_en, item.source) for item in items)


def _markers(items: tuple[MarkerItem, ...]) -> tuple[Marker, ...]:
    return tuple(Marker(item.at, item.until or "", item.reason, item.reason_en) for item in items)
