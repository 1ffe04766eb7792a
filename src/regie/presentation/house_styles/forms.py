"""The file with the template."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.presentation.house_styles import rules


class StyleForm(forms.Form):
    """A template; its name and size are judged before it is read."""

    file = forms.FileField(
        label=gettext_lazy("Word-sjabloon"),
        max_length=200,
        allow_empty_file=True,
        help_text=gettext_lazy("Een .docx van hoogstens 10 MB, met het invulveld {{ inhoud }}."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={"required": gettext_lazy("Kies eerst een bestand.")},
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """The file when it can be a template."""
        found: UploadedFile[Any] = self.cleaned_data["file"]
        if refusal := rules.refusal(found.name or "", found.size or 0):
            raise forms.ValidationError(_(refusal))
        return found
