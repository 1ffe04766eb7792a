"""`{% tab_strip "data" "sources" %}`: the strip of tabs above pages that belong together."""

from typing import Any

from django import template
from django.template import Context

from regie.foundation.access.strips import shown_tabs, strip_label

register = template.Library()


@register.inclusion_tag("ui/components/tabs.html", takes_context=True)
def tab_strip(context: Context, strip: str, current: str) -> dict[str, Any]:
    """The tabs the reader may open; `current` is the code of the tab this page lies under."""
    request = context["request"]
    gemeente, role = request.municipality.slug, request.membership.role
    items = shown_tabs(strip, current, gemeente=gemeente, role=role)
    return {"items": items, "label": strip_label(strip)}
