"""The pages of the objectives: who reads and writes, what is said, and nothing gets lost."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regie.planning.objective_desk.tests.conftest import STATEMENT, Write
from regie.planning.objectives.models import Objective
from regie.planning.plans import queries as plans
from regie.planning.plans.models import PlanState, SafetyPlan

pytestmark = [pytest.mark.room, pytest.mark.django_db]
ROOT = "/voorbeeldstad/plan/doelen/"


def typed(**more: str) -> dict[str, str]:
    """What a browser sends of a form that was filled."""
    first = {
        "action": "save",
        "seen": "0",
        "statement": STATEMENT,
        "kind": "outcome",
        "beside": "itself",
        "indicator": "",
        "direction": "",
    }
    return first | more


def text(answer: HttpResponseBase) -> str:
    return str(getattr(answer, "content", b"").decode())


def test_the_list_names_what_hangs_loose(as_coos: Client, plan: SafetyPlan, write: Write) -> None:
    assert "Bij deze prioriteit hoort nog geen doel." in text(as_coos.get(ROOT))
    write()
    page = text(as_coos.get(ROOT))
    for words in (
        "Nog geen doel bij: Jeugd.",
        f"Hoort bij geen prioriteit: {STATEMENT}",
        f"Heeft geen nulmeting: {STATEMENT}",
        "geen nulmeting",
        "niemand verantwoordelijk",
        "Niet meetbaar",
    ):
        assert words in page


def test_a_long_name_is_cut_between_words_and_the_sentence_ends_once(
    as_coos: Client, plan: SafetyPlan, write: Write
) -> None:
    long = "Minder overlast voor bewoners en ondernemers rond het station in Voorbeeldstad"
    write(statement=long)
    page = text(as_coos.get(ROOT))
    assert (
        "Heeft geen nulmeting: Minder overlast voor bewoners en ondernemers rond het…</a>" in page
    )
    assert "…." not in page


def test_the_class_is_said_once_on_the_page_of_an_objective(
    as_coos: Client, plan: SafetyPlan, write: Write
) -> None:
    row = write()
    page = text(as_coos.get(f"{ROOT}{row.pk}/"))
    course = page[page.index('id="verloop"') : page.index('id="kritiek"')]
    assert course.count("Niet meetbaar") == 1
    assert "Er is nog geen streefwaarde." in course


def test_an_objective_is_written_and_read_as_a_sentence(as_coos: Client, plan: SafetyPlan) -> None:
    priority = plans.priorities_of(plan)[0]
    sent = typed(
        priority=str(priority.pk),
        indicator="own",
        measured_by="Meldingen van overlast",
        measuring_plan="Team toezicht telt elke maand, vanaf januari.",
        baseline="1.250",
        unit="meldingen",
        baseline_from="2023",
        baseline_to="2025",
        baseline_source="Meldsysteem",
        direction="decrease",
        target="1.000",
        target_date="2030-12-31",
        owner="Teamleider toezicht",
        means_0="Meer toezicht",
        means_1="",
    )
    answer = as_coos.post(f"{ROOT}nieuw/", sent)
    row = Objective.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{ROOT}{row.pk}/"
    assert (row.baseline, row.target, row.priority) == (Decimal(1250), Decimal(1000), priority)
    page = text(as_coos.get(f"{ROOT}{row.pk}/"))
    assert (
        "Meldingen van overlast: van 1.250 meldingen (2023–2025) naar hoogstens 1.000 meldingen, "
        "uiterlijk op 31 december 2030." in page
    )
    assert "Meer toezicht" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"statement": ""}, "Dit veld is verplicht."),
        ({"target_date": "2001-01-01"}, "Deze datum ligt voor het plan begint."),
        ({"direction": "decrease", "target_percent": "-10"}, "zonder minteken"),
        ({"target_percent": "10"}, "Kies bij een percentage of het omlaag of omhoog moet."),
        ({"target": "3", "target_percent": "10", "direction": "decrease"}, "niet allebei"),
        ({"baseline": "veel"}, "Schrijf dit als een getal"),
        ({"target": "9" * 15}, "Dit getal is te groot."),
        ({"baseline_from": "vorig jaar"}, "Schrijf een jaar, zoals 2024."),
        ({"baseline_from": "2025", "baseline_to": "2020"}, "ligt voor het eerste jaar"),
        ({"indicator": "bestaat-niet"}, "Dit cijfer bestaat niet."),
        ({"priority": "999999"}, "Kies een prioriteit van dit plan."),
        ({"owner": "bel 06 12345678"}, "gegevens over personen"),
    ],
)
def test_what_cannot_be_read_is_refused_and_kept_on_the_screen(
    as_coos: Client, plan: SafetyPlan, wrong: dict[str, str], words: str
) -> None:
    sent = typed(effect="Rust <script>alert(1)</script> in de wijk", **wrong)
    answer = as_coos.post(f"{ROOT}nieuw/", sent)
    page = text(answer)
    assert answer.status_code == 422
    assert words in page
    assert "Rust &lt;script&gt;alert(1)&lt;/script&gt; in de wijk" in page
    assert "<script>alert" not in page
    assert not Objective.objects.exists()


def test_numbers_are_read_as_people_type_them(as_coos: Client, plan: SafetyPlan) -> None:
    sent = typed(baseline="3,45", target="1 200", direction="increase", baseline_to="2025")
    as_coos.post(f"{ROOT}nieuw/", sent)
    row = Objective.objects.get()
    assert (row.baseline, row.target) == (Decimal("3.45"), Decimal(1200))


def test_looking_keeps_nothing_and_loses_nothing(as_coos: Client, plan: SafetyPlan) -> None:
    sent = typed(action="look", statement="Wij zetten vier boa's in.", means_0="Vier boa's")
    answer = as_coos.post(f"{ROOT}nieuw/", sent)
    page = text(answer)
    assert answer.status_code == 200
    assert "Dit is een middel en geen doel." in page
    assert "Nog niet bewaard." in page
    assert "Vier boa&#x27;s" in page
    assert not Objective.objects.exists()


def test_the_browser_asks_only_the_criticism(as_coos: Client, as_rob: Client, write: Write) -> None:
    sent = typed(baseline="onzin", statement="Minder overlast.")
    page = text(as_coos.post(f"{ROOT}kritiek/", sent))
    assert "<html" not in page
    assert "Waarde: Schrijf dit als een getal" in page
    assert 'data-critique-part="baseline"' in page
    row = write()
    page = text(as_coos.post(f"{ROOT}{row.pk}/kritiek/", typed(owner="Teamleider")))
    assert "Er staat niet wie verantwoordelijk is." not in page
    assert as_rob.post(f"{ROOT}kritiek/", sent).status_code == 403


def test_a_row_for_means_can_be_added(as_coos: Client, plan: SafetyPlan) -> None:
    sent = typed(action="more", means_0="Een", means_1="Twee")
    page = text(as_coos.post(f"{ROOT}nieuw/", sent))
    assert 'name="means_2"' in page
    assert 'value="Twee"' in page


def test_two_people_at_once_see_both_versions(
    as_coos: Client, as_ilse: Client, write: Write
) -> None:
    row = write()
    url = f"{ROOT}{row.pk}/wijzigen/"
    as_coos.post(url, typed(seen="1", statement="Van Coos."))
    answer = as_ilse.post(url, typed(seen="1", statement="Van Ilse."))
    page = text(answer)
    assert answer.status_code == 422
    assert "Iemand anders veranderde dit doel intussen" in page
    assert "Van Coos." in page
    assert "Van Ilse." in page
    assert 'name="seen" value="2"' in page
    as_ilse.post(url, typed(seen="2", statement="Van Ilse."))
    row.refresh_from_db()
    assert (row.statement, row.version) == ("Van Ilse.", 3)


def test_criticism_stands_with_a_reason_until_it_is_gone(as_coos: Client, write: Write) -> None:
    row = write()
    url = f"{ROOT}{row.pk}/kritiek/nobody_responsible/"
    assert as_coos.post(url, {"reason": " "}).status_code == 422
    as_coos.post(url, {"reason": "Wij wachten op het nieuwe college."})
    for place in (ROOT, f"{ROOT}{row.pk}/", f"{ROOT}{row.pk}/wijzigen/"):
        assert "uitgelegd" in text(as_coos.get(place))
    assert "Wij wachten op het nieuwe college." in text(as_coos.get(f"{ROOT}{row.pk}/"))
    as_coos.post(f"{ROOT}{row.pk}/wijzigen/", typed(seen="1", owner="Teamleider toezicht"))
    page = text(as_coos.get(f"{ROOT}{row.pk}/geschiedenis/"))
    assert "Het doel is veranderd. Deze kritiek geldt niet meer." in page
    assert as_coos.get(url).status_code == 404


def test_the_gravest_criticism_stands_first(as_coos: Client, write: Write) -> None:
    row = write()
    page = text(as_coos.get(f"{ROOT}{row.pk}/"))
    levels = re.findall(r'data-level="(\w+)"', page)
    assert {"stop", "note"} <= set(levels)
    assert levels == sorted(levels, key=["stop", "warn", "note"].index)


def test_the_history_tells_each_difference(as_coos: Client, write: Write) -> None:
    row = write()
    sent = typed(seen="1", direction="decrease", target="12,5", target_date="2030-12-31")
    as_coos.post(f"{ROOT}{row.pk}/wijzigen/", sent)
    page = text(as_coos.get(f"{ROOT}{row.pk}/geschiedenis/"))
    assert "<ins>12,5</ins>" in page
    assert "<ins>omlaag</ins>" in page
    assert "<del>–</del>" in page
    assert "Coos" in page


def test_objectives_are_ordered_taken_out_and_put_back(as_coos: Client, write: Write) -> None:
    first, second = write(), write(statement="Minder branden in 2030.")
    as_coos.post(f"{ROOT}{second.pk}/omhoog/")
    page = text(as_coos.get(ROOT))
    assert page.index(f'id="d{second.pk}"') < page.index(f'id="d{first.pk}"')
    assert as_coos.post(f"{ROOT}{first.pk}/weghalen/", {"reason": ""}).status_code == 422
    as_coos.post(f"{ROOT}{first.pk}/weghalen/", {"reason": "Staat al bij wonen."})
    assert "Staat al bij wonen." in text(as_coos.get(ROOT))
    as_coos.post(f"{ROOT}{first.pk}/terug/")
    first.refresh_from_db()
    assert first.removed_at is None
    assert as_coos.post(f"{ROOT}{first.pk}/onzin/").status_code == 404


def test_the_council_reads_from_the_moment_the_plan_lies_there(
    as_rob: Client, as_coos: Client, as_vera: Client, plan: SafetyPlan, write: Write
) -> None:
    row = write()
    assert as_rob.get(ROOT).status_code == 403
    refused = as_rob.get(f"{ROOT}{row.pk}/")
    assert refused.status_code == 403
    assert "Het plan is nog een concept." in text(refused)
    SafetyPlan.objects.filter(pk=plan.pk).update(state=PlanState.COUNCIL)
    assert STATEMENT in text(as_rob.get(f"{ROOT}{row.pk}/"))
    assert as_rob.get(f"{ROOT}{row.pk}/wijzigen/").status_code == 403
    assert as_rob.get(f"{ROOT}{row.pk}/geschiedenis/").status_code == 404
    closed = as_coos.post(f"{ROOT}{row.pk}/wijzigen/", typed(seen="1"))
    assert closed.status_code == 422
    assert "De tekst ligt nu vast." in text(closed)
    for place in (ROOT, f"{ROOT}{row.pk}/", f"{ROOT}{row.pk}/wijzigen/"):
        assert as_vera.get(place).status_code == 404
    assert as_vera.get(f"/buurstad/plan/doelen/{row.pk}/").status_code == 404


def test_many_objectives_ask_few_questions(as_coos: Client, plan: SafetyPlan, write: Write) -> None:
    jeugd, wonen = plans.priorities_of(plan)
    for n in range(60):
        write(
            priority=(jeugd, wonen)[n % 2].pk,
            baseline=Decimal(10),
            baseline_to=2025,
            direction="decrease",
            target=Decimal(5),
            target_date=date(2030, 12, 31),
            means=("Toezicht",),
        )
    row = Objective.objects.first()
    assert row is not None
    for place in (ROOT, f"{ROOT}nieuw/", f"{ROOT}{row.pk}/", f"{ROOT}{row.pk}/wijzigen/"):
        as_coos.get(place)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert as_coos.get(place).status_code == 200
        assert len(asked) <= 15, (place, [q["sql"][:150] for q in asked])
