"""Where the figures under a finding come from stands in the edition, with their period."""

import pytest

from regie.evidence.sources.models import Dataset, Delivery
from regie.foundation.cycles.cast import Cast
from regie.planning.plan_decisions import freezing
from regie.planning.plan_decisions.tests import factory
from regie.planning.plan_papers import shape
from regie.planning.plans.queries import priorities_of
from regie.planning.priority_sessions.tests.factory import own_finding

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_a_finding_names_its_source_and_years(cast: Cast) -> None:
    written = factory.written_plan(cast)
    table = Dataset.objects.create(
        table_id="47018NED", realm="voorbeeld", title="Misdrijven", publisher="Politie"
    )
    made = Delivery.objects.create(
        dataset=table, state="available", first_period="2021JJ00", last_period="2025JJ00"
    )
    finding = own_finding(
        cast.voorbeeldstad,
        "Inbraak daalt",
        "burglary",
        verdict={"deliveries": [made.pk]},
        other_sources="evaluatie 2025",
    )
    plain = own_finding(cast.voorbeeldstad, "De straat weet meer", "nightlife")
    priority = priorities_of(written)[0]
    priority.findings.add(finding, plain)
    content = freezing.content_of(written)
    told = {item["headline"]["nl"]: item["source"] for item in content["priorities"][0]["findings"]}
    assert told["Inbraak daalt"]["nl"] == "Politie, 47018NED, 2021 – 2025; evaluatie 2025"
    assert told["De straat weet meer"] == {"nl": "", "en": ""}
    (read,) = [p for p in shape.read(content).priorities if p.pk == priority.pk]
    assert read.findings
