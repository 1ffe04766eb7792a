"""The safety plan as structure: parts with texts in versions, and the logic of the approach."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regie.foundation.records.models import AppendOnly

USER = settings.AUTH_USER_MODEL
_LIVING = Q(removed_at__isnull=True) & ~Q(kind="own")


class PlanState(models.TextChoices):
    """Where a plan stands; the steps between them are those of the room of decisions."""

    DRAFT = "draft", _("concept")
    PARTNER_CHECK = "partner_check", _("bij de partners")
    MANAGEMENT = "management", _("bij het managementteam")
    EXECUTIVE = "executive", _("bij het college")
    TRIANGLE = "triangle", _("bij de driehoek")
    COUNCIL = "council", _("bij de raad")
    ADOPTED = "adopted", _("vastgesteld")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    SUPERSEDED = "superseded", _("opgevolgd")


class SafetyPlan(models.Model):
    """An integrated safety plan (integraal veiligheidsplan, IVP) of one or more municipalities.

    `municipality` keeps the pen. `document_name` is what this municipality calls such a document
    (kadernota, meerjarenprogramma); "" for the usual word. The period is that of the plan, which
    can start before it is decided and can be extended.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="safety_plans"
    )
    cycle = models.ForeignKey("cycles.PolicyCycle", models.PROTECT, related_name="safety_plans")
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    title = models.CharField(_("titel"), max_length=160)
    document_name = models.CharField(_("eigen naam van het document"), max_length=80, blank=True)
    state = models.CharField(max_length=13, choices=PlanState.choices, default=PlanState.DRAFT)
    valid_from = models.DateField(_("geldig vanaf"))
    valid_to = models.DateField(_("geldig tot en met"))
    extended_to = models.DateField(_("verlengd tot en met"), null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-valid_from", "-pk"]
        verbose_name = _("veiligheidsplan")
        verbose_name_plural = _("veiligheidsplannen")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="a_plan_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="a_plan_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | Q(extended_to__gt=F("valid_to")),
                name="a_plan_is_extended_beyond_its_end",
            ),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=~Q(state__in=("withdrawn", "superseded")),
                name="one_living_plan_per_cycle",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date:
        """The last day, extension included."""
        return self.extended_to or self.valid_to


class PlanMunicipality(models.Model):
    """A municipality that a plan is of. A joint plan has a row for each, one of them `lead`."""

    plan = models.ForeignKey(SafetyPlan, models.CASCADE, related_name="parties")
    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="plan_parties"
    )
    lead = models.BooleanField(default=False)

    class Meta:
        ordering = ["-lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "municipality"], name="a_municipality_joins_a_plan_once"
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(lead=True), name="one_lead_per_plan"
            ),
        ]

    def __str__(self) -> str:
        return str(self.municipality)


class PlanSection(models.Model):
    """A part of a plan. `kind` is a code of `policy/plan_sections.toml`, or `own`.

    `priority` is there for the approach of one priority; `municipality` for the local part of a
    joint plan, empty for the shared core. A part that is taken out stays, with its texts;
    `removed_by` is the amendment that took it out, as an origin (see `origins`).
    """

    plan = models.ForeignKey(SafetyPlan, models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=40)
    priority = models.ForeignKey(
        "proposals.Priority", models.PROTECT, null=True, blank=True, related_name="plan_sections"
    )
    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("eigen titel"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("onderdeel van het plan")
        verbose_name_plural = _("onderdelen van het plan")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="own") | ~Q(title=""), name="an_own_section_has_a_title"
            ),
            models.UniqueConstraint(
                fields=["plan", "kind"],
                condition=_LIVING & Q(priority__isnull=True, municipality__isnull=True),
                name="one_shared_section_per_kind",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "priority"],
                condition=_LIVING & Q(municipality__isnull=True),
                name="one_section_per_priority",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "municipality"],
                condition=_LIVING & Q(priority__isnull=True),
                name="one_local_section_per_kind",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "priority", "municipality"],
                condition=_LIVING,
                name="one_local_section_per_priority",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.kind


class SectionText(AppendOnly):
    """One version of the text of a part. The newest that is not `beside` counts.

    A text that was written while somebody else saved is kept `beside` it, so that nobody's words
    are lost. `settles` is the number of the last version the writer had read: texts beside it up
    to there are settled by this one. `origin` says where a text comes from when nobody typed it
    here: an amendment, a suggestion, an imported document; see `origins`.
    """

    section = models.ForeignKey(PlanSection, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    beside = models.BooleanField(default=False)
    settles = models.PositiveIntegerField(default=0)
    origin = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["section", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "number"], name="one_text_of_a_section_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.number}"


class SectionDraft(models.Model):
    """What one person typed and did not save yet, kept by itself every few seconds.

    `based_on` is the number of the version that was read. Gone once it is saved or thrown away.
    """

    section = models.ForeignKey(PlanSection, models.CASCADE, related_name="drafts")
    person = models.ForeignKey(USER, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    based_on = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "person"], name="one_draft_per_person_and_section"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.person_id}"


class Logic(models.Model):
    """A line of the intervention logic of a priority: if we do this, then that, because.

    `source` says what the reason rests on: research, an evaluation, experience of a partner.
    `version` counts the changes.
    """

    plan = models.ForeignKey(SafetyPlan, models.CASCADE, related_name="logic")
    priority = models.ForeignKey("proposals.Priority", models.PROTECT, related_name="logic")
    doing = models.CharField(_("als wij dit doen"), max_length=400)
    effect = models.CharField(_("dan gebeurt er dit"), max_length=400)
    because = models.CharField(_("omdat"), max_length=400)
    source = models.CharField(_("waar blijkt dat uit"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("regel van de beleidstheorie")
        verbose_name_plural = _("beleidstheorie")
        constraints = [
            models.CheckConstraint(
                condition=~Q(doing="") & ~Q(effect="") & ~Q(because=""),
                name="a_line_of_logic_is_whole",
            )
        ]

    def __str__(self) -> str:
        return self.doing[:80]


class Means(models.Model):
    """Money or capacity for a priority, or for the plan as a whole when `priority` is empty.

    `amount` is in euros a year, `fte` in full-time equivalents. `region` marks the contribution to
    the safety region, which is shown apart: the municipality hardly steers it.
    """

    plan = models.ForeignKey(SafetyPlan, models.CASCADE, related_name="means")
    priority = models.ForeignKey(
        "proposals.Priority", models.PROTECT, null=True, blank=True, related_name="means"
    )
    what = models.CharField(_("waarvoor"), max_length=160)
    year = models.PositiveSmallIntegerField(_("jaar"))
    amount = models.DecimalField(
        _("euro per jaar"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    fte = models.DecimalField(_("fte"), max_digits=6, decimal_places=2, null=True, blank=True)
    structural = models.BooleanField(_("structureel"), default=False)
    cover = models.CharField(_("dekking"), max_length=160, blank=True)
    region = models.BooleanField(_("bijdrage aan de veiligheidsregio"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["year", "pk"]
        verbose_name = _("middelen")
        verbose_name_plural = _("middelen")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(fte__isnull=False),
                name="means_are_money_or_people",
            )
        ]

    def __str__(self) -> str:
        return self.what


class PlanAuthor(models.Model):
    """Somebody who wrote lines of the logic, or money and people, of a plan, and since when.

    Lines are changed and taken out; who wrote them does not become somebody else by that.
    """

    plan = models.ForeignKey(SafetyPlan, models.CASCADE, related_name="authors")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "person"], name="one_row_per_author_of_a_plan")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.person_id}"
