"""Wrong codes that were tried at the door; everything of a session itself is in the room below."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WrongCode(models.Model):
    """One wrong code from one address, for as long as it counts.

    `address` is a digest made with the key of the server: no address of a person is kept.
    """

    address = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("verkeerde code")
        verbose_name_plural = _("verkeerde codes")
        indexes = [models.Index(fields=["address", "at"], name="wrong_codes_of_an_address")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
