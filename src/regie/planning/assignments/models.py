"""The assignment of a cycle."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """What was asked before the work began; what it said before stands in the log.

    `lead` is a function, never a person: people change, and everybody reads this.
    """

    class Body(models.TextChoices):
        """Who asked."""

        MAYOR = "mayor", _("de burgemeester")
        EXECUTIVE = "executive", _("het college")
        COUNCIL = "council", _("de raad")

    cycle = models.OneToOneField("cycles.PolicyCycle", models.CASCADE, related_name="assignment")
    given_by = models.CharField(_("wie vroeg het"), max_length=10, choices=Body.choices)
    asked = models.TextField(_("wat is gevraagd"), max_length=1000)
    day = models.DateField(_("dag"))
    number = models.CharField(_("besluitnummer"), max_length=60, blank=True)
    lead = models.CharField(_("wie leidt het werk"), max_length=120)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("opdracht")
        verbose_name_plural = _("opdrachten")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(given_by__in=["mayor", "executive", "council"]),
                name="an_assignment_comes_from_a_body",
            ),
            models.CheckConstraint(
                condition=~models.Q(asked="") & ~models.Q(lead=""), name="an_assignment_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"opdracht {self.cycle}"
