"""Signing in and out end up in the log too. `accounts` lies below and only sends signals."""

from collections.abc import Mapping
from typing import Any

from allauth.account import signals as allauth
from django.contrib.auth import signals
from django.utils.translation import gettext_lazy as _

from regie.foundation.accounts.models import User
from regie.foundation.records.services import log, log_failed_sign_in

VERBS = {
    "accounts.sign_in": _("meldde zich aan"),
    "accounts.sign_out": _("meldde zich af"),
    "accounts.sign_in_failed": _("aanmelden mislukte"),
    "accounts.change_password": _("wijzigde het wachtwoord"),
    "accounts.reset_password": _("stelde een nieuw wachtwoord in"),
}


def connect() -> None:
    """Listen; called once, when the room opens."""
    signals.user_logged_in.connect(_signed_in, dispatch_uid="records.signed_in")
    signals.user_logged_out.connect(_signed_out, dispatch_uid="records.signed_out")
    signals.user_login_failed.connect(_failed, dispatch_uid="records.sign_in_failed")
    for signal in (allauth.password_changed, allauth.password_set):
        signal.connect(_changed_password, dispatch_uid="records.change_password")
    allauth.password_reset.connect(_reset_password, dispatch_uid="records.reset_password")


def _signed_in(sender: object, user: User, **kwargs: object) -> None:
    log("accounts.sign_in", user, actor=user)


def _signed_out(sender: object, user: User | None, **kwargs: object) -> None:
    if user is not None:
        log("accounts.sign_out", user, actor=user)


def _failed(sender: object, credentials: Mapping[str, Any], **kwargs: object) -> None:
    log_failed_sign_in(str(credentials.get("email") or credentials.get("username") or ""))


def _changed_password(sender: object, user: User, **kwargs: object) -> None:
    log("accounts.change_password", user, actor=user)


def _reset_password(sender: object, user: User, **kwargs: object) -> None:
    log("accounts.reset_password", user, actor=user)
