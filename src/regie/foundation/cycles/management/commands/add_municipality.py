"""`regie manage add_municipality GM0344 --coordinator naam@gemeente.nl`: let a municipality in."""

import re
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.forms import ValidationError
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.rules import COORDINATOR
from regie.foundation.access.services import InvitationNotSentError, add_member, invite
from regie.foundation.accounts.services import password_link
from regie.foundation.cycles.services import CycleRefusedError, start_cycle
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.services import MunicipalityRefusedError, add_municipality


class Command(BaseCommand):
    """Add a municipality with its first safety coordinator and, if wanted, a first cycle."""

    help = "Voegt een gemeente toe met haar eerste veiligheidscoördinator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("code", help="gemeentecode, bijvoorbeeld GM0344")
        parser.add_argument("--coordinator", required=True, metavar="E-MAIL")
        parser.add_argument("--coordinator-name", default="Veiligheidscoördinator")
        parser.add_argument("--name", help="naam, als die niet de officiële is")
        parser.add_argument("--slug", help="adres, als dat niet de naam is")
        parser.add_argument("--cycle", metavar="JAAR-JAAR", help="bijvoorbeeld 2027-2030")
        parser.add_argument("--site", help="adres van deze installatie; dan gaat er een e-mail uit")

    def handle(
        self,
        *args: object,
        code: str,
        coordinator: str,
        coordinator_name: str,
        name: str | None,
        slug: str | None,
        cycle: str | None,
        site: str | None,
        **options: object,
    ) -> None:
        """Add everything or nothing, then say how the coordinator gets in."""
        years = _years(cycle) if cycle else None
        _check_address(coordinator)
        try:
            with transaction.atomic():
                municipality = add_municipality(code, name, slug, actor=None)
                membership = add_member(
                    municipality,
                    email=coordinator,
                    name=coordinator_name,
                    role=COORDINATOR,
                    actor=None,
                )
                if years:
                    _start(municipality, *years)
                way_in = _way_in(membership, site)
        except (MunicipalityRefusedError, CycleRefusedError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("%(name)s is toegevoegd, op /%(slug)s/.")
            % {"name": municipality.name, "slug": municipality.slug}
        )
        self.stdout.write(way_in)


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as problem:
        refusal = _("“%(address)s” is geen e-mailadres.") % {"address": address}
        raise CommandError(refusal) from problem


def _years(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{4})-(\d{4})", text)
    if match is None:
        raise CommandError(_("Geef de cyclus als twee jaren, bijvoorbeeld 2027-2030."))
    return int(match[1]), int(match[2])


def _start(municipality: Municipality, first: int, last: int) -> None:
    name = _("Veiligheidsplan %(first)s–%(last)s") % {"first": first, "last": last}
    start_cycle(municipality, name, date(first, 1, 1), date(last, 12, 31), actor=None)


def _way_in(membership: Membership, site: str | None) -> str:
    who = {"email": membership.user.email}
    if site is None:
        if membership.user.has_usable_password():
            return _("%(email)s heeft al een account en kan inloggen.") % who
        link = {"link": password_link(membership.user)}
        return _("%(email)s stelt een wachtwoord in op: %(link)s") % (who | link)
    try:
        invite(membership, site=site, actor=None)
    except InvitationNotSentError as problem:
        return str(problem)
    return _("De uitnodiging is verstuurd aan %(email)s.") % who
