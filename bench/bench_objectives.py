"""Processor time and number of queries of the pages of objectives: 10 priorities, 60 objectives.

Run with `python bench/bench_objectives.py`; it writes bench/results/objectives.md. The objectives
are of counted types, of the survey, of nuisance and of own measurements, with baselines from the
figures of the demonstration, which is made in a folder of its own and thrown away afterwards.
"""

import cProfile
import os
import platform
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

ROUNDS = 20
GOAL = 150
RESULT = Path(__file__).parent / "results" / "objectives.md"
PRIORITIES, OBJECTIVES = 10, 60
CODES = (
    *("offence-1.1.1", "offence-1.2.3", "offence-1.4.5", "offence-2.2.1", "offence-3.1.1"),
    *("perceived-vm_unsafe_sometimes", "perceived-vm_mark_safety", "perceived-vm_much_crime"),
    *("nuisance-E35", ""),
)
"""Indicators that the objectives are of, in turn; "" is an own measurement."""


@dataclass(frozen=True)
class Measured:
    """Milliseconds of the first visit in this process and of later ones, and queries.

    All but `clock`, the median on the clock, are of the processor: what others do at the same time
    makes it wait, and that is no time of this page.
    """

    name: str
    first: float
    median: float
    slowest: float
    clock: float
    queries: int


def prepare(folder: str) -> None:
    """The demonstration, with the objectives in its plan."""
    os.environ.update(REGIE_DATA=folder, REGIE_DEMO="1", REGIE_DEBUG="1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    from regie.config import demo

    demo.prepare(say=print)


def fill() -> dict[str, Any]:
    """A plan with its objectives, and who reads it."""
    from regie.evidence.indicators.models import Indicator
    from regie.foundation.cycles.cast import ensure_cast
    from regie.foundation.cycles.queries import current_cycle
    from regie.planning.objectives import queries as object_queries
    from regie.planning.objectives import readings
    from regie.planning.objectives.evidence import ground
    from regie.planning.objectives.models import Objective, ObjectiveMeans
    from regie.planning.plans import queries, services
    from regie.planning.plans.tests.factory import proposal_of

    cast = ensure_cast()
    cycle = current_cycle(cast.voorbeeldstad)
    if cycle is None:
        raise SystemExit("there is no cycle")
    plan = queries.current_plan(cast.voorbeeldstad)
    if plan is None:
        proposal_of(cycle, *(f"Prioriteit {n}" for n in range(1, PRIORITIES + 1)))
        plan = services.begin_plan(cycle, actor=cast.coos, role="coordinator")
    known, priorities = ground(cast.voorbeeldstad), queries.priorities_of(plan)
    for n in range(len(priorities) + 1, PRIORITIES + 1):
        name = f"Prioriteit {n}"
        priorities[0].proposal.priorities.create(position=n, name=name, why=f"Waarom {name}.")
    priorities = queries.priorities_of(plan)
    there = len(object_queries.objectives_of(plan))
    indicators = {row.code: row for row in Indicator.objects.order_by("version")}
    for n in range(there, OBJECTIVES):
        code = CODES[n % len(CODES)]
        found = readings.suggestion(known, code) if code else None
        start = found.value if found else Decimal(100)
        row = Objective.objects.create(
            plan=plan,
            priority=priorities[n % len(priorities)],
            statement=f"Minder overlast voor bewoners in 2030, doel {n}",
            effect="Mensen wonen prettig.",
            indicator=indicators.get(code),
            measured_by="" if found else "Meldingen bij de gemeente",
            unit=found.unit if found else "meldingen",
            direction="decrease",
            baseline=start,
            baseline_from=found.first if found else 2024,
            baseline_to=found.last if found else 2024,
            baseline_source=found.source if found else "eigen telling",
            baseline_basis=readings.basis_of(found, code, "") if found else {},
            target=round(start * (90 - n) / 100, 2),
            target_date=date(2030, 12, 31),
            owner="teamleider veiligheid",
            position=n,
        )
        ObjectiveMeans.objects.create(objective=row, text="toezicht")
    return {"plan": plan, "cast": cast, "row": row}


def measured(name: str, step: Callable[[], object]) -> Measured:
    """A step, once in a process that served nothing yet and then many times."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    began = time.process_time()
    step()
    first = 1000 * (time.process_time() - began)
    with CaptureQueriesContext(connection) as asked:
        step()
    queries = len(asked)
    taken, clock = [], []
    for _round in range(ROUNDS):
        began, at = time.process_time(), time.perf_counter()
        step()
        taken.append(1000 * (time.process_time() - began))
        clock.append(1000 * (time.perf_counter() - at))
    middle = statistics.median
    return Measured(name, first, middle(taken), max(taken), middle(clock), queries)


def pages(made: dict[str, Any]) -> list[Measured]:
    """The pages of the objectives through Django's test client."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(
        made["cast"].coos, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    home, pk = "/voorbeeldstad/plan/doelen/", made["row"].pk

    def get(address: str) -> Callable[[], object]:
        def visit() -> None:
            if client.get(address).status_code != 200:
                raise SystemExit(address)

        return visit

    def judge() -> None:
        typed = {"statement": "Minder woninginbraken", "indicator": "offence-1.1.1"}
        typed |= {"kind": "outcome", "beside": "itself", "direction": "decrease", "target": "3"}
        if client.post(f"{home}kritiek/", typed).status_code != 200:
            raise SystemExit("nothing was judged")

    return [
        measured("the list", get(home)),
        measured("one objective, with its picture", get(f"{home}{pk}/")),
        measured("writing an objective", get(f"{home}{pk}/wijzigen/")),
        measured("criticism while somebody types", judge),
    ]


def table(rows: list[Measured]) -> list[str]:
    """Rows as Markdown."""
    head = (
        "| page | first visit, ms | median, ms | slowest, ms | median on the clock, ms | queries |"
    )
    return [head, "|---|---|---|---|---|---|"] + [
        f"| {r.name} | {r.first:.0f} | {r.median:.0f} | {r.slowest:.0f} | {r.clock:.0f}"
        f" | {r.queries} |"
        for r in rows
    ]


def profiled(made: dict[str, Any]) -> None:
    """Where the time of a later visit of the list goes: for who mends it."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(
        made["cast"].coos, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    client.get("/voorbeeldstad/plan/doelen/")
    with cProfile.Profile() as profile:
        for _round in range(5):
            client.get("/voorbeeldstad/plan/doelen/")
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


def main() -> None:
    """Measure and write the result."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        made = fill()
        if "--profile" in sys.argv:
            profiled(made)
            return
        found = pages(made)
    lines = [
        "# Objectives",
        "",
        f"{PRIORITIES} priorities, {OBJECTIVES} objectives of ten indicators with the figures of"
        f" the demonstration, which has an adopted plan. Processor time through Django's test"
        f" client, SQLite, {ROUNDS} times after the first.",
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()};"
        f" load when it ended (1 minute): {os.getloadavg()[0]:.1f}.",
        f"Wanted: the list at most 15 queries and {GOAL} ms.",
        "",
        *table(found),
        "",
        "While other programs use the cores the clock counts the waiting too. The time of the"
        " processor grows less, up to twice, as programs push each other out of its memory.",
        "",
        "The first visit of a process also reads the figures; every process that serves reads the"
        " pages before its first visitor comes.",
        "",
        "Made by `bench/bench_objectives.py`.",
        "",
    ]
    RESULT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
