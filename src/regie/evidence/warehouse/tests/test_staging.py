"""The rules in SQL are the rules in Python."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from regie.evidence.formats.rules import State, parse_cell
from regie.evidence.warehouse import staging
from regie.evidence.warehouse.engine import Staging, UnreadableError

pytestmark = pytest.mark.pure

TEXTS = st.one_of(
    st.text("0123456789.,-+eExX_ nNaA", max_size=8),
    st.sampled_from(["", ".", "x", "-", "NA", "null", "(impossible)", " 12 ", "-3", "1e5", "1.5"]),
)


@given(st.lists(TEXTS, min_size=1, max_size=60), st.sampled_from([".", ","]))
@example(["1_000", "0x10", "inf", "nan", "1.", ".5", "1,5", "X"], ".")
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_sql_reads_values_as_the_rules_do(tmp_path: Path, texts: list[str], mark: str) -> None:
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    empty = State.UNKNOWN
    with Staging(folder) as stage:
        stage.put("t", ("id", "text"), list(enumerate(texts)))
        columns = (
            staging.state_of("text", str(int(empty)), mark),
            staging.value_of("text", mark),
        )
        found = stage.run(staging.select(columns, "t", "ORDER BY id"))
    for text, (state, value) in zip(texts, found, strict=True):
        cell = parse_cell(text, empty=empty, decimal=mark)
        assert state == (staging.UNREADABLE if cell is None else cell.state), text
        if cell is not None and cell.value is not None:
            assert value == cell.value, text


@given(st.sets(st.integers(0, 200), min_size=1))
def test_bits_keep_every_period_apart(positions: set[int]) -> None:
    count = staging.words(201)
    words = [0] * count
    for position in positions:
        words = [w | bit for w, bit in zip(words, staging.bits(position, count), strict=True)]
    assert sum(word.bit_count() for word in words) == len(positions)
    assert all(word < 2**63 for word in words)


@pytest.mark.parametrize("text", ["it's", 'say "so"', "a;b", "%s"])
def test_names_and_texts_cannot_break_out(tmp_path: Path, text: str) -> None:
    with Staging(tmp_path) as stage:
        query = staging.select((f"{staging.text(text)} AS {staging.name(text)}",), "(SELECT 1)")
        assert stage.run(query) == [(text,)]


def test_what_the_engine_cannot_read_is_said(tmp_path: Path) -> None:
    with Staging(tmp_path) as stage, pytest.raises(UnreadableError):
        stage.run(staging.select(("*",), "read_csv('/nergens/bestand.csv')"))
