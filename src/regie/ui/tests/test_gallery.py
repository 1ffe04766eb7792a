"""The gallery in a real browser: accessible, within the screen, and without breaking the policy.

No server: the browser's requests are answered here, with the strict policy of the house.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from regie.ui.icons import SPRITE
from regie.ui.tests.gallery import content
from regie.ui.tests.gallery.urls import SOURCE

pytestmark = pytest.mark.journey
DIST = SPRITE.parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
ADDRESS = "http://gallery.test"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@pytest.fixture(scope="module")
def browser_() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program or not (DIST / "app.css").exists():
        why = "needs Chromium and a built front-end"
        if os.environ.get("REGIE_REQUIRE_BROWSER") == "1":
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=ARGUMENTS)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The gallery in both languages."""
    request = RequestFactory().get("/")
    template = engines["django"].from_string(SOURCE.read_text(encoding="utf-8"))
    made = {}
    for language in ("nl", "en"):
        with translation.override(language):
            made[language] = template.render(content.context(), request)
    return made


def _answer(html: str) -> Any:
    def answer(route: Route) -> None:
        path = re.sub(r"^.*/ui/dist/", "", route.request.url)
        if path == route.request.url:
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
            route.fulfill(body=html, headers=headers)
        else:
            file = DIST / path
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(Path(path).suffix))

    return answer


def _open(browser: Browser, html: str, **settings: Any) -> tuple[BrowserContext, Page, list[str]]:
    context = browser.new_context(**settings)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/*", _answer(html))
    page.goto(f"{ADDRESS}/")
    return context, page, said


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_gallery_is_accessible_and_fits(
    browser_: Browser, pages: dict[str, str], language: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    context, page, said = _open(browser_, pages[language], viewport=size)
    for closed in page.locator("details summary").all():
        closed.click()
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
    assert [v["id"] for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    context.close()


def test_the_first_tab_reaches_the_skip_link(browser_: Browser, pages: dict[str, str]) -> None:
    without_errors = pages["nl"].replace("regie-errors", "")
    context, page, _said = _open(browser_, without_errors)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_after_a_refused_form_the_reader_starts_at_the_summary(
    browser_: Browser, pages: dict[str, str]
) -> None:
    context, page, _said = _open(browser_, pages["nl"])
    assert page.evaluate("document.activeElement.classList.contains('regie-errors')")
    context.close()


def test_a_choice_by_keyboard_waits_until_the_field_is_left(
    browser_: Browser, pages: dict[str, str]
) -> None:
    context, page, _said = _open(browser_, pages["nl"])
    page.locator("#id_veld").focus()
    page.keyboard.press("j")
    assert page.url == f"{ADDRESS}/"
    page.keyboard.press("Tab")
    page.wait_for_url("**veld=jeugd**")
    context.close()


def test_a_shape_and_its_row_light_up_together(browser_: Browser, pages: dict[str, str]) -> None:
    context, page, _said = _open(browser_, pages["nl"])
    page.locator(".regie-map a").nth(3).focus()
    assert page.locator("tr.is-lit").count() == 1
    page.locator("h1").click()
    assert page.locator(".is-lit").count() == 0
    context.close()


def test_the_menu_and_a_reason_open_without_script(
    browser_: Browser, pages: dict[str, str]
) -> None:
    size = {"width": 390, "height": 800}
    context, page, _said = _open(browser_, pages["nl"], viewport=size, java_script_enabled=False)
    assert not page.locator("#menu").is_visible()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Plan").click()
    assert page.get_by_text("Het plan volgt na de prioriteiten.").is_visible()
    page.get_by_role("button", name="Sluiten").click()
    assert not page.locator("#menu").is_visible()
    context.close()


@pytest.mark.parametrize(("width", "wide"), [(1280, True), (390, False)])
def test_one_of_the_two_drawings_is_shown(
    browser_: Browser, pages: dict[str, str], width: int, wide: bool
) -> None:
    context, page, _said = _open(browser_, pages["nl"], viewport={"width": width, "height": 800})
    assert page.locator(".regie-fig__wide").first.is_visible() is wide
    assert page.locator(".regie-fig__narrow").first.is_visible() is not wide
    assert page.locator(".regie-schema__svg").is_visible() is wide
    assert page.locator(".regie-schema__list").is_visible() is not wide
    context.close()
