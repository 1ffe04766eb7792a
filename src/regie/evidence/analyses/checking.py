"""Calculating a frozen edition again and laying it beside what was published, to the digit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regie.evidence.analyses.models import FrozenEdition
from regie.evidence.analyses.queries import content_of
from regie.evidence.analyses.rules import Unequal, differences
from regie.evidence.analyses.trend import frozen_trend
from regie.evidence.appraisal.rules import Assessment
from regie.evidence.findings import rules
from regie.evidence.findings.models import FindingKind
from regie.evidence.findings.proposing import candidates
from regie.evidence.findings.subjects import by_code, subjects
from regie.evidence.indicators.cube import Evidence
from regie.evidence.signals.services import compute_as_of
from regie.evidence.sources.queries import as_they_were
from regie.foundation.areas.rules import canonical, realm_of
from regie.foundation.records.frozen import stamp


@dataclass(frozen=True)
class Verified:
    """What calculating again gave: how many values agree, and every one that does not.

    `broken` says that the stored text is not the one that was published.
    """

    findings: int
    differences: tuple[Unequal, ...]
    broken: bool = False

    @property
    def identical(self) -> bool:
        """Nothing differs, to the last digit."""
        return not self.differences and not self.broken


def verify(edition: FrozenEdition) -> Verified:
    """Calculate again from the frozen deliveries, settings and estimates, and compare.

    Raises LookupError when a delivery is gone; nothing is stored. Costs as much as computing the
    verdicts of a municipality.
    """
    content = content_of(edition)
    broken = stamp(edition.content) != edition.sha256
    rested = [f for f in content["findings"] if f["kind"] != FindingKind.OWN]
    if not content["basis"]:
        return Verified(0, (), broken)
    again = compute_as_of(edition.analysis.municipality, content["basis"])
    told = (*_findings(rested, again), *_answers(content["perceived"], again), *_trends(content))
    return Verified(len(rested), told, broken)


def _findings(
    frozen: list[Mapping[str, Any]], again: Mapping[str, Assessment]
) -> Iterator[Unequal]:
    made = {c.key: c for c in candidates(again, subjects())}
    for item in frozen:
        now = made.get(item["key"])
        if now is None:
            yield Unequal(item["key"], item["direction"], None)
        else:
            # The fingerprint names the way of calculating, it is no number.
            stored = {**rules.stored(now.verdict), "fingerprint": item["verdict"]["fingerprint"]}
            yield from differences(item["verdict"], stored, item["key"])


def _answers(frozen: list[Mapping[str, Any]], again: Mapping[str, Assessment]) -> Iterator[Unequal]:
    for item in frozen:
        code = item["indicator"]
        found = again[code].answers if code in again else ()
        same = tuple(a for a in found if a.area == item["answer"]["area"])
        now = rules.stored(rules.Verdict(answers=same))["answers"]
        yield from differences([item["answer"]], now, code)


def _trends(content: Mapping[str, Any]) -> Iterator[Unequal]:
    """The lines over time, read from the same deliveries."""
    code = canonical(content["municipality"]["code"])
    realm, numbers = realm_of(code), content["basis"]["deliveries"]
    with as_they_were(realm, numbers):
        found = Evidence(realm, code, ("as of", *sorted(numbers)))
        for indicator, frozen in content["trends"].items():
            now = frozen_trend(found, by_code()[indicator])
            yield from differences(frozen, now, f"line:{indicator}")
