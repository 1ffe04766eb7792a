"""Reading which municipalities work with Regie."""

from dataclasses import dataclass

from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import MUNICIPALITY, REAL, realm_of
from regie.foundation.crosswalks.queries import old_names, successors
from regie.foundation.organizations.models import Municipality, Partner
from regie.foundation.organizations.rules import no_more
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


@dataclass(frozen=True)
class Gone:
    """A municipality that is no more: its name and where it went, each "" when nobody knows."""

    name: str
    successors: str


def gone(code: str) -> Gone | None:
    """What became of a municipality that is no more; None for one that exists.

    At most 3 queries for one that exists, 16 for one that is no more.
    """
    if not _is_gone(code, realm_of(code)):
        return None
    realm = realm_of(code)
    found = [each for each, _share in successors(realm, code) if each != code]
    names = old_names([code, *found], realm)
    told = sorted(f"{names.get(each) or official_name(each)} ({each})" for each in found)
    return Gone(names.get(code, ""), ", ".join(told))


def _is_gone(code: str, realm: str) -> bool:
    newest = areas.newest(realm, MUNICIPALITY)
    now = newest is not None and areas.area(code, realm=realm, year=newest.year) is not None
    ever = areas.area(code, realm=realm) is not None
    listed = [each.code for each in known_municipalities()] if realm == REAL else []
    return no_more(code, listed=listed, now=now, ever=ever)


def partners_of(municipality: Municipality) -> tuple[Partner, ...]:
    """The organisations that work together with this municipality, by name; 1 query."""
    return tuple(Partner.objects.filter(municipality=municipality))
