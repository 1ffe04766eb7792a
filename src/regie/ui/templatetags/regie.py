"""Template tags and filters of the house style: `{% load regie %}`.

Tags: `icon`, `asset`, `component` with `slot`. Filters: `number`, `signed`, `percent`, `period`,
`period_short`, `shortened`, `attr`.
"""

from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BoundField
from django.template import Context, Engine, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from regie.ui import formats, icons
from regie.ui.inlines import shortening
from regie.ui.prose import editor

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """Inline SVG of one icon; decorative unless `label` says what it means."""
    return icons.svg(name, css=css, label=label)


@register.simple_tag
def asset(name: str) -> str:
    """Address of a built file such as `app.css`.

    A missing entry in the manifest gives the plain address: an error page must never fail on
    its own style sheet.
    """
    path = f"ui/dist/{name}"
    try:
        return staticfiles_storage.url(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def prose_words() -> str:
    """What the editor of a text says, for `data-prose-words`."""
    return editor.words()


@register.simple_tag(takes_context=True)
def page_url(context: Context, name: str, value: int) -> str:
    """This page's query string with one parameter changed: `?gebied=WK01&pagina=3`."""
    query = context["request"].GET.copy()
    query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def number(value: object, decimals: int = 0) -> str:
    """Number in the reader's language: 1234.5 → 1.234,5. Without a value: an en dash."""
    return formats.number(value, int(decimals))


@register.filter
def signed(value: object, decimals: int = 0) -> str:
    """Number with a plus or a true minus sign."""
    return formats.signed(value, int(decimals))


@register.filter
def percent(value: object, decimals: int = 0) -> str:
    """Number followed by a percent sign; 12.3 means 12.3 %."""
    return formats.percent(value, int(decimals))


@register.filter
def period(code: object) -> str:
    """Period of a statistic in words: 2023JJ00 → 2023, 2023MM04 → april 2023."""
    return formats.period(str(code))


@register.filter
def shortened(text: object, most: int) -> str:
    """Long words of people on one line, cut between two words: at most so many characters."""
    return shortening.shortened(str(text), int(most))


@register.filter
def period_short(code: object) -> str:
    """As `period`, with a short month name."""
    return formats.period(str(code), short=True)


@register.filter
def attr(field: BoundField, pair: str) -> SafeString:
    """The field's widget with one extra attribute: `{{ field|attr:"autocomplete:email" }}`."""
    name, _, value = pair.partition(":")
    return field.as_widget(attrs={name.strip(): value.strip() or True})


@register.filter
def anchor(field: BoundField) -> str:
    """The id that a link in the error summary has to point to."""
    if field.use_fieldset and not field.id_for_label:
        return f"{field.auto_id}_0"  # a group is reached at its first choice
    return field.id_for_label or str(field.auto_id)


class SlotNode(Node):
    """A named part of a component's content."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Nothing: the component places the slot."""
        return SafeString("")


class ComponentNode(Node):
    """A component of `ui/components/` around a piece of template."""

    def __init__(
        self, name: FilterExpression, params: dict[str, FilterExpression], nodelist: NodeList
    ) -> None:
        self.name = name
        self.params = params
        self.nodelist = nodelist
        self.slots = [node for node in nodelist if isinstance(node, SlotNode)]

    def render(self, context: Context) -> SafeString:
        """Render the component's template with only its own parameters in sight."""
        values: dict[str, Any] = {k: v.resolve(context) for k, v in self.params.items()}
        for slot in self.slots:
            values[slot.name] = SafeString(slot.nodelist.render(context).strip())
        values["content"] = SafeString(self.nodelist.render(context).strip())
        values.setdefault("csrf_token", context.get("csrf_token"))
        found = Engine.get_default().get_template(
            f"ui/components/{self.name.resolve(context)}.html"
        )
        return found.render(context.new(values))


@register.tag
def slot(parser: Parser, token: Token) -> SlotNode:
    """`{% slot actions %}…{% endslot %}` directly inside `{% component %}`."""
    bits = token.split_contents()
    if len(bits) != 2:
        raise TemplateSyntaxError("slot takes one name")
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(bits[1].strip("'\""), nodelist)


@register.tag
def component(parser: Parser, token: Token) -> ComponentNode:
    """`{% component "panel" title="…" %}…{% endcomponent %}`: a component with content."""
    bits = token.split_contents()[1:]
    if not bits:
        raise TemplateSyntaxError("component needs the name of a component")
    rest = bits[1:]
    params = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"component takes only name=value, not {rest[0]!r}")
    nodelist = parser.parse(("endcomponent",))
    parser.delete_first_token()
    return ComponentNode(parser.compile_filter(bits[0]), params, nodelist)
