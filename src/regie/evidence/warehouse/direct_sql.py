"""The SQL of the short way: a regular file goes straight into cells, in one pass. Pure text.

Every column of keys is read as an ENUM that was made beforehand, in the order of the ids; reading
a key then is looking it up, and its number is the id. A key that is not in the list stops the
reading, and the long way of `staging` decides what it means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regie.evidence.formats.rules import State
from regie.evidence.warehouse.staging import (
    Figure,
    Source,
    create,
    name,
    reader,
    select,
    state_of,
    value_of,
)

TABLE = "direct"


@dataclass(frozen=True)
class Columns:
    """Which column holds which key."""

    category: str
    area: str
    period: str

    def named(self) -> Mapping[str, str]:
        """The columns by the kind of key."""
        return {"category": self.category, "area": self.area, "period": self.period}


@dataclass(frozen=True)
class Hidden:
    """Which types are not published below the municipality, and the id of the first such area."""

    categories: Sequence[int]
    first_local: int


def spellings(kind: str, column: str) -> str:
    """How many different texts a column of keys has, and how many ids they stand for."""
    return select(
        (f"count(DISTINCT {name(column)})", "count(DISTINCT m.id)"),
        f"raw LEFT JOIN map_{kind} m ON m.key = trim({name(column)})",
    )


def known(kind: str) -> str:
    """How many keys of one kind the delivery has."""
    return select(("count(*)",), f"dim_{kind}")


def key_kind(kind: str, column: str) -> str:
    """The ENUM of a column of keys: the texts as the file writes them, in the order of the ids."""
    texts = select(
        (name(column), "min(m.id) AS id"),
        f"raw JOIN map_{kind} m ON m.key = trim({name(column)})",
        "GROUP BY 1",
    )
    ordered = select((name(column),), f"({texts})", "ORDER BY id")
    return f"CREATE TYPE key_{kind} AS ENUM ({ordered})"


def keys_only(source: Source, keys: Columns) -> str:
    """Create `raw` with every key of a file that can be asked per column, such as Parquet."""
    parts = []
    for own in keys.named().values():
        picks = [
            f"{'' if column == own else 'min'}(CAST({name(column)} AS VARCHAR)) AS {name(column)}"
            for column in keys.named().values()
        ]
        parts.append(select(picks, reader(source), f"GROUP BY CAST({name(own)} AS VARCHAR)"))
    return create("raw", " UNION ALL ".join(parts))


def load(source: Source, keys: Columns, figure: Figure, decimal: str, hidden: Hidden) -> str:
    """Create the table of cells from the file itself.

    A plain whole number is recognised by writing it back; any other text is read by the rules.
    Counts are kept as whole numbers: they are stored and added up sooner.
    """
    by_text = source.form == "csv"
    kinds = {column: f"key_{kind}" for kind, column in keys.named().items()}
    picks = [
        f"enum_code({_key(column, '' if by_text else kind)})::USMALLINT AS {role}"
        for (role, column), kind in zip(keys.named().items(), kinds.values(), strict=True)
    ]
    cell = name(figure.column) if by_text else f"CAST({name(figure.column)} AS VARCHAR)"
    rows = select([*picks, f"{cell} AS cell"], reader(source, kinds if by_text else {}))
    counted = select(("*", f"{_PLAIN} AS plain"), f"({rows})")
    state = state_of("cell", str(int(figure.empty)), decimal, whole=figure.whole)
    hides = _hides(hidden)
    columns = (
        f"{figure.measure}::USMALLINT AS measure",
        *keys.named(),
        f"(CASE {hides} THEN {int(State.HIDDEN)} WHEN plain IS NOT NULL THEN {int(State.VALUE)} "
        f"ELSE {state} END)::UTINYINT AS state",
        f"CASE {hides} THEN 0 WHEN plain IS NOT NULL THEN plain "
        f"ELSE {_counted(value_of('cell', decimal))} END AS value",
    )
    return create(TABLE, select(columns, f"({counted})"))


_FEW = " ".join(f"WHEN cell = '{count}' THEN {count}" for count in range(4))
_PLAIN = (
    f"CASE {_FEW} WHEN TRY_CAST(cell AS INTEGER)::VARCHAR = cell THEN TRY_CAST(cell AS INTEGER) END"
)
"""A plain whole number; most of a dense table is 0 to 3, and comparing is cheaper than reading."""


def _counted(value: str) -> str:
    """A number written in another way, as a count; one that is no count stops the short way."""
    whole = f"{value} = floor({value}) AND abs({value}) < 2e9"
    return f"CASE WHEN {whole} THEN ({value})::INTEGER ELSE error('no count')::INTEGER END"


def _key(column: str, kind: str) -> str:
    return f"CAST(CAST({name(column)} AS VARCHAR) AS {kind})" if kind else name(column)


def _hides(hidden: Hidden) -> str:
    ids = ", ".join(str(i) for i in hidden.categories) or "-1"
    return f"WHEN category IN ({ids}) AND area >= {hidden.first_local}"


VIEW = " ".join(
    (
        "CREATE OR REPLACE VIEW cells AS",
        select(("* REPLACE (value::DOUBLE AS value)", "rowid AS line"), TABLE),
    ),
)
COUNTED = select(
    ("count(*)", "count(*) FILTER (category IS NULL OR area IS NULL OR period IS NULL)"), TABLE
)
