"""The proposal of priorities, what the council decided, and editions that never change."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly

USER = settings.AUTH_USER_MODEL


class ProposalState(models.TextChoices):
    """Where a proposal stands; `workflow.py` says which steps lead from one to the other."""

    DRAFT = "draft", _("concept")
    ALIGNED = "aligned", _("afgestemd")
    SENT = "sent", _("naar de raad verstuurd")
    DECIDED = "decided", _("raad heeft besloten")


class CouncilChoice(models.TextChoices):
    """What the council did with one priority."""

    ADOPTED = "adopted", _("overgenomen")
    CHANGED = "changed", _("gewijzigd")
    DROPPED = "dropped", _("geschrapt")
    ADDED = "added", _("toegevoegd door de raad")


class Proposal(models.Model):
    """The proposal of priorities of one cycle. What was sent out stands in its editions."""

    cycle = models.OneToOneField(
        "cycles.PolicyCycle", models.PROTECT, related_name="priority_proposal"
    )
    state = models.CharField(
        max_length=8, choices=ProposalState.choices, default=ProposalState.DRAFT
    )
    session = models.ForeignKey(
        "priority_sessions.PrioritySession",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
    )
    decided_on = models.DateField(null=True, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("voorstel van prioriteiten")
        verbose_name_plural = _("voorstellen van prioriteiten")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="a_proposal_has_a_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decided_on__isnull=False),
                name="a_decision_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"voorstel {self.pk}"


class Priority(models.Model):
    """One priority of a proposal, in words; its themes can lie in several fields.

    `difference` is the reason when the session did not advise it. `decision` and what follows is
    what the council did with it. `version` counts the changes of its words.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="priorities")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    why = models.TextField(max_length=1500, blank=True)
    less = models.CharField(max_length=600, blank=True)
    difference = models.CharField(max_length=600, blank=True)
    themes = models.ManyToManyField("cycles.SafetyTheme", related_name="priorities", blank=True)
    findings = models.ManyToManyField("findings.Finding", related_name="priorities", blank=True)
    candidates = models.ManyToManyField(
        "priority_sessions.Candidate", related_name="priorities", blank=True
    )
    decision = models.CharField(max_length=7, choices=CouncilChoice.choices, blank=True)
    decided_name = models.CharField(max_length=120, blank=True)
    decision_reason = models.CharField(max_length=600, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("prioriteit")
        verbose_name_plural = _("prioriteiten")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_priority_has_a_name"),
            models.CheckConstraint(
                condition=~Q(decision="changed") | ~Q(decided_name=""),
                name="a_changed_priority_has_its_new_name",
            ),
        ]

    def __str__(self) -> str:
        return self.decided_name or self.name


class LeftOut(models.Model):
    """Why something the session advised is not in the proposal."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="left_out")
    candidate = models.ForeignKey(
        "priority_sessions.Candidate", models.PROTECT, related_name="left_out"
    )
    reason = models.CharField(max_length=600)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "candidate"], name="one_reason_per_left_out_candidate"
            )
        ]

    def __str__(self) -> str:
        return self.reason[:80]


class ProposalEdition(AppendOnly):
    """What was sent to the council, or decided by it, in one canonical text. Only added to."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    decided = models.BooleanField(default=False)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "number"], name="one_edition_of_a_proposal_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.number} {self.sha256[:8]}"
