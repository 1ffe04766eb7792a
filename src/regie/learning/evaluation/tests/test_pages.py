"""The pages of an evaluation: who sees what, refusals, input kept, bounded queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regie.foundation.access.rules import COORDINATOR
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import Lesson, PolicyCycle
from regie.learning.evaluation import services
from regie.learning.evaluation.models import Evaluation
from regie.learning.evaluation.tests.conftest import AddGoal
from regie.learning.evaluation.tests.test_evaluation import fill

pytestmark = pytest.mark.room

ROOT = "/voorbeeldstad/evaluatie/"


def at(item: Evaluation, part: str = "") -> str:
    return f"{ROOT}{item.pk}/{part}"


def share(item: Evaluation, cast: Cast) -> None:
    services.hand_over(item, "share", actor=cast.coos, role=COORDINATOR)


def test_an_empty_list_teaches_the_next_step(as_coos: Client, as_rob: Client) -> None:
    assert b"Begin een evaluatie" in as_coos.get(ROOT).content
    page = as_rob.get(ROOT).content
    assert b"Begin een evaluatie" not in page
    assert "Er is nog geen evaluatie om te lezen" in page.decode()


def test_beginning_with_a_plan_of_the_cycle(as_coos: Client, cast: Cast) -> None:
    cycle = PolicyCycle.objects.get(municipality=cast.voorbeeldstad)
    posted = {"which": cycle.pk, "kind": "final", "form": "light"}
    answer = as_coos.post(f"{ROOT}nieuw/", posted)
    made = Evaluation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, at(made))
    assert (made.plan, made.last_day) == (cycle.name, cycle.last_day)
    again = as_coos.post(f"{ROOT}nieuw/", posted)
    assert again.status_code == 422
    assert "Er loopt al een evaluatie" in again.content.decode()


def test_an_older_plan_needs_a_name_and_days(as_coos: Client) -> None:
    posted = {"which": "older", "kind": "final", "form": "full", "first_day": "2019-01-01"}
    page = as_coos.post(f"{ROOT}nieuw/", posted)
    assert page.status_code == 422
    assert "Zeg op welk plan u terugkijkt." in page.content.decode()
    assert 'value="2019-01-01"' in page.content.decode()
    wrong = posted | {"plan": "Plan 2019", "last_day": "2018-01-01"}
    assert "moet eindigen na" in as_coos.post(f"{ROOT}nieuw/", wrong).content.decode()
    right = wrong | {"last_day": "2022-12-31"}
    assert as_coos.post(f"{ROOT}nieuw/", right).status_code == 302


def test_questions_are_kept_and_persons_refused(as_coos: Client, item: Evaluation) -> None:
    page = as_coos.get(at(item, "vragen/")).content.decode()
    assert page.count("<textarea") == 9
    seen = page.split('name="seen" value="')[1].split('"')[0]
    bad = as_coos.post(at(item, "vragen/"), {"worked": "Bel jan@voorbeeld.nl", "seen": seen})
    assert bad.status_code == 422
    assert "Bel jan@voorbeeld.nl" in bad.content.decode()
    good = as_coos.post(at(item, "vragen/"), {"worked": "De korte lijnen.", "seen": seen})
    assert good.status_code == 302
    late = as_coos.post(at(item, "vragen/"), {"worked": "Iets anders.", "seen": seen})
    assert late.status_code == 422
    for words in ("Iemand anders sloeg intussen op", "De korte lijnen.", "Iets anders."):
        assert words in late.content.decode()


def test_goals_are_added_changed_and_removed(as_coos: Client, item: Evaluation) -> None:
    form = {"name": "Minder overlast", "verdict": "cannot_say", "reason": "Niet geteld."}
    assert as_coos.post(at(item, "doelen/nieuw/"), form).status_code == 302
    goal = item.goals.get()
    page = as_coos.get(at(item, f"doelen/{goal.pk}/")).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    changed = form | {"verdict": "partly", "seen": seen}
    assert as_coos.post(at(item, f"doelen/{goal.pk}/"), changed).status_code == 302
    late = as_coos.post(at(item, f"doelen/{goal.pk}/"), form | {"seen": seen})
    assert late.status_code == 422
    assert "Deels bereikt" in as_coos.get(at(item, "doelen/")).content.decode()
    assert as_coos.post(at(item, f"doelen/{goal.pk}/weg/")).status_code == 302
    assert not item.goals.exists()
    assert as_coos.get(at(item, f"doelen/{goal.pk}/")).status_code == 404
    assert as_coos.post(at(item, "doelen/nieuw/"), {"name": ""}).status_code == 422


def test_a_draft_is_hidden_until_it_is_shared(
    as_rob: Client, as_pia: Client, as_vera: Client, item: Evaluation, cast: Cast, add: AddGoal
) -> None:
    goal = add("Minder overlast", verdict="partly", reason="In twee wijken.")
    assert as_rob.get(at(item)).status_code == 404
    share(item, cast)
    assert "Geef uw kijk" in as_rob.get(at(item)).content.decode()
    posted = {f"verdict-{goal.pk}": "not_reached", "text-whole": "Te veel doelen."}
    assert as_pia.post(at(item, "kijk/mijn/"), posted).status_code == 302
    page = as_rob.get(at(item, "kijk/")).content.decode()
    for words in ("Woonvoorbeeld", "Niet bereikt", "Te veel doelen.", "Er zijn verschillen"):
        assert words in page
    for part in ("", "kijk/", "kijk/mijn/", "gegevens.csv", "doelen/"):
        assert as_vera.get(at(item, part)).status_code == 404


def test_who_may_not_write_reads_why(as_rob: Client, item: Evaluation, cast: Cast) -> None:
    share(item, cast)
    for part in ("vragen/", "lessen/", "doelen/nieuw/"):
        page = as_rob.get(at(item, part))
        assert page.status_code == 403
        assert "werken aan de evaluatie" in page.content.decode()


def test_lessons_are_written_and_taken_back(as_coos: Client, item: Evaluation) -> None:
    url = at(item, "lessen/")
    added = {"do": "add", "kind": "open", "text": "Waarom daalt het niet?"}
    assert as_coos.post(url, added).status_code == 302
    lesson = Lesson.objects.get()
    assert "Waarom daalt het niet?" in as_coos.get(url).content.decode()
    assert as_coos.post(url, {"do": "add", "kind": "open", "text": ""}).status_code == 422
    as_coos.post(url, {"do": "withdraw", "lesson": lesson.pk, "why": ""})
    assert Lesson.objects.get().withdrawn_at is None
    as_coos.post(url, {"do": "withdraw", "lesson": lesson.pk, "why": "Dubbel."})
    assert Lesson.objects.get().withdrawn_at is not None


def test_concluding_gives_the_page_of_the_council(
    as_coos: Client, as_rob: Client, item: Evaluation, cast: Cast, add: AddGoal
) -> None:
    as_coos.post(at(item, "stap/"), {"step": "conclude"})
    page = as_coos.get(at(item)).content.decode()
    assert "Zet er ten minste één oude prioriteit" in page
    fill(item, cast, add)
    as_coos.post(at(item, "stap/"), {"step": "conclude", "reason": "Besproken."})
    page = as_rob.get(at(item)).content.decode()
    for words in ("Wat werkte?", "De korte lijnen.", "Niet te zeggen", "Besproken.", "SHA-256"):
        assert words in page
    assert as_coos.post(at(item, "stap/"), {"step": "share"}, follow=True).status_code == 200
    as_coos.post(at(item, "stap/"), {"step": "withdraw", "reason": "Fout cijfer."})
    item.refresh_from_db()
    assert item.state == "withdrawn"


def test_the_file_names_every_goal(as_coos: Client, item: Evaluation, add: AddGoal) -> None:
    add("=cmd|' /C calc'!A0")
    answer = as_coos.get(at(item, "gegevens.csv"))
    assert answer["Content-Type"] == "text/csv"
    assert ",=cmd" not in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("part", ["", "doelen/", "kijk/", "voorbeeld/", "lessen/", "kijk/mijn/"])
def test_pages_ask_a_bounded_number_of_queries(
    as_coos: Client, item: Evaluation, add: AddGoal, part: str
) -> None:
    for number in range(12):
        add(f"Doel {number}", verdict="partly", reason="Deels.")
    with CaptureQueriesContext(connection) as asked:
        assert as_coos.get(at(item, part)).status_code == 200
    assert len(asked) <= 15, [query["sql"][:80] for query in asked]
