"""Ilse, the researcher: bring a file in, read its report, and be told clearly when it is wrong."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.steps import HOME, enter_as

pytestmark = pytest.mark.journey


def test_a_delivery_has_a_report_in_words(page: Page) -> None:
    enter_as(page, "ilse")
    page.goto(f"{HOME}gegevens/")
    page.locator("main tr", has_text="47018NED").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("afgeschermd")


def test_a_page_saved_as_csv_is_refused_with_a_reason(page: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "47018NED.csv"
    wrong.write_text("<!doctype html><title>Service unavailable</title>", encoding="utf-8")
    enter_as(page, "ilse")
    page.goto(f"{HOME}gegevens/")
    page.get_by_role("link", name="Bestand toevoegen").first.click()
    page.locator('input[type="file"]').set_input_files(wrong)
    page.locator('main form button[type="submit"]').last.click()
    expect(page.locator("main")).to_contain_text("webpagina", timeout=20_000)
