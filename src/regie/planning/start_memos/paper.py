"""A frozen start memo as a document: the same value becomes a web page, PDF, Word and ODT."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.planning.start_memos.models import Body, MemoState, Outcome, ReplyOutcome
from regie.ui.paper import (
    Block,
    BulletList,
    Callout,
    Heading,
    Paper,
    Paragraph,
    Section,
    paragraphs,
    strong,
    text,
)

Frozen = Mapping[str, Any]
_DASH = re.compile(r"\s*[–•*-](?:\s+|$)")


def paper_of(frozen: Frozen, language: str = "nl") -> Paper:
    """The document of a frozen memo in a language."""
    with override(language):
        return _Writer(frozen, language).paper()


def written(words: str) -> Iterator[Block]:
    """What a person typed: lines that begin with a dash are a list, all others paragraphs."""
    for dashed, lines in groupby(words.splitlines(), key=lambda line: bool(_DASH.match(line))):
        if not dashed:
            yield from paragraphs("\n".join(lines))
            continue
        items = tuple(text(item) for line in lines if (item := _DASH.sub("", line).strip()))
        if items:
            yield BulletList(items)


class _Writer:
    """One document being written, in the language that is active."""

    def __init__(self, frozen: Frozen, language: str) -> None:
        self.frozen, self.language = frozen, language

    def said(self, told: Mapping[str, str]) -> str:
        return told.get(self.language, told["nl"])

    def paper(self) -> Paper:
        cycle, day = self.frozen["cycle"], date.fromisoformat(self.frozen["day"])
        chapters = [
            (self.said(part["name"]), tuple(self.part(part))) for part in self.frozen["parts"]
        ]
        chapters.append((_("Reacties van raadsleden"), tuple(self.remarks())))
        chapters.append((_("Besluiten"), tuple(self.decisions())))
        state = dict(MemoState.choices).get(self.frozen["moment"], "")
        return Paper(
            title=_("Startnotitie"),
            subtitle=cycle["name"],
            organisation=_("Gemeente %(name)s") % {"name": self.frozen["municipality"]["name"]},
            date=day,
            sections=tuple(Section(title, blocks) for title, blocks in chapters if blocks),
            status=_("%(state)s, uitgave %(number)s")
            % {"state": str(state).capitalize(), "number": self.frozen["number"]},
            language=self.language,
        )

    def part(self, part: Frozen) -> Iterator[Block]:
        for row in part["questions"]:
            yield Heading(self.said(row["name"]))
            if row["choice"]:
                yield Paragraph(text(strong(self.said(row["question"]))))
                name = self.said(row["choice"]["name"])
                yield Paragraph(text(_("Voorstel van het college: %(choice)s.") % {"choice": name}))
            yield from written(row["text"] or _("Nog niet beantwoord."))
            if row["council"]:
                yield self.council(row["council"])

    def council(self, answer: Frozen) -> Block:
        chosen = answer["choice"]
        title = self.said(chosen["name"]) if chosen else _("De raad koos hierin niet")
        words = tuple(each.text for each in paragraphs(answer["text"]))
        return Callout("info", _("De raad: %(choice)s") % {"choice": title}, words)

    def remarks(self) -> Iterator[Block]:
        """What members of the council said, without their names, and what was done with it."""
        names = {q["code"]: q["name"] for part in self.frozen["parts"] for q in part["questions"]}
        outcomes = dict(ReplyOutcome.choices)
        lines = []
        for row in self.frozen["remarks"]:
            name = self.said(names[row["question"]]) if row["question"] in names else ""
            done = f"{str(outcomes[row['outcome']]).capitalize()}. " if row["outcome"] else ""
            reply = f"{done}{row['reply']}" or _("Nog geen antwoord.")
            lines.append(
                text(strong(f"{name}: "), f"{row['text']} ", strong(_("Antwoord: ")), reply)
            )
        if lines:
            yield BulletList(tuple(lines))

    def decisions(self) -> Iterator[Block]:
        bodies, outcomes = dict(Body.choices), dict(Outcome.choices)
        for row in self.frozen["decisions"]:
            about = {
                "day": date_format(date.fromisoformat(row["day"]), "j F Y"),
                "body": bodies[row["body"]],
                "what": outcomes[row["outcome"]],
            }
            line = _("%(day)s: %(body)s %(what)s.") % about
            number = _("Besluitnummer: %(number)s.") % row if row["number"] else ""
            yield Paragraph(text(f"{line} {number}".strip()))
