"""The forms of the wizard: a file, what its columns mean, and who works for whom."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.series.for_partner import PartnersForm, harmless_title
from regie.evidence.series.models import SavedProfile
from regie.foundation.organizations.models import Partner

TOO_LARGE = gettext_lazy("Dit bestand is te groot. Splits het per jaar en lever elk deel aan.")


class UploadForm(PartnersForm):
    """A file, and of which registration it is."""

    registration = forms.ModelChoiceField(
        SavedProfile.objects.none(),
        label=gettext_lazy("Welke registratie?"),
        required=False,
        empty_label=gettext_lazy("Een nieuwe registratie"),
        help_text=gettext_lazy("Kies dezelfde als vorige keer. Regie weet dan wat er in staat."),
    )
    title = forms.CharField(
        label=gettext_lazy("Naam van de nieuwe registratie"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: overlastdossiers."),
    )
    file = forms.FileField(
        label=gettext_lazy("Bestand"),
        max_length=255,
        help_text=gettext_lazy(
            "Excel, ODS, CSV, JSON, Parquet of GeoJSON. Laat namen en andere gegevens over "
            "personen weg."
        ),
    )
    field_order = ("partner", "registration", "title", "file")

    def __init__(
        self,
        data: QueryDict | None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None,
        *,
        partners: list[Partner],
        own: Partner | None,
        registrations: list[SavedProfile],
        chosen: SavedProfile | None = None,
    ) -> None:
        super().__init__(data, files, partners=partners, own=own)
        self.order_fields(self.field_order)
        field = self.fields["registration"]
        if isinstance(field, forms.ModelChoiceField):
            keys = [registration.pk for registration in registrations]
            field.queryset = SavedProfile.objects.filter(pk__in=keys).select_related("partner")
            field.choices = [
                ("", _("Een nieuwe registratie")),
                *((each.pk, _shown(each, own)) for each in registrations),
            ]
        if chosen:
            self.initial = {"registration": chosen.pk, "partner": chosen.partner_id}
        if not registrations:
            del self.fields["registration"]
            self.fields["title"].label = _("Naam van de registratie")
            self.fields["title"].required = True

    def clean_title(self) -> str:
        """No names of people in the name of a registration."""
        return harmless_title(self.cleaned_data["title"])

    def clean_file(self) -> File[bytes]:
        """Refuse what is too large before it is kept."""
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def clean(self) -> dict[str, Any]:
        """A chosen registration has its own partner and name; a new one needs both."""
        said = super().clean() or {}
        chosen: SavedProfile | None = said.get("registration")
        if chosen:
            said["title"], said["partner"] = chosen.title, chosen.partner
            return said
        if not said.get("title") and "title" not in self.errors:
            self.add_error("title", _("Geef de nieuwe registratie een naam."))
        self.ask_for_partner()
        return said


def _shown(registration: SavedProfile, own: Partner | None) -> str:
    """A partner's own people know whose it is."""
    return registration.title if own else f"{registration.title} ({registration.partner})"


class SheetForm(forms.Form):
    """Another sheet of the workbook, or another row with the titles of the columns."""

    sheet = forms.ChoiceField(label=gettext_lazy("Werkblad"), required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Rij met de koppen"),
        required=False,
        min_value=1,
        max_value=1000,
        localize=False,
        help_text=gettext_lazy("Laat leeg als Regie de rij zelf mag zoeken."),
    )

    def __init__(self, *, sheets: tuple[str, ...], sheet: str, header_row: int | None) -> None:
        super().__init__(initial={"sheet": sheet, "header_row": header_row})
        self.fields["sheet"] = forms.ChoiceField(
            label=_("Werkblad"), choices=[(name, name) for name in sheets], required=False
        )
        self.order_fields(("sheet", "header_row"))
        if len(sheets) < 2:
            del self.fields["sheet"]


class PartnerForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(label=gettext_lazy("Naam van de organisatie"), max_length=60)


class AssignForm(forms.Form):
    """For which organisation a member works."""

    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=gettext_lazy("Organisatie"),
        required=False,
        empty_label=gettext_lazy("Geen organisatie"),
    )

    def __init__(self, data: QueryDict | None, partners: list[Partner]) -> None:
        super().__init__(data)
        field = self.fields["partner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Partner.objects.filter(pk__in=[partner.pk for partner in partners])


def step_of(data: QueryDict) -> int:
    """The step at which a page was made; −1 when it does not say."""
    text = data.get("step", "")
    return int(text) if isinstance(text, str) and text.isdigit() else -1
