"""The columns of a table with answers, by their titles, and the numbers in them. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regie.evidence.values.words import key
from regie.foundation.records.engine import gettext_noop as _

MISSING_COLUMN = _("Deze kolommen ontbreken: %(columns)s.")
NO_SHARE_COLUMN = _("Er is geen kolom met een percentage of een aantal.")
NO_MARGIN_COLUMN = _(
    "Er staat niet in hoeveel mensen antwoordden, en marges ontbreken. "
    "Een aandeel zonder marge zegt niets."
)
TITLES: Mapping[str, str] = {
    "question": _("vraag"),
    "theme": _("thema"),
    "area": _("gebied"),
    "year": _("jaar"),
    "share": _("percentage"),
    "count": _("aantal"),
    "sample": _("antwoorden"),
    "design_effect": _("ontwerpeffect"),
    "low": _("ondergrens"),
    "high": _("bovengrens"),
}
"""The name of each column, as in the example file."""
_ALSO: Mapping[str, str] = {
    "question": "vraag vraagtekst stelling indicator question",
    "theme": "thema themacode veiligheidsthema theme",
    "area": "gebied gebiedscode gebiedsnaam buurt buurtcode buurtnaam wijk wijkcode wijknaam area",
    "year": "jaar meetjaar onderzoeksjaar year",
    "share": "percentage aandeel procent perc pct share percentageja aandeelja",
    "count": "aantal aantalja x teller count number",
    "sample": "antwoorden aantalantwoorden n respondenten aantalrespondenten steekproef answers",
    "design_effect": "ontwerpeffect deff designeffect",
    "low": "ondergrens laag low lower lowerlimit",
    "high": "bovengrens hoog high upper upperlimit",
}
REQUIRED = ("question", "theme", "area", "year")


@dataclass(frozen=True)
class Columns:
    """Which column holds what; `unread` are titles nobody asked for."""

    places: Mapping[str, int]
    unread: tuple[str, ...] = ()

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """The cells of one row by what they mean; "" where there is none."""
        return {name: row[at].strip() for name, at in self.places.items() if at < len(row)}

    def problem(self) -> tuple[str, tuple[str, ...]] | None:
        """Why these columns are not enough: a sentence, and the names of missing columns."""
        missing = tuple(TITLES[name] for name in REQUIRED if name not in self.places)
        if missing:
            return MISSING_COLUMN, missing
        if not {"share", "count"} & set(self.places):
            return NO_SHARE_COLUMN, ()
        if "sample" not in self.places and not {"low", "high"} <= set(self.places):
            return NO_MARGIN_COLUMN, ()
        return None


def find_columns(header: Sequence[str]) -> Columns:
    """Recognise the columns by their titles; of two that fit, the first is meant."""
    known = {title: name for name, titles in _ALSO.items() for title in titles.split()}
    places: dict[str, int] = {}
    unread = []
    for at, title in enumerate(header):
        name = known.get(key(title.replace("%", " ")))
        if name is None and title.strip() == "%":
            name = "share"
        if name is None or name in places:
            unread.append(title)
        else:
            places[name] = at
    return Columns(places, tuple(unread))


# --- numbers -------------------------------------------------------------------------------------

_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_WHOLE = re.compile(r"-?\d+(?:[.,]0+)?")


def read_number(text: str) -> float | None:
    """A number with a comma or point as decimal mark; None when it is none.

    >>> read_number("34,5"), read_number("34.5"), read_number("circa 34")
    (34.5, 34.5, None)
    """
    bare = text.replace("\N{MINUS SIGN}", "-").strip()
    return float(bare.replace(",", ".")) if _PLAIN.fullmatch(bare) else None


def read_percent(text: str) -> float | None:
    """A percentage as a part of one, with or without its sign.

    >>> read_percent("34 %"), read_percent("34,5")
    (0.34, 0.345)
    """
    found = read_number(text.strip().removesuffix("%").rstrip())
    return None if found is None else round(found / 100, 8)


def read_whole(text: str) -> int | None:
    """A whole number; a point may set the thousands apart.

    >>> read_whole("1.234"), read_whole("1234,0"), read_whole("12,5")
    (1234, 1234, None)
    """
    bare = text.strip()
    if _THOUSANDS.fullmatch(bare):
        return int(bare.replace(".", ""))
    return int(re.split(r"[.,]", bare)[0]) if _WHOLE.fullmatch(bare) else None
