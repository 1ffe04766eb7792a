"""Fetching once and by the schedule: what is written down, what is put off, what is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils import timezone

from regie.evidence.catalogue import rules, schedule
from regie.evidence.catalogue.models import Fetch, FetchState, Look, Subscription
from regie.evidence.catalogue.tasks import fetch_one, tick
from regie.evidence.connectors.progress import FetchProgress
from regie.evidence.sources.models import Dataset, Delivery
from regie.evidence.sources.services import Outcome
from regie.foundation.access.rules import COORDINATOR
from regie.foundation.cycles.cast import Cast
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError

pytestmark = [pytest.mark.room, pytest.mark.django_db]
TABLE = "47018NED"
Fetching = Callable[..., list[Outcome]]


@pytest.fixture
def town(cast: Cast) -> Municipality:
    return cast.voorbeeldstad


def delivery(state: str = "available", day: str = "2026-08-15") -> Delivery:
    dataset, _made = Dataset.objects.get_or_create(
        table_id=TABLE, realm="voorbeeld", defaults={"title": "Misdrijven", "publisher": "Politie"}
    )
    return Delivery.objects.create(
        dataset=dataset, realm="voorbeeld", state=state, file_name="x.csv", vintage=day
    )


def answering(monkeypatch: pytest.MonkeyPatch, answer: Fetching) -> None:
    monkeypatch.setattr(schedule, "fetch_table", answer)


def plan(town: Municipality, **changes: object) -> Subscription:
    now = timezone.now()
    fields = {"rhythm": "monthly", "next_at": now - timedelta(minutes=1), **changes}
    return Subscription.objects.create(municipality=town, table_id=TABLE, **fields)


def asked(town: Municipality, **changes: object) -> Fetch:
    return Fetch.objects.create(municipality=town, table_id=TABLE, **changes)


def test_a_fetch_that_goes_well_is_linked_to_its_delivery(
    monkeypatch: pytest.MonkeyPatch, town: Municipality, cast: Cast
) -> None:
    found = delivery()
    seen: list[object] = []

    def fetching(table: str, **how: object) -> list[Outcome]:
        seen.extend([table, how["municipality"], how["actor"]])
        follow = how["progress"]
        assert callable(follow)
        follow(FetchProgress("download", 5, 10, 500, 60.0))
        follow(FetchProgress("download", 6, 10, 600, 50.0))  # too soon after the other
        assert Fetch.objects.get().progress["rows"] == 5
        return [Outcome(found, None)]

    answering(monkeypatch, fetching)
    fetch = schedule.request_fetch(TABLE, whole=False, municipality=town, actor=cast.coos)
    fetch_one.call(fetch.pk)
    fetch.refresh_from_db()
    assert seen == [TABLE, town.code, cast.coos]
    assert (fetch.state, fetch.delivery, fetch.progress) == (FetchState.DONE, found, {})
    assert fetch.finished_at is not None
    verbs = list(Log.objects.filter(verb__startswith="catalogue").values_list("verb", flat=True))
    assert set(verbs) == {"catalogue.request_fetch", "catalogue.end_fetch"}


def test_the_whole_table_is_asked_without_a_municipality(
    monkeypatch: pytest.MonkeyPatch, town: Municipality
) -> None:
    def fetching(table: str, **how: object) -> list[Outcome]:
        assert how["municipality"] is None
        return [Outcome(delivery(), None, already=True)]

    answering(monkeypatch, fetching)
    fetch = asked(town, whole=True)
    assert fetch_one.call(fetch.pk) == FetchState.UNCHANGED
    assert fetch_one.call(fetch.pk) == FetchState.UNCHANGED  # a task that runs twice does no harm


def test_a_refusal_is_kept_as_a_sentence_in_any_language(
    monkeypatch: pytest.MonkeyPatch, town: Municipality
) -> None:
    def fetching(table: str, **how: object) -> list[Outcome]:
        raise RefusedError("Regie kent tabel %(table)s niet.", table=table, when=timezone.now())

    answering(monkeypatch, fetching)
    fetch = asked(town, subscription=plan(town))
    fetch_one.call(fetch.pk)
    fetch.refresh_from_db()
    assert fetch.state == FetchState.REFUSED
    assert fetch.refusal_sentence == "Regie kent tabel %(table)s niet."
    assert fetch.refusal_params["table"] == TABLE
    held = Subscription.objects.get()
    assert held.failures == 1
    assert held.next_at < timezone.now() + timedelta(hours=2)


def test_the_importers_refusal_is_the_refusal_of_the_fetch(
    monkeypatch: pytest.MonkeyPatch, town: Municipality
) -> None:
    refused = delivery("refused")
    Delivery.objects.filter(pk=refused.pk).update(
        refusal_sentence="Het bestand is leeg: %(name)s.", refusal_params={"name": "x"}
    )
    refused.refresh_from_db()
    by_file = Outcome(refused, None, refused="in words")
    answers = [[by_file], [Outcome(None, None, refused="in words")], []]
    sentences = []
    for answer in answers:
        answering(monkeypatch, lambda table, answer=answer, **how: answer)
        fetch = asked(town)
        fetch_one.call(fetch.pk)
        fetch.refresh_from_db()
        sentences.append(fetch.refusal_sentence)
    assert sentences == ["Het bestand is leeg: %(name)s.", "in words", schedule.BROKEN]


def test_whatever_goes_wrong_the_row_does_not_stay_open(
    monkeypatch: pytest.MonkeyPatch, town: Municipality, caplog: pytest.LogCaptureFixture
) -> None:
    def fetching(table: str, **how: object) -> list[Outcome]:
        raise ZeroDivisionError

    answering(monkeypatch, fetching)
    fetch = asked(town)
    assert fetch_one.call(fetch.pk) == FetchState.REFUSED
    assert "failed" in caplog.text


def test_one_table_is_fetched_once_at_a_time_for_whomever(town: Municipality, cast: Cast) -> None:
    schedule.request_fetch(TABLE, whole=False, municipality=town, actor=cast.coos)
    with pytest.raises(RefusedError, match="wordt al opgehaald"):
        schedule.request_fetch(TABLE, whole=True, municipality=cast.buurstad, actor=cast.vera)
    schedule.request_fetch("47022NED", whole=False, municipality=town, actor=cast.coos)


def test_an_unknown_table_and_an_invented_municipality_are_refused(
    town: Municipality, cast: Cast, settings: LazySettings
) -> None:
    with pytest.raises(RefusedError, match="kent tabel 99999NED niet"):
        schedule.request_fetch("99999NED", whole=False, municipality=town, actor=cast.coos)
    settings.PUBLIC_SOURCES = {**settings.PUBLIC_SOURCES, "police": "https://dataderden.cbs.nl"}
    with pytest.raises(RefusedError, match="verzonnen"):
        schedule.request_fetch(TABLE, whole=False, municipality=town, actor=cast.coos)


def test_on_and_off_the_schedule(town: Municipality, cast: Cast) -> None:
    def put(rhythm: str, *, whole: bool) -> Subscription:
        return schedule.subscribe(
            TABLE, rhythm, whole=whole, municipality=town, actor=cast.coos, role=COORDINATOR
        )

    first = put("monthly", whole=False)
    assert first.next_at.day == 16
    schedule.unsubscribe(first, actor=cast.coos, role=COORDINATOR)
    again = put("august", whole=True)
    assert (again.pk, again.state, again.whole) == (first.pk, "active", True)
    assert again.next_at.month == 8
    words = Log.objects.filter(verb="catalogue.subscribe").first()
    assert words is not None
    assert words.details["to"] == "elk jaar in augustus"


def test_what_is_due_is_begun_and_put_off_until_it_has_ended(town: Municipality) -> None:
    held = plan(town)
    begun = schedule.fetch_due()
    assert [fetch.subscription for fetch in begun] == [held]
    held.refresh_from_db()
    assert held.next_at > timezone.now()
    assert schedule.fetch_due() == []
    later = timezone.localtime() + rules.POSTPONED * 2
    assert schedule.fetch_due(later) == []  # still being fetched: put off again
    held.refresh_from_db()
    assert held.next_at > later


def test_what_is_not_due_or_stopped_is_left_alone(town: Municipality) -> None:
    plan(town, state="stopped")
    assert schedule.fetch_due() == []
    Subscription.objects.update(state="active", next_at=timezone.now() + timedelta(hours=1))
    assert schedule.fetch_due() == []


def test_only_a_few_begin_at_once(town: Municipality) -> None:
    for number in range(5):
        Subscription.objects.create(
            municipality=town,
            table_id=f"4702{number}NED",
            rhythm="monthly",
            next_at=timezone.now() - timedelta(minutes=number + 1),
        )
    assert len(schedule.fetch_due()) == schedule.MOST_AT_ONCE
    assert len(schedule.fetch_due()) == 2


def test_the_clock_fetches_and_plans_the_next_time(
    monkeypatch: pytest.MonkeyPatch, town: Municipality
) -> None:
    held = plan(town, failures=2)
    answering(monkeypatch, lambda table, **how: [Outcome(delivery(), None)])
    assert tick() == 1
    held.refresh_from_db()
    assert held.failures == 0
    assert held.next_at.astimezone().day == 16
    assert Fetch.objects.get().state == FetchState.DONE
    call_command("fetch_due", verbosity=0)


def test_a_table_that_is_late_is_looked_for_the_next_day(
    monkeypatch: pytest.MonkeyPatch, town: Municipality
) -> None:
    now = timezone.localtime().replace(month=8, day=17, hour=12)
    monkeypatch.setattr(timezone, "localtime", lambda *args: now)
    held = plan(town, next_at=now - timedelta(hours=1))
    old = delivery(day=f"{now.year}-07-15")
    answering(monkeypatch, lambda table, **how: [Outcome(old, None, already=True)])
    fetch = schedule.fetch_due(now)[0]
    fetch_one.call(fetch.pk)
    held.refresh_from_db()
    assert held.next_at == now + timedelta(days=1)


def test_a_fetch_of_which_nothing_is_heard_is_ended(town: Municipality) -> None:
    silent = timezone.now() - rules.SILENCE * 2
    lost = asked(town, state=FetchState.FETCHING, heard_at=silent)
    assert schedule.end_what_was_killed() == 1
    lost.refresh_from_db()
    assert (lost.state, lost.refusal_sentence) == (FetchState.REFUSED, schedule.INTERRUPTED)
    asked(town, state=FetchState.FETCHING, heard_at=timezone.now())
    assert schedule.end_what_was_killed() == 0


def test_one_look_at_a_time(town: Municipality, cast: Cast) -> None:
    assert len(schedule.request_look(municipality=town, actor=cast.coos)) == 2
    with pytest.raises(RefusedError, match="kijkt al"):
        schedule.request_look(municipality=town, actor=cast.coos)
    Look.objects.update(started_at=timezone.now() - timedelta(hours=1))
    assert len(schedule.request_look(municipality=town, actor=cast.coos)) == 2
