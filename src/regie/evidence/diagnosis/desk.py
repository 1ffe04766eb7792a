"""What the builder of any page needs at hand."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from regie.evidence.appraisal.rules import Assessment
from regie.evidence.diagnosis.links import Links
from regie.evidence.indicators.cube import Evidence
from regie.evidence.indicators.geography import Geography, geography
from regie.evidence.wording import words


@dataclass(frozen=True)
class Desk:
    """The figures, the names of areas, the links, the municipality's own names and the verdicts.

    Without verdicts pages compare rates with the country by their intervals.
    """

    found: Evidence
    places: Geography
    links: Links
    name: str
    local_names: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, Assessment] = field(default_factory=dict)

    def crumbs(self, *further: tuple[str, str]) -> list[tuple[str, str]]:
        """The path to a page under the picture."""
        return [(_("Veiligheidsbeeld"), self.links.picture()), *further]

    @property
    def country(self) -> str:
        """The name of the country in the reader's language."""
        return _(self.places.country_name)

    def label(self, code: str, dutch: str, english: str) -> str:
        """The municipality's own name of a field or theme, else the official one."""
        return self.local_names.get(code) or words.chosen(dutch, english)


def desk(
    found: Evidence,
    links: Links,
    name: str,
    local_names: dict[str, str] | None = None,
    verdicts: dict[str, Assessment] | None = None,
) -> Desk:
    """Lay everything ready for one municipality. At most 7 queries the first time, then none."""
    return Desk(found, geography(found), links, name, local_names or {}, verdicts or {})
