"""What partners and officers see in the street: places, groups and facilities, never persons."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ObservationState(models.TextChoices):
    """Where an observation stands; `workflow.py` says which steps lead from one to the other."""

    SUBMITTED = "submitted", _("ingediend")
    ACCEPTED = "accepted", _("gebruikt in de analyse")
    RETURNED = "returned", _("teruggegeven")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class Visibility(models.TextChoices):
    """Who may read an observation once it is accepted."""

    MEMBERS = "members", _("Alle leden van deze gemeente")
    CONFIDENTIAL = "confidential", _("Alleen de veiligheidscoördinator, de onderzoeker en wij")


class Observation(models.Model):
    """Something seen in the street. `partner` is empty for the municipality's own people.

    The words go when it is withdrawn, so that what should not have been written is gone as well.

    `area` is a code of the classification of `area_year`; the same code can be another territory
    later. The codes of kind, confidence, basis, frequency and dayparts are those of
    `policy/street_knowledge.toml`, the theme is one of the policy cycle.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="observations"
    )
    partner = models.ForeignKey(
        "organizations.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
    )
    kind = models.CharField(max_length=12)
    theme = models.CharField(max_length=60)
    area = models.CharField(max_length=10)
    area_year = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=1000)
    season = models.CharField(max_length=11, blank=True)
    seen_from = models.DateField(null=True, blank=True)
    seen_to = models.DateField(null=True, blank=True)
    frequency = models.CharField(max_length=12, blank=True)
    dayparts = models.JSONField(default=list, blank=True)
    confidence = models.CharField(max_length=6)
    basis = models.CharField(max_length=20)
    done = models.TextField(max_length=500, blank=True)
    visibility = models.CharField(max_length=12, choices=Visibility.choices)
    unnamed = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=ObservationState.choices, default=ObservationState.SUBMITTED
    )
    reply = models.CharField(max_length=500, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("waarneming")
        verbose_name_plural = _("waarnemingen")
        indexes = [models.Index(fields=["municipality", "state", "theme"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="withdrawn") | (~Q(title="") & ~Q(description="")),
                name="an_observation_has_words",
            ),
            models.CheckConstraint(
                condition=~Q(season="") | Q(seen_from__isnull=False),
                name="an_observation_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(seen_to__isnull=True) | Q(seen_to__gte=F("seen_from")),
                name="an_observation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("hot_spot", "hot_group", "hot_facility")),
                name="an_observation_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="an_observation_has_readers"
            ),
        ]

    def __str__(self) -> str:
        """Without the words: a confidential observation stands in the log by its number."""
        return f"waarneming {self.pk}"
