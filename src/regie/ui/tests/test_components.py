"""Every component renders, says which parameters it takes, and is clean for a strict policy."""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError, engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from regie.ui.tables import Cell, Column, Row, Table
from regie.ui.tests.gallery import content
from regie.ui.tests.gallery.urls import SOURCE

pytestmark = pytest.mark.room
UI = Path(__file__).parents[1]
COMPONENTS = UI / "templates" / "ui" / "components"
NAMES = sorted(path.stem for path in COMPONENTS.glob("*.html"))
HOUSE = UI.parent
INCLUDE = re.compile(r'\{%\s*include "ui/components/(\w+)\.html"(.*?)%\}', re.DOTALL)
BLOCK = re.compile(r'\{%\s*component "(\w+)"(.*?)%\}', re.DOTALL)


def _comment(name: str) -> str:
    text = (COMPONENTS / f"{name}.html").read_text(encoding="utf-8")
    found = re.match(r"\{% comment %\}(.*?)\{% endcomment %\}", text, re.DOTALL)
    assert found, f"{name}.html does not begin with a comment"
    return found[1]


def _uses() -> list[tuple[str, str, set[str]]]:
    """(file, component, parameters) of every use in the house."""
    found = []
    for path in HOUSE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for name, rest in [*INCLUDE.findall(text), *BLOCK.findall(text)]:
            bare = re.sub(r'"[^"]*"', '""', rest)
            found.append((str(path.relative_to(HOUSE)), name, set(re.findall(r"(\w+)=", bare))))
    return found


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/?veld=jeugd&pagina=2")


@pytest.mark.parametrize("name", NAMES)
def test_a_component_says_its_parameters(name: str) -> None:
    assert len(_comment(name).strip()) > 20


def test_pages_use_only_parameters_that_a_component_says_it_takes() -> None:
    wrong = [
        f"{path}: {name} has no parameter {parameter}"
        for path, name, parameters in _uses()
        for parameter in parameters
        if not re.search(rf"\b{parameter}\b", _comment(name))
    ]
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_a_component_renders_with_no_more_than_a_title(name: str) -> None:
    if name in {"field", "errors", "pagination", "provenance"}:
        pytest.skip("needs a form, a page or a text")
    assert "style=" not in render_to_string(f"ui/components/{name}.html", {"title": "Titel"})


def test_the_gallery_shows_every_component_and_has_no_inline_style(request_: HttpRequest) -> None:
    source = SOURCE.read_text(encoding="utf-8")
    page = engines["django"].from_string(source).render(content.context(), request_)
    assert "style=" not in page
    assert not re.search(r"<style|<script(?![^>]*src=)|\son\w+=\"", page)
    for name in NAMES:
        inside = any(f'"{name}"' in source or f"/{name}.html" in source for _ in [0])
        assert inside or name in {"field", "errors", "provenance", "badge"}


def test_ids_are_unique(request_: HttpRequest) -> None:
    source = SOURCE.read_text(encoding="utf-8")
    page = engines["django"].from_string(source).render(content.context(), request_)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_pagination_keeps_the_other_parameters(request_: HttpRequest) -> None:
    page = content.context()["page"]
    html = render_to_string("ui/components/pagination.html", {"page": page, "request": request_})
    assert "?veld=jeugd&amp;pagina=1" in html
    assert "?veld=jeugd&amp;pagina=3" in html
    assert "Pagina 2 van 10" in html


def test_a_refused_button_gives_its_reason_in_words() -> None:
    html = render_to_string(
        "ui/components/button.html", {"label": "Vaststellen", "refused": "Nee."}
    )
    assert "Nee." in html
    assert "<button" not in html
    assert "<a " not in html


def test_a_table_says_its_columns_beside_the_values() -> None:
    html = render_to_string("ui/components/table.html", {"table": content.measures()})
    assert 'data-l="Budget (in euro)"' in html
    assert html.count("<tr") == 5


def test_a_badge_does_not_push_a_number_out_of_its_column() -> None:
    cells = (Cell("naam", badge="nieuw"), Cell("12", badge="voorlopig"))
    table = Table("T", (Column("A"), Column("B", numeric=True)), (Row(cells),))
    html = render_to_string("ui/components/table.html", {"table": table})
    assert html.index("naam") < html.index("nieuw") < html.index("voorlopig") < html.index("12<")


def test_progress_in_words() -> None:
    html = render_to_string("ui/components/progress.html", {"value": 41.4, "label": "Lezen"})
    assert 'value="41"' in html
    assert "41%" in html
    busy = render_to_string("ui/components/progress.html", {"label": "Lezen", "text": "bezig"})
    assert " value=" not in busy


def test_provenance_of_one_text_and_of_parts() -> None:
    one = render_to_string("ui/components/provenance.html", {"items": "Politie"})
    assert "Bron: Politie" in one
    parts = ["CBS", {"text": "levering", "href": "/l/"}]
    many = render_to_string("ui/components/provenance.html", {"items": parts})
    assert re.search(r'CBS · <a class="nl-link" href="/l/">levering</a>', many)


def _render(text: str, **values: object) -> str:
    return Template("{% load regie %}" + text).render(Context(values))


def test_a_component_with_content_and_a_slot() -> None:
    html = _render(
        '{% component "panel" title=name %}{% slot actions %}<i>{{ word }}</i>{% endslot %}'
        "tekst {{ word }}{% endcomponent %}",
        name="A & B",
        word="<x>",
    )
    assert "A &amp; B" in html
    assert "<i>&lt;x&gt;</i>" in html
    assert "tekst &lt;x&gt;" in html
    assert html.count("&lt;x&gt;") == 2


def test_a_component_sees_only_its_parameters() -> None:
    assert "geheim" not in _render(
        '{% component "panel" title="T" %}{% endcomponent %}', lead="geheim"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{% component %}{% endcomponent %}",
        '{% component "panel" title %}{% endcomponent %}',
        "{% slot %}{% endslot %}",
        '{% component "panel" %}',
    ],
)
def test_wrong_use_is_refused(text: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        _render(text)


def test_filters_and_tags() -> None:
    html = _render(
        "{{ a|number:1 }} {{ a|signed:1 }} {{ a|percent }} {{ p|period }} {{ p|period_short }}",
        a=3.14,
        p="2023MM03",
    )
    assert html == "3,1 +3,1 3% maart 2023 mrt 2023"
    assert "ui/dist/app.css" in _render("{% asset 'app.css' %}")
