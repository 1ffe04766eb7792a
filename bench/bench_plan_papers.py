"""Time to print a safety plan of forty pages with 25 trends and 5 maps, from its content.

Run with `python -m bench.bench_plan_papers`; it writes bench/results/plan_papers.md. The goals: PDF
and Word in 3 seconds, ODT in 1. Measured is all that happens between the content of an edition and
the file: reading it, making the paper, printing it. Word comes in a template of the municipality.
"""

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from bench.bench_documents import WORDS, area_map, trend

ROUNDS = 5
TRENDS, MAPS, PRIORITIES, GOALS, PAGES = 25, 5, 5, 3, 40
RESULT = Path(__file__).parent / "results" / "plan_papers.md"
GOAL = {
    "the plan, PDF": 3.0,
    "the plan, Word in an own template": 3.0,
    "the plan, ODT": 1.0,
    "one page, PDF": 3.0,
    "slides, PDF": 3.0,
    "council proposal, Word": 3.0,
}
Plain = dict[str, Any]


class Measured(NamedTuple):
    """Seconds of the first time in this process and the median of later ones, processor time of
    a later one on all cores together, and size in kB.
    """

    first: float
    median: float
    work: float
    kilobytes: float


def content() -> Plain:
    """A plan with everything: its figures in the analysis, five priorities, thirty objectives."""
    from regie.planning.plan_papers.tests import sample
    from regie.ui.paper import as_data

    drawn = [trend(n) for n in range(TRENDS)] + [area_map(n) for n in range(MAPS)]
    figures = {str(n): as_data(figure) for n, figure in enumerate(drawn, 1)}
    told = "\n\n".join(f"## Ontwikkeling {n}\n\n{WORDS}\n\n{{figuur {n}}}" for n in figures)
    parts = [
        {**part, "text": told if part["kind"] == "analysis" else f"{part['text']}\n\n{WORDS * 4}"}
        for part in sample.SECTIONS
    ]
    pks = range(1, PRIORITIES + 1)
    priorities = [
        sample.PRIORITIES[0] | {"pk": pk, "name": f"Prioriteit {pk}", "why": WORDS} for pk in pks
    ]
    objectives = [
        sample.OBJECTIVES[0] | {"pk": 100 * pk + n, "priority": pk, "course": None}
        for pk in pks
        for n in range(GOALS)
    ]
    return sample.content(
        figures=figures, sections=parts, priorities=priorities, objectives=objectives
    )


def jobs() -> Mapping[str, Callable[[Plain], bytes]]:
    """What is measured: from content to file."""
    from regie.planning.plan_papers.council import council_proposal
    from regie.planning.plan_papers.paper import plan_paper
    from regie.planning.plan_papers.slides import presentation
    from regie.planning.plan_papers.summary import one_page
    from regie.presentation import documents
    from regie.presentation.documents import pictures

    template = documents.sample_template()

    def afresh(build: Callable[[Plain], bytes]) -> Callable[[Plain], bytes]:
        def run(given: Plain) -> bytes:
            pictures.forget()
            return build(given)

        return run

    return {
        "the plan, PDF": lambda given: documents.pdf(plan_paper(given)),
        "the plan, Word in an own template": afresh(
            lambda given: documents.word(plan_paper(given), template)
        ),
        "the plan, ODT": afresh(lambda given: documents.odt(plan_paper(given))),
        "one page, PDF": lambda given: documents.pdf(one_page(given)),
        "slides, PDF": lambda given: documents.pdf(presentation(given)),
        "council proposal, Word": lambda given: documents.word(council_proposal(given), template),
    }


def measure(job: Callable[[Plain], bytes], given: Plain) -> Measured:
    """Each round has another title, so that nothing can be remembered whole."""
    seconds, work, size = [], [], 0
    for number in range(ROUNDS + 1):
        plan = given["plan"] | {"title": f"{given['plan']['title']} {number}"}
        started, busy = time.perf_counter(), time.process_time()
        size = len(job(given | {"plan": plan}))
        seconds.append(time.perf_counter() - started)
        work.append(time.process_time() - busy)
    later, busy = statistics.median(seconds[1:]), statistics.median(work[1:])
    return Measured(seconds[0], later, busy, size / 1024)


FORMS = ("html", "pdf", "odt", "word")


def first_print(form: str) -> float:
    """Processor seconds for a million letters that this process did not print before."""
    from regie.planning.plan_papers.paper import plan_paper
    from regie.planning.plan_papers.tests import sample
    from regie.presentation import documents

    given, build = content(), getattr(documents, form)
    build(plan_paper(sample.content()))  # loads the libraries
    started = time.process_time()
    build(plan_paper(given))
    letters = len(json.dumps(given, ensure_ascii=False))
    return 1e6 * (time.process_time() - started) / letters


def first_prints() -> Mapping[str, float]:
    """The same for every form, each in a process of its own, the middle of three."""
    command = [sys.executable, "-m", "bench.bench_plan_papers"]
    found = {}
    for form in FORMS:
        seconds = [
            float(subprocess.run([*command, form], capture_output=True, check=True).stdout)
            for _time in range(3)
        ]
        found[form] = statistics.median(seconds)
    return found


def table(rows: Mapping[str, Measured], pages: int, firsts: Mapping[str, float]) -> str:
    lines = [
        "# Printing a safety plan",
        "",
        f"A plan of {pages} pages with {TRENDS} trends, {MAPS} maps of 110 areas, {PRIORITIES} "
        f"priorities and {PRIORITIES * GOALS} objectives, {ROUNDS} times after the first. From the "
        "content of an edition to the file. Pixels for Word and ODT are drawn anew each time. "
        "*Work* is processor time on all cores: other programs were busy on this machine.",
        f"Machine: {os.cpu_count()} cores (load {os.getloadavg()[0]:.0f}), "
        f"Python {platform.python_version()}.",
        "",
        "| paper | goal, s | first, s | median, s | of which work, s | size, kB |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {GOAL[name]:.0f} | {m.first:.2f} | {m.median:.2f} | {m.work:.2f} "
        f"| {m.kilobytes:,.0f} |"
        for name, m in rows.items()
    ]
    told = ", ".join(f"{form} {seconds:.2f}" for form, seconds in firsts.items())
    lines += [
        "",
        "What decides whether a document is made at once (`publications.rules.PER_MILLION`): "
        "seconds of a processor for a million letters of content that nobody printed before, "
        f"reading and printing together (load {os.getloadavg()[0]:.0f}): {told}.",
    ]
    return "\n".join([*lines, "", "Made by `bench/bench_plan_papers.py`.", ""])


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    if sys.argv[1:]:
        print(first_print(sys.argv[1]))
        return
    given, found = content(), jobs()
    rows = {name: measure(job, given) for name, job in found.items()}
    pages = len(re.findall(rb"/Type\s*/Page\b", found["the plan, PDF"](given)))
    if pages < PAGES:
        raise SystemExit(f"only {pages} pages")
    text = table(rows, pages, first_prints())
    RESULT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
