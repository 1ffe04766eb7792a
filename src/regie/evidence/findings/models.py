"""Findings: what the figures or a person say, and what was decided about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FindingKind(models.TextChoices):
    """What a finding is about; `rules.Kind` has the same codes."""

    LEVEL = "level", _("niveau")
    CHANGE = "change", _("verandering")
    PLACE_LEVEL = "place_level", _("plekken die opvallen")
    PLACE_CHANGE = "place_change", _("plekken die veranderen")
    CONCENTRATION = "concentration", _("concentratie")
    PERCEIVED = "perceived", _("beleving")
    GAP = "perception_gap", _("cijfers en beleving lopen uiteen")
    DATA = "data_problem", _("twijfel over cijfers")
    OWN = "own", _("eigen bevinding")


class FindingState(models.TextChoices):
    """Where a finding stands; `workflow.py` says which steps lead from one to the other."""

    CANDIDATE = "candidate", _("kandidaat")
    CONFIRMED = "confirmed", _("bevestigd")
    REJECTED = "rejected", _("afgewezen")
    MERGED = "merged", _("samengevoegd")
    LAPSED = "lapsed", _("vervallen")


class Confidence(models.TextChoices):
    """How sure the people are who looked at it; not a probability."""

    LOW = "low", _("laag")
    MEDIUM = "medium", _("redelijk")
    HIGH = "high", _("hoog")


class Finding(models.Model):
    """One finding of a municipality. `key` recognises it when the figures are renewed.

    `verdict` is what the figures said when somebody decided (or say now, for a candidate).
    `latest` is the newest verdict when that differs, `news` how it differs; nothing is replaced
    without a person. `areas` are codes; `evidence` are indicators that say the same.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="findings"
    )
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=FindingKind.choices)
    state = models.CharField(
        max_length=10, choices=FindingState.choices, default=FindingState.CANDIDATE
    )
    theme = models.CharField(max_length=60, blank=True)
    theme_chosen = models.BooleanField(default=False, help_text="A person chose the theme.")
    field = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField(default=0)
    indicator = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=60, blank=True)
    areas = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    verdict = models.JSONField(default=dict, blank=True)
    latest = models.JSONField(default=dict, blank=True)
    news = models.CharField(max_length=10, blank=True)
    news_at = models.DateTimeField(null=True, blank=True)
    headline = models.CharField(max_length=200, blank=True)
    story = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, choices=Confidence.choices, blank=True)
    other_sources = models.CharField(max_length=600, blank=True)
    not_used = models.CharField(max_length=600, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    deliveries = models.ManyToManyField("sources.Delivery", related_name="+", blank=True)
    observations = models.ManyToManyField(
        "street_knowledge.Observation", related_name="findings", blank=True
    )
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "kind", "pk"]
        indexes = [models.Index(fields=["municipality", "state", "position"])]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="one_finding_per_key"),
            models.CheckConstraint(
                condition=~Q(kind="own") | ~Q(headline=""), name="an_own_finding_has_a_headline"
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="a_rejection_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False),
                name="merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.key
