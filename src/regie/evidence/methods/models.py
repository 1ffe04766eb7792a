"""What a municipality chose, what was estimated from the figures, and which peers were swapped."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly
from regie.policy.methods import METHOD_DEFAULTS


class MethodChoice(AppendOnly):
    """A municipality gave a setting another value. The newest row of a code counts.

    A value of None stands for the default of the policy, also when that changes later.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="method_choices"
    )
    code = models.CharField(_("instelling"), max_length=40)
    old_value = models.FloatField(_("was"), null=True, blank=True)
    new_value = models.FloatField(_("wordt"), null=True, blank=True)
    reason = models.CharField(_("waarom"), max_length=500)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("keuze")
        verbose_name_plural = _("keuzes")
        indexes = [models.Index(fields=["municipality", "code"])]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_choice_has_a_reason")
        ]

    def __str__(self) -> str:
        known = (item.name for item in METHOD_DEFAULTS() if item.code == self.code)
        return next(known, self.code)


class EstimateSet(AppendOnly):
    """Swings and spreads of every type at one level, estimated in one go.

    The newest number of a realm and level counts; older sets stay, so that a published verdict
    can always be recomputed. `fingerprint` marks what the set rests on, `deliveries` are the
    numbers of the deliveries, `municipalities` is of how many the figures were used.
    """

    realm = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    method = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=16)
    deliveries = models.JSONField(default=list)
    municipalities = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["realm", "level", "number"], name="one_set_per_number_and_level"
            )
        ]

    def __str__(self) -> str:
        return f"{self.realm} {self.level} {self.number}"


class Estimate(AppendOnly):
    """The swing and the spread of one indicator in a set, and what they rest on.

    A swing or a size that could not be estimated is empty, with the remarks that say why: then
    `queries.parameters` borrows one. A size without an end (no spread beyond chance) is kept as
    `ENDLESS` of the calibration. Remarks are those of its `Remark`.
    """

    estimates = models.ForeignKey(EstimateSet, models.PROTECT, related_name="rows")
    indicator = models.CharField(max_length=60)
    sigma = models.FloatField(null=True, blank=True)
    sigma_areas = models.PositiveIntegerField(default=0)
    sigma_years = models.PositiveSmallIntegerField(default=0)
    size = models.FloatField(null=True, blank=True)
    size_areas = models.PositiveIntegerField(default=0)
    size_years = models.PositiveSmallIntegerField(default=0)
    size_last = models.CharField(max_length=8, blank=True)
    first = models.CharField(max_length=8, blank=True)
    last = models.CharField(max_length=8, blank=True)
    sigma_remarks = models.JSONField(default=list)
    size_remarks = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["estimates", "indicator"], name="one_estimate_per_indicator"
            )
        ]

    def __str__(self) -> str:
        return self.indicator


class PeerSwap(models.Model):
    """A municipality took a peer out of its group, or put one in, with the reason.

    It holds until `ended_at`. A swap is never about one type of crime.
    """

    ADD, REMOVE = "add", "remove"

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="peer_swaps"
    )
    peer = models.CharField(max_length=6)
    name = models.CharField(_("gemeente"), max_length=120, help_text="As it was called then.")
    action = models.CharField(
        _("wat"),
        max_length=6,
        choices=[(ADD, _("erbij zetten")), (REMOVE, _("eruit halen"))],
    )
    reason = models.CharField(_("waarom"), max_length=500)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("wissel")
        verbose_name_plural = _("wissels")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "peer"],
                condition=Q(ended_at__isnull=True),
                name="one_swap_per_peer",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_swap_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.name
