"""Reading levels, what others put first, and alignment; also for rooms above."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.foundation.cycles.path import Progress
from regie.foundation.records.rows import Rows
from regie.planning.priorities.models import (
    AlignedWith,
    Alignment,
    HigherPriority,
    HigherRelation,
    Override,
    Scope,
    ThemeLevel,
)
from regie.planning.priorities.rules import PRIORITY, missing
from regie.policy.attention import HIGHER, HigherItem

# --- levels ---------------------------------------------------------------------------------------


def levels(cycle: PolicyCycle) -> dict[str, str]:
    """The level of every theme that has one, by the code of the theme. 1 query."""
    rows = ThemeLevel.objects.filter(cycle=cycle, previous=False)
    return dict(rows.values_list("theme__code", "level"))


def level_rows(cycle: PolicyCycle) -> dict[int, ThemeLevel]:
    """The newest row of every theme that has a level, by the number of the theme. 1 query."""
    rows = ThemeLevel.objects.filter(cycle=cycle, previous=False).select_related("made_by")
    return {row.theme_id: row for row in rows}


def previous_levels(cycle: PolicyCycle) -> dict[str, str]:
    """What the themes were in the plan before: written down by hand, else from the cycle before.

    By the code of the theme. 1 query.
    """
    before = Q(cycle__valid_from__lt=cycle.valid_from, previous=False, theme__own=False)
    rows = ThemeLevel.objects.filter(
        before | Q(cycle=cycle, previous=True), cycle__municipality_id=cycle.municipality_id
    )
    # What was written down by hand is of this cycle, which begins last.
    ordered = rows.order_by("cycle__valid_from", "pk")
    return dict(ordered.values_list("theme__code", "level"))


def history(theme: int) -> list[ThemeLevel]:
    """Every level a theme was given in this cycle, newest first. 1 query."""
    rows = ThemeLevel.objects.filter(theme_id=theme, previous=False).select_related("made_by")
    return list(rows.order_by("-pk"))


def theme_of(cycle: PolicyCycle, pk: int) -> SafetyTheme | None:
    """A theme of this cycle, or None. 1 query."""
    return SafetyTheme.objects.select_related("field").filter(field__cycle=cycle, pk=pk).first()


def overrides(cycle: PolicyCycle) -> dict[tuple[str, str], Override]:
    """The newest reason for every warning that got one, by its code and subject. 1 query."""
    rows = Override.objects.filter(cycle=cycle).select_related("made_by")
    return {(row.code, row.subject): row for row in rows}


# --- what others put first ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Higher:
    """A priority of others beside ours. `own` is the number of a row the municipality added, 0
    for one of the policy. `counts` says that its period and that of the cycle overlap."""

    code: str
    scope: str
    name: str
    body: str
    first_year: int
    last_year: int
    source: str
    themes: tuple[str, ...] = ()
    own: int = 0
    counts: bool = True
    relation: HigherRelation | None = None


def higher(cycle: PolicyCycle) -> tuple[Higher, ...]:
    """What the country and the own region put first, with the declared relation. 2 queries.

    Without an agenda of the country for this period, the last known one is shown.
    """
    rows = HigherPriority.objects.filter(
        municipality_id=cycle.municipality_id, withdrawn_at__isnull=True
    )
    relations = {
        row.higher: row for row in HigherRelation.objects.filter(cycle=cycle).order_by("pk")
    }
    country = [item for item in HIGHER() if item.scope == Scope.NATIONAL]
    now = [item for item in country if _overlaps(item, cycle)]
    last = max((item.last_year for item in country), default=0)
    shown = now or [item for item in country if item.last_year == last]
    found = [
        *(_of_policy(item, cycle, relations) for item in shown),
        *(_own(row, cycle, relations) for row in rows),
    ]
    return tuple(sorted(found, key=lambda item: item.scope))


def examples(taken: Iterable[Higher]) -> dict[str, list[HigherItem]]:
    """Regional priorities of the policy by the plan they stand in, as far as nobody took them."""
    names = {item.name for item in taken if item.scope == Scope.REGIONAL}
    found: dict[str, list[HigherItem]] = {}
    for item in HIGHER():
        if item.scope == Scope.REGIONAL and item.name not in names:
            found.setdefault(item.body, []).append(item)
    return found


def _overlaps(item: HigherItem | HigherPriority, cycle: PolicyCycle) -> bool:
    return item.first_year <= cycle.last_day.year and item.last_year >= cycle.valid_from.year


def _of_policy(
    item: HigherItem, cycle: PolicyCycle, relations: Mapping[str, HigherRelation]
) -> Higher:
    return Higher(
        code=item.code,
        scope=item.scope,
        name=chosen(item.name, item.name_en),
        body=chosen(item.body, item.body_en),
        first_year=item.first_year,
        last_year=item.last_year,
        source=item.source,
        themes=item.themes,
        counts=_overlaps(item, cycle),
        relation=relations.get(item.code),
    )


def _own(
    row: HigherPriority, cycle: PolicyCycle, relations: Mapping[str, HigherRelation]
) -> Higher:
    code = f"own-{row.pk}"
    return Higher(
        code=code,
        scope=row.scope,
        name=row.name,
        body=row.body,
        first_year=row.first_year,
        last_year=row.last_year,
        source=row.source,
        own=row.pk,
        counts=_overlaps(row, cycle),
        relation=relations.get(code),
    )


def alignments(cycle: PolicyCycle) -> list[Alignment]:
    """With whom the priorities were aligned. 1 query."""
    rows = Alignment.objects.filter(cycle=cycle, withdrawn_at__isnull=True)
    return list(rows.select_related("made_by"))


# --- the guided path ------------------------------------------------------------------------------


def progress(cycle: PolicyCycle) -> dict[str, Progress]:
    """How far the provisional priorities are, and the alignment. 1 query."""
    newest = ThemeLevel.objects.filter(theme=OuterRef("pk"), previous=False).order_by("-pk")
    themes = SafetyTheme.objects.filter(field__cycle=OuterRef("pk"))
    themes = themes.annotate(level=newest.values("level")[:1])
    aligned = Alignment.objects.filter(cycle=OuterRef("pk"), withdrawn_at__isnull=True)
    found = PolicyCycle.objects.filter(pk=cycle.pk).values_list(
        Rows(themes, level="level"), Rows(aligned, kind="kind")
    )
    placed, kinds = found.get()
    return {
        "provisional_priorities": _placed([row["level"] for row in placed]),
        "alignment": _aligned({row["kind"] for row in kinds}),
    }


def _placed(found: Sequence[str | None]) -> Progress:
    chosen, rest = found.count(PRIORITY), found.count(None)
    if not chosen:
        return Progress(False, _("Er staat nog geen thema op prioriteit."))
    said = ngettext(
        "Er staat %(n)s thema op prioriteit.", "Er staan %(n)s thema's op prioriteit.", chosen
    ) % {"n": chosen}
    if not rest:
        return Progress(True, said)
    more = ngettext(
        "%(n)s thema heeft nog geen niveau.", "%(n)s thema's hebben nog geen niveau.", rest
    )
    return Progress(True, f"{said} {more % {'n': rest}}")


def _aligned(kinds: set[str]) -> Progress:
    lacking = missing(kinds)
    if not lacking:
        return Progress(True, _("De afstemming is vastgelegd."))
    names = ", ".join(str(AlignedWith(kind).label) for kind in lacking)
    return Progress(False, _("Nog niet afgestemd met: %(names)s.") % {"names": names})
