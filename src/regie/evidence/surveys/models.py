"""Surveys of a municipality and their answers, as they were brought in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SurveyState(models.TextChoices):
    """Where a survey stands; `workflow.py` says which steps lead from one to the other."""

    IN_USE = "in_use", _("in gebruik")
    REPLACED = "replaced", _("vervangen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class Method(models.TextChoices):
    """How people were asked. Only some are a sample that chance drew."""

    INVITED = "invited", _("Steekproef, uitgenodigd met een brief")
    DOOR = "door", _("Aan de deur")
    TELEPHONE = "telephone", _("Aan de telefoon")
    PANEL = "panel", _("Bewonerspanel")
    OPEN = "open", _("Open op internet: iedereen kan meedoen")


class Survey(models.Model):
    """One edition of a survey. Editions with the same title are compared when method and version
    are the same. `design_effect` holds for answers that have none of their own."""

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="surveys"
    )
    title = models.CharField(_("naam"), max_length=120)
    title_key = models.CharField(max_length=120)
    fieldwork_from = models.DateField(_("veldwerk vanaf"))
    fieldwork_to = models.DateField(_("veldwerk tot en met"))
    method = models.CharField(_("manier van vragen"), max_length=10, choices=Method.choices)
    version = models.CharField(_("versie van de vragenlijst"), max_length=20)
    design_effect = models.FloatField(_("ontwerpeffect"), default=1.0)
    design_effect_reason = models.CharField(_("waarom dit ontwerpeffect"), max_length=200)
    state = models.CharField(max_length=10, choices=SurveyState.choices, default=SurveyState.IN_USE)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-fieldwork_to", "-pk"]
        verbose_name = _("enquête")
        verbose_name_plural = _("enquêtes")
        indexes = [models.Index(fields=["municipality", "state", "title_key"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(fieldwork_to__gte=F("fieldwork_from")),
                name="fieldwork_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(design_effect__gt=0), name="a_survey_has_a_design_effect"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(version=""), name="a_survey_has_a_name_and_version"
            ),
            models.CheckConstraint(
                condition=Q(method__in=Method.values), name="a_survey_has_a_known_method"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.fieldwork_to.year})"


class Answer(models.Model):
    """One answer: a question, an area and a year. Shares and margins between 0 and 1.

    `area` is a code of the classification of `area_year`. Under 30 answers only their number is
    kept. Margins are kept only when they were given; others are calculated when they are read.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="answers")
    question = models.CharField(_("vraag"), max_length=200)
    question_key = models.CharField(max_length=200)
    theme = models.CharField(_("thema"), max_length=60)
    area = models.CharField(_("gebied"), max_length=10)
    area_year = models.PositiveSmallIntegerField(default=0)
    year = models.PositiveSmallIntegerField(_("jaar"))
    share = models.FloatField(_("aandeel"), null=True, blank=True)
    sample = models.PositiveIntegerField(_("antwoorden"), null=True, blank=True)
    low = models.FloatField(_("ondergrens"), null=True, blank=True)
    high = models.FloatField(_("bovengrens"), null=True, blank=True)
    design_effect = models.FloatField(_("ontwerpeffect"), null=True, blank=True)

    class Meta:
        ordering = ["question", "area", "year"]
        verbose_name = _("antwoord")
        verbose_name_plural = _("antwoorden")
        indexes = [models.Index(fields=["theme"])]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "question_key", "area", "year"],
                name="one_answer_per_question_area_and_year",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__range=(0, 1)),
                name="a_share_is_between_0_and_1",
            ),
            models.CheckConstraint(
                condition=Q(sample__isnull=True) | Q(sample__gt=0), name="somebody_answered"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=False) | Q(sample__lt=30),
                name="only_few_answers_have_no_share",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(sample__isnull=True) | Q(sample__gte=30),
                name="few_answers_have_no_share",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__lte=F("share"), high__gte=F("share")),
                name="a_share_lies_within_its_margins",
            ),
            models.CheckConstraint(
                condition=Q(sample__isnull=False) | Q(low__isnull=False),
                name="a_share_has_a_margin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_key} {self.area} {self.year}"
