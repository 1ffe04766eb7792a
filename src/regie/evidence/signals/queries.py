"""Reading verdicts, for this room's pages and for the rooms above. No calculation happens here."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from regie.evidence.appraisal.rules import Assessment
from regie.evidence.appraisal.stored import from_json
from regie.evidence.indicators.definitions import definitions
from regie.evidence.signals.models import Verdict, Watch, WatchState
from regie.foundation.organizations.models import Municipality


@dataclass(frozen=True)
class Standing:
    """How the verdicts of a municipality stand: when computed, from what, and what is going on."""

    computed_at: datetime | None = None
    state: str = WatchState.IDLE
    done: int = 0
    total: int = 0
    failure: str = ""
    basis: dict[str, Any] = field(default_factory=dict)

    @property
    def busy(self) -> bool:
        """Is something being computed, or waiting for it?"""
        return self.state in {WatchState.BUSY, WatchState.WAITING}


def assessments(
    municipality: Municipality, indicators: Collection[str] | None = None
) -> dict[str, Assessment]:
    """The verdicts of a municipality by indicator, or only of some indicators. 1 query.

    Places about which there is nothing to say are left out; `assessment_of` has them all.
    """
    rows = Verdict.objects.filter(municipality=municipality)
    if indicators is not None:
        rows = rows.filter(indicator__in=indicators)
    return {code: from_json(content) for code, content in rows.values_list("indicator", "content")}


def assessment_of(municipality: Municipality, indicator: str) -> Assessment | None:
    """The verdicts of one indicator with all places; None when nothing was computed. 1 query."""
    rows = Verdict.objects.filter(municipality=municipality, indicator=indicator)
    stored = rows.values_list("whole", flat=True).first()
    return from_json(stored) if stored is not None else None


def standing_of(municipality: Municipality) -> Standing:
    """How the verdicts of a municipality stand. 1 query."""
    row = Watch.objects.filter(municipality=municipality).first()
    if row is None:
        return Standing()
    return Standing(row.finished_at, row.state, row.done, row.total, row.failure, row.basis)


def fingerprints(municipality: Municipality) -> dict[str, str]:
    """What every stored verdict rests on, by indicator. 1 query."""
    rows = Verdict.objects.filter(municipality=municipality)
    return dict(rows.values_list("indicator", "fingerprint"))


def themes_with_figures(municipality: Municipality) -> set[str]:
    """The themes about which the figures at hand say anything at all. 1 query."""
    verdicts = assessments(municipality)
    return {
        item.theme
        for item in definitions()
        if (verdict := verdicts.get(item.code)) is not None
        and (verdict.level.observed is not None or verdict.answers)
    }
