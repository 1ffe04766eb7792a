"""What bodies decided of a plan, what they decided on, and what changed at the table."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly
from regie.planning.plans.models import PlanState

USER = settings.AUTH_USER_MODEL


class Body(models.TextChoices):
    """At whom a plan lies; the codes are those of the states."""

    PARTNERS = "partner_check", _("partners")
    MANAGEMENT = "management", _("managementteam")
    EXECUTIVE = "executive", _("college van B en W")
    TRIANGLE = "triangle", _("driehoek")
    COUNCIL = "council", _("gemeenteraad")


class Outcome(models.TextChoices):
    """What a body decided or said."""

    AGREED = "agreed", _("akkoord")
    ADVISED = "advised", _("advies gegeven")
    NOT_AGREED = "not_agreed", _("niet akkoord")
    CONSULTED = "consulted", _("besproken")
    SKIPPED = "skipped", _("overgeslagen")
    SENT_BACK = "sent_back", _("teruggestuurd")
    REJECTED = "rejected", _("verworpen")
    ADOPTED = "adopted", _("vastgesteld")
    ADOPTED_AMENDED = "adopted_amended", _("vastgesteld met amendementen")
    EXTENDED = "extended", _("verlengd")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class AmendmentOutcome(models.TextChoices):
    """What the council did with an amendment."""

    ADOPTED = "adopted", _("overgenomen")
    CHANGED = "changed", _("gewijzigd overgenomen")
    REJECTED = "rejected", _("verworpen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class AmendmentAct(models.TextChoices):
    """What an amendment does."""

    CHANGE = "change", _("wijzig")
    ADD = "add", _("voeg toe")
    DROP = "drop", _("schrap")


class Added(models.TextChoices):
    """What an amendment can add to a plan."""

    SECTION = "section", _("onderdeel")
    OBJECTIVE = "objective", _("doel")


class PlanEdition(AppendOnly):
    """The plan as it lay at a body, or as it was decided, in one canonical text; `sha256` is of
    that text. `moment` is the state the plan came in."""

    plan = models.ForeignKey("plans.SafetyPlan", models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    moment = models.CharField(max_length=13, choices=PlanState.choices)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="one_edition_of_a_plan_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.number}"


class Decision(AppendOnly):
    """What a body decided of a plan, or why it was passed over.

    `text` is what it said or why. That of the triangle stays with who may read it. `by` names the
    organisation of a partner. `until` is the new last day of an extension. A joint plan has a
    decision for each municipality.
    """

    plan = models.ForeignKey("plans.SafetyPlan", models.PROTECT, related_name="decisions")
    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="plan_decisions"
    )
    edition = models.ForeignKey(
        PlanEdition, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    body = models.CharField(max_length=13, choices=Body.choices)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    day = models.DateField()
    number = models.CharField(max_length=60, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    by = models.CharField(max_length=120, blank=True)
    until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=("adopted", "adopted_amended", "extended", "rejected"))
                | Q(body="council"),
                name="only_the_council_adopts_a_plan",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="extended") | Q(until__isnull=False),
                name="an_extension_has_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.get_outcome_display()} {self.day}"


class Amendment(models.Model):
    """A change that somebody proposes while the plan lies at the council.

    It changes a part, or one `field` of an objective; it takes a part or an objective out; or it
    `adds` one, of which `values` has what is not in `new_text` (the text of a part, the sentence
    of an objective). `edition` is the one that lies at the council; `old_text` what stood there,
    with `values` for the rest of an objective that goes. `decided_text` is what the council made
    of it when it changed the amendment. `version` counts the changes.
    """

    plan = models.ForeignKey("plans.SafetyPlan", models.PROTECT, related_name="amendments")
    edition = models.ForeignKey(PlanEdition, models.PROTECT, related_name="amendments")
    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="plan_amendments"
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("titel"), max_length=160)
    proposer = models.CharField(_("voorgesteld door"), max_length=120)
    act = models.CharField(max_length=6, choices=AmendmentAct.choices, default=AmendmentAct.CHANGE)
    adds = models.CharField(max_length=9, choices=Added.choices, blank=True)
    values = models.JSONField(default=dict, blank=True)
    section = models.ForeignKey(
        "plans.PlanSection", models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    objective = models.ForeignKey(
        "objectives.Objective", models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    field = models.CharField(max_length=20, blank=True)
    old_text = models.TextField(blank=True)
    new_text = models.TextField(blank=True)
    explanation = models.TextField(_("toelichting"), max_length=2000, blank=True)
    outcome = models.CharField(max_length=9, choices=AmendmentOutcome.choices, blank=True)
    decided_text = models.TextField(blank=True)
    day = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        verbose_name = _("amendement")
        verbose_name_plural = _("amendementen")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_amendment_per_number"),
            models.CheckConstraint(
                condition=(Q(act="add", section__isnull=True, objective__isnull=True) & ~Q(adds=""))
                | Q(act__in=("change", "drop"), adds="", section__isnull=False)
                | Q(act__in=("change", "drop"), adds="", objective__isnull=False),
                name="an_amendment_is_about_a_part_or_an_objective",
            ),
            models.CheckConstraint(
                condition=Q(section__isnull=True) | Q(objective__isnull=True),
                name="an_amendment_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=(Q(act="change", objective__isnull=False) & ~Q(field=""))
                | (~Q(act="change", objective__isnull=False) & Q(field="")),
                name="an_amendment_changes_one_value_of_an_objective",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(day__isnull=False),
                name="a_decided_amendment_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """How people call it: A1."""
        return f"A{self.number}"

    @property
    def wanted(self) -> str:
        """The text that stands when it is adopted."""
        changed = self.outcome == AmendmentOutcome.CHANGED
        return self.decided_text if changed else self.new_text


class Publication(AppendOnly):
    """When and where an adopted plan was made known; the newest counts."""

    plan = models.ForeignKey("plans.SafetyPlan", models.PROTECT, related_name="publications")
    day = models.DateField()
    place = models.CharField(max_length=200)
    police_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.day} {self.place}"


class CouncilWords(models.Model):
    """What the clerk or the coordinator adds to the proposal to the council, by name."""

    plan = models.OneToOneField(
        "plans.SafetyPlan", models.CASCADE, related_name="council_words", primary_key=True
    )
    words = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("woorden bij het raadsvoorstel")
        verbose_name_plural = _("woorden bij het raadsvoorstel")

    def __str__(self) -> str:
        return str(self.plan_id)
