"""Verdicts as they stand, one row per municipality and indicator, and how far the watch is."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Verdict(models.Model):
    """What the methods say about one indicator of one municipality.

    `content` is the assessment in plain values without the places that say nothing, `whole` the
    same with every place: most pages read only the first. `fingerprint` stands for everything
    it rests on, so that a row that is out of date is recognised without computing it again.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.CASCADE, related_name="verdicts"
    )
    indicator = models.CharField(_("indicator"), max_length=60)
    fingerprint = models.CharField(max_length=32)
    content = models.JSONField()
    whole = models.JSONField()
    computed_at = models.DateTimeField(_("berekend op"))

    class Meta:
        ordering = ["indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "indicator"], name="one_verdict_per_indicator"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.indicator}"


class WatchState(models.TextChoices):
    """What the watch over a municipality's figures is doing."""

    IDLE = "idle", _("bijgewerkt")
    WAITING = "waiting", _("wacht op berekening")
    BUSY = "busy", _("wordt berekend")
    FAILED = "failed", _("berekening mislukt")


class Watch(models.Model):
    """The watch over one municipality: what it last computed from, and how far it is now.

    `basis` holds settings, estimates, peers and the deliveries in use, in plain values: with it
    the verdicts can be computed again, also after newer figures came in.
    """

    municipality = models.OneToOneField(
        "organizations.Municipality", models.CASCADE, primary_key=True, related_name="watch"
    )
    state = models.CharField(max_length=10, choices=WatchState.choices, default=WatchState.IDLE)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    basis = models.JSONField(default=dict, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="watch_done_of_total")
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.state}"
