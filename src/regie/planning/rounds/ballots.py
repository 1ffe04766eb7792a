"""A ballot as a form: what stands on it, what was typed, and what that means. Pure.

Names of fields: `punten-7`, `paar-7-9`, `plek-7`, `score-7-ernst`, `gewicht-ernst`, `kies`,
`niveau-7`. What was typed is judged by `weighing.rules`, never here: bad input stays as it was, so
that a refused form comes back with what somebody typed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from regie.planning.weighing.rules import Question

Typed = Mapping[str, Sequence[str]]
"""Names of fields with what was typed in them."""
Content = Mapping[str, Any]


def content_of(question: Question, typed: Typed) -> dict[str, Any]:
    """The ballot in the way `weighing` reads it; empty fields are left out. Never raises."""
    return _READ[question.form](question, typed)


def typed_of(form: str, content: Content) -> dict[str, list[str]]:
    """The fields as they were typed for this ballot: the way back from `content_of`."""
    return _WRITTEN[form](content)


def shown(value: object) -> str:
    """A number as it stands in a field: whole numbers without a point.

    >>> shown(3.0), shown(2.5), shown("x")
    ('3', '2.5', 'x')
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _one(typed: Typed, name: str) -> str:
    return next((text.strip() for text in typed.get(name, ())[-1:]), "")


def _filled(typed: Typed, prefix: str, names: Sequence[str]) -> dict[str, str]:
    """The fields with this prefix in which something was typed, by name."""
    texts = {name: _one(typed, f"{prefix}-{name}").replace(",", ".") for name in names}
    return {name: text for name, text in texts.items() if text}


def _points(question: Question, typed: Typed) -> dict[str, Any]:
    return {"points": _filled(typed, "punten", question.candidates)}


def _pairs(question: Question, typed: Typed) -> dict[str, Any]:
    """Only what is one of the two of its own pair counts as an answer."""
    pairs = []
    for name in typed:
        prefix, _dash, two = name.partition("-")
        left, _dash, right = two.partition("-")
        winner = _one(typed, name)
        if prefix == "paar" and winner in {left, right}:
            pairs.append([winner, right if winner == left else left])
    return {"pairs": pairs}


def _ranking(question: Question, typed: Typed) -> dict[str, Any]:
    """By the number that was typed; two with the same number stay in the order of the screen."""
    places = _filled(typed, "plek", question.candidates)
    return {"order": sorted(places, key=lambda name: _place(places[name]))}


def _place(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("inf")


def same_place(question: Question, typed: Typed) -> bool:
    """Whether two were given the same place, or one a place that is no whole number."""
    if question.form != "ranking":
        return False
    places = list(_filled(typed, "plek", question.candidates).values())
    wrong = any(not place.isdecimal() or int(place) < 1 for place in places)
    return wrong or len({int(place) for place in places}) < len(places)


def _scoring(question: Question, typed: Typed) -> dict[str, Any]:
    rows = {
        name: _filled(typed, f"score-{name}", question.criteria) for name in question.candidates
    }
    return {"scores": {name: row for name, row in rows.items() if row}}


def _weights(question: Question, typed: Typed) -> dict[str, Any]:
    return {"swing": _filled(typed, "gewicht", question.criteria)}


def _approval(question: Question, typed: Typed) -> dict[str, Any]:
    return {"approved": list(dict.fromkeys(typed.get("kies", ())))}


def _tiers(question: Question, typed: Typed) -> dict[str, Any]:
    return {"tiers": _filled(typed, "niveau", question.candidates)}


_READ: Mapping[str, Callable[[Question, Typed], dict[str, Any]]] = {
    "points": _points,
    "pairwise": _pairs,
    "ranking": _ranking,
    "scoring": _scoring,
    "weights": _weights,
    "approval": _approval,
    "tiers": _tiers,
}


def _named(prefix: str, values: Mapping[str, object]) -> dict[str, list[str]]:
    return {f"{prefix}-{name}": [shown(value)] for name, value in values.items()}


def _pairs_back(content: Content) -> dict[str, list[str]]:
    """Under both names: which of the two stood first is not kept."""
    named = {}
    for winner, loser in content["pairs"]:
        named[f"paar-{winner}-{loser}"] = named[f"paar-{loser}-{winner}"] = [winner]
    return named


def _scoring_back(content: Content) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for candidate, row in content["scores"].items():
        named |= _named(f"score-{candidate}", row)
    return named


_WRITTEN: Mapping[str, Callable[[Content], dict[str, list[str]]]] = {
    "points": lambda content: _named("punten", content["points"]),
    "pairwise": _pairs_back,
    "ranking": lambda content: _named(
        "plek", {name: at for at, name in enumerate(content["order"], start=1)}
    ),
    "scoring": _scoring_back,
    "weights": lambda content: _named("gewicht", content["swing"]),
    "approval": lambda content: {"kies": list(content["approved"])},
    "tiers": lambda content: _named("niveau", content["tiers"]),
}


def told(form: str, content: Content, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was voted, line by line: a name and a number or code beside it ("" for none).

    `names` are those of candidates and criteria together; what has left the list keeps its number.
    """

    def name(one: str) -> str:
        return names.get(one, one)

    if form == "pairwise":
        return [(name(winner), name(loser)) for winner, loser in content["pairs"]]
    if form == "ranking":
        return [(name(one), str(at)) for at, one in enumerate(content["order"], start=1)]
    if form == "approval":
        return [(name(one), "") for one in content["approved"]]
    if form == "scoring":
        return [
            (name(one), ", ".join(f"{name(code)} {shown(value)}" for code, value in row.items()))
            for one, row in content["scores"].items()
        ]
    values: Mapping[str, object] = next(iter(content.values()))
    return [(name(one), shown(value)) for one, value in values.items()]
