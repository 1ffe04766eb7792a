"""Reading the figures before the first reader asks for them.

After a start and after a delivery the first page would cost seconds: the key figures of every
year are read and the drawing engine is loaded then.
"""

from regie.evidence.indicators import overview, parts
from regie.evidence.indicators.cube import (
    COUNTRY,
    DISTRICT,
    MEASURES,
    MONTH,
    MUNICIPALITY,
    NEIGHBOURHOOD,
    Evidence,
    evidence,
)
from regie.evidence.indicators.definitions import definitions
from regie.evidence.indicators.geography import geography, outlines
from regie.evidence.sources.queries import one_look
from regie.foundation.areas.rules import canonical, realm_of

OWN_LEVELS = (MUNICIPALITY, DISTRICT, NEIGHBOURHOOD)


def figures_of(municipality_code: str) -> Evidence:
    """The figures as they stand, seen from one municipality. 2 queries."""
    code = canonical(municipality_code)
    return evidence(realm_of(code), code)


@one_look()
def read_ahead(municipality_code: str) -> Evidence:
    """Read and compute what the pages of a municipality rest on; nothing when it was done before.

    The answer says for which deliveries that was. At most 15 queries.
    """
    found = figures_of(municipality_code)
    overview.picture(found, geography(found).country_name)
    different = {(item.family, item.denominator): item for item in definitions()}
    for level in OWN_LEVELS:
        outlines(found, level, None)
        for definition in different.values():
            parts.areas(found, definition, level)
    for family in MEASURES:
        for level in (COUNTRY, *OWN_LEVELS):
            found.counts(family, level, MONTH)
    found.classes()
    return found
