"""Evaluations of a plan: what was promised, what came of it, who sees it how, what was learned."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly


class EvaluationState(models.TextChoices):
    """Where an evaluation stands; `workflow.py` says which steps lead from one to the other."""

    DRAFT = "draft", _("concept")
    SHARED = "shared", _("gedeeld met partners en raad")
    CONCLUDED = "concluded", _("afgerond")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class EvaluationKind(models.TextChoices):
    """Whether the plan still runs (interim) or this is the last look back (final)."""

    FINAL = "final", _("eindevaluatie")
    INTERIM = "interim", _("tussenevaluatie")


class EvaluationForm(models.TextChoices):
    """How much is asked; `policy/plan_evaluation.toml` says which questions each has."""

    FULL = "full", _("volledig")
    LIGHT = "light", _("kort")


class Verdict(models.TextChoices):
    """What can be said about an old goal; the codes are those of the policy."""

    REACHED = "reached", _("bereikt")
    PARTLY = "partly", _("deels bereikt")
    NOT_REACHED = "not_reached", _("niet bereikt")
    CANNOT_SAY = "cannot_say", _("niet te zeggen")


class Evaluation(models.Model):
    """A look back at the plan of one period.

    `cycle` is the policy cycle it looks back at; empty for a plan from before Regie. `answers`
    has a text per question code. What a concluded evaluation says stands in its edition.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="evaluations"
    )
    cycle = models.ForeignKey(
        "cycles.PolicyCycle", models.SET_NULL, null=True, blank=True, related_name="evaluations"
    )
    plan = models.CharField(_("naam van het plan"), max_length=120)
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))
    kind = models.CharField(
        max_length=8, choices=EvaluationKind.choices, default=EvaluationKind.FINAL
    )
    form = models.CharField(
        max_length=5, choices=EvaluationForm.choices, default=EvaluationForm.FULL
    )
    state = models.CharField(
        max_length=10, choices=EvaluationState.choices, default=EvaluationState.DRAFT
    )
    answers = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = _("evaluatie")
        verbose_name_plural = _("evaluaties")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")), name="evaluated_plan_has_a_period"
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(state__in=("draft", "shared")),
                name="one_open_evaluation",
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluatie {self.plan}"


class Goal(models.Model):
    """An old priority or goal with what came of it.

    `indicator` is the code of an indicator of the house, "" when there is none. `figure` and
    `source` are what people wrote themselves.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="goals")
    name = models.CharField(_("prioriteit of doel"), max_length=160)
    promised = models.CharField(_("wat was beloofd"), max_length=600, blank=True)
    theme = models.CharField(max_length=60, blank=True)
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    reason = models.CharField(_("waarom"), max_length=800, blank=True)
    figure = models.CharField(_("cijfer"), max_length=300, blank=True)
    source = models.CharField(_("bron"), max_length=200, blank=True)
    indicator = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("oud doel")
        verbose_name_plural = _("oude doelen")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="an_old_goal_has_a_name"),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=Verdict.values),
                name="an_old_goal_has_a_known_verdict",
            ),
            models.UniqueConstraint(fields=["evaluation", "name"], name="one_old_goal_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Perspective(models.Model):
    """How one person sees one old goal, or the plan as a whole (`goal` empty).

    `partner` and `role` are as they were then; a person has one view per goal.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="perspectives")
    goal = models.ForeignKey(
        Goal, models.CASCADE, null=True, blank=True, related_name="perspectives"
    )
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    text = models.CharField(max_length=800, blank=True)
    role = models.CharField(max_length=30)
    partner = models.ForeignKey(
        "organizations.Partner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["goal__position", "goal__pk", "pk"]
        verbose_name = _("kijk")
        verbose_name_plural = _("kijken")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "made_by"],
                condition=Q(goal__isnull=False),
                name="one_view_per_goal_and_person",
            ),
            models.UniqueConstraint(
                fields=["evaluation", "made_by"],
                condition=Q(goal__isnull=True),
                name="one_view_of_the_whole_per_person",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="") | ~Q(text=""), name="a_view_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"kijk {self.pk}"


class Drawn(models.Model):
    """A lesson of the cycle that was drawn in this evaluation, from one goal or from the whole."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="drawn")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="drawn")
    lesson = models.OneToOneField("cycles.Lesson", models.CASCADE, related_name="drawn")

    class Meta:
        ordering = ["lesson_id"]

    def __str__(self) -> str:
        return str(self.lesson)


class EvaluationEdition(AppendOnly):
    """What was concluded, in one canonical text with its SHA-256. Rows are added, never changed."""

    evaluation = models.OneToOneField(Evaluation, models.PROTECT, related_name="edition")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    concluded_at = models.DateTimeField()
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.evaluation} {self.sha256[:8]}"
