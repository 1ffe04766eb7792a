"""What stands on the pages of the start meeting: plain values for a template."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.access.rules import COORDINATOR, PARTNER
from regie.foundation.accounts.languages import chosen, spoken
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.rules import LIGHT
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.engine import WRONG_STATE
from regie.planning.start_meetings import queries, rules, workflow
from regie.planning.start_meetings.models import AgendaPoint, Coming, Invitee, Report, StartMeeting
from regie.planning.start_meetings.paper import paper_of
from regie.planning.start_meetings.permissions import ANSWER, MANAGE, SEE_PREPARATION, TAKE_PART
from regie.policy.attention import ATTENTION
from regie.policy.start_meeting import START_MEETING, THEME_PARTNERS
from regie.ui.paper_forms import forms_of
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
FIRST = 8
"""So many missing partners stand on the page at once; the others are under a disclosure."""
NAMED = 4
"""So many themes of a partner are named."""
BADGES = {
    workflow.PREPARING: "info",
    workflow.INVITED: "warning",
    workflow.HELD: "warning",
    workflow.REPORTED: "positive",
}


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"start_meetings:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, *, room: bool = True) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    path = [(_("Beleidscyclus"), reverse("cycles:cycle", args=[municipality.slug]))]
    return [*path, (_("Startbijeenkomst"), to("meeting", municipality))] if room else path


# --- the meeting ----------------------------------------------------------------------------------


def empty(membership: Membership, cycle: PolicyCycle | None) -> Page:
    """Before there is a meeting: who begins it, and whether it is needed. No queries."""
    return {
        "cycle": cycle,
        "light": cycle is not None and cycle.variant == LIGHT,
        "manages": decision(MANAGE, role=membership.role),
        "crumbs": crumbs(membership.municipality, room=False),
    }


def overview(membership: Membership, meeting: StartMeeting) -> Page:
    """The meeting with its parts and the next step. At most 8 queries."""
    town, role = meeting.municipality, membership.role
    reports = list(queries.reports(membership).filter(meeting=meeting))
    page: Page = {
        "meeting": meeting,
        "badge_kind": BADGES[meeting.state],
        "crumbs": crumbs(town, room=False),
        "reports": reports,
        "sees": role in SEE_PREPARATION,
    }
    if role not in SEE_PREPARATION:
        return page
    invitees = list(meeting.invitees.all())
    mine = next((row for row in invitees if row.partner_id == membership.partner_id), None)
    return page | {
        "agenda": agenda(meeting),
        "parts": _parts(membership, meeting, invitees) if role == COORDINATOR else [],
        "buttons": _buttons(membership, meeting) if role != PARTNER else [],
        "manages": decision(MANAGE, role=role),
        "takes_part": decision(TAKE_PART, role=role),
        "answers": decision(ANSWER, role=role),
        "mine": mine if role == PARTNER else None,
        "outside": role == PARTNER and mine is None,
        "opened": meeting.state in workflow.OPEN,
        "invitees": invitees,
    }


def _parts(membership: Membership, meeting: StartMeeting, invitees: list[Invitee]) -> list[Page]:
    """The parts of the preparation in their order, as cards."""
    town = meeting.municipality
    left = len(queries.missing(meeting, invitees))
    on_list = ngettext("%(n)s op de lijst.", "%(n)s op de lijst.", len(invitees))
    lacking = ngettext("%(n)s verwachte partner mist.", "%(n)s verwachte partners missen.", left)
    brought = len(queries.sightings_seen(meeting, membership))
    seen = ngettext("%(n)s waarneming ingebracht.", "%(n)s waarnemingen ingebracht.", brought)
    voices = queries.tiers_of(meeting).organisations
    sorted_by = ngettext("%(n)s organisatie deed mee.", "%(n)s organisaties deden mee.", voices)
    words = on_list % {"n": len(invitees)}
    rows = (
        ("details", _("Dag, plaats en doel"), _when(meeting)),
        ("invitees", _("Genodigden"), f"{words} {lacking % {'n': left}}" if left else words),
        ("agenda", _("Agenda"), _("Punten met hun tijden.")),
        ("invitation", _("Uitnodiging"), _("De tekst om te versturen.")),
        ("sightings", _("Wat partners zien"), seen % {"n": brought}),
        ("tiers", _("Wat gaat voor?"), sorted_by % {"n": voices}),
        ("report", _("Verslag"), _("Wat eruit kwam.")),
    )
    return [{"title": title, "text": text, "url": to(name, town)} for name, title, text in rows]


def _when(meeting: StartMeeting) -> str:
    if meeting.day is None or not meeting.place:
        return _("Nog niet ingevuld.")
    return f"{date_format(meeting.day, 'j F Y')}, {meeting.place}"


def _buttons(membership: Membership, meeting: StartMeeting) -> list[Page]:
    """The steps that fit this state, each with its reason when this role may not."""
    made = []
    for name in ("invite", "hold", "report", "reopen"):
        refusal = workflow.MEETING.refusal(name, state=meeting.state, role=membership.role)
        if refusal != WRONG_STATE:
            made.append({"name": name, "refused": _(refusal) if refusal else ""})
    return made


def agenda(meeting: StartMeeting, form_of: Callable[[AgendaPoint], Form] | None = None) -> Page:
    """The points with their times, and a form each when `form_of` makes one. 1 query."""
    points = list(meeting.agenda.all())
    when = rules.times(meeting.begins, [point.minutes for point in points])
    return {
        "rows": [
            {
                "point": point,
                "begins": begins,
                "form": form_of(point) if form_of else None,
                "first": place == 0,
                "last": place == len(points) - 1,
            }
            for place, (point, begins) in enumerate(zip(points, when, strict=False))
        ],
        "total": sum(point.minutes for point in points),
        "ends": when[-1],
    }


def invitation(meeting: StartMeeting) -> list[str]:
    """The paragraphs of the invitation."""
    return [chosen(item.text, item.text_en) for item in START_MEETING().invitation]


# --- who is invited -------------------------------------------------------------------------------


def _some(names: Sequence[str]) -> str:
    """The first names, and how many more; the police have a part in nearly every theme."""
    more = len(names) - NAMED
    if more <= 1:
        return ", ".join(names)
    said = ngettext("en nog %(n)s thema", "en nog %(n)s thema's", more) % {"n": more}
    return f"{', '.join(names[:NAMED])} {said}"


def invitees_page(meeting: StartMeeting) -> Page:
    """The list, who is expected and missing, and who is not needed. At most 4 queries."""
    rows = list(meeting.invitees.all())
    themes = {
        theme.code: theme.name for field in queries.fields_of(meeting) for theme in field.themes
    }
    missing = [
        {
            "code": each.kind,
            "name": kind_name(each.kind),
            "themes": _some([themes.get(code, code) for code in each.themes]),
        }
        for each in queries.missing(meeting, rows)
    ]
    return {
        "rows": [{"row": row, "kind": kind_name(row.kind)} for row in rows],
        "choices": [(value, str(label)) for value, label in Coming.choices],
        "missing": missing[:FIRST],
        "more": missing[FIRST:],
        "waived": [
            {"code": code, "name": kind_name(code), "why": why}
            for code, why in meeting.waived.items()
        ],
    }


def kind_name(code: str) -> str:
    """A kind of organisation in the reader's language; "" for none."""
    item = THEME_PARTNERS().organisation(code)
    return chosen(item.name, item.name_en) if item else code


# --- tiers ----------------------------------------------------------------------------------------


def levels() -> list[tuple[str, str]]:
    """The names of the three levels and what each means."""
    return [
        (chosen(item.name, item.name_en), chosen(item.meaning, item.meaning_en))
        for item in ATTENTION().levels
    ]


def outcome(membership: Membership, meeting: StartMeeting) -> Page:
    """How many organisations put each theme where; per organisation only for the coordinator of an
    open meeting. At most 5 queries."""
    found = queries.tiers_of(meeting)
    fields = queries.fields_of(meeting)
    names = [(theme.code, theme.name) for field in fields for theme in field.themes]
    page: Page = {
        "organisations": found.organisations,
        "hidden": found.hidden,
        "fewest": rules.FEWEST,
        "table": _counts(found, names) if found.counts else None,
        "by": None,
    }
    if meeting.open_tiers and membership.role == COORDINATOR:
        page["by"] = _by_organisation(meeting, dict(names))
    return page


def _counts(found: rules.Tiers, names: list[tuple[str, str]]) -> Table:
    rows = sorted(
        ((name, found.counts[code]) for code, name in names if code in found.counts),
        key=lambda row: -row[1]["priority"],
    )
    levels = ATTENTION().levels
    named = (Column(chosen(item.name, item.name_en), numeric=True) for item in levels)
    lines = (
        Row((Cell(name), *(Cell(str(row[item.code])) for item in levels))) for name, row in rows
    )
    about = _("Aantal organisaties per niveau")
    return Table(about, (Column(_("Thema")), *named), tuple(lines))


def _by_organisation(meeting: StartMeeting, names: dict[str, str]) -> list[Page]:
    who = dict(meeting.invitees.values_list("pk", "organisation"))
    tiers = {item.code: chosen(item.name, item.name_en) for item in ATTENTION().levels}
    found: dict[int, dict[str, list[str]]] = {}
    for each in queries.choices_of(meeting):
        found.setdefault(each.organisation, {}).setdefault(each.tier, []).append(
            names.get(each.theme, each.theme)
        )
    return [
        {
            "name": who[pk],
            "tiers": [(tiers[tier], ", ".join(rows[tier])) for tier in rules.TIERS if tier in rows],
        }
        for pk, rows in found.items()
    ]


def part_refusal(meeting: StartMeeting, member: Membership) -> str:
    """Why this member cannot bring anything in now, or "". At most 1 query."""
    sentence = rules.part_refusal(meeting.state)
    if sentence is None and member.role == PARTNER and queries.invitee_of(meeting, member) is None:
        sentence = rules.NOT_ON_THE_LIST
    return _(sentence) if sentence else ""


def known(row: Invitee, meeting: StartMeeting, member: Membership) -> dict[str, str]:
    """Where an organisation put its themes, as far as this member may see. At most 1 query."""
    return {} if hidden(row, meeting, member) else queries.chosen_by(row)


def hidden(row: Invitee, meeting: StartMeeting, member: Membership) -> bool:
    """Whether the coordinator may not see this: what a partner chose in a meeting that was not
    announced as open. Departments of the municipality have no account of their own."""
    return member.role == COORDINATOR and not meeting.open_tiers and row.partner_id is not None


# --- the report -----------------------------------------------------------------------------------


def report_page(report: Report) -> Page:
    """A report as a document. No queries beside those of the frame."""
    town = report.meeting.municipality
    return {
        "report": report,
        "crumbs": crumbs(town),
        "paper": paper_of(queries.content_of(report), spoken()),
        "day": localtime(report.made_at),
        "documents": forms_of("start_meeting", town.slug, report.pk),
    }
