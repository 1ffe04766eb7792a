"""Two people take the same document over at the same moment: it is written once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regie.foundation.cycles.cast import Cast, ensure_cast
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.foundation.records.tests.at_once import at_once, needs_connections
from regie.planning.plan_imports import services
from regie.planning.plan_imports.models import PlanImport
from regie.planning.plan_imports.tests.making import content, plan_document
from regie.planning.plans.models import SafetyPlan, SectionText
from regie.planning.plans.tests.factory import Acting, proposal_of

pytestmark = [pytest.mark.room, pytest.mark.django_db(transaction=True), needs_connections]


@pytest.fixture
def cast() -> Cast:
    """The cast, in a database that other connections see."""
    return ensure_cast()


def test_two_who_take_over(cast: Cast) -> None:
    cycle = current_cycle(cast.voorbeeldstad)
    assert cycle is not None
    proposal_of(cycle, "Jeugd", "Wonen")
    coos: Acting = {"actor": cast.coos, "role": "coordinator"}
    upload = SimpleUploadedFile("ivp.docx", content(plan_document()))
    document = services.receive(upload, municipality=cast.voorbeeldstad, **coos)
    services.read_in(document)
    document.parts.filter(kind="").update(kind="own")
    document.objectives.update(state="left")

    def take() -> SafetyPlan:
        mine = PlanImport.objects.select_related("municipality").get(pk=document.pk)
        return services.take_over(mine, cycle, **coos)

    answers = at_once(take, take, expected=Exception)
    (late,) = [found for found in answers if isinstance(found, Exception)]
    assert isinstance(late, RefusedError | StepRefusedError)
    plan = SafetyPlan.objects.get(cycle=cycle)
    texts = list(SectionText.objects.values_list("section", "number"))
    assert len(texts) == len({section for section, _number in texts}) > 0
    document.refresh_from_db()
    assert (document.state, document.plan) == ("taken", plan)
