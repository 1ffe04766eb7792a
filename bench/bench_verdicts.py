"""All verdicts of one municipality: seconds of each step, words and the data of charts included.

Run with `OPENBLAS_NUM_THREADS=1 PYTHONPATH=src python bench/bench_verdicts.py [folder]`; it writes
bench/results/verdicts.md. The demonstration is made in a folder of its own and thrown away
afterwards, or read from the folder of data that is given.
"""

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:  # Django is set up first
    from regie.evidence.appraisal.rules import Assessment
    from regie.evidence.indicators.definitions import Definition
    from regie.foundation.organizations.models import Municipality

ROUNDS = 9
GOAL = 1.0
TOWNS = ("GM9901", "GM9902")
RESULT = Path(__file__).parent / "results" / "verdicts.md"
STEPS = {
    "basis": "settings, estimates and peers",
    "gather": "laying the figures out",
    "assess": "verdicts on all indicators and places",
    "words": "every sentence about the municipality, and about the places that strike",
    "charts": "data of the chart of every indicator, the country beside it",
}
MORE = {
    "pages": "the page of every verdict, with the tables of all places",
    "store": "the watch: figures and estimates looked at, all verdicts computed and stored",
    "again": "the watch when nothing changed",
}
Answer = TypeVar("Answer")


@dataclass
class Town:
    """What was measured of one municipality: seconds by step, on the wall and of the processor."""

    name: str
    indicators: int = 0
    places: int = 0
    told: int = 0
    wall: dict[str, list[float]] = field(default_factory=dict)
    processor: dict[str, list[float]] = field(default_factory=dict)

    def timed(self, step: str, work: Callable[[], Answer]) -> Answer:
        wall, processor = time.perf_counter(), time.process_time()
        answer = work()
        self.wall.setdefault(step, []).append(time.perf_counter() - wall)
        self.processor.setdefault(step, []).append(time.process_time() - processor)
        return answer


def prepare(folder: str, *, make: bool) -> None:
    os.environ.update(REGIE_DATA=folder, REGIE_DEMO="1", REGIE_DEBUG="")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    if make:
        from regie.config import demo

        demo.prepare(say=print)


def measure(code: str) -> Town:
    """Rounds of one municipality; the first, in which figures are read from disk, is left out."""
    from regie.foundation.organizations.models import Municipality

    municipality = Municipality.objects.get(code=code)
    town = Town(municipality.name)
    for _round in range(ROUNDS + 1):
        _compute(town, municipality)
        _watch(town, municipality)
    for seconds in (*town.wall.values(), *town.processor.values()):
        del seconds[0]
    return town


def _compute(town: Town, municipality: "Municipality") -> None:
    from regie.evidence.analyses.trend import frozen_trend
    from regie.evidence.appraisal.assessing import KINDS, assess, gather
    from regie.evidence.indicators.cube import evidence
    from regie.evidence.indicators.definitions import definitions
    from regie.evidence.signals import pages
    from regie.evidence.signals.grounds import basis_of
    from regie.evidence.sources.queries import one_look
    from regie.foundation.areas.rules import canonical, realm_of

    code = canonical(municipality.code)
    with one_look():
        found = evidence(realm_of(code), code)
        basis = town.timed("basis", lambda: basis_of(municipality, found))
        groups = town.timed("gather", lambda: [gather(found, kind) for kind in KINDS])
        known = town.timed(
            "assess",
            lambda: {c: a for each in groups for c, a in assess(found, basis, each).items()},
        )
        items = [(item, known[item.code]) for item in definitions() if item.code in known]
        told = town.timed(
            "words",
            lambda: [line for item, verdict in items for line in sentences(item, verdict)],
        )
        town.timed("charts", lambda: [frozen_trend(found, item) for item, _verdict in items])
        shown = pages.Shown(municipality.slug, found, known)
        town.timed(
            "pages",
            lambda: [pages.verdict_page(shown, item, "", town.name) for item, _v in items],
        )
    town.indicators, town.told = len(known), len(told)
    town.places = sum(len(verdict.places) for verdict in known.values())


def sentences(definition: "Definition", verdict: "Assessment") -> Iterator[str]:
    """All that is said of one indicator."""
    from regie.evidence.signals import words as say

    level, change, name = verdict.level, verdict.change, "De gemeente"
    for answer in verdict.answers:
        yield from say.answer_sentences(answer, definition, name)
    yield from (say.gap_sentence(gap.kind) for gap in verdict.gaps)
    yield from say.level_sentences(level, definition, name, local=False)
    yield from say.why_no_arrow(change, definition, name)
    yield from say.two_lines(change) if change.expected is not None else []
    yield say.net_sentence(change, "het land")
    yield say.slope_sentence(verdict.slope)
    yield say.month_sentence(verdict.month, definition)
    yield say.concentration_sentence(verdict.concentration)
    for place in verdict.in_short().places:
        yield from say.level_sentences(place.level, definition, place.area, local=True)
        yield from say.why_no_arrow(place.change, definition, place.area)
        yield say.place_sentence(place, place.area)


def _watch(town: Town, municipality: "Municipality") -> None:
    from regie.evidence.signals.models import Verdict
    from regie.evidence.signals.services import recompute

    Verdict.objects.filter(municipality=municipality).update(fingerprint="")
    town.timed("store", lambda: recompute(municipality, actor=None))
    town.timed("again", lambda: recompute(municipality, actor=None))


def report(towns: list[Town], load: float) -> str:
    lines = [
        "# All verdicts of one municipality",
        "",
        f"Demo figures, already read; median of {ROUNDS} rounds in one process. Machine: "
        f"{os.cpu_count()} cores, Python {platform.python_version()}; load {load:.1f} when it "
        "began (above 2 other work makes all seconds longer).",
        "",
    ]
    for town in towns:
        lines += _of(town)
    lines += [
        "Figures that were not read yet (a fresh process, a new delivery) come on top once: the "
        "engine then answers some hundred questions.",
        "",
        "Made by `bench/bench_verdicts.py`.",
        "",
    ]
    return "\n".join(lines)


def _of(town: Town) -> list[str]:
    wall, processor = (
        {step: statistics.median(seconds) for step, seconds in each.items()}
        for each in (town.wall, town.processor)
    )
    whole = [sum(each[step] for step in STEPS) for each in (wall, processor)]
    return [
        f"## {town.name}",
        "",
        f"{town.indicators} indicators, {town.places:,} verdicts on places, {town.told:,} "
        "sentences.",
        "",
        "| step | ms | ms of the processor |",
        "|---|---|---|",
        *(_row(name, wall[step], processor[step]) for step, name in STEPS.items()),
        _row(f"**together** (goal: {GOAL:.0f} s)", *whole),
        *(_row(name, wall[step], processor[step]) for step, name in MORE.items()),
        "",
    ]


def _row(name: str, wall: float, processor: float) -> str:
    return f"| {name} | {1000 * wall:.0f} | {1000 * processor:.0f} |"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="regie-bench-") as made:
        given = sys.argv[1] if len(sys.argv) > 1 else ""
        prepare(given or made, make=not given)
        load = os.getloadavg()[0]
        text = report([measure(code) for code in TOWNS], load)
    RESULT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
