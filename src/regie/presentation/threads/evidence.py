"""What the rooms of evidence keep, told to the golden thread: deliveries, observations, findings,
analyses and lessons. Those rooms lie below this one, so this room announces for them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regie.evidence.analyses import queries as analyses
from regie.evidence.analyses.models import FrozenEdition, Included, SafetyAnalysis
from regie.evidence.findings import queries as findings
from regie.evidence.findings.models import Finding
from regie.evidence.findings.pages import names_for
from regie.evidence.findings.subjects import by_code
from regie.evidence.findings.telling import headline, told
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.queries import visible as deliveries
from regie.evidence.street_knowledge.models import Observation
from regie.evidence.street_knowledge.queries import visible as observations
from regie.evidence.wording import words
from regie.foundation.cycles.models import Lesson
from regie.foundation.records.threads import Kind, Node, Ref, Side, Viewer, add_kind, add_link
from regie.foundation.records.threads import through as pairs_of
from regie.learning.evaluation.models import EvaluationState
from regie.learning.evaluation.permissions import SEE_DRAFTS

DELIVERY, OBSERVATION, FINDING = "delivery", "observation", "finding"
ANALYSIS, LESSON = "analysis", "lesson"


def announce() -> None:
    """Called once, when the house starts."""
    for kind in KINDS:
        add_kind(kind)
    add_link(DELIVERY, FINDING, deliveries_under_findings)
    seen = Finding.observations.through.objects
    add_link(OBSERVATION, FINDING, pairs_of(seen, lower="observation_id", upper="finding_id"))
    add_link(FINDING, FINDING, pairs_of(Finding.objects, lower="pk", upper="merged_into_id"))
    chosen = Included.objects.all()
    add_link(FINDING, ANALYSIS, pairs_of(chosen, lower="finding_id", upper="analysis_id"))
    add_link(LESSON, ANALYSIS, lessons_in_analyses)


def _day(at: datetime | None) -> date | None:
    return localtime(at).date() if at else None


def _url(viewer: Viewer, route: str, pk: int) -> str:
    return reverse(route, args=[viewer.municipality.slug, pk])


# --- deliveries -----------------------------------------------------------------------------------


def _deliveries_seen(viewer: Viewer) -> QuerySet[Delivery]:
    return deliveries(viewer.municipality).order_by("-received_at", "-pk")


def _deliveries(viewer: Viewer, rows: Sequence[Delivery]) -> Iterator[Node]:
    for row in rows:
        name = row.dataset.title if row.dataset else row.file_name
        publisher = row.dataset.publisher if row.dataset else ""
        yield Node(
            Ref(DELIVERY, row.pk),
            name,
            publisher,
            row.vintage or _day(row.received_at),
            str(row.get_state_display()),
            _url(viewer, "sources:delivery", row.pk),
        )


# --- street knowledge -----------------------------------------------------------------------------


def _observations_seen(viewer: Viewer) -> QuerySet[Observation]:
    return observations(viewer).exclude(state="withdrawn")


def _observations(viewer: Viewer, rows: Sequence[Observation]) -> Iterator[Node]:
    for row in rows:
        yield Node(
            Ref(OBSERVATION, row.pk),
            row.title,
            row.reply or row.description,
            _day(row.made_at),
            str(row.get_state_display()),
            _url(viewer, "street_knowledge:detail", row.pk),
        )


# --- findings -------------------------------------------------------------------------------------


def _findings_seen(viewer: Viewer) -> QuerySet[Finding]:
    found = findings.seen_by(viewer).select_related("municipality")
    return found.order_by("-changed_at", "-pk")


def _findings(viewer: Viewer, rows: Sequence[Finding]) -> Iterator[Node]:
    names = names_for(rows, viewer.municipality)
    for row in rows:
        yield Node(
            Ref(FINDING, row.pk),
            headline(row, names),
            row.reason or " ".join(told(row, names)[:2]),
            _day(row.decided_at or row.made_at),
            str(row.get_state_display()),
            _url(viewer, "findings:finding", row.pk),
        )


def deliveries_under_findings(
    viewer: Viewer, side: Side, numbers: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Which deliveries the verdicts of this municipality rest on, candidates too. 1 query."""
    rows = Finding.objects.filter(municipality=viewer.municipality).order_by("pk")
    if side is Side.UPPER:
        rows = rows.filter(pk__in=numbers)
    wanted = set(numbers) if side is Side.LOWER else None
    for finding, under in rows.values_list("pk", "verdict__deliveries"):
        for delivery in under or ():
            if wanted is None or delivery in wanted:
                yield delivery, finding


def _find_findings(rows: QuerySet[Finding], asked: str) -> QuerySet[Finding]:
    """Also by the name of the indicator, which no column holds."""
    fits = asked.casefold()
    codes = [code for code, item in by_code().items() if fits in words.name(item).casefold()]
    own = Q(headline__icontains=asked) | Q(story__icontains=asked)
    return rows.filter(own | Q(indicator__in=codes))


# --- analyses and lessons -------------------------------------------------------------------------


def _analyses(viewer: Viewer, rows: Sequence[SafetyAnalysis]) -> Iterator[Node]:
    for row in rows:
        edition = getattr(row, "edition", None)
        yield Node(
            Ref(ANALYSIS, row.pk),
            row.title,
            _("Nummer %(n)s.") % {"n": row.number},
            _day(edition.published_at if edition else row.made_at),
            str(row.get_state_display()),
            _url(viewer, "analyses:show", row.pk),
        )


def _lessons_seen(viewer: Viewer) -> QuerySet[Lesson]:
    """What was learned; from an evaluation that is still a draft only for who sees that."""
    found = Lesson.objects.filter(municipality=viewer.municipality, withdrawn_at__isnull=True)
    if viewer.role not in SEE_DRAFTS:
        open_to_all = (EvaluationState.SHARED, EvaluationState.CONCLUDED)
        shown = Q(drawn__evaluation__state__in=open_to_all)
        found = found.filter(Q(drawn__isnull=True) | shown)
    return found.order_by("-made_at", "-pk")


def _lessons(viewer: Viewer, rows: Sequence[Lesson]) -> Iterator[Node]:
    for row in rows:
        kind = str(row.get_kind_display())
        yield Node(Ref(LESSON, row.pk), row.text, row.source, _day(row.made_at), kind)


def lessons_in_analyses(
    viewer: Viewer, side: Side, numbers: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Which lessons stand in which published analyses: an edition keeps their words. 2 queries."""
    town = viewer.municipality
    editions = FrozenEdition.objects.filter(analysis__municipality=town).order_by("pk")
    lessons = Lesson.objects.filter(municipality=town)
    if side is Side.LOWER:
        lessons = lessons.filter(pk__in=numbers)
    else:
        editions = editions.filter(analysis__in=numbers)
    by_words = {(row.kind, row.text): row.pk for row in lessons}
    for edition in editions:
        for item in analyses.content_of(edition)["lessons"]:
            known = by_words.get((item["kind"], item["text"]))
            if known is not None:
                yield known, edition.analysis_id


KINDS: tuple[Kind, ...] = (
    Kind(
        DELIVERY,
        gettext_lazy("levering"),
        gettext_lazy("leveringen"),
        10,
        _deliveries_seen,
        _deliveries,
        searched=("dataset__title", "dataset__table_id", "file_name"),
        icon="database",
    ),
    Kind(
        OBSERVATION,
        gettext_lazy("waarneming"),
        gettext_lazy("waarnemingen"),
        20,
        _observations_seen,
        _observations,
        searched=("title", "description"),
        icon="eye",
    ),
    Kind(
        FINDING,
        gettext_lazy("bevinding"),
        gettext_lazy("bevindingen"),
        30,
        _findings_seen,
        _findings,
        icon="search",
        find=_find_findings,
    ),
    Kind(
        ANALYSIS,
        gettext_lazy("veiligheidsanalyse"),
        gettext_lazy("veiligheidsanalyses"),
        35,
        analyses.seen_by,
        _analyses,
        searched=("title",),
        icon="report-analytics",
    ),
    Kind(
        LESSON,
        gettext_lazy("les"),
        gettext_lazy("lessen"),
        88,
        _lessons_seen,
        _lessons,
        searched=("text", "source"),
        icon="book",
    ),
)
