"""Writing: the definitions of the indicators, kept in versions."""

from dataclasses import dataclass

from django.db import transaction

from regie.evidence.indicators.definitions import Definition, definitions
from regie.evidence.indicators.models import Indicator
from regie.foundation.accounts.models import User
from regie.foundation.records.services import log


@dataclass(frozen=True)
class SyncReport:
    """What laying the policy files beside the stored definitions changed."""

    added: tuple[str, ...]
    renewed: tuple[str, ...]
    unchanged: int

    @property
    def changed(self) -> bool:
        """Was anything written?"""
        return bool(self.added or self.renewed)


@transaction.atomic
def sync_definitions(*, actor: User | None) -> SyncReport:
    """Store every definition of the policy files; a new version only where one changed.

    Old versions stay, so that a figure quoted last year keeps its meaning. 4 queries at most.
    """
    newest = _newest()
    added = [item for item in definitions() if item.code not in newest]
    renewed = [
        item
        for item in definitions()
        if item.code in newest and newest[item.code].definition != item.stored()
    ]
    rows = [_row(item, newest.get(item.code)) for item in (*added, *renewed)]
    Indicator.objects.bulk_create(rows)
    report = SyncReport(
        tuple(item.code for item in added),
        tuple(item.code for item in renewed),
        len(definitions()) - len(rows),
    )
    if report.changed:
        log(
            "indicators.sync_definitions",
            "indicatoren",
            actor=actor,
            details={"added": list(report.added), "renewed": list(report.renewed)},
        )
    return report


def _newest() -> dict[str, Indicator]:
    return {row.code: row for row in Indicator.objects.order_by("code", "version")}


def _row(item: Definition, before: Indicator | None) -> Indicator:
    return Indicator(
        code=item.code,
        version=before.version + 1 if before else 1,
        slug=item.slug,
        name=item.name,
        theme=item.theme,
        definition=item.stored(),
    )
