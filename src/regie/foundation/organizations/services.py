"""Admitting a municipality to Regie."""

from django.db import transaction
from django.utils.translation import gettext as _

from regie.foundation.accounts.models import User
from regie.foundation.areas.rules import parse_code
from regie.foundation.organizations.models import Municipality, Partner
from regie.foundation.organizations.queries import gone, municipality_by_code, official_name
from regie.foundation.organizations.rules import RESERVED, free_slug, slug_of
from regie.foundation.records.services import log


class MunicipalityRefusedError(Exception):
    """A municipality cannot be added; the message says why."""


@transaction.atomic
def add_municipality(
    code: str, name: str | None = None, slug: str | None = None, *, actor: User | None
) -> Municipality:
    """Add a municipality as tenant, under its official name unless another is given.

    Raises `MunicipalityRefusedError` for a code that is no municipality, a municipality that is
    there already or no more, a name nobody knows, and an address that is reserved or taken.
    """
    code = _checked(code)
    name = (name or "").strip() or official_name(code)
    if not name:
        raise MunicipalityRefusedError(
            _("De naam van %(code)s is niet bekend. Geef de naam erbij.") % {"code": code}
        )
    municipality = Municipality.objects.create(code=code, name=name, slug=_slug(slug, name, code))
    log("organizations.add_municipality", municipality, actor=actor, municipality_code=code)
    return municipality


class PartnerRefusedError(Exception):
    """A partner cannot be added; the message says why."""


@transaction.atomic
def add_partner(municipality: Municipality, name: str, *, actor: User | None) -> Partner:
    """Add an organisation that works together with this municipality.

    Raises `PartnerRefusedError` for an empty name and for a name that is there already.
    """
    plain = " ".join(name.split())[:60]
    if not plain:
        raise PartnerRefusedError(_("Geef de naam van de organisatie."))
    if Partner.objects.filter(municipality=municipality, name__iexact=plain).exists():
        raise PartnerRefusedError(_("Deze organisatie staat er al."))
    partner = Partner.objects.create(municipality=municipality, name=plain)
    log("organizations.add_partner", partner, actor=actor, municipality_code=municipality.code)
    return partner


def _checked(raw: str) -> str:
    parsed = parse_code(raw)
    if parsed is None or parsed.kind != "municipality" or parsed.pseudo:
        raise MunicipalityRefusedError(
            _("“%(code)s” is geen gemeentecode. Een gemeentecode is GM met vier cijfers.")
            % {"code": raw}
        )
    if municipality_by_code(parsed.code):
        raise MunicipalityRefusedError(
            _("Gemeente %(code)s werkt al met Regie.") % {"code": parsed.code}
        )
    _refuse_gone(parsed.code)
    return parsed.code


def _refuse_gone(code: str) -> None:
    """Raise `MunicipalityRefusedError` for a municipality that went up in others."""
    found = gone(code)
    if found is None:
        return
    who = {"who": f"{found.name} ({code})" if found.name else code, "successors": found.successors}
    if found.successors:
        told = _("Gemeente %(who)s bestaat niet meer. Het gebied hoort nu bij: %(successors)s.")
    else:
        told = _("Gemeente %(who)s bestaat niet meer. Voeg de gemeente toe waarin zij opging.")
    raise MunicipalityRefusedError(told % who)


def _slug(wanted: str | None, name: str, code: str) -> str:
    taken = set(Municipality.objects.values_list("slug", flat=True))
    if wanted is None:
        return free_slug(name, code, taken)
    if wanted != slug_of(wanted) or wanted in RESERVED or wanted in taken:
        raise MunicipalityRefusedError(
            _("Het adres “%(slug)s” kan niet. Het is bezet, of het heeft vreemde tekens.")
            % {"slug": wanted}
        )
    return wanted
