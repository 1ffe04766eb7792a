"""Money and people on paper: per year, with a total, and the safety region apart."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from regie.planning.plan_papers import words
from regie.planning.plan_papers.shape import Means
from regie.ui.formats import NO_VALUE
from regie.ui.paper import Block, Table, table

Names = Mapping[int, str]
Key = tuple[str, int | None, bool, str]


def tables(items: Sequence[Means], names: Names) -> Iterator[Block]:
    """Money, people, and the contribution to the safety region, each in a table of its own.

    `names` are the priorities by their pk; what is for the whole plan says so.
    """
    own = [item for item in items if not item.region]
    region = [item for item in items if item.region]
    yield from _table(_("Geld per jaar"), own, names, _money, words.euro)
    yield from _table(_("Mensen per jaar, in fte"), own, names, _people, words.amount)
    title = _("Bijdrage aan de veiligheidsregio: hierop kan de gemeente weinig sturen")
    yield from _table(title, region, names, _money, words.euro)


def of_priority(items: Sequence[Means], names: Names) -> Iterator[Block]:
    """The same for one priority, without the region."""
    own = [item for item in items if not item.region]
    yield from _table(_("Geld voor deze prioriteit"), own, names, _money, words.euro)
    yield from _table(_("Mensen voor deze prioriteit, in fte"), own, names, _people, words.amount)


def totals(items: Sequence[Means], *, region: bool) -> dict[int, Decimal]:
    """Euros per year, of the plan itself or of the contribution to the region."""
    found: dict[int, Decimal] = {}
    for item in items:
        if item.region == region and item.amount is not None:
            found[item.year] = found.get(item.year, Decimal(0)) + item.amount
    return dict(sorted(found.items()))


def _money(item: Means) -> Decimal | None:
    return item.amount


def _people(item: Means) -> Decimal | None:
    return item.fte


def _table(
    caption: str,
    items: Sequence[Means],
    names: Names,
    value: Callable[[Means], Decimal | None],
    written: Callable[[Decimal], str],
) -> Iterator[Table]:
    lines = _lines(items, value)
    if not lines:
        return
    years = sorted({year for per_year in lines.values() for year in per_year})
    head = [_("Waarvoor"), *map(str, years), _("Soort"), _("Dekking")]
    rows = [
        [key[0], *_cells(line, years, written), _kind(key[2]), key[3] or NO_VALUE]
        for key, line in lines.items()
    ]
    if len(lines) > 1:
        rows.append([_("Samen"), *_cells(_sums(lines.values()), years, written), "", ""])
    first = 1
    if len({key[1] for key in lines}) > 1:  # for several priorities: say for which
        first = 2
        whose = [_priority(key[1], names) for key in lines]
        for row, name in zip((head, *rows), (_("Prioriteit"), *whose, ""), strict=False):
            row.insert(1, name)
    yield table(caption, head, rows, numeric=range(first, first + len(years)))


def _sums(lines: Iterable[Mapping[int, Decimal]]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for line in lines:
        for year, value in line.items():
            found[year] = found.get(year, Decimal(0)) + value
    return found


def _lines(
    items: Sequence[Means], value: Callable[[Means], Decimal | None]
) -> dict[Key, dict[int, Decimal]]:
    """Values per year of what is for the same, from the same."""
    found: dict[Key, dict[int, Decimal]] = {}
    for item in items:
        known = value(item)
        if known is not None:
            line = found.setdefault((item.what, item.priority, item.structural, item.cover), {})
            line[item.year] = line.get(item.year, Decimal(0)) + known
    return found


def _cells(
    line: Mapping[int, Decimal], years: Sequence[int], written: Callable[[Decimal], str]
) -> list[str]:
    return [written(line[year]) if year in line else NO_VALUE for year in years]


def _priority(pk: int | None, names: Names) -> str:
    return names.get(pk, "") if pk is not None else _("hele plan")


def _kind(lasting: bool) -> str:
    return _("structureel") if lasting else _("incidenteel")
