"""Contents of plans to test: one in which every automatic item is met, and what can be wrong."""

import copy
from collections.abc import Callable
from typing import Any

from regie.planning.plan_papers.tests import sample

Plain = dict[str, Any]

TEXTS = {
    "scope": "Dit plan gaat over sociale veiligheid in de hele gemeente, van 2027 tot en met 2030.",
    "audience": "De gemeenteraad stelt de doelen vast. Partners en inwoners lezen wat wij beloven.",
    "vision": "Over vier jaar voelen mensen zich in elke buurt veilig, ook als het donker is.",
    "frameworks": "De Politiewet 2012 vraagt om doelen. De Veiligheidsagenda en het regionale "
    "beleidsplan noemen zorg en veiligheid. Onze APV geeft regels.",
    "roles": "De raad stelt vast, het college voert uit. De burgemeester stuurt in de driehoek.",
    "participation": "In juni spraken wij met 120 inwoners. Partners gaven in mei hun kijk.",
    "evaluation": "Het buurttoezicht werkte goed. Doelen zonder nulmeting werkten niet; dat leren "
    "wij ervan.",
    "analysis": "De politie kreeg 412 meldingen. Het OM deed 38 zaken af. Gemeentelijke boa's "
    "telden 240 meldingen. De overlast nam toe. De inbraken daalden.\n\n"
    "In de Veiligheidsmonitor voelt 32 procent zich soms onveilig.\n\n{figuur 1}\n\n{figuur 2}",
    "partners": "De politie, het OM, de woningcorporatie en de GGD werken mee.",
    "organisation": "Het college stelt elk jaar het uitvoeringsplan vast.",
    "means": "De bedragen staan in programma 1 van de begroting.",
    "monitoring": "Elk half jaar krijgt de raad een brief. In 2030 evalueren wij het hele plan.",
    "glossary": "WR: de wijkraad.",
}
FILLING = "Wij werken per wijk en kijken elke maand wat daar nodig is. " * 150
FIGURES = 12


def met() -> Plain:
    """A plan in which every automatic item is met."""
    content: Plain = copy.deepcopy(sample.content())
    content["sections"] = [{"kind": kind, "text": text} for kind, text in TEXTS.items()]
    content["sections"] += [
        {"kind": "approach", "priority": pk, "text": "Wij werken per wijk. De boa loopt mee."}
        for pk in (11, 12)
    ]
    first = content["figures"]["1"]
    content["figures"] |= {str(n): dict(first) for n in range(3, FIGURES + 1)}
    content["priorities"][1]["findings"] = copy.deepcopy(content["priorities"][0]["findings"])
    content["objectives"][0]["critiques"][1]["override"] = "Wij nemen het gemiddelde."
    content["logic"].append({**content["logic"][0], "priority": 12})
    content["means"] += [{**row, "priority": 12} for row in content["means"][:2]]
    return content


def text(kind: str, words: str = "") -> Callable[[Plain], None]:
    """The part of a kind says only this."""

    def change(content: Plain) -> None:
        for part in content["sections"]:
            if part["kind"] == kind:
                part["text"] = words

    return change


def of_all(key: str, **values: Any) -> Callable[[Plain], None]:
    """Everything under a key gets these values."""

    def change(content: Plain) -> None:
        for row in content[key]:
            row.update(values)

    return change


def without(key: str) -> Callable[[Plain], None]:
    """Nothing stands under a key."""

    def change(content: Plain) -> None:
        content[key] = type(content[key])()

    return change


def together(*changes: Callable[[Plain], None]) -> Callable[[Plain], None]:
    """One change after the other."""

    def change(content: Plain) -> None:
        for each in changes:
            each(content)

    return change


def many_priorities(content: Plain) -> None:
    """Eight priorities."""
    first = content["priorities"][0]
    content["priorities"] = [{**first, "pk": 200 + n} for n in range(8)]


def long_plan(content: Plain) -> None:
    """Hundreds of pages."""
    content["sections"][0]["text"] = FILLING * 40


def letters(content: Plain) -> None:
    """More abbreviations than anybody explains."""
    content["sections"][0]["text"] += " ABX ABY ABZ QRS QRT QRV QRW QRX QRZ XYB XYC XYD XYZ"


def no_sources(content: Plain) -> None:
    """Figures and findings without a source."""
    for figure in content["figures"].values():
        figure.pop("source", None)
    for priority in content["priorities"]:
        for finding in priority["findings"]:
            finding["source"] = ""


def no_keepers(content: Plain) -> None:
    """Nobody who keeps figures is named."""
    no_sources(content)
    text("analysis", "Er gebeurt van alles, en daar moeten wij samen iets aan doen.")(content)
    for item in content["objectives"]:
        item["baseline"] = item["indicator"] = None


def only_police(content: Plain) -> None:
    """Nothing rests on what residents were asked."""
    for priority in content["priorities"]:
        for finding in priority["findings"]:
            finding.update(headline="Veel meldingen", source="Politie")
    of_all("objectives", baseline=None, indicator=None)(content)
    for figure in content["figures"].values():
        figure["source"] = "Politie"


def no_trends(content: Plain) -> None:
    """Nothing rises or falls."""
    text("analysis", "Er gebeurt van alles, en daar moeten wij samen iets aan doen.")(content)
    content["figures"] = {}
    for priority in content["priorities"]:
        priority["findings"] = []


def criticised(code: str) -> Callable[[Plain], None]:
    """Only the first objective is criticised, for this, and nobody says why it stays."""

    def change(content: Plain) -> None:
        said = {"code": code, "words": "Dit klopt niet.", "override": ""}
        of_all("objectives", critiques=[])(content)
        content["objectives"][0]["critiques"] = [said]

    return change


def unowned(content: Plain) -> None:
    """No reasons with priorities and themes."""
    of_all("priorities", why="")(content)
    of_all("themes", reason="")(content)


DEFECTS: dict[str, Callable[[Plain], None]] = {
    "scope": text("scope"),
    "audience": text("audience"),
    "golden_thread": without("objectives"),
    "choices_argued": unowned,
    "length": long_plan,
    "glossary": letters,
    "vision": text("vision"),
    "frameworks": text("frameworks", "Er zijn stukken van anderen waar dit plan bij past."),
    "roles": together(text("roles", "Iedereen doet mee."), text("organisation")),
    "participation": text("participation", "Iedereen mocht iets zeggen."),
    "evaluation_present": text("evaluation"),
    "analysis_present": text("analysis"),
    "sources_named": no_sources,
    "registered_figures": no_keepers,
    "perceived_safety": together(
        only_police, text("analysis", "De politie kreeg 412 meldingen in dit jaar.")
    ),
    "trends": no_trends,
    "priorities_present": without("priorities"),
    "priorities_follow": of_all("priorities", findings=[]),
    "priority_argued": of_all("priorities", why="Dit is belangrijk."),
    "higher_priorities": text("frameworks", "De Politiewet 2012 vraagt om doelen."),
    "priorities_limited": many_priorities,
    "objectives_present": without("objectives"),
    "objective_per_priority": of_all("objectives", priority=None),
    "effect": of_all("objectives", effect=""),
    "measured": of_all("objectives", indicator=None, measuring_plan=""),
    "baseline": of_all("objectives", baseline=None),
    "target": of_all("objectives", target_date=None),
    "owner": of_all("objectives", owner=" "),
    "means_apart": criticised("means_as_goal"),
    "critiques_answered": criticised("small_numbers"),
    "readable_in_time": criticised("no_reading_in_time"),
    "approach_present": text("approach", "Samen aanpakken."),
    "logic": without("logic"),
    "logic_grounded": of_all("logic", source=""),
    "partners_named": text("partners", "Iedereen werkt mee."),
    "action_plan": together(
        text("organisation", "Het college stuurt."), text("approach", "Wij werken per wijk.")
    ),
    "means_present": without("means"),
    "money": of_all("means", amount=None, fte="1"),
    "capacity": of_all("means", fte=None, amount="1"),
    "cover": of_all("means", cover=""),
    "budget_link": together(text("means", "Dat regelen wij."), of_all("means", cover="fonds")),
    "monitoring_present": text("monitoring"),
    "monitoring_dates": text("monitoring", "De raad hoort hoe het gaat, als daar reden voor is."),
    "monitoring_audience": text("monitoring", "In 2030 evalueren wij elk doel van dit hele plan."),
}
"""For every automatic item a defect that makes it not met."""


def planted(*codes: str) -> Plain:
    """The plan in which everything is met, with these defects."""
    content = met()
    for code in codes:
        DEFECTS[code](content)
    return content
