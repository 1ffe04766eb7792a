"""The objectives of a plan on paper: all in one table, and each with what it rests on."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from regie.planning.plan_papers import words
from regie.planning.plan_papers.shape import Critique, Objective, said
from regie.ui.paper import (
    Block,
    BulletList,
    Callout,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Paragraph,
    Table,
    Text,
    from_data,
    strong,
    table,
    text,
)


def overview(items: Sequence[Objective], caption: str, language: str) -> Table:
    """All objectives with baseline, target and who is responsible; the sources come beneath.

    Which source is of which objective stands with each of them.
    """
    head = (_("Doel"), _("Nulmeting"), _("Streefwaarde"), _("Verantwoordelijk"))
    rows = [
        (
            item.statement,
            words.baseline(item.baseline, words.unit_of(item, language)),
            words.target(item, words.unit_of(item, language)),
            item.owner or "–",
        )
        for item in items
    ]
    named = [words.source_of(item.baseline, item, language) for item in items]
    return table(
        caption, head, rows, source="; ".join(dict.fromkeys(name for name in named if name))
    )


def each(items: Sequence[Objective], language: str, *, draft: bool) -> Iterator[Block]:
    """Every objective with how it is measured, with what, what is said of it, and its course.

    What a critical reader says and nobody answered is for a `draft` only. Headings of level 4
    are not in the list of contents, which sixty objectives would make endless.
    """
    if items:
        yield Heading(_("Elk doel apart"), 3)
    for item in items:
        yield Heading(item.statement, 4)
        yield DefinitionList(tuple(_facts(item, language)))
        yield from _remarks(item.critiques, language, draft=draft)
        yield from _course(item, language)


def _facts(item: Objective, language: str) -> Iterator[Definition]:
    for term, meaning in _pairs(item, language):
        if meaning:
            yield Definition(term, text(meaning))


def _pairs(item: Objective, language: str) -> Iterator[tuple[str, str]]:
    unit, found = words.unit_of(item, language), item.baseline
    yield _("Maatschappelijk effect"), item.effect
    yield _("Wat meten wij?"), words.measured(item, language)
    if item.indicator:
        yield _("Wat telt mee?"), said(item.indicator.definition, language)
    yield _("Hoe en wanneer?"), item.measuring_plan
    yield _("Nulmeting"), words.baseline(found, unit)
    yield _("Bron"), "; ".join(_sources(item, language))
    yield _("Streefwaarde"), words.target(item, unit)
    yield _("Ambitie op langere termijn"), item.ambition
    yield _("Verantwoordelijk"), item.owner
    yield _("Portefeuillehouder"), item.holder
    yield _("Middelen"), "; ".join(item.means)


def _sources(item: Objective, language: str) -> list[str]:
    named = words.source_of(item.baseline, item, language)
    known = item.baseline.deliveries if item.baseline else ()
    return [part for part in (named, *map(_delivery, known)) if part]


def _delivery(name: str) -> str:
    """A delivery as it was kept: by its number, or already in words."""
    return _("levering %(n)s") % {"n": name} if name.isdigit() else name


def _remarks(found: Sequence[Critique], language: str, *, draft: bool) -> Iterator[Block]:
    """What is said of an objective: with the reason why it stands, and in a draft what is open."""
    answered = tuple(_answered(item, language) for item in found if item.override)
    if answered:
        yield Callout("info", _("Kanttekening bij dit doel"), answered)
    still = tuple(text(said(item.words, language)) for item in found if not item.override)
    if draft and still:
        yield Callout("warning", _("Hier is nog geen antwoord op"), still)


def _answered(item: Critique, language: str) -> Text:
    return text(
        said(item.words, language), " ", strong(_("Waarom wij dit zo laten:")), f" {item.override}"
    )


def _course(item: Objective, language: str) -> Iterator[Block]:
    if item.course is None:
        return
    if expected := said(item.course.words, language):
        yield Paragraph(text(strong(_("Verwachting:")), f" {expected}"))
    if drawn := item.course.drawn(language):
        yield from_data(Figure, drawn)


def effects(items: Sequence[Objective]) -> Iterator[Block]:
    """The societal effects above the objectives, each once."""
    found = list(dict.fromkeys(item.effect for item in items if item.effect))
    if len(found) == 1:
        yield Paragraph(text(found[0]))
    elif found:
        yield BulletList(tuple(map(text, found)))


def sources(items: Sequence[Objective], language: str) -> list[str]:
    """Every source under a value, with the deliveries it was read from."""
    return ["; ".join(found) for item in items if (found := _sources(item, language))]
