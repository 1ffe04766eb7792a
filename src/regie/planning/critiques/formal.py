"""What an objective lacks, and what its words say. Pure: one function per criticism."""

from collections.abc import Iterator

from regie.foundation.records.engine import gettext_noop as _
from regie.planning.critiques.facts import NOTE, STOP, WARN, Critique, Facts, Term
from regie.planning.critiques.means import ends_with, read, tokens
from regie.planning.critiques.noise import newest
from regie.planning.critiques.quoted import value
from regie.policy.objective_words import OBJECTIVE_WORDS

Found = Iterator[Critique]

DIRECTIONS = {
    "decrease": _("omlaag"),
    "increase": _("omhoog"),
    "keep_above": _("minstens zo houden"),
    "keep_below": _("hoogstens zo houden"),
}
KINDS = {
    "survey": _("een enquête"),
    "offences": _("geregistreerde misdrijven"),
    "filed": _("aangiften"),
    "reports": _("meldingen"),
    "police": _("politiecijfers"),
}
CHANGES = frozenset(
    {
        *("minder", "lager", "daling", "dalen", "daalt", "afname", "afnemen", "reductie"),
        *("vermindering", "verminderen", "verlaging", "verlagen", "terugbrengen"),
        *("meer", "hoger", "stijging", "stijgen", "stijgt", "toename", "toenemen", "groei"),
        *("verhoging", "verhogen", "met"),
    }
)
"""Beside a percentage these words make it a change: 10 % less, not 10 % of the residents."""
NEAR = 2


def no_statement(facts: Facts) -> Found:
    """Nothing is written yet."""
    if not facts.statement.strip():
        yield Critique(
            "no_statement",
            STOP,
            _("Er staat nog geen doel."),
            _("Schrijf in één zin wat er anders moet zijn, hoeveel en wanneer."),
        )


def means(facts: Facts) -> Found:
    """A means written as a goal, or a means inside a goal that is about an effect."""
    found = read(facts.statement)
    about = {"means": ", ".join(found.means)}
    if not facts.outcome or not found.means:
        return
    if found.means_only:
        yield Critique(
            "means_as_goal",
            STOP,
            _(
                "Dit is een middel en geen doel. U schrijft wat u doet (%(means)s), niet wat "
                "er verandert."
            ),
            _("Schrijf welk effect u wilt in de samenleving. Zet dit bij de middelen: %(means)s."),
            about,
        )
        return
    yield Critique(
        "means_in_goal",
        NOTE,
        _("In dit doel staat ook een middel: %(means)s."),
        _("Zet dit bij de middelen. Het middel kan dan veranderen, terwijl het doel blijft."),
        about,
    )


def no_effect(facts: Facts) -> Found:
    """Nothing says what people notice of it."""
    if facts.effect.strip():
        return
    if facts.outcome:
        yield Critique(
            "no_effect",
            NOTE,
            _("Er staat niet bij wat mensen hiervan merken."),
            _("Schrijf op wat er voor inwoners of ondernemers beter wordt."),
        )
        return
    yield Critique(
        "no_effect",
        WARN,
        _(
            "Dit doel gaat over wat de gemeente levert. Er staat niet bij welk effect dat "
            "moet hebben."
        ),
        _("Schrijf op wat er voor inwoners verandert als u dit levert."),
    )


def measure(facts: Facts) -> Found:
    """No indicator and no measurement, or a measurement without a plan.

    What is delivered is counted as it is: its number says enough.
    """
    if facts.indicator or (not facts.outcome and has_target(facts)):
        return
    if not facts.measured_by.strip():
        yield Critique(
            "no_indicator",
            STOP,
            _("Er staat niet waaraan u ziet of het lukt."),
            _("Kies een indicator uit de lijst, of beschrijf een eigen meting."),
        )
    elif not facts.measuring_plan.strip():
        yield Critique(
            "no_measuring_plan",
            WARN,
            _("Van uw eigen meting staat er niet wie meet, hoe vaak en vanaf wanneer."),
            _("Schrijf dat op. Meet voor het eerst voordat de aanpak begint."),
        )


def has_target(facts: Facts) -> bool:
    """Whether there is a target, as a value or as a percentage."""
    return facts.target is not None or facts.target_percent is not None


def target(facts: Facts) -> Found:
    """No target, or a direction without one."""
    if has_target(facts):
        return
    if not facts.direction:
        yield Critique(
            "no_target",
            STOP,
            _("Er is geen streefwaarde. Niemand kan straks zeggen of het doel is gehaald."),
            _("Kies een richting en een waarde."),
        )
        return
    yield Critique(
        "direction_only",
        STOP,
        _(
            "Er staat alleen een richting (%(direction)s). Elke kleine verandering telt "
            "dan als gehaald."
        ),
        _("Noem een waarde en een datum. Wilt u houden wat er is? Noem dan de grens."),
        {"direction": Term(DIRECTIONS[facts.direction])},
    )


def target_date(facts: Facts) -> Found:
    """No date, or one that lies behind us."""
    if facts.target_date is None:
        if has_target(facts) or not facts.direction:
            yield _without_date(facts)
    elif facts.target_date < facts.today:
        yield Critique(
            "no_date",
            WARN,
            _("De datum van dit doel is al voorbij: %(day)s."),
            _("Kies een datum binnen de looptijd van het plan."),
            {"day": facts.target_date},
        )


def _without_date(facts: Facts) -> Critique:
    words = _("Er staat niet wanneer het doel gehaald moet zijn.")
    if facts.plan_to is None:
        return Critique(
            "no_date", STOP, words, _("Kies een datum binnen de looptijd van het plan.")
        )
    remedy = _("Kies een datum. Het plan loopt tot en met %(day)s.")
    return Critique("no_date", STOP, words, remedy, {"day": facts.plan_to})


def baseline(facts: Facts) -> Found:
    """No baseline, or one without its year or its source."""
    if facts.baseline is None:
        yield _without_baseline(facts)
        return
    about = {"baseline": value(facts, facts.baseline)}
    if facts.baseline_from is None and facts.baseline_to is None:
        yield Critique(
            "no_baseline_year",
            STOP,
            _("De nulmeting (%(baseline)s) heeft geen jaar."),
            _("Noem het jaar. Bij aantallen is het gemiddelde van drie jaar beter."),
            about,
        )
    if not facts.baseline_source.strip():
        yield _without_source(facts)


def _without_baseline(facts: Facts) -> Critique:
    """A limit can be judged without a beginning, a change cannot."""
    keeps = facts.direction.startswith("keep")
    level = WARN if keeps else STOP
    words = _("De nulmeting ontbreekt. Zonder begin weet straks niemand of er iets veranderde.")
    now = newest(facts)
    if now is None or now.value is None:
        remedy = _("Meet eerst, of zoek de waarde op. Noteer ook het jaar en de bron.")
        return Critique("no_baseline", level, words, remedy)
    return Critique(
        "no_baseline",
        level,
        words,
        _("Neem de waarde van %(year)s over: %(now)s."),
        {"year": now.year, "now": value(facts, now.value)},
    )


def _without_source(facts: Facts) -> Critique:
    words = _("Van de nulmeting staat er niet waar die vandaan komt.")
    if not facts.source:
        remedy = _("Noem de bron, zodat een ander het getal kan terugvinden.")
        return Critique("no_baseline_source", WARN, words, remedy)
    remedy = _("Noem de bron. De cijfers in Regie zijn van: %(source)s.")
    return Critique("no_baseline_source", WARN, words, remedy, {"source": facts.source})


def percentage(facts: Facts) -> Found:
    """A change in per cent without the year that it is seen from."""
    said = changes_in(facts.statement)
    if not said and facts.target_percent is None:
        return
    if any(year in reference_years(facts) for year in years_in(facts.statement)):
        return
    since = facts.baseline_to or facts.baseline_from
    if since is None:
        yield Critique(
            "percentage_without_year",
            STOP,
            _("Er staat een percentage zonder jaar om mee te vergelijken."),
            _(
                "Schrijf erbij: ten opzichte van welk jaar. Noem ook het aantal of het cijfer "
                "van dat jaar."
            ),
        )
    elif said:
        yield Critique(
            "percentage_without_year",
            NOTE,
            _("In de zin staat een percentage zonder jaar om mee te vergelijken."),
            _("Schrijf erbij: ten opzichte van %(year)s. Dat is het jaar van uw nulmeting."),
            {"year": since},
        )


def changes_in(sentence: str) -> tuple[str, ...]:
    """The percentages in a sentence that are a change.

    >>> changes_in("10% minder inbraken"), changes_in("25% van de inwoners voelt zich onveilig")
    (('10%',), ())
    """
    words = tokens(sentence)
    return tuple(word for at, word in enumerate(words) if _is_change(words, at))


def _is_change(words: tuple[str, ...], at: int) -> bool:
    if not words[at].endswith(("%", "procent")):
        return False
    before, after = words[max(0, at - NEAR) : at], words[at + 1 : at + 1 + NEAR]
    if after[:1] in {("van",), ("der",)} or before[-1:] == ("dan",):
        return False
    return bool(CHANGES & {*before, *after})


def years_in(sentence: str) -> tuple[int, ...]:
    """The years that a sentence names."""
    words = (word for word in tokens(sentence) if word.isdigit() and len(word) == 4)
    return tuple(int(word) for word in words)


def reference_years(facts: Facts) -> range:
    """Years that can be a beginning: not after today, and before the target."""
    until = facts.target_date.year if facts.target_date else facts.today.year + 1
    return range(1900, min(facts.today.year + 1, until))


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of source that the words of a text name, each once."""
    items = ends_with(tokens(text), OBJECTIVE_WORDS().sources)
    return tuple(dict.fromkeys(item.kind for item in items))


ALLOWED = {
    "survey": frozenset({"survey"}),
    "offences": frozenset({"offences", "police"}),
    "reports": frozenset({"reports", "police"}),
}


def mixed_sources(facts: Facts) -> Found:
    """The words name another kind of figure than the indicator is."""
    own = "survey" if facts.measured == "survey" else facts.counted
    if not own:
        return
    named = kinds_in(facts.baseline_source)
    if own != "survey":  # what people feel may be about reports; a count is a count of one thing
        named += tuple(
            kind for kind in kinds_in(facts.statement) if kind not in {"survey", "police"}
        )
    other = next((kind for kind in named if kind not in ALLOWED[own]), None)
    if other is not None:
        yield Critique(
            "mixed_sources",
            WARN,
            _("Hier lopen twee soorten cijfers door elkaar: %(one)s en %(other)s."),
            _("Gebruik één soort voor nulmeting en doel. Die zijn niet met elkaar te vergelijken."),
            {"one": Term(KINDS[own]), "other": Term(KINDS[other])},
        )


def reacts(facts: Facts) -> Found:
    """What moves the figure besides what happens."""
    said = kinds_in(f"{facts.statement} {facts.measured_by}")
    own_reports = not facts.indicator and "reports" in said
    if facts.reacts == "reporting" or own_reports:
        yield Critique(
            "reacts_to_reporting",
            WARN,
            _(
                "Dit cijfer stijgt ook als mensen vaker melden. Een daling kan ook betekenen "
                "dat zij minder melden."
            ),
            _("Zet er een vraag uit een enquête naast, of een meting zonder meldingen."),
        )
    elif facts.reacts == "enforcement":
        yield Critique(
            "reacts_to_enforcement",
            WARN,
            _(
                "Dit cijfer stijgt als politie en gemeente meer controleren. Meer is dan niet "
                "slechter."
            ),
            _("Kies een ander teken van succes, of een prestatie zoals het aantal controles."),
        )
    elif facts.reacts == "partly":
        yield Critique(
            "reacts_to_enforcement",
            NOTE,
            _("Dit cijfer stijgt voor een deel door meer controle of meer aangiften."),
            _("Schrijf bij de uitkomst altijd hoeveel er is gecontroleerd."),
        )


def people(facts: Facts) -> Found:
    """Nobody carries it, or it belongs to no priority."""
    if not facts.owner.strip():
        yield Critique(
            "nobody_responsible",
            WARN,
            _("Er staat niet wie verantwoordelijk is."),
            _("Noem de functie van wie het doel bewaakt, en de portefeuillehouder."),
        )
    if not facts.priority:
        yield Critique(
            "no_priority",
            NOTE,
            _("Dit doel hoort bij geen prioriteit."),
            _("Kies de prioriteit. Hoort het nergens bij, vraag u dan af of het nodig is."),
        )
