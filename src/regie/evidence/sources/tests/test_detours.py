"""Files that made a detour: through a spreadsheet, another computer or another engine."""

import threading
from pathlib import Path

import pytest
from django.conf import LazySettings

from regie.evidence.sources import queries
from regie.evidence.sources.tests import files
from regie.evidence.sources.tests.test_import import OFFENCES, PLACES, take
from regie.evidence.warehouse import engine

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.mark.usefixtures("areas")
@pytest.mark.parametrize("name", ["cijfers*.csv", "cijfers?.csv", "cijfers[1].csv", "c'<b>.csv"])
def test_a_name_is_a_name_and_not_a_pattern(tmp_path: Path, name: str) -> None:
    files.dense(tmp_path / "cijfers2.csv", ["1.1.1"], PLACES, [2022])
    outcome = take(files.dense(tmp_path / name, ["1.1.1"], PLACES, [2023]))
    assert outcome.report is not None
    assert (outcome.report.file_name, outcome.report.rows_read) == (name, len(PLACES))


FORMS = {
    "lines of an old Mac": lambda text: text.replace("\r\n", "\r"),
    "empty lines": lambda text: text.replace("\r\n", "\r\n\r\n") + "\r\n",
    "empty columns": lambda text: text.replace("\r\n", ";;\r\n"),
    "lines of marks": lambda text: text + ";;;;\r\n;;;;\r\n",
    "a footer": lambda text: text + '"Bron: Politie"\r\n',
    "a copyright sign": lambda text: text + "© Politie\r\n",
    "a title": lambda text: "Geregistreerde misdrijven\r\n\r\n" + text,
    "small letters": lambda text: text.replace("GM0344", "gm0344"),
    "small headers": lambda text: text.lower(),
    "no position numbers": lambda text: text.replace("_1", ""),
    "provisional marks": lambda text: text.replace("JJ00", "**"),
    "decimals": lambda text: text.replace(";5\r\n", ";5.0\r\n"),
}


@pytest.mark.usefixtures("areas")
@pytest.mark.parametrize("form", FORMS)
def test_the_same_figures_after_a_detour(tmp_path: Path, form: str) -> None:
    plain = files.dense(tmp_path / "x.csv", ["1.1.1", "1.2.3"], PLACES, [2023, 2024])
    content = FORMS[form](plain.read_bytes().decode())
    (tmp_path / "y.csv").write_bytes(content.encode())
    outcome = take(tmp_path / "y.csv")
    assert outcome.report is not None
    assert (outcome.report.table_id, outcome.report.rows_skipped) == ("47018NED", 0)
    cube = queries.figures("offence", level="municipality", **OFFENCES)
    assert cube is not None
    assert cube.values.tolist() == [[[5.0, 5.0], [5.0, 5.0]]]


@pytest.mark.usefixtures("areas")
def test_a_day_is_a_month_unless_it_says_otherwise(tmp_path: Path) -> None:
    path = files.dense(tmp_path / "x.csv", ["1.1.1"], PLACES, [2023])
    path.write_bytes(path.read_bytes().replace(b"2023JJ00", b"2023-01"))
    delivery = take(path).delivery
    assert delivery is not None
    assert delivery.dataset is not None
    assert delivery.dataset.table_id == "47022NED"


@pytest.mark.usefixtures("areas")
def test_figures_are_read_through_another_connection(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(files.dense(tmp_path / "x.csv", ["1.1.1"], PLACES, [2023]))
    settings.WAREHOUSE_URL = f"duckdb://{tmp_path / 'other.duckdb'}"
    monkeypatch.setattr(engine, "_LOCAL", threading.local())
    cube = queries.figures("offence", level="municipality", **OFFENCES)
    assert cube is not None
    assert cube.values.tolist() == [[[5.0]]]
    assert (tmp_path / "other.duckdb").exists()
