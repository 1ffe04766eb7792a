"""The SQL of reading a delivery: from text to cells, series and runs. Pure text, no engine.

Stages. `raw`: the columns of the file as text, one row per row. `map_*`: what each distinct key
means. `cells`: one row per value, with small integer keys and a state. `series`: per measure,
type, area and state which periods were observed, as bits. `runs`: the same as unbroken runs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from regie.evidence.formats.rules import BLANKS, SIGNS, State

WORD = 60
UNREADABLE = 99


def name(identifier: str) -> str:
    """An identifier that is safe in SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str | Path) -> str:
    """A text literal that is safe in SQL."""
    return "'" + str(value).replace("'", "''") + "'"


def select(columns: Sequence[str], tables: str, rest: str = "") -> str:
    """One query, put together from its parts."""
    return " ".join(("SELECT", ", ".join(columns), "FROM", tables, rest)).strip()


def create(table: str, query: str) -> str:
    """Make or replace a table from a query."""
    return " ".join(("CREATE OR REPLACE TABLE", table, "AS", query))


@dataclass(frozen=True)
class Source:
    """How the engine must read the file. `columns` are all columns of the file, in order."""

    form: str
    path: Path
    columns: tuple[str, ...]
    delimiter: str = ";"
    header_line: int = 1


@dataclass(frozen=True)
class Figure:
    """One column of figures: which column, which measure id, and what an empty cell means.

    `whole` says that it counts; a point or comma before three digits then is no decimal mark.
    """

    column: str
    measure: int
    empty: State
    whole: bool = False


@dataclass(frozen=True)
class Roles:
    """Which column of the file plays which part; "" when the file does not have it."""

    category: str
    area: str
    period: str
    measure_code: str = ""
    attribute: str = ""
    by_row: bool = False


def reader(source: Source, kinds: Mapping[str, str] | None = None) -> str:
    """The table function that reads the file, with every value as text unless `kinds` says."""
    path = text(source.path)
    if source.form == "parquet":
        return f"read_parquet({path})"
    if source.form == "json":
        fields = ", ".join(f"{text(column)}: 'VARCHAR'" for column in source.columns)
        return f"read_json({path}, format='array', columns={{{fields}}})"
    given = kinds or {}
    fields = ", ".join(f"{text(c)}: {text(given.get(c, 'VARCHAR'))}" for c in source.columns)
    return (
        f"read_csv({path}, delim={text(source.delimiter)}, quote='\"', escape='\"', header=true, "
        f"skip={source.header_line - 1}, auto_detect=false, columns={{{fields}}})"
    )


def load(source: Source, columns: Sequence[str], filters: Mapping[str, str]) -> str:
    """Create `raw` with only the columns that are needed, and the rows that pass the filters."""
    picks = [f"CAST({name(column)} AS VARCHAR) AS {name(column)}" for column in columns]
    tests = [
        f"trim(CAST({name(column)} AS VARCHAR)) = {text(value)}"
        for column, value in filters.items()
    ]
    return create(
        "raw", select(picks, reader(source), f"WHERE {' AND '.join(tests)}" if tests else "")
    )


def distinct(column: str) -> str:
    """The different texts of a column with how often each occurs, in order of appearance."""
    columns = (f"{_key(column)} AS key", "count(*)", "min(rowid) AS first")
    return select(columns, "raw", "GROUP BY 1 ORDER BY first")


def rows_of(column: str, context: str) -> str:
    """Every row with its name and what stands beside it, for files in which a row is an area."""
    return select(("rowid", _key(column), _key(context)), "raw", "ORDER BY rowid")


def pairs(column: str, other: str) -> str:
    """Each different text of a column with the text that stands beside it."""
    return select((_key(column), f"min({_key(other)})"), "raw", "GROUP BY 1")


def _key(column: str) -> str:
    if not column:
        return "''"
    return f"coalesce(trim({name(column)}), '')"


def year_rows(category: str, period: str, value: str) -> str:
    """Tell the year from January in a series of dates: both are written as 1 January.

    Where a type has two values on 1 January and the last is the sum of the first and the other
    months, the last one is the year.
    """
    january = "FILTER (day LIKE '%-01-01')"
    parts = select(
        (
            "rowid AS row",
            f"{_key(category)} AS type",
            f"left({_key(period)}, 4) AS year",
            f"{_key(period)} AS day",
            f"TRY_CAST({name(value)} AS DOUBLE) AS value",
        ),
        "raw",
    )
    found = select(
        ("max(row) AS row", "year"),
        f"({parts})",
        f"GROUP BY type, year HAVING count(*) {january} = 2 "
        f"AND sum(value) = 2 * max(value) {january}",
    )
    update = ("UPDATE raw SET", name(period), "= year FROM", f"({found}) found")
    return " ".join((*update, "WHERE raw.rowid = found.row"))


# --- cells ---------------------------------------------------------------------------------------


def _number(decimal: str) -> str:
    return (
        r"[+-]?[0-9]+(,[0-9]+)?" if decimal == "," else r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
    )


# One pattern per state: a long list after IN becomes a table of its own in the engine, per column.
_SIGNS = [
    (state, text("|".join(re.escape(sign) for sign, meant in SIGNS.items() if meant is state)))
    for state in sorted(set(SIGNS.values()))
]


def state_of(column: str, empty: str, decimal: str, *, whole: bool = False) -> str:
    """The state a text stands for, as a number; the same rules as `rules.parse_cell`.

    In a count 1.000 may be one or a thousand: Regie does not guess.
    """
    bare = f"trim(coalesce({column}, ''))"
    blanks = ", ".join(text(blank) for blank in sorted(BLANKS))
    signs = " ".join(
        f"WHEN regexp_full_match(lower({bare}), {pattern}) THEN {int(state)}"
        for state, pattern in _SIGNS
    )
    number = f"regexp_full_match({bare}, {text(_number(decimal))})"
    if whole:
        ends = f"({bare} LIKE '%.___' OR {bare} LIKE '%,___')"
        number += (
            f" AND NOT ({ends} AND regexp_full_match({bare}, '[0-9]{{1,3}}([.,][0-9]{{3}})+'))"
        )
    return (
        f"CASE WHEN {number} THEN {int(State.VALUE)} "
        f"WHEN lower({bare}) IN ({blanks}) THEN {empty} {signs} ELSE {UNREADABLE} END"
    )


def value_of(column: str, decimal: str) -> str:
    """The number in a text, or 0 for a text that stands for zero."""
    bare = f"trim({column})"
    plain = f"replace({bare}, ',', '.')" if decimal == "," else bare
    return f"coalesce(TRY_CAST({plain} AS DOUBLE), 0)"


def cells(roles: Roles, figures: Sequence[Figure], decimal: str) -> str:
    """Create `cells`: integer keys, state and value. Rows with an unknown key are left out.

    Hidden is decided here: a type that is not published below the municipality has no value
    there, whatever the file says. Texts are read before the joins, where the engine still holds
    each different text once.
    """
    hides = "(c.hidden AND a.local)"
    state = (
        "CASE WHEN r.state = -1 THEN m.empty ELSE r.state END" if roles.measure_code else "r.state"
    )
    columns = (
        f"{'m.id' if roles.measure_code else 'r.measure'}::USMALLINT AS measure",
        "c.id::USMALLINT AS category",
        "a.id::USMALLINT AS area",
        "p.id::USMALLINT AS period",
        f"(CASE WHEN {hides} THEN {int(State.HIDDEN)} ELSE {state} END)::UTINYINT AS state",
        f"CASE WHEN {hides} THEN 0 ELSE r.value END AS value",
        "r.row AS line",
    )
    joins = [
        f"({_observations(roles, figures, decimal)}) r",
        "map_area a ON a.key = r.area",
        "map_category c ON c.key = r.category",
        "map_period p ON p.key = r.period",
    ]
    joins += ["map_measure m ON m.key = r.code"] if roles.measure_code else []
    return create("cells", select(columns, " JOIN ".join(joins)))


def _observations(roles: Roles, figures: Sequence[Figure], decimal: str) -> str:
    area = "rowid::VARCHAR" if roles.by_row else _key(roles.area)
    keys = [
        f"{area} AS area",
        f"{_key(roles.category)} AS category",
        f"{_key(roles.period)} AS period",
        "rowid AS row",
    ]
    keys += [f"{_key(roles.measure_code)} AS code"] if roles.measure_code else []
    parts = []
    for figure in figures[:1] if roles.measure_code else figures:
        cell = _text_of(figure, roles)
        empty = "-1" if roles.measure_code else str(int(figure.empty))
        columns = [
            *keys,
            f"{state_of(cell, empty, decimal, whole=figure.whole)} AS state",
            f"{value_of(cell, decimal)} AS value",
            f"{figure.measure} AS measure",
        ]
        parts.append(select(columns, "raw"))
    return " UNION ALL ".join(parts)


def _text_of(figure: Figure, roles: Roles) -> str:
    """The text of a value; in OData v4 a word beside it says why there is none."""
    if not roles.attribute:
        return name(figure.column)
    attribute = f"lower(coalesce({name(roles.attribute)}, 'none'))"
    return (
        f"CASE WHEN {attribute} = 'none' THEN {name(figure.column)} "
        f"WHEN {attribute} = 'impossible' THEN '(impossible)' "
        f"WHEN {attribute} IN ('confidential', 'secret') THEN 'x' ELSE '.' END"
    )


# --- series and runs -----------------------------------------------------------------------------


def words(periods: int) -> int:
    """How many words of bits are needed for so many periods."""
    return max(1, -(-periods // WORD))


def bits(position: int, count: int) -> tuple[int, ...]:
    """The bit of one period, spread over `count` words."""
    return tuple(1 << (position % WORD) if position // WORD == w else 0 for w in range(count))


def series(count: int) -> str:
    """Create `series`: per measure, type, area and state the observed periods as bits."""
    columns = ["measure", "category", "area", "state", "count(*) AS n"]
    columns += ["min(period) AS first", "max(period) AS last"]
    columns += [f"bit_or(p.w{w}) AS w{w}" for w in range(count)]
    tables = "cells JOIN period_bits p ON p.id = period"
    return create("series", select(columns, tables, "GROUP BY measure, category, area, state"))


def repeated(count: int) -> str:
    """Create `repeated`: series in which some period occurs more than once, over all states."""
    columns = [*KEYS, "sum(n) AS n", *(f"bit_or(w{w}) AS w{w}" for w in range(count))]
    total = " + ".join(f"bit_count(w{w})::INTEGER" for w in range(count))
    summed = select(columns, "series", "GROUP BY measure, category, area")
    return create("repeated", select(KEYS, f"({summed})", f"WHERE n > {total}"))


KEYS = ("measure", "category", "area")
_REPEATED_CELLS = "cells SEMI JOIN repeated USING (measure, category, area)"
_DIMENSIONS = (
    "JOIN dim_category k ON k.id = category JOIN dim_area a ON a.id = area "
    "JOIN dim_measure m ON m.id = measure"
)


def conflicts() -> str:
    """Keys that occur more than once with different values: the first few, and how many."""
    columns = ("k.code", "a.code", "p.code", "min(line)", "max(line)", "count(*) OVER ()")
    tables = f"{_REPEATED_CELLS} {_DIMENSIONS} JOIN dim_period p ON p.id = period"
    rest = "HAVING count(DISTINCT (state, value)) > 1 ORDER BY 4 LIMIT 5"
    return select(columns, tables, f"GROUP BY measure, k.code, a.code, p.code {rest}")


REPEATED_ROWS = select(
    ("count(*) - count(DISTINCT (measure, category, area, period))",), _REPEATED_CELLS
)
DROP_REPEATS = create(
    "cells",
    select(
        ("measure", "category", "area", "period", "state", "value", "min(line) AS line"),
        "cells",
        "GROUP BY ALL",
    ),
)


def runs() -> str:
    """Create `runs`: unbroken stretches of periods with one state."""
    keys = (*KEYS, "state")
    unbroken = select((*keys, "first", "last"), "series", "WHERE n = last - first + 1")
    listed = ", ".join(keys)
    broken = select(keys, "series", "WHERE n <> last - first + 1")
    number = f"row_number() OVER (PARTITION BY {listed} ORDER BY period)"
    islands = select(
        (*keys, "period", f"period - {number} AS island"),
        f"cells SEMI JOIN ({broken}) b USING ({listed})",
    )
    pieces = select(
        (*keys, "min(period) AS first", "max(period) AS last"),
        f"({islands})",
        f"GROUP BY {listed}, island",
    )
    return create("runs", f"{unbroken} UNION ALL {pieces}")


# --- writing -------------------------------------------------------------------------------------

ROW_GROUP = 20_000
_LOCAL = "a.local"


def names_as_enum(table: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Keep the names of a small table as numbers with names: they sort and join like numbers,
    and Parquet writes each different name once."""
    statements = []
    for column in columns:
        kind = f"{table}_{column}_kind"
        names = select((f"DISTINCT {column}",), table, f"ORDER BY {column}")
        statements.append(f"CREATE TYPE {kind} AS ENUM ({names})")
        statements.append(f"ALTER TABLE {table} ALTER {column} TYPE {kind}")
    return tuple(statements)


def _copy(query: str, target: Path) -> str:
    options = f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    return " ".join(("COPY", f"({query})", "TO", text(target), options))


_NAMED = (
    "m.code AS measure",
    "k.code AS category",
    "a.code AS area",
    "a.level AS level",
    "a.municipality AS municipality",
)


def write_cells(target: Path, *, local: bool) -> str:
    """Write the observed values that are not zero, in the order in which they are asked for."""
    columns = (*_NAMED, "p.code AS period", "c.state AS state", "c.value AS value")
    carries = f"c.state IN ({int(State.VALUE)}, {int(State.ESTIMATED)}) AND c.value <> 0"
    where = f"WHERE {carries} AND {_LOCAL if local else f'NOT {_LOCAL}'}"
    order = f"ORDER BY a.rank, c.measure, {_one_number('c.area', 'c.category', 'c.period')}"
    if not local:
        order = "ORDER BY c.measure, c.category, c.area, c.period"
    tables = f"cells c {_DIMENSIONS} JOIN dim_period p ON p.id = c.period"
    return _copy(select(columns, tables, f"{where} {order}"), target)


def _one_number(*ids: str) -> str:
    """Up to four ids of two bytes as one number: sorting by one is faster than by several."""
    shifted = (f"({key}::UBIGINT << {16 * i})" for i, key in enumerate(reversed(ids)))
    return " | ".join(shifted)


def write_observed(target: Path, *, local: bool) -> str:
    """Write what was observed at all: zero is not missing."""
    columns = (*_NAMED, "p.code AS first", "q.code AS last", "r.state AS state")
    where = f"WHERE {_LOCAL if local else f'NOT {_LOCAL}'}"
    order = "ORDER BY a.rank, r.measure, r.area, r.category, r.first"
    if not local:
        order = "ORDER BY r.measure, r.category, r.area, r.first"
    periods = "JOIN dim_period p ON p.id = r.first JOIN dim_period q ON q.id = r.last"
    return _copy(select(columns, f"runs r {_DIMENSIONS} {periods}", f"{where} {order}"), target)
