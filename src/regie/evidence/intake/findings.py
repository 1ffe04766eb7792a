"""What the quality report can say: one sentence per finding. Pure; sentences are Dutch msgids."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Severity = Literal["good", "note", "warning", "problem"]

SEVERITIES: tuple[Severity, ...] = ("problem", "warning", "note", "good")


@dataclass(frozen=True)
class Finding:
    """One line of the report.

    `sentence` and `action` are msgids with `%(name)s` places that `params` fills: what was
    found, and what Regie does about it. `rows` are details for a table under the sentence.
    """

    code: str
    severity: Severity
    sentence: str
    action: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class QualityReport:
    """The whole report of one delivery."""

    table_id: str
    title: str
    file_name: str
    rows_read: int
    rows_skipped: int
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Severity:
        """The most serious finding decides the badge in the list of deliveries."""
        found = {finding.severity for finding in self.findings}
        return next((severity for severity in SEVERITIES if severity in found), "good")

    def as_json(self) -> dict[str, Any]:
        """For storage and download; keys in English, sentences as msgids with their params."""
        return asdict(self) | {"worst": self.worst}


def report_from_json(raw: Mapping[str, Any]) -> QualityReport | None:
    """Read a stored report back; None when there is none."""
    if not raw:
        return None
    findings = tuple(Finding(**{**item, "rows": tuple(item["rows"])}) for item in raw["findings"])
    kept = ("table_id", "title", "file_name", "rows_read", "rows_skipped")
    return QualityReport(**{key: raw[key] for key in kept}, findings=findings)
