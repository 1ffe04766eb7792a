"""Writing of findings: deciding about candidates, telling the story, adding one's own."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.findings import refreshing, rules, workflow
from regie.evidence.findings.models import Confidence, Finding, FindingKind
from regie.evidence.findings.permissions import DECIDE_FINDINGS
from regie.evidence.findings.refreshing import Refreshed
from regie.evidence.findings.rules import News, refuse_personal
from regie.evidence.findings.subjects import place_of
from regie.evidence.sources.models import Delivery
from regie.evidence.street_knowledge.models import Observation
from regie.evidence.street_knowledge.workflow import ACCEPTED
from regie.foundation.access.rules import may
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log, take_step

NO_REASON = _("Geef een reden. Die blijft bij de bevinding staan.")
NO_HEADLINE = _("Schrijf in één zin op wat u hebt gevonden.")
NO_CHOICE = _("Kies ten minste één bevinding.")
INTO_ITSELF = _("Een bevinding kan niet met zichzelf worden samengevoegd.")
INTO_CLOSED = _("Voeg samen met een bevinding die kandidaat of bevestigd is.")
HOLDS_OTHERS = _("In deze bevinding zijn al andere samengevoegd. Maak die eerst los.")
NO_NEWS = _("Er zijn geen nieuwe cijfers om over te nemen.")
NO_THEME = _("Dit thema bestaat niet in deze gemeente.")
NOT_ACCEPTED = _("Deze straatkennis wordt niet gebruikt in de analyse.")


class StaleError(Exception):
    """Somebody else saved in the meantime; `current` is the finding as it stands now."""

    def __init__(self, current: Finding) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


@dataclass(frozen=True, kw_only=True)
class Story:
    """What a person adds to the figures."""

    headline: str = ""
    story: str = ""
    other_sources: str = ""
    not_used: str = ""
    confidence: str = ""
    theme: str = ""

    def texts(self) -> dict[str, str]:
        """The texts by field, without stray spaces."""
        named = ("headline", "story", "other_sources", "not_used")
        return {name: getattr(self, name).strip() for name in named}


def refresh_candidates(municipality: Municipality, *, actor: User | None) -> Refreshed:
    """Propose what the verdicts say now; see `refreshing.refresh`."""
    return refreshing.refresh(municipality, actor=actor)


# --- deciding -------------------------------------------------------------------------------------


@transaction.atomic
def confirm(finding: Finding, *, confidence: str, actor: User, role: str) -> None:
    """This is so. Raises `StepRefusedError`; ValueError for a confidence that does not exist."""
    finding.confidence = Confidence(confidence)
    _decide(finding, "confirm", actor, role)
    _rest_on_deliveries(finding)
    log("findings.confirm", finding, actor=actor)


@transaction.atomic
def reject(finding: Finding, *, reason: str, actor: User, role: str) -> None:
    """This is not so, or not worth a finding. Raises `RefusedError` and `StepRefusedError`."""
    finding.reason = _reasoned(reason)
    _decide(finding, "reject", actor, role)
    log("findings.reject", finding, actor=actor, why=finding.reason)


@transaction.atomic
def reject_many(
    municipality: Municipality, chosen: Collection[int], *, reason: str, actor: User, role: str
) -> int:
    """Reject several candidates for one reason; one row in the log. Answers how many.

    Raises `RefusedError`, and `StepRefusedError` when one of them is no candidate any more: then
    none is rejected.
    """
    words = _reasoned(reason)
    rows = list(Finding.objects.filter(municipality=municipality, pk__in=chosen))
    refuse(NO_CHOICE if not rows else None)
    for row in rows:
        row.reason = words
        _decide(row, "reject", actor, role)
    _logged_many("reject_many", municipality, rows, actor, words)
    return len(rows)


@transaction.atomic
def merge(finding: Finding, into: Finding, *, reason: str, actor: User, role: str) -> None:
    """Tell this finding as part of another. Raises `RefusedError` and `StepRefusedError`."""
    if finding.municipality_id != into.municipality_id:
        raise ValueError("findings of two municipalities are never merged")
    words = _clean(reason)
    refuse(INTO_ITSELF if finding.pk == into.pk else None)
    refuse(INTO_CLOSED if into.state not in {workflow.CANDIDATE, workflow.CONFIRMED} else None)
    refuse(HOLDS_OTHERS if Finding.objects.filter(merged_into=finding).exists() else None)
    finding.merged_into, finding.reason = into, words
    _decide(finding, "merge", actor, role)
    log("findings.merge", finding, actor=actor, why=words, details={"into": into.pk})


@transaction.atomic
def unmerge(finding: Finding, *, actor: User, role: str) -> None:
    """Make it a candidate of its own again. Raises `StepRefusedError`."""
    _decide(finding, "unmerge", actor, role)
    finding.merged_into, finding.reason = None, ""
    finding.save(update_fields=["merged_into", "reason"])
    log("findings.unmerge", finding, actor=actor)


@transaction.atomic
def reopen(finding: Finding, *, reason: str, actor: User, role: str) -> None:
    """Look at it again, with the newest verdict. Raises `RefusedError` and `StepRefusedError`."""
    words = _reasoned(reason)
    _decide(finding, "reopen", actor, role, words)
    finding.reason = ""
    _take_over(finding)
    log("findings.reopen", finding, actor=actor, why=words)


@transaction.atomic
def accept_news(finding: Finding, *, reason: str, actor: User, role: str) -> None:
    """Let a confirmed finding rest on the newest verdict. The log keeps which one it replaced.

    Raises `RefusedError` when there is no newer verdict, or the role may not.
    """
    may(DECIDE_FINDINGS, role)
    refuse(NO_NEWS if finding.state != workflow.CONFIRMED or not finding.latest else None)
    before = finding.verdict
    _take_over(finding)
    log(
        "findings.accept_news",
        finding,
        actor=actor,
        why=_clean(reason),
        details={"replaced": before},
    )


@transaction.atomic
def accept_numbers(municipality: Municipality, *, actor: User, role: str) -> int:
    """Take over the newest numbers wherever the words stay the same; answers for how many.

    One row in the log. Raises `RefusedError` when the role may not.
    """
    may(DECIDE_FINDINGS, role)
    rows = list(
        Finding.objects.select_for_update().filter(
            municipality=municipality, state=workflow.CONFIRMED, news=News.NUMBERS
        )
    )
    for row in rows:
        _take_over(row)
    if rows:
        _logged_many("accept_numbers", municipality, rows, actor)
    return len(rows)


def _take_over(finding: Finding) -> None:
    """The newest verdict becomes the one it rests on; what is gone is gone at the next look."""
    if finding.latest:
        verdict = rules.verdict_from(finding.latest)
        finding.verdict = finding.latest
        finding.areas = list(rules.areas_of(verdict)) or finding.areas
        _rest_on_deliveries(finding)
    finding.latest, finding.news, finding.news_at = {}, News.NOTHING.value, None
    finding.save()


def _rest_on_deliveries(finding: Finding) -> None:
    numbers = finding.verdict.get("deliveries", [])
    finding.deliveries.set(Delivery.objects.filter(pk__in=numbers))


# --- words ----------------------------------------------------------------------------------------


@transaction.atomic
def write_story(finding: Finding, story: Story, *, version: int, actor: User, role: str) -> None:
    """Write what the figures do not say, and under which theme it is told.

    Raises `RefusedError`; `StaleError` when somebody else saved since `version` was read: then
    nothing is written and nobody's text is lost.
    """
    may(DECIDE_FINDINGS, role)
    texts = story.texts()
    refuse_personal(*texts.values())
    refuse(NO_HEADLINE if finding.kind == FindingKind.OWN and not texts["headline"] else None)
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    if locked.version != version:
        raise StaleError(locked)
    values = {**texts, **_told_under(locked, story.theme)}
    values["confidence"] = Confidence(story.confidence).value if story.confidence else ""
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    if not changed:
        return
    values |= {"version": F("version") + 1, "changed_at": timezone.now()}
    Finding.objects.filter(pk=finding.pk).update(**values)
    finding.refresh_from_db()
    log("findings.write_story", finding, actor=actor, details={"fields": changed})


@transaction.atomic
def link(finding: Finding, chosen: Collection[Observation], *, actor: User, role: str) -> bool:
    """Lay exactly this street knowledge beside a finding; True when that changed something.

    Raises `RefusedError` when the role may not, or one of them is not used in the analysis.
    """
    may(DECIDE_FINDINGS, role)
    if any(row.municipality_id != finding.municipality_id for row in chosen):
        raise ValueError("the observation is of another municipality")
    refuse(NOT_ACCEPTED if any(row.state != ACCEPTED for row in chosen) else None)
    before = set(finding.observations.values_list("pk", flat=True))
    after = {row.pk for row in chosen}
    if before != after:
        finding.observations.set(after)
        log("findings.link", finding, actor=actor, details={"observations": sorted(after)})
    return before != after


@transaction.atomic
def add_own(municipality: Municipality, story: Story, *, actor: User, role: str) -> Finding:
    """A finding that no figure proposes: from street knowledge, a survey, an expert.

    It is confirmed at once: a person wrote it. Raises `RefusedError`.
    """
    may(DECIDE_FINDINGS, role)
    texts = story.texts()
    refuse_personal(*texts.values())
    refuse(NO_HEADLINE if not texts["headline"] else None)
    finding = Finding.objects.create(
        municipality=municipality,
        key=f"own:{uuid4().hex}",
        kind=FindingKind.OWN,
        made_by=actor,
        confidence=Confidence(story.confidence or Confidence.MEDIUM),
        **_place_of(municipality, story.theme),
        **texts,
    )
    _decide(finding, "confirm", actor, role)
    log("findings.add_own", finding, actor=actor)
    return finding


# --- helpers --------------------------------------------------------------------------------------


def _told_under(finding: Finding, theme: str) -> dict[str, Any]:
    """Another theme than the figures propose, chosen by a person; nothing when it stays."""
    if not theme or theme == finding.theme:
        return {}
    return _place_of(finding.municipality, theme)


def _place_of(municipality: Municipality, theme: str) -> dict[str, Any]:
    place = place_of(municipality, theme)
    if place is None:
        raise RefusedError(NO_THEME)
    return {"theme": theme, "theme_chosen": True, "field": place[0], "position": place[1]}


def _clean(text: str) -> str:
    """One line without stray spaces, refused when it is about a person."""
    words = " ".join(text.split())
    refuse_personal(words)
    return words[:500]


def _reasoned(text: str) -> str:
    words = _clean(text)
    refuse(NO_REASON if not words else None)
    return words


def _decide(finding: Finding, step: str, actor: User, role: str, why: str = "") -> None:
    """Save what was decided and take the step; when that is refused nothing was saved."""
    finding.decided_at, finding.decided_by = timezone.now(), actor
    finding.version += 1
    fields = ("confidence", "reason", "merged_into", "decided_at", "decided_by", "version")
    finding.save(update_fields=[*fields, "changed_at"])
    reason, table = why or finding.reason, workflow.FINDING
    take_step(finding, step, workflow=table, actor=actor, role=role, why=reason)


def _logged_many(
    verb: str, municipality: Municipality, rows: Collection[Finding], actor: User, why: str = ""
) -> None:
    log(
        f"findings.{verb}",
        municipality,
        actor=actor,
        municipality_code=municipality.code,
        why=why,
        details={"keys": [row.key for row in rows]},
    )
