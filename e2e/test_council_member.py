"""Rob, a council member: see what is going on, and be told what the role may not do."""

import pytest
from playwright.sync_api import Page, expect

from e2e.steps import HOME, enter_as

pytestmark = pytest.mark.journey


def test_the_home_shows_the_picture_at_once(page: Page) -> None:
    enter_as(page, "rob")
    expect(page.locator("main svg a")).not_to_have_count(0)


def test_a_refused_page_gives_its_reason(page: Page) -> None:
    enter_as(page, "rob")
    answer = page.goto(f"{HOME}beheer/leden/")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("main")).to_contain_text("veiligheidscoördinator")


def test_another_municipality_does_not_exist(page: Page) -> None:
    enter_as(page, "rob")
    answer = page.goto("/buurstad/")
    assert answer is not None
    assert answer.status == 404


def test_everything_works_without_javascript(page: Page) -> None:
    enter_as(page, "rob")
    state = page.context.storage_state()
    assert page.context.browser is not None
    plain = page.context.browser.new_context(
        java_script_enabled=False, base_url=page.url.split(HOME)[0], storage_state=state
    )
    still = plain.new_page()
    still.goto(HOME)
    still.locator('main svg a[href*="/veld/"]').first.click()
    still.wait_for_url("**/veld/**")
    still.locator('main a[href*="/indicator/"]').first.click()
    still.wait_for_url("**/indicator/**")
    expect(still.locator("figure.regie-fig svg").first).to_be_visible()
    plain.close()
