"""Where a page's links lead: to other pages of the site, or to files in a folder."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from django.urls import reverse


class Links(Protocol):
    """Addresses of what the picture refers to; "" where there is none. Frozen, so hashable."""

    def __hash__(self) -> int:
        """What is drawn with some links is remembered under them."""

    def picture(self) -> str:
        """The schema of the five fields."""

    def field(self, slug: str) -> str:
        """One safety field."""

    def indicator(self, slug: str, area: str = "", **more: str) -> str:
        """One indicator, of the municipality or of an area in it."""

    def area(self, code: str) -> str:
        """One area."""

    def changes(self) -> str:
        """What changed in the areas."""

    def table(self, slug: str, area: str = "") -> str:
        """The figures of one indicator as CSV."""

    def area_table(self, code: str) -> str:
        """The figures of one area as CSV."""

    def picture_table(self) -> str:
        """All figures of the municipality as CSV."""

    def delivery(self, number: int) -> str:
        """The delivery a figure rests on."""

    def deliveries(self) -> str:
        """All deliveries."""

    def upload(self) -> str:
        """Where a file is handed in."""

    def routes(self) -> str:
        """Why tables give different numbers for the same thing."""


@dataclass(frozen=True)
class SiteLinks:
    """Links within the site, for one municipality."""

    gemeente: str

    def picture(self) -> str:
        """The schema of the five fields."""
        return reverse("diagnosis:picture", args=[self.gemeente])

    def field(self, slug: str) -> str:
        """One safety field."""
        return reverse("diagnosis:field", args=[self.gemeente, slug])

    def indicator(self, slug: str, area: str = "", **more: str) -> str:
        """One indicator; `more` are further parameters of the address."""
        query = {"gebied": area, **more} if area else more
        return _with(reverse("diagnosis:indicator", args=[self.gemeente, slug]), query)

    def area(self, code: str) -> str:
        """One area."""
        return reverse("diagnosis:area", args=[self.gemeente, code])

    def changes(self) -> str:
        """What changed in the areas."""
        return reverse("diagnosis:changes", args=[self.gemeente])

    def table(self, slug: str, area: str = "") -> str:
        """The figures of one indicator as CSV."""
        query = {"gebied": area} if area else {}
        return _with(reverse("diagnosis:table", args=[self.gemeente, slug]), query)

    def area_table(self, code: str) -> str:
        """The figures of one area as CSV."""
        return reverse("diagnosis:area_table", args=[self.gemeente, code])

    def picture_table(self) -> str:
        """All figures of the municipality as CSV."""
        return reverse("diagnosis:picture_table", args=[self.gemeente])

    def delivery(self, number: int) -> str:
        """The delivery a figure rests on."""
        return reverse("sources:delivery", args=[self.gemeente, number])

    def deliveries(self) -> str:
        """All deliveries."""
        return reverse("sources:deliveries", args=[self.gemeente])

    def upload(self) -> str:
        """Where a file is handed in."""
        return reverse("sources:upload", args=[self.gemeente])

    def routes(self) -> str:
        """Why tables give different numbers for the same thing."""
        return reverse("data_quality:routes", args=[self.gemeente])


@dataclass(frozen=True)
class FolderLinks:
    """Links between the files of a report on disk."""

    def picture(self) -> str:
        """The first page."""
        return "index.html"

    def field(self, slug: str) -> str:
        """One safety field."""
        return f"veld-{slug}.html"

    def indicator(self, slug: str, area: str = "", **more: str) -> str:
        """One indicator; areas have no page of their own in the folder."""
        return f"indicator-{slug}.html"

    def area(self, code: str) -> str:
        """Areas have no page in the folder."""
        return ""

    def changes(self) -> str:
        """The folder has no report of changed areas."""
        return ""

    def table(self, slug: str, area: str = "") -> str:
        """All figures stand in one file."""
        return "waarden.csv"

    def area_table(self, code: str) -> str:
        """All figures stand in one file."""
        return "waarden.csv"

    def picture_table(self) -> str:
        """All figures stand in one file."""
        return "waarden.csv"

    def delivery(self, number: int) -> str:
        """The deliveries are listed in one file."""
        return "leveringen.json"

    def deliveries(self) -> str:
        """The deliveries are listed in one file."""
        return "leveringen.json"

    def upload(self) -> str:
        """Nothing can be handed in from a folder."""
        return ""

    def routes(self) -> str:
        """The folder says in words that other tables may differ."""
        return ""


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}?{urlencode(query)}" if query else address
