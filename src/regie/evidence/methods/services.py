"""Writing: other values for settings, estimates from the figures, and swapped peers."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regie.evidence.calibration.estimation import Found, estimates
from regie.evidence.calibration.laying import Sheet, countable, sheet
from regie.evidence.calibration.rules import known, size_kept
from regie.evidence.data_quality.rules import looks_personal
from regie.evidence.indicators.cube import MUNICIPALITY
from regie.evidence.indicators.definitions import NUISANCE, OFFENCE
from regie.evidence.methods import peering, rules
from regie.evidence.methods.models import Estimate, EstimateSet, MethodChoice, PeerSwap
from regie.evidence.methods.peering import Covariates, PeerGroup
from regie.evidence.methods.queries import LEVELS
from regie.evidence.methods.words import setting_name, setting_value
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log
from regie.policy.methods import DefaultItem, method_default

TRIES = 3


# --- settings ------------------------------------------------------------------------------------


def choose(
    municipality: Municipality, code: str, value: float, reason: str, *, actor: User
) -> MethodChoice:
    """Give a setting another value. Raises `RefusedError`, and KeyError for an unknown setting."""
    item = method_default(code)
    objection = rules.objection_to(item, value)
    if objection is not None:
        raise RefusedError(objection.sentence, **_in_words(item))
    return _choose(municipality, item, None if value == item.value else value, reason, actor)


def reset(municipality: Municipality, code: str, reason: str, *, actor: User) -> MethodChoice:
    """Go back to the default of the policy. Raises as `choose`."""
    return _choose(municipality, method_default(code), None, reason, actor)


@transaction.atomic
def _choose(
    municipality: Municipality, item: DefaultItem, new: float | None, reason: str, actor: User
) -> MethodChoice:
    why = _checked_reason(reason)
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    rows = MethodChoice.objects.filter(municipality=municipality, code=item.code)
    last = rows.order_by("-pk").first()
    old = last.new_value if last else None
    if new == old:
        raise RefusedError(rules.SAME)
    choice = MethodChoice.objects.create(
        municipality=municipality,
        code=item.code,
        old_value=old,
        new_value=new,
        reason=why,
        made_by=actor,
    )
    log(
        "methods.choose" if new is not None else "methods.reset",
        choice,
        actor=actor,
        municipality_code=municipality.code,
        why=why,
        details={
            "from": setting_value(item, item.value if old is None else old),
            "to": setting_value(item, item.value if new is None else new),
        },
    )
    return choice


def _in_words(item: DefaultItem) -> dict[str, str]:
    return {
        "name": setting_name(item),
        "minimum": setting_value(item, item.minimum),
        "maximum": setting_value(item, item.maximum),
        "step": setting_value(item, item.step),
    }


def _checked_reason(reason: str) -> str:
    words = " ".join(reason.split())
    objection = rules.objection_to_reason(words)
    if objection is not None:
        raise RefusedError(objection.sentence)
    if looks_personal(words):
        raise RefusedError(rules.PERSONAL)
    return words


# --- estimates -----------------------------------------------------------------------------------


def estimate(realm: str, *, actor: User | None) -> tuple[EstimateSet, ...]:
    """Estimate swing and spread at every level; a new set only where its figures changed.

    Answers the newest set of each level that has figures. Costs seconds when a whole country was
    read: call it in a job. `actor` None is the machine.
    """
    on = peering.covariates(realm)
    found = [_estimated(realm, level, on) for level in LEVELS]
    made = [each for each, new in found if new and each]
    if made:
        log(
            "methods.estimate",
            made[0],
            actor=actor,
            details={"sets": [[each.level, each.number] for each in made]},
        )
    return tuple(each for each, _new in found if each)


def _estimated(realm: str, level: str, on: Covariates) -> tuple[EstimateSet | None, bool]:
    """The set of one level, and whether it is new."""
    found = [sheet(realm, family, level) for family in (OFFENCE, NUISANCE)]
    sheets = [each for each in found if each is not None]
    if not sheets:
        return None, False
    k = int(method_default("peers").value)
    mark = _mark(level, sheets, on, k)
    known = _newest(realm, level)
    if known is not None and known.fingerprint == mark:
        return known, False
    peers = peering.nearest(on, k) if level == MUNICIPALITY else None
    rows = [row for each in sheets for row in estimates(each, peers, on.areas)]
    return _stored(realm, level, mark, sheets, rows)


def _mark(level: str, sheets: Sequence[Sheet], on: Covariates, k: int) -> str:
    """What a set rests on: the deliveries, the definitions with their breaks, and the method."""
    numbers = {number for each in sheets for number in each.deliveries}
    if level == MUNICIPALITY:
        numbers |= {ref.id for ref in on.deliveries}
    counted = [
        [item.code, list(item.categories), item.denominator, [b.at for b in item.breaks]]
        for item in countable()
    ]
    beside = [item.code for item in on.variables] if level == MUNICIPALITY else []
    return rules.fingerprint([rules.METHOD, level, sorted(numbers), counted, beside, k])


def _newest(realm: str, level: str) -> EstimateSet | None:
    return EstimateSet.objects.filter(realm=realm, level=level).order_by("-number").first()


def _stored(
    realm: str, level: str, mark: str, sheets: Sequence[Sheet], rows: Sequence[Found]
) -> tuple[EstimateSet, bool]:
    """Store a set under the next number; when another process was first, take its set."""
    for _try in range(TRIES):
        known = _newest(realm, level)
        if known is not None and known.fingerprint == mark:
            return known, False
        try:
            return _store(realm, level, known.number + 1 if known else 1, mark, sheets, rows), True
        except IntegrityError:
            continue
    raise RefusedError(_("Iemand anders laat nu ook rekenen. Probeer het straks opnieuw."))


@transaction.atomic
def _store(
    realm: str,
    level: str,
    number: int,
    mark: str,
    sheets: Sequence[Sheet],
    rows: Sequence[Found],
) -> EstimateSet:
    made = EstimateSet.objects.create(
        realm=realm,
        level=level,
        number=number,
        method=rules.METHOD,
        fingerprint=mark,
        deliveries=sorted({pk for each in sheets for pk in each.deliveries}),
        municipalities=max(each.used for each in sheets),
    )
    Estimate.objects.bulk_create([_row(made, found) for found in rows])
    return made


def _row(made: EstimateSet, found: Found) -> Estimate:
    swing, size = found.swing, found.size
    return Estimate(
        estimates=made,
        indicator=found.definition.code,
        sigma=known(swing.value),
        sigma_areas=swing.areas,
        sigma_years=swing.years,
        first=swing.first,
        last=swing.last,
        sigma_remarks=[str(code) for code in swing.remarks],
        size=known(size_kept(size.value)),
        size_areas=size.areas,
        size_years=size.years,
        size_last=size.last,
        size_remarks=[str(code) for code in size.remarks],
    )


# --- peers ---------------------------------------------------------------------------------------


@transaction.atomic
def swap_peer(
    municipality: Municipality, group: PeerGroup, peer: str, reason: str, *, actor: User
) -> PeerSwap:
    """Take a peer out of the group, or put another municipality in. Raises `RefusedError`.

    Which of the two follows from the group: who is in it goes out, who is not comes in.
    """
    why = _checked_reason(reason)
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    active = PeerSwap.objects.filter(municipality=municipality, ended_at__isnull=True)
    objection = rules.objection_to_swap(
        rules.SwapAsked(
            peer=peer,
            own=municipality.code,
            known=frozenset(group.on.areas),
            swapped=frozenset(active.values_list("peer", flat=True)),
            most=rules.most_swaps(group.k),
        )
    )
    if objection is not None:
        raise RefusedError(objection.sentence, **objection.params)
    swap = PeerSwap.objects.create(
        municipality=municipality,
        peer=peer,
        name=group.on.names.get(peer, peer),
        action=PeerSwap.REMOVE if peer in group.codes else PeerSwap.ADD,
        reason=why,
        made_by=actor,
    )
    _log_swap("methods.swap_peer", swap, actor)
    return swap


@transaction.atomic
def end_swap(swap: PeerSwap, *, actor: User) -> None:
    """Undo a swap. Raises `RefusedError` when it was undone before."""
    open_ = PeerSwap.objects.select_for_update().filter(pk=swap.pk, ended_at__isnull=True)
    if not open_.update(ended_at=timezone.now(), ended_by=actor):
        raise RefusedError(rules.ENDED)
    _log_swap("methods.end_swap", swap, actor)


def _log_swap(verb: str, swap: PeerSwap, actor: User) -> None:
    log(
        verb,
        swap,
        actor=actor,
        municipality_code=swap.municipality.code,
        why=swap.reason,
        details={"peer": swap.peer, "action": swap.action},
    )
