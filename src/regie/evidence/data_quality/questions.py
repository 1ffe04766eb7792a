"""Which questions follow from the findings of a delivery, and the list that is mailed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from regie.evidence.intake.findings import Finding, QualityReport

SHOWN = 8
MAIL_LIMIT = 1800
"""Longer addresses are cut off by mail programs; then the text is copied instead."""

ASKS: Mapping[str, str] = {
    "suspicious_zeros": gettext_noop(
        "Reeksen die in %(period)s ineens precies nul zijn: %(count)s (%(examples)s). "
        "Klopt dat, of ontbreken er cijfers?"
    ),
    "parts_differ": gettext_noop(
        "Perioden waarin het totaal niet de som van de soorten is: %(count)s (%(examples)s). "
        "Hoort daar iets bij dat niet in de tabel staat?"
    ),
    "levels_differ": gettext_noop(
        "Perioden waarin de gemeenten niet optellen tot het land: %(count)s (%(examples)s). "
        "Waar komt het verschil vandaan?"
    ),
    "missing_periods": gettext_noop(
        "Perioden die ontbreken: %(count)s (%(examples)s). Komen die nog?"
    ),
    "unplaced_inflated": gettext_noop(
        "Soorten waarvan in %(period)s opvallend vaak de plaats onbekend is: %(count)s "
        "(%(examples)s). Wanneer worden die plaatsen ingevuld?"
    ),
    "areas_unresolved": gettext_noop(
        "Gebieden die we niet konden plaatsen: %(count)s (%(examples)s). Welke code hoort daarbij?"
    ),
    "types_unknown": gettext_noop(
        "Soorten die we niet kennen: %(count)s (%(examples)s). Wat betekenen ze?"
    ),
    "codes_unknown": gettext_noop(
        "Gebiedscodes die we niet kennen: %(count)s (%(examples)s). Van welk jaar is de indeling?"
    ),
    "duplicates": gettext_noop("Rijen die dubbel in het bestand staan: %(count)s. Hoort dat zo?"),
}
HIDDEN_ZERO = gettext_noop(
    "Cijfers die eerst afgeschermd waren en nu nul zijn: %(count)s (%(examples)s). Is dat echt nul?"
)


@dataclass(frozen=True)
class Suggestion:
    """A question that follows from a finding, with the values that fill its sentence."""

    key: str
    sentence: str
    params: Mapping[str, Any]
    delivery_id: int

    @property
    def words(self) -> str:
        """The question in the reader's language."""
        return _(self.sentence) % self.params


def suggestions(
    report: QualityReport | None, delivery_id: int, last_period: str
) -> Iterator[Suggestion]:
    """The questions one delivery raises. The same finding in a newer period is a new question."""
    for finding in report.findings if report else ():
        if finding.code in ASKS:
            params = {"count": 0, "period": "", **finding.params, "examples": _examples(finding)}
            key = f"{finding.code}:{last_period}"
            yield Suggestion(key, ASKS[finding.code], params, delivery_id)


def hidden_zero(
    summary: Mapping[str, Any], delivery_id: int, last_period: str
) -> Iterator[Suggestion]:
    """The question about figures that went from withheld to zero."""
    levels = summary.get("levels", {}).values()
    count = sum(level["counts"]["hidden_zero"] for level in levels)
    if count:
        found = [row for level in levels for row in level["suspicious"]][:SHOWN]
        examples = "; ".join(
            f"{row['area']} {row['category']} {row['period'][:4]}" for row in found
        )
        yield Suggestion(
            f"hidden_zero:{last_period}",
            HIDDEN_ZERO,
            {"count": count, "examples": examples},
            delivery_id,
        )


def _examples(finding: Finding) -> str:
    """A few of the areas, types and periods a finding names; never a figure of a person."""
    parts = []
    for row in finding.rows[:SHOWN]:
        words = [str(row[key]) for key in ("area", "name", "type", "label") if row.get(key)]
        if row.get("period"):
            words.append(str(row["period"])[:4])
        parts.append(" ".join(dict.fromkeys(words)))
    return "; ".join(parts) or "–"


def as_text(title: str, municipality: str, questions: Iterable[str]) -> str:
    """The list as it is mailed or copied."""
    opening = _("Vragen van %(municipality)s over %(title)s:") % {
        "municipality": municipality,
        "title": title,
    }
    lines = [f"{number}. {words}" for number, words in enumerate(questions, start=1)]
    return "\n".join([opening, "", *lines])


def mail_address(title: str, text: str) -> str:
    """A mailto address with subject and text; "" when the text is too long for one."""
    subject = quote(_("Vragen over %(title)s") % {"title": title})
    address = f"mailto:?subject={subject}&body={quote(text)}"
    return address if len(address) <= MAIL_LIMIT else ""
