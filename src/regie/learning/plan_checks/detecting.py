"""Recognising words in what people wrote: readers, levels, sources, partners, rhythms. Pure.

These are lists of Dutch words, so they find what is written in the usual way and no more. A
person who sees that the plan says it in other words answers otherwise than the machine.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from regie.foundation.records.engine import gettext_noop as _

Groups = Mapping[str, re.Pattern[str]]


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_COUNCIL = _words(r"(?:gemeente)?raad", r"raads\w+")
_EXECUTIVE = _words(r"colleges?", r"wethouders?", r"B en W", r"B&W")
_MAYOR = _words(r"burgemeesters?")
_TRIANGLE = _words(r"(?:lokale |gezags)?driehoek(?:soverleg)?")
_RESIDENTS = _words(r"(?:in|be)woners?\w*", r"burgers?", r"buurt\w*panel", r"dorps\w+")
_PARTNERS = _words(r"(?:veiligheids|keten|samenwerkings)?partners?", r"corporaties?")
_POLICE = _words(r"politie\w*", r"wijkagent\w*", r"basisteam", r"47018NED", r"police")
_PROSECUTION = re.compile(
    r"(?<!\w)OM(?!\w)|(?i:openbaar ministerie|(?<!\w)parket\w*|officier\w* van justitie)"
)

READERS: Groups = {
    _("gemeenteraad"): _COUNCIL,
    _("college"): _EXECUTIVE,
    _("partners"): _words(r"\w*partners?", r"politie", r"\w*corporaties?"),
    _("inwoners"): _RESIDENTS,
    _("ondernemers"): _words(r"ondernemers?", r"bedrijven"),
    _("medewerkers"): _words(r"medewerkers?", r"professionals?", r"ambtenaren", r"uitvoerders?"),
}
LEVELS: Groups = {
    _("landelijk"): _words(
        r"landelijk\w*", r"nationa\w+", r"(?:het )?rijk", r"\w*wet", r"veiligheidsagenda"
    ),
    _("regionaal"): _words(
        r"(?:veiligheids)?regio\w*", r"basisteam\w*", r"politie-?eenheid", r"politiedistrict"
    ),
    _("lokaal"): _words(
        r"lokale?", r"gemeentelijk\w*", r"APV", r"coalitie\w*", r"\w*verordening", r"eigen beleid",
        r"collegeprogramma", r"omgevingsvisie", r"ons \w+beleid",
    ),
}  # fmt: skip
AGENDAS: Groups = {
    _("landelijk"): _words(
        r"landelijke? (?:\w+ )?(?:agenda|prioriteit\w*|beleid\w*|doel\w*)",
        r"nationa\w+ (?:\w+ )?(?:agenda|prioriteit\w*|veiligheidsagenda)",
        r"veiligheidsagenda",
    ),
    _("regionaal"): _words(
        r"regiona\w+ (?:\w+ )?(?:\w*plan|agenda|prioriteit\w*|beleid\w*|doel\w*)",
        r"prioriteit\w* van (?:de |het )(?:politie)?(?:regio|eenheid|basisteam|district)",
        r"regio\w*plan",
    ),
}
BODIES: Groups = {
    _("gemeenteraad"): _COUNCIL,
    _("college"): _EXECUTIVE,
    _("burgemeester"): _MAYOR,
    _("driehoek"): _TRIANGLE,
}
TAKING_PART: Groups = {
    _("inwoners"): _RESIDENTS,
    _("partners"): re.compile(rf"{_PARTNERS.pattern}|{_POLICE.pattern}", re.IGNORECASE),
}
KEEPERS: Groups = {
    _("politie"): _POLICE,
    _("OM"): _PROSECUTION,
    _("gemeente"): _words(
        r"gemeente", r"gemeentelijke \w+", r"MOR", r"meldingen openbare ruimte", r"boa'?s",
        r"buurtbemiddeling", r"handhaving",
    ),
}  # fmt: skip
PARTNERS: Groups = {
    _("politie"): _POLICE,
    _("OM"): _PROSECUTION,
    _("woningcorporatie"): _words(r"(?:woning)?corporaties?", r"woningbouw\w*"),
    _("zorg en welzijn"): _words(
        r"GGD", r"GGZ", r"zorg\w*", r"welzijn\w*", r"Veilig Thuis", r"jongerenwerk\w*"
    ),
    _("scholen"): _words(r"scholen", r"school", r"onderwijs"),
    _("ondernemers"): _words(r"ondernemers?\w*", r"horeca\w*", r"winkeliers?"),
    _("veiligheidsregio"): _words(r"veiligheidsregio", r"brandweer"),
    _("RIEC"): _words(r"RIEC"),
    _("zorg- en veiligheidshuis"): _words(r"(?:zorg- en )?veiligheidshuis", r"reclassering"),
    _("inwoners"): _RESIDENTS,
}
TOLD: Groups = {
    **BODIES,
    _("partners"): _PARTNERS,
    _("inwoners"): _RESIDENTS,
}
FIGURES = _words(r"\d[\d.,]*", r"cijfers?", r"meldingen", r"aangiften", r"zaken", r"registraties?")
OF_MUNICIPALITY = _words(
    r"gemeentelijke \w+", r"MOR", r"meldingen openbare ruimte", r"boa'?s?", r"buurtbemiddeling",
    r"(?:meldingen|cijfers|zaken|registraties?) (?:bij|van) de gemeente", r"handhaving",
)  # fmt: skip
UNUSED = _words(
    r"niet (?:gekeken|gebruikt|meegenomen|bekend|beschikbaar)", r"ontbr\w+", r"hadden wij niet",
    r"geen (?:\w+ )?(?:cijfers|gegevens|registraties?|meldingen|zaken)",
)  # fmt: skip
"""Words that say that figures are not there."""
SURVEY = _words(
    r"veiligheidsmonitor", r"\w*enqu[eê]tes?", r"burgerpeiling", r"(?:be|in)wonerspanel",
    r"85146NED", r"leefbaarheidsmonitor", r"safety monitor",
)  # fmt: skip
PERCEPTION = _words(r"\w*beleving", r"belev\w+", r"(?:on)?veiligheidsgevoel\w*", r"voel\w+")
TREND = re.compile(
    r"(?<!\w)(?:stijg\w*|steeg|stegen|gestegen|da(?:a)?l(?:t|de|den|en|ing\w*)?|gedaald|toename|afname"
    r"|toe(?:neemt|nam|genomen)|af(?:neemt|nam|genomen)|(?:neemt|nam|nemen|namen)\b[^.]*\b(?:toe|af)"
    r"|groei\w*|krimp\w*|verdubbel\w*|halve(?:e)?r\w*|(?:bleef|blijft) gelijk|stabiel)(?!\w)",
    re.IGNORECASE,
)
ACTION_PLAN = _words(
    r"\w*uitvoerings(?:plan|plannen|programma\w*)",
    r"JUP",
    r"jaarplan\w*",
    r"actie(?:plan|programma)",
)
BUDGET = _words(r"\w*begroting\w*", r"programma(?:begroting)?", r"voorjaarsnota", r"kadernota")
RHYTHM = _words(
    r"(?:elke?|iedere?|per) (?:half ?jaar|jaar|maand|kwartaal|week)", r"(?:half)?jaarlijkse?",
    r"maandelijkse?", r"(?:per )?kwartaal", r"halverwege", r"tussentijds\w*",
)  # fmt: skip
LOOKING_BACK = _words(r"\w*evalu\w+", r"terugblik\w*", r"terugkijken")
YEAR = _words(r"20\d\d", r"laatste jaar", r"einde van de periode", r"eindevaluatie")

WORKED = _words(r"werkte\w*", r"werkt", r"goed", r"geslaagd", r"succes\w*", r"bereikt", r"beter")
IMPROVED = _words(
    r"niet", r"geen", r"beter", r"verbeter\w*", r"onvoldoende", r"te weinig", r"ontbr\w+",
    r"knelpunt\w*", r"leer\w*", r"zonder",
)  # fmt: skip
VAGUE = _words(
    r"zo ?veel mogelijk", r"waar mogelijk", r"zo nodig", r"waar nodig", r"streven", r"inzetten op",
    r"stimuleren", r"faciliteren", r"aandacht (?:voor|geven|houden)", r"versterken",
    r"optimaliseren", r"in principe", r"integraal", r"proberen", r"bijdragen aan",
)  # fmt: skip
CONSULTATION = _words(r"\w*overleg\w*", r"afstemm\w+", r"partners?", r"bespreken")

_FIGURE = re.compile(r"\{figuu?r \d+\}", re.IGNORECASE)
_LINK = re.compile(r"\]\([^)]*\)")
_MARKS = re.compile(r"[#*_|\[\]>`]|^\s*[-–]\s", re.MULTILINE)
_WORD = re.compile(r"\w[\w'’-]*")
_END = re.compile(r"(?<=[.!?])\s+|\n+")


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """A text without figures, addresses and marks of Markdown."""
    return _MARKS.sub(" ", _LINK.sub(" ", _FIGURE.sub(" ", text)))


def count(text: str) -> int:
    """The number of words.

    >>> count("## De **boa's** lopen samen.")
    4
    """
    return len(_WORD.findall(plain(text)))


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences and headings of a text, without marks."""
    found = (" ".join(part.split()) for part in _END.split(plain(text)))
    return tuple(part for part in found if part)


def found_in(groups: Groups, texts: Iterable[str]) -> list[str]:
    """The names of the groups of which a word occurs, in the order of the groups."""
    whole = "\n".join(texts)
    return [name for name, pattern in groups.items() if pattern.search(whole)]


def with_all(patterns: Sequence[re.Pattern[str]], text: str) -> list[str]:
    """The sentences in which each of these occurs."""
    return [line for line in sentences(text) if all(one.search(line) for one in patterns)]
