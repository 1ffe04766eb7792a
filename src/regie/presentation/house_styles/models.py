"""Word templates of a municipality. At most one is in use; what was removed keeps its row."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class HouseStyle(models.Model):
    """A Word template (.docx) as it came in. `content` is empty once it was removed.

    `lacking` names the styles that Regie adds with plain looks.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="house_styles"
    )
    name = models.CharField(_("bestand"), max_length=120)
    content = models.BinaryField(default=bytes)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    lacking = models.JSONField(default=list, blank=True)
    current = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("huisstijl")
        verbose_name_plural = _("huisstijlen")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(current=True),
                name="one_house_style_in_use_per_municipality",
            ),
            models.UniqueConstraint(
                fields=["municipality", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="one_house_style_per_content",
            ),
            models.CheckConstraint(
                condition=Q(current=False) | Q(removed_at__isnull=True),
                name="a_removed_house_style_is_not_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.name
