"""Indicators: what a figure measures, in versions. Readings stay in the warehouse."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Indicator(models.Model):
    """A versioned definition; the newest version of a code is the one shown.

    `definition` is the validated item of the policy files it was made from, so that an old
    version stays readable after the policy changed.
    """

    code = models.CharField(_("code"), max_length=60)
    version = models.PositiveSmallIntegerField(_("versie"), default=1)
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("naam"), max_length=160)
    theme = models.CharField(_("thema"), max_length=60)
    definition = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_row_per_version")
        ]

    def __str__(self) -> str:
        return self.name


VERBS = {"indicators.sync_definitions": _("definities van indicatoren bijgewerkt")}
