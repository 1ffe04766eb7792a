"""The SQL of the checks on a staged delivery. Pure text, no engine.

Whatever gives more than one row says in which order: what a report lists is kept with the
delivery, and an engine with several threads gives groups in another order every time.
"""

from collections.abc import Sequence

from regie.evidence.formats.rules import State
from regie.evidence.warehouse.staging import UNREADABLE, name, select

_VALUE = int(State.VALUE)
_BY_AREA = "JOIN dim_area a ON a.id = area"
_UNPLACED = "CASE WHEN a.level = 'unplaced' THEN 'unplaced_' || left(a.code, 2) ELSE a.level END"


def observed() -> str:
    """Per level and state: how many cells."""
    tables = f"series {_BY_AREA}"
    return select(("a.level::VARCHAR", "state", "sum(n)"), tables, "GROUP BY ALL ORDER BY 1, 2")


def sums(measure: int) -> str:
    """Per level, type and period: the sum of one measure. "Place unknown" per kind of code.

    Added up by number first; the few outcomes get their names afterwards.
    """
    named = select(
        ("id", f"dense_rank() OVER (ORDER BY {_UNPLACED}) AS nr", f"{_UNPLACED} AS level"),
        "dim_area a",
    )
    where = f"WHERE state = {_VALUE} AND measure = {measure}"
    numbered = select(
        ("l.nr", "category", "period", "sum(value) AS value"),
        f"cells JOIN ({named}) l ON l.id = area",
        f"{where} GROUP BY 1, 2, 3",
    )
    tables = (
        f"({numbered}) s JOIN ({select(('DISTINCT nr', 'level'), f'({named})')}) l USING (nr) "
        "JOIN dim_category k ON k.id = s.category JOIN dim_period p ON p.id = s.period"
    )
    columns = ("l.level::VARCHAR", "k.code::VARCHAR", "p.code::VARCHAR", "s.value")
    return select(columns, tables, "ORDER BY 1, 2, 3")


def vanished(measure: int, last: int, before: Sequence[int], mean: float, least: float) -> str:
    """Series that are exactly 0 in period `last` and were clearly not in the periods `before`."""
    earlier = [f"max(value) FILTER (period = {period}) AS v{i}" for i, period in enumerate(before)]
    periods = ", ".join(str(period) for period in (last, *before))
    inner = select(
        ("category", "area", f"max(value) FILTER (period = {last}) AS now", *earlier),
        "cells",
        f"WHERE measure = {measure} AND state = {_VALUE} AND period IN ({periods}) "
        "GROUP BY category, area",
    )
    names = [f"v{i}" for i in range(len(before))]
    tests = ["now = 0", *(f"{each} >= {least}" for each in names)]
    tests.append(f"({' + '.join(names)}) / {len(names)} >= {mean}")
    tests.append("a.level <> 'unplaced'")
    columns = (
        "a.code::VARCHAR",
        "k.code::VARCHAR",
        f"({' + '.join(names)}) / {len(names)} AS usual",
        "count(*) OVER ()",
    )
    tables = f"({inner}) s {_BY_AREA} JOIN dim_category k ON k.id = category"
    order = "ORDER BY usual DESC, 2, 1 LIMIT 50"
    return select(columns, tables, f"WHERE {' AND '.join(tests)} {order}")


def empty_measures() -> str:
    """Measures without a single value in the file."""
    had = select(("DISTINCT measure",), "series", f"WHERE state = {_VALUE}")
    return select(("code::VARCHAR",), "dim_measure", f"WHERE id NOT IN ({had}) ORDER BY id")


def small(measure: int, limit: int) -> str:
    """How many neighbourhoods have no inhabitants, and how many fewer than `limit`."""
    columns = ("count(*) FILTER (value = 0)", f"count(*) FILTER (value < {limit})", "count(*)")
    where = f"WHERE measure = {measure} AND state = {_VALUE} AND a.level = 'neighbourhood'"
    return select(columns, f"cells {_BY_AREA}", where)


def wrong_counts(whole: Sequence[int]) -> str:
    """The first rows of counts below zero or with a fraction; counts are whole."""
    ids = ", ".join(str(i) for i in whole) or "-1"
    wrong = f"state = {int(State.VALUE)} AND (value < 0 OR value <> floor(value))"
    rest = f"WHERE {wrong} AND measure IN ({ids}) ORDER BY line LIMIT 5"
    return select(("line", "value", "count(*) OVER ()"), "cells", rest)


def silent(categories: Sequence[int]) -> str:
    """Which of these categories have values and not one that is not zero."""
    ids = ", ".join(str(i) for i in categories) or "-1"
    where = f"WHERE state IN ({int(State.VALUE)}, {int(State.ESTIMATED)}) AND category IN ({ids})"
    return select(
        ("category",), "cells", f"{where} GROUP BY category HAVING max(value) = 0 ORDER BY 1"
    )


def hide(categories: Sequence[int], table: str = "cells") -> str:
    """Take the values of these categories away on every level."""
    ids = ", ".join(str(i) for i in categories) or "-1"
    update = ("UPDATE", table, "SET state =", str(int(State.HIDDEN)))
    return " ".join((*update, f"WHERE state = {int(State.VALUE)} AND category IN ({ids})"))


UNREADABLE_ROWS = select(
    ("line", "measure", "count(*) OVER ()"),
    "cells",
    f"WHERE state = {UNREADABLE} ORDER BY line, measure LIMIT 5",
)


def text_at(column: str, row: int) -> str:
    """What one cell of the file says."""
    return select((f"coalesce(trim({name(column)}), '')",), "raw", f"WHERE rowid = {row}")


def used_rows(*, long: bool) -> str:
    """How many rows of the file became cells."""
    return select(("count(*)",), "cells", "" if long else "WHERE measure = 0")
