"""What a column of a partner's file can be, in words. Pure; sentences are Dutch msgids."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from regie.foundation.records.engine import gettext_noop as _


class Role(StrEnum):
    """What one column of a file says."""

    DATE = "date"
    PERIOD = "period"
    TIME = "time"
    CATEGORY = "category"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    MUNICIPALITY = "municipality"
    POSTCODE = "postcode"
    HOUSE_NUMBER = "house_number"
    ADDRESS = "address"
    X = "x"
    Y = "y"
    LONGITUDE = "longitude"
    LATITUDE = "latitude"
    POINT = "point"
    COUNT = "count"
    VALUE = "value"
    LOWER = "lower"
    UPPER = "upper"
    MARGIN = "margin"
    SAMPLE = "sample"
    DESIGN = "design"
    STATUS = "status"
    IDENTIFIER = "identifier"
    DUPLICATE_OF = "duplicate_of"
    FREE_TEXT = "free_text"
    PERSONAL = "personal"
    IGNORE = "ignore"


@dataclass(frozen=True)
class RoleView:
    """A role as the reader meets it: msgids of the group, the label and the explanation."""

    role: Role
    group: str
    label: str
    explanation: str


WHEN, WHAT, WHERE = _("Wanneer"), _("Wat"), _("Waar")
HOW_MUCH, LEFT_OUT = _("Hoeveel"), _("Wordt niet geteld")

_VIEWS = (
    RoleView(
        Role.DATE,
        WHEN,
        _("Datum van het voorval"),
        _("De dag waarop het gebeurde of werd gemeld. Regie telt per maand, kwartaal of jaar."),
    ),
    RoleView(
        Role.PERIOD,
        WHEN,
        _("Periode"),
        _("Een maand, kwartaal of jaar, bijvoorbeeld “2026MM09” of “september 2026”."),
    ),
    RoleView(
        Role.TIME,
        WHEN,
        _("Tijdstip"),
        _("Het uur van de dag. Regie gebruikt dit alleen om dubbele regels te herkennen."),
    ),
    RoleView(
        Role.CATEGORY,
        WHAT,
        _("Soort"),
        _("Waar het over gaat, bijvoorbeeld geluid of afval. U koppelt elke soort aan een naam."),
    ),
    RoleView(
        Role.STATUS,
        WHAT,
        _("Stand van de melding"),
        _("Bijvoorbeeld open of ingetrokken. U kiest welke standen niet meetellen."),
    ),
    RoleView(
        Role.IDENTIFIER,
        WHAT,
        _("Nummer van de melding"),
        _("Een eigen nummer per regel. Komt een nummer vaker voor, dan telt het één keer."),
    ),
    RoleView(
        Role.DUPLICATE_OF,
        WHAT,
        _("Hoort bij andere melding"),
        _("Het nummer van de melding waar deze regel bij hoort. Zo’n regel telt niet apart."),
    ),
    RoleView(
        Role.AREA_CODE,
        WHERE,
        _("Gebiedscode"),
        _("De code van een buurt, wijk of gemeente, bijvoorbeeld “BU03440111”."),
    ),
    RoleView(
        Role.AREA_NAME,
        WHERE,
        _("Naam van de buurt of wijk"),
        _("Regie zoekt de code bij de naam, binnen uw gemeente."),
    ),
    RoleView(
        Role.MUNICIPALITY,
        WHERE,
        _("Gemeente"),
        _("De naam of code van de gemeente. Regels van een andere gemeente tellen niet mee."),
    ),
    RoleView(
        Role.POSTCODE,
        WHERE,
        _("Postcode"),
        _("Met of zonder letters. Regie zoekt de buurt en bewaart de postcode niet."),
    ),
    RoleView(
        Role.HOUSE_NUMBER,
        WHERE,
        _("Huisnummer"),
        _("Alleen om samen met de postcode de buurt te vinden. Het wordt niet bewaard."),
    ),
    RoleView(
        Role.ADDRESS,
        WHERE,
        _("Adres"),
        _("Alleen om de buurt te vinden, als er een postcode in staat. Het wordt niet bewaard."),
    ),
    RoleView(
        Role.X,
        WHERE,
        _("X-coördinaat (RD)"),
        _("Meters naar het oosten in het Rijksdriehoekstelsel, tussen 0 en 300.000."),
    ),
    RoleView(
        Role.Y,
        WHERE,
        _("Y-coördinaat (RD)"),
        _("Meters naar het noorden in het Rijksdriehoekstelsel, tussen 300.000 en 620.000."),
    ),
    RoleView(
        Role.LONGITUDE,
        WHERE,
        _("Lengtegraad"),
        _("Graden oosterlengte (WGS84), in Nederland tussen 3 en 8."),
    ),
    RoleView(
        Role.LATITUDE,
        WHERE,
        _("Breedtegraad"),
        _("Graden noorderbreedte (WGS84), in Nederland tussen 50 en 54."),
    ),
    RoleView(
        Role.POINT,
        WHERE,
        _("Punt op de kaart"),
        _("Beide coördinaten in één cel, bijvoorbeeld “POINT (4.9 52.3)” of GeoJSON."),
    ),
    RoleView(
        Role.COUNT,
        HOW_MUCH,
        _("Aantal"),
        _("Een aantal dat al is opgeteld, bijvoorbeeld meldingen per buurt en maand."),
    ),
    RoleView(
        Role.VALUE,
        HOW_MUCH,
        _("Uitkomst van een enquête"),
        _("Een percentage of cijfer dat uit antwoorden is geschat."),
    ),
    RoleView(
        Role.LOWER,
        HOW_MUCH,
        _("Ondergrens"),
        _("De onderkant van de marge rond de uitkomst."),
    ),
    RoleView(
        Role.UPPER,
        HOW_MUCH,
        _("Bovengrens"),
        _("De bovenkant van de marge rond de uitkomst."),
    ),
    RoleView(
        Role.MARGIN,
        HOW_MUCH,
        _("Waarde of marge"),
        _("Zegt per regel of er een waarde, een ondergrens of een bovengrens staat."),
    ),
    RoleView(
        Role.SAMPLE,
        HOW_MUCH,
        _("Aantal antwoorden"),
        _("Hoeveel mensen antwoord gaven. Zonder dit getal is een uitkomst lastig te wegen."),
    ),
    RoleView(
        Role.DESIGN,
        HOW_MUCH,
        _("Ontwerpeffect"),
        _("Hoeveel de marge groter is door de manier van steekproef trekken."),
    ),
    RoleView(
        Role.FREE_TEXT,
        LEFT_OUT,
        _("Vrije tekst"),
        _("Kan van alles bevatten, ook persoonsgegevens. Regie bewaart er niets van."),
    ),
    RoleView(
        Role.PERSONAL,
        LEFT_OUT,
        _("Persoonsgegevens"),
        _("Gegevens over een mens. Regie bewaart er niets van."),
    ),
    RoleView(
        Role.IGNORE,
        LEFT_OUT,
        _("Niet gebruiken"),
        _("Regie slaat deze kolom over."),
    ),
)

ROLES: Mapping[Role, RoleView] = {view.role: view for view in _VIEWS}
"""Every role in words, in the order in which a person chooses from them."""

LOCATING = frozenset(
    {
        Role.AREA_CODE,
        Role.AREA_NAME,
        Role.POSTCODE,
        Role.ADDRESS,
        Role.X,
        Role.LONGITUDE,
        Role.POINT,
        Role.MUNICIPALITY,
    }
)
"""Roles of which one is needed to know where something happened."""

MANY = frozenset({Role.COUNT, Role.VALUE, Role.STATUS, Role.FREE_TEXT, Role.PERSONAL, Role.IGNORE})
"""Roles that several columns of one file may have."""

ONLY_ONCE = frozenset(Role) - MANY
"""Roles that one column of a file may have."""

WITHOUT_VALUES = frozenset(
    {
        Role.FREE_TEXT,
        Role.PERSONAL,
        Role.IGNORE,
        Role.POSTCODE,
        Role.HOUSE_NUMBER,
        Role.ADDRESS,
        Role.X,
        Role.Y,
        Role.LONGITUDE,
        Role.LATITUDE,
        Role.POINT,
        Role.IDENTIFIER,
        Role.DUPLICATE_OF,
    }
)
"""Roles of which no value is ever repeated in a message."""
