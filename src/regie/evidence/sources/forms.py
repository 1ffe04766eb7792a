"""The form with which a file is delivered."""

from django import forms
from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regie.policy.tables import TABLES

FIRST_YEAR, LAST_YEAR = 1990, 2100


def _tables() -> list[tuple[str, str]]:
    tables = [(t.table_id, f"{t.table_id} {t.title}") for t in TABLES()]
    return [("", gettext("Regie herkent de tabel zelf")), *tables]


class UploadForm(forms.Form):
    """A file, and what the file may not say by itself."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_(
            "CSV, Excel (xlsx), OpenDocument (ods), JSON, Parquet, GeoJSON, GeoPackage, "
            "of een zip met één bestand."
        ),
        max_length=255,
    )
    table = forms.ChoiceField(
        label=_("Tabel"),
        choices=_tables,
        required=False,
        help_text=_("Alleen nodig als twee tabellen op elkaar lijken."),
    )
    year = forms.IntegerField(
        label=_("Jaar van de kerncijfers"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        localize=False,
        help_text=_("Alleen nodig bij kerncijfers van wijken en buurten zonder jaar."),
    )
    classification = forms.IntegerField(
        label=_("Jaar van de gebiedsindeling"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        localize=False,
        help_text=_("Laat leeg als u het niet weet. Regie kijkt welk jaar het best past."),
    )

    def clean_file(self) -> File[bytes]:
        """Refuse what is too large before it is kept."""
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(
                _("Dit bestand is te groot. Vraag de beheerder het met “regie import” te lezen.")
            )
        return file
