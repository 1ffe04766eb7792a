"""Which person has which role in which municipality."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from regie.foundation.access.rules import ROLES


class Membership(models.Model):
    """One role of one person in one municipality. Role codes come from `policy/roles.toml`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(
        "organizations.Municipality", models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("rol"), max_length=30)
    partner = models.ForeignKey(
        "organizations.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        help_text="For which organisation somebody with the role of partner works.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["municipality", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "municipality"], name="one_role_per_person_and_municipality"
            ),
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.municipality}"
