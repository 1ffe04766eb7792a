"""Everything the report of a start meeting says, as plain values that fit in one text.

Who put which theme where is never in it: the report goes to everybody.
"""

from typing import Any

from regie.evidence.analyses.freezing import both
from regie.evidence.street_knowledge.models import Visibility
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.queries import fields_with_themes
from regie.planning.start_meetings import queries
from regie.planning.start_meetings.models import Coming, StartMeeting
from regie.policy.start_meeting import THEME_PARTNERS

FORM = 1
"""Raised when the stored form changes; older forms stay readable."""
ABSENT = (Coming.STAYS_AWAY, Coming.WAS_ABSENT)
Plain = dict[str, Any]


def frozen(meeting: StartMeeting, *, number: int) -> Plain:
    """The meeting as it was, with what came out of it. At most 12 queries."""
    town, invitees = meeting.municipality, list(meeting.invitees.all())
    counts = queries.tiers_of(meeting)
    return {
        "form": FORM,
        "number": number,
        "municipality": {"code": town.code, "slug": town.slug, "name": town.name},
        "cycle": meeting.cycle.name,
        "day": meeting.day.isoformat() if meeting.day else "",
        "place": meeting.place,
        "purpose": meeting.purpose,
        "present": [_who(row.organisation, row.function) for row in invitees if _there(row.coming)],
        "absent": [row.organisation for row in invitees if row.coming in ABSENT],
        "missing": [_missing(each.kind) for each in queries.missing(meeting, invitees)],
        "agenda": list(meeting.agenda.values_list("title", flat=True)),
        "texts": {
            "shared_view": meeting.shared_view,
            "cooperation": meeting.cooperation,
            "next_steps": meeting.next_steps,
        },
        "sightings": _sightings(meeting),
        "organisations": counts.organisations,
        "hidden": counts.hidden,
        "tiers": [
            {"theme": code, "name": name, **counts.counts[code]}
            for code, name in _theme_names(meeting)
            if code in counts.counts
        ],
    }


def _there(coming: str) -> bool:
    return coming == Coming.WAS_THERE


def _who(organisation: str, function: str) -> str:
    return f"{organisation} ({function})" if function else organisation


def _missing(kind: str) -> Plain:
    item = THEME_PARTNERS().organisation(kind)
    return both(chosen, item.name, item.name_en) if item else {"nl": kind}


def _sightings(meeting: StartMeeting) -> list[Plain]:
    """What was used in the analysis and is not confidential."""
    rows = meeting.sightings.filter(
        observation__state="accepted", observation__visibility=Visibility.MEMBERS
    )
    return [
        {
            "title": row.observation.title,
            "description": row.observation.description,
            "theme": row.observation.theme,
        }
        for row in rows.select_related("observation").order_by("pk")
    ]


def _theme_names(meeting: StartMeeting) -> list[tuple[str, Plain]]:
    """Code and names of every theme, in their order."""
    told = both(_names_now, meeting)
    return [
        (code, {language: dict(rows)[code] for language, rows in told.items()})
        for code, _name in told["nl"]
    ]


def _names_now(meeting: StartMeeting) -> list[tuple[str, str]]:
    fields = fields_with_themes(meeting.cycle)
    return [(theme.code, theme.name) for field in fields for theme in field.themes]
