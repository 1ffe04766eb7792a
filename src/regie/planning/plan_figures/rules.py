"""What a figure of a plan is made of, and when it may be taken, renewed or taken out. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regie.foundation.records.engine import gettext_noop as _

TREND, COMPARISON, MAP, FINDING = "trend", "comparison", "map", "finding"
AREAS = "areas"
SLUGS = {
    "lijn": TREND,
    "vergelijking": COMPARISON,
    "gebieden": AREAS,
    "kaart": MAP,
    "bevinding": FINDING,
}
"""The kinds, by their word in an address."""
LONGEST_CAPTION, LONGEST_DESCRIPTION, LONGEST_NOTE = 300, 2_000, 600
MOST = 60

NO_FIGURE = _("Over deze keuze zijn geen cijfers. Kies iets anders uit het beeld.")
TOO_MANY = _("Een plan heeft hoogstens 60 figuren. Haal eerst een andere weg.")
USED = _("Deze figuur staat nog in de tekst. Haal de figuur daar eerst weg.")
NOT_NEWER = _("Er zijn geen nieuwere cijfers voor deze figuur.")
SAME_WORDS = _("U hebt niets veranderd.")
CHANGED_MEANWHILE = _(
    "Iemand anders veranderde deze figuur intussen. Die versie ziet u hier. Wat u typte, staat er"
    " nog. Bewaar nog eens als uw woorden moeten gelden."
)


@dataclass(frozen=True)
class Source:
    """What was chosen from the picture: a kind, the slug of an indicator or the number of a
    finding, for a map the size of its areas, for a line the code of a neighbourhood or district.

    `party` is the code of a municipality of a joint plan, empty for the one that leads it.
    """

    kind: str
    code: str
    level: str = ""
    area: str = ""
    party: str = ""

    def stored(self) -> dict[str, str]:
        """As plain values; what was not chosen is left out."""
        chosen = {"level": self.level, "area": self.area, "party": self.party}
        return {"kind": self.kind, "code": self.code, **{k: v for k, v in chosen.items() if v}}


@dataclass(frozen=True)
class OwnWords:
    """What somebody says of a figure in one language, in the place of what the picture says: the
    conclusion, the words for who cannot see it, and a remark under it. Empty keeps the picture's.
    """

    caption: str = ""
    description: str = ""
    note: str = ""


def source_from(stored: Mapping[str, Any]) -> Source:
    """The source that `Source.stored` gave."""
    more = (stored.get(name, "") for name in ("level", "area", "party"))
    return Source(stored["kind"], stored["code"], *more)


def fingerprint(values: Sequence[Sequence[object]]) -> str:
    """One word for the figures behind a drawing: other figures give another word."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_newer(kept: Mapping[str, Any], values: str | None) -> bool:
    """Whether the picture shows other figures by now (their fingerprint) than were taken in."""
    return values is not None and kept.get("values") != values


def same_figures(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two rows of a number rest on the same figures: then only their words differ."""
    return dict(one) == dict(other)


def changed_words(
    old: Mapping[str, OwnWords], new: Mapping[str, OwnWords]
) -> tuple[tuple[str, str], ...]:
    """What differs between the words of a figure, old and new, in the order of `old`."""
    pairs = (
        (getattr(words, part), getattr(new.get(language, words), part))
        for language, words in old.items()
        for part in ("caption", "description", "note")
    )
    return tuple((was, now) for was, now in pairs if was != now)


NEWER, WITHDRAWN, SAME = "newer", "withdrawn", "same"


def standing(kept: Mapping[str, Any], values: str | None) -> str:
    """How a figure stands beside the picture of now: the same, newer there, or no more there."""
    if values is None:
        return WITHDRAWN
    return NEWER if is_newer(kept, values) else SAME


def code_of(number: int) -> str:
    """What stands in a text in the place of a figure."""
    return f"{{figuur {number}}}"
