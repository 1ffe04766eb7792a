"""What an outcome says, in short sentences of the reader's language. Nothing is computed here."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.planning.weighing import agreeing, certainty, outcomes
from regie.planning.weighing.changes import Tip
from regie.planning.weighing.outcomes import Outcome, Standing
from regie.planning.weighing.rules import Form
from regie.ui.formats import number, percent, signed

Names = Mapping[str, str]
"""What candidates (by identifier) and criteria (by code) are called."""
LISTED = 8
"""So many names are listed; of more only the number."""
CLOSEST = 4
"""Changes that are told: those nearest to the border."""
CHANCE = 0.05


@dataclass(frozen=True)
class Part:
    """Sentences that belong together, under a heading."""

    title: str
    sentences: tuple[str, ...]


def told(outcome: Outcome, names: Names) -> tuple[str, ...]:
    """All sentences on an outcome, the most important first."""
    return tuple(sentence for part in parts(outcome, names) for sentence in part.sentences)


def parts(outcome: Outcome, names: Names) -> tuple[Part, ...]:
    """The same under headings; a heading without sentences is left out."""
    say = _Words(outcome, names)
    found = [
        Part(_("Uitslag"), tuple(say.result())),
        Part(_("Hoe eens zijn de deelnemers?"), tuple(say.agreement())),
        Part(_("Hoe zeker is dit?"), tuple(say.certainty())),
        Part(_("Wat zou de uitslag veranderen?"), tuple(say.changes())),
        Part(_("Krijgt iedereen iets terug?"), tuple(say.proportion())),
        Part(_("Groepen naast elkaar"), tuple(say.groups())),
    ]
    return tuple(part for part in found if part.sentences)


def headline(outcome: Outcome, names: Names) -> str:
    """One sentence for above a figure."""
    return next(iter(_Words(outcome, names).headlines()))


def class_name(standing: str) -> str:
    """The class of a candidate in a word or two."""
    return {
        outcomes.CORE: _("vrijwel zeker"),
        outcomes.DISCUSS: _("te bespreken"),
        outcomes.OUTSIDE: _("valt erbuiten"),
    }[standing]


def amount(outcome: Outcome, standing: Standing) -> str:
    """What a candidate got, in the unit of the form: "12 punten", "62 van 100".

    Of duels it is the chance to win from an average candidate.
    """
    total = round(standing.total)
    count: dict[str, Callable[[], str]] = {
        Form.POINTS: lambda: ngettext("%(n)s punt", "%(n)s punten", total),
        Form.APPROVAL: lambda: ngettext("%(n)s kruisje", "%(n)s kruisjes", total),
        Form.TIERS: lambda: ngettext("%(n)s keer prioriteit", "%(n)s keer prioriteit", total),
        Form.RANKING: lambda: ngettext("%(n)s punt", "%(n)s punten", total),
    }
    if outcome.form == Form.PAIRWISE:  # duels won say little where not all met as often
        return _("wint %(n)s") % {"n": percent(100 * standing.share)}
    if outcome.form in count:
        return count[outcome.form]() % {"n": number(standing.total, _decimals(standing.total))}
    return _("%(n)s van 100") % {"n": number(standing.total, 1)}


def chance(share: float) -> str:
    """A probability in whole percents, rounded down so that it fits its class; never certain."""
    if share >= 0.995:
        return _("boven 99%")
    return _("onder 1%") if share < 0.01 else percent(math.floor(100 * share + 1e-9))


def _decimals(value: float) -> int:
    return 0 if value == round(value) else 1


def listed(names: Sequence[str]) -> str:
    """Names in a row: "A, B en C"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


class _Words:
    """The sentences on one outcome, in the language that is active."""

    def __init__(self, outcome: Outcome, names: Names) -> None:
        self.outcome, self.names = outcome, names

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    def row(self, codes: Sequence[str]) -> str:
        """Names in a row; of a long row the first ones and how many more."""
        shown = [self.name(code) for code in codes[:LISTED]]
        more = len(codes) - len(shown)
        if more:
            shown.append(ngettext("%(n)s ander", "%(n)s andere", more) % {"n": more})
        return listed(shown)

    # --- the result ---------------------------------------------------------------------------

    def headlines(self) -> Iterator[str]:
        """The conclusion, in the first sentence."""
        out = self.outcome
        if outcomes.NO_CANDIDATES in out.caveats:
            yield _("Er zijn geen onderwerpen om te kiezen.")
        elif outcomes.NO_BALLOTS in out.caveats and out.not_counted:
            yield _("Geen enkele stem past bij de vraag. Er is dus geen uitslag.")
        elif outcomes.NO_BALLOTS in out.caveats:
            yield _("Er is nog niet gestemd. Er is dus geen uitslag.")
        elif outcomes.ONE_CANDIDATE in out.caveats:
            yield _("Er is maar één onderwerp. Er valt niets te kiezen.")
        else:
            yield from self._top()

    def _top(self) -> Iterator[str]:
        out, chosen = self.outcome, self.row(self.outcome.chosen)
        if not out.chosen and not out.on_border:
            yield _("Geen enkel onderwerp krijgt steun.")
        elif outcomes.ALL_EQUAL in out.caveats:
            yield _("Alle onderwerpen eindigen gelijk. De stemming kiest dus niet.")
        elif not out.on_border:
            yield _("Dit komt bovenaan: %(names)s.") % {"names": chosen}
        else:
            if chosen:
                yield _("Dit staat zeker bovenaan: %(names)s.") % {"names": chosen}
            yield from self._tie()

    def _tie(self) -> Iterator[str]:
        left = self.outcome.places - len(self.outcome.chosen)
        yield _("%(names)s eindigen precies gelijk.") % {"names": self.row(self.outcome.on_border)}
        yield ngettext(
            "Er is nog %(n)s plaats. De vergadering kiest wie die krijgt.",
            "Er zijn nog %(n)s plaatsen. De vergadering kiest wie die krijgen.",
            left,
        ) % {"n": left}

    def result(self) -> Iterator[str]:
        """The conclusion, how many voted, and what is special about these ballots."""
        yield from self.headlines()
        if self.outcome.ballots:
            yield from self._count()
        yield from self._left_out()

    def _count(self) -> Iterator[str]:
        n, caveats = self.outcome.ballots, self.outcome.caveats
        if outcomes.ONE_BALLOT in caveats:
            yield _("Er is één stem. De uitslag is de keuze van één persoon.")
            return
        yield ngettext("%(n)s stem telt mee.", "%(n)s stemmen tellen mee.", n) % {"n": n}
        if outcomes.IDENTICAL in caveats:
            yield _("Alle stemmen zijn precies gelijk.")
        if outcomes.FEW_BALLOTS in caveats:
            yield _("Dat zijn er minder dan vijf. De uitslag kan verraden wie wat koos.")

    def _left_out(self) -> Iterator[str]:
        lost = self.outcome.not_counted
        if lost:
            yield (
                ngettext(
                    "%(n)s stem past niet meer bij de vraag en telt niet mee.",
                    "%(n)s stemmen passen niet meer bij de vraag en tellen niet mee.",
                    lost,
                )
                % {"n": lost}
            )
        silent = [one.candidate for one in self.outcome.standings if not one.judged]
        if silent and len(silent) <= LISTED:
            yield _("Niemand zei iets over %(names)s.") % {"names": self.row(silent)}

    # --- agreement ----------------------------------------------------------------------------

    def agreement(self) -> Iterator[str]:
        """How far the participants agree, and on which criteria they differ."""
        found = self.outcome.agreement
        if found.w is not None:
            yield {
                agreeing.AGREE: _("De deelnemers waren het vrijwel eens."),
                agreeing.PARTLY: _("De deelnemers waren het deels eens."),
                agreeing.DISAGREE: _("De deelnemers waren het oneens."),
            }[found.level]
            yield _("Kendalls W is %(w)s. Bij 1 is iedereen het eens, bij 0 niemand.") % {
                "w": number(found.w, 2)
            }
            if found.p is not None and found.p > CHANCE:
                yield _("Zo veel overeenstemming kan ook toeval zijn.")
        elif self.outcome.ballots > 1 and len(self.outcome.standings) > 1:
            yield _("Hoe eens de deelnemers zijn, is hier niet te zeggen.")
        widest = [one for one in found.criteria if one.high - one.low > 0.005][:2]
        if widest:
            names = listed([self.name(one.criterion) for one in widest])
            yield _("Over het gewicht van %(names)s verschilden de meningen het meest.") % {
                "names": names
            }

    # --- certainty ----------------------------------------------------------------------------

    def certainty(self) -> Iterator[str]:
        """The classes, what was tried to find them, and what happens without a candidate."""
        found = self.outcome.certainty
        if outcomes.ALL_EQUAL in self.outcome.caveats or len(self.outcome.standings) < 2:
            return
        if not found.by:
            yield _("Met zo weinig stemmen is niet te zeggen hoe zeker dit is.")
            return
        if self.outcome.places < len(self.outcome.standings):
            yield from self._classes()
            yield self._tried()
        yield from self._other_weights()
        yield from self._reversal()
        if outcomes.NOT_CONNECTED in self.outcome.caveats:
            yield _("Sommige onderwerpen wonnen of verloren alles. Hun plaats is minder zeker.")

    def _classes(self) -> Iterator[str]:
        k = self.outcome.places
        core, discuss, outside = (
            [one.candidate for one in self.outcome.standings if one.standing == standing]
            for standing in (outcomes.CORE, outcomes.DISCUSS, outcomes.OUTSIDE)
        )
        if core:
            yield _("Vrijwel zeker bij de eerste %(k)s: %(names)s.") % {
                "k": k,
                "names": self.row(core),
            }
        if discuss:
            yield _("Hier heeft praten zin: %(names)s.") % {"names": self.row(discuss)}
        if outside:
            yield ngettext(
                "%(n)s onderwerp valt vrijwel zeker buiten de eerste %(k)s.",
                "%(n)s onderwerpen vallen vrijwel zeker buiten de eerste %(k)s.",
                len(outside),
            ) % {"n": len(outside), "k": k}

    def _tried(self) -> str:
        draws = number(self.outcome.certainty.draws)
        if self.outcome.certainty.by == certainty.BY_WEIGHTS:
            return _("We rekenden %(n)s keer. Telkens golden de gewichten van één deelnemer.") % {
                "n": draws
            }
        return _("We rekenden %(n)s keer met een andere, even grote groep uit deze deelnemers.") % {
            "n": draws
        }

    def _other_weights(self) -> Iterator[str]:
        other = self.outcome.certainty.other_weights
        if other is None or self.outcome.places >= len(self.outcome.standings):
            return
        shaky = [one for one in self.outcome.chosen if other[one] < certainty.LIKELY]
        if shaky:
            yield _("Met heel andere gewichten kan dit afvallen: %(names)s.") % {
                "names": self.row(shaky)
            }
        else:
            yield _("Ook met heel andere gewichten blijft de keuze vrijwel gelijk.")

    def _reversal(self) -> Iterator[str]:
        found = self.outcome.certainty
        if found.reversing:
            yield _("Valt %(names)s af, dan verandert de keuze tussen de andere onderwerpen.") % {
                "names": self.row(found.reversing[:1])
            }
        elif len(self.outcome.standings) > 2:
            yield _("Valt een onderwerp af, dan blijft de keuze tussen de andere gelijk.")
        if found.by_duels:
            yield _("Twee aan twee vergeleken staat dit bovenaan: %(names)s.") % {
                "names": self.row(found.by_duels)
            }

    # --- changes ------------------------------------------------------------------------------

    def changes(self) -> Iterator[str]:
        """What would bring the nearest ones in or put them out."""
        told_of: set[frozenset[str]] = set()
        if outcomes.ALL_EQUAL in self.outcome.caveats:
            return
        for tip in self.outcome.tipping:
            pair = frozenset({tip.candidate, tip.rival})
            if pair in told_of or len(told_of) >= CLOSEST:
                continue
            told_of.add(pair)
            yield from self._tip(tip)

    def _tip(self, tip: Tip) -> Iterator[str]:
        name = self.name(tip.candidate)
        if tip.ballots is not None:
            yield self._ballots(tip) % {
                "n": tip.ballots,
                "name": name,
                "rival": self.name(tip.rival),
            }
        if tip.weight is not None:
            yield self._crossing(tip.inside) % {
                "name": name,
                "criterion": self.name(tip.weight.criterion),
                "now": number(100 * tip.weight.now),
                "then": number(100 * tip.weight.then),
            }
        if tip.score is not None:
            yield self._scoring(tip.inside) % {
                "name": name,
                "criterion": self.name(tip.score.criterion),
                "points": signed(tip.score.change, 1),
            }

    def _ballots(self, tip: Tip) -> str:
        n = tip.ballots or 0
        if tip.inside:
            return ngettext(
                "Als %(n)s deelnemer anders stemt, wisselt %(name)s van plaats met %(rival)s.",
                "Als %(n)s deelnemers anders stemmen, wisselt %(name)s van plaats met %(rival)s.",
                n,
            )
        return ngettext(
            "Als %(n)s deelnemer anders stemt, komt %(name)s boven %(rival)s.",
            "Als %(n)s deelnemers anders stemmen, komt %(name)s boven %(rival)s.",
            n,
        )

    def _crossing(self, inside: bool) -> str:
        if inside:
            return _(
                "Weegt %(criterion)s %(then)s%% in plaats van %(now)s%%, dan valt %(name)s af."
            )
        return _("Weegt %(criterion)s %(then)s%% in plaats van %(now)s%%, dan komt %(name)s erbij.")

    def _scoring(self, inside: bool) -> str:
        if inside:
            return _("%(name)s valt af bij %(points)s punten op %(criterion)s.")
        return _("%(name)s komt erbij bij %(points)s punten op %(criterion)s.")

    # --- proportion ---------------------------------------------------------------------------

    def proportion(self) -> Iterator[str]:
        """The proportional choice beside that of most ticks."""
        found = self.outcome.proportion
        if found is None:
            return
        if found.unserved:
            yield ngettext(
                "%(n)s deelnemer ziet niets van de eigen keuze terug.",
                "%(n)s deelnemers zien niets van hun keuze terug.",
                found.unserved,
            ) % {"n": found.unserved}
        else:
            yield _("Iedereen ziet minstens één eigen keuze terug.")
        if not found.differs:
            yield _("Een evenredige keuze geeft dezelfde onderwerpen.")
            return
        yield _("Een evenredige keuze neemt %(gained)s in plaats van %(lost)s.") % {
            "gained": self.row(found.gained),
            "lost": self.row(found.lost),
        }
        if found.served:
            yield ngettext(
                "%(n)s van hen ziet dan wel iets terug.",
                "%(n)s van hen zien dan wel iets terug.",
                found.served,
            ) % {"n": found.served}

    # --- groups -------------------------------------------------------------------------------

    def groups(self) -> Iterator[str]:
        """What each group puts among the first that the whole does not."""
        for group in self.outcome.groups:
            name = group.name or _("zonder groep")
            if not group.shown:
                yield f"{name}: {_(group.reason)}"
            elif group.apart:
                yield _("%(group)s zet ook dit bovenaan: %(names)s.") % {
                    "group": name,
                    "names": self.row(group.apart),
                }
            else:
                yield _("%(group)s zet dezelfde onderwerpen bovenaan.") % {"group": name}
