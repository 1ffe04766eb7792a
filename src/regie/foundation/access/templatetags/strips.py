"""What stands around the pages of several rooms.

`{% tab_strip "data" "sources" %}` is the strip of tabs above pages that belong together;
`{% beneath "finding" finding %}` is what rooms above put beneath a page.
"""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from regie.foundation.access.beneath import beneath
from regie.foundation.access.strips import shown_tabs, strip_label

register = template.Library()


@register.inclusion_tag("ui/components/tabs.html", takes_context=True)
def tab_strip(context: Context, strip: str, current: str) -> dict[str, Any]:
    """The tabs the reader may open; `current` is the code of the tab this page lies under."""
    request = context["request"]
    gemeente, role = request.municipality.slug, request.membership.role
    items = shown_tabs(strip, current, gemeente=gemeente, role=role)
    return {"items": items, "label": strip_label(strip)}


@register.simple_tag(takes_context=True, name="beneath")
def show_beneath(context: Context, place: str, thing: object) -> SafeString:
    """What rooms above put beneath this page, for members; nothing for others."""
    membership = getattr(context.get("request"), "membership", None)
    parts = beneath(place, membership, thing) if membership is not None else []
    return format_html_join("", "{}", ((part,) for part in parts))
