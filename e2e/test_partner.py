"""Pia, the partner: deliver nuisance dossiers with a mess of their own, and be told clearly."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from e2e.steps import HOME, choose_language, complaints_of_axe, enter_as, overflow
from voorbeeldstad.registrations import write_registrations

pytestmark = pytest.mark.journey

WIDTHS = (1280, 390, 320)
DESK = f"{HOME}gegevens/registraties/"
MESSY = "overlastdossiers_2026-09.xlsx"
BETTER = "overlastdossiers_2026-09_verbeterd.xlsx"
NAMES = "overlastdossiers_2026-09_met_namen.xlsx"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented files of partners, as they lie on a disk of theirs."""
    folder = tmp_path_factory.mktemp("partner")
    write_registrations(folder)
    return folder


@pytest.fixture
def page_without_scripts(browser: Browser, base_url: str) -> Iterator[Page]:
    """A browser in which scripts are turned off."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def _judge(page: Page, where: str) -> list[str]:
    """What is wrong with this page at every width."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{where} at {width} px: {line}" for line in complaints_of_axe(page)]
        if (wide := overflow(page)) > 0:
            found.append(f"{where} at {width} px: {wide} px too wide")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return found


def _deliver(page: Page, path: Path, title: str) -> None:
    page.goto(f"{DESK}nieuw/")
    same = page.locator("select[name=registration] option", has_text=title)
    if same.count():
        page.select_option("select[name=registration]", same.get_attribute("value"))
    else:
        page.fill("[name=title]", title)
    page.set_input_files("[type=file]", path)
    page.get_by_role("button", name="Bestand lezen").click()


def _take(page: Page, path: Path, title: str) -> None:
    """The whole way for one file."""
    _deliver(page, path, title)
    page.get_by_role("button", name="Tel een proef").click()
    page.get_by_role("button", name="Sla de tellingen op").click()
    expect(page.locator("h1")).to_have_text("De tellingen zijn in gebruik")


def test_two_clicks_from_the_first_page(page: Page) -> None:
    enter_as(page, "pia")
    page.get_by_role("link", name="Bestand aanleveren").click()
    expect(page.locator("[type=file]")).to_be_visible()


def test_pia_delivers_a_mess_corrects_it_and_coos_sees_the_counts(page: Page, files: Path) -> None:
    enter_as(page, "pia")
    _deliver(page, files / MESSY, "Overlast tot en met september")
    expect(page.locator("h1")).to_have_text("Wat staat er in dit bestand?")
    expect(page.locator("main")).to_contain_text("Datum van het voorval")
    page.get_by_role("button", name="Tel een proef").click()
    expect(page.locator("h1")).to_have_text("Klopt deze proef?")
    answer = page.locator("main")
    expect(answer).to_contain_text("Dubbele rijen: 6.")
    expect(answer).to_contain_text("Vragen aan de partner")
    expect(answer).to_contain_text("Deze datum is niet te lezen.")
    expect(answer).to_contain_text("Wat betekent de soort “TEST”?")
    page.get_by_role("link", name="Verbeter de kolommen").click()
    page.get_by_label("TEST telt mee").uncheck()
    page.get_by_role("button", name="Tel een proef").click()
    expect(page.locator("main")).to_contain_text("Rijen die geen voorval zijn: 5.")
    page.get_by_role("button", name="Sla de tellingen op").click()
    expect(page.locator("main")).to_contain_text("Regie telde 637 voorvallen")

    _take(page, files / BETTER, "Overlast tot en met september")
    expect(page.locator("main")).to_contain_text("Regie telde 640 voorvallen")

    enter_as(page, "coos")
    choose_language(page, "nl")  # another journey may have left it in English: it is remembered
    page.get_by_role("link", name="Gegevens").first.click()
    page.get_by_role("link", name="Registraties").first.click()
    page.get_by_role("link", name="Overlast tot en met september").first.click()
    expect(page.locator("main")).to_contain_text("niet voor publicatie")
    expect(page.locator("main table").first).to_contain_text("buurt")
    expect(page.locator("main svg").first).to_be_visible()


def test_a_file_with_names_is_refused_with_its_columns(page: Page, files: Path) -> None:
    enter_as(page, "pia")
    _deliver(page, files / NAMES, "Dossiers met namen")
    expect(page.locator("h1")).to_have_text("Dit bestand is geweigerd")
    expect(page.locator("main")).to_contain_text("Geboortedatum")
    expect(page.locator("main")).to_contain_text("Er is niets")


def test_undo(page: Page, files: Path) -> None:
    enter_as(page, "pia")
    _take(page, files / BETTER, "Om terug te draaien")
    page.get_by_role("button", name="Draai terug").click()
    expect(page.locator("main")).to_contain_text("Teruggedraaid.")
    expect(page.locator("h1")).to_have_text("Dit bestand is niet in gebruik")


def _tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _press in range(200):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("the keyboard does not get there")


def test_by_keyboard_only(page: Page, files: Path) -> None:
    enter_as(page, "pia")
    page.goto(f"{DESK}nieuw/")
    _tab_to(page, page.locator("[name=title]"))
    page.keyboard.type("Met het toetsenbord")
    _tab_to(page, page.locator("[type=file]"))
    page.set_input_files("[type=file]", files / BETTER)  # the dialogue of the system itself
    for name in ("Bestand lezen", "Tel een proef", "Sla de tellingen op"):
        _tab_to(page, page.get_by_role("button", name=name))
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    expect(page.locator("h1")).to_have_text("De tellingen zijn in gebruik")


def test_without_scripts(page_without_scripts: Page, files: Path) -> None:
    page = page_without_scripts
    page.goto("/")
    page.locator('form[action="/demo/pia/"] button').click()
    _take(page, files / BETTER, "Helemaal zonder scripts")
    page.get_by_role("link", name="Bekijk de tellingen").click()
    page.select_option("select[name=niveau]", "district")
    page.get_by_role("button", name="Toon").click()
    page.wait_for_url("**niveau=district**")
    expect(page.locator("select[name=niveau]")).to_have_value("district")
    expect(page.locator("main table").first).not_to_contain_text("Spoorbuurt")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_step_is_accessible(page: Page, files: Path, language: str) -> None:
    enter_as(page, "pia")
    _deliver(page, files / MESSY, f"Toegankelijk {language}")
    choose_language(page, language)
    found = _judge(page, "columns")
    page.locator("#columns button[type=submit]").first.click()
    page.wait_for_url("**/proef/")
    found += _judge(page, "dry run")
    page.locator('form[action$="/opslaan/"] button').click()
    page.wait_for_url("**/resultaat/")
    found += _judge(page, "result")
    page.locator('a[href*="/reeks/"]').first.click()
    found += _judge(page, "counts")
    page.goto(DESK)
    found += _judge(page, "desk")
    page.goto(f"{DESK}nieuw/")
    found += _judge(page, "upload")
    choose_language(page, "nl")  # the choice is kept with the person
    assert not found, "\n".join(found)
