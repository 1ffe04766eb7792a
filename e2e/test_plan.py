"""The plan of Voorbeeldstad, from priorities to adoption with an amendment, each in a browser of
their own: coordinator, partner, alderman, mayor, clerk and council member."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.steps import HOME, enter_as, press, press_enter, sound, tab_to

pytestmark = pytest.mark.journey
expect.set_options(timeout=15_000)

PLAN = f"{HOME}plan/"
ROOM = f"{PLAN}besluiten/"
THEMES = ("Overlastgevende jeugd", "Veilig uitgaan")
REASON = "Partners en raad noemen dit samen."
TEXT = "Hier staat wat de gemeente en haar partners gaan doen.\n\nDat doen wij samen."
GOAL = "In 2030 melden inwoners minder overlast door jongeren."
ADDED = "Ook in de dorpen."


@contextmanager
def _beside(
    page: Page, browser: Browser, persona: str, home: str = HOME, *, scripts: bool = True
) -> Iterator[Page]:
    """Somebody in a browser of their own."""
    context = browser.new_context(base_url=page.url.split(HOME)[0], java_script_enabled=scripts)
    other = context.new_page()
    other.goto("/")
    other.locator(f'form[action="/demo/{persona}/"] button').click()
    other.wait_for_url(f"**{home}")
    try:
        yield other
    finally:
        context.close()


def _says(page: Page, *sentences: str) -> None:
    for sentence in sentences:
        expect(page.locator("main")).to_contain_text(sentence)


def test_from_priorities_to_an_adopted_plan(page: Page, browser: Browser) -> None:
    enter_as(page, "coos")
    _start(page)
    _choose_priorities(page, browser)
    _begin(page)
    _refused_while_empty(page, browser)
    _write(page, browser)
    _look_at_objectives(page)
    _past_the_partners(page, browser)
    _past_management(page)
    _past_the_executive(page, browser)
    _past_the_triangle(page, browser)
    _test_quality(page, browser)
    _amend(page, browser)
    _adopt(page, browser)
    _read(page, browser)
    _make_known(page)


def _start(page: Page) -> None:
    """The running plan holds while the coordinator prepares the next one."""
    page.goto(f"{HOME}beleidscyclus/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Veiligheidsplan 2027–2030")
    page.goto(PLAN)
    _says(page, "vastgesteld", "2023–2026")


def _choose_priorities(page: Page, browser: Browser) -> None:
    """Two themes go to the council, which takes them over."""
    for kind in ("triangle", "neighbours", "region", "national"):
        page.goto(f"{HOME}prioriteiten/afstemming/")
        page.locator(f'input[name="kind"][value="{kind}"]').check()
        page.get_by_label("Wie zaten er aan tafel?").fill("Burgemeester, politie en justitie")
        page.get_by_label("Wanneer?").fill("2026-11-20")
        page.get_by_label("Wat kwam eruit?").fill("Allen steunen deze keuze.")
        press(page, "Leg vast")
    page.goto(f"{HOME}prioriteiten/voorstel/in-een-keer/")
    for theme in THEMES:
        page.get_by_label(f"Niveau van {theme}").select_option("priority")
        page.get_by_label(f"Reden bij {theme}").fill(REASON)
    press(page, "Opslaan")
    page.goto(f"{HOME}prioriteiten/voorstel/")
    for number in range(page.get_by_role("link", name="Schrijven").count()):
        page.get_by_role("link", name="Schrijven").nth(number).click()
        page.get_by_label("Waarom dit?").fill(REASON)
        page.get_by_label("Wat krijgt daardoor minder aandacht?").fill("Verkeer: gewoon beheer.")
        press(page, "Opslaan")
    press(page, "De afstemming is gedaan")
    press(page, "Naar de raad sturen")
    with _beside(page, browser, "griet") as clerk:
        clerk.goto(f"{HOME}prioriteiten/voorstel/")
        clerk.get_by_role("link", name="Besluit vastleggen").click()
        clerk.get_by_label("Nummer van het besluit").fill("2026/117")
        press(clerk, "Leg het besluit vast")


def _begin(page: Page) -> None:
    page.goto(PLAN)
    press(page, re.compile("^Begin het plan"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("2027")


def _refused_while_empty(page: Page, browser: Browser) -> None:
    """Who may not, or not yet, reads why."""
    page.goto(ROOM)
    _says(page, "Het plan heeft nog geen doel.", "is nog leeg", "nog niet klaar voor het college")
    _says(page, "Het plan is nog een concept.")
    sound(page)
    with _beside(page, browser, "rob") as member:
        member.goto(ROOM)
        _says(member, "U leest het zodra het bij de raad ligt.")
        sound(member)


def _write(page: Page, browser: Browser) -> None:
    """Own words in every part, and an objective; without scripts, as on an old computer."""
    with _beside(page, browser, "coos", scripts=False) as desk:
        desk.goto(PLAN)
        rows = desk.locator("main table").first.locator("tbody tr")
        links = [
            str(rows.nth(at).locator("a").first.get_attribute("href")) for at in range(rows.count())
        ]
        for link in links:
            desk.goto(link)
            desk.locator('textarea[name="text"]').fill(TEXT)
            desk.locator("main").get_by_role("button", name="Bewaren").first.click()
        desk.goto(f"{PLAN}doelen/nieuw/")
        for name, value in _objective().items():
            desk.locator(f'[name="{name}"]').fill(value)
        desk.locator('input[name="indicator"][value="own"]').check()
        desk.locator('[name="priority"]').locator("option").nth(1).wait_for(state="attached")
        desk.locator('select[name="priority"]').select_option(index=1)
        desk.locator('input[name="direction"][value="decrease"]').check()
        desk.get_by_role("button", name="Bewaren", exact=True).click()
        _says(desk, GOAL)
        _write_beside(desk)
    page.goto(ROOM)
    expect(page.locator("main")).not_to_contain_text("Dit ontbreekt nog")


def _write_beside(desk: Page) -> None:
    """The logic, money and people, a figure and a remark, without scripts."""
    logic = {"doing": "jongeren helpen", "effect": "zij stoppen", "because": "zij hulp krijgen"}
    means = {"what": "Jongerenwerk", "amount": "125.000", "fte": "1,5"}
    for address, words in (("beleidstheorie/", logic), ("geld-en-mensen/", means)):
        desk.goto(f"{PLAN}{address}")
        form = desk.locator("main form").filter(has=desk.locator(f'[name="{next(iter(words))}"]'))
        for name, value in words.items():
            form.locator(f'[name="{name}"]').fill(value)
        form.locator('select[name="priority"]').select_option(index=1)
        for every_year in form.locator('[name="structural"][value="yes"]').all():
            every_year.check()
        form.get_by_role("button").first.click()
        _says(desk, *words.values())
    desk.goto(f"{PLAN}figuren/kiezen/lijn/woninginbraak/")
    desk.get_by_role("button", name="Neem op in het plan").click()
    _says(desk, "Dit is nu figuur 1.")
    desk.goto(f"{PLAN}opmerkingen/")
    desk.locator('main a[href*="/onderdeel/"]').first.click()
    desk.locator('main textarea[name="text"]').fill("Zo is het helder.")
    desk.get_by_role("button", name="Geef deze opmerking").click()
    _says(desk, "Zo is het helder.")


def _objective() -> dict[str, str]:
    return {
        "statement": GOAL,
        "effect": "Jongeren en buren leven prettig naast elkaar.",
        "measured_by": "meldingen van overlast",
        "measuring_plan": "De gemeente telt elk jaar in december.",
        "baseline": "740",
        "unit": "meldingen",
        "baseline_from": "2026",
        "baseline_source": "eigen registratie",
        "target": "550",
        "target_date": "2030-12-31",
        "owner": "hoofd Jeugd",
    }


def _look_at_objectives(page: Page) -> None:
    """An objective, its form, its history and what a critical reader says of it."""
    page.goto(f"{PLAN}doelen/")
    sound(page)
    page.get_by_role("link", name=GOAL).first.click()
    sound(page)
    objective = page.url
    for rest in ("wijzigen/", "geschiedenis/", "weghalen/"):
        page.goto(f"{objective}{rest}")
        sound(page)
    page.goto(objective)
    page.locator('main a[href*="/kritiek/"]').first.click()
    sound(page)
    press(page, "Bewaren")
    _says(page, "Dit veld is verplicht.")
    sound(page)
    page.locator("main textarea").first.fill("Er is geen andere bron.")
    press(page, "Bewaren")
    _says(page, "Er is geen andere bron.")
    sound(page)


def _past_the_partners(page: Page, browser: Browser) -> None:
    """The partner reads what was offered and nothing else, and answers on a phone."""
    page.goto(ROOM)
    page.get_by_role("link", name="Bied het plan aan de partners aan").click()
    press(page, "Bied het plan aan de partners aan")
    with _beside(page, browser, "pia") as partner:
        partner.set_viewport_size({"width": 390, "height": 800})
        partner.goto(ROOM)
        sound(partner)
        partner.get_by_role("link", name="Lees de versie die u kreeg").click()
        _says(partner, "Dat doen wij samen.", GOAL)
        sound(partner)
        partner.goto(ROOM)
        partner.get_by_role("link", name="Geef uw antwoord").click()
        partner.get_by_label("Akkoord, met opmerkingen").check()
        press(partner, "Verstuur")
        _says(partner, "Schrijf op wat er anders moet.")
        partner.get_by_label("Wat moet er anders?").fill("Noem de wijk bij naam.")
        press(partner, "Verstuur")
        _says(partner, "Uw antwoord is binnen")
    page.goto(ROOM)
    _says(page, "Noem de wijk bij naam.")


def _past_management(page: Page) -> None:
    for step in ("Geef het plan aan het managementteam", "Geef het plan aan het college"):
        page.goto(ROOM)
        page.get_by_role("link", name=step).click()
        press(page, step)
    _says(page, "Alleen de burgemeester en de wethouder leggen het besluit van het college vast.")
    sound(page)


def _past_the_executive(page: Page, browser: Browser) -> None:
    with _beside(page, browser, "griet") as clerk:
        clerk.goto(ROOM)
        _says(clerk, "Het college heeft nog niet besloten.")
    with _beside(page, browser, "wim") as alderman:
        alderman.goto(ROOM)
        alderman.get_by_role("link", name="Het college is akkoord: naar de driehoek").click()
        alderman.get_by_label("Besluitnummer").fill("B-2026-118")
        sound(alderman)
        press(alderman, "Het college is akkoord: naar de driehoek")
        _says(alderman, "Alleen de burgemeester legt vast dat de driehoek heeft overlegd.")


def _past_the_triangle(page: Page, browser: Browser) -> None:
    """What is said there, stays there."""
    with _beside(page, browser, "mira") as mayor:
        mayor.goto(ROOM)
        mayor.get_by_role("link", name="De driehoek heeft overlegd: naar de raad").click()
        mayor.get_by_label("Wat is erbij gezegd?").fill("Vertrouwelijk woord.")
        press(mayor, "De driehoek heeft overlegd: naar de raad")
        _says(mayor, "Vertrouwelijk woord.")
    with _beside(page, browser, "rob") as member:
        member.goto(ROOM)
        _says(member, "driehoek", "besproken", "Alleen de griffier")
        expect(member.locator("body")).not_to_contain_text("Vertrouwelijk woord.")
        sound(member)


def _test_quality(page: Page, browser: Browser) -> None:
    """A council member tests the version that lies at the council; the writer cannot."""
    test = f"{HOME}kwaliteit/plantoets/"
    page.goto(f"{test}voorproef/")
    sound(page)
    with _beside(page, browser, "rob") as member:
        member.goto(test)
        member.locator('main a[href*="/versie/"]').first.click()
        version = member.url
        sound(member)
        member.get_by_role("link", name="Lees het plan").click()
        sound(member)
        member.goto(version)
        press(member, "Begin een toets")
        sound(member)
        member.locator('main a[href*="/onderdeel/"]').first.click()
        sound(member)
        member.locator("main fieldset").first.get_by_label("Voldoet niet", exact=True).check()
        press(member, re.compile("^Bewaar"))
        _says(member, "Schrijf op waarom.")
        member.locator("main textarea").first.fill("De afbakening noemt geen wijken.")
        press(member, re.compile("^Bewaar"))
        member.goto(version)
        member.get_by_role("link", name="Ga verder met uw toets").click()
        press(member, "Rond de toets af")
        _says(member, "Uw toets ligt vast.")
        sound(member)
    page.goto(version)
    _says(page, "Toets A", "Iemand anders toetst het plan.")
    sound(page)


def _amend(page: Page, browser: Browser) -> None:
    """A council member writes an amendment; only the clerk records what the council did."""
    with _beside(page, browser, "rob") as member:
        member.goto(f"{ROOM}amendementen/")
        member.get_by_role("link", name="Schrijf een amendement").click()
        sound(member)
        member.get_by_role("link", name=re.compile("^wijzig ?: Visie")).click()
        member.get_by_label("Titel van het amendement").fill("Ook de dorpen")
        member.get_by_label("Wie stelt het voor?").fill("fractie Dorpsbelang")
        text = member.locator("main [role=textbox][aria-multiline=true]").first
        text.click()
        text.press("Control+End")
        text.press("Enter")
        text.press_sequentially(ADDED)
        sound(member)
        tab_to(member, "Bewaren")
        press_enter(member)
        expect(member.locator("main ins")).to_contain_text(ADDED)
        _says(member, "Alleen de griffier legt vast wat de raad met een amendement deed.")
        sound(member)
    with _beside(page, browser, "griet") as clerk:
        clerk.goto(f"{ROOM}vaststellen/")
        clerk.get_by_label("Besluitnummer").fill("R-2026-074")
        press(clerk, "Stel het plan vast")
        _says(clerk, "Leg eerst vast wat de raad deed met: A1.")
        clerk.goto(f"{ROOM}amendementen/")
        sound(clerk)
        clerk.get_by_role("link", name="A1 Ook de dorpen").click()
        clerk.get_by_role("link", name="Leg de uitkomst vast").click()
        clerk.get_by_label("overgenomen", exact=True).check()
        sound(clerk)
        press(clerk, "Leg de uitkomst vast")
        _says(clerk, "overgenomen")


def _adopt(page: Page, browser: Browser) -> None:
    """Two browsers adopt: the second reads who was first."""
    with _beside(page, browser, "griet") as clerk, _beside(page, browser, "griet") as late:
        for desk in (clerk, late):
            desk.goto(f"{ROOM}vaststellen/")
            desk.get_by_label("Besluitnummer").fill("R-2026-074")
            desk.get_by_label("Het plan geldt vanaf").fill("2026-01-01")
        sound(clerk)
        press(clerk, "Stel het plan vast")
        _says(clerk, "De raad stelde dit plan vast", "R-2026-074", ADDED)
        sound(clerk)
        press(late, "Stel het plan vast")
        _says(late, "Griet legde dit besluit net vast")


def _read(page: Page, browser: Browser) -> None:
    """Everybody reads what was adopted, and takes it along; the neighbour sees nothing."""
    with _beside(page, browser, "rob") as member:
        member.goto(ROOM)
        _says(member, "vastgesteld met amendementen", "voor de dag van het besluit")
        member.get_by_role("link", name="Wat veranderde er sinds de vorige uitgave?").click()
        expect(member.locator("main ins")).to_contain_text(ADDED)
        sound(member)
        member.goto(ROOM)
        member.locator('main a[href*="/besluiten/editie/"]').first.click()
        _says(member, "Het stuk is niet veranderd sinds het is vastgelegd.", ADDED)
        sound(member)
        pdf = member.locator('main a[href$="/document/pdf/"]').first.get_attribute("href")
        assert member.request.get(str(pdf)).body().startswith(b"%PDF")
    with _beside(page, browser, "vera", "/buurstad/") as neighbour:
        answer = neighbour.goto(ROOM)
        assert answer is not None
        assert answer.status == 404


def _make_known(page: Page) -> None:
    page.goto(ROOM)
    _says(page, "Alleen de griffier legt het besluit van de raad vast.")
    page.get_by_role("link", name="Leg de bekendmaking vast").click()
    page.get_by_label("Waar?").fill("Gemeenteblad 2026, nummer 12")
    page.get_by_label("Op welke dag kreeg de politie het plan?").fill("2026-11-27")
    press(page, "Leg vast")
    _says(page, "Gemeenteblad 2026, nummer 12")
    sound(page)
