"""The kinds of personal data, what happens to each, and the titles that announce them. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from regie.evidence.values.words import words
from regie.foundation.records.engine import gettext_noop as _


class Verdict(StrEnum):
    """What happens: the file is refused, the column is left out, or used once to find the area."""

    REFUSE = "refuse"
    STRIP = "strip"
    LOCATE = "locate"


class Kind(StrEnum):
    """What kind of personal data a column holds."""

    NAME = "name"
    BIRTH = "birth"
    CITIZEN = "citizen"
    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"
    PLATE = "plate"
    DOCUMENT = "document"
    SUSPECT = "suspect"
    PERSON_ID = "person_id"
    OFFICER = "officer"
    CHARACTERISTIC = "characteristic"
    FREE_TEXT = "free_text"
    UPLOAD = "upload"
    EXTRA = "extra"
    COMPUTER = "computer"
    ADDRESS = "address"
    POSTCODE = "postcode"
    POINT = "point"


@dataclass(frozen=True)
class KindView:
    """A kind in words, and what happens to it."""

    label: str
    verdict: Verdict


KINDS: Mapping[Kind, KindView] = {
    Kind.NAME: KindView(_("namen van mensen"), Verdict.REFUSE),
    Kind.BIRTH: KindView(_("geboortedatums"), Verdict.REFUSE),
    Kind.CITIZEN: KindView(_("burgerservicenummers"), Verdict.REFUSE),
    Kind.EMAIL: KindView(_("e-mailadressen"), Verdict.REFUSE),
    Kind.PHONE: KindView(_("telefoonnummers"), Verdict.REFUSE),
    Kind.ACCOUNT: KindView(_("bankrekeningen"), Verdict.REFUSE),
    Kind.PLATE: KindView(_("kentekens"), Verdict.REFUSE),
    Kind.DOCUMENT: KindView(_("nummers van paspoort of identiteitskaart"), Verdict.REFUSE),
    Kind.SUSPECT: KindView(_("nummers van verdachten of slachtoffers"), Verdict.REFUSE),
    Kind.PERSON_ID: KindView(_("nummers van personen"), Verdict.STRIP),
    Kind.OFFICER: KindView(_("nummers van medewerkers"), Verdict.STRIP),
    Kind.CHARACTERISTIC: KindView(_("kenmerken van mensen"), Verdict.STRIP),
    Kind.FREE_TEXT: KindView(_("vrije tekst"), Verdict.STRIP),
    Kind.UPLOAD: KindView(_("bijlagen of koppelingen"), Verdict.STRIP),
    Kind.EXTRA: KindView(_("extra velden"), Verdict.STRIP),
    Kind.COMPUTER: KindView(_("adressen van computers"), Verdict.STRIP),
    Kind.ADDRESS: KindView(_("adressen"), Verdict.LOCATE),
    Kind.POSTCODE: KindView(_("volledige postcodes"), Verdict.LOCATE),
    Kind.POINT: KindView(_("plekken op de kaart"), Verdict.LOCATE),
}

_PEOPLE = (
    "melder|klager|bewoner|huurder|aanvrager|betrokkene|overlastgever|veroorzaker|getuige|client"
    "|clienten|persoon|patient|aangever|eigenaar|reporter|contact|inwoner|burger|leerling|jongere"
    "|kind|ouder|voogd|person|tenant|resident"
)
_CHARGED = "verdachte|dader|slachtoffer|suspect|victim|offender|veelpleger|pleger|arrestant"
_STAFF = (
    "verbalisant|medewerker|behandelaar|boa|handhaver|toezichthouder|consulent|wijkbeheerder"
    "|officer|agent|wijkagent|medew|gebruiker|user|inspecteur"
)
_THING_WORDS = """
buurt buurtnaam wijk wijknaam straat straatnaam complex complexnaam gemeente gemeentenaam plaats
plaatsnaam gebied gebiedsnaam school bedrijf bedrijfsnaam team dienst afdeling soort categorie
onderwerp bestand project locatie product stad stadsdeel organisatie partner corporatie rubriek
object gebouw openbare ruimte district neighbourhood neighborhood street city area region regio
provincie type titel kolom veld thema route park station halte zaak zaaktype hoofdcategorie
subcategorie category melding status bron kanaal
"""
_THINGS = frozenset(_THING_WORDS.split())


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{text})\b")


_ID = "id|nr|nummer|num|number|code|no|key|uuid"
_TITLES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.CITIZEN, _pattern(r"bsn\w*|burgerservice\w*|sofi\w*|burger service nummer")),
    (
        Kind.BIRTH,
        _pattern(r"geboorte\w*|geboren|geb|gebdat\w*|gebdd|dob|birth\w*|date of birth"),
    ),
    (Kind.EMAIL, _pattern(r"e ?mail\w*|mailadres\w*|mail adres")),
    (Kind.PHONE, _pattern(r"telefoon\w*|tel|tel nr|telnr|mobiel\w*|gsm|phone\w*|mobile\w*")),
    (Kind.ACCOUNT, _pattern(r"iban\w*|rekeningnummer|bankrekening\w*|rekening nr")),
    (Kind.PLATE, _pattern(r"kenteken\w*|licen[cs]e plate|number plate|plate")),
    (
        Kind.DOCUMENT,
        _pattern(
            r"paspoort\w*|passport\w*|identiteits\w*|id ?kaart\w*|rijbewijs\w*|legitimatie\w*"
            r"|v nummer|vnummer|vreemdelingennummer|id ?bewijs\w*"
        ),
    ),
    (
        Kind.NAME,
        _pattern(
            r"achternaam|voornaam|voornamen|roepnaam|tussenvoegsels?|voorletters?|initialen"
            r"|familienaam|meisjesnaam|geslachtsnaam|surname|first ?name|last ?name|full ?name"
            r"|volledige naam|contactpersoon"
            rf"|naam (?:van )?(?:de |het )?(?:{_PEOPLE}|{_CHARGED}|{_STAFF})s?"
            rf"|(?:{_PEOPLE}|{_CHARGED}|{_STAFF})s? ?(?:naam|name)"
        ),
    ),
    (
        Kind.SUSPECT,
        _pattern(
            rf"(?:{_CHARGED})(?:n|s)?(?:{_ID})?|skn|skn nummer|strafrechtsketennummer|vip nummer"
        ),
    ),
    (
        Kind.PERSON_ID,
        _pattern(
            rf"(?:{_PEOPLE})(?:{_ID})|(?:{_PEOPLE}) (?:{_ID})|persoons(?:{_ID})|klant(?:{_ID})"
            rf"|klant (?:{_ID})|relatie(?:{_ID})|relatie (?:{_ID})|a nummer|anummer|crisis(?:{_ID})"
        ),
    ),
    (
        Kind.OFFICER,
        _pattern(
            rf"(?:{_STAFF})s?(?: ?(?:{_ID}))?|dienst(?:nummer|nr)|personeels(?:nummer|nr)"
            r"|ingevoerd door|aangemaakt door|created by|gewijzigd door|updated by|toegewezen aan"
            r"|assigned to|invoerder|opsteller|auteur"
        ),
    ),
    (
        Kind.CHARACTERISTIC,
        _pattern(
            r"geslacht|gender|sekse|nationaliteit\w*|etniciteit|etnische achtergrond|religie"
            r"|geloof\w*|burgerlijke staat|leeftijd|age|diagnose|ziekte\w*|strafblad|antecedenten"
            r"|migratieachtergrond"
        ),
    ),
    (Kind.UPLOAD, _pattern(r"upload\w*|bijlagen?|foto s|foto|fotos|attachments?|image\w*|url")),
    (Kind.EXTRA, _pattern(r"extra propert\w*|extra velden|extra|properties|metadata")),
    (
        Kind.FREE_TEXT,
        _pattern(
            r"text|text extra|tekst|meldingtekst|meldingstekst|toelichting\w*|opmerking\w*"
            r"|notitie\w*|memo\w*|beschrijving\w*|verhaal|bericht\w*|bijzonderheden|samenvatting"
            r"|aantekening\w*|comments?|description|notes?|remarks?|klachtomschrijving|narrative"
            r"|modus operandi|verklaring|vrije tekst|meldtekst"
        ),
    ),
    (Kind.COMPUTER, _pattern(r"ip|ip adres|ipadres|ip address|remote addr")),
)
_NUMBERS = _pattern(r"aantal\w*|percentage|perc|pct|gemiddeld\w*|number of|count|totaal|som")
_NAMED = _pattern(r"naam|name|namen|names|naw|personalia")
_ANYBODY = _pattern(f"(?:{_PEOPLE}|{_CHARGED}|{_STAFF})(?:s|n|en)?")


def title_kind(header: str) -> Kind | None:
    """The kind of personal data that a title announces; its values must still confirm it."""
    text = " ".join(words(header))
    if _NUMBERS.search(text):
        return None
    return next((kind for kind, pattern in _TITLES if pattern.search(text)), None)


def may_hold_names(header: str) -> bool:
    """A title such as "naam" or "melder", that names nothing else: values decide."""
    text = " ".join(words(header))
    return bool(_NAMED.search(text) or _ANYBODY.search(text)) and not names_a_thing(header)


def names_a_thing(header: str) -> bool:
    """The title says it names a street, a neighbourhood, a subject or something alike."""
    return bool(_THINGS & set(words(header)))
