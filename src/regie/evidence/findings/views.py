"""The pages of findings: the list, one finding, and deciding about it."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from regie.evidence.findings import beside, forms, pages, queries, services, telling
from regie.evidence.findings.acting import posted, said, who, with_seen
from regie.evidence.findings.detail import STEPS, finding_page
from regie.evidence.findings.models import Finding
from regie.evidence.findings.permissions import DECIDE_FINDINGS, VIEW_FINDINGS
from regie.evidence.sources.queries import one_look
from regie.evidence.street_knowledge.subjects import theme_choices
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.ui.answers import or_404


def _found(request: MemberRequest, pk: int) -> Finding:
    return or_404(queries.finding(request.membership, pk), _("Deze bevinding bestaat niet."))


# --- looking --------------------------------------------------------------------------------------


@require_GET
@member_page(VIEW_FINDINGS)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """The findings by field and theme, with what residents and the street say beside them."""
    return _list(request, forms.ReasonForm())


def _list(request: MemberRequest, form: forms.ReasonForm) -> HttpResponse:
    asked = request.GET
    names = {"state": "stand", "field": "veld", "kind": "soort"}
    chosen = {name: asked.get(dutch, "") for name, dutch in names.items()}
    context = pages.list_page(request.membership, chosen, asked.get("pagina", "1"))
    context["form"] = form
    status = 422 if form.errors else 200
    return render(request, "findings/list.html", context, status=status)


@require_GET
@member_page(VIEW_FINDINGS)
@one_look()
def finding(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One finding with its figures, its story and what was decided."""
    context = finding_page(request.membership, _found(request, pk))
    return render(request, "findings/finding.html", context)


# --- deciding -------------------------------------------------------------------------------------


@require_POST
@member_page(DECIDE_FINDINGS)
def refresh(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Propose what the verdicts say now."""
    report = services.refresh_candidates(municipality, actor=request.user)
    new = len(report.created) + len(report.returned)
    told = ngettext("%(n)s nieuwe kandidaat.", "%(n)s nieuwe kandidaten.", new) % {"n": new}
    messages.success(request, told if any(vars(report).values()) else _("Alles was al bijgewerkt."))
    return redirect("findings:list", gemeente=municipality.slug)


@require_POST
@member_page(DECIDE_FINDINGS)
def accept_numbers(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Let every finding of which only the numbers changed rest on the newest ones."""
    n = services.accept_numbers(municipality, **who(request))
    told = ngettext("%(n)s bevinding bijgewerkt.", "%(n)s bevindingen bijgewerkt.", n) % {"n": n}
    messages.success(request, told)
    return redirect("findings:list", gemeente=municipality.slug)


@require_POST
@member_page(DECIDE_FINDINGS)
def reject_many(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Reject the candidates that were ticked, for one reason."""
    form = forms.ReasonForm(request.POST)
    chosen = [int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal()]
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            n = services.reject_many(municipality, chosen, reason=reason, **who(request))
        except (RefusedError, StepRefusedError) as refusal:
            form.add_error(None, said(refusal))
        else:
            told = ngettext("%(n)s bevinding afgewezen.", "%(n)s bevindingen afgewezen.", n)
            messages.success(request, told % {"n": n})
            return redirect("findings:list", gemeente=municipality.slug)
    return _list(request, form)


def _asking(
    data: QueryDict | None, step: str, item: Finding, municipality: Municipality
) -> django_forms.Form:
    """The question that belongs to a step."""
    if step == "confirm":
        return forms.ConfirmForm(data)
    if step == "unmerge":
        return django_forms.Form(data)
    if step != "merge":
        return forms.ReasonForm(data)
    targets = queries.merge_targets(item)
    names = pages.names_for(targets, municipality)
    return forms.MergeForm(data, [(str(t.pk), telling.headline(t, names)) for t in targets])


@member_page(DECIDE_FINDINGS)
def decide(request: MemberRequest, municipality: Municipality, pk: int, slug: str) -> HttpResponse:
    """One decision: the question first, then what was answered."""
    item = _found(request, pk)
    step = or_404({**STEPS, "overnemen": "accept"}.get(slug), _("Deze stap bestaat niet."))
    form = _asking(posted(request), step, item, municipality)
    if form.is_bound and form.is_valid():
        try:
            _take(request, item, step, form.cleaned_data)
        except (RefusedError, StepRefusedError) as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("findings:finding", gemeente=municipality.slug, pk=item.pk)
    return _form(request, item, form, "findings/decide.html", {"step": step})


def _take(request: MemberRequest, item: Finding, step: str, asked: dict[str, Any]) -> None:
    me = who(request)
    if step == "confirm":
        services.confirm(item, confidence=asked["confidence"], **me)
    elif step == "merge":
        into = _found(request, int(asked["into"]))
        services.merge(item, into, reason=asked["reason"], **me)
    elif step == "unmerge":
        services.unmerge(item, **me)
    else:
        verb = {
            "reject": services.reject,
            "reopen": services.reopen,
            "accept": services.accept_news,
        }[step]
        verb(item, reason=asked["reason"], **me)


def _form(
    request: MemberRequest,
    item: Finding,
    form: django_forms.Form,
    template: str,
    more: dict[str, Any],
) -> HttpResponse:
    town = request.membership.municipality
    title = telling.headline(item, pages.names_for([item], town))
    here = pages.to("finding", town, pk=item.pk)
    path = pages.crumbs(town, (_("Bevindingen"), pages.to("list", town)), (title, here))
    context = {"form": form, "finding": item, "title": title, "crumbs": path, "back": here}
    status = 422 if form.errors else 200
    return render(request, template, context | more, status=status)


# --- writing --------------------------------------------------------------------------------------


@member_page(DECIDE_FINDINGS)
def add(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """A finding that no figure proposes."""
    form = forms.OwnForm(posted(request), Finding(), theme_choices(municipality))
    if form.is_bound and form.is_valid():
        try:
            made = services.add_own(municipality, form.story_of(), **who(request))
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("De bevinding is opgeslagen."))
            return redirect("findings:finding", gemeente=municipality.slug, pk=made.pk)
    path = pages.crumbs(municipality, (_("Bevindingen"), pages.to("list", municipality)))
    status = 422 if form.errors else 200
    return render(request, "findings/add.html", {"form": form, "crumbs": path}, status=status)


@member_page(DECIDE_FINDINGS)
def story(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Write the story behind the figures; two people at once both keep their text."""
    item = _found(request, pk)
    form = forms.StoryForm(posted(request), item, theme_choices(municipality))
    theirs = None
    if form.is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            services.write_story(item, form.story_of(), version=version, **who(request))
        except services.StaleError as stale:
            theirs = stale.current
            form.add_error(None, _("Iemand anders sloeg intussen op. Uw tekst staat hier nog."))
            form.data = with_seen(request.POST, "version", theirs.version)
        except RefusedError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Het verhaal is opgeslagen."))
            return redirect("findings:finding", gemeente=municipality.slug, pk=item.pk)
    return _form(request, item, form, "findings/story.html", {"theirs": theirs})


@member_page(DECIDE_FINDINGS)
def observations(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Which street knowledge belongs to this finding."""
    item = _found(request, pk)
    rows = {str(row.pk): row for row in beside.usable(request.membership)}
    ordered = sorted(rows.values(), key=lambda row: (row.theme != item.theme, row.pk))
    linked = [str(pk) for pk in item.observations.values_list("pk", flat=True)]
    form = forms.LinkForm(posted(request), [(str(r.pk), r.title) for r in ordered], linked)
    if form.is_bound and form.is_valid():
        chosen = [rows[key] for key in form.cleaned_data["observations"]]
        services.link(item, chosen, **who(request))
        messages.success(request, _("De straatkennis bij deze bevinding is opgeslagen."))
        return redirect("findings:finding", gemeente=municipality.slug, pk=item.pk)
    return _form(request, item, form, "findings/observations.html", {"any": bool(rows)})
