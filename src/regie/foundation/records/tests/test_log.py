"""The log: what is written, and that nothing written can be changed."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_out
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regie.foundation.accounts.models import User
from regie.foundation.records import queries, verbs
from regie.foundation.records.engine import Step as Arrow
from regie.foundation.records.engine import Workflow
from regie.foundation.records.models import AppendOnlyError, Log, Step
from regie.foundation.records.services import StepRefusedError, log, take_step

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def coos() -> User:
    return User.objects.create_user("coos@voorbeeldstad.example", "Coos")


def test_a_row_says_who_what_when_and_why(coos: User) -> None:
    row = log(
        "room.verb", coos, actor=coos, municipality_code="GM9901", why="omdat", details={"to": "x"}
    )
    assert (row.actor_name, row.subject_type, row.subject_id) == (
        "Coos",
        "accounts.user",
        str(coos.pk),
    )
    assert (row.subject_label, row.why, row.details) == ("Coos", "omdat", {"to": "x"})
    assert str(row).endswith("Coos: room.verb")


def test_the_command_line_has_a_name_of_its_own() -> None:
    row = log("room.verb", "tabellen", actor=None)
    assert (row.actor, row.actor_name, row.subject_label) == (None, "opdrachtregel", "tabellen")


def test_a_row_stands_with_the_municipality_of_its_subject(
    coos: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert log("room.verb", coos, actor=None).municipality_code == ""
    monkeypatch.setattr(coos, "municipality", SimpleNamespace(code="GM9901"), raising=False)
    assert log("room.verb", coos, actor=None).municipality_code == "GM9901"
    shared = log("room.verb", coos, actor=None, municipality_code="")
    assert shared.municipality_code == ""


def _save(row: Log) -> None:
    row.verb = "anders"
    row.save()


PYTHON_ROADS: list[Callable[[Log], object]] = [
    _save,
    lambda row: row.delete(),
    lambda row: Log.objects.update(verb="anders"),
    lambda row: Log.objects.all().delete(),
    lambda row: Log.objects.bulk_update([row], ["verb"]),
    lambda row: Log.objects.update_or_create(pk=row.pk, defaults={"verb": "anders"}),
    lambda row: Log.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["verb"]
    ),
    lambda row: Log.objects.bulk_create([row], None, True),
]


@pytest.mark.parametrize("road", PYTHON_ROADS)
def test_python_refuses_every_change(road: Callable[[Log], object]) -> None:
    row = log("room.verb", "iets", actor=None)
    with pytest.raises(AppendOnlyError):
        road(row)
    assert Log.objects.get().verb == "room.verb"


def test_a_row_with_a_known_key_is_never_overwritten() -> None:
    row = log("room.verb", "iets", actor=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Log(pk=row.pk, verb="anders").save()
    assert Log.objects.get().verb == "room.verb"


def test_several_rows_at_once_are_welcome() -> None:
    Log.objects.bulk_create([Log(verb="a"), Log(verb="b")])
    assert Log.objects.count() == 2


@pytest.mark.parametrize("table", ["records_log", "records_step"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET why = 'anders'", "DELETE FROM {}"])
def test_the_database_refuses_every_change(table: str, statement: str, coos: User) -> None:
    log("room.verb", coos, actor=None, why="omdat")
    take_step(coos, "go", workflow=LANGUAGES, actor=None, role="clerk", field="language")
    with (
        pytest.raises(IntegrityError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert (Log.objects.count(), Step.objects.count()) == (1, 1)


LANGUAGES = Workflow(
    "", (Arrow("go", "", "en", by=frozenset({"clerk"})), Arrow("back", "en", "", by=frozenset()))
)


def test_a_step_moves_the_subject_and_leaves_a_row(coos: User) -> None:
    step = take_step(
        coos, "go", workflow=LANGUAGES, actor=coos, role="clerk", why="omdat", field="language"
    )
    coos.refresh_from_db()
    assert coos.language == "en"
    assert (step.name, step.from_state, step.to_state, step.why) == ("go", "", "en", "omdat")
    assert str(step) == f"accounts.user {coos.pk}:  → en"


def test_a_refused_step_changes_nothing_and_says_why(coos: User) -> None:
    with pytest.raises(StepRefusedError, match="Uw rol mag deze stap niet zetten"):
        take_step(coos, "go", workflow=LANGUAGES, actor=coos, role="mayor", field="language")
    coos.refresh_from_db()
    assert (coos.language, Step.objects.count()) == ("", 0)


def test_the_state_in_the_database_decides_not_the_one_in_memory(coos: User) -> None:
    User.objects.update(language="en")
    with pytest.raises(StepRefusedError, match="past niet bij de huidige stand"):
        take_step(coos, "go", workflow=LANGUAGES, actor=coos, role="clerk", field="language")


def test_the_logbook_is_filtered_paged_and_bounded(
    coos: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(70):
        log("a.even" if number % 2 else "a.odd", f"{number}", actor=coos, municipality_code="GM1")
    log("a.even", "elders", actor=coos, municipality_code="GM2")
    log("a.even", "regel", actor=None, municipality_code="GM1")
    with django_assert_num_queries(2):
        page, rows = queries.log_page("GM1", queries.LogFilter(), "2")
    assert (page.paginator.count, len(rows), rows[-1].subject) == (71, 21, "0")
    with django_assert_num_queries(2):
        choices = queries.log_choices("GM1")
    assert [code for code, _ in choices.verbs] == ["a.even", "a.odd"]
    assert choices.actors == (("Coos", "Coos"), ("opdrachtregel", "opdrachtregel"))
    chosen = queries.LogFilter(verb="a.even", actor="Coos")
    assert queries.log_page("GM1", chosen, "nonsense")[0].paginator.count == 35
    with django_assert_num_queries(1):
        assert len(list(queries.all_rows("GM1", chosen))) == 35


def test_a_change_is_read_as_old_and_new(coos: User) -> None:
    log("a.b", coos, actor=None, details={"from": "oud", "to": "nieuw"})
    log("a.c", coos, actor=None, details={"to": "nieuw"})
    assert queries.history(coos, verb="a.b")[0].change == ("oud", "nieuw")
    assert queries.history(coos, verb="a.c")[0].change is None


def test_verbs_are_described_once() -> None:
    verbs.describe({"accounts.sign_in": verbs._VERBS["accounts.sign_in"]})
    assert verbs.in_words("accounts.sign_in") == "meldde zich aan"
    assert verbs.in_words("nobody.described") == "nobody.described"
    with pytest.raises(ValueError, match=r"accounts\.sign_in"):
        verbs.describe({"accounts.sign_in": "iets anders"})


def test_signing_in_and_out_is_logged(coos: User, client: Client) -> None:
    client.force_login(coos)
    client.logout()
    assert list(Log.objects.values_list("verb", "actor_name").order_by("pk")) == [
        ("accounts.sign_in", "Coos"),
        ("accounts.sign_out", "Coos"),
    ]


def test_who_was_not_signed_in_does_not_sign_out(client: Client) -> None:
    client.logout()
    user_logged_out.send(sender=User, request=None, user=None)
    assert not Log.objects.exists()


def test_a_failed_sign_in_names_the_account_but_never_a_stranger(coos: User) -> None:
    for email in (coos.email, "vreemde@elders.example"):
        authenticate(None, email=email, password="fout")
    rows = Log.objects.order_by("pk").values_list("verb", "actor_name", "subject_label")
    assert list(rows) == [
        ("accounts.sign_in_failed", "onbekend", "Coos"),
        ("accounts.sign_in_failed", "onbekend", "onbekend"),
    ]


def test_flush_is_refused_where_it_could_hurt(settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False
    log("room.verb", "iets", actor=None)
    with pytest.raises(CommandError, match="logboek"):
        call_command("flush", interactive=False, verbosity=0)
    assert Log.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_may_leave_rows_behind() -> None:
    """Its teardown flushes the database, the log included."""
    log("room.verb", "iets", actor=None)


@pytest.mark.django_db(transaction=True)
def test_the_lock_is_back_after_a_flush() -> None:
    log("room.verb", "iets", actor=None)
    call_command("flush", interactive=False, verbosity=0)
    assert not Log.objects.exists()
    log("room.verb", "iets", actor=None)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_log")
