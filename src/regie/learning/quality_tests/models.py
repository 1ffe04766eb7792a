"""Tests of a plan: who tested which version, what was answered, and what was frozen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly


class TestState(models.TextChoices):
    """Where a test stands; `workflow.py` says which steps lead from one to the other."""

    __test__ = False

    OPEN = "open", _("toets loopt")
    FINISHED = "finished", _("toets afgerond")
    STOPPED = "stopped", _("toets gestopt")


class AnswerChoice(models.TextChoices):
    """What can be said of an item."""

    MET = "met", _("voldoet")
    PARTLY = "partly", _("voldoet deels")
    NOT = "not", _("voldoet niet")
    NOT_APPLICABLE = "na", _("niet van toepassing")


class PlanTest(models.Model):
    """The test of one edition of a plan by one person.

    `role` and `partner` are as they were when the test began. The pages name those, never the
    person.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="plan_tests"
    )
    edition = models.ForeignKey(
        "plan_decisions.PlanEdition", models.PROTECT, related_name="quality_tests"
    )
    tester = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    partner = models.ForeignKey(
        "organizations.Partner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=TestState.choices, default=TestState.OPEN)
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("plantoets")
        verbose_name_plural = _("plantoetsen")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=TestState.values), name="a_test_has_a_state"
            ),
            models.UniqueConstraint(
                fields=["edition", "tester"],
                condition=~Q(state="stopped"),
                name="one_test_of_an_edition_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Plantoets {self.edition_id}: {self.pk}"


class ItemAnswer(models.Model):
    """What the tester says of one item; `item` is a code of `policy/quality_test.toml`.

    `place` is an anchor in the plan (see `reading.py`), "" for none.
    """

    test = models.ForeignKey(PlanTest, models.CASCADE, related_name="answers")
    item = models.CharField(max_length=40)
    answer = models.CharField(max_length=6, choices=AnswerChoice.choices)
    motivation = models.CharField(max_length=1000, blank=True)
    place = models.CharField(max_length=80, blank=True)
    improvement = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["test", "item"], name="one_answer_per_item"),
            models.CheckConstraint(
                condition=Q(answer__in=AnswerChoice.values), name="an_answer_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.answer}"


class TestResult(AppendOnly):
    """What a finished test says, in one canonical text with its SHA-256. Never changed."""

    __test__ = False

    test = models.OneToOneField(PlanTest, models.PROTECT, related_name="result")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    finished_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.test} {self.sha256[:8]}"
