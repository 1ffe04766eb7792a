"""The papers with which a plan goes past the council: the proposal, and the decision.

The law asks the council for objectives, not for a plan (Politiewet 2012, article 38b): neither
paper says otherwise. A joint plan has a decision for each council.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from regie.planning.plan_papers import amendments, means, objectives, words
from regie.planning.plan_papers.chapters import law
from regie.planning.plan_papers.shape import Content, Council, read, said
from regie.ui import prose
from regie.ui.paper import (
    Block,
    BulletList,
    Definition,
    DefinitionList,
    Heading,
    Paper,
    Paragraph,
    Section,
    paragraphs,
    strong,
    table,
    text,
)

Chapter = tuple[str, Sequence[Block]]
LINE = "…" * 20


def council_proposal(
    content: Mapping[str, Any], language: str = "nl", *, council: str = ""
) -> Paper:
    """The proposal of the executive to the council (raadsvoorstel).

    `council` names the municipality of a joint plan. Raises ValueError when the content is not
    whole.
    """
    with override(language):
        return _Papers(read(content), language, council).proposal()


def council_decision(
    content: Mapping[str, Any], language: str = "nl", *, council: str = ""
) -> Paper:
    """The decision of the council (raadsbesluit): a draft until the council decided.

    `council` names the municipality of a joint plan. Raises ValueError when the content is not
    whole.
    """
    with override(language):
        return _Papers(read(content), language, council).decision()


class _Papers:
    """The papers of one council, in the language that is active."""

    def __init__(self, content: Content, language: str, council: str) -> None:
        self.content, self.language = content, language
        self.town = council or content.plan.municipality.name
        self.decided = words.adoption(content, council)
        self.clerk: Council = content.council
        self.told = {
            "document": words.document_name(content),
            "title": content.plan.title,
            "period": words.period(content),
            "town": self.town,
        }

    def _paper(self, title: str, status: str, chapters: Sequence[Chapter]) -> Paper:
        subject = self.clerk.subject or _("%(document)s %(period)s: %(title)s") % self.told
        return Paper(
            title=title,
            subtitle=subject,
            organisation=_("Gemeente %(name)s") % {"name": self.town},
            date=self.content.made.day,
            author="",
            status=status,
            sections=tuple(Section(name, tuple(blocks)) for name, blocks in chapters if blocks),
            language=self.language,
            layout="letter",
        )

    # --- the proposal -----------------------------------------------------------------------------

    def proposal(self) -> Paper:
        """The chapters in the order in which a council reads."""
        number = self.clerk.number
        status = _("Voorstel %(number)s") % {"number": number} if number else _("Voorstel")
        return self._paper(
            _("Raadsvoorstel"),
            status,
            (
                (_("Over dit voorstel"), list(self._about())),
                (_("Voorgesteld besluit"), [self._proposed()]),
                (_("Waarom dit voorstel?"), list(self._why())),
                (_("Wat stellen wij voor?"), list(self._what())),
                (_("Kanttekeningen"), list(self._doubts())),
                (_("Welke andere keuzes zijn er?"), list(self._alternatives())),
                (_("Wat kost het?"), list(self._costs())),
                (_("Hoe gaat het verder?"), list(self._next())),
                (_("Bijlagen"), [self._attachments()]),
                (_("Ondertekening"), list(self._signed_by_executive())),
            ),
        )

    def _about(self) -> Iterator[Block]:
        meeting = words.day(self.clerk.meeting) if self.clerk.meeting else _("nog niet bekend")
        rows = [
            (_("Onderwerp"), self.clerk.subject or self.content.plan.title),
            (_("Vergadering van de raad"), meeting),
            (_("Portefeuillehouder"), self.clerk.holder or "–"),
            (_("Steller"), words.joined(self.content.plan.authors) or "–"),
        ]
        yield DefinitionList(tuple(Definition(term, text(meaning)) for term, meaning in rows))

    def _points(self) -> list[str]:
        """What the council decides, point by point."""
        if self.clerk.decision:
            return list(self.clerk.decision)
        return [
            _(
                "Vast te stellen: de doelen voor de veiligheid, zoals bedoeld in artikel 38b van "
                "de Politiewet 2012. Zij staan in: %(document)s %(period)s."
            )
            % self.told,
            _("Vast te stellen: %(document)s %(period)s, met de titel “%(title)s”.") % self.told,
            _("Het college te vragen elk jaar te laten zien hoe ver de doelen zijn."),
        ]

    def _proposed(self) -> Block:
        return BulletList(tuple(map(text, self._points())), ordered=True)

    def _why(self) -> Iterator[Block]:
        yield Paragraph(law())
        yield from prose.blocks(self.clerk.motivation)
        until = words.day(words.last_day(self.content))
        yield Paragraph(
            text(_("Met dit plan liggen de doelen vast tot en met %(day)s.") % {"day": until})
        )

    def _what(self) -> Iterator[Block]:
        count = len(self.content.priorities)
        yield Paragraph(
            text(
                ngettext(
                    "Wij stellen %(n)s prioriteit voor.",
                    "Wij stellen %(n)s prioriteiten voor.",
                    count,
                )
                % {"n": count}
            )
        )
        for item in self.content.priorities:
            yield Heading(item.name)
            yield from paragraphs(item.why)
            goals = [goal for goal in self.content.objectives if goal.priority == item.pk]
            if goals:
                caption = _("Doelen: %(name)s") % {"name": item.name}
                yield objectives.overview(goals, caption, self.language)

    def _doubts(self) -> Iterator[Block]:
        """What a critical reader says of an objective, with why it stands."""
        lines = [
            text(strong(goal.statement), f" {said(found.words, self.language)} {found.override}")
            for goal in self.content.objectives
            for found in goal.critiques
            if found.override
        ]
        less = [text(strong(x.name), f": {x.less}") for x in self.content.priorities if x.less]
        if lines or less:
            yield BulletList((*less, *lines))

    def _alternatives(self) -> Iterator[Block]:
        if self.clerk.alternatives:
            yield from prose.blocks(self.clerk.alternatives)
            return
        themes = [
            said(item.name, self.language)
            for item in self.content.themes
            if item.level == "strategic"
        ]
        if themes:
            names = words.joined(themes)
            yield Paragraph(
                text(
                    _("De raad kan andere thema's voorop zetten, zoals: %(names)s.")
                    % {"names": names}
                )
            )
        yield Paragraph(
            text(_("De raad kan doelen, streefwaarden en aanpak veranderen met een amendement."))
        )
        yield Paragraph(
            text(_("De raad kan het voorstel terugsturen. Dan zijn er nog geen nieuwe doelen."))
        )

    def _costs(self) -> Iterator[Block]:
        yield from prose.blocks(self.clerk.finances)
        own = means.totals(self.content.means, region=False)
        region = means.totals(self.content.means, region=True)
        years = sorted({*own, *region})
        if years:
            names = (_("Dit plan"), _("Bijdrage aan de veiligheidsregio"))
            rows = [
                (name, *(words.euro(found[year]) if year in found else "–" for year in years))
                for name, found in zip(names, (own, region), strict=True)
                if found
            ]
            head = (_("Waarvoor"), *map(str, years))
            yield table(_("Geld per jaar"), head, rows, numeric=range(1, 1 + len(years)))
        elif not self.clerk.finances:
            yield Paragraph(text(_("In het plan staan geen bedragen.")))

    def _next(self) -> Iterator[Block]:
        if self.clerk.follow_up:
            yield from prose.blocks(self.clerk.follow_up)
            return
        steps = (
            _("Na het besluit maken wij het plan bekend."),
            _("Het college stelt het jaaruitvoeringsplan vast, samen met de partners."),
            _("De raad ziet elk jaar per doel de nieuwe waarde en wat wij bijstellen."),
            _("Voor het einde van de periode kijken wij terug op het hele plan."),
        )
        yield BulletList(tuple(map(text, steps)))

    def _attachments(self) -> Block:
        usual = (
            _("%(document)s %(period)s, “%(title)s”") % self.told,
            _("Het plan op één bladzijde"),
            _("Ontwerpbesluit van de raad"),
        )
        return BulletList(tuple(map(text, (*usual, *self.clerk.attachments))), ordered=True)

    def _signed_by_executive(self) -> Iterator[Block]:
        yield Paragraph(text(_("Burgemeester en wethouders van %(town)s,") % self.told))
        yield from _lines(_("de secretaris"), _("de burgemeester"))

    # --- the decision -----------------------------------------------------------------------------

    def decision(self) -> Paper:
        """What the council decided, or will be asked to decide."""
        decided, number = self.decided, self.decided.number if self.decided else ""
        if decided is None:
            status = _("Ontwerp")
        elif number:
            status = _("Besluit %(number)s") % {"number": number}
        else:
            status = _("Besluit")
        return self._paper(
            _("Raadsbesluit"),
            status,
            (
                (_("De raad van de gemeente %(town)s") % self.told, list(self._considering())),
                (_("De raad besluit"), [self._proposed()]),
                (_("Amendementen"), list(self._amended())),
                (_("Ondertekening"), list(self._signed_by_council())),
            ),
        )

    def _considering(self) -> Iterator[Block]:
        executive = [
            d
            for d in self.content.decisions
            if d.body == "executive" and self._mine(d.municipality)
        ]
        newest = max(executive, key=lambda item: item.day, default=None)
        told = {"number": self.clerk.number, "day": words.day(newest.day) if newest else ""}
        read_of = _("gelezen het voorstel van burgemeester en wethouders")
        if told["day"]:
            read_of += " " + _("van %(day)s") % told
        if told["number"]:
            read_of += ", " + _("nummer %(number)s") % told
        yield Paragraph(text(f"{read_of};"))
        yield Paragraph(text(_("gelet op artikel 38b van de Politiewet 2012;")))

    def _mine(self, municipality: str) -> bool:
        return municipality in {"", self.town}

    def _amended(self) -> Iterator[Block]:
        """The amendments that were adopted, each with its words; the others by name."""
        mine = [item for item in self.content.amendments if self._mine(item.municipality)]
        taken = [item for item in mine if item.outcome in amendments.TAKEN]
        if taken:
            yield Paragraph(text(_("Deze amendementen zijn aangenomen en staan in het plan:")))
            for item in taken:
                yield from amendments.told(item, self.language, level=2)
        others = [item for item in mine if item.outcome and item not in taken]
        if others:
            yield Heading(_("Niet aangenomen"))
            lines = (f"{amendments.name(item)} ({amendments.became(item)})" for item in others)
            yield BulletList(tuple(map(text, lines)))

    def _signed_by_council(self) -> Iterator[Block]:
        day = self.decided.day if self.decided else self.clerk.meeting
        told = {"day": words.day(day) if day else LINE}
        yield Paragraph(
            text(_("Besloten in de openbare vergadering van de raad op %(day)s.") % told)
        )
        if self.decided is not None and self.decided.number:
            yield Paragraph(text(_("Besluitnummer: %(number)s.") % {"number": self.decided.number}))
        yield from _lines(_("de griffier"), _("de voorzitter"))


def _lines(*who: str) -> Iterator[Block]:
    """Room to sign, with who signs."""
    for name in who:
        yield Paragraph(text(f"{name}: {LINE}"))
