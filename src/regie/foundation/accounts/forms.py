"""The forms of allauth in our words: real labels, no placeholders, help where it helps."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.fields import EmailField, PasswordField, SetPasswordField
from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EMAIL = _("E-mailadres")
PASSWORD = _("Wachtwoord")
AGAIN = _("Nieuw wachtwoord nog een keer")


def _email() -> EmailField:
    widget = forms.EmailInput({"autocomplete": "email", "autocapitalize": "none"})
    return EmailField(label=EMAIL, widget=widget)


def _password(label: str | Promise, autocomplete: str) -> PasswordField:
    field = PasswordField(label=label)
    field.widget = forms.PasswordInput({"autocomplete": autocomplete})
    return field


def _new_password() -> SetPasswordField:
    rule = _("Minstens 12 tekens. Een zin is makkelijk te onthouden en moeilijk te raden.")
    field = SetPasswordField(label=_("Nieuw wachtwoord"), help_text=rule)
    field.widget = forms.PasswordInput({"autocomplete": "new-password"})
    return field


class SignInForm(allauth.LoginForm):
    """Sign in."""

    password = _password(PASSWORD, "current-password")

    def __init__(
        self,
        *,
        request: HttpRequest,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        initial: dict[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data=data, files=files, initial=initial, prefix=prefix, request=request)
        self.fields["login"] = _email()
        self.order_fields(["login", "password"])


class AskPasswordForm(allauth.ResetPasswordForm):
    """Ask for a mail with a link to set a new password."""

    email = _email()


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    """Set a password after following the link in the mail."""

    password1 = _new_password()
    password2 = _password(AGAIN, "new-password")


class SetPasswordForm(allauth.SetPasswordForm):
    """Set a first password while signed in."""

    password1 = _new_password()
    password2 = _password(AGAIN, "new-password")


class ChangePasswordForm(allauth.ChangePasswordForm):
    """Change the password."""

    oldpassword = _password(_("Huidig wachtwoord"), "current-password")
    password1 = _new_password()
    password2 = _password(AGAIN, "new-password")


class ConfirmPasswordForm(allauth.ReauthenticateForm):
    """Give the password once more before something delicate."""

    password = _password(PASSWORD, "current-password")


class LanguageForm(forms.Form):
    """The language of the screen."""

    language = forms.ChoiceField(label=_("Taal van de schermen"), choices=settings.LANGUAGES)
