"""Titles of columns, in Dutch and English, and the role each announces. Pure.

Sources: the export of Signalen (Amsterdam), the reports of MSB (Rotterdam), extracts of the police
systems BVH and GMS, tables of CBS; and the words that housing associations and enforcement use.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regie.evidence.profiles.roles import Role
from regie.evidence.values.words import words

EXACT, PART, GROUP_ONLY = 60, 40, 15
GROUP_MARK = " / "


@dataclass(frozen=True, slots=True)
class _Title:
    role: Role
    pattern: re.Pattern[str]
    bonus: int


_BEST, _GOOD, _FAIR = 12, 6, 0


def _title(role: Role, bonus: int, text: str) -> _Title:
    return _Title(role, re.compile(rf"\b(?:{text})\b"), bonus)


_TITLES = (
    _title(
        Role.DATE,
        _BEST,
        r"datum (?:van )?(?:het )?(?:voorval|incident|overlast|feit|gebeurtenis)|pleegdatum"
        r"|incidentdatum|incident date(?: start)?|datum begin|begindatum|feitdatum|constatering\w*"
        r"|datum constatering|overtredingsdatum|datum overtreding|kennisname|datum kennisname",
    ),
    _title(
        Role.DATE,
        _GOOD,
        r"datum melding|meldingsdatum|melddatum|meld datum|datum klacht|klachtdatum|report date"
        r"|reported at|datum dossier|datum ontvangst|ontvangstdatum|ontvangen op"
        r"|datum tijd melding",
    ),
    _title(
        Role.DATE,
        _FAIR,
        r"datum|date|datum tijd|datumtijd|datetime|dag|created|created at|aangemaakt(?: op)?"
        r"|registratiedatum|datum registratie|openingsdatum|datum geopend|geopend|timestamp"
        r"|datum aanmaak|aanmaakdatum|invoerdatum",
    ),
    _title(Role.PERIOD, _GOOD, r"perioden?|maand|month|jaarmaand|jaar maand|kwartaal|quarter"),
    _title(Role.PERIOD, _FAIR, r"jaar|year|peildatum|periode jaar"),
    _title(Role.TIME, _GOOD, r"tijd|tijdstip|time|begintijd|uur|pleegtijd|hour"),
    _title(
        Role.CATEGORY,
        _BEST,
        r"onderwerp omschrijving|sub ?categorie|sub ?category|category sub|soort overlast"
        r"|overlastsoort|type overlast|soort klacht|klachtsoort|soort melding|meldingsoort"
        r"|soort incident|incidentsoort|incident type|inp omschrijving|soort misdrijf"
        r"|feit omschrijving|feitomschrijving|soort zaak|zaaktype|categorie omschrijving",
    ),
    _title(
        Role.CATEGORY,
        _GOOD,
        r"soort\w*|categorie|category|onderwerp|rubriek|aard|topic|subject|overlast|delict|misdrijf"
        r"|misdrijven|klacht|feit|overtreding|hoofdcategorie|main category|category main"
        r"|maatschappelijke klasse|inp(?: code)?|incidentklasse|classificatie|melding soort"
        r"|overlastcategorie|dossiersoort|dossiertype|meldingtype",
    ),
    _title(Role.CATEGORY, _FAIR, r"type|thema|theme|omschrijving|feitcode|feit code|kenmerken"),
    _title(
        Role.AREA_CODE,
        _BEST,
        r"buurtcode|buurt code|wijkcode|wijk code|gebiedscode|statcode|bu code|wk code|gm code"
        r"|cbs buurtcode|cbs buurt|regio s|wijken en buurten|area code|gwb code|codering\w*"
        r"|neighbou?rhood code|gebied code",
    ),
    _title(
        Role.AREA_NAME,
        _GOOD,
        r"buurt|buurtnaam|buurt naam|wijk|wijknaam|wijk naam|gebied|gebiedsnaam|neighbou?rhood"
        r"|area|area name|district|regio|region|naam buurt|naam wijk|statnaam|stadsdeel",
    ),
    _title(
        Role.MUNICIPALITY,
        _GOOD,
        r"gemeente|gemeentenaam|gemeente naam|gemeentecode|municipality|gm|naam gemeente",
    ),
    _title(Role.MUNICIPALITY, _FAIR - 10, r"woonplaats|plaats|plaatsnaam|city|town"),
    _title(
        Role.POSTCODE, _BEST, r"postcode\w*|pc ?6|pc ?4|zip\w*|postal ?code|post code|postcd|pc"
    ),
    _title(Role.HOUSE_NUMBER, _BEST, r"huisnummer|huisnr|huis nummer|hnr|house number|housenumber"),
    _title(
        Role.ADDRESS,
        _GOOD,
        r"adres|address|straat|straatnaam|straat naam|street|locatie|pleegadres|adresregel|location"
        r"|plaats voorval|openbare ruimte",
    ),
    _title(
        Role.X, _BEST, r"x|x ?co\w*|rd ?x|x ?rd|x coord\w*|coordinaat x|easting|locatie x|geo x"
    ),
    _title(
        Role.Y, _BEST, r"y|y ?co\w*|rd ?y|y ?rd|y coord\w*|coordinaat y|northing|locatie y|geo y"
    ),
    _title(Role.LONGITUDE, _BEST, r"lon|lng|long|longitude|lengtegraad|oosterlengte"),
    _title(Role.LATITUDE, _BEST, r"lat|latitude|breedtegraad|noorderbreedte"),
    _title(
        Role.POINT, _BEST, r"geometr\w*|geom|wkt|point|punt|coordina\w*|geo ?json|the geom|locatie"
    ),
    _title(
        Role.COUNT,
        _GOOD,
        r"aantal\w*|count|number of|totaal|total|n meldingen|meldingen|incidenten|dossiers"
        r"|registraties|geregistreerde \w+",
    ),
    _title(
        Role.VALUE,
        _GOOD,
        r"waarde|percentage|perc|pct|score|rapportcijfer|cijfer|uitkomst|schatting|value|estimate",
    ),
    _title(Role.LOWER, _BEST, r"ondergrens\w*|lower\w*|ci low|laag|min ci|onder"),
    _title(Role.UPPER, _BEST, r"bovengrens\w*|upper\w*|ci high|hoog|max ci|boven"),
    _title(Role.MARGIN, _BEST, r"marges?|margins?|betrouwbaarheid\w*|interval"),
    _title(
        Role.SAMPLE,
        _BEST,
        r"n|steekproef\w*|respondenten|respons|response|aantal respondenten|aantal antwoorden"
        r"|sample ?size|sample|ongewogen n|n ongewogen",
    ),
    _title(Role.DESIGN, _BEST, r"deff|ontwerpeffect|design ?effect|designeffect"),
    _title(
        Role.STATUS,
        _GOOD,
        r"status\w*|stand|state|afhandeling|resultaat|fase|uitkomst melding|dossierstatus"
        r"|afdoening|open gesloten|workflow",
    ),
    _title(
        Role.DUPLICATE_OF,
        _BEST,
        r"parent|parent id|dubbel van|duplicate of|duplicaat van|hoofdmelding|gekoppeld aan"
        r"|hoort bij|oorspronkelijke melding|gerelateerd\w*|hoofddossier|dubbele melding",
    ),
    _title(
        Role.IDENTIFIER,
        _BEST,
        r"dossiernummer|dossier ?nr|dossier nummer|zaaknummer|zaak ?nr|zaak id|meldnummer"
        r"|meldingsnummer|meldingnummer|melding ?(?:nr|nummer|id)|incidentnummer"
        r"|incident ?(?:nr|id)"
        r"|registratienummer|proces ?verbaal\w*|pv ?(?:nr|nummer)|mutatienummer"
        r"|klachtnummer|kenmerk|volgnummer|bvh nummer|gms nummer|registratie ?nr",
    ),
    _title(Role.IDENTIFIER, _GOOD, r"id|nummer|nr|number|key|code melding"),
    _title(Role.IDENTIFIER, _FAIR, r"signal uuid|uuid|guid"),
)

_LATER = re.compile(
    r"\b(?:afgehandeld|afhandel\w*|gesloten|sluit\w*|closed|updated|gewijzigd|wijzig\w*|expire\w*"
    r"|rappel|deadline|einde?|eind\w*|end|operational|in ?behandeling|mutatiedatum|laatste|volgende"
    r"|streef\w*|verwacht\w*|contract\w*|bouw\w*|besluit\w*|export\w*|peil\w*)\b"
)
_NOT_A_NUMBER = frozenset({Role.CATEGORY, Role.STATUS})
_ID_WORDS = frozenset({"id", "nr", "nummer", "code", "uuid"})
_OTHER_OFFICE = frozenset({"afdeling", "team", "department", "departments", "directing", "bron"})


def later(header: str) -> bool:
    """A day on which something happened to the report, not the event: closed, changed, due."""
    return _LATER.search(" ".join(words(header))) is not None


def by_title(header: str) -> Iterator[tuple[Role, int]]:
    """Roles that the title announces, each with a score: a whole title counts for more.

    Under a merged heading ("Afhandeling / Complex") the heading says little about each column.
    """
    tokens = words(header)
    text = " ".join(tokens)
    own = " ".join(words(header.rpartition(GROUP_MARK)[2]))
    for title in _TITLES:
        if not title.pattern.search(text) or _speaks_of_other(title.role, tokens):
            continue
        found = title.pattern.search(own)
        yield title.role, (_score(found[0], own) if found else GROUP_ONLY) + title.bonus


def _score(found: str, text: str) -> int:
    whole = found == text or (text.startswith(f"{found} ") and len(found) > 4)
    return EXACT if whole else PART


def _speaks_of_other(role: Role, tokens: tuple[str, ...]) -> bool:
    """ "onderwerp.id" is no type, "afdeling.omschrijving" is an office, and neither is a number."""
    if set(tokens) & _OTHER_OFFICE and role in {Role.CATEGORY, Role.IDENTIFIER, Role.AREA_NAME}:
        return True
    if role is Role.IDENTIFIER and tokens and tokens[-1] in _ID_WORDS and len(tokens) > 1:
        return bool(
            set(tokens) & {"onderwerp", "categorie", "category", "status", "locatie", "buurt"}
        )
    return role in _NOT_A_NUMBER and bool({"id", "uuid", "nummer", "nr", "datum"} & set(tokens))
