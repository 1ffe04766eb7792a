"""Forms of the members and the filter of the logbook."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from regie.foundation.access.queries import roles
from regie.foundation.records.queries import LogChoices, LogFilter


def _role_choices() -> list[tuple[str, str]]:
    return [(role.code, role.label) for role in roles()]


class MemberForm(forms.Form):
    """Who becomes a member, and in which role."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    email = forms.EmailField(
        label=_("E-mailadres"),
        max_length=254,
        help_text=_("Op dit adres komt de uitnodiging. Het is ook de inlognaam."),
    )
    role = forms.ChoiceField(label=_("Rol"), choices=_role_choices)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Rol"), choices=_role_choices)


class LogFilterForm(forms.Form):
    """What a reader wants to see of the log; a value that does not occur is ignored."""

    def __init__(self, data: QueryDict, choices: LogChoices) -> None:
        super().__init__(data)
        anything = ("", _("Alles"))
        anybody = ("", _("Iedereen"))
        self.fields["verb"] = forms.ChoiceField(
            label=_("Handeling"), required=False, choices=[anything, *choices.verbs]
        )
        self.fields["actor"] = forms.ChoiceField(
            label=_("Wie"), required=False, choices=[anybody, *choices.actors]
        )

    def chosen(self) -> LogFilter:
        """The filter as far as it makes sense."""
        self.is_valid()
        return LogFilter(
            verb=self.cleaned_data.get("verb", ""), actor=self.cleaned_data.get("actor", "")
        )
