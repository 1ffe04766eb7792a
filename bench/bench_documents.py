"""Time to print a document of forty pages with 25 trends and 5 maps, in every form.

Run with `python bench/bench_documents.py`; it writes bench/results/documents.md. The goals: PDF and
Word in 3 seconds, ODT in 1. The drawings exist before; what is measured is printing.
"""

import datetime
import math
import os
import platform
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regie.ui.paper import Block, Figure, Paper, Table

ROUNDS = 7
CHAPTERS, TRENDS, PAGES = 5, 5, 40
RESULT = Path(__file__).parent / "results" / "documents.md"
GOALS = {"PDF": 3.0, "Word": 3.0, "ODT": 1.0, "web page": 1.0}
WORDS = (
    "In Voorbeeldstad daalt het aantal woninginbraken al jaren. De daling is sterker dan in "
    "vergelijkbare gemeenten en groter dan het toeval verklaart. In de wijk Noord bleef de "
    "daling uit: daar ligt het niveau nog op dat van 2015. "
)


@dataclass(frozen=True)
class Measured:
    """Seconds of the first time in this process and of later ones, and size.

    `work` is the processor time of a later one, on all cores together.
    """

    first: float
    median: float
    work: float
    kilobytes: float


def trend(number: int) -> "Figure":
    from regie.ui import trends
    from regie.ui.charts import BreakMark, Line, Point, TrendChart
    from regie.ui.paper import Figure

    years = [f"{year}JJ00" for year in range(2012, 2026)]
    heights = [7 - 0.3 * i + math.sin(i + number) for i in range(len(years))]
    points = tuple(Point(x, y, y - 0.6, y + 0.6) for x, y in zip(years, heights, strict=True))
    country = tuple(Point(x, 6 - 0.25 * i) for i, x in enumerate(years))
    lines = (Line("Voorbeeldstad", points), Line("Nederland", country, role="reference"))
    marks = (BreakMark("2018JJ00", "andere telregel"),)
    chart = TrendChart(f"Soort {number}", "Daalt.", "per 1.000 woningen", lines, marks)
    return Figure(
        trends.draw(chart, trends.WIDE, f"f{number}"),
        f"Soort {number} daalt sneller dan in het land",
        "Lijngrafiek: het aantal per 1.000 woningen daalt van 7,0 in 2012 naar 3,1 in 2025.",
        source="politie, tabel 47018NED, levering van 12 november 2026",
    )


def area_map(number: int) -> "Figure":
    from regie.ui import maps
    from regie.ui.paper import Figure, LegendEntry
    from regie.ui.paper_drawing import MARKS

    shapes = []
    for i in range(110):
        x, y = 400 * (i % 11), 380 * (i // 11)
        edge = [
            (x + 200 + 200 * math.cos(a / 20), y + 190 + 190 * math.sin(a / 20)) for a in range(126)
        ]
        path = "M" + "L".join(f"{a:.0f} {b:.0f}" for a, b in edge) + "Z"
        shapes.append(maps.MapShape(f"BU{i}", f"Buurt {i}", path, "1,5", (i + number) % 5))
    legend = maps.Legend.of((2, 4, 6, 8), unit="per 1.000 woningen")
    svg = maps.draw_map(
        shapes, (0, 0, 4400, 3800), title="Kaart", description="", legend=maps.Legend()
    )
    labels = [entry.label for entry in legend.entries]
    return Figure(
        svg,
        "De hoogste waarden liggen in en rond het centrum",
        "Kaart van 110 buurten; de hoogste waarden liggen in en rond het centrum.",
        legend=tuple(LegendEntry(mark, words) for mark, words in zip(MARKS, labels, strict=False)),
        legend_title=legend.unit,
        source="politie en CBS, 2025",
    )


def measures() -> "Table":
    from regie.ui.paper import table

    head = ["Maatregel", "Trekker", "Gereed", "Adressen", "Stand"]
    rows = [
        [f"Buurtpreventie in wijk {i}", "Gemeente", "31-12-2026", f"{137 * i}", "loopt"]
        for i in range(1, 25)
    ]
    return table("Maatregelen en hun stand", head, rows, numeric=[3], source="gemeente")


def paper() -> "Paper":
    """Five chapters of about eight pages."""
    from regie.ui.paper import Footnote, Heading, Paper, Paragraph, Section, text

    prose = Paragraph(text(WORDS * 3, Footnote("Zie het rapport van 2024.")))
    sections = []
    for chapter in range(CHAPTERS):
        blocks: list[Block] = [Heading("Kaart"), prose, area_map(chapter)]
        for number in range(TRENDS):
            blocks += [Heading(f"Ontwikkeling {number + 1}"), *[prose] * 4]
            blocks.append(trend(chapter * TRENDS + number))
        sections.append(Section(f"Veld {chapter + 1}", (*blocks, measures())))
    day = datetime.date(2026, 11, 21)
    return Paper("Veiligheidsanalyse", "Gemeente Voorbeeldstad", day, tuple(sections))


def measure(build: Callable[["Paper"], bytes], given: "Paper") -> Measured:
    """Each round prints a paper with another title, so that nothing can be remembered whole."""
    seconds, work, size = [], [], 0
    for number in range(ROUNDS + 1):
        other = replace(given, title=f"{given.title} {number}")
        started, busy = time.perf_counter(), time.process_time()
        size = len(build(other))
        seconds.append(time.perf_counter() - started)
        work.append(time.process_time() - busy)
    return Measured(
        seconds[0], statistics.median(seconds[1:]), statistics.median(work[1:]), size / 1024
    )


def forms() -> dict[str, Callable[["Paper"], bytes]]:
    from regie.presentation import documents
    from regie.presentation.documents import pictures

    def afresh(build: Callable[["Paper"], bytes]) -> Callable[["Paper"], bytes]:
        def run(given: "Paper") -> bytes:
            pictures.forget()
            return build(given)

        return run

    return {
        "PDF": documents.pdf,
        "Word": afresh(documents.word),
        "ODT": afresh(documents.odt),
        "web page": lambda given: documents.html(given).encode(),
    }


def table(rows: dict[str, Measured], pages: int) -> str:
    lines = [
        "# Printing a document",
        "",
        f"A document of {pages} pages with {CHAPTERS * TRENDS} trends and {CHAPTERS} maps of 110 "
        f"areas, {ROUNDS} times after the first. *First* loads the libraries. *Work* is processor "
        "time on all cores: other programs were busy on this machine. Pixels for Word and ODT are "
        "drawn anew each time; in use the second form of the same document finds them ready.",
        f"Machine: {os.cpu_count()} cores (load {os.getloadavg()[0]:.0f}), "
        f"Python {platform.python_version()}.",
        "",
        "| form | goal, s | first, s | median, s | of which work, s | size, kB |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {GOALS[name]:.0f} | {m.first:.2f} | {m.median:.2f} | {m.work:.2f} "
        f"| {m.kilobytes:,.0f} |"
        for name, m in rows.items()
    ]
    return "\n".join([*lines, "", "Made by `bench/bench_documents.py`.", ""])


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regie.config.settings")
    import django

    django.setup()
    given = paper()
    built = forms()
    rows = {name: measure(build, given) for name, build in built.items()}
    pages = len(re.findall(rb"/Type/Page/", built["PDF"](given)))
    if pages < PAGES:
        raise SystemExit(f"only {pages} pages")
    text = table(rows, pages)
    RESULT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
