"""Codes of areas that a spreadsheet has damaged: the letters or the first zeros are gone. Pure.

"344" is GM0344 and "3440111" is BU03440111, when everything in the column fits one level: a code
alone does not say whether "140101" is a district of GM1401 or a neighbourhood of GM0014.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from regie.foundation.areas.rules import is_pseudo, parse_code

LENGTHS = {"GM": 4, "WK": 6, "BU": 8}
_LETTERS = re.compile(r"(GM|WK|BU)\s?([0-9][0-9A-Z]*)")
_CODE = r"(?:NL|LD|PV|RE|CR|GM|WK|BU)[0-9A-Z]{2,8}"
_BESIDE = re.compile(rf"({_CODE})\s*[-:,|]?\s+\D.*|.*\S\s*[\[(]({_CODE})[\])]", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,8}")


def whole_codes(
    texts: Sequence[str], municipalities: Callable[[], Collection[str]]
) -> Mapping[str, str]:
    """Every damaged code with the whole one; empty when one of them stays in doubt.

    `municipalities` gives the codes that exist or existed: what lies in none of them is no code.
    It is only asked when there is something to mend. A text that is whole is not answered.
    """
    damaged = [text for text in dict.fromkeys(texts) if text and parse_code(text) is None]
    bare = {text: text.strip().upper().removesuffix(".0") for text in damaged}
    lettered = {text: whole for text, code in bare.items() if (whole := _with_letters(code))}
    plain = {text: code for text, code in bare.items() if text not in lettered}
    if not all(_DIGITS.fullmatch(code) for code in plain.values()):
        return {}
    found = lettered | _with_one_level(plain)
    known = municipalities() if found else ()
    return found if all(_exists(code, known) for code in found.values()) else {}


def code_beside(text: str) -> str:
    """The code in "GM0344 Utrecht" or "Utrecht (GM0344)"; the text itself when there is none."""
    found = _BESIDE.fullmatch(text.strip())
    code = (found[1] or found[2]) if found else ""
    return code if code and parse_code(code) else text


def undone(text: str) -> str:
    """A name whose accents were written down twice ("SÃºdwest") as it was meant."""
    if not any(sign in text for sign in "ÃÂâ"):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _with_letters(code: str) -> str:
    """ "GM344" as GM0344; "" for anything else."""
    found = _LETTERS.fullmatch(code)
    if not found:
        return ""
    whole = found[1] + found[2].zfill(LENGTHS[found[1]])
    return whole if parse_code(whole) else ""


def _with_one_level(codes: Mapping[str, str]) -> dict[str, str]:
    """Digits as codes of the level that the longest of them has."""
    longest = max(map(len, codes.values()), default=0)
    level = next((name for name, length in LENGTHS.items() if longest <= length), "")
    return {text: level + code.zfill(LENGTHS[level]) for text, code in codes.items()}


def _exists(code: str, municipalities: Collection[str]) -> bool:
    return is_pseudo(code) or f"GM{code[2:6]}" in municipalities
