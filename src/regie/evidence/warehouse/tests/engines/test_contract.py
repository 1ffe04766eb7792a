"""What Regie asks of an engine: the same rows for the same question, whatever it is built of."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regie.evidence.formats.rules import State
from regie.evidence.warehouse import engine as warehouse
from regie.evidence.warehouse.engine import COLUMNS, Question
from regie.evidence.warehouse.tests.engines.stored import Cell, store

pytestmark = [
    pytest.mark.room,
    pytest.mark.usefixtures("engine"),
    # What PySpark asks of pandas and pandas does not like is theirs to settle.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning"),
]

NL, TOWN, OTHER = "NL00", "GM0344", "GM0363"
DISTRICT, HOME, AWAY = "WK034401", "BU03440111", "BU0363AC02"
AREAS = (NL, TOWN, OTHER, DISTRICT, HOME, AWAY)
YEARS = ("2022JJ00", "2023JJ00", "2024JJ00")
FIGURES = [
    Cell(kind, area, year, 10 * number + int(year[3]))
    for kind in ("1.1.1", "0.0.0")
    for number, area in enumerate(AREAS)
    for year in YEARS
]


def rows(part: str, question: Question, delivery: int = 1) -> Counter[tuple[object, ...]]:
    """The rows of an answer, in no order: no engine promises one."""
    found = warehouse.read(delivery, part, question)
    assert tuple(found) == COLUMNS[part]
    return Counter(zip(*found.values(), strict=True))


def ask(level: str, **more: Any) -> Counter[tuple[object, ...]]:
    return rows("cells", Question(level, "Aantal", **more))


def expected(areas: tuple[str, ...], kinds: tuple[str, ...] = ("1.1.1", "0.0.0")) -> object:
    return Counter(
        (c.category, c.area, c.period, c.value)
        for c in FIGURES
        if c.area in areas and c.category in kinds
    )


@pytest.fixture
def figures(engine: str, tmp_path: Path) -> None:
    del engine  # says where the warehouse is
    store(1, FIGURES, tmp_path / "staging")


LEVELS = {
    "country": (NL,),
    "municipality": (TOWN, OTHER),
    "district": (DISTRICT,),
    "neighbourhood": (HOME, AWAY),
}


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("level", LEVELS)
def test_every_level_answers_with_its_own_areas(level: str) -> None:
    assert ask(level) == expected(LEVELS[level])


@pytest.mark.usefixtures("figures")
def test_every_filter_narrows_and_filters_combine() -> None:
    near = "neighbourhood"
    assert ask(near, municipality=TOWN) == expected((HOME,))
    assert ask(near, municipalities=(TOWN, OTHER)) == expected((HOME, AWAY))
    assert ask(near, municipalities=(OTHER, OTHER, "GM9999")) == expected((AWAY,))
    assert ask(near, areas=(AWAY,)) == expected((AWAY,))
    assert ask(near, categories=("1.1.1",)) == expected((HOME, AWAY), ("1.1.1",))
    assert ask(near, municipality=TOWN, areas=(AWAY,)) == Counter()
    assert ask("municipality", areas=(TOWN,), categories=("0.0.0",)) == expected(
        (TOWN,), ("0.0.0",)
    )


@pytest.mark.usefixtures("figures")
def test_nothing_asked_or_nothing_there_is_an_empty_answer() -> None:
    assert ask("province") == Counter()
    assert ask("neighbourhood", areas=()) == Counter()
    assert ask("neighbourhood", categories=()) == Counter()
    assert ask("neighbourhood", municipalities=()) == Counter()
    assert ask("neighbourhood", municipality="GM9999") == Counter()
    assert rows("cells", Question("country", "AndereMaat")) == Counter()
    assert rows("observed", Question("province", "Aantal")) == Counter()


@pytest.mark.usefixtures("figures")
def test_names_are_compared_to_the_letter() -> None:
    assert ask("municipality", areas=("gm0344", "GM0344 ", "GM03%", "GM_344")) == Counter()
    assert rows("cells", Question("country", "aantal")) == Counter()


@pytest.mark.usefixtures("figures")
def test_a_long_list_of_areas_is_one_question() -> None:
    many = [f"BU{number:08d}" for number in range(6_000)]
    assert ask("neighbourhood", areas=(*many, HOME)) == expected((HOME,))


def test_zero_is_observed_and_not_stored(tmp_path: Path) -> None:
    cells = [
        Cell("a", HOME, "2022JJ00", 0),
        Cell("a", HOME, "2023JJ00", 3),
        Cell("a", HOME, "2024JJ00", 0, State.HIDDEN),
        Cell("b", HOME, "2022JJ00", 0, State.UNKNOWN),
        Cell("b", HOME, "2023JJ00", 2.5, State.ESTIMATED),
        Cell("c", HOME, "2022JJ00", 4),
        Cell("c", HOME, "2024JJ00", 4),
    ]
    store(1, cells, tmp_path / "staging")
    question = Question("neighbourhood", "Aantal")
    assert rows("cells", question) == Counter(
        [
            ("a", HOME, "2023JJ00", 3.0),
            ("b", HOME, "2023JJ00", 2.5),
            ("c", HOME, "2022JJ00", 4.0),
            ("c", HOME, "2024JJ00", 4.0),
        ]
    )
    assert rows("observed", question) == Counter(
        [
            ("a", HOME, "2022JJ00", "2023JJ00", State.VALUE),
            ("a", HOME, "2024JJ00", "2024JJ00", State.HIDDEN),
            ("b", HOME, "2022JJ00", "2022JJ00", State.UNKNOWN),
            ("b", HOME, "2023JJ00", "2023JJ00", State.ESTIMATED),
            ("c", HOME, "2022JJ00", "2022JJ00", State.VALUE),
            ("c", HOME, "2024JJ00", "2024JJ00", State.VALUE),
        ]
    )


def test_answers_are_plain_numbers_and_texts(tmp_path: Path) -> None:
    store(1, [Cell("a", HOME, "2024JJ00", 3), Cell("b", HOME, "2024JJ00", 0)], tmp_path / "staging")
    question = Question("neighbourhood", "Aantal")
    cells = warehouse.read(1, "cells", question)
    runs = warehouse.read(1, "observed", question)
    assert [type(cells[name][0]) for name in COLUMNS["cells"]] == [str, str, str, float]
    assert [type(runs[name][0]) for name in COLUMNS["observed"]] == [str, str, str, str, int]


VALUES = [0.1, 1e-9, -3.25, 2.0**53 - 1, 17_900_000.0, 123_456_789.5, 1e300]


def test_numbers_come_back_to_the_last_bit(tmp_path: Path) -> None:
    cells = [Cell(f"k{i}", NL, "2024JJ00", value) for i, value in enumerate(VALUES)]
    store(1, cells, tmp_path / "staging")
    found = warehouse.read(1, "cells", Question("country", "Aantal"))
    assert dict(zip(found["category"], found["value"], strict=True)) == {
        f"k{i}": value for i, value in enumerate(VALUES)
    }


NAMES = [
    "café",
    "Súdwest-Fryslân",
    'it\'s; "so"',
    "a\\b",
    "100%_",
    " rand ",
    "日本",
    "😀",
    "N/A",
    "null",
]


def test_names_come_back_to_the_last_letter(tmp_path: Path) -> None:
    store(1, [Cell(name, HOME, "2024JJ00", 1) for name in NAMES], tmp_path / "staging")
    near = Question("neighbourhood", "Aantal")
    assert sorted(warehouse.read(1, "cells", near)["category"]) == sorted(NAMES)
    for name in NAMES:
        one = Question("neighbourhood", "Aantal", categories=(name,))
        assert warehouse.read(1, "observed", one)["category"] == [name]


def test_many_measures_in_one_go(tmp_path: Path) -> None:
    measures = [f"Maat{number:03d}" for number in range(120)]
    cells = [
        Cell("", HOME, "2024JJ00", number + 1, measure=name) for number, name in enumerate(measures)
    ]
    store(1, cells, tmp_path / "staging")
    question = Question("neighbourhood", "")
    found = warehouse.read_measures(1, "cells", question, [*measures, "Geen"])
    assert {name: answer["value"] for name, answer in found.items()} == {
        **{name: [float(number + 1)] for number, name in enumerate(measures)},
        "Geen": [],
    }
    together = warehouse.read_table(1, "observed", question, measures[:2])
    assert together.column_names == ["measure", *COLUMNS["observed"]]
    assert sorted(together.column("measure").to_pylist()) == measures[:2]
    assert warehouse.areas_in(1, question, measures[5:6]) == (HOME,)


def test_deliveries_are_kept_apart_and_a_new_folder_is_seen(tmp_path: Path) -> None:
    for number in (1, 2, 900_719_925_474_099):
        store(number, [Cell("a", NL, "2024JJ00", number)], tmp_path / f"staging{number}")
    for number in (2, 1, 900_719_925_474_099):
        found = warehouse.read(number, "cells", Question("country", "Aantal"))
        assert found["value"] == [float(number)]


def test_a_delivery_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    del tmp_path
    with pytest.raises(FileNotFoundError):
        warehouse.read(404, "cells", Question("country", "Aantal"))


CELLS = st.builds(
    Cell,
    st.sampled_from(["0.0.0", "1.1.1", "é"]),
    st.sampled_from(AREAS),
    st.sampled_from(YEARS),
    st.one_of(st.just(0.0), st.floats(-1e6, 1e6, width=32)),
    st.sampled_from([State.VALUE, State.HIDDEN, State.ESTIMATED]),
    st.sampled_from(["Aantal", "Ander"]),
)
QUESTIONS = st.builds(
    Question,
    st.sampled_from(list(LEVELS)),
    st.sampled_from(["Aantal", "Ander"]),
    st.none() | st.sampled_from([TOWN, OTHER]),
    st.none() | st.lists(st.sampled_from(AREAS), max_size=3),
    st.none() | st.lists(st.sampled_from(["0.0.0", "é", "x"]), max_size=2),
    st.none() | st.lists(st.sampled_from([TOWN, OTHER]), max_size=2),
)


@given(st.lists(CELLS, min_size=1, max_size=30, unique_by=lambda c: (c.measure, *c[:3])), QUESTIONS)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_to_any_delivery(
    tmp_path: Path, cells: list[Cell], question: Question
) -> None:
    number = len(list(tmp_path.iterdir())) + 1
    store(number, cells, tmp_path / f"staging{number}")
    wanted = Counter(
        (c.category, c.area, c.period, c.value)
        for c in cells
        if c.value and c.state != State.HIDDEN and fits(c, question)
    )
    assert rows("cells", question, number) == wanted


def fits(cell: Cell, question: Question) -> bool:
    """The filters of a question, said in Python."""
    home = cell.area if cell.area.startswith("GM") else f"GM{cell.area[2:6]}"
    tests = (
        cell.area in LEVELS[question.level],
        cell.measure == question.measure,
        question.municipality in {None, home},
        question.areas is None or cell.area in question.areas,
        question.categories is None or cell.category in question.categories,
        question.municipalities is None or home in question.municipalities,
    )
    return all(tests)
