"""Taking figures into a plan, renewing them and taking them out."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regie.evidence.findings.rules import PERSONAL, looks_personal
from regie.foundation.accounts.models import User
from regie.foundation.records.refusals import RefusedError, refuse
from regie.foundation.records.services import log
from regie.planning.plan_figures import queries, rules
from regie.planning.plan_figures.making import Drawn, Made
from regie.planning.plan_figures.models import PlanFigure
from regie.planning.plan_figures.rules import OwnWords, Source
from regie.planning.plans.models import SafetyPlan
from regie.planning.plans.permissions import WRITE_PLAN
from regie.planning.plans.writing import open_plan
from regie.ui.paper import as_data, clean


class StaleError(Exception):
    """Somebody else changed this figure meanwhile; `current` is the row that counts now."""

    def __init__(self, current: PlanFigure | None) -> None:
        super().__init__("changed by somebody else in the meantime")
        self.current = current


@transaction.atomic
def take_figure(
    plan: SafetyPlan,
    source: Source,
    *,
    caption: str = "",
    description: str = "",
    language: str = "nl",
    words: Mapping[str, OwnWords] | None = None,
    actor: User,
    role: str,
) -> PlanFigure:
    """Take a figure from the picture into a plan, under the next number. Raises `RefusedError`.

    `words` are own words by language; `caption` and `description` are those of one `language`.
    """
    found = open_plan(plan, role, WRITE_PLAN)
    made = queries.made(found, source)
    if made is None:
        raise RefusedError(rules.NO_FIGURE)
    last = PlanFigure.objects.filter(plan=found).aggregate(last=Max("number"))["last"] or 0
    refuse(rules.TOO_MANY if queries.rows_of(found).count() >= rules.MOST else None)
    told = {language: OwnWords(caption, description), **(words or {})}
    row = _kept(found, last + 1, source, _worded(made, told), actor)
    _log("take", row, found, actor, {"to": queries.figure_in(row, language).caption})
    return row


@transaction.atomic
def renew_figure(row: PlanFigure, *, actor: User, role: str) -> PlanFigure:
    """Take over what the picture shows now; the old figure stays readable. Raises `RefusedError`.

    Own words are not taken along: they were about the old figures.
    """
    found = open_plan(row.plan, role, WRITE_PLAN)
    current = PlanFigure.objects.select_for_update().get(pk=row.pk)
    refuse(rules.NOT_NEWER if current.replaced_by.exists() or current.removed_at else None)
    source = rules.source_from(current.source)
    made = queries.made(found, source)
    if made is None:
        raise RefusedError(rules.NO_FIGURE)
    refuse(None if rules.is_newer(current.basis, made.basis["values"]) else rules.NOT_NEWER)
    fresh = _kept(found, current.number, source, made, actor, replaces=current)
    about = {"from": current.basis["period"], "to": fresh.basis["period"]}
    _log("renew", fresh, found, actor, about)
    return fresh


@transaction.atomic
def reword_figure(
    row: PlanFigure, words: Mapping[str, OwnWords], *, seen: int, actor: User, role: str
) -> PlanFigure:
    """Give a figure other words by language; what it shows stays as it was. Raises `RefusedError`,
    and `StaleError` when its version is no longer the one that the writer has `seen`.

    Empty words for a conclusion or a description leave what stands there; an empty remark goes.
    """
    found = open_plan(row.plan, role, WRITE_PLAN)
    current = queries.figure(found, row.number)
    if current is None or current.version != seen:
        raise StaleError(current)
    source, made = rules.source_from(current.source), _worded(queries.made_of(current), words)
    differing = rules.changed_words(queries.words_in(current), made.words)
    refuse(None if differing else rules.SAME_WORDS)
    fresh = _kept(found, current.number, source, made, actor, replaces=current)
    was, now = (" · ".join(each or "–" for each in side) for side in zip(*differing, strict=True))
    _log("reword", fresh, found, actor, {"from": was, "to": now})
    return fresh


@transaction.atomic
def remove_figure(row: PlanFigure, *, actor: User, role: str) -> None:
    """Take a figure out of a plan; its number is not given again. Raises `RefusedError`."""
    found = open_plan(row.plan, role, WRITE_PLAN)
    refuse(rules.USED if row.number in queries.uses_of(found) else None)
    rows = PlanFigure.objects.filter(plan=found, number=row.number, removed_at__isnull=True)
    if rows.update(removed_at=timezone.now()):
        _log("remove", row, found, actor, {"from": queries.figure_in(row).caption})


def _own(words: OwnWords) -> OwnWords:
    told = [clean(said).strip() for said in (words.caption, words.description, words.note)]
    refuse(PERSONAL if any(map(looks_personal, told)) else None)
    return OwnWords(
        told[0][: rules.LONGEST_CAPTION],
        told[1][: rules.LONGEST_DESCRIPTION],
        told[2][: rules.LONGEST_NOTE],
    )


def _worded(made: Made, words: Mapping[str, OwnWords]) -> Made:
    """Own words in the languages in which they were written."""
    drawn = dict(made.drawn)
    for language, own in words.items():
        said, one = _own(own), drawn.get(language)
        if one is not None:
            old = one.figure
            figure = replace(
                old,
                caption=said.caption or old.caption,
                alternative=said.description or old.alternative,
                note=said.note,
            )
            drawn[language] = Drawn(figure, one.table)
    return Made(drawn, made.basis)


def _kept(
    plan: SafetyPlan,
    number: int,
    source: Source,
    made: Made,
    actor: User,
    replaces: PlanFigure | None = None,
) -> PlanFigure:
    content = {
        language: {"figure": as_data(one.figure), "table": as_data(one.table)}
        for language, one in made.drawn.items()
    }
    return PlanFigure.objects.create(
        plan=plan,
        number=number,
        version=replaces.version + 1 if replaces else 1,
        kind=source.kind,
        source=source.stored(),
        content=content,
        basis=dict(made.basis),
        taken_by=actor,
        replaces=replaces,
    )


def _log(
    verb: str, row: PlanFigure, plan: SafetyPlan, actor: User, details: dict[str, object]
) -> None:
    code = plan.municipality.code
    log(f"plan_figures.{verb}", row, actor=actor, municipality_code=code, details=details)
