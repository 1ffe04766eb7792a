"""Which files may be a template, by name and size. Pure; what is in them is judged later."""

from regie.foundation.records.engine import gettext_noop as _

LARGEST = 10 * 1024 * 1024
"""Bytes: a template with a logo is a few hundred thousand."""

EMPTY = _("Dit bestand is leeg.")
TOO_LARGE = _("Dit bestand is groter dan 10 MB. Haal grote plaatjes eruit of maak ze kleiner.")
WITH_MACROS = _("Een bestand met macro's (.docm of .dotm) kan niet. Bewaar het als .docx.")
A_TEMPLATE = _("Een sjabloon van Word (.dotx of .dot) kan niet. Bewaar het als .docx.")
OLD = _("Een oud Word-bestand (.doc) kan niet. Open het in Word en bewaar het als .docx.")
OTHER = _("Dit is geen Word-bestand. Bewaar de sjabloon als .docx.")
REFUSED = {
    "docm": WITH_MACROS,
    "dotm": WITH_MACROS,
    "dotx": A_TEMPLATE,
    "dot": A_TEMPLATE,
    "doc": OLD,
}


def refusal(name: str, size: int) -> str | None:
    """Why a file of this name and size (bytes) cannot be a template, as a msgid; None if it can.

    >>> refusal("Huisstijl.DOCX", 20_000) is None, refusal("brief.docm", 20_000) == WITH_MACROS
    (True, True)
    """
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending != "docx":
        return REFUSED.get(ending, OTHER)
    if size == 0:
        return EMPTY
    return TOO_LARGE if size > LARGEST else None
