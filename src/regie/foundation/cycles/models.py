"""The policy cycle of a municipality, its safety fields and themes under local names."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class PolicyCycle(models.Model):
    """One round of the policy: from evaluation and analysis to plan, execution and evaluation.

    The period can be extended and can start before the council decides: real plans do both.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.CASCADE, related_name="cycles"
    )
    name = models.CharField(_("naam"), max_length=120)
    variant = models.CharField(
        _("werkwijze"),
        max_length=10,
        choices=[("full", _("volledig")), ("light", _("licht"))],
        default="full",
    )
    valid_from = models.DateField(_("geldig vanaf"))
    valid_to = models.DateField(_("geldig tot en met"))
    extended_to = models.DateField(_("verlengd tot en met"), null=True, blank=True)
    current_step = models.CharField(_("huidige stap"), max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gt=models.F("valid_from")),
                name="cycle_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_to__isnull=True)
                | models.Q(extended_to__gt=models.F("valid_to")),
                name="cycle_is_extended_beyond_its_end",
            ),
            models.CheckConstraint(
                condition=models.Q(variant__in=["full", "light"]), name="cycle_full_or_light"
            ),
            models.UniqueConstraint(
                fields=["municipality", "valid_from"], name="one_cycle_per_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        """The last day, extension included."""
        return self.extended_to or self.valid_to


class SafetyField(models.Model):
    """One of the five safety fields (CCV's wording), possibly under a local name."""

    cycle = models.ForeignKey(PolicyCycle, models.CASCADE, related_name="fields")
    code = models.CharField(max_length=40)
    local_name = models.CharField(_("eigen naam"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "code"], name="one_field_per_cycle")
        ]

    def __str__(self) -> str:
        return self.local_name or self.code


class SafetyTheme(models.Model):
    """A theme with exactly one home field; `flanking` marks themes that cross domains."""

    field = models.ForeignKey(SafetyField, models.CASCADE, related_name="themes")
    code = models.CharField(max_length=60)
    local_name = models.CharField(_("eigen naam"), max_length=120, blank=True)
    flanking = models.BooleanField(_("flankerend"), default=False)
    own = models.BooleanField(_("eigen thema"), default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["field__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["field", "code"], name="one_theme_per_field")
        ]

    def __str__(self) -> str:
        return self.local_name or self.code
