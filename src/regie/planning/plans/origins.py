"""Where a text or an objective comes from when nobody typed it here.

It is kept as a code with values, so that everybody reads it in the own language.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

AMENDMENT, SUGGESTION, DOCUMENT = "amendment", "suggestion", "document"
RESTORED, CHOSEN, OTHER = "restored", "chosen", "other"
SENTENCES: Mapping[str, str] = {
    AMENDMENT: gettext_noop("amendement %(number)s “%(title)s” van %(by)s"),
    SUGGESTION: gettext_noop("voorstel van %(who)s"),
    DOCUMENT: gettext_noop("overgenomen uit %(file)s"),
    RESTORED: gettext_noop("teruggezet: tekst %(number)s"),
    CHOSEN: gettext_noop("gekozen uit twee teksten: tekst %(number)s"),
}
LONGEST = 200
"""Characters of one value."""
Origin = Mapping[str, str]


def origin(code: str, **values: object) -> Origin:
    """An origin as it is kept. Raises `KeyError` when the sentence of the code asks for another
    value."""
    kept = {name: str(value)[:LONGEST] for name, value in values.items()}
    if code != OTHER:
        SENTENCES[code] % kept
    return {"code": code, **kept}


def told(kept: Mapping[str, Any] | None) -> str:
    """An origin in the language of the reader; "" for a text that somebody typed."""
    if not kept:
        return ""
    sentence = SENTENCES.get(kept.get("code", ""))
    if sentence is None:
        return str(kept.get("words", ""))
    return _(sentence) % kept


def dutch(kept: Mapping[str, Any]) -> str:
    """The same for the log, which is kept in the language of the house."""
    with override(settings.LANGUAGE_CODE):
        return told(kept)


_WRITTEN = {
    AMENDMENT: re.compile(r"(?P<number>A\d+) (?P<title>.+), (?P<by>[^,]+)"),
    SUGGESTION: re.compile(r"voorstel van (?P<who>.+)"),
    DOCUMENT: re.compile(r"overgenomen uit (?P<file>.+)"),
    RESTORED: re.compile(r"teruggezet: tekst (?P<number>\d+)"),
    CHOSEN: re.compile(r"gekozen uit twee teksten: tekst (?P<number>\d+)"),
}


def read(words: str) -> Origin:
    """A Dutch sentence, as origins were kept before, as a code with its values.

    >>> read("A1 Scherper, fractie Dorpsbelang")["by"]
    'fractie Dorpsbelang'
    """
    if not words:
        return {}
    for code, form in _WRITTEN.items():
        if found := form.fullmatch(words):
            return {"code": code, **found.groupdict()}
    return {"code": OTHER, "words": words}
