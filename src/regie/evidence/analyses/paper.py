"""A frozen analysis as a document: the same value becomes a web page, PDF, Word and ODT.

Everything comes from the frozen values and the language; no clock and no database is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from regie.evidence.analyses import trend
from regie.evidence.analyses.proposals import pairs_of
from regie.evidence.findings import detail, rules
from regie.evidence.findings.models import Confidence, FindingKind
from regie.evidence.findings.telling import Names
from regie.foundation.cycles.models import LessonKind
from regie.ui.charts import draw_trend
from regie.ui.formats import period
from regie.ui.paper import (
    Block,
    BulletList,
    Callout,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Section,
    SourceLine,
    Text,
    as_paper,
    paragraphs,
    strong,
    table,
    text,
)

Frozen = Mapping[str, Any]


def paper_of(frozen: Frozen, language: str = "nl") -> Paper:
    """The document of a frozen analysis, or of a draft that was not published yet."""
    with override(language):
        return _Writer(frozen, language).paper()


def day_of(frozen: Frozen) -> date:
    """The day it was published; of a draft the day of its newest delivery."""
    if frozen["published"]:
        return date.fromisoformat(frozen["published"]["day"])
    days = [item["vintage"] or item["received"] for item in frozen["deliveries"]]
    return date.fromisoformat(max(days, default="2000-01-01"))


class _Writer:
    """One document being written, in the language that is active."""

    def __init__(self, frozen: Frozen, language: str) -> None:
        self.frozen, self.language = frozen, language
        self.findings: Sequence[Frozen] = frozen["findings"]
        areas = {a["code"]: a["name"] for item in self.findings for a in item["areas"]}
        town = frozen["municipality"]
        self.names = Names(town["name"], town["code"], self.said(frozen["country"]), areas)

    def said(self, told: Mapping[str, str]) -> str:
        """Frozen words in this language; Dutch when it was not frozen."""
        return told.get(self.language, told["nl"])

    def many(self, told: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """Frozen sentences in this language."""
        return told.get(self.language, told["nl"])

    def paper(self) -> Paper:
        """The chapters in order: first what was learned, last what everything rests on."""
        frozen = self.frozen
        status = _("Gepubliceerd") if frozen["published"] else _("Concept")
        chapters = (
            (_("Wat leerden we van de vorige periode?"), self.lessons()),
            (_("In het kort"), self.summary()),
            (_("Wat veranderde sinds de vorige analyse?"), self.changes()),
            (_("Waar gaat deze analyse over?"), self.scope()),
            (_("Hoe lees ik dit?"), self.guide()),
            *self.fields(),
            (_("Over de cijfers"), self.quality()),
            (_("Begrippen"), self.glossary()),
        )
        made = ((title, tuple(blocks)) for title, blocks in chapters)
        return Paper(
            title=frozen["title"],
            organisation=_("Gemeente %(name)s") % {"name": frozen["municipality"]["name"]},
            date=day_of(frozen),
            sections=tuple(Section(title, blocks) for title, blocks in made if blocks),
            subtitle=frozen["cycle"],
            status=_("%(status)s, nummer %(number)s")
            % {"status": status, "number": frozen["number"]},
            language=self.language,
            sources=tuple(self.sources()),
        )

    # --- before the findings ----------------------------------------------------------------------

    def lessons(self) -> Iterator[Block]:
        """The evaluation and the lessons: an analysis opens with them."""
        yield from paragraphs(self.frozen["evaluation"])
        for kind in LessonKind:
            items = [x for x in self.frozen["lessons"] if x["kind"] == kind.value]
            if items:
                yield Heading(str(kind.label).capitalize())
                yield BulletList(tuple(map(_lesson, items)))
        if not self.frozen["evaluation"] and not self.frozen["lessons"]:
            yield Paragraph(text(_("Er zijn geen lessen van de vorige periode opgeschreven.")))

    def summary(self) -> Iterator[Block]:
        """What the council should remember, then every finding in one line."""
        yield from paragraphs(self.frozen["introduction"])
        if self.frozen["conclusion"]:
            yield Heading(_("Aandachtspunten voor de raad"))
            yield from paragraphs(self.frozen["conclusion"])
        yield Heading(_("De bevindingen op een rij"))
        for name, themes in self._by_field():
            lines = [text(self.said(f["headline"])) for _t, items in themes for f in items]
            if lines:
                yield Heading(name, 3)
                yield BulletList(tuple(lines))

    def changes(self) -> Iterator[Block]:
        """The previous analysis beside this one, with both sentences; nothing without one."""
        turns = {
            "new": _("nieuw"),
            "words": _("conclusie veranderd"),
            "numbers": _("zelfde conclusie, andere getallen"),
            "same": _("niets veranderd"),
            "gone": _("staat er niet meer in"),
        }
        rows = [
            (
                self.said((item["after"] or item["before"])["headline"]),
                turns[item["turn"]],
                *map(self._told, (item["before"], item["after"])),
            )
            for item in self.frozen["changes"]
        ]
        if rows:
            head = (_("Bevinding"), _("Wat veranderde?"), _("Vorige analyse"), _("Deze analyse"))
            yield table(_("De vorige en deze analyse naast elkaar"), head, rows)

    def _told(self, item: Frozen | None) -> str:
        return " ".join(self.many(item["told"])) if item else "–"

    def scope(self) -> Iterator[Block]:
        """What is in, what is out and why, and which sources were not used."""
        yield from paragraphs(self.frozen["scope"]["text"])
        within: dict[str, list[str]] = {}
        without = []
        for item in self.frozen["themes"]:
            name, home = self.said(item["name"]), self.said(item["field_name"])
            if item["included"]:
                words = f"{name} ({item['why']})" if item["why"] else name
                within.setdefault(home, []).append(words)
            else:
                without.append((name, home, item["why"]))
        if within:
            yield Heading(_("Thema's in deze analyse"))
            lines = ((home, text("; ".join(names))) for home, names in within.items())
            yield DefinitionList(tuple(Definition(home, said) for home, said in lines))
        if without:
            head = (_("Thema"), _("Veld"), _("Waarom"))
            yield table(_("Thema's die niet meedoen"), head, without)
        if self.frozen["scope"]["not_used"]:
            rows = [(item["source"], item["why"]) for item in self.frozen["scope"]["not_used"]]
            about = _("Bronnen die niet zijn gebruikt")
            yield table(about, (_("Bron"), _("Waarom niet")), rows)

    def guide(self) -> Iterator[Block]:
        """How to read it, in plain words."""
        yield from paragraphs(unescape(render_to_string("analyses/paper/guide.txt")))

    # --- the findings -----------------------------------------------------------------------------

    def _by_field(self) -> list[tuple[str, list[tuple[Frozen, list[Frozen]]]]]:
        """Fields with their themes that are in, each with its findings, in order."""
        fields: dict[str, list[tuple[Frozen, list[Frozen]]]] = {}
        for theme in self.frozen["themes"]:
            items = [f for f in self.findings if f["theme"] == theme["code"]]
            if theme["included"] or items:
                fields.setdefault(self.said(theme["field_name"]), []).append((theme, items))
        return list(fields.items())

    def fields(self) -> Iterator[tuple[str, Iterator[Block]]]:
        """A chapter per field."""
        for name, themes in self._by_field():
            yield name, self._field(themes)

    def _field(self, themes: list[tuple[Frozen, list[Frozen]]]) -> Iterator[Block]:
        for theme, items in themes:
            yield Heading(self.said(theme["name"]))
            yield from paragraphs(self.frozen["stories"].get(theme["code"], ""))
            if not items:
                yield Paragraph(text(_("Hierover is geen bevinding bevestigd.")))
            for item in items:
                yield from self._finding(item)
            yield from self._perceived(theme["code"])
            yield from self._street(theme["code"])

    def _finding(self, item: Frozen) -> Iterator[Block]:
        yield Heading(self.said(item["headline"]), 3)
        told = self.many(item["told"])
        if told:
            yield Paragraph(text(" ".join(told)))
        yield from self._figure(item)
        verdict = rules.verdict_from(item["verdict"])
        if verdict.places:
            yield as_paper(detail.places_table(verdict.places, self.names))
        if self.many(item["evidence"]):
            about = ", ".join(self.many(item["evidence"]))
            yield Paragraph(text(_("Dit zeggen ook: %(names)s.") % {"names": about}))
        if item["merged"]:
            yield Paragraph(text(_("Hierin meegenomen:")))
            yield BulletList(tuple(text(self.said(merged)) for merged in item["merged"]))
        yield from paragraphs(item["story"])
        yield from self._under(item)

    def _figure(self, item: Frozen) -> Iterator[Block]:
        """The line over time, under the first finding that needs it."""
        kinds = {FindingKind.LEVEL.value, FindingKind.CHANGE.value}
        same = [f for f in self.findings if f["indicator"] == item["indicator"]]
        first = next((f for f in same if f["kind"] in kinds), None)
        line = self.frozen["trends"].get(item["indicator"])
        if line is None or first is not item:
            return
        name, headline = self.said(item["name"]), self.said(item["headline"])
        said = " ".join(self.many(item["told"])) or headline
        chart = trend.chart(line, name, self.names.town, self.names.country, said)
        drawn = draw_trend(chart)
        yield Figure(drawn.wide, headline, said, narrow=drawn.narrow, source=self._tables(item))

    def _under(self, item: Frozen) -> Iterator[Block]:
        """How sure it is and where it comes from, in small letters."""
        sure = dict(Confidence.choices).get(item["confidence"], "")
        parts = [
            _("Zekerheid: %(sure)s.") % {"sure": sure} if sure else "",
            _("Andere bronnen: %(sources)s") % {"sources": item["other_sources"]}
            if item["other_sources"]
            else "",
            _("Niet gebruikt: %(sources)s") % {"sources": item["not_used"]}
            if item["not_used"]
            else "",
        ]
        linked = [o for o in self.frozen["street"] if o["pk"] in item["observations"]]
        if linked:
            titles = "; ".join(o["title"] for o in linked)
            parts.append(_("Straatkennis: %(titles)s.") % {"titles": titles})
        if said := " ".join(filter(None, parts)):
            yield Paragraph(text(said))
        if tables := self._tables(item):
            yield SourceLine(text(tables))

    def _tables(self, item: Frozen) -> str:
        """The tables under a verdict by publisher; many editions of one are counted."""
        numbers = item["verdict"]["deliveries"]
        by_publisher: dict[str, list[str]] = {}
        for found in self.frozen["deliveries"]:
            if found["id"] in numbers:
                by_publisher.setdefault(found["publisher"], []).append(found["table"])
        return "; ".join(f"{who}: {_some(names)}" for who, names in by_publisher.items())

    def _perceived(self, theme: str) -> Iterator[Block]:
        """What residents say, also when it says something else than the figures."""
        lines = [
            text(strong(self.said(item["name"])), ": ", " ".join(self.many(item["told"])))
            for item in self.frozen["perceived"]
            if item["theme"] == theme
        ]
        lines += [
            text(strong(item["question"]), ": ", self.said(item["told"]), f" ({item['title']})")
            for item in self.frozen["surveys"]
            if item["theme"] == theme
        ]
        if lines:
            yield Heading(_("Wat bewoners zeggen"), 3)
            yield BulletList(tuple(lines))

    def _street(self, theme: str) -> Iterator[Block]:
        """What partners and officers see, without persons."""
        seen = [item for item in self.frozen["street"] if item["theme"] == theme]
        if seen:
            yield Heading(_("Wat er in de straat is gezien"), 3)
            yield BulletList(tuple(map(_seen, seen)))

    # --- what it rests on -------------------------------------------------------------------------

    def quality(self) -> Iterator[Block]:
        """Doubts about figures, what was not judged, and how was calculated."""
        for item in (f for f in self.findings if not f["theme"]):
            yield Callout("warning", self.said(item["headline"]), _texts(self.many(item["told"])))
        waiting = self.frozen["undecided"]
        if waiting:
            said = ngettext(
                "%(n)s signaal is nog niet beoordeeld en staat niet in deze analyse.",
                "%(n)s signalen zijn nog niet beoordeeld en staan niet in deze analyse.",
                waiting,
            )
            yield Paragraph(text(said % {"n": waiting}))
        if self.frozen["peers"]:
            names = ", ".join(item["name"] for item in self.frozen["peers"])
            yield Paragraph(
                text(_("De vergelijkbare gemeenten zijn: %(names)s.") % {"names": names})
            )
        if version := self.frozen["basis"].get("method_version"):
            yield Paragraph(text(_("Rekenwijze: versie %(version)s.") % {"version": version}))
        rows = [_delivery(item) for item in self.frozen["deliveries"] if item["used"]]
        if rows:
            head = (_("Tabel"), _("Uitgever"), _("Stand"), _("Tot en met"), _("Indeling"))
            yield table(_("De leveringen onder deze analyse"), head, rows)

    def sources(self) -> Iterator[Text]:
        """One line per delivery that was used."""
        for item in self.frozen["deliveries"]:
            if item["used"]:
                day = item["vintage"] or item["received"]
                said = f"{item['publisher']}, {item['table']} {item['title']}, {day}"
                yield text(f"{said} ({item['sha256'][:12]})" if item["sha256"] else said)

    def glossary(self) -> Iterator[Block]:
        """The words that come back on every page."""
        words = pairs_of("analyses/paper/glossary.txt")
        yield DefinitionList(tuple(Definition(term, text(said)) for term, said in words))


def _some(names: Sequence[str], most: int = 3) -> str:
    """ "A, B", or the newest of many and how many more there are."""
    if len(names) <= most:
        return ", ".join(names)
    return _("%(name)s en %(n)s andere tabellen") % {"name": names[-1], "n": len(names) - 1}


def _texts(lines: Sequence[str]) -> tuple[Text, ...]:
    return tuple(text(line) for line in lines if line.strip())


def _lesson(item: Frozen) -> Text:
    return text(f"{item['text']} ({item['source']})" if item["source"] else item["text"])


def _seen(item: Frozen) -> Text:
    where = f" ({item['area_name']}; {item['confidence_name']})"
    return text(strong(item["title"]), where, ": ", item["description"])


def _delivery(item: Frozen) -> tuple[str, ...]:
    return (
        f"{item['table']} {item['title']}",
        item["publisher"] or "–",
        item["vintage"] or item["received"],
        period(item["last_period"]) if item["last_period"] else "–",
        str(item["classification_year"] or "–"),
    )
