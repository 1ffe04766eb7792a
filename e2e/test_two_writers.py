"""Two people write one part of the plan at once, and a laptop is closed halfway."""

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.steps import HOME, complaints_of_axe, enter_as, overflow, press

pytestmark = pytest.mark.journey
expect.set_options(timeout=15_000)

PLAN = f"{HOME}plan/"
PART = "Visie op veiligheid"


def _writing(page: Page, persona: str) -> None:
    """Open the part with the vision as somebody of the cast; the coordinator begins the plan."""
    enter_as(page, persona)
    page.goto(PLAN)
    if page.get_by_role("button", name="Begin het plan").count():
        press(page, "Begin het plan")
    page.get_by_role("link", name=PART, exact=True).click()
    expect(page.locator(".ProseMirror")).to_be_visible()


def _type(page: Page, words: str) -> None:
    page.locator(".ProseMirror").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def test_nobodys_words_are_lost(page: Page, browser: Browser, base_url: str) -> None:
    _writing(page, "coos")
    _type(page, "Dit schrijft de coördinator.")
    expect(page.locator(".regie-editor__status")).to_contain_text("als concept")
    address, people = page.url, page.context
    page.close(run_before_unload=False)

    page = people.new_page()
    page.goto(address)
    expect(page.locator("main")).to_contain_text("U hebt een niet-bewaarde tekst van")
    expect(page.locator(".ProseMirror")).to_have_text("Dit schrijft de coördinator.")

    other = browser.new_context(base_url=base_url).new_page()
    _writing(other, "ilse")
    expect(other.locator("main")).to_contain_text("Coos schrijft nu ook aan dit onderdeel")
    _type(other, "Dit schrijft de onderzoeker.")

    press(page, "Bewaren")
    press(other, "Bewaren")
    expect(other.locator("main")).to_contain_text("Beide teksten zijn bewaard")
    for words in ("Dit schrijft de coördinator.", "Dit schrijft de onderzoeker."):
        expect(other.locator(".regie-prose", has_text=words).first).to_be_visible()
    assert complaints_of_axe(other) == []
    other.set_viewport_size({"width": 320, "height": 800})
    assert overflow(other) == 0

    press(other, "Neem deze tekst")
    page.reload()
    expect(page.locator(".ProseMirror")).to_have_text("Dit schrijft de onderzoeker.")
    page.get_by_role("link", name="Eerdere teksten en verschillen").click()
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("gekozen uit twee teksten")
    other.context.close()


def test_who_lost_the_connection_is_not_overwritten_and_overwrites_nobody(
    page: Page, browser: Browser, base_url: str
) -> None:
    _writing(page, "coos")
    _type(page, "Voor de storing.")
    status = page.locator(".regie-editor__status")
    expect(status).to_contain_text("als concept")
    page.context.set_offline(True)
    _type(page, "Zonder verbinding geschreven.")
    expect(status).to_contain_text("Niet bewaard: geen verbinding")

    other = browser.new_context(base_url=base_url).new_page()
    _writing(other, "ilse")
    _type(other, "Intussen door een ander bewaard.")
    press(other, "Bewaren")

    page.context.set_offline(False)
    expect(status).to_contain_text("als concept")
    press(page, "Bewaren")
    expect(page.locator("main")).to_contain_text("Beide teksten zijn bewaard")
    for words in ("Zonder verbinding geschreven.", "Intussen door een ander bewaard."):
        expect(page.locator(".regie-prose", has_text=words).first).to_be_visible()
    press(page, "Neem deze tekst")
    other.context.close()


def test_a_tab_that_closed_without_a_connection_offers_its_text(page: Page) -> None:
    _writing(page, "coos")
    _type(page, "Bewaard.")
    expect(page.locator(".regie-editor__status")).to_contain_text("als concept")
    address, people = page.url, page.context
    people.set_offline(True)
    _type(page, "Alleen nog in deze browser.")
    expect(page.locator(".regie-editor__status")).to_contain_text("geen verbinding")
    page.close(run_before_unload=False)
    people.set_offline(False)

    page = people.new_page()
    page.goto(address)
    offer = page.get_by_role("region", name="Tekst die nog niet is bewaard")
    expect(offer).to_be_visible()
    expect(page.locator(".ProseMirror")).to_have_text("Bewaard.")
    offer.get_by_role("button", name="Zet die tekst terug").click()
    expect(page.locator(".ProseMirror")).to_have_text("Alleen nog in deze browser.")
    expect(page.locator(".regie-editor__status")).to_contain_text("als concept")
    press(page, "Bewaren")
    page.close()


def test_a_text_of_before_is_not_put_over_what_was_saved_since(
    page: Page, browser: Browser, base_url: str
) -> None:
    _writing(page, "coos")
    address, people = page.url, page.context
    people.set_offline(True)
    _type(page, "Ouder, en nergens bewaard.")
    expect(page.locator(".regie-editor__status")).to_contain_text("geen verbinding")
    page.close(run_before_unload=False)

    other = browser.new_context(base_url=base_url).new_page()
    _writing(other, "ilse")
    _type(other, "Sindsdien door een ander bewaard.")
    press(other, "Bewaren")

    people.set_offline(False)
    page = people.new_page()
    page.goto(address)
    expect(page.locator(".ProseMirror")).to_have_text("Sindsdien door een ander bewaard.")
    offer = page.get_by_role("region", name="Tekst die nog niet is bewaard")
    expect(offer).to_contain_text("Intussen is dit onderdeel ook bewaard.")
    assert complaints_of_axe(page) == []
    offer.get_by_role("button", name="Zet die tekst terug").click()
    press(page, "Bewaren")
    expect(page.locator("main")).to_contain_text("Beide teksten zijn bewaard")
    for words in ("Ouder, en nergens bewaard.", "Sindsdien door een ander bewaard."):
        expect(page.locator(".regie-prose", has_text=words).first).to_be_visible()
    press(page, "Neem deze tekst")
    page.close()
    other.context.close()


def test_who_writes_in_two_tabs_is_told(page: Page) -> None:
    _writing(page, "coos")
    second = page.context.new_page()
    second.goto(page.url)
    _type(page, "In het eerste tabblad.")
    expect(page.locator(".regie-editor__status")).to_contain_text("als concept")
    _type(second, "In het tweede tabblad.")
    expect(page.locator(".regie-editor__status")).to_contain_text("in een ander tabblad")
    expect(second.locator(".regie-editor__status")).to_contain_text("als concept")
    press(second, "Bewaren")
    press(page, "Bewaren")
    for words in ("In het eerste tabblad.", "In het tweede tabblad."):
        expect(page.locator(".regie-prose", has_text=words).first).to_be_visible()
    press(page, "Neem deze tekst")
    second.close()
