"""Levels of attention, reasons for warnings, what others put first, and alignment."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly

USER = settings.AUTH_USER_MODEL


class AttentionLevel(models.TextChoices):
    """The three levels of attention; `policy/attention.toml` has the same codes."""

    PRIORITY = "priority", _("prioriteit")
    STRATEGIC = "strategic", _("strategisch thema")
    MAINTENANCE = "maintenance", _("beheer")


class Scope(models.TextChoices):
    """Who else puts something first."""

    NATIONAL = "national", _("landelijk")
    REGIONAL = "regional", _("regionaal")


class Relation(models.TextChoices):
    """How one's own priorities stand beside one of the country or the region."""

    SAME = "same", _("wij hebben dezelfde prioriteit")
    CONTRIBUTES = "contributes", _("onze prioriteit draagt eraan bij")
    NOT = "not", _("wij kiezen dit bewust niet")


class AlignedWith(models.TextChoices):
    """With whom the priorities are aligned before they go to the council."""

    TRIANGLE = "triangle", _("de driehoek")
    NEIGHBOURS = "neighbours", _("buurgemeenten in het basisteam")
    REGION = "region", _("de regio")
    NATIONAL = "national", _("de landelijke prioriteiten")


class ThemeLevel(AppendOnly):
    """A theme was given a level. Rows are only added; the newest of a theme counts.

    `previous` rows say what the theme was in the plan before, for who did not use Regie then.
    `before` is the level it came from; `instead` says what happens with what goes down.
    """

    cycle = models.ForeignKey("cycles.PolicyCycle", models.PROTECT, related_name="theme_levels")
    theme = models.ForeignKey("cycles.SafetyTheme", models.PROTECT, related_name="levels")
    level = models.CharField(max_length=11, choices=AttentionLevel.choices)
    before = models.CharField(max_length=11, blank=True)
    previous = models.BooleanField(default=False)
    down = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    instead = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("aandachtsniveau")
        verbose_name_plural = _("aandachtsniveaus")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=AttentionLevel.values), name="a_theme_has_a_known_level"
            ),
            models.CheckConstraint(
                condition=Q(previous=True) | ~Q(reason=""), name="a_level_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(down=False) | ~Q(instead=""), name="what_goes_down_goes_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.get_level_display()}"


class Override(AppendOnly):
    """Why a warning does not hold here; the warning stays visible with this reason."""

    cycle = models.ForeignKey("cycles.PolicyCycle", models.PROTECT, related_name="overrides")
    code = models.CharField(max_length=20)
    subject = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason[:80]}"


class HigherPriority(models.Model):
    """A priority of the municipality's own region or of the country that it added itself."""

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="higher_priorities"
    )
    scope = models.CharField(max_length=8, choices=Scope.choices)
    name = models.CharField(max_length=160)
    body = models.CharField(max_length=160)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["scope", "body", "pk"]
        verbose_name = _("hogere prioriteit")
        verbose_name_plural = _("hogere prioriteiten")
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values), name="a_higher_priority_is_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="a_higher_priority_has_a_period"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="a_higher_priority_has_a_source"),
        ]

    def __str__(self) -> str:
        return self.name


class HigherRelation(AppendOnly):
    """How a cycle stands beside a priority of others; the newest per `higher` counts.

    `higher` is the code in `policy/higher_priorities.toml`, or `own-<number>`.
    """

    cycle = models.ForeignKey("cycles.PolicyCycle", models.PROTECT, related_name="relations")
    higher = models.CharField(max_length=60)
    relation = models.CharField(max_length=11, choices=Relation.choices)
    themes = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(relation__in=Relation.values), name="a_relation_is_of_a_known_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.higher}: {self.get_relation_display()}"


class Alignment(models.Model):
    """Priorities were talked over with others. Words only, and no operational information.

    `skipped` is for the light way of working: `outcome` then says why.
    """

    cycle = models.ForeignKey("cycles.PolicyCycle", models.PROTECT, related_name="alignments")
    kind = models.CharField(max_length=10, choices=AlignedWith.choices)
    who = models.CharField(max_length=200, blank=True)
    held_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=1000)
    attachment = models.TextField(max_length=6000, blank=True)
    skipped = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["held_on", "pk"]
        verbose_name = _("afstemming")
        verbose_name_plural = _("afstemming")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AlignedWith.values), name="aligned_with_somebody"
            ),
            models.CheckConstraint(
                condition=Q(skipped=True) | (Q(held_on__isnull=False) & ~Q(who="")),
                name="an_alignment_has_a_day_and_people",
            ),
        ]

    def __str__(self) -> str:
        """Without the words: what was said in a triangle does not belong in the log."""
        return f"afstemming {self.pk}"
