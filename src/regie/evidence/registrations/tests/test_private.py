"""No value about a person is kept anywhere, and nobody sees what is not theirs."""

import json
import logging
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.test import Client

from regie.evidence.registrations import looking, services, waiting
from regie.evidence.registrations.models import Upload
from regie.evidence.registrations.tests.conftest import HOME
from regie.evidence.registrations.tests.files import GOOD, PEOPLE, SECRETS, upload
from regie.evidence.registrations.tests.steps import check, deliver, whole
from regie.evidence.series.models import SavedProfile
from regie.evidence.sources import queries as sources
from regie.evidence.sources.models import Delivery
from regie.foundation.access.services import add_member, set_partner
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Partner
from regie.foundation.organizations.services import add_partner

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def everything_kept(folder: Path) -> str:
    """Every row of every table, and every file in the data folders."""
    there = set(connection.introspection.table_names())
    models = [model for model in apps.get_models() if model._meta.db_table in there]
    rows = [row for model in models for row in model._base_manager.all()]
    files = [
        path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()
    ]
    return "".join([str(serializers.serialize("json", rows)), *files])


def test_a_file_with_names_is_refused_and_stored_nowhere(
    as_pia: Client, town: Cast, inside: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        found = deliver(as_pia, PEOPLE, "overlast Jan de Vries.csv")
    assert found.state == "refused"
    page = as_pia.get(f"{HOME}{found.pk}/resultaat/").content.decode()
    for column in ("Naam melder", "Geboortedatum", "BSN"):
        assert column in page
    kept = everything_kept(inside) + caplog.text + page
    for secret in (*SECRETS, "Jan de Vries", "Fatima", "111222333"):
        assert secret not in kept
    assert not waiting.folder_of(found).exists()
    assert not SavedProfile.objects.exists()
    assert not Delivery.owned.exists()


def test_names_far_down_the_file_are_found_when_it_is_counted(
    as_pia: Client, town: Cast, inside: Path
) -> None:
    rows = [f"D-{i};{i % 28 + 1:02d}-01-2026;Oude Markt;Geluid;n.v.t." for i in range(400)]
    late = [f"D-9{i};03-01-2026;Oude Markt;Geluid;j.de.vries{i}@voorbeeld.nl" for i in range(40)]
    head = "Dossiernr;Datum melding;Buurt;Soort overlast;Bijzonderheid"
    found = check(as_pia, deliver(as_pia, "\n".join([head, *rows, *late])))
    assert found.state in {"refused", "checked"}
    assert "j.de.vries" not in everything_kept(inside) or found.state == "checked"
    if found.state == "checked":
        assert found.result["stripped"] == ["Bijzonderheid"]
    else:
        assert not waiting.folder_of(found).exists()


def test_an_error_of_our_own_keeps_its_words_to_itself(
    as_pia: Client,
    town: Cast,
    inside: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_args: object) -> None:
        raise ValueError("could not parse Annelies van der Plasdijk")

    monkeypatch.setattr(looking, "look", broken)
    found = deliver(as_pia)
    assert found.state == "refused"
    assert "Plasdijk" not in everything_kept(inside) + caplog.text
    assert "ValueError" in caplog.text


def other_partner(town: Cast) -> tuple[Client, Partner]:
    """Somebody of another partner of the same town."""
    partner = add_partner(town.voorbeeldstad, "Stichting Anders", actor=None)
    member = add_member(
        town.voorbeeldstad, email="otto@anders.example", name="Otto", role="partner", actor=None
    )
    set_partner(member, partner, actor=None)
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, partner


def pages_of(found: Upload) -> tuple[str, ...]:
    return (
        f"{found.pk}/",
        f"{found.pk}/kolommen/",
        f"{found.pk}/proef/",
        f"{found.pk}/proef/fouten.csv",
        f"{found.pk}/resultaat/",
        f"reeks/{found.profile_id}/",
        f"reeks/{found.profile_id}/tellingen.csv",
        f"reeks/{found.profile_id}/profiel.json",
    )


def test_another_partner_sees_nothing_of_it(as_pia: Client, town: Cast) -> None:
    found = whole(as_pia)
    otto, _partner = other_partner(town)
    for page in pages_of(found):
        assert otto.get(HOME + page).status_code == 404, page
    for step in ("opslaan/", "weg/", "terugdraaien/", "werkblad/"):
        assert otto.post(f"{HOME}{found.pk}/{step}").status_code == 404, step
    assert "Overlastdossiers" not in otto.get(HOME).content.decode()
    answer = otto.post(f"{HOME}nieuw/", {"registration": found.profile_id, "file": upload(GOOD)})
    assert answer.status_code == 422


def test_another_municipality_sees_nothing_of_it(
    as_pia: Client, as_vera: Client, town: Cast
) -> None:
    found = whole(as_pia)
    delivery = found.delivery
    assert delivery is not None
    assert found.profile is not None
    for page in pages_of(found):
        assert as_vera.get(HOME + page).status_code == 404
        own = f"/buurstad/gegevens/registraties/{page}"
        assert as_vera.get(own).status_code == 404
    for page in ("", f"{delivery.pk}/", f"{delivery.pk}/rapport.json"):
        answer = as_vera.get(f"/buurstad/gegevens/{page}")
        assert "Overlastdossiers" not in answer.content.decode()
        assert page == "" or answer.status_code == 404
    for name in (found.profile.series, "registration"):
        ask = partial(
            sources.figures,
            name,
            realm="voorbeeld",
            measure="Registraties",
            level="neighbourhood",
            frequency="month",
        )
        assert ask() is None
        assert ask(municipality="GM9901") is None
        assert ask(owner=town.buurstad) is None
        assert ask(owner=town.voorbeeldstad) is not None
    assert sources.available("voorbeeld") == []
    assert sources.available("voorbeeld", owner=town.buurstad) == []
    assert delivery not in Delivery.objects.all()
    assert not sources.visible(town.buurstad).exists()
    assert not sources.visible(town.voorbeeldstad).exists()
    assert sources.same_file(delivery.sha256) is None


@pytest.mark.parametrize("who", ["as_rob", "as_griet"])
def test_who_meets_the_public_does_not_see_small_numbers(
    who: str, as_pia: Client, town: Cast, request: pytest.FixtureRequest
) -> None:
    found = whole(as_pia)
    client: Client = request.getfixturevalue(who)
    answer = client.get(f"{HOME}reeks/{found.profile_id}/")
    assert answer.status_code == 403
    assert "klein en intern" in answer.content.decode()
    assert client.get(HOME).status_code == 403
    assert "registraties" not in client.get("/voorbeeldstad/gegevens/").content.decode().lower()


def test_a_partner_without_organisation_is_told_what_to_do(
    as_pia: Client, as_coos: Client, town: Cast, partner: Partner
) -> None:
    member = town.pia.memberships.get()
    set_partner(member, None, actor=None)
    assert "voor welke organisatie u werkt" in as_pia.get(f"{HOME}nieuw/").content.decode()
    as_coos.post(f"{HOME}partners/{member.pk}/", {"partner": partner.pk})
    assert "voor welke organisatie u werkt" not in as_pia.get(f"{HOME}nieuw/").content.decode()


def test_the_counts_that_wait_hold_no_row(as_pia: Client, town: Cast, inside: Path) -> None:
    found = check(as_pia, deliver(as_pia))
    text = (waiting.folder_of(found) / waiting.COUNTED).read_text(encoding="utf-8")
    text += (waiting.folder_of(found) / waiting.ERRORS).read_text(encoding="utf-8")
    assert "D-001" not in text
    assert "Nergenshuizen" not in text
    assert json.loads((waiting.folder_of(found) / waiting.COUNTED).read_text())["levels"]


def test_clean_up_is_harmless_when_there_is_nothing(town: Cast) -> None:
    assert services.clean_up() == 0
