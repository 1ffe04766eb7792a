"""What the ballots of a round say together, and how sure that is.

`outcome` is recomputed whenever it is asked for: nothing is stored, so there is no second truth.
The same ballots give the same answer, in whatever order they came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from regie.planning.weighing.agreeing import Agreement, agreement_of
from regie.planning.weighing.certainty import Certainty, certainty_of
from regie.planning.weighing.changes import Tip, tips_of
from regie.planning.weighing.comparing import GroupView, groups_of
from regie.planning.weighing.proportion import Proportion, proportion_of
from regie.planning.weighing.rules import SMALLEST_GROUP, Question, Vote
from regie.planning.weighing.sheets import Sheet, read
from safetymethods.acceptability import Standing as Class
from safetymethods.rankings import place_of

VERSION = "1"
SEED = 2026

NO_CANDIDATES = "no_candidates"
ONE_CANDIDATE = "one_candidate"
NO_BALLOTS = "no_ballots"
ONE_BALLOT = "one_ballot"
FEW_BALLOTS = "few_ballots"
IDENTICAL = "identical"
ALL_EQUAL = "all_equal"
TIE = "tie"
NOT_COUNTED = "not_counted"
NOT_CONNECTED = "not_connected"
NOT_JUDGED = "not_judged"
CORE, DISCUSS, OUTSIDE = "core", "discuss", "outside"
_CLASSES = {Class.CORE: CORE, Class.DISCUSS: DISCUSS, Class.OUTSIDE: OUTSIDE}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one candidate stands.

    `rank` is 1 for the first; `equal` candidates share it. `total` counts points, ticks, duels
    won or ballots that say "priority"; for scores and weights it is the value from 0 to 100.
    `mean` is what ranks: per ballot, or the strength from duels. `share` runs from 0 to 1 and is
    what a bar shows. `judged` ballots said something about it. `first` to `last` are the ranks
    it may as well have, `top` the probability to be among the places, `standing` its class:
    core (.8 or more), discuss, outside (under .2). `chosen` is in whatever a tie brings;
    `on_border` shares the last place or places with others; what nobody wants is neither. `parts`
    make up the value per
    criterion, or count the ballots per tier.
    """

    candidate: str
    rank: int
    equal: int
    total: float
    mean: float
    share: float
    judged: int
    first: int
    last: int
    top: float
    standing: str
    chosen: bool
    on_border: bool
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a round says. `standings` are in order of rank, then of the question.

    `ballots` were counted, `not_counted` no longer fit the question. `places` can be chosen.
    `weights` are those of the criteria, adding up to 1. `caveats` are codes that `words` tells.
    """

    form: str
    ballots: int
    not_counted: int
    places: int
    standings: tuple[Standing, ...]
    agreement: Agreement
    groups: tuple[GroupView, ...]
    certainty: Certainty
    tipping: tuple[Tip, ...]
    proportion: Proportion | None
    weights: Mapping[str, float]
    caveats: tuple[str, ...]
    seed: int
    version: str = VERSION

    @property
    def chosen(self) -> tuple[str, ...]:
        """Candidates that are in, whatever happens with a tie."""
        return tuple(one.candidate for one in self.standings if one.chosen)

    @property
    def on_border(self) -> tuple[str, ...]:
        """Candidates that share the last places: the meeting chooses among them."""
        return tuple(one.candidate for one in self.standings if one.on_border)

    @property
    def of(self) -> Mapping[str, Standing]:
        """The standing of each candidate by its identifier."""
        return {one.candidate: one for one in self.standings}

    @property
    def traceable(self) -> bool:
        """So few ballots that the result may show what a person chose."""
        return 0 < self.ballots < SMALLEST_GROUP


def outcome(question: Question, votes: Sequence[Vote], *, seed: int = SEED) -> Outcome:
    """The result of a round. Never fails for ballots: what does not fit is not counted.

    Raises ValueError only for a form that does not exist, and for a form `weights` without the
    scores of its candidates. No queries.
    """
    sheet = read(question, votes)
    certainty, first, last = certainty_of(sheet, seed)
    standings = _standings(question, sheet, certainty, first, last)
    return Outcome(
        form=question.form,
        ballots=sheet.ballots,
        not_counted=len(votes) - sheet.ballots,
        places=sheet.places,
        standings=standings,
        agreement=agreement_of(sheet),
        groups=groups_of(sheet),
        certainty=certainty,
        tipping=tips_of(sheet),
        proportion=proportion_of(sheet),
        weights=sheet.mean_weights,
        caveats=_caveats(sheet, standings, len(votes)),
        seed=seed,
    )


def _standings(
    question: Question,
    sheet: Sheet,
    certainty: Certainty,
    first: Mapping[str, int],
    last: Mapping[str, int],
) -> tuple[Standing, ...]:
    if not sheet.ballots:
        return ()
    ranks = place_of(sheet.values)
    asked = {name: at for at, name in enumerate(question.candidates)}
    found = []
    for at, name in enumerate(sheet.candidates):
        equal = int((ranks == ranks[at]).sum())
        fits = ranks[at] + equal - 1 <= sheet.places
        wanted = bool(sheet.wanted[at])
        found.append(
            Standing(
                candidate=name,
                rank=int(ranks[at]),
                equal=equal,
                total=float(sheet.totals[at]),
                mean=float(sheet.values[at]),
                share=float(sheet.shares[at]),
                judged=int(sheet.judged[at]),
                first=first[name],
                last=last[name],
                top=certainty.top[name],
                standing=_CLASSES[certainty.classes[name]],
                chosen=fits and wanted,
                on_border=not fits and wanted and ranks[at] <= sheet.places,
                parts=sheet.parts(at),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.rank, asked[one.candidate])))


def _caveats(sheet: Sheet, standings: Sequence[Standing], cast: int) -> tuple[str, ...]:
    number = sheet.ballots
    several = len(sheet.candidates) > 1
    alike = several and number > 0 and len(np.unique(np.round(sheet.values, 9))) == 1
    where = {
        NO_CANDIDATES: not sheet.candidates,
        ONE_CANDIDATE: len(sheet.candidates) == 1,
        NO_BALLOTS: number == 0,
        ONE_BALLOT: number == 1,
        FEW_BALLOTS: 1 < number < SMALLEST_GROUP,
        IDENTICAL: number > 1 and sheet.identical,
        ALL_EQUAL: alike,
        TIE: not alike and any(one.on_border for one in standings),
        NOT_COUNTED: cast > number,
        NOT_CONNECTED: number > 0 and not sheet.connected,
        NOT_JUDGED: any(not one.judged for one in standings),
    }
    return tuple(code for code, found in where.items() if found)
