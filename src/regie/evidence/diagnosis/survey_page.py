"""The part of an indicator page that a survey question fills."""

from typing import Any

from django.utils.translation import gettext as _

from regie.evidence.diagnosis import drawings, tables
from regie.evidence.diagnosis.desk import Desk
from regie.evidence.indicators import overview
from regie.evidence.indicators.cube import LOCAL, PROVINCE
from regie.evidence.indicators.definitions import Definition
from regie.evidence.indicators.perceived import SurveyView, survey
from regie.evidence.wording import sentences, words

Page = dict[str, Any]


def survey_part(at: Desk, definition: Definition, area: str, level: str) -> Page:
    """A survey indicator: answers with margins per survey year; nothing below the sample."""
    own = survey(at.found, definition, area, level)
    if own is None:
        return {"missing": _missing_survey(level), "map": None}
    province = at.places.provinces.get(at.found.municipality, "")
    candidates = (
        (at.country, overview.national_survey(at.found, definition)),
        (at.places.province_name, survey(at.found, definition, province, PROVINCE)),
    )
    beside = tuple((label, view) for label, view in candidates if view is not None)
    name = at.places.name(area)
    parts = [sentences.survey_headline(definition, own.latest, name)]
    if own.latest and beside:
        parts.append(
            _("Dat is %(standing)s.")
            % {"standing": words.standing(own.beside(beside[0][1]), beside[0][0])}
        )
    conclusion = " ".join(parts)
    return {
        "survey": own,
        "conclusion": conclusion,
        "drawn": drawings.answers(own, name, beside, conclusion),
        "table": tables.answers(own, beside, _("%(name)s per meting") % {"name": name}),
        "map": None,
        "facts": _survey_facts(own),
        "provenance": tables.references(at, own.deliveries),
    }


def _survey_facts(own: SurveyView) -> list[tuple[str, str]]:
    """Where the answers come from, as properties."""
    newest = own.deliveries[-1] if own.deliveries else None
    latest = own.latest
    return [
        (_("Tabellen"), ", ".join(ref.table_id for ref in own.deliveries) or "–"),
        (_("Stand van de cijfers"), words.vintage(newest)),
        (_("Laatste meting"), words.when(latest) if latest else "–"),
        (_("Eenheid"), words.chosen(own.definition.unit, own.definition.unit_en)),
    ]


def _missing_survey(level: str) -> str:
    if level in LOCAL:
        return _(
            "De Veiligheidsmonitor vraagt te weinig mensen om iets over wijken of buurten "
            "te zeggen."
        )
    return _(
        "De Veiligheidsmonitor geeft alleen cijfers over gemeenten vanaf 70.000 inwoners, "
        "of de tabel is nog niet ingelezen."
    )
