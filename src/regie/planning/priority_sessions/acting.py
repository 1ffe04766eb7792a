"""Forms and pages that write: for this room and those above it that work with a session."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from regie.evidence.findings.acting import said
from regie.evidence.street_knowledge.persons import objections
from regie.foundation.access.guards import MemberRequest
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.priority_sessions import queries
from regie.planning.priority_sessions.models import Candidate, PrioritySession

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Act = Callable[[dict[str, Any]], object]


class PlainForm(forms.Form):
    """A form whose errors are told by us and not by the browser."""

    use_required_attribute = False


def no_persons(value: str) -> None:
    """Refuse a text about a person (a validator of a field)."""
    for sentence in objections(value):
        raise ValidationError(_(sentence))


def text(
    label: "str | _StrPromise",
    longest: int,
    *,
    rows: int = 0,
    required: bool = True,
    more: "str | _StrPromise" = "",
) -> forms.CharField:
    """A field for words without persons; with `rows` it has more lines than one."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=more,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        validators=[no_persons],
    )


def done(form: forms.Form, act: Act) -> bool:
    """Whether the form was sent, was good and was carried out; a refusal stands in the form."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        act(form.cleaned_data)
    except (RefusedError, StepRefusedError) as refusal:
        form.add_error(None, said(refusal))
        return False
    return True


def found(request: MemberRequest, pk: int) -> PrioritySession:
    """A session that this reader may see; 404 for any other. 1 query."""
    session = queries.session_of(request.membership, pk)
    if session is None:
        raise Http404(_("Deze sessie bestaat niet."))
    return session


def found_candidate(request: MemberRequest, pk: int) -> Candidate:
    """A candidate of a session that this reader may see; 404 for any other. 1 query."""
    candidate = queries.candidate_of(request.membership, pk)
    if candidate is None:
        raise Http404(_("Deze kandidaat bestaat niet."))
    return candidate


def page(
    request: HttpRequest, name: str, context: dict[str, Any], form: forms.Form | None = None
) -> HttpResponse:
    """A page; 422 when its form was not good, with what was typed still in it."""
    status = 422 if form is not None and form.errors else 200
    return render(request, f"{name}.html", context | {"form": form}, status=status)
