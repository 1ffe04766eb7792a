"""Documents to take along: what was frozen as PDF, Word or ODT."""

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regie.foundation.access.guards import GuardedView, MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.presentation.publications.editions import FORMS, document
from regie.presentation.publications.kinds import Kind


def page_of(kind: Kind) -> GuardedView:
    """The page that gives papers of one kind, to who may read them."""

    @require_GET
    @member_page(kind.action)
    def frozen(
        request: MemberRequest, municipality: Municipality, pk: int, form: str
    ) -> HttpResponse:
        found, chosen = kind.find(request.membership, pk), FORMS.get(form)
        if found is None or chosen is None:
            raise Http404(_("Dit document bestaat niet."))
        language = (get_language() or "nl")[:2]
        made = document(kind, found, chosen, language)
        response = HttpResponse(made, content_type=chosen.kind)
        name = f"{kind.name(found)}.{chosen.ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    return frozen
