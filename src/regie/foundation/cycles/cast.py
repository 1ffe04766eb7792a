"""The cast: the people who use Regie in tests and in the demonstration, each with a role.

Voorbeeldstad and its neighbour Buurstad do not exist; see `voorbeeldstad`.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from regie.foundation.access import rules as roles
from regie.foundation.access.models import Membership
from regie.foundation.access.services import add_member, set_partner
from regie.foundation.accounts.models import User
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.services import move_to_step, start_cycle
from regie.foundation.organizations.models import Municipality, Partner
from regie.foundation.organizations.queries import municipality_by_code
from regie.foundation.organizations.services import add_municipality, add_partner

VOORBEELDSTAD = "GM9901"
BUURSTAD = "GM9902"
_NAMES = {VOORBEELDSTAD: "Voorbeeldstad", BUURSTAD: "Buurstad"}


@dataclass(frozen=True)
class Persona:
    """Somebody of the cast; `places` are the municipalities where the role holds, `partner` is
    the organisation that a partner works for."""

    code: str
    name: str
    role: str
    places: tuple[str, ...] = (VOORBEELDSTAD,)
    partner: str = ""

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.code}@{_NAMES[self.places[0]].lower()}.example"


CAST = (
    Persona("coos", "Coos", roles.COORDINATOR),
    Persona("ilse", "Ilse", roles.RESEARCHER),
    Persona("mira", "Mira", roles.MAYOR),
    Persona("wim", "Wim", roles.ALDERMAN),
    Persona("griet", "Griet", roles.CLERK),
    Persona("rob", "Rob", roles.COUNCIL_MEMBER),
    Persona("pia", "Pia", roles.PARTNER, partner="Woonvoorbeeld"),
    Persona("tess", "Tess", roles.PEER_REVIEWER),
    Persona("roel", "Roel", roles.REGIONAL_COORDINATOR, (VOORBEELDSTAD, BUURSTAD)),
    Persona("vera", "Vera", roles.COORDINATOR, (BUURSTAD,)),
)


@dataclass(frozen=True)
class Cast:
    """Everybody, and the two municipalities with their current cycles."""

    voorbeeldstad: Municipality
    buurstad: Municipality
    coos: User
    ilse: User
    mira: User
    wim: User
    griet: User
    rob: User
    pia: User
    tess: User
    roel: User
    vera: User


@transaction.atomic
def ensure_cast(*, actor: User | None = None) -> Cast:
    """Make sure the cast is there; what is there already is left as it is.

    Nobody of the cast has a password: tests and the demonstration sign them in themselves.
    """
    places = {code: _municipality(code, actor) for code in _NAMES}
    people = {persona.code: _person(persona, places, actor) for persona in CAST}
    for municipality in places.values():
        _cycle(municipality, actor)
    return Cast(voorbeeldstad=places[VOORBEELDSTAD], buurstad=places[BUURSTAD], **people)


def _municipality(code: str, actor: User | None) -> Municipality:
    return municipality_by_code(code) or add_municipality(code, _NAMES[code], actor=actor)


def _person(persona: Persona, places: dict[str, Municipality], actor: User | None) -> User:
    for code in persona.places:
        known = Membership.objects.filter(user__email=persona.email, municipality=places[code])
        if not known.exists():
            add_member(
                places[code],
                email=persona.email,
                name=persona.name,
                role=persona.role,
                actor=actor,
            )
        if persona.partner:
            _organisation(known.get(), persona.partner, actor)
    return User.objects.get(email=persona.email)


def _organisation(membership: Membership, name: str, actor: User | None) -> None:
    """Who works for an organisation already keeps it."""
    if membership.partner_id is not None:
        return
    partners = Partner.objects.filter(municipality=membership.municipality, name=name)
    partner = partners.first() or add_partner(membership.municipality, name, actor=actor)
    set_partner(membership, partner, actor=actor)


def _cycle(municipality: Municipality, actor: User | None) -> None:
    if PolicyCycle.objects.filter(municipality=municipality).exists():
        return
    first, last = date(2023, 1, 1), date(2026, 12, 31)
    cycle = start_cycle(municipality, "Veiligheidsplan 2023–2026", first, last, actor=actor)
    move_to_step(cycle, "safety_analysis", why="Voorbeeldgegevens.", actor=actor)
