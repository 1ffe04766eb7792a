"""Levels of attention, and what asks for a warning. Pure.

Warnings never stand in the way: a municipality may have good reasons, and says them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from regie.foundation.records.engine import gettext_noop as _

PRIORITY, STRATEGIC, MAINTENANCE = "priority", "strategic", "maintenance"
LEVELS = (PRIORITY, STRATEGIC, MAINTENANCE)
RANK = {"": 0, MAINTENANCE: 1, STRATEGIC: 2, PRIORITY: 3}
"""How high a level is; no level is below all."""

# --- moving ---------------------------------------------------------------------------------------

NO_LEVEL = _("Kies een niveau.")
NO_CHANGE = _("Dit thema staat al op dit niveau, met deze reden.")
NO_REASON = _("Schrijf op waarom. De reden blijft bij het thema staan.")
NO_INSTEAD = _("Dit thema gaat omlaag. Schrijf op wat er dan mee gebeurt.")


def is_down(before: str, after: str) -> bool:
    """Whether a move is a scaling down; a theme without a level cannot go down.

    >>> is_down("priority", "maintenance"), is_down("", "maintenance")
    (True, False)
    """
    return RANK[after] < RANK[before]


def move_refusal(
    level: str, reason: str, instead: str, *, now: tuple[str, str], previous: str
) -> str | None:
    """Why a theme cannot go to this level, or None. `now` is its level with its reason;
    `previous` its level in the plan before."""
    if level not in LEVELS:
        return NO_LEVEL
    if not reason.strip():
        return NO_REASON
    if (level, reason.strip()) == now:
        return NO_CHANGE
    down = is_down(now[0], level) or (not now[0] and is_down(previous, level))
    return NO_INSTEAD if down and not instead.strip() else None


# --- warnings -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What the warnings need to know of a theme. `before` is its level in the plan before, ""
    when unknown; `partners` the level most partners gave it, "" when they were not asked."""

    code: str
    name: str
    field: str
    level: str = ""
    before: str = ""
    findings: int = 0
    deviating: int = 0
    partners: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything the warnings look at.

    `names` are the priorities of the proposal in words; without a proposal the themes themselves
    count. `asked` is the number of priorities the council asked for, 0 when it did not say.
    `undeclared` are the priorities of others without a declared relation, by code and name.
    """

    themes: Sequence[Theme]
    fields: Mapping[str, str]
    names: Sequence[str] = ()
    containers: Collection[str] = ()
    most: int = 5
    asked: int = 0
    undeclared: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Warning:
    """One warning: its code and subject recognise it when somebody gives a reason for it.

    `sentence` and `why` are msgids; `params` fills both.
    """

    code: str
    subject: str
    sentence: str
    why: str
    params: Mapping[str, object]


TOO_MANY = _("Er zijn %(n)s prioriteiten. Meer dan %(most)s is moeilijk vol te houden.")
TOO_MANY_WHY = _("Wie alles voorrang geeft, kiest niet. Partners weten dan niet wat eerst gaat.")
MORE_THAN_ASKED = _("De raad vroeg om hooguit %(most)s prioriteiten. Het zijn er nu %(n)s.")
MORE_THAN_ASKED_WHY = _("Dit kader gaf de raad mee bij de start. Leg uit waarom het meer is.")
CONTAINER = _("“%(name)s” is te breed voor een prioriteit.")
CONTAINER_WHY = _("Onder een brede naam past alles. Niemand kan dan zien of het doel gehaald is.")
WHOLE_FIELD = _("Alle thema's van “%(name)s” staan op prioriteit.")
WHOLE_FIELD_WHY = _("De velden helpen om niets te vergeten. Een heel veld is geen keuze.")
ONE_PER_FIELD = _("Elk veld heeft precies één prioriteit.")
ONE_PER_FIELD_WHY = _("Dat lijkt op eerlijk verdelen. Kies wat hier het meest nodig is.")
NO_FINDING = _("“%(name)s” is een prioriteit, maar heeft geen bevestigde bevinding.")
NO_FINDING_WHY = _("Zonder bevinding kan niemand nagaan waarom u dit kiest.")
NO_PLACE = _("“%(name)s” wijkt duidelijk af, maar staat niet bij prioriteit of strategisch.")
NO_PLACE_WHY = _("De cijfers vragen hier aandacht. Leg uit waarom het zo toch genoeg is.")
NOTHING_DOWN = _("Er komt iets bij, maar niets gaat omlaag.")
NOTHING_DOWN_WHY = _("De mensen en het geld blijven gelijk. Dan moet iets minder aandacht krijgen.")
NO_PARTNER = _("“%(name)s” is een prioriteit, maar geen partner gaf het voorrang.")
NO_PARTNER_WHY = _("Partners doen een groot deel van het werk. Vraag of zij meedoen.")
NO_RELATION = _("U zei nog niet hoe uw prioriteiten zich verhouden tot: %(names)s.")
NO_RELATION_WHY = _("De politie weegt ook wat landelijk en in de regio voorgaat.")


def warnings(facts: Facts) -> tuple[Warning, ...]:
    """Every warning there is a reason for, the widest first."""
    found = [
        *_number(facts),
        *_containers(facts),
        *_sharing_out(facts),
        *_evidence(facts),
        *_nothing_down(facts),
        *_partners(facts),
        *_relations(facts),
    ]
    return tuple(found)


def _chosen(facts: Facts) -> list[Theme]:
    return [theme for theme in facts.themes if theme.level == PRIORITY]


def _number(facts: Facts) -> Iterable[Warning]:
    n = len(facts.names) or len(_chosen(facts))
    if facts.asked and n > facts.asked:
        params = {"n": n, "most": facts.asked}
        yield Warning("more_than_asked", str(n), MORE_THAN_ASKED, MORE_THAN_ASKED_WHY, params)
    elif n > facts.most:
        params = {"n": n, "most": facts.most}
        yield Warning("too_many", str(n), TOO_MANY, TOO_MANY_WHY, params)


def plain(name: str) -> str:
    """A name as it is compared: without capitals, double spaces and marks at its ends.

    >>> plain(" Fysieke  veiligheid. ")
    'fysieke veiligheid'
    """
    return " ".join(name.casefold().split()).strip(" .,:;!?'\"“”")


def is_container(name: str, facts: Facts) -> bool:
    """Whether a name is too wide: a known container or the name of a whole field."""
    wide = {plain(words) for words in (*facts.containers, *facts.fields.values())}
    return plain(name) in wide


def _containers(facts: Facts) -> Iterable[Warning]:
    names = dict.fromkeys([*facts.names, *(theme.name for theme in _chosen(facts))])
    for name in names:
        if is_container(name, facts):
            yield Warning("container", plain(name)[:80], CONTAINER, CONTAINER_WHY, {"name": name})


def _sharing_out(facts: Facts) -> Iterable[Warning]:
    """Whole fields, and one for each field: both say that nothing was chosen."""
    per_field = Counter(theme.field for theme in facts.themes)
    chosen = Counter(theme.field for theme in _chosen(facts))
    for code, n in per_field.items():
        if n > 1 and chosen[code] == n:
            params = {"name": facts.fields[code]}
            yield Warning("whole_field", code, WHOLE_FIELD, WHOLE_FIELD_WHY, params)
    if len(per_field) > 1 and all(chosen[code] == 1 for code in per_field):
        yield Warning("one_per_field", "", ONE_PER_FIELD, ONE_PER_FIELD_WHY, {})


def _evidence(facts: Facts) -> Iterable[Warning]:
    for theme in facts.themes:
        params = {"name": theme.name}
        if theme.level == PRIORITY and not theme.findings:
            yield Warning("no_finding", theme.code, NO_FINDING, NO_FINDING_WHY, params)
        if theme.deviating and RANK[theme.level] < RANK[STRATEGIC]:
            yield Warning("no_place", theme.code, NO_PLACE, NO_PLACE_WHY, params)


def _nothing_down(facts: Facts) -> Iterable[Warning]:
    known = [theme for theme in facts.themes if theme.before and theme.level]
    up = any(is_down(theme.level, theme.before) for theme in known)
    down = any(is_down(theme.before, theme.level) for theme in known)
    if up and not down:
        yield Warning("nothing_down", "", NOTHING_DOWN, NOTHING_DOWN_WHY, {})


def _partners(facts: Facts) -> Iterable[Warning]:
    if not any(theme.partners for theme in facts.themes):
        return
    for theme in _chosen(facts):
        if theme.partners != PRIORITY:
            params = {"name": theme.name}
            yield Warning("no_partner", theme.code, NO_PARTNER, NO_PARTNER_WHY, params)


def _relations(facts: Facts) -> Iterable[Warning]:
    if facts.undeclared:
        names = {"names": ", ".join(facts.undeclared.values())}
        yield Warning("no_relation", "", NO_RELATION, NO_RELATION_WHY, names)


# --- what a session advises -----------------------------------------------------------------------

CORE, DISCUSS, OUTSIDE = "core", "discuss", "outside"
"""How a session classes a candidate; `weighing.outcomes` has the same codes."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What a session says of one candidate. `chance` is the probability to be among the places
    that can be chosen, `share` its share of what was given out, both from 0 to 1."""

    pk: int
    name: str
    themes: frozenset[str] = frozenset()
    kind: str = OUTSIDE
    rank: int = 0
    chance: float = 0.0
    share: float = 0.0


# --- priorities of others -------------------------------------------------------------------------

SAME, CONTRIBUTES, NOT = "same", "contributes", "not"
WHICH_THEMES = _("Kies het thema dat hetzelfde is of eraan bijdraagt.")
WHY_RELATION = _("Schrijf in een zin op waarom.")


def relation_refusal(relation: str, themes: Collection[str], reason: str) -> str | None:
    """Why a relation cannot be declared like this, or None."""
    if relation != NOT and not themes:
        return WHICH_THEMES
    return WHY_RELATION if relation != SAME and not reason.strip() else None


# --- alignment ------------------------------------------------------------------------------------

TRIANGLE, NEIGHBOURS, REGION, NATION = "triangle", "neighbours", "region", "national"
ALIGNED_WITH = (TRIANGLE, NEIGHBOURS, REGION, NATION)
NOT_SKIPPED_IN_FULL = _(
    "In de volledige werkwijze slaat u de afstemming niet over. Leg vast wat is besproken."
)
IN_FUTURE = _("Deze dag ligt nog in de toekomst.")
NO_OUTCOME = _("Schrijf in woorden op wat eruit kwam.")


def skip_refusal(*, light: bool, reason: str) -> str | None:
    """Why alignment cannot be skipped, or None."""
    if not light:
        return NOT_SKIPPED_IN_FULL
    return None if reason.strip() else NO_REASON


def missing(recorded: Collection[str]) -> tuple[str, ...]:
    """With whom nothing was recorded yet, in order."""
    return tuple(kind for kind in ALIGNED_WITH if kind not in recorded)
