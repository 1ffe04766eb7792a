"""All form fields are drawn here, so that accessibility is right once."""

from django.forms.renderers import TemplatesSetting


class RegieFormRenderer(TemplatesSetting):
    """Forms in the house style."""
