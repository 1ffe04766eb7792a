"""Reading the quality desk: sources with their freshness, verdicts, questions and vintages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Q
from django.utils import timezone

from regie.evidence.data_quality import gathering, listing, rules, workflow
from regie.evidence.data_quality.gathering import Around, Yearly
from regie.evidence.data_quality.listing import Source, key_of
from regie.evidence.data_quality.models import Question
from regie.evidence.data_quality.questions import Suggestion, hidden_zero, suggestions
from regie.evidence.data_quality.rules import Freshness, Rhythm, Verdicts
from regie.evidence.formats.rules import LOCAL_LEVELS
from regie.evidence.intake.findings import report_from_json
from regie.evidence.sources.judgement import SERIOUS
from regie.evidence.sources.models import Delivery, DeliveryKind, DeliveryState
from regie.evidence.sources.reading import manifest_of
from regie.evidence.vintages.models import Comparison
from regie.evidence.vintages.queries import changed_cells, comparisons
from regie.evidence.warehouse.memory import Memory
from regie.foundation.areas.rules import realm_of
from regie.foundation.organizations.models import Municipality
from regie.policy.quality import rhythm_of

POPULATION = "AantalInwoners"
FEW = 200
TOTAL = "0.0.0"
STORED = (DeliveryState.AVAILABLE, DeliveryState.SUPERSEDED)


# --- fresh and usable ----------------------------------------------------------------------------


def fresh(source: Source, today: date) -> Freshness:
    """Whether newer figures should be there; no queries."""
    rhythm = _rhythm(source.table_id, source.family)
    return rules.freshness(rhythm, source.last_period, today, source.classification_year)


def behind(table_id: str, family: str, last_period: str, today: date) -> bool:
    """Whether a publisher should have given a newer period by now, as on the desk; no queries."""
    return rules.freshness(_rhythm(table_id, family), last_period, today).state == "stale"


def _rhythm(table_id: str, family: str) -> Rhythm | None:
    item = rhythm_of(table_id, family)
    if item is None:
        return None
    return Rhythm(item.every, item.lag_days, item.grace_days, item.rebuild_month, item.first_year)


@dataclass(frozen=True)
class Judged:
    """One level of a source: the figures by year and the verdict on every kind of figure."""

    level: str
    yearly: Mapping[str, Yearly]
    verdicts: Mapping[tuple[str, str], Verdicts]

    @property
    def general(self) -> Verdicts | None:
        """The verdict on the source as a whole: of its total, or of what most kinds get."""
        if not self.verdicts:
            return None
        total = next((v for (_, name), v in self.verdicts.items() if name == TOTAL), None)
        if total is not None:
            return total
        found = list(self.verdicts.values())
        return max(found, key=lambda one: sum(one.answers == other.answers for other in found))


Key = tuple[tuple[tuple[bool, int, str], ...], str, bool, str, str]


MEMORY: Memory[Key, Judged] = Memory("verdicts", 128)
"""The verdicts that were asked for last; a new delivery makes new keys."""


class Desk:
    """The sources of one municipality, read once. `own` adds registrations of partners.

    2 queries at the start, none later.
    """

    def __init__(self, municipality: Municipality, *, own: bool, today: date | None = None) -> None:
        self.municipality = municipality
        self.today = today or timezone.localdate()
        self.sources = tuple(listing.sources(municipality, own=own))
        self._few: float | None = None
        self._fingerprint = tuple(
            (source.own, d.pk, d.sha256) for source in self.sources for d in source.deliveries
        )

    def source(self, key: str) -> Source | None:
        """One source by its address."""
        return next((source for source in self.sources if source.key == key), None)

    def judge(self, source: Source, level: str) -> Judged:
        """The verdicts of one level, kept in memory: deliveries never change. No queries."""
        stale = fresh(source, self.today).state == "stale"
        key = (self._fingerprint, self.municipality.code, stale, source.key, level)
        found = MEMORY.get(key)
        if found is None:
            found = self._judge(source, level, stale=stale)
            MEMORY.put(key, found)
        return found

    def _judge(self, source: Source, level: str, *, stale: bool) -> Judged:
        yearly = gathering.read(source, level, self.municipality.code)
        around = Around(
            stale=stale,
            rate=self._has_rate(level),
            few_people=self._few_people() if level in LOCAL_LEVELS else 0.0,
            unplaced=self._unplaced(source),
        )
        found = gathering.evidence(source, level, yearly, around)
        return Judged(level, yearly, {kind: rules.judge(e) for kind, e in found.items()})

    def lowest(self, source: Source) -> str:
        """The smallest areas of which this municipality has figures; "" when it has none."""
        code = self.municipality.code
        inside = any(code in manifest_of(d).municipalities for d in source.answering)
        levels = [
            level
            for level in gathering.levels_of(source)
            if inside or level not in {*LOCAL_LEVELS, "municipality"}
        ]
        return levels[-1] if levels else ""

    def _unplaced(self, source: Source) -> Mapping[str, tuple[float, bool]] | None:
        shares = gathering.unplaced(source)
        return shares.newest() if shares else None

    def _has_rate(self, level: str) -> bool:
        """Whether some delivery in use counts the people or dwellings of this level."""
        wanted = level if level in LOCAL_LEVELS else "municipality"
        return any(
            source.family in {"kwb", "population"}
            and manifest_of(delivery).levels.get(wanted)
            and self.municipality.code in manifest_of(delivery).municipalities
            for source in self.sources
            for delivery in source.deliveries
        )

    def _few_people(self) -> float:
        """The part of the neighbourhoods with too few inhabitants for a rate."""
        if self._few is None:
            self._few = self._counted_few()
        return self._few

    def _counted_few(self) -> float:
        source = next((s for s in self.sources if s.family == "kwb"), None)
        if source is None:
            return 0.0
        newest = Source(source.key, source.deliveries[-1:])
        found = gathering.read(newest, "neighbourhood", self.municipality.code).get(POPULATION)
        known = found.values[~np.isnan(found.values)] if found else np.array([])
        return float((known < FEW).mean()) if known.size else 0.0


def read_ahead(municipality: Municipality) -> None:
    """Judge every source before a reader asks for it. 2 queries."""
    desk = Desk(municipality, own=False)
    for source in desk.sources:
        if lowest := desk.lowest(source):
            desk.judge(source, lowest)


def verdicts(
    municipality: Municipality,
    table_id: str,
    level: str,
    categories: Sequence[str] | None = None,
    *,
    today: date | None = None,
) -> dict[str, Verdicts]:
    """What the figures of a public table can be used for, per type. 1 query.

    For a table with several measures the type is the measure. Empty when the table or the level
    is not in use here.
    """
    desk = Desk(municipality, own=False, today=today)
    source = desk.source(key_of(table_id))
    if source is None or level not in gathering.levels_of(source):
        return {}
    judged = desk.judge(source, level).verdicts
    named = {_asked_as(kind): found for kind, found in judged.items()}
    return {name: v for name, v in named.items() if categories is None or name in categories}


def _asked_as(kind: tuple[str, str]) -> str:
    """The type, or the measure of a table without types."""
    measure, category = kind
    return measure if category in {"", gathering.VALUE_ROW} else category


# --- deliveries and their differences ------------------------------------------------------------


def vintages_of(source: Source, municipality: Municipality) -> list[Delivery]:
    """The deliveries of a source over time, the newest first, at most 24. 1 query."""
    manager = Delivery.owned.filter(owner=municipality) if source.own else Delivery.objects.all()
    tables = {d.dataset.table_id for d in source.deliveries if d.dataset}
    found = manager.filter(
        dataset__table_id__in=tables,
        dataset__realm=realm_of(municipality.code),
        state__in=STORED,
        kind=DeliveryKind.FIGURES,
    ).select_related("dataset", "replaced_by")
    return list(found.order_by("-received_at", "-pk")[:24])


@dataclass(frozen=True)
class History:
    """One delivery on the line of quality over time."""

    delivery: Delivery
    serious: int
    notes: int
    changed: int | None
    """How many figures differ from the delivery before it; None when that is not known."""


def history(
    deliveries: Sequence[Delivery], kept: Mapping[int, Sequence[Comparison]]
) -> list[History]:
    """Findings and revisions per delivery; no queries."""
    return [_history(d, kept.get(d.pk, [])) for d in deliveries]


def _history(delivery: Delivery, kept: Sequence[Comparison]) -> History:
    found = [item.get("severity") for item in (delivery.report or {}).get("findings", ())]
    changed = [changed_cells(item.summary) for item in kept]
    serious = sum(severity in SERIOUS for severity in found)
    return History(
        delivery, serious, sum(s == "note" for s in found), sum(changed) if changed else None
    )


# --- questions -----------------------------------------------------------------------------------


def questions(municipality: Municipality, source: str = "") -> list[Question]:
    """The questions of one source, or of all. 1 query."""
    found = Question.objects.filter(municipality=municipality)
    found = found.filter(source=source) if source else found
    return list(found.select_related("municipality"))


def open_count(found: Sequence[Question]) -> dict[str, int]:
    """How many questions per source wait to be asked or answered; no queries."""
    counts: dict[str, int] = {}
    for item in found:
        if item.state in {workflow.OPEN, workflow.ASKED}:
            counts[item.source] = counts.get(item.source, 0) + 1
    return counts


def waiting(desk: Desk, asked: Sequence[Question]) -> dict[str, int]:
    """Per source the questions that wait, suggested ones too. 1 query."""
    counts = open_count(asked)
    kept = comparisons([d.pk for source in desk.sources for d in source.deliveries])
    for source in desk.sources:
        mine = [question for question in asked if question.source == source.key]
        counts[source.key] = counts.get(source.key, 0) + len(suggested(source, kept, mine))
    return counts


def suggested(
    source: Source, kept: Mapping[int, Sequence[Comparison]], asked: Sequence[Question]
) -> list[Suggestion]:
    """Questions that follow from the findings and were not asked yet; no queries."""
    known = {question.key for question in asked}
    found: list[Suggestion] = []
    for delivery in source.deliveries:
        report = report_from_json(delivery.report)
        found += suggestions(report, delivery.pk, _stamp(delivery))
        for item in kept.get(delivery.pk, ()):
            found += hidden_zero(item.summary, delivery.pk, _stamp(delivery))
    return [item for item in found if item.key not in known]


def _stamp(delivery: Delivery) -> str:
    """The same for two vintages of one table up to the same period: asked once."""
    table_id = delivery.dataset.table_id if delivery.dataset else ""
    return f"{table_id}:{delivery.last_period}"


def question(municipality: Municipality, pk: int) -> Question | None:
    """One question of this municipality. 1 query."""
    found = Question.objects.filter(Q(municipality=municipality), pk=pk)
    return found.select_related("municipality").first()
