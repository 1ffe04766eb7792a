"""Base pages: complete with little, and the worst page with nothing."""

from pathlib import Path
from unittest import mock

import pytest
from django.contrib.staticfiles import storage
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from regie.ui import icons, standalone
from regie.ui.tests.gallery.content import frame

pytestmark = pytest.mark.room
UI = Path(__file__).parents[1]
TEMPLATES = UI / "templates"
ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", ALL)
def test_every_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("code", ["400", "403", "404", "500", "csrf"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_error_pages_need_no_context(code: str, language: str) -> None:
    with translation.override(language):
        html = render_to_string(f"ui/errors/{code}.html")
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert "style=" not in html


def test_a_refusal_gives_its_reason() -> None:
    html = render_to_string("ui/errors/403.html", {"reason": "Alleen de griffier <mag> dit."})
    assert "Alleen de griffier &lt;mag&gt; dit." in html


def test_the_worst_page_survives_a_broken_manifest() -> None:
    with mock.patch.object(storage.staticfiles_storage, "url", side_effect=ValueError):
        html = render_to_string("ui/errors/500.html")
    assert "/static/ui/dist/app.css" in html


def test_a_page_with_its_frame() -> None:
    text = '{% extends "ui/page.html" %}{% block heading %}Kop{% endblock %}'
    request = RequestFactory().get("/ergens/?a=1")
    template = engines["django"].from_string(text)
    with mock.patch("regie.config.navigation.page_frame", return_value={}):
        html = template.render({"frame": frame()}, request)
    assert 'href="#main"' in html
    assert 'aria-current="page">Gegevens' in html
    assert "Het plan volgt na de prioriteiten." in html
    assert 'name="next" value="/ergens/?a=1"' in html
    assert "Voorbeeldstad – Regie</title>" in html


def test_a_page_from_disk_finds_its_assets_beside_it() -> None:
    text = '{% extends "ui/standalone.html" %}{% block heading %}Beeld{% endblock %}'
    html = engines["django"].from_string(text).render({"assets": "x/", "owner": "Almere"})
    assert 'href="x/app.css"' in html
    assert "/static/" not in html


def test_assets_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = tmp_path / "built"
    (built / "fonts").mkdir(parents=True)
    for name in (*standalone.NEEDED, "fonts/a.woff2", "fonts/a.ttf"):
        (built / name).write_text("x")
    monkeypatch.setattr(standalone, "BUILT", built)
    standalone.copy_assets(tmp_path / "out")
    found = {str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.*")}
    assert found == {*standalone.NEEDED, "fonts/a.woff2"}


def test_assets_that_were_not_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standalone, "BUILT", tmp_path)
    with pytest.raises(standalone.AssetsMissingError):
        standalone.copy_assets(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_icon_is_decoration_unless_it_has_a_meaning() -> None:
    assert 'aria-hidden="true"' in icons.svg("lock")
    assert 'role="img" aria-label="op &amp; slot"' in icons.svg("lock", label="op & slot")


def test_an_unknown_icon_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "drawings", lambda: {"lock": "<path/>"})
    with pytest.raises(KeyError):
        icons.svg("bestaat-niet")


def test_without_a_built_sprite_icons_are_empty(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(icons, "SPRITE", tmp_path / "none.svg")
    icons.drawings.cache_clear()
    assert icons.svg("wat-dan-ook").endswith("></svg>")
    icons.drawings.cache_clear()
