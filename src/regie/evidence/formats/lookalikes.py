"""Files that look like a table of figures and are not one: what they are instead."""

import re
from collections.abc import Callable, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from regie.evidence.formats.rules import parse_header, parse_period, stem_of_title
from regie.evidence.formats.sniff import WHOLE_LINES, Sniffed
from regie.foundation.records.refusals import RefusedError
from regie.policy.tables import OTHER_TABLES, OtherTable

OBSERVATIONS = frozenset({"Measure", "ValueAttribute", "Value"})
"""The columns of observations in OData v4."""
DESCRIPTIONS = (
    frozenset({"ParentID", "Type"}),
    frozenset({"Identifier", "ShortTitle"}),
    frozenset({"Identifier", "DataType", "Unit"}),
    frozenset({"Identifier", "Kind"}),
)


def expect_areas(sniffed: Sniffed, stems: set[str], key: str) -> None:
    """Refuse a list of codes that are no areas. `key` is the column of codes."""
    refuse_description(stems)
    codes = [code.strip() for code in sniffed.sample(key)]
    if codes and all(
        code[:2] in {"NL", "LD", "PV", "RE", "CR", "GM", "WK", "BU"} for code in codes
    ):
        return
    if "Status" in stems:
        raise RefusedError(
            _("Dit is de lijst met perioden van een tabel. Er staan geen cijfers in.")
        )
    raise RefusedError(
        _("Dit is een codelijst, bijvoorbeeld %(example)s. Er staan geen cijfers in."),
        example=f"{codes[0]} = {sniffed.sample('Title')[0].strip()}" if codes else "–",
    )


def refuse_description(stems: set[str]) -> None:
    """Refuse what describes tables instead of being one."""
    if "DatasetType" in stems:
        raise RefusedError(
            _("Dit is een lijst van tabellen. Kies een tabel en lever het bestand met de cijfers.")
        )
    if any(signs <= stems for signs in DESCRIPTIONS):
        raise RefusedError(
            _(
                "Dit is de beschrijving van een tabel en niet de tabel zelf. "
                "Lever het bestand met de cijfers (TypedDataSet)."
            )
        )


def what_else(sniffed: Sniffed, stems: set[str]) -> tuple[str, dict[str, str]]:
    """The sentence, with its parameters, about a table that Regie does not read."""
    titles = stems | {stem_of_title(parse_header(c).title) for c in sniffed.columns}
    for other in OTHER_TABLES():
        if titles.issuperset(other.columns):
            return (
                _("Dit is tabel %(table)s (%(title)s). Regie leest die niet. %(reason)s"),
                {"table": other.table_id, "title": other.title, "reason": _reason(other)},
            )
    if '";"' in sniffed.columns[0] or '","' in sniffed.columns[0]:
        return WHOLE_LINES, {}
    if set(sniffed.columns) >= OBSERVATIONS:
        return (
            _(
                "Dit zijn waarnemingen van een tabel die Regie niet leest. "
                "De onderwerpen zijn: %(measures)s. Lever een tabel uit de lijst van Regie."
            ),
            {"measures": ", ".join(sorted(set(sniffed.sample("Measure")))[:8])},
        )
    told = " ".join((*sniffed.columns, *sniffed.titles)).casefold()
    if _RATE.search(told):
        return (
            _(
                "Dit zijn cijfers per 1.000 of 10.000 inwoners, zoals van Waarstaatjegemeente. "
                "Regie leest aantallen en rekent ze zelf om. Lever de aantallen, bijvoorbeeld van "
                "de politie of het CBS."
            ),
            {},
        )
    return _by_content(sniffed)


_RATE = re.compile(r"per 10?\.?000 (inwoner|jongere|jeugdige|woning)")


def _by_content(sniffed: Sniffed) -> tuple[str, dict[str, str]]:
    if _is_code_list(sniffed):
        return _("Dit is een lijst van codes met hun betekenis. Er staan geen cijfers in."), {}
    if len(sniffed.columns) == 2 and _has(sniffed, _is_province):
        return (
            _("Deze lijst zegt welke gemeente in welke provincie ligt. Regie weet dat al."),
            {},
        )
    if any(_MOMENT.fullmatch(cell) for row in sniffed.rows[:50] for cell in row):
        return (
            _(
                "Dit lijken losse meldingen of dossiers, één per rij. "
                "Lever ze als partnerbestand via Registraties."
            ),
            {},
        )
    if sniffed.titles and _are_names(sniffed.titles):
        return (
            _(
                "Dit lijkt op “%(title)s”. Regie kent deze tabel niet. "
                "Komt het bestand van een partner? Lever het dan via Registraties."
            ),
            {"title": sniffed.titles[0][:120]},
        )
    return _unknown(sniffed)


def _unknown(sniffed: Sniffed) -> tuple[str, dict[str, str]]:
    """Say which columns there are, unless the first row may hold data of persons."""
    if _periods_above(sniffed):
        return (
            _(
                "Boven de kolommen staan perioden. Er staat niet bij wat er geteld is. "
                "Lever de tabel met het onderwerp en de soort erbij. "
                "Komt het bestand van een partner? Lever het dan via Registraties."
            ),
            {},
        )
    if not _are_names(sniffed.columns):
        return (
            _(
                "Regie kent deze tabel niet. De eerste rij bevat geen namen van kolommen. "
                "Komt het bestand van een partner? Lever het dan via Registraties."
            ),
            {},
        )
    columns = ", ".join(sniffed.columns[:8])[:300]
    if not _has(sniffed, lambda cell: parse_period(cell) is not None):
        return (
            _(
                "Regie kent deze tabel niet. De kolommen zijn: %(columns)s. "
                "Er is geen kolom met perioden. "
                "Komt het bestand van een partner? Lever het dan via Registraties."
            ),
            {"columns": columns},
        )
    return (
        _(
            "Regie kent deze tabel niet. De kolommen zijn: %(columns)s. "
            "Lever het bestand zoals de politie of het CBS het geeft, met alle kolommen. "
            "Komt het van een partner? Lever het dan via Registraties."
        ),
        {"columns": columns},
    )


def _periods_above(sniffed: Sniffed) -> bool:
    """Periods as names of columns, with something else under them; a year of birth is no name."""
    periods = [column for column in sniffed.columns if parse_period(column)]
    others = [column for column in sniffed.columns if column not in periods]
    under = [cell for column in periods for cell in sniffed.sample(column) if cell.strip()]
    return _are_names(others) and any(parse_period(cell) is None for cell in under)


_CODES = frozenset({"code", "codes", "id", "nr", "nummer"})
_MEANINGS = frozenset({"omschrijving", "naam", "label", "titel", "title", "betekenis", "oms"})
_DAY = r"\d\d?[-/]\d\d?[-/]"
_MOMENT = re.compile(rf"(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d.*|{_DAY}(19|20)\d\d \d\d?:\d\d.*")
_DATA = re.compile(
    rf"[-+]?\d+([.,]\d+)*|.*@.*|\d{{4}} ?[A-Za-z]{{2}}|.*\d{{6,}}.*|{_DAY}\d{{2,4}}.*"
)
PROVINCES = frozenset(
    {"groningen", "drenthe", "overijssel", "flevoland", "gelderland", "utrecht", "limburg"}
    | {"noord-holland", "zuid-holland", "zeeland", "noord-brabant", "friesland", "fryslân"}
)


def _is_code_list(sniffed: Sniffed) -> bool:
    words = {column.casefold().rpartition(".")[2] for column in sniffed.columns}
    return len(words) <= 4 and bool(words & _CODES) and bool(words & _MEANINGS)


def _is_province(cell: str) -> bool:
    return cell.strip().casefold().removesuffix(" (pv)") in PROVINCES


def _has(sniffed: Sniffed, test: Callable[[str], bool]) -> bool:
    """True when a column holds nothing but such values."""
    for column in sniffed.columns:
        cells = [cell for cell in sniffed.sample(column) if cell.strip()]
        if cells and all(test(cell) for cell in cells):
            return True
    return False


def _are_names(columns: Sequence[str]) -> bool:
    """False when a number, date, postcode or address of mail stands among them."""
    return not any(_DATA.fullmatch(column.strip()) for column in columns)


def _reason(other: OtherTable) -> str:
    return other.reason_en if get_language() == "en" else other.reason
