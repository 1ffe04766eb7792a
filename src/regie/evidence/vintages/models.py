"""What is remembered about two vintages of one dataset."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Comparison(models.Model):
    """What one delivery says differently from the one it replaced, over its whole extent."""

    older = models.ForeignKey("sources.Delivery", models.CASCADE, related_name="+")
    newer = models.ForeignKey("sources.Delivery", models.CASCADE, related_name="+")
    summary = models.JSONField(help_text="The answer of `comparing.compare`.")
    made_at = models.DateTimeField(_("vergeleken op"), auto_now=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["older", "newer"], name="one_comparison_per_pair"),
            models.CheckConstraint(
                condition=~Q(older=F("newer")), name="comparison_of_two_deliveries"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.older_id} → {self.newer_id}"
