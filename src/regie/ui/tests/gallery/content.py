"""Everything the house can draw, with invented figures; for looking at and for testing."""

import math
from typing import Any

from django import forms
from django.core.paginator import Paginator

from regie.ui.charts import BreakMark, Drawn, Line, Point, TrendChart, draw_trend
from regie.ui.maps import Legend, MapShape, Pattern, class_breaks, classify, draw_map
from regie.ui.schema import Node, draw_schema
from regie.ui.tables import Cell, Column, Row, Table

YEARS = tuple(f"{year}JJ00" for year in range(2012, 2026))
MONTHS = tuple(f"{year}MM{month:02d}" for year in range(2019, 2026) for month in range(1, 13))


class UploadForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label="Naam van de levering", help_text="Zoals u haar terug wilt zien.")
    date = forms.DateField(label="Leverdatum")
    kind = forms.ChoiceField(label="Soort", choices=[("", "Kies"), ("a", "Misdrijven")])
    level = forms.ChoiceField(
        label="Niveau", choices=[("g", "Gemeente"), ("b", "Buurt")], widget=forms.RadioSelect
    )
    subjects = forms.MultipleChoiceField(
        label="Velden",
        choices=[("j", "Jeugd"), ("f", "Fysiek")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="Toelichting", widget=forms.Textarea, required=False)
    file = forms.FileField(label="Bestand", help_text="CSV, Parquet of JSON.", required=False)
    agree = forms.BooleanField(label="Ik heb het recht om deze gegevens te delen")


class FilterForm(forms.Form):
    zoek = forms.CharField(label="Zoeken", required=False)
    veld = forms.ChoiceField(
        label="Veiligheidsveld", choices=[("", "Alle velden"), ("jeugd", "Jeugd")], required=False
    )


def frame() -> dict[str, Any]:
    nav = ["Werkplek", "Veiligheidsbeeld", "Gegevens", "Beleidscyclus", "Beheer"]
    phases = ["Voorbereiding", "Analyse", "Prioriteiten", "Plan", "Uitvoering", "Evaluatie"]
    return {
        "brand": "Regie",
        "home_url": "/",
        "municipality": {"name": "Gemeente Voorbeeldstad"},
        "demo": True,
        "language_url": "/taal/",
        "languages": [
            {"code": "nl", "label": "Nederlands", "current": True},
            {"code": "en", "label": "English", "current": False},
        ],
        "user": {"name": "Coos", "role": "Veiligheidscoördinator", "initials": "CO", "url": "/"},
        "logout_url": "/uit/",
        "nav": [
            *(
                {"label": label, "url": "/", "current": label == "Gegevens", "enabled": True}
                for label in nav
            ),
            {"label": "Plan", "enabled": False, "reason": "Het plan volgt na de prioriteiten."},
        ],
        "cycle": [
            {"label": label, "state": ["gereed", "nu", "straks"][min(i, 2)], "url": ""}
            for i, label in enumerate(phases)
        ],
        "footer": [{"label": "Toegankelijkheid", "url": "/"}, {"label": "Broncode", "url": "/"}],
    }


def trend() -> Drawn:
    own = [
        Point(year, 7.1 * 0.93**i, 7.1 * 0.93**i - 0.5, 7.1 * 0.93**i + 0.5, provisional=i > 11)
        for i, year in enumerate(YEARS)
    ]
    own[4] = Point(YEARS[4], None)
    country = tuple(Point(y, 6.4 * 0.94**i, provisional=i > 11) for i, y in enumerate(YEARS))
    like = tuple(Point(y, 7.4 * 0.93**i, provisional=i > 11) for i, y in enumerate(YEARS))
    return draw_trend(
        TrendChart(
            title="Woninginbraak",
            description="Voorbeeldstad daalt van 7,1 naar 2,8 per 1.000 woningen.",
            unit="per 1.000 woningen",
            lines=(
                Line("Voorbeeldstad", tuple(own)),
                Line("Nederland", country, role="reference"),
                Line("Vergelijkbare gemeenten", like, role="other"),
            ),
            breaks=(BreakMark("2018JJ00", "nieuwe indeling"), BreakMark("2021JJ00", "corona")),
        )
    )


def monthly() -> Drawn:
    points = tuple(
        Point(month, 120 + 50 * math.sin(i / 2) + i % 7, provisional=i > 80)
        for i, month in enumerate(MONTHS)
    )
    chart = TrendChart(
        title="Meldingen per maand",
        description="Golvend, hoger in de zomer.",
        unit="meldingen",
        lines=(Line("Voorbeeldstad", points),),
        breaks=(BreakMark("2022MM07", "andere telling door een nieuw systeem"),),
        decimals=0,
    )
    return draw_trend(chart)


def shapes(side: int = 8) -> tuple[MapShape, ...]:
    """A square country of equal areas, with one hidden and one absent."""
    values = [((i * 37) % 64) / 7 for i in range(side * side)]
    breaks = class_breaks(values)
    found = []
    for i, value in enumerate(values):
        x, y = 100_000 + 500 * (i % side), -450_000 + 500 * (i // side)
        pattern: Pattern = "hidden" if i == 5 else "none" if i == 9 else ""
        found.append(
            MapShape(
                f"BU99010{i:03d}",
                f"Buurt {i}",
                f"M{x} {y}l500 0l0 500l-500 0z",
                value_text=f"{value:.1f} per 1.000".replace(".", ",", 1)
                if not pattern
                else "afgeschermd",
                klass=None if pattern else classify(value, breaks),
                pattern=pattern,
                href=f"#b{i}",
                current=i == 20,
            )
        )
    return tuple(found)


def area_map() -> str:
    breaks = class_breaks([((i * 37) % 64) / 7 for i in range(64)])
    legend = Legend.of(breaks, unit="per 1.000 woningen", decimals=1, hidden=True, none=True)
    bounds = (100_000, -450_000, 104_000, -446_000)
    return draw_map(
        shapes(), bounds, title="Woninginbraak per buurt", description="2025", legend=legend
    )


def schema() -> str:
    fields = (
        ("Veilige woon- en leefomgeving", 350, 14, "home"),
        ("Bedrijvigheid en veiligheid", 365, 174, "building-store"),
        ("Jeugd en veiligheid", 765, 70, "users-group"),
        ("Fysieke veiligheid", 687, 174, "flame"),
        ("Integriteit en veiligheid", 612, 11, "shield-lock"),
    )
    nodes = tuple(
        Node(name[:4], name, f"#{i}", x, y, "2 soorten misdrijf stijgen", ("1 daalt",), icon)
        for i, (name, x, y, icon) in enumerate(fields)
    )
    return draw_schema(nodes, "Integraal veiligheids­plan", "#plan")


def measures() -> Table:
    rows = (
        ("V1", "Aanpak jeugdgroepen Westerpark", "Jeugd", "Gemeente", "Op schema", "positive"),
        ("V2", "Keurmerk Veilig Ondernemen", "Bedrijvigheid", "Vereniging", "Vertraagd", "warning"),
        ("V3", "Weerbaar bestuur", "Integriteit", "RIEC, politie", "Gereed", "info"),
        ("V4", "Cameratoezicht station", "Wonen", "Politie, OM", "Gestopt", "negative"),
    )
    return Table(
        "Peildatum 1 november 2026 · 4 van 38 getoond",
        (
            Column("Nr."),
            Column("Maatregel"),
            Column("Trekker"),
            Column("Status"),
            Column("Budget", numeric=True, hint="in euro"),
        ),
        tuple(
            Row(
                (
                    nr,
                    Cell(name, href="#", sub=veld),
                    who,
                    Cell(badge=state, badge_kind=kind),
                    "38.500",
                ),
                current=nr == "V2",
            )
            for nr, name, veld, who, state, kind in rows
        ),
    )


def context() -> dict[str, Any]:
    return {
        "frame": frame(),
        "crumbs": [("Voorbeeldstad", "/"), ("Gegevens", "/")],
        "tabs": [
            {"label": "Maatregelen (38)", "url": "#", "current": True},
            *({"label": x, "url": "#"} for x in ("Tijdlijn", "Budget", "Partners (14)")),
        ],
        "steps": [
            {"label": "Herkennen", "state": "gereed"},
            {"label": "Lezen", "state": "nu", "note": "41%"},
            {"label": "Rapport", "state": "straks"},
        ],
        "filter": FilterForm(),
        "form": UploadForm({"date": "12-13-2026", "title": "x"}),
        "measures": measures(),
        "page": Paginator(range(100), 10).page(2),
        "drawn": trend(),
        "monthly": monthly(),
        "map": area_map(),
        "schema": schema(),
        "figures": Table(
            "Woninginbraak per jaar",
            (Column("Jaar"), Column("Voorbeeldstad", numeric=True)),
            tuple(Row((year[:4], "3,1")) for year in YEARS),
        ),
        "areas": Table(
            "Buurten",
            (Column("Buurt"), Column("Waarde", numeric=True)),
            tuple(Row((s.name, s.value_text), key=s.code) for s in shapes()),
        ),
        "provenance": [{"text": "Politie 47018NED", "href": "#"}, "levering 3 november 2026"],
        "facts": [("Tabel", "47018NED"), ("Ontvangen", "3 november 2026"), ("Bron", "CBS", "#")],
        "cards": [
            {"title": "Gegevens", "text": "Wat hebben we?", "url": "#", "icon": "database"},
            {"title": "Beeld", "text": "Wat speelt er?", "url": "#", "icon": "chart-line",
             "badge": "nieuw", "badge_kind": "info"},
            {"title": "Plan", "icon": "notebook", "reason": "De raad heeft nog niet besloten."},
        ],
    }  # fmt: skip
