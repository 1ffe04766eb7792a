"""Reading which municipalities work with Regie."""

from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality, Partner
from regie.policy.municipalities import municipalities as known_municipalities


def municipality_by_code(code: str) -> Municipality | None:
    """The tenant with this code; 1 query."""
    return Municipality.objects.filter(code=code).first()


def official_name(code: str) -> str:
    """The name of a municipality by its code, or "" when nobody knows it; at most 2 queries.

    The list of areas comes first, then the list of municipalities in `policy/`.
    """
    found = areas.area(code, realm=realm_of(code))
    if found is not None:
        return found.name
    return next((m.name for m in known_municipalities() if m.code == code), "")


def partners_of(municipality: Municipality) -> tuple[Partner, ...]:
    """The organisations that work together with this municipality, by name; 1 query."""
    return tuple(Partner.objects.filter(municipality=municipality))
