"""What the quality report of a delivery says about the newest year of a type."""

from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.series import SeriesView
from regie.evidence.intake.findings import report_from_json
from regie.evidence.sources.models import Delivery


def unplaced_share(series: SeriesView) -> float | None:
    """The percentage without a place, where a type has far more of it in its newest year.

    Only for yearly figures of one type: of a sum of types the report says nothing. The quality
    report of the delivery knows it. 1 query the first time per delivery.
    """
    if series.window > 1 or not series.readings or len(series.definition.categories) > 1:
        return None
    year = series.readings[-1].period[:4]
    known = [_unplaced(ref.id, year) for ref in series.deliveries]
    shares = [found[c] for found in known for c in series.definition.categories if c in found]
    return max(shares, default=None)


def _unplaced(delivery: int, year: str) -> dict[str, float]:
    return remembered(("unplaced", delivery, year), lambda: _read_unplaced(delivery, year))


def _read_unplaced(delivery: int, year: str) -> dict[str, float]:
    raw = Delivery.objects.filter(pk=delivery).values_list("report", flat=True).first()
    report = report_from_json(raw or {})
    return {
        str(row["type"]): float(row["share"])
        for finding in (report.findings if report else ())
        if finding.code == "unplaced_inflated" and finding.params.get("period") == year
        for row in finding.rows
    }
