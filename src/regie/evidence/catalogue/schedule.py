"""Putting tables on the schedule, fetching them, and what follows when a fetch has ended."""

import logging
from dataclasses import asdict
from datetime import datetime, timedelta
from time import monotonic

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.catalogue import rules, workflow
from regie.evidence.catalogue.models import (
    Fetch,
    FetchState,
    Look,
    Rhythm,
    Subscription,
    SubscriptionState,
)
from regie.evidence.catalogue.queries import can_be_fetched, vintage_in_use
from regie.evidence.catalogue.services import fetch_table
from regie.evidence.connectors.progress import FetchProgress
from regie.evidence.sources.services import Outcome
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log, take_step

logger = logging.getLogger(__name__)

BUSY = _("Tabel %(table)s wordt al opgehaald. Wacht tot dat klaar is.")
BROKEN = _("Er ging iets mis bij het ophalen. Er is niets opgeslagen.")
INTERRUPTED = _(
    "Het ophalen is afgebroken. Wat al binnen is, blijft bewaard: bij een nieuwe poging gaat "
    "Regie verder."
)
LOOKING = _("Regie kijkt al in de catalogus. Wacht tot dat klaar is.")
BETWEEN_REPORTS = 2.0
MOST_AT_ONCE = 3
CATALOGUES = ("Politie", "CBS")
A_LOOK_TAKES = timedelta(minutes=15)


@transaction.atomic
def subscribe(
    table_id: str,
    rhythm: str,
    *,
    whole: bool,
    municipality: Municipality,
    actor: User,
    role: str,
) -> Subscription:
    """Put a table on the schedule, or change its rhythm. Raises `RefusedError`."""
    can_be_fetched(table_id, municipality)
    now = timezone.localtime()
    moment = rules.next_moment(rhythm, now, rules.spread(table_id, municipality.code))
    found, created = Subscription.objects.select_for_update().get_or_create(
        municipality=municipality,
        table_id=table_id,
        defaults={"rhythm": rhythm, "whole": whole, "next_at": moment},
    )
    if found.state == SubscriptionState.STOPPED:
        take_step(found, "resume", workflow=workflow.SUBSCRIPTION, actor=actor, role=role)
    before = found.get_rhythm_display()
    found.rhythm, found.whole, found.next_at, found.failures = rhythm, whole, moment, 0
    found.save(update_fields=["rhythm", "whole", "next_at", "failures"])
    words = {"to": str(Rhythm(rhythm).label)} | ({} if created else {"from": str(before)})
    _log("catalogue.subscribe", found, actor=actor, municipality=municipality, details=words)
    return found


@transaction.atomic
def unsubscribe(subscription: Subscription, *, actor: User, role: str) -> None:
    """Take a table off the schedule. Raises `StepRefusedError`."""
    take_step(subscription, "stop", workflow=workflow.SUBSCRIPTION, actor=actor, role=role)
    _log("catalogue.unsubscribe", subscription, actor=actor, municipality=subscription.municipality)


@transaction.atomic
def request_fetch(
    table_id: str, *, whole: bool, municipality: Municipality, actor: User | None
) -> Fetch:
    """Ask for a table once; a task does it. Raises `RefusedError`."""
    can_be_fetched(table_id, municipality)
    fetch = _asked(table_id, municipality, whole=whole, actor=actor)
    if fetch is None:
        raise RefusedError(BUSY, table=table_id)
    _log("catalogue.request_fetch", fetch, actor=actor, municipality=municipality)
    return fetch


def _asked(
    table_id: str,
    municipality: Municipality,
    *,
    whole: bool,
    actor: User | None = None,
    subscription: Subscription | None = None,
) -> Fetch | None:
    """A new fetch; None when this table is being fetched already, for whomever."""
    try:
        with transaction.atomic():
            return Fetch.objects.create(
                table_id=table_id,
                municipality=municipality,
                whole=whole,
                requested_by=actor,
                subscription=subscription,
            )
    except IntegrityError:
        return None


def fetch_due(now: datetime | None = None) -> list[Fetch]:
    """Ask for what the schedule says; a few at a time. What is being fetched is put off."""
    moment = now or timezone.localtime()
    found = []
    with transaction.atomic():
        due = Subscription.objects.select_for_update().filter(
            state=SubscriptionState.ACTIVE, next_at__lte=moment
        )
        for each in due.select_related("municipality").order_by("next_at")[:MOST_AT_ONCE]:
            fetch = _asked(each.table_id, each.municipality, whole=each.whole, subscription=each)
            # Put off in any case: the end of the fetch says when the next one is.
            each.next_at = moment + rules.POSTPONED
            each.save(update_fields=["next_at"])
            found += [fetch] if fetch else []
    return found


def run_fetch(fetch: Fetch) -> None:
    """Fetch a table that is waiting; the row says afterwards how it ended."""
    _step(fetch, "start", started_at=timezone.now(), heard_at=timezone.now())
    code = None if fetch.whole else fetch.municipality.code
    try:
        outcomes = fetch_table(
            fetch.table_id,
            actor=fetch.requested_by,
            municipality=code,
            progress=_Told(fetch),
        )
    except RefusedError as refusal:
        _refuse(fetch, refusal.sentence, dict(refusal.params))
    except Exception:
        # Whatever went wrong, the row must not stay open: nothing else could be fetched then.
        logger.exception("Fetching table %s failed", fetch.table_id)
        _refuse(fetch, BROKEN, {})
    else:
        _end(fetch, outcomes)


class _Told:
    """Writes progress down, not more often than a page can show it."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self.last = float("-inf")

    def __call__(self, step: FetchProgress) -> None:
        if monotonic() - self.last < BETWEEN_REPORTS:
            return
        self.last = monotonic()
        Fetch.objects.filter(pk=self.fetch.pk).update(
            progress=asdict(step), heard_at=timezone.now()
        )


def _end(fetch: Fetch, outcomes: list[Outcome]) -> None:
    refused = next((o for o in outcomes if o.refused), None)
    if refused is not None or not outcomes:
        _refuse(fetch, *_reason(refused))
        return
    last = outcomes[-1]
    with transaction.atomic():
        name = "leave" if last.already else "finish"
        _step(fetch, name, finished_at=timezone.now(), delivery=last.delivery, progress={})
        _plan(fetch)
        _log(
            "catalogue.end_fetch",
            fetch,
            actor=None,
            municipality=fetch.municipality,
            details={"to": str(fetch.get_state_display())},
        )


def _reason(outcome: Outcome | None) -> tuple[str, dict[str, object]]:
    """The refusal of the importer, as a msgid when the delivery keeps it."""
    if outcome is None:
        return BROKEN, {}
    kept = outcome.delivery
    if kept is not None and kept.refusal_sentence:
        return kept.refusal_sentence, dict(kept.refusal_params)
    return str(outcome.refused), {}


@transaction.atomic
def _refuse(fetch: Fetch, sentence: str, params: dict[str, object]) -> None:
    _step(
        fetch,
        "refuse",
        finished_at=timezone.now(),
        refusal_sentence=sentence,
        refusal_params={name: _kept(value) for name, value in params.items()},
        progress={},
    )
    _plan(fetch)
    _log("catalogue.refuse_fetch", fetch, actor=None, municipality=fetch.municipality)


def _kept(value: object) -> object:
    return value if isinstance(value, str | int | float | bool) else str(value)


def _step(fetch: Fetch, name: str, **changes: object) -> None:
    """One step of the workflow, and what is written down with it."""
    take_step(fetch, name, workflow=workflow.FETCH, actor=None, role=workflow.MACHINE)
    for field, value in changes.items():
        setattr(fetch, field, value)
    fetch.save(update_fields=list(changes))


def _plan(fetch: Fetch) -> None:
    """When the schedule looks again, now that this fetch has ended."""
    plan = fetch.subscription
    if plan is None:
        return
    plan.failures = plan.failures + 1 if fetch.state == FetchState.REFUSED else 0
    looked = rules.Looked(
        fetch.state, vintage_in_use(fetch.table_id, fetch.municipality), plan.failures
    )
    late = rules.spread(fetch.table_id, fetch.municipality.code)
    plan.next_at = rules.after_looking(plan.rhythm, looked, timezone.localtime(), late)
    plan.save(update_fields=["failures", "next_at"])


def end_what_was_killed(now: datetime | None = None) -> int:
    """End fetches of which nothing was heard any more; answers how many."""
    silent = (now or timezone.now()) - rules.SILENCE
    silence = Fetch.objects.filter(state=FetchState.FETCHING, heard_at__lt=silent)
    lost = list(silence.select_related("municipality", "subscription"))
    for fetch in lost:
        _refuse(fetch, INTERRUPTED, {})
    return len(lost)


@transaction.atomic
def request_look(*, municipality: Municipality, actor: User) -> list[Look]:
    """Ask to look in the catalogues; a task does it. Raises `RefusedError` while one is busy."""
    recent = timezone.now() - A_LOOK_TAKES
    if Look.objects.filter(finished_at=None, started_at__gte=recent).exists():
        raise RefusedError(LOOKING)
    looks = [Look.objects.create(catalogue=name) for name in CATALOGUES]
    _log("catalogue.look", ", ".join(CATALOGUES), actor=actor, municipality=municipality)
    return looks


def _log(
    verb: str,
    subject: Fetch | Subscription | str,
    *,
    actor: User | None,
    municipality: Municipality,
    details: dict[str, str] | None = None,
) -> None:
    log(verb, subject, actor=actor, municipality_code=municipality.code, details=details)
