"""Reading start meetings: who is missing, what was brought in, where themes were put."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regie.evidence.street_knowledge.models import Observation
from regie.evidence.street_knowledge.queries import visible
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import PARTNER
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.foundation.cycles.path import Progress
from regie.foundation.cycles.queries import FieldView, fields_with_themes
from regie.foundation.records.frozen import parsed
from regie.foundation.records.rows import Rows
from regie.planning.start_meetings import rules, workflow
from regie.planning.start_meetings.models import (
    Invitee,
    Report,
    Sighting,
    StartMeeting,
    TierChoice,
)
from regie.planning.start_meetings.rules import Choice, Missing, Tiers
from regie.policy.start_meeting import THEME_PARTNERS

# --- for rooms above -----------------------------------------------------------------------------


def meeting_of(cycle: PolicyCycle) -> StartMeeting | None:
    """The meeting of a cycle. 1 query."""
    found = StartMeeting.objects.filter(cycle=cycle)
    return found.select_related("municipality", "cycle").first()


def choices_along() -> Rows:
    """The choices at the meeting, to read along with a cycle; `tiers_in` tells what they say."""
    rows = TierChoice.objects.filter(invitee__meeting__cycle=OuterRef("pk")).order_by("pk")
    return Rows(
        rows, by="invitee_id", theme="theme", tier="tier", open="invitee__meeting__open_tiers"
    )


def tiers_in(rows: Sequence[Mapping[str, Any]]) -> Tiers:
    """How many organisations put each theme in each tier, of choices that were read along.

    Nobody's own choice is in it: with fewer than three organisations the counts are `hidden`,
    unless the meeting was announced as open.
    """
    choices = [Choice(row["by"], row["theme"], row["tier"]) for row in rows]
    return rules.count(choices, open_meeting=any(row["open"] for row in rows))


def tiers(cycle: PolicyCycle) -> Tiers:
    """The same of a cycle. 1 query."""
    read = PolicyCycle.objects.filter(pk=cycle.pk).values_list(choices_along(), flat=True)
    return tiers_in(read.get())


def progress(cycle: PolicyCycle) -> Progress:
    """How far the meeting is. At most 2 queries."""
    meeting = meeting_of(cycle)
    if meeting is None:
        return Progress(False, _("De startbijeenkomst is nog niet voorbereid."))
    if meeting.state == workflow.REPORTED:
        return Progress(True, _("De startbijeenkomst is gehouden en het verslag is klaar."))
    if meeting.state == workflow.HELD:
        return Progress(False, _("De bijeenkomst is gehouden. Maak nog het verslag."))
    if meeting.state == workflow.INVITED and meeting.day:
        words = _("De uitnodigingen zijn verstuurd voor %(day)s.")
        return Progress(False, words % {"day": date_format(meeting.day, "j F Y")})
    return Progress(False, _("Maak de lijst met genodigden en de agenda af."))


# --- for the pages of this room ------------------------------------------------------------------


def tiers_of(meeting: StartMeeting) -> Tiers:
    """The counts of one meeting. 1 query."""
    return rules.count(choices_of(meeting), open_meeting=meeting.open_tiers)


def choices_of(meeting: StartMeeting) -> list[Choice]:
    """Every choice that was made. 1 query; who may see it is not judged here."""
    rows = TierChoice.objects.filter(invitee__meeting=meeting)
    return [Choice(*row) for row in rows.values_list("invitee_id", "theme", "tier")]


def chosen_by(invitee: Invitee) -> dict[str, str]:
    """The tier per theme of one organisation. 1 query."""
    return dict(invitee.tiers.values_list("theme", "tier"))


def invitee_of(meeting: StartMeeting, membership: Membership) -> Invitee | None:
    """The invitation of the organisation a partner works for. 1 query."""
    if membership.role != PARTNER or membership.partner_id is None:
        return None
    return meeting.invitees.filter(partner_id=membership.partner_id).first()


def expected(cycle: PolicyCycle) -> dict[str, tuple[str, ...]]:
    """The kinds of organisations one would expect, with the themes they are for. 1 query."""
    themes = SafetyTheme.objects.filter(field__cycle=cycle).values_list("code", flat=True)
    return THEME_PARTNERS().expected(themes)


def missing(meeting: StartMeeting, invitees: list[Invitee]) -> tuple[Missing, ...]:
    """Who is expected and not on the list. 1 query."""
    kinds = {row.kind for row in invitees}
    return rules.missing(expected(meeting.cycle), kinds, meeting.waived)


def fields_of(meeting: StartMeeting) -> tuple[FieldView, ...]:
    """The fields of the cycle with their themes. 2 queries."""
    return fields_with_themes(meeting.cycle)


def sightings_seen(meeting: StartMeeting, membership: Membership) -> list[Sighting]:
    """What was brought in at the meeting and this member may read. 1 query."""
    readable: QuerySet[Observation] = visible(membership).exclude(state="withdrawn")
    found = meeting.sightings.filter(observation__in=readable)
    return list(found.select_related("observation", "invitee"))


def reports(membership: Membership) -> QuerySet[Report]:
    """The reports of this municipality; every member reads them."""
    found = Report.objects.filter(meeting__municipality=membership.municipality)
    return found.select_related("meeting__municipality", "meeting__cycle")


def report(membership: Membership, pk: int) -> Report | None:
    """One report this member may read. 1 query."""
    return reports(membership).filter(pk=pk).first()


def content_of(found: Report) -> Mapping[str, Any]:
    """What a report holds, read once: it never changes."""
    return parsed(found.content)
