"""An edition of a proposal as a document: the same value becomes PDF, Word and ODT.

Everything comes from the frozen values and the language; no clock and no database is asked.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from regie.planning.proposals.pages import comparison, told
from regie.ui.paper import (
    Block,
    BulletList,
    Heading,
    Paper,
    Paragraph,
    Section,
    as_paper,
    paragraphs,
    strong,
    text,
)

Frozen = Mapping[str, Any]


def paper_of(frozen: Frozen, language: str = "nl") -> Paper:
    """The document of a frozen proposal."""
    with override(language):
        content = told(frozen)
        chapters = (
            (_("Advies, voorstel en besluit"), (as_paper(comparison(content)),)),
            *((item["name"], tuple(_priority(item))) for item in content["priorities"]),
            (_("Wat krijgt geen voorrang?"), tuple(_others(content))),
            (_("Waar komt dit vandaan?"), tuple(_around(content))),
        )
        decided = _("Besluit van de raad") if content["decided"] else _("Voorstel aan de raad")
        return Paper(
            title=_("Prioriteiten van het veiligheidsbeleid"),
            organisation=_("Gemeente %(name)s") % {"name": content["municipality"]["name"]},
            date=date.fromisoformat(content["made"]["day"]),
            sections=tuple(Section(title, blocks) for title, blocks in chapters if blocks),
            subtitle=content["cycle"],
            author=content["made"]["by"],
            status=_("%(decided)s, editie %(n)s") % {"decided": decided, "n": content["number"]},
            language=language,
        )


def _priority(item: Frozen) -> Iterator[Block]:
    if item["themes_words"]:
        yield Paragraph(text(strong(_("Thema's:")), " ", item["themes_words"]))
    if item["decided_name"]:
        yield Paragraph(text(strong(_("Besloten:")), " ", item["decided_name"]))
    if item["decision_reason"]:
        yield Paragraph(text(item["decision_reason"]))
    yield from paragraphs(item["why"])
    if item["less"]:
        yield Paragraph(text(strong(_("Daardoor minder aandacht:")), " ", item["less"]))
    if item["findings"]:
        yield Heading(_("Rust op"))
        yield BulletList(tuple(text(found["headline"]) for found in item["findings"]))
    if item["said"]:
        yield Heading(_("Inbreng uit de sessie"))
        yield BulletList(tuple(text(_answered(said)) for said in item["said"]))


def _answered(said: Frozen) -> str:
    if not said["label"]:
        return str(said["text"])
    return f"{said['text']} – {said['label']}: {said['answer']}"


def _others(content: Frozen) -> Iterator[Block]:
    for group in content["levels"]:
        lines = [
            text(strong(theme["name"]), f": {theme['reason']} {theme['instead']}".rstrip())
            for theme in group["themes"]
        ]
        if lines:
            yield Heading(group["title"])
            yield BulletList(tuple(lines))


def _around(content: Frozen) -> Iterator[Block]:
    if content["session"]:
        yield Paragraph(text(_("Advies van: %(name)s.") % {"name": content["session"]["name"]}))
    if content["silence_words"]:
        yield Paragraph(text(content["silence_words"]))
    lines = [
        _("Niet afgestemd met %(who)s: %(why)s") % {"who": row["words"], "why": row["reason"]}
        if row["skipped"]
        else _("Afgestemd met %(who)s op %(day)s") % {"who": row["words"], "day": row["on"]}
        for row in content["alignment"]
    ]
    higher = [
        f"{item['name']} ({item['body']}): {item['words']}. {item['reason']}".strip()
        for item in content["higher"]
    ]
    if lines:
        yield BulletList(tuple(text(line) for line in lines))
    if higher:
        yield Heading(_("Wat anderen voorop stellen"))
        yield BulletList(tuple(text(line) for line in higher))
    noted = [f"{item['sentence']} {item['reason']}".strip() for item in content["warnings"]]
    if noted:
        yield Heading(_("Wat hierbij opvalt"))
        yield BulletList(tuple(text(line) for line in noted))
