"""How an objective stands: its facts and what happened elsewhere, told by the room `critiques`."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from regie.evidence.indicators.cube import MUNICIPALITY
from regie.foundation.areas.rules import country_code
from regie.planning.courses import beside
from regie.planning.courses.course import Course, Other, told
from regie.planning.objectives.evidence import definition_of, facts_of
from regie.planning.objectives.grounds import Ground, plan_ground
from regie.planning.objectives.models import Objective

__all__ = ["Course", "Other", "course_of", "told"]


def course_of(
    objective: Objective,
    *,
    known: Ground | None = None,
    means: Sequence[str] | None = None,
    today: date | None = None,
    drawn: bool = True,
) -> Course:
    """How an objective stands, with its picture when `drawn`. Queries as `facts_of`, and 2 for
    the comparable municipalities the first time a `Ground` is asked for them."""
    at = (known or plan_ground(objective.plan)).of(objective.municipality)
    facts = facts_of(objective, known=at, means=means, today=today)
    return told(facts, _others(objective, at), drawn=drawn)


def _others(objective: Objective, at: Ground) -> tuple[Other, ...]:
    definition = definition_of(objective)
    if definition is None:
        return ()
    area = objective.area_code or at.found.municipality
    names = {
        beside.WHOLE: at.places.country_name,
        beside.PEERS: _("vergelijkbare gemeenten"),
        "code": country_code(at.found.realm),
    }
    level = at.places.level(area) or MUNICIPALITY
    return beside.others(at.found, definition, area, level, names, at.peers)
