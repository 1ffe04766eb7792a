"""The trajectory of an objective: its picture, the same as a table, and in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from regie.planning.courses.ahead import Ahead, Spread, fan_of
from regie.planning.critiques.facts import Facts, Known
from regie.planning.critiques.quoted import value
from regie.planning.critiques.words import shown
from regie.ui.charts import BreakMark, Line, Point, TrendChart
from regie.ui.tables import Cell, Column, Row, Table


def chart_of(facts: Facts, found: Ahead, conclusion: str) -> TrendChart:
    """The past with its margins, the way to the target, and what comes when nothing changes."""
    fan = fan_of(facts)
    years = {item.year for item in found.past} | {item.year for item in fan}
    own = tuple(
        Point(_period(k.year), k.value, low=k.low, high=k.high, provisional=k.provisional)
        for k in found.past
    )
    lines = [Line(facts.area_name or _("gemeten"), own, "own")]
    way = _way(facts, found, years)
    if way:
        points = tuple(Point(_period(year), amount) for year, amount in way)
        lines.append(Line(_("nodig voor het doel"), points, "reference"))
    if fan:
        lines.append(Line(_("als er niets verandert"), _points(found, fan), "other"))
    first = found.past[0].year
    breaks = tuple(
        BreakMark(_period(item.year), _("andere telling"))
        for item in facts.breaks
        if item.year > first
    )
    return TrendChart(
        title=facts.statement or facts.name,
        description=alternative(facts, found, conclusion),
        unit=facts.unit,
        lines=tuple(lines),
        breaks=breaks,
        decimals=facts.decimals,
    )


def _period(year: int) -> str:
    return f"{year}JJ00"


def _way(facts: Facts, found: Ahead, years: set[int]) -> tuple[tuple[int, float], ...]:
    """The path; of a survey only in years that are asked, and where it begins and ends."""
    if facts.measured != "survey" or not found.path:
        return found.path
    ends = {found.path[0][0], found.path[-1][0]}
    return tuple((year, amount) for year, amount in found.path if year in years | ends)


def _points(found: Ahead, fan: Sequence[Spread]) -> tuple[Point, ...]:
    """The fan, joined to the value that is judged."""
    here = found.judged
    start = [_joint(here)] if here is not None else []
    ahead_ = [Point(_period(s.year), s.middle, low=s.low, high=s.high) for s in fan]
    return (*start, *ahead_)


def _joint(here: Known) -> Point:
    """Where the fan opens: the value that is judged, of which nothing is unsure yet."""
    return Point(_period(here.year), here.value, low=here.value, high=here.value)


def alternative(facts: Facts, found: Ahead, conclusion: str) -> str:
    """The picture in words for who cannot see it."""
    first, last = found.past[0], found.past[-1]
    parts = [
        _("Van %(first)s in %(begin)s naar %(last)s in %(end)s.")
        % {
            "first": shown(value(facts, first.value or 0.0, unit=False)),
            "begin": first.year,
            "last": shown(value(facts, last.value or 0.0)),
            "end": last.year,
        }
    ]
    fan = fan_of(facts)
    if fan:
        parts.append(
            _(
                "Als er niets verandert, ligt het in %(year)s in acht van de tien gevallen "
                "tussen %(low)s en %(high)s."
            )
            % {
                "year": fan[-1].year,
                "low": shown(value(facts, fan[-1].low, unit=False)),
                "high": shown(value(facts, fan[-1].high, unit=False)),
            }
        )
    return " ".join([*parts, conclusion])


def table_of(facts: Facts, found: Ahead) -> Table:
    """The same figures: per year what was measured, what is needed and what can come."""
    past = {item.year: item for item in found.past}
    way, fan = dict(found.path), {item.year: item for item in fan_of(facts)}
    rows = tuple(
        Row(
            (
                str(year),
                _measured(facts, past.get(year)),
                _needed(facts, way, year),
                _comes(facts, fan.get(year)),
            )
        )
        for year in sorted({*past, *way, *fan})
    )
    columns = (
        Column(_("Jaar")),
        Column(_("Gemeten"), numeric=True, hint=_("met marge van 95%")),
        Column(_("Nodig voor het doel"), numeric=True),
        Column(
            _("Als er niets verandert"), numeric=True, hint=_("acht van de tien keer hiertussen")
        ),
    )
    return Table(facts.statement or facts.name, columns, rows)


def number_of(facts: Facts, amount: float) -> str:
    """A value without its unit, in the language that is active."""
    return shown(value(facts, amount, unit=False))


def _between(facts: Facts, low: float, high: float) -> str:
    return _("%(low)s tot %(high)s") % {
        "low": number_of(facts, low),
        "high": number_of(facts, high),
    }


def _measured(facts: Facts, item: Known | None) -> Cell:
    if item is None or item.value is None:
        return Cell("–")
    sub = (
        _between(facts, item.low, item.high)
        if item.low is not None and item.high is not None
        else ""
    )
    return Cell(
        number_of(facts, item.value), sub=sub, badge=_("voorlopig") if item.provisional else ""
    )


def _needed(facts: Facts, way: dict[int, float], year: int) -> str:
    return number_of(facts, way[year]) if year in way else "–"


def _comes(facts: Facts, item: Spread | None) -> str:
    return _between(facts, item.low, item.high) if item else "–"
