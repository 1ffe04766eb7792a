"""From a signal to a published safety analysis, by those who make it and those who read it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.steps import HOME, complaints_of_axe, enter_as, overflow

pytestmark = pytest.mark.journey

PICTURE = f"{HOME}veiligheidsbeeld/"
WIDTHS = (1280, 390, 320)
FALL = "Diefstal/inbraak woning: gedaald"


def _sound(page: Page) -> None:
    """The page is accessible and fits, on a wide, a narrow and a very narrow screen."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert complaints_of_axe(page) == [], f"{page.url} at {width}"
        assert overflow(page) <= 0, f"{page.url} at {width}"
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def test_a_signal_explains_its_arrow_with_its_own_numbers(page: Page) -> None:
    enter_as(page, "ilse")
    page.goto(f"{PICTURE}signalen/")
    page.get_by_role("link", name="Diefstal/inbraak woning").first.click()
    main = page.locator("main")
    expect(main).to_contain_text("Waarom een pijl?")
    expect(main).to_contain_text("Is dat meer verschil dan toeval? Ja.")
    expect(main).to_contain_text("Valt het buiten de normale schommeling van dit delict? Ja.")
    page.goto(f"{PICTURE}signalen/mishandeling/")
    expect(main).to_contain_text("Waarom geen pijl?")
    expect(main).to_contain_text("Daarom staat er geen pijl.")
    _sound(page)


def test_peers_are_shown_and_swapped_with_a_reason(page: Page) -> None:
    enter_as(page, "ilse")
    page.goto(f"{PICTURE}rekenwijze/vergelijkbaar/")
    rows = page.locator("main table").first.locator("tbody tr")
    expect(rows).to_have_count(15)
    _sound(page)


def test_a_partner_brings_street_knowledge_on_a_phone(page: Page) -> None:
    enter_as(page, "pia")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{PICTURE}straatkennis/nieuw/")
    page.locator('input[name="kind"]').first.check()
    page.locator('[name="title"]').fill("Jan de Vries, 06-12345678, deelt hier uit")
    page.locator('[name="description"]').fill("Elke avond.")
    page.get_by_role("button", name="Indienen").click()
    expect(page.locator("main [role=alert], main .regie-errors").first).to_be_visible()
    page.locator('[name="title"]').fill("Vuil naast de containers")
    page.locator('[name="description"]').fill("Elke week ligt er huisraad naast de containers.")
    for name in ("area", "theme", "season", "basis"):
        page.locator(f'select[name="{name}"]').select_option(index=1)
    page.locator('input[name="confidence"]').nth(1).check()
    page.locator('input[name="visibility"]').first.check()
    page.get_by_role("button", name="Indienen").click()
    expect(page.locator("main")).to_contain_text("Vuil naast de containers")


def test_from_finding_to_published_analysis_and_its_reader(page: Page, browser: Browser) -> None:
    enter_as(page, "coos")
    page.goto(f"{PICTURE}bevindingen/")
    page.get_by_role("link", name=FALL).first.click()
    page.get_by_role("link", name="Bevestigen").click()
    page.locator('input[name="confidence"]').first.check()
    page.get_by_role("button", name="Zo besluit ik").click()
    expect(page.locator("main")).to_contain_text("bevestigd")
    _sound(page)
    _draft(page)
    _publish(page)
    expect(page.locator("main")).to_contain_text("Inbraak daalt")
    expect(page.locator("main")).to_contain_text(FALL)
    _sound(page)
    _documents(page)
    _made_ahead(page)
    _read_by_the_council(page, browser)


def _press(page: Page, button: str) -> None:
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def _draft(page: Page) -> None:
    page.goto(f"{PICTURE}analyse/nieuw/")
    page.locator('[name="text"]').fill("Veiligheidsanalyse van de proef")
    _press(page, "Begin")
    page.wait_for_url(re.compile(r"/analyse/\d+/"))
    number = re.search(r"/analyse/(\d+)/", page.url)
    assert number is not None
    base = f"{PICTURE}analyse/{number[1]}/"
    page.goto(f"{base}reikwijdte/")
    expect(page.locator('main input[name="in-registered_crime"]')).to_be_checked()
    expect(page.locator('[name="why-fire_safety"]')).not_to_have_value("")
    page.locator('[name="text"]').fill("Sociale veiligheid, en het verkeer.")
    _press(page, "Stel de reikwijdte vast")
    page.goto(f"{base}bevindingen/")
    page.locator('input[name="chosen"]').first.check()
    _press(page, "Opslaan")
    page.goto(f"{base}verhaal/")
    page.locator('[name="introduction"]').fill("Wat er speelt in Voorbeeldstad.")
    page.locator('[name="conclusion"]').fill("Inbraak daalt.")
    _press(page, "Opslaan")
    page.goto(base)


def _publish(page: Page) -> None:
    _press(page, "Geef ter controle")
    _press(page, "Publiceren")
    expect(page.locator("main")).to_contain_text("gepubliceerd")


def _documents(page: Page) -> None:
    """Every form opens as what it is, and the numbers can be checked again."""
    signs = {"pdf": b"%PDF", "word": b"PK", "odt": b"PK"}
    for form, sign in signs.items():
        link = page.locator(f'main a[href$="/document/{form}/"]').first.get_attribute("href")
        answer = page.request.get(str(link))
        assert answer.ok, form
        assert answer.body().startswith(sign), form


def _made_ahead(page: Page) -> None:
    """The worker made the documents while nobody waited, and each says what it is."""
    page.get_by_role("link", name="Alle documenten").first.click()
    ready = page.get_by_role("row", name=re.compile(r"ODT Nederlands klaar .* [0-9a-f]{64}"))
    for _look in range(40):
        if ready.count() == 2:  # the analysis and its slides
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(ready).to_have_count(2)
    _sound(page)
    with page.expect_download() as taken:
        ready.first.get_by_role("link", name="ODT").click()
    assert taken.value.path().read_bytes().startswith(b"PK")


def _read_by_the_council(page: Page, browser: Browser) -> None:
    """A council member reads what was published, and is told what the role may not do."""
    other = browser.new_context(base_url=page.url.split(HOME)[0])
    reader = other.new_page()
    enter_as(reader, "rob")
    reader.goto(f"{PICTURE}analyse/")
    reader.get_by_role("link", name="Veiligheidsanalyse van de proef").first.click()
    expect(reader.locator("main")).to_contain_text("Inbraak daalt")
    answer = reader.goto(f"{PICTURE}rekenwijze/")
    assert answer is not None
    assert answer.ok
    expect(reader.locator("main form[method=post]")).to_have_count(0)
    other.close()
