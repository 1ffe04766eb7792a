"""What Regie proposes for a new analysis, so that nobody starts from an empty page."""

from collections.abc import Collection, Iterable
from html import unescape

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from regie.evidence.analyses.rules import Choice, NotUsed, Scope


def pairs_of(template: str) -> list[tuple[str, str]]:
    """The lines of a text in the reader's language, each with two parts."""
    said = unescape(render_to_string(template))
    parts = (line.partition("|") for line in said.splitlines() if "|" in line)
    return [(first, second) for first, _mark, second in parts]


def proposed_scope(themes: Iterable[str], found: Collection[str]) -> Scope:
    """Themes with figures or a confirmed finding are in; the others are out with the reason.

    The sources that most municipalities cannot use are named with their usual reason; who has
    them takes the line out.
    """
    usual = pairs_of("analyses/paper/not_used.txt")
    silent = _("Over dit thema zijn nog geen cijfers ingelezen.")
    return Scope(
        themes={code: Choice(code in found, "" if code in found else silent) for code in themes},
        not_used=tuple(NotUsed(source, why) for source, why in usual),
    )
