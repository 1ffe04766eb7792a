"""Making a figure from the picture: what is drawn, what it says, and what it rests on.

The drawings and sentences are those of the picture and of findings; nothing is calculated here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from regie.evidence.diagnosis import drawings, tables
from regie.evidence.diagnosis.desk import Desk, desk
from regie.evidence.diagnosis.indicator_page import MAP_NAMES, benchmarks
from regie.evidence.diagnosis.links import FolderLinks
from regie.evidence.diagnosis.queries import figures_of, version_of
from regie.evidence.findings import telling, workflow
from regie.evidence.findings.models import Finding, FindingKind
from regie.evidence.findings.pages import names_for
from regie.evidence.findings.subjects import by_code
from regie.evidence.indicators import overview, parts
from regie.evidence.indicators.comparison import BenchmarkView
from regie.evidence.indicators.cube import MUNICIPALITY, YEAR
from regie.evidence.indicators.definitions import PERCEPTION, Definition, by_slug
from regie.evidence.indicators.geography import outlines
from regie.evidence.indicators.parts import AreasView
from regie.evidence.indicators.perceived import SurveyView, asked, survey
from regie.evidence.indicators.rules import Reading
from regie.evidence.indicators.series import SeriesView, series
from regie.evidence.sources.queries import DeliveryRef
from regie.evidence.wording import sentences, words
from regie.foundation.organizations.models import Municipality
from regie.planning.plan_figures import comparing, rules
from regie.planning.plan_figures.rules import OwnWords, Source
from regie.ui.maps import Legend, draw_map
from regie.ui.paper import Figure, LegendEntry, Table, as_paper
from regie.ui.paper_drawing import MARKS

LANGUAGES = ("nl", "en")
LEVELS = {name: level for level, name in MAP_NAMES.items()}
"""The sizes of areas on a map, by their word in an address."""
ON_A_MAP = frozenset({FindingKind.PLACE_LEVEL, FindingKind.PLACE_CHANGE, FindingKind.CONCENTRATION})
View = SeriesView | SurveyView | AreasView


@dataclass(frozen=True)
class Drawn:
    """A figure in one language with the table of what it shows."""

    figure: Figure
    table: Table


@dataclass(frozen=True)
class Made:
    """A figure in every language, and what it rests on."""

    drawn: Mapping[str, Drawn]
    basis: Mapping[str, Any]

    @property
    def words(self) -> dict[str, OwnWords]:
        """Its words by language."""
        figures = {language: one.figure for language, one in self.drawn.items()}
        return {
            language: OwnWords(figure.caption, figure.alternative, figure.note)
            for language, figure in figures.items()
        }


@dataclass(frozen=True)
class _Found:
    """What a source refers to now."""

    at: Desk
    definition: Definition
    view: View
    finding: Finding | None
    kind: str
    name: str

    @property
    def compared(self) -> bool:
        """Whether more than the country stands beside a line."""
        return self.kind == rules.COMPARISON


def made(source: Source, town: Municipality) -> Made | None:
    """The figure as the picture shows it now; None without figures. At most 12 queries."""
    found = _look(source, town, desk_of(town))
    if found is None:
        return None
    drawn = {}
    for language in LANGUAGES:
        with override(language):
            one = _drawn(found)
        if one is None:
            return None
        drawn[language] = one
    return Made(drawn, _basis(found))


def desk_of(town: Municipality) -> Desk:
    """The figures of the picture, laid ready once for many figures. 2 queries when warm."""
    return desk(figures_of(town.code), FolderLinks(), town.name)


def values_of(source: Source, town: Municipality, at: Desk) -> str | None:
    """One word for the figures that the picture shows now, without drawing them; None without.

    No queries when they are in memory, 1 for a finding.
    """
    found = _look(source, town, at)
    return rules.fingerprint(_values(found.view)) if found else None


# --- what a source refers to ----------------------------------------------------------------------


def _look(source: Source, town: Municipality, at: Desk) -> _Found | None:
    finding = _finding(source, town)
    if source.kind == rules.FINDING and finding is None:
        return None
    definition = by_code().get(finding.indicator) if finding else by_slug().get(source.code)
    if definition is None:
        return None
    whole = finding.kind in ON_A_MAP if finding else source.kind in {rules.MAP, rules.AREAS}
    area = source.area or town.code
    drawn = source.kind == rules.MAP or finding is not None
    view = (
        _areas(at, definition, source.level, drawn=drawn) if whole else _line(at, definition, area)
    )
    if source.kind == rules.AREAS and isinstance(view, AreasView):
        view = _inside(at, view, source.area)
    if view is None:
        return None
    return _Found(at, definition, view, finding, source.kind, _name(at, area, source))


def _inside(at: Desk, view: AreasView, district: str) -> AreasView | None:
    """The areas of a district, or all; None when there are too few or too many for a figure."""
    if district and district not in at.places.districts:
        return None
    codes = set(comparing.within([item.area for item in view.areas], district))
    kept = tuple(item for item in view.areas if item.area in codes)
    return replace(view, areas=kept) if comparing.fits(kept) else None


def can_compare(at: Desk, definition: Definition, level: str, district: str = "") -> bool:
    """Whether the areas of a level, all or in one district, can stand in one figure."""
    counts = at.found.counts(definition.family, level)
    return counts is not None and comparing.fits(comparing.within(counts.areas, district))


def _name(at: Desk, area: str, source: Source) -> str:
    """How an area is called; one in another municipality of a joint plan with that municipality."""
    if area == at.found.municipality:
        return at.name
    own = at.places.name(area)
    return f"{own} ({at.name})" if source.party else own


def _finding(source: Source, town: Municipality) -> Finding | None:
    if source.kind != rules.FINDING or not source.code.isdecimal():
        return None
    rows = Finding.objects.filter(municipality=town, state=workflow.CONFIRMED)
    return rows.select_related("municipality").filter(pk=int(source.code[:9])).first()


def _line(at: Desk, definition: Definition, area: str) -> SeriesView | SurveyView | None:
    level = at.places.level(area)
    foreign = level == MUNICIPALITY and area != at.found.municipality
    if level is None or foreign:
        return None
    own: SeriesView | SurveyView | None
    if definition.kind == PERCEPTION:
        own = survey(at.found, definition, area, level)
    else:
        own = series(at.found, definition, area, level)
    return own if own and own.latest else None


def has_line(at: Desk, definition: Definition, area: str) -> bool:
    """Whether the picture has figures of one neighbourhood or district."""
    level = at.places.level(area) or ""
    if definition.kind == PERCEPTION:
        return area in asked(at.found, definition, level)
    counts = at.found.counts(definition.family, level) if definition.available else None
    return counts is not None and not definition.hidden_locally and area in counts.row


def map_levels(at: Desk, definition: Definition, *, drawn: bool = True) -> list[str]:
    """The sizes of areas that have figures, the smallest first; `drawn` those of a map."""
    if not definition.available or definition.kind == PERCEPTION:
        return []
    return [
        level
        for level in MAP_NAMES
        if at.found.counts(definition.family, level)
        and not (level != MUNICIPALITY and definition.hidden_locally)
        and (not drawn or outlines(at.found, level, None))
    ]


def _areas(at: Desk, definition: Definition, name: str, *, drawn: bool) -> AreasView | None:
    known = map_levels(at, definition, drawn=drawn)
    level = LEVELS.get(name, "")
    if level not in known and (name or not known):
        return None
    view = parts.areas(at.found, definition, level or known[0])
    return view if view and any(item.reading for item in view.areas) else None


# --- what it rests on -----------------------------------------------------------------------------


def _basis(found: _Found) -> dict[str, Any]:
    view = found.view
    version = version_of(found.definition)
    return {
        "values": rules.fingerprint(_values(view)),
        "period": view.period if isinstance(view, AreasView) else _newest(view).period,
        "definition": found.definition.code,
        "definition_version": version.version if version else 0,
        "deliveries": [_delivery(ref) for ref in _references(view)],
    }


def _newest(view: SeriesView | SurveyView) -> Reading:
    return view.latest or view.readings[-1]


def _values(view: View) -> list[list[object]]:
    if isinstance(view, AreasView):
        return [[item.area, *_numbers(item.reading), item.reason.value] for item in view.areas]
    return [[reading.period, *_numbers(reading)] for reading in view.readings]


def _numbers(reading: Reading | None) -> list[object]:
    if reading is None:
        return [None, None]
    return [reading.count, None if reading.rate is None else f"{reading.rate:.6g}"]


def _references(view: View) -> list[DeliveryRef]:
    below = view.denominator_deliveries if isinstance(view, SeriesView) else ()
    return list({ref.id: ref for ref in (*view.deliveries, *below)}.values())


def _delivery(ref: DeliveryRef) -> dict[str, Any]:
    return {
        "id": ref.id,
        "table": ref.table_id,
        "title": ref.title,
        "publisher": ref.publisher,
        "vintage": ref.vintage.isoformat() if ref.vintage else "",
        "received": ref.received_at.date().isoformat(),
    }


def _source(view: View) -> str:
    """Who published the figures, which table and of which day."""
    own = sorted(view.deliveries, key=lambda ref: ref.received_at, reverse=True)
    lines = list(dict.fromkeys(_line_of(ref) for ref in own))
    if len(lines) <= 2:
        return "; ".join(lines)
    more = ngettext("%(n)s andere tabel", "%(n)s andere tabellen", len(lines) - 1)
    return _("%(first)s en %(more)s") % {"first": lines[0], "more": more % {"n": len(lines) - 1}}


def _line_of(ref: DeliveryRef) -> str:
    about = {"who": ref.publisher, "table": ref.title or ref.table_id, "day": words.vintage(ref)}
    return _("%(who)s, %(table)s (stand: %(day)s)") % about


# --- what is drawn --------------------------------------------------------------------------------


def _drawn(found: _Found) -> Drawn | None:
    view = found.view
    if isinstance(view, AreasView):
        return _compared(found, view) if found.kind == rules.AREAS else _map(found, view)
    return _answers(found, view) if isinstance(view, SurveyView) else _trend(found, view)


def _said(found: _Found, caption: str, told: Iterable[str]) -> tuple[str, str]:
    """The conclusion and the description; a finding has words of its own."""
    description = " ".join(sentence for sentence in told if sentence)
    if found.finding is None:  # on its own page the picture needs no name; in a plan it does
        about = {"name": words.name(found.definition), "said": caption}
        return _("%(name)s. %(said)s") % about, description
    names = names_for([found.finding], found.finding.municipality)
    headline = telling.headline(found.finding, names)
    own = " ".join(telling.told(found.finding, names))
    return headline, f"{own} {description}".strip()


def _trend(found: _Found, own: SeriesView) -> Drawn:
    beside = benchmarks(found.at, own, YEAR)[: 2 if found.compared else 1]
    name, first = found.name, beside[0] if beside else None
    headline, change = sentences.headline(own, name), sentences.change(own)
    compared = _groups_said(own, beside) if found.compared else [sentences.beside(own, first)]
    caption = " ".join(filter(None, (headline, *(compared if found.compared else [change]))))
    caption, description = _said(found, caption, (headline, *compared, change))
    drawn = drawings.trend(own, name, beside, description)
    about = _("%(indicator)s in %(town)s") % {"indicator": words.name(own.definition), "town": name}
    return Drawn(
        Figure(drawn.wide, caption, description, narrow=drawn.narrow, source=_source(own)),
        as_paper(tables.readings(own, beside, about), source=_source(own)),
    )


def _groups_said(own: SeriesView, beside: Sequence[BenchmarkView]) -> list[str]:
    return [sentences.beside(own, view) for view in beside]


def _answers(found: _Found, own: SurveyView) -> Drawn:
    national = overview.national_survey(found.at.found, found.definition)
    beside = ((found.at.country, national),) if national else ()
    name = found.name
    said = [sentences.survey_headline(own.definition, own.latest, name)]
    if national:
        standing = words.standing(own.beside(national), found.at.country)
        said.append(_("Dat is %(standing)s.") % {"standing": standing})
    caption, description = _said(found, " ".join(said), said)
    drawn = drawings.answers(own, name, beside, description)
    about = _("%(indicator)s in %(town)s") % {"indicator": words.name(own.definition), "town": name}
    return Drawn(
        Figure(drawn.wide, caption, description, narrow=drawn.narrow, source=_source(own)),
        as_paper(tables.answers(own, beside, about), source=_source(own)),
    )


def _highest(at: Desk, view: AreasView) -> str:
    """The areas that stand out, for who cannot see which are dark."""
    rated = [(i.reading.rate or 0, i) for i in view.clear if i.reading and i.reading.rate]
    first = [item for _rate, item in sorted(rated, key=lambda pair: -pair[0])[:3]]
    told = [
        f"{at.places.name(item.area)} ({words.rate(item.reading)})"
        for item in first
        if item.reading
    ]
    return _("Het hoogst: %(names)s.") % {"names": words.listed(told)} if told else ""


def _table_of(found: _Found, view: AreasView) -> Table:
    about = _("%(indicator)s: alle %(levels)s") % {
        "indicator": words.name(found.definition),
        "levels": words.levels(view.level),
    }
    rows = tables.areas(found.at, view, found.definition.slug, about, "")
    return as_paper(rows, source=_source(view))


def _compared(found: _Found, view: AreasView) -> Drawn:
    """The areas under each other in their own order, with the municipality as a line."""
    at, definition = found.at, found.definition
    whole = series(at.found, definition, at.found.municipality, MUNICIPALITY)
    told = (sentences.map_sentence(view, at.name), _highest(at, view), sentences.map_doubt(view))
    place = "" if found.name == at.name else f"{found.name}: "
    caption, description = _said(found, f"{place}{told[0]}", told)
    name = words.name(definition)
    svg = comparing.draw(at, view, whole.latest if whole else None, name, description)
    figure = Figure(svg, caption, description, source=_source(view))
    return Drawn(figure, _table_of(found, view))


def _map(found: _Found, view: AreasView) -> Drawn | None:
    at, definition = found.at, found.definition
    shapes = outlines(at.found, view.level, None)
    conclusion = sentences.map_sentence(view, at.name)
    told = (conclusion, _highest(at, view), sentences.map_doubt(view))
    caption, description = _said(found, conclusion, told)
    drawn, legend = drawings.map_parts(definition, view, shapes, at.links)
    svg = draw_map(
        drawn, shapes.bounds, title=words.name(definition), description=description, legend=Legend()
    )
    marks = {mark: mark for mark in MARKS}
    entries = tuple(LegendEntry(marks[e.mark], e.label) for e in legend.entries if e.mark in marks)
    return Drawn(
        Figure(
            svg,
            caption,
            description,
            legend=entries,
            legend_title=legend.unit,
            source=_source(view),
        ),
        _table_of(found, view),
    )
