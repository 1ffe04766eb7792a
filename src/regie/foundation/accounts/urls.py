"""Addresses of this room: allauth's views under Dutch addresses, in our pages.

The names are allauth's own, because it looks its pages up by them.
"""

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_required
from django.urls import path, re_path

from regie.foundation.accounts import forms, views

# The pattern is allauth's own: a number in base 36, a hyphen, the token.
RESET = r"^wachtwoord/instellen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

urlpatterns = [
    path("", views.profile, name="account_profile"),
    path("aanmaken/", views.closed, name="account_signup"),
    path(
        "inloggen/",
        allauth.LoginView.as_view(
            form_class=forms.SignInForm, template_name="accounts/sign_in.html"
        ),
        name="account_login",
    ),
    path(
        "uitloggen/",
        allauth.LogoutView.as_view(template_name="accounts/sign_out.html"),
        name="account_logout",
    ),
    path(
        "gesloten/",
        allauth.AccountInactiveView.as_view(template_name="accounts/inactive.html"),
        name="account_inactive",
    ),
    path(
        "bevestigen/",
        allauth.ReauthenticateView.as_view(
            form_class=forms.ConfirmPasswordForm, template_name="accounts/confirm_password.html"
        ),
        name="account_reauthenticate",
    ),
    path(
        "wachtwoord/wijzigen/",
        login_required(
            allauth.PasswordChangeView.as_view(
                form_class=forms.ChangePasswordForm, template_name="accounts/change_password.html"
            )
        ),
        name="account_change_password",
    ),
    path(
        "wachtwoord/kiezen/",
        allauth.PasswordSetView.as_view(
            form_class=forms.SetPasswordForm, template_name="accounts/set_password.html"
        ),
        name="account_set_password",
    ),
    path(
        "wachtwoord/vergeten/",
        allauth.PasswordResetView.as_view(
            form_class=forms.AskPasswordForm, template_name="accounts/ask_password.html"
        ),
        name="account_reset_password",
    ),
    path(
        "wachtwoord/vergeten/verstuurd/",
        allauth.PasswordResetDoneView.as_view(template_name="accounts/asked_password.html"),
        name="account_reset_password_done",
    ),
    re_path(
        RESET,
        allauth.PasswordResetFromKeyView.as_view(
            form_class=forms.NewPasswordForm, template_name="accounts/new_password.html"
        ),
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/ingesteld/",
        allauth.PasswordResetFromKeyDoneView.as_view(
            template_name="accounts/new_password_done.html"
        ),
        name="account_reset_password_from_key_done",
    ),
]
