"""Computing verdicts and keeping them: only what is out of date, and only once at a time."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from regie.evidence.appraisal.assessing import KINDS, Material, assess, gather
from regie.evidence.appraisal.basis import Basis, basis_from
from regie.evidence.appraisal.rules import Assessment
from regie.evidence.appraisal.stored import in_short_and_whole
from regie.evidence.indicators.cube import Evidence, evidence
from regie.evidence.methods.services import estimate
from regie.evidence.signals import events
from regie.evidence.signals.grounds import basis_of, deliveries_in_use
from regie.evidence.signals.models import Verdict, Watch, WatchState
from regie.evidence.signals.queries import fingerprints
from regie.evidence.sources.queries import as_they_were, one_look
from regie.foundation.accounts.models import User
from regie.foundation.areas.rules import canonical, realm_of
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.services import log

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """What a look of the watch found: what was computed, what changed, what was up to date."""

    computed: tuple[str, ...]
    changed: tuple[str, ...]
    kept: int


@transaction.atomic
def ask(municipality: Municipality) -> bool:
    """Note that the verdicts must be looked at again; False when that is waiting already.

    No row in the log: nothing is decided here, and what follows from it is logged.
    """
    row, _new = Watch.objects.select_for_update().get_or_create(municipality=municipality)
    if row.state == WatchState.WAITING:
        return False
    row.state, row.asked_at = WatchState.WAITING, timezone.now()
    row.save(update_fields=["state", "asked_at"])
    return True


@one_look()
def recompute(municipality: Municipality, *, actor: User | None) -> Report:
    """Compute the verdicts that are out of date and store them; the rest is left alone.

    Groups are stored one by one, so that a look that was broken off goes on where it stopped.
    What goes wrong is kept with the watch and raised again.
    """
    _begin(municipality)
    try:
        report = _look(municipality, actor)
    except Exception as mistake:
        logger.exception("Computing the verdicts of %s failed", municipality)
        _mark(municipality, state=WatchState.FAILED, failure=type(mistake).__name__)
        raise
    return report


def _begin(municipality: Municipality) -> None:
    Watch.objects.get_or_create(municipality=municipality)
    _mark(
        municipality,
        state=WatchState.BUSY,
        started_at=timezone.now(),
        done=0,
        total=len(KINDS),
        failure="",
    )


def _mark(municipality: Municipality, **fields: object) -> None:
    Watch.objects.filter(municipality=municipality).update(**fields)


def _look(municipality: Municipality, actor: User | None) -> Report:
    code = canonical(municipality.code)
    found = evidence(realm_of(code), code)
    estimate(found.realm, actor=None)
    basis = basis_of(municipality, found)
    known = fingerprints(municipality)
    computed: list[str] = []
    changed: list[str] = []
    for number, kind in enumerate(KINDS, 1):
        material = gather(found, kind)
        if _out_of_date(material, found, basis, known):
            made = assess(found, basis, material)
            computed += made
            changed += _store(municipality, made)
        _mark(municipality, done=number)
    kept = sum(1 for code_ in known if code_ not in computed)
    _finish(municipality, found, basis, actor, Report(tuple(computed), tuple(changed), kept))
    return Report(tuple(computed), tuple(changed), kept)


def _out_of_date(
    material: Material, found: Evidence, basis: Basis, known: Mapping[str, str]
) -> bool:
    stamp = material.stamp(found, basis)
    return any(known.get(item.code) != stamp for item in material.definitions)


@transaction.atomic
def _store(municipality: Municipality, made: Mapping[str, Assessment]) -> list[str]:
    """Keep a group; answers the codes whose verdict says something else than before."""
    before = dict(
        Verdict.objects.select_for_update()
        .filter(municipality=municipality, indicator__in=made)
        .values_list("indicator", "whole")
    )
    now = timezone.now()
    kept = {code: in_short_and_whole(item) for code, item in made.items()}
    rows = [
        Verdict(
            municipality=municipality,
            indicator=code,
            fingerprint=made[code].fingerprint,
            content=content,
            whole=whole,
            computed_at=now,
        )
        for code, (content, whole) in kept.items()
    ]
    Verdict.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["municipality", "indicator"],
        update_fields=["fingerprint", "content", "whole", "computed_at"],
    )
    return [row.indicator for row in rows if _said(before.get(row.indicator)) != _said(row.whole)]


def _said(content: Mapping[str, Any] | None) -> dict[str, Any]:
    """A verdict without what it rests on."""
    rests_on = {"fingerprint", "deliveries"}
    return {key: value for key, value in (content or {}).items() if key not in rests_on}


@transaction.atomic
def _finish(
    municipality: Municipality,
    found: Evidence,
    basis: Basis,
    actor: User | None,
    report: Report,
) -> None:
    kept = {**basis.as_json(), "deliveries": list(deliveries_in_use(found.realm))}
    waiting = Watch.objects.select_for_update().get(municipality=municipality)
    again = waiting.state == WatchState.WAITING
    _mark(
        municipality,
        state=WatchState.WAITING if again else WatchState.IDLE,
        finished_at=timezone.now(),
        basis=kept,
    )
    if not report.computed:
        return
    log(
        "signals.recompute",
        municipality,
        actor=actor,
        municipality_code=municipality.code,
        details={"computed": len(report.computed), "changed": list(report.changed)},
    )
    tell = partial(
        events.recomputed.send_robust,
        Verdict,
        municipality_id=municipality.pk,
        indicators=report.changed,
    )
    transaction.on_commit(tell)


def compute_as_of(
    municipality: Municipality,
    basis: Mapping[str, Any],
    kinds: Iterable[str] = KINDS,
) -> dict[str, Assessment]:
    """Compute the verdicts again from a kept basis: its deliveries, settings, estimates, peers.

    Deliveries that were replaced since are read all the same: nothing of them is thrown away.
    Places about which there is nothing to say are left out, as in `queries.assessments`. Nothing
    is stored. Raises KeyError for a basis that is incomplete.
    """
    code = canonical(municipality.code)
    realm = realm_of(code)
    numbers: Sequence[int] = basis["deliveries"]
    with as_they_were(realm, numbers):
        found = Evidence(realm, code, ("as of", *sorted(numbers)))
        made: dict[str, Assessment] = {}
        for kind in kinds:
            made |= assess(found, basis_from(basis), gather(found, kind))
    return {code: item.in_short() for code, item in made.items()}
