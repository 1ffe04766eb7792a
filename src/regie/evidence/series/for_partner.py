"""What forms about something of one partner share."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.values.marks import is_name, says_who
from regie.foundation.organizations.models import Partner

NAMES_SOMEONE = gettext_lazy("Zet geen gegevens over personen in de naam.")


def harmless_title(text: str) -> str:
    """The name of a registration; `ValidationError` when it says who it is about."""
    title = " ".join(text.split())
    if says_who(title) or is_name(title):
        raise forms.ValidationError(NAMES_SOMEONE)
    return title


class PartnersForm(forms.Form):
    """A form for something of one partner; a partner's own people do not choose which."""

    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=gettext_lazy("Van welke partner?"),
        required=False,
        empty_label=gettext_lazy("Kies een organisatie"),
    )

    def __init__(
        self,
        data: QueryDict | None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None,
        *,
        partners: list[Partner],
        own: Partner | None,
    ) -> None:
        super().__init__(data, files)
        self.own = own
        field = self.fields["partner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Partner.objects.filter(pk__in=[partner.pk for partner in partners])
        if own:
            del self.fields["partner"]

    @property
    def chosen_partner(self) -> Partner | None:
        """The organisation that was chosen, or one's own."""
        return self.own or self.cleaned_data.get("partner")

    def ask_for_partner(self) -> None:
        """Say that a partner has to be chosen, when none was."""
        if "partner" in self.fields and not self.cleaned_data.get("partner"):
            self.add_error("partner", _("Kies van welke partner dit is."))
