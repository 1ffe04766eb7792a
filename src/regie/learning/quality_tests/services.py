"""Writing a test of a plan: beginning, answering a section, finishing, stopping."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from regie.evidence.findings.rules import PERSONAL, looks_personal
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import PARTNER
from regie.foundation.accounts.models import User
from regie.foundation.records.frozen import canonical, stamp, token
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log, take_step
from regie.learning.quality_tests import freezing, queries, rules, words, workflow
from regie.learning.quality_tests.models import AnswerChoice, ItemAnswer, PlanTest, TestResult
from regie.planning.plan_decisions.models import PlanEdition
from regie.policy.quality_test import QUALITY_TEST

NOT_YOURS = _("Dit is de toets van iemand anders. Alleen die persoon vult hem in.")
CLOSED = _("Deze toets is afgerond of gestopt. De antwoorden liggen vast.")
NOTHING = _("Beantwoord ten minste één vraag. Rond de toets daarna af.")
FIELDS = ("answer", "motivation", "place", "improvement")


class StaleError(Exception):
    """This section was saved in the meantime, for example in another window."""


class AnswersError(Exception):
    """Some answers cannot be kept; `refusals` says why, by item (msgids)."""

    def __init__(self, refusals: Mapping[str, str]) -> None:
        super().__init__("some answers cannot be kept")
        self.refusals = refusals


@dataclass(frozen=True)
class Given:
    """What the tester says of one item."""

    answer: str = ""
    motivation: str = ""
    place: str = ""
    improvement: str = ""


@transaction.atomic
def begin(edition: PlanEdition, *, membership: Membership, actor: User) -> PlanTest:
    """Begin to test a version. Raises `RefusedError` for its author, and for a second test."""
    PlanEdition.objects.select_for_update().get(pk=edition.pk)
    rows = PlanTest.objects.filter(edition=edition, tester=actor)
    testing = rows.exclude(state=workflow.STOPPED).exists()
    author = queries.is_author(edition, actor.pk)
    _refuse(rules.testing_refusal(author=author, testing=testing))
    made = PlanTest.objects.create(
        municipality=membership.municipality,
        edition=edition,
        tester=actor,
        role=membership.role,
        partner=membership.partner if membership.role == PARTNER else None,
    )
    log("quality_tests.begin", made, actor=actor)
    return made


@transaction.atomic
def answer(
    test: PlanTest, section: int, given: Mapping[str, Given], *, seen: str, actor: User
) -> None:
    """Answer the items of a section; an item without an answer is taken out again.

    Raises `RefusedError`, `AnswersError` by item, and `StaleError` when `seen` is not the token of
    what is stored now.
    """
    locked = _open(test, actor)
    kept = queries.answers_of(locked)
    if seen != token_of(kept, section):
        raise StaleError
    codes = {item.code for item in QUALITY_TEST().of(section)}
    said = {code: _clean(each) for code, each in given.items() if code in codes}
    _check(locked, said)
    for code, each in said.items():
        _keep(locked, code, each, kept.get(code))
    number = QUALITY_TEST().of(section)[0].section
    log("quality_tests.answer", locked, actor=actor, details={"section": number})


def _keep(test: PlanTest, code: str, given: Given, row: ItemAnswer | None) -> None:
    if given.answer not in AnswerChoice.values:
        if row:
            row.delete()
        return
    kept = row or ItemAnswer(test=test, item=code)
    for name, value in asdict(given).items():
        setattr(kept, name, value)
    kept.save()


def _check(test: PlanTest, given: Mapping[str, Given]) -> None:
    machine = _machine(test)
    refusals = {}
    for code, each in given.items():
        found = machine.get(code, "")
        refusal = rules.answer_refusal(each.answer, each.motivation, found, each.improvement)
        if looks_personal(each.motivation) or looks_personal(each.improvement):
            refusal = PERSONAL
        if refusal:
            refusals[code] = refusal
    if refusals:
        raise AnswersError(refusals)


def _clean(given: Given) -> Given:
    return Given(
        given.answer,
        given.motivation.strip()[:1000],
        given.place[:80],
        " ".join(given.improvement.split())[:500],
    )


def token_of(answers: Mapping[str, ItemAnswer], section: int) -> str:
    """What the form of a section carries, to know whether it was saved in the meantime."""
    rows = (answers.get(item.code) for item in QUALITY_TEST().of(section))
    return token(*([getattr(row, name) for name in FIELDS] if row else None for row in rows))


@transaction.atomic
def take_over(test: PlanTest, section: int, *, actor: User) -> int:
    """Answer the automatic items of a section that are open with what the machine found.

    Its words are the motivation. Answers how many. Raises `RefusedError`.
    """
    locked = _open(test, actor)
    kept = queries.answers_of(locked)
    people = queries.people_in(locked.edition.plan.municipality)
    found = queries.machine(locked.edition, people)
    made = [
        ItemAnswer(
            test=locked,
            item=item.code,
            answer=found[item.code].answer,
            motivation=words.verdict_words(found[item.code])[:1000],
            place=next(iter(found[item.code].anchors), "")[:80],
        )
        for item in QUALITY_TEST().of(section)
        if item.code in found and item.code not in kept
    ]
    for row in made:
        row.save()
    if made:
        log(
            "quality_tests.take_over",
            locked,
            actor=actor,
            details={"section": section, "items": len(made)},
        )
    return len(made)


@transaction.atomic
def finish(test: PlanTest, *, actor: User, role: str) -> TestResult:
    """Freeze a test with what the machine says of the same version.

    Raises `RefusedError`, and `StepRefusedError` for who comes second.
    """
    locked = _open(test, actor)
    answers = queries.answers_of(locked)
    _refuse(None if answers else NOTHING)
    take_step(locked, "finish", workflow=workflow.TEST, actor=actor, role=role)
    now = timezone.now()
    people = queries.people_in(locked.edition.plan.municipality)
    found = queries.machine(locked.edition, people)
    content = canonical(freezing.frozen(locked, answers, found, now))
    made = TestResult.objects.create(
        test=locked, content=content, sha256=stamp(content), finished_at=now
    )
    log("quality_tests.finish", locked, actor=actor, details={"sha256": made.sha256})
    return made


@transaction.atomic
def stop(test: PlanTest, *, actor: User, role: str) -> None:
    """Stop a test: nobody reads it, and its tester may begin again. Raises as `finish`."""
    locked = _open(test, actor)
    take_step(locked, "stop", workflow=workflow.TEST, actor=actor, role=role)
    log("quality_tests.stop", locked, actor=actor)


# --- helpers --------------------------------------------------------------------------------------


def _open(test: PlanTest, actor: User) -> PlanTest:
    """The row, locked, when its tester can still change it. Raises `RefusedError`."""
    rows = PlanTest.objects.select_for_update(of=("self",))
    read = rows.select_related("edition__plan__municipality", "municipality", "partner")
    locked = read.get(pk=test.pk)
    _refuse(None if locked.tester_id == actor.pk else NOT_YOURS)
    _refuse(None if locked.state == workflow.OPEN else CLOSED)
    return locked


def _machine(test: PlanTest) -> dict[str, str]:
    people = queries.people_in(test.edition.plan.municipality)
    return queries.answers_of_machine(queries.machine(test.edition, people))


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise RefusedError(sentence)
