"""Table views: the same figures as the plain table they were made from."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from regie.evidence.sources.tests import variants
from regie.evidence.sources.tests.table_views import STYLES, apart, view
from regie.evidence.sources.tests.test_variants import key_figures, reports, survey
from regie.evidence.sources.tests.variants import Table, figures, outcome

pytestmark = [pytest.mark.room, pytest.mark.django_db, pytest.mark.usefixtures("areas")]


def one_topic() -> Table:
    """Offences alone, as most people select them."""
    table = reports()
    kept = table.ordered([0, 1, 2, 3, 4, 5])
    return replace(
        kept, header=kept.header[:4], rows=tuple(row[:4] for row in kept.rows), numbers=(3,)
    )


def named_survey() -> Table:
    """The survey as an export names it."""
    table = survey()
    margins = {
        "MW00000": "Waarde",
        "MOG0095": "Ondergrens 95%-interval",
        "MBG0095": "Bovengrens 95%-interval",
    }
    header = (
        *("Marges", "Regio's", "Perioden", "Beleving/Voelt zich weleens onveilig (%)"),
        "Slachtofferschap/Traditionele criminaliteit/Slachtoffers (%)",
        "Slachtofferschap/Online criminaliteit/Slachtoffers (%)",
    )
    places = {"NL01  ": "Nederland", "GM0344": "Utrecht (gemeente)"}
    rows = [
        (margins[row[0]], places[row[1]], row[2][:4], *(cell.replace(".", ",") for cell in row[3:]))
        for row in table.rows
    ]
    clean = [tuple("." if cell == "," else cell for cell in row) for row in rows]
    return replace(table, header=header, rows=tuple(clean), decimal=",")


CASES: dict[str, tuple[Table, tuple[str, ...], str]] = {
    "periods above": (reports(), ("Perioden",), "Geregistreerde misdrijven en aangiften"),
    "two dimensions above": (
        reports(),
        ("Regio's", "Perioden"),
        "Geregistreerde misdrijven en aangiften",
    ),
    "one topic": (one_topic(), ("Perioden",), "Geregistreerde misdrijven; soort misdrijf, regio"),
    "survey": (named_survey(), ("Marges", "Perioden"), "Veiligheidsmonitor; kerncijfers, regio"),
    "types above": (reports(), ("Soort misdrijf",), "Geregistreerde misdrijven en aangiften"),
}
WRITINGS: dict[str, dict[str, Any]] = {
    "StatLine": {},
    "Excel": {"encoding": "cp1252", "wide": True},
    "comma": {"delimiter": ",", "wide": True},
}


def truth(table: Table, folder: Path) -> variants.Found:
    path = variants.written(folder / "truth.csv", variants.as_csv(table))
    return figures(path, table.options)


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("case", CASES)
def test_a_view_says_what_the_table_says(
    tmp_path: Path, case: str, style: str, writing: str
) -> None:
    table, above, title = CASES[case]
    grid = STYLES[style](apart(table, above))
    path = variants.written(tmp_path / "x.csv", view(grid, title=title, **WRITINGS[writing]))
    assert outcome(path) == truth(table, tmp_path)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("case", CASES)
def test_a_view_in_a_workbook(tmp_path: Path, case: str, style: str) -> None:
    table, above, title = CASES[case]
    grid = STYLES[style](apart(table, above))
    cells: list[list[object]] = [[title], [None]]
    cells += [[variants.number(c, table.decimal) for c in line] for line in grid]
    path = variants.as_xlsx(tmp_path / "x.xlsx", [*cells, ["Bron: Politie"]], blank=20)
    assert outcome(path) == truth(table, tmp_path)


def test_key_figures_as_a_view_tell_their_year(tmp_path: Path) -> None:
    table = key_figures()
    grid = STYLES["old"](apart(replace(table, numbers=(1, 2, 3, 4, 5)), ()))
    path = variants.written(
        tmp_path / "x.csv", view(grid, title="Kerncijfers wijken en buurten 2024")
    )
    assert outcome(path) == truth(table, tmp_path)
    other = replace(table.options, year=2023)
    found = outcome(path, other)
    assert isinstance(found, str)
    assert "2024" in found
