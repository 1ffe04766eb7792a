"""The SQL of reading a delivery: from text to cells, series and runs. Pure text, no engine.

Stages. `raw`: the columns of the file as text, one row per row. `map_*`: what each distinct key
means. `cells`: one row per value, with small integer keys and a state. `series`: per measure,
type, area and state which periods were observed, as bits. `runs`: the same as unbroken runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from regie.evidence.sources.rules import BLANKS, SIGNS, State

WORD = 60
UNREADABLE = 99


def name(identifier: str) -> str:
    """An identifier that is safe in SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str | Path) -> str:
    """A text literal that is safe in SQL."""
    return "'" + str(value).replace("'", "''") + "'"


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
    """One column of figures: which column, which measure id, and what an empty cell means."""

    column: str
    measure: int
    empty: State


@dataclass(frozen=True)
class Roles:
    """Which column of the file plays which part; "" when the file does not have it."""

    category: str
    area: str
    period: str
    measure_code: str = ""
    attribute: str = ""
    by_row: bool = False


def reader(source: Source) -> str:
    """The table function that reads the file with every value as text."""
    path = text(source.path)
    if source.form == "parquet":
        return f"read_parquet({path})"
    if source.form == "json":
        fields = ", ".join(f"{text(column)}: 'VARCHAR'" for column in source.columns)
        return f"read_json({path}, format='array', columns={{{fields}}})"
    fields = ", ".join(f"{text(column)}: 'VARCHAR'" for column in source.columns)
    return (
        f"read_csv({path}, delim={text(source.delimiter)}, quote='\"', escape='\"', header=true, "
        f"skip={source.header_line - 1}, auto_detect=false, columns={{{fields}}})"
    )


def load(source: Source, columns: Sequence[str], filters: Mapping[str, str]) -> str:
    """Create `raw` with only the columns that are needed, and the rows that pass the filters."""
    picks = ", ".join(f"CAST({name(column)} AS VARCHAR) AS {name(column)}" for column in columns)
    where = " AND ".join(
        f"trim(CAST({name(column)} AS VARCHAR)) = {text(value)}"
        for column, value in filters.items()
    )
    query = f"CREATE TABLE raw AS SELECT {picks} FROM {reader(source)}"
    return f"{query} WHERE {where}" if where else query


def distinct(column: str) -> str:
    """The different texts of a column with how often each occurs, in order of appearance."""
    return (
        f"SELECT {_key(column)} AS key, count(*), min(rowid) AS first FROM raw "
        "GROUP BY 1 ORDER BY first"
    )


def rows_of(column: str, context: str) -> str:
    """Every row with its name and what stands beside it, for files in which a row is an area."""
    beside = _key(context) if context else "''"
    return f"SELECT rowid, {_key(column)}, {beside} FROM raw ORDER BY rowid"


def _key(column: str) -> str:
    return f"coalesce(trim({name(column)}), '')"


def year_rows(category: str, period: str, value: str) -> str:
    """Tell the year from January in a series of dates: both are written as 1 January.

    Where a type has two values on 1 January and the last is the sum of the first and the other
    months, the last one is the year.
    """
    key, day, number = _key(category), _key(period), f"TRY_CAST({name(value)} AS DOUBLE)"
    return (
        f"UPDATE raw SET {name(period)} = year FROM (SELECT max(row) AS row, year FROM "
        f"(SELECT rowid AS row, {key} AS type, left({day}, 4) AS year, {day} AS day, "
        f"{number} AS value FROM raw) GROUP BY type, year "
        "HAVING count(*) FILTER (day LIKE '%-01-01') = 2 "
        "AND sum(value) = 2 * max(value) FILTER (day LIKE '%-01-01')) found "
        "WHERE raw.rowid = found.row"
    )


# --- cells ---------------------------------------------------------------------------------------


def _number(decimal: str) -> str:
    return r"[+-]?[0-9]+(,[0-9]+)?" if decimal == "," else r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"


def state_of(column: str, empty: str, decimal: str) -> str:
    """The state a text stands for, as a number; the same rules as `rules.parse_cell`."""
    bare = f"trim(coalesce({column}, ''))"
    blanks = ", ".join(text(blank) for blank in sorted(BLANKS))
    signs = " ".join(f"WHEN {bare} = {text(sign)} THEN {int(s)}" for sign, s in SIGNS.items())
    return (
        f"CASE WHEN regexp_full_match({bare}, {text(_number(decimal))}) THEN {int(State.VALUE)} "
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
    there, whatever the file says.
    """
    joins = ["JOIN map_area a ON a.key = " + ("r.row::VARCHAR" if roles.by_row else _r(roles.area))]
    joins.append("JOIN map_category c ON c.key = " + _r(roles.category))
    joins.append("JOIN map_period p ON p.key = " + _r(roles.period))
    if roles.measure_code:
        joins.append(f"JOIN map_measure m ON m.key = {_r(roles.measure_code)}")
    body = _observations(roles, figures)
    state = state_of("r.text", "m.empty" if roles.measure_code else "r.empty", decimal)
    measure = "m.id" if roles.measure_code else "r.measure"
    hidden = int(State.HIDDEN)
    return (
        "CREATE TABLE cells AS SELECT measure, category, area, period, "
        f"CASE WHEN hides THEN {hidden} ELSE state END::UTINYINT AS state, "
        f"CASE WHEN state = {int(State.VALUE)} AND NOT hides THEN value ELSE 0 END AS value, line "
        f"FROM (SELECT {measure}::USMALLINT AS measure, c.id::USMALLINT AS category, "
        f"a.id::USMALLINT AS area, p.id::USMALLINT AS period, (c.hidden AND a.local) AS hides, {state} AS state, "
        f"{value_of('r.text', decimal)} AS value, r.row AS line FROM ({body}) r {' '.join(joins)})"
    )


def _r(column: str) -> str:
    return f"coalesce(trim(r.{name(column)}), '')" if column else "''"


def _observations(roles: Roles, figures: Sequence[Figure]) -> str:
    keys = [roles.category, roles.area, roles.period, roles.measure_code]
    picked = [name(key) for key in dict.fromkeys(keys) if key]
    parts = []
    for figure in figures[:1] if roles.measure_code else figures:
        columns = [*picked, "rowid AS row", f"{_text_of(figure, roles)} AS text"]
        columns += [f"{int(figure.empty)} AS empty", f"{figure.measure} AS measure"]
        parts.append(f"SELECT {', '.join(columns)} FROM raw")
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


def wrong_counts(whole: Sequence[int]) -> str:
    """The first rows of counts below zero or with a fraction; counts are whole."""
    ids = ", ".join(str(i) for i in whole) or "-1"
    return (
        "SELECT line, value, count(*) OVER () FROM cells WHERE "
        f"state = {int(State.VALUE)} AND ((value < 0) OR (value <> floor(value))) "
        f"AND measure IN ({ids}) ORDER BY line LIMIT 5"
    )


UNREADABLE_ROWS = (
    f"SELECT line, count(*) OVER () FROM cells WHERE state = {UNREADABLE} ORDER BY line LIMIT 5"
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
    ors = ", ".join(f"bit_or(p.w{w}) AS w{w}" for w in range(count))
    return (
        "CREATE OR REPLACE TABLE series AS SELECT measure, category, area, state, count(*) AS n, "
        f"min(period) AS first, max(period) AS last, {ors} "
        "FROM cells JOIN period_bits p ON p.id = period GROUP BY ALL"
    )


def repeated(count: int) -> str:
    """Series in which some period occurs more than once, over all states."""
    ored = ", ".join(f"bit_or(w{w}) AS w{w}" for w in range(count))
    total = " + ".join(f"bit_count(w{w})::INTEGER" for w in range(count))
    return (
        "CREATE OR REPLACE TABLE repeated AS SELECT measure, category, area FROM "
        f"(SELECT measure, category, area, sum(n) AS n, {ored} FROM series GROUP BY ALL) "
        f"WHERE n > {total}"
    )


def conflicts() -> str:
    """Keys that occur more than once with different values: the first few, and how many."""
    return (
        "SELECT k.code, a.code, p.code, min(line), max(line), count(*) OVER () FROM cells "
        "SEMI JOIN repeated USING (measure, category, area) "
        "JOIN dim_category k ON k.id = category JOIN dim_area a ON a.id = area "
        "JOIN dim_period p ON p.id = period GROUP BY measure, k.code, a.code, p.code "
        "HAVING count(DISTINCT (state, value)) > 1 ORDER BY 4 LIMIT 5"
    )


REPEATED_ROWS = (
    "SELECT count(*) - count(DISTINCT (measure, category, area, period)) FROM cells "
    "SEMI JOIN repeated USING (measure, category, area)"
)
DROP_REPEATS = (
    "CREATE OR REPLACE TABLE cells AS SELECT measure, category, area, period, state, value, "
    "min(line) AS line FROM cells GROUP BY ALL"
)

RUNS = (
    "CREATE OR REPLACE TABLE runs AS "
    "SELECT measure, category, area, state, first, last FROM series WHERE n = last - first + 1 "
    "UNION ALL SELECT measure, category, area, state, min(period) AS first, max(period) AS last "
    "FROM (SELECT measure, category, area, state, period, period - row_number() OVER "
    "(PARTITION BY measure, category, area, state ORDER BY period) AS island "
    "FROM cells SEMI JOIN (SELECT measure, category, area, state FROM series "
    "WHERE n <> last - first + 1) USING (measure, category, area, state)) "
    "GROUP BY measure, category, area, state, island"
)


# --- writing -------------------------------------------------------------------------------------

ROW_GROUP = 20_000
_KEEPS_LOCAL = "a.level IN ('district', 'neighbourhood')"


def _copy(query: str, target: Path) -> str:
    return (
        f"COPY ({query}) TO {text(target)} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )


def write_cells(target: Path, *, local: bool) -> str:
    """Write the observed values that are not zero, in the order in which they are asked for."""
    order = "a.rank, measure, area, category, period" if local else "measure, category, area, period"
    return _copy(
        "SELECT m.code AS measure, k.code AS category, a.code AS area, a.level, a.municipality, "
        "p.code AS period, state, value FROM cells JOIN dim_measure m ON m.id = measure "
        "JOIN dim_category k ON k.id = category JOIN dim_area a ON a.id = area "
        "JOIN dim_period p ON p.id = period "
        f"WHERE state IN ({int(State.VALUE)}, {int(State.ESTIMATED)}) AND value <> 0 "
        f"AND {'' if local else 'NOT '}({_KEEPS_LOCAL}) ORDER BY {order}",
        target,
    )


def write_observed(target: Path, *, local: bool) -> str:
    """Write what was observed at all: zero is not missing."""
    order = "a.rank, measure, area, category, first" if local else "measure, category, area, r.first"
    return _copy(
        "SELECT m.code AS measure, k.code AS category, a.code AS area, a.level, a.municipality, "
        "p.code AS first, q.code AS last, state FROM runs r JOIN dim_measure m ON m.id = measure "
        "JOIN dim_category k ON k.id = category JOIN dim_area a ON a.id = area "
        "JOIN dim_period p ON p.id = r.first JOIN dim_period q ON q.id = r.last "
        f"WHERE {'' if local else 'NOT '}({_KEEPS_LOCAL}) ORDER BY {order}",
        target,
    )
