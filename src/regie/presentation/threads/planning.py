"""Links between rooms of planning that do not know each other: what was brought in, and what it
became. A contribution whose answer names a theme went to the level and the priorities with it."""

from collections.abc import Iterable, Sequence

from regie.foundation.records.threads import Side, Viewer, add_link
from regie.planning.priorities.models import ThemeLevel
from regie.planning.priority_sessions.models import Answer, Outcome
from regie.planning.proposals.models import Priority

TAKEN = (Outcome.ADOPTED, Outcome.PARTLY)
Place = tuple[int, str]
"""A cycle and the code of a theme."""


def announce() -> None:
    """Called once, when the house starts."""
    add_link("contribution", "theme_level", contributions_on_the_board)
    add_link("contribution", "priority", contributions_in_priorities)


def contributions_on_the_board(
    viewer: Viewer, side: Side, numbers: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Contributions and the newest level of the theme that their answer names. 2 queries."""
    levels = ThemeLevel.objects.filter(cycle__municipality=viewer.municipality, previous=False)
    rows = levels.order_by("pk").values_list("cycle_id", "theme__code", "pk")
    newest = {(cycle, theme): pk for cycle, theme, pk in rows}
    wanted = set(numbers) if side is Side.UPPER else set(newest.values())
    places = [(*place, pk) for place, pk in newest.items() if pk in wanted]
    return _joined(viewer, side, numbers, places)


def contributions_in_priorities(
    viewer: Viewer, side: Side, numbers: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Contributions and the priorities that have the theme their answer names. 2 queries."""
    rows = Priority.objects.filter(proposal__cycle__municipality=viewer.municipality)
    if side is Side.UPPER:
        rows = rows.filter(pk__in=numbers)
    rows = rows.filter(themes__isnull=False).order_by("pk")
    return _joined(
        viewer, side, numbers, rows.values_list("proposal__cycle_id", "themes__code", "pk")
    )


def _joined(
    viewer: Viewer, side: Side, numbers: Sequence[int], places: Iterable[tuple[int, str, int]]
) -> Iterable[tuple[int, int]]:
    taken = _taken(viewer, numbers if side is Side.LOWER else None)
    for cycle, theme, upper in places:
        for contribution in taken.get((cycle, theme), ()):
            yield contribution, upper


def _taken(viewer: Viewer, numbers: Sequence[int] | None) -> dict[Place, list[int]]:
    """Contributions whose newest answer took them over, by what that answer names. 1 query."""
    answers = Answer.objects.filter(contribution__session__municipality=viewer.municipality)
    if numbers is not None:
        answers = answers.filter(contribution__in=numbers)
    newest = {
        contribution: (outcome, (cycle, theme))
        for contribution, outcome, cycle, theme in answers.order_by("pk").values_list(
            "contribution_id", "outcome", "contribution__session__cycle_id", "theme"
        )
    }
    found: dict[Place, list[int]] = {}
    for contribution, (outcome, place) in newest.items():
        if outcome in TAKEN and place[1]:
            found.setdefault(place, []).append(contribution)
    return found
