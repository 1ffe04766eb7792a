"""Who acts, what was typed, a refusal in words: for pages here and in the room above."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from regie.evidence.findings.rules import PERSONAL, looks_personal
from regie.evidence.street_knowledge.persons import objections
from regie.foundation.access.guards import MemberRequest
from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Who(TypedDict):
    """Who acts, in which role."""

    actor: User
    role: str


def who(request: MemberRequest) -> Who:
    """The member behind a request."""
    return {"actor": request.user, "role": request.membership.role}


def said(refusal: Exception) -> str:
    """A refusal in the reader's language."""
    if isinstance(refusal, RefusedError):
        return _(refusal.sentence) % refusal.params
    return str(refusal)


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was sent, was good and was carried out; a refusal stands in the form."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        act()
    except (RefusedError, StepRefusedError) as refusal:
        form.add_error(None, said(refusal))
        return False
    return True


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None for who only looks."""
    return request.POST if request.method == "POST" else None


def with_seen(sent: QueryDict, name: str, value: object) -> QueryDict:
    """What was typed, on top of what another saved: saving once more is a choice now."""
    data = sent.copy()
    data[name] = str(value)
    return data


def no_persons(value: str) -> None:
    """Refuse an address of e-mail, a long number or a date of birth (a validator of a field)."""
    if looks_personal(value):
        raise ValidationError(_(PERSONAL))


def nobody_named(value: str) -> None:
    """Refuse a text that says who it is about (a validator of a field)."""
    for sentence in objections(value):
        raise ValidationError(_(sentence))


def words_field(
    label: "str | _StrPromise",
    *,
    longest: int,
    rows: int = 0,
    required: bool = True,
    help_text: "str | _StrPromise" = "",
    check: Callable[[str], None] = no_persons,
) -> forms.CharField:
    """A text without data about persons; with `rows` it has more lines than one.

    `check` is `nobody_named` where a text about the street or a person is near.
    """
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        validators=[check],
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
    )
