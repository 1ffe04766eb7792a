"""Forms and pages that write: for this room and those above it that work with a session."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regie.evidence.findings import acting
from regie.evidence.findings.acting import nobody_named, words_field
from regie.foundation.access.guards import MemberRequest
from regie.planning.priority_sessions import queries
from regie.planning.priority_sessions.models import Candidate, PrioritySession
from regie.ui import answers
from regie.ui.answers import or_404

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Act = Callable[[dict[str, Any]], object]


class PlainForm(forms.Form):
    """A form whose errors are told by us and not by the browser."""

    use_required_attribute = False


def text(
    label: "str | _StrPromise",
    longest: int,
    *,
    rows: int = 0,
    required: bool = True,
    more: "str | _StrPromise" = "",
) -> forms.CharField:
    """A field for words without persons; with `rows` it has more lines than one."""
    return words_field(
        label,
        longest=longest,
        rows=rows,
        required=required,
        help_text=more,
        check=nobody_named,
    )


def done(form: forms.Form, act: Act) -> bool:
    """Whether the form was sent, was good and was carried out; a refusal stands in the form."""
    return acting.done(form, lambda: act(form.cleaned_data))


def found(request: MemberRequest, pk: int) -> PrioritySession:
    """A session that this reader may see; 404 for any other. 1 query."""
    return or_404(queries.session_of(request.membership, pk), _("Deze sessie bestaat niet."))


def found_candidate(request: MemberRequest, pk: int) -> Candidate:
    """A candidate of a session that this reader may see; 404 for any other. 1 query."""
    return or_404(queries.candidate_of(request.membership, pk), _("Deze kandidaat bestaat niet."))


def page(
    request: HttpRequest, name: str, context: dict[str, Any], form: forms.Form | None = None
) -> HttpResponse:
    """A page; 422 when its form was not good, with what was typed still in it."""
    asked = () if form is None else (form,)
    return answers.page(request, f"{name}.html", context | {"form": form}, *asked)
