"""What is known about the change of areas: address files, the ledger, and yearly flags."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AddressBook(models.Model):
    """The addresses of one year, each with its neighbourhood; the Parquet stands in `file`.

    Only postcode and house number are kept. Nobody lives in this list: it says where an address
    lies, as the CBS publishes it.
    """

    realm = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField(_("indelingsjaar"))
    file = models.CharField(max_length=120)
    addresses = models.BigIntegerField(_("adressen"))
    source = models.CharField(_("bron"), max_length=200, blank=True)
    stored_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["realm", "year"]
        constraints = [
            models.UniqueConstraint(fields=["realm", "year"], name="one_address_book_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.realm} {self.year}"


class ChangeLedger(models.Model):
    """The change texts of municipalities of one realm, as delivered: rows of (code, text)."""

    realm = models.CharField(max_length=12, unique=True)
    rows = models.JSONField()
    source = models.CharField(_("bron"), max_length=200, blank=True)
    stored_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"ledger of {self.realm}"


class FlagEdition(models.Model):
    """One yearly edition of the key figures that said which areas changed since the year before.

    `marks` holds code to flag ("2" another code, "3" another border), `origins` the old code of an
    area that only got another code, where it could be found.
    """

    realm = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField(_("indelingsjaar"))
    marks = models.JSONField(default=dict)
    origins = models.JSONField(default=dict)
    source = models.CharField(_("bron"), max_length=200, blank=True)
    stored_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["realm", "year"]
        constraints = [
            models.UniqueConstraint(fields=["realm", "year"], name="one_flag_edition_per_year"),
        ]

    def __str__(self) -> str:
        return f"flags of {self.realm} {self.year}"


class OutlineFile(models.Model):
    """The full outlines of one level in one year, kept to find out where a point lies."""

    realm = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField(_("indelingsjaar"))
    kind = models.CharField(max_length=15)
    file = models.CharField(max_length=120)
    outlines = models.PositiveIntegerField(_("grenzen"))
    source = models.CharField(_("bron"), max_length=200, blank=True)
    stored_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["realm", "kind", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["realm", "year", "kind"], name="one_outline_file_per_year_and_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.realm} {self.year}"
