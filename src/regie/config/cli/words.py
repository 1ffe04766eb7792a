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


class RefusedError(Exception):
    """The command cannot be done; the text says why, in the user's language."""
