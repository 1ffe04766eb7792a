"""Documents that were asked for: being made, made and kept, or why they could not be made."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class DocumentState(models.TextChoices):
    """Where a document stands; `workflow.py` says which steps lead from one to the other."""

    WAITING = "waiting", _("wacht")
    MAKING = "making", _("wordt gemaakt")
    DONE = "done", _("klaar")
    FAILED = "failed", _("mislukt")


class Document(models.Model):
    """One paper in one form and language. The file is kept beside the database.

    `subject` is the number in the address of what is printed, `mark` the SHA-256 of its content
    and `sha256` that of the file. `style` is the mark of the Word template, "" for the plain looks.
    `content` holds what was said by something that can still change, until it is printed; such a
    document does not last (`lasts`). `lacks` says what is missing in it, in words.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="documents"
    )
    kind = models.CharField(max_length=40)
    subject = models.PositiveBigIntegerField()
    mark = models.CharField(max_length=64)
    language = models.CharField(max_length=3)
    form = models.CharField(max_length=8)
    style = models.CharField(max_length=64, blank=True)
    rendering = models.CharField(max_length=8)
    name = models.CharField(max_length=160)
    lasts = models.BooleanField(default=True)
    content = models.TextField(blank=True)

    state = models.CharField(
        max_length=8, choices=DocumentState.choices, default=DocumentState.WAITING
    )
    progress = models.JSONField(default=dict, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    queued_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="The last sign of life.")

    made_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    refusal = models.TextField(blank=True, help_text="The msgid; empty when it went well.")
    refusal_params = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    lacks = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documenten")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "municipality",
                    "kind",
                    "subject",
                    "mark",
                    "language",
                    "form",
                    "style",
                    "rendering",
                ],
                name="one_document_per_form_of_a_content",
            )
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="documents_by_state")]

    def __str__(self) -> str:
        return self.name
