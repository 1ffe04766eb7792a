"""What can be measured, with its last value; and a baseline from the picture, with its revision."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regie.evidence.findings.subjects import by_code, subjects
from regie.evidence.indicators import rules as reading_rules
from regie.evidence.indicators.cube import MUNICIPALITY
from regie.evidence.indicators.definitions import PERCEPTION, Definition
from regie.evidence.indicators.memory import remembered
from regie.evidence.indicators.overview import Entry, picture
from regie.evidence.indicators.perceived import SurveyView
from regie.evidence.indicators.rules import Reading
from regie.evidence.indicators.series import SeriesView
from regie.evidence.sources.queries import DeliveryRef
from regie.evidence.wording import sentences, words
from regie.foundation.accounts.languages import chosen
from regie.planning.objectives import rules
from regie.planning.objectives.evidence import TABLES
from regie.planning.objectives.grounds import Ground, answer_of, line_of
from regie.planning.objectives.models import Objective
from regie.policy.fields import theme
from regie.policy.quality import rhythm_of
from regie.ui.formats import fitting_decimals

MOST = 8
"""So many indicators are offered at once; searching narrows them."""
LETTERS = 6
"""A part of a word has at least so many letters."""
SURVEY = 200.0
"""As many cases a year count as much as an answer of a survey when indicators are offered."""


@dataclass(frozen=True)
class Measure:
    """An indicator that can be chosen: what it is, from whom, how often, and its last value."""

    code: str
    name: str
    theme: str
    theme_name: str
    meaning: str
    source: str
    rhythm: str
    latest: str


@dataclass(frozen=True)
class Suggestion:
    """A baseline from the picture: a value with its 95 % interval, years, source, deliveries."""

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    first: int
    last: int
    unit: str
    source: str
    deliveries: tuple[int, ...]
    at: date


@dataclass(frozen=True)
class Revision:
    """What became of a baseline since it was read. `kind`: revised, gone (no figures any more),
    withdrawn (the indicator is kept no more). `new` is None unless it was revised."""

    kind: str
    old: Decimal | None
    old_at: date | None
    new: Decimal | None = None
    new_at: date | None = None


# --- what can be measured -------------------------------------------------------------------------


def measures(known: Ground, themes: Iterable[str], asked: str = "") -> tuple[list[Measure], int]:
    """Indicators with figures that fit, at most `MOST`, and how many more there are.

    Without words those of these themes, and all when these have none; with words every indicator
    with all of them in its name, meaning or theme. Those of the themes come first, and what
    happens often before what is rare. No queries.
    """
    near = set(themes)
    every = list(_entries(known))
    entries = [item for item in every if _fits(item.definition, asked)]
    entries = entries or [item for item in every if _is_part(item.definition, asked)]
    if not asked and any(item.definition.theme in near for item in entries):
        entries = [item for item in entries if item.definition.theme in near]
    entries.sort(key=lambda item: (item.definition.theme not in near, -_weight(item)))
    return [_measure(known, item) for item in entries[:MOST]], max(0, len(entries) - MOST)


def _weight(item: Entry) -> float:
    """What happens often can be measured best; an answer of a survey stands in the middle, and a
    total that hides its parts at the end."""
    if item.definition.total:
        return 0.0
    return SURVEY if item.reading is None or item.reading.count is None else item.reading.count


def measure(known: Ground, code: str) -> Measure | None:
    """One indicator by its code; None when it is not known or has no figures. No queries."""
    found = next((item for item in _entries(known) if item.definition.code == code), None)
    return _measure(known, found) if found else None


def _entries(known: Ground) -> Iterator[Entry]:
    """Every indicator with figures; those that say the same twice stay out."""
    view = picture(known.found, known.places.country_name)
    codes = {subject.code for subject in subjects()}
    for item in (*view.entries, *(each for each in view.budget if each.reading)):
        if item.definition.code in codes:
            yield item


def _fits(item: Definition, asked: str) -> bool:
    said = " ".join((item.name, item.name_en, words.meaning(item), _theme_name(item))).casefold()
    return all(word in said for word in asked.casefold().split())


def _is_part(item: Definition, asked: str) -> bool:
    """Whether a word of the name is a part of a word that was asked: inbraak of woninginbraken."""
    parts = [part for part in re.split(r"\W+", item.name.casefold()) if len(part) >= LETTERS]
    return any(part[:-1] in word for part in parts for word in asked.casefold().split())


def _theme_name(item: Definition) -> str:
    found = theme(item.theme)
    return chosen(found.name, found.name_en)


def _measure(known: Ground, item: Entry) -> Measure:
    about = item.definition
    deliveries = _deliveries(item.series or item.survey)
    return Measure(
        code=about.code,
        name=words.name(about),
        theme=about.theme,
        theme_name=_theme_name(about),
        meaning=words.meaning(about),
        source=deliveries[-1].publisher if deliveries else "",
        rhythm=rhythm_words(about, deliveries),
        latest=_latest_together(known, about) if known.together else _latest(item),
    )


def _latest_together(known: Ground, item: Definition) -> str:
    """The newest value of the municipalities of the plan together; "" when they have none."""
    view = None
    if item.kind != PERCEPTION:
        view = line_of(known, item, known.found.municipality, MUNICIPALITY)
    reading = view.latest if view else None
    if view is None or reading is None:
        return ""
    value = f"{words.rate(reading)} {words.unit(view.denominator)}".strip()
    return _("%(value)s in %(year)s") % {"value": value, "year": words.when(reading)}


def _latest(item: Entry) -> str:
    reading = item.reading
    if reading is None:
        return ""
    if item.survey:
        value = sentences.answer(item.definition, reading)
    else:
        unit = words.unit(item.series.denominator) if item.series else ""
        value = f"{words.rate(reading)} {unit}".strip()
    return _("%(value)s in %(year)s") % {"value": value, "year": words.when(reading)}


def rhythm_words(item: Definition, deliveries: Sequence[DeliveryRef]) -> str:
    """How often figures come; "" when nobody wrote that down."""
    tables = [ref.table_id for ref in reversed(deliveries)] + [TABLES.get(item.family, "")]
    found = next((each for table in tables if (each := rhythm_of(table, item.family))), None)
    if found is None:
        return ""
    return {
        "month": _("elke maand"),
        "year": _("elk jaar"),
        "two_years": _("om het jaar"),
        "never": _("komt niet meer"),
    }[found.every]


def _deliveries(view: SeriesView | SurveyView | None) -> tuple[DeliveryRef, ...]:
    return view.deliveries if view else ()


# --- a baseline from the picture ------------------------------------------------------------------


def suggestion(
    known: Ground,
    code: str,
    area: str = "",
    years: tuple[int, int] | None = None,
    unit: str = "",
) -> Suggestion | None:
    """A baseline: the mean of the newest three years, of `years`, or the newest survey answer.

    As a number of cases when `unit` is one, else as the indicator has it. Years that are
    provisional are only taken when they are asked for. None without figures. No queries; remembered
    as long as the figures stand.
    """
    found, place = known.found, area or known.found.municipality
    about = (found.realm, found.stamp, found.municipality, code, place, years)
    key = ("suggestion", *about, known.codes, rules.is_number(unit), get_language())
    return remembered(key, lambda: _suggestion(known, code, place, years, unit))


def _suggestion(
    known: Ground, code: str, place: str, years: tuple[int, int] | None, unit: str
) -> Suggestion | None:
    definition = by_code().get(code)
    if definition is None or not definition.available:
        return None
    level = known.places.level(place) or MUNICIPALITY
    if definition.kind == PERCEPTION:
        return _answered(answer_of(known, definition, place, level), years)
    view = line_of(known, definition, place, level)
    return _counted(view, years, number=rules.is_number(unit)) if view else None


def _answered(view: SurveyView | None, years: tuple[int, int] | None) -> Suggestion | None:
    if view is None:
        return None
    wanted = range(years[0], years[1] + 1) if years else None
    fitting = [
        item for item in view.readings if item.known and (wanted is None or _year(item) in wanted)
    ]
    if not fitting:
        return None
    unit = words.chosen(view.definition.unit, view.definition.unit_en)
    return _made(fitting[-1], 1, unit, view.definition.decimals, view.deliveries)


def _counted(view: SeriesView, years: tuple[int, int] | None, *, number: bool) -> Suggestion | None:
    found = _asked_years(view, years) if years else _newest_years(view)
    if found is None:
        return None
    reading, n = found
    if number and reading.count is not None:
        return _made(_as_number(reading, n), n, "", 0, view.deliveries)
    decimals = fitting_decimals([reading.rate])
    return _made(reading, n, words.unit(view.denominator), decimals, view.deliveries)


def _newest_years(view: SeriesView) -> tuple[Reading, int] | None:
    """The newest years that are final and mean the same; provisional ones when there is nothing
    else."""
    final = [at for at, item in enumerate(view.readings) if item.known and not item.provisional]
    until = final[-1] + 1 if final else len(view.readings)
    return reading_rules.pooled(view.readings[:until], view.segments)


def _asked_years(view: SeriesView, years: tuple[int, int]) -> tuple[Reading, int] | None:
    periods = [item.period for item in view.readings if years[0] <= _year(item) <= years[1]]
    if len(periods) != years[1] - years[0] + 1:
        return None
    found = reading_rules.pooled_over(view.readings, periods)
    return (found, len(periods)) if found else None


def _as_number(item: Reading, n: int) -> Reading:
    """The mean number of cases a year, in the place of the rate."""
    share = (item.denominator or 0) / reading_rules.PER / n
    limits = [None if end is None else end * share for end in (item.low, item.high)]
    kept = {name: getattr(item, name) for name in item.__dataclass_fields__}
    kept |= {"rate": (item.count or 0) / n, "low": limits[0], "high": limits[1]}
    return Reading(**kept)


def _made(
    item: Reading, n: int, unit: str, decimals: int, refs: Sequence[DeliveryRef]
) -> Suggestion:
    last = _year(item)
    newest = max(refs, key=_at, default=None)
    return Suggestion(
        value=_rounded(item.rate or 0.0, decimals),
        low=None if item.low is None else _rounded(item.low, decimals),
        high=None if item.high is None else _rounded(item.high, decimals),
        first=last - n + 1,
        last=last,
        unit=unit,
        source=_source(newest),
        deliveries=tuple(sorted(ref.id for ref in refs)),
        at=_at(newest) if newest else localdate(),
    )


def _year(item: Reading) -> int:
    return int(item.period[:4])


def _rounded(value: float, decimals: int) -> Decimal:
    return round(Decimal(repr(value)), decimals)


def _at(ref: DeliveryRef) -> date:
    """Of which day a delivery is: that of its figures, else when it was received."""
    return ref.vintage or localtime(ref.received_at).date()


def _source(ref: DeliveryRef | None) -> str:
    if ref is None:
        return ""
    about = {"publisher": ref.publisher, "title": f"{ref.table_id} {ref.title}".strip()}
    return (
        _("%(publisher)s, %(title)s, stand van %(day)s")
        % {**about, "day": date_format(_at(ref), "j F Y")}
    )[:200]


# --- keeping what it was read from, and what became of it -----------------------------------------


def basis_of(found: Suggestion, code: str, area: str) -> dict[str, Any]:
    """What a baseline was read from, in values that fit in JSON."""
    return {
        "value": f"{found.value:f}",
        "low": None if found.low is None else f"{found.low:f}",
        "high": None if found.high is None else f"{found.high:f}",
        "from": found.first,
        "to": found.last,
        "indicator": code,
        "area": area,
        "deliveries": list(found.deliveries),
        "taken": found.at.isoformat(),
    }


def same_basis(basis: Mapping[str, Any], row: Objective) -> bool:
    """Whether a baseline is still the one that was read: nobody typed another."""
    code = row.indicator.code if row.indicator else ""
    read = (basis.get("indicator"), basis.get("area"), basis.get("from"), basis.get("to"))
    if not basis or row.baseline is None:
        return False
    same = read == (code, row.area_code, row.baseline_from, row.baseline_to or row.baseline_from)
    return same and Decimal(str(basis.get("value"))) == row.baseline


def basis_for(known: Ground, row: Objective, before: Mapping[str, Any]) -> dict[str, Any]:
    """What the baseline of an objective was read from: as it was kept when it is still that one,
    else the picture of today when that says the same; {} when somebody typed it."""
    if same_basis(before, row):
        return dict(before)
    code = row.indicator.code if row.indicator else ""
    first, last = row.baseline_from, row.baseline_to or row.baseline_from
    if not code or first is None or last is None or last < first:
        return {}
    at = known.of(row.municipality)
    found = suggestion(at, code, row.area_code, (first, last), row.unit)
    made = basis_of(found, code, row.area_code) if found else {}
    return made if made and same_basis(made, row) else {}


def revision(known: Ground, row: Objective) -> Revision | None:
    """What became of the figures under an objective; None when all is as it was. No queries."""
    if row.indicator is None:
        return None
    definition = by_code().get(row.indicator.code)
    basis = row.baseline_basis if same_basis(row.baseline_basis, row) else {}
    taken = date.fromisoformat(basis["taken"]) if basis.get("taken") else None
    if definition is None or not definition.available:
        return Revision("withdrawn", row.baseline, taken)
    if not basis:
        return None
    years = (int(basis["from"]), int(basis["to"]))
    at = known.of(row.municipality)
    now = suggestion(at, row.indicator.code, row.area_code, years, row.unit)
    if now is None:
        return Revision("gone", row.baseline, taken)
    if now.value == row.baseline:
        return None
    return Revision("revised", row.baseline, taken, now.value, now.at)
