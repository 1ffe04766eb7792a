"""A plan that was read in: what the file was, its parts to sort, and the objectives in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class ImportState(models.TextChoices):
    """Where a document stands; `workflow.py` has the steps."""

    RECEIVED = "received", _("ontvangen")
    READING = "reading", _("wordt gelezen")
    READ = "read", _("gelezen")
    REFUSED = "refused", _("niet gelezen")
    TAKEN = "taken", _("overgenomen")
    DISCARDED = "discarded", _("weggegooid")


class PlanImport(models.Model):
    """A document that was uploaded. The file itself is not kept: only its name, size and sum.

    `left_out` counts what was not read, by name. `first_year` and `last_year` are the period of
    the plan as the document or the reader says it. A document that was thrown away keeps this row,
    without its parts.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="plan_imports"
    )
    file_name = models.CharField(_("bestand"), max_length=255)
    size = models.BigIntegerField(_("omvang in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    form = models.CharField(max_length=4, blank=True)
    state = models.CharField(
        max_length=9, choices=ImportState.choices, default=ImportState.RECEIVED
    )
    progress = models.JSONField(default=dict, blank=True)
    refusal = models.TextField(blank=True, help_text="The msgid of the refusal.")
    refusal_params = models.JSONField(default=dict, blank=True)
    left_out = models.JSONField(default=dict, blank=True)
    first_year = models.PositiveSmallIntegerField(_("eerste jaar van het plan"), null=True)
    last_year = models.PositiveSmallIntegerField(_("laatste jaar van het plan"), null=True)
    received_at = models.DateTimeField(_("ontvangen op"), auto_now_add=True)
    received_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    plan = models.ForeignKey(
        "plans.SafetyPlan", models.PROTECT, null=True, blank=True, related_name="imports"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("bestaand plan")
        verbose_name_plural = _("bestaande plannen")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="an_imported_plan_has_a_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(plan__isnull=False),
                name="a_plan_taken_over_is_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportPart(models.Model):
    """A stretch of the document. `kind` is where it goes: a code of `policy/plan_sections.toml`,
    `own`, `none` (not taken over), or "" while nobody chose.

    `suggested` and `certainty` are what the heading says. `chapter` is the heading it stood under.
    `marked` counts the lines that may hold data about a person.
    """

    document = models.ForeignKey(PlanImport, models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("kop"), max_length=160, blank=True)
    chapter = models.CharField(max_length=160, blank=True)
    text = models.TextField(_("tekst"), blank=True)
    kind = models.CharField(max_length=40, blank=True)
    suggested = models.CharField(max_length=40, blank=True)
    certainty = models.CharField(max_length=8, blank=True)
    marked = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("deel van een bestaand plan")
        verbose_name_plural = _("delen van een bestaand plan")

    def __str__(self) -> str:
        return self.title or self.text[:60]


class FoundState(models.TextChoices):
    """What a person made of an objective that was met."""

    OPEN = "open", _("nog te beoordelen")
    ACCEPTED = "accepted", _("overnemen")
    LEFT = "left", _("niet overnemen")


class FoundObjective(models.Model):
    """An objective that was met in the document. `words` are those of the document; the rest was
    read from them and is corrected by a person.

    `known` has values of earlier years that stood beside the baseline. `indicator` is the code of
    the catalogue that a person chose; Regie only offers some.
    """

    document = models.ForeignKey(PlanImport, models.CASCADE, related_name="objectives")
    part = models.ForeignKey(
        ImportPart, models.SET_NULL, null=True, blank=True, related_name="objectives"
    )
    position = models.PositiveIntegerField()
    words = models.CharField(max_length=1000)
    where = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=FoundState.choices, default=FoundState.OPEN)
    statement = models.CharField(_("doel in één zin"), max_length=300)
    effect = models.CharField(_("maatschappelijk effect"), max_length=300, blank=True)
    measured_by = models.CharField(_("waaraan gemeten"), max_length=200, blank=True)
    indicator = models.CharField(max_length=60, blank=True)
    unit = models.CharField(_("eenheid"), max_length=60, blank=True)
    direction = models.CharField(max_length=10, blank=True)
    baseline = models.DecimalField(
        _("nulmeting"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    baseline_year = models.PositiveSmallIntegerField(
        _("jaar van de nulmeting"), null=True, blank=True
    )
    baseline_source = models.CharField(_("bron van de nulmeting"), max_length=200, blank=True)
    target = models.DecimalField(
        _("streefwaarde"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    target_percent = models.DecimalField(
        _("verschil in procenten"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    target_date = models.DateField(_("bereikt op"), null=True, blank=True)
    owner = models.CharField(_("wie is verantwoordelijk"), max_length=120, blank=True)
    known = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("doel in een bestaand plan")
        verbose_name_plural = _("doelen in een bestaand plan")
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="a_found_objective_has_words"),
        ]

    def __str__(self) -> str:
        return self.statement[:80]
