"""Table views: the same figures as the plain table they were made from."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from regie.evidence.intake.understanding import Options
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
    "regions above": (reports(), ("Regio's",), "Geregistreerde misdrijven en aangiften"),
    "types and periods": (
        one_topic(),
        ("Soort misdrijf", "Perioden"),
        "Geregistreerde misdrijven; soort misdrijf, regio",
    ),
    "types above": (reports(), ("Soort misdrijf",), "Geregistreerde misdrijven en aangiften"),
}
WRITINGS: dict[str, dict[str, Any]] = {
    "StatLine": {},
    "Excel": {"encoding": "cp1252", "wide": True, "foot": "© Politie"},
    "comma": {"delimiter": ",", "wide": True, "foot": "Bron: Politie"},
}


_TRUTH: dict[str, variants.Found] = {}


def truth(case: str, folder: Path) -> variants.Found:
    """What the plain table says; read once for all views of it."""
    if case not in _TRUTH:
        _TRUTH[case] = _read(CASES[case][0], folder)
    return _TRUTH[case]


def _read(table: Table, folder: Path) -> variants.Found:
    path = variants.written(folder / "truth.csv", variants.as_csv(table))
    return figures(path, table.options)


def _differs(found: variants.Found | str, true: variants.Found) -> str:
    """What is wrong, in few words: the whole of two tables takes minutes to compare in words."""
    if isinstance(found, str):
        return found
    wrong = {key for key in found.keys() | true.keys() if found.get(key) != true.get(key)}
    return str(sorted(wrong)[:3]) if wrong else ""


VIEWS = [
    (case, style, list(WRITINGS)[(i + j) % len(WRITINGS)])
    for i, case in enumerate(CASES)
    for j, style in enumerate(STYLES)
]


@pytest.mark.parametrize(("case", "style", "writing"), VIEWS)
def test_a_view_says_what_the_table_says(
    tmp_path: Path, case: str, style: str, writing: str
) -> None:
    table, above, title = CASES[case]
    grid = STYLES[style](apart(table, above))
    path = variants.written(tmp_path / "x.csv", view(grid, title=title, **WRITINGS[writing]))
    assert not _differs(outcome(path), truth(case, tmp_path))


@pytest.mark.parametrize(("case", "style", "writing"), VIEWS[::2])
def test_a_view_in_a_workbook(tmp_path: Path, case: str, style: str, writing: str) -> None:
    table, above, title = CASES[case]
    grid = STYLES[style](apart(table, above))
    cells: list[list[object]] = [[title], [None]]
    cells += [[variants.number(c, table.decimal) for c in line] for line in grid]
    cells += [["Bron: Politie"]]
    if writing == "comma":
        path = variants.as_ods(tmp_path / "x.ods", cells)
    else:
        path = variants.as_xlsx(tmp_path / "x.xlsx", cells, blank=20)
    assert not _differs(outcome(path), truth(case, tmp_path))


def test_key_figures_as_a_view_tell_their_year(tmp_path: Path) -> None:
    table = key_figures()
    grid = STYLES["old"](apart(replace(table, numbers=(1, 2, 3, 4, 5)), ()))
    path = variants.written(
        tmp_path / "x.csv", view(grid, title="Kerncijfers wijken en buurten 2024")
    )
    assert not _differs(outcome(path), _read(table, tmp_path))
    other = replace(table.options, year=2023)
    found = outcome(path, other)
    assert isinstance(found, str)
    assert "2024" in found


# --- workbooks of publishers --------------------------------------------------------------------

KWB = ("gwb_code_10", "gwb_code_8", "regio", "gm_naam", "recs", "gwb_code", "ind_wbz", "a_inw")
KWB_ROWS: list[tuple[object, ...]] = [
    ("NL00", "0", "Nederland", "Nederland", "Land", "NL00", ".", 17942942, 8400000, "2,1"),
    ("GM0344", "344", "Utrecht", "Utrecht", "Gemeente", "GM0344", 1, 374000, 190000, "1,9"),
    ("WK034401", "34401", "Wijk 01", "Utrecht", "Wijk", "WK034401", 1, 30000, 15000, "."),
    ("BU03440111", "3440111", "Oog in Al", "Utrecht", "Buurt", "BU03440111", 3, 4500, 2100, "2,0"),
]


@pytest.mark.parametrize("sheet", ["KWB2024", "Blad1"])
def test_key_figures_with_the_short_names_of_cbs(tmp_path: Path, sheet: str) -> None:
    rows = [(*KWB, "a_hh", "g_hhgro"), *KWB_ROWS]
    path = variants.as_xlsx(tmp_path / "kwb.xlsx", rows, sheet=sheet, blank=50, notes=True)
    found = outcome(path)
    if sheet == "Blad1":
        assert isinstance(found, str)
        assert "welk jaar" in found
        found = outcome(path, Options(year=2024))
    assert isinstance(found, dict)
    assert found["AantalInwoners", "", "BU03440111", "2024JJ00"] == 4500
    assert found["HuishoudensTotaal", "", "GM0344", "2024JJ00"] == 190000
    assert found["GemiddeldeHuishoudensgrootte", "", "NL00", "2024JJ00"] == 2.1
    assert found["GemiddeldeHuishoudensgrootte", "", "WK034401", "2024JJ00"] < 0


def _refused(path: Path, *words: str) -> None:
    found = outcome(path)
    assert isinstance(found, str), found
    for word in words:
        assert word in found


def test_two_sheets_with_figures_are_not_one_delivery(tmp_path: Path) -> None:
    table = one_topic()
    made = xlsxwriter.Workbook(tmp_path / "x.xlsx")
    for name in ("2023", "2024"):
        page = made.add_worksheet(name)
        for i, row in enumerate([table.header, *table.rows]):
            page.write_row(i, 0, row)
    made.close()
    _refused(tmp_path / "x.xlsx", "2 bladen")


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        (["code", "lbm", "afw", "fys", "onv", "soc", "vrz", "won"], ["BU1", *[4.1] * 7], ["Leef"]),
        (["Gebied", "Index 2014", "Index 2015"], ["Centrum", 101.5, 99.8], ["Registraties"]),
        (
            ["RegioS", "Perioden", "TotaalGeregistreerdeMisdrijven_1"],
            ["NL01", "2023", 5],
            ["83648"],
        ),
    ],
)
def test_workbooks_that_are_not_read(
    tmp_path: Path, header: list[str], row: list[object], words: list[str]
) -> None:
    _refused(variants.as_xlsx(tmp_path / "x.xlsx", [header, row, row]), *words)


def test_a_part_of_the_inhabitants_is_not_taken_for_all(tmp_path: Path) -> None:
    header = ("Geslacht", "Regio's", "Perioden", "Bevolking op 1 januari (aantal)")
    total = ("Totaal mannen en vrouwen", "Nederland", "2024", "100")
    men = ("Mannen", "Nederland", "2024", "49")
    both = Table(header, (total, men), (3,))
    path = variants.written(tmp_path / "x.csv", variants.as_csv(both))
    assert figures(path) == {("TotaleBevolking", "", "NL00", "2024JJ00"): 100}
    part = replace(both, rows=(men,))
    _refused(variants.written(tmp_path / "y.csv", variants.as_csv(part)), "kent deze tabel niet")
    above = STYLES["merged"](apart(both, ("Geslacht",)))
    above[1:] = [row for row in above[1:] if "Mannen" not in row] or above[1:]
    found = outcome(variants.written(tmp_path / "z.csv", view(above, title="Bevolking")))
    assert isinstance(found, str) or found == figures(path)


def test_victims_of_one_kind_are_not_all_victims(tmp_path: Path) -> None:
    table = survey()
    kept = [0, 1, 2, 5]
    alone = replace(
        table,
        header=tuple(table.header[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in table.rows),
        numbers=(3,),
    )
    path = variants.written(tmp_path / "x.csv", variants.as_csv(alone))
    assert {key[0] for key in figures(path)} == {"SlachtoffersOnline"}


def test_first_rows_of_whole_numbers_do_not_decide_the_decimal_mark(tmp_path: Path) -> None:
    lines = ["Marges;RegioS;Perioden;VoeltZichWeleensOnveilig_43"]
    lines += [f"MW00000;GM{i:04d}{' ':30};2023JJ00;30" for i in range(1, 8000)]
    lines += ["MW00000;NL01;2023JJ00;31,5", ""]
    path = variants.written(tmp_path / "x.csv", "\r\n".join(lines).encode())
    assert figures(path)["VoeltZichWeleensOnveilig", "MW00000", "NL00", "2023JJ00"] == 31.5


def test_the_first_row_of_a_file_with_persons_is_not_repeated(tmp_path: Path) -> None:
    content = b"Jansen;Jan;1980-05-01;1234AB\r\nPieters;Piet;1981-06-02;1234AC\r\n"
    found = outcome(variants.written(tmp_path / "x.csv", content))
    assert isinstance(found, str)
    assert "Jansen" not in found


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Gemeente;2021;2022\r\nUtrecht (gemeente);681;666\r\nAmsterdam;1763;1731\r\n", True),
        ("Jansen;Jan;1980\r\nPieters;Piet;1981\r\n", False),
    ],
)
def test_periods_alone_do_not_say_what_is_counted(
    tmp_path: Path, content: str, *, told: bool
) -> None:
    found = outcome(variants.written(tmp_path / "x.csv", content.encode()))
    assert isinstance(found, str)
    assert ("niet bij wat er geteld is" in found) is told
    assert "1980" not in found


def test_a_sheet_of_notes_is_not_the_reason(tmp_path: Path) -> None:
    table, above, title = CASES["types and periods"]
    made = xlsxwriter.Workbook(tmp_path / "x.xlsx")
    page = made.add_worksheet("Gegevens")
    for i, row in enumerate([[title], *STYLES["merged corner"](apart(table, above))]):
        page.write_row(i, 0, [variants.number(c, table.decimal) for c in row])
    made.add_worksheet("Toelichting").write(0, 0, "Toelichting bij de tabel")
    made.close()
    assert not _differs(outcome(tmp_path / "x.xlsx"), truth("types and periods", tmp_path))


def test_the_number_of_answers_and_the_design_effect_are_kept(tmp_path: Path) -> None:
    table = survey()
    more = replace(
        table,
        header=(*table.header, "AantalRespondenten_90", "Designeffect_91"),
        rows=tuple((*row, "412", "1.3") for row in table.rows),
        numbers=(*table.numbers, len(table.header), len(table.header) + 1),
    )
    found = figures(variants.written(tmp_path / "x.csv", variants.as_csv(more)), table.options)
    kept = {key[0]: value for key, value in found.items()}
    assert (kept["AantalRespondenten"], kept["Designeffect"]) == (412, 1.3)
