"""What stands on the pages of the logic, and of money and people."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.planning.plan_desk import overview
from regie.planning.plan_desk.overview import Page, to
from regie.planning.plans import queries, rules
from regie.planning.plans.models import Logic, Means, SafetyPlan
from regie.planning.proposals.models import Priority
from regie.ui.formats import number
from regie.ui.tables import Cell, Column, Row, Table

FEW = 6
"""So many lines of logic for one priority are still main lines."""


def logic_page(membership: Membership, plan: SafetyPlan) -> Page:
    """The lines of the logic per priority. 2 queries."""
    rows = overview.logic_by_priority(queries.logic_of(plan))
    return overview.about(membership, plan) | {
        "blocks": [
            {
                "priority": str(each),
                "anchor": f"p{each.pk}",
                "rows": [_line(row, place) for place, row in enumerate(rows.get(each.pk, ()))],
                "many": len(rows.get(each.pk, ())) > FEW,
            }
            for each in queries.priorities_of(plan)
        ],
    }


def _line(row: Logic, place: int) -> dict[str, Any]:
    return {"row": row, "first": place == 0}


def means_page(membership: Membership, plan: SafetyPlan) -> Page:
    """Money and people: the table, the sums and every line. 2 queries."""
    rows = sorted(queries.means_of(plan), key=_place)
    sums = queries.sums_of(rows)
    return overview.about(membership, plan) | {
        "rows": _means_rows([row for row in rows if not row.region], plan),
        "region": _means_rows([row for row in rows if row.region], plan),
        "table": means_table(rows) if rows else None,
        "tiles": _tiles(sums),
        "without": _without(queries.priorities_of(plan), rows),
    }


def _place(row: Means) -> tuple[int, str, int]:
    """Lines of one priority together, the years of one purpose after each other."""
    return (row.priority.position if row.priority else 10_000, row.what, row.year)


def _means_rows(rows: Sequence[Means], plan: SafetyPlan) -> list[Page]:
    """The lines; years after each other in which nothing changes are one line."""
    return [_means_row(list(same), plan) for _key, same in groupby(rows, key=_same)]


def _same(row: Means) -> tuple[object, ...]:
    """What is equal in every year of one line."""
    return (row.priority_id, row.what, row.amount, row.fte, row.structural, row.cover)


def _years(rows: Sequence[Means]) -> str:
    first, last = rows[0].year, rows[-1].year
    if len(rows) > 2 and last - first == len(rows) - 1:
        return f"{first}–{last}"
    return ", ".join(str(row.year) for row in rows)


def _means_row(rows: Sequence[Means], plan: SafetyPlan) -> Page:
    row = rows[0]
    return {
        "row": row,
        "each": [
            {
                "pk": one.pk,
                "year": str(one.year),
                "url": to("means_line", plan.municipality, pk=one.pk),
            }
            for one in rows
        ],
        "year": _years(rows),
        "of": str(row.priority) if row.priority else _("Het plan als geheel"),
        "euro": euro(row.amount),
        "fte": number(row.fte, 2) if row.fte is not None else "",
        "kind": _("structureel") if row.structural else _("incidenteel"),
    }


def _without(priorities: Sequence[Priority], rows: Iterable[Means]) -> list[Priority]:
    known = {row.priority_id for row in rows}
    return [each for each in priorities if each.pk not in known]


def _tiles(sums: rules.Sums) -> list[dict[str, str]]:
    own, region = sums.steerable, sums.contribution
    return [
        {"label": _("Beïnvloedbaar budget"), "value": euro(own.euro)},
        {"label": _("Daarvan structureel"), "value": euro(own.structural)},
        {"label": _("Daarvan incidenteel"), "value": euro(own.incidental)},
        {"label": _("Bijdrage aan de veiligheidsregio"), "value": euro(region.euro)},
    ]


def euro(value: object) -> str:
    """An amount in whole euros; "" for none."""
    return "" if value is None else _("€ %(euro)s") % {"euro": number(value)}


def means_table(rows: Sequence[Means]) -> Table:
    """Money and people per priority and year, with the safety region apart. No queries."""
    sums = queries.sums_of(rows)
    names = {row.priority_id: str(row.priority) for row in sorted(rows, key=_place) if row.priority}
    order = [*names, None]
    shown = [pk for pk in order if pk in sums.rows]
    body = [
        _row(
            names.get(pk or 0, _("Het plan als geheel")),
            [sums.cells.get((pk, year)) for year in sums.years],
            sums.rows[pk],
        )
        for pk in shown
    ]
    columns = [sums.columns.get(year) for year in sums.years]
    total = [
        _row(_("Beïnvloedbaar budget"), columns, sums.steerable, own=True),
        _euros(_("waarvan structureel"), columns, sums.steerable, "structural"),
        _euros(_("waarvan incidenteel"), columns, sums.steerable, "incidental"),
    ]
    region = _row(
        _("Bijdrage aan de veiligheidsregio"),
        [sums.region.get(year) for year in sums.years],
        sums.contribution,
    )
    return Table(
        caption=_("Geld en mensen per prioriteit en jaar"),
        columns=(
            Column(_("Prioriteit")),
            *(Column(str(year), numeric=True) for year in sums.years),
            Column(_("Samen"), numeric=True),
        ),
        rows=(*body, *total, *([region] if sums.region else [])),
    )


def _row(
    name: str, found: Sequence[rules.Sum | None], total: rules.Sum, *, own: bool = False
) -> Row:
    together = euro(total.euro) if total.euro else "–"
    return Row((name, *(_cell(each) for each in found), together), current=own)


def _euros(name: str, found: Sequence[rules.Sum | None], total: rules.Sum, part: str) -> Row:
    """A part of the euros above it, per year and together."""
    values = [getattr(each, part) if each else rules.ZERO for each in (*found, total)]
    return Row((name, *(euro(value) if value else "–" for value in values)))


def _cell(found: rules.Sum | None) -> Cell:
    """Euros with the people below; people alone when there is no money. People of several years
    are never added up."""
    if found is None:
        return Cell("–")
    people = _("%(fte)s fte") % {"fte": number(found.fte, 1)} if found.fte else ""
    return Cell(euro(found.euro), sub=people) if found.euro else Cell(people or euro(rules.ZERO))
