"""What this room tells to the golden thread: evaluations, old goals, and the lessons from them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regie.foundation.records.threads import (
    Kind,
    Node,
    Orphan,
    Ref,
    Viewer,
    add_kind,
    add_link,
    add_orphan,
    through,
)
from regie.learning.evaluation import words
from regie.learning.evaluation.models import Drawn, Evaluation, Goal
from regie.learning.evaluation.queries import seen_by


def announce() -> None:
    """Called once, when the house starts."""
    add_kind(
        Kind(
            "evaluation",
            _("evaluatie"),
            _("evaluaties"),
            order=86,
            seen=seen_by,
            tell=_evaluations,
            searched=("plan",),
            icon="history",
        )
    )
    add_kind(
        Kind(
            "old_goal",
            _("oud doel"),
            _("oude doelen"),
            order=84,
            seen=_goals_seen,
            tell=_goals,
            searched=("name", "promised", "reason"),
            icon="target",
        )
    )
    add_link("old_goal", "evaluation", through(Goal.objects, lower="pk", upper="evaluation_id"))
    add_link("old_goal", "lesson", through(Drawn.objects, lower="goal_id", upper="lesson_id"))
    add_link("evaluation", "lesson", _from_the_whole)
    add_orphan(Orphan("goal_without_figure", "old_goal", _bare, _without_figure))


_from_the_whole = through(
    Drawn.objects.filter(goal__isnull=True), lower="evaluation_id", upper="lesson_id"
)


def _goals_seen(viewer: Viewer) -> QuerySet[Goal]:
    found = Goal.objects.filter(evaluation__in=seen_by(viewer)).select_related("evaluation")
    return found.order_by("-evaluation__first_day", "position", "pk")


def _evaluations(viewer: Viewer, rows: Sequence[Evaluation]) -> Iterator[Node]:
    for row in rows:
        yield Node(
            Ref("evaluation", row.pk),
            row.plan,
            words.progress(row),
            localtime(row.made_at).date(),
            str(row.get_state_display()),
            _url(viewer, "evaluation:show", row.pk),
        )


def _goals(viewer: Viewer, rows: Sequence[Goal]) -> Iterator[Node]:
    for row in rows:
        yield Node(
            Ref("old_goal", row.pk),
            row.name,
            row.reason or row.promised,
            localtime(row.evaluation.made_at).date(),
            words.verdict_name(row.verdict),
            _url(viewer, "evaluation:show", row.evaluation_id),
        )


def _url(viewer: Viewer, route: str, pk: int) -> str:
    return reverse(route, args=[viewer.municipality.slug, pk])


def _without_figure(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(Q(figure="") & Q(source="") & Q(indicator=""))


def _bare(n: int) -> str:
    return ngettext(
        "%(n)s oud doel rust op geen enkel cijfer.",
        "%(n)s oude doelen rusten op geen enkel cijfer.",
        n,
    ) % {"n": n}
