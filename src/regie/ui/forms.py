"""All form fields are drawn here, so that accessibility is right once."""

from django.forms import DateInput
from django.forms.renderers import TemplatesSetting
from django.template import Template

_DJANGO = "django/forms/widgets/"
_TEXT_INPUTS = (
    *("color", "date", "datetime", "email", "input", "number"),
    *("password", "search", "tel", "text", "time", "url"),
)
_WIDGETS = {
    **{f"{_DJANGO}{name}.html": "ui/forms/widgets/input.html" for name in _TEXT_INPUTS},
    f"{_DJANGO}file.html": "ui/forms/widgets/file.html",
    f"{_DJANGO}clearable_file_input.html": "ui/forms/widgets/file.html",
    f"{_DJANGO}textarea.html": "ui/forms/widgets/textarea.html",
    f"{_DJANGO}select.html": "ui/forms/widgets/select.html",
    f"{_DJANGO}checkbox.html": "ui/forms/widgets/checkbox.html",
    f"{_DJANGO}radio.html": "ui/forms/widgets/options.html",
    f"{_DJANGO}checkbox_select.html": "ui/forms/widgets/options.html",
}


class RegieFormRenderer(TemplatesSetting):
    """Forms in the markup of NL Design System, with an error summary that links to the fields.

    `{{ form }}` draws summary and fields; `{{ form.name.as_field_group }}` one field.
    """

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Template | None:
        """Our own drawing of a widget where there is one, else Django's."""
        return super().get_template(_WIDGETS.get(template_name, template_name))


class DayInput(DateInput):
    """A day as the browser's own calendar wants it, in every language of the page."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
