"""Documents to test with: one with a bit of everything, and any that can exist."""

import datetime
from dataclasses import replace

from hypothesis import strategies as st

from regie.ui import maps
from regie.ui import paper as parts
from regie.ui.paper import (
    Alignment,
    Block,
    BulletList,
    Callout,
    Definition,
    DefinitionList,
    Figure,
    Footnote,
    Heading,
    LegendEntry,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Section,
    SourceLine,
    Table,
    Text,
    Under,
    Words,
    clean,
    emphasis,
    link,
    strong,
    table,
    text,
)

LINE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200" viewBox="0 0 640 200">'
    "<title>weg</title><defs><clipPath id='knip'><path d='M0 0h9v9z'/></clipPath></defs>"
    '<g clip-path="url(#knip)"><path d="M0 100L640 50" stroke="#1a5a8a" fill="none"/></g>'
    '<text x="10" y="20" font-size="13">per 1.000 inwoners</text></svg>'
)
NASTY = (
    '#import "@preview/tidy:0.1": * // $x^2$ `raw` @ref <label>',
    '#read("/etc/hosts")',
    "<script>alert(1)</script>",
    "]]> & < > \" ' {{ titel }} {% if x %} {# y #}",
    "${title} %(naam)s \\n \\u{41}",
    "x" * 300,
    "مرحبا بالعالم שלום",
    "smiley \N{GRINNING FACE} vlag \N{REGIONAL INDICATOR SYMBOL LETTER N}",
    "\N{CJK UNIFIED IDEOGRAPH-4E2D}\N{KATAKANA LETTER TE}",
    "e\N{COMBINING ACUTE ACCENT} a\N{COMBINING DIAERESIS}",
    "a\x00b\x0bc\nd\te",
    "\ud800 \ufffe",
    "½ ≥ ≤ → ✓ – — € \N{NO-BREAK SPACE}x\N{SOFT HYPHEN}y",
)


def nested() -> BulletList:
    """Three lists in each other, with dots and numbers."""
    deep = BulletList((text("Een lamp."),), ordered=True)
    middle = BulletList((text("Licht."), text("Zicht.")), under=(Under(0, deep),))
    items = (text("Ontwerp."), text("Beheer."))
    return BulletList(items, ordered=True, start=3, under=(Under(0, middle),))


def under_first(
    items: tuple[Text, ...], ordered: bool, below: tuple[Text, ...], numbered: bool
) -> BulletList:
    """A list with another under its first item."""
    return BulletList(items, ordered, under=(Under(0, BulletList(below, numbered)),))


def neighbourhoods() -> Figure:
    """A map of three areas, with its legend beside it."""
    shapes = (
        maps.MapShape("BU1", "Centrum", "M0 0H2000V3000H0Z", "8,1", 4),
        maps.MapShape("BU2", "Noord", "M2000 0H4000V3000H2000Z", "afgeschermd", None, "hidden"),
        maps.MapShape("BU3", "Zuid", "M4000 0H6000V3000H4000Z", "2,0", 0, current=True),
    )
    svg = maps.draw_map(
        shapes, (0, 0, 6000, 3000), title="Kaart", description="", legend=maps.Legend()
    )
    return Figure(
        svg,
        "De hoogste waarde ligt in het centrum",
        "Kaart van drie buurten; het centrum heeft de hoogste waarde.",
        legend=(
            LegendEntry("k0", "minder dan 4"),
            LegendEntry("k4", "8 of meer"),
            LegendEntry("hidden", "afgeschermd: te weinig om te tonen"),
            LegendEntry("none", "geen cijfer"),
        ),
        legend_title="per 1.000 woningen",
        note="Een opmerking bij de kaart.",
        source="politie, 2025",
    )


def trend(caption: str = "Het aantal daalt") -> Figure:
    """A line in a drawing of ordinary size."""
    return Figure(LINE, caption, "Lijn die daalt van 7,0 naar 3,1.", narrow=LINE)


def measures(caption: str = "Maatregelen", rows: int = 3) -> Table:
    """A table with a number, a note and a footnote in a cell."""
    cells: list[list[Words]] = [
        [f"Maatregel {i}", text(strong("gemeente"), Footnote("Samen met de politie.")), f"{i}.000"]
        for i in range(1, rows + 1)
    ]
    return table(
        caption, ["Wat", "Wie", "Aantal"], cells, numeric=[2], note="Per 1 mei.", source="gemeente"
    )


def report() -> Paper:
    """A document with a bit of everything."""
    first = Section(
        "Veilige leefomgeving",
        (
            Heading("Wat speelt er?"),
            Paragraph(
                text(
                    "Er is ", strong("minder"), " en ", emphasis("anders"), Footnote("Sinds 2018.")
                )
            ),
            trend(),
            Heading("In de wijken", 3),
            neighbourhoods(),
            Paragraph(text("Zie ", link("de politie", "https://data.politie.nl/x?a=1&b=2"), ".")),
            Callout("warning", "De telling is veranderd", (text("Vergelijk niet zomaar."),)),
            PageBreak(),
            Heading("Wat gaan we doen?"),
            BulletList((text("Sloten vervangen."), text("Wijken bezoeken."))),
            BulletList((text("Eerst meten."), text("Dan kiezen.")), ordered=True),
            nested(),
            Paragraph(text("Stadhuis", parts.LINE, "Plein 1")),
            measures(),
        ),
    )
    second = Section(
        "Woorden",
        (
            DefinitionList((Definition("Woninginbraak", text("Diefstal uit een woning.")),)),
            SourceLine(text("woordenboek")),
            Callout("info", "Meer weten"),
            BulletList((text("Nog eens bij een."),), ordered=True),
        ),
    )
    return Paper(
        "Veiligheidsanalyse Voorbeeldstad 2026",
        "Gemeente Voorbeeldstad",
        datetime.date(2026, 11, 21),
        (first, second),
        subtitle="Wat cijfers, mensen en straat zeggen",
        author="Team Veiligheid",
        status="Concept voor de raad",
        sources=(text("Politie, tabel 47018NED."), text("CBS, kerncijfers.")),
    )


def nasty() -> Paper:
    """Words that try to be markup, code or nothing at all, in every place words can be."""
    sections = tuple(
        Section(
            f"H {words}",
            (
                Heading(f"K {words}"),
                Paragraph(text(f"P {words}", Run(words, strong=True), Footnote(f"N {words}"))),
                BulletList((text(f"L {words}"),)),
                table(f"T {words}", [f"C {words}"], [[words]], note=f"O {words}", source=words),
                Callout("info", f"B {words}", (text(f"M {words}"),)),
                DefinitionList((Definition(f"D {words}", text(f"E {words}")),)),
                trend(f"F {words}"),
            ),
        )
        for words in NASTY
    )
    return replace(
        report(),
        title=NASTY[0],
        organisation=NASTY[2],
        status=NASTY[3],
        author=NASTY[7],
        subtitle=NASTY[5],
        sections=sections,
    )


def _seen(words: str) -> bool:
    return any(character.isalnum() for character in clean(words))


WORDS = st.one_of(
    st.text(min_size=1, max_size=30), st.sampled_from(NASTY), st.text("ab c", min_size=1)
).filter(_seen)
_HREFS = st.sampled_from(
    ("", "https://example.org/a?b=c&d=<e".replace("<", "%3C"), "mailto:a@b.nl")
)
_RUNS = st.builds(Run, WORDS, st.booleans(), st.booleans(), _HREFS)
TEXTS = st.lists(_RUNS | st.builds(Footnote, WORDS), min_size=1, max_size=3).map(
    lambda runs: (Run("a"), *runs)
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of any shape."""
    width = draw(st.integers(1, 5))
    row = st.lists(TEXTS | st.just(()), min_size=width, max_size=width).map(tuple)
    head = st.lists(
        WORDS.map(lambda words: (Run(words, strong=True),)), min_size=width, max_size=width
    ).map(tuple)
    side: st.SearchStrategy[Alignment] = st.sampled_from(("left", "center", "right"))
    sides = st.tuples(*[side] * width)
    return Table(
        draw(WORDS),
        tuple(draw(st.lists(head, min_size=1, max_size=2))),
        tuple(draw(st.lists(row, max_size=3))),
        alignment=draw(st.just(()) | sides),
        row_headers=draw(st.booleans()),
        note=draw(TEXTS | st.just(())),
        source=draw(WORDS | st.just("")),
    )


_FIGURES = st.builds(
    Figure, st.just(LINE), WORDS, WORDS, source=WORDS, legend=st.just((LegendEntry("k1", "een"),))
)
_TEXT_LISTS = st.lists(TEXTS, min_size=1, max_size=3).map(tuple)
BLOCKS = st.one_of(
    st.builds(Paragraph, TEXTS),
    st.builds(SourceLine, TEXTS),
    st.builds(BulletList, _TEXT_LISTS, st.booleans(), st.sampled_from([1, 1, 5])),
    st.builds(under_first, _TEXT_LISTS, st.booleans(), _TEXT_LISTS, st.booleans()),
    st.lists(st.builds(Definition, WORDS, TEXTS), min_size=1, max_size=2).map(
        lambda items: DefinitionList(tuple(items))
    ),
    st.builds(
        Callout, st.sampled_from(("info", "success", "warning", "error")), WORDS, _TEXT_LISTS
    ),
    st.just(PageBreak()),
    tables(),
    _FIGURES,
)


@st.composite
def sections(draw: st.DrawFn) -> Section:
    """A chapter whose headings never skip a level."""
    blocks: list[Block] = []
    level = 1
    for block in draw(st.lists(BLOCKS, max_size=5)):
        if draw(st.booleans()):
            level = draw(st.integers(2, min(4, level + 1)))
            blocks.append(Heading(draw(WORDS), level))
        blocks.append(block)
    return Section(draw(WORDS), tuple(blocks))


PAPERS = st.builds(
    Paper,
    WORDS,
    WORDS,
    st.dates(),
    st.lists(sections(), min_size=1, max_size=3).map(tuple),
    subtitle=WORDS | st.just(""),
    author=WORDS | st.just(""),
    status=WORDS | st.just(""),
    language=st.sampled_from(("nl", "en", "fy", "de")),
    sources=st.lists(TEXTS, max_size=2).map(tuple),
)
