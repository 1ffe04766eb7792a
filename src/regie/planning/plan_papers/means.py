"""Money and people on paper: per year, with a total, and the safety region apart."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from regie.planning.plan_papers import words
from regie.planning.plan_papers.shape import Means
from regie.ui.formats import NO_VALUE
from regie.ui.paper import Block, Table, Text, table, text

Names = Mapping[int, str]


@dataclass(frozen=True)
class Spent:
    """Euros and full-time jobs of one year; None is not known."""

    amount: Decimal | None = None
    fte: Decimal | None = None

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(_sum(self.amount, other.amount), _sum(self.fte, other.fte))


@dataclass(frozen=True)
class Purpose:
    """What money and people are for, and from what they are paid."""

    what: str
    priority: int | None
    structural: bool
    cover: str


Lines = dict[Purpose, dict[int, Spent]]
Written = Callable[[Spent], Text | None]
"""The cell of a year; None when there is nothing to write."""


def tables(items: Sequence[Means], names: Names) -> Iterator[Block]:
    """Money, people, and the contribution to the safety region, each in a table of its own.

    `names` are the priorities by their pk; what is for the whole plan says so.
    """
    own = [item for item in items if not item.region]
    region = [item for item in items if item.region]
    yield from _table(_("Geld per jaar"), own, names, _money)
    yield from _table(_("Mensen per jaar, in fte"), own, names, _people)
    title = _("Bijdrage aan de veiligheidsregio: hierop kan de gemeente weinig sturen")
    yield from _table(title, region, names, _money)


def of_priority(items: Sequence[Means], names: Names) -> Iterator[Block]:
    """Money with the people under it for one priority, without the region."""
    own = [item for item in items if not item.region]
    yield from _table(_("Geld en mensen voor deze prioriteit"), own, names, _together)


def totals(items: Sequence[Means], *, region: bool) -> dict[int, Decimal]:
    """Euros per year, of the plan itself or of the contribution to the region."""
    found: dict[int, Decimal] = {}
    for item in items:
        if item.region == region and item.amount is not None:
            found[item.year] = found.get(item.year, Decimal(0)) + item.amount
    return dict(sorted(found.items()))


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    known = [value for value in (one, other) if value is not None]
    return sum(known, Decimal(0)) if known else None


# --- the cell of a year ---------------------------------------------------------------------------


def _money(spent: Spent) -> Text | None:
    return None if spent.amount is None else text(words.euro(spent.amount))


def _people(spent: Spent) -> Text | None:
    return None if spent.fte is None else text(words.amount(spent.fte))


def _together(spent: Spent) -> Text | None:
    told = [_money(spent)]
    if spent.fte is not None:
        told.append(text(_("%(n)s fte") % {"n": words.amount(spent.fte)}))
    known = [each for each in told if each]
    return text(*known[:1], *(part for each in known[1:] for part in ("\n", each))) or None


# --- the table ------------------------------------------------------------------------------------


def _table(caption: str, items: Sequence[Means], names: Names, written: Written) -> Iterator[Table]:
    lines = _lines(items, written)
    if not lines:
        return
    years = sorted({year for per_year in lines.values() for year in per_year})
    head: list[str | Text] = [_("Waarvoor"), *map(str, years), _("Dekking")]
    rows: list[list[str | Text]] = [
        [purpose.what, *_cells(line, years, written), _paid(purpose)]
        for purpose, line in lines.items()
    ]
    if len(lines) > 1:
        rows.append([_("Samen"), *_cells(_sums(lines.values()), years, written), ""])
    first = 1
    if len({purpose.priority for purpose in lines}) > 1:  # for several priorities: say for which
        first = 2
        whose = [_priority(purpose.priority, names) for purpose in lines]
        for row, name in zip((head, *rows), (_("Prioriteit"), *whose, ""), strict=False):
            row.insert(1, name)
    yield table(caption, head, rows, numeric=range(first, first + len(years)))


def _lines(items: Sequence[Means], written: Written) -> Lines:
    """Values per year of what is for the same, from the same; only what has something to write."""
    found: Lines = {}
    for item in items:
        spent = Spent(item.amount, item.fte)
        if written(spent) is not None:
            purpose = Purpose(item.what, item.priority, item.structural, item.cover)
            line = found.setdefault(purpose, {})
            line[item.year] = line.get(item.year, Spent()) + spent
    return found


def _sums(lines: Iterable[Mapping[int, Spent]]) -> dict[int, Spent]:
    found: dict[int, Spent] = {}
    for line in lines:
        for year, spent in line.items():
            found[year] = found.get(year, Spent()) + spent
    return found


def _cells(line: Mapping[int, Spent], years: Sequence[int], written: Written) -> list[str | Text]:
    return [written(line[year]) or NO_VALUE if year in line else NO_VALUE for year in years]


def _priority(pk: int | None, names: Names) -> str:
    return names.get(pk, "") if pk is not None else _("hele plan")


def _paid(purpose: Purpose) -> str:
    """From what it is paid, and whether that comes back every year."""
    kind = _("structureel") if purpose.structural else _("incidenteel")
    return f"{purpose.cover} ({kind})" if purpose.cover else kind
