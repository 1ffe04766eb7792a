"""Writing a part of the plan: the editor, with a keyboard, from Word, without a connection."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from e2e.steps import (
    HOME,
    complaints_of_axe,
    enter_as,
    overflow,
    press,
    press_enter,
    sound,
    tab_to,
)

pytestmark = pytest.mark.journey
expect.set_options(timeout=15_000)

PLAN = f"{HOME}plan/"
PASTE = """(element, html) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/html", html);
  element.dispatchEvent(new ClipboardEvent("paste", {
    clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p {x:y} --></style>
<!--[if gte mso 9]><xml><w:WordDocument>weg</w:WordDocument></xml><![endif]--></head><body>
<h1 style='mso-style-next:Standaard'>Aanpak<o:p></o:p></h1>
<p class=MsoNormal style='margin:0cm'>Wij <b style='mso-bidi-font-weight:normal'>doen</b> dit.
<script>alert(1)</script><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Eerst</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span>Dan</p>
<table class=MsoTableGrid><tr><td><p>Wie</p></td><td><p>Wat</p></td></tr>
<tr><td><p>a</p><p>b</p></td><td>c</td></tr></table><p><img src="file:///c:/foto.png"></p>
</body></html>"""
PASTED = """## Aanpak

Wij **doen** dit.

- Eerst
- Dan

| Wie | Wat |
| --- | --- |
| a b | c |

Hier stond een afbeelding. Voeg haar toe als figuur."""


@pytest.fixture
def writing(page: Page) -> Iterator[Page]:
    """The part with the vision, open in the editor of the coordinator."""
    enter_as(page, "coos")
    page.goto(PLAN)
    if page.get_by_role("button", name="Begin het plan").count():
        press(page, "Begin het plan")
    page.get_by_role("link", name=re.compile("^Visie")).first.click()
    expect(_editor(page)).to_have_attribute("aria-multiline", "true")  # until then it is a field
    yield page
    page.evaluate("window.onbeforeunload = null")


def _editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^Tekst"))


def _field(page: Page) -> Locator:
    return page.locator("textarea[data-prose]")


def _emptied(page: Page) -> Locator:
    editor = _editor(page)
    editor.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    return editor


def _type(page: Page, *lines: str) -> None:
    for number, line in enumerate(lines):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)


def test_what_is_typed_is_kept_saved_and_there_again(writing: Page) -> None:
    _emptied(writing)
    _type(writing, "## Onze visie", "Iedereen is ")
    writing.keyboard.press("Control+b")
    _type(writing, "veilig")
    writing.keyboard.press("Control+b")
    now = time.strftime("%H:%M:%S")
    _type(writing, f" * om {now}.", "- een", "twee", "", "na de lijst")
    text = f"## Onze visie\n\nIedereen is **veilig** \\* om {now}.\n\n- een\n- twee\n\nna de lijst"
    expect(_field(writing)).to_have_value(text)
    expect(writing.locator(".regie-editor__status")).to_have_text(re.compile(r"Bewaard om \d"))
    press(writing, "Bewaren")
    writing.reload()
    expect(_field(writing)).to_have_value(text)
    expect(_editor(writing).locator("strong")).to_have_text("veilig")
    expect(_editor(writing).locator("li")).to_have_text(["een", "twee"])


def test_word_is_pasted_clean_and_undone(writing: Page) -> None:
    _emptied(writing).evaluate(PASTE, WORD)
    expect(_field(writing)).to_have_value(PASTED)
    writing.keyboard.press("Control+z")
    expect(_field(writing)).to_have_value("")
    press(writing, "Bewaren")


def test_a_keyboard_reaches_everything_and_is_never_caught(writing: Page) -> None:
    _emptied(writing)
    writing.keyboard.press("Alt+F10")
    expect(writing.get_by_role("button", name="Kop", exact=True)).to_be_focused()
    writing.keyboard.press("ArrowRight")
    expect(writing.get_by_role("button", name="Tussenkop")).to_be_focused()
    writing.keyboard.press("Enter")
    writing.keyboard.press("Escape")
    expect(_editor(writing)).to_be_focused()
    _type(writing, "Onder een tussenkop")
    expect(_field(writing)).to_have_value("### Onder een tussenkop")
    writing.keyboard.press("Tab")
    expect(writing.get_by_role("button", name="Bewaren", exact=True)).to_be_focused()
    writing.keyboard.press("Shift+Tab")
    expect(_editor(writing)).to_be_focused()
    writing.keyboard.press("Shift+Tab")
    expect(writing.get_by_role("toolbar").locator("button:focus")).to_have_count(1)
    press(writing, "Bewaren")


def test_tables_and_links(writing: Page) -> None:
    _emptied(writing)
    _type(writing, "kijk")
    writing.keyboard.press("Shift+Home")
    writing.get_by_role("button", name="Link", exact=True).click()
    box = writing.get_by_role("dialog", name="Link")
    box.get_by_label("Adres").fill("javascript:alert(1)")
    box.get_by_role("button", name="Link zetten").click()
    expect(box.get_by_role("alert")).to_contain_text("https://")
    assert complaints_of_axe(writing) == []
    box.get_by_label("Adres").fill("https://voorbeeld.nl/a_b")
    box.get_by_role("button", name="Link zetten").click()
    writing.keyboard.press("End")
    writing.get_by_role("button", name="Tabel invoegen").click()
    _type(writing, "Wie")
    writing.get_by_role("button", name="Kolom toevoegen").click()
    writing.get_by_role("button", name="Kolom weghalen").click()
    writing.keyboard.press("ArrowDown")
    writing.get_by_role("button", name="Rij weghalen").click()
    expect(_field(writing)).to_have_value(
        re.compile(r"^\[kijk\]\(<https://voorbeeld\.nl/a_b>\)\n\n\| ")
    )
    expect(_editor(writing).locator("th")).to_have_count(3)
    expect(_editor(writing).locator("tr")).to_have_count(2)
    assert complaints_of_axe(writing) == []
    press(writing, "Bewaren")


def test_without_a_connection_nothing_is_lost(writing: Page, context: BrowserContext) -> None:
    _emptied(writing)
    context.set_offline(True)
    _type(writing, "Zonder verbinding geschreven")
    status = writing.locator(".regie-editor__status")
    expect(status).to_contain_text("Niet bewaard: geen verbinding")
    context.set_offline(False)
    expect(status).to_contain_text("Bewaard om")
    press(writing, "Bewaren")


def test_who_was_signed_out_gets_the_text_back(writing: Page, context: BrowserContext) -> None:
    """The session ended while somebody wrote: after signing in the text is sent again."""
    address = writing.url
    _emptied(writing)
    context.clear_cookies(name="sessionid")
    _type(writing, "Geschreven terwijl de sessie afliep")
    press(writing, "Bewaren")
    expect(writing).to_have_url(re.compile("/account/"))
    enter_as(writing, "coos")
    writing.get_by_role("link", name="Verstuur uw tekst nu opnieuw").click()
    expect(writing.locator("main")).to_contain_text("Geschreven terwijl de sessie afliep")
    assert complaints_of_axe(writing) == []
    press(writing, "Verstuur opnieuw")
    writing.goto(address)
    expect(_field(writing)).to_have_value("Geschreven terwijl de sessie afliep")
    expect(writing.get_by_role("link", name="Verstuur uw tekst nu opnieuw")).to_have_count(0)


def test_a_double_click_sends_once(writing: Page) -> None:
    number = re.search(r"/onderdeel/(\d+)/", writing.url)
    assert number is not None
    writing.goto(f"{PLAN}opmerkingen/onderdeel/{number[1]}/")
    writing.locator('main textarea[name="text"]').fill("Twee keer gedrukt.")
    writing.get_by_role("button", name="Geef deze opmerking").dblclick()
    expect(writing.locator("main")).to_contain_text("Dank u.")
    writing.reload()
    expect(writing.get_by_text("Twee keer gedrukt.")).to_have_count(1)


def test_a_figure_of_the_picture_comes_into_the_text(writing: Page) -> None:
    address = writing.url
    writing.goto(f"{PLAN}figuren/kiezen/lijn/woninginbraak/")
    press(writing, "Neem op in het plan")
    assert complaints_of_axe(writing) == []
    writing.goto(address)
    _emptied(writing)
    _ask_for_a_figure(writing)
    writing.keyboard.press("Escape")
    expect(_editor(writing)).to_be_focused()
    _ask_for_a_figure(writing)
    tab_to(writing, "Figuur 1")
    writing.keyboard.press("Enter")
    expect(_field(writing)).to_have_value("{figuur 1}")
    expect(_editor(writing).locator(".regie-editor__figure")).to_contain_text("Voorbeeldstad")
    press(writing, "Bewaren")


def test_the_words_of_a_figure_change_and_the_figure_stays(writing: Page) -> None:
    writing.goto(f"{PLAN}figuren/1/")
    drawing = writing.locator("figure svg").first.inner_html()
    writing.get_by_role("link", name="Verander de woorden").click()
    writing.get_by_label("Wat laat de figuur zien?", exact=True).fill("Inbraak daalt al jaren.")
    sound(writing)
    press(writing, "Bewaar de woorden")
    expect(writing.locator("main")).to_contain_text("De oude staan in het logboek.")
    expect(writing.locator("figure").first).to_contain_text("Inbraak daalt al jaren.")
    assert writing.locator("figure svg").first.inner_html() == drawing
    expect(writing.get_by_text("Eerder stond hier:")).to_be_visible()


def _ask_for_a_figure(page: Page) -> None:
    """From the text to the button and into the box, with the keyboard only."""
    asking = page.get_by_role("button", name="Figuur invoegen")
    page.keyboard.press("Alt+F10")
    for _button in range(20):
        if asking.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Figuur invoegen")).to_be_visible()


def test_an_objective_by_keyboard(writing: Page) -> None:
    writing.goto(f"{PLAN}doelen/nieuw/")
    tab_to(writing, "Het doel in één zin")
    writing.keyboard.type("Minder overlast in 2030.")
    tab_to(writing, "Een effect")
    writing.keyboard.press("ArrowDown")
    tab_to(writing, "Wie is verantwoordelijk")
    writing.keyboard.type("hoofd Jeugd")
    tab_to(writing, "Bewaren")
    press_enter(writing)
    main = writing.locator("main")
    expect(main).to_contain_text("Minder overlast in 2030.")
    expect(main).to_contain_text("hoofd Jeugd")
    expect(main).to_contain_text("prestatie")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_it_fits_every_screen(writing: Page, width: int) -> None:
    writing.set_viewport_size({"width": width, "height": 800})
    assert overflow(writing) <= 0
    assert complaints_of_axe(writing) == []


def test_without_scripts_it_is_a_field(writing: Page, browser: Browser, base_url: str) -> None:
    signed_in = writing.context.storage_state()
    bare = browser.new_context(
        base_url=base_url, java_script_enabled=False, storage_state=signed_in
    )
    page = bare.new_page()
    page.goto(writing.url)
    field = page.get_by_role("textbox", name=re.compile("^Tekst"))
    field.fill("## Kop\n\nZonder scripts.")
    page.get_by_role("button", name="Bewaren", exact=True).click()
    expect(page.get_by_role("textbox", name=re.compile("^Tekst"))).to_have_value(
        "## Kop\n\nZonder scripts."
    )
    bare.close()
