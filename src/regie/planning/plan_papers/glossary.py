"""The words and abbreviations of a plan with what they mean: only those that it uses."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from regie.planning.plan_papers.shape import Content
from regie.policy.abbreviations import ABBREVIATIONS, AbbreviationItem, TermItem
from regie.ui import prose
from regie.ui.paper import Block, Definition, DefinitionList, Heading, text


def text_of(content: Content) -> str:
    """All that people wrote in the plan, without looks."""
    return "\n".join(_texts(content))


def _texts(content: Content) -> Iterator[str]:
    yield content.plan.title
    for part in content.sections:
        yield prose.plain(part.text)
    for priority in content.priorities:
        yield from (priority.name, priority.why, priority.less)
    for item in content.objectives:
        yield from (item.statement, item.effect, item.measured_by, item.measuring_plan)
        yield from (item.ambition, item.owner, item.holder, *item.means)
    for line in content.logic:
        yield from (line.doing, line.effect, line.because)
    yield from (f"{item.what} {item.cover}" for item in content.means)
    yield from (item.reason for item in content.themes)


def unexplained(content: Content) -> tuple[str, ...]:
    """Abbreviations that the plan uses and nobody explains: not the list, nor the text itself.

    An abbreviation that stands in the own words of the glossary is explained there.
    """
    own = " ".join(part.text for part in content.sections if part.kind == "glossary")
    unknown = ABBREVIATIONS().unknown_in(text_of(content))
    return tuple(word for word in unknown if word not in own)


def blocks(written: Iterable[str], language: str) -> Iterator[Block]:
    """The list of words and the list of abbreviations that occur in what was written."""
    whole = "\n".join(written)
    terms, short = ABBREVIATIONS().terms_in(whole), ABBREVIATIONS().abbreviations_in(whole)
    if terms:
        yield Heading(_("Woorden"))
        pairs = sorted((_term(item, language) for item in terms), key=lambda one: one.term)
        yield DefinitionList(tuple(pairs))
    if short:
        yield Heading(_("Afkortingen"))
        yield DefinitionList(tuple(_abbreviation(item, language) for item in short))


def _term(item: TermItem, language: str) -> Definition:
    english = language == "en"
    meaning = item.meaning_en if english else item.meaning
    return Definition(item.term_en if english else item.term, text(f"{meaning} ({item.source})"))


def _abbreviation(item: AbbreviationItem, language: str) -> Definition:
    """English gives both: the letters stand for the Dutch words."""
    name = f"{item.name} – {item.name_en}" if language == "en" else item.name
    return Definition(item.written, text(f"{name} ({item.source})"))
