"""Deliveries: what came in, from whom, when, and what was wrong with it. Immutable once read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Dataset(models.Model):
    """A table of a publisher in one realm, such as 47018NED of the police.

    Public tables have no owner and are stored once for all municipalities; a partner's table
    belongs to one municipality. A part of a table (one type, one town) is a dataset of its own
    with its own scope, so that it never pushes the whole table aside.
    """

    table_id = models.CharField(_("tabel"), max_length=30)
    realm = models.CharField(max_length=12)
    title = models.CharField(_("titel"), max_length=200)
    publisher = models.CharField(_("uitgever"), max_length=60)
    licence = models.CharField(_("licentie"), max_length=60, blank=True)
    scope = models.CharField(
        max_length=200,
        blank=True,
        help_text="Which part of the table this is: levels, places, types, measures, start.",
    )
    owner = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, null=True, blank=True, related_name="datasets"
    )

    class Meta:
        ordering = ["table_id", "scope"]
        constraints = [
            models.UniqueConstraint(
                fields=["table_id", "realm", "scope"],
                condition=Q(owner__isnull=True),
                name="one_public_dataset_per_table",
            ),
            models.UniqueConstraint(
                fields=["table_id", "realm", "scope", "owner"], name="one_dataset_per_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table_id} {self.title}"


class DeliveryState(models.TextChoices):
    """Where a delivery stands; `workflow.py` says which steps lead from one to the other."""

    RECEIVED = "received", _("ontvangen")
    READING = "reading", _("wordt gelezen")
    AVAILABLE = "available", _("in gebruik")
    SUPERSEDED = "superseded", _("vervangen")
    REFUSED = "refused", _("geweigerd")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class DeliveryKind(models.TextChoices):
    """What a file turned out to hold."""

    FIGURES = "figures", _("cijfers")
    AREAS = "areas", _("lijst met gebieden")
    BOUNDARIES = "boundaries", _("grenzen")
    ADDRESSES = "addresses", _("adressen")
    LEDGER = "ledger", _("register van herindelingen")
    UNKNOWN = "unknown", _("nog onbekend")


class PublicDeliveries(models.Manager["Delivery"]):
    """Deliveries that belong to no municipality: the only ones that `objects` can find."""

    def get_queryset(self) -> models.QuerySet["Delivery"]:
        """Leave out what a municipality owns."""
        return super().get_queryset().filter(owner__isnull=True)


class OwnedDeliveries(models.Manager["Delivery"]):
    """Counts that belong to one municipality. Always ask for the owner as well."""

    def get_queryset(self) -> models.QuerySet["Delivery"]:
        """Leave out what is public."""
        return super().get_queryset().filter(owner__isnull=False)


class Delivery(models.Model):
    """One file as it was delivered: a vintage of a dataset. Never edited; a new one replaces it.

    `objects` holds the public deliveries only, so that no query can show what a municipality
    owns by forgetting a condition; `owned` holds the others.
    """

    dataset = models.ForeignKey(
        Dataset, models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    municipality = models.ForeignKey(
        "organizations.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        help_text="Whose member delivered it; empty for a delivery on the command line.",
    )
    owner = models.ForeignKey(
        "organizations.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose counts these are; empty for a public table. The same as of its dataset.",
    )
    state = models.CharField(
        max_length=12, choices=DeliveryState.choices, default=DeliveryState.RECEIVED
    )
    kind = models.CharField(
        _("soort levering"),
        max_length=12,
        choices=DeliveryKind.choices,
        default=DeliveryKind.UNKNOWN,
    )
    realm = models.CharField(max_length=12, blank=True)
    coverage = models.JSONField(_("omvang van de cijfers"), default=dict, blank=True)
    options = models.JSONField(_("opgegeven bij het leveren"), default=dict, blank=True)
    file_name = models.CharField(_("bestand"), max_length=255)
    size = models.BigIntegerField(_("omvang in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField(_("ontvangen op"), auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(_("gelezen op"), null=True, blank=True)
    vintage = models.DateField(_("stand van de cijfers"), null=True, blank=True)
    classification_year = models.PositiveSmallIntegerField(
        _("indelingsjaar"), null=True, blank=True
    )
    first_period = models.CharField(max_length=8, blank=True)
    last_period = models.CharField(max_length=8, blank=True)
    rows = models.BigIntegerField(_("rijen"), default=0)
    progress = models.JSONField(default=dict, blank=True)
    refusal = models.TextField(
        _("reden van weigering"), blank=True, help_text="In Dutch, as it was at that moment."
    )
    refusal_sentence = models.TextField(
        blank=True, help_text="The msgid of the refusal; empty in rows from before there was one."
    )
    refusal_params = models.JSONField(default=dict, blank=True)
    report = models.JSONField(_("kwaliteitsrapport"), default=dict, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    objects = PublicDeliveries()
    owned = OwnedDeliveries()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("levering")
        verbose_name_plural = _("leveringen")
        constraints = [
            models.UniqueConstraint(
                fields=["dataset"],
                condition=Q(state="available"),
                name="one_available_delivery_per_dataset",
            )
        ]
        indexes = [models.Index(fields=["state", "sha256"])]

    def __str__(self) -> str:
        return f"{self.dataset or self.file_name} ({self.received_at:%Y-%m-%d})"
