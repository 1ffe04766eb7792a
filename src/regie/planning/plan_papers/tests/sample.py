"""A complete content of a plan: what `freezing.content_of` answers for a plan with everything."""

from typing import Any

from regie.ui.paper import Figure, as_data

Plain = dict[str, Any]

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200" viewBox="0 0 640 200">'
    "<title>weg</title>"
    '<g><path d="M0 100L640 50" stroke="#1a5a8a" fill="none"/></g>'
    '<text x="10" y="20" font-size="13">per 1.000 inwoners</text></svg>'
)


def figure(
    caption: str, source: str = "politie, tabel 47018NED, levering 12 november 2026"
) -> Plain:
    """A figure as it is kept."""
    made = Figure(DRAWING, caption, f"Lijngrafiek: {caption.lower()}.", source=source)
    return dict(as_data(made))


def content(**changes: Any) -> Plain:
    """The content, with top-level keys changed."""
    found = {
        "form": 1,
        "made": {"day": "2026-11-28", "by": "Coos Coördinator", "number": 3, "moment": "adopted"},
        "plan": PLAN,
        "sections": SECTIONS,
        "figures": {
            "1": figure("Woninginbraak daalt sneller dan in het land"),
            "2": figure("Overlast door jongeren neemt toe in Noord"),
        },
        "priorities": PRIORITIES,
        "objectives": OBJECTIVES,
        "logic": LOGIC,
        "means": MEANS,
        "themes": THEMES,
        "decisions": DECISIONS,
        "amendments": AMENDMENTS,
        "council": COUNCIL,
    }
    return found | changes


PLAN: Plain = {
    "title": "Samen veilig in Voorbeeldstad",
    "document_name": "",
    "municipality": {"name": "Voorbeeldstad", "slug": "voorbeeldstad", "code": "GM9901"},
    "parties": [{"name": "Voorbeeldstad", "slug": "voorbeeldstad", "lead": True}],
    "valid_from": "2027-01-01",
    "valid_to": "2030-12-31",
    "extended_to": None,
    "state": "adopted",
    "cycle": "Veiligheidsbeleid 2027–2030",
    "authors": ["Coos", "Ilse"],
}

SECTIONS: list[Plain] = [
    {
        "kind": "scope",
        "title": {"nl": "Waar gaat dit plan over?", "en": "What is this plan about?"},
        "text": "Dit plan gaat over **sociale veiligheid**. De crisisbeheersing staat in het "
        "beleidsplan van de veiligheidsregio.",
        "number": "1",
    },
    {
        "kind": "audience",
        "title": {"nl": "Voor wie is dit plan?", "en": "Who is this plan for?"},
        "text": "Voor de gemeenteraad, het college en onze partners.",
        "number": "2",
    },
    {
        "kind": "vision",
        "title": {"nl": "Visie", "en": "Vision"},
        "text": "Iedereen kan zonder angst over straat. Dat lukt alleen samen:\n\n"
        "- met inwoners\n- met de politie en het OM\n- met de woningcorporatie",
        "number": "3",
    },
    {
        "kind": "frameworks",
        "title": {"nl": "Kaders", "en": "Frameworks"},
        "text": "De Politiewet 2012 vraagt de raad om doelen. De APV en de Wet Bibob geven de "
        "burgemeester bevoegdheden.",
        "number": "4",
    },
    {
        "kind": "evaluation",
        "title": {"nl": "Wat leerden wij?", "en": "What did we learn?"},
        "text": "Het buurttoezicht werkte. Doelen zonder nulmeting werkten niet.",
        "number": "5",
    },
    {
        "kind": "analysis",
        "title": {"nl": "Wat speelt er?", "en": "What is going on?"},
        "text": "## Woninginbraak\n\nDe daling is groter dan het toeval verklaart.\n\n"
        "{figuur 1}\n\n## Jongeren\n\nIn Noord nam de overlast toe.\n\n{figuur 2}",
        "number": "6",
    },
    {
        "kind": "approach",
        "title": {"nl": "Aanpak op hoofdlijnen", "en": "Approach"},
        "text": "Wij werken per wijk. De boa's en de wijkagent lopen samen.",
        "priority": 11,
        "number": "8",
    },
    {
        "kind": "other_themes",
        "title": {"nl": "Andere thema's", "en": "Other themes"},
        "text": "Ondermijning houdt de aandacht die het had.",
        "number": "9",
    },
    {
        "kind": "partners",
        "title": {"nl": "Partners", "en": "Partners"},
        "text": "| Partner | Rol |\n| --- | --- |\n| Politie | opsporing en toezicht |\n"
        "| OM | vervolging |\n| Woningcorporatie | veilig wonen |",
        "number": "10",
    },
    {
        "kind": "organisation",
        "title": {"nl": "Organisatie en sturing", "en": "Organisation"},
        "text": "De driehoek stuurt op de inzet. Het college stelt elk jaar het JUP vast.",
        "number": "11",
    },
    {
        "kind": "means",
        "title": {"nl": "Middelen", "en": "Means"},
        "text": "De bedragen staan in programma 1 van de begroting.",
        "number": "12",
    },
    {
        "kind": "monitoring",
        "title": {"nl": "Volgen en evalueren", "en": "Monitoring"},
        "text": "Elk jaar krijgt de raad een brief. In 2030 evalueren wij het hele plan.",
        "number": "13",
    },
    {
        "kind": "own",
        "title": "Wat het dorp Buitenplaats wil",
        "text": "Het dorp wil een eigen boa.",
        "municipality": "Voorbeeldstad",
        "number": "14",
    },
]

PRIORITIES: list[Plain] = [
    {
        "pk": 11,
        "name": "Jongeren die vastlopen",
        "why": "In Noord nam de overlast toe. Dezelfde groep ging vaker van school.",
        "less": "Wij doen minder aan fietsdiefstal.",
        "themes": [
            {
                "code": "youth_nuisance",
                "name": {"nl": "Overlast door jongeren", "en": "Youth nuisance"},
                "field": {"nl": "Jeugd en veiligheid", "en": "Youth and safety"},
            }
        ],
        "findings": [
            {
                "pk": 4,
                "headline": {
                    "nl": "Jeugdoverlast steeg van 5,1 naar 7,4 per 1.000 inwoners.",
                    "en": "Youth nuisance rose from 5.1 to 7.4 per 1,000 inhabitants.",
                },
                "source": {"nl": "politie, 2021–2025", "en": "police, 2021–2025"},
            }
        ],
    },
    {
        "pk": 12,
        "name": "Veilig wonen",
        "why": "De daling van woninginbraak stopte in Noord.",
        "themes": [
            {
                "code": "burglary",
                "name": {"nl": "Woninginbraak", "en": "Domestic burglary"},
                "field": {"nl": "Veilige woon- en leefomgeving", "en": "Safe living environment"},
            }
        ],
        "findings": [],
    },
]

OBJECTIVES: list[Plain] = [
    {
        "pk": 101,
        "priority": 11,
        "statement": "In 2030 melden inwoners van Noord minder overlast door jongeren.",
        "effect": "Jongeren en buren leven prettig naast elkaar.",
        "kind": "outcome",
        "indicator": {
            "code": "youth_nuisance",
            "name": {"nl": "Meldingen van overlast door jeugd", "en": "Reports of youth nuisance"},
            "definition": {
                "nl": "Meldingen bij de politie met soort E35.",
                "en": "Reports to the police of type E35.",
            },
            "source": {"nl": "politie", "en": "police"},
            "unit": {"nl": "per 1.000 inwoners", "en": "per 1,000 inhabitants"},
        },
        "area": {"code": "WK990102", "name": "Noord"},
        "unit": {"nl": "per 1.000 inwoners", "en": "per 1,000 inhabitants"},
        "direction": "decrease",
        "baseline": {
            "value": "7.4000",
            "from": 2023,
            "to": 2025,
            "source": {"nl": "politie, tabel 47018NED", "en": "police, table 47018NED"},
            "deliveries": ["47018NED, 12 november 2026"],
        },
        "target": "5.5000",
        "target_percent": None,
        "target_date": "2030-12-31",
        "beside": "itself",
        "ambition": "Het niveau van 2021",
        "owner": "hoofd Jeugd",
        "holder": "wethouder Jeugd",
        "means": ["jongerenwerk op straat", "een gezinsplan per gezin"],
        "critiques": [
            {
                "code": "reacts_to_reporting",
                "words": {
                    "nl": "Meer meldingen kunnen ook meer vertrouwen zijn.",
                    "en": "More reports can also mean more trust.",
                },
                "override": "Wij vragen er elk jaar naar in de wijkenquête.",
            },
            {
                "code": "small_numbers",
                "words": {"nl": "De aantallen zijn klein.", "en": "The numbers are small."},
                "override": "",
            },
        ],
        "course": {
            "code": "uncertain",
            "words": {
                "nl": "Het is onzeker of het doel wordt gehaald.",
                "en": "It is uncertain whether the objective will be met.",
            },
            "figure": figure("Overlast door jongeren: verleden, doel en verwachting"),
        },
    },
    {
        "pk": 102,
        "priority": 12,
        "statement": "In 2030 zijn er minstens 10 procent minder woninginbraken.",
        "effect": "Mensen voelen zich thuis veilig.",
        "kind": "outcome",
        "indicator": {
            "code": "burglary",
            "name": {"nl": "Woninginbraken", "en": "Domestic burglaries"},
            "definition": "",
            "source": {"nl": "politie", "en": "police"},
            "unit": {"nl": "per 1.000 woningen", "en": "per 1,000 dwellings"},
        },
        "unit": {"nl": "per 1.000 woningen", "en": "per 1,000 dwellings"},
        "direction": "decrease",
        "baseline": {
            "value": "3.1000",
            "from": 2025,
            "to": 2025,
            "source": {"nl": "politie, tabel 47018NED", "en": "police, table 47018NED"},
            "deliveries": ["47018NED, 12 november 2026"],
        },
        "target": None,
        "target_percent": "-10.00",
        "target_date": "2030-12-31",
        "beside": "peers",
        "owner": "coördinator veiligheid",
        "holder": "burgemeester",
        "means": ["het keurmerk Veilig Wonen in nieuwbouw"],
        "critiques": [],
        "course": None,
    },
    {
        "pk": 103,
        "priority": None,
        "statement": "Elk jaar spreekt de raad over de voortgang.",
        "effect": "",
        "kind": "output",
        "indicator": None,
        "measured_by": "aantal besprekingen",
        "measuring_plan": "De griffier telt in december.",
        "unit": "keer per jaar",
        "direction": "keep_above",
        "baseline": None,
        "target": "1",
        "target_date": "2027-12-31",
        "beside": "itself",
        "owner": "griffier",
        "means": [],
        "critiques": [],
    },
]

LOGIC: list[Plain] = [
    {
        "priority": 11,
        "doing": "jongerenwerkers elke avond op straat zijn",
        "effect": "spreken zij jongeren voordat het uit de hand loopt",
        "because": "jongeren hen kennen en vertrouwen",
        "source": "evaluatie jongerenwerk 2025",
    }
]

MEANS: list[Plain] = [
    {
        "priority": 11,
        "what": "jongerenwerk op straat",
        "year": 2027,
        "amount": "120000.00",
        "fte": "2.00",
        "structural": True,
        "cover": "programma 1",
        "region": False,
    },
    {
        "priority": 11,
        "what": "jongerenwerk op straat",
        "year": 2028,
        "amount": "125000.00",
        "fte": "2.00",
        "structural": True,
        "cover": "programma 1",
        "region": False,
    },
    {
        "priority": None,
        "what": "coördinatie",
        "year": 2027,
        "amount": None,
        "fte": "1.50",
        "structural": True,
        "cover": "",
        "region": False,
    },
    {
        "priority": None,
        "what": "bijdrage veiligheidsregio",
        "year": 2027,
        "amount": "2400000.00",
        "fte": None,
        "structural": True,
        "cover": "programma 1",
        "region": True,
    },
]

THEMES: list[Plain] = [
    {
        "code": "undermining",
        "field": {"nl": "Integriteit en veiligheid", "en": "Integrity and safety"},
        "name": {"nl": "Ondermijning", "en": "Undermining crime"},
        "level": "strategic",
        "reason": "De regio heeft hiervoor een eigen programma.",
    },
    {
        "code": "bicycle_theft",
        "field": {"nl": "Veilige woon- en leefomgeving", "en": "Safe living environment"},
        "name": {"nl": "Fietsdiefstal", "en": "Bicycle theft"},
        "level": "maintenance",
        "reason": "Het aantal is laag en daalt.",
    },
]

DECISIONS: list[Plain] = [
    {
        "body": "executive",
        "municipality": "Voorbeeldstad",
        "outcome": "agreed",
        "day": "2026-10-06",
        "number": "B-2026-118",
        "text": "Het college stuurt het plan naar de raad.",
    },
    {
        "body": "council",
        "municipality": "Voorbeeldstad",
        "outcome": "adopted",
        "day": "2026-11-26",
        "number": "R-2026-074",
        "text": "De raad stelt het plan vast, met één amendement.",
    },
]

AMENDMENTS: list[Plain] = [
    {
        "number": "A1",
        "title": "Een eigen boa voor Buitenplaats",
        "text": "Het dorp ligt ver van het bureau.",
        "old": "Het dorp wil rust.",
        "new": "Het dorp wil rust.\n\nHet dorp wil een eigen boa.",
        "part": "Wat het dorp Buitenplaats wil",
        "by": "fractie Dorpsbelang",
        "outcome": "adopted",
        "day": "2026-11-26",
        "municipality": "Voorbeeldstad",
    },
    {
        "number": "A2",
        "title": "Geen jongerenwerk op zondag",
        "text": "",
        "old": "Elke dag is er jongerenwerk.\n\nOok op zondag.",
        "new": "Van maandag tot zaterdag is er jongerenwerk.",
        "part": {"nl": "Aanpak op hoofdlijnen", "en": "Approach"},
        "by": "",
        "outcome": "rejected",
        "day": "2026-11-26",
        "municipality": "Voorbeeldstad",
    },
]

COUNCIL: Plain = {
    "number": "RV-2026-074",
    "meeting": "2026-11-26",
    "holder": "burgemeester",
    "subject": "",
    "motivation": "",
    "alternatives": "De raad kan ook een andere keuze maken: drie prioriteiten in plaats van twee.",
    "finances": "",
    "follow_up": "",
    "decision": [],
    "attachments": ["Veiligheidsanalyse 2026"],
}
