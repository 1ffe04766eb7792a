"""A board of Voorbeeldstad, and levels on it."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from regie.evidence.findings.models import Finding, FindingKind
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle, SafetyTheme
from regie.foundation.organizations.models import Municipality
from regie.planning.priorities import services
from regie.planning.priorities.models import ThemeLevel
from regie.planning.priorities.queries import level_rows
from regie.planning.priorities.services import Move

Put = Callable[..., ThemeLevel]


@pytest.fixture
def town(cast: Cast) -> Municipality:
    return cast.voorbeeldstad


@pytest.fixture
def cycle(town: Municipality) -> PolicyCycle:
    return PolicyCycle.objects.select_related("municipality").get(municipality=town)


def theme_of(cycle: PolicyCycle, code: str) -> SafetyTheme:
    return SafetyTheme.objects.get(field__cycle=cycle, code=code)


@pytest.fixture
def put(cast: Cast, cycle: PolicyCycle) -> Put:
    """Give a theme a level, having seen what is there."""

    def moved(code: str, level: str, reason: str = "Nodig.", instead: str = "") -> ThemeLevel:
        theme = theme_of(cycle, code)
        seen = level_rows(cycle).get(theme.pk)
        move = Move(
            theme=theme.pk,
            level=level,
            reason=reason,
            instead=instead,
            seen=seen.pk if seen else 0,
        )
        (row,) = services.move(cycle, [move], actor=cast.coos, role="coordinator")
        return row

    return moved


@pytest.fixture
def found(town: Municipality) -> Callable[..., Finding]:
    """A confirmed finding of one's own about a theme."""

    def made(theme: str, headline: str = "Meer klachten in de avond") -> Finding:
        return Finding.objects.create(
            municipality=town,
            key=f"own:{uuid4().hex}",
            kind=FindingKind.OWN,
            state="confirmed",
            theme=theme,
            field="living_environment",
            headline=headline,
        )

    return made
