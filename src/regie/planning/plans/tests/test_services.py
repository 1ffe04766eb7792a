"""Writing a plan: nobody's words are lost, and every refusal has its reason."""

import dataclasses
from decimal import Decimal

import pytest

from regie.foundation.access.models import Membership
from regie.foundation.cycles import path
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.plans import origins, queries, rules, services
from regie.planning.plans.models import (
    PlanSection,
    PlanState,
    SafetyPlan,
    SectionDraft,
    SectionText,
)
from regie.planning.plans.tests.factory import Acting
from regie.planning.proposals.models import CouncilChoice
from regie.policy.plan_sections import PLAN_SECTIONS

pytestmark = [pytest.mark.room, pytest.mark.django_db]

AMENDED = {"code": "amendment", "number": "A3", "title": "Scherper", "by": "fractie A"}


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
    assert [each.section for each in queries.unsettled(vision.plan)] == [vision]


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
        services.amend_text(vision, "Van de raad.", origin={}, **coos)
    row = services.amend_text(vision, "Van de raad.", origin=AMENDED, **coos)
    assert row is not None
    assert row.origin == AMENDED


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


def test_the_states_of_the_tables_are_those_of_the_rules() -> None:
    assert set(PlanState.values) == set(queries.STATES)


def test_a_light_plan_has_fewer_parts(cast: Cast, coos: Acting) -> None:
    cycle = current_cycle(cast.voorbeeldstad)
    assert cycle is not None
    cycle.variant = "light"
    cycle.save()
    plan = services.begin_plan(cycle, **coos)
    kinds = [view.kind for view in queries.sections_of(plan)]
    assert kinds == [i.code for i in PLAN_SECTIONS().of(light=True) if not i.per_priority]
    row = services.add_section(plan, kind="partners", **coos)
    assert queries.title_of(row, "en") == "Partners"
    with pytest.raises(RefusedError, match="staat al in het plan"):
        services.add_section(plan, kind="partners", **coos)
    for wrong in ("approach", "weather"):
        with pytest.raises(RefusedError, match="bestaat niet"):
            services.add_section(plan, kind=wrong, **coos)


def test_the_plan_that_holds_is_the_predecessor(plan: SafetyPlan, coos: Acting) -> None:
    SafetyPlan.objects.update(state=rules.ADOPTED)
    later = PolicyCycle.objects.create(
        municipality=plan.municipality,
        name="Later",
        valid_from=plan.valid_to.replace(year=plan.valid_to.year + 1, month=1, day=1),
        valid_to=plan.valid_to.replace(year=plan.valid_to.year + 4),
        current_step="approach",
    )
    assert services.begin_plan(later, **coos).predecessor == plan


def test_others_may_not_write_and_hear_why(
    plan: SafetyPlan, vision: PlanSection, cast: Cast
) -> None:
    rob: Acting = {"actor": cast.rob, "role": "council_member"}
    ilse: Acting = {"actor": cast.ilse, "role": "researcher"}
    with pytest.raises(RefusedError, match="de onderzoeker schrijven"):
        services.write_text(vision, "Nee", seen=0, **rob)
    with pytest.raises(RefusedError, match="de onderzoeker schrijven"):
        services.keep_draft(vision, "Nee", seen=0, **rob)
    with pytest.raises(RefusedError, match="bepaalt wat er in het plan"):
        services.add_section(plan, "Eigen", **ilse)
    with pytest.raises(RefusedError, match="verwerken een amendement"):
        services.amend_text(vision, "Nee", origin=AMENDED, **rob)


def test_an_autosave_that_comes_in_after_saving_is_not_kept(
    vision: PlanSection, coos: Acting
) -> None:
    services.write_text(vision, "Af.", seen=0, **coos)
    services.keep_draft(vision, "A", seen=0, **coos)
    assert not SectionDraft.objects.exists()
    services.keep_draft(vision, "Af. En verder.", seen=1, **coos)
    assert SectionDraft.objects.get().based_on == 1


def test_an_earlier_text_counts_again_as_a_new_version(vision: PlanSection, coos: Acting) -> None:
    services.write_text(vision, "Een", seen=0, **coos)
    services.write_text(vision, "Twee", seen=1, **coos)
    row = services.restore_text(vision, 1, **coos).row
    assert row is not None
    assert (row.number, row.text, row.origin) == (3, "Een", {"code": "restored", "number": "1"})
    with pytest.raises(RefusedError, match="bestaat niet"):
        services.restore_text(vision, 9, **coos)


def test_keeping_the_text_that_counts_settles_the_other(
    vision: PlanSection, coos: Acting, ilse: Acting
) -> None:
    services.write_text(vision, "Van Coos.", seen=0, **coos)
    services.write_text(vision, "Van Ilse.", seen=0, **ilse)
    services.settle(vision, 1, seen=2, **ilse)
    view = queries.section_view(vision)
    assert (view.text, view.number, view.waits) == ("Van Coos.", 3, False)


def test_a_part_moves_between_the_ends(plan: SafetyPlan, coos: Acting) -> None:
    first, last = queries.sections_of(plan)[0].section, queries.sections_of(plan)[-1].section
    services.move_section(first, up=True, **coos)
    services.move_section(last, up=False, **coos)
    assert [first, last] == [queries.sections_of(plan)[n].section for n in (0, -1)]
    services.move_section(first, up=False, **coos)
    assert queries.sections_of(plan)[1].section == first


def test_a_part_comes_back_unless_another_took_its_place(
    plan: SafetyPlan, vision: PlanSection, coos: Acting
) -> None:
    services.remove_section(vision, **coos)
    with pytest.raises(RefusedError, match="uit het plan gehaald"):
        services.write_text(vision, "Nee", seen=0, **coos)
    with pytest.raises(RefusedError, match="uit het plan gehaald"):
        services.move_section(vision, up=True, **coos)
    other = services.add_section(plan, kind="vision", **coos)
    with pytest.raises(RefusedError, match="staat al in het plan"):
        services.restore_section(vision, **coos)
    services.remove_section(other, **coos)
    assert services.restore_section(vision, **coos).removed_at is None
    assert services.restore_section(vision, **coos) == vision


def test_an_own_part_keeps_a_title(plan: SafetyPlan, coos: Acting) -> None:
    row = services.add_section(plan, "Voorwoord", **coos)
    with pytest.raises(RefusedError, match="een titel"):
        services.rename_section(row, " ", **coos)
    assert queries.title_of(services.rename_section(row, "Vooraf", **coos)) == "Vooraf"


def test_a_dropped_priority_is_no_priority_of_the_plan(plan: SafetyPlan, coos: Acting) -> None:
    first = queries.priorities_of(plan)[0]
    first.decision = CouncilChoice.DROPPED
    first.save()
    assert [str(each) for each in queries.priorities_of(plan)] == ["Wonen"]
    assert services.follow_priorities(plan, **coos) == []
    line = services.LogicWords(doing="a", effect="b", because="c")
    with pytest.raises(RefusedError, match="prioriteit van dit plan"):
        services.write_logic(plan, first.pk, line, **coos)


def test_lines_of_logic_move_within_their_priority(plan: SafetyPlan, coos: Acting) -> None:
    jeugd, wonen = (each.pk for each in queries.priorities_of(plan))
    rows = [
        services.write_logic(
            plan, of, services.LogicWords(doing=words, effect="b", because="c"), **coos
        )
        for of, words in ((jeugd, "een"), (wonen, "twee"), (jeugd, "drie"))
    ]
    services.move_logic(plan, rows[2].pk, **coos)
    services.move_logic(plan, rows[1].pk, **coos)
    services.move_logic(plan, 0, **coos)
    said = [row.doing for row in queries.logic_of(plan)]
    assert said.index("drie") < said.index("een")
    services.remove_logic(plan, rows[0].pk, **coos)
    services.remove_logic(plan, rows[0].pk, **coos)
    assert Log.objects.filter(verb="plans.remove_logic").count() == 1


def test_priorities_with_the_size_of_their_logic_and_means(plan: SafetyPlan, coos: Acting) -> None:
    jeugd, years = queries.priorities_of(plan)[0].pk, tuple(queries.years_of(plan))
    line = services.LogicWords(doing="a", effect="b", because="c")
    services.write_logic(plan, jeugd, line, **coos)
    words = services.MeansWords(
        what="Geld", years=years, priority=jeugd, amount=Decimal("100.50"), fte=Decimal("0.5")
    )
    services.write_means(plan, words, **coos)
    first, second = queries.weighed(plan)
    assert (first.lines, second.lines) == (1, 0)
    assert first.years == len(years)
    assert first.total == queries.sums_of(queries.means_of(plan)).rows[jeugd]
    assert second.total == rules.Sum()


def test_a_line_that_somebody_took_out_meanwhile_is_said(plan: SafetyPlan, coos: Acting) -> None:
    year = queries.years_of(plan)[0]
    words = services.MeansWords(what="Toezicht", years=(year,), amount=Decimal(100))
    row = services.write_means(plan, words, **coos)[0]
    services.remove_means(plan, row.pk, **coos)
    services.remove_means(plan, row.pk, **coos)
    with pytest.raises(services.StaleError) as stale:
        services.write_means(plan, words, pk=row.pk, version=1, **coos)
    assert stale.value.current is None
    with pytest.raises(RefusedError, match="waarin het plan geldt"):
        services.write_means(plan, dataclasses.replace(words, years=()), **coos)


def test_a_member_of_another_municipality_sees_a_joint_plan_once_adopted(
    plan: SafetyPlan, cast: Cast, coos: Acting
) -> None:
    services.add_party(plan, cast.buurstad, **coos)
    services.add_party(plan, cast.buurstad, **coos)
    vera = Membership.objects.get(user=cast.vera, municipality=cast.buurstad)
    assert queries.plan_of(vera, plan.pk) is None
    SafetyPlan.objects.update(state=rules.ADOPTED)
    assert queries.plan_of(vera, plan.pk) == plan


def test_how_far_the_steps_are(plan: SafetyPlan, coos: Acting) -> None:
    page, town = path.page_of("approach"), plan.municipality.slug
    assert page is not None
    codes = ("approach", "embedding")
    told = path.progress_of(plan.cycle, codes, gemeente=town)
    assert told["approach"].words == "0 van 2 prioriteiten hebben een aanpak."
    assert not told["embedding"].done
    for kind in ("approach", "partners", "organisation", "means"):
        for row in plan.sections.filter(kind=kind):
            services.write_text(row, "Tekst.", seen=0, **coos)
    assert all(each.done for each in path.progress_of(plan.cycle, codes, gemeente=town).values())


def test_who_wrote_lines_stays_known_when_the_lines_go(
    plan: SafetyPlan, cast: Cast, coos: Acting
) -> None:
    words = services.MeansWords(
        what="Toezicht", years=(queries.years_of(plan)[0],), amount=Decimal(100)
    )
    row = services.write_means(plan, words, **coos)[0]
    services.remove_means(plan, row.pk, **coos)
    first = queries.priorities_of(plan)[0].pk
    line = services.LogicWords(doing="a", effect="b", because="c")
    services.write_logic(plan, first, line, actor=cast.ilse, role="researcher")
    services.write_logic(plan, first, line, **coos)
    assert set(plan.authors.values_list("person", flat=True)) == {cast.coos.pk, cast.ilse.pk}


def test_authors_are_those_who_wrote_and_not_who_took_over_an_amendment(
    plan: SafetyPlan, cast: Cast
) -> None:
    part, other = plan.sections.order_by("pk")[:2]
    amended = dict(origins.origin(origins.AMENDMENT, number="A1", title="Meer", by="fractie"))
    assert queries.authors_of(plan) == []
    rows = ((part, cast.ilse), (other, cast.coos), (other, cast.ilse), (part, cast.griet))
    for number, (section, who) in enumerate(rows, 1):
        origin = amended if who == cast.griet else {}
        SectionText.objects.create(
            section=section, number=number, text="Woorden.", made_by=who, origin=origin
        )
    assert queries.authors_of(plan) == ["Ilse", "Coos"]
