"""What is tried again, what is not, how long is waited, and what is said when it ends."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from regie.evidence.connectors.http import (
    AGENT,
    Client,
    Manners,
    NotThereError,
    QuestionError,
    UnusableError,
)
from regie.foundation.records.refusals import RefusedError

pytestmark = pytest.mark.pure

URL = "https://opendata.example/ODataApi/odata/1/TableInfos"
Answer = httpx.Response | Exception


def good() -> httpx.Response:
    return httpx.Response(200, json={"value": [1]})


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def client(answers: list[Answer], clock: Clock, **manners: float) -> Client:
    left: Iterator[Answer] = iter(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        assert request.headers["user-agent"] == AGENT
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Client(
        Manners.of({"pause": 0.0} | manners),
        transport=httpx.MockTransport(handle),
        sleep=clock.sleep,
        clock=clock,
        random=lambda: 1.0,
    )


def ask(answers: list[Answer], clock: Clock, **manners: float) -> object:
    with client(answers, clock, **manners) as asking:
        return asking.insist(URL, lambda: asking.sized(URL)[0])


PASSING: dict[str, Callable[[], Answer]] = {
    "500": lambda: httpx.Response(500),
    "502": lambda: httpx.Response(502),
    "408": lambda: httpx.Response(408),
    "reset": lambda: httpx.ReadError("reset"),
    "no_connection": lambda: httpx.ConnectError("refused"),
    "stalled": lambda: httpx.ReadTimeout("stalled"),
    "closed": lambda: httpx.RemoteProtocolError("closed"),
    "truncated": lambda: httpx.Response(200, content=b'{"value":[1'),
    "list": lambda: httpx.Response(200, json=[1]),
    "html": lambda: httpx.Response(200, html="<html><title>Storing</title></html>"),
    "short": lambda: httpx.Response(200, headers={"content-length": "99"}, content=b"{}"),
    "bad_gzip": lambda: httpx.Response(
        200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")
    ),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_passing_failure_is_tried_again(name: str) -> None:
    clock = Clock()
    assert ask([PASSING[name](), PASSING[name](), good()], clock) == {"value": [1]}
    assert clock.slept == [1.0, 2.0]


@pytest.mark.parametrize("name", PASSING)
def test_it_gives_up_in_words(name: str) -> None:
    clock = Clock()
    with pytest.raises(UnusableError) as failure:
        ask([PASSING[name]() for _try in range(4)], clock, tries=4)
    assert "blijft bewaard" in str(failure.value)
    assert "opendata.example" in str(failure.value)
    assert clock.slept == [1.0, 2.0, 4.0]


def test_waiting_has_an_end() -> None:
    clock = Clock()
    with pytest.raises(UnusableError):
        ask([httpx.Response(500) for _try in range(10)], clock, tries=10, longest_wait=5)
    assert max(clock.slept) == 5


def test_chance_spreads_the_waiting() -> None:
    clock = Clock()
    quick = client([httpx.Response(500), good()], clock)
    quick._random = lambda: 0.0
    quick.insist(URL, lambda: quick.sized(URL))
    assert clock.slept == [0.5]


@pytest.mark.parametrize("status", [429, 503])
def test_the_server_says_how_long(status: int) -> None:
    clock = Clock()
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    answers: list[Answer] = [
        httpx.Response(status, headers={"retry-after": "7"}),
        httpx.Response(status, headers={"retry-after": moment}),
        httpx.Response(status, headers={"retry-after": "99999"}),
        httpx.Response(status, headers={"retry-after": "soon"}),
        good(),
    ]
    ask(answers, clock)
    assert clock.slept[0] == 7
    assert 25 < clock.slept[1] <= 30
    assert clock.slept[2] == 600
    assert clock.slept[3] == 8


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_not_asked_again(status: int) -> None:
    clock = Clock()
    with pytest.raises(NotThereError, match="kent dit niet: 1/TableInfos"):
        ask([httpx.Response(status)], clock)
    assert not clock.slept


@pytest.mark.parametrize("status", [400, 401, 403, 414])
def test_a_wrong_question_is_not_asked_again(status: int) -> None:
    with pytest.raises(QuestionError, match=str(status)):
        ask([httpx.Response(status)], Clock())


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_it_goes_to_no_other_address(status: int) -> None:
    away = httpx.Response(status, headers={"location": "http://169.254.169.254/"})
    with pytest.raises(QuestionError, match="stuurt door"):
        ask([away], Clock())


def test_no_address_of_a_server() -> None:
    with Client(Manners(pause=0)) as asking, pytest.raises(QuestionError, match="geen adres"):
        asking.insist("file:///etc/passwd", lambda: asking.sized("file:///etc/passwd"))


def test_an_endless_answer_is_refused() -> None:
    with pytest.raises(RefusedError, match="veel groter"):
        ask([httpx.Response(200, content=b"[" * 5000)], Clock(), largest=1000)


def test_a_trickle_is_cut_off() -> None:
    clock = Clock()

    class Drops(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for _drop in range(1000):
                clock.now += 60
                yield b" "

    with pytest.raises(UnusableError, match="bleef 1 keer steken"):
        ask([httpx.Response(200, stream=Drops())], clock, tries=1)
    assert clock.now < 300


def test_between_two_questions_is_a_pause() -> None:
    clock = Clock()
    with client([good(), httpx.Response(200, json={})], clock, pause=0.5) as asking:
        asking.insist(URL, lambda: asking.sized(URL))
        asking.insist(URL, lambda: asking.sized(URL))
    assert clock.slept == [0.5]
