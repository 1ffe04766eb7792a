"""What is told of the running plan: `plan.toml`, and a text for each of its parts."""

import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Plain = dict[str, Any]


class Story:
    """The plan as it is told, read once."""

    @cached_property
    def told(self) -> Plain:
        """All of `plan.toml`."""
        return tomllib.loads((HERE / "plan.toml").read_text(encoding="utf-8"))

    def rows(self, name: str) -> list[Plain]:
        """The entries under a name."""
        found: list[Plain] = self.told[name]
        return found

    def of(self, name: str) -> Plain:
        """What stands under a name."""
        found: Plain = self.told[name]
        return found

    def day(self, name: str) -> date:
        """The day on which something happened."""
        found: date = self.told["days"][name]
        return found

    def text(self, part: str) -> str:
        """The text of a part: its kind, for an approach with the code of its priority."""
        return (HERE / "texts" / f"{part}.md").read_text(encoding="utf-8").strip()


STORY = Story()


def paths() -> list[Path]:
    """Every file that tells or writes the plan, to know whether anything changed."""
    return sorted([*HERE.glob("*.py"), *HERE.glob("*.toml"), *HERE.glob("texts/*.md")])
