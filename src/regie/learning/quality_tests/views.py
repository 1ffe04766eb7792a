"""The pages of the quality test: versions, a test in sections, the plan as it was tested."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_POST

from regie.evidence.findings.acting import posted, said, who, with_seen
from regie.foundation.access.guards import MemberRequest, member_page
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.learning.quality_tests import (
    forms,
    pages,
    places,
    queries,
    services,
    text,
    words,
    workflow,
)
from regie.learning.quality_tests.models import PlanTest
from regie.learning.quality_tests.permissions import PREVIEW, TEST_PLAN, VIEW_TESTS
from regie.learning.quality_tests.services import AnswersError, StaleError
from regie.planning.plan_decisions.freezing import content_of as content_now
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.queries import content_of
from regie.planning.plans.queries import current_plan
from regie.ui.answers import page

STALE = gettext_noop("Dit onderdeel is intussen opgeslagen. Uw woorden staan hier nog.")


def _edition(request: MemberRequest, pk: int) -> PlanEdition:
    found = queries.edition(request.membership, pk)
    if found is None:
        raise Http404(_("Deze versie van het plan bestaat niet."))
    return found


def _test(request: MemberRequest, pk: int) -> PlanTest:
    found = queries.test_of(request.membership, pk)
    if found is None:
        raise Http404(_("Deze toets bestaat niet."))
    return found


def _to(name: str, municipality: Municipality, **more: object) -> HttpResponse:
    return redirect(pages.to(name, municipality, **more))


@require_GET
@member_page(VIEW_TESTS)
def overview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """Every version this member may test. 3 queries."""
    draft = current_plan(municipality) is not None
    context = pages.list_page(request.membership, draft=draft)
    return page(request, "quality_tests/list.html", context)


@require_GET
@member_page(VIEW_TESTS)
def version(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What Regie and every tester say of a version."""
    context = pages.version_page(request.membership, _edition(request, pk))
    return page(request, "quality_tests/version.html", context)


@require_GET
@member_page(VIEW_TESTS)
def plan_text(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The plan as it was in this version, so that evidence can be pointed at."""
    edition = _edition(request, pk)
    context = text.text_page(content_of(edition)) | {
        "edition": edition,
        "name": pages.version_name(edition),
        "crumbs": pages.crumbs(municipality, edition),
    }
    return page(request, "quality_tests/text.html", context)


@require_GET
@member_page(PREVIEW)
def preview(request: MemberRequest, municipality: Municipality) -> HttpResponse:
    """What the machine says of the plan as it is now; clearly no test."""
    plan = current_plan(municipality)
    if plan is None:
        return page(
            request,
            "quality_tests/preview.html",
            {"sections": [], "crumbs": pages.crumbs(municipality)},
        )
    context = pages.preview_page(content_now(plan), municipality)
    return page(request, "quality_tests/preview.html", context)


# --- testing --------------------------------------------------------------------------------------


@require_POST
@member_page(TEST_PLAN)
def begin(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Begin to test a version."""
    edition = _edition(request, pk)
    try:
        made = services.begin(edition, membership=request.membership, actor=request.user)
    except RefusedError as refusal:
        messages.error(request, said(refusal))
        return _to("version", municipality, pk=pk)
    return _to("test", municipality, pk=made.pk)


@require_GET
@member_page(VIEW_TESTS)
def test(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The work for its tester, else what came out of it."""
    found = _test(request, pk)
    if found.state == workflow.OPEN:
        context = pages.work_page(request.membership, found)
        return page(request, "quality_tests/work.html", context)
    context = pages.result_page(request.membership, found, found.result)
    return page(request, "quality_tests/result.html", context)


@member_page(TEST_PLAN)
def section(
    request: MemberRequest, municipality: Municipality, pk: int, section: int
) -> HttpResponse:
    """Answer the items of one section."""
    found, shown = _test(request, pk), words.section(section)
    if shown is None:
        raise Http404(_("Dit onderdeel van de toets bestaat niet."))
    if found.state != workflow.OPEN:
        return _to("test", municipality, pk=pk)
    answers = queries.answers_of(found)
    named = places.named(content_of(found.edition))
    form = forms.SectionForm(posted(request), shown, answers, named)
    if form.is_bound and form.is_valid() and _saved(request, found, form):
        messages.success(request, _("Opgeslagen."))
        following = section + 1 if words.section(section + 1) else None
        if following:
            return _to("section", municipality, pk=pk, section=following)
        return _to("test", municipality, pk=pk)
    context = pages.section_page(request.membership, found, shown)
    asked = [(each, context["beside"][each.item.code]) for each in form.asked()]
    return page(
        request, "quality_tests/section.html", context | {"form": form, "asked": asked}, form
    )


def _saved(request: MemberRequest, found: PlanTest, form: forms.SectionForm) -> bool:
    number, seen = form.section.number, form.cleaned_data["seen"]
    try:
        services.answer(found, number, form.given(), seen=seen, actor=request.user)
    except StaleError:
        now = services.token_of(queries.answers_of(found), number)
        form.data = with_seen(request.POST, "seen", now)
        form.add_error(None, _(STALE))
    except AnswersError as error:
        form.refuse(error.refusals)
    except RefusedError as refusal:
        form.add_error(None, said(refusal))
    else:
        return True
    return False


@require_POST
@member_page(TEST_PLAN)
def take_over(
    request: MemberRequest, municipality: Municipality, pk: int, section: int
) -> HttpResponse:
    """Answer what is open in a section with what Regie found."""
    found = _test(request, pk)
    if words.section(section) is None:
        raise Http404(_("Dit onderdeel van de toets bestaat niet."))
    try:
        n = services.take_over(found, section, actor=request.user)
    except RefusedError as refusal:
        messages.error(request, said(refusal))
    else:
        told = ngettext("%(n)s antwoord overgenomen.", "%(n)s antwoorden overgenomen.", n)
        messages.success(request, told % {"n": n})
    return _to("section", municipality, pk=pk, section=section)


@require_POST
@member_page(TEST_PLAN)
def step(request: MemberRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Finish a test, or stop it."""
    found = _test(request, pk)
    stopping = request.POST.get("step") == "stop"
    try:
        if stopping:
            services.stop(found, **who(request))
        else:
            services.finish(found, **who(request))
    except (RefusedError, StepRefusedError) as refusal:
        messages.error(request, said(refusal))
        return _to("test", municipality, pk=pk)
    messages.success(request, _("De toets is gestopt.") if stopping else _("Uw toets ligt vast."))
    if stopping:
        return _to("version", municipality, pk=found.edition_id)
    return _to("test", municipality, pk=pk)
