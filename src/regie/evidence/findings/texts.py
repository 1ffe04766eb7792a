"""Fields for texts people type, in this room and the one above: never data about persons."""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from regie.evidence.findings.rules import looks_personal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PERSONAL = gettext_noop(
    "Zet hier geen gegevens over personen in: geen adressen van e-mail, nummers of geboortedatums."
)


def no_persons(value: str) -> None:
    """Refuse an address of e-mail, a long number or a date of birth (a validator of a field)."""
    if looks_personal(value):
        raise ValidationError(_(PERSONAL))


def words_field(
    label: "str | _StrPromise",
    *,
    longest: int,
    rows: int = 0,
    required: bool = True,
    help_text: "str | _StrPromise" = "",
) -> forms.CharField:
    """A text without data about persons; with `rows` it has more lines than one."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        validators=[no_persons],
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
    )
