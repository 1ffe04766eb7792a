"""Files that look like a table of figures and are not one: what they are instead."""

from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from regie.evidence.formats.refusals import RefusedError
from regie.evidence.formats.rules import parse_header, stem_of_title
from regie.evidence.formats.sniff import WHOLE_LINES, Sniffed
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
    if sniffed.columns[:1] == ("#",) and any("|" in column for column in sniffed.columns):
        return (
            _(
                "Dit is een tabelweergave van StatLine met een kop van meer regels. "
                "Kies bij het downloaden voor “CSV met onderwerpen in kolommen”."
            ),
            {},
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
    return (
        _(
            "Regie kent deze tabel niet. De kolommen zijn: %(columns)s. "
            "Lever het bestand zoals de politie of het CBS het geeft, met alle kolommen."
        ),
        {"columns": ", ".join(sniffed.columns[:8])[:300]},
    )


def _reason(other: OtherTable) -> str:
    return other.reason_en if get_language() == "en" else other.reason
