"""Writing a plan: nobody's words are lost, and every refusal has its reason."""

import pytest

from regie.evidence.formats.refusals import RefusedError
from regie.foundation.records.models import Log
from regie.planning.plans import queries, rules, services
from regie.planning.plans.models import PlanSection, SafetyPlan, SectionDraft
from regie.planning.plans.tests.factory import Acting
from regie.policy.plan_sections import PLAN_SECTIONS

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_a_plan_begins_with_all_parts_and_one_approach_per_priority(plan: SafetyPlan) -> None:
    views = queries.sections_of(plan)
    kinds = [view.kind for view in views]
    assert kinds.count("approach") == 2
    assert set(kinds) == {item.code for item in PLAN_SECTIONS().sections}
    assert [view.title for view in views if view.kind == "approach"] == [
        "Aanpak: Jeugd",
        "Aanpak: Wonen",
    ]
    assert plan.parties.get().lead


def test_beginning_twice_answers_the_same_plan(plan: SafetyPlan, coos: Acting) -> None:
    assert services.begin_plan(plan.cycle, **coos) == plan


def test_two_people_at_once_both_keep_their_text(
    vision: PlanSection, coos: Acting, ilse: Acting
) -> None:
    first = services.write_text(vision, "Van Coos.", seen=0, **coos)
    second = services.write_text(vision, "Van Ilse.", seen=0, **ilse)
    assert first.row is not None
    assert second.row is not None
    assert second.theirs == first.row
    assert second.row.beside
    view = queries.section_view(vision)
    assert (view.text, view.number, view.seen, view.waits) == ("Van Coos.", 1, 2, True)
    assert queries.waiting(queries.texts_of(vision)) == [second.row]


def test_who_did_not_see_the_other_text_does_not_settle_it(
    vision: PlanSection, coos: Acting, ilse: Acting
) -> None:
    services.write_text(vision, "Van Coos.", seen=0, **coos)
    services.write_text(vision, "Van Ilse.", seen=0, **ilse)
    services.write_text(vision, "Van Coos, beter.", seen=1, **coos)
    assert queries.section_view(vision).waits
    services.write_text(vision, "Van ons beiden.", seen=3, **coos)
    assert not queries.section_view(vision).waits


def test_a_plan_that_lies_with_somebody_cannot_be_written(
    plan: SafetyPlan, vision: PlanSection, coos: Acting
) -> None:
    SafetyPlan.objects.filter(pk=plan.pk).update(state=rules.COUNCIL)
    with pytest.raises(RefusedError, match="ligt nu vast"):
        services.write_text(vision, "Te laat.", seen=0, **coos)
    with pytest.raises(RefusedError, match="waar de nieuwe tekst"):
        services.amend_text(vision, "Van de raad.", origin=" ", **coos)
    row = services.amend_text(vision, "Van de raad.", origin="amendement 3", **coos)
    assert row is not None
    assert row.origin == "amendement 3"


def test_a_draft_is_kept_per_person_and_gone_once_saved(
    vision: PlanSection, coos: Acting, ilse: Acting
) -> None:
    for text in ("Eerst", "Eerst en meer"):
        services.keep_draft(vision, text, seen=0, **coos)
    services.keep_draft(vision, "Ook hier", seen=0, **ilse)
    assert SectionDraft.objects.count() == 2
    services.write_text(vision, "Eerst en meer", seen=0, **coos)
    assert [row.text for row in SectionDraft.objects.all()] == ["Ook hier"]


def test_every_version_has_a_row_in_the_log(vision: PlanSection, coos: Acting) -> None:
    services.write_text(vision, "Een", seen=0, **coos)
    services.write_text(vision, "Een", seen=1, **coos)
    assert Log.objects.filter(verb="plans.write").count() == 1
