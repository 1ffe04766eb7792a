"""What stands on the pages of verdicts: all indicators in a table, and one verdict explained."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.appraisal.rules import Arrow, Assessment, Change, Level, Place, Word
from regie.evidence.indicators.cube import Evidence
from regie.evidence.indicators.definitions import (
    NUISANCE,
    OFFENCE,
    PERCEPTION,
    Definition,
    definitions,
)
from regie.evidence.indicators.geography import geography
from regie.evidence.signals import words as say
from regie.evidence.signals.models import WatchState
from regie.evidence.signals.queries import Standing
from regie.evidence.wording import words
from regie.ui.formats import number
from regie.ui.tables import Cell, Column, Row, Table

Page = dict[str, Any]
ALL, STRIKING = "alles", "opvallend"
BADGES = {
    Word.COMPARABLE: "neutral",
    Word.ATTENTION: "warning",
    Word.DEVIATING: "info",
    Word.TOO_LITTLE: "neutral",
}
ARROWS = {Arrow.UP: "▲", Arrow.DOWN: "▼", Arrow.NONE: ""}


@dataclass(frozen=True)
class Shown:
    """What is looked at: the municipality's address, its figures and its verdicts."""

    gemeente: str
    found: Evidence
    verdicts: Mapping[str, Assessment]

    def link(self, definition: Definition, area: str = "") -> str:
        """The page that explains one verdict."""
        address = reverse("signals:verdict", args=[self.gemeente, definition.slug])
        return of_area(address, area) if area else address


def of_area(address: str, area: str) -> str:
    """The page of a verdict, of one area in the municipality."""
    return f"{address}?gebied={area}"


def overview_page(at: Shown, standing: Standing, name: str, chosen: str) -> Page:
    """All verdicts of the municipality, or only what strikes."""
    known = at.verdicts
    return {
        "name": name,
        "empty": not any(_has_figures(item) for item in known.values()),
        "standing": standing_words(standing),
        "tabs": _tabs(at, chosen),
        "tables": [
            table for kind in (OFFENCE, NUISANCE) if (table := _counted(at, kind, chosen == ALL))
        ],
        "answers": _answers(at, chosen == ALL),
        "striking": chosen != ALL,
        "upload": reverse("sources:upload", args=[at.gemeente]),
    }


def _has_figures(item: Assessment) -> bool:
    """Was there anything to judge? Of a municipality without figures nothing is ordinary."""
    counted = item.level.observed is not None or item.change.recent is not None
    return counted or bool(item.answers or item.places)


def standing_words(standing: Standing) -> Page:
    """How far the watch is, in words and as a number of steps."""
    sentence = {
        WatchState.IDLE: _("De signalen zijn bijgewerkt."),
        WatchState.WAITING: _("Er zijn nieuwe cijfers. De signalen worden zo opnieuw berekend."),
        WatchState.BUSY: _("De signalen worden nu opnieuw berekend."),
        WatchState.FAILED: _("De laatste berekening is mislukt. De oude signalen staan er nog."),
    }[WatchState(standing.state)]
    when = standing.computed_at
    return {
        "sentence": sentence,
        "busy": standing.busy,
        "failed": standing.state == WatchState.FAILED,
        "total": standing.total,
        "percent": 100 * standing.done / standing.total if standing.total else 0,
        "steps": _("%(done)s van %(total)s groepen")
        % {"done": standing.done, "total": standing.total},
        "when": date_format(localtime(when), "j F Y H:i") if when else "",
    }


def _tabs(at: Shown, chosen: str) -> list[Page]:
    here = reverse("signals:overview", args=[at.gemeente])
    return [
        {"label": _("Wat opvalt"), "url": here, "current": chosen != ALL},
        {"label": _("Alle indicatoren"), "url": f"{here}?toon={ALL}", "current": chosen == ALL},
    ]


def _of(at: Shown, kind: str) -> Iterator[tuple[Definition, Assessment]]:
    for item in definitions():
        if item.kind == kind and item.code in at.verdicts:
            yield item, at.verdicts[item.code]


def strikes(item: Assessment) -> bool:
    """Is there anything in it that a person should look at?"""
    own = item.level.told_apart or item.change.arrow is not Arrow.NONE or item.month.flagged
    return (
        own or bool(item.moving_places) or any(p.level.word is Word.DEVIATING for p in item.places)
    )


def _counted(at: Shown, kind: str, everything: bool) -> Table | None:
    chosen = [(d, a) for d, a in _of(at, kind) if everything or strikes(a)]
    if not chosen:
        return None
    caption = {
        OFFENCE: _("Misdrijven"),
        NUISANCE: _("Meldingen van overlast"),
    }[kind]
    columns = (
        Column(_("Indicator")),
        Column(_("Naast vergelijkbare gemeenten"), hint=_("het laatste jaar")),
        Column(_("Ontwikkeling"), hint=_("12 maanden naast de drie jaren ervoor")),
        Column(_("Binnen de gemeente")),
    )
    return Table(caption, columns, tuple(_row(at, d, a) for d, a in chosen))


def _row(at: Shown, definition: Definition, item: Assessment) -> Row:
    return Row(
        (
            Cell(words.name(definition), href=at.link(definition)),
            level_cell(item.level),
            change_cell(item.change),
            Cell(_within(at, item)),
        ),
        key=definition.code,
    )


def level_cell(level: Level) -> Cell:
    """The word, with the two numbers it rests on under it."""
    if level.word is Word.TOO_LITTLE:
        return Cell(say.word(level.word), sub=say.why(level.why))
    sub = _("%(observed)s, verwacht %(expected)s") % {
        "observed": say.amount(level.observed),
        "expected": say.amount(level.expected),
    }
    if not level.told_apart:
        return Cell(say.word(level.word), sub=sub)
    return Cell(badge=say.level_word(level), badge_kind=BADGES[level.word], sub=sub)


def change_cell(change: Change) -> Cell:
    """The arrow or why there is none."""
    if change.expected is None:
        return Cell(_("geen vergelijking"), sub=say.why(change.why))
    text = f"{ARROWS[change.arrow]} {say.short_change(change)}".strip()
    return Cell(text, sub=say.why(change.why))


def _within(at: Shown, item: Assessment) -> str:
    """Which places stand out, at most three by name."""
    places = geography(at.found)
    high = [p for p in item.hot_places if p.level.word is Word.DEVIATING]
    named = dict.fromkeys(p.area for p in (*item.moving_places, *high))
    if not named:
        return "–"
    first = [places.name(code) for code in list(named)[:3]]
    more = len(named) - len(first)
    text = words.listed(first)
    return _("%(places)s en %(n)s andere") % {"places": text, "n": more} if more > 0 else text


def _answers(at: Shown, everything: bool) -> Table | None:
    chosen = [
        (d, a)
        for d, a in _of(at, PERCEPTION)
        if a.answers and (everything or a.gaps or a.answers[0].significant)
    ]
    if not chosen:
        return None
    columns = (Column(_("Vraag")), Column(_("Antwoord")), Column(_("Naast registratie")))
    return Table(
        _("Wat bewoners zeggen"),
        columns,
        tuple(
            Row(
                (
                    Cell(words.name(d), href=at.link(d)),
                    Cell(" ".join(say.answer_sentences(a.answers[0], d, _("De gemeente")))),
                    Cell(_gap(at, a)),
                )
            )
            for d, a in chosen
        ),
    )


def _gap(at: Shown, item: Assessment) -> str:
    names = [geography(at.found).name(gap.area) for gap in item.gaps]
    if not names:
        return "–"
    return _("Lopen uiteen in %(places)s") % {"places": words.listed(names)}


# --- one verdict ---------------------------------------------------------------------------------


def verdict_page(at: Shown, definition: Definition, area: str, name: str) -> Page | None:
    """One verdict explained with its own numbers; None for an area that is not there."""
    item = at.verdicts.get(definition.code)
    own = not area or area == at.found.municipality
    place = None if own or item is None else _place(item, area)
    if item is not None and not own and place is None and not _asked(item, area):
        return None
    places = geography(at.found)
    return {
        "name": name,
        "title": words.name(definition),
        "meaning": words.meaning(definition),
        "area_name": name if own else places.name(area),
        "own": own,
        "empty": item is None,
        "enforcement": definition.reporting == "enforcement",
        "total": definition.total,
        "peers": reverse("methods:peers", args=[at.gemeente]),
        "swings": reverse("methods:estimates", args=[at.gemeente]),
        **(_told(at, definition, item, place, name) if item else {}),
    }


def _place(item: Assessment, area: str) -> Place | None:
    return next((place for place in item.places if place.area == area), None)


def _asked(item: Assessment, area: str) -> bool:
    return any(answer.area == area for answer in item.answers)


def _told(
    at: Shown, definition: Definition, item: Assessment, place: Place | None, name: str
) -> Page:
    """The parts of the explanation, each a heading with sentences."""
    level, change = (place.level, place.change) if place else (item.level, item.change)
    places = geography(at.found)
    about = places.name(place.area) if place else name
    local = place is not None
    return {
        "level": {
            "word": say.level_word(level),
            "badge": BADGES[level.word],
            "sentences": say.level_sentences(level, definition, about, local=local),
        },
        "change": {
            "arrow": ARROWS[change.arrow],
            "word": say.arrow(change.arrow),
            "why_title": _("Waarom een pijl?")
            if change.arrow is not Arrow.NONE
            else _("Waarom geen pijl?"),
            "sentences": say.why_no_arrow(change, definition, about),
            "lines": say.two_lines(change) if change.expected is not None else [],
            "net": say.net_sentence(change, _(places.country_name)),
        },
        "pace": [] if local else say.pace_sentences(item, definition),
        "place": say.place_sentence(place, about) if place else "",
        "concentration": "" if local else say.concentration_sentence(item.concentration),
        "answers": [
            say.answer_sentences(answer, definition, places.name(answer.area))
            for answer in item.answers
        ],
        "gaps": [
            {"area": places.name(gap.area), "sentence": say.gap_sentence(gap.kind)}
            for gap in item.gaps
        ],
        **({} if local else _places_tables(at, definition, item)),
    }


def _places_tables(at: Shown, definition: Definition, item: Assessment) -> Page:
    """The places that strike, and all of them."""
    # The highest first: who has time for three places looks at those.
    highest = sorted(item.places, key=lambda place: -(place.smoothed or 0))
    striking = tuple(place for place in highest if place.strikes)
    everywhere = _("Alle wijken en buurten")
    return {
        "striking_places": _places_table(at, definition, striking, _("Plekken die opvallen")),
        "all_places": _places_table(at, definition, item.places, everywhere),
    }


def _places_table(
    at: Shown, definition: Definition, shown: tuple[Place, ...], caption: str
) -> Table | None:
    if not shown:
        return None
    names = geography(at.found)
    address, kinds = at.link(definition), {p.kind for p in shown}
    levels = {kind: words.level(kind) for kind in kinds}
    columns = (
        Column(_("Gebied")),
        Column(_("Naast de hele gemeente"), hint=_counted_years(shown)),
        Column(_("Keer het cijfer van de gemeente"), numeric=True),
        Column(_("Ontwikkeling")),
    )
    rows = tuple(
        Row(
            (
                Cell(names.name(p.area), href=of_area(address, p.area), sub=levels[p.kind]),
                level_cell(p.level),
                Cell(number(p.smoothed, 2), sub=_interval(p)),
                change_cell(p.change),
            ),
            key=p.area,
        )
        for p in shown
    )
    return Table(caption, columns, rows)


def _counted_years(shown: tuple[Place, ...]) -> str:
    """Over how many years the counts are: three at most, fewer where there are no more."""
    years = max(place.level.years for place in shown)
    return ngettext("aantal in %(n)s jaar", "aantal in %(n)s jaar samen", years) % {"n": years}


def _interval(place: Place) -> str:
    if place.smoothed_low is None or place.smoothed_high is None:
        return ""
    return _("%(low)s tot %(high)s") % {
        "low": number(place.smoothed_low, 2),
        "high": number(place.smoothed_high, 2),
    }


# --- in short, for the page of an indicator ------------------------------------------------------


def in_short(at: Shown, definition: Definition, area: str) -> Page | None:
    """The verdict in a few lines; None when there is none for this area."""
    item = at.verdicts.get(definition.code)
    own = not area or area == at.found.municipality
    place = None if item is None or own else _place(item, area)
    if item is None:
        return None
    link = at.link(definition, "" if own else area)
    if item.answers:
        return _answered(at, definition, item, area or at.found.municipality, link)
    if not own and place is None:
        return None
    level, change = (place.level, place.change) if place else (item.level, item.change)
    struck = change.arrow is not Arrow.NONE
    beside = _("Naast de hele gemeente") if place else _("Naast vergelijkbare gemeenten")
    return {
        "facts": [
            (beside, say.level_word(level).capitalize(), ""),
            (_("Ontwikkeling"), change_cell(change).text.capitalize(), ""),
        ],
        "sentences": say.two_lines(change) if change.expected is not None else [],
        "href": link,
        "more": _("Waarom een pijl?") if struck else _("Waarom geen pijl?"),
        "gaps": [],
    }


def _answered(
    at: Shown, definition: Definition, item: Assessment, area: str, link: str
) -> Page | None:
    places = geography(at.found)
    answer = next((a for a in item.answers if a.area == area), None)
    if answer is None:
        return None
    return {
        "answers": say.answer_sentences(answer, definition, places.name(area)),
        "gaps": [
            {"area": places.name(gap.area), "sentence": say.gap_sentence(gap.kind)}
            for gap in item.gaps
            if gap.area == area or area == at.found.municipality
        ],
        "href": link,
        "more": _("Bekijk alle antwoorden"),
    }
