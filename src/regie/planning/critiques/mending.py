"""What would make an objective measurable, each way with its number. Pure."""

from collections.abc import Iterator

from regie.foundation.records.engine import gettext_noop as _
from regie.planning.critiques import noise
from regie.planning.critiques.facts import Amount, Facts, Remedy, Values
from regie.planning.critiques.noise import TWO_ANSWERS, Seen
from regie.planning.critiques.quoted import events, gap, part

YEARS = 3
LARGEST_SAMPLE = 20
"""More than so many times as many answers is no advice any more."""


def of_counts(facts: Facts, found: Seen) -> Iterator[Remedy]:
    """A longer mean, a comparison, several types together."""
    happens = noise.per_year(facts) or 0.0
    swing = noise.swing(facts)
    yield from _longer(facts, found, noise.needed(facts, happens, swing, years=YEARS))
    if facts.net_sigma is not None and facts.beside == "itself":
        yield from _beside(found, noise.needed(facts, happens, facts.net_sigma))
    if facts.bundle is not None:
        needed = noise.needed(facts, facts.bundle.count, facts.bundle.sigma)
        yield from _together(facts, found, needed)


def _longer(facts: Facts, found: Seen, needed: float | None) -> Iterator[Remedy]:
    if needed is None:
        return
    helps = found.needed is None or needed < found.needed
    words = _(
        "Vergelijk drie jaar samen met de drie jaar ervoor. Dan is een verandering "
        "van %(needed)s te zien. Dat duurt wel langer."
    )
    worse = _(
        "Drie jaar samen nemen helpt hier niet: ook dan is pas een verandering van "
        "%(needed)s te zien. Dit schommelt te veel."
    )
    about = {"needed": part(needed)}
    yield Remedy("longer_mean", words if helps else worse, about, needed, found.asked >= needed)


def _beside(found: Seen, needed: float | None) -> Iterator[Remedy]:
    if needed is not None:
        words = _(
            "Vergelijk met andere gemeenten, zodat wat overal gebeurt niet meetelt. Dan "
            "is een verschil van %(needed)s te zien."
        )
        yield Remedy("relative", words, {"needed": part(needed)}, needed, found.asked >= needed)


def _together(facts: Facts, found: Seen, needed: float | None) -> Iterator[Remedy]:
    if needed is None or facts.bundle is None:
        return
    words = _(
        "Neem alle soorten van dit thema samen (%(name)s), ongeveer %(events)s per jaar. "
        "Dan is een verandering van %(needed)s te zien."
    )
    about: Values = {
        "name": facts.bundle.name,
        "events": events(facts.bundle.count),
        "needed": part(needed),
    }
    yield Remedy("bundle", words, about, needed, found.asked >= needed)


def of_survey(facts: Facts, found: Seen) -> Iterator[Remedy]:
    """More answers, or two editions together."""
    needed = found.needed or 0.0
    times = min(needed / found.asked, LARGEST_SAMPLE) ** 2
    if times <= LARGEST_SAMPLE:
        words = _("Vraag %(times)s keer zoveel mensen. Dan is een verschil van %(asked)s te zien.")
        asked = gap(facts, found.asked)
        about: Values = {"times": Amount(times), "asked": asked}
        yield Remedy("larger_sample", words, about, enough=True)
    together = needed / TWO_ANSWERS
    words = _(
        "Vergelijk twee metingen samen met twee metingen ervoor. Dan is een verschil "
        "van %(needed)s te zien."
    )
    seen: Values = {"needed": gap(facts, together)}
    yield Remedy("two_editions", words, seen, enough=found.asked >= together)


def output() -> Remedy:
    """What always can be accounted for: what the municipality delivers itself."""
    words = _(
        "Kies een prestatie: wat de gemeente en partners zelf doen, met een aantal en een datum."
    )
    return Remedy("output", words, enough=True)
