"""Rounds of a session: what is asked, who voted, and the ballots, which say nothing about who."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL
LARGEST_KEY = 2**53
"""Numbers of ballots stay below this, so that every program that reads JSON keeps them exact."""


class RoundForm(models.TextChoices):
    """How people say what comes first; `weighing.rules.Form` has the same codes."""

    POINTS = "points", _("Punten verdelen")
    PAIRWISE = "pairwise", _("Twee aan twee vergelijken")
    RANKING = "ranking", _("Op volgorde zetten")
    SCORING = "scoring", _("Scores per criterium")
    WEIGHTS = "weights", _("Criteria wegen")
    APPROVAL = "approval", _("Aankruisen")
    TIERS = "tiers", _("Indelen in drie niveaus")


class RoundState(models.TextChoices):
    """Where a round stands; `workflow.py` says which steps lead from one to the other."""

    DRAFT = "draft", _("klaargezet")
    OPEN = "open", _("open")
    CLOSED = "closed", _("gesloten")
    SHOWN = "shown", _("uitslag getoond")


def random_key() -> int:
    """A number for a ballot that tells nothing about when it was cast.

    Numbers that count up would lay the ballots in the order of the people who came to vote.
    """
    return secrets.randbelow(LARGEST_KEY - 1) + 1


class Round(models.Model):
    """One question to all participants at once.

    `version` grows with everything that people must see: opening, closing, showing. `closes_at`
    is by the clock of the server. `settings` hold what the form asks (points, most, places, pairs).
    `open_ballot` was announced before the first vote; only then is kept who voted what.
    """

    session = models.ForeignKey(
        "priority_sessions.PrioritySession", models.PROTECT, related_name="rounds"
    )
    number = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=10, choices=RoundForm.choices)
    question = models.CharField(max_length=200)
    state = models.CharField(max_length=6, choices=RoundState.choices, default=RoundState.DRAFT)
    settings = models.JSONField(default=dict, blank=True)
    open_ballot = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        verbose_name = _("ronde")
        verbose_name_plural = _("rondes")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_round_per_number"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(state="open"), name="one_open_round_per_session"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values), name="a_round_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(form__in=RoundForm.values), name="a_round_has_a_form"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False),
                name="an_open_round_was_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.question}"


class Turnout(models.Model):
    """That somebody voted in a round: no time and no content. Only added to, never edited."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="turnouts")
    participant = models.ForeignKey(
        "priority_sessions.Participant", models.PROTECT, related_name="turnouts"
    )

    class Meta:
        verbose_name = _("opkomst")
        verbose_name_plural = _("opkomst")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "participant"], name="one_turnout_per_participant"
            ),
        ]

    def __str__(self) -> str:
        return f"opkomst {self.round_id}"


class Ballot(models.Model):
    """What was voted. `key` is made from a secret that the database does not hold.

    In a secret round `participant` and `cast_at` stay empty, `id` is a random number, and when the
    round closes all ballots are laid down anew in a random order: nothing here leads to a person.
    """

    id = models.BigAutoField(primary_key=True, default=random_key)
    round = models.ForeignKey(Round, models.PROTECT, related_name="ballots")
    key = models.CharField(max_length=64)
    group = models.ForeignKey(
        "priority_sessions.Group", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    participant = models.ForeignKey(
        "priority_sessions.Participant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="open_ballots",
    )
    content = models.JSONField()
    cast_at = models.DateTimeField(null=True, blank=True)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("stem")
        verbose_name_plural = _("stemmen")
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="one_ballot_per_key"),
            models.CheckConstraint(
                condition=Q(participant__isnull=True, cast_at__isnull=True)
                | Q(participant__isnull=False, cast_at__isnull=False),
                name="a_secret_ballot_has_no_person_and_no_time",
            ),
        ]

    def __str__(self) -> str:
        return f"stem in ronde {self.round_id}"
