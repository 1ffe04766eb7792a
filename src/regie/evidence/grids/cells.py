"""One cell as text: the same writing for every kind of file. Pure."""

import json
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

Mark = Literal["number", "percent", "error"]

ERROR = "#FOUT"
"""What stands for an error of a spreadsheet (#DIV/0!, #N/A): no number, and not empty either."""


def text_of(value: object, decimal: str = ".", mark: str = "number") -> str:
    """A value as a person would read it: ISO dates, plain numbers, lists as JSON.

    `decimal` is the mark for a number that the file holds as a number. `mark` tells of a number
    that is shown as a percentage, or of a cell that is an error.
    """
    if mark == "error":
        return ERROR
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float | Decimal):
        return _percentage(value, decimal) if mark == "percent" else _number(value, decimal)
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value)
    if isinstance(value, bytes):
        return ""
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return " ".join(str(value).replace("\x00", "").split("\r")).strip("\ufeff")


def _number(value: float | Decimal, decimal: str) -> str:
    number = float(value)
    if math.isnan(number):
        return ""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}".replace(".", decimal)


def _percentage(value: float | Decimal, decimal: str) -> str:
    return f"{_number(round(float(value) * 100, 10), decimal)}%"


def _moment(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        plain = value.replace(microsecond=0)
        midnight = plain.time() == time() and plain.tzinfo is None
        return plain.date().isoformat() if midnight else plain.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return value.isoformat()


def harmless(text: str) -> str:
    """Text for a spreadsheet or CSV that we write: a formula of somebody else stays text.

    A plain number keeps its sign. Source: OWASP, CSV injection.
    """
    bare = text.strip()
    if bare[:1] in {"=", "@", "\t", "\r"}:
        return f"'{text}"
    if bare[:1] in {"+", "-"} and not bare[1:].replace(",", "").replace(".", "").isdigit():
        return f"'{text}" if len(bare) > 1 else text
    return text
