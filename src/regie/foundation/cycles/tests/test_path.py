"""The guided path: pages of steps, what lacks, the next thing to do, and moving on in one click."""

from datetime import date

import pytest
from django.db.models import OuterRef
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from regie.foundation.access.rules import COORDINATOR, COUNCIL_MEMBER
from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.cycles import path, services
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle, SafetyField
from regie.foundation.cycles.path import PathStep, Planned, Progress, StepPage
from regie.foundation.cycles.permissions import RENAME, VIEW_CYCLE
from regie.foundation.cycles.queries import current_cycle, fields_with_themes, phases, variants
from regie.foundation.cycles.services import CycleRefusedError
from regie.foundation.records.rows import Rows

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = "voorbeeldstad"
HOME = f"/{TOWN}/beleidscyclus/"
MOVE_ON = f"{HOME}verder/"


@pytest.fixture(autouse=True)
def no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the pages a test announces, whatever the rooms above do."""
    monkeypatch.setattr(path, "_pages", {})
    monkeypatch.setattr(path, "_planning", [])


@pytest.fixture
def cycle(cast: Cast) -> PolicyCycle:
    found = current_cycle(cast.voorbeeldstad)
    assert found is not None
    return found


def announce(step: str, *, done: bool, words: str = "Er zijn 3 bevindingen.") -> None:
    path.add_page(step, "cycles:names", RENAME, lambda cycle: Progress(done, words))


def drawn(cycle: PolicyCycle, role: str = COORDINATOR) -> dict[str, PathStep]:
    found = path.draw(cycle, gemeente=TOWN, role=role)
    return {step.step.code: step for block in found.blocks for step in block.steps}


def test_a_passed_step_without_its_product_is_skipped(cycle: PolicyCycle) -> None:
    steps = drawn(cycle)
    assert steps["assignment"].state == "gereed"
    assert steps["start_memo"].state == "overgeslagen"
    assert steps["safety_analysis"].state == "nu"
    assert steps["safety_analysis"].lacking == (
        "Startbijeenkomst met partners",
        "Terugblik op het vorige plan",
    )
    assert steps["adoption"].state == "straks"


SKIP = f"{HOME}overslaan/"


def test_skipping_a_step_with_a_reason(as_coos: Client, as_rob: Client, cycle: PolicyCycle) -> None:
    announce("safety_analysis", done=False)
    assert f"{SKIP}?stap=participation" in as_coos.get(HOME).content.decode()
    assert SKIP not in as_rob.get(HOME).content.decode()
    assert as_rob.post(SKIP, {"step": "participation", "why": "x"}).status_code == 403
    assert as_coos.post(SKIP, {"step": "participation", "why": ""}).status_code == 422
    assert as_coos.get(f"{SKIP}?stap=nowhere").status_code == 404
    assert as_coos.get(f"{SKIP}?stap=participation").status_code == 200
    sent = {"step": "participation", "why": "De enquête is pas gehouden."}
    as_coos.post(SKIP, sent)
    page = " ".join(as_rob.get(HOME).content.decode().split())
    assert "Coos: De enquête is pas gehouden." in page
    assert drawn(cycle_again(cycle))["participation"].state == "overgeslagen"
    assert path.here(cycle_again(cycle), gemeente=TOWN, role=COORDINATOR).following == (
        "Voorlopige prioriteiten"
    )
    assert "al overgeslagen" in as_coos.post(SKIP, sent).content.decode()
    as_coos.post(SKIP, {"step": "safety_analysis", "why": "Het beeld is er al."})
    now = cycle_again(cycle)
    assert now.current_step == "provisional_priorities"
    assert now.skipped_steps == ["safety_analysis", "participation"]
    services.move_to_step(now, "participation", why="Toch wel.", actor=None)
    now = cycle_again(cycle)
    assert now.skipped_steps == ["safety_analysis"]
    assert drawn(now)["participation"].skip is None


def test_a_step_that_is_done_is_not_skipped(as_coos: Client, cycle: PolicyCycle) -> None:
    announce("start_memo", done=True)
    answer = as_coos.post(SKIP, {"step": "start_memo", "why": "Geen tijd."})
    assert answer.status_code == 422
    assert "Deze stap is al gereed." in answer.content.decode()
    assert cycle_again(cycle).skipped_steps == []


def test_a_phase_behind_us_is_not_called_done(as_coos: Client, cycle: PolicyCycle) -> None:
    marks = {phase.code: phase.state for phase in phases(cycle)}
    assert (marks["start"], marks["analysis"]) == ("voorbij", "nu")
    assert "Achter de rug" in as_coos.get(HOME).content.decode()
    for step in ("start_memo", "start_memo_council", "start_meeting", "assignment"):
        services.skip_step(cycle, step, why="Anders gedaan.", actor=None)
    marks = {phase.code: phase.state for phase in phases(cycle_again(cycle))}
    assert marks["start"] == "overgeslagen"
    page = " ".join(as_coos.get(HOME).content.decode().split())
    assert "4 overgeslagen" in page


def test_the_light_version_says_what_it_does_not_need(as_coos: Client, cycle: PolicyCycle) -> None:
    assert "Niet nodig in de lichte werkwijze" not in as_coos.get(HOME).content.decode()
    PolicyCycle.objects.update(variant="light")
    page = " ".join(as_coos.get(HOME).content.decode().split())
    assert "Niet nodig in de lichte werkwijze: Startbijeenkomst met partners." in page


def cycle_again(cycle: PolicyCycle) -> PolicyCycle:
    return PolicyCycle.objects.select_related("municipality").get(pk=cycle.pk)


def test_a_page_that_says_the_work_is_done_counts(cycle: PolicyCycle) -> None:
    announce("previous_evaluation", done=True)
    announce("participation", done=True)
    steps = drawn(cycle)
    assert steps["previous_evaluation"].state == steps["participation"].state == "gereed"
    assert steps["previous_evaluation"].progress == "Er zijn 3 bevindingen."
    todo = path.draw(cycle, gemeente=TOWN, role=COORDINATOR).todo
    assert todo.following == "provisional_priorities"


def test_who_may_not_open_a_page_reads_why(cycle: PolicyCycle) -> None:
    announce("safety_analysis", done=False)
    step = drawn(cycle, COUNCIL_MEMBER)["safety_analysis"]
    assert (step.url, step.refusal) == (
        "",
        "Alleen de veiligheidscoördinator geeft velden en thema's een eigen naam.",
    )
    assert drawn(cycle)["safety_analysis"].url == reverse("cycles:names", args=[TOWN])


def test_a_page_that_is_not_built_is_no_page(cycle: PolicyCycle) -> None:
    path.add_page("safety_analysis", "nowhere:page", VIEW_CYCLE, lambda c: Progress(False, ""))
    assert drawn(cycle)["safety_analysis"].url == ""
    assert path.is_done(cycle, gemeente=TOWN)
    assert path.pages()["safety_analysis"] == path.page_of("safety_analysis")
    assert isinstance(path.page_of("safety_analysis"), StepPage)


def test_the_phase_leads_to_its_first_step_with_a_page() -> None:
    announce("participation", done=False)
    assert path.address_of_phase("analysis", "full", TOWN).endswith("/namen/")
    assert path.address_of_phase("analysis", "light", TOWN) == ""
    assert path.address_of_phase("plan", "full", TOWN) == ""


def test_every_page_says_what_is_now_and_what_follows(as_rob: Client, cycle: PolicyCycle) -> None:
    announce("safety_analysis", done=False)
    text = as_rob.get(f"/{TOWN}/").content.decode()
    assert "Nu:" in text
    assert "Daarna: Inwoners en ondernemers raadplegen." in " ".join(text.split())
    assert HOME in text
    cycle.current_step = "final_evaluation"
    assert path.here(cycle, gemeente=TOWN, role=COUNCIL_MEMBER).following == ""


def test_the_page_draws_the_path(as_coos: Client, cycle: PolicyCycle) -> None:
    announce("safety_analysis", done=False)
    path.set_planning(
        lambda c: {
            "start_memo": Planned(date(2025, 1, 4), date(2025, 2, 4)),
            "adoption": Planned(date(2026, 1, 4), date(2026, 2, 4)),
        }
    )
    text = " ".join(as_coos.get(HOME).content.decode().split())
    for words in (
        "Volgende stap",
        "Er zijn 3 bevindingen.",
        "Ga aan het werk",
        "Toch verder, met een reden",
        "Eerst nodig: Startbijeenkomst met partners, Terugblik op het vorige plan.",
        "4 jan 2026 tot en met 4 feb 2026",
        "te laat",
        "overgeslagen",
    ):
        assert words in text


def test_moving_on_in_one_click(as_coos: Client, cycle: PolicyCycle) -> None:
    data = {"van": "safety_analysis", "naar": "participation"}
    text = as_coos.post(MOVE_ON, data, follow=True).content.decode()
    assert "De cyclus staat nu op: Inwoners en ondernemers raadplegen." in text
    assert "Deze stap is gereed." in text
    cycle.refresh_from_db()
    assert cycle.finished_steps == ["assignment", "safety_analysis"]
    again = as_coos.post(MOVE_ON, data, follow=True).content.decode()
    assert "Iemand zette de cyclus intussen op een andere stap." in again
    cycle.refresh_from_db()
    assert cycle.current_step == "participation"


def test_a_step_that_is_not_done_asks_for_a_reason(as_coos: Client, cycle: PolicyCycle) -> None:
    announce("safety_analysis", done=False)
    answer = as_coos.post(MOVE_ON, {"van": "safety_analysis", "naar": "participation"})
    assert answer.headers["Location"] == f"{HOME}stap/?stap=participation"
    cycle.refresh_from_db()
    assert cycle.current_step == "safety_analysis"


def test_the_last_step_leads_to_a_new_cycle(as_coos: Client, cycle: PolicyCycle) -> None:
    services.move_to_step(cycle, "final_evaluation", why="Klaar.", actor=None)
    text = as_coos.get(HOME).content.decode()
    assert "Dit is de laatste stap." in text
    assert MOVE_ON not in text


def test_who_may_not_move_reads_why_beside_the_next_step(
    as_rob: Client, cycle: PolicyCycle
) -> None:
    text = as_rob.get(HOME).content.decode()
    assert "Zet de cyclus verder" in text
    assert MOVE_ON not in text


def test_the_light_path_is_shorter(as_coos: Client, cast: Cast) -> None:
    full, light = variants()
    assert (full.steps, light.steps) == (19, 14)
    assert (full.months, light.months) == (10, 5)
    assert full.left_out == ()
    assert "Startbijeenkomst met partners" in light.left_out
    PolicyCycle.objects.all().delete()
    empty = as_coos.get(HOME).content.decode()
    assert "Volledig of licht?" in empty
    assert "Reken op minstens 5 maanden tot de raad beslist." in " ".join(empty.split())
    data = {"name": "Licht plan", "valid_from": "2026-01-01", "valid_to": "2029-12-31"}
    month = localdate().replace(day=1).isoformat()
    data |= {"variant": "light", "decision_month": month}
    text = as_coos.post(f"{HOME}starten/", data, follow=True).content.decode()
    assert "Dit is de lichte werkwijze" in text
    assert "met terugwerkende kracht" in text
    assert 'data-l="Stap"' in text
    assert "Niet nodig in de lichte werkwijze: Startbijeenkomst met partners." in text


def test_the_wanted_month_of_the_decision(cycle: PolicyCycle) -> None:
    with pytest.raises(CycleRefusedError, match="Geef een reden"):
        services.want_decision(cycle, date(2027, 5, 20), why=" ", actor=None)
    kept = services.want_decision(cycle, date(2027, 5, 20), why="Zo wil de raad het.", actor=None)
    assert kept.decision_month == date(2027, 5, 1)
    same = services.want_decision(cycle, date(2027, 5, 1), why="Nog eens.", actor=None)
    assert same.decision_month == date(2027, 5, 1)
    assert services.want_decision(cycle, None, why="Onbekend.", actor=None).decision_month is None


def test_the_queries_grow_only_with_the_rooms_that_have_pages_of_steps(
    as_coos: Client, cycle: PolicyCycle
) -> None:
    without = count_queries(as_coos, HOME)
    assert without <= 10

    def counted(cycle: PolicyCycle) -> Progress:
        found = PolicyCycle.objects.filter(municipality=cycle.municipality_id).count()
        return Progress(found > 5, "Bijna.")

    for step in ("safety_analysis", "adoption"):
        path.add_page(step, "cycles:names", RENAME, counted)
    assert count_queries(as_coos, HOME) == without + 2
    routes = dict.fromkeys(("start_memo", "approach"), "cycles:names")
    both = path.Reading(lambda cycle, _kept: dict.fromkeys(routes, counted(cycle)))
    path.add_pages(routes, RENAME, both)
    assert count_queries(as_coos, HOME) == without + 3


def test_what_is_read_along_with_the_cycle_costs_one_query_for_all_rooms(
    as_coos: Client, cycle: PolicyCycle
) -> None:
    def of(step: str) -> path.Reading:
        rows = SafetyField.objects.filter(cycle=OuterRef("pk")).order_by("position")
        return path.Reading(
            lambda _cycle, kept: {step: Progress(True, f"{step}: {kept['fields'][0]['code']}")},
            lambda: {"fields": Rows(rows, code="code")},
        )

    path.add_pages({"safety_analysis": "cycles:names"}, RENAME, of("safety_analysis"))
    one = count_queries(as_coos, HOME)
    path.add_pages({"adoption": "cycles:names"}, RENAME, of("adoption"))
    assert count_queries(as_coos, HOME) == one
    told = path.progress_of(cycle, ["safety_analysis", "adoption"], gemeente="voorbeeldstad")
    first = fields_with_themes(cycle)[0].code
    assert [item.words for item in told.values()] == [
        f"safety_analysis: {first}",
        f"adoption: {first}",
    ]
