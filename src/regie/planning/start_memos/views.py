"""The pages of the start memo: one question at a time, decisions, and reading with remarks."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regie.evidence.findings.acting import posted, said, with_seen
from regie.foundation.access.guards import MemberRequest, acting, member_page
from regie.foundation.access.queries import decision
from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.planning.start_memos import pages, queries, rules, services
from regie.planning.start_memos.forms import (
    AnswerForm,
    CouncilForm,
    DecisionForm,
    RemarkForm,
    ReplyForm,
)
from regie.planning.start_memos.models import Remark, StartMemo
from regie.planning.start_memos.permissions import (
    RECORD_COUNCIL,
    REMARK,
    REPLY,
    SEE_DRAFTS,
    TAKE_STEP,
    VIEW_MEMO,
    WRITE_MEMO,
)
from regie.planning.start_memos.suggestions import suggestion
from regie.policy.start_memo import START_MEMO, QuestionItem
from regie.ui.answers import or_404, page

REFUSALS = (RefusedError, StepRefusedError)


def _found(municipality: Municipality) -> StartMemo:
    """The memo of the current cycle; 404 when it was not begun. 2 queries."""
    cycle = current_cycle(municipality)
    return or_404(queries.memo_of(cycle) if cycle else None, _("Er is nog geen startnotitie."))


def _blank(code: str, text: str) -> Form:
    return RemarkForm(None, code, text)


def _home(municipality: Municipality) -> HttpResponse:
    return redirect("start_memos:memo", gemeente=municipality.slug)


# --- the memo and its questions -------------------------------------------------------------------


@require_safe
@member_page(VIEW_MEMO)
def memo(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The desk for who writes and decides, the text for all others. At most 11 queries."""
    cycle = current_cycle(municipality)
    found = queries.memo_of(cycle) if cycle else None
    member = request.membership
    if found is None:
        may_write = decision(WRITE_MEMO, role=member.role)
        path = pages.crumbs(municipality, room=False)
        return page(
            request,
            "start_memos/empty.html",
            {"cycle": cycle, "may_write": may_write, "crumbs": path},
        )
    if member.role in SEE_DRAFTS:
        return page(request, "start_memos/desk.html", pages.desk(member, found))
    return page(request, "start_memos/reading.html", pages.reading(member, found, _blank))


@require_POST
@member_page(WRITE_MEMO)
def create(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Begin the memo of the current cycle."""
    cycle = current_cycle(municipality)
    if cycle is None:
        messages.error(request, _("Start eerst een beleidscyclus."))
    else:
        services.create(cycle, **acting(request))
    return _home(municipality)


@member_page(WRITE_MEMO)
def question(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """Answer one question; two people at once both keep their text. At most 9 queries."""
    found = _found(municipality)
    items = queries.questions_of(found)
    item = or_404(
        next((each for each in items if each.code == slug), None), _("Deze vraag bestaat niet.")
    )
    answers = queries.answers_of(found)
    first = suggestion(item.suggestion, found.cycle)
    wanted = first if request.GET.get("voorstel") else ""
    form = AnswerForm(posted(request), item, answers.current.get(slug), text=wanted)
    theirs = None
    if form.is_bound and form.is_valid():
        try:
            saved = _save(request, found, item, form)
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            if saved.theirs is None:
                return _next(request, municipality, items, slug)
            theirs = saved.theirs
            form.data = with_seen(request.POST, "seen", theirs.number)
            form.add_error(None, _("Iemand anders sloeg intussen op. Beide teksten zijn bewaard."))
    context = {
        **_about(item),
        **pages.standing(item, answers.current.get(slug)),
        "memo": found,
        "form": form,
        "theirs": theirs,
        "beside": answers.beside.get(slug, []),
        "suggestion": first,
        "versions": queries.versions(found, slug),
        "crumbs": pages.crumbs(municipality),
        "place": items.index(item) + 1,
        "total": len(items),
        "closed": _closed(found),
    }
    return page(request, "start_memos/question.html", context, form)


def _save(
    request: MemberRequest, found: StartMemo, item: QuestionItem, form: AnswerForm
) -> services.Saved:
    words = form.cleaned_data
    return services.write(
        found,
        item.code,
        words["text"],
        words.get("choice", ""),
        seen=words["seen"],
        **acting(request),
    )


def _closed(found: StartMemo) -> str:
    sentence = rules.writing_refusal(found.state)
    return _(sentence) if sentence else ""


def _about(item: QuestionItem) -> dict[str, str]:
    return {
        "name": chosen(item.name, item.name_en),
        "asked": chosen(item.question, item.question_en),
        "help": chosen(item.help, item.help_en),
        "example": chosen(item.example, item.example_en),
        "source": item.source,
    }


def _next(
    request: MemberRequest, municipality: Municipality, items: tuple[QuestionItem, ...], slug: str
) -> HttpResponse:
    """The next question, or the whole memo after the last."""
    messages.success(request, _("Bewaard."))
    codes = [item.code for item in items]
    after = codes[codes.index(slug) + 1 :]
    if request.POST.get("then") == "next" and after:
        return redirect("start_memos:question", gemeente=municipality.slug, slug=after[0])
    return _home(municipality)


# --- the way to executive and council -------------------------------------------------------------


@require_POST
@member_page(TAKE_STEP)
def step(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Send it to the executive, or take it back with a reason."""
    found, who = _found(municipality), acting(request)
    try:
        if request.POST.get("step") == "return":
            services.give_back(found, request.POST.get("reason", ""), **who)
            messages.success(request, _("De startnotitie is weer een concept."))
        else:
            services.send(found, **who)
            messages.success(request, _("De startnotitie ligt nu bij het college."))
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
    return _home(municipality)


@member_page(TAKE_STEP)
def executive(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write down that the executive puts it to the council."""
    found, form = _found(municipality), DecisionForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            services.put(found, **form.cleaned_data, **acting(request))
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("De startnotitie ligt nu bij de raad."))
            return _home(municipality)
    return page(request, "start_memos/executive.html", _decision(request, found, form, "put"), form)


@member_page(RECORD_COUNCIL)
def council(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Write down what the council decided and answered. At most 6 queries."""
    found = _found(municipality)
    items = [item for item in queries.questions_of(found) if item.choices]
    answers = queries.answers_of(found).current
    proposed = {code: row.choice for code, row in answers.items()}
    form = CouncilForm(posted(request), items, proposed)
    if form.is_bound and form.is_valid():
        words = form.cleaned_data
        try:
            services.record_council(
                found,
                words["outcome"],
                day=words["day"],
                number=words["number"],
                answers=form.answers(),
                **acting(request),
            )
        except REFUSALS as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Het besluit van de raad is vastgelegd."))
            return _home(municipality)
    return page(
        request, "start_memos/council.html", _decision(request, found, form, "council"), form
    )


def _decision(
    request: MemberRequest, found: StartMemo, form: DecisionForm, name: str
) -> dict[str, Any]:
    known = pages.buttons(request.membership, found)
    button = next((each for each in known if each["name"] == name), None)
    refused = button["refused"] if button else _("Deze stap past niet bij de huidige stand.")
    return {
        "memo": found,
        "form": form,
        "crumbs": pages.crumbs(found.municipality),
        "refused": refused,
        "stands_in": button is not None and button["stands_in"],
    }


# --- reading, remarks, replies --------------------------------------------------------------------


@require_safe
@member_page(VIEW_MEMO)
def read(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The text that lies at the council. At most 6 queries."""
    return page(
        request,
        "start_memos/reading.html",
        pages.reading(request.membership, _found(municipality), _blank),
    )


@require_POST
@member_page(REMARK)
def remark(request: MemberRequest, municipality: Municipality, slug: str) -> HttpResponse:
    """Say something about one question."""
    found, form = _found(municipality), RemarkForm(request.POST, slug)
    if form.is_valid():
        try:
            services.remark(found, slug, form.cleaned_data["text"], **acting(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Dank u wel. Uw reactie is binnen."))
            return redirect(f"{pages.to('read', municipality)}#{slug}")
    return page(
        request,
        "start_memos/reading.html",
        pages.reading(request.membership, found, _blank, (slug, form)),
        form,
    )


@member_page(REPLY)
def reply(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Say what was done with a remark."""
    rows = Remark.objects.select_related("memo__municipality", "memo__cycle", "made_by")
    row = get_object_or_404(rows, pk=pk, memo__municipality=municipality)
    last = row.replies.last()
    form = ReplyForm(
        posted(request), {"outcome": last.outcome, "text": last.text} if last else None
    )
    if form.is_bound and form.is_valid():
        try:
            services.reply(
                row, form.cleaned_data["outcome"], form.cleaned_data["text"], **acting(request)
            )
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Uw antwoord staat bij de reactie."))
            return redirect(f"{pages.to('read', municipality)}#{row.question}")
    item = START_MEMO().question(row.question)
    context = {
        "row": row,
        "form": form,
        "name": chosen(item.name, item.name_en) if item else row.question,
        "crumbs": pages.crumbs(municipality),
    }
    return page(request, "start_memos/reply.html", context, form)


@require_safe
@member_page(VIEW_MEMO)
def edition(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """An edition as it was decided about. 1 query beside the frame."""
    found = or_404(queries.edition(request.membership, pk), _("Deze uitgave bestaat niet."))
    return page(request, "start_memos/edition.html", pages.edition_page(request.membership, found))
