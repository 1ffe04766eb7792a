"""Files that were never seen before: the same figures in every form, or a refusal."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from regie.evidence.intake.understanding import Options
from regie.evidence.sources.tests import variants
from regie.evidence.sources.tests.variants import FORMS, Table, figures, outcome

pytestmark = [pytest.mark.room, pytest.mark.django_db, pytest.mark.usefixtures("areas")]

TYPES = {
    "0.0.0": "Totaal misdrijven",
    "1.1.1": "1.1.1 Diefstal/inbraak woning",
    "1.2.3": "1.2.3 Diefstal van brom-, snor-, fietsen",
}
CODES = ("NL00      ", "GM0344    ", "WK034401  ", "BU03440111", "BU0363AC02")


def offences() -> Table:
    """Open data of the police: padded keys, whole numbers."""
    rows = []
    for i, (kind, code, year) in enumerate(itertools.product(TYPES, CODES, (2022, 2023))):
        value = str(1234 if not i else (i * 37) % 50)
        rows.append((str(i), f"{kind:<6}", code, f"{year}JJ00", value, "Súdwest-Fryslân é ë ï"))
    header = ("ID", "SoortMisdrijf", "WijkenEnBuurten", "Perioden", "GeregistreerdeMisdrijven_1")
    return Table((*header, "Gemeentenaam_2"), tuple(rows), (0, 4))


def reports() -> Table:
    """An export of StatLine with names, three measures and a provisional year."""
    header = (
        *("Soort misdrijf", "Regio's", "Perioden", "Geregistreerde misdrijven (aantal)"),
        *("Aangiften (aantal)", "Internetaangiften (aantal)"),
    )
    names = ("Nederland", "Utrecht (PV)", "Amsterdam")
    rows = [
        (kind, area, year, str(1000 + i), str(500 + i), str(i))
        for i, (kind, area, year) in enumerate(
            itertools.product(TYPES.values(), names, ("2023", "2024*"))
        )
    ]
    return Table(header, tuple(rows), (3, 4, 5))


def key_figures() -> Table:
    """Key figures of neighbourhoods with codes, decimals, unknown and impossible cells."""
    header = (
        *("Wijken en buurten", "Regioaanduiding/Gemeentenaam (naam)"),
        *("Regioaanduiding/Codering (code)", "Bevolking/Aantal inwoners (aantal)"),
        *("Wonen/Gemiddelde WOZ-waarde (x 1 000 euro)", "Bevolking/Mannen (aantal)"),
    )
    rows = (
        ("Nederland", "Nederland", "NL00", "17942942", "379,4", "8900000"),
        ("Utrecht", "Utrecht", "GM0344", "374000", "412,5", "183000"),
        ("Wijk 01 West", "Utrecht", "WK034401", "30000", ".", "15000"),
        ("Oog in Al", "Utrecht", "BU03440111", "4500", "", "2200"),
        ("Halve Maan", "Utrecht", "BU03440112", "0", "250,0", "."),
        ("Leliegracht e.o.", "Amsterdam", "BU0363AC02", "1230", "888,1", "610"),
    )
    return Table(header, rows, (3, 4, 5), ",", Options(year=2024))


def survey() -> Table:
    """The survey with its margins as a dimension."""
    header = (
        *("Marges", "RegioS", "Perioden", "VoeltZichWeleensOnveilig_43", "Slachtoffers_68"),
        "Slachtoffers_132",
    )
    rows = [
        (margin, area, f"{year}JJ00", f"{30 + i}.{i % 10}", f"{15 + i}.5", "." if i % 5 else "9.9")
        for i, (margin, area, year) in enumerate(
            itertools.product(("MW00000", "MOG0095", "MBG0095"), ("NL01  ", "GM0344"), (2021, 2023))
        )
    ]
    return Table(header, tuple(rows), (3, 4, 5))


def people() -> Table:
    """Inhabitants per municipality."""
    rows = [
        (str(i), code, f"{year}JJ00", str(100_000 + i))
        for i, (code, year) in enumerate(itertools.product(("NL01  ", "GM0344"), (2022, 2023)))
    ]
    return Table(("ID", "RegioS", "Perioden", "TotaleBevolking_1"), tuple(rows), (0, 3))


def nuisance() -> Table:
    """Nuisance by month."""
    header = ("ID", "Overlast", "WijkenEnBuurten", "Perioden", "GeregistreerdeOverlast_1")
    rows = [
        (str(i), kind, code, f"2024MM{month:02d}", str(i % 7))
        for i, (kind, code, month) in enumerate(
            itertools.product(("0.0.0 ", "E35   "), CODES[:4], range(1, 5))
        )
    ]
    return Table(header, tuple(rows), (0, 4))


TABLES = {
    "offences": offences,
    "reports": reports,
    "key figures": key_figures,
    "survey": survey,
    "people": people,
    "nuisance": nuisance,
}
_KNOWN: dict[str, variants.Found] = {}


def truth(name: str, folder: Path) -> variants.Found:
    """What the table says in the form in which its publisher gives it."""
    if name not in _KNOWN:
        table = TABLES[name]()
        path = variants.written(folder / "truth.csv", variants.as_csv(table))
        _KNOWN[name] = figures(path, table.options)
    return _KNOWN[name]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["offences", "reports", "key figures", "survey"])
def test_every_form_says_the_same(tmp_path: Path, name: str, form: str) -> None:
    table = TABLES[name]()
    path = FORMS[form](table, tmp_path / "file")
    assert outcome(path, table.options) == truth(name, tmp_path)


@pytest.mark.parametrize("name", ["reports", "key figures"])
def test_packed_together_with_other_things(tmp_path: Path, name: str) -> None:
    table = TABLES[name]()
    inner = FORMS["xlsx"](table, tmp_path / "inner.xlsx")
    path = variants.zipped(inner, tmp_path / "x.zip", "tabel.xlsx")
    assert outcome(path, table.options) == truth(name, tmp_path)


# --- mutations -----------------------------------------------------------------------------------


def unpadded(table: Table) -> Table:
    return table.mapped(lambda _i, cell: cell.strip())


def padded(table: Table) -> Table:
    return table.mapped(lambda i, cell: cell if i in table.numbers else f"{cell:<30}")


def numbers_padded(table: Table) -> Table:
    return table.mapped(lambda i, cell: f"{cell:>8}" if i in table.numbers else cell)


def extra_column(table: Table) -> Table:
    return replace(
        table,
        header=(*table.header, "Opmerking"),
        rows=tuple((*row, "nagekeken; klopt, zie tabel") for row in table.rows),
    )


def other_numbers(table: Table) -> Table:
    """Another position number behind every key, as the next edition has."""
    shared = "Slachtoffers"  # these are told apart by their number
    renamed = [
        f"{h.rpartition('_')[0]}_{int(h.rpartition('_')[2]) + 3}"
        if h.rpartition("_")[2].isdigit() and not h.startswith(shared)
        else h
        for h in table.header
    ]
    return replace(table, header=tuple(renamed))


def shuffled(table: Table) -> Table:
    return replace(table, rows=tuple(sorted(table.rows, key=lambda row: row[::-1])))


def turned(table: Table) -> Table:
    return table.ordered(list(range(len(table.header)))[::-1])


def capitals(table: Table) -> Table:
    return replace(table, header=tuple(f" {name} " for name in table.header))


MUTATIONS = (
    unpadded,
    padded,
    numbers_padded,
    extra_column,
    other_numbers,
    shuffled,
    turned,
    capitals,
)


@pytest.mark.parametrize("change", MUTATIONS)
@pytest.mark.parametrize("name", TABLES)
def test_harmless_changes(tmp_path: Path, name: str, change: object) -> None:
    table = TABLES[name]()
    assert callable(change)
    path = FORMS["quoted"](change(table), tmp_path / "file")
    assert outcome(path, table.options) == truth(name, tmp_path)


@examples(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_mixture_of_changes(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TABLES)))
    table = TABLES[name]()
    for change in data.draw(st.lists(st.sampled_from(MUTATIONS), max_size=3, unique=True)):
        table = change(table)
    form = data.draw(st.sampled_from(sorted(FORMS)))
    path = FORMS[form](table, tmp_path / "file")
    assert outcome(path, table.options) == truth(name, tmp_path)


# --- damage: never other figures ----------------------------------------------------------------


def thousands(table: Table) -> Table:
    """A point in every number of four digits and more, as a spreadsheet shows it."""

    def change(i: int, cell: str) -> str:
        whole = cell.strip().isdigit() and len(cell.strip()) > 3 and i in table.numbers
        return f"{int(cell):,}".replace(",", ".") if whole else cell

    return table.mapped(change)


def thousands_comma(table: Table) -> Table:
    dotted = thousands(table)
    return dotted.mapped(lambda i, c: c.replace(".", ",") if i in table.numbers and c[1:] else c)


def one_word(table: Table) -> Table:
    rows = [list(row) for row in table.rows]
    rows[-1][table.numbers[-1]] = "veel"
    return replace(table, rows=tuple(map(tuple, rows)))


def other_decimal(table: Table) -> Table:
    """One number with the other decimal mark."""
    rows = [list(row) for row in table.rows]
    rows[-1][table.numbers[-1]] = "12.5" if table.decimal == "," else "12,5"
    return replace(table, rows=tuple(map(tuple, rows)))


@pytest.mark.parametrize("form", ["quoted", "xlsx as text", "json"])
@pytest.mark.parametrize("change", [thousands, thousands_comma, one_word, other_decimal])
@pytest.mark.parametrize("name", ["reports", "key figures", "survey"])
def test_damaged_numbers_are_never_misread(
    tmp_path: Path, name: str, change: object, form: str
) -> None:
    table = TABLES[name]()
    assert callable(change)
    damaged = change(table)
    if damaged == table:
        pytest.skip("this table has nothing to damage")
    if form == "json":
        damaged = replace(damaged, numbers=())
    found = outcome(FORMS[form](damaged, tmp_path / "file"), table.options)
    assert isinstance(found, str) or _agrees(found, truth(name, tmp_path))


def _agrees(found: variants.Found, known: variants.Found) -> bool:
    """No figure that the table does not have."""
    return all(known.get(key) == value for key, value in found.items())


@pytest.mark.parametrize("name", TABLES)
def test_a_file_without_its_end(tmp_path: Path, name: str) -> None:
    table = TABLES[name]()
    content = variants.as_csv(table)
    for cut in (1, 3, 9, 40):
        found = outcome(variants.written(tmp_path / "x", content[:-cut]), table.options)
        assert isinstance(found, str) or _agrees(found, truth(name, tmp_path)), cut
