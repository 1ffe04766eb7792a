"""The page with the counts of one registration: map, table and series, for inside use."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from regie.evidence.formats.rules import Frequency, State
from regie.evidence.series import queries, saved
from regie.evidence.series.models import SavedProfile
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.presenting import LEVELS
from regie.evidence.sources.queries import Figures
from regie.evidence.warehouse.cube import States
from regie.foundation.areas import queries as areas
from regie.foundation.areas.rules import realm_of
from regie.ui.charts import Drawn, Line, Point, TrendChart, draw_trend
from regie.ui.formats import number, period
from regie.ui.maps import Entry, Legend, MapShape, class_breaks, classify, draw_map
from regie.ui.tables import Cell, Column, Row, Table

ORDER = ("neighbourhood", "district", "municipality")
SMALL = 5
RECENT, ALL = "recent", "alles"
WINDOW = {"month": 12, "quarter": 4, "year": 1}
KNOWN = (int(State.VALUE), int(State.ESTIMATED))


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class AreaCount:
    """The count of one area in the chosen periods; None when nothing was observed."""

    code: str
    value: float | None
    estimated: bool


@dataclass(frozen=True)
class CountsPage:
    """Everything the page shows; without `delivery` there is nothing yet."""

    delivery: Delivery | None
    levels: list[Choice]
    types: list[Choice]
    periods: list[Choice]
    conclusion: str = ""
    map_svg: str = ""
    table: Table | None = None
    trend: Drawn | None = None
    trend_says: str = ""
    trend_table: Table | None = None
    notes: tuple[str, ...] = ()
    provenance: tuple[str, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)


def build(profile: SavedProfile, asked: Mapping[str, str]) -> CountsPage:
    """The page for what was asked in the address. At most 8 queries."""
    delivery = queries.delivery_of(profile)
    if delivery is None:
        return CountsPage(None, [], [], [], addresses=_addresses(profile))
    manifest, labels = queries.manifest(delivery), queries.type_labels(profile)
    level = _one(asked.get("niveau"), [x for x in ORDER if x in manifest.levels])
    kind = _one(asked.get("soort"), ["", *manifest.categories])
    frequency = queries.frequency(profile)
    cube = queries.counts(profile, level, frequency, kind)
    if cube is None:
        return CountsPage(delivery, [], [], [], addresses=_addresses(profile))
    wanted = _one(asked.get("periode"), [RECENT, ALL, *reversed(cube.periods)])
    chosen = _window(cube, wanted, WINDOW[frequency])
    counts = _per_area(cube, chosen)
    about = labels.get(kind, kind) if kind else _("alle soorten samen")
    span = span_of(cube.periods[chosen[0]], cube.periods[chosen[-1]])
    content = saved.newest(profile)
    small = content.small if content else SMALL
    names = areas.names([c.code for c in counts], realm=realm_of(profile.municipality.code))
    says = _conclusion(counts, names, about, span)
    series = _series(profile, frequency, kind)
    return CountsPage(
        delivery=delivery,
        levels=[Choice(x, str(LEVELS[x]), x == level) for x in ORDER if x in manifest.levels],
        types=[Choice("", _("Alle soorten"), not kind)]
        + [Choice(c, labels.get(c, c), c == kind) for c in manifest.categories],
        periods=_period_choices(cube, wanted, frequency),
        conclusion=says,
        map_svg=_map(profile, level, counts, names, delivery, says),
        table=_table(counts, names, span, small),
        trend=draw_trend(_chart(profile, series, about)) if len(series) > 1 else None,
        trend_says=_trend_says(series),
        trend_table=_trend_table(series),
        notes=_notes(cube, chosen, counts, delivery),
        provenance=_provenance(profile, delivery),
        addresses=_addresses(profile),
    )


def _addresses(profile: SavedProfile) -> dict[str, str]:
    where = {"gemeente": profile.municipality.slug}
    where_it = {**where, "pk": profile.pk}
    return {
        "csv": reverse("series:counts_csv", kwargs=where_it),
        "json": reverse("series:profile_json", kwargs=where_it),
    }


def span_of(first: str, last: str) -> str:
    """From the first to the last period, in words."""
    if not first:
        return ""
    return period(first) if first == last else f"{period(first)} – {period(last)}"


def _one(asked: str | None, known: list[str]) -> str:
    """What was asked when it exists, else the first."""
    return asked if asked in known and asked is not None else (known[0] if known else "")


def _window(cube: Figures, wanted: str, recent: int) -> list[int]:
    """The positions of the chosen periods."""
    every = list(range(len(cube.periods)))
    if wanted == ALL:
        return every
    return every[-recent:] if wanted == RECENT else [cube.periods.index(wanted)]


def _period_choices(cube: Figures, wanted: str, frequency: str) -> list[Choice]:
    recent = {
        "month": _("Laatste 12 maanden"),
        "quarter": _("Laatste 4 kwartalen"),
        "year": _("Het laatste jaar"),
    }[frequency]
    listed = [Choice(RECENT, recent, wanted == RECENT), Choice(ALL, _("Alles"), wanted == ALL)]
    return listed + [Choice(c, period(c), c == wanted) for c in reversed(cube.periods)]


def _per_area(cube: Figures, chosen: list[int]) -> list[AreaCount]:
    """The sum per area over types and periods, the highest first."""
    states, values = cube.states[:, :, chosen], cube.values[:, :, chosen]
    known = _known(states)
    sums = np.where(known, np.nan_to_num(values), 0.0).sum(axis=(1, 2))
    seen = np.asarray(known.sum(axis=(1, 2)))
    shared = ((states == int(State.ESTIMATED)) & (np.nan_to_num(values) > 0)).sum(axis=(1, 2))
    found = [
        AreaCount(code, float(sums[i]) if seen[i] else None, shared[i] > 0)
        for i, code in enumerate(cube.areas)
    ]
    return sorted(found, key=lambda each: (-(each.value or 0), each.code))


def _known(states: States) -> NDArray[np.bool_]:
    """Where there is a number."""
    found: NDArray[np.bool_] = np.equal(states, KNOWN[0]) | np.equal(states, KNOWN[1])
    return found


def _conclusion(counts: list[AreaCount], names: Mapping[str, str], about: str, span: str) -> str:
    total = sum(each.value or 0 for each in counts)
    told = {"total": number(total), "about": about, "span": span}
    if not total:
        return _("Geen voorvallen in %(span)s (%(about)s).") % told
    top = counts[0]
    told |= {"area": names.get(top.code, top.code), "most": number(top.value or 0)}
    if len(counts) == 1:
        return _("%(total)s voorvallen in %(span)s (%(about)s).") % told
    return (
        _("%(total)s voorvallen in %(span)s (%(about)s), de meeste in %(area)s: %(most)s.") % told
    )


def _table(counts: list[AreaCount], names: Mapping[str, str], span: str, small: int) -> Table:
    rows = []
    for each in counts:
        badge = _("geschat") if each.estimated else ""
        if each.value is not None and 0 < each.value < small:
            badge = _("klein, intern") if not badge else _("geschat, klein")
        text = number(each.value) if each.value is not None else _("onbekend")
        rows.append(Row((names.get(each.code, each.code), Cell(text, badge=badge)), key=each.code))
    columns = (Column(_("Gebied")), Column(_("Aantal"), numeric=True, hint=span))
    return Table(_("Tellingen per gebied"), columns, tuple(rows))


def _map(
    profile: SavedProfile,
    level: str,
    counts: list[AreaCount],
    names: Mapping[str, str],
    delivery: Delivery,
    says: str,
) -> str:
    """The counts on the map; nothing for a whole municipality or without outlines."""
    if level == "municipality":
        return ""
    shapes = areas.shapes(
        realm=realm_of(profile.municipality.code),
        kind=level,
        municipality=profile.municipality.code,
        year=delivery.classification_year,
    )
    if not shapes:
        return ""
    found = {each.code: each for each in counts}
    values = [each.value for each in counts if each.value is not None]
    breaks = class_breaks(values, classes=5)
    drawn = []
    for shape in shapes.shapes:
        each = found.get(shape.code)
        value = each.value if each else None
        text = number(value) if value is not None else _("geen cijfer")
        drawn.append(
            MapShape(
                shape.code,
                names.get(shape.code, shape.name),
                shape.path,
                value_text=text,
                klass=classify(value, breaks),
                pattern="" if value is not None else "none",
            )
        )
    legend = Legend.of(breaks, unit=_("aantal"), decimals=0) if values else Legend()
    if any(shape.pattern for shape in drawn):
        legend = Legend((*legend.entries, Entry("none", _("geen cijfer"))), legend.unit)
    return draw_map(
        tuple(drawn), shapes.bounds, title=profile.title, description=says, legend=legend
    )


# --- the series ----------------------------------------------------------------------------------

Series = dict[str, float | None]


def _series(profile: SavedProfile, frequency: Frequency, kind: str) -> Series:
    """The whole municipality per period, with what has no known place; None where unknown."""
    total: Series = {}
    for level in ("municipality", "unplaced"):
        cube = queries.counts(profile, level, frequency, kind)
        if cube is None:
            continue
        known = _known(cube.states)
        sums = np.where(known, np.nan_to_num(cube.values), 0.0).sum(axis=(0, 1))
        for i, code in enumerate(cube.periods):
            if known[:, :, i].any():
                total[code] = (total.get(code) or 0.0) + float(sums[i])
            else:
                total.setdefault(code, None)
    return dict(sorted(total.items()))


def _chart(profile: SavedProfile, series: Series, about: str) -> TrendChart:
    points = tuple(Point(code, value) for code, value in series.items())
    return TrendChart(
        title=f"{profile.title}: {about}",
        description=_trend_says(series),
        unit=_("aantal"),
        lines=(Line(profile.municipality.name, points, role="own"),),
        decimals=0,
    )


def _trend_says(series: Series) -> str:
    known = [(code, value) for code, value in series.items() if value is not None]
    if len(known) < 2:
        return ""
    (first, start), (last, end) = known[0], known[-1]
    told = {
        "start": number(start),
        "first": period(first),
        "end": number(end),
        "last": period(last),
    }
    return _("Van %(start)s in %(first)s naar %(end)s in %(last)s.") % told


def _trend_table(series: Series) -> Table:
    rows = tuple(
        Row((period(code), number(value) if value is not None else _("onbekend")))
        for code, value in series.items()
    )
    columns = (Column(_("Periode")), Column(_("Aantal"), numeric=True))
    return Table(_("De hele gemeente per periode"), columns, rows)


# --- what stands under it ------------------------------------------------------------------------


def _notes(
    cube: Figures, chosen: list[int], counts: list[AreaCount], delivery: Delivery
) -> tuple[str, ...]:
    notes = []
    silent = [
        period(cube.periods[i])
        for i in chosen
        if (cube.states[:, :, i] == int(State.UNKNOWN)).any()
    ]
    if silent:
        words = _("Hierover kwam niets binnen, dus dat is onbekend en geen nul: %(periods)s.")
        notes.append(words % {"periods": ", ".join(silent)})
    if any(each.estimated for each in counts):
        notes.append(
            _("Geschat: een deel is met de postcode over buurten verdeeld, naar aantal adressen.")
        )
    own = (delivery.coverage or {}).get("owned", {})
    if own and own.get("first", "") > delivery.first_period:
        words = _("Perioden vóór %(first)s komen uit eerdere leveringen.")
        notes.append(words % {"first": period(own["first"])})
    return tuple(notes)


def _provenance(profile: SavedProfile, delivery: Delivery) -> tuple[str, ...]:
    told = {
        "partner": profile.partner.name,
        "title": profile.title,
        "id": delivery.pk,
        "day": date_format(delivery.received_at, "j F Y"),
        "year": delivery.classification_year or "–",
    }
    return (
        _("%(partner)s, %(title)s, levering %(id)s van %(day)s.") % told,
        _("Gebiedsindeling van %(year)s.") % told,
    )
