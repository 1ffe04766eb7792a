"""Remarks on the text of a plan, and what was done with them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly

USER = settings.AUTH_USER_MODEL


class RemarkOutcome(models.TextChoices):
    """What was done with a remark."""

    ADOPTED = "adopted", _("overgenomen")
    PARTLY = "partly", _("deels overgenomen")
    NOT_ADOPTED = "not_adopted", _("niet overgenomen")
    PASSED_ON = "passed_on", _("doorgegeven aan een ander")


class PlanRemark(models.Model):
    """What somebody says about a part of a plan.

    `quote` is the paragraph it is about as it stood in version `seen` of the text, "" for the part
    as a whole; `suggestion` what could stand there instead. `on_behalf` names the department or
    organisation; `partner` is there when a partner said it: only that partner and the municipality
    read it.
    """

    section = models.ForeignKey("plans.PlanSection", models.PROTECT, related_name="remarks")
    seen = models.PositiveIntegerField(default=0)
    quote = models.TextField(blank=True)
    text = models.CharField(_("opmerking"), max_length=1000, blank=True)
    suggestion = models.TextField(_("voorstel"), max_length=6000, blank=True)
    on_behalf = models.CharField(_("namens"), max_length=120, blank=True)
    partner = models.ForeignKey(
        "organizations.Partner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("opmerking")
        verbose_name_plural = _("opmerkingen")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(suggestion=""), name="a_plan_remark_says_something"
            ),
            models.CheckConstraint(
                condition=Q(suggestion="") | ~Q(quote=""),
                name="a_suggestion_is_for_a_paragraph",
            ),
        ]

    def __str__(self) -> str:
        return (self.text or self.suggestion)[:80]


class RemarkAnswer(AppendOnly):
    """What was done with a remark. Rows are only added; the newest counts."""

    remark = models.ForeignKey(PlanRemark, models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=12, choices=RemarkOutcome.choices)
    text = models.CharField(max_length=1000)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=RemarkOutcome.values),
                name="a_remark_is_answered_with_an_outcome",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
