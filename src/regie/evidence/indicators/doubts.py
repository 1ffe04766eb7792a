"""What the quality report of a delivery says about the newest year of a type."""

from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.series import SeriesView
from regie.evidence.intake.findings import report_from_json
from regie.evidence.sources import queries as sources
from regie.foundation.areas.rules import realm_of


def unplaced_share(series: SeriesView) -> float | None:
    """The percentage without a place, where a type has far more of it in its newest year.

    Only for yearly figures of one type: of a sum of types the report says nothing. The quality
    report of the delivery knows it. No queries where deliveries were looked at already.
    """
    if series.window > 1 or not series.readings or len(series.definition.categories) > 1:
        return None
    year = series.readings[-1].period[:4]
    realm = realm_of(series.area)
    known = [_unplaced(realm, ref.id, year) for ref in series.deliveries]
    shares = [found[c] for found in known for c in series.definition.categories if c in found]
    return max(shares, default=None)


def _unplaced(realm: str, delivery: int, year: str) -> dict[str, float]:
    key = ("unplaced", delivery, year)
    return remembered(key, lambda: _read_unplaced(realm, delivery, year))


def _read_unplaced(realm: str, delivery: int, year: str) -> dict[str, float]:
    report = report_from_json(sources.report_of(realm, delivery))
    return {
        str(row["type"]): float(row["share"])
        for finding in (report.findings if report else ())
        if finding.code == "unplaced_inflated" and finding.params.get("period") == year
        for row in finding.rows
    }
