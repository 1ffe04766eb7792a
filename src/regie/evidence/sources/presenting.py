"""Deliveries in the reader's words: what the pages, the command line and the download show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from regie.evidence.intake.findings import (
    Finding,
    QualityReport,
    Severity,
    report_from_json,
)
from regie.evidence.sources.judgement import BADGES, judge, refusal
from regie.evidence.sources.models import Delivery, DeliveryState
from regie.foundation.organizations.models import Municipality
from regie.policy.offences import NUISANCE_TYPES, OFFENCE_TYPES, TypeItem
from regie.ui.formats import number, period
from regie.ui.tables import Cell, Column, Row, Table

KINDS: Mapping[Severity, str] = {
    "problem": "error",
    "warning": "warning",
    "note": "info",
    "good": "success",
}
WORDS: Mapping[Severity, Promise] = {
    "problem": gettext_lazy("probleem"),
    "warning": gettext_lazy("let op"),
    "note": gettext_lazy("goed om te weten"),
    "good": gettext_lazy("in orde"),
}
STATES = {
    DeliveryState.RECEIVED: "info",
    DeliveryState.READING: "info",
    DeliveryState.AVAILABLE: "positive",
    DeliveryState.SUPERSEDED: "neutral",
    DeliveryState.REFUSED: "negative",
    DeliveryState.WITHDRAWN: "neutral",
}
PHASES = {
    "look": gettext_lazy("Het bestand wordt bekeken."),
    "load": gettext_lazy("De rijen worden gelezen."),
    "cells": gettext_lazy("De cijfers worden begrepen."),
    "check": gettext_lazy("De cijfers worden gecontroleerd."),
    "write": gettext_lazy("De cijfers worden opgeslagen."),
    "report": gettext_lazy("Het kwaliteitsrapport wordt gemaakt."),
}
COLUMNS = {
    "area": gettext_lazy("Gebied"),
    "name": gettext_lazy("Naam"),
    "type": gettext_lazy("Soort"),
    "types": gettext_lazy("Soorten"),
    "label": gettext_lazy("Omschrijving"),
    "level": gettext_lazy("Niveau"),
    "count": gettext_lazy("Aantal"),
    "period": gettext_lazy("Periode"),
    "share": gettext_lazy("Aandeel in procenten"),
    "status": gettext_lazy("Status"),
    "reason": gettext_lazy("Reden"),
    "total": gettext_lazy("Totaal"),
    "sum": gettext_lazy("Som"),
    "country": gettext_lazy("Land"),
    "usual": gettext_lazy("Gemiddeld in de vijf jaar ervoor"),
    "old": gettext_lazy("Vorige levering"),
    "new": gettext_lazy("Deze levering"),
    "difference": gettext_lazy("Verschil"),
}
LEVELS = {
    "country": gettext_lazy("land"),
    "region": gettext_lazy("regio"),
    "province": gettext_lazy("provincie"),
    "municipality": gettext_lazy("gemeente"),
    "district": gettext_lazy("wijk"),
    "neighbourhood": gettext_lazy("buurt"),
    "place": gettext_lazy("woonplaats"),
    "unplaced": gettext_lazy("plaats onbekend"),
}
STATUSES = {
    "provisional": pgettext_lazy("status of a period", "voorlopig"),
    "revised": pgettext_lazy("status of a period", "nader voorlopig"),
}


@dataclass(frozen=True)
class FindingView:
    """One line of the report as it is shown."""

    code: str
    kind: str
    badge: str
    word: str
    sentence: str
    action: str
    table: Table | None


@dataclass(frozen=True)
class ProgressView:
    """How far the reading of a delivery is."""

    percent: float | None
    phase: str
    left: str


def say(sentence: str, params: Mapping[str, object]) -> str:
    """A stored sentence in the reader's language, with its numbers written as the language does."""
    return _(sentence) % {key: _shown(value) for key, value in params.items()}


def _shown(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return number(value, 0 if float(value).is_integer() else 1)


def show_findings(report: QualityReport) -> list[FindingView]:
    """The findings, the most serious first."""
    order = list(KINDS)
    ranked = sorted(report.findings, key=lambda finding: order.index(finding.severity))
    return [_show(finding) for finding in ranked]


def _show(finding: Finding) -> FindingView:
    return FindingView(
        code=finding.code,
        kind=KINDS[finding.severity],
        badge=BADGES[finding.severity],
        word=str(WORDS[finding.severity]),
        sentence=say(finding.sentence, finding.params),
        action=_(finding.action) if finding.action else "",
        table=_details(finding),
    )


def _details(finding: Finding) -> Table | None:
    """The details as a table; rows of one kind share their columns."""
    if not finding.rows:
        return None
    keys = list(dict.fromkeys(k for row in finding.rows for k in row if not k.endswith("_en")))
    columns = tuple(Column(str(COLUMNS.get(key, key)), numeric=_is_number(key)) for key in keys)
    rows = tuple(
        Row(tuple(_cell(key, _own_language(row, key)) for key in keys)) for row in finding.rows
    )
    return Table(say(finding.sentence, finding.params), columns, rows)


def _own_language(row: Mapping[str, object], key: str) -> object:
    """Texts of the policy carry their own English beside them."""
    english = row.get(f"{key}_en")
    return english if english and get_language() == "en" else row.get(key)


def _is_number(key: str) -> bool:
    return key in {"count", "share", "total", "sum", "country", "usual", "old", "new", "difference"}


def _cell(key: str, value: object) -> str:
    if value is None:
        return ""
    if key == "period":
        return period(str(value))
    if key == "level":
        return str(LEVELS.get(str(value), value))
    if key == "status":
        return str(STATUSES.get(str(value), value))
    if isinstance(value, list | tuple):
        return ", ".join(_type_in_words(str(part)) for part in value)
    if key == "label":
        return _in_english(str(value))
    if key == "share":
        return number(value, 2)
    return _shown(value)


@cache
def _types() -> dict[str, TypeItem]:
    """The types by code. Offences and nuisance share the code of the total only."""
    return {item.code: item for item in (*NUISANCE_TYPES(), *OFFENCE_TYPES())}


def _type_in_words(code: str) -> str:
    found = _types().get(code)
    return f"{code} {_in_english(found.name)}" if found else code


def _in_english(name: str) -> str:
    """The name of a type as the reader's language has it; other names stay as they are."""
    if get_language() != "en":
        return name
    return next((item.name_en for item in _types().values() if item.name == name), name)


def show_progress(delivery: Delivery) -> ProgressView:
    """Where the reading stands; without a percentage when it waits its turn."""
    kept = delivery.progress or {}
    if delivery.state == DeliveryState.RECEIVED or not kept:
        return ProgressView(None, _("De levering wacht tot ze wordt gelezen."), "")
    left = kept.get("seconds_left")
    words = _("nog ongeveer %(seconds)s seconden") % {"seconds": number(left)} if left else ""
    phase = PHASES.get(str(kept.get("phase")), PHASES["look"])
    return ProgressView(100 * float(kept.get("fraction", 0)), str(phase), words)


def periods(delivery: Delivery) -> str:
    """From the first to the last period, in words."""
    first, last = delivery.first_period, delivery.last_period
    if not first:
        return ""
    return period(first) if first == last else f"{period(first)} – {period(last)}"


def levels(delivery: Delivery) -> str:
    """The levels a delivery has figures of, in words."""
    found: Sequence[str] = [k for k in LEVELS if k in (delivery.coverage or {}).get("levels", {})]
    return ", ".join(str(LEVELS[level]) for level in found if level != "unplaced")


def state_cell(delivery: Delivery, href: str) -> Cell:
    """Title of a delivery, with its state as a badge when it is not simply in use."""
    in_use = delivery.state == DeliveryState.AVAILABLE
    return Cell(
        title(delivery),
        href=href,
        sub=delivery.dataset.table_id if delivery.dataset else delivery.file_name,
        badge="" if in_use else delivery.get_state_display(),
        badge_kind=STATES[DeliveryState(delivery.state)],
    )


def title(delivery: Delivery) -> str:
    """What a delivery is called."""
    if delivery.dataset:
        return delivery.dataset.title
    known = delivery.state in {DeliveryState.AVAILABLE, DeliveryState.SUPERSEDED}
    return str(delivery.get_kind_display()).capitalize() if known else delivery.file_name


def deliverer(delivery: Delivery, municipality: Municipality) -> str:
    """Who delivered it; people of another municipality stay unnamed."""
    if delivery.municipality_id is None:
        return _("de beheerder")
    if delivery.municipality_id != municipality.pk:
        return _("een andere gemeente")
    return str(delivery.received_by or _("de beheerder"))


def quality_cell(delivery: Delivery) -> Cell:
    """The verdict as a badge, or the reason of a refusal."""
    if delivery.state == DeliveryState.REFUSED:
        return Cell(refusal(delivery))
    words, kind = judge(delivery)
    return Cell("", badge=words, badge_kind=kind) if delivery.report else Cell(words)


def size(count: int) -> str:
    """A number of bytes in words."""
    if count < 1000:
        return _("%(count)s bytes") % {"count": number(count)}
    if count < 1_000_000:
        return _("%(count)s kB") % {"count": number(count / 1000)}
    return _("%(count)s MB") % {"count": number(count / 1_000_000, 1)}


def as_document(delivery: Delivery) -> dict[str, object]:
    """The report as a document that can be read without Regie."""
    report = report_from_json(delivery.report)
    source = delivery.dataset
    return {
        "delivery": delivery.pk,
        "file": delivery.file_name,
        "sha256": delivery.sha256,
        "state": delivery.state,
        "refusal": refusal(delivery),
        "table": source.table_id if source else "",
        "title": source.title if source else "",
        "publisher": source.publisher if source else "",
        "received_at": delivery.received_at.isoformat(),
        "vintage": delivery.vintage.isoformat() if delivery.vintage else None,
        "classification_year": delivery.classification_year,
        "rows": delivery.rows,
    } | (findings_document(report) if report else {})


def findings_document(report: QualityReport) -> dict[str, object]:
    """The findings as plain values with their sentence in the reader's language."""
    return {
        "worst": report.worst,
        "rows_read": report.rows_read,
        "rows_skipped": report.rows_skipped,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "sentence": say(finding.sentence, finding.params),
                "action": _(finding.action) if finding.action else "",
                "numbers": dict(finding.params),
                "rows": [dict(row) for row in finding.rows],
            }
            for finding in report.findings
        ],
    }
