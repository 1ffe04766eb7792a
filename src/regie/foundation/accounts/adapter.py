"""How Regie uses allauth: nobody signs up, and every word is ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regie.foundation.accounts.languages import remember_language

OWN_WORDS = {
    "account_inactive": _("Dit account is gesloten."),
    "email_password_mismatch": _("Het e-mailadres of het wachtwoord klopt niet."),
    "enter_current_password": _("Vul uw huidige wachtwoord in. Dit wachtwoord klopt niet."),
    "incorrect_password": _("Dit wachtwoord klopt niet."),
    "invalid_password_reset": _("Deze link is niet meer geldig."),
    "too_many_login_attempts": _("Te veel mislukte pogingen. Probeer het over vijf minuten weer."),
    "rate_limited": _("U doet te veel verzoeken achter elkaar. Wacht even."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by the municipality; nobody signs up by himself.

    Mails and messages are looked up under `accounts/`, so that allauth's own are never used.
    """

    error_messages = DefaultAccountAdapter.error_messages | OWN_WORDS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account."""
        return reverse("account_profile")

    def format_email_subject(self, subject: str) -> str:
        """Name the sender in the subject."""
        return f"Regie: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of our mails. An address without an account gets none: it may be a
        stranger's."""
        name = template_prefix.rpartition("/")[2]
        if name != "unknown_account":
            super().send_mail(f"accounts/email/{name}", email, context)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show one of our messages; a template that does not exist shows none."""
        if message_template:
            message_template = f"accounts/messages/{message_template.rpartition('/')[2]}"
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    def post_login(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        *,
        email_verification: str,
        signal_kwargs: dict[str, Any] | None,
        email: str | None,
        signup: bool,
        redirect_url: str | None,
    ) -> HttpResponse:
        """Continue in the language the person chose."""
        response = super().post_login(
            request,
            user,
            email_verification=email_verification,
            signal_kwargs=signal_kwargs,
            email=email,
            signup=signup,
            redirect_url=redirect_url,
        )
        remember_language(response, getattr(user, "language", ""))
        return response

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Check the password again, for somebody who has no address in allauth's own table."""
        credentials = {"email": getattr(user, "email", ""), "password": password}
        return self.authenticate(context.request, **credentials) == user
