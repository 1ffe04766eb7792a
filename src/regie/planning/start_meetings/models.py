"""The start meeting: who is invited, the agenda, what partners see and put first, the report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly


class MeetingState(models.TextChoices):
    """Where a meeting stands; `workflow.py` says which steps lead from one to the other."""

    PREPARING = "preparing", _("in voorbereiding")
    INVITED = "invited", _("uitgenodigd")
    HELD = "held", _("gehouden")
    REPORTED = "reported", _("verslag klaar")


class Coming(models.TextChoices):
    """Whether an organisation comes."""

    LISTED = "listed", _("op de lijst")
    INVITED = "invited", _("uitgenodigd")
    COMES = "comes", _("komt")
    STAYS_AWAY = "stays_away", _("komt niet")
    WAS_THERE = "was_there", _("was erbij")
    WAS_ABSENT = "was_absent", _("was er niet")


class Tier(models.TextChoices):
    """How much attention a theme should get: the levels of `policy/attention.toml`."""

    PRIORITY = "priority", _("prioriteit")
    STRATEGIC = "strategic", _("strategisch thema")
    MAINTENANCE = "maintenance", _("beheersthema")


class StartMeeting(models.Model):
    """The start meeting of one policy cycle.

    With `open_tiers` the meeting was announced as open: the coordinator sees who put what where.
    `waived` has, per kind of organisation that is not needed, the reason.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="start_meetings"
    )
    cycle = models.OneToOneField("cycles.PolicyCycle", models.PROTECT, related_name="start_meeting")
    state = models.CharField(
        max_length=10, choices=MeetingState.choices, default=MeetingState.PREPARING
    )
    day = models.DateField(_("dag"), null=True, blank=True)
    begins = models.TimeField(_("begintijd"), null=True, blank=True)
    place = models.CharField(_("plaats"), max_length=120, blank=True)
    purpose = models.CharField(_("doel"), max_length=300, blank=True)
    open_tiers = models.BooleanField(default=False)
    waived = models.JSONField(default=dict, blank=True)
    shared_view = models.TextField(blank=True)
    cooperation = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("startbijeenkomst")
        verbose_name_plural = _("startbijeenkomsten")

    def __str__(self) -> str:
        return f"startbijeenkomst {self.cycle}"


class Invitee(models.Model):
    """An organisation or department on the list; `function` says who comes, never a name.

    `partner` is empty for a department of the municipality itself. `kind` is a code of
    `policy/theme_partners.toml`, or "" when it fits none.
    """

    meeting = models.ForeignKey(StartMeeting, models.CASCADE, related_name="invitees")
    partner = models.ForeignKey(
        "organizations.Partner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.CharField(_("organisatie"), max_length=60)
    function = models.CharField(_("functie"), max_length=80, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    coming = models.CharField(max_length=10, choices=Coming.choices, default=Coming.LISTED)

    class Meta:
        ordering = ["organisation"]
        verbose_name = _("genodigde")
        verbose_name_plural = _("genodigden")
        constraints = [
            models.UniqueConstraint(
                Lower("organisation"), "meeting", name="one_invitation_per_organisation"
            ),
            models.UniqueConstraint(
                fields=["meeting", "partner"], name="one_invitation_per_partner"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation


class AgendaPoint(models.Model):
    """A point of the agenda; `position` gives the order, `minutes` how long it takes."""

    meeting = models.ForeignKey(StartMeeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Sighting(models.Model):
    """Street knowledge that was brought in at the meeting, and by which organisation."""

    meeting = models.ForeignKey(StartMeeting, models.CASCADE, related_name="sightings")
    invitee = models.ForeignKey(
        Invitee, models.PROTECT, null=True, blank=True, related_name="sightings"
    )
    observation = models.OneToOneField(
        "street_knowledge.Observation", models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.observation}"


class TierChoice(models.Model):
    """Where an organisation puts a theme. It can change until the report is made."""

    invitee = models.ForeignKey(Invitee, models.PROTECT, related_name="tiers")
    theme = models.CharField(max_length=60)
    tier = models.CharField(max_length=12, choices=Tier.choices)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitee", "theme"], name="one_tier_per_theme"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="a_tier_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.tier}"


class Report(AppendOnly):
    """The report of the meeting in one canonical text; `sha256` is of that text."""

    meeting = models.ForeignKey(StartMeeting, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_report_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.number}"
