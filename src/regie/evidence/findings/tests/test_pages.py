"""The pages of findings: who sees what, deciding with forms, and how much a page costs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.evidence.appraisal.rules import Arrow, Assessment
from regie.evidence.findings import services
from regie.evidence.findings import urls as own_urls
from regie.evidence.findings.models import Finding
from regie.evidence.findings.rules import Verdict, stored
from regie.evidence.findings.tests.conftest import BIKES
from regie.evidence.findings.tests.making import BURGLARY, change
from regie.evidence.findings.tests.test_findings import observation, of
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import COORDINATOR
from regie.foundation.cycles.cast import CAST, Cast
from regie.foundation.organizations.models import Municipality

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = "voorbeeldstad"
EVERYBODY = frozenset(persona.code for persona in CAST) - {"vera"}
ANALYSTS = frozenset({"coos", "ilse"})
DRAFTS = ANALYSTS | {"mira", "wim", "griet"}
# Page → who sees it of a candidate. Posting only is marked with None.
PAGES: dict[str, frozenset[str]] = {
    "list": EVERYBODY,
    "add": ANALYSTS,
    "finding": DRAFTS,
    "story": ANALYSTS,
    "observations": ANALYSTS,
    "decide": ANALYSTS,
}
POST_ONLY = {"refresh": ANALYSTS, "accept_numbers": ANALYSTS, "reject_many": ANALYSTS}


@pytest.fixture
def proposed(town: Municipality, picture: tuple[Assessment, ...]) -> Municipality:
    services.refresh_candidates(town, actor=None)
    return town


def address(name: str, item: Finding | None = None, slug: str = "bevestigen") -> str:
    kwargs: dict[str, Any] = {"gemeente": TOWN}
    if name in {"finding", "story", "observations", "decide"}:
        kwargs["pk"] = item.pk if item else 0
    if name == "decide":
        kwargs["slug"] = slug
    return reverse(f"findings:{name}", kwargs=kwargs)


def text(response: Any) -> str:
    assert response.status_code in {200, 422}, response.status_code
    return str(response.content.decode())


def signed_in(cast: Cast, persona: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, persona))
    return client


def test_the_table_holds_every_page() -> None:
    assert {p.name for p in own_urls.urlpatterns} == set(PAGES) | set(POST_ONLY)


@pytest.mark.parametrize("persona", sorted(EVERYBODY | {"vera"}))
def test_who_sees_what(persona: str, cast: Cast, proposed: Municipality) -> None:
    client = signed_in(cast, persona)
    item = of(proposed, f"change:{BURGLARY}")
    for name, seers in PAGES.items():
        wanted = 404 if persona == "vera" else 200 if persona in seers else 403
        if name == "finding" and persona not in DRAFTS:
            wanted = 404
        assert client.get(address(name, item)).status_code == wanted, name
    for name, doers in POST_ONLY.items():
        wanted = 404 if persona == "vera" else 302 if persona in doers else 403
        answer = client.post(address(name), {"reason": "x", "chosen": [item.pk]})
        assert answer.status_code == wanted, name


def test_another_municipality_has_no_such_finding(cast: Cast, as_coos: Client) -> None:
    foreign = Finding.objects.create(municipality=cast.buurstad, key="x", kind="level")
    for name in ("finding", "story", "observations", "decide"):
        assert as_coos.get(address(name, foreign)).status_code == 404
    answer = as_coos.post(address("reject_many"), {"reason": "x", "chosen": [foreign.pk]})
    assert answer.status_code == 422
    foreign.refresh_from_db()
    assert foreign.state == "candidate"


def test_the_list_teaches_when_it_is_empty(as_coos: Client, as_rob: Client, cast: Cast) -> None:
    assert "Er zijn nog geen bevindingen" in text(as_coos.get(address("list")))
    assert "Er is nog niets bevestigd" in text(as_rob.get(address("list")))


def test_three_kinds_of_knowledge_side_by_side(
    as_coos: Client, as_rob: Client, proposed: Municipality, cast: Cast
) -> None:
    observation(proposed, cast, theme="perceived_safety")
    observation(proposed, cast, theme="perceived_safety", title="Geheim", visibility="confidential")
    page = text(as_coos.get(address("list")))
    for words in ("Diefstal/inbraak woning: gestegen", "Voelt zich vaak onveilig", "Vertrouwelijk"):
        assert words in page
    assert "Dealen op het plein" in page
    item = of(proposed, "perceived:perceived-vm_unsafe_often")
    services.confirm(item, confidence="low", actor=cast.coos, role=COORDINATOR)
    seen = text(as_rob.get(address("list")))
    assert "Dealen op het plein" in seen
    assert "Geheim" not in seen
    assert "Diefstal/inbraak woning: gestegen" not in seen
    assert "kandidaat" not in seen.lower().split("hoe lees ik dit?")[0]


def test_filters_and_tabs(as_coos: Client, proposed: Municipality) -> None:
    only = text(as_coos.get(address("list"), {"soort": "concentration", "stand": "candidate"}))
    assert "vooral in een paar buurten" in only
    assert "Diefstal/inbraak woning: gestegen" not in only
    none = text(as_coos.get(address("list"), {"veld": "physical"}))
    assert "Geen bevindingen met deze keuze" in none


@pytest.mark.parametrize("persona", ["coos", "rob"])
def test_three_hundred_findings_cost_as_many_queries_as_ten(
    persona: str,
    cast: Cast,
    proposed: Municipality,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    verdict = stored(Verdict(change=change(arrow=Arrow.UP), deliveries=(1,)))
    Finding.objects.bulk_create(
        Finding(
            municipality=proposed,
            key=f"change:{n}",
            kind="change",
            indicator=BURGLARY,
            theme=f"theme{n}",
            field="living_environment",
            direction="up",
            position=n,
            verdict=verdict,
            state="confirmed" if n % 2 else "candidate",
        )
        for n in range(600)
    )
    client = signed_in(cast, persona)
    client.get(address("list"))
    with django_assert_max_num_queries(18):
        page = text(client.get(address("list"), {"pagina": "2"}))
    assert "Pagina 2 van" in page


def test_one_finding_costs_a_bounded_number_of_queries(
    as_coos: Client,
    proposed: Municipality,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    item = of(proposed, f"change:{BURGLARY}")
    as_coos.get(address("finding", item))
    with django_assert_max_num_queries(24):
        page = text(as_coos.get(address("finding", item)))
    assert "Valt het buiten de normale schommeling" in page
    assert "Onze rekenwijze" in page


def test_deciding_with_forms(as_coos: Client, proposed: Municipality) -> None:
    item, into = of(proposed, f"change:{BURGLARY}"), of(proposed, f"level:{BIKES}")
    assert "Hoe zeker is dit?" in text(as_coos.get(address("decide", item)))
    done = as_coos.post(address("decide", item), {"confidence": "high"}, follow=True)
    assert "Opgeslagen." in text(done)
    assert as_coos.get(address("decide", item, "nergens")).status_code == 404
    late = as_coos.post(address("decide", item), {"confidence": "high"})
    assert late.status_code == 422
    assert "past niet bij de huidige stand" in text(late)
    for slug, asked, state in (
        ("heropenen", {"reason": "Nog eens."}, "candidate"),
        ("samenvoegen", {"into": into.pk}, "merged"),
        ("losmaken", {}, "candidate"),
        ("afwijzen", {"reason": "Bekend."}, "rejected"),
    ):
        answer = as_coos.post(address("decide", item, slug), asked)
        assert answer.status_code == 302, slug
        item.refresh_from_db()
        assert item.state == state
        assert text(as_coos.get(address("finding", item)))
    wrong = as_coos.post(address("decide", into, "overnemen"), {"reason": "x"})
    assert "geen nieuwe cijfers" in text(wrong)


def test_merged_findings_refer_to_each_other(
    as_coos: Client, as_rob: Client, proposed: Municipality, cast: Cast
) -> None:
    item, into = of(proposed, f"change:{BURGLARY}"), of(proposed, f"level:{BIKES}")
    who: dict[str, Any] = {"actor": cast.coos, "role": COORDINATOR}
    services.merge(item, into, reason="", **who)
    services.confirm(into, confidence="medium", **who)
    assert address("finding", into) in text(as_coos.get(address("finding", item)))
    assert address("finding", item) in text(as_coos.get(address("finding", into)))
    seen = text(as_rob.get(address("finding", into)))
    assert "Diefstal/inbraak woning: gestegen" in seen
    assert address("finding", item) not in seen


def test_rejecting_many_keeps_what_was_typed(as_coos: Client, proposed: Municipality) -> None:
    wrong = as_coos.post(address("reject_many"), {"reason": "mail jan@x.nl", "chosen": []})
    assert wrong.status_code == 422
    assert "mail jan@x.nl" in text(wrong)
    nothing = as_coos.post(address("reject_many"), {"reason": "Bekend."})
    assert "Kies ten minste één bevinding" in text(nothing)
    pks = list(Finding.objects.values_list("pk", flat=True))
    done = as_coos.post(address("reject_many"), {"reason": "Bekend.", "chosen": pks}, follow=True)
    assert f"{len(pks)} bevindingen afgewezen" in text(done)


def test_refreshing_by_hand(as_ilse: Client, proposed: Municipality) -> None:
    assert "Alles was al bijgewerkt" in text(as_ilse.post(address("refresh"), follow=True))
    Finding.objects.filter(kind="change").delete()
    assert "1 nieuwe kandidaat" in text(as_ilse.post(address("refresh"), follow=True))


def test_writing_the_story(as_coos: Client, proposed: Municipality, cast: Cast) -> None:
    item = of(proposed, f"change:{BURGLARY}")
    asked = {"story": "Een groep trok rond.", "version": item.version, "theme": item.theme}
    assert as_coos.post(address("story", item), asked).status_code == 302
    assert "Een groep trok rond." in text(as_coos.get(address("finding", item)))
    mine = as_coos.post(address("story", item), {**asked, "story": "Mijn tekst."})
    assert mine.status_code == 422
    both = text(mine)
    assert "Een groep trok rond." in both
    assert "Mijn tekst." in both
    again = {**asked, "story": "Mijn tekst.", "version": item.version + 1}
    assert as_coos.post(address("story", item), again).status_code == 302
    personal = as_coos.post(address("story", item), {**again, "story": "bel 06-12345678"})
    assert personal.status_code == 422
    assert "bel 06-12345678" in text(personal)
    item.refresh_from_db()
    assert item.story == "Mijn tekst."


def test_an_own_finding(as_coos: Client, proposed: Municipality) -> None:
    asked = {
        "headline": "Ondernemers betalen beschermgeld",
        "theme": "organised_crime",
        "other_sources": "Gesprekken met ondernemers",
        "confidence": "low",
    }
    done = as_coos.post(address("add"), asked, follow=True)
    page = text(done)
    assert "Ondernemers betalen beschermgeld" in page
    assert "Gesprekken met ondernemers" in page
    wrong = as_coos.post(address("add"), {**asked, "headline": ""})
    assert wrong.status_code == 422


def test_street_knowledge_is_chosen(
    as_coos: Client, as_pia: Client, proposed: Municipality, cast: Cast
) -> None:
    item = of(proposed, f"change:{BURGLARY}")
    assert "Er is nog geen straatkennis" in text(as_coos.get(address("observations", item)))
    partner = Membership.objects.get(user=cast.pia).partner
    seen = observation(proposed, cast, partner=partner)
    services.confirm(item, confidence="high", actor=cast.coos, role=COORDINATOR)
    assert as_pia.get(address("finding", item)).status_code == 404
    done = as_coos.post(address("observations", item), {"observations": [seen.pk]})
    assert done.status_code == 302
    assert "Dealen op het plein" in text(as_coos.get(address("finding", item)))
    assert "Dealen op het plein" in text(as_pia.get(address("finding", item)))
    assert "Diefstal/inbraak woning: gestegen" in text(as_pia.get(address("list")))


def test_newer_figures_stand_beside_the_old(
    as_coos: Client, as_mira: Client, proposed: Municipality, cast: Cast
) -> None:
    item = of(proposed, f"change:{BURGLARY}")
    services.confirm(item, confidence="high", actor=cast.coos, role=COORDINATOR)
    latest = stored(Verdict(change=change(arrow=Arrow.DOWN)))
    Finding.objects.filter(pk=item.pk).update(news="words", latest=latest)
    page = text(as_coos.get(address("finding", item)))
    assert "Toen er besloten werd" in page
    assert "Nieuwe cijfers overnemen" in page
    assert "Nieuwe cijfers overnemen" not in text(as_mira.get(address("finding", item)))
    assert "zeggen iets anders" in text(as_coos.get(address("list")))
    done = as_coos.post(address("decide", item, "overnemen"), {"reason": "Nagekeken."})
    assert done.status_code == 302
    Finding.objects.filter(pk=item.pk).update(news="numbers", latest=latest)
    assert "Neem daar de nieuwe cijfers over" in text(as_coos.get(address("list")))
    assert "1 bevinding bijgewerkt" in text(as_coos.post(address("accept_numbers"), follow=True))
    Finding.objects.filter(pk=item.pk).update(news="gone", latest={})
    assert "Dit is geen signaal meer." in text(as_coos.get(address("finding", item)))
