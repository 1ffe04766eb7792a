"""Testing a plan: by whom, with what reasons, and what stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from regie.foundation.cycles.cast import Cast
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.learning.quality_tests import paper, queries, rules, services
from regie.learning.quality_tests.models import PlanTest
from regie.learning.quality_tests.services import AnswersError, Given, StaleError
from regie.learning.quality_tests.tests.conftest import begun, finished, give, membership
from regie.planning.objectives.queries import objectives_of
from regie.planning.objectives.services import amend_objective
from regie.planning.plan_decisions.enacting import words_of
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plans import origins
from regie.planning.plans.models import SectionText
from regie.planning.plans.services import amend_text
from regie.ui.paper import Table, as_json

pytestmark = [pytest.mark.room, pytest.mark.django_db]
AUTHOR = {"sentence": rules.IS_AUTHOR}


def test_who_wrote_a_text_is_refused_with_the_reason(edition: PlanEdition, cast: Cast) -> None:
    with pytest.raises(RefusedError) as refused:
        begun(edition, cast.coos)
    assert refused.value.sentence == rules.IS_AUTHOR
    for user in (cast.rob, cast.tess, cast.pia, cast.mira, cast.ilse):
        assert begun(edition, user).tester == user
    with pytest.raises(RefusedError) as again:
        begun(edition, cast.rob)
    assert again.value.sentence == rules.ONE_EACH


def test_who_writes_later_was_no_author_of_this_version(edition: PlanEdition, cast: Cast) -> None:
    section = edition.plan.sections.all()[0]
    number = SectionText.objects.filter(section=section).count() + 1
    SectionText.objects.create(section=section, number=number, text="Later.", made_by=cast.rob)
    assert begun(edition, cast.rob)
    assert queries.is_author(edition, cast.coos.pk)


def test_who_wrote_lines_of_means_is_an_author_of_what_came_after(
    edition: PlanEdition, cast: Cast
) -> None:
    since = edition.made_at + timedelta(days=1)
    row = edition.plan.authors.create(person=cast.ilse, since=since)
    assert not queries.is_author(edition, cast.ilse.pk)
    edition.plan.authors.filter(pk=row.pk).update(since=edition.made_at)
    with pytest.raises(RefusedError) as refused:
        begun(edition, cast.ilse)
    assert refused.value.sentence == rules.IS_AUTHOR


def test_who_puts_an_adopted_amendment_into_the_plan_is_no_author(
    edition: PlanEdition, cast: Cast
) -> None:
    section = edition.plan.sections.all()[0]
    council = origins.origin(origins.AMENDMENT, number="A1", title="Scherper", by="de raad")
    amend_text(section, "Zoals de raad besloot.", origin=council, actor=cast.griet, role="clerk")
    words = words_of(objectives_of(edition.plan)[0])
    aimed = replace(words, statement="Zoals de raad het wil.")
    amend_objective(edition.plan, aimed, origin=council, actor=cast.griet, role="clerk")
    edition.made_at = timezone.now()
    assert not queries.is_author(edition, cast.griet.pk)
    taken = origins.origin(origins.SUGGESTION, who="een partner")
    SectionText.objects.create(
        section=section, number=99, text="Van een partner.", made_by=cast.griet, origin=taken
    )
    edition.made_at = timezone.now()
    assert queries.is_author(edition, cast.griet.pk)


def test_a_partner_tests_for_its_organisation(edition: PlanEdition, cast: Cast) -> None:
    test = finished(edition, cast.pia)
    assert str(test.partner) == "Woonvoorbeeld"
    content = queries.content_of(test.result)
    assert content["who"]["nl"] == "Woonvoorbeeld"


def test_reasons_are_asked_by_item(edition: PlanEdition, cast: Cast) -> None:
    test = begun(edition, cast.rob)
    machine = rules.automatic(_content(edition))
    assert machine["vision"].answer != rules.NOT
    with pytest.raises(AnswersError) as refused:
        give(test, 2, vision="not", vision_chooses="partly", frameworks=("", "Zo maar."))
    assert refused.value.refusals == {
        "vision": rules.NO_REASON_DIFFERS,
        "vision_chooses": rules.NO_REASON_NOT_MET,
        "frameworks": rules.NO_ANSWER,
    }
    assert not test.answers.exists()
    with pytest.raises(AnswersError) as personal:
        give(test, 2, vision_chooses=("not", "Mail jan@voorbeeld.nl"))
    assert list(personal.value.refusals) == ["vision_chooses"]


def _content(edition: PlanEdition) -> dict[str, object]:
    from regie.planning.plan_decisions.queries import content_of

    return content_of(edition)


def test_an_answer_can_change_and_be_taken_out(edition: PlanEdition, cast: Cast) -> None:
    test = begun(edition, cast.rob)
    give(test, 2, vision_chooses=("not", "Een wens."), scope="met")
    assert set(queries.answers_of(test)) == {"vision_chooses"}
    give(test, 2, vision_chooses="met")
    assert queries.answers_of(test)["vision_chooses"].answer == "met"
    give(test, 2, vision_chooses="", vision="")
    assert queries.answers_of(test) == {}


def test_two_windows_do_not_overwrite(edition: PlanEdition, cast: Cast) -> None:
    test = begun(edition, cast.rob)
    seen = services.token_of({}, 2)
    give(test, 2, vision_chooses="met")
    with pytest.raises(StaleError):
        services.answer(test, 2, {"vision_chooses": Given("na")}, seen=seen, actor=cast.rob)


def test_taking_over_is_the_machine_with_its_words(edition: PlanEdition, cast: Cast) -> None:
    test = begun(edition, cast.rob)
    assert services.take_over(test, 6, actor=cast.rob) == 10
    assert services.take_over(test, 6, actor=cast.rob) == 0
    row = queries.answers_of(test)["objective_per_priority"]
    assert (row.answer, row.motivation) == (
        "partly",
        "Prioriteiten met een doel: 1 van 2. Nog niet: Wonen.",
    )
    assert row.place.startswith("prioriteit-")


def test_finishing_freezes(edition: PlanEdition, cast: Cast) -> None:
    test = begun(edition, cast.rob)
    with pytest.raises(RefusedError, match="ten minste één"):
        services.finish(test, actor=cast.rob, role="council_member")
    give(test, 2, vision_chooses=("not", "Een wens."))
    made = services.finish(test, actor=cast.rob, role="council_member")
    assert len(made.sha256) == 64
    with pytest.raises(RefusedError) as closed:
        give(test, 2, vision_chooses="met")
    assert closed.value.sentence == services.CLOSED
    content = queries.content_of(made)
    assert queries.answers_in(content) == {"vision_chooses": "not"}
    assert content["sha256"] == edition.sha256
    assert [row.verb for row in Log.objects.filter(verb__startswith="quality_tests")][:2] == [
        "quality_tests.finish",
        "quality_tests.answer",
    ]


def test_nobody_else_fills_it_in(edition: PlanEdition, cast: Cast) -> None:
    test = begun(edition, cast.rob)
    with pytest.raises(RefusedError) as refused:
        services.take_over(test, 6, actor=cast.mira)
    assert refused.value.sentence == services.NOT_YOURS


def test_a_stopped_test_is_read_by_nobody(edition: PlanEdition, cast: Cast) -> None:
    test = begun(edition, cast.rob)
    services.stop(test, actor=cast.rob, role="council_member")
    assert queries.tests_of(membership(cast.rob), edition) == []
    assert begun(edition, cast.rob).pk != test.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanTest.objects.create(
            municipality=edition.plan.municipality, edition=edition, tester=cast.rob, role="clerk"
        )


def test_an_open_test_is_for_its_tester_only(edition: PlanEdition, cast: Cast) -> None:
    test = begun(edition, cast.rob)
    assert queries.test_of(membership(cast.rob), test.pk)
    assert queries.test_of(membership(cast.coos), test.pk) is None
    assert queries.result(membership(cast.rob), test.pk) is None


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_paper_counts_per_section_only(edition: PlanEdition, cast: Cast, language: str) -> None:
    test = finished(edition, cast.rob, vision_chooses=("not", "Een wens.", "", "Kies."))
    made = paper.paper_of(queries.content_of(test.result), language)
    assert "Overgenomen van Regie" not in as_json(made)
    assert len(made.sections) == 10
    table = next(block for block in made.sections[-1].blocks if isinstance(block, Table))
    assert len(table.rows) == 9
    assert made.language == language


def test_versions_are_those_the_role_reads(edition: PlanEdition, cast: Cast) -> None:
    assert [each.moment for each in queries.editions(membership(cast.rob))] == ["council"]
    assert len(queries.editions(membership(cast.coos))) == 3
    earlier = queries.before(membership(cast.coos), edition)
    assert earlier is not None
    assert earlier.number == edition.number - 1
    assert queries.before(membership(cast.rob), edition) is None


def test_what_was_taken_over_is_said_once(edition: PlanEdition, cast: Cast) -> None:
    test = begun(edition, cast.rob)
    services.take_over(test, 8, actor=cast.rob)
    made = services.finish(test, actor=cast.rob, role="council_member")
    printed = as_json(paper.paper_of(queries.content_of(made)))
    assert printed.count("Overgenomen van Regie.") == 5
