"""The SQL about how the numbers in a file are written, and of rewriting them. Pure text."""

from collections.abc import Sequence

from regie.evidence.warehouse.staging import name, select, text

SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
MARKS = {".": "[.]", ",": ","}
_FIRST = "[+-]?[1-9][0-9]{0,2}"
_SPACED = f"[+-]?[1-9][0-9]{{0,2}}([{SPACES}][0-9]{{3}})+([.,][0-9]+)?"


def suspects(columns: Sequence[str]) -> str:
    """Per column of `raw`: is there a number with a mark before three digits, or with a space."""
    space = text(f"[{SPACES[1:]}]|[0-9] [0-9]")
    tests = [
        f"bool_or({name(c)} LIKE '%_.___%' OR {name(c)} LIKE '%_,___%' "
        f"OR regexp_matches({name(c)}, {space}))"
        for c in columns
    ]
    return select(tests, "raw")


def closed_up(column: str) -> str:
    """Take the spaces out of "1 234" and of what stands between hard spaces."""
    bare = f"trim({name(column)}, {text(SPACES)})"
    spaced = f"regexp_full_match({bare}, {text(_SPACED)})"
    hard = f"{name(column)} <> trim({name(column)}) AND {bare} <> trim({name(column)})"
    found = f"CASE WHEN {spaced} THEN regexp_replace({bare}, '[{SPACES}]', '', 'g') ELSE {bare} END"
    return _update(column, found, f"{spaced} OR ({hard}) OR {_has_hard_space(column)}")


def _has_hard_space(column: str) -> str:
    return f"regexp_matches({name(column)}, '^[{SPACES[1:]}]|[{SPACES[1:]}]$')"


def count_spaced(column: str) -> str:
    """How many numbers have spaces for the thousands."""
    bare = f"trim({name(column)}, {text(SPACES)})"
    return select((_matching(bare, _SPACED),), "raw")


def written(column: str) -> str:
    """How the numbers in a column of `raw` are written, counted per mark ("." and then ",").

    For each mark: before three digits; of those with another end than 000; with the other mark
    and decimals behind it; as a decimal mark. Then: without a mark, below a thousand and above.
    "0.125" is not counted: no number of a thousand begins with a zero.
    """
    bare = f"trim({name(column)})"
    counted = []
    for mark, other in ((MARKS["."], MARKS[","]), (MARKS[","], MARKS["."])):
        grouped = f"{_FIRST}({mark}[0-9]{{3}})+"
        counted += [
            _matching(bare, grouped),
            _matching(bare, grouped, f"AND {bare} NOT LIKE '%000'"),
            _matching(bare, f"{grouped}{other}[0-9]+"),
            _matching(bare, f"[+-]?[0-9]+{mark}([0-9]{{1,2}}|[0-9]{{4,}})"),
        ]
    counted += [_matching(bare, "[0-9]{1,3}"), _matching(bare, "[0-9]{4,}([.,][0-9]+)?")]
    return select(counted, "raw")


def without_thousands(column: str, mark: str) -> str:
    """Take the thousands mark out of the numbers of a column."""
    bare = f"trim({name(column)})"
    other = MARKS[",."[",.".index(mark) - 1]]
    grouped = f"{_FIRST}({MARKS[mark]}[0-9]{{3}})+({other}[0-9]+)?"
    return _update(
        column,
        f"replace({bare}, {text(mark)}, '')",
        f"regexp_full_match({bare}, {text(grouped)})",
    )


def _matching(bare: str, pattern: str, also: str = "") -> str:
    return f"count(*) FILTER (regexp_full_match({bare}, {text(pattern)}) {also})"


def _update(column: str, value: str, where: str) -> str:
    return " ".join(("UPDATE raw SET", name(column), "=", value, "WHERE", where))
