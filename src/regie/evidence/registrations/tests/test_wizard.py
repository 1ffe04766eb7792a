"""Pia delivers: from file to counts, corrections, undo, and pages that are behind."""

from datetime import timedelta

import pytest
from django.test import Client, TestCase
from django.utils import timezone

from regie.evidence.registrations import services, waiting
from regie.evidence.registrations.models import Upload
from regie.evidence.registrations.tests.conftest import HOME
from regie.evidence.registrations.tests.files import GOOD
from regie.evidence.registrations.tests.steps import check, deliver, fields_of, store, whole
from regie.evidence.series import queries as series
from regie.foundation.cycles.cast import Cast
from regie.foundation.records.models import Log

pytestmark = [pytest.mark.room, pytest.mark.django_db]

APRIL = """Dossiernr;Datum melding;Buurt;Soort overlast;Status
D-020;02-03-2026;Molenwijk;Geluid;Open
D-021;05-04-2026;Oude Markt;Geluid;Open
D-022;06-04-2026;Oude Markt;Geluid;Open
"""


def month_sums(found: Upload) -> dict[str, float]:
    """The whole town per month, of the delivery in use."""
    assert found.profile is not None
    cube = series.counts(found.profile, "municipality", "month")
    assert cube is not None
    return dict(zip(cube.periods, cube.values.sum(axis=(0, 1)).tolist(), strict=True))


def test_from_file_to_counts(as_pia: Client, town: Cast) -> None:
    found = deliver(as_pia)
    assert found.state == "understood"
    page = as_pia.get(f"{HOME}{found.pk}/kolommen/").content.decode()
    assert "Datum van het voorval" in page
    assert "Oude Markt" in page
    found = check(as_pia, found)
    assert found.state == "checked"
    totals = found.result["totals"]
    assert totals["adds_up"]
    assert (totals["read"], totals["counted"], totals["duplicates"]) == (9, 5, 1)
    assert (totals["non_incidents"], totals["errors"], totals["unplaced"]) == (1, 1, 1)
    page = as_pia.get(f"{HOME}{found.pk}/proef/").content.decode()
    assert "Deze datum is niet te lezen." in page
    assert "Vragen aan de partner" in page
    found = store(as_pia, found)
    assert found.state == "stored"
    assert not waiting.folder_of(found).exists()
    page = as_pia.get(f"{HOME}reeks/{found.profile_id}/").content.decode()
    assert "niet voor publicatie" in page
    assert "Oude Markt" in page
    assert month_sums(found) == {"2026MM01": 3, "2026MM02": 1, "2026MM03": 1}


def test_two_windows_on_one_file_do_no_harm(as_pia: Client, town: Cast) -> None:
    found = deliver(as_pia)
    late = fields_of(as_pia, found)
    check(as_pia, found)
    answer = as_pia.post(f"{HOME}{found.pk}/kolommen/", late, follow=True)
    assert answer.redirect_chain
    assert "Dit bestand is intussen al verder." in answer.content.decode()


def test_what_must_be_chosen_leads_to_its_place(as_pia: Client, town: Cast) -> None:
    text = "Datum;Buurt\n" + "\n".join(f"0{d}/02/2026;Oude Markt" for d in range(1, 8))
    found = deliver(as_pia, text)
    page = as_pia.get(f"{HOME}{found.pk}/kolommen/").content.decode()
    assert 'href="#id_dates"' in page
    assert 'id="id_dates"' in page


def test_a_long_list_of_columns_is_folded(as_pia: Client, town: Cast) -> None:
    more = ";".join(f"k{n}" for n in range(30))
    text = f"Datum;Buurt;{more}\n" + "\n".join(
        f"{d}-02-2026;Oude Markt;{';'.join(['1'] * 30)}" for d in range(13, 20)
    )
    found = deliver(as_pia, text)
    page = as_pia.get(f"{HOME}{found.pk}/kolommen/").content.decode()
    assert "Nog 30 kolommen die Regie niet gebruikt" in page


def test_the_list_of_errors_names_row_and_column_and_no_value(as_pia: Client, town: Cast) -> None:
    found = check(as_pia, deliver(as_pia))
    answer = as_pia.get(f"{HOME}{found.pk}/proef/fouten.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == '"rij";"kolom";"reden"'
    assert any(line.startswith('"10";"Datum melding";') for line in lines)
    assert "niet bekend" not in "".join(lines)
    assert "Nergenshuizen" not in "".join(lines)


def test_a_new_file_replaces_its_own_months_only_and_undo_brings_the_old_back(
    as_pia: Client, town: Cast
) -> None:
    first = whole(as_pia)
    second = whole(as_pia, APRIL, registration=str(first.profile_id))
    assert second.profile_id == first.profile_id
    assert month_sums(second) == {"2026MM01": 3, "2026MM02": 1, "2026MM03": 1, "2026MM04": 2}
    assert second.profile is not None
    cube = series.counts(second.profile, "neighbourhood", "month")
    assert cube is not None
    march = cube.values[:, :, cube.periods.index("2026MM03")].sum(axis=1)
    assert dict(zip(cube.areas, march.tolist(), strict=True))["BU99010201"] == 1
    assert first.delivery is not None
    first.delivery.refresh_from_db()
    assert first.delivery.state == "superseded"

    refused = as_pia.post(f"{HOME}{first.pk}/terugdraaien/", follow=True).content.decode()
    assert "Alleen de levering die in gebruik is" in refused
    first.refresh_from_db()
    assert first.state == "stored"

    as_pia.post(f"{HOME}{second.pk}/terugdraaien/")
    second.refresh_from_db()
    first.delivery.refresh_from_db()
    assert (second.state, first.delivery.state) == ("withdrawn", "available")
    assert month_sums(first) == {"2026MM01": 3, "2026MM02": 1, "2026MM03": 1}
    assert Log.objects.filter(verb="registrations.take_back").count() == 1


def test_the_same_as_last_time_is_understood_at_once(as_pia: Client, town: Cast) -> None:
    first = check(as_pia, deliver(as_pia), **{"label-0": "Geluidsoverlast"})
    first = store(as_pia, first)
    assert first.version is not None
    again = deliver(as_pia, APRIL, registration=str(first.profile_id))
    assert again.content["types"][0]["label"] == "Geluidsoverlast"
    home = as_pia.get(HOME).content.decode()
    assert f"nieuw/?reeks={first.profile_id}" in home
    again = store(as_pia, check(as_pia, again))
    assert again.version == first.version


def test_the_very_same_file_changes_nothing(as_pia: Client, town: Cast) -> None:
    first = whole(as_pia)
    again = store(as_pia, check(as_pia, deliver(as_pia, GOOD, registration=str(first.profile_id))))
    assert again.state == "checked"
    assert again.delivery is None


def test_a_page_that_is_behind_is_told_so(as_pia: Client, town: Cast) -> None:
    found = deliver(as_pia)
    old = fields_of(as_pia, found)
    check(as_pia, found)
    answer = as_pia.post(f"{HOME}{found.pk}/kolommen/", old, follow=True)
    assert "intussen al verder" in answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("/proef/")
    old_store = {"step": "0"}
    answer = as_pia.post(f"{HOME}{found.pk}/opslaan/", old_store, follow=True)
    assert "intussen al verder" in answer.content.decode()
    found = store(as_pia, Upload.objects.get(pk=found.pk))
    answer = as_pia.post(f"{HOME}{found.pk}/opslaan/", {"step": found.step}, follow=True)
    assert answer.status_code == 200
    assert Upload.objects.get(pk=found.pk).state == "stored"


def test_a_column_corrected_by_hand(as_pia: Client, town: Cast) -> None:
    found = deliver(as_pia)
    found = check(as_pia, found, **{"role-2": "ignore"})
    assert found.state == "understood"
    page = as_pia.get(f"{HOME}{found.pk}/kolommen/").content.decode()
    assert "Er is geen kolom die zegt waar het was." in page
    found = check(as_pia, found, **{"role-2": "area_name"})
    assert found.state == "checked"


def test_a_status_that_counts_after_all(as_pia: Client, town: Cast) -> None:
    found = deliver(as_pia)
    said = fields_of(as_pia, found)
    for name in [name for name in said if name.startswith("status-")]:
        del said[name]
    as_pia.post(f"{HOME}{found.pk}/kolommen/", said)
    found.refresh_from_db()
    assert found.result["totals"]["non_incidents"] == 0
    assert found.result["totals"]["counted"] == 6


def test_a_file_that_waited_seven_days_is_gone(as_pia: Client, town: Cast) -> None:
    found = deliver(as_pia)
    long_ago = timezone.now() - timedelta(days=8)
    Upload.objects.filter(pk=found.pk).update(received_at=long_ago)
    with TestCase.captureOnCommitCallbacks(execute=True):
        as_pia.get(HOME)
    found.refresh_from_db()
    assert found.state == "withdrawn"
    assert not waiting.folder_of(found).exists()
    assert "zeven dagen" in as_pia.get(f"{HOME}{found.pk}/resultaat/").content.decode()


def test_counting_that_was_killed_can_be_done_again(as_pia: Client, town: Cast) -> None:
    found = deliver(as_pia)
    stuck = {"phase": "count", "part": 0.5, "at": timezone.now().timestamp() - 4000}
    Upload.objects.filter(pk=found.pk).update(state="checking", progress=stuck)
    answer = as_pia.get(f"{HOME}{found.pk}/proef/", follow=True)
    assert "Het tellen is afgebroken." in answer.content.decode()
    found.refresh_from_db()
    assert found.state == "understood"
    assert services.clean_up() == 0


def test_stopping_removes_the_file(as_pia: Client, town: Cast) -> None:
    found = deliver(as_pia)
    with TestCase.captureOnCommitCallbacks(execute=True):
        as_pia.post(f"{HOME}{found.pk}/weg/")
    found.refresh_from_db()
    assert found.state == "withdrawn"
    assert not waiting.folder_of(found).exists()
