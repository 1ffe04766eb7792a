"""Areas per classification year. The same code can be a larger territory a year later,
so an area is a (code, year), never a code alone (CBS, coding of areas)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    """Levels of the Dutch statistical classification that Regie shows."""

    COUNTRY = "country", _("land")
    PROVINCE = "province", _("provincie")
    REGION = "region", _("regio")
    MUNICIPALITY = "municipality", _("gemeente")
    DISTRICT = "district", _("wijk")
    NEIGHBOURHOOD = "neighbourhood", _("buurt")
    PLACE = "place", _("woonplaats")


class Classification(models.Model):
    """One yearly edition of the area classification of one realm (real or fictitious)."""

    realm = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField(_("indelingsjaar"))
    source = models.CharField(_("bron"), max_length=200, blank=True)

    class Meta:
        ordering = ["realm", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["realm", "year"], name="one_classification_per_year"),
            models.CheckConstraint(
                condition=models.Q(realm__in=("nl", "voorbeeld")), name="realm_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(year__range=(1995, 2100)), name="year_is_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.realm} {self.year}"


class Area(models.Model):
    """A country, province, municipality, district or neighbourhood in one classification year.

    `pseudo` marks rows such as GM0000 (place unknown) and GM0998 (abroad): they carry counts
    but are no place, get no rate and never stand on a map.
    """

    classification = models.ForeignKey(Classification, models.PROTECT, related_name="areas")
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(_("soort"), max_length=15, choices=AreaKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    municipality_code = models.CharField(max_length=6, blank=True)
    province_code = models.CharField(max_length=4, blank=True)
    pseudo = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["classification", "code"], name="one_area_per_classification"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=AreaKind.values), name="area_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(name=""), name="area_has_code_and_name"
            ),
        ]
        indexes = [
            models.Index(fields=["classification", "municipality_code", "kind"]),
            models.Index(fields=["classification", "kind"]),
            models.Index(fields=["code"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class AreaShape(models.Model):
    """The outline of an area in RD New metres (EPSG:28992), ready to draw.

    `path` is an SVG path in whole metres with the y axis turned downwards, simplified for the
    level it is shown at; the four bounds frame it in the same coordinates.
    """

    area = models.OneToOneField(Area, models.CASCADE, related_name="shape", primary_key=True)
    path = models.TextField()
    min_x = models.IntegerField()
    min_y = models.IntegerField()
    max_x = models.IntegerField()
    max_y = models.IntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(min_x__lte=models.F("max_x"), min_y__lte=models.F("max_y")),
                name="shape_frame_is_upright",
            ),
            models.CheckConstraint(condition=~models.Q(path=""), name="shape_is_drawn"),
        ]

    def __str__(self) -> str:
        return f"shape of {self.area_id}"
