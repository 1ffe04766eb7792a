import datetime
import json
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_health_says_what_works(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert set(answer.json()) == {"status", "database", "warehouse", "version"}


def test_health_is_503_when_the_warehouse_cannot_be_used(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    settings.WAREHOUSE = in_the_way / "warehouse"
    answer = client.get("/health")
    assert answer.status_code == 503
    assert json.loads(answer.content)["warehouse"] == "error"


def test_security_txt_is_valid_for_months_but_not_for_ever(client: Client) -> None:
    answer = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    expires = datetime.datetime.fromisoformat(lines["Expires"].replace("Z", "+00:00"))
    ahead = expires - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=30) < ahead < datetime.timedelta(days=366)
    assert lines["Contact"].startswith("mailto:")
    assert answer["Content-Type"].startswith("text/plain")


def test_the_screen_is_dutch_whatever_the_browser_prefers(client: Client) -> None:
    answer = client.get("/toegankelijkheid/", headers={"accept-language": "en"})
    assert answer["Content-Language"] == "nl"
    assert b'lang="nl"' in answer.content


def test_the_switch_keeps_the_place_and_is_remembered(client: Client) -> None:
    answer = client.post("/taal/", {"language": "en", "next": "/toegankelijkheid/?a=1"})
    assert answer["Location"] == "/toegankelijkheid/?a=1"
    assert client.get("/toegankelijkheid/")["Content-Language"] == "en"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:x"])
def test_the_switch_does_not_send_anybody_elsewhere(client: Client, elsewhere: str) -> None:
    answer = client.post("/taal/", {"language": "en", "next": elsewhere})
    assert answer["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/taal/", {"language": "xx", "next": "/"})
    assert client.get("/toegankelijkheid/")["Content-Language"] == "nl"


def test_the_switch_is_a_form(client: Client) -> None:
    answer = client.get("/taal/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Deze pagina hoort bij een knop" in answer.content.decode()


def test_the_account_remembers_the_language(as_coos: Client) -> None:
    as_coos.post("/taal/", {"language": "en", "next": "/"})
    del as_coos.cookies["django_language"]
    assert as_coos.get("/toegankelijkheid/")["Content-Language"] == "en"


def test_a_missing_page_has_the_frame_and_says_what_to_do(client: Client) -> None:
    answer = client.get("/dit/bestaat/niet/")
    assert answer.status_code == 404
    assert b"<footer" in answer.content
    assert "Controleer het adres" in answer.content.decode()


def test_a_form_without_its_token_is_explained() -> None:
    answer = Client(enforce_csrf_checks=True).post("/taal/", {"language": "en"})
    assert answer.status_code == 403
    assert "te lang open" in answer.content.decode()


def test_a_fault_of_ours_still_gives_a_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bool:
        raise RuntimeError("broken")

    monkeypatch.setattr("regie.config.views.database_answers", broken)
    client.raise_request_exception = False
    answer = client.get("/health")
    assert answer.status_code == 500
    assert "Dit ligt aan ons" in answer.content.decode()


def test_every_answer_carries_the_strict_headers(client: Client) -> None:
    answer = client.get("/toegankelijkheid/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize(
    ("page", "destination"),
    [
        ("plan/startnotitie/", "plan/"),
        ("plan/opdracht/", "plan/"),
        ("beleidscyclus/planning/", "beleidscyclus/"),
        ("prioriteiten/sessies/", "prioriteiten/"),
        ("kwaliteit/plantoets/", "plan/"),
        ("", ""),
    ],
)
def test_the_navigation_says_where_a_page_belongs(
    as_coos: Client, page: str, destination: str
) -> None:
    text = as_coos.get(f"/voorbeeldstad/{page}").content.decode()
    menu = text[text.index("regie-nav") : text.index("</nav>")]
    assert re.findall(r'<a href="([^"]*)" aria-current="page"', menu) == [
        f"/voorbeeldstad/{destination}"
    ]
