"""`{% desk_tabs "sources" %}`: the strip of tabs above every page of Gegevens."""

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from regie.evidence.sources.desks import shown_tabs

register = template.Library()


@register.inclusion_tag("ui/components/tabs.html", takes_context=True)
def desk_tabs(context: Context, current: str) -> dict[str, Any]:
    """The tabs the reader may open; `current` is the code of the tab this page lies under."""
    request = context["request"]
    items = shown_tabs(current, gemeente=request.municipality.slug, role=request.membership.role)
    return {"items": items, "label": _("Onderdelen van Gegevens")}
