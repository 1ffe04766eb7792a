"""Rounds for tests: names, random ballots of every form, and the question they answer."""

from typing import Any

import numpy as np

from regie.planning.weighing.rules import TIERS, Question, Scores, Vote

CANDIDATES = tuple(str(number) for number in range(11, 23))
CRITERIA = ("harm", "extent", "urgency")
NAMES = {code: f"thema {code}" for code in CANDIDATES} | {
    "harm": "ernst",
    "extent": "omvang",
    "urgency": "urgentie",
}


def scores(seed: int = 1) -> Scores:
    """Scores between 20 and 80, ten more or less."""
    chance = np.random.default_rng(seed)
    table = {}
    for candidate in CANDIDATES:
        for criterion in CRITERIA:
            value = float(chance.integers(20, 81))
            table[candidate, criterion] = (value, value - 10, value + 10)
    return table


def question(form: str, **settings: Any) -> Question:
    return Question(form, CANDIDATES, CRITERIA, scores(), settings)


def content(form: str, chance: np.random.Generator) -> dict[str, Any]:
    """A ballot; candidates early in the list are liked better."""

    def liked(number: int) -> list[str]:
        order = sorted(CANDIDATES, key=lambda code: int(code) + chance.normal(0, 4))
        return order[:number]

    made: dict[str, Any] = {
        "points": lambda: {"points": dict.fromkeys(liked(5), 1)},
        "pairwise": lambda: {
            "pairs": [
                sorted(chance.choice(CANDIDATES, 2, replace=False).tolist()),
                list(reversed(CANDIDATES[:2])),
            ]
        },
        "ranking": lambda: {"order": liked(6)},
        "scoring": lambda: {
            "scores": {
                code: {
                    name: max(0, 100 - 5 * (int(code) - 11) - int(chance.integers(0, 31)))
                    for name in CRITERIA
                }
                for code in CANDIDATES
            }
        },
        "weights": lambda: {"swing": {name: int(chance.integers(1, 101)) for name in CRITERIA}},
        "approval": lambda: {"approved": liked(int(chance.integers(2, 6)))},
        "tiers": lambda: {"tiers": {code: TIERS[chance.integers(0, 3)] for code in liked(9)}},
    }
    ballot: dict[str, Any] = made[form]()
    if form == "pairwise" and ballot["pairs"][0] == ballot["pairs"][1][::-1]:
        ballot["pairs"].pop()
    return ballot


def votes(form: str, number: int, seed: int = 1, groups: tuple[str, ...] = ("",)) -> list[Vote]:
    """So many ballots; the groups take turns."""
    chance = np.random.default_rng(seed)
    return [Vote(groups[at % len(groups)], content(form, chance)) for at in range(number)]
