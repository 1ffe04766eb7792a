"""Somebody without an account: learn what Regie is, and find the door."""

import pytest
from playwright.sync_api import Page, expect

from e2e.steps import HOME

pytestmark = pytest.mark.journey


def test_the_start_page_says_what_this_is(page: Page) -> None:
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("veiligheidsbeleid")
    assert page.locator('form[action^="/demo/"]').count() >= 7


def test_a_closed_page_leads_to_the_door_and_back(page: Page) -> None:
    page.goto(f"{HOME}veiligheidsbeeld/")
    assert "next=" in page.url
    expect(page.locator('input[type="password"]')).to_be_visible()


def test_a_missing_page_says_what_to_do(page: Page) -> None:
    answer = page.goto("/dit/bestaat/niet/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("link", name="Naar het begin")).to_be_visible()


def test_the_vulnerability_address_is_there(page: Page) -> None:
    answer = page.request.get("/.well-known/security.txt")
    assert answer.ok
    assert "Contact:" in answer.text()
    assert "Expires:" in answer.text()
