"""Reading levels, what others put first, and alignment; also for rooms above."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.foundation.accounts.languages import chosen
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.foundation.cycles.path import Kept, Progress
from regie.foundation.records.rows import Nested, Rows
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

Along = Mapping[str, Any]
"""A row that was read along with a cycle."""

# --- levels ---------------------------------------------------------------------------------------


def levels(cycle: PolicyCycle) -> dict[str, str]:
    """The level of every theme that has one, by the code of the theme. 1 query."""
    rows = ThemeLevel.objects.filter(cycle=cycle, previous=False)
    return dict(rows.values_list("theme__code", "level"))


@dataclass(frozen=True)
class Levels:
    """The levels of a cycle, by the number of the theme: the row that counts, and every row.

    `previous` is what the themes were in the plan before, by their code: written down by hand,
    else from the cycle before.
    """

    newest: Mapping[int, ThemeLevel]
    history: Mapping[int, Sequence[ThemeLevel]]
    previous: Mapping[str, str]


def levels_of(cycle: PolicyCycle) -> Levels:
    """The levels of a cycle and of the plan before it. 1 query."""
    before = Q(cycle__valid_from__lt=cycle.valid_from, previous=False, theme__own=False)
    rows = ThemeLevel.objects.filter(
        before | Q(cycle=cycle), cycle__municipality_id=cycle.municipality_id
    ).select_related("theme", "made_by")
    history: dict[int, list[ThemeLevel]] = {}
    previous: dict[str, str] = {}
    # What was written down by hand is of this cycle, which begins last.
    for row in rows.order_by("cycle__valid_from", "pk"):
        if row.previous or row.cycle_id != cycle.pk:
            previous[row.theme.code] = row.level
        else:
            history.setdefault(row.theme_id, []).append(row)
    newest = {theme: given[-1] for theme, given in history.items()}
    return Levels(newest, history, previous)


def previous_levels(cycle: PolicyCycle) -> Mapping[str, str]:
    """What the themes were in the plan before, by their code. 1 query."""
    return levels_of(cycle).previous


def level_rows(cycle: PolicyCycle) -> Mapping[int, ThemeLevel]:
    """The newest row of every theme that has a level, by the number of the theme. 1 query."""
    return levels_of(cycle).newest


# --- what is read along with a cycle --------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """Why a warning does not hold here, and who said so."""

    reason: str
    by: str


def overrides_along() -> Rows:
    """The reasons for warnings, to read along with a cycle."""
    rows = Override.objects.filter(cycle=OuterRef("pk")).order_by("pk")
    return Rows(rows, code="code", subject="subject", reason="reason", by="made_by__name")


def overrides_in(rows: Sequence[Along]) -> dict[tuple[str, str], Given]:
    """The newest reason for every warning that got one, by its code and subject."""
    return {(row["code"], row["subject"]): Given(row["reason"], row["by"] or "") for row in rows}


def alignments_along() -> Rows:
    """With whom the priorities were aligned, to read along with a cycle."""
    rows = Alignment.objects.filter(cycle=OuterRef("pk"), withdrawn_at__isnull=True)
    names = ("pk", "kind", "held_on", "outcome", "skipped")
    return Rows(rows, **{name: name for name in names})


def alignments_in(rows: Sequence[Along]) -> list[Alignment]:
    """The same as rows of the table, with what everybody may know of them."""
    found = [Alignment(**row) for row in rows]
    for row in found:
        row.held_on = parse_date(str(row.held_on)) if row.held_on else None
    return found


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
    """What the country and the own region put first, with the declared relation. 1 query."""
    read = PolicyCycle.objects.filter(pk=cycle.pk).values_list(own_along(), relations_along())
    return higher_in(cycle, *read.get())


def own_along() -> Rows:
    """The priorities of others that a municipality added, to read along with a cycle."""
    rows = HigherPriority.objects.filter(
        municipality=OuterRef("municipality"), withdrawn_at__isnull=True
    )
    names = ("pk", "scope", "name", "body", "first_year", "last_year", "source")
    return Rows(rows, **{name: name for name in names})


def relations_along() -> Rows:
    """The declared relations to priorities of others, to read along with a cycle."""
    rows = HigherRelation.objects.filter(cycle=OuterRef("pk")).order_by("pk")
    names = ("pk", "higher", "relation", "reason")
    return Rows(rows, themes=Nested("themes"), **{name: name for name in names})


def higher_in(
    cycle: PolicyCycle, own: Sequence[Along], declared: Sequence[Along]
) -> tuple[Higher, ...]:
    """What others put first, of what was read along with a cycle.

    Without an agenda of the country for this period, the last known one is shown.
    """
    relations = {row["higher"]: HigherRelation(**row) for row in declared}
    country = [item for item in HIGHER() if item.scope == Scope.NATIONAL]
    now = [item for item in country if _overlaps(item, cycle)]
    last = max((item.last_year for item in country), default=0)
    shown = now or [item for item in country if item.last_year == last]
    found = [
        *(_of_policy(item, cycle, relations) for item in shown),
        *(_own(HigherPriority(**row), cycle, relations) for row in own),
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


def work_along() -> dict[str, Rows]:
    """The levels of all themes and the alignment, to read along with a cycle."""
    newest = ThemeLevel.objects.filter(theme=OuterRef("pk"), previous=False).order_by("-pk")
    themes = SafetyTheme.objects.filter(field__cycle=OuterRef("pk"))
    themes = themes.annotate(level=newest.values("level")[:1])
    return {"placed": Rows(themes, level="level"), "aligned": alignments_along()}


def progress(_cycle: PolicyCycle, kept: Kept) -> dict[str, Progress]:
    """How far the provisional priorities are, and the alignment."""
    return {
        "provisional_priorities": _placed([row["level"] for row in kept["placed"]]),
        "alignment": _aligned({row["kind"] for row in kept["aligned"]}),
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
