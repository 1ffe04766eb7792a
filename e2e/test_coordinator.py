"""Coos, the safety coordinator: see where we are, look, take figures along, by keyboard too."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.steps import HOME, choose_language, enter_as

pytestmark = pytest.mark.journey

MOST_TABS = 120


def test_from_the_home_to_an_indicator_and_its_source(page: Page) -> None:
    enter_as(page, "coos")
    expect(page.locator("h1")).to_be_visible()
    page.get_by_role("link", name="Veiligheidsbeeld").first.click()
    page.locator('main svg a[href*="/veld/"]').first.click()
    page.wait_for_url("**/veld/**")
    page.locator('main a[href*="/indicator/"]').first.click()
    page.wait_for_url("**/indicator/**")
    expect(page.locator("figure.regie-fig").first).to_be_visible()
    expect(page.locator("body")).to_contain_text(re.compile(r"Bron|47018NED|47022NED"))


def test_the_figures_can_be_taken_along(page: Page) -> None:
    enter_as(page, "coos")
    page.goto(f"{HOME}veiligheidsbeeld/veld/woon-en-leefomgeving/")
    page.locator('main a[href*="/indicator/"]').first.click()
    download = page.locator('a[href*=".csv"], a[href*="csv"]').first.get_attribute("href")
    answer = page.request.get(str(download))
    assert answer.ok
    assert "text/csv" in answer.headers["content-type"]
    assert len(answer.text().splitlines()) > 1


def _tab_to(page: Page, pattern: str) -> None:
    """Press Tab until the focus is on a link whose address matches."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        address = page.evaluate("document.activeElement?.getAttribute('href') || ''")
        if re.search(pattern, address):
            return
    pytest.fail(f"no link to {pattern} by keyboard")


def test_the_whole_way_by_keyboard(page: Page) -> None:
    enter_as(page, "coos")
    page.goto(HOME)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    _tab_to(page, r"/veiligheidsbeeld/$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/veiligheidsbeeld/")
    _tab_to(page, r"/veld/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/veld/**")
    _tab_to(page, r"/indicator/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicator/**")
    _tab_to(page, r"csv")


def test_the_focus_is_visible(page: Page) -> None:
    enter_as(page, "coos")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_the_language_switch_keeps_the_place_and_is_remembered(page: Page) -> None:
    enter_as(page, "coos")
    page.goto(f"{HOME}veiligheidsbeeld/")
    choose_language(page, "en")
    assert page.url.endswith("/veiligheidsbeeld/")
    page.goto(HOME)
    assert page.locator("html").get_attribute("lang") == "en"
    choose_language(page, "nl")
