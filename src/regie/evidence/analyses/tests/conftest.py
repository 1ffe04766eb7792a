"""The same verdicts as the room below, and an analysis of what was confirmed."""

from typing import Any

import pytest
from django.conf import LazySettings

from regie.evidence.analyses import services
from regie.evidence.analyses.models import SafetyAnalysis
from regie.evidence.analyses.rules import Choice, NotUsed, Scope, scope_from
from regie.evidence.appraisal.rules import Assessment
from regie.evidence.findings.models import Finding
from regie.evidence.findings.services import confirm, refresh_candidates
from regie.evidence.findings.tests.conftest import keep, names, picture, town
from regie.evidence.signals.models import Watch
from regie.foundation.access.rules import COORDINATOR
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Municipality

__all__ = ["keep", "names", "picture", "town"]

BASIS = {"settings": {"peers": 15.0}, "method_version": "1", "peers": ["GM9902"], "deliveries": []}


@pytest.fixture(autouse=True)
def at_once(settings: LazySettings) -> None:
    """Background work happens where it is asked for, when the transaction ends."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def me(cast: Cast) -> dict[str, Any]:
    return {"actor": cast.coos, "role": COORDINATOR}


@pytest.fixture
def judged(town: Municipality, picture: tuple[Assessment, ...], me: dict[str, Any]) -> Municipality:
    """Voorbeeldstad with every candidate confirmed."""
    Watch.objects.create(municipality=town, basis=BASIS)
    refresh_candidates(town, actor=None)
    for row in Finding.objects.select_related("municipality"):
        confirm(row, confidence="high", **me)
    return town


def stated(analysis: SafetyAnalysis) -> Scope:
    """A scope in which every theme that is left out has a reason."""
    known = scope_from(analysis.scope)
    themes = {c: Choice(x.included, x.why or "Speelt nu niet.") for c, x in known.themes.items()}
    not_used = (NotUsed("Jeugdzorg", "Gaat over hulp."),)
    return Scope("Sociale en fysieke veiligheid.", themes, not_used)


@pytest.fixture
def draft(judged: Municipality, me: dict[str, Any]) -> SafetyAnalysis:
    """A draft that may be published: its scope is stated."""
    made = services.create(judged, "Veiligheidsanalyse 2027", **me)
    seen = services.token_of(made, "scope")
    services.write_scope(made, stated(made), seen=seen, **me)
    return made


@pytest.fixture
def ready(draft: SafetyAnalysis, me: dict[str, Any]) -> SafetyAnalysis:
    """A draft that colleagues are checking."""
    services.hand_over(draft, "send", **me)
    return draft
