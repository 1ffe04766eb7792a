"""The planned days of the steps of a cycle, and the moments of the decision calendar."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PlannedStep(models.Model):
    """The days on which a step of a cycle is planned; who changed it last, and why.

    A step of the light version keeps its row when a cycle becomes light; it is not shown then.
    """

    cycle = models.ForeignKey("cycles.PolicyCycle", models.CASCADE, related_name="planned_steps")
    step = models.CharField(max_length=40)
    first = models.DateField(_("eerste dag"))
    last = models.DateField(_("laatste dag"))
    why = models.CharField(_("reden"), max_length=300)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "step"], name="one_plan_per_step"),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="a_planned_step_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.first} – {self.last}"


class MomentKind(models.TextChoices):
    """Whose moment it is."""

    COUNCIL = "council", _("gemeenteraad")
    EXECUTIVE = "executive", _("college van B en W")
    TRIANGLE = "triangle", _("driehoek")
    REGIONAL = "regional", _("regio")
    RECESS = "recess", _("reces van de raad")
    OTHER = "other", _("anders")


class Moment(models.Model):
    """A moment of the municipality's own in the decision calendar.

    `process` is a code of `policy/parallel_processes.toml` when the moment is one of those; it
    then takes the place of the usual month. What was withdrawn stays readable in the log.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="moments"
    )
    kind = models.CharField(_("van wie"), max_length=10, choices=MomentKind.choices)
    name = models.CharField(_("moment"), max_length=120)
    first = models.DateField(_("dag"))
    last = models.DateField(_("laatste dag"))
    process = models.CharField(max_length=40, blank=True)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first", "pk"]
        verbose_name = _("moment")
        verbose_name_plural = _("momenten")
        indexes = [models.Index(fields=["municipality", "first"])]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_moment_has_a_name"),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="a_moment_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MomentKind.values), name="a_moment_has_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name
