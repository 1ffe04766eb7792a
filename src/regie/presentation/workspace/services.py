"""The doors of the demonstration. Nothing here works outside demo mode."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.services import add_member
from regie.foundation.accounts.models import User
from regie.foundation.areas.rules import REAL, realm_of
from regie.foundation.cycles.cast import CAST, Persona
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.queries import municipality_by_code
from regie.foundation.organizations.services import add_municipality

GUIDES = ("coos", "ilse")
"""Who of the cast looks at a real municipality."""


class NoDemonstrationError(Exception):
    """Asked for a door of the demonstration outside it, or for somebody who is not there."""


def persona(code: str) -> Persona:
    """Somebody of the cast. Raises NoDemonstrationError."""
    found = next((person for person in CAST if person.code == code), None)
    if not settings.DEMO or found is None:
        raise NoDemonstrationError(_("Deze persoon is er alleen in de demonstratie."))
    return found


@transaction.atomic
def open_real_municipality(code: str, *, actor: User | None) -> Municipality:
    """Admit a real municipality to the demonstration, with the guides as its members.

    Safe to repeat. Raises NoDemonstrationError outside demo mode and for a fictitious code.
    """
    if not settings.DEMO or realm_of(code) != REAL:
        raise NoDemonstrationError(_("Dit kan alleen in de demonstratie."))
    municipality = municipality_by_code(code) or add_municipality(code, actor=actor)
    for guide in (persona(name) for name in GUIDES):
        there = Membership.objects.filter(user__email=guide.email, municipality=municipality)
        if not there.exists():
            add_member(
                municipality, email=guide.email, name=guide.name, role=guide.role, actor=actor
            )
    return municipality
