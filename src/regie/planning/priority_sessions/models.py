"""Priority sessions: candidates, criteria, participants, and what they bring in with its answer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SessionKind(models.TextChoices):
    """Who sits around the table."""

    COUNCIL = "council", _("raad")
    START_MEETING = "start_meeting", _("partners")
    RESIDENTS = "residents", _("inwoners")


class SessionState(models.TextChoices):
    """Where a session stands; `workflow.py` says which steps lead from one to the other."""

    DRAFT = "draft", _("in voorbereiding")
    OPEN = "open", _("bezig")
    CLOSED = "closed", _("gesloten")


class Joining(models.TextChoices):
    """How people come in; the facilitator chooses before the session opens."""

    SIGNED_IN = "signed_in", _("Alleen wie is ingelogd")
    ANONYMOUS = "anonymous", _("Iedereen met de code, zonder naam")


class GroupKind(models.TextChoices):
    """What a group of participants is."""

    FACTION = "faction", _("fractie")
    DISTRICT = "district", _("wijk")
    PARTNER = "partner", _("partner")
    RESIDENT = "resident", _("inwoners")
    OTHER = "other", _("anders")


class ContributionKind(models.TextChoices):
    """What somebody brings in."""

    IDEA = "idea", _("idee")
    QUESTION = "question", _("vraag")
    SIGNAL = "signal", _("signaal")
    REASON = "reason", _("reden")


class Outcome(models.TextChoices):
    """What was done with a contribution."""

    ADOPTED = "adopted", _("overgenomen")
    PARTLY = "partly", _("deels overgenomen")
    NOT_ADOPTED = "not_adopted", _("niet overgenomen")
    PASSED_ON = "passed_on", _("doorgegeven")


class PrioritySession(models.Model):
    """One evening (or afternoon) of choosing. It advises; the council decides elsewhere.

    `open_ballot` says that it was announced as open: only then does a screen show who said or
    voted what. `code` is what participants type; it has no letters that look alike.
    """

    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="priority_sessions"
    )
    cycle = models.ForeignKey(
        "cycles.PolicyCycle", models.PROTECT, related_name="priority_sessions"
    )
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=14, choices=SessionKind.choices)
    state = models.CharField(max_length=8, choices=SessionState.choices, default=SessionState.DRAFT)
    joining = models.CharField(max_length=10, choices=Joining.choices, default=Joining.SIGNED_IN)
    open_ballot = models.BooleanField(default=False)
    code = models.CharField(max_length=8, unique=True)
    explanation = models.CharField(max_length=600, blank=True)
    held_on = models.DateField(null=True, blank=True)
    max_priorities = models.PositiveSmallIntegerField(default=5)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened_for = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("prioriteitensessie")
        verbose_name_plural = _("prioriteitensessies")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SessionKind.values), name="a_session_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values), name="a_session_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(joining__in=Joining.values), name="a_session_says_how_to_join"
            ),
            models.CheckConstraint(
                condition=Q(max_priorities__gte=1) & Q(max_priorities__lte=10),
                name="a_session_chooses_one_to_ten",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False),
                name="an_open_session_was_opened",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A group whose outcome is shown apart: a faction, a district, the partners."""

    session = models.ForeignKey(PrioritySession, models.CASCADE, related_name="groups")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=GroupKind.choices, default=GroupKind.OTHER)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "name"], name="one_group_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """What candidates are held against. The anchors say what 0 and 100 mean."""

    session = models.ForeignKey(PrioritySession, models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    explanation = models.CharField(max_length=300, blank=True)
    low_anchor = models.CharField(max_length=160)
    high_anchor = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)
    by_figures = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "code"], name="one_criterion_per_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Candidate(models.Model):
    """Something that could become a priority, with what is known of it.

    `card` is frozen per language when the session opens: later figures do not change a running
    session. `screened_out` says why it is left out; empty when it takes part. What was merged
    into another points there and takes part no more. `influence` and `costs` are the words of
    the facilitator, `ground` says what they rest on.
    """

    session = models.ForeignKey(PrioritySession, models.CASCADE, related_name="candidates")
    name = models.CharField(max_length=120)
    field = models.CharField(max_length=40, blank=True)
    themes = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    findings = models.ManyToManyField(
        "findings.Finding", related_name="priority_candidates", blank=True
    )
    influence = models.CharField(max_length=600, blank=True)
    costs = models.CharField(max_length=600, blank=True)
    ground = models.CharField(max_length=300, blank=True)
    card = models.JSONField(default=dict, blank=True)
    screening = models.JSONField(default=dict, blank=True)
    screened_out = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="merged"
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("kandidaat")
        verbose_name_plural = _("kandidaten")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_candidate_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Score(models.Model):
    """How a candidate does on a criterion, 0 to 100, with how far it can lie off.

    No row means unknown, which is not zero. `made_by` is empty for what follows from the
    figures; `basis` then holds the rule and the figure it used, so that the words can be told.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="scores")
    value = models.PositiveSmallIntegerField()
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    basis = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["candidate__position", "criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "criterion"], name="one_score_per_candidate_and_criterion"
            ),
            models.CheckConstraint(
                condition=Q(low__lte=F("value")) & Q(value__lte=F("high")) & Q(high__lte=100),
                name="a_score_lies_between_its_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} ({self.low}-{self.high})"


class Participant(models.Model):
    """Somebody who takes part. The database knows the secret of its cookie only as SHA-256.

    `user` stays empty in a session without names, also for who happens to be signed in.
    """

    session = models.ForeignKey(PrioritySession, models.PROTECT, related_name="participants")
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="participants"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    key_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=40)
    joined_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_for = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("deelnemer")
        verbose_name_plural = _("deelnemers")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=Q(user__isnull=False),
                name="one_participant_per_member",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removed_for=""),
                name="a_removal_of_a_participant_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Contribution(models.Model):
    """What somebody brought in, about one candidate or in general.

    Its words go when it is withdrawn, so that what should not have been written is gone as well.
    """

    session = models.ForeignKey(PrioritySession, models.PROTECT, related_name="contributions")
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    kind = models.CharField(max_length=8, choices=ContributionKind.choices)
    text = models.CharField(max_length=600, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("inbreng")
        verbose_name_plural = _("inbreng")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(withdrawn_at__isnull=False),
                name="a_contribution_has_words",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ContributionKind.values),
                name="a_contribution_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        """Without the words: somebody's words stand in the log by their number."""
        return f"inbreng {self.pk}"


class Answer(models.Model):
    """What was done with a contribution. Only added to; the newest counts."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    text = models.CharField(max_length=600)
    theme = models.CharField(max_length=60, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("antwoord")
        verbose_name_plural = _("antwoorden")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="an_answer_has_words"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="an_answer_has_an_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"antwoord {self.pk}"
