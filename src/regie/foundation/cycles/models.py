"""The policy cycle of a municipality, its safety fields and themes under local names."""

from datetime import date

from django.conf import settings
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
    finished_steps = models.JSONField(
        default=list, blank=True, help_text="Codes of the steps that were ended by moving on."
    )
    skipped_steps = models.JSONField(
        default=list, blank=True, help_text="Codes of the steps that were skipped with a reason."
    )
    decision_month = models.DateField(
        _("gewenste maand van het raadsbesluit"),
        null=True,
        blank=True,
        help_text="The first day of the month in which the council should decide.",
    )
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


class LessonKind(models.TextChoices):
    """What a lesson says: this worked, this did not, or this question is still open."""

    WORKED = "worked", _("werkte")
    DID_NOT_WORK = "did_not_work", _("werkte niet")
    OPEN = "open", _("nog open")


class Lesson(models.Model):
    """What was learned in a period of the policy; the next safety analysis opens with it.

    Evaluations and reviews of the rooms above write it here, so that the analysis below them can
    read it. `source` says in words where it comes from. A lesson that turns out wrong is
    withdrawn and stays readable in the log.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.CASCADE, related_name="lessons"
    )
    cycle = models.ForeignKey(
        PolicyCycle,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="lessons",
        help_text="The period it was learned in; empty for an older period.",
    )
    kind = models.CharField(_("soort les"), max_length=12, choices=LessonKind.choices)
    text = models.CharField(_("les"), max_length=600)
    source = models.CharField(_("waar blijkt dat uit"), max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("les")
        verbose_name_plural = _("lessen")
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="a_lesson_has_words"),
            models.CheckConstraint(
                condition=models.Q(kind__in=LessonKind.values), name="a_lesson_has_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
