"""The pages of the board, of others and of alignment, for everybody of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regie.evidence.findings.acting import Who
from regie.evidence.findings.models import Finding
from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.planning.priorities import queries, services
from regie.planning.priorities.models import Alignment, HigherRelation
from regie.planning.priorities.services import AlignmentWords
from regie.planning.priorities.tests.conftest import Put, theme_of

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = {"gemeente": "voorbeeldstad"}
BOARD = reverse("priorities:board", kwargs=TOWN)
MOVE = reverse("priorities:move", kwargs=TOWN)
HIGHER = reverse("priorities:higher", kwargs=TOWN)
ALIGNMENT = reverse("priorities:alignment", kwargs=TOWN)


def sent(*themes: int | str, **more: object) -> dict[str, object]:
    return {"theme": list(themes), "level": "priority", "reason": "Nodig.", **more}


def test_the_board_shows_every_theme_and_moves_several_at_once(
    as_coos: Client, cycle: PolicyCycle, found: Callable[..., Finding]
) -> None:
    found("tourism", "Meer klachten bij de camping")
    page = as_coos.get(BOARD).content.decode()
    assert "Meer klachten bij de camping" in page
    assert page.count('name="theme"') > 25
    one, two = theme_of(cycle, "tourism").pk, theme_of(cycle, "events").pk
    answer = as_coos.post(MOVE, sent(one, two), follow=True)
    assert "2 thema&#x27;s hebben een plaats." in answer.content.decode()
    assert queries.levels(cycle) == {"tourism": "priority", "events": "priority"}


def test_the_number_of_queries_does_not_grow_with_the_board(
    as_coos: Client, cast: Cast, cycle: PolicyCycle, put: Put, found: Callable[..., Finding]
) -> None:
    who = Who(actor=cast.coos, role="coordinator")
    theme = theme_of(cycle, "tourism")
    pages = [
        *(reverse(f"priorities:{name}", kwargs=TOWN) for name in ("board", "higher", "alignment")),
        reverse("priorities:previous", kwargs=TOWN),
        reverse("priorities:theme", kwargs=TOWN | {"pk": theme.pk}),
        reverse("priorities:relate", kwargs=TOWN | {"slug": "nl-2023-cybercrime"}),
    ]
    put("tourism", "priority")
    found("tourism")
    few = [count_queries(as_coos, page) for page in pages]
    for code in ("events", "nightlife", "youth_nuisance"):
        put(code, "priority")
        found(code)
        services.override(cycle, "no_finding", code, "De wijkagent ziet het.", **who)
    for level in ("strategic", "priority", "maintenance", "strategic"):
        put("tourism", level, f"Nu {level}.", "Gewoon werk.")
    for kind in ("triangle", "neighbours", "region", "national"):
        words = AlignmentWords(
            kind=kind, who="functies", held_on=timezone.localdate(), outcome="Akkoord."
        )
        services.align(cycle, words, **who)
    assert [count_queries(as_coos, page) for page in pages] == few
    assert max(few) <= 15


def test_two_browsers_at_once(as_coos: Client, cycle: PolicyCycle, put: Put) -> None:
    """The second sees both values, keeps what was typed, and saves again as a choice."""
    row = put("tourism", "strategic", "Eerst dit.")
    pk = theme_of(cycle, "tourism").pk
    answer = as_coos.post(MOVE, sent(pk, **{f"seen-{pk}": 0}, reason="Mijn reden."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Eerst dit." in page
    assert "Mijn reden." in page
    assert f'name="seen-{pk}" value="{row.pk}"' in page
    assert queries.levels(cycle) == {"tourism": "strategic"}
    as_coos.post(MOVE, sent(pk, **{f"seen-{pk}": row.pk}, reason="Mijn reden."))
    assert queries.levels(cycle) == {"tourism": "priority"}


def test_an_invalid_move_keeps_what_was_ticked(as_coos: Client, cycle: PolicyCycle) -> None:
    pk = theme_of(cycle, "tourism").pk
    answer = as_coos.post(MOVE, sent(pk, reason=""))
    assert answer.status_code == 422
    assert f'id="kies-{pk}" checked' in " ".join(answer.content.decode().split())
    assert as_coos.post(MOVE, sent()).status_code == 422
    assert as_coos.post(MOVE, sent("x")).status_code == 422
    named = as_coos.post(MOVE, sent(pk, reason="Bel dhr. J. Jansen"))
    assert "naam van een persoon" in named.content.decode()


def test_a_warning_can_be_answered_and_stays(as_coos: Client, put: Put) -> None:
    put("tourism", "priority")
    address = reverse("priorities:override", kwargs=TOWN)
    data = {"code": "no_finding", "subject": "tourism", "reason": "De wijkagent ziet het."}
    assert as_coos.post(address, data | {"reason": ""}).status_code == 422
    page = as_coos.post(address, data, follow=True).content.decode()
    assert "De wijkagent ziet het." in page
    assert "geen bevestigde bevinding" in page


def test_a_theme_has_its_own_page(
    as_coos: Client, as_mira: Client, put: Put, cycle: PolicyCycle
) -> None:
    put("tourism", "priority", "Nodig in de zomer.")
    pk = theme_of(cycle, "tourism").pk
    address = reverse("priorities:theme", kwargs=TOWN | {"pk": pk})
    assert "Nodig in de zomer." in as_coos.get(address).content.decode()
    assert "Alleen de veiligheidscoördinator" in as_mira.get(address).content.decode()
    nowhere = reverse("priorities:theme", kwargs=TOWN | {"pk": 0})
    assert as_coos.get(nowhere).status_code == 404


def test_the_plan_before_is_one_form(as_coos: Client, cycle: PolicyCycle) -> None:
    address = reverse("priorities:previous", kwargs=TOWN)
    pk = theme_of(cycle, "tourism").pk
    assert as_coos.get(address).status_code == 200
    page = as_coos.post(address, {f"theme-{pk}": "priority"}, follow=True).content.decode()
    assert "vorige plan: prioriteit" in " ".join(page.split())


def test_a_municipality_without_a_cycle_learns_the_next_step(as_vera: Client, cast: Cast) -> None:
    PolicyCycle.objects.filter(municipality=cast.buurstad).delete()
    there = {"gemeente": "buurstad"}
    page = as_vera.get(reverse("priorities:board", kwargs=there))
    assert "Er is nog geen beleidscyclus" in page.content.decode()
    assert as_vera.get(reverse("priorities:alignment", kwargs=there)).status_code == 404


# --- others, alignment ----------------------------------------------------------------------------


def test_adding_and_relating(as_coos: Client, cycle: PolicyCycle) -> None:
    add = reverse("priorities:add_higher", kwargs=TOWN)
    assert as_coos.post(add, {"name": "x"}).status_code == 422
    data = {
        "scope": "regional",
        "name": "Drugs in de haven",
        "body": "Regionaal plan",
        "first_year": 2024,
        "last_year": 2027,
        "source": "Regionaal plan, 2023",
    }
    assert as_coos.post(add, data | {"last_year": 2020}).status_code == 422
    assert "Drugs in de haven" in as_coos.post(add, data, follow=True).content.decode()
    taken = as_coos.post(
        add, {"example": "Veiligheidsstrategie Midden-Nederland 2023–2026"}, follow=True
    )
    assert "Digitale veiligheid" in taken.content.decode()
    assert as_coos.post(add, {"example": "Niets"}).status_code == 422
    own = next(item for item in queries.higher(cycle) if item.name == "Drugs in de haven")
    relate = reverse("priorities:relate", kwargs=TOWN | {"slug": own.code})
    assert as_coos.post(relate, {"relation": "same"}).status_code == 422
    as_coos.post(relate, {"relation": "not", "reason": "Wij hebben geen haven."})
    assert HigherRelation.objects.get().higher == own.code
    assert "Wij hebben geen haven." in as_coos.get(HIGHER).content.decode()
    assert as_coos.get(relate).status_code == 200
    gone = reverse("priorities:relate", kwargs=TOWN | {"slug": "niets"})
    assert as_coos.get(gone).status_code == 404
    away = reverse("priorities:withdraw_higher", kwargs=TOWN | {"pk": own.own})
    assert "Drugs in de haven" not in as_coos.post(away, follow=True).content.decode()


def test_words_of_the_triangle_are_for_few(
    as_coos: Client, as_mira: Client, as_ilse: Client
) -> None:
    data = {
        "kind": "triangle",
        "who": "burgemeester, officier en teamchef",
        "held_on": "2026-03-02",
        "outcome": "De driehoek steunt dit.",
    }
    add = reverse("priorities:align", kwargs=TOWN)
    assert as_coos.post(add, data | {"held_on": "2099-01-01"}).status_code == 422
    assert as_coos.post(add, data, follow=True).status_code == 200
    for client, reads in ((as_coos, True), (as_mira, True), (as_ilse, False)):
        page = client.get(ALIGNMENT).content.decode()
        assert ("De driehoek steunt dit." in page) is reads
        assert "2 maart 2026" in page
    row = Alignment.objects.get()
    away = reverse("priorities:withdraw_alignment", kwargs=TOWN | {"pk": row.pk})
    assert as_coos.post(away, follow=True).status_code == 200
    assert not queries.alignments(row.cycle)


def test_skipping_on_the_page(as_coos: Client, cycle: PolicyCycle) -> None:
    address = reverse("priorities:skip", kwargs=TOWN)
    assert as_coos.post(address, {"reason": "Te klein."}).status_code == 422, "the full way"
    cycle.variant = "light"
    cycle.save()
    assert as_coos.post(address, {"reason": ""}).status_code == 422
    assert "overgeslagen" in as_coos.post(address, {"reason": "x"}, follow=True).content.decode()


# --- who sees what --------------------------------------------------------------------------------


def test_readers_are_sent_to_what_was_sent_out(as_rob: Client, as_griet: Client) -> None:
    for client in (as_rob, as_griet):
        answer = client.get(BOARD, follow=True)
        assert answer.status_code == 200
        assert "Er is nog geen voorstel verstuurd" in answer.content.decode()
        assert client.get(ALIGNMENT).status_code == 403
        assert client.post(MOVE, sent()).status_code == 403


@pytest.mark.parametrize("name", ["board", "previous", "higher", "alignment"])
def test_the_neighbour_sees_nothing(as_vera: Client, name: str) -> None:
    assert as_vera.get(reverse(f"priorities:{name}", kwargs=TOWN)).status_code == 404
