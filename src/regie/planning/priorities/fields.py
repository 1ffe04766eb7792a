"""Fields of forms in which people write about priorities; also for the room above."""

from functools import partial
from typing import TYPE_CHECKING

from django import forms

from regie.evidence.findings.acting import nobody_named, words_field

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

words = partial(words_field, check=nobody_named)
"""A text that names nobody."""


def day(label: "str | _StrPromise", help_text: "str | _StrPromise" = "") -> forms.DateField:
    """A day, with the date picker of the browser."""
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=picker)
