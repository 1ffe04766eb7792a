"""Processor time and number of queries of writing a plan: 10 priorities, 60 objectives, 27 parts.

Run with `python bench/bench_plan.py`; it writes bench/results/plan.md. Every part has 600 words in
20 versions. The database is made in a folder of its own and thrown away afterwards. It also
compares three ways to read the newest text of every part.
"""

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

ROUNDS = 20
RESULT = Path(__file__).parent / "results" / "plan.md"
PRIORITIES, OBJECTIVES, VERSIONS, LINES = 10, 60, 20, 4
SENTENCE = (
    "De gemeente werkt hier samen met politie, corporaties en bewoners aan een veilige buurt. "
)
TEXT = f"## Kop\n\n{SENTENCE * 20}\n\n- {SENTENCE}\n- {SENTENCE}\n\n{SENTENCE * 20}"


@dataclass(frozen=True)
class Measured:
    """Milliseconds of the processor, on the clock, and queries of one page or step."""

    name: str
    median: float
    slowest: float
    clock: float
    queries: int


def prepare(folder: str) -> dict[str, Any]:
    """A plan as it is near its end, and the people who write it."""
    os.environ.update(REGIE_DATA=folder, REGIE_DEMO="1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from regie.foundation.cycles.cast import ensure_cast
    from regie.foundation.cycles.queries import current_cycle
    from regie.planning.objectives.models import Objective
    from regie.planning.plans import queries, services
    from regie.planning.plans.models import SectionText
    from regie.planning.plans.tests.factory import proposal_of

    cast = ensure_cast()
    cycle = current_cycle(cast.voorbeeldstad)
    if cycle is None:
        raise SystemExit("there is no cycle")
    proposal_of(cycle, *(f"Prioriteit {n}" for n in range(1, PRIORITIES + 1)))
    who: dict[str, Any] = {"actor": cast.coos, "role": "coordinator"}
    plan = services.begin_plan(cycle, **who)
    SectionText.objects.bulk_create(
        SectionText(section=row, number=n, text=f"{TEXT} {n}", settles=n - 1, made_by=cast.ilse)
        for row in plan.sections.all()
        for n in range(1, VERSIONS + 1)
    )
    priorities, years = queries.priorities_of(plan), queries.years_of(plan)
    Objective.objects.bulk_create(
        Objective(plan=plan, priority=priorities[n % PRIORITIES], statement=f"Doel {n}")
        for n in range(OBJECTIVES)
    )
    for each in priorities:
        for n in range(LINES):
            words = services.LogicWords(doing=f"doen {n}", effect="effect", because="omdat")
            services.write_logic(plan, each.pk, words, **who)
        money = services.MeansWords(
            what="Geld", years=tuple(years), priority=each.pk, amount=Decimal(1000)
        )
        services.write_means(plan, money, **who)
    return {"plan": plan, "cast": cast}


def measured(name: str, step: Callable[[], object]) -> Measured:
    """A step, once to warm up and then many times."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    step()
    with CaptureQueriesContext(connection) as asked:
        step()
    queries = len(asked)
    taken, clock = [], []
    for _round in range(ROUNDS):
        began, at = time.process_time(), time.perf_counter()
        step()
        taken.append(1000 * (time.process_time() - began))
        clock.append(1000 * (time.perf_counter() - at))
    return Measured(name, statistics.median(taken), max(taken), statistics.median(clock), queries)


def pages(made: dict[str, Any]) -> list[Measured]:
    """The pages, an autosave, and saving, through Django's test client."""
    from django.test import Client

    client, section = Client(), made["plan"].sections.get(kind="vision")
    client.force_login(
        made["cast"].coos, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    home = "/voorbeeldstad/plan/"
    part = f"{home}onderdeel/{section.pk}/"
    state = {"n": 0}

    def get(address: str) -> Callable[[], object]:
        def visit() -> None:
            if client.get(address).status_code != 200:
                raise SystemExit(address)

        return visit

    def autosave() -> None:
        state["n"] += 1
        typed = {"seen": VERSIONS, "text": f"{TEXT} {state['n']}"}
        if client.post(f"{part}concept/", typed).status_code != 200:
            raise SystemExit("the draft was not kept")

    def save() -> None:
        state["n"] += 1
        seen = section.texts.order_by("-number").values_list("number", flat=True)[0]
        client.post(part, {"seen": seen, "text": f"{TEXT} {state['n']}"})

    return [
        measured("overview", get(home)),
        measured("a part, writing", get(part)),
        measured("autosave of 600 words", autosave),
        measured("saving (the newest number is asked too)", save),
        measured(f"history of {VERSIONS} versions and more", get(f"{part}geschiedenis/")),
        measured("arranging the parts", get(f"{home}onderdelen/")),
        measured("intervention logic", get(f"{home}beleidstheorie/")),
        measured("money and people", get(f"{home}geld-en-mensen/")),
    ]


def ways(made: dict[str, Any]) -> list[Measured]:
    """Three ways to read the newest text of every part."""
    from regie.planning.plans import queries
    from regie.planning.plans.models import SectionText

    plan = made["plan"]

    def each() -> object:
        return [
            row.texts.filter(beside=False).order_by("-number").first()
            for row in plan.sections.filter(removed_at__isnull=True)
        ]

    def everything() -> object:
        rows = SectionText.objects.filter(section__plan=plan, beside=False).order_by("number")
        return {row.section_id: row for row in rows}

    return [
        measured("along with the parts (built)", lambda: queries.sections_of(plan)),
        measured("one query per part", each),
        measured("every version, the last one kept", everything),
    ]


def table(heading: str, rows: list[Measured]) -> list[str]:
    """Rows as Markdown."""
    head = f"| {heading} | median, ms | slowest, ms | median on the clock, ms | queries |"
    return [head, "|---|---|---|---|---|"] + [
        f"| {row.name} | {row.median:.0f} | {row.slowest:.0f} | {row.clock:.0f} | {row.queries} |"
        for row in rows
    ]


def main() -> None:
    """Measure and write the result."""
    with tempfile.TemporaryDirectory() as folder:
        made = prepare(folder)
        compared, found = ways(made), pages(made)
    lines = [
        "# Writing a plan",
        "",
        f"{PRIORITIES} priorities, {OBJECTIVES} objectives, 27 parts of 600 words in {VERSIONS}"
        f" versions each. Processor time through Django's test client, SQLite, {ROUNDS} times after"
        f" the first.",
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()};"
        f" load when it ended (1 minute): {os.getloadavg()[0]:.1f}.",
        "Wanted: the overview at most 15 queries and 150 ms, an autosave under 100 ms.",
        "",
        *table("page", found),
        "",
        *table("newest text of every part", compared),
        "",
        "Made by `bench/bench_plan.py`.",
        "",
    ]
    RESULT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
