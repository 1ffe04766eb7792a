"""The page of one indicator: conclusion, trend, map, table, provenance, definition."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from regie.evidence.diagnosis import drawings, queries, tables
from regie.evidence.diagnosis.desk import Desk
from regie.evidence.diagnosis.survey_page import survey_part
from regie.evidence.indicators import comparison, parts
from regie.evidence.indicators.benchmarks import Group
from regie.evidence.indicators.comparison import BenchmarkView
from regie.evidence.indicators.cube import (
    DISTRICT,
    LOCAL,
    MONTH,
    MUNICIPALITY,
    NEIGHBOURHOOD,
    YEAR,
    Frequency,
)
from regie.evidence.indicators.definitions import PERCEPTION, Definition
from regie.evidence.indicators.doubts import unplaced_share
from regie.evidence.indicators.geography import outlines
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.parts import AreasView
from regie.evidence.indicators.rules import compare
from regie.evidence.indicators.series import SeriesView, series
from regie.evidence.sources.queries import DeliveryRef
from regie.evidence.wording import sentences, words
from regie.foundation.areas.queries import ShapeSet
from regie.foundation.crosswalks.queries import old_names
from regie.policy.fields import field_of

Page = dict[str, Any]
MAP_NAMES = {NEIGHBOURHOOD: "buurten", DISTRICT: "wijken", MUNICIPALITY: "gemeenten"}
"""The value of `?kaart=` for each level."""


@dataclass(frozen=True)
class Choice:
    """What the reader chose on the page: an area, a map level, years or months."""

    area: str = ""
    map_level: str = ""
    months: bool = False


def indicator_page(at: Desk, definition: Definition, choice: Choice) -> Page | None:
    """The page of one indicator, or None when the area is not of this municipality."""
    area = choice.area or at.found.municipality
    level = at.places.level(area)
    foreign = level == MUNICIPALITY and area != at.found.municipality
    if level is None:
        return None
    head = _head(at, definition, area, level)
    if definition.kind == PERCEPTION:
        return {**head, **survey_part(at, definition, area, level)}
    frequency = MONTH if choice.months and not foreign else YEAR
    own = series(at.found, definition, area, level, frequency)
    if own is None:
        return {**head, "missing": _missing(definition), **_map_part(at, definition, choice, area)}
    beside = benchmarks(at, own, frequency)
    return {
        **head,
        **_trend_part(at, own, beside, area),
        **_map_part(at, definition, choice, area),
        "frequency": frequency,
        "rhythm": _rhythm(at, definition, area, level, frequency),
        "facts": _facts(at, own),
        "provenance": [
            *tables.references(at, (*own.deliveries, *own.denominator_deliveries)),
            tables.routes(at),
        ],
    }


def _head(at: Desk, definition: Definition, area: str, level: str) -> Page:
    own = area == at.found.municipality
    return {
        "definition": definition,
        "title": words.name(definition),
        "meaning": words.meaning(definition),
        "note": words.note(definition) if definition.available else "",
        "caution": sentences.caution(definition) if _counts(definition) else "",
        "crowded": definition.crowd_sensitive,
        "enforcement": definition.reporting == "enforcement",
        "source": definition.source,
        "name": at.name,
        "area": area,
        "area_name": at.places.name(area),
        "is_area": not own,
        "level": words.level(level),
        "area_link": at.links.area(area) if level in LOCAL else "",
        "whole_link": "" if own else at.links.indicator(definition.slug),
        "upload": at.links.upload() if definition.available else "",
        "csv": at.links.table(definition.slug, area="" if own else area),
        "breaks": [words.break_text(item) for item in definition.breaks],
        "markers": [words.break_text(item) for item in definition.markers],
        "crumbs": at.crumbs(*_home(at, definition)),
    }


def _counts(definition: Definition) -> bool:
    """Is this an indicator that counts something in tables we can read?"""
    return definition.available and definition.kind != PERCEPTION


def _home(at: Desk, definition: Definition) -> list[tuple[str, str]]:
    """The field this indicator belongs to, for the path to this page."""
    item = field_of(definition.theme)
    return [(at.label(item.code, item.name, item.name_en), at.links.field(item.slug))]


def benchmarks(at: Desk, own: SeriesView, frequency: Frequency) -> tuple[BenchmarkView, ...]:
    """What stands beside the series: the municipality for its parts, then country and groups."""
    national = comparison.country(at.found, own, at.country, frequency)
    beside = [national] if national else []
    if own.level in LOCAL:
        whole = comparison.whole(at.found, own, at.name, frequency)
        return (*([whole] if whole else []), *beside)
    if frequency == MONTH:
        return tuple(beside)
    around = comparison.surroundings(at.found, own.area, at.places.provinces)
    return (
        *beside,
        *comparison.groups(
            at.found, own, around, words.group_labels(around, at.places.province_name)
        ),
    )


def _trend_part(at: Desk, own: SeriesView, beside: tuple[BenchmarkView, ...], area: str) -> Page:
    name = at.places.name(area)
    first = beside[0] if beside else None
    said = (sentences.headline(own, name), sentences.beside(own, first), sentences.change(own))
    conclusion = " ".join(sentence for sentence in said if sentence)
    latest = own.latest
    return {
        "series": own,
        "conclusion": conclusion,
        "drawn": drawings.trend(own, name, _drawn_beside(beside), conclusion) if latest else None,
        "unfinished": own.window > 1,
        "table": tables.readings(own, beside, _("%(name)s per periode") % {"name": name}),
        "tiles": _tiles(at, own, first),
        "remarks": words.remarks(latest) if latest else [],
        "fallback": sentences.fallback(own),
        "boundary": sentences.boundary(own),
        "pieces": sentences.pieces(own, _old_names(at, own)),
        "groups": [_group(v) for v in beside if any(item.known for item in v.readings)],
        "unknown_groups": _unknown_groups(at, own, beside),
        "doubt": words.doubt(own.doubtful, own.window) if own.doubtful else "",
        "unplaced": sentences.unplaced(own, unplaced_share(own)),
        "small": latest is not None and latest.indicative,
    }


def _old_names(at: Desk, own: SeriesView) -> dict[str, str]:
    """What the older areas under a denominator were called. 1 query when there are any."""
    codes = sorted({part.origin for _period, pieces in own.pieces for part in pieces})
    if not codes:
        return {}
    key = ("old names", at.found.realm, at.found.stamp, tuple(codes))
    return remembered(key, lambda: old_names(codes, at.found.realm))


def _drawn_beside(beside: tuple[BenchmarkView, ...]) -> tuple[BenchmarkView, ...]:
    """Two lines beside the own one can be told apart; the table has them all."""
    order = (Group.MUNICIPALITY, Group.COUNTRY, Group.SIZE, Group.PROVINCE, Group.URBANITY)
    return tuple(sorted(beside, key=lambda view: order.index(view.group))[:2])


def _tiles(at: Desk, own: SeriesView, first: BenchmarkView | None) -> list[Page]:
    latest = own.latest
    if latest is None:
        return []
    badge = _("voorlopig") if latest.provisional else ""
    tiles = [
        {
            "label": _("Aantal %(things)s") % {"things": words.counted(own.definition)},
            "value": words.count(latest),
            "note": words.when(latest, own.window),
            "badge": badge,
        }
    ]
    if latest.known:
        tiles.append(
            {
                "label": words.unit(own.denominator).capitalize(),
                "value": words.rate(latest),
                "note": _("95%%-interval %(interval)s") % {"interval": words.interval(latest)},
                "badge": _("indicatief") if latest.indicative else "",
                "badge_kind": "warning",
            }
        )
    reading = first.at(latest.period) if first else None
    if first and reading and reading.known and latest.known:
        tiles.append(
            {
                "label": first.label,
                "value": words.rate(reading),
                "note": words.standing(compare(latest, reading), first.label),
            }
        )
    return tiles


def _group(view: BenchmarkView) -> str:
    """What a benchmark line is made of."""
    if view.group is Group.MUNICIPALITY:
        return _("%(label)s: de hele gemeente.") % {"label": view.label}
    if view.municipalities is None:
        return _("%(label)s: het cijfer dat de bron zelf geeft.") % {"label": view.label}
    text = _("%(label)s: %(n)s gemeenten samen, de eigen gemeente erbij.") % {
        "label": view.label,
        "n": view.municipalities,
    }
    most = max(view.left_out, default=0)
    if not most:
        return text
    gaps = ngettext(
        "In het jaar met de meeste gaten ontbreekt er %(n)s. "
        "Daarvan is het cijfer of het inwonertal onbekend.",
        "In het jaar met de meeste gaten ontbreken er %(n)s. "
        "Daarvan is het cijfer of het inwonertal onbekend.",
        most,
    )
    return f"{text} {gaps % {'n': most}}"


def _unknown_groups(at: Desk, own: SeriesView, beside: tuple[BenchmarkView, ...]) -> list[str]:
    if own.level in LOCAL or own.window > 1:
        return []
    shown = {view.group for view in beside}
    texts = {
        Group.PROVINCE: _("De provincie van deze gemeente is niet bekend."),
        Group.SIZE: _("De grootteklasse is niet bekend: er is geen inwonertal ingelezen."),
        Group.URBANITY: _(
            "De stedelijkheid is niet bekend. Die staat in Kerncijfers wijken en buurten."
        ),
    }
    return [text for group, text in texts.items() if group not in shown]


def _facts(at: Desk, own: SeriesView) -> list[tuple[str, str]]:
    """Where the series comes from, as properties."""
    source = own.deliveries[0] if own.deliveries else None
    below = own.denominator_deliveries
    years = sorted({r.denominator_year for r in own.readings if r.denominator_year})
    facts = [
        (_("Tabel"), f"{source.table_id} {source.title}" if source else "–"),
        (_("Stand van de cijfers"), words.vintage(source)),
        (_("Gebiedsindeling"), str(own.classification_year or "–")),
        (_("Laatste periode"), words.when(own.readings[-1], own.window)),
        (_("Gedeeld door"), words.denominator_name(own.denominator)),
        (_("Bron van de noemer"), _below(below)),
        (_("Jaren van de noemer"), words.spans([str(year) for year in years]) or "–"),
    ]
    version = queries.version_of(own.definition)
    stored = _("versie %(n)s") % {"n": version.version} if version else _("nog niet vastgelegd")
    return [*facts, (_("Definitie"), stored)]


def _below(refs: tuple[DeliveryRef, ...]) -> str:
    """The tables a denominator comes from; many editions are counted, not listed."""
    names = sorted({ref.table_id for ref in refs})
    if len(names) <= 3:
        return ", ".join(names) or "–"
    return _("%(first)s en %(n)s andere jaargangen") % {"first": names[0], "n": len(names) - 1}


def _rhythm(at: Desk, definition: Definition, area: str, level: str, now: str) -> list[Page]:
    """Years or twelve-month sums, when there are monthly figures."""
    monthly = at.found.counts(definition.family, level, MONTH)
    if monthly is None or area not in monthly.row or not monthly.periods:
        return []
    chosen = "" if area == at.found.municipality else area
    return [
        {
            "label": _("Per jaar"),
            "url": at.links.indicator(definition.slug, area=chosen),
            "current": now == YEAR,
        },
        {
            "label": _("Telkens 12 maanden"),
            "url": at.links.indicator(definition.slug, area=chosen, reeks="maanden"),
            "current": now == MONTH,
        },
    ]


def _map_part(at: Desk, definition: Definition, choice: Choice, area: str) -> Page:
    """The map of the chosen level, else of the smallest level that has figures."""
    options = [level for level in MAP_NAMES if at.found.counts(definition.family, level)]
    if not options or not definition.available:
        return {"map": None}
    wanted = next((lv for lv, name in MAP_NAMES.items() if name == choice.map_level), "")
    level = wanted if wanted in options else _first_with_figures(at, definition, options)
    view = parts.areas(at.found, definition, level)
    shapes = outlines(at.found, level, None)
    key = ("map", at.found, at.links, at.name, definition.code, level, area, get_language())
    return {
        "map": remembered(key, lambda: _map(at, definition, level, view, shapes, area))
        if view
        else None,
        "map_tabs": [
            {
                "label": words.levels(item).capitalize(),
                "url": at.links.indicator(
                    definition.slug,
                    area="" if area == at.found.municipality else area,
                    kaart=MAP_NAMES[item],
                ),
                "current": item == level,
            }
            for item in options
        ]
        if len(options) > 1
        else [],
    }


def _first_with_figures(at: Desk, definition: Definition, options: list[str]) -> str:
    """The smallest level that is drawn and not withheld."""
    for level in options:
        if not (level in LOCAL and definition.hidden_locally) and outlines(at.found, level, None):
            return level
    return options[-1]


def _map(
    at: Desk,
    definition: Definition,
    level: str,
    view: AreasView,
    shapes: ShapeSet,
    area: str,
) -> Page:
    conclusion = sentences.map_sentence(view, at.name)
    caption = _("%(indicator)s: alle %(levels)s") % {
        "indicator": words.name(definition),
        "levels": words.levels(level),
    }
    svg = (
        drawings.area_map(
            definition,
            view,
            shapes,
            at.links,
            current=area,
            conclusion=conclusion,
            linked=bool(at.links.upload()),
        )
        if shapes
        else ""
    )
    return {
        "title": _("Kaart van %(levels)s") % {"levels": words.levels(level)},
        "svg": svg,
        "conclusion": conclusion,
        "table": tables.areas(at, view, definition.slug, caption, area),
        "provenance": tables.references(at, view.deliveries),
        "note": " ".join(filter(None, (sentences.map_doubt(view), _shape_year(shapes, view)))),
    }


def _shape_year(shapes: ShapeSet, view: AreasView) -> str:
    year = view.deliveries[0].classification_year if view.deliveries else None
    if not shapes or year is None or shapes.year_used in {None, year}:
        return ""
    return _(
        "De grenzen op de kaart zijn van %(map)s, de cijfers volgen de indeling van %(year)s."
    ) % {
        "map": shapes.year_used,
        "year": year,
    }


def _missing(definition: Definition) -> str:
    """Why this indicator has no figures here."""
    if not definition.available:
        return words.note(definition)
    return _("Over dit gebied is deze tabel nog niet ingelezen.")
