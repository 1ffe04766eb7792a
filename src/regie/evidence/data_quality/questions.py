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
        "In %(period)s zijn %(count)s reeksen ineens precies nul (%(examples)s). "
        "Klopt dat, of ontbreken er cijfers?"
    ),
    "parts_differ": gettext_noop(
        "Het totaal is in %(count)s perioden niet de som van de soorten (%(examples)s). "
        "Hoort daar iets bij dat niet in de tabel staat?"
    ),
    "levels_differ": gettext_noop(
        "De gemeenten tellen in %(count)s perioden niet op tot het land (%(examples)s). "
        "Waar komt het verschil vandaan?"
    ),
    "missing_periods": gettext_noop(
        "Er ontbreken %(count)s perioden (%(examples)s). Komen die nog?"
    ),
    "unplaced_inflated": gettext_noop(
        "Bij %(count)s soorten is in %(period)s opvallend vaak de plaats onbekend (%(examples)s). "
        "Wanneer worden die plaatsen ingevuld?"
    ),
    "areas_unresolved": gettext_noop(
        "We konden %(count)s gebieden niet plaatsen (%(examples)s). Welke code hoort daarbij?"
    ),
    "types_unknown": gettext_noop(
        "We kennen %(count)s soorten niet (%(examples)s). Wat betekenen ze?"
    ),
    "codes_unknown": gettext_noop(
        "We kennen %(count)s gebiedscodes niet (%(examples)s). Van welk jaar is de indeling?"
    ),
    "duplicates": gettext_noop("In het bestand staan %(count)s rijen dubbel. Hoort dat zo?"),
}
HIDDEN_ZERO = gettext_noop(
    "Er zijn %(count)s cijfers die eerst afgeschermd waren en nu nul zijn (%(examples)s). "
    "Is dat echt nul?"
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
