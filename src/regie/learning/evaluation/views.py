"""The pages of evaluations: the list, the work in parts, and what the council reads."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from regie.evidence.findings.acting import posted, said, who, with_seen
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.accounts.languages import spoken
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.services import CycleRefusedError
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.frozen import token
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.learning.evaluation import exports, figures, forms, pages, queries, rules, services
from regie.learning.evaluation.freezing import frozen
from regie.learning.evaluation.models import Evaluation, Goal
from regie.learning.evaluation.permissions import (
    EDIT_EVALUATION,
    GIVE_VIEW,
    SEE_DRAFTS,
    TAKE_STEP,
    VIEW_EVALUATIONS,
)
from regie.learning.evaluation.services import StaleError
from regie.learning.evaluation.taking import take_over_url
from regie.ui.answers import or_404, page

STALE = gettext_noop("Iemand anders sloeg intussen op. Uw tekst staat hier nog.")


def _found(request: MemberRequest, pk: int) -> Evaluation:
    return or_404(queries.evaluation(request.membership, pk), _("Deze evaluatie bestaat niet."))


def _goal(item: Evaluation, pk: int) -> Goal:
    return or_404(queries.goal_of(item, pk), _("Dit doel staat niet in de evaluatie."))


def _back(item: Evaluation, name: str = "show") -> HttpResponse:
    return redirect(f"evaluation:{name}", gemeente=item.municipality.slug, pk=item.pk)


# --- the list and one evaluation ------------------------------------------------------------------


@require_GET
@member_page(VIEW_EVALUATIONS)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every evaluation this member may see. 1 query."""
    return page(request, "evaluation/list.html", pages.list_page(request.membership))


@member_page(EDIT_EVALUATION)
def create(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Begin to look back at a plan."""
    cycles = list(PolicyCycle.objects.filter(municipality=municipality))
    light = bool(cycles) and cycles[0].variant == rules.LIGHT
    form = forms.CreateForm(posted(request), cycles, light)
    if form.is_bound and form.is_valid():
        try:
            made = services.create(municipality, **form.values(), **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            return _back(made)
    return page(
        request,
        "evaluation/create.html",
        {"form": form, "crumbs": pages.crumbs(municipality)},
        form,
    )


@require_GET
@member_page(VIEW_EVALUATIONS)
def show(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The work for who makes it, else what the council reads."""
    item = _found(request, pk)
    if getattr(item, "edition", None) is None and request.membership.role in SEE_DRAFTS:
        return page(request, "evaluation/work.html", pages.work_page(request.membership, item))
    return page(request, "evaluation/reading.html", pages.reading_page(request.membership, item))


@require_GET
@member_page(VIEW_EVALUATIONS)
def preview(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The evaluation as the council would read it now."""
    item = _found(request, pk)
    context = pages.reading_page(request.membership, item) | {"preview": True}
    return page(
        request, "evaluation/reading.html", context | {"crumbs": pages.crumbs(municipality, item)}
    )


# --- the parts ------------------------------------------------------------------------------------


@member_page(EDIT_EVALUATION)
def answers(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Answer the questions; two people at once both keep their text."""
    item = _found(request, pk)
    form = forms.AnswersForm(posted(request), item)
    theirs: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.answer(item, form.answers(), seen=seen, **who(request))
        except StaleError as stale:
            theirs = _theirs(form, stale)
            form.data = with_seen(request.POST, "seen", token(stale.current))
            form.add_error(None, _(STALE))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Opgeslagen."))
            return _back(item)
    context = {"item": item, "form": form, "theirs": theirs}
    return page(
        request,
        "evaluation/answers.html",
        context | {"crumbs": pages.crumbs(municipality, item)},
        form,
    )


def _theirs(form: Form, stale: StaleError) -> list[tuple[str, str]]:
    """What somebody else saved, where it differs from what was typed."""
    return [
        (str(form.fields[name].label), str(text))
        for name, text in stale.current.items()
        if name in form.fields and text and text != form.cleaned_data.get(name)
    ]


@require_GET
@member_page(VIEW_EVALUATIONS)
def goals(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The old goals in order, the verdict beside how others see it."""
    item = _found(request, pk)
    context = pages.work_page(request.membership, item)
    context |= {"crumbs": pages.crumbs(municipality, item), "take_url": take_over_url(item)}
    return page(request, "evaluation/goals.html", context)


@member_page(EDIT_EVALUATION)
def add_goal(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Put an old goal in."""
    item = _found(request, pk)
    form = forms.GoalForm(posted(request), figures.choices(municipality), None)
    if form.is_bound and form.is_valid():
        try:
            services.add_goal(item, form.values(), **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Het doel staat erin."))
            return _back(item, "goals")
    return _goal_page(request, item, form, None)


@member_page(EDIT_EVALUATION)
def goal(request: MemberRequest, municipality: Municipality, pk: int, goal: int) -> HttpResponse:
    """Say what came of an old goal; two people at once both keep their text."""
    item = _found(request, pk)
    found = _goal(item, goal)
    form = forms.GoalForm(posted(request), figures.choices(municipality), found)
    theirs: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        values = {**form.values(), "theme": found.theme}
        try:
            services.change_goal(found, values, seen=form.cleaned_data["seen"], **who(request))
        except StaleError as stale:
            theirs = _theirs(form, stale)
            form.data = with_seen(request.POST, "seen", token(stale.current))
            form.add_error(None, _(STALE))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Opgeslagen."))
            return _back(item, "goals")
    return _goal_page(request, item, form, found, theirs)


def _goal_page(
    request: MemberRequest,
    item: Evaluation,
    form: forms.GoalForm,
    found: Goal | None,
    theirs: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    town = item.municipality
    code = found.indicator if found else ""
    path = [*pages.crumbs(town, item), (_("Oude doelen"), pages.to("goals", town, pk=item.pk))]
    context = {
        "item": item,
        "goal": found,
        "form": form,
        "theirs": theirs or [],
        "known": figures.known(town, {code}).get(code) if code else None,
        "crumbs": path,
    }
    return page(request, "evaluation/goal.html", context, form)


@require_POST
@member_page(EDIT_EVALUATION)
def remove_goal(
    request: MemberRequest, municipality: Municipality, pk: int, goal: int
) -> HttpResponse:
    """Take an old goal out."""
    item = _found(request, pk)
    try:
        services.remove_goal(_goal(item, goal), **who(request))
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Het doel staat niet meer in de evaluatie."))
    return _back(item, "goals")


@require_GET
@member_page(VIEW_EVALUATIONS)
def views(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What everybody says about each goal, beside each other."""
    item = _found(request, pk)
    context = pages.reading_page(request.membership, item)
    return page(
        request, "evaluation/views.html", context | {"crumbs": pages.crumbs(municipality, item)}
    )


@member_page(GIVE_VIEW)
def mine(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Say how you see it yourself, all goals on one page."""
    item = _found(request, pk)
    own = queries.own_views(item, request.user.pk)
    form = forms.ViewForm(posted(request), queries.goals_of(item), own)
    if form.is_bound and form.is_valid():
        try:
            services.give_view(item, form.said(), membership=request.membership, actor=request.user)
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Dank u wel. Uw kijk staat bij de evaluatie."))
            return _back(item, "views")
    refused = services.why_no_view(item, request.membership)
    context = {"item": item, "form": form, "refused": _(refused) if refused else ""}
    return page(
        request,
        "evaluation/mine.html",
        context | {"crumbs": pages.crumbs(municipality, item)},
        form,
    )


@member_page(EDIT_EVALUATION)
def lessons(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Write down what was learned, or take a lesson back."""
    item = _found(request, pk)
    known, goals_here = queries.lessons_of(item), queries.goals_of(item)
    asked = request.POST.get("do", "")
    form = forms.LessonForm(request.POST if asked == "add" else None, goals_here)
    if asked and (asked != "add" or form.is_valid()):
        try:
            _change_lesson(request, item, asked, form)
        except (RefusedError, CycleRefusedError) as refusal:
            messages.error(request, said(refusal))
        return _back(item, "lessons")
    context = {"item": item, "lesson": form, "drawn": known}
    return page(
        request,
        "evaluation/lessons.html",
        context | {"crumbs": pages.crumbs(municipality, item)},
        form,
    )


def _change_lesson(
    request: MemberRequest, item: Evaluation, asked: str, form: forms.LessonForm
) -> None:
    if asked == "add":
        told = form.cleaned_data
        chosen = queries.goal_of(item, int(told["goal"])) if told["goal"] else None
        words = {name: told[name] for name in ("kind", "source")}
        services.learn(item, told["text"], goal=chosen, **words, **who(request))
        messages.success(request, _("De les staat in de beleidscyclus."))
        return
    chosen_pk = request.POST.get("lesson", "")
    found = next((d for d in queries.lessons_of(item) if str(d.lesson_id) == chosen_pk), None)
    if found is not None:
        why = request.POST.get("why", "")
        services.unlearn(item, found.lesson, why=why, **who(request))
        messages.success(request, _("De les is ingetrokken."))


@require_POST
@member_page(TAKE_STEP)
def step(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Share it, take it back, conclude or withdraw it: what the button says."""
    item = _found(request, pk)
    wanted, reason = request.POST.get("step", ""), request.POST.get("reason", "")
    try:
        if wanted == "conclude":
            services.conclude(item, reason=reason, **who(request))
        elif wanted == "withdraw":
            services.withdraw(item, reason=reason, **who(request))
        else:
            services.hand_over(item, wanted, **who(request))
    except (RefusedError, StepRefusedError) as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Dat is gedaan."))
    return _back(item)


@require_GET
@member_page(VIEW_EVALUATIONS)
def data(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The old goals with every view, and the lessons, as CSV."""
    item = _found(request, pk)
    edition = getattr(item, "edition", None)
    content = queries.content_of(edition) if edition else frozen(item)
    response = HttpResponse(exports.as_csv(content, spoken()), content_type="text/csv")
    name = f"evaluatie-{municipality.slug}-{item.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
