"""What the checks ask comes in one order, so that a report says the same every time."""

import pytest

from regie.evidence.warehouse import check_sql

pytestmark = pytest.mark.pure

LISTS = {
    "observed": check_sql.observed(),
    "sums": check_sql.sums(0),
    "vanished": check_sql.vanished(0, 3, (0, 1, 2), 5.0, 2.0),
    "empty_measures": check_sql.empty_measures(),
    "wrong_counts": check_sql.wrong_counts((0,)),
    "silent": check_sql.silent((1, 2)),
}


@pytest.mark.parametrize("asked", LISTS)
def test_what_gives_more_rows_says_in_which_order(asked: str) -> None:
    """Cells that are not known were listed per level in whatever order the threads were done."""
    assert "ORDER BY" in LISTS[asked].rpartition(" GROUP BY ")[2].rpartition("FROM")[2]


def test_equally_large_series_have_an_order_too() -> None:
    assert "ORDER BY usual DESC, 2, 1 LIMIT" in LISTS["vanished"]
