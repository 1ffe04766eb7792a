"""What publishers call the dimensions of their tables. Pure."""

from functools import cache

from regie.evidence.formats.rules import stem_of_title
from regie.policy.tables import TABLES

TOPIC = "Onderwerp"
PERIODS, CRIMES, NUISANCE, MARGINS = "Perioden", "Soort misdrijf", "Soort overlast", "Marges"
SMALL_AREAS, REGIONS = "Wijken en buurten", "Regio's"
_WORDS = {
    TOPIC: ("onderwerp", "onderwerpen", "topic", "topics"),
    PERIODS: ("perioden", "periode", "jaar", "jaren", "maand", "peildatum"),
}


@cache
def _titles() -> dict[str, str]:
    """Every title and key of a dimension, in small letters, to its title."""
    found: dict[str, str] = {}
    for item in TABLES():
        for dimension in (item.category, item.area, item.period):
            if dimension:
                title = dimension.titles[0] if dimension.titles else dimension.keys[0]
                for word in (*dimension.titles, *dimension.keys):
                    found.setdefault(stem_of_title(word).casefold(), title)
    for title, words in _WORDS.items():
        found |= {stem_of_title(word).casefold(): title for word in words}
    return found


def dimension_named(text: str) -> str:
    """The usual title of a dimension that is called this; "" for anything else."""
    return _titles().get(stem_of_title(text).casefold(), "") if text else ""
