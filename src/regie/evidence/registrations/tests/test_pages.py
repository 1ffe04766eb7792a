"""The pages as a whole: few queries, both languages, and the table of steps."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regie.evidence.registrations.models import UploadState
from regie.evidence.registrations.permissions import DELIVER_REGISTRATIONS, MANAGE_PARTNERS
from regie.evidence.registrations.tests.conftest import HOME
from regie.evidence.registrations.tests.steps import check, deliver, whole
from regie.evidence.registrations.workflow import MACHINE, OPEN, UPLOAD
from regie.evidence.series.permissions import KEEP_PROFILES, VIEW_SERIES
from regie.foundation.access.rules import ROLES, decide
from regie.foundation.cycles.cast import Cast


@pytest.mark.pure
def test_every_state_has_a_place_in_the_table() -> None:
    assert UPLOAD.states == set(UploadState.values)
    for state in OPEN:
        assert UPLOAD.refusal("refuse", state=state, role=MACHINE) is None
        assert UPLOAD.refusal("withdraw", state=state, role="partner") is None
    assert UPLOAD.refusal("store", state="understood", role="partner") is not None
    assert UPLOAD.refusal("store", state="checked", role="council_member") is not None


@pytest.mark.pure
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(role: str) -> None:
    inside = {"coordinator", "researcher", "partner"}
    assert bool(decide(DELIVER_REGISTRATIONS, role=role)) is (role in inside)
    assert bool(decide(KEEP_PROFILES, role=role)) is (role in inside)
    assert bool(decide(VIEW_SERIES, role=role)) is (role in inside | {"mayor"})
    assert bool(decide(MANAGE_PARTNERS, role=role)) is (role == "coordinator")


@pytest.mark.room
@pytest.mark.django_db
def test_pages_take_few_queries(as_pia: Client, as_coos: Client, town: Cast) -> None:
    stored = whole(as_pia)
    checked = check(as_pia, deliver(as_pia, title="Nog een"))
    pages = (
        "",
        "nieuw/",
        "profiel-inlezen/",
        f"{checked.pk}/kolommen/",
        f"{checked.pk}/proef/",
        f"{stored.pk}/resultaat/",
        f"reeks/{stored.profile_id}/",
        f"reeks/{stored.profile_id}/?niveau=district&soort=geluid&periode=alles",
    )
    for page in pages:
        as_pia.get(HOME + page)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert as_pia.get(HOME + page).status_code == 200
        assert len(found) <= 15, (page, len(found))
    assert as_coos.get(f"{HOME}partners/").status_code == 200
    filters = as_pia.get(HOME + pages[-2]).content.decode().split('class="regie-filter"')[1]
    assert " required" not in filters.split("</form>")[0]


@pytest.mark.room
@pytest.mark.django_db
def test_the_answer_is_in_the_reader_s_language(as_pia: Client, town: Cast) -> None:
    checked = check(as_pia, deliver(as_pia))
    as_pia.cookies["django_language"] = "en"
    page = as_pia.get(f"{HOME}{checked.pk}/proef/").content.decode()
    assert "Is this dry run right?" in page
    assert "Duplicate rows: 1." in page
    assert "This date cannot be read." in page or "Deze datum" not in page


@pytest.mark.room
@pytest.mark.django_db
def test_coos_delivers_for_a_partner(as_coos: Client, town: Cast) -> None:
    page = as_coos.get(f"{HOME}nieuw/").content.decode()
    assert "Woonvoorbeeld" in page
    as_coos.post(f"{HOME}partners/", {"name": "Handhaving"})
    twice = as_coos.post(f"{HOME}partners/", {"name": "handhaving"})
    assert twice.status_code == 422
    partner = town.voorbeeldstad.partners.get(name="Handhaving")
    found = deliver(as_coos, partner=str(partner.pk))
    assert found.partner == partner
    assert "Overlastdossiers" in as_coos.get(HOME).content.decode()
