"""Giving, changing and taking away membership; always with a row in the log."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import change_of
from regie.foundation.access.rules import PARTNER, ROLES, keeps_a_coordinator
from regie.foundation.accounts.models import User
from regie.foundation.accounts.services import password_link
from regie.foundation.organizations.models import Municipality, Partner
from regie.foundation.records.services import log
from regie.policy import roles as policy


class MemberRefusedError(Exception):
    """A change of members was refused; the message is the reason in the reader's language."""


class InvitationNotSentError(Exception):
    """The member is there, but the mail could not be sent; the message says so."""


@transaction.atomic
def add_member(
    municipality: Municipality, *, email: str, name: str, role: str, actor: User | None
) -> Membership:
    """Make somebody a member; who has no account yet gets one without a password.

    The name of an existing account is left as it is. Raises `MemberRefusedError` when the
    person is a member already or the role does not exist. Send the mail with `invite`.
    """
    _check_role(role)
    _lock(municipality.pk)
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user and Membership.objects.filter(user=user, municipality=municipality).exists():
        raise MemberRefusedError(_("Deze persoon is al lid van deze gemeente."))
    user = user or User.objects.create_user(address, name.strip())
    membership = Membership.objects.create(user=user, municipality=municipality, role=role)
    _log("add_member", membership, actor, before="", after=_role_name(role))
    return membership


@transaction.atomic
def change_role(membership: Membership, role: str, *, actor: User | None) -> Membership:
    """Give a member another role. Raises `MemberRefusedError` for the only coordinator."""
    _check_role(role)
    membership = _locked(membership)
    _check_change(membership, role)
    before = _role_name(membership.role)
    membership.role = role
    membership.partner = membership.partner if role == PARTNER else None
    membership.save(update_fields=["role", "partner"])
    _log("change_role", membership, actor, before=before, after=_role_name(role))
    return membership


@transaction.atomic
def set_partner(
    membership: Membership, partner: Partner | None, *, actor: User | None
) -> Membership:
    """Say for which organisation a member with the role of partner works.

    That decides which deliveries the member sees. Raises `MemberRefusedError` for another role
    and for an organisation of another municipality.
    """
    membership = _locked(membership)
    if membership.role != PARTNER:
        raise MemberRefusedError(_("Alleen een partner werkt voor een organisatie."))
    if partner is not None and partner.municipality_id != membership.municipality_id:
        raise MemberRefusedError(_("Deze organisatie hoort niet bij deze gemeente."))
    before, membership.partner = membership.partner, partner
    membership.save(update_fields=["partner"])
    _log("set_partner", membership, actor, before=str(before or ""), after=str(partner or ""))
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, actor: User | None) -> None:
    """End a membership; the account stays. Raises `MemberRefusedError` for the only
    coordinator."""
    membership = _locked(membership)
    _check_change(membership, None)
    _log("remove_member", membership, actor, before=_role_name(membership.role), after="")
    membership.delete()


def invite(membership: Membership, *, site: str, actor: User | None) -> None:
    """Mail a member how to get in: a link to set a password, or to sign in for who has one.

    `site` is the address of this installation, such as `https://regie.example`. Raises
    `InvitationNotSentError` when the mail server refuses; then nothing is logged.
    """
    user, municipality = membership.user, membership.municipality
    home = site.rstrip("/")
    has_password = user.has_usable_password()
    context = {
        "name": user.name,
        "municipality": municipality.name,
        "has_password": has_password,
        "link": home + (reverse("account_login") if has_password else password_link(user)),
    }
    with override(user.language or settings.LANGUAGE_CODE):
        subject = _("Regie: uw toegang tot %(name)s") % {"name": municipality.name}
        body = render_to_string("access/email/invitation.txt", context).strip()
    try:
        send_mail(subject, body, None, [user.email])
    except (SMTPException, OSError) as error:
        raise InvitationNotSentError(
            _("De e-mail is niet verstuurd. De mailserver antwoordt niet. Probeer het later.")
        ) from error
    log("access.invite", membership, actor=actor)


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise MemberRefusedError(_("Deze rol bestaat niet."))


def _check_change(membership: Membership, role: str | None) -> None:
    objection = keeps_a_coordinator(change_of(membership, role))
    if objection:
        raise MemberRefusedError(_(objection))


def _locked(membership: Membership) -> Membership:
    _lock(membership.municipality_id)
    rows = Membership.objects.select_related("user", "municipality", "partner")
    current = rows.filter(pk=membership.pk).first()
    if current is None:
        raise MemberRefusedError(_("Deze persoon is geen lid meer."))
    return current


def _lock(municipality_pk: int) -> None:
    """Two coordinators who demote each other at once must wait for each other."""
    Municipality.objects.select_for_update().get(pk=municipality_pk)


def _role_name(code: str) -> str:
    return policy.role(code).name


def _log(verb: str, membership: Membership, actor: User | None, *, before: str, after: str) -> None:
    log(f"access.{verb}", membership, actor=actor, details={"from": before, "to": after})
