"""Fields of forms in which people write about priorities; also for the room above."""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regie.evidence.street_knowledge import persons

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def nobody_named(value: str) -> None:
    """Refuse a text that says who it is about (a validator of a field)."""
    for sentence in persons.objections(value):
        raise ValidationError(_(sentence))


def words(
    label: "str | _StrPromise",
    *,
    longest: int,
    rows: int = 0,
    required: bool = True,
    help_text: "str | _StrPromise" = "",
) -> forms.CharField:
    """A text that names nobody; with `rows` it has more lines than one."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        validators=[nobody_named],
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
    )


def day(label: "str | _StrPromise", help_text: "str | _StrPromise" = "") -> forms.DateField:
    """A day, with the date picker of the browser."""
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=picker)
