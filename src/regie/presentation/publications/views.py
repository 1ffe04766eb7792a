"""Documents to take along: a published safety analysis as PDF, Word or ODT."""

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regie.evidence.analyses.permissions import VIEW_ANALYSES
from regie.evidence.analyses.queries import edition
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.presentation.publications.editions import FORMS, document, file_name


@require_GET
@member_page(VIEW_ANALYSES)
def analysis_document(
    request: MemberRequest, municipality: Municipality, pk: int, form: str
) -> HttpResponse:
    """A published analysis in one form, in the reader's language; made when it is first asked."""
    found, chosen = edition(request.membership, pk), FORMS.get(form)
    if found is None or chosen is None:
        raise Http404(_("Dit document bestaat niet."))
    language = (get_language() or "nl")[:2]
    response = HttpResponse(document(found, chosen, language), content_type=chosen.kind)
    response["Content-Disposition"] = f'attachment; filename="{file_name(found, chosen)}"'
    return response
