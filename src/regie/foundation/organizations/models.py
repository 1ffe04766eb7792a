"""The municipality as tenant: everything a municipality owns hangs under this row."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Municipality(models.Model):
    """A municipality that works with Regie."""

    code = models.CharField(_("gemeentecode"), max_length=6, unique=True)
    slug = models.SlugField(_("adres"), max_length=60, unique=True)
    name = models.CharField(_("naam"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """An organisation that works on safety together with one municipality.

    What it delivers is seen by its own people and by the municipality, never by another partner.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="partners")
    name = models.CharField(_("organisatie"), max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "municipality",
                name="one_partner_per_name_and_municipality",
            )
        ]

    def __str__(self) -> str:
        return self.name
