"""What came out of a round: weighed again from its ballots whenever it is asked for.

There is no second truth: the outcome is kept in memory only, under everything it follows from.
The outcome of a secret round in which fewer than five voted never leaves this module: it would tell
who chose what. Every screen, paper and file asks here.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import OuterRef

from regie.foundation.records.rows import Nested, Rows
from regie.planning.priority_sessions.models import PrioritySession
from regie.planning.rounds import rules, workflow
from regie.planning.rounds.models import Ballot, Round
from regie.planning.rounds.queries import Names, names_of, question_of
from regie.planning.rounds.telling import why_hidden
from regie.planning.weighing import outcomes
from regie.planning.weighing.outcomes import Outcome, outcome
from regie.planning.weighing.rules import SMALLEST_GROUP, Question, Vote

DONE = (workflow.CLOSED, workflow.SHOWN)
HOUR = 60 * 60


@dataclass(frozen=True)
class Result:
    """A closed round with what came out.

    `outcome` is None when nobody voted, and when it is `hidden`: then people did vote, but so few
    that it would tell who chose what.
    """

    round: Round
    votes: int
    outcome: Outcome | None
    names: Names
    hidden: bool = False

    @property
    def why_hidden(self) -> tuple[str, ...]:
        """How many voted, why that stays hidden and what to do; empty when it is not hidden."""
        return why_hidden(self.votes) if self.hidden else ()


def votes_of(item: Round) -> list[Vote]:
    """The ballots of a round, each with the name of its group. 1 query."""
    rows = Ballot.objects.filter(round=item).select_related("group").order_by("pk")
    return [Vote(row.group.name if row.group else "", row.content) for row in rows]


def ballots_along() -> Rows:
    """The ballots of a round, to read along with it; `votes_in` makes votes of them."""
    rows = Ballot.objects.filter(round=OuterRef("pk")).order_by("pk")
    return Rows(rows, group="group__name", content=Nested("content"))


def votes_in(rows: Sequence[Mapping[str, Any]]) -> list[Vote]:
    """The votes of a round that were read along with it."""
    return [Vote(row["group"] or "", row["content"]) for row in rows]


def result_of(item: Round, names: Names | None = None, votes: list[Vote] | None = None) -> Result:
    """What came out of a closed round. At most 5 queries; 1 with the names and the votes."""
    names = names or names_of(item.session)
    votes = votes_of(item) if votes is None else votes
    if hides(item, len(votes)):
        return Result(item, len(votes), None, names, hidden=True)
    found = _weighed(item, question_of(item, names), votes)
    if found is not None and not item.open_ballot and found.traceable:  # some did not count
        return Result(item, len(votes), None, names, hidden=True)
    return Result(item, len(votes), found, names)


def hides(item: Round, votes: int) -> bool:
    """Whether so few voted in secret that the result would tell who chose what."""
    return rules.leads_to_persons(votes, open_ballot=item.open_ballot, smallest=SMALLEST_GROUP)


def _weighed(item: Round, question: Question, votes: list[Vote]) -> Outcome | None:
    """The outcome; the same ballots and the same method always give the same one."""
    if not votes:
        return None
    name = kept_under(item, question, votes)
    found: Outcome | None = cache.get(name)
    if found is None:
        found = outcome(question, votes, seed=item.pk)
        cache.set(name, found, HOUR)
    return found


def kept_under(item: Round, question: Question, votes: list[Vote]) -> str:
    """The name under which an outcome is kept: another method is another outcome."""
    cast = sorted((vote.group, json.dumps(vote.content)) for vote in votes)
    words = repr((outcomes.VERSION, question, cast))
    return f"rounds.outcome.{item.pk}.{hashlib.sha256(words.encode()).hexdigest()}"


def results(session: PrioritySession, *, also_hidden: bool = False) -> list[Result]:
    """What came out of the rounds of a session, in order; those that were shown unless asked."""
    states = DONE if also_hidden else (workflow.SHOWN,)
    rows = Round.objects.filter(session=session, state__in=states)
    rows = rows.select_related("session__municipality").annotate(ballots_cast=ballots_along())
    names = names_of(session)
    return [result_of(item, names, votes_in(item.ballots_cast)) for item in rows]
