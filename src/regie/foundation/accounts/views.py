"""The pages about one's own account that allauth does not have."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from regie.foundation.accounts import services
from regie.foundation.accounts.forms import LanguageForm
from regie.foundation.accounts.languages import remember_language
from regie.foundation.accounts.models import User


class AccountRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
def profile(request: AccountRequest) -> HttpResponseBase:
    """Show one's own account and let its owner choose a language."""
    form = LanguageForm(request.POST or None, initial={"language": get_language()})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/profile.html", {"form": form}, status=status)
    code = form.cleaned_data["language"]
    services.choose_language(request.user, code)
    with override(code):
        messages.success(request, _("Uw taal is opgeslagen."))
    response = redirect("account_profile")
    remember_language(response, code)
    return response


def closed(request: HttpRequest) -> HttpResponse:
    """Explain that the municipality hands out accounts."""
    return render(request, "accounts/closed.html", status=403)
