"""Writing of safety analyses: a draft in parts, a check by colleagues, an edition that stays."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.analyses import proposals, rules, workflow
from regie.evidence.analyses.freezing import frozen
from regie.evidence.analyses.models import FrozenEdition, Included, Remark, SafetyAnalysis
from regie.evidence.analyses.permissions import EDIT_ANALYSIS, SEE_DRAFTS
from regie.evidence.analyses.queries import facts_of
from regie.evidence.analyses.rules import Scope
from regie.evidence.analyses.tasks import draw_ahead
from regie.evidence.findings.queries import confirmed
from regie.evidence.findings.rules import refuse_personal
from regie.evidence.findings.services import refresh_candidates
from regie.evidence.findings.subjects import themes_of
from regie.evidence.signals.queries import themes_with_figures
from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import canonical, stamp, token
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log, take_step

NO_TITLE = _("Geef de analyse een titel.")
NO_REASON = _("Geef een reden. Die staat bij de analyse.")
NO_WORDS = _("Schrijf eerst uw opmerking op.")
CLOSED = _("Deze analyse is gepubliceerd of ingetrokken. De tekst ligt vast.")
ONE_DRAFT = _("Er is al een concept. Werk daarin verder, of trek dat eerst in.")
NOT_YOURS = _("U ziet een veiligheidsanalyse zodra die gepubliceerd is.")
UNKNOWN_FINDING = _("Kies alleen bevindingen die bevestigd zijn.")


class StaleError(Exception):
    """Somebody else saved this part in the meantime; `current` is how it stands now."""

    def __init__(self, current: SafetyAnalysis) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


# --- a draft --------------------------------------------------------------------------------------


@transaction.atomic
def create(municipality: Municipality, title: str, *, actor: User, role: str) -> SafetyAnalysis:
    """Begin an analysis with everything that is confirmed. Raises `RefusedError`."""
    may(EDIT_ANALYSIS, role)
    words = _clean(title)
    if not words:
        raise RefusedError(NO_TITLE)
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    known = SafetyAnalysis.objects.filter(municipality=municipality)
    if known.filter(state__in=workflow.EDITABLE).exists():
        raise RefusedError(ONE_DRAFT)
    rows = confirmed(municipality)
    themes = themes_of(municipality).homes
    known_themes = {row.theme for row in rows} | themes_with_figures(municipality)
    analysis = SafetyAnalysis.objects.create(
        municipality=municipality,
        title=words[:160],
        number=(known.aggregate(last=Max("number"))["last"] or 0) + 1,
        cycle=current_cycle(municipality),
        previous=known.filter(state=workflow.PUBLISHED).first(),
        scope=rules.stored_scope(proposals.proposed_scope(themes, known_themes)),
        made_by=actor,
    )
    _include(analysis, [row.pk for row in rows])
    log("analyses.create", analysis, actor=actor)
    return analysis


@transaction.atomic
def write_scope(
    analysis: SafetyAnalysis, scope: Scope, *, seen: str, actor: User, role: str
) -> None:
    """Say what the analysis is about. Raises as `write_texts`."""
    texts = [scope.text, *(choice.why for choice in scope.themes.values())]
    texts += [text for item in scope.not_used for text in (item.source, item.why)]
    refuse_personal(*texts)
    stated = rules.stored_scope(Scope(scope.text.strip(), scope.themes, scope.not_used, True))
    _write(analysis, {"scope": stated}, seen, actor, role, verb="write_scope")


@transaction.atomic
def write_texts(
    analysis: SafetyAnalysis, texts: Mapping[str, Any], *, seen: str, actor: User, role: str
) -> None:
    """Write the evaluation, or the introduction, conclusion and `stories` (a text per theme).

    Raises `RefusedError`; `StaleError` when `seen` is not the token of what is stored now: then
    nothing is written and nobody's text is lost.
    """
    plain = {name: text.strip() for name, text in texts.items() if name != "stories"}
    stories = {code: t.strip() for code, t in texts.get("stories", {}).items() if t.strip()}
    refuse_personal(*plain.values(), *stories.values())
    values = {**plain, "stories": stories} if "stories" in texts else plain
    _write(analysis, values, seen, actor, role, verb="write_texts")


def token_of(analysis: SafetyAnalysis, *parts: str) -> str:
    """What a form carries to know whether somebody else saved one of these parts."""
    return token(*(getattr(analysis, part) for part in parts))


def _write(
    analysis: SafetyAnalysis,
    values: Mapping[str, Any],
    seen: str,
    actor: User,
    role: str,
    *,
    verb: str,
) -> None:
    locked = _editable(analysis, role)
    if token_of(locked, *values) != seen:
        raise StaleError(locked)
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    if not changed:
        return
    for target in (locked, analysis):
        for name in changed:
            setattr(target, name, values[name])
    locked.save(update_fields=[*changed, "changed_at"])
    log(f"analyses.{verb}", analysis, actor=actor, details={"fields": changed})


@transaction.atomic
def choose_findings(
    analysis: SafetyAnalysis, chosen: Sequence[int], *, actor: User, role: str
) -> None:
    """Which confirmed findings stand in it, in this order. Raises `RefusedError`."""
    locked = _editable(analysis, role)
    known = {row.pk for row in confirmed(locked.municipality)}
    if not set(chosen) <= known:
        raise RefusedError(UNKNOWN_FINDING)
    before = list(locked.included.values_list("finding_id", flat=True))
    if before != list(chosen):
        locked.included.all().delete()
        _include(locked, chosen)
        log("analyses.choose_findings", analysis, actor=actor, details={"findings": list(chosen)})


def _include(analysis: SafetyAnalysis, chosen: Sequence[int]) -> None:
    Included.objects.bulk_create(
        Included(analysis=analysis, finding_id=pk, place=place)
        for place, pk in enumerate(chosen, start=1)
    )


# --- checking and publishing ----------------------------------------------------------------------


@transaction.atomic
def remark(analysis: SafetyAnalysis, text: str, *, actor: User, role: str) -> Remark:
    """Say something about a draft. Raises `RefusedError`."""
    if role not in SEE_DRAFTS:
        raise RefusedError(NOT_YOURS)
    if analysis.state not in workflow.EDITABLE:
        raise RefusedError(CLOSED)
    words = " ".join(text.split())
    if not words:
        raise RefusedError(NO_WORDS)
    refuse_personal(words)
    made = Remark.objects.create(analysis=analysis, text=words[:1000], made_by=actor)
    log("analyses.remark", analysis, actor=actor)
    return made


@transaction.atomic
def hand_over(analysis: SafetyAnalysis, step: str, *, actor: User, role: str) -> None:
    """Let colleagues look at it ("send"), or work on it further ("return").

    Raises `StepRefusedError`.
    """
    _step(analysis, step, actor, role)
    log(f"analyses.{step}", analysis, actor=actor)


def publish(analysis: SafetyAnalysis, *, actor: User, role: str) -> FrozenEdition:
    """Freeze the analysis with everything it rests on; the previous edition is superseded.

    Verdicts are laid beside the findings once more first, and that stays also when publishing is
    refused. Raises `RefusedError` with what stands in the way, and `StepRefusedError` for who may
    not or comes second.
    """
    if role in workflow.BY_COORDINATOR:
        refresh_candidates(analysis.municipality, actor=actor)
    return _publish(analysis, actor, role)


@transaction.atomic
def _publish(analysis: SafetyAnalysis, actor: User, role: str) -> FrozenEdition:
    town = analysis.municipality
    if role in workflow.BY_COORDINATOR:
        older = SafetyAnalysis.objects.filter(municipality=town, state=workflow.PUBLISHED)
        for row in older.exclude(pk=analysis.pk):
            _step(row, "supersede", None, workflow.MACHINE)
    _step(analysis, "publish", actor, role)
    analysis.refresh_from_db()  # what others saved since this page was opened is in it
    if point := rules.objection(facts_of(analysis)):
        raise RefusedError(point.sentence, **point.params)
    now = timezone.now()
    content = canonical(frozen(analysis, now, str(actor)))
    edition = FrozenEdition.objects.create(
        analysis=analysis,
        content=content,
        sha256=stamp(content),
        published_at=now,
        published_by=actor,
    )
    log("analyses.publish", analysis, actor=actor, details={"sha256": edition.sha256})
    transaction.on_commit(partial(draw_ahead.enqueue, edition.pk))
    return edition


@transaction.atomic
def withdraw(analysis: SafetyAnalysis, *, reason: str, actor: User, role: str) -> None:
    """Take an analysis back; its edition stays. Raises `RefusedError`, `StepRefusedError`."""
    words = _clean(reason)
    if not words:
        raise RefusedError(NO_REASON)
    _step(analysis, "withdraw", actor, role, words)
    analysis.reason = words[:500]
    analysis.save(update_fields=["reason", "changed_at"])
    log("analyses.withdraw", analysis, actor=actor, why=words)


# --- helpers --------------------------------------------------------------------------------------


def _editable(analysis: SafetyAnalysis, role: str) -> SafetyAnalysis:
    """The row, locked, when it can still change. Raises `RefusedError`."""
    may(EDIT_ANALYSIS, role)
    found = SafetyAnalysis.objects.select_for_update(of=("self",)).select_related("municipality")
    locked = found.get(pk=analysis.pk)
    if locked.state not in workflow.EDITABLE:
        raise RefusedError(CLOSED)
    return locked


def _clean(text: str) -> str:
    words = " ".join(text.split())
    refuse_personal(words)
    return words


def _step(
    analysis: SafetyAnalysis, name: str, actor: User | None, role: str, why: str = ""
) -> None:
    take_step(analysis, name, workflow=workflow.ANALYSIS, actor=actor, role=role, why=why)
