"""The words of a moment in a session: for the stream, for who asks now and then, and for pages."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.planning.rounds import rules, workflow
from regie.planning.rounds.queries import Pulse


class Audience(StrEnum):
    """Who looks: a participant sees what to do, the big screen also how many voted."""

    PHONE = "telefoon"
    SCREEN = "scherm"


def stand(pulse: Pulse, now: datetime) -> str:
    """In one sentence what everybody can do now."""
    if not pulse.open:
        return _("De sessie is niet open.")
    if not pulse.number:
        return _("De eerste ronde begint zo.")
    number = {"number": pulse.number}
    if pulse.state == workflow.SHOWN:
        return _("De uitslag van ronde %(number)s is er.") % number
    if rules.why_not_vote(pulse.state, pulse.closes_at, now):
        return _("Ronde %(number)s is gesloten.") % number
    return _("Ronde %(number)s is open. U kunt stemmen.") % number


def turnout(cast: int, joined: int) -> str:
    """How many voted, of how many who take part."""
    told = ngettext("%(cast)s van %(n)s stemde", "%(cast)s van %(n)s stemden", cast)
    return told % {"cast": cast, "n": max(cast, joined)}


def why_hidden(votes: int) -> tuple[str, ...]:
    """Why nobody sees what came out of a secret round in which this few voted, and what to do."""
    told = ngettext("%(n)s deelnemer stemde.", "%(n)s deelnemers stemden.", votes) % {"n": votes}
    return (
        told,
        _("Dat zijn er minder dan vijf die meetellen. De uitslag zou verraden wie wat koos."),
        _("Daarom blijft hij voor iedereen verborgen. Stel de vraag opnieuw als open stemming."),
    )


def state_of(pulse: Pulse, audience: str, now: datetime) -> dict[str, Any]:
    """What a screen needs to see that it is behind, and what it says meanwhile.

    Nothing in it says who voted or what was voted; before the round closes not even how many
    chose something.
    """
    state = pulse.state
    if rules.time_is_up(state, pulse.closes_at, now):
        state = workflow.CLOSED
    told: dict[str, Any] = {
        "stand": f"{int(pulse.open)}-{pulse.pk}-{pulse.version}-{state}",
        "said": stand(pulse, now),
    }
    if audience == Audience.SCREEN:
        told |= {"joined": pulse.joined, "turnout": turnout(pulse.cast, pulse.joined)}
    return told


def seconds_left(pulse: Pulse, now: datetime) -> int | None:
    """Seconds until the round closes by itself, by the clock of the server; None: not by time."""
    if pulse.state != workflow.OPEN or pulse.closes_at is None:
        return None
    return max(0, round((pulse.closes_at - now).total_seconds()))
