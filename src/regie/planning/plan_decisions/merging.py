"""How amendments change a plan, one after the other, and which of them clash. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from regie.planning.plan_decisions.rules import (
    ADD,
    ALREADY,
    CHANGE,
    CHANGED_BEFORE_DROP,
    CHANGED_SINCE,
    CLASH,
    DROP,
    DROPPED,
    GONE,
    OBJECTIVE,
    SAME_ADDED,
)

Span = tuple[int, int, Sequence[str]]


def merged(base: str, current: str, new: str) -> str | None:
    """The current text with the change from `base` to `new` in it; None when both changed the same
    lines in another way.

    >>> merged("a\\n\\nb", "a!\\n\\nb", "a\\n\\nb?")
    'a!\\n\\nb?'
    """
    if current in (base, new):
        return new
    if new == base:
        return current
    lines = base.split("\n")
    theirs = _spans(lines, current.split("\n"))
    mine = [span for span in _spans(lines, new.split("\n")) if span not in theirs]
    if any(_overlap(one, other) for one in mine for other in theirs):
        return None
    kept, at = [], 0
    for first, last, words in sorted([*theirs, *mine], key=lambda span: span[:2]):
        kept += [*lines[at:first], *words]
        at = last
    return "\n".join([*kept, *lines[at:]])


def _spans(before: Sequence[str], after: Sequence[str]) -> list[Span]:
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(i1, i2, tuple(after[j1:j2])) for tag, i1, i2, j1, j2 in found if tag != "equal"]


def _overlap(one: Span, other: Span) -> bool:
    """Whether two changes touch the same lines; two additions at one place both stay."""
    return max(one[0], other[0]) < min(one[1], other[1]) or (
        one[0] == other[0] and (one[0] == one[1]) != (other[0] == other[1])
    )


def added_key(adds: str, text: str, values: Mapping[str, object]) -> str:
    """A word for what an amendment adds: the same for two that add the same.

    >>> added_key("objective", "Minder  Overlast", {})
    '+objective:minder overlast'
    """
    if adds == OBJECTIVE:
        return f"+objective:{_plain(text)}"
    title = _plain(str(values.get("title") or "")) if values.get("kind") == "own" else ""
    return f"+section:{values.get('kind')}:{values.get('priority') or title}"


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


@dataclass(frozen=True)
class Change:
    """What an amendment does: `target` says where, `whole` that it is a value and no text.

    For what is taken out `old` is everything that stood there; for what is added the target is
    `added_key`.
    """

    number: str
    target: str
    old: str = ""
    new: str = ""
    act: str = CHANGE
    whole: bool = False
    settles: bool = False
    """The text was written as the council wants it, whatever others changed there."""


@dataclass(frozen=True)
class Applied:
    """One amendment with the text that stands after it."""

    number: str
    target: str
    text: str
    act: str = CHANGE


@dataclass(frozen=True)
class Clash:
    """An amendment that cannot be put into the text, with a `sentence` that says why and what to
    do; `other` is the one that was there first ("" when the plan itself changed)."""

    number: str
    other: str
    sentence: str


def thing(target: str) -> str:
    """The part or objective that a target is of.

    >>> thing("objective:7:owner")
    'objective:7'
    """
    return ":".join(target.split(":")[:2])


def apply(
    texts: Mapping[str, str], changes: Iterable[Change]
) -> tuple[tuple[Applied, ...], tuple[Clash, ...]]:
    """Put changes one after the other into the texts by target; what clashes is left out.

    `texts` has a line for each text and value that can change, for each objective as a whole, and
    for everything that is there already under its `added_key`.
    """
    now = dict(texts)
    done: list[Applied] = []
    clashes: list[Clash] = []
    for change in changes:
        clash = _AGAINST[change.act](change, now, done)
        if clash:
            clashes.append(clash)
            continue
        altered = _put(change, now[change.target]) if change.act == CHANGE else change.new
        now[change.target] = altered or ""
        done.append(Applied(change.number, change.target, now[change.target], change.act))
    return tuple(done), tuple(clashes)


def _against_change(
    change: Change, now: Mapping[str, str], done: Sequence[Applied]
) -> Clash | None:
    for other in done:
        if other.act == DROP and other.target == thing(change.target):
            return Clash(change.number, other.number, DROPPED)
    if change.target not in now:
        return Clash(change.number, "", GONE)
    if _put(change, now[change.target]) is not None:
        return None
    others = [each.number for each in done if each.target == change.target]
    return Clash(change.number, others[-1] if others else "", CLASH if others else CHANGED_SINCE)


def _against_addition(
    change: Change, now: Mapping[str, str], done: Sequence[Applied]
) -> Clash | None:
    for other in done:
        if other.target == change.target:
            return Clash(change.number, other.number, SAME_ADDED)
    return Clash(change.number, "", ALREADY) if change.target in now else None


def _against_drop(change: Change, now: Mapping[str, str], done: Sequence[Applied]) -> Clash | None:
    """Two that take out the same are no trouble: it goes."""
    about = [other for other in done if thing(other.target) == change.target]
    if any(other.act == DROP for other in about):
        return None
    if about:
        return Clash(change.number, about[-1].number, DROPPED)
    if change.target not in now:
        return Clash(change.number, "", GONE)
    same = now[change.target] == change.old
    return None if same else Clash(change.number, "", CHANGED_BEFORE_DROP)


_AGAINST = {CHANGE: _against_change, ADD: _against_addition, DROP: _against_drop}


def goals_left(texts: Mapping[str, str], done: Iterable[Applied]) -> int:
    """How many objectives a plan has after these amendments."""
    there = {thing(target) for target in texts if target.startswith("objective:")}
    for each in done:
        if each.act == DROP:
            there.discard(each.target)
        elif each.target.startswith("+objective:"):
            there.add(each.target)
    return len(there)


def _put(change: Change, current: str) -> str | None:
    """The text after a change; None when somebody else changed the same words."""
    if change.settles:
        return change.new
    if change.whole:
        return change.new if current in {change.old, change.new} else None
    return merged(change.old, current, change.new)
