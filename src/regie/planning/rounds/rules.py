"""Whether a vote still counts, which pairs somebody sees, and what a round needs. Pure.

The clock is always that of the server: what a phone thinks the time is plays no part.
"""

import hashlib
import hmac
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, Protocol, TypeVar

from regie.foundation.records.engine import gettext_noop
from regie.planning.rounds import workflow

PAIRS = 12
"""Pairs each participant compares, unless the round says otherwise."""
FEWEST_PAIRS, MOST_PAIRS = 5, 15
MOST_POINTS = 25
MOST_MINUTES = 120
MOST_ROUNDS = 30
MOST_PLACES = 10

NOT_OPEN = gettext_noop("Deze ronde is nog niet open. U kunt zo stemmen.")
TOO_LATE = gettext_noop("De ronde is gesloten. Deze stem telt niet meer mee.")
OTHER_DEVICE = gettext_noop("U hebt al gestemd op een ander apparaat. Wijzig uw stem daar.")
TAKEN_OUT = gettext_noop("U doet niet meer mee aan deze sessie. Vraag het de begeleider.")
SESSION_NOT_OPEN = gettext_noop("De sessie is niet open. Open eerst de sessie.")
ANOTHER_IS_OPEN = gettext_noop("Er is al een ronde open. Sluit die eerst.")
TOO_FEW_CANDIDATES = gettext_noop("Er zijn nog geen twee kandidaten om uit te kiezen.")
NO_CRITERIA = gettext_noop("Deze sessie heeft geen criteria. Kies een andere vorm.")
NO_QUESTION = gettext_noop("Schrijf de vraag op die de deelnemers lezen.")
TOO_MANY_ROUNDS = gettext_noop("Deze sessie heeft al 30 rondes.")
NOT_DRAFT = gettext_noop("Deze ronde is al open geweest. Herhaal haar als u iets wilt wijzigen.")
NO_REASON = gettext_noop("Schrijf op waarom u de ronde weer opent.")

NEEDS_CRITERIA = frozenset({"scoring", "weights"})


def key_of(secret: str, round_pk: int) -> str:
    """The key of a ballot. Without the secret nobody can lay it beside a participant.

    Another round gives another key: ballots of one person cannot be laid beside each other.
    """
    return hmac.new(secret.encode(), f"round:{round_pk}".encode(), hashlib.sha256).hexdigest()


def time_is_up(state: str, closes_at: datetime | None, now: datetime) -> bool:
    """Whether an open round should have been closed by now."""
    return state == workflow.OPEN and closes_at is not None and now >= closes_at


def why_not_vote(state: str, closes_at: datetime | None, now: datetime) -> str | None:
    """Why no vote is accepted at this moment, or None."""
    if state == workflow.DRAFT:
        return NOT_OPEN
    if state != workflow.OPEN or time_is_up(state, closes_at, now):
        return TOO_LATE
    return None


def why_not_open(
    form: str, *, session_open: bool, another_open: bool, candidates: int, criteria: int
) -> str | None:
    """Why a round cannot be opened now, or None."""
    if not session_open:
        return SESSION_NOT_OPEN
    if another_open:
        return ANOTHER_IS_OPEN
    if candidates < 2:
        return TOO_FEW_CANDIDATES
    if form in NEEDS_CRITERIA and not criteria:
        return NO_CRITERIA
    return None


def closing_time(now: datetime, minutes: int | None) -> datetime | None:
    """When a round that opens now closes by itself; None: when somebody closes it.

    >>> closing_time(datetime(2026, 1, 1, 20, 0), 5)
    datetime.datetime(2026, 1, 1, 20, 5)
    """
    return now + timedelta(minutes=minutes) if minutes else None


def pairs_for(candidates: Sequence[str], seed: str, wanted: int = PAIRS) -> list[tuple[str, str]]:
    """The pairs one participant compares: always the same for the same seed.

    Every candidate comes by about as often, so that none is judged by chance alone. Which of the
    two stands first is by chance too.
    """
    chance = random.Random(seed)  # noqa: S311  # a draw of questions, no secret
    left = list(combinations(candidates, 2))
    chance.shuffle(left)
    seen: Counter[str] = Counter()
    chosen: list[tuple[str, str]] = []
    while left and len(chosen) < wanted:
        pair = min(
            left, key=lambda two: (seen[two[0]] + seen[two[1]], abs(seen[two[0]] - seen[two[1]]))
        )
        left.remove(pair)
        seen.update(pair)
        chosen.append(pair if chance.random() < 0.5 else pair[::-1])
    return chosen


def group_shown(group: str, sizes: Mapping[str, int], smallest: int) -> str:
    """The group of a ballot, or "" for a group so small that its votes lead to persons.

    >>> group_shown("A", {"A": 2, "B": 9}, 5), group_shown("B", {"A": 2, "B": 9}, 5)
    ('', 'B')
    """
    return group if sizes.get(group, 0) >= smallest else ""


def leads_to_persons(votes: int, *, open_ballot: bool, smallest: int) -> bool:
    """Whether the result of a round must stay hidden: so few voted in secret that it tells who.

    No vote at all is no secret: then there is nothing to hide.

    >>> [leads_to_persons(n, open_ballot=False, smallest=5) for n in (0, 1, 4, 5)]
    [False, True, True, False]
    >>> leads_to_persons(1, open_ballot=True, smallest=5)
    False
    """
    return not open_ballot and 0 < votes < smallest


def settings_of(form: str, given: Mapping[str, Any]) -> dict[str, int]:
    """Only the settings that this form knows, without empty ones."""
    known = {
        "points": ("points", "places"),
        "approval": ("most", "places"),
        "tiers": ("most", "places"),
        "pairwise": ("pairs", "places"),
    }.get(form, ("places",))
    return {name: int(given[name]) for name in known if given.get(name)}


def own_first(candidates: Sequence[str], tiers: Mapping[str, str]) -> tuple[str, ...]:
    """Candidates in the order of the levels somebody gave them; what got none comes last.

    >>> own_first(("a", "b", "c", "d"), {"d": "priority", "a": "maintenance", "b": "strategic"})
    ('d', 'b', 'a', 'c')
    """
    order = ("priority", "strategic", "maintenance")
    rank = {pk: order.index(tier) for pk, tier in tiers.items() if tier in order}
    return tuple(sorted(candidates, key=lambda pk: rank.get(pk, len(order))))


def mean_weights(swings: Iterable[Mapping[str, float]]) -> dict[str, float] | None:
    """The mean of everybody's weights, each set made to add up to 1; None without any.

    >>> mean_weights([{"a": 100, "b": 100}, {"a": 50, "b": 0}])
    {'a': 0.75, 'b': 0.25}
    """
    sets = [given for given in swings if sum(given.values()) > 0]
    if not sets:
        return None
    shares = [{name: value / sum(one.values()) for name, value in one.items()} for one in sets]
    return {name: sum(one.get(name, 0.0) for one in shares) / len(shares) for name in shares[0]}


PREPARE, OPEN_SESSION, JOIN, OPEN_ROUND, CLOSE_ROUND, SHOW_ROUND, GO_ON, LOOK_BACK = (
    "prepare", "open_session", "join", "open_round", "close_round", "show_round", "go_on",
    "look_back",
)  # fmt: skip
"""What who leads a session does next."""
_LEADS_TO = {workflow.OPEN: CLOSE_ROUND, workflow.CLOSED: SHOW_ROUND}


def next_step(
    session_state: str, rounds: Sequence[tuple[int, str]], joined: int
) -> tuple[str, int]:
    """The next step of who leads, and the number of the round it is about (0: about none).

    `rounds` are (number, state) in order. Rounds are prepared while the session is a draft.

    >>> next_step("draft", [(1, "draft")], 0), next_step("open", [(1, "draft")], 8)
    (('open_session', 0), ('open_round', 1))
    """
    if session_state == "closed":
        return LOOK_BACK, 0
    if not rounds:
        return PREPARE, 0
    if session_state == "draft":
        return OPEN_SESSION, 0
    busy = [(number, state) for number, state in rounds if state != workflow.DRAFT]
    for number, state in (*(row for row in busy if row[1] == workflow.OPEN), *busy[-1:]):
        if state in _LEADS_TO:
            return _LEADS_TO[state], number
    if not joined:
        return JOIN, 0
    waiting = [number for number, state in rounds if state == workflow.DRAFT]
    return (OPEN_ROUND, waiting[0]) if waiting else (GO_ON, 0)


class Started(Protocol):
    """What there is to know of a round to see whether it is the one people look at."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def opened_at(self) -> datetime | None:
        """Since when."""


R = TypeVar("R", bound=Started)


def current(rounds: Iterable[R]) -> R | None:
    """The round people look at: the open one, or else the one opened last; None without any."""
    started = [(item.state == workflow.OPEN, item.opened_at, item) for item in rounds]
    known = [(is_open, at, item) for is_open, at, item in started if at is not None]
    return max(known, key=lambda found: found[:2], default=(False, None, None))[2]
