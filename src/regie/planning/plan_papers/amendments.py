"""What changed at the table, on paper: each amendment with what became of it and its words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from regie.planning.plan_decisions.models import AmendmentOutcome
from regie.planning.plan_papers import words
from regie.planning.plan_papers.shape import Amendment, said
from regie.ui import prose
from regie.ui.paper import Block, Heading, Paragraph, Text, strong, text

TAKEN = frozenset({AmendmentOutcome.ADOPTED.value, AmendmentOutcome.CHANGED.value})
"""Outcomes with which an amendment is in the plan."""


def name(item: Amendment) -> str:
    """An amendment by its number and title."""
    return " ".join(part for part in (item.number, item.title) if part) or _("Amendement")


def became(item: Amendment) -> str:
    """What became of it, in words; an unknown code as it is."""
    return str(dict(AmendmentOutcome.choices).get(item.outcome, item.outcome))


def place(item: Amendment, language: str) -> str:
    """Which part or objective it is about; "" when that was not kept."""
    if line := said(item.line, language):
        return line
    found = said(item.part, language)
    return _("onderdeel: %(name)s") % {"name": found} if found else ""


def told(item: Amendment, language: str, *, level: int) -> Iterator[Block]:
    """An amendment in full under a heading of `level`."""
    yield Heading(name(item), level)
    day = words.day(item.day) if item.day else ""
    about = (became(item).capitalize(), day, item.by, place(item, language))
    yield Paragraph(text(strong(", ".join(part for part in about if part) or "–")))
    if explained := " ".join(prose.plain(item.text).split()):
        yield Paragraph(text(explained))
    yield from (Paragraph(line) for line in changes(item))
    mark = _("Nieuw:") if item.act == "add" else _("Vervalt:")
    for line in said(item.values, language).splitlines():
        yield Paragraph(text(strong(mark), f" {line}"))


def changes(item: Amendment) -> Iterator[Text]:
    """Line by line what stood there and what stands there now; lines that stayed are left out."""
    for change in prose.difference(item.old, item.new):
        before = "".join(f.words for f in change.fragments if f.turn != "added").strip()
        after = "".join(f.words for f in change.fragments if f.turn != "removed").strip()
        if change.turn == "added":
            yield text(strong(_("Nieuw:")), f" {after}")
        elif change.turn == "removed":
            yield text(strong(_("Vervalt:")), f" {before}")
        elif change.turn == "changed":
            yield text(strong(_("Was:")), f" {before} ", strong(_("Wordt:")), f" {after}")
