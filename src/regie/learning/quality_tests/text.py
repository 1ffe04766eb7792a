"""The plan as it was in a version, to read and to point at: every place has its anchor."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from regie.foundation.accounts.languages import spoken
from regie.learning.plan_checks import reading
from regie.learning.quality_tests import places
from regie.planning.plan_papers.figures import kept
from regie.planning.plan_papers.shape import Objective, read, said
from regie.ui import prose
from regie.ui.paper import Figure

Page = dict[str, Any]


def text_page(content: Mapping[str, Any]) -> Page:
    """The parts, priorities, objectives, logic and means of a plan. No queries."""
    found, language = read(content), spoken()
    figures = kept(found, get_language() or "nl")
    names = {row.pk: row.name for row in found.priorities}
    return {
        "title": found.plan.title,
        "parts": [
            {
                "anchor": reading.part_anchor(part),
                "title": places.part_name(part, names),
                "html": prose.html(part.text, figures),
                "empty": not part.text.strip(),
            }
            for part in found.sections
        ],
        "priorities": [
            {
                "anchor": reading.priority_anchor(row.pk),
                "name": row.name,
                "why": row.why,
                "findings": [said(each.headline, language) for each in row.findings],
            }
            for row in found.priorities
        ],
        "objectives": [_objective(item, language) for item in found.objectives],
        "logic": [(line.doing, line.effect, line.because, line.source) for line in found.logic],
        "means": [{"row": row, "for": names.get(row.priority or 0, "")} for row in found.means],
        "themes": [(said(row.name, language), row.reason) for row in found.themes],
        "figures": [
            (f"figuur-{number}", _figure(number, figure)) for number, figure in figures.items()
        ],
        "at": reading,
    }


def _figure(number: int, figure: Figure) -> SafeString:
    return prose.figure_html(figure, f"f{number}-")


def _objective(item: Objective, language: str) -> Page:
    baseline = item.baseline
    return {
        "anchor": reading.objective_anchor(item.pk),
        "item": item,
        "indicator": said(item.indicator.name, language) if item.indicator else item.measured_by,
        "unit": said(item.unit, language),
        "baseline": baseline,
        "source": said(baseline.source, language) if baseline else "",
        "critiques": [(said(each.words, language), each.override) for each in item.critiques],
    }
