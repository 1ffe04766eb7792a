"""What a figure of a plan is made of, and when it may be taken, renewed or taken out. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regie.foundation.records.engine import gettext_noop as _

TREND, COMPARISON, MAP, FINDING = "trend", "comparison", "map", "finding"
SLUGS = {"lijn": TREND, "vergelijking": COMPARISON, "kaart": MAP, "bevinding": FINDING}
"""The kinds, by their word in an address."""
LONGEST_CAPTION, LONGEST_DESCRIPTION = 300, 2_000
MOST = 60

NO_FIGURE = _("Over deze keuze zijn geen cijfers. Kies iets anders uit het beeld.")
TOO_MANY = _("Een plan heeft hoogstens 60 figuren. Haal eerst een andere weg.")
USED = _("Deze figuur staat nog in de tekst. Haal haar daar eerst weg.")
NOT_NEWER = _("Er zijn geen nieuwere cijfers voor deze figuur.")


@dataclass(frozen=True)
class Source:
    """What was chosen from the picture: a kind, the slug of an indicator or the number of a
    finding, and for a map the size of its areas."""

    kind: str
    code: str
    level: str = ""

    def stored(self) -> dict[str, str]:
        """As plain values."""
        return {"kind": self.kind, "code": self.code, "level": self.level}


def source_from(stored: Mapping[str, Any]) -> Source:
    """The source that `Source.stored` gave."""
    return Source(stored["kind"], stored["code"], stored.get("level", ""))


def fingerprint(values: Sequence[Sequence[object]]) -> str:
    """One word for the figures behind a drawing: other figures give another word."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_newer(kept: Mapping[str, Any], values: str | None) -> bool:
    """Whether the picture shows other figures by now (their fingerprint) than were taken in."""
    return values is not None and kept.get("values") != values


def code_of(number: int) -> str:
    """What stands in a text in the place of a figure."""
    return f"{{figuur {number}}}"
