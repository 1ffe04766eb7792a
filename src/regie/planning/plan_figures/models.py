"""The figures of a plan, each kept as it was when somebody took it in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regie.planning.plan_figures import rules


class FigureKind(models.TextChoices):
    """What a figure shows."""

    TREND = rules.TREND, _("lijn door de jaren")
    COMPARISON = rules.COMPARISON, _("vergelijking")
    AREAS = rules.AREAS, _("gebieden vergeleken")
    MAP = rules.MAP, _("kaart")
    FINDING = rules.FINDING, _("figuur van een bevinding")


class PlanFigure(models.Model):
    """A figure of a plan. `number` is what a text calls it by; the newest row of a number counts.

    `source` says what was chosen, `content` is the drawing with its words and its table in every
    language, as `regie.ui.paper` has them, and `basis` the deliveries and the definition it was
    made from. All three never change: newer figures, and other words for the same figures, make a
    new row that `replaces` the old one.
    """

    plan = models.ForeignKey("plans.SafetyPlan", models.CASCADE, related_name="figures")
    number = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=FigureKind.choices)
    source = models.JSONField()
    content = models.JSONField()
    basis = models.JSONField()
    taken_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number", "version"]
        verbose_name = _("figuur van het plan")
        verbose_name_plural = _("figuren van het plan")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number", "version"], name="one_figure_per_number_and_version"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="figures_count_from_one"),
        ]

    def __str__(self) -> str:
        return rules.code_of(self.number)

    @property
    def only_words(self) -> bool:
        """Whether this row changed nothing but the words of the row before it. 1 query at most."""
        return self.replaces is not None and rules.same_figures(self.basis, self.replaces.basis)
