"""Indicators the law prescribes (BBV) and indicators from the Safety Monitor (perceived)."""

from functools import cache
from typing import Literal

from regie.policy.breaks import BreakItem, breaks_of
from regie.policy.offences import type_of
from regie.policy.reader import PolicyModel, Slug, Text, load


class BbvItem(PolicyModel):
    """A compulsory budget indicator and how close police figures come to it.

    `types` are the offence types whose sum we show; None when the source is another. `omitted`
    are types that belong to the official definition and are not in our sum. `exact` is False
    when our sum is not the published figure; `deviation` says in words by how much and why.
    """

    code: Text
    name: Text
    name_en: Text
    slug: Slug
    theme: Text
    definition: Text
    definition_en: Text
    types: tuple[Text, ...] | None = None
    omitted: tuple[Text, ...] = ()
    denominator: Text
    available: bool
    exact: bool
    deviation: Text
    deviation_en: Text
    source: Text

    @property
    def breaks(self) -> tuple[BreakItem, ...]:
        """The breaks of the types it is composed of, each once, in order of time."""
        found = {
            item.code: item for code in self.types or () for item in breaks_of("offence", code)
        }
        return tuple(sorted(found.values(), key=lambda item: item.at))

    @property
    def hidden_below_municipality(self) -> bool:
        """True when one of its types is withheld for districts and neighbourhoods."""
        return any(type_of("offence", code).hidden_below_municipality for code in self.types or ())


class PerceivedItem(PolicyModel):
    """A survey indicator: a share of residents, a mark or a scale score, with margins.

    `stem` is the measure without its position number, as `tables.toml` names it.
    """

    code: Text
    name: Text
    name_en: Text
    slug: Slug
    theme: Text
    stem: Text
    unit: Text
    unit_en: Text
    decimals: int
    higher_is: Literal["safer", "less_safe"]
    question: Text
    question_en: Text
    source: Text

    @property
    def breaks(self) -> tuple[BreakItem, ...]:
        """The breaks of the survey, 2021 among them."""
        return breaks_of("vm", self.stem)


class IndicatorsFile(PolicyModel):
    """`policy/indicators.toml`."""

    bbv: tuple[BbvItem, ...]
    perceived: tuple[PerceivedItem, ...]


@cache
def indicators_file() -> IndicatorsFile:
    """The whole file. Raises PolicyError."""
    return load("indicators", IndicatorsFile)


def BBV() -> tuple[BbvItem, ...]:
    """The five compulsory indicators on safety of a municipal budget."""
    return indicators_file().bbv


def PERCEIVED() -> tuple[PerceivedItem, ...]:
    """The indicators from the Safety Monitor that Regie shows."""
    return indicators_file().perceived
