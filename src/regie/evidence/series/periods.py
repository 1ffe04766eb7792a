"""The periods between the first and the last one of a file. Pure."""

from collections.abc import Iterable

from regie.evidence.formats.rules import Period

_PER_YEAR = {"year": ("JJ", 1), "quarter": ("KW", 4), "month": ("MM", 12)}


def between(codes: Iterable[str]) -> tuple[str, ...]:
    """Every period from the first to the last, of the kind that the first one is.

    >>> between(["2025MM11", "2026MM01"])
    ('2025MM11', '2025MM12', '2026MM01')
    """
    have = sorted(set(codes))
    if not have:
        return ()
    mark, per_year = _PER_YEAR[Period(have[0]).frequency]
    first, last = (_number(code, per_year) for code in (have[0], have[-1]))
    return tuple(_code(number, mark, per_year) for number in range(first, last + 1))


def _number(code: str, per_year: int) -> int:
    return int(code[:4]) * per_year + max(int(code[6:8]), 1) - 1


def _code(number: int, mark: str, per_year: int) -> str:
    year, within = divmod(number, per_year)
    return f"{year}{mark}{0 if per_year == 1 else within + 1:02d}"
