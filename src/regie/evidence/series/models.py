"""Registrations of partners and what their columns mean, version by version. No data."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedProfile(models.Model):
    """One registration of one partner, such as nuisance files, with what its columns mean.

    Its counts are one series: `sources` keeps it under `series`.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="series"
    )
    partner = models.ForeignKey("organizations.Partner", models.PROTECT, related_name="series")
    title = models.CharField(_("naam van de registratie"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["partner__name", "title"]
        verbose_name = _("registratie")
        verbose_name_plural = _("registraties")
        constraints = [
            models.UniqueConstraint(fields=["partner", "title"], name="one_title_per_partner")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def series(self) -> str:
        """The name under which the counts stand among the datasets of the municipality."""
        return f"registration-{self.pk}"


class ProfileVersion(models.Model):
    """What the columns meant, from some delivery on. A change is a new version."""

    profile = models.ForeignKey(SavedProfile, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(help_text="A profile of the room profiles, without any data.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["profile", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.profile} {self.number}"
