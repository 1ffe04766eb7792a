"""Which person has which role in which municipality, and forms that came too late."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
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


class LateForm(models.Model):
    """A form that was sent after its sender was signed out; it is thrown away within the hour.

    `known` says whether somebody signed in before in the browser it came from, `size` how many
    characters it has. See `kept`.
    """

    key = models.UUIDField(primary_key=True, default=uuid4)
    path = models.TextField()
    fields = models.JSONField()
    size = models.PositiveIntegerField()
    known = models.BooleanField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("te laat formulier")
        verbose_name_plural = _("te late formulieren")

    def __str__(self) -> str:
        return self.path
