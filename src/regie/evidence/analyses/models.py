"""Safety analyses: drafts that people work on, and editions that never change."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly


class AnalysisState(models.TextChoices):
    """Where an analysis stands; `workflow.py` says which steps lead from one to the other."""

    DRAFT = "draft", _("concept")
    IN_REVIEW = "in_review", _("in controle")
    PUBLISHED = "published", _("gepubliceerd")
    SUPERSEDED = "superseded", _("vervangen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class SafetyAnalysis(models.Model):
    """A safety analysis (veiligheidsanalyse) of a municipality.

    `scope` is a `rules.Scope` in plain values, `stories` a text per theme. What a published
    analysis says stands in its edition; these fields are what people last wrote.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="safety_analyses"
    )
    cycle = models.ForeignKey(
        "cycles.PolicyCycle", models.SET_NULL, null=True, blank=True, related_name="analyses"
    )
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers"
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    state = models.CharField(
        max_length=10, choices=AnalysisState.choices, default=AnalysisState.DRAFT
    )
    scope = models.JSONField(default=dict, blank=True)
    introduction = models.TextField(blank=True)
    evaluation = models.TextField(blank=True)
    conclusion = models.TextField(blank=True)
    stories = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    findings = models.ManyToManyField(
        "findings.Finding", through="Included", related_name="analyses"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("veiligheidsanalyse")
        verbose_name_plural = _("veiligheidsanalyses")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="one_analysis_per_number"
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(state="published"),
                name="one_published_analysis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Included(models.Model):
    """A finding in an analysis; `place` orders the findings of a theme."""

    analysis = models.ForeignKey(SafetyAnalysis, models.CASCADE, related_name="included")
    finding = models.ForeignKey("findings.Finding", models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["analysis", "finding"], name="included_once")
        ]

    def __str__(self) -> str:
        return f"{self.analysis_id}: {self.finding_id}"


class Remark(models.Model):
    """What a colleague says about a draft that is being checked."""

    analysis = models.ForeignKey(SafetyAnalysis, models.CASCADE, related_name="remarks")
    text = models.CharField(max_length=1000)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]


class FrozenEdition(AppendOnly):
    """What was published, in one canonical text. Rows are added, never changed.

    `content` holds every finding, verdict and number with what they rest on, and the sentences
    that were generated, in both languages. `sha256` is of that text.
    """

    analysis = models.OneToOneField(SafetyAnalysis, models.PROTECT, related_name="edition")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.analysis} {self.sha256[:8]}"
