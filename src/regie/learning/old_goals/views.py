"""The page that takes old goals over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.findings.acting import posted, said, who
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.learning.evaluation import pages
from regie.learning.evaluation.permissions import EDIT_EVALUATION
from regie.learning.evaluation.queries import evaluation
from regie.learning.old_goals import forms, services
from regie.learning.old_goals.queries import known
from regie.ui.answers import or_404, page


@member_page(EDIT_EVALUATION)
def take_over(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Old goals at once: the priorities Regie knows, and lines from the old plan."""
    item = or_404(evaluation(request.membership, pk), _("Deze evaluatie bestaat niet."))
    form = forms.TakeOverForm(posted(request), known(item))
    if form.is_bound and form.is_valid():
        try:
            made = services.take_over(item, form.goals(), **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            told = ngettext("%(n)s doel staat erin.", "%(n)s doelen staan erin.", made)
            messages.success(request, told % {"n": made})
            return redirect(pages.to("goals", municipality, pk=pk))
    back = (_("Oude doelen"), pages.to("goals", municipality, pk=pk))
    context = {"form": form, "item": item, "crumbs": [*pages.crumbs(municipality, item), back]}
    return page(request, "old_goals/take_over.html", context, form)
