"""What the quality desk remembers: questions for the publisher or partner behind a source."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class QuestionState(models.TextChoices):
    """Where a question stands; `workflow.py` says which steps lead from one to the other."""

    OPEN = "open", _("nog te stellen")
    ASKED = "asked", _("gesteld")
    ANSWERED = "answered", _("beantwoord")
    DROPPED = "dropped", _("vervallen")


class Question(models.Model):
    """A question of a municipality for the publisher or partner behind a source.

    A question that follows from a finding keeps its sentence with values, so that it is read in
    every language; a question of one's own keeps its text. No data about persons belong in it.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="data_questions"
    )
    source = models.CharField(_("bron"), max_length=40)
    delivery = models.ForeignKey(
        "sources.Delivery", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=120, blank=True, help_text="The finding it follows from.")
    sentence = models.TextField(blank=True, help_text="The msgid of the question.")
    params = models.JSONField(default=dict, blank=True)
    text = models.CharField(_("vraag"), max_length=300, blank=True)
    answer = models.CharField(_("antwoord"), max_length=500, blank=True)
    state = models.CharField(
        max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN
    )
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "source", "key"],
                condition=~Q(key=""),
                name="one_question_per_finding",
            ),
            models.CheckConstraint(condition=~Q(sentence="", text=""), name="a_question_has_words"),
        ]

    def __str__(self) -> str:
        return self.text or f"{self.source} {self.key}"
