"""Writing evaluations: two people at once, views of several people, lessons, the edition."""

import json
from datetime import date

import pytest

from regie.evidence.findings.acting import Who
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import COORDINATOR, COUNCIL_MEMBER
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.path import pages
from regie.foundation.cycles.queries import lessons
from regie.foundation.records.frozen import stamp, token
from regie.foundation.records.models import AppendOnlyError, Log
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import StepRefusedError
from regie.foundation.records.threads import Ref
from regie.foundation.records.walking import thread_of
from regie.learning.evaluation import exports, paper, queries, services
from regie.learning.evaluation.freezing import frozen
from regie.learning.evaluation.models import Evaluation
from regie.learning.evaluation.services import Said, StaleError
from regie.learning.evaluation.tests.conftest import AddGoal

pytestmark = pytest.mark.room


def member(user: User) -> Membership:
    return Membership.objects.select_related("municipality", "partner").get(
        user=user, municipality__slug="voorbeeldstad"
    )


def fill(item: Evaluation, cast: Cast, add: AddGoal) -> None:
    """Everything that concluding asks for."""
    add("Minder inbraken", verdict="reached", figure="180 in 2025", source="politie")
    add("Minder overlast", verdict="cannot_say", reason="Het is nooit geteld.")
    answers = {"worked": "De korte lijnen.", "did_not_work": "Doelen zonder cijfer."}
    services.answer(item, answers, seen=token(item.answers), actor=cast.coos, role=COORDINATOR)


# --- writing --------------------------------------------------------------------------------------


def test_one_evaluation_at_a_time(item: Evaluation, cast: Cast) -> None:
    with pytest.raises(RefusedError, match="Er loopt al een evaluatie"):
        services.create(
            item.municipality,
            plan="Ander plan",
            first_day=date(2019, 1, 1),
            last_day=date(2022, 12, 31),
            cycle=None,
            kind="final",
            form="light",
            actor=cast.coos,
            role=COORDINATOR,
        )


@pytest.mark.parametrize(
    ("plan", "last", "words"),
    [("  ", date(2022, 1, 1), "Zeg op welk plan"), ("Plan", date(2018, 1, 1), "moet eindigen na")],
)
def test_a_plan_has_a_name_and_a_period(cast: Cast, plan: str, last: date, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        services.create(
            cast.voorbeeldstad,
            plan=plan,
            first_day=date(2019, 1, 1),
            last_day=last,
            cycle=None,
            kind="final",
            form="light",
            actor=cast.coos,
            role=COORDINATOR,
        )


def test_two_people_at_once_keep_their_text(item: Evaluation, cast: Cast) -> None:
    seen = token(item.answers)
    who: Who = {"actor": cast.coos, "role": COORDINATOR}
    services.answer(item, {"worked": "Eerst."}, seen=seen, **who)
    with pytest.raises(StaleError) as stale:
        services.answer(item, {"worked": "Later."}, seen=seen, **who)
    assert stale.value.current == {"worked": "Eerst."}
    services.answer(item, {"worked": ""}, seen=token({"worked": "Eerst."}), **who)
    item.refresh_from_db()
    assert item.answers == {}


def test_a_goal_is_changed_once_at_a_time(item: Evaluation, cast: Cast, add: AddGoal) -> None:
    goal = add("Minder inbraken")
    seen, values = services.token_of(goal), services.stored(goal)
    who: Who = {"actor": cast.coos, "role": COORDINATOR}
    services.change_goal(goal, values | {"verdict": "reached"}, seen=seen, **who)
    with pytest.raises(StaleError):
        services.change_goal(goal, values | {"verdict": "partly"}, seen=seen, **who)
    row = Log.objects.filter(verb="evaluation.change_goal").first()
    assert row is not None
    assert row.details == {"goal": "Minder inbraken", "from": "Nog niet gezegd", "to": "Bereikt"}


def test_a_goal_has_a_name_of_its_own(add: AddGoal) -> None:
    add("Minder inbraken")
    with pytest.raises(RefusedError, match="al een doel met deze naam"):
        add("minder inbraken")
    with pytest.raises(RefusedError, match="een naam"):
        add("  ")
    with pytest.raises(RefusedError):
        add("Bel 06-12345678")


def test_a_council_member_does_not_write(item: Evaluation, cast: Cast) -> None:
    with pytest.raises(RefusedError, match="werken aan de evaluatie"):
        services.add_goal(item, {"name": "x"}, actor=cast.rob, role=COUNCIL_MEMBER)


# --- views ----------------------------------------------------------------------------------------


def test_views_stand_beside_each_other(item: Evaluation, cast: Cast, add: AddGoal) -> None:
    goal = add("Minder overlast", verdict="partly", reason="In twee wijken.")
    rob, pia = member(cast.rob), member(cast.pia)
    with pytest.raises(RefusedError, match="nog niet gedeeld"):
        services.give_view(item, {goal.pk: Said("reached")}, membership=rob, actor=cast.rob)
    services.hand_over(item, "share", actor=cast.coos, role=COORDINATOR)
    services.give_view(item, {goal.pk: Said("reached", "Ja")}, membership=rob, actor=cast.rob)
    services.give_view(item, {goal.pk: Said("not_reached")}, membership=pia, actor=cast.pia)
    services.give_view(item, {None: Said(text="Goed")}, membership=pia, actor=cast.pia)
    told = frozen(item)
    views = [(view["who"]["nl"], view["verdict"]) for view in told["goals"][0]["views"]]
    assert views == [("Raadslid", "reached"), ("Woonvoorbeeld", "not_reached")]
    assert [view["text"] for view in told["whole"]] == ["Goed"]
    with pytest.raises(RefusedError, match="Anderen gaven hier al hun kijk"):
        services.remove_goal(goal, actor=cast.coos, role=COORDINATOR)
    services.give_view(item, {goal.pk: Said()}, membership=rob, actor=cast.rob)
    assert len(frozen(item)["goals"][0]["views"]) == 1


def test_giving_a_view_twice_keeps_one(item: Evaluation, cast: Cast, add: AddGoal) -> None:
    goal = add("Minder overlast")
    services.hand_over(item, "share", actor=cast.coos, role=COORDINATOR)
    rob = member(cast.rob)
    for said in (Said("reached"), Said("partly"), Said("bogus", "Twijfel")):
        given = services.give_view(item, {goal.pk: said}, membership=rob, actor=cast.rob)
        assert given == 1
    view = goal.perspectives.get()
    assert (view.verdict, view.text) == ("", "Twijfel")


def test_who_gives_no_view(item: Evaluation, cast: Cast) -> None:
    services.hand_over(item, "share", actor=cast.coos, role=COORDINATOR)
    tess, pia = member(cast.tess), member(cast.pia)
    pia.partner = None
    assert services.why_no_view(item, tess) == services.NOT_YOURS
    assert services.why_no_view(item, pia) == services.NO_ORGANISATION


# --- lessons --------------------------------------------------------------------------------------


def test_a_lesson_stands_in_the_cycle_and_can_be_taken_back(
    item: Evaluation, cast: Cast, add: AddGoal
) -> None:
    who: Who = {"actor": cast.coos, "role": COORDINATOR}
    goal = add("Minder overlast")
    lesson = services.learn(item, "Meet eerst.", kind="did_not_work", goal=goal, **who)
    assert [row.text for row in lessons(item.municipality)] == ["Meet eerst."]
    assert lesson.source == "Evaluatie Veiligheidsplan 2023–2026"
    thread = thread_of(member(cast.coos), Ref("lesson", lesson.pk))
    assert thread is not None
    assert [b.node.ref for b in thread.back.children] == [Ref("old_goal", goal.pk)]
    services.unlearn(item, lesson, why="Klopt niet.", **who)
    assert lessons(item.municipality) == []
    assert queries.lessons_of(item) == []


# --- concluding -----------------------------------------------------------------------------------


def test_what_is_concluded_stays(item: Evaluation, cast: Cast, add: AddGoal) -> None:
    who: Who = {"actor": cast.coos, "role": COORDINATOR}
    with pytest.raises(RefusedError, match="ten minste één"):
        services.conclude(item, reason="", **who)
    item.refresh_from_db()
    fill(item, cast, add)
    edition = services.conclude(item, reason="Besproken met partners.", **who)
    assert edition.sha256 == stamp(edition.content)
    assert json.loads(edition.content)["concluded"]["why"] == "Besproken met partners."
    with pytest.raises(RefusedError, match="ligt vast"):
        add("Nog een doel")
    with pytest.raises(StepRefusedError):
        services.conclude(item, reason="", **who)
    with pytest.raises(AppendOnlyError):
        edition.save()
    assert queries.concluded(item.municipality) == edition
    services.withdraw(item, reason="Fout cijfer.", **who)
    assert queries.concluded(item.municipality) is None


def test_withdrawing_asks_for_a_reason(item: Evaluation, cast: Cast) -> None:
    with pytest.raises(RefusedError, match="Geef een reden"):
        services.withdraw(item, reason=" ", actor=cast.coos, role=COORDINATOR)


def test_the_document_and_the_file_say_the_same(item: Evaluation, cast: Cast, add: AddGoal) -> None:
    fill(item, cast, add)
    add(
        "Met cijfer",
        verdict="partly",
        reason="Deels.",
        promised="De helft",
        indicator="offence-1.1.1",
    )
    content = frozen(item)
    for language, word in (("nl", "Minder inbraken"), ("en", "Minder inbraken")):
        made = paper.paper_of(content, language)
        assert word in str(made)
        assert made.language == language
    told = exports.as_csv(content, "nl").decode("utf-8-sig")
    assert "Minder overlast" in told
    assert "Het is nooit geteld." in told


# --- the guided path ------------------------------------------------------------------------------


def test_the_path_knows_how_far_the_look_back_is(
    item: Evaluation, cast: Cast, add: AddGoal
) -> None:
    old = PolicyCycle.objects.get(municipality=item.municipality)
    new = PolicyCycle.objects.create(
        municipality=item.municipality,
        name="Nieuw plan",
        valid_from=date(2027, 1, 1),
        valid_to=date(2030, 12, 31),
        current_step="assignment",
    )
    assert not pages()["previous_evaluation"].progress(new).done
    assert "concept" in pages()["previous_evaluation"].progress(new).words
    assert "nog niet teruggekeken" in pages()["previous_evaluation"].progress(old).words
    fill(item, cast, add)
    services.conclude(item, reason="", actor=cast.coos, role=COORDINATOR)
    assert pages()["previous_evaluation"].progress(new).done
    assert pages()["final_evaluation"].progress(old).done
    assert not pages()["final_evaluation"].progress(new).done
