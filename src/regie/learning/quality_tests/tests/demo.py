"""The plan of the demonstration as it was adopted, and the answer key that was made by hand.

`demo_plan.json` is the adopted edition, made `lean`. `config` tests that it says what the
demonstration says; `tools/demo_plan.py` writes it again when the demonstration changes.
"""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from regie.policy.quality_test import QUALITY_TEST

Plain = dict[str, Any]
HERE = Path(__file__).parent
PLAN, KEY = HERE / "demo_plan.json", HERE / "demo_key.toml"
FIGURE = ("caption", "source")
INHABITANTS = 87_106
"""In 2021, the newest year that was known."""


def content() -> Plain:
    """The plan, read afresh."""
    found: Plain = json.loads(PLAN.read_text(encoding="utf-8"))
    return found


def _told() -> dict[str, Plain]:
    return tomllib.loads(KEY.read_text(encoding="utf-8"))


def key() -> dict[str, str]:
    """The answer of each item that has a reason."""
    return {code: row["answer"] for code, row in _told().items() if row["why"]}


def lacking() -> dict[str, list[str]]:
    """Words of what the plan lacks, by item."""
    return {code: row["lacks"] for code, row in _told().items() if "lacks" in row}


def mend(plan: Plain, code: str) -> None:
    """Take the criticism away for which an item is not met."""
    wrong = {"means_apart": "means_as_goal"}[code]
    for row in plan["objectives"]:
        row["critiques"] = [each for each in row["critiques"] if each["code"] != wrong]


def automatic_key() -> dict[str, str]:
    """The answer of each item that is computed."""
    automatic = set(QUALITY_TEST().codes("automatic"))
    return {code: answer for code, answer in key().items() if code in automatic}


def lean(whole: Plain) -> Plain:
    """What a plan says, without drawings and sentences that Regie makes of its objectives, and with
    numbers of its own in the place of those of the database."""
    found: Plain = json.loads(json.dumps(whole))
    found["figures"] = {n: _words(figure) for n, figure in found["figures"].items()}
    del found["figures_in"]
    for row in found["amendments"]:
        row.pop("line", None)
    for row in found["objectives"]:
        row["critiques"] = [each | {"words": each["code"]} for each in row["critiques"]]
        if row["course"]:
            drawn = row["course"]["figure"]
            row["course"] = {"figure": _words(drawn) if drawn else None}
        if row["baseline"]:
            row["baseline"]["deliveries"] = []
    _renumber(found)
    return found


def _words(figure: Plain) -> Plain:
    return {name: figure[name] for name in FIGURE if name in figure}


def _renumber(found: Plain) -> None:
    priorities = _numbered(row["pk"] for row in found["priorities"])
    findings = _numbered(f["pk"] for row in found["priorities"] for f in row["findings"])
    for row in found["priorities"]:
        row["pk"] = priorities[row["pk"]]
        for finding in row["findings"]:
            finding["pk"] = findings[finding["pk"]]
    for name in ("sections", "objectives", "logic", "means"):
        for number, row in enumerate(found[name], 1):
            row["priority"] = priorities.get(row["priority"])
            if "pk" in row:
                row["pk"] = number


def _numbered(pks: Iterable[int]) -> dict[int, int]:
    return {pk: number for number, pk in enumerate(dict.fromkeys(pks), 1)}
