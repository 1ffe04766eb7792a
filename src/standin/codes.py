"""Code systems of the real tables: types of offence and nuisance, and some real areas.

Codes and names are facts; the figures that the server gives with them were made up.
"""

from typing import NamedTuple

# Code and name of SoortMisdrijf, as in 47018NED.
OFFENCES: tuple[tuple[str, str], ...] = (
    ("0.0.0", "Totaal misdrijven"),
    ("1.1.1", "Diefstal/inbraak woning"),
    ("1.1.2", "Diefstal/inbraak box/garage/schuur"),
    ("1.2.1", "Diefstal uit/vanaf motorvoertuigen"),
    ("1.2.2", "Diefstal van motorvoertuigen"),
    ("1.2.3", "Diefstal van brom-, snor-, fietsen"),
    ("1.2.4", "Zakkenrollerij"),
    ("1.2.5", "Diefstal af/uit/van ov. voertuigen"),
    ("1.3.1", "Ongevallen (weg)"),
    ("1.4.1", "Zedenmisdrijf"),
    ("1.4.2", "Moord, doodslag"),
    ("1.4.3", "Openlijk geweld (persoon)"),
    ("1.4.4", "Bedreiging"),
    ("1.4.5", "Mishandeling"),
    ("1.4.6", "Straatroof"),
    ("1.4.7", "Overval"),
    ("1.5.2", "Diefstallen (water)"),
    ("1.6.1", "Brand/ontploffing"),
    ("1.6.2", "Overige vermogensdelicten"),
    ("1.6.3", "Mensenhandel"),
    ("2.1.1", "Drugs/drankoverlast"),
    ("2.2.1", "Vernieling cq. zaakbeschadiging"),
    ("2.4.1", "Burengerucht (relatieproblemen)"),
    ("2.4.2", "Huisvredebreuk"),
    ("2.5.1", "Diefstal/inbraak bedrijven enz."),
    ("2.5.2", "Winkeldiefstal"),
    ("2.6.1", "Inrichting Wet Milieubeheer"),
    ("2.6.2", "Bodem"),
    ("2.6.3", "Water"),
    ("2.6.4", "Afval"),
    ("2.6.5", "Bouwstoffen"),
    ("2.6.7", "Mest"),
    ("2.6.8", "Transport gevaarlijke stoffen"),
    ("2.6.9", "Vuurwerk"),
    ("2.6.10", "Bestrijdingsmiddelen"),
    ("2.6.11", "Natuur en landschap"),
    ("2.6.12", "Ruimtelijke ordening"),
    ("2.6.13", "Dieren"),
    ("2.6.14", "Voedselveiligheid"),
    ("2.7.2", "Bijzondere wetten"),
    ("2.7.3", "Leefbaarheid (overig)"),
    ("3.1.1", "Drugshandel"),
    ("3.1.2", "Mensensmokkel"),
    ("3.1.3", "Wapenhandel"),
    ("3.2.1", "Kinderporno"),
    ("3.2.2", "Kinderprostitutie"),
    ("3.3.2", "Onder invloed (lucht)"),
    ("3.3.5", "Lucht (overig)"),
    ("3.4.2", "Onder invloed (water)"),
    ("3.5.2", "Onder invloed (weg)"),
    ("3.5.5", "Weg (overig)"),
    ("3.6.4", "Aantasting openbare orde"),
    ("3.7.1", "Discriminatie"),
    ("3.7.2", "Vreemdelingenzorg"),
    ("3.7.3", "Maatsch. integriteit (overig)"),
    ("3.7.4", "Cybercrime"),
    ("3.9.1", "Horizontale fraude"),
    ("3.9.2", "Verticale fraude"),
    ("3.9.3", "Fraude (overig)"),
)
# Published per municipality at most, because a neighbourhood would give people away.
HIDDEN = frozenset({"1.4.1", "3.2.1", "3.2.2", "3.7.3"})
NUISANCE: tuple[tuple[str, str], ...] = (
    ("0.0.0", "Totaal registraties overlast"),
    ("E33", "Overlast door verward persoon"),
    ("E35", "Melding overlast jeugd"),
    ("E38", "Overlast ivm alcohol/ drugs"),
    ("E41", "Overlast zwervers"),
    ("F010", "Openbare dronkenschap"),
    ("M061", "Geluidshinder horeca"),
    ("M062", "Geluidshinder evenement"),
    ("M22", "Geluidshinder overig"),
)


class Town(NamedTuple):
    """A municipality: where it lies (RD, kilometres), and its districts with neighbourhoods."""

    code: str
    name: str
    province: str
    landsdeel: str
    unit: str
    x: int
    y: int
    districts: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]


TOWNS: tuple[Town, ...] = (
    Town(
        "GM0344",
        "Utrecht",
        "PV26",
        "LD03",
        "RE03",
        130,
        453,
        (
            (
                "WK034401",
                "Wijk 01 West",
                (
                    ("BU03440111", "Welgelegen"),
                    ("BU03440112", "Oog in Al"),
                    ("BU03440113", "Halve Maan-Zuid"),
                    ("BU03440114", "Halve Maan-Noord"),
                    ("BU03440121", "Lombok-Oost"),
                    ("BU03440122", "Leidseweg en omgeving"),
                    ("BU03440123", "Lombok-West"),
                    ("BU03440124", "Laan van Nieuw-Guinea"),
                    ("BU03440131", "Nieuw Engeland"),
                    ("BU03440132", "Schepenbuurt"),
                    ("BU03440133", "Bedrijventerrein Lageweide"),
                ),
            ),
            (
                "WK034406",
                "Wijk 06 Binnenstad",
                (
                    ("BU03440611", "Domplein"),
                    ("BU03440612", "Lange Elisabethstraat"),
                    ("BU03440613", "Hoog-Catharijne NS en Jaarbeurs"),
                    ("BU03440621", "Wijk C"),
                    ("BU03440622", "Breedstraat en Plompetorengracht e.o."),
                    ("BU03440623", "Nobelstraat en omgeving"),
                    ("BU03440624", "Springweg en omgeving Geertebuurt"),
                    ("BU03440625", "Lange Nieuwstraat en omgeving"),
                    ("BU03440626", "Nieuwegracht-Oost"),
                    ("BU03440627", "Bleekstraat en omgeving"),
                    ("BU03440628", "Hooch Boulandt"),
                ),
            ),
        ),
    ),
    Town(
        "GM1680",
        "Aa en Hunze",
        "PV22",
        "LD01",
        "RE01",
        240,
        555,
        (
            (
                "WK168000",
                "Wijk 00 Annen",
                (
                    ("BU16800000", "Annen"),
                    ("BU16800009", "Verspreide huizen Annen"),
                ),
            ),
            (
                "WK168001",
                "Wijk 01 Eext",
                (
                    ("BU16800100", "Eext"),
                    ("BU16800109", "Verspreide huizen Eext"),
                ),
            ),
            (
                "WK168002",
                "Wijk 02 Anloo",
                (
                    ("BU16800200", "Anloo"),
                    ("BU16800209", "Verspreide huizen Anloo"),
                ),
            ),
            (
                "WK168003",
                "Wijk 03 Gasteren",
                (
                    ("BU16800300", "Gasteren"),
                    ("BU16800309", "Verspreide huizen Gasteren"),
                ),
            ),
        ),
    ),
    Town(
        "GM0363",
        "Amsterdam",
        "PV27",
        "LD03",
        "RE05",
        118,
        485,
        (
            (
                "WK0363AA",
                "Haarlemmerbuurt",
                (
                    ("BU0363AA01", "Planciusbuurt-Noord"),
                    ("BU0363AA02", "Westelijke eilanden"),
                    ("BU0363AA03", "Westerdokseiland"),
                    ("BU0363AA04", "Planciusbuurt-Zuid"),
                    ("BU0363AA05", "Haarlemmerbuurt-West"),
                    ("BU0363AA06", "Haarlemmerbuurt-Oost"),
                ),
            ),
            (
                "WK0363AB",
                "Jordaan",
                (
                    ("BU0363AB01", "Marnixbuurt-Noord"),
                    ("BU0363AB02", "Driehoekbuurt"),
                    ("BU0363AB03", "Anjeliersbuurt-Noord"),
                    ("BU0363AB04", "Zaagpoortbuurt"),
                    ("BU0363AB05", "Anjeliersbuurt-Zuid"),
                    ("BU0363AB06", "Marnixbuurt-Midden"),
                    ("BU0363AB07", "Bloemgrachtbuurt"),
                    ("BU0363AB08", "Groenmarktkadebuurt"),
                    ("BU0363AB09", "Marnixbuurt-Zuid"),
                    ("BU0363AB10", "Elandsgrachtbuurt"),
                    ("BU0363AB11", "Passeerdersgrachtbuurt"),
                ),
            ),
        ),
    ),
    Town(
        "GM1979",
        "Eemsdelta",
        "PV20",
        "LD01",
        "RE01",
        252,
        590,
        (
            ("WK197901", "Delfzijl-Centrum", (("BU19790101", "Centrum-Delfzijl"),)),
            (
                "WK197902",
                "West",
                (
                    ("BU19790202", "Over de Gracht"),
                    ("BU19790203", "Scheepvaartbuurt"),
                    ("BU19790204", "Steenbakkersbuurt"),
                    ("BU19790205", "Tuikwerderrak"),
                    ("BU19790221", "Bosplan Tuikwerderrak"),
                ),
            ),
            (
                "WK197903",
                "Farmsum",
                (
                    ("BU19790306", "Doklanden"),
                    ("BU19790307", "Farmsum"),
                    ("BU19790308", "Oosterveld"),
                    ("BU19790309", "Koveltemp"),
                ),
            ),
        ),
    ),
)
UNKNOWN = (
    ("GM0000", "Gemeente onbekend"),
    ("WK000000", "Wijk onbekend"),
    ("BU00000000", "Buurt onbekend"),
)
# What lies above a municipality in tables with the dimension RegioS.
REGIONS: tuple[tuple[str, str], ...] = (
    ("NL01", "Nederland"),
    ("LD01", "Noord-Nederland (LD)"),
    ("LD03", "West-Nederland (LD)"),
    ("PV20", "Groningen (PV)"),
    ("PV22", "Drenthe (PV)"),
    ("PV26", "Utrecht (PV)"),
    ("PV27", "Noord-Holland (PV)"),
    ("RE01", "Noord-Nederland (RE)"),
    ("RE03", "Midden-Nederland (RE)"),
    ("RE05", "Amsterdam (RE)"),
)
# Merged into Eemsdelta on 1 January 2021.
DISSOLVED: tuple[tuple[str, str], ...] = (
    ("GM0003", "Appingedam"),
    ("GM0010", "Delfzijl"),
    ("GM0024", "Loppersum"),
)
