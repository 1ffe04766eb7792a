"""Laying new verdicts beside the findings that are there. One row in the log, or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from regie.evidence.findings import rules, workflow
from regie.evidence.findings.models import Finding, FindingKind
from regie.evidence.findings.proposing import candidates
from regie.evidence.findings.rules import Candidate, News
from regie.evidence.findings.subjects import subjects
from regie.evidence.signals.queries import assessments
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.services import log, take_step

OPEN = frozenset({workflow.CANDIDATE, workflow.LAPSED})
"""Nobody decided about these: they follow the figures."""
FOLLOWING = ("areas", "evidence", "verdict", "position", "theme", "field", "direction")
BESIDE = ("latest", "news", "news_at")


@dataclass
class Refreshed:
    """What laying the verdicts beside the findings changed, by key."""

    created: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    lapsed: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)


@transaction.atomic
def refresh(municipality: Municipality, *, actor: User | None) -> Refreshed:
    """Propose what the verdicts say now; what people decided stays as they decided it.

    Nothing changes when the verdicts did not. A constant number of queries, and one for each
    candidate that lapses or returns.
    """
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    proposed = {c.key: c for c in candidates(assessments(municipality), subjects())}
    rows = Finding.objects.filter(municipality=municipality).exclude(kind=FindingKind.OWN)
    known = {row.key: row for row in rows}
    report = Refreshed()
    _create(municipality, [c for c in proposed.values() if c.key not in known], report)
    _follow([row for row in known.values() if row.state in OPEN], proposed, report)
    _compare([row for row in known.values() if row.state not in OPEN], proposed, report)
    if any(vars(report).values()):
        log(
            "findings.refresh",
            municipality,
            actor=actor,
            municipality_code=municipality.code,
            details={name: len(keys) for name, keys in vars(report).items()},
        )
    return report


def on_recomputed(*, municipality_id: int, **_more: object) -> None:
    """Verdicts were computed anew; a municipality that left in the meantime is no mistake."""
    for municipality in Municipality.objects.filter(pk=municipality_id):
        refresh(municipality, actor=None)


def _create(municipality: Municipality, new: Iterable[Candidate], report: Refreshed) -> None:
    made = [
        Finding(
            municipality=municipality,
            key=item.key,
            kind=item.kind.value,
            indicator=item.indicator,
            **_values(item),
        )
        for item in new
        if not item.under
    ]
    Finding.objects.bulk_create(made)
    report.created = [row.key for row in made]


def _values(item: Candidate) -> dict[str, object]:
    return {
        "theme": item.theme,
        "field": item.field,
        "position": item.position,
        "direction": item.direction,
        "areas": list(item.areas),
        "evidence": list(item.evidence),
        "verdict": rules.stored(item.verdict),
    }


def _follow(rows: Iterable[Finding], proposed: Mapping[str, Candidate], report: Refreshed) -> None:
    """A candidate follows the figures; without a verdict it lapses, with one it returns."""
    changed = []
    for row in rows:
        item = proposed.get(row.key)
        alone = item is not None and not item.under
        if item is not None and alone and _renew(row, item):
            changed.append(row)
        if alone and row.state == workflow.LAPSED:
            _step(row, "return")
            report.returned.append(row.key)
        elif not alone and row.state == workflow.CANDIDATE:
            _step(row, "lapse")
            report.lapsed.append(row.key)
    Finding.objects.bulk_update(changed, FOLLOWING, batch_size=200)
    report.renewed = [row.key for row in changed]


def _renew(row: Finding, item: Candidate) -> bool:
    """Take over what the figures say; a theme that a person chose stays. True when different."""
    values = _values(item)
    if row.theme_chosen:
        values |= {"theme": row.theme, "field": row.field, "position": row.position}
    before = {name: getattr(row, name) for name in FOLLOWING}
    for name, value in values.items():
        setattr(row, name, value)
    return before != values


def _step(row: Finding, name: str) -> None:
    take_step(row, name, workflow=workflow.FINDING, actor=None, role=workflow.MACHINE)


def _compare(rows: Iterable[Finding], proposed: Mapping[str, Candidate], report: Refreshed) -> None:
    """Beside a decision the newest verdict is kept apart: nothing is replaced in silence."""
    now = timezone.now()
    changed = [row for row in rows if _beside(row, proposed.get(row.key), now)]
    Finding.objects.bulk_update(changed, BESIDE, batch_size=200)
    report.news = [row.key for row in changed]


def _beside(row: Finding, item: Candidate | None, now: datetime) -> bool:
    decided = rules.verdict_from(row.verdict)
    news = rules.news(row.kind, decided, item.verdict if item else None)
    told = news in {News.WORDS, News.NUMBERS}
    latest = rules.stored(item.verdict) if item and told else {}
    if (row.news, row.latest) == (news.value, latest):
        return False
    row.news_at = (row.news_at if row.news == news.value else now) if news else None
    row.news, row.latest = news.value, latest
    return True
