"""Words by which objectives name what is measured, for the indicators that are offered."""

from functools import cache

from regie.policy.reader import PolicyModel, Text, load


class IndicatorWordsItem(PolicyModel):
    """Phrases that name an indicator; in a phrase every part must occur."""

    code: Text
    phrases: tuple[Text, ...]
    source: Text


class IndicatorWordsFile(PolicyModel):
    """`policy/indicator_words.toml`."""

    indicators: tuple[IndicatorWordsItem, ...]


@cache
def INDICATOR_WORDS() -> IndicatorWordsFile:
    """The whole file. Raises PolicyError."""
    return load("indicator_words", IndicatorWordsFile)
