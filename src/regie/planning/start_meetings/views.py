"""The pages of the start meeting: preparing, taking part, and the report."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.findings.acting import posted, said, with_seen
from regie.evidence.street_knowledge.subjects import places_of, theme_choices
from regie.foundation.access.guards import MemberRequest, acting, member_page
from regie.foundation.access.queries import decision
from regie.foundation.access.rules import COORDINATOR, PARTNER
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.start_meetings import files, pages, queries, services
from regie.planning.start_meetings.forms import (
    DetailsForm,
    InviteeForm,
    PointForm,
    ReportForm,
    SightingForm,
    TiersForm,
)
from regie.planning.start_meetings.models import AgendaPoint, StartMeeting
from regie.planning.start_meetings.permissions import (
    ANSWER,
    MANAGE,
    SEE_MEETING,
    TAKE_PART,
    VIEW_MEETING,
)
from regie.planning.start_meetings.services import DETAILS, TEXTS, StaleError, token_of
from regie.ui.answers import or_404, page
from regie.ui.calendar_files import download

REFUSALS = (RefusedError, StepRefusedError)


def _found(municipality: Municipality) -> StartMeeting:
    """The meeting of the current cycle; 404 when it was not begun. 2 queries."""
    cycle = current_cycle(municipality)
    return or_404(
        queries.meeting_of(cycle) if cycle else None, _("Er is nog geen startbijeenkomst.")
    )


def _to(name: str, municipality: Municipality, **more: object) -> HttpResponse:
    return redirect(pages.to(name, municipality, **more))


# --- the meeting ----------------------------------------------------------------------------------


@require_safe
@member_page(VIEW_MEETING)
def meeting(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The meeting as this role sees it. At most 13 queries."""
    cycle = current_cycle(municipality)
    found = queries.meeting_of(cycle) if cycle else None
    if found is not None:
        return page(
            request, "start_meetings/meeting.html", pages.overview(request.membership, found)
        )
    return page(request, "start_meetings/empty.html", pages.empty(request.membership, cycle))


@require_safe
@member_page(SEE_MEETING)
def calendar_file(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The meeting with its agenda, for a calendar; 404 as long as no day is known."""
    content = or_404(
        files.calendar_file(_found(municipality), request.get_host()),
        _("De dag van de startbijeenkomst is nog niet bekend."),
    )
    return download(content, f"startbijeenkomst-{municipality.slug}.ics")


@require_POST
@member_page(MANAGE)
def create(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Begin the meeting of the current cycle."""
    cycle = current_cycle(municipality)
    if cycle is None:
        messages.error(request, _("Start eerst een beleidscyclus."))
    else:
        services.create(cycle, **acting(request))
    return _to("meeting", municipality)


@require_POST
@member_page(MANAGE)
def step(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Say that the invitations went out, that it was held, or open the report again."""
    found, wanted = _found(municipality), request.POST.get("step", "")
    steps = {"invite": services.invite, "hold": services.hold, "reopen": services.reopen}
    try:
        if wanted == "report":
            made = services.make_report(found, **acting(request))
            return _to("frozen_report", municipality, pk=made.pk)
        if wanted in steps:
            steps[wanted](found, **acting(request))
            messages.success(request, _("Dat is gedaan."))
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
    return _to("meeting", municipality)


# --- preparing ------------------------------------------------------------------------------------


@member_page(MANAGE)
def details(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """When, where and why."""
    found = _found(municipality)
    form = DetailsForm(posted(request), found)
    done, theirs = _written(request, found, form, DETAILS)
    if done:
        return _to("meeting", municipality)
    context = {"form": form, "theirs": theirs, "crumbs": pages.crumbs(municipality)}
    return page(request, "start_meetings/details.html", context, form)


def _written(
    request: MemberRequest,
    found: StartMeeting,
    form: DetailsForm | ReportForm,
    parts: tuple[str, ...],
) -> tuple[bool, list[tuple[str, str]]]:
    """Whether it was saved, and else what somebody else saved in the meantime."""
    if not form.is_bound or not form.is_valid():
        return False, []
    seen = form.cleaned_data["seen"]
    try:
        services.write(found, form.values(), seen=seen, **acting(request))
    except StaleError as stale:
        form.data = with_seen(request.POST, "seen", token_of(stale.current, parts))
        form.add_error(None, _("Iemand anders sloeg intussen op. Uw tekst staat hier nog."))
        theirs = [(name, getattr(stale.current, name)) for name in parts]
        return False, [
            (str(form.fields[name].label), str(value))
            for name, value in theirs
            if value and value != form.cleaned_data.get(name)
        ]
    except RefusedError as refusal:
        form.add_error(None, said(refusal))
        return False, []
    messages.success(request, _("Bewaard."))
    return True, []


@member_page(MANAGE)
def invitees(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Who is invited, who comes, and who is missing. At most 11 queries."""
    found, do = _found(municipality), request.POST.get("do", "")
    wanted = request.GET.get("soort", "")
    first = {"kind": wanted, "organisation": pages.kind_name(wanted)} if wanted else {}
    form = InviteeForm(request.POST if do == "add" else None, first)
    if do == "add" and form.is_valid():
        try:
            services.add_invitee(found, **form.cleaned_data, **acting(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("De organisatie staat op de lijst."))
            return _to("invitees", municipality)
    elif request.method == "POST" and do != "add":
        _change_list(request, found, do)
        return _to("invitees", municipality)
    context = pages.invitees_page(found)
    context |= {"form": form, "meeting": found, "crumbs": pages.crumbs(municipality)}
    return page(request, "start_meetings/invitees.html", context, form)


def _change_list(request: MemberRequest, found: StartMeeting, do: str) -> None:
    sent = request.POST
    try:
        if do == "coming":
            answers = {
                int(name.removeprefix("coming-")): str(value)
                for name, value in sent.items()
                if name.removeprefix("coming-").isdecimal()
                and value != sent.get(name.replace("coming", "was"))
            }
            services.tell_coming(found, answers, **acting(request))
        elif do == "remove":
            row = get_object_or_404(found.invitees, pk=_number(sent.get("invitee")))
            services.remove_invitee(row, **acting(request))
        elif do == "waive":
            services.waive(found, sent.get("kind", ""), sent.get("why", ""), **acting(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Bewaard."))


def _number(words: str | None) -> int:
    return int(words) if words and words.isdecimal() else 0


@member_page(MANAGE)
def agenda(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The points with their minutes, in an order that buttons change. At most 8 queries."""
    found, do = _found(municipality), request.POST.get("do", "")
    form = PointForm(
        posted(request), mark="new" if do in {"", "add"} else request.POST.get("point")
    )
    if request.method == "POST":
        try:
            if _change_agenda(found, do, form, request):
                return _to("agenda", municipality)
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
    context = pages.agenda(found, _point_form)
    if request.method == "POST" and do == "save":
        for row in context["rows"]:
            if str(row["point"].pk) == request.POST.get("point"):
                row["form"] = form
    new = form if do in {"", "add"} else PointForm(None, mark="new")
    context |= {"form": form, "new": new, "crumbs": pages.crumbs(municipality)}
    return page(request, "start_meetings/agenda.html", context, form)


def _point_form(point: AgendaPoint) -> Form:
    return PointForm(None, point.title, point.minutes, point.pk)


def _change_agenda(found: StartMeeting, do: str, form: PointForm, request: MemberRequest) -> bool:
    """Do what the button says; false when what was typed is not right."""
    who, point = acting(request), None
    if do != "add":
        point = get_object_or_404(found.agenda, pk=_number(request.POST.get("point")))
    if point and do in {"up", "down"}:
        services.move_point(point, -1 if do == "up" else 1, **who)
        return True
    if point and do == "remove":
        services.remove_point(point, **who)
        return True
    if form.is_valid():
        words = form.cleaned_data
        services.write_point(found, words["title"], words["minutes"], point=point, **who)
        return True
    return False


@require_safe
@member_page(MANAGE)
def invitation(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The text of the invitation, to print or copy. At most 6 queries."""
    found = _found(municipality)
    context = {
        "meeting": found,
        "paragraphs": pages.invitation(found),
        "crumbs": pages.crumbs(municipality),
        **pages.agenda(found),
    }
    return page(request, "start_meetings/invitation.html", context)


# --- taking part ----------------------------------------------------------------------------------


@require_POST
@member_page(ANSWER)
def coming(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """A partner says whether its organisation comes."""
    found = _found(municipality)
    mine, answer = queries.invitee_of(found, request.membership), request.POST.get("coming", "")
    try:
        known = {"comes", "stays_away"}
        answers = {mine.pk: answer} if mine and answer in known else {}
        services.tell_coming(found, answers, **acting(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Dank u wel. Uw antwoord is binnen."))
    return _to("meeting", municipality)


@member_page(TAKE_PART)
def sightings(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What partners see, straight into the analysis. At most 14 queries."""
    found, member = _found(municipality), request.membership
    rows = list(found.invitees.all())
    form = SightingForm(
        posted(request),
        themes=theme_choices(municipality),
        places=places_of(municipality),
        invitees=rows if member.role == COORDINATOR else None,
    )
    if form.is_bound and form.is_valid():
        by = next((x for x in rows if str(x.pk) == form.cleaned_data.get("invitee")), None)
        reply = _("Ingebracht op de startbijeenkomst.")
        try:
            services.bring(found, form.words(), invitee=by, reply=reply, **acting(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("De waarneming is bewaard."))
            return _to("sightings", municipality)
    context = {
        "form": form,
        "rows": queries.sightings_seen(found, member),
        "refused": pages.part_refusal(found, member),
        "crumbs": pages.crumbs(municipality),
    }
    return page(request, "start_meetings/sightings.html", context, form)


@require_safe
@member_page(VIEW_MEETING)
def tiers(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What partners put first together, and where to sort themes. At most 11 queries."""
    found, member = _found(municipality), request.membership
    rows = list(found.invitees.all()) if member.role == COORDINATOR else []
    context = pages.outcome(member, found) | {
        "meeting": found,
        "rows": rows,
        "mine": queries.invitee_of(found, member),
        "takes_part": decision(TAKE_PART, role=member.role),
        "refused": pages.part_refusal(found, member),
        "crumbs": pages.crumbs(municipality),
    }
    return page(request, "start_meetings/tiers.html", context)


@member_page(TAKE_PART)
def sort(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Sort themes for one organisation, a field at a time. At most 11 queries."""
    found, member = _found(municipality), request.membership
    row = get_object_or_404(found.invitees, pk=pk)
    mine = queries.invitee_of(found, member)
    if member.role == PARTNER and mine != row:
        raise Http404(_("Deze organisatie staat niet op de lijst."))
    known, part = pages.known(row, found, member), request.POST.get("field", "")
    forms = [
        TiersForm(request.POST if part == field.code else None, field, known)
        for field in queries.fields_of(found)
    ]
    sent = next((form for form in forms if form.is_bound), None)
    if sent and sent.is_valid():
        try:
            chosen = sent.tiers()
            if pages.hidden(
                row, found, member
            ):  # what nobody may see is not taken back unseen either
                chosen = {theme: tier for theme, tier in chosen.items() if tier}
            services.sort_themes(row, chosen, **acting(request))
        except RefusedError as refusal:
            sent.add_error(None, said(refusal))
        else:
            messages.success(request, _("Bewaard: %(field)s.") % {"field": sent.name})
            return redirect(f"{pages.to('sort', municipality, pk=pk)}#{part}")
    context = {
        "forms": forms,
        "row": row,
        "mine": mine == row,
        "levels": pages.levels(),
        "hidden": pages.hidden(row, found, member),
        "priorities": sum(tier == "priority" for tier in known.values()),
        "refused": pages.part_refusal(found, member),
        "crumbs": [
            *pages.crumbs(municipality),
            (_("Wat gaat voor?"), pages.to("tiers", municipality)),
        ],
    }
    return page(request, "start_meetings/sort.html", context, *([sent] if sent else []))


# --- the report -----------------------------------------------------------------------------------


@member_page(MANAGE)
def report(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The words of the report; the rest comes by itself."""
    found = _found(municipality)
    form = ReportForm(posted(request), found)
    done, theirs = _written(request, found, form, TEXTS)
    if done:
        return _to("report", municipality)
    context = {"form": form, "meeting": found, "theirs": theirs}
    context["crumbs"] = pages.crumbs(municipality)
    return page(request, "start_meetings/report.html", context, form)


@require_safe
@member_page(VIEW_MEETING)
def frozen_report(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """A report as it was made. 1 query beside the frame."""
    found = or_404(queries.report(request.membership, pk), _("Dit verslag bestaat niet."))
    return page(request, "start_meetings/frozen_report.html", pages.report_page(found))
