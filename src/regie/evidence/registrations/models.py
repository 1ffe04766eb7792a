"""Files of partners on their way to counts. No row of a file."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class UploadState(models.TextChoices):
    """Where a file stands; `workflow.py` says which steps lead from one to the other."""

    RECEIVED = "received", _("ontvangen")
    UNDERSTOOD = "understood", _("begrepen")
    CHECKING = "checking", _("wordt geteld")
    CHECKED = "checked", _("proef geteld")
    STORED = "stored", _("opgeslagen")
    REFUSED = "refused", _("geweigerd")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class Upload(models.Model):
    """A file of a partner. The file itself waits on disk and is removed at the end.

    `step` counts the changes, so that a page that is behind can be told so. `content` is the
    profile as it stands now; `result` holds totals and reasons, never a value of the file.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="uploads"
    )
    partner = models.ForeignKey("organizations.Partner", models.PROTECT, related_name="uploads")
    profile = models.ForeignKey(
        "series.SavedProfile", models.PROTECT, null=True, blank=True, related_name="uploads"
    )
    version = models.ForeignKey(
        "series.ProfileVersion", models.PROTECT, null=True, blank=True, related_name="uploads"
    )
    title = models.CharField(_("naam van de registratie"), max_length=120)
    state = models.CharField(
        max_length=12, choices=UploadState.choices, default=UploadState.RECEIVED
    )
    step = models.PositiveIntegerField(default=0)
    file_name = models.CharField(_("bestand"), max_length=255)
    size = models.BigIntegerField(_("omvang in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    sheet = models.CharField(_("werkblad"), max_length=255, blank=True)
    header_row = models.PositiveIntegerField(_("rij met de koppen"), null=True, blank=True)
    received_at = models.DateTimeField(_("ontvangen op"), auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.JSONField(default=dict, blank=True)
    progress = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    refusal = models.TextField(_("reden van weigering"), blank=True)
    refusal_params = models.JSONField(default=dict, blank=True)
    delivery = models.OneToOneField(
        "sources.Delivery", models.PROTECT, null=True, blank=True, related_name="registration"
    )

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("bestand van een partner")
        verbose_name_plural = _("bestanden van partners")
        indexes = [models.Index(fields=["municipality", "state"])]

    def __str__(self) -> str:
        return f"{self.partner}: {self.title}"
