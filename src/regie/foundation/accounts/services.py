"""Writing about accounts. The log lies above this room; who adds people logs it."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from regie.foundation.accounts.languages import known
from regie.foundation.accounts.models import User


def choose_language(user: User, code: str) -> None:
    """Keep the language of the screen with the account; an unknown code is not kept."""
    if known(code):
        user.language = code
        user.save(update_fields=["language"])


def password_link(user: User) -> str:
    """The path where this person can set a password, once, within `PASSWORD_RESET_TIMEOUT`."""
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return iri_to_uri(reverse("account_reset_password_from_key", kwargs=parts))
