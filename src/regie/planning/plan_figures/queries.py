"""Reading the figures of a plan, for its pages, its texts and everything that is printed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import get_language

from regie.evidence.diagnosis.desk import Desk
from regie.foundation.organizations.models import Municipality
from regie.planning.plan_figures import making, rules
from regie.planning.plan_figures.models import PlanFigure
from regie.planning.plan_figures.rules import OwnWords, Source
from regie.planning.plans import queries as plans
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.queries import SectionView
from regie.ui import prose
from regie.ui.paper import Figure, Table, part_from


@dataclass(frozen=True)
class Kept:
    """A figure as it was taken in. `conclusion` and `source` are in the reader's language."""

    row: PlanFigure
    conclusion: str
    source: str

    @property
    def number(self) -> int:
        """What a text calls it by."""
        return self.row.number

    @property
    def code(self) -> str:
        """What stands in a text in its place."""
        return rules.code_of(self.row.number)


def rows_of(plan: SafetyPlan, *, every: bool = False) -> QuerySet[PlanFigure]:
    """The figures that count, in order; `every` also those that were replaced or taken out."""
    found = PlanFigure.objects.filter(plan=plan).select_related("taken_by")
    return found if every else found.filter(removed_at__isnull=True, replaced_by__isnull=True)


class _Figures(Mapping[int, Figure]):
    """The figures of a plan, read when the first is asked for: most texts have none."""

    def __init__(self, plan: SafetyPlan, language: str) -> None:
        self._plan, self._language = plan, language

    @cached_property
    def _rows(self) -> dict[int, PlanFigure]:
        return {row.number: row for row in rows_of(self._plan)}

    def __getitem__(self, number: int) -> Figure:
        return figure_in(self._rows[number], self._language)

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def figures_of(plan: SafetyPlan, language: str = "") -> Mapping[int, Figure]:
    """The figures of a plan by number, as they were taken in. 1 query, at the first look."""
    return _Figures(plan, language)


def tables_of(plan: SafetyPlan, language: str = "") -> Mapping[int, Table]:
    """The tables under the figures, by number. 1 query."""
    return {row.number: table_in(row, language) for row in rows_of(plan)}


def made_of(row: PlanFigure) -> making.Made:
    """A row as it was made: its drawing and table in every language, and its basis. No queries.

    The languages are in the order of the house: a database may keep them in another.
    """
    told = {
        language: making.Drawn(figure_in(row, language), table_in(row, language))
        for language in making.LANGUAGES
        if language in row.content
    }
    return making.Made(told, row.basis)


def words_in(row: PlanFigure) -> dict[str, OwnWords]:
    """The words of a row in every language. No queries."""
    return made_of(row).words


def figure_in(row: PlanFigure, language: str = "") -> Figure:
    """The drawing of a row, in a language of the screen. No queries."""
    return part_from(Figure, _told(row, language)["figure"])


def table_in(row: PlanFigure, language: str = "") -> Table:
    """The table of a row. No queries."""
    return part_from(Table, _told(row, language)["table"])


def _told(row: PlanFigure, language: str) -> Mapping[str, Any]:
    content: Mapping[str, Mapping[str, Any]] = row.content
    return content.get(language or get_language() or "nl") or content["nl"]


def figure(plan: SafetyPlan, number: int) -> PlanFigure | None:
    """The figure that counts under a number. 1 query."""
    return rows_of(plan).filter(number=number).first()


def history(plan: SafetyPlan, number: int) -> list[Kept]:
    """Every version of a figure, the newest first, without its drawing. 1 query."""
    rows = rows_of(plan, every=True).filter(number=number).select_related("replaces")
    return _kept(rows.defer("replaces__content").order_by("-version"))


def kept(plan: SafetyPlan) -> list[Kept]:
    """The figures with their words and without their drawings, in order. 1 query."""
    return _kept(rows_of(plan))


def _kept(rows: QuerySet[PlanFigure]) -> list[Kept]:
    language = get_language() if get_language() in making.LANGUAGES else making.LANGUAGES[0]
    told = f"content__{language}__figure__"
    named = rows.annotate(said=F(f"{told}caption"), origin=F(f"{told}source"))
    return [Kept(row, row.said, row.origin or "") for row in named.defer("content")]


def uses_of(plan: SafetyPlan) -> dict[int, list[SectionView]]:
    """In which parts of the plan each figure stands, by its number. 1 query."""
    found: dict[int, list[SectionView]] = {}
    for view in plans.sections_of(plan):
        for number in prose.figure_numbers(view.text):
            found.setdefault(number, []).append(view)
    return found


def standing_of(plan: SafetyPlan) -> dict[int, str]:
    """How each figure stands beside the picture of now, by its number: `rules.standing`.

    3 queries for each municipality when its figures are in memory, and 1 for each finding.
    """
    desks: dict[str, Desk] = {}
    found: dict[int, str] = {}
    for row in rows_of(plan).defer("content"):
        source = rules.source_from(row.source)
        town = party_of(plan, source)
        values = None
        if town is not None:
            if town.code not in desks:
                desks[town.code] = making.desk_of(town)
            values = making.values_of(source, town, desks[town.code])
        found[row.number] = rules.standing(row.basis, values)
    return found


def newer_of(plan: SafetyPlan) -> frozenset[int]:
    """The numbers of figures that the picture draws with other values by now."""
    told = standing_of(plan)
    return frozenset(number for number, how in told.items() if how == rules.NEWER)


def parties_of(plan: SafetyPlan) -> list[Municipality]:
    """The municipalities of a plan, the one that leads it first. 1 query."""
    rows = plan.parties.select_related("municipality")
    others = [row.municipality for row in rows if row.municipality_id != plan.municipality_id]
    return [plan.municipality, *others]


def party_of(plan: SafetyPlan, source: Source) -> Municipality | None:
    """The municipality that a figure is of; None when it does not share the plan. 1 query, none
    for a plan of one municipality."""
    if not source.party or source.party == plan.municipality.code:
        return plan.municipality
    return next((one for one in parties_of(plan) if one.code == source.party), None)


def made(plan: SafetyPlan, source: Source) -> making.Made | None:
    """The figure as the picture shows it now; None without figures. At most 13 queries."""
    town = party_of(plan, source)
    return making.made(source, town) if town is not None else None


def place_of(plan: SafetyPlan, source: Source) -> str:
    """The name of the place that a figure is of; "" for the whole municipality that leads.

    No queries when the names are in memory.
    """
    if not source.area and not source.party:
        return ""
    town = party_of(plan, source)
    if town is None:
        return source.area or source.party
    if not source.area:
        return town.name
    return making.desk_of(town).places.name(source.area)
