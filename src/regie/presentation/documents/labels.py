"""The words that printing adds, in the language of the document."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regie.ui.paper import CalloutKind, Paper

_COUNTRIES = {"nl": "NL", "fy": "NL", "en": "GB"}


@dataclass(frozen=True)
class Labels:
    """Words around the text of a document."""

    contents: str
    figure: str
    table: str
    source: str
    sources: str
    notes: str
    note: str
    back: str
    page: str
    of: str
    warning: str
    error: str
    date: str

    def title(self, tone: CalloutKind, words: str) -> str:
        """Title of a message; a warning says that it is one, for who sees no colour."""
        before = {"warning": self.warning, "error": self.error}.get(tone)
        return f"{before}: {words}" if before else words


def labels(paper: Paper) -> Labels:
    """The words for this document; Dutch when its language has no translation here."""
    known = dict(settings.LANGUAGES)
    with translation.override(paper.language if paper.language in known else "nl"):
        return Labels(
            contents=_("Inhoud"),
            figure=_("Figuur"),
            table=_("Tabel"),
            source=_("Bron"),
            sources=_("Bronnen"),
            notes=_("Noten"),
            note=_("Noot"),
            back=_("Terug naar de tekst"),
            page=_("Pagina"),
            of=_("van"),
            warning=_("Let op"),
            error=_("Fout"),
            date=date_format(paper.date, "j F Y"),
        )


def country(language: str) -> str:
    """Country code that goes with a language; empty when it is not known."""
    return _COUNTRIES.get(language, "")


def locale(language: str) -> str:
    """Language with its country: nl-NL."""
    return f"{language}-{country(language)}" if country(language) else language


def moment(paper: Paper) -> datetime.datetime:
    """The moment every form carries as its own: noon of the document's date. Never the clock."""
    return datetime.datetime.combine(paper.date, datetime.time(12), datetime.UTC)


_LONG = re.compile(r"\S{25,}")


def breakable(words: str, room: int = 15) -> str:
    """Very long words may break after every `room` characters, with no sign of it.

    A break never separates a letter from its accents.
    """
    return _LONG.sub(lambda found: _broken(found[0], room), words)


def _broken(word: str, room: int) -> str:
    parts, length = [], 0
    for character in word:
        if length >= room and not unicodedata.combining(character) and character.isalnum():
            parts.append("\N{ZERO WIDTH SPACE}")
            length = 0
        parts.append(character)
        length += 1
    return "".join(parts)
