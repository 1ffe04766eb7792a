"""The pages of the quality test: who sees what, refusals with reasons, and no total."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.foundation.cycles.cast import Cast
from regie.foundation.records.frozen import canonical, stamp
from regie.learning.quality_tests import queries, services
from regie.learning.quality_tests.models import PlanTest
from regie.learning.quality_tests.paper import paper_of
from regie.learning.quality_tests.tests import plans
from regie.learning.quality_tests.tests.conftest import begun, finished
from regie.planning.plan_decisions.freezing import content_of
from regie.planning.plan_decisions.models import PlanEdition
from regie.planning.plan_decisions.tests import factory
from regie.policy.quality_test import QUALITY_TEST
from regie.ui.paper import as_json

pytestmark = [pytest.mark.room, pytest.mark.django_db]
MOST_QUERIES = 15


def at(name: str, **more: Any) -> str:
    """An address in Voorbeeldstad."""
    return reverse(f"quality_tests:{name}", kwargs={"gemeente": "voorbeeldstad", **more})


def text(answer: Any) -> str:
    """The page as text."""
    return str(answer.content.decode())


def test_without_a_plan_the_pages_teach(as_coos: Client, as_rob: Client) -> None:
    assert "Er is nog geen versie om te toetsen" in text(as_coos.get(at("list")))
    assert "Raadsleden lezen het" in text(as_rob.get(at("list")))
    assert "Er is nog geen plan" in text(as_coos.get(at("preview")))
    for section in QUALITY_TEST().sections:
        assert section.name in text(as_rob.get(at("list")))


def test_a_draft_has_a_preview_that_is_no_test(cast: Cast, as_coos: Client, as_rob: Client) -> None:
    factory.written_plan(cast)
    assert at("preview") in text(as_coos.get(at("list")))
    shown = text(as_coos.get(at("preview")))
    assert "Dit is geen toets" in shown
    assert "Prioriteiten met een doel: 1 van 2. Nog niet: Wonen." in shown
    assert "/voorbeeldstad/plan/onderdeel/" in shown
    refused = as_rob.get(at("preview"))
    assert refused.status_code == 403
    assert "zien de voorproef" in text(refused)


def test_a_version_says_what_the_machine_found(edition: PlanEdition, as_rob: Client) -> None:
    assert "Versie 3: bij de raad" in text(as_rob.get(at("list")))
    shown = text(as_rob.get(at("version", pk=edition.pk)))
    assert "Nog niemand toetste deze versie" in shown
    assert "Begin een toets" in shown
    assert "Wat veranderde sinds" not in shown


def test_the_author_sees_why_not(edition: PlanEdition, as_coos: Client) -> None:
    shown = text(as_coos.get(at("version", pk=edition.pk)))
    assert "U schreef mee aan deze versie" in shown
    assert "Wat Regie nagaat, gaf dezelfde antwoorden." in shown
    answer = as_coos.post(at("begin", pk=edition.pk), follow=True)
    assert "U schreef mee aan deze versie" in text(answer)
    assert not PlanTest.objects.exists()


def test_the_plan_has_an_anchor_for_every_place(edition: PlanEdition, as_rob: Client) -> None:
    shown = text(as_rob.get(at("text", pk=edition.pk)))
    found = queries.machine(edition, None)
    for anchor in {each for verdict in found.values() for each in verdict.anchors}:
        assert f'id="{anchor}"' in shown


def _begin(client: Client, edition: PlanEdition) -> int:
    client.post(at("begin", pk=edition.pk))
    return PlanTest.objects.latest("pk").pk


def test_a_council_member_tests_section_by_section(edition: PlanEdition, as_rob: Client) -> None:
    pk = _begin(as_rob, edition)
    work = text(as_rob.get(at("test", pk=pk)))
    assert "58 vragen hebben nog geen antwoord" in work
    assert "Beantwoord ten minste één vraag." in work
    for section in range(1, 10):
        shown = text(as_rob.get(at("section", pk=pk, section=section)))
        assert QUALITY_TEST().of(section)[-1].text.replace("'", "&#x27;") in shown
    sent = {"seen": services.token_of({}, 9), "accountability-answer": "not"}
    refused = as_rob.post(at("section", pk=pk, section=9), sent)
    assert refused.status_code == 422
    assert "Schrijf op waarom. Zo weet de schrijver wat ontbreekt." in text(refused)
    sent["accountability-motivation"] = "Er staat niets over bijsturen."
    sent["accountability-improvement"] = "Spreek af wie beslist."
    saved = as_rob.post(at("section", pk=pk, section=9), sent)
    assert saved["Location"] == at("test", pk=pk)
    stale = as_rob.post(at("section", pk=pk, section=9), sent)
    assert stale.status_code == 422
    assert "Dit onderdeel is intussen opgeslagen" in text(stale)
    assert "1 × voldoet niet" in text(as_rob.get(at("test", pk=pk)))


def test_taking_over_and_finishing(edition: PlanEdition, as_rob: Client, as_coos: Client) -> None:
    pk = _begin(as_rob, edition)
    answer = as_rob.post(at("take_over", pk=pk, section=8), follow=True)
    assert "5 antwoorden overgenomen." in text(answer)
    assert as_coos.get(at("test", pk=pk)).status_code == 404
    done = as_rob.post(at("step", pk=pk), {"step": "finish"}, follow=True)
    assert "Uw toets ligt vast." in text(done)
    read = text(as_coos.get(at("test", pk=pk)))
    assert "Toets door: raadslid" in read or "Toets door: Raadslid" in read
    assert "Rob" not in read
    assert "Er is geen totaalcijfer" in read
    assert "Overgenomen van Regie." in read
    assert as_rob.get(at("section", pk=pk, section=1)).status_code == 302
    again = as_rob.post(at("step", pk=pk), {"step": "finish"}, follow=True)
    assert "De antwoorden liggen vast" in text(again)
    assert "liggen vast" in text(as_rob.post(at("take_over", pk=pk, section=8), follow=True))


def test_a_test_can_be_stopped(edition: PlanEdition, as_rob: Client) -> None:
    pk = _begin(as_rob, edition)
    answer = as_rob.post(at("step", pk=pk), {"step": "stop"}, follow=True)
    assert "De toets is gestopt." in text(answer)
    assert as_rob.get(at("test", pk=pk)).status_code == 404


def test_testers_stand_beside_each_other(edition: PlanEdition, cast: Cast, as_rob: Client) -> None:
    finished(edition, cast.rob, vision_chooses=("not", "Een wens."))
    finished(edition, cast.tess, vision_chooses="met")
    shown = text(as_rob.get(at("version", pk=edition.pk)))
    assert "Over deze vragen denken toetsers verschillend:" in shown
    assert QUALITY_TEST().item("vision_chooses").text in shown
    assert "Toets A" in shown
    assert "Toets B" in shown
    assert "(uw toets)" in shown


def test_later_versions_say_what_changed(edition: PlanEdition, cast: Cast, as_coos: Client) -> None:
    content = content_of(edition.plan, number=4, moment="council")
    content["objectives"] = []
    plain = canonical(content)
    later = PlanEdition.objects.create(
        plan=edition.plan,
        number=4,
        moment="council",
        content=plain,
        sha256=stamp(plain),
        made_at=edition.made_at,
    )
    shown = text(as_coos.get(at("version", pk=later.pk)))
    assert "Wat veranderde sinds de vorige versie?" in shown
    assert "(minder)" in shown


def test_a_full_plan_has_its_places(edition: PlanEdition, cast: Cast, as_rob: Client) -> None:
    plain = canonical(plans.met())
    full = PlanEdition.objects.create(
        plan=edition.plan,
        number=5,
        moment="council",
        content=plain,
        sha256=stamp(plain),
        made_at=edition.made_at,
    )
    shown = text(as_rob.get(at("text", pk=full.pk)))
    for anchor in {
        each for verdict in queries.machine(full, None).values() for each in verdict.anchors
    }:
        assert f'id="{anchor}"' in shown
    test = begun(full, cast.rob)
    sent = {
        "seen": services.token_of({}, 1),
        "scope-answer": "met",
        "scope-place": "onderdeel-scope",
        "scope-improvement": "Noem ook het gebied.",
    }
    answer = as_rob.post(at("section", pk=test.pk, section=1), sent)
    assert answer["Location"] == at("section", pk=test.pk, section=2)
    done = services.finish(test, actor=cast.rob, role=test.role)
    read = text(as_rob.get(at("test", pk=test.pk)))
    assert f"{at('text', pk=full.pk)}#onderdeel-scope" in read
    printed = as_json(paper_of(queries.content_of(done), "nl"))
    assert "Waar het plan over gaat" in printed
    assert "Noem ook het gebied." in printed
    assert str(test) in str(done)


def test_what_is_not_there_is_not_found(
    edition: PlanEdition, cast: Cast, as_rob: Client, as_vera: Client
) -> None:
    pk = begun(edition, cast.rob).pk
    for name in ("version", "text"):
        assert as_rob.get(at(name, pk=999_999)).status_code == 404
        assert as_vera.get(at(name, pk=edition.pk)).status_code == 404
    assert as_rob.get(at("test", pk=999_999)).status_code == 404
    assert as_rob.get(at("section", pk=pk, section=10)).status_code == 404
    assert as_rob.post(at("take_over", pk=pk, section=10)).status_code == 404
    earlier = PlanEdition.objects.get(number=1)
    assert as_rob.get(at("version", pk=earlier.pk)).status_code == 404


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_in_both_languages_ask_few_queries(
    edition: PlanEdition,
    cast: Cast,
    as_rob: Client,
    as_coos: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    language: str,
) -> None:
    other = finished(edition, cast.tess)
    mine = begun(edition, cast.rob)
    as_rob.cookies["django_language"] = as_coos.cookies["django_language"] = language
    pages = [
        at("list"),
        at("version", pk=edition.pk),
        at("text", pk=edition.pk),
        at("test", pk=mine.pk),
        at("test", pk=other.pk),
        *(at("section", pk=mine.pk, section=number) for number in (1, 6)),
    ]
    for address in pages:
        with django_assert_max_num_queries(MOST_QUERIES):
            assert as_rob.get(address).status_code == 200
    with django_assert_max_num_queries(45):
        assert as_coos.get(at("preview")).status_code == 200
