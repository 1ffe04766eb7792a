"""The start memo: answers that are never overwritten, editions, decisions and remarks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly


class MemoState(models.TextChoices):
    """Where a memo stands; `workflow.py` says which steps lead from one to the other."""

    DRAFT = "draft", _("concept")
    TO_EXECUTIVE = "to_executive", _("ligt bij het college")
    TO_COUNCIL = "to_council", _("ligt bij de raad")
    ADOPTED = "adopted", _("vastgesteld")
    NOTED = "noted", _("raad nam kennis")


class Body(models.TextChoices):
    """Who decided."""

    EXECUTIVE = "executive", _("college van B en W")
    COUNCIL = "council", _("gemeenteraad")


class Outcome(models.TextChoices):
    """What was decided about the memo."""

    PUT = "put", _("legt de startnotitie voor aan de raad")
    ADOPTED = "adopted", _("stelt de startnotitie vast")
    NOTED = "noted", _("neemt kennis van de startnotitie")


class ReplyOutcome(models.TextChoices):
    """What was done with a remark."""

    ADOPTED = "adopted", _("overgenomen")
    PARTLY = "partly", _("deels overgenomen")
    NOT_ADOPTED = "not_adopted", _("niet overgenomen")
    PASSED_ON = "passed_on", _("doorgegeven aan een ander")


class StartMemo(models.Model):
    """The start memo of one policy cycle. Its words stand in `Answer`, what was decided about in
    `Edition`."""

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="start_memos"
    )
    cycle = models.OneToOneField("cycles.PolicyCycle", models.PROTECT, related_name="start_memo")
    state = models.CharField(max_length=12, choices=MemoState.choices, default=MemoState.DRAFT)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("startnotitie")
        verbose_name_plural = _("startnotities")

    def __str__(self) -> str:
        return f"startnotitie {self.cycle}"


class Answer(AppendOnly):
    """One version of the answer to a question. The newest that is not `beside` counts.

    A text that was written while somebody else saved is kept `beside` it, so that nobody's words
    are lost; the next version settles which words stay.
    """

    memo = models.ForeignKey(StartMemo, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    text = models.TextField()
    choice = models.CharField(max_length=40, blank=True)
    beside = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["memo", "question", "number"], name="one_answer_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.number}"


class Edition(AppendOnly):
    """The memo as it was decided about, in one canonical text; `sha256` is of that text."""

    memo = models.ForeignKey(StartMemo, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    moment = models.CharField(max_length=12, choices=MemoState.choices)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["memo", "number"], name="one_memo_edition_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.memo} {self.number}"


class Decision(AppendOnly):
    """What the executive or the council decided, and when.

    `answers` has, per question to the council, its `choice` and its `text`.
    """

    memo = models.ForeignKey(StartMemo, models.PROTECT, related_name="decisions")
    body = models.CharField(max_length=10, choices=Body.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    day = models.DateField()
    number = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body="executive", outcome="put")
                | Q(body="council", outcome__in=("adopted", "noted")),
                name="a_body_decides_what_is_its_own",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.day}"


class Remark(models.Model):
    """What a council member says about one question of an edition. It can change until it has a
    reply."""

    memo = models.ForeignKey(StartMemo, models.PROTECT, related_name="remarks")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="remarks")
    question = models.CharField(max_length=40)
    text = models.CharField(max_length=1000)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("reactie")
        verbose_name_plural = _("reacties")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "question", "made_by"], name="one_remark_per_question"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Reply(AppendOnly):
    """What was done with a remark; the newest counts."""

    remark = models.ForeignKey(Remark, models.PROTECT, related_name="replies")
    outcome = models.CharField(max_length=12, choices=ReplyOutcome.choices)
    text = models.CharField(max_length=1000)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]
