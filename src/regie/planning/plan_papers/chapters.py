"""What a plan prints besides what people wrote: tables, priorities, decisions, sources."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from regie.planning.plan_papers import amendments, figures, means, objectives, words
from regie.planning.plan_papers.shape import (
    Content,
    Decision,
    Finding,
    Level,
    Logic,
    Objective,
    Part,
    Priority,
    said,
)
from regie.planning.plans.models import PlanState
from regie.ui.paper import (
    Block,
    BulletList,
    Callout,
    Heading,
    Paragraph,
    Section,
    Text,
    link,
    paragraphs,
    strong,
    table,
    text,
)

LAW = "https://wetten.overheid.nl/BWBR0031788"
"""Where the Politiewet 2012 can be read."""


class Prose(Protocol):
    """What a person typed as blocks; the highest heading gets `level`."""

    def __call__(self, typed: str, level: int = 2) -> tuple[Block, ...]:
        """The blocks."""


class Chapters:
    """The generated parts of one plan, in the language that is active."""

    def __init__(self, content: Content, language: str, prose: Prose) -> None:
        self.content, self.language, self.prose = content, language, prose
        self.names = {item.pk: item.name for item in content.priorities}
        self.draft = content.plan.state not in {PlanState.ADOPTED, PlanState.SUPERSEDED}

    def of(self, kind: str) -> Iterator[Block]:
        """What stands behind the own words of a part."""
        if kind == "priorities":
            yield from self._chosen()
        elif kind == "objectives":
            yield from self._objectives()
        elif kind == "other_themes":
            yield from self._others()
        elif kind == "means":
            yield from means.tables(self.content.means, self.names)
        elif kind == "monitoring":
            yield from self._measuring()

    # --- before the parts -------------------------------------------------------------------------

    def guide(self) -> Iterator[Block]:
        """How to read it, whose it is and from when until when, and what the law asks."""
        plan = self.content.plan
        told = {
            "document": words.document_name(self.content),
            "who": words.organisation(self.content),
            "from": words.day(plan.valid_from),
            "to": words.day(words.last_day(self.content)),
        }
        yield Paragraph(text(_("U leest: %(document)s. Het is van: %(who)s.") % told))
        yield Paragraph(text(_("Het plan geldt van %(from)s tot en met %(to)s.") % told))
        if plan.extended_to:
            yield Paragraph(
                text(
                    _("De raad verlengde het plan. Eerst liep het tot en met %(day)s.")
                    % {"day": words.day(plan.valid_to)}
                )
            )
        yield Paragraph(law())
        yield Heading(_("Hoe leest u dit plan?"))
        yield BulletList(tuple(map(text, self._hints())))
        adopted = [item for item in self.content.amendments if item.outcome in amendments.TAKEN]
        if adopted:
            titles = tuple(text(amendments.name(item)) for item in adopted)
            yield Callout("info", _("De raad veranderde dit plan bij de vaststelling"), titles)

    def _hints(self) -> Iterator[str]:
        yield _("Elke prioriteit heeft een eigen hoofdstuk: waarom, welke doelen, welke aanpak.")
        yield _("Bij elk doel staan een nulmeting, een streefwaarde, een datum en de bron.")
        yield _("Onder elke figuur en tabel staat waar de cijfers vandaan komen.")
        yield _("Cijfers zijn van het jaar dat erbij staat; latere cijfers kunnen anders zijn.")
        yield _("Achterin staan woorden en afkortingen met hun betekenis.")

    # --- priorities -------------------------------------------------------------------------------

    def _chosen(self) -> Iterator[Block]:
        if not self.content.priorities:
            return
        head = (_("Prioriteit"), _("Thema's"), _("Aantal doelen"))
        rows = [
            (
                item.name,
                ", ".join(said(theme.name, self.language) for theme in item.themes) or "–",
                str(len(self._goals(item.pk))),
            )
            for item in self.content.priorities
        ]
        yield table(_("De prioriteiten van dit plan"), head, rows, numeric=[2])
        less = [text(strong(f"{x.name}:"), f" {x.less}") for x in self.content.priorities if x.less]
        if less:
            yield Heading(_("Wat krijgt daardoor minder aandacht?"))
            yield BulletList(tuple(less))

    def _goals(self, pk: int | None) -> list[Objective]:
        return [item for item in self.content.objectives if item.priority == pk]

    def priority(self, item: Priority, own: Sequence[Part]) -> Iterator[Block]:
        """A priority: why, effect, objectives, approach, logic and means."""
        goals = self._goals(item.pk)
        yield Heading(_("Waarom is dit een prioriteit?"))
        yield from paragraphs(item.why)
        if item.findings:
            yield Paragraph(text(_("Dit bleek uit de veiligheidsanalyse:")))
            yield BulletList(tuple(self._finding(found) for found in item.findings))
        if any(goal.effect for goal in goals):
            yield Heading(_("Wat merken inwoners ervan?"))
            yield from objectives.effects(goals)
        yield Heading(_("Wat willen wij bereiken?"))
        yield from self._goal_blocks(goals, _("Doelen: %(name)s") % {"name": item.name})
        yield from self._approach(own)
        yield from self._logic([line for line in self.content.logic if line.priority == item.pk])
        own_means = [line for line in self.content.means if line.priority == item.pk]
        if blocks := list(means.of_priority(own_means, self.names)):
            yield Heading(_("Geld en mensen"))
            yield from blocks

    def _finding(self, found: Finding) -> Text:
        source = said(found.source, self.language)
        return text(said(found.headline, self.language), f" ({source})" if source else "")

    def _goal_blocks(self, goals: Sequence[Objective], caption: str) -> Iterator[Block]:
        if not goals:
            yield Paragraph(text(_("Hiervoor is nog geen doel geschreven.")))
            return
        yield objectives.overview(goals, caption, self.language)
        yield from objectives.each(goals, self.language, draft=self.draft)

    def _approach(self, own: Sequence[Part]) -> Iterator[Block]:
        for part in own:
            title = said(part.title, self.language) or _("Aanpak op hoofdlijnen")
            yield Heading(f"{title} ({part.municipality})" if part.municipality else title)
            yield from self.prose(part.text, level=3)

    def _logic(self, lines: Sequence[Logic]) -> Iterator[Block]:
        if not lines:
            return
        yield Heading(_("Waarom zou dit werken?"))
        head = (
            _("Als wij dit doen"),
            _("dan gebeurt er dit"),
            _("omdat"),
            _("Waar blijkt dat uit?"),
        )
        rows = [(line.doing, line.effect, line.because, line.source or "–") for line in lines]
        yield table(_("De beleidstheorie van deze prioriteit"), head, rows)

    # --- other parts ------------------------------------------------------------------------------

    def _objectives(self) -> Iterator[Block]:
        """All objectives together, then those of no single priority in full."""
        if not self.content.objectives:
            return
        caption = _("Alle doelen van dit plan")
        yield objectives.overview(self.content.objectives, caption, self.language)
        if whole := self._goals(None):
            yield Heading(_("Doelen voor het hele plan"))
            yield from objectives.each(whole, self.language, draft=self.draft)

    def _others(self) -> Iterator[Block]:
        for level, title in (
            ("strategic", _("Strategische thema's: deze houden aandacht")),
            ("maintenance", _("Beheersthema's: hier gaat het gewone werk door")),
        ):
            rows = [self._level(item) for item in self.content.themes if item.level == level]
            if rows:
                yield table(title, (_("Thema"), _("Veld"), _("Waarom")), rows)

    def _level(self, item: Level) -> tuple[str, str, str]:
        name, field = said(item.name, self.language), said(item.field, self.language)
        return name, field or "–", item.reason or "–"

    def _measuring(self) -> Iterator[Block]:
        rows = [
            (
                item.statement,
                words.measured(item, self.language) or "–",
                words.source_of(item.baseline, item, self.language) or "–",
                words.day(item.target_date).replace(" ", "\N{NO-BREAK SPACE}", 1)
                if item.target_date
                else "–",
            )
            for item in self.content.objectives
        ]
        if rows:
            head = (_("Doel"), _("Wat meten wij?"), _("Bron"), _("Bereikt op"))
            yield table(_("Hoe elk doel wordt gevolgd"), head, rows)

    # --- behind the parts -------------------------------------------------------------------------

    def decisions(self) -> Iterator[Block]:
        """What bodies decided and what became of the amendments."""
        if self.content.decisions:
            head = (_("Dag"), _("Wie"), _("Besluit"), _("Nummer"), _("Toelichting"))
            rows = [_decision(item) for item in self.content.decisions]
            yield table(_("De besluiten over dit plan"), head, rows)
        if self.content.amendments:
            yield Heading(_("Amendementen"))
            for item in self.content.amendments:
                yield from amendments.told(item, self.language, level=3)

    def sources(self, sections: Iterable[Section]) -> list[str]:
        """Every source that the paper names, once, in order."""
        found = [said(f.source, self.language) for x in self.content.priorities for f in x.findings]
        found += objectives.sources(self.content.objectives, self.language)
        found += [line.source for line in self.content.logic]
        found += [name for section in sections for name in figures.sources(section.blocks)]
        found.append(_("Politiewet 2012, artikel 38b"))
        return list(dict.fromkeys(name for name in found if name))


def law() -> Text:
    """What the law asks, and what it does not."""
    return text(
        _("De raad stelt minstens eens in de vier jaar doelen voor de veiligheid vast."),
        " ",
        _("Dat staat in artikel 38b van de "),
        link(_("Politiewet 2012"), LAW),
        ". ",
        _("De vorm van dit plan kiest de gemeente zelf."),
    )


def _decision(item: Decision) -> tuple[str, ...]:
    who = words.body(item.body)
    named = f"{who} ({item.municipality})" if item.municipality else who
    return (
        words.day(item.day),
        named,
        words.outcome(item.outcome),
        item.number or "–",
        item.text or "–",
    )
