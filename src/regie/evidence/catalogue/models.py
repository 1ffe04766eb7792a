"""What the publishers offer, what a municipality has on its schedule, and what was fetched."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CataloguedTable(models.Model):
    """A table as the catalogue of its publisher named it when Regie last looked.

    The titles of the police carry the year of the areas and change; the key is the number.
    """

    table_id = models.CharField(_("tabel"), max_length=30)
    catalogue = models.CharField(_("uitgever"), max_length=20)
    title = models.CharField(_("titel"), max_length=300)
    modified = models.DateTimeField(_("bijgewerkt op"), null=True, blank=True)
    period = models.CharField(max_length=60, blank=True)
    seen_at = models.DateTimeField(_("gezien op"))

    class Meta:
        ordering = ["catalogue", "table_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "table_id"], name="one_row_per_catalogued_table"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table_id} {self.title}"


class Look(models.Model):
    """One look into the catalogue of a publisher, and what came of it."""

    catalogue = models.CharField(_("uitgever"), max_length=20)
    started_at = models.DateTimeField(_("begonnen"), auto_now_add=True)
    finished_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    tables = models.PositiveIntegerField(_("tabellen"), default=0)
    refusal_sentence = models.TextField(blank=True, help_text="The msgid; empty when it went well.")
    refusal_params = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.catalogue} {self.started_at:%Y-%m-%d %H:%M}"


class Rhythm(models.TextChoices):
    """How often a table is fetched; `rules.DAYS` has the days."""

    MONTHLY = "monthly", _("elke maand, rond de 16e")
    JANUARY_AUGUST = "january_august", _("in januari en in augustus")
    JANUARY = "january", _("elk jaar in januari")
    AUGUST = "august", _("elk jaar in augustus")
    YEARLY = "yearly", _("elk jaar in oktober")


class SubscriptionState(models.TextChoices):
    """Whether a table is on the schedule."""

    ACTIVE = "active", _("staat op het rooster")
    STOPPED = "stopped", _("van het rooster gehaald")


class Subscription(models.Model):
    """A table that a municipality has on its schedule."""

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="subscriptions"
    )
    table_id = models.CharField(_("tabel"), max_length=30)
    rhythm = models.CharField(_("ritme"), max_length=20, choices=Rhythm.choices)
    whole = models.BooleanField(
        default=False, help_text="The whole table, or only the part of this municipality."
    )
    state = models.CharField(
        max_length=10, choices=SubscriptionState.choices, default=SubscriptionState.ACTIVE
    )
    next_at = models.DateTimeField(_("volgende keer"))
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["table_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "table_id"], name="one_subscription_per_table"
            )
        ]
        indexes = [models.Index(fields=["state", "next_at"])]

    def __str__(self) -> str:
        return self.table_id


class FetchState(models.TextChoices):
    """Where a fetch stands; `workflow.py` says which steps lead from one to the other."""

    WAITING = "waiting", _("wacht")
    FETCHING = "fetching", _("wordt opgehaald")
    DONE = "done", _("opgehaald")
    UNCHANGED = "unchanged", _("niets nieuws")
    REFUSED = "refused", _("mislukt")


OPEN = (FetchState.WAITING, FetchState.FETCHING)


class Fetch(models.Model):
    """One time that a table was fetched, once or by the schedule."""

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="fetches"
    )
    subscription = models.ForeignKey(
        Subscription, models.PROTECT, null=True, blank=True, related_name="fetches"
    )
    table_id = models.CharField(_("tabel"), max_length=30)
    whole = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=FetchState.choices, default=FetchState.WAITING)
    requested_at = models.DateTimeField(_("gevraagd op"), auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="The last sign of life.")
    finished_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    progress = models.JSONField(default=dict, blank=True)
    refusal_sentence = models.TextField(blank=True)
    refusal_params = models.JSONField(default=dict, blank=True)
    delivery = models.ForeignKey(
        "sources.Delivery", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table_id"],
                condition=Q(state__in=["waiting", "fetching"]),
                name="one_fetch_of_a_table_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["municipality", "table_id"])]

    def __str__(self) -> str:
        return self.table_id
