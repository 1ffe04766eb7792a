"""The language of the command line: Dutch, or English when the terminal is set to English."""

import gettext as catalogues
import os
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def language() -> str:
    """`en` for a terminal in English (LC_ALL, LC_MESSAGES, LANG), else `nl`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return "en" if value.lower().startswith("en") else "nl"
    return "nl"


@cache
def _catalogue(code: str) -> catalogues.NullTranslations:
    return catalogues.translation("django", LOCALE, languages=[code], fallback=True)


def gettext(message: str) -> str:
    """The message in the language of the terminal; works before Django is set up."""
    return _catalogue(language()).gettext(message)


# What argparse itself says; it has no Dutch of its own. Keys are its messages, letter for letter.
DUTCH_OF_ARGPARSE = {
    "usage: ": "gebruik: ",
    "positional arguments": "wat u opgeeft",
    "options": "keuzes",
    "show this help message and exit": "laat deze uitleg zien",
    "show program's version number and exit": "laat de versie zien",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "dit ontbreekt: %s",
    "unrecognized arguments: %s": "dit is onbekend: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "%(value)r bestaat niet (kies uit %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "%(value)r past niet (gevraagd: %(type)s)",
    "expected one argument": "hier hoort een waarde achter",
    "expected at least one argument": "hier hoort een waarde achter",
}


def of_argparse(message: str) -> str:
    """What argparse says, in the language of the terminal."""
    return message if language() == "en" else DUTCH_OF_ARGPARSE.get(message, message)


class RefusedError(Exception):
    """The command cannot be done; the text says why, in the user's language."""
