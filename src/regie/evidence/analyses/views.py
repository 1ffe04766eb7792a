"""The pages of safety analyses: the list, a draft in parts, and the edition that was published."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regie.evidence.analyses import checking, exports, forms, pages, queries, services
from regie.evidence.analyses.freezing import frozen
from regie.evidence.analyses.models import FrozenEdition, SafetyAnalysis
from regie.evidence.analyses.permissions import EDIT_ANALYSIS, VIEW_ANALYSES, VIEW_DRAFT
from regie.evidence.analyses.services import StaleError, token_of
from regie.evidence.findings.acting import posted, said, who, with_seen, words_field
from regie.evidence.sources.queries import one_look
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.accounts.languages import spoken
from regie.foundation.cycles.queries import current_cycle, lessons
from regie.foundation.cycles.services import CycleRefusedError, add_lesson, withdraw_lesson
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import parsed
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.ui.answers import UNPROCESSABLE, or_404, page


def _found(request: MemberRequest, pk: int) -> SafetyAnalysis:
    return or_404(queries.analysis(request.membership, pk), _("Deze analyse bestaat niet."))


def _edition(request: MemberRequest, pk: int) -> FrozenEdition:
    return or_404(queries.edition(request.membership, pk), _("Deze analyse is niet gepubliceerd."))


# --- the list and one analysis --------------------------------------------------------------------


@require_GET
@member_page(VIEW_ANALYSES)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every analysis this member may see."""
    return page(request, "analyses/list.html", pages.list_page(request.membership))


@member_page(EDIT_ANALYSIS)
def create(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Begin an analysis."""
    example = _("Bijvoorbeeld: Veiligheidsanalyse 2027–2030.")
    title = words_field(_("Titel"), longest=160, help_text=example)
    form = forms.WordsForm(posted(request), title)
    if form.is_bound and form.is_valid():
        try:
            made = services.create(municipality, form.cleaned_data["text"], **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            return redirect("analyses:scope", gemeente=municipality.slug, pk=made.pk)
    return page(
        request, "analyses/create.html", {"form": form, "crumbs": pages.crumbs(municipality)}, form
    )


@member_page(VIEW_ANALYSES)
def show(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """An edition for who reads it, a draft for who works on it."""
    item = _found(request, pk)
    edition = getattr(item, "edition", None)
    if edition is not None:
        context = pages.edition_page(request.membership, item, edition)
        return page(request, "analyses/edition.html", context)
    form = forms.WordsForm(posted(request), words_field(_("Uw opmerking"), longest=1000, rows=3))
    if form.is_bound and form.is_valid():
        try:
            services.remark(item, form.cleaned_data["text"], **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Uw opmerking staat erbij."))
            return redirect("analyses:show", gemeente=municipality.slug, pk=pk)
    context = pages.draft_page(request.membership, item) | {"form": form}
    return page(request, "analyses/draft.html", context, form)


# --- the parts of a draft -------------------------------------------------------------------------


def _edit(
    request: MemberRequest, pk: int, kind: type[forms.PartForm], more: dict[str, Any] | None = None
) -> HttpResponse:
    """Write one part; two people at once both keep their text."""
    item = _found(request, pk)
    form = kind(posted(request), item)
    theirs: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            form.save(item, **who(request))
        except StaleError as stale:
            theirs = _theirs(form, kind(None, stale.current))
            form.data = with_seen(request.POST, "seen", token_of(stale.current, *kind.columns))
            form.add_error(None, _("Iemand anders sloeg intussen op. Uw tekst staat hier nog."))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("analyses:show", gemeente=item.municipality.slug, pk=pk)
    return _part(request, item, form, {"theirs": theirs, **(more or {})})


def _part(
    request: MemberRequest, item: SafetyAnalysis, form: forms.PartForm, more: dict[str, Any]
) -> HttpResponse:
    path = pages.crumbs(item.municipality, item)
    return page(
        request,
        f"analyses/{form.template}.html",
        {"item": item, "form": form, "crumbs": path, **more},
        form,
    )


def _theirs(mine: forms.PartForm, theirs: forms.PartForm) -> list[tuple[str, str]]:
    """What somebody else saved, where it differs from what was typed."""
    values = {
        n: theirs.get_initial_for_field(f, n) for n, f in theirs.fields.items() if n != "seen"
    }
    return [
        (str(theirs.fields[name].label), str(text))
        for name, text in values.items()
        if text and text != mine.cleaned_data.get(name)
    ]


@member_page(EDIT_ANALYSIS)
def scope(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What the analysis is about, and what not."""
    return _edit(request, pk, forms.ScopeForm)


@member_page(EDIT_ANALYSIS)
def lessons_page(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The evaluation and the lessons of the previous period."""
    asked = request.POST.get("do", "")
    form = forms.LessonForm(request.POST if asked == "add" else None)
    known = {"lessons": lessons(municipality), "lesson": form}
    if asked not in {"add", "withdraw"}:
        return _edit(request, pk, forms.EvaluationForm, known)
    item = _found(request, pk)
    if asked == "add" and not form.is_valid():
        again = _part(request, item, forms.EvaluationForm(None, item), known)
        again.status_code = UNPROCESSABLE
        return again
    try:
        _change_lesson(request, municipality, asked, form)
    except CycleRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("analyses:lessons", gemeente=municipality.slug, pk=pk)


def _change_lesson(
    request: MemberRequest, municipality: Municipality, asked: str, form: forms.LessonForm
) -> None:
    if asked == "add":
        cycle = current_cycle(municipality)
        add_lesson(municipality, cycle=cycle, actor=request.user, **form.cleaned_data)
        return
    chosen = request.POST.get("lesson", "")
    found = next((x for x in lessons(municipality) if str(x.pk) == chosen), None)
    if found is not None:
        withdraw_lesson(found, why=request.POST.get("why", ""), actor=request.user)


@member_page(EDIT_ANALYSIS)
def findings(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Which findings stand in it, and in which order."""
    item = _found(request, pk)
    if request.method == "POST":
        try:
            services.choose_findings(item, _chosen(request.POST), **who(request))
        except RefusedError as refusal:
            messages.error(request, said(refusal))
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("analyses:show", gemeente=municipality.slug, pk=pk)
    path = pages.crumbs(municipality, item)
    return page(
        request,
        "analyses/findings.html",
        {"item": item, "crumbs": path} | pages.findings_page(item),
    )


def _chosen(posted: QueryDict) -> list[int]:
    """The ticked findings in the order of the numbers beside them."""

    def place(pk: int) -> float:
        text = posted.get(f"place-{pk}", "")
        return float(text) if text.isdecimal() else float("inf")

    return sorted((int(pk) for pk in posted.getlist("chosen") if pk.isdecimal()), key=place)


@member_page(EDIT_ANALYSIS)
def story(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The story of the analysis."""
    return _edit(request, pk, forms.StoryForm)


@require_GET
@member_page(VIEW_DRAFT)
@one_look()
def preview(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The draft as it would be published now."""
    item = _found(request, pk)
    path = pages.crumbs(municipality, item)
    context = {"item": item, "crumbs": path, "html": pages.html_of(frozen(item), spoken())}
    return page(request, "analyses/preview.html", context)


@require_POST
@member_page(VIEW_DRAFT)
def step(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Hand it round, publish it or take it back: what the button says."""
    item = _found(request, pk)
    wanted = request.POST.get("step", "")
    try:
        if wanted == "publish":
            services.publish(item, **who(request))
        elif wanted == "withdraw":
            reason = request.POST.get("reason", "")
            services.withdraw(item, reason=reason, **who(request))
        else:
            services.hand_over(item, wanted, **who(request))
    except (RefusedError, StepRefusedError) as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Dat is gedaan."))
    return redirect("analyses:show", gemeente=municipality.slug, pk=pk)


# --- an edition -----------------------------------------------------------------------------------


@member_page(VIEW_ANALYSES)
def verify(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Calculate it again from what it rested on, when somebody asks for it."""
    edition = _edition(request, pk)
    context: dict[str, Any] = {"crumbs": pages.crumbs(municipality, edition.analysis)}
    if request.method == "POST":
        try:
            context["outcome"] = checking.verify(edition)
        except LookupError:
            context["gone"] = True
    return page(request, "analyses/verify.html", context)


@require_GET
@member_page(VIEW_ANALYSES)
def data(request: MemberRequest, municipality: Municipality, pk: int, slug: str) -> HttpResponse:
    """The edition as it is stored, to the last letter, or with its tables as CSV in a ZIP."""
    edition = _edition(request, pk)
    if slug not in {"json", "zip"}:
        raise Http404(_("Dit bestand bestaat niet."))
    text = edition.content
    content = text.encode() if slug == "json" else exports.archive(parsed(text), text)
    response = HttpResponse(content, content_type=f"application/{slug}")
    name = f"veiligheidsanalyse-{municipality.slug}-{edition.analysis.number}.{slug}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
