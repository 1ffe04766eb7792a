"""Objectives: what should be different when, measured how, seen from what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly

USER = settings.AUTH_USER_MODEL


class Direction(models.TextChoices):
    """Which way a value has to go; keeping what is good is an objective as well."""

    DECREASE = "decrease", _("omlaag")
    INCREASE = "increase", _("omhoog")
    KEEP_ABOVE = "keep_above", _("minstens zo houden")
    KEEP_BELOW = "keep_below", _("hoogstens zo houden")


class ObjectiveKind(models.TextChoices):
    """Whether an objective is about society or about what the municipality itself delivers."""

    OUTCOME = "outcome", _("effect in de samenleving")
    OUTPUT = "output", _("prestatie van de gemeente en partners")


class Comparison(models.TextChoices):
    """What a target is seen beside."""

    ITSELF = "itself", _("de eigen waarde van eerder")
    PEERS = "peers", _("vergelijkbare gemeenten")
    COUNTRY = "country", _("heel Nederland")


class Objective(models.Model):
    """An objective (doelstelling) of a plan.

    `statement` is the objective in a sentence, `effect` the societal effect above it. What is
    measured is an `indicator` of the catalogue, or `measured_by` in words with `measuring_plan`
    (who measures, how often, from when). Values are in `unit`. `baseline` is a value with the
    years it is of and its source; `baseline_basis` keeps the deliveries and the interval it was
    read from, so that a later revision can stand beside what was decided. `owner` is a function,
    never a private person. `version` counts the changes.
    """

    plan = models.ForeignKey("plans.SafetyPlan", models.CASCADE, related_name="objectives")
    priority = models.ForeignKey(
        "proposals.Priority", models.PROTECT, null=True, blank=True, related_name="objectives"
    )
    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(
        max_length=7, choices=ObjectiveKind.choices, default=ObjectiveKind.OUTCOME
    )
    statement = models.CharField(_("doel in één zin"), max_length=300)
    effect = models.CharField(_("maatschappelijk effect"), max_length=300, blank=True)
    indicator = models.ForeignKey(
        "indicators.Indicator", models.PROTECT, null=True, blank=True, related_name="objectives"
    )
    measured_by = models.CharField(_("eigen meting"), max_length=200, blank=True)
    measuring_plan = models.CharField(_("hoe en wanneer gemeten"), max_length=400, blank=True)
    area_code = models.CharField(_("gebied"), max_length=12, blank=True)
    unit = models.CharField(_("eenheid"), max_length=60, blank=True)
    direction = models.CharField(max_length=10, choices=Direction.choices, blank=True)
    baseline = models.DecimalField(
        _("nulmeting"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    baseline_from = models.PositiveSmallIntegerField(
        _("eerste jaar van de nulmeting"), null=True, blank=True
    )
    baseline_to = models.PositiveSmallIntegerField(
        _("laatste jaar van de nulmeting"), null=True, blank=True
    )
    baseline_source = models.CharField(_("bron van de nulmeting"), max_length=200, blank=True)
    baseline_basis = models.JSONField(default=dict, blank=True)
    target = models.DecimalField(
        _("streefwaarde"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    target_percent = models.DecimalField(
        _("streefwaarde als verschil in procenten"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
    )
    target_date = models.DateField(_("bereikt op"), null=True, blank=True)
    beside = models.CharField(max_length=7, choices=Comparison.choices, default=Comparison.ITSELF)
    ambition = models.CharField(_("ambitie op langere termijn"), max_length=200, blank=True)
    owner = models.CharField(_("wie is verantwoordelijk"), max_length=120, blank=True)
    holder = models.CharField(_("portefeuillehouder"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_reason = models.CharField(_("waarom weggehaald"), max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("doel")
        verbose_name_plural = _("doelen")
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="an_objective_has_words"),
            models.CheckConstraint(
                condition=Q(indicator__isnull=True) | Q(measured_by=""),
                name="an_objective_is_measured_one_way",
            ),
            models.CheckConstraint(
                condition=Q(baseline_to__isnull=True)
                | Q(baseline_from__isnull=True)
                | Q(baseline_to__gte=models.F("baseline_from")),
                name="a_baseline_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.statement[:80]


class ObjectiveMeans(models.Model):
    """With what an objective is to be reached, kept apart from the objective itself."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="means")
    text = models.CharField(_("middel"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("middel")
        verbose_name_plural = _("middelen")

    def __str__(self) -> str:
        return self.text


class ObjectiveEdition(AppendOnly):
    """How an objective read after each change, for the history and for what was decided."""

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    origin = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["objective", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "number"], name="one_edition_of_an_objective_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.number}"


class CritiqueOverride(AppendOnly):
    """Why a criticism does not hold for this objective. It stays visible with this reason.

    The newest row of a code counts. `withdrawn` says that the criticism stands open again, or is
    gone since the objective changed; `reason` says which.
    """

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="overrides")
    code = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    withdrawn = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_override_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason[:80]}"
