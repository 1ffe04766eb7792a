"""The codes of `rules.py` in words. Pure; sentences are Dutch msgids."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

REASONS: Mapping[str, str] = {
    "nothing": _("Er staan voor dit niveau geen cijfers in."),
    "hidden": _("De uitgever schermt deze cijfers af."),
    "sparse": _("Maar %(share)s procent van de cijfers is er."),
    "incomplete": _("Van de cijfers is %(share)s procent er."),
    "stale": _("Er zijn nieuwere cijfers dan deze."),
    "provisional": _("De nieuwste periode is nog voorlopig."),
    "unplaced": _("Van %(share)s procent is de plaats niet bekend."),
    "unplaced_inflated": _("In het nieuwste jaar is de plaats opvallend vaak nog niet bekend."),
    "no_margins": _("De marges van het onderzoek ontbreken."),
    "small_sample": _("Maar %(count)s mensen deden mee."),
    "sample": _("Het is een steekproef: kijk altijd naar de marge."),
    "short": _("Er zijn te weinig jaren voor een lijn: %(years)s."),
    "fresh_break": _("Na de laatste breuk zijn er te weinig jaren: %(years)s."),
    "break": _("Kijk alleen na de laatste breuk: dat zijn %(years)s jaren."),
    "few_years": _("Er zijn weinig jaren: %(years)s."),
    "gaps": _("Er ontbreken perioden: %(count)s."),
    "mixed": _("Elk jaar staat in de gebieden van dat jaar; let op andere grenzen."),
    "small": _("De aantallen zijn klein: gemiddeld %(mean)s per gebied per jaar."),
    "enforcement": _("Het cijfer hangt af van hoeveel er wordt gecontroleerd."),
    "one_area": _("Er is maar één gebied op dit niveau."),
    "no_rate": _("Er is geen aantal inwoners of woningen om mee te delen."),
    "no_year": _("Het jaar van de gebiedsindeling is niet bekend."),
    "few_people": _("In %(share)s procent van de gebieden wonen minder dan 200 mensen."),
    "own_count": _("Een partner telt op een eigen manier; vergelijk dit niet met andere bronnen."),
}
USES: Mapping[str, str] = {
    "level": _("hoogte nu"),
    "trend": _("ontwikkeling"),
    "comparison": _("gebieden vergelijken"),
}
ANSWERS: Mapping[str, str] = {
    "usable": _("bruikbaar"),
    "care": _("bruikbaar met zorg"),
    "not": _("niet bruikbaar"),
}
ANSWER_BADGES: Mapping[str, str] = {"usable": "positive", "care": "warning", "not": "negative"}
FRESH: Mapping[str, tuple[str, str]] = {
    "fresh": (_("actueel"), "positive"),
    "waiting": (_("nieuwe cijfers verwacht"), "info"),
    "stale": (_("verouderd"), "warning"),
    "rebuild": (_("nieuwe gebieden verwacht"), "info"),
    "closed": (_("afgesloten"), "neutral"),
    "unknown": (_("ritme niet bekend"), "neutral"),
}
STATES: Mapping[str, str] = {
    "VALUE": _("cijfer"),
    "ZERO": _("nul"),
    "ESTIMATED": _("berekend"),
    "PARTIAL": _("deels geleverd"),
    "HIDDEN": _("afgeschermd"),
    "UNKNOWN": _("onbekend"),
    "IMPOSSIBLE": _("kan niet voorkomen"),
    "NOT_OBSERVED": _("niet geleverd"),
}
