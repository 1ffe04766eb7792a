"""The frozen report of a start meeting as a document: web page, PDF, Word and ODT."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.foundation.accounts.languages import chosen
from regie.policy.attention import ATTENTION
from regie.ui.paper import (
    Block,
    BulletList,
    Paper,
    Paragraph,
    Section,
    paragraphs,
    strong,
    table,
    text,
)

Frozen = Mapping[str, Any]


def paper_of(frozen: Frozen, language: str = "nl") -> Paper:
    """The document of a frozen report in a language."""
    with override(language):
        return _Writer(frozen, language).paper()


class _Writer:
    """One document being written, in the language that is active."""

    def __init__(self, frozen: Frozen, language: str) -> None:
        self.frozen, self.language = frozen, language

    def said(self, told: Mapping[str, str]) -> str:
        return told.get(self.language, told["nl"])

    def paper(self) -> Paper:
        texts = self.frozen["texts"]
        chapters = (
            (_("De bijeenkomst"), self.meeting()),
            (_("Wat we samen zien"), paragraphs(texts["shared_view"])),
            (_("Wat partners zien op straat"), self.sightings()),
            (_("Wat partners laten voorgaan"), self.tiers()),
            (_("Samenwerking"), self.cooperation()),
            (_("Hoe we verdergaan"), paragraphs(texts["next_steps"])),
        )
        made = ((title, tuple(blocks)) for title, blocks in chapters)
        return Paper(
            title=_("Verslag van de startbijeenkomst"),
            subtitle=self.frozen["cycle"],
            organisation=_("Gemeente %(name)s") % {"name": self.frozen["municipality"]["name"]},
            date=date.fromisoformat(self.frozen["day"]),
            sections=tuple(Section(title, blocks) for title, blocks in made if blocks),
            status=_("Verslag, nummer %(number)s") % {"number": self.frozen["number"]},
            language=self.language,
        )

    def meeting(self) -> Iterator[Block]:
        day = date_format(date.fromisoformat(self.frozen["day"]), "j F Y")
        about = {"day": day, "place": self.frozen["place"]}
        yield Paragraph(text(_("De bijeenkomst was op %(day)s. Plaats: %(place)s.") % about))
        yield from paragraphs(self.frozen["purpose"])
        yield from self._list(_("Aanwezig"), self.frozen["present"])
        yield from self._list(_("Afwezig"), self.frozen["absent"])
        yield from self._list(_("Agenda"), self.frozen["agenda"])

    def _list(self, title: str, lines: list[str]) -> Iterator[Block]:
        if lines:
            yield Paragraph(text(strong(f"{title}:")))
            yield BulletList(tuple(text(line) for line in lines))

    def sightings(self) -> Iterator[Block]:
        rows = self.frozen["sightings"]
        if rows:
            yield BulletList(
                tuple(text(strong(row["title"]), f": {row['description']}") for row in rows)
            )

    def tiers(self) -> Iterator[Block]:
        """How many organisations put each theme where, never which."""
        if self.frozen["hidden"]:
            words = _("Te weinig organisaties deden mee om aantallen te noemen.")
            yield Paragraph(text(words))
        rows = [
            (
                self.said(row["name"]),
                str(row["priority"]),
                str(row["strategic"]),
                str(row["maintenance"]),
            )
            for row in sorted(self.frozen["tiers"], key=lambda row: -row["priority"])
        ]
        if rows:
            levels = (chosen(item.name, item.name_en) for item in ATTENTION().levels)
            head = (_("Thema"), *levels)
            about = _("Aantal organisaties per niveau (%(n)s deden mee)")
            caption = about % {"n": self.frozen["organisations"]}
            yield table(caption, head, rows, numeric=(1, 2, 3))

    def cooperation(self) -> Iterator[Block]:
        yield from paragraphs(self.frozen["texts"]["cooperation"])
        missing = [self.said(told) for told in self.frozen["missing"]]
        yield from self._list(_("Deze partners misten we"), missing)
