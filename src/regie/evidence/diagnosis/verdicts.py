"""The picture in the words of the verdicts; in plain comparisons where there are none yet.

A folder on disk, and a municipality whose figures were not assessed, compare with the country by
intervals. Elsewhere the verdicts speak: beside comparable municipalities, and an arrow only for
what is outside the normal swing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regie.evidence.appraisal.rules import Arrow, Assessment, Word
from regie.evidence.diagnosis.desk import Desk
from regie.evidence.indicators.overview import Entry, FieldView, Picture
from regie.evidence.wording import sentences, words


@dataclass(frozen=True)
class Tally:
    """How many judged indicators have which word, and how many an arrow up or down.

    `lower` counts those that lie below what is ordinary, by their word.
    """

    words: Counter[Word]
    lower: Counter[Word]
    arrows: Counter[Arrow]

    @property
    def compared(self) -> int:
        """Indicators whose level could be compared."""
        return self.words.total() - self.words[Word.TOO_LITTLE]


def verdict_of(at: Desk, item: Entry) -> Assessment | None:
    """The verdict of an indicator; None for surveys and where nothing was assessed."""
    return None if item.survey else at.verdicts.get(item.definition.code)


def tally(at: Desk, items: Iterable[Entry]) -> Tally:
    """Count the verdicts of the indicators that may be judged: no totals, nothing that rises
    with controls.
    """
    found = [
        verdict
        for item in items
        if item.definition.judged and (verdict := verdict_of(at, item)) is not None
    ]
    return Tally(
        Counter(verdict.level.word for verdict in found),
        Counter(v.level.word for v in found if v.level.told_apart and not v.level.higher),
        Counter(verdict.change.arrow for verdict in found),
    )


def field_lines(at: Desk, field: FieldView) -> tuple[str, ...]:
    """What strikes in a field, in at most two lines."""
    if not at.verdicts:
        return sentences.field_lines(field, at.country)
    counted = tally(at, field.entries)
    nothing = _("Geen vergelijking mogelijk")
    if not counted.words:
        return (nothing,) if field.entries else ()
    quiet = _("Alles vergelijkbaar") if counted.compared else nothing
    levels, moves = ", ".join(_levels(counted)), ", ".join(_moves(counted))
    return (levels or quiet, moves or _("Geen pijlen"))


def _levels(counted: Tally) -> list[str]:
    far, near = counted.words[Word.DEVIATING], counted.words[Word.ATTENTION]
    parts = []
    if far:
        text = _("%(n)s duidelijk afwijkend") % {"n": far}
        parts.append(text + _lower(far, counted.lower[Word.DEVIATING]))
    if near:
        text = ngettext("%(n)s aandachtspunt", "%(n)s aandachtspunten", near)
        parts.append(text % {"n": near} + _lower(near, counted.lower[Word.ATTENTION]))
    return parts


def _lower(number: int, lower: int) -> str:
    """That some strike because they are low: who reads "aandachtspunt" thinks of much crime."""
    if not lower:
        return ""
    return " " + (_("(lager)") if lower == number else _("(%(n)s lager)") % {"n": lower})


def _moves(counted: Tally) -> list[str]:
    up, down = counted.arrows[Arrow.UP], counted.arrows[Arrow.DOWN]
    parts = []
    if up:
        parts.append(_("%(n)s gestegen") % {"n": up})
    if down:
        parts.append(_("%(n)s gedaald") % {"n": down})
    return parts


def summary(at: Desk, view: Picture) -> str:
    """The conclusion above the schema: what strikes, of how much that was compared."""
    if not at.verdicts:
        return sentences.summary(view, at.country)
    counted = tally(at, (entry for field in view.fields for entry in field.entries))
    told = [_compared(counted)]
    struck = [*_levels(counted), *_moves(counted)]
    if struck:
        told.append(_("Wat opvalt: %(parts)s.") % {"parts": words.listed(struck)})
    elif counted.compared:
        told.append(_("Niets staat ver af of veranderde meer dan gewoon."))
    return " ".join(told)


def _compared(counted: Tally) -> str:
    if not counted.compared:
        return _("Er zijn nog geen cijfers die met andere gemeenten te vergelijken zijn.")
    return _(
        "Van de %(n)s indicatoren zijn er %(same)s vergelijkbaar met gemeenten die op deze lijken."
    ) % {"n": counted.compared, "same": counted.words[Word.COMPARABLE]}
