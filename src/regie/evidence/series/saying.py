"""Kept sentences in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from regie.ui.formats import number


def say(sentence: str, params: Mapping[str, object]) -> str:
    """A kept sentence in the reader's language; parts that are msgids are translated too."""
    return _(sentence) % {key: _part(value) for key, value in params.items()}


def _part(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = str(value)
        return _(text) if text else ""
    return number(value, 0 if float(value).is_integer() else 1)
