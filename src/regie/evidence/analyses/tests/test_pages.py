"""The pages of safety analyses: who sees what, writing a draft, and reading an edition."""

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.evidence.analyses import checking, services
from regie.evidence.analyses import urls as own_urls
from regie.evidence.analyses.models import SafetyAnalysis
from regie.evidence.analyses.rules import scope_from
from regie.evidence.appraisal.rules import Assessment
from regie.evidence.findings.models import Finding
from regie.foundation.cycles.cast import CAST, Cast
from regie.foundation.cycles.models import Lesson
from regie.foundation.organizations.models import Municipality

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TOWN = "voorbeeldstad"
EVERYBODY = frozenset(persona.code for persona in CAST) - {"vera"}
EDITORS = frozenset({"coos", "ilse"})
DRAFTS = EDITORS | {"mira", "wim", "griet"}
# Page → who sees it of a draft, and of a published analysis.
OF_DRAFT: dict[str, frozenset[str]] = {
    "scope": EDITORS,
    "lessons": EDITORS,
    "findings": EDITORS,
    "story": EDITORS,
    "preview": DRAFTS,
}
OF_EDITION = ("show", "verify", "data")
OTHERS = {"list", "create", "step"}

Me = dict[str, Any]


def address(name: str, item: SafetyAnalysis | None = None, slug: str = "json") -> str:
    kwargs: dict[str, Any] = {"gemeente": TOWN} | ({"slug": slug} if name == "data" else {})
    if name not in {"list", "create"}:
        kwargs["pk"] = item.pk if item else 1
    return reverse(f"analyses:{name}", kwargs=kwargs)


def text(response: Any) -> str:
    assert response.status_code in {200, 422}, response.status_code
    return str(response.content.decode())


def signed_in(cast: Cast, persona: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, persona))
    return client


def test_the_table_holds_every_page() -> None:
    assert {p.name for p in own_urls.urlpatterns} == {*OF_DRAFT, *OF_EDITION, *OTHERS}


@pytest.mark.parametrize("persona", sorted(EVERYBODY | {"vera"}))
def test_who_sees_what(persona: str, cast: Cast, ready: SafetyAnalysis, me: Me) -> None:
    client = signed_in(cast, persona)
    stranger = persona == "vera"
    for name, seers in OF_DRAFT.items():
        wanted = 404 if stranger else 200 if persona in seers else 403
        assert client.get(address(name, ready)).status_code == wanted, name
    draft = 200 if persona in DRAFTS else 404
    assert client.get(address("show", ready)).status_code == draft
    services.publish(ready, **me)
    for name in OF_EDITION:
        wanted = 404 if stranger else 200
        assert client.get(address(name, ready)).status_code == wanted, name
    assert client.get(address("list")).status_code == (404 if stranger else 200)
    creating = 404 if stranger else 200 if persona in EDITORS else 403
    assert client.get(address("create")).status_code == creating
    stepping = 404 if stranger else 302 if persona in DRAFTS else 403
    assert client.post(address("step", ready), {"step": "return"}).status_code == stepping
    ready.refresh_from_db()
    assert ready.state == "published"


def test_another_municipality_has_no_such_analysis(as_coos: Client, cast: Cast, me: Me) -> None:
    foreign = SafetyAnalysis.objects.create(
        municipality=cast.buurstad, number=1, title="x", state="published"
    )
    for name in {*OF_DRAFT, *OF_EDITION}:
        assert as_coos.get(address(name, foreign)).status_code == 404
    assert as_coos.post(address("step", foreign), {"step": "withdraw"}).status_code == 404


def test_the_list_teaches_when_it_is_empty(as_coos: Client, as_rob: Client) -> None:
    assert "Begin een analyse" in text(as_coos.get(address("list")))
    assert "De veiligheidscoördinator werkt eraan" in text(as_rob.get(address("list")))


def test_from_the_first_page_to_an_edition(as_coos: Client, judged: Municipality) -> None:
    assert as_coos.post(address("create"), {"title": ""}).status_code == 422
    begun = as_coos.post(address("create"), {"text": "Veiligheidsanalyse 2027"}, follow=True)
    assert "Per thema" in text(begun)
    item = SafetyAnalysis.objects.get()
    again = as_coos.post(address("create"), {"text": "Nog een"})
    assert "al een concept" in text(again)
    overview = text(as_coos.get(address("show", item)))
    assert "De reikwijdte is nog niet vastgesteld" in overview
    as_coos.post(address("step", item), {"step": "send"})
    refused = as_coos.post(address("step", item), {"step": "publish"}, follow=True)
    assert "De reikwijdte is nog niet vastgesteld" in text(refused)
    assert as_coos.post(address("scope", item), _scope(item)).status_code == 302
    ask = {"introduction": "Inleiding.", "conclusion": "Let op.", "seen": _seen(item, "story")}
    ask["story-registered_crime"] = "Een groep trok rond."
    assert as_coos.post(address("story", item), ask).status_code == 302
    shown = text(as_coos.get(address("preview", item)))
    assert "Een groep trok rond." in shown
    assert "Concept" in shown
    done = as_coos.post(address("step", item), {"step": "publish"}, follow=True)
    page = text(done)
    for words in ("gepubliceerd op", "Let op.", "Diefstal/inbraak woning: gestegen", "Vastgelegd"):
        assert words in page


def _seen(item: SafetyAnalysis, part: str) -> str:
    columns = {"scope": ("scope",), "story": ("introduction", "conclusion", "stories")}
    item.refresh_from_db()
    return services.token_of(item, *columns[part])


def _scope(item: SafetyAnalysis) -> dict[str, str]:
    asked = {"text": "Alleen sociale veiligheid.", "seen": _seen(item, "scope")}
    for code, choice in scope_from(item.scope).themes.items():
        asked |= {f"in-{code}": "on"} if choice.included else {f"why-{code}": "Speelt niet."}
    return asked


def test_a_scope_without_reasons_is_refused(as_coos: Client, draft: SafetyAnalysis) -> None:
    asked = _scope(draft) | {"why-tourism": "", "source-0": "AD", "because-0": ""}
    page = text(as_coos.post(address("scope", draft), asked))
    assert "Zeg waarom dit thema niet meedoet" in page
    assert "Zeg waarom deze bron niet is gebruikt" in page
    assert "Alleen sociale veiligheid." in page


def test_two_editors_see_both_texts(
    as_coos: Client, as_ilse: Client, draft: SafetyAnalysis
) -> None:
    seen = _seen(draft, "story")
    theirs = {"introduction": "Van Ilse.", "seen": seen}
    assert as_ilse.post(address("story", draft), theirs).status_code == 302
    mine = as_coos.post(address("story", draft), {"introduction": "Van Coos.", "seen": seen})
    assert mine.status_code == 422
    page = text(mine)
    assert "Van Ilse." in page
    assert "Van Coos." in page
    again = {"introduction": "Samen.", "seen": _seen(draft, "story")}
    assert again["seen"] in page
    assert as_coos.post(address("story", draft), again).status_code == 302
    personal = {"introduction": "bel 06-12345678", "seen": _seen(draft, "story")}
    kept = as_coos.post(address("story", draft), personal)
    assert kept.status_code == 422
    assert "bel 06-12345678" in text(kept)


def test_lessons_are_added_and_withdrawn(as_coos: Client, draft: SafetyAnalysis) -> None:
    add = {"do": "add", "text": "Preventie werkte.", "kind": "worked", "source": "Evaluatie"}
    assert as_coos.post(address("lessons", draft), add).status_code == 302
    page = text(as_coos.get(address("lessons", draft)))
    assert "Preventie werkte." in page
    wrong = as_coos.post(address("lessons", draft), {**add, "text": "mail a@b.nl"})
    assert wrong.status_code == 422
    assert "mail a@b.nl" in text(wrong)
    lesson = Lesson.objects.get()
    silent = {"do": "withdraw", "lesson": lesson.pk, "why": ""}
    assert "reden" in text(as_coos.post(address("lessons", draft), silent, follow=True))
    as_coos.post(address("lessons", draft), {**silent, "why": "Klopt niet."})
    as_coos.post(address("lessons", draft), {**silent, "lesson": 0})
    lesson.refresh_from_db()
    assert lesson.withdrawn_at is not None
    seen = services.token_of(draft, "evaluation")
    asked = {"evaluation": "Ging goed.", "seen": seen}
    assert as_coos.post(address("lessons", draft), asked).status_code == 302


def test_findings_are_chosen_in_an_order(as_coos: Client, draft: SafetyAnalysis) -> None:
    pks = [item.finding_id for item in draft.included.all()]
    assert str(pks[0]) in text(as_coos.get(address("findings", draft)))
    asked = {"chosen": pks[:2], f"place-{pks[0]}": "2", f"place-{pks[1]}": "1"}
    assert as_coos.post(address("findings", draft), asked).status_code == 302
    assert [item.finding_id for item in draft.included.all()] == [pks[1], pks[0]]
    Finding.objects.filter(pk=pks[0]).update(state="candidate")
    refused = as_coos.post(address("findings", draft), asked)
    assert "Kies alleen bevindingen die bevestigd zijn" in text(refused)
    Finding.objects.update(state="candidate")
    assert "Er is nog niets bevestigd" in text(as_coos.get(address("findings", draft)))


def test_colleagues_say_something(as_mira: Client, as_coos: Client, draft: SafetyAnalysis) -> None:
    done = as_mira.post(address("show", draft), {"text": "Mis ik fietsen?"}, follow=True)
    assert "Mis ik fietsen?" in text(done)
    assert as_mira.post(address("show", draft), {"text": ""}).status_code == 422
    assert "Alleen de veiligheidscoördinator en de onderzoeker" in text(
        as_mira.get(address("show", draft))
    )


def test_an_edition_is_read_compared_and_fetched(
    as_rob: Client, as_coos: Client, ready: SafetyAnalysis, me: Me, judged: Municipality
) -> None:
    edition = services.publish(ready, **me)
    page = text(as_rob.get(address("show", ready)))
    assert edition.sha256[:16] in page
    assert "Trek in" not in page
    assert as_rob.get(address("data", ready)).content.decode() == edition.content
    packed = zipfile.ZipFile(BytesIO(as_rob.get(address("data", ready, "zip")).content))
    assert json.loads(packed.read("analyse.json")) == json.loads(edition.content)
    assert b"level.observed" in packed.read("getallen.csv")
    assert as_rob.get(address("data", ready, "exe")).status_code == 404
    second = services.create(judged, "Analyse 2028", **me)
    as_coos.post(address("scope", second), _scope(second))
    services.hand_over(second, "send", **me)
    services.publish(second, **me)
    assert "niets veranderd" in text(as_rob.get(address("show", second)))
    assert "Er is een nieuwere analyse" in text(as_rob.get(address("show", ready)))
    as_coos.post(address("step", second), {"step": "withdraw", "reason": "Fout."})
    assert as_rob.get(address("show", second)).status_code == 404
    assert "Fout." in text(as_coos.get(address("show", second)))


def test_a_reader_calculates_again(
    as_rob: Client,
    ready: SafetyAnalysis,
    me: Me,
    picture: tuple[Assessment, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services.publish(ready, **me)
    again = {item.indicator: item for item in picture}
    monkeypatch.setattr(checking, "compute_as_of", lambda town, basis: again)
    assert "Elk getal is precies gelijk" in text(as_rob.post(address("verify", ready)))
    monkeypatch.setattr(checking, "compute_as_of", lambda town, basis: {})
    assert "Wat er verschilt" in text(as_rob.post(address("verify", ready)))

    def gone(town: object, basis: object) -> None:
        raise LookupError

    monkeypatch.setattr(checking, "compute_as_of", gone)
    assert "Narekenen kan niet meer" in text(as_rob.post(address("verify", ready)))


def test_pages_cost_a_bounded_number_of_queries(
    as_coos: Client,
    ready: SafetyAnalysis,
    me: Me,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(30):
        text(as_coos.get(address("show", ready)))
    services.publish(ready, **me)
    text(as_coos.get(address("show", ready)))
    with django_assert_max_num_queries(8):
        text(as_coos.get(address("show", ready)))
    with django_assert_max_num_queries(8):
        text(as_coos.get(address("list")))
